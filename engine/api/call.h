#pragma once
// A request and a reply as endpoints see them: no POCO, no status codes but those a Reply names.

#include "api/browser_session.h"
#include "api/caller.h"
#include "api/server.h"
#include "base/json.h"
#include "base/result.h"

#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace parley::api {

struct Call {
    std::string method;
    std::string path;
    std::map<std::string, std::string> parameters;  // {id} of the route's pattern
    std::map<std::string, std::string> query;
    std::set<std::string> repeated;  // Names that the query holds more than once.
    bool came_in_clear = false;      // X-Forwarded-Proto: http
    Json body = Json::object();
    bool wants_stream = false;             // Accept: text/event-stream
    std::unique_ptr<store::OrgStore> org;  // Of the caller; null on public routes.
    UserId user;                           // The caller's.
    Caller caller;                         // Of nobody on public routes.
    std::string what;                      // "POST /v1/ask", the route's pattern: for the audit.
    BrowserRequest browser = {};           // As it was sent, also on public routes: for those that sign in and out.

    const std::string& at(const std::string& parameter) const { return parameters.at(parameter); }
    // What the query says under the name; empty where it says nothing.
    std::string asked(const std::string& name) const {
        const auto found = query.find(name);
        return found == query.end() ? "" : found->second;
    }
};

struct Reply {
    int status = 200;
    OrderedJson body;                           // Sent as application/json, unless page or stream is set.
    std::string page;                           // HTML of our own.
    std::function<void(std::ostream&)> stream;  // Server-sent events, unless the headers name another content type.
    std::map<std::string, std::string> headers = {};
    std::vector<std::string> cookies = {};  // Set-Cookie lines.
    std::string problem = {};               // A sentence: sent as problem+json with this status, whatever else is set.
};

using Handler = Result<Reply> (*)(const Deps&, Call&);

// What a route may cost: nothing to speak of, one of an address's or a caller's requests, or a thread that waits for
// vendors.
enum class Cost { free, request, vendors };

inline constexpr std::nullopt_t anyone = std::nullopt;

struct Route {
    const char* method;
    const char* pattern;             // "/v1/pins/{id}/refresh"
    std::optional<policy::Act> act;  // What the caller must be allowed; anyone: no caller is needed.
    Handler handler;
    Cost cost = Cost::request;
};

// For what only the body tells: may the caller also do this? Leaves a `denied` row where not.
Result<Done> require(const Deps& deps, Call& call, policy::Act act);

// A member that must be a non-empty string. Fault::invalid names it.
Result<std::string> required_text(const Json& body, const std::string& member);

}  // namespace parley::api
