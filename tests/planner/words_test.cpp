#include "compact.h"
#include "offers.h"
#include "planner/words/plan_words.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::planner;

std::string said(const std::string& question) {
    auto offers = three_offers();
    offers.push_back(second_payments_offer(true));
    const auto decision = plan(question, offers, context_on(Day::of(2026, 11, 21)));
    CAPTURE(question);
    const auto* found = std::get_if<Plan>(&decision);
    REQUIRE_MESSAGE(found != nullptr, compact(decision));
    const std::string text = say(*found, offers);
    return text.substr(0, text.find(". Why") + 1);
}

}  // namespace

TEST_CASE("planner: a plan is said in a sentence with names, dates and numbers as people write them") {
    struct {
        const char* question;
        const char* sentence;
    } const cases[] = {
        {"gross volume by country last quarter",
         "Gross volume from Stripe (charges), by country, from 1 Jul to 30 Sep 2026 (last quarter)."},
        {"failed payments yesterday", "Failed payments from Stripe (charges), on 20 Nov 2026 (yesterday)."},
        {"failed payments from 3 to 9 March 2026",
         "Failed payments from Stripe (charges), from 3 to 9 Mar 2026 (from 3 to 9 March 2026)."},
        {"gross volume per month this year",
         "Gross volume from Stripe (charges), per month, from 1 Jan to 21 Nov 2026 (this year)."},
        {"average gross volume by currency last month",
         "Average gross volume from Stripe (charges), by currency, from 1 to 31 Oct 2026 (last month)."},
        {"top 5 customers by gross volume last month",
         "Gross volume from Stripe (charges), by customer, from 1 to 31 Oct 2026 (last month), the five largest "
         "first."},
        {"which campaign had the best open rate last month",
         "Open rate from Ecomail (campaign statistics), by campaign, from 1 to 31 Oct 2026 (last month), highest "
         "first."},
        {"failed payments in Germany last week",
         "Failed payments from Stripe (charges), from 9 to 15 Nov 2026 (last week), only where country is DE."},
        {"gross volume last quarter compared with the previous quarter",
         "Gross volume from Stripe (charges), from 1 Jul to 30 Sep 2026 (last quarter), compared with the quarter "
         "before."},
        {"gross volume last month vs last year",
         "Gross volume from Stripe (charges), from 1 to 31 Oct 2026 (last month), compared with the same period a year "
         "before."},
        {"gross volume by country last month as a bar chart",
         "Gross volume from Stripe (charges), by country, from 1 to 31 Oct 2026 (last month), as bars."},
        {"MRR at the end of last month",
         "MRR from Stripe (subscriptions), as it stood at the end of 31 Oct 2026 (last day of last month)."},
        {"MRR", "MRR from Stripe (subscriptions), as it is now."},
        {"team members", "Team members from Stripe (settings), as it is today."},
        {"conversion rate of the flow \"Winback\"",
         "Conversion rate from Ecomail (automation statistics), over all dates, only where automation contains "
         "\"Winback\"."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(said(c.question) == c.sentence);
    }
}

TEST_CASE("planner: every part of a plan is said, one or many of them") {
    const auto offers = three_offers();
    Plan plan;
    Step step;
    step.vendor = {"stripe"};
    step.connection = {"c-stripe"};
    step.dataset = "charges";
    plan.steps = {step};
    plan.measures = {{"stripe.failed_payments", "count", ""}, {"stripe.gross_volume", "max", ""}};
    plan.group_by = {"country", "card_brand"};
    plan.filters = {{"currency", "in", Json::array({"EUR", "USD"})}, {"country", "!=", "DE"}, {"customer", ">=", 5}};
    plan.range = Range{Day::of(2025, 12, 1), Day::of(2026, 3, 1), "UTC", "", ""};
    plan.compare = Compare::previous_period;
    plan.order = Order{"change", false};
    plan.limit = 12;
    plan.chart = "line";
    CHECK(
        say(plan, offers) ==
        "Failed payments and largest gross volume from Stripe (charges), by country and card brand, from 1 Dec 2025 to "
        "28 Feb 2026, only where currency is EUR or USD, country is not DE and customer is at least 5, compared with "
        "the three months before, the twelve fastest falling first, as a line.");

    plan.compare = Compare::none;
    plan.order.reset();
    plan.limit = 1;
    plan.filters.clear();
    plan.filters.push_back({"customer", "in", Json(std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8})});
    plan.range->start.reset();
    plan.group_by = {"country"};
    plan.chart = "number";
    CHECK(say(plan, offers) ==
          "Failed payments and largest gross volume from Stripe (charges), by country, up to 28 Feb 2026, only where "
          "customer is 1, 2, 3, 4, 5, 6 or 2 more, the first row only, as one number.");
}

TEST_CASE("planner: two sources are said with how they are held together") {
    const auto offers = three_offers();
    Plan plan;
    Step left, right;
    left.vendor = {"stripe"};
    left.connection = {"c-stripe"};
    left.dataset = "charges";
    right.vendor = {"ecomail"};
    right.connection = {"c-ecomail"};
    right.dataset = "campaign_stats";
    plan.steps = {left, right};
    plan.measures = {{"stripe.gross_volume", "sum", ""}, {"ecomail.open_rate", "rate", "percent"}};
    CHECK(say(plan, offers) ==
          "Gross volume from Stripe (charges) and open rate from Ecomail (campaign statistics), over all dates.");
    plan.join = Join{Join::Kind::correlate, "month"};
    CHECK(say(plan, offers) ==
          "How gross volume from Stripe (charges) moves together with open rate from Ecomail (campaign statistics), "
          "month by month, over all dates.");
    plan.join = Join{Join::Kind::side_by_side, "week"};
    plan.grain = Grain::week;
    CHECK(say(plan, offers) ==
          "Gross volume from Stripe (charges) beside open rate from Ecomail (campaign statistics), per week.");
    plan.grain.reset();
    plan.join = Join{Join::Kind::match, "email", true, {{"channel", "=", "SMS"}, {"segment", "contains", "VIP"}}};
    CHECK(
        say(plan, offers) ==
        "Gross volume from Stripe (charges), only where Ecomail (campaign statistics where channel is SMS and segment "
        "contains \"VIP\") has the same email, whatever the period there, over all dates.");
    plan.join = Join{Join::Kind::without, "email"};
    CHECK(say(plan, offers) ==
          "Gross volume from Stripe (charges), only where Ecomail (campaign statistics) does not have the email, over "
          "all dates.");
}

TEST_CASE("planner: what the offers do not hold is called by its id") {
    Plan plan;
    Step step;
    step.vendor = {"some_shop"};
    step.dataset = "list_orders";
    step.why = "follow-up: the same measure";
    plan.steps = {step};
    plan.measures = {{"some_shop.net_sales", "sum", ""}};
    plan.group_by = {"pick_up_point"};
    CHECK(say(plan, {}) ==
          "Net sales from Some shop (list orders), by pick up point. Why Some shop: follow-up: the same measure.");
    CHECK(say(Plan{}, {}) == "Nothing.");
}

TEST_CASE("planner: why this one is said with the parts of its score and the runners-up") {
    auto offers = three_offers();
    offers.push_back(second_payments_offer(true));
    const auto decision = plan("refund rate by currency last month", offers, context_on(Day::of(2026, 11, 21)));
    const auto& found = std::get<Plan>(decision);
    const auto& considered = found.steps.front().considered;
    REQUIRE(considered.size() >= 2);
    CHECK(considered.size() <= considered_most);
    CHECK(considered.front().metric == found.measures.front().metric);
    for (std::size_t at = 1; at < considered.size(); ++at) {
        CHECK(considered[at].score <= considered[at - 1].score);
        CHECK(considered[at].score > 0);
    }
    for (const auto& one : considered) {
        double sum = 0;
        for (const auto& [part, value] : one.parts) {
            CHECK(std::find(score_parts.begin(), score_parts.end(), part) != score_parts.end());
            sum += value;
        }
        CHECK(sum == doctest::Approx(one.score).epsilon(0.01));
    }
    const std::string text = say(found, offers);
    CHECK(text.find(" Why Stripe: refund rate fits best, with ") != std::string::npos);
    CHECK(text.find(" for its name") != std::string::npos);
    CHECK(text.find(considered.size() == 2 ? "; runner-up: " : "; runners-up: ") != std::string::npos);
}

TEST_CASE("planner: a follow-up that keeps its measure keeps why it was chosen") {
    const auto offers = three_offers();
    Context context = context_on(Day::of(2026, 11, 21));
    const auto first = std::get<Plan>(plan("gross volume by country last quarter", offers, context));
    context.previous = &first;
    const auto next = std::get<Plan>(plan("by currency instead", offers, context));
    REQUIRE(next.group_by == std::vector<std::string>{"currency"});
    CHECK(to_json(next)["steps"][0]["considered"] == to_json(first)["steps"][0]["considered"]);
    CHECK(say(next, offers).find("Why Stripe: it goes on from the question before, where gross volume fitted best") !=
          std::string::npos);
    const auto other = std::get<Plan>(plan("what about churn", offers, context));
    REQUIRE(other.measures.front().metric == "stripe.churn_rate");
    REQUIRE_FALSE(other.steps.front().considered.empty());
    CHECK(other.steps.front().considered.front().metric == "stripe.churn_rate");
}

TEST_CASE("planner: what was considered survives JSON and is no more than four") {
    const auto decision = plan("refund rate by currency last month", three_offers(), context_on(Day::of(2026, 11, 21)));
    const auto written = to_json(std::get<Plan>(decision));
    Json json = parse_json(written.dump()).value();
    REQUIRE(plan_from_json(json));
    CHECK(to_json(plan_from_json(json).value()) == written);

    const Json one = json["steps"][0]["considered"][0];
    json["steps"][0]["considered"] = Json(std::vector<Json>(9, one));
    CHECK(plan_from_json(json).value().steps[0].considered.size() == considered_most);
    // It only explains: what is of another form is left out, and the plan stays one.
    for (const Json& odd : {Json("text"), Json(3), Json::array({Json(1)}), Json::array({Json{{"vendor", "x"}}})}) {
        json["steps"][0]["considered"] = odd;
        REQUIRE(plan_from_json(json));
        CHECK(plan_from_json(json).value().steps[0].considered.empty());
    }
}
