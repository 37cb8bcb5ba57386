#include "net/stream_ends.h"

#include <algorithm>

namespace parley::net {
namespace {

constexpr int wait_ms = 10;  // A new connection over TLS costs more than that.
constexpr int passed_over_max = 64;

}  // namespace

int StreamEnds::patience_ms(const std::string& origin) {
    const std::lock_guard lock(mutex_);
    const auto found = streaks_.find(origin);
    if (found == streaks_.end()) return wait_ms;
    return found->second.passed_over++ < found->second.to_pass_over ? 0 : wait_ms;
}

void StreamEnds::came(const std::string& origin) {
    const std::lock_guard lock(mutex_);
    streaks_.erase(origin);
}

void StreamEnds::did_not_come(const std::string& origin) {
    const std::lock_guard lock(mutex_);
    const auto [at, is_first] = streaks_.try_emplace(origin);
    if (!is_first) at->second.to_pass_over = std::min(at->second.to_pass_over * 2, passed_over_max);
    at->second.passed_over = 0;
}

}  // namespace parley::net
