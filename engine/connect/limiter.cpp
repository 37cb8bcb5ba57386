#include "connect/limiter.h"

#include <utility>

namespace parley::connect {

Result<Limiter::Turn> Limiter::wait(const std::string& key, const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    Line& line = lines_[key];  // Stays where it is while anybody is under way or waiting.
    if (line.under_way < at_once_) {
        ++line.under_way;
        return Turn(*this, key);
    }
    const auto own = line.waiting.emplace(line.waiting.end());
    own->called.wait_until(lock, deadline.stop, deadline.at, [&] { return own->has_turn; });
    const bool has_turn = own->has_turn;
    line.waiting.erase(own);
    if (has_turn && !deadline.stop.stop_requested()) return Turn(*this, key);
    if (has_turn) pass_on(key);
    if (deadline.stop.stop_requested()) return Error{Fault::unavailable, "The question was cancelled.", "cancelled"};
    return Error{Fault::over_limit, "Too many questions to this source are under way: ask again in a moment.",
                 "waited for a turn"};
}

int Limiter::waiting(const std::string& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = lines_.find(key);
    return found == lines_.end() ? 0 : static_cast<int>(found->second.waiting.size());
}

// The turn goes to the longest waiting by hand, so that nobody who comes by just now takes it.
void Limiter::pass_on(const std::string& key) {
    const auto found = lines_.find(key);
    Line& line = found->second;
    for (auto& waiter : line.waiting) {
        if (waiter.has_turn) continue;
        waiter.has_turn = true;
        waiter.called.notify_one();
        return;
    }
    if (--line.under_way == 0 && line.waiting.empty()) lines_.erase(found);
}

Limiter::Turn::~Turn() {
    if (!limiter_) return;
    const std::lock_guard lock(limiter_->mutex_);
    limiter_->pass_on(key_);
}

}  // namespace parley::connect
