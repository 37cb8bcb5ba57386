#include "mcp/subscription.h"

#include "base/limits.h"
#include "base/text.h"
#include "mcp/judge.h"
#include "mcp/listener.h"
#include "mcp/modern.h"

namespace parley::mcp {
namespace {

struct Kind {
    Subscription::Notice notice;
    const char* wish;
    const char* method;
};
constexpr Kind kinds[] = {
    {Subscription::Notice::tools_changed, "toolsListChanged", "notifications/tools/list_changed"},
    {Subscription::Notice::prompts_changed, "promptsListChanged", "notifications/prompts/list_changed"},
    {Subscription::Notice::resources_changed, "resourcesListChanged", "notifications/resources/list_changed"}};

std::string wishes(const std::set<Subscription::Notice>& wanted) {
    Json filter = Json::object();
    for (const auto& kind : kinds) {
        if (wanted.count(kind.notice) > 0) filter[kind.wish] = true;
    }
    return cat(R"("notifications":)", dump(filter));
}

bool is_of(std::int64_t id, const Json& message) {
    const Json& meta = at_or_null(at_or_null(message, "params"), "_meta");
    return at_or_null(meta, "io.modelcontextprotocol/subscriptionId") == id;
}

}  // namespace

Subscription::Subscription(net::Http& http, net::SafeUrl endpoint, std::optional<Secret> token,
                           std::string authorization_header)
    : talk_(http, std::move(endpoint), Credential{std::move(authorization_header), std::move(token)}, nullptr) {
    talk_.transport.set_protocol_version(std::string(modern_version()));
}

Result<Done> Subscription::pump(const std::set<Notice>& wanted, const OnNotice& on_notice, int timeout_ms,
                                std::stop_token stop) {
    const Deadline deadline(timeout_ms, std::move(stop));
    bool is_again = false;
    for (int lost = 0; !deadline.is_over();) {
        auto round = listen(wanted, on_notice, is_again, deadline);
        if (deadline.is_over()) return Done{};
        if (!round) return std::move(round).error();
        if (round.value().heard == Heard::ended) return Done{};
        is_again = is_again || round.value().heard == Heard::acknowledged;
        lost = round.value().heard == Heard::acknowledged ? 1 : lost + 1;
        if (lost > limits::stream_resumes) {
            return Error{Fault::unavailable, "The vendor's server keeps closing the stream of its notices.", ""};
        }
        deadline.pause(std::chrono::milliseconds(std::min(round.value().retry_ms, deadline.left_ms())));
    }
    return Done{};
}

// One stream. Nothing counts before the server has acknowledged it, nor what belongs to another one.
Result<Subscription::Round> Subscription::listen(const std::set<Notice>& wanted, const OnNotice& on_notice,
                                                 bool is_again, const Deadline& deadline) {
    const auto id = ++talk_.last_id;
    Round round;
    Listener listener(talk_.transport, id, [&](const Json& message) {
        if (!is_of(id, message)) return true;
        const auto method = text_at(message, "method");
        if (method == "notifications/subscriptions/acknowledged" && round.heard == Heard::nothing) {
            round.heard = Heard::acknowledged;
            for (const auto notice : wanted) {
                if (is_again) on_notice(notice);
            }
        }
        for (const auto& kind : kinds) {
            const bool counts = round.heard == Heard::acknowledged && wanted.count(kind.notice) > 0;
            if (counts && method == kind.method) on_notice(kind.notice);
        }
        return true;
    });
    const Ask ask{.method = "subscriptions/listen", .params = wishes(wanted)};
    auto response = talk_.transport.post(request_text(id, ask, modern_meta(modern_version(), talk_.capabilities)),
                                         {{"Mcp-Method", std::string(ask.method)}}, deadline, listener.on_body());
    const bool was_stream = listener.hears_events();
    listener.begin_stream();
    round.retry_ms = listener.retry_ms();
    // A stream that breaks off is lost; a server that cannot be reached is another matter.
    if (!response) return was_stream ? Result<Round>(round) : std::move(response).error();
    auto outcome = listener.finish(std::move(response).value());
    if (outcome.message.is_null() && is_event_stream(outcome.status, outcome.type)) return round;
    PARLEY_TRY([[maybe_unused]] const Json result, result_of(std::move(outcome)));
    round.heard = Heard::ended;
    return round;
}

}  // namespace parley::mcp
