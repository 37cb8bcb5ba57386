#pragma once
// How long somebody waits for something that others do: to a moment, or until told to stop. Handed down whole, so that
// the parts of a call share one end.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <stop_token>

namespace parley {

struct Deadline {
    using Time = std::chrono::steady_clock;

    Deadline() = default;  // Waits for ever.
    explicit Deadline(int timeout_ms, std::stop_token until = {})
        : Deadline(Time::now() + std::chrono::milliseconds(timeout_ms), std::move(until)) {}
    explicit Deadline(Time::time_point moment, std::stop_token until = {}) : at(moment), stop(std::move(until)) {}

    int left_ms() const {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(at - Time::now()).count();
        return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
    }
    bool is_past() const { return left_ms() == 0; }
    bool is_over() const { return stop.stop_requested() || is_past(); }

    Deadline at_most(std::chrono::milliseconds length) const {
        return Deadline(std::min(at, Time::now() + length), stop);
    }

    // A pause between two tries, to the millisecond; shorter where the waiting ends before.
    void pause(std::chrono::milliseconds length) const {
        std::mutex mutex;
        std::condition_variable_any nobody;
        std::unique_lock lock(mutex);
        nobody.wait_until(lock, stop, std::min(at, Time::now() + length), [] { return false; });
    }

    Time::time_point at = Time::time_point::max();
    std::stop_token stop = {};
};

}  // namespace parley
