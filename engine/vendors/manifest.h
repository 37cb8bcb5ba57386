#pragma once
// A vendor's manifest.lua as a value, checked. Every mistake of a folder is reported at once, as file, field and
// remedy.

#include "base/json.h"
#include "base/result.h"
#include "planner/offer.h"
#include "policy/gate.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley::vendors {

// A value that the user gives when a connection is made: it stands in the URL, or is a setting beside it.
struct UserValue {
    std::string name;
    std::string means;
    std::string pattern;  // RE2, whole text
    std::string example;  // One that fits, for people and for demonstrations; may be empty.
    bool optional = false;
    std::string header;  // Of a setting: the request header that it travels in, beside the token's; may be empty.
};

struct Server {
    std::string url;  // May hold {parameters}.
    std::vector<UserValue> parameters;
    std::string transport = "streamable-http";
    std::string confidence;  // documented, seen, unconfirmed
};

struct Auth {
    std::string kind;                 // oauth, api_key, none
    std::vector<std::string> scopes;  // Read scopes only.
    std::string header;               // api_key: "Authorization: Bearer" or "X-Api-Key"
    std::string client_id;            // oauth with a static client; empty: registered dynamically
    std::string registration;         // oauth: dynamic, by_hand
};

// A tool of the allowlist: an exact name, or (for vendors whose names nobody has published) a capability, matched
// against the live list: all of one group of `words` in the name, first verb a read, declared read-only.
struct Tool {
    std::string id;                  // Key in the manifest; also the name, where it is an exact one.
    std::vector<std::string> names;  // Exact names in order of preference; empty for a capability.
    std::vector<std::vector<std::string>> words;
    std::vector<policy::ArgumentRule> rules;
    bool reads = false;   // As policy::AllowedTool has it.
    bool closed = false;  // Likewise.
    std::string because;  // Likewise.
    std::string description;
    std::string confidence;
};

// What prepare() needs to know of the account: one call before the first, its values typed and checked.
struct AccountContext {
    std::string tool;                           // id of a Tool
    std::map<std::string, std::string> values;  // name -> "text:PATTERN" | "flag" | "integer"
    Json arguments = Json::object();            // Of the call; "{settings.NAME}" is filled in.
};

// A call on the way to a dataset's first one: where the table that the question names stands. Its values are typed and
// checked as the account's are, for they become arguments.
struct Lookup {
    std::string tool;                           // id of a Tool
    std::map<std::string, std::string> values;  // As AccountContext has them.
};

struct Paging {
    int rows_per_page = 0;  // 0: the tool does not page.
    int pages_max = 0;      // 0: limits::pages_per_call
};

struct ManifestDataset {
    planner::Dataset offer;  // tool is empty here; resolved by Catalogue::offer
    std::string tool;        // id of a Tool
    std::string
        rows_at;  // Dotted path to the array in the reply; "" for a reply that is an array. Used without shape().
    std::map<std::string, std::string> from;  // column -> dotted path in a row; used without shape()
    Json arguments =
        Json::object();  // Used without prepare(); "{start}", "{end}", "{start_unix}", "{end_unix}" are filled in.
    Paging paging;
    std::vector<Lookup> lookups;         // In their order, before the first call.
    std::vector<std::string> on_demand;  // Columns that are only there where they are asked for (vendors/breakdown.h).
    int breakdowns = 0;                  // How many of them one call may be for.
    std::vector<std::string> unique;     // Columns: of rows that are alike in all of them the first one counts.
};

struct ErrorPattern {
    std::string pattern;  // RE2, found in a reply's text
    Fault fault = Fault::unavailable;
    std::string message;
};

struct Pitfall {
    std::string symptom, cause, fix;
};

struct Manifest {
    VendorId id;
    std::string name;
    std::string category;
    std::vector<std::string> names;
    std::vector<std::string> synonyms;
    std::string docs;
    int api = 1;
    Server server;
    std::vector<UserValue> settings;
    Auth auth;
    std::map<std::string, Tool> tools;
    std::optional<AccountContext> account;
    std::map<std::string, ManifestDataset> datasets;
    std::vector<planner::Metric> metrics;
    std::vector<planner::Dimension> dimensions;
    std::vector<std::string> ask;
    std::vector<ErrorPattern> errors;
    std::vector<Pitfall> pitfalls;
};

struct Mistake {
    std::string file;    // "ecomail/manifest.lua"
    std::string field;   // "metrics.open_rate.dataset"
    std::string remedy;  // "no dataset \"campaign\" (did you mean \"campaigns\"?)"
};
std::string to_text(const Mistake& mistake);

struct Checked {
    Manifest manifest;
    std::vector<Mistake> mistakes;  // The manifest is good where this is empty.
};

// From the Json that manifest.lua returned. file is for the mistakes.
Checked check_manifest(const Json& json, const std::string& file);

}  // namespace parley::vendors
