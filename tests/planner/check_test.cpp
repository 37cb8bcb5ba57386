// A plan held against what can be asked, whoever wrote it.
#include "planner/check.h"

#include "compact.h"
#include "offers.h"
#include "saturday.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::planner;

// Columns of several kinds, so that conditions can be wrong.
std::vector<Offer> offers_with_columns() {
    auto offers = three_offers();
    Dataset& charges = offers[0].datasets[0];
    charges.fields = {{"country", Kind::text, Role::dimension, "", "", ""},
                      {"amount", Kind::money, Role::measure, "", "", ""},
                      {"live", Kind::flag, Role::dimension, "", "", ""},
                      {"created", Kind::time, Role::time, "", "", ""}};
    for (const char* id : {"amount", "live", "created"}) offers[0].dimensions.push_back(dimension(id, {}, {"charges"}));
    return offers;
}

Plan revenue() {
    Plan plan;
    Step step;
    step.vendor = {"stripe"};
    step.dataset = "charges";
    plan.steps = {step};
    plan.measures = {{"stripe.gross_volume", "", ""}};
    return plan;
}

Plan two_series() {
    Plan plan = revenue();
    Step step;
    step.vendor = {"clootrack"};
    step.dataset = "theme_mentions";
    plan.steps.push_back(step);
    plan.measures.push_back({"clootrack.theme_volume", "", ""});
    return plan;
}

Result<Plan> check(Plan plan, const Context& context = context_on(saturday)) {
    static const Index index = Index::owning(offers_with_columns());
    return checked(std::move(plan), index, context);
}

using Change = void (*)(Plan&);

}  // namespace

TEST_CASE("planner: a checked plan has what the catalogue knows") {
    Plan plan = revenue();
    plan.steps[0].tool = "delete_everything";
    plan.steps[0].arguments = {{"id", "*"}};
    plan.filters = {{"country", "=", "Germany"}, {"card_brand", "in", Json::array({"VISA", "american express"})}};
    plan.range = Range{{}, {}, "", "last quarter", ""};
    const auto done = check(plan);
    REQUIRE_MESSAGE(done, done.error().message);
    CHECK(compact(done.value()) ==
          "stripe.gross_volume:sum where country = \"DE\" where card_brand in "
          "[\"visa\",\"amex\"] in 2026-07-01..2026-10-01");
    CHECK(done.value().steps[0].connection == ConnectionId{"c-stripe"});
    CHECK(done.value().steps[0].tool == "read_charges");
    CHECK(done.value().steps[0].arguments == Json::object());
    CHECK(done.value().range->zone == "Europe/Prague");
    CHECK(done.value().range->reading == "1 Jul 2026 to 30 Sep 2026");
}

TEST_CASE("planner: what every plan of the planner itself says holds, and is the same after it was checked") {
    const auto offers = three_offers();
    const Index index(offers);
    const auto context = context_on(saturday);
    int plans = 0;
    for (const char* question :
         {"MRR", "revenue by country last month", "What was the open rate by segment last quarter?",
          "top 5 customers by revenue this year", "How did MRR develop month by month this year?",
          "churn rate vs last year in Q3", "average revenue by country", "failed payments in Germany since June",
          "which themes correlate with churn", "revenue against theme volume by month",
          "How many team members do we have?", "list size at the end of last month", "share of negative feedback",
          "refunds in euro per week as a bar chart", "fastest growing plan this quarter by MRR"}) {
        CAPTURE(question);
        const auto decision = parley::planner::plan(question, index, context);
        const auto* plan = std::get_if<Plan>(&decision);
        if (plan == nullptr) continue;
        ++plans;
        const auto done = checked(*plan, index, context);
        REQUIRE_MESSAGE(done, done.error().message);
        CHECK(to_json(done.value()) == to_json(*plan));
    }
    CHECK(plans >= 12);
}

TEST_CASE("planner: a plan that names what is not there is refused, with the nearest thing") {
    struct {
        Change change;
        const char* says;
    } const cases[] = {
        {[](Plan& p) { p.steps.clear(); }, "one to 4 steps"},
        {[](Plan& p) { p.steps[0].vendor = {"strype"}; }, "did you mean \"stripe\"?"},
        {[](Plan& p) { p.steps[0].connection = {"c-else"}; }, "Nothing connected is called \"stripe\""},
        {[](Plan& p) { p.steps[0].dataset = "charge"; }, "did you mean \"charges\"?"},
        {[](Plan& p) { p.measures.clear(); }, "one to 6 measures"},
        {[](Plan& p) { p.measures[0].metric = "stripe.gross_volum"; }, "did you mean \"stripe.gross_volume\"?"},
        {[](Plan& p) { p.measures[0].metric = "ecomail.open_rate"; }, "No step of the plan has a metric"},
        {[](Plan& p) { p.measures[0].metric = "gross_volume"; }, "No step of the plan has a metric"},
        {[](Plan& p) { p.measures[0].metric = "<script>"; }, "a metric that was written there"},
        {[](Plan& p) { p.measures[0].aggregate = "stdev"; }, "cannot be asked for as \"stdev\""},
        {[](Plan& p) { p.measures[0].field = "rating"; }, "takes no field of its own"},
        {[](Plan& p) { p.group_by = {"countri"}; }, "did you mean \"country\"?"},
        {[](Plan& p) { p.group_by = {"segment"}; }, "cannot be split by \"segment\""},
        {[](Plan& p) {
             p.group_by = {"country", "country"};
         },
         "stands twice"},
        {[](Plan& p) {
             p.filters = {{"theme", "=", "price"}};
         },
         "cannot be narrowed down by \"theme\""},
        {[](Plan& p) {
             p.filters = {{"country", "like", "D%"}};
         },
         "no comparison"},
        {[](Plan& p) {
             p.filters = {{"country", "=", "Atlantis"}};
         },
         "has no value \"Atlantis\""},
        {[](Plan& p) {
             p.filters = {{"country", "in", "DE"}};
         },
         "a list of values"},
        {[](Plan& p) {
             p.filters = {{"country", "=", Json::array({"DE"})}};
         },
         "one plain value"},
        {[](Plan& p) {
             p.filters = {{"country", "=", Json::object()}};
         },
         "one plain value"},
        {[](Plan& p) {
             p.filters = {{"country", ">", "DE"}};
         },
         "neither larger nor smaller"},
        {[](Plan& p) {
             p.filters = {{"amount", ">", "much"}};
         },
         "needs a number"},
        {[](Plan& p) {
             p.filters = {{"amount", "contains", "1"}};
         },
         "is no text"},
        {[](Plan& p) {
             p.filters = {{"live", "=", "perhaps"}};
         },
         "needs yes or no"},
        {[](Plan& p) {
             p.filters = {{"created", ">=", "soon"}};
         },
         "needs a date"},
        {[](Plan& p) {
             p.range = Range{{}, {}, "", "the colour blue", ""};
         },
         "names no days"},
        {[](Plan& p) {
             p.range = Range{Day::of(2026, 5, 1), Day::of(2026, 5, 1), "", "", ""};
         },
         "ends before"},
        {[](Plan& p) { p.compare = Compare::previous_year; }, "A comparison needs a period"},
        {[](Plan& p) {
             p.order = Order{"change", true};
         },
         "Without a comparison"},
        {[](Plan& p) {
             p.order = Order{"time", true};
         },
         "Without steps of time"},
        {[](Plan& p) {
             p.order = Order{"country", true};
         },
         "has no \"country\""},
        {[](Plan& p) { p.limit = 0; }, "out of range"},
        {[](Plan& p) { p.chart = "lines"; }, "did you mean \"line\"?"},
        {[](Plan& p) {
             p.join = Join{Join::Kind::correlate, "month"};
         },
         "Two measures are joined"},
    };
    REQUIRE(check(revenue()));
    for (const auto& one : cases) {
        Plan plan = revenue();
        one.change(plan);
        const auto done = check(plan);
        CAPTURE(one.says);
        REQUIRE_FALSE(done);
        CHECK(done.error().fault == Fault::invalid);
        CHECK_MESSAGE(done.error().message.find(one.says) != std::string::npos, done.error().message);
    }
}

TEST_CASE("planner: conditions and forms that hold") {
    const Change cases[] = {
        [](Plan& p) {
            p.filters = {{"amount", ">", 100}};
        },
        [](Plan& p) {
            p.filters = {{"amount", ">", "99.5"}};
        },
        [](Plan& p) {
            p.filters = {{"live", "=", true}};
        },
        [](Plan& p) {
            p.filters = {{"created", ">=", "2026-05-31"}};
        },
        [](Plan& p) {
            p.filters = {{"customer", "contains", "Acme"}};
        },  // Open: any text
        [](Plan& p) {
            p.filters = {{"country", "!=", Json()}};
        },  // There is one at all
        [](Plan& p) { p.measures[0].aggregate = "average"; },
        [](Plan& p) { p.grain = Grain::month; },
        [](Plan& p) {
            p.grain = Grain::month;
            p.compare = Compare::previous_year;
            p.order = Order{"change", false};
        },
        [](Plan& p) {
            p.group_by = {"country"};
            p.order = Order{"country", false};
            p.limit = 3;
        },
        [](Plan& p) { p.chart = "table"; },
    };
    for (const auto& change : cases) {
        Plan plan = revenue();
        change(plan);
        const auto done = check(plan);
        CAPTURE(compact(plan));
        CHECK_MESSAGE(done, done.error().message);
    }
}

TEST_CASE("planner: rates are not summed, and rows without dates have no period") {
    Plan rate = revenue();
    rate.steps[0].dataset = "subscriptions";
    rate.measures[0] = {"stripe.churn_rate", "sum", ""};
    CHECK(check(rate).error().message.find("it is a rate") != std::string::npos);
    rate.measures[0].aggregate = "rate";
    CHECK(check(rate));

    Plan stock = rate;
    stock.measures[0] = {"stripe.mrr", "max", ""};
    CHECK(check(stock).error().message.find("its definition is sum") != std::string::npos);

    Plan members = revenue();
    members.steps[0].dataset = "settings";
    members.measures[0].metric = "stripe.users";
    CHECK(check(members));
    members.range = Range{{}, {}, "", "last month", ""};
    CHECK(check(members).error().message.find("has no dates") != std::string::npos);
}

TEST_CASE("planner: two series meet in steps of time, and every step measures something") {
    Plan plan = two_series();
    plan.join = Join{Join::Kind::correlate, "month"};
    plan.group_by = {"country"};  // Of the first alone
    CHECK(check(plan));
    plan.join = Join{Join::Kind::correlate, "colour"};
    CHECK(check(plan).error().message.find("steps of time") != std::string::npos);
    plan.join = Join{Join::Kind::match, "shoe_size"};
    CHECK(check(plan).error().message.find("to be joined on") != std::string::npos);

    Plan idle = two_series();
    idle.measures.pop_back();
    CHECK(check(idle).error().message.find("is measured") != std::string::npos);
    Plan split = two_series();
    split.group_by = {"country"};
    CHECK(check(split).error().message.find("Clootrack's theme volume cannot be split") != std::string::npos);
}

TEST_CASE("planner: a tool that waits for review, an unconnected vendor and an unverified number give no plan") {
    auto offers = three_offers();
    offers[0].datasets[0].tool.clear();
    offers.push_back(second_payments_offer(false));
    const Index index = Index::owning(offers);
    const auto context = context_on(saturday);
    CHECK(checked(revenue(), index, context).error().message.find("may not be called yet") != std::string::npos);
    Plan other = revenue();
    other.steps[0].vendor = {"paypal"};
    other.steps[0].dataset = "transactions";
    other.measures[0].metric = "paypal.sales_volume";
    CHECK(checked(other, index, context).error().message.find("Nothing connected is called") != std::string::npos);

    auto strict = context;
    strict.verified_only = true;
    CHECK(check(revenue(), strict).error().message.find("not verified") != std::string::npos);
}

TEST_CASE("planner: two accounts of one vendor are two steps of the same metric") {
    std::vector<Offer> offers{payments_offer(), payments_offer()};
    offers[1].connection = {"c-second"};
    const Index index = Index::owning(offers);
    Plan plan = revenue();
    plan.steps.push_back(plan.steps[0]);
    plan.steps[1].connection = {"c-second"};
    plan.measures.push_back(plan.measures[0]);
    const auto done = checked(plan, index, context_on(saturday));
    REQUIRE_MESSAGE(done, done.error().message);
    CHECK(done.value().steps[0].connection == ConnectionId{"c-stripe"});
    CHECK(done.value().steps[1].connection == ConnectionId{"c-second"});
}

TEST_CASE("planner: a name that somebody wrote is quoted only where it is a plain one") {
    CHECK(quoted_name("gross_volume") == "\"gross_volume\"");
    for (const std::string& name : {std::string(), std::string("a<b>"), std::string("see http://example.com/x"),
                                    std::string(61, 'x'), std::string("two\nlines")})
        CHECK(quoted_name(name) == "that was written there");
}
