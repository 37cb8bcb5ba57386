#include "ask/windows.h"

#include "base/text.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::ask;

namespace {

planner::Dataset sales(int longest_range_days, bool pushes_range = true) {
    planner::Dataset dataset;
    dataset.name = "sales";
    dataset.longest_range_days = longest_range_days;
    dataset.pushes_range = pushes_range;
    return dataset;
}

std::string written(const Windows& windows) {
    std::vector<std::string> all;
    for (const auto& [start, end] : windows.all) {
        all.push_back(cat(start ? start->text() : "*", "..", end ? end->text() : "*"));
    }
    return join(all, " ");
}

}  // namespace

TEST_CASE("ask: a range longer than the vendor allows is cut in pieces, the newest first") {
    const Day start = Day::of(2026, 9, 1);
    const Day end = Day::of(2026, 10, 1);
    struct {
        planner::Dataset dataset;
        Window wanted;
        const char* pieces;
        bool is_complete;
    } const cases[] = {
        {sales(0), {start, end}, "2026-09-01..2026-10-01", true},
        {sales(30), {start, end}, "2026-09-01..2026-10-01", true},
        {sales(31), {start, end}, "2026-09-01..2026-10-01", true},
        {sales(29), {start, end}, "2026-09-02..2026-10-01 2026-09-01..2026-09-02", true},
        {sales(15), {start, end}, "2026-09-16..2026-10-01 2026-09-01..2026-09-16", true},
        {sales(20), {start, end}, "2026-09-11..2026-10-01 2026-09-01..2026-09-11", true},
        {sales(7, false), {start, end}, "2026-09-01..2026-10-01", true},
        {sales(7), {start, std::nullopt}, "2026-09-01..*", true},
        {sales(7), {std::nullopt, std::nullopt}, "*..*", true},
        {sales(7), {end, start}, "2026-10-01..2026-09-01", true},
        {sales(200), {std::nullopt, end}, "2026-03-15..2026-10-01 2025-09-30..2026-03-15", false},
        {sales(400), {std::nullopt, end}, "2025-09-30..2026-10-01", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.pieces);
        const Windows windows = windows_of(c.dataset, c.wanted);
        CHECK(written(windows) == c.pieces);
        CHECK(windows.left_out.empty() == c.is_complete);
    }
}

TEST_CASE("ask: a range of too many pieces says from where on it was read") {
    const Windows windows = windows_of(sales(1), {Day::of(2025, 1, 1), Day::of(2026, 10, 1)});
    CHECK(windows.all.size() == 400);
    CHECK(windows.all.front().start == Day::of(2026, 9, 30));
    CHECK(windows.left_out == "sales can be asked only in pieces and were read from 2025-08-27 on");
    CHECK(windows_of(sales(1), {Day::of(2025, 8, 27), Day::of(2026, 10, 1)}).left_out == "");
}
