#pragma once
// Stops asking a server that has failed several times in a row, so that one dead vendor does not hold up every
// question. After a pause one caller at a time tries whether it is back. For this room only; safe from several threads.

#include "base/clock.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace parley::connect {

class Breaker {
public:
    static constexpr int failures_max = 5;
    static constexpr std::chrono::seconds pause{30};

    // Leave to ask a server. Dropped without a word (somebody changed their mind) it says nothing about the server, and
    // the next caller may try.
    class Leave {
    public:
        void succeeded();
        void failed(Instant now);
        Leave(Leave&& other) noexcept
            : breaker_(std::exchange(other.breaker_, nullptr)), key_(std::move(other.key_)), probe_(other.probe_) {}
        ~Leave();

    private:
        friend class Breaker;
        Leave(Breaker& breaker, std::string key, std::uint64_t probe)
            : breaker_(&breaker), key_(std::move(key)), probe_(probe) {}
        Breaker* breaker_;
        std::string key_;
        std::uint64_t probe_;
    };

    // Nothing where the server is left alone, or where somebody is finding out whether it is back.
    std::optional<Leave> ask(const std::string& key, Instant now);
    // Whether ask() would say no, without asking: for callers that still have to wait for something else.
    bool is_closed_to(const std::string& key, Instant now) const;
    void forget(const std::string& key);  // A person has put the connection right, or removed it.

private:
    struct Line {
        int failures = 0;
        Instant open_until;
        std::uint64_t probe = 0;  // Who is finding out; 0: nobody.
    };
    static bool is_closed(const Line& line, Instant now) {
        return line.failures >= failures_max && (now < line.open_until || line.probe != 0);
    }

    mutable std::mutex mutex_;
    std::map<std::string, Line> lines_;  // Guarded by mutex_, as the rest; only of servers that have failed lately.
    std::uint64_t probes_ = 0;
};

}  // namespace parley::connect
