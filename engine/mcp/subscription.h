#pragma once
// Notices of a modern server (subscriptions/listen): a long stream, heard by whoever lends it a thread. Nothing in the
// product needs it: a session lists its tools anew when their time to live is over.

#include "mcp/talk.h"

#include <functional>
#include <memory>
#include <set>

namespace parley::mcp {

class Subscription {
public:
    enum class Notice { tools_changed, prompts_changed, resources_changed };
    using OnNotice = std::function<void(Notice)>;

    // http outlives the subscription. Header and token as for Session::open.
    Subscription(net::Http& http, net::SafeUrl endpoint, std::optional<Secret> token,
                 std::string authorization_header = "Bearer");

    // Hears until stop is asked for, the time is over, or the server ends the subscription by itself: Done. A stream
    // that is lost is asked for again; what went by meanwhile nobody knows, so each wanted notice is then given once.
    // An error where the server does not have it, or keeps losing it. on_notice is called from this thread.
    Result<Done> pump(const std::set<Notice>& wanted, const OnNotice& on_notice, int timeout_ms, std::stop_token stop);

private:
    enum class Heard { nothing, acknowledged, ended };
    struct Round {
        Heard heard = Heard::nothing;
        int retry_ms = 0;
    };
    Result<Round> listen(const std::set<Notice>& wanted, const OnNotice& on_notice, bool is_again,
                         const Deadline& deadline);

    Talk talk_;
};

}  // namespace parley::mcp
