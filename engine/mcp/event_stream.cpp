#include "mcp/event_stream.h"

#include "base/limits.h"
#include "base/text.h"
#include "mcp/handshake.h"
#include "mcp/judge.h"

#include <algorithm>

namespace parley::mcp {
namespace {

constexpr int first_event_timeout_ms = 5'000;
constexpr int notice_timeout_ms = 5'000;
constexpr int cancel_timeout_ms = 500;

}  // namespace

Result<Done> EventStream::begin(const Deadline& deadline) {
    reader_.reset();
    url_.reset();
    // Neither belongs to this era.
    talk_.transport.set_session_id("");
    talk_.transport.set_protocol_version("");
    reader_ = std::make_unique<EventReader>(talk_);
    auto url = reader_->endpoint(Deadline(std::min(first_event_timeout_ms, deadline.left_ms()), deadline.stop));
    if (url) {
        url_ = std::move(url).value();
        return Done{};
    }
    if (reader_->is_open()) return std::move(url).error();
    PARLEY_TRY(auto outcome, reader_->ending());
    talk_.hear_status(outcome);
    const auto result = result_of(std::move(outcome));
    return result ? std::move(url).error() : result.error();
}

Result<Done> EventStream::open(const Deadline& deadline) {
    PARLEY_TRY([[maybe_unused]] const auto begun, begin(deadline));
    const auto greet = [&](std::string_view version) {
        return exchange({.method = "initialize", .params = initialize_params(version, talk_.capabilities)}, deadline);
    };
    PARLEY_TRY(auto outcome, greet(newest_version()));
    const auto other = version_offered(error_of(outcome));
    if (!other.empty() && other != newest_version()) {
        PARLEY_TRY(outcome, greet(other));
    }
    PARLEY_TRY(const Json result, result_of(std::move(outcome)));
    PARLEY_TRY([[maybe_unused]] const auto version, take_over(result, talk_.info));
    return tell(notification_text("notifications/initialized"),
                Deadline(std::min(notice_timeout_ms, deadline.left_ms()), deadline.stop));
}

// Everything that is asked is a read, so what was lost with its stream is asked again, once.
Result<Outcome> EventStream::ask(const Ask& ask, const Deadline& deadline) {
    if (!reader_ || !reader_->is_open()) {
        PARLEY_TRY([[maybe_unused]] const auto opened, open(deadline));
    }
    PARLEY_TRY(auto outcome, exchange(ask, deadline));
    const bool lost = outcome.end == Outcome::End::cut || outcome.status == 404;
    if (!lost || deadline.is_over()) return outcome;
    PARLEY_TRY([[maybe_unused]] const auto again, open(deadline));
    return exchange(ask, deadline);
}

Result<Outcome> EventStream::exchange(const Ask& ask, const Deadline& deadline) {
    const auto id = ++talk_.last_id;
    reader_->expect(id);
    auto posted = talk_.transport.post_to(*url_, request_text(id, ask), deadline);
    if (!posted && deadline.is_over()) return give_up(id, deadline);
    PARLEY_TRY(auto response, std::move(posted));
    auto outcome = outcome_of(std::move(response));
    talk_.hear_status(outcome);
    if (outcome.status < 200 || outcome.status >= 300) return outcome;
    // Usually "202, it will come on the stream"; some answer here.
    if (auto message = parse_json(outcome.body); message && at_or_null(message.value(), "id") == id) {
        outcome.message = std::move(message).value();
        return outcome;
    }
    return await(id, deadline);
}

Result<Outcome> EventStream::await(std::int64_t id, const Deadline& deadline) {
    for (;;) {
        auto heard = reader_->next(deadline);
        if (heard.message.is_null()) {
            if (deadline.is_over()) return give_up(id, deadline);
            return reader_->ending();
        }
        if (heard.message.contains("method")) {
            [[maybe_unused]] const auto told = tell(answer_text(talk_, heard.message), deadline);
            continue;
        }
        Outcome outcome;
        outcome.status = 200;
        outcome.bytes = heard.bytes;
        outcome.message = std::move(heard.message);
        return outcome;
    }
}

Result<Outcome> EventStream::give_up(std::int64_t id, const Deadline& deadline) {
    const bool stopped = deadline.stop.stop_requested();
    const Json params{{"requestId", id}, {"reason", stopped ? "Nobody waits for it any more." : "It took too long."}};
    [[maybe_unused]] const auto told =
        tell(notification_text("notifications/cancelled", params), Deadline(cancel_timeout_ms));
    if (stopped) return Error{Fault::unavailable, "The request was cancelled.", ""};
    return Error{Fault::unavailable, cat(talk_.transport.endpoint().host(), " did not answer in time."), ""};
}

Result<Done> EventStream::tell(std::string text, const Deadline& deadline) {
    PARLEY_TRY(auto response, talk_.transport.post_to(*url_, std::move(text), deadline));
    const auto outcome = outcome_of(std::move(response));
    talk_.hear_status(outcome);
    return accepted(outcome);
}

}  // namespace parley::mcp
