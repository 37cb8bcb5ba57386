#include "base/json.h"
#include "planner/dates/dates.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

using parley::Day;
using parley::Json;
using parley::planner::dates::Lean;

bool same(const Json& wanted, const std::optional<parley::planner::dates::Found>& found) {
    const auto text = [](const std::optional<Day>& day) { return day ? Json(day->text()) : Json(); };
    return found && parley::at_or_null(wanted, "start") == text(found->start) &&
           parley::at_or_null(wanted, "end") == text(found->end);
}

bool is_right(const Json& item, const parley::Calendar& calendar, Lean lean) {
    const Day today = Day::parse(parley::text_at(item, "reference_time").substr(0, 10)).value();
    const auto found = parley::planner::dates::find_range(parley::text_at(item, "text"), today, calendar, lean);
    if (same(parley::at_or_null(item, "expected"), found)) return true;
    const Json& others = parley::at_or_null(item, "accept");
    if (!others.is_array()) return false;
    return std::any_of(others.begin(), others.end(), [&](const Json& other) { return same(other, found); });
}

struct Tally {
    int items = 0;
    int right = 0;
    double share() const { return items == 0 ? 1.0 : static_cast<double>(right) / items; }
};

struct Wanted {
    std::vector<std::string> names;
    Lean lean = Lean::open;
    bool core_only = true;
    double floor = 0.0;
};

Tally tally_of(const Wanted& wanted) {
    const auto folder = std::filesystem::path(PARLEY_SOURCE_DIR) / "../shared/eval/dev";
    const parley::Calendar calendar;
    Tally tally;
    for (const std::string& name : wanted.names) {
        std::ifstream in(folder / name);
        if (!in) MESSAGE("not on this machine: " << name);
        for (std::string line; std::getline(in, line);) {
            const auto item = parley::parse_json(line);
            REQUIRE(item);
            const bool core = parley::flag_at(parley::at_or_null(item.value(), "meta"), "core", false);
            if (wanted.core_only && !core) continue;
            ++tally.items;
            tally.right += is_right(item.value(), calendar, wanted.lean) ? 1 : 0;
        }
    }
    return tally;
}

}  // namespace

// Floors against getting worse, a little below what was measured; they are no aims. Any accepted reading counts. Open
// is how `parley eval dates` reads a phrase that is only written down, past is how a question is read.
TEST_CASE("dates: the public sets stay above their floors") {
    const std::string recognizers = "dates_recognizers.jsonl";
    const std::string duckling = "dates_duckling.jsonl";
    const std::string chrono = "dates_chrono.jsonl";
    const Wanted cases[] = {
        {{recognizers, duckling}, Lean::open, true, 0.96},
        {{recognizers, duckling, chrono}, Lean::past, true, 0.94},
        {{recognizers, duckling, chrono}, Lean::open, false, 0.89},
        {{recognizers}, Lean::open, false, 0.91},
        {{duckling}, Lean::open, false, 0.85},
        {{chrono}, Lean::open, false, 0.86},
    };
    for (const auto& wanted : cases) {
        const Tally tally = tally_of(wanted);
        CAPTURE(wanted.names.front());
        const std::string what = wanted.core_only ? " core items" : " items";
        MESSAGE(tally.right << " of " << tally.items << what);
        CHECK(tally.share() >= wanted.floor);
    }
}
