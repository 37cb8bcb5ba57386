#pragma once
// Stops asking a server that has failed several times in a row, so that one dead vendor does not hold up every
// question. For this room only; safe from several threads.

#include "base/clock.h"

#include <map>
#include <mutex>
#include <string>

namespace parley::connect {

class Breaker {
public:
    static constexpr int failures_max = 5;
    static constexpr std::chrono::seconds pause{30};

    // False while it is open. When the pause is over one caller is let through, and the next waits for what comes of
    // it.
    bool lets_through(const std::string& key, Instant now) {
        const std::lock_guard lock(mutex_);
        const auto found = lines_.find(key);
        if (found == lines_.end() || found->second.failures < failures_max) return true;
        if (now < found->second.open_until) return false;
        found->second.open_until = now + pause;
        return true;
    }

    void succeeded(const std::string& key) {
        const std::lock_guard lock(mutex_);
        lines_.erase(key);
    }

    void failed(const std::string& key, Instant now) {
        const std::lock_guard lock(mutex_);
        Line& line = lines_[key];
        ++line.failures;
        line.open_until = now + pause;
    }

private:
    struct Line {
        int failures = 0;
        Instant open_until;
    };

    std::mutex mutex_;
    std::map<std::string, Line> lines_;  // Guarded by mutex_; only of servers that have failed lately.
};

}  // namespace parley::connect
