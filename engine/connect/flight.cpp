#include "connect/flight.h"

namespace parley::connect {
namespace {

// The first failure costs nothing, for servers stumble; then one second, two, four ... a minute.
std::chrono::seconds pause_after(int failures) {
    constexpr std::chrono::seconds longest = Flight::memory / 2;
    if (failures < 2) return std::chrono::seconds(0);
    return std::min(longest, std::chrono::seconds(1 << std::min(failures - 2, 6)));
}

}  // namespace

Flight::Turn Flight::join(const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    if (!under_way_) {
        under_way_ = true;
        return Turn::lead;
    }
    const std::uint64_t before = landings_;
    const bool over = landed_.wait_until(lock, deadline.stop, deadline.at, [&] { return landings_ != before; });
    if (!over) return Turn::out_of_time;
    return last_end_ == End::failure ? Turn::failed : Turn::landed;
}

void Flight::land(End end, const Error& failure, Instant now) {
    const std::lock_guard lock(mutex_);
    under_way_ = false;
    ++landings_;
    last_end_ = end;
    switch (end) {
    case End::success: failures_ = 0; break;
    case End::failure:
        // A grant that is gone needs no pause: nothing is sent for it until there is another.
        if (now - failed_at_ > memory || failure.fault == Fault::reconnect) failures_ = 0;
        last_failure_ = failure;
        failed_at_ = now;
        next_try_ = now + pause_after(++failures_);
        break;
    case End::nothing: break;
    }
    landed_.notify_all();
}

Error Flight::last_failure() const {
    const std::lock_guard lock(mutex_);
    return last_failure_;
}

bool Flight::is_paused(Instant now) const {
    const std::lock_guard lock(mutex_);
    // A clock that was set back must not make the pause longer.
    return failures_ > 0 && now < next_try_ && now >= failed_at_;
}

std::optional<store::Credential> Flight::unsaved() const {
    const std::lock_guard lock(mutex_);
    return unsaved_;
}

void Flight::keep_unsaved(store::Credential credential) {
    const std::lock_guard lock(mutex_);
    unsaved_ = std::move(credential);
}

void Flight::drop_unsaved(std::int64_t generation) {
    const std::lock_guard lock(mutex_);
    if (unsaved_ && unsaved_->generation == generation) unsaved_.reset();
}

int Flight::refused(std::int64_t generation) {
    const std::lock_guard lock(mutex_);
    if (generation != refused_generation_) ++refusals_;
    refused_generation_ = generation;
    return refusals_;
}

void Flight::accepted() {
    const std::lock_guard lock(mutex_);
    refusals_ = 0;
}

}  // namespace parley::connect
