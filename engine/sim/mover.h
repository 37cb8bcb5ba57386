#pragma once
// Moves a recorded reply in time by whole days. Days in ISO 8601 are known by their form, wherever they stand; numbers
// only where the plugin makes times of them.

#include "base/calendar.h"
#include "base/json.h"
#include "base/table.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parley::sim {

inline constexpr std::int64_t seconds_per_day = 86'400;
inline constexpr std::size_t day_bytes = 10;  // 2026-09-01

struct DayAt {
    std::size_t at = 0;  // Of day_bytes characters.
    Day day;
};
// Every "2026-09-01" in the text that is no part of a longer number.
std::vector<DayAt> days_in(std::string_view text);

class Mover {
public:
    Mover() = default;
    // The table that the plugin makes of the reply: its times are the numbers to look for.
    explicit Mover(const Table& table);

    Json moved(const Json& value, int days) const;
    std::string moved_text(std::string text, int days) const;

private:
    bool is_time(std::int64_t seconds) const;
    void move_digits(std::string& text, int days) const;

    std::set<std::int64_t> seconds_;
    std::set<std::int64_t> days_;
};

}  // namespace parley::sim
