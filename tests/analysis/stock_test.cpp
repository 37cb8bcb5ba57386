#include "samples.h"

using namespace parley;
using namespace parley::samples;

namespace {

std::vector<analysis::Input> some_subscriptions() {
    return {input(offer, "subscriptions",
                  subscriptions({
                      {"2026-01-10T00:00:00Z", "", 12000, "DE", "basic"},
                      {"2026-01-20T00:00:00Z", "2026-03-05T00:00:00Z", 24000, "US", "pro"},
                      {"2026-02-01T00:00:00Z", "2026-02-20T00:00:00Z", 1200, "DE", "basic"},
                      {"2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", 3606, "US", "team"},
                  }))};
}

}  // namespace

TEST_CASE("analysis: a stock counts what is alive at the end of each bucket, at now in the running one") {
    auto months = plan({"subscriptions", "mrr", "largest", "plans"});
    months.grain = Grain::month;
    months.range = range("2026-01-01", "2026-05-01");
    CHECK(
        run(months, some_subscriptions(), setting("2026-06-10T12:00:00Z")) ==
        R"([["2026-01-01",2,30.0,240.0,2],["2026-02-01",2,30.0,240.0,2],["2026-03-01",2,13.0,120.0,2],["2026-04-01",1,10.0,120.0,1]])");
    // On 15 March the one that ended on the 5th is gone, and the one that ends on 1 April is still there.
    CHECK(run(months, some_subscriptions(), setting("2026-03-15T12:00:00Z")) ==
          R"([["2026-01-01",2,30.0,240.0,2],["2026-02-01",2,30.0,240.0,2],["2026-03-01",2,13.0,120.0,2]])");
    CHECK(run(months, some_subscriptions(), setting("2026-03-03T12:00:00Z")) ==
          R"([["2026-01-01",2,30.0,240.0,2],["2026-02-01",2,30.0,240.0,2],["2026-03-01",3,33.0,240.0,3]])");
}

TEST_CASE("analysis: the smallest, largest and average of what is alive are taken over all lives") {
    struct {
        const char* aggregate;
        const char* rows;
    } const cases[] = {
        {"min", R"([["2026-01-01",120.0],["2026-02-01",120.0],["2026-03-01",36.06],["2026-04-01",120.0]])"},
        {"max", R"([["2026-01-01",240.0],["2026-02-01",240.0],["2026-03-01",120.0],["2026-04-01",120.0]])"},
        {"avg", R"([["2026-01-01",180.0,2],["2026-02-01",180.0,2],["2026-03-01",78.03,2],["2026-04-01",120.0,1]])"},
        {"median", R"([["2026-01-01",180.0,2],["2026-02-01",180.0,2],["2026-03-01",78.03,2],["2026-04-01",120.0,1]])"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.aggregate);
        auto months = plan({"largest"});
        months.measures[0].aggregate = c.aggregate;
        months.grain = Grain::month;
        months.range = range("2026-01-01", "2026-05-01");
        CHECK(run(months, some_subscriptions(), setting("2026-06-10T12:00:00Z")) == c.rows);
    }
}

TEST_CASE("analysis: a stock without a period is what there is now") {
    struct {
        const char* now;
        const char* rows;
    } const cases[] = {
        {"2026-01-09T00:00:00Z", "[[0]]"}, {"2026-01-10T00:00:00Z", "[[1]]"}, {"2026-02-19T23:59:59Z", "[[3]]"},
        {"2026-02-20T00:00:00Z", "[[2]]"}, {"2026-03-31T23:59:59Z", "[[2]]"}, {"2026-04-01T00:00:00Z", "[[1]]"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.now);
        CHECK(run(plan({"subscriptions"}), some_subscriptions(), setting(c.now)) == c.rows);
    }
}

TEST_CASE("analysis: churn is what ended in the bucket over what was alive at its start") {
    auto months = plan({"churn"});
    months.grain = Grain::month;
    months.range = range("2026-01-01", "2026-05-01");
    CHECK(run(months, some_subscriptions(), setting("2026-06-10T12:00:00Z")) ==
          R"([["2026-01-01",null,0,0],["2026-02-01",0.5,1,2],["2026-03-01",0.5,1,2],["2026-04-01",0.5,1,2]])");
    months.grain.reset();
    CHECK(run(months, some_subscriptions(), setting("2026-06-10T12:00:00Z")) == "[[null,3,0]]");
    months.range = range("2026-02-01", "2026-05-01");
    CHECK(run(months, some_subscriptions(), setting("2026-06-10T12:00:00Z")) == "[[1.5,3,2]]");
}

TEST_CASE("analysis: a stock is cut into groups like anything else") {
    auto by_country = plan({"mrr"});
    by_country.group_by = {"country"};
    by_country.range = range("2026-02-01", "2026-03-01");
    CHECK(run(by_country, some_subscriptions(), setting("2026-06-10T12:00:00Z")) == R"([["US",20.0],["DE",10.0]])");
    by_country.grain = Grain::month;
    by_country.range = range("2026-02-01", "2026-05-01");
    CHECK(run(by_country, some_subscriptions(), setting("2026-06-10T12:00:00Z")) ==
          R"([["2026-02-01","DE",10.0],["2026-02-01","US",20.0],["2026-03-01","DE",10.0],["2026-03-01","US",3.0],)"
          R"(["2026-04-01","DE",10.0],["2026-04-01","US",0.0]])");
}
