#pragma once
// HTTP over checked addresses. Redirects are not followed here: a 3xx comes back as it is.

#include "base/limits.h"
#include "base/result.h"
#include "net/url_guard.h"

#include <functional>
#include <memory>
#include <stop_token>
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
    // Once the head of the reply is there, before any of its body: a stream may have nothing to say for long.
    std::function<void()> on_head = {};
    std::stop_token stop = {};  // When it is asked for, the request ends soon, with Fault::unavailable "cancelled".
};

struct Response {
    int status = 0;
    Headers headers;
    std::string body;
};

// Called with each piece of the body as it comes. Return stop where enough was read: the rest is skipped if it comes at
// once, so that the connection can be used again, and the connection is closed if it does not.
enum class Flow { go_on, stop };
using OnBody = std::function<Flow(const Response& head, std::string_view piece)>;

// Implementations are safe from several threads. Errors: Fault::unavailable (refused, reset, timed out, TLS; the
// message names the host and what happened), Fault::over_limit (reply too large). A reply in a content encoding is
// refused: none is asked for, and nothing is unpacked here.
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

// RFC 9110's token: what names of headers and of authentication schemes are made of.
bool is_token_byte(char c);
bool is_token(std::string_view text);

// application/x-www-form-urlencoded
std::string form_encode(const std::vector<std::pair<std::string, std::string>>& fields);
std::string percent_encode(std::string_view text);

}  // namespace parley::net
