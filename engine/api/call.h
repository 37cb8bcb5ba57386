#pragma once
// A request and a reply as endpoints see them: no POCO, no status codes but those a Reply names.

#include "api/server.h"
#include "base/json.h"
#include "base/result.h"

#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>

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
    std::unique_ptr<store::OrgStore> org;  // Of the key; null on public routes.
    UserId user;

    const std::string& at(const std::string& parameter) const { return parameters.at(parameter); }
};

struct Reply {
    int status = 200;
    OrderedJson body;                           // Sent as application/json, unless page or stream is set.
    std::string page;                           // HTML of our own.
    std::function<void(std::ostream&)> stream;  // Server-sent events.
    std::map<std::string, std::string> headers = {};
};

using Handler = Result<Reply> (*)(const Deps&, Call&);

enum class Access { anyone, key };

struct Route {
    const char* method;
    const char* pattern;  // "/v1/pins/{id}/refresh"
    Access access;
    Handler handler;
};

// A member that must be a non-empty string. Fault::invalid names it.
Result<std::string> required_text(const Json& body, const std::string& member);

}  // namespace parley::api
