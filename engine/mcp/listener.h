#pragma once
// Hears what comes for one request, as JSON or on as many event streams as it takes.

#include "mcp/outcome.h"
#include "mcp/transport.h"
#include "net/sse.h"

#include <cstdint>
#include <functional>
#include <string>

namespace parley::mcp {

class Listener {
public:
    // For what a server says beside the answer: its own requests and notices. False: too much of it.
    using OnOther = std::function<bool(const Json& message)>;

    // transport outlives the listener.
    Listener(const Transport& transport, std::int64_t id, OnOther on_other)
        : transport_(transport), id_(id), on_other_(std::move(on_other)) {}

    net::OnBody on_body() {
        return [this](const net::Response& head, std::string_view piece) { return take(head, piece); };
    }

    // Before each stream after the first; what the last one said of ids and waiting is kept.
    void begin_stream();

    bool wants_more() const { return message_.is_null() && end_ == Outcome::End::whole; }
    bool hears_events() const { return kind_ == Kind::events; }
    const std::string& last_id() const { return last_id_; }
    int retry_ms() const { return retry_ms_; }

    // After the last piece: `response` is the head of the stream or body that ended.
    Outcome finish(net::Response response);

private:
    enum class Kind { unknown, body, events };

    net::Flow take(const net::Response& head, std::string_view piece);
    void on_event(const net::SseEvent& event);
    void on_message(Json& message);

    const Transport& transport_;
    const std::int64_t id_;
    OnOther on_other_;
    net::SseReader reader_;
    Kind kind_ = Kind::unknown;
    std::string last_id_;
    int retry_ms_ = 250;  // Where the server names no other.
    int events_ = 0;
    std::string body_;
    Json message_;
    std::size_t bytes_ = 0;
    Outcome::End end_ = Outcome::End::whole;
};

}  // namespace parley::mcp
