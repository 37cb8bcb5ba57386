#include "compact.h"
#include "offers.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

namespace {

Offer third_payments_offer() {
    Offer out;
    out.vendor = {"till"};
    out.connection = {"c-till"};
    out.connected = true;
    out.name = "Tillpay";
    out.datasets = {dataset("returns", "returns", {}, "created"), dataset("stock", "stock", {}, "")};
    out.metrics = {money(metric("refunds", "refunds", {}, "returns", sum_of("amount"))),
                   metric("items", "items on hand", {"stock on hand"}, "stock", sum_of("count"))};
    return out;
}

std::string answer(const char* question, const std::vector<Offer>& offers = three_offers()) {
    return compact(plan(question, offers, context_on(Day::of(2026, 11, 21))));
}

struct JoinCase {
    const char* question;
    const char* expected;
};

}  // namespace

TEST_CASE("planner: that one goes with the other is asked in many ways") {
    const JoinCase cases[] = {
        {"does the open rate dip on days with many failed payments? last 14 days",
         "ecomail.open_rate:rate + stripe.failed_payments:count in 2026-11-08..2026-11-22 correlate on day"},
        {"when theme volume goes up, does churn go up too? monthly this year",
         "clootrack.theme_volume:sum + stripe.churn_rate:rate in 2026-01-01..2026-11-22 correlate on month"},
        {"do more subscribers gained go along with more failed payments? per week, last 6 weeks",
         "ecomail.subscribers_gained:sum + stripe.failed_payments:count in 2026-10-05..2026-11-16 correlate on week"},
        {"does a higher click rate bring more revenue? weekly since september",
         "ecomail.click_rate:rate + stripe.gross_volume:sum in 2026-09-01..2026-11-22 correlate on week"},
        {"the more theme volume, the more cancellations? monthly this year",
         "clootrack.theme_volume:sum + stripe.cancellations:count in 2026-01-01..2026-11-22 correlate on month"},
        {"do open rate and gross volume move together? by month this year",
         "ecomail.open_rate:rate + stripe.gross_volume:sum in 2026-01-01..2026-11-22 correlate on month"},
        {"is there a link between open rate and cancellations per week since september",
         "ecomail.open_rate:rate + stripe.cancellations:count in 2026-09-01..2026-11-22 correlate on week"},
        {"impact of theme volume on cancellations by month this year",
         "clootrack.theme_volume:sum + stripe.cancellations:count in 2026-01-01..2026-11-22 correlate on month"},
        {"are failed payments higher in weeks with many cancellations",
         "stripe.failed_payments:count + stripe.cancellations:count in 2026-08-24..2026-11-16 correlate on week"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(answer(c.question) == c.expected);
    }
}

TEST_CASE("planner: words that may stand between two numbers make no correlation of one") {
    const JoinCase cases[] = {
        {"do we have more failed payments than last month",
         "stripe.failed_payments:count in 2026-11-01..2026-11-22 against previous_period"},
        {"did failed payments move last month", "stripe.failed_payments:count in 2026-10-01..2026-11-01"},
        {"is revenue higher in Germany this month",
         "stripe.gross_volume:sum where country = \"DE\" in 2026-11-01..2026-11-22"},
        {"which campaigns bring the best open rate this year",
         "ecomail.open_rate:rate by campaign in 2026-01-01..2026-11-22 order measure down"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(answer(c.question) == c.expected);
    }
}

TEST_CASE("planner: where one side of a correlation is not known, half of it is no answer") {
    CHECK(answer("correlation between open rate and rainfall this year") == "clarify with 1 choice");
    auto offers = three_offers();
    offers[2].connected = false;
    CHECK(answer("correlation between churn rate and theme volume by month", offers) == "refuse no_source clootrack");
}

TEST_CASE("planner: two values of one thing that are set against each other are what it is split by") {
    const JoinCase cases[] = {
        {"revenue germany vs austria vs united states last month",
         R"(stripe.gross_volume:sum by country where country in ["DE","AT","US"] in 2026-10-01..2026-11-01)"},
        {"revenue visa vs amex vs diners last month",
         "stripe.gross_volume:sum by card_brand in 2026-10-01..2026-11-01"},
        {"theme volume of pricing vs shipping vs support this year",
         R"(clootrack.theme_volume:sum by theme where theme in ["pricing","shipping","support"])"
         " in 2026-01-01..2026-11-22"},
        {"revenue visa vs amex last month",
         "stripe.gross_volume:sum by card_brand where card_brand in [\"visa\",\"amex\"] in 2026-10-01..2026-11-01"},
        {"open rate of the spring campaign compared with the summer one this year",
         "ecomail.open_rate:rate by campaign where campaign in [\"spring\",\"summer\"] in 2026-01-01..2026-11-22"},
        {"active subscriptions on the free plan vs the pro plan",
         "stripe.active_subscriptions:count by plan where plan in [\"free\",\"pro\"]"},
        {"MRR free vs enterprise", "stripe.mrr:sum by plan where plan in [\"free\",\"enterprise\"]"},
        {"theme volume of pricing vs shipping this year",
         "clootrack.theme_volume:sum by theme where theme in [\"pricing\",\"shipping\"] in 2026-01-01..2026-11-22"},
        {"click rate of text messages vs mailings since september",
         "ecomail.click_rate:rate by channel in 2026-09-01..2026-11-22"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(answer(c.question) == c.expected);
    }
}

TEST_CASE("planner: a period against a period, and a number against a target, are no two values") {
    const JoinCase cases[] = {
        {"revenue this month vs the same month last year",
         "stripe.gross_volume:sum in 2026-11-01..2026-11-22 against previous_year"},
        {"revenue in october versus the month before",
         "stripe.gross_volume:sum in 2026-10-01..2026-11-01 against previous_period"},
        {"revenue this month against the target", "stripe.gross_volume:sum in 2026-11-01..2026-11-22"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(answer(c.question) == c.expected);
    }
}

TEST_CASE("planner: what stands as a number stands beside another number, and the rest over time") {
    std::vector<Offer> offers{payments_offer(), second_payments_offer(true), third_payments_offer()};
    const JoinCase cases[] = {
        {"refunds at PayPal, Stripe and Tillpay last month",
         "paypal.refunds:sum + stripe.refunded_amount:sum + till.refunds:sum in 2026-10-01..2026-11-01"},
        {"refunds at PayPal, Stripe and Tillpay by month this year",
         "paypal.refunds:sum + stripe.refunded_amount:sum + till.refunds:sum per month in 2026-01-01..2026-11-22"},
        {"Stripe refunds vs PayPal refunds last month",
         "stripe.refunded_amount:sum + paypal.refunds:sum in 2026-10-01..2026-11-01"},
        {"failed payments against items on hand last month",
         "stripe.failed_payments:count + till.items:sum in 2026-10-01..2026-11-01"},
        {"failed payments against chargebacks last month",
         "stripe.failed_payments:count + paypal.disputes:count per day in 2026-10-01..2026-11-01 beside on day"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(answer(c.question, offers) == c.expected);
    }
}
