// A pinned plan keeps its date phrase; a refresh must read it as the planner did.
#include "compact.h"
#include "offers.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

TEST_CASE("planner: a plan's date phrase by itself means what it meant in the question") {
    const Context context = context_on(Day::of(2026, 11, 21));
    const auto offers = three_offers();
    for (const std::string question : {
             "What was MRR last quarter?",
             "revenue this month",
             "revenue this quarter by country",
             "revenue since June",
             "revenue before May",
             "revenue in the past 30 days",
             "revenue last 12 months by month",
             "revenue from March to May",
             "revenue yesterday",
             "How did the shipping theme trend after the policy change?",
             "How many mentions before the policy change?",
             "revenue growth",
             "revenue by day",
             "revenue by week",
             "revenue by month",
             "revenue by quarter",
             "revenue by year",
             "revenue compared to last month",
             "revenue vs last year",
             "revenue month over month",
         }) {
        CAPTURE(question);
        const auto decision = plan(question, offers, context);
        const auto* decided = std::get_if<Plan>(&decision);
        CAPTURE(compact(decision));
        REQUIRE(decided);
        if (!decided->range) continue;
        CAPTURE(decided->range->phrase);
        const auto again = read_range(decided->range->phrase, context);
        REQUIRE(again);
        CHECK((again->start ? again->start->text() : "") ==
              (decided->range->start ? decided->range->start->text() : ""));
        CHECK((again->end ? again->end->text() : "") == (decided->range->end ? decided->range->end->text() : ""));
        CHECK(again->reading == decided->range->reading);
        CHECK(again->phrase == decided->range->phrase);
    }
}

TEST_CASE("planner: a date phrase moves with the day, and an end that has not come is today's") {
    struct {
        const char *phrase, *start, *end;
    } const cases[] = {
        {"last quarter", "2026-10-01", "2027-01-01"},
        {"this month", "2027-02-01", "2027-02-10"},
        {"after the policy change", "2026-06-01", "2027-02-10"},
        {"before the policy change", "", "2026-06-01"},
        {"since June", "2026-06-01", "2027-02-10"},
        {"yesterday", "2027-02-08", "2027-02-09"},
    };
    const Context context = context_on(Day::of(2027, 2, 9));
    for (const auto& c : cases) {
        CAPTURE(c.phrase);
        const auto range = read_range(c.phrase, context);
        REQUIRE(range);
        CHECK((range->start ? range->start->text() : "") == c.start);
        CHECK((range->end ? range->end->text() : "") == c.end);
    }
    for (const char* none : {"", "the policy change", "after the merger", "revenue"}) {
        CAPTURE(none);
        CHECK_FALSE(read_range(none, context));
    }
}
