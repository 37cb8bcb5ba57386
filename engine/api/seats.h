#pragma once
// How many requests may wait for vendors at once: each organization has so many, and all together no more than leaves
// threads for everybody else. Nobody waits for a seat. Safe from several threads.

#include "base/ids.h"

#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace parley::api {

class Seats {
public:
    Seats(int of_each, int of_all) : of_each_(of_each), of_all_(of_all) {}
    Seats(const Seats&) = delete;
    Seats& operator=(const Seats&) = delete;

    // Free again when it goes. The seats outlive it.
    class Seat {
    public:
        Seat(Seat&& other) noexcept : seats_(std::exchange(other.seats_, nullptr)), org_(std::move(other.org_)) {}
        Seat& operator=(Seat&&) = delete;
        ~Seat();

    private:
        friend class Seats;
        Seat(Seats& seats, OrgId org) : seats_(&seats), org_(std::move(org)) {}
        Seats* seats_;
        OrgId org_;
    };
    std::optional<Seat> take(const OrgId& org);

private:
    const int of_each_;
    const int of_all_;
    std::mutex mutex_;
    std::map<OrgId, int> taken_;  // Guarded by mutex_; only of organizations that hold one.
    int all_ = 0;                 // Guarded by mutex_.
};

}  // namespace parley::api
