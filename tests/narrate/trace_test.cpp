#include "narrate/narrate.h"

#include <doctest/doctest.h>

using namespace parley;

namespace {

std::vector<narrate::Value> values(const std::vector<const char*>& texts) {
    std::vector<narrate::Value> made;
    for (const char* text : texts) {
        narrate::Value value;
        value.text = text;
        made.push_back(std::move(value));
    }
    return made;
}

}  // namespace

TEST_CASE("narrate: numbers that were handed over are traced") {
    struct {
        const char* text;
        std::vector<const char*> values;
    } const cases[] = {
        {"MRR was USD 48,210.00.", {"USD 48,210.00"}},
        {"It fell by 3.3 %, from USD 5.00 to USD 4.84.", {"3.3 %", "USD 5.00", "USD 4.84"}},
        {"5 of 10", {"5", "10"}},
        {"r = -0.82 over 12 months", {"-0.82", "12"}},
        {"The score was 4.25, and then 4.5.", {"4.25", "4.5"}},
        {"No number at all.", {}},
        {"", {}},
        {"At the end of Q3 2026 (30 Sep 2026)", {}},
        {"From 1 Jul to 30 Sep 2026, in Sep 2026, on 2026-09-30.", {}},
        {"week of 2026-09-14", {}},
        {"in 2026.", {}},
        {"It was more in 2026 than in 2025", {}},
        {"since 2024, and September 30, 2026", {}},
        {"(2026)", {}},
        {"FY26 and FY 2026.", {}},
        {"\"Top 10 customers\" had the highest", {}},
        {"\"Plan 2\", \"7 days\"", {}},
        {"for hour from \"09:00\" and hour before \"17:00\"", {}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(narrate::all_numbers_traced(c.text, values(c.values)));
    }
}

TEST_CASE("narrate: numbers from nowhere, or changed on the way, are not") {
    struct {
        const char* text;
        std::vector<const char*> values;
    } const cases[] = {
        {"MRR was USD 48,210.00.", {}},
        {"MRR was USD 48,210.00.", {"USD 48,210.01"}},
        {"MRR was USD 48,210.00.", {"48,210"}},
        {"MRR was USD 148,210.00.", {"48,210.00"}},
        {"MRR was USD 48,210.005", {"48,210.00"}},
        {"MRR was EUR 48,210.00.", {"USD 48,210.00"}},
        {"MRR was EUR 5", {"5"}},
        {"It fell by 5 %", {"5"}},
        {"It fell by 5%", {"5"}},
        {"It fell by 5 percent", {"5"}},
        {"The change was -5", {"5"}},
        {"5 million orders", {"5"}},
        {"5k orders", {"5"}},
        {"$5 orders", {"5"}},
        {"1,5 orders", {"5"}},
        {"2026 orders", {}},
        {"in 2026 orders came", {}},
        {"of 2026 customers", {}},
        {"32 Sep 2026", {}},
        {"0 Sep", {}},
        {"Q5 2026", {}},
        {"2026-13-01", {}},
        {"\"5000\" orders", {}},
        {"a ratio of 3:17", {}},
        {"at 109:00", {}},
        {"\"a\" 7 \"b\"", {}},
        {"12 months", {}},
        {"the first 3", {}},
        {"1e9", {"1"}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK_FALSE(narrate::all_numbers_traced(c.text, values(c.values)));
    }
}
