#pragma once
// One function a command. Each returns the exit code: 0 done, 1 it failed (one sentence on stderr), 2 wrong use.

#include "app/house.h"

#include <string>
#include <vector>

namespace parley::app {

struct Common {
    Config config;
    Mode mode = Mode::production;
    std::string node_modules;     // Where the page's scripts come from.
    std::string luacheck_config;  // What a vendor's Lua may name.
};

int fail(const Error& error);                // Prints the sentence; 1.
int wrong_use(const std::string& sentence);  // 2.

struct AskOptions {
    std::string question;
    std::string follow;
    std::vector<std::string> set;  // "group_by=country": slots of the followed answer's plan, instead of a question
    bool json = false;
    bool explain = false;
};
int ask(const Common& common, const AskOptions& options);
int demo(const Common& common, const std::string& page);
int serve(const Common& common);
int vendors(const Common& common, const std::string& id, bool json);

struct ConnectOptions {
    std::string vendor;
    std::string url;
    std::string name;
    std::string api_key_file;
    std::vector<std::string> parameters;  // name=value
};
int connect(const Common& common, const ConnectOptions& options);
int reconnect(const Common& common, const std::string& id);
int connections(const Common& common, bool json);
int disconnect(const Common& common, const std::string& id);
int test(const Common& common, const std::string& id);
int doctor(const Common& common, const std::string& connection, bool json);  // 1 also where something is wrong.
struct ToolsOptions {
    std::string connection;
    std::string admit, refuse;  // A tool's name
    std::string accept_form;    // Of the replies, as `parley reviews` names it
};
int tools(const Common& common, const ToolsOptions& options);
int reviews(const Common& common, bool json);

struct SimOptions {
    std::vector<std::string> vendors;
    int port = 0;
    std::string faults;  // "html", or "stripe:html,ecomail:silent"
};
int sim(const Common& common, const SimOptions& options);

// The kit of plugin authors (engine/kit). 1 also where a folder has a mistake.
struct PluginOptions {
    std::string id;                // Of new, run and doc;
    std::vector<std::string> ids;  // of check and test, where it is not all.
    bool all = false;
    bool write = false;
    std::string name, category, url;
    std::string auth;                  // Empty: as the server was found to ask, else oauth
    std::string from;                  // A live server's address
    std::string key_file;              // For it, where it wants a key
    std::vector<std::string> replies;  // TOOL=FILE.json
    std::string dataset, reply, range;
};
int plugin_new(const Common& common, const PluginOptions& options);
int plugin_check(const Common& common, const PluginOptions& options);
int plugin_test(const Common& common, const PluginOptions& options);
int plugin_run(const Common& common, const PluginOptions& options);
int plugin_doc(const Common& common, const PluginOptions& options);
int plugin_types(const Common& common);

int eval(const Common& common, const std::string& kind, const std::string& in, const std::string& out);

struct KeyOptions {
    std::string name = "api";
    std::string role = "owner";
    int days = 0;  // 0: without end.
};
struct MemberOptions {
    std::string email;
    std::string role;  // Empty: viewer, or what a member has already.
    std::string name;
};
int new_key(const Common& common, const KeyOptions& options);
int keys(const Common& common);
int revoke_key(const Common& common, const std::string& id);
int members(const Common& common);
int add_member(const Common& common, const MemberOptions& options);
int remove_member(const Common& common, const std::string& email);
int plan(const Common& common, const std::string& tier, bool json);  // tier: what to change to; empty: show.

int vault_init(const Common& common);
int vault_status(const Common& common, bool json);  // 1 also where rows need a key that is missing.
int vault_rotate(const Common& common, int batch);  // 1 also where a row does not open.

struct AuditOptions {
    std::string format = "csv";
    std::string out;  // Empty: to the terminal.
    std::string since;
    std::string until;
};
// anchor: a hash of an earlier export, which must still be there; empty: none is asked for. 1 also where a chain is
// broken.
int audit_verify(const Common& common, const std::string& anchor, bool json);
int audit_export(const Common& common, const AuditOptions& options);

}  // namespace parley::app
