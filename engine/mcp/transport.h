#pragma once
// Streamable HTTP: one JSON-RPC message out by POST, the answer to it back, as JSON or on an event stream that may be
// taken up again. Knows nothing of what the messages mean, but that a server's own requests want an answer.

#include "base/json.h"
#include "base/secret.h"
#include "net/http.h"

#include <chrono>
#include <optional>
#include <string>

namespace parley::mcp {

// The whole of a call has one end, whatever it is made of.
class Deadline {
public:
    explicit Deadline(int timeout_ms) : end_(Time::now() + std::chrono::milliseconds(timeout_ms)) {}
    int left_ms() const {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Time::now()).count();
        return left > 0 ? static_cast<int>(left) : 0;
    }
    bool passed() const { return left_ms() == 0; }

private:
    using Time = std::chrono::steady_clock;
    Time::time_point end_;
};

// The header that lets us in. Empty name: nobody asked for one.
struct Credential {
    std::string header;  // "Bearer", or the name of a header such as "X-Api-Key"
    std::optional<Secret> secret;
};

// What came back, before anybody judges it.
struct Outcome {
    enum class End {
        whole,       // of a JSON body, or of a stream that held the answer
        cut,         // a stream ended before the answer and could not be taken up again
        garbled,     // an event that is not JSON
        overwhelmed  // a stream of questions instead of an answer
    };
    int status = 0;
    net::Headers headers;
    std::string type;  // Media type in lower case, without parameters.
    std::string body;  // Where it was no event stream.
    Json message;      // The JSON-RPC response with our id, or null.
    std::size_t bytes = 0;
    End end = End::whole;
};

class Transport {
public:
    Transport(net::Http& http, net::SafeUrl endpoint, Credential credential);

    // Any HTTP status is an Outcome. Errors are those of Http.
    Result<Outcome> exchange(const Json& request, const Deadline& deadline);

    // For messages that want no answer. Only what Http finds wrong is an error.
    Result<Outcome> tell(const Json& message, int timeout_ms);

    // Set once the server has said them; they go with every later request.
    void set_protocol_version(std::string version) { protocol_version_ = std::move(version); }
    void set_session_id(std::string id) { session_id_ = std::move(id); }
    const std::string& session_id() const { return session_id_; }

    // DELETE, where there is a session. What comes of it changes nothing.
    void end_session();

private:
    class Listener;
    net::Request request_of(std::string method, int timeout_ms) const;
    Result<net::Response> post(const Json& message, int timeout_ms, const net::OnBody& on_body);
    Result<net::Response> take_up(const std::string& last_id, int timeout_ms, const net::OnBody& on_body);

    net::Http& http_;
    net::SafeUrl endpoint_;
    Credential credential_;
    std::string protocol_version_;
    std::string session_id_;
};

}  // namespace parley::mcp
