#include "planner/plan.h"

#include "compact.h"
#include "golden.h"
#include "offers.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::planner;

Plan full_plan() {
    Plan out;
    Step step;
    step.vendor = {"stripe"};
    step.connection = {"c1"};
    step.dataset = "charges";
    step.tool = "read";
    step.arguments = Json{{"limit", 100}};
    step.why = "asked for revenue";
    out.steps = {step, step};
    out.steps[1].dataset = "refunds";
    out.measures = {{"stripe.gross_volume", "sum", ""}, {"stripe.refund_rate", "rate", "percent"}};
    out.group_by = {"country"};
    out.grain = Grain::month;
    out.filters = {{"currency", "=", "EUR"}, {"country", "in", Json::array({"DE", "AT"})}};
    out.range =
        Range{Day::of(2026, 7, 1), Day::of(2026, 10, 1), "Europe/Prague", "last quarter", "1 Jul 2026 to 30 Sep 2026"};
    out.compare = Compare::previous_year;
    out.order = Order{"measure", false};
    out.limit = 5;
    out.join = Join{Join::Kind::correlate, "month"};
    out.chart = "bar";
    out.notes = {"the week starts on Monday"};
    return out;
}

Json as_json(const OrderedJson& ordered) {
    return parse_json(ordered.dump()).value();
}

}  // namespace

TEST_CASE("planner: a plan survives JSON") {
    for (const Plan& plan : {full_plan(), std::get<Plan>(parley::planner::plan("MRR", three_offers(),
                                                                               context_on(Day::of(2026, 11, 21))))}) {
        const auto written = to_json(plan);
        const auto read = plan_from_json(as_json(written));
        REQUIRE(read);
        CHECK(to_json(read.value()) == written);
        CHECK(compact(read.value()) == compact(plan));
    }
    check_golden("planner/plan.json", to_json(full_plan()).dump(2) + "\n");
}

TEST_CASE("planner: what is no plan is refused") {
    const Json good = as_json(to_json(full_plan()));
    REQUIRE(plan_from_json(good));
    const auto with = [&](const char* key, Json value) {
        Json changed = good;
        changed[key] = std::move(value);
        return changed;
    };
    const Json cases[] = {
        Json(),
        Json::array(),
        Json::object(),
        with("steps", Json::array()),
        with("steps", Json::array({Json{{"vendor", "stripe"}}})),
        with("steps", Json(std::vector<Json>(9, good["steps"][0]))),
        with("measures", Json::array()),
        with("measures", Json::array({Json{{"metric", "mrr"}, {"aggregate", "sum"}}})),
        with("grain", "fortnight"),
        with("compare", "next_year"),
        with("range", Json{{"start", "2026-07-01"}, {"end", "2026-06-01"}}),
        with("range", Json{{"start", "July"}}),
        with("range", 7),
        with("filters", Json::array({Json{{"field", "country"}, {"op", "like"}, {"value", "D"}}})),
        with("order", Json{{"descending", true}}),
        with("limit", 0),
        with("limit", "many"),
        with("join", Json{{"kind", "cross"}, {"on", "month"}}),
        with("join", Json{{"kind", "correlate"}, {"on", "currency"}}),
        with("group_by", Json::array({1})),
    };
    for (const auto& c : cases) {
        CAPTURE(c.dump());
        const auto read = plan_from_json(c);
        REQUIRE_FALSE(read);
        CHECK(read.error().fault == Fault::invalid);
    }
}

TEST_CASE("planner: an offer finds its parts by id") {
    const auto offer = payments_offer();
    CHECK(offer.metric("mrr")->name == "MRR");
    CHECK(offer.metric("MRR") == nullptr);
    CHECK(offer.dataset("charges") != nullptr);
    CHECK(offer.dataset("charge") == nullptr);
    CHECK(offer.dimension("card_brand")->name == "card brand");
    CHECK(offer.dimension("") == nullptr);
    Dataset dataset;
    dataset.fields = {{"amount", Kind::money, Role::measure, "", ""}};
    CHECK(dataset.field("amount")->kind == Kind::money);
    CHECK(dataset.field("amounts") == nullptr);
}

TEST_CASE("planner: aggregates have names, and a few more that are understood") {
    for (const auto aggregate : {Aggregate::sum, Aggregate::count, Aggregate::distinct, Aggregate::mean,
                                 Aggregate::median, Aggregate::minimum, Aggregate::maximum}) {
        CHECK(aggregate_named(name_of(aggregate)) == aggregate);
    }
    CHECK(aggregate_named("mean") == Aggregate::mean);
    CHECK(aggregate_named("average") == Aggregate::mean);
    CHECK_FALSE(aggregate_named("mode"));
    CHECK_FALSE(aggregate_named(""));
}
