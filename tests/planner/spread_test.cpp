// How values are spread: which questions ask for ranges, and which only share a word with those.
#include "compact.h"
#include "offers.h"
#include "planner/words/plan_words.h"
#include "saturday.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

namespace {

Plan planned(const std::string& question) {
    const auto decision = plan(question, three_offers(), context_on(saturday));
    const auto* made = std::get_if<Plan>(&decision);
    return made ? *made : Plan{};
}

bool says(const Plan& made, std::string_view words) {
    return std::any_of(made.notes.begin(), made.notes.end(),
                       [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("planner: a distribution over nothing but values is a histogram") {
    struct {
        const char* question;
        double width;  // 0: none said; less: no histogram.
    } const cases[] = {
        {"distribution of gross volume last quarter", 0},
        {"histogram of refunds last month", 0},
        {"show me the distribution of refunds", 0},
        {"how are refunds distributed?", 0},
        {"gross volume in buckets of 50", 50},
        {"gross volume last month in ranges of 1,000", 1000},
        {"refunds in bins of 10 this year", 10},
        {"distribution of gross volume by country", -1},
        {"distribution of gross volume per month", -1},
        {"histogram of failed payments", -1},
        {"distribution of the open rate", -1},
        {"gross volume last quarter", -1},
        {"how did gross volume spread over the months?", -1},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        const Plan made = planned(c.question);
        REQUIRE(!made.steps.empty());
        CHECK(is_histogram(made) == (c.width >= 0));
        if (c.width > 0) CHECK(made.bins->width == c.width);
        if (c.width == 0) CHECK(!made.bins->width);
    }
    CHECK(says(planned("histogram of refunds last month"), "each range counts from its lower end"));
    CHECK(!says(planned("show refunds last month as a histogram"), "is not available"));
    CHECK(says(planned("histogram of failed payments"), "no size of single rows"));
}

TEST_CASE("planner: ranges of a histogram are kept, said and checked") {
    const Plan made = planned("gross volume last month in buckets of 50");
    const Plan again = plan_from_json(Json(to_json(made))).value();
    CHECK(again.bins->width == 50.0);
    CHECK(to_json(again) == to_json(made));
    CHECK(!to_json(planned("gross volume last month")).contains("bins"));
    bool said = false;
    for (const auto& slot : slots_in_words(made, three_offers()))
        said = said || slot.text == "spread over ranges of 50";
    CHECK(said);
    for (const char* const wrong : {R"({"width":0})", R"({"width":"wide"})", "[]"}) {
        CAPTURE(wrong);
        Json json(to_json(made));
        json["bins"] = Json::parse(wrong);
        CHECK(!plan_from_json(json));
    }
}

TEST_CASE("planner: those who began together are steps of time of a retention, and nothing elsewhere") {
    Offer product;
    product.vendor = {"usage"};
    product.connection = {"c-usage"};
    product.connected = true;
    product.name = "Usage";
    product.datasets = {dataset("retention", "user retention", {}, "day"), dataset("visits", "visits", {}, "day")};
    product.metrics = {rate(metric("day_7", "day 7 retention", {"retention"}, "retention", sum_of("back")),
                            sum_of("people"), Better::up),
                       metric("visits", "visits", {}, "visits", rows())};
    const auto planned_here = [&](const std::string& question) {
        const auto decision = plan(question, std::vector<Offer>{product}, context_on(saturday));
        const auto* made = std::get_if<Plan>(&decision);
        return made ? *made : Plan{};
    };
    const Plan monthly = planned_here("retention by sign-up month");
    CHECK(compact(monthly) == "usage.day_7:rate per month in 2025-11-01..2026-11-01");
    CHECK(says(monthly, "each month holds those who began in it"));
    CHECK(compact(planned_here("retention by weekly cohort this year")) ==
          "usage.day_7:rate per week in 2026-01-01..2026-11-22");
    const Plan visits = planned_here("visits by sign-up month");
    CHECK(says(visits, "do not say when somebody began"));
}
