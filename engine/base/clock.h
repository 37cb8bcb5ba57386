#pragma once
#include "base/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace parley {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC.

// Handed in by main; tests and the demo hand in their own. Safe from several threads.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant now) : now_(now) {}
    Instant now() const override { return now_; }

private:
    Instant now_;
};

// "2026-11-21T02:48:00Z", or with .123 where there are milliseconds. Reads the same form, any offset, blank or T
// between.
std::string to_text(Instant instant);
Result<Instant> parse_instant(std::string_view text);

inline std::int64_t unix_seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}
inline Instant from_unix_seconds(std::int64_t seconds) {
    return Instant(std::chrono::seconds(seconds));
}

}  // namespace parley
