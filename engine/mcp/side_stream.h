#pragma once
// The stream of a streamable server on which it may ask what belongs to no answer: opened only where there is a host
// to ask, read by a thread of its own.

#include "mcp/talk.h"
#include "net/sse.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace parley::mcp {

class SideStream {
public:
    // Begins at once. talk outlives it, and its transport's settings stay as they are until then.
    explicit SideStream(Talk& talk);
    // Until the server has opened the stream, or said that it has none: what it asks before that is lost.
    void wait_until_heard(const Deadline& deadline);
    ~SideStream();  // Ends the stream and waits for its thread.
    SideStream(const SideStream&) = delete;
    SideStream& operator=(const SideStream&) = delete;

private:
    enum class Next { again, never };
    void set_heard();
    void run(const std::stop_token& stop);
    Next listen(const std::stop_token& stop);
    void on_event(const net::SseEvent& event, const std::stop_token& stop);

    Talk& talk_;
    std::string last_id_;  // The thread's own, as the next.
    int silent_streams_ = 0;
    int requests_ = 0;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool heard_ = false;   // Guarded by mutex_.
    std::jthread thread_;  // Last: it uses all the others.
};

}  // namespace parley::mcp
