#include "base/json.h"
#include "planner/dates/dates.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

namespace {

using parley::Day;
using parley::Json;

bool same(const Json& wanted, const std::optional<parley::planner::dates::Found>& found) {
    const auto text = [](const std::optional<Day>& day) { return day ? Json(day->text()) : Json(); };
    return found && parley::at_or_null(wanted, "start") == text(found->start) &&
           parley::at_or_null(wanted, "end") == text(found->end);
}

bool is_right(const Json& item, const parley::Calendar& calendar) {
    const Day today = Day::parse(parley::text_at(item, "reference_time").substr(0, 10)).value();
    const auto found = parley::planner::dates::find_range(parley::text_at(item, "text"), today, calendar);
    if (same(parley::at_or_null(item, "expected"), found)) return true;
    const Json& others = parley::at_or_null(item, "accept");
    if (!others.is_array()) return false;
    return std::any_of(others.begin(), others.end(), [&](const Json& other) { return same(other, found); });
}

}  // namespace

// A floor against getting worse, measured when it was set; it is no aim. The sets' core items, any accepted reading.
TEST_CASE("dates: the public sets stay above their floor") {
    constexpr double floor = 0.87;
    const auto folder = std::filesystem::path(PARLEY_SOURCE_DIR) / "../shared/eval/dev";
    const parley::Calendar calendar;
    int items = 0;
    int right = 0;
    int missing = 0;
    for (const char* name : {"dates_recognizers.jsonl", "dates_duckling.jsonl", "dates_chrono.jsonl"}) {
        std::ifstream in(folder / name);
        if (!in) ++missing;
        for (std::string line; std::getline(in, line);) {
            const auto item = parley::parse_json(line);
            REQUIRE(item);
            if (!parley::flag_at(parley::at_or_null(item.value(), "meta"), "core", false)) continue;
            ++items;
            right += is_right(item.value(), calendar) ? 1 : 0;
        }
    }
    if (missing > 0) MESSAGE("sets that are not on this machine: " << missing << " of 3");
    if (items == 0) return;
    MESSAGE(right << " of " << items << " core items");
    CHECK(static_cast<double>(right) >= floor * items);
}
