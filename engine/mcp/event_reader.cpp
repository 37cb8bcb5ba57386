#include "mcp/event_reader.h"

#include "base/limits.h"
#include "base/text.h"

namespace parley::mcp {
namespace {

constexpr int stream_timeout_ms = 3'600'000;                    // After an hour the next request begins another stream.
constexpr std::size_t stream_bytes_max = std::size_t{1} << 40;  // Each message has its own bound.
constexpr int answer_timeout_ms = 2'000;

}  // namespace

EventReader::EventReader(Talk& talk) : talk_(talk), thread_([this](const std::stop_token& stop) { run(stop); }) {}

EventReader::~EventReader() {
    thread_.request_stop();
    thread_.join();
}

bool EventReader::is_open() const {
    const std::lock_guard lock(mutex_);
    return !ended_;
}

Result<net::SafeUrl> EventReader::endpoint(const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline.stop, deadline.at, [this] { return endpoint_ || ended_; });
    if (endpoint_) return *endpoint_;
    return Error{Fault::unavailable, "The vendor's server does not say where it takes messages.", ""};
}

void EventReader::expect(std::int64_t id) {
    const std::lock_guard lock(mutex_);
    expected_ = id;
    requests_ = 0;
    heard_.clear();
}

EventReader::Heard EventReader::next(const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline.stop, deadline.at, [this] { return !heard_.empty() || ended_; });
    if (heard_.empty()) return {};
    Heard heard = std::move(heard_.front());
    heard_.pop_front();
    return heard;
}

Result<Outcome> EventReader::ending() const {
    const std::lock_guard lock(mutex_);
    // A stream that breaks off is as good as one that ends; what was too much stays too much.
    if (error_ && error_->fault != Fault::unavailable) return *error_;
    if (!error_) return outcome_;
    Outcome cut;
    cut.status = 200;
    cut.end = Outcome::End::cut;
    return cut;
}

void EventReader::run(const std::stop_token& stop) {
    auto response = talk_.transport.listen({.bytes_max = stream_bytes_max}, Deadline(stream_timeout_ms, stop),
                                           [&](const net::Response& head, std::string_view piece) {
                                               return stop.stop_requested() ? net::Flow::stop : take(head, piece);
                                           });
    const std::lock_guard lock(mutex_);
    ended_ = true;
    if (response) {
        const auto end = outcome_.end;
        outcome_ = outcome_of(std::move(response).value());
        outcome_.end =
            is_event_stream(outcome_.status, outcome_.type) && end == Outcome::End::whole ? Outcome::End::cut : end;
    } else if (!error_) {
        error_ = std::move(response).error();
    }
    changed_.notify_all();
}

net::Flow EventReader::take(const net::Response& head, std::string_view piece) {
    if (!is_stream_) is_stream_ = is_event_stream(head.status, media_type(head.headers));
    if (!*is_stream_) return net::Flow::stop;  // The status says enough.
    events_.feed(piece, [this](const net::SseEvent& event) { on_event(event); });
    const std::lock_guard lock(mutex_);
    if (events_.pending_bytes() > limits::reply_bytes) {
        error_ = Error{Fault::over_limit,
                       cat("The answer of ", talk_.transport.endpoint().host(), " is larger than ",
                           limits::reply_bytes >> 20, " MB."),
                       ""};
    }
    return error_ || outcome_.end != Outcome::End::whole ? net::Flow::stop : net::Flow::go_on;
}

void EventReader::on_event(const net::SseEvent& event) {
    if (event.type == "endpoint") {
        auto url = talk_.transport.endpoint().sibling(event.data);
        const std::lock_guard lock(mutex_);
        if (!endpoint_) endpoint_ = std::move(url);
        changed_.notify_all();
        return;
    }
    if (event.type != "message" || event.data.empty()) return;
    auto message = talk_.transport.parse(event.data);
    if (message)
        on_message(message.value(), event.data.size());
    else
        go_wrong(Outcome::End::garbled);
}

void EventReader::on_message(Json& message, std::size_t bytes) {
    if (message.is_array()) {
        for (auto& one : message) on_message(one, bytes);
        return;
    }
    const Json& id = at_or_null(message, "id");
    if (!message.is_object()) return;
    if (message.contains("method")) {
        if (id.is_string() || id.is_number_integer())
            on_request(message, bytes);
        else
            talk_.hear_notice(message);
        return;
    }
    const std::lock_guard lock(mutex_);
    if (id != expected_) return;
    heard_.push_back({std::move(message), bytes});
    changed_.notify_all();
}

// The host is asked from the thread of the call; everything else is answered at once, also between calls.
void EventReader::on_request(Json& message, std::size_t bytes) {
    std::optional<net::SafeUrl> url;
    {
        const std::lock_guard lock(mutex_);
        if (++requests_ > limits::server_requests_per_call) outcome_.end = Outcome::End::overwhelmed;
        if (outcome_.end != Outcome::End::whole || !endpoint_ || !*endpoint_) return;
        if (talk_.host && text_at(message, "method") != "ping") {
            heard_.push_back({std::move(message), bytes});
            changed_.notify_all();
            return;
        }
        url = endpoint_->value();
    }
    [[maybe_unused]] const auto told = talk_.transport.post_to(*url, answer_text(talk_, message),
                                                               Deadline(answer_timeout_ms, thread_.get_stop_token()));
}

void EventReader::go_wrong(Outcome::End how) {
    const std::lock_guard lock(mutex_);
    outcome_.end = how;
}

}  // namespace parley::mcp
