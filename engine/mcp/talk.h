#pragma once
// What all ways of speaking share, and what each must be able to do.

#include "mcp/mirror.h"
#include "mcp/outcome.h"
#include "mcp/session.h"
#include "mcp/transport.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace parley::mcp {

// One request. Its params are JSON text without the braces, for they are written once and each era adds its own.
struct Ask {
    std::string_view method;
    std::string params = {};
    std::string_view name = {};       // Of the tool, prompt or resource: what a gateway routes by.
    const Json* arguments = nullptr;  // Of a tool, for the headers that mirror them.
};

// What is known of a tool once the list was read.
struct KnownTool {
    std::vector<Mirror> mirrors;
    Json output_schema;
};

struct Talk {
    Talk(net::Http& http, net::SafeUrl endpoint, Credential credential, Host* somebody);

    // What a server's own request gets for an answer; null where nobody here knows the method or it was not declared.
    // From any thread; the host is asked one thing at a time.
    Json answer(const std::string& method, const Json& params) const;
    // Takes note of list_changed; all other notices are none of ours. From any thread.
    void hear_notice(const Json& message);
    // Takes note of a refusal.
    void hear_status(const Outcome& outcome);

    Transport transport;
    Host* const host;
    const Json capabilities;  // What we declare.
    ServerInfo info;
    Refusal refusal;  // Of what is going on now.
    std::atomic<bool> tools_changed = false;
    std::map<std::string, KnownTool, std::less<>> tools;
    std::int64_t last_id = 0;
    mutable std::mutex host_mutex;  // Held while the host is asked.
};

Json client_info();
std::string as_json(std::string_view text);  // As JSON.
std::string request_text(std::int64_t id, const Ask& ask, std::string_view more_params = {});
std::string notification_text(std::string_view method, const Json& params = nullptr);
std::string answer_text(const Talk& talk, const Json& request);

class Dialect {
public:
    virtual ~Dialect() = default;
    virtual Era era() const = 0;
    // The answer, whatever it takes within the patience: sessions begun anew, streams taken up again.
    virtual Result<Outcome> ask(const Ask& ask, const Deadline& deadline) = 0;
    virtual std::string_view cheapest_method() const { return "ping"; }
    virtual void leave() = 0;  // Says goodbye where that is usual, without waiting long.
};

}  // namespace parley::mcp
