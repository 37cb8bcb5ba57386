#pragma once
// HTTP requests to one endpoint, with the credential that lets us in. Knows nothing of what the messages mean. Sending
// is safe from several threads; setting is not.

#include "base/deadline.h"
#include "base/secret.h"
#include "mcp/outcome.h"
#include "net/http.h"

#include <functional>
#include <optional>
#include <string>

namespace parley::mcp {

// The header that lets us in. Empty name: nobody asked for one.
struct Credential {
    std::string header;  // "Bearer", or the name of a header such as "X-Api-Key"
    std::optional<Secret> secret;
    net::Headers beside = {};  // What else the server wants to be told with every request; no secrets.
};

std::string media_type(const net::Headers& headers);  // In lower case, without parameters.
bool is_event_stream(int status, std::string_view type);

class Transport {
public:
    Transport(net::Http& http, net::SafeUrl endpoint, Credential credential);

    const net::SafeUrl& endpoint() const { return endpoint_; }

    // Any HTTP status is a Response. Errors are those of Http. With on_body the body is handed over as it comes.
    Result<net::Response> post(std::string body, net::Headers headers, const Deadline& deadline,
                               const net::OnBody& on_body = nullptr) const;
    Result<net::Response> post_to(const net::SafeUrl& url, std::string body, const Deadline& deadline) const;

    // A stream of events.
    struct Listening {
        net::Headers headers = {};
        std::size_t bytes_max = limits::reply_bytes;
        std::function<void()> on_head = {};
    };
    Result<net::Response> listen(Listening listening, const Deadline& deadline, const net::OnBody& on_body) const;

    // Some servers repeat what they were sent. Our token is blotted out of whatever comes back before anybody reads it;
    // of bodies that are not handed over as they come that is done here.
    void blot_out_secret(std::string& text) const;
    Result<Json> parse(std::string_view text) const;  // As parse_json.

    // Set once the server has said them; they go with every later request.
    void set_protocol_version(std::string version) { protocol_version_ = std::move(version); }
    void set_session_id(std::string id) { session_id_ = std::move(id); }
    const std::string& session_id() const { return session_id_; }

    // DELETE, where there is a session. What comes of it changes nothing.
    void end_session();

private:
    bool repeats_secret(std::string_view text) const;
    Result<net::Response> blotted(Result<net::Response> response) const;
    net::Request request_of(std::string method, const net::SafeUrl& url, net::Headers headers,
                            const Deadline& deadline) const;

    net::Http& http_;
    net::SafeUrl endpoint_;
    Credential credential_;
    std::string protocol_version_;
    std::string session_id_;
};

}  // namespace parley::mcp
