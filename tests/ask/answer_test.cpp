#include "ask/answer.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::ask;

namespace {

planner::Plan plan() {
    planner::Plan plan;
    plan.steps.push_back(
        {{"stripe"}, {"c1"}, "charges", "stripe_api_read", {{"limit", 100}}, "asked for gross volume"});
    plan.measures.push_back({"stripe.gross_volume", "sum", ""});
    plan.grain = Grain::month;
    plan.range =
        planner::Range{Day::of(2026, 7, 1), Day::of(2026, 10, 1), "UTC", "last quarter", "1 Jul to 30 Sep 2026"};
    return plan;
}

}  // namespace

TEST_CASE("ask: a plan's hash says what is asked, not how it is explained") {
    const std::string hash = plan_hash(plan());
    CHECK(hash.size() == 16);
    auto told_otherwise = plan();
    told_otherwise.steps[0].why = "for another reason";
    told_otherwise.notes = {"the week starts on Monday"};
    CHECK(plan_hash(told_otherwise) == hash);

    auto other = plan();
    other.range->end = Day::of(2026, 10, 2);
    CHECK(plan_hash(other) != hash);
    other = plan();
    other.steps[0].arguments["limit"] = 99;
    CHECK(plan_hash(other) != hash);
    other = plan();
    other.steps[0].connection = {"c2"};
    CHECK(plan_hash(other) != hash);
}

TEST_CASE("ask: a blank answer has every field of the contract") {
    const Answer answer = blank_answer({"a1"}, "What was MRR?");
    std::string names;
    for (const auto& [name, value] : answer.items()) names += name + " ";
    CHECK(names == "id question status reason text findings notes plan table chart choices sources timing ");
}

TEST_CASE("ask: a fault becomes a status and a reason, never an empty table") {
    struct {
        Fault fault;
        const char* status;
        const char* reason;
    } const cases[] = {
        {Fault::denied, "refused", "denied"},          {Fault::reconnect, "failed", "reconnect"},
        {Fault::unavailable, "failed", "unavailable"}, {Fault::over_limit, "failed", "over_limit"},
        {Fault::invalid, "failed", nullptr},           {Fault::internal, "failed", nullptr},
    };
    for (const auto& c : cases) {
        CAPTURE(c.status);
        Answer answer = blank_answer({"a1"}, "What was MRR?");
        set_error(answer, {c.fault, "One sentence.", "for the log"});
        CHECK(answer["status"] == c.status);
        CHECK(answer["reason"] == (c.reason == nullptr ? OrderedJson(nullptr) : OrderedJson(c.reason)));
        CHECK(answer["text"] == "One sentence.");
        CHECK(answer["table"].is_null());
        CHECK(answer.dump().find("for the log") == std::string::npos);
    }
}

TEST_CASE("ask: a table longer than an answer may be says so") {
    Table table;
    table.columns.emplace_back("n", Kind::count, Role::measure);
    for (std::int64_t row = 0; row < static_cast<std::int64_t>(limits::rows_in_answer) + 5; ++row)
        table.columns[0].add(row);
    Answer answer = blank_answer({"a1"}, "?");
    set_table(answer, table);
    CHECK(answer["table"]["rows"].size() == limits::rows_in_answer);
    REQUIRE(answer["notes"].size() == 1);
    CHECK(answer["notes"][0] == "The table shows the first 1000 of 1005 rows.");
}

TEST_CASE("ask: a chart's title names what is shown and for when") {
    CHECK(title_of(plan(), {}) == "Stripe.gross_volume by month, last quarter");
    planner::Offer offer;
    offer.vendor = {"stripe"};
    planner::Metric metric;
    metric.id = "gross_volume";
    metric.name = "gross volume";
    offer.metrics.push_back(metric);
    CHECK(title_of(plan(), {offer}) == "Gross volume by month, last quarter");
}
