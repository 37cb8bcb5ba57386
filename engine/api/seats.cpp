#include "api/seats.h"

namespace parley::api {

std::optional<Seats::Seat> Seats::take(const OrgId& org) {
    const std::lock_guard lock(mutex_);
    if (all_ >= of_all_) return std::nullopt;
    int& own = taken_[org];
    if (own >= of_each_) return std::nullopt;
    ++own;
    ++all_;
    return Seat(*this, org);
}

Seats::Seat::~Seat() {
    if (!seats_) return;
    const std::lock_guard lock(seats_->mutex_);
    const auto own = seats_->taken_.find(org_);
    if (--own->second == 0) seats_->taken_.erase(own);
    --seats_->all_;
}

}  // namespace parley::api
