#pragma once
// One function a command. Each returns the exit code: 0 done, 1 it failed (one sentence on stderr), 2 wrong use.

#include "app/house.h"

#include <string>
#include <vector>

namespace parley::app {

struct Common {
    Config config;
    Mode mode = Mode::production;
    std::string node_modules;  // Where the page's scripts come from.
};

int fail(const Error& error);                // Prints the sentence; 1.
int wrong_use(const std::string& sentence);  // 2.

struct AskOptions {
    std::string question;
    std::string follow;
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
int tools(const Common& common, const std::string& id, const std::string& admit, const std::string& refuse);

struct SimOptions {
    std::vector<std::string> vendors;
    int port = 0;
    std::string faults;  // "html", or "stripe:html,ecomail:silent"
};
int sim(const Common& common, const SimOptions& options);

int eval(const Common& common, const std::string& kind, const std::string& in, const std::string& out);
int new_key(const Common& common, const std::string& name);
int vault_init(const Common& common);

}  // namespace parley::app
