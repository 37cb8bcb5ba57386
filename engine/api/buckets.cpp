#include "api/buckets.h"

#include <algorithm>

namespace parley::api {
namespace {

constexpr std::int64_t one = 60'000;  // A minute in milliseconds.

}  // namespace

Buckets::Bucket& Buckets::of(const std::string& name, Instant now) {
    const auto found = by_name_.find(name);
    if (found != by_name_.end()) {
        buckets_.splice(buckets_.begin(), buckets_, found->second);
        return buckets_.front();
    }
    if (buckets_.size() >= entries_max_) {
        by_name_.erase(buckets_.back().name);
        buckets_.pop_back();
    }
    buckets_.push_front({name, per_minute_ * one, now, 0});
    by_name_[name] = buckets_.begin();
    return buckets_.front();
}

Buckets::Taken Buckets::take(const std::string& name, Instant now) {
    const std::lock_guard lock(mutex_);
    Bucket& bucket = of(name, now);
    // A minute fills it whatever was in it; a clock that was set back fills nothing, and takes nothing.
    const std::int64_t passed_ms = std::clamp<std::int64_t>((now - bucket.at).count(), 0, one);
    bucket.filled = std::min(bucket.filled + passed_ms * per_minute_, per_minute_ * one);
    bucket.at = now;
    if (bucket.filled < one) {
        ++bucket.missed;
        const std::int64_t missing_ms = (one - bucket.filled + per_minute_ - 1) / per_minute_;
        return {false, static_cast<int>((missing_ms + 999) / 1000), 0};
    }
    bucket.filled -= one;
    return {true, 0, std::exchange(bucket.missed, 0)};
}

std::size_t Buckets::size() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

}  // namespace parley::api
