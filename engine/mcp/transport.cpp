#include "mcp/transport.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <cstring>

namespace parley::mcp {
namespace {

constexpr int farewell_timeout_ms = 1'000;
constexpr std::string_view blot = "[token]";
constexpr std::size_t secret_bytes_min = 8;  // A shorter one is no secret, and would be found in any text.

}  // namespace

std::string media_type(const net::Headers& headers) {
    const auto value = net::header(headers, "Content-Type");
    return lower(trim(std::string_view(value).substr(0, value.find(';'))));
}

bool is_event_stream(int status, std::string_view type) {
    return status >= 200 && status < 300 && type == "text/event-stream";
}

Transport::Transport(net::Http& http, net::SafeUrl endpoint, Credential credential)
    : http_(http), endpoint_(std::move(endpoint)), credential_(std::move(credential)) {}

net::Request Transport::request_of(std::string method, const net::SafeUrl& url, net::Headers headers,
                                   const Deadline& deadline) const {
    net::Request request{.method = std::move(method), .url = url, .headers = std::move(headers)};
    request.timeout_ms = deadline.left_ms();
    request.connect_timeout_ms = std::min(request.connect_timeout_ms, request.timeout_ms);
    request.stop = deadline.stop;
    if (!protocol_version_.empty()) request.headers.emplace_back("MCP-Protocol-Version", protocol_version_);
    if (!session_id_.empty()) request.headers.emplace_back("MCP-Session-Id", session_id_);
    for (const auto& header : credential_.beside) request.headers.push_back(header);
    if (credential_.secret) {
        const bool bearer = credential_.header == "Bearer";
        request.headers.emplace_back(bearer ? "Authorization" : credential_.header,
                                     cat(bearer ? "Bearer " : "", credential_.secret->reveal()));
    }
    return request;
}

Result<net::Response> Transport::post(std::string body, net::Headers headers, const Deadline& deadline,
                                      const net::OnBody& on_body) const {
    auto request = request_of("POST", endpoint_, std::move(headers), deadline);
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("Accept", "application/json, text/event-stream");
    request.body = std::move(body);
    return blotted(http_.stream(request, on_body));
}

Result<net::Response> Transport::post_to(const net::SafeUrl& url, std::string body, const Deadline& deadline) const {
    auto request = request_of("POST", url, {{"Content-Type", "application/json"}}, deadline);
    request.body = std::move(body);
    return blotted(http_.send(request));
}

Result<net::Response> Transport::listen(Listening listening, const Deadline& deadline,
                                        const net::OnBody& on_body) const {
    auto request = request_of("GET", endpoint_, std::move(listening.headers), deadline);
    request.headers.emplace_back("Accept", "text/event-stream");
    request.reply_bytes_max = listening.bytes_max;
    request.on_head = std::move(listening.on_head);
    return http_.stream(request, on_body);
}

// memmem, for this reads every byte that comes.
bool Transport::repeats_secret(std::string_view text) const {
    if (!credential_.secret) return false;
    const auto secret = credential_.secret->reveal();
    return secret.size() >= secret_bytes_min &&
           ::memmem(text.data(), text.size(), secret.data(), secret.size()) != nullptr;
}

void Transport::blot_out_secret(std::string& text) const {
    if (!repeats_secret(text)) return;
    const auto secret = credential_.secret->reveal();
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
        text.replace(at, secret.size(), blot);
    }
}

Result<Json> Transport::parse(std::string_view text) const {
    if (!repeats_secret(text)) return parse_json(text);
    std::string copy(text);
    blot_out_secret(copy);
    return parse_json(copy);
}

Result<net::Response> Transport::blotted(Result<net::Response> response) const {
    if (response) blot_out_secret(response.value().body);
    return response;
}

void Transport::end_session() {
    if (session_id_.empty()) return;
    [[maybe_unused]] const auto ended = http_.send(request_of("DELETE", endpoint_, {}, Deadline(farewell_timeout_ms)));
    session_id_.clear();
}

}  // namespace parley::mcp
