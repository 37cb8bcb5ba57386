#pragma once
// HTTP over checked addresses. Redirects are not followed here: a 3xx comes back as it is.

#include "base/limits.h"
#include "base/result.h"
#include "net/url_guard.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::net {

using Headers = std::vector<std::pair<std::string, std::string>>;
// Names in any case. The first of several; empty where there is none.
std::string header(const Headers& headers, std::string_view name);
std::vector<std::string> headers_named(const Headers& headers, std::string_view name);

struct Request {
    std::string method = "GET";
    SafeUrl url;
    Headers headers = {};
    std::string body = {};
    int connect_timeout_ms = limits::connect_timeout_ms;
    int timeout_ms = limits::reply_timeout_ms;  // From the first byte sent to the last received, whatever trickles in.
    std::size_t reply_bytes_max = limits::reply_bytes;
};

struct Response {
    int status = 0;
    Headers headers;
    std::string body;
};

// Called with each piece of the body as it comes. Return stop to close the connection: enough was read.
enum class Flow { go_on, stop };
using OnBody = std::function<Flow(const Response& head, std::string_view piece)>;

// Implementations are safe from several threads. Errors: Fault::unavailable (refused, reset, timed out, TLS; the
// message names the host and what happened), Fault::over_limit (reply too large).
class Http {
public:
    virtual ~Http() = default;
    Result<Response> send(const Request& request) { return stream(request, nullptr); }

    // With on_body the body is handed over piece by piece and Response::body stays empty. timeout_ms still holds.
    virtual Result<Response> stream(const Request& request, const OnBody& on_body) = 0;
};

// POCO. Keeps connections to (organization-neutral) origins alive per pool_key of the caller's choice is not done here:
// one instance is one pool, and connect owns one instance per connection.
std::unique_ptr<Http> make_http();

// application/x-www-form-urlencoded
std::string form_encode(const std::vector<std::pair<std::string, std::string>>& fields);
std::string percent_encode(std::string_view text);

}  // namespace parley::net
