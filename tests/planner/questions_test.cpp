#include "compact.h"
#include "offers.h"
#include "saturday.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::planner;

struct Case {
    std::string question;
    std::string expected;
};

template <std::size_t count>
void check_all(const Case (&cases)[count], const std::vector<Offer>& offers) {
    const Context context = context_on(saturday);
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(compact(plan(c.question, offers, context)) == c.expected);
    }
}

}  // namespace

TEST_CASE("planner: the questions of the demo") {
    const Case cases[] = {
        {"What was MRR last quarter?", "stripe.mrr:sum in 2026-07-01..2026-10-01"},
        {"What is open-rate by audience segment last quarter?",
         "ecomail.open_rate:rate by segment in 2026-07-01..2026-10-01"},
        {"Which automations have the lowest unsubscribe rate?",
         "ecomail.automation_unsubscribe_rate:rate by automation order measure up"},
        {"How is the welcome series converting?", "ecomail.conversion_rate:rate where automation contains \"welcome\""},
        {"What are the top drivers of negative sentiment this quarter?",
         "clootrack.share_of_negative:rate by driver in 2026-10-01..2026-11-22 order measure down limit 10"},
        {"How did the shipping theme trend after the policy change?",
         "clootrack.theme_volume:sum per week where theme contains \"shipping\" in 2026-06-01..2026-11-22"},
        {"Which experience themes correlate with churn?",
         "clootrack.theme_volume:sum + stripe.churn_rate:rate by theme in 2025-11-01..2026-11-01 correlate on month"},
        {"Refund the last Stripe payment", "refuse write stripe"},
        {"weekly revenue since August", "stripe.gross_volume:sum per week in 2026-08-01..2026-11-22"},
        {"which 3 countries brought most revenue last month?",
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order measure down limit 3"},
        {"revenue for each of the last 6 months", "stripe.gross_volume:sum per month in 2026-05-01..2026-11-01"},
        {"revenue for each country last month, the total of each one",
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01"},
        {"revenue in Q3 vs Q3 the year before",
         "stripe.gross_volume:sum in 2026-07-01..2026-10-01 against previous_year"},
        {"revenue in the last 7 days and the 7 before that",
         "stripe.gross_volume:sum in 2026-11-15..2026-11-22 against previous_period"},
    };
    check_all(cases, three_offers());
}

TEST_CASE("planner: breakdowns, filters, orders and time buckets") {
    const Case cases[] = {
        {"MRR", "stripe.mrr:sum"},
        {"revenue by country this year", "stripe.gross_volume:sum by country in 2026-01-01..2026-11-22"},
        {"revnue by contry last quater", "stripe.gross_volume:sum by country in 2026-07-01..2026-10-01"},
        {"revenue by country and card brand in October",
         "stripe.gross_volume:sum by country by card_brand in 2026-10-01..2026-11-01"},
        {"revenue in Germany last month", "stripe.gross_volume:sum where country = \"DE\" in 2026-10-01..2026-11-01"},
        {"revenue paid by american express", "stripe.gross_volume:sum where card_brand = \"amex\""},
        {"revenue of visa and amex cards",
         "stripe.gross_volume:sum by card_brand where card_brand in [\"visa\",\"amex\"]"},
        {"how much did they pay us at the counter, revenue", "stripe.gross_volume:sum"},
        {"churn by plan in October", "stripe.churn_rate:rate by plan in 2026-10-01..2026-11-01"},
        {"how many subscriptions were cancelled last month, by plan",
         "stripe.cancellations:count by plan in 2026-10-01..2026-11-01"},
        {"top 5 customers by revenue last quarter",
         "stripe.gross_volume:sum by customer in 2026-07-01..2026-10-01 order measure down limit 5"},
        {"which plans have the highest churn rate", "stripe.churn_rate:rate by plan order measure down"},
        {"worst 3 campaigns by unsubscribe rate",
         "ecomail.unsubscribe_rate:rate by campaign order measure down limit 3"},
        {"refunds per week last month", "stripe.refunded_amount:sum per week in 2026-10-01..2026-11-01"},
        {"MRR month by month this year", "stripe.mrr:sum per month in 2026-01-01..2026-11-22"},
        {"revenue over time since June", "stripe.gross_volume:sum per week in 2026-06-01..2026-11-22"},
        {"revenue trend last 14 days", "stripe.gross_volume:sum per day in 2026-11-08..2026-11-22"},
        {"monthly revenue", "stripe.gross_volume:sum"},
        {"revenue monthly", "stripe.gross_volume:sum per month in 2025-11-01..2026-11-01"},
        {"average revenue by card brand last week", "stripe.gross_volume:avg by card_brand in 2026-11-09..2026-11-16"},
        {"open rate of the campaign \"Spring sale\"", "ecomail.open_rate:rate where campaign contains \"Spring sale\""},
        {"how do SMS and email campaigns compare on clicks",
         "ecomail.click_rate:rate by channel where channel in [\"SMS\",\"email\"]"},
        {"which themes grew most month over month",
         "clootrack.theme_volume:sum by theme in 2026-10-01..2026-11-01 against previous_period order change down"},
        {"sentiment score by source as a line chart since June",
         "clootrack.sentiment_score:rate by feedback_source in 2026-06-01..2026-11-22 as line"},
        {"failed payments by card brand as a pie chart", "stripe.failed_payments:count by card_brand"},
        {"which month had the highest revenue this year",
         "stripe.gross_volume:sum per month in 2026-01-01..2026-11-22 order measure down"},
        {"team members last month", "stripe.users:count"},
    };
    check_all(cases, three_offers());
}

TEST_CASE("planner: comparisons and joins") {
    const Case cases[] = {
        {"revenue last month compared with the month before",
         "stripe.gross_volume:sum in 2026-10-01..2026-11-01 against previous_period"},
        {"revenue this month vs last month",
         "stripe.gross_volume:sum in 2026-11-01..2026-11-22 against previous_period"},
        {"revenue last quarter compared with a year earlier",
         "stripe.gross_volume:sum in 2026-07-01..2026-10-01 against previous_year"},
        {"revenue compared to last month", "stripe.gross_volume:sum in 2026-11-01..2026-11-22 against previous_period"},
        {"did revenue fall yesterday versus the day before?",
         "stripe.gross_volume:sum in 2026-11-20..2026-11-21 against previous_period"},
        {"compare MRR and open rate by month this year",
         "stripe.mrr:sum + ecomail.open_rate:rate per month in 2026-01-01..2026-11-22 beside on month"},
        {"unsubscribe rate vs churn rate, last 6 weeks",
         "ecomail.unsubscribe_rate:rate + stripe.churn_rate:rate per week in 2026-10-05..2026-11-16 beside on week"},
        {"correlation between open rate and revenue per week",
         "ecomail.open_rate:rate + stripe.gross_volume:sum in 2026-08-24..2026-11-16 correlate on week"},
    };
    check_all(cases, three_offers());
}

TEST_CASE("planner: what cannot be answered is refused with a reason") {
    auto offers = three_offers();
    offers.push_back(second_payments_offer(false));
    const Case cases[] = {
        {"how many chargebacks did we get last month", "refuse no_source paypal"},
        {"sales in PayPal last month", "refuse no_source paypal"},
        {"how many deals did we win last week", "refuse no_source"},
        {"who is the president of france", "refuse off_topic"},
        {"what is the weather in Prague tomorrow", "refuse off_topic"},
        {"how do I refund a payment?", "refuse off_topic"},
        {"", "refuse off_topic"},
        {"???", "refuse off_topic"},
        {"cancel the subscription of cus_1 in Stripe", "refuse write stripe"},
        {"could you please send the newsletter again", "refuse write ecomail"},
        {"set up a refund in PayPal", "refuse write paypal"},
    };
    check_all(cases, offers);
    const std::string long_question(5000, 'x');
    CHECK(compact(plan(long_question, offers, context_on(saturday))) == "refuse off_topic");
    CHECK(compact(plan("\xFF\xFE revenue", offers, context_on(saturday))) == "refuse off_topic");
    CHECK(compact(plan("MRR last quarter", {}, context_on(saturday))) == "refuse no_source");
}

TEST_CASE("planner: refusals name the nearest thing that can be done") {
    const auto offers = three_offers();
    const auto write = std::get<Refusal>(plan("Refund the last Stripe payment", offers, context_on(saturday)));
    CHECK(write.text.find("Refund the last Stripe payment") != std::string::npos);
    CHECK(write.text.find("only reads") != std::string::npos);
    const auto off_topic = std::get<Refusal>(plan("who is the president of france", offers, context_on(saturday)));
    CHECK(off_topic.text.find(offers.front().examples.front()) != std::string::npos);
}

TEST_CASE("planner: a question with two homes is asked back, with plans that run") {
    auto offers = three_offers();
    offers.push_back(second_payments_offer(true));
    const Context context = context_on(saturday);
    const auto decision = plan("refunds last month", offers, context);
    const auto* clarify = std::get_if<Clarify>(&decision);
    REQUIRE(clarify != nullptr);
    REQUIRE(clarify->choices.size() == 2);
    CHECK(compact(clarify->choices[0].plan) == "stripe.refunded_amount:sum in 2026-10-01..2026-11-01");
    CHECK(compact(clarify->choices[1].plan) == "paypal.refunds:sum in 2026-10-01..2026-11-01");
    CHECK(compact(plan("refunds last month in PayPal", offers, context)) ==
          "paypal.refunds:sum in 2026-10-01..2026-11-01");
    CHECK(compact(plan("sales by Stripe and by PayPal side by side last quarter", offers, context)) ==
          "stripe.gross_volume:sum + paypal.sales_volume:sum in 2026-07-01..2026-10-01");
    CHECK(compact(plan("sales by Stripe and by PayPal side by side per week last quarter", offers, context)) ==
          "stripe.gross_volume:sum + paypal.sales_volume:sum per week in 2026-07-01..2026-10-01 beside on week");
    const auto both = plan("Refunds last quarter in Stripe versus PayPal", offers, context);
    REQUIRE(std::holds_alternative<Plan>(both));
    for (const auto& note : std::get<Plan>(both).notes) CHECK(note.find("not understood") == std::string::npos);
    offers.back().connected = false;
    CHECK(compact(plan("refunds last month", offers, context)) ==
          "stripe.refunded_amount:sum in 2026-10-01..2026-11-01");
}

TEST_CASE("planner: what a metric cannot be grouped by or narrowed to is said") {
    const auto offers = three_offers();
    const Context context = context_on(saturday);
    const auto grouping = plan("MRR by segment last month", offers, context);
    REQUIRE(std::holds_alternative<Clarify>(grouping));
    CHECK(std::get<Clarify>(grouping).question.find("country, currency, customer or plan") != std::string::npos);
    CHECK(compact(std::get<Clarify>(grouping).choices.front().plan) ==
          "stripe.mrr:sum by country in 2026-10-01..2026-11-01");
    const auto filter = plan("refund rate in Germany in Q3", offers, context);
    REQUIRE(std::holds_alternative<Clarify>(filter));
    CHECK(std::get<Clarify>(filter).question.find("Germany (country)") != std::string::npos);
    const auto event = plan("how did the shipping theme trend after the rebranding?", offers, context);
    REQUIRE(std::holds_alternative<Clarify>(event));
    CHECK(std::get<Clarify>(event).question.find("the rebranding") != std::string::npos);
    CHECK(std::get<Clarify>(event).choices.size() == 2);
    const auto subject = plan("is it better than before?", offers, context);
    REQUIRE(std::holds_alternative<Clarify>(subject));
    CHECK(std::get<Clarify>(subject).choices.size() == 3);
}

TEST_CASE("planner: a plan says why, and which readings were chosen") {
    const auto offers = three_offers();
    const auto decision = plan("revenue by country this week", offers, context_on(saturday));
    const auto& found = std::get<Plan>(decision);
    REQUIRE(found.steps.size() == 1);
    CHECK(found.steps[0].why.find("asked for \"revenue\"") != std::string::npos);
    CHECK(found.steps[0].why.find("runner-up") != std::string::npos);
    CHECK(found.steps[0].tool == "read_charges");
    CHECK(found.steps[0].connection.text == "c-stripe");
    REQUIRE(found.range);
    CHECK(found.range->reading == "16 Nov 2026 to 21 Nov 2026");
    CHECK(found.range->phrase == "this week");
    CHECK(found.range->zone == "Europe/Prague");
    const std::string notes = join(found.notes, "; ");
    CHECK(notes.find("not over") != std::string::npos);
    CHECK(notes.find("week starts on Monday") != std::string::npos);
}

TEST_CASE("planner: a dataset whose tool the server does not publish is not planned, and that is said") {
    auto offers = three_offers();
    for (auto& of : offers.front().datasets) of.tool.clear();
    CHECK(compact(plan("MRR last quarter", offers, context_on(saturday))) == "refuse no_source stripe");
    const auto refusal = std::get<Refusal>(plan("MRR last quarter", offers, context_on(saturday)));
    CHECK(refusal.text.find("Stripe has \"MRR\"") != std::string::npos);
    CHECK(refusal.text.find("waits for review") != std::string::npos);
    CHECK(compact(plan("open rate last quarter", offers, context_on(saturday))) ==
          "ecomail.open_rate:rate in 2026-07-01..2026-10-01");
}

TEST_CASE("planner: the same question gives the same plan") {
    const auto offers = three_offers();
    const Context context = context_on(saturday);
    const auto first = to_json(std::get<Plan>(plan("top 5 customers by revenue last quarter", offers, context)));
    for (int k = 0; k < 5; ++k) {
        CHECK(to_json(std::get<Plan>(plan("top 5 customers by revenue last quarter", offers, context))) == first);
    }
}
