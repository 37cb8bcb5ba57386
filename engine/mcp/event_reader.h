#pragma once
// The stream of an HTTP+SSE server, read by a thread of its own.

#include "mcp/talk.h"
#include "net/sse.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace parley::mcp {

class EventReader {
public:
    struct Heard {
        Json message;  // Null where nothing more will come, or the patience is over.
        std::size_t bytes = 0;
    };

    // Begins at once. talk outlives the reader, and its transport's settings stay as they are until then.
    explicit EventReader(Talk& talk);
    ~EventReader();  // Ends the stream and waits for its thread.
    EventReader(const EventReader&) = delete;
    EventReader& operator=(const EventReader&) = delete;

    bool is_open() const;

    // Where messages go: the stream's first event. Fault::denied where that is another server.
    Result<net::SafeUrl> endpoint(const Deadline& deadline);

    // Before a request is sent: what comes for another id from here on is late, and thrown away.
    void expect(std::int64_t id);
    // The answer, or a server's request that wants the host.
    Heard next(const Deadline& deadline);
    // Once nothing more will come: how it ended.
    Result<Outcome> ending() const;

private:
    void run(const std::stop_token& stop);
    net::Flow take(const net::Response& head, std::string_view piece);
    void on_event(const net::SseEvent& event);
    void on_message(Json& message, std::size_t bytes);
    void on_request(Json& message, std::size_t bytes);
    void go_wrong(Outcome::End how);

    Talk& talk_;
    net::SseReader events_;  // The thread's own, as the next.
    std::optional<bool> is_stream_;
    mutable std::mutex mutex_;  // Guards all that follow.
    std::condition_variable_any changed_;
    std::optional<Result<net::SafeUrl>> endpoint_;
    std::deque<Heard> heard_;
    std::int64_t expected_ = 0;
    int requests_ = 0;
    bool ended_ = false;
    Outcome outcome_;
    std::optional<Error> error_;
    std::jthread thread_;  // Last: it uses all the others.
};

}  // namespace parley::mcp
