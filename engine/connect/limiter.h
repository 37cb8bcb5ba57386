#pragma once
// So many calls at once under one key; more wait their turn, first come first served. Keys do not know of each other.
// For this room only; safe from several threads.

#include "base/deadline.h"
#include "base/result.h"

#include <list>
#include <map>
#include <string>

namespace parley::connect {

class Limiter {
public:
    explicit Limiter(int at_once) : at_once_(at_once) {}

    class Turn {
    public:
        Turn(Turn&& other) noexcept : limiter_(std::exchange(other.limiter_, nullptr)), key_(std::move(other.key_)) {}
        ~Turn();

    private:
        friend class Limiter;
        Turn(Limiter& limiter, std::string key) : limiter_(&limiter), key_(std::move(key)) {}
        Limiter* limiter_;
        std::string key_;
    };

    // Fault::over_limit where the turn does not come in time, Fault::unavailable "cancelled" where it is not waited
    // for.
    Result<Turn> wait(const std::string& key, const Deadline& deadline);

    int waiting(const std::string& key) const;  // For tests: nobody can see a queue from outside.

private:
    struct Waiter {
        std::condition_variable_any called;
        bool has_turn = false;
    };
    struct Line {
        int under_way = 0;
        std::list<Waiter> waiting;
    };
    void pass_on(const std::string& key);  // mutex_ is held.

    const int at_once_;
    mutable std::mutex mutex_;
    std::map<std::string, Line> lines_;  // Guarded by mutex_; only of keys under which something is under way.
};

}  // namespace parley::connect
