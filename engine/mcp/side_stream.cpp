#include "mcp/side_stream.h"

#include "base/limits.h"

namespace parley::mcp {
namespace {

constexpr int side_stream_timeout_ms = 3'600'000;
constexpr std::size_t side_stream_bytes_max = std::size_t{1} << 40;  // Each message has its own bound.
constexpr int retry_ms = 1'000;                                      // Where the server names no other.
constexpr int side_answer_timeout_ms = 2'000;

}  // namespace

SideStream::SideStream(Talk& talk) : talk_(talk), thread_([this](const std::stop_token& stop) { run(stop); }) {}

SideStream::~SideStream() {
    thread_.request_stop();
    thread_.join();
}

void SideStream::wait_until_heard(const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline.stop, deadline.at, [this] { return heard_; });
}

void SideStream::set_heard() {
    const std::lock_guard lock(mutex_);
    heard_ = true;
    changed_.notify_all();
}

void SideStream::run(const std::stop_token& stop) {
    while (!stop.stop_requested() && silent_streams_ <= limits::stream_resumes) {
        const auto next = listen(stop);
        set_heard();
        if (next == Next::never) return;
    }
}

SideStream::Next SideStream::listen(const std::stop_token& stop) {
    const Deadline deadline(side_stream_timeout_ms, stop);
    net::SseReader events;
    ++silent_streams_;
    Transport::Listening listening{
        .headers = {}, .bytes_max = side_stream_bytes_max, .on_head = [this] { set_heard(); }};
    if (!last_id_.empty()) listening.headers.emplace_back("Last-Event-ID", last_id_);
    const auto response =
        talk_.transport.listen(std::move(listening), deadline, [&](const net::Response& head, std::string_view piece) {
            if (!is_event_stream(head.status, media_type(head.headers))) return net::Flow::stop;
            events.feed(piece, [&](const net::SseEvent& event) { on_event(event, stop); });
            const bool too_much =
                events.pending_bytes() > limits::reply_bytes || requests_ > limits::server_requests_per_call;
            return too_much || stop.stop_requested() ? net::Flow::stop : net::Flow::go_on;
        });
    // 405 is the usual answer of a server that has none.
    const bool refused = response && !is_event_stream(response.value().status, media_type(response.value().headers));
    if (refused || requests_ > limits::server_requests_per_call) return Next::never;
    if (!events.last_id().empty()) last_id_ = events.last_id();
    deadline.pause(std::chrono::milliseconds(events.retry_ms().value_or(retry_ms)));
    return Next::again;
}

void SideStream::on_event(const net::SseEvent& event, const std::stop_token& stop) {
    if (event.data.empty() || event.type != "message") return;
    const auto message = talk_.transport.parse(event.data);
    if (!message) return;
    silent_streams_ = 0;
    const Json& id = at_or_null(message.value(), "id");
    if (!message.value().contains("method")) return;
    if (!id.is_string() && !id.is_number_integer()) return talk_.hear_notice(message.value());
    if (++requests_ > limits::server_requests_per_call) return;
    [[maybe_unused]] const auto told =
        talk_.transport.post(answer_text(talk_, message.value()), {}, Deadline(side_answer_timeout_ms, stop));
}

}  // namespace parley::mcp
