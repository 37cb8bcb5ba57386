#include "ask/definitions.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::ask;

Json parsed(const char* text) {
    return parse_json(text).value();
}

planner::Plan plan_asking(const std::string& metric) {
    planner::Plan plan;
    planner::Step step;
    step.vendor = {"custom"};
    step.connection = {"c1"};
    plan.steps.push_back(step);
    plan.measures.push_back({metric, "count", ""});
    return plan;
}

connect::Access access_of(const std::string& connection) {
    connect::Access access{{}, policy::Gate({}, {}), {}, {}};
    access.offer.vendor = {"custom"};
    access.offer.connection = {connection};
    planner::Metric orders;
    orders.id = "count_orders";
    orders.name = "number of orders";
    access.offer.metrics = {orders};
    return access;
}

}  // namespace

TEST_CASE("ask: what an organization has laid down is read as it was written") {
    const Json document = parsed(R"({"days": {"launch": "2026-06-01"},
                                     "terms": [{"word": "GMV", "means": "gross volume"}],
                                     "verified": {"only": true, "metrics": ["stripe.mrr", "c-1.count_orders"]}})");
    const auto read = definitions_from(document);
    REQUIRE(read);
    CHECK(read.value().named_days.front().day == Day::of(2026, 6, 1));
    CHECK(read.value().terms.front().means == "gross volume");
    CHECK(read.value().verified_only);
    CHECK(to_json(read.value()) == document);
    const auto nothing = definitions_from(Json::object());
    REQUIRE(nothing);
    CHECK_FALSE(nothing.value().verified_only);
    CHECK(definitions_from(to_json(nothing.value())));
    // What an earlier version let be written does not keep the rest from being read.
    CHECK(definitions_from(parsed(R"({"synonyms": {"takings": ["revenue"]}})")));
}

TEST_CASE("ask: what is laid down wrongly is named in one sentence") {
    for (const char* text :
         {"7", "[]", R"({"days": []})", R"({"days": {"launch": 7}})", R"({"days": {"launch": "soon"}})",
          R"({"days": {" ": "2026-06-01"}})", R"({"terms": 7})", R"({"verified": true})",
          R"({"verified": {"only": 1}})", R"({"verified": {"metrics": "stripe.mrr"}})",
          R"({"verified": {"metrics": ["mrr"]}})", R"({"verified": {"metrics": ["stripe."]}})",
          R"({"verified": {"metrics": ["stripe.mrr; drop"]}})", R"({"verified": {"metrics": [7]}})"}) {
        CAPTURE(text);
        const auto read = definitions_from(parsed(text));
        REQUIRE_FALSE(read);
        CHECK(read.error().fault == Fault::invalid);
        CHECK(read.error().message.back() == '.');
    }
}

TEST_CASE("ask: a number of a server that nobody described is verified for its connection alone") {
    auto first = access_of("c1");
    auto second = access_of("c2");
    for (auto* access : {&first, &second}) mark_verified({"c1.count_orders", "custom.count_orders"}, *access);
    CHECK(first.offer.metrics.front().verified);
    CHECK_FALSE(second.offer.metrics.front().verified);  // "custom" is every such server.
}

TEST_CASE("ask: a plan is held against what is verified, wherever it comes from") {
    auto access = access_of("c1");
    const std::vector<planner::Offer> before{access.offer};
    const auto refused = check_verified(plan_asking("custom.count_orders"), before);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::denied);
    CHECK(refused.error().message.find("\"c1.count_orders\"") != std::string::npos);
    CHECK_FALSE(check_verified(plan_asking("custom.gone"), before));
    mark_verified({"c1.count_orders"}, access);
    const std::vector<planner::Offer> after{access.offer};
    CHECK(check_verified(plan_asking("custom.count_orders"), after));

    Answer answer{{"plan", {{"measures", OrderedJson::array({OrderedJson::object()})}}}};
    set_verified(answer, plan_asking("custom.count_orders"), after);
    CHECK(answer["plan"]["measures"][0]["verified"] == true);
    set_verified(answer, plan_asking("custom.count_orders"), before);
    CHECK(answer["plan"]["measures"][0]["verified"] == false);
    Answer refusal{{"plan", nullptr}};
    set_verified(refusal, plan_asking("custom.count_orders"), after);
    CHECK(refusal["plan"].is_null());
}
