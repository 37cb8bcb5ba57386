#include "mcp/streamable.h"

#include "base/limits.h"
#include "mcp/handshake.h"
#include "mcp/judge.h"

#include <algorithm>

namespace parley::mcp {
namespace {

constexpr int notice_post_timeout_ms = 5'000;
constexpr int cancel_post_timeout_ms = 500;
constexpr int side_message_timeout_ms = 2'000;

// The spec allows visible ASCII only; anything else might end our header early.
bool is_session_id(std::string_view id) {
    return std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool is_request(const Json& message) {
    const Json& id = at_or_null(message, "id");
    return id.is_string() || id.is_number_integer();
}

}  // namespace

Result<Outcome> Streamable::initialize_as(std::string_view version, const Deadline& deadline) {
    const auto id = ++talk_.last_id;
    const Ask ask{.method = "initialize", .params = initialize_params(version, talk_.capabilities)};
    PARLEY_TRY(auto outcome, converse(id, request_text(id, ask), deadline));
    greeting_status_ = outcome.status;
    return outcome;
}

Result<Outcome> Streamable::greet(const Deadline& deadline) {
    greeting_status_ = 0;
    talk_.transport.set_session_id("");
    talk_.transport.set_protocol_version("");
    PARLEY_TRY(auto outcome, initialize_as(newest_version(), deadline));
    const auto other = version_offered(error_of(outcome));
    if (other.empty() || other == newest_version()) return outcome;
    return initialize_as(other, deadline);
}

// Takes over what the answer to initialize settled.
Result<Done> Streamable::settle(Outcome outcome) {
    auto session_id = net::header(outcome.headers, "MCP-Session-Id");
    PARLEY_TRY(const Json result, result_of(std::move(outcome)));
    PARLEY_TRY(auto version, take_over(result, talk_.info));
    if (!is_session_id(session_id)) {
        return Error{Fault::unavailable, "The vendor's server gave a session id that cannot be used.", ""};
    }
    talk_.transport.set_protocol_version(std::move(version));
    talk_.transport.set_session_id(std::move(session_id));
    return Done{};
}

Result<Done> Streamable::open(const Deadline& deadline) {
    side_.reset();
    PARLEY_TRY(auto greeted, greet(deadline));
    PARLEY_TRY([[maybe_unused]] const auto settled, settle(std::move(greeted)));
    const Deadline short_one(std::min(notice_post_timeout_ms, deadline.left_ms()), deadline.stop);
    PARLEY_TRY(auto response, talk_.transport.post(notification_text("notifications/initialized"), {}, short_one));
    const auto told = outcome_of(std::move(response));
    talk_.hear_status(told);
    PARLEY_TRY([[maybe_unused]] const auto ready, accepted(told));
    if (talk_.host && !talk_.capabilities.empty()) {
        side_ = std::make_unique<SideStream>(talk_);
        side_->wait_until_heard(short_one);
    }
    return Done{};
}

// A 404 to a request with a session id means that the server has forgotten the session, not that it is gone.
Result<Outcome> Streamable::ask(const Ask& ask, const Deadline& deadline) {
    PARLEY_TRY(auto outcome, exchange(ask, deadline));
    if (outcome.status != 404 || talk_.transport.session_id().empty()) return outcome;
    PARLEY_TRY([[maybe_unused]] const auto again, open(deadline));
    PARLEY_TRY(outcome, exchange(ask, deadline));
    if (outcome.status != 404) return outcome;
    return Error{Fault::unavailable, "The vendor's server keeps losing our session.", ""};
}

Result<Outcome> Streamable::exchange(const Ask& ask, const Deadline& deadline) {
    const auto id = ++talk_.last_id;
    auto outcome = converse(id, request_text(id, ask), deadline);
    const bool unanswered = !outcome || outcome.value().end == Outcome::End::cut;
    if (unanswered && deadline.stop.stop_requested()) {
        cancel(id, "Nobody waits for it any more.");
        return Error{Fault::unavailable, "The request was cancelled.", ""};
    }
    if (!outcome && deadline.is_past()) cancel(id, "It took too long.");
    return outcome;
}

// A stream that ends before its answer is neither an error nor a cancellation: the server says when to come back.
Result<Outcome> Streamable::converse(std::int64_t id, std::string body, const Deadline& deadline) {
    int requests = 0;
    Listener listener(talk_.transport, id, [&](const Json& message) {
        if (!is_request(message)) {
            talk_.hear_notice(message);
            return true;
        }
        if (++requests > limits::server_requests_per_call) return false;
        // Answered at once, for the server may wait for it before it goes on. Whether it arrives is the server's
        // business; our own answer may come all the same.
        const Deadline short_one(std::min(side_message_timeout_ms, deadline.left_ms()), deadline.stop);
        [[maybe_unused]] const auto told = talk_.transport.post(answer_text(talk_, message), {}, short_one);
        return true;
    });
    auto response = talk_.transport.post(std::move(body), {}, deadline, listener.on_body());
    for (int resume = 0; resume < limits::stream_resumes && listener.wants_more(); ++resume) {
        if (!take_up(listener, response, deadline)) break;
    }
    if (!response && listener.wants_more()) return std::move(response).error();
    auto outcome = listener.finish(response ? std::move(response).value() : net::Response{200, {}, ""});
    talk_.hear_status(outcome);
    return outcome;
}

// True where a stream was cut and another one, begun where it ended, took its place.
bool Streamable::take_up(Listener& listener, Result<net::Response>& response, const Deadline& deadline) {
    if (response && !is_event_stream(response.value().status, media_type(response.value().headers))) return false;
    if (!response && response.error().fault != Fault::unavailable) return false;
    listener.begin_stream();
    if (listener.last_id().empty() || deadline.left_ms() <= listener.retry_ms()) return false;
    deadline.pause(std::chrono::milliseconds(listener.retry_ms()));
    if (deadline.is_over()) return false;
    auto resumed =
        talk_.transport.listen({.headers = {{"Last-Event-ID", listener.last_id()}}}, deadline, listener.on_body());
    // A server that offers no such stream has only cut the first one.
    if (resumed && (resumed.value().status == 405 || resumed.value().status == 400)) return false;
    response = std::move(resumed);
    return true;
}

void Streamable::cancel(std::int64_t id, std::string_view reason) {
    const Json params{{"requestId", id}, {"reason", reason}};
    [[maybe_unused]] const auto told = talk_.transport.post(notification_text("notifications/cancelled", params), {},
                                                            Deadline(cancel_post_timeout_ms));
}

}  // namespace parley::mcp
