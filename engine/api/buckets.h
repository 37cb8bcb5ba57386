#pragma once
// Token buckets by name: so many a minute, and as many at once as a minute holds. In memory, of this process alone.
// Bounded: the one that was unused for longest goes first, and would begin anew. Safe from several threads.

#include "base/clock.h"
#include "base/limits.h"

#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

namespace parley::api {

class Buckets {
public:
    explicit Buckets(int per_minute, std::size_t entries_max = limits::rate_entries)
        : per_minute_(per_minute), entries_max_(entries_max) {}

    struct Taken {
        bool ok = false;
        int wait_s = 0;           // Where not: until there is one again, rounded up.
        std::int64_t missed = 0;  // Where it is: how many were refused since the one before.
    };
    Taken take(const std::string& name, Instant now);

    std::size_t size() const;

private:
    struct Bucket {
        std::string name;
        std::int64_t filled = 0;  // In 60,000ths, so that a millisecond adds a whole number of them.
        Instant at;
        std::int64_t missed = 0;
    };
    Bucket& of(const std::string& name, Instant now);  // mutex_ is held.

    const int per_minute_;
    const std::size_t entries_max_;
    mutable std::mutex mutex_;
    std::list<Bucket> buckets_;  // Guarded by mutex_, as what follows: the last used first.
    std::unordered_map<std::string, std::list<Bucket>::iterator> by_name_;
};

}  // namespace parley::api
