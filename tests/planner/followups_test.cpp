#include "compact.h"
#include "offers.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::planner;

// Asks one question after the other, each with the plan before it.
std::string last_of(const std::vector<std::string>& turns, std::vector<std::string>* notes = nullptr) {
    const auto offers = three_offers();
    Context context = context_on(Day::of(2026, 11, 21));
    std::optional<Plan> before;
    Decision decision = Refusal{};
    for (const auto& turn : turns) {
        context.previous = before ? &*before : nullptr;
        decision = plan(turn, offers, context);
        if (const auto* found = std::get_if<Plan>(&decision)) before = *found;
    }
    if (notes != nullptr && before) *notes = before->notes;
    return compact(decision);
}

std::string range_in_days(const Range& range) {
    return cat(range.start->text(), "..", range.end->text());
}

}  // namespace

TEST_CASE("planner: a follow-up changes one part and carries the rest") {
    struct {
        std::vector<std::string> turns;
        std::string expected;
    } const cases[] = {
        {{"MRR by country last quarter", "by plan instead"}, "stripe.mrr:sum by plan in 2026-07-01..2026-10-01"},
        {{"MRR by country last quarter", "and last year?"}, "stripe.mrr:sum by country in 2025-01-01..2026-01-01"},
        {{"revenue by currency last week", "only EUR"},
         "stripe.gross_volume:sum by currency where currency = \"EUR\" in 2026-11-09..2026-11-16"},
        {{"revenue by currency last week", "only EUR", "per day"},
         "stripe.gross_volume:sum per day where currency = \"EUR\" in 2026-11-09..2026-11-16"},
        {{"revenue by country last month", "as a bar chart"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 as bar"},
        {{"MRR last quarter", "make it monthly"}, "stripe.mrr:sum per month in 2026-07-01..2026-10-01"},
        {{"revenue by country last month", "turn it into a bar chart"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 as bar"},
        {{"revenue by country last month", "only the top 3"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order measure down limit 3"},
        {{"revenue by country last month", "compare with last year"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 against previous_year"},
        {{"MRR by country last quarter", "what about churn"},
         "stripe.churn_rate:rate by country in 2026-07-01..2026-10-01"},
        {{"open rate by segment last month", "and for SMS?"},
         "ecomail.open_rate:rate by segment where channel = \"SMS\" in 2026-10-01..2026-11-01"},
        {{"refunds last month", "and this month?"}, "stripe.refunded_amount:sum in 2026-11-01..2026-11-22"},
        {{"conversion rate of the flow \"Welcome\"", "and for \"Winback\"?"},
         "ecomail.conversion_rate:rate where automation contains \"Winback\""},
        {{"compare MRR and open rate by month this year", "since June"},
         "stripe.mrr:sum + ecomail.open_rate:rate per month in 2026-06-01..2026-11-22 beside on month"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.turns.back());
        CHECK(last_of(c.turns) == c.expected);
    }
}

TEST_CASE("planner: what a follow-up takes away goes, and nothing else") {
    const std::string by_country = "revenue by country last month";
    const std::string in_euro = "revenue by country in EUR last month";
    struct {
        std::vector<std::string> turns;
        std::string expected;
    } const cases[] = {
        {{by_country, "no split"}, "stripe.gross_volume:sum in 2026-10-01..2026-11-01"},
        {{by_country, "without the breakdown"}, "stripe.gross_volume:sum in 2026-10-01..2026-11-01"},
        {{by_country, "overall please"}, "stripe.gross_volume:sum in 2026-10-01..2026-11-01"},
        {{by_country, "in total"}, "stripe.gross_volume:sum in 2026-10-01..2026-11-01"},
        {{in_euro, "drop the filter"}, "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01"},
        {{in_euro, "remove the currency filter please"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01"},
        {{in_euro, "all currencies again"}, "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01"},
        {{in_euro, "regardless of currency"}, "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01"},
        {{by_country, "all time"}, "stripe.gross_volume:sum by country"},
        {{by_country, "vs last year", "without the comparison"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01"},
        {{by_country, "top 3", "all of them"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order measure down"},
        {{by_country, "without EUR"},
         "stripe.gross_volume:sum by country where currency != \"EUR\" in 2026-10-01..2026-11-01"},
        {{by_country, "leave out Germany"},
         "stripe.gross_volume:sum by country where country != \"DE\" in 2026-10-01..2026-11-01"},
        {{by_country, "excluding EUR and USD"},
         "stripe.gross_volume:sum by country where currency != \"EUR\" where currency != \"USD\" in "
         "2026-10-01..2026-11-01"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.turns.back());
        CHECK(last_of(c.turns) == c.expected);
    }
}

TEST_CASE("planner: one part takes the place of another") {
    const std::string by_country = "revenue by country last month";
    const std::string opens = "open rate by segment last month";
    struct {
        std::vector<std::string> turns;
        std::string expected;
    } const cases[] = {
        {{opens, "swap opens for clicks"}, "ecomail.click_rate:rate by segment in 2026-10-01..2026-11-01"},
        {{opens, "replace opens by clicks"}, "ecomail.click_rate:rate by segment in 2026-10-01..2026-11-01"},
        {{opens, "clicks instead of opens"}, "ecomail.click_rate:rate by segment in 2026-10-01..2026-11-01"},
        {{opens, "switch to clicks"}, "ecomail.click_rate:rate by segment in 2026-10-01..2026-11-01"},
        {{opens, "now clicks"}, "ecomail.click_rate:rate by segment in 2026-10-01..2026-11-01"},
        {{opens, "clicks"}, "ecomail.click_rate:rate by segment in 2026-10-01..2026-11-01"},
        {{by_country, "swap country for card network"},
         "stripe.gross_volume:sum by card_brand in 2026-10-01..2026-11-01"},
        {{by_country, "customer rather than country"}, "stripe.gross_volume:sum by customer in 2026-10-01..2026-11-01"},
        {{by_country, "change the grouping to currency"},
         "stripe.gross_volume:sum by currency in 2026-10-01..2026-11-01"},
        {{by_country, "use the card brand for the split"},
         "stripe.gross_volume:sum by card_brand in 2026-10-01..2026-11-01"},
        {{by_country, "drill down into customers"},
         "stripe.gross_volume:sum by country by customer in 2026-10-01..2026-11-01"},
        {{by_country, "add card brand as a second split"},
         "stripe.gross_volume:sum by country by card_brand in 2026-10-01..2026-11-01"},
        {{by_country, "country and currency"},
         "stripe.gross_volume:sum by country by currency in 2026-10-01..2026-11-01"},
        {{"revenue per day last month", "change it to weekly"},
         "stripe.gross_volume:sum per week in 2026-10-01..2026-11-01"},
        {{"revenue per day last month", "in weeks instead"},
         "stripe.gross_volume:sum per week in 2026-10-01..2026-11-01"},
        {{by_country, "can I see that as a table?"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 as table"},
        {{by_country, "table please"}, "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 as table"},
        {{by_country, "just the first three"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order measure down limit 3"},
        {{by_country, "top 3", "make it ten"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order measure down limit 10"},
        {{by_country, "sort it high to low"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order measure down"},
        {{by_country, "worst ones first"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order measure up"},
        {{by_country, "now restrict that to Germany"},
         "stripe.gross_volume:sum by country where country = \"DE\" in 2026-10-01..2026-11-01"},
        {{by_country, "how does this stack up against a year ago?"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 against previous_year"},
        {{"revenue per day last month", "stack it by country"},
         "stripe.gross_volume:sum by country per day in 2026-10-01..2026-11-01"},
        {{by_country, "actually drop the breakdown and show it weekly"},
         "stripe.gross_volume:sum per week in 2026-10-01..2026-11-01"},
        {{by_country, "top 3", "the other way round"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order measure up limit 3"},
        {{by_country, "sort it alphabetically"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order country up"},
        {{"conversion rate by flow", "only welcome"},
         "ecomail.conversion_rate:rate by automation where automation contains \"welcome\""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.turns.back());
        CHECK(last_of(c.turns) == c.expected);
    }
}

TEST_CASE("planner: a period is said by the one before it") {
    struct {
        std::string asked;
        std::string then;
        std::string expected;
    } const cases[] = {
        {"last month", "and the month before that?", "2026-09-01..2026-10-01"},
        {"last month", "previous month please", "2026-09-01..2026-10-01"},
        {"last month", "and the one before?", "2026-09-01..2026-10-01"},
        {"last month", "two months earlier", "2026-08-01..2026-09-01"},
        {"last month", "a year earlier", "2025-10-01..2025-11-01"},
        {"last month", "same month last year", "2025-10-01..2025-11-01"},
        {"last month", "the quarter before", "2026-07-01..2026-10-01"},
        {"last month", "the following month", "2026-11-01..2026-11-22"},
        {"last month", "first half only", "2026-10-01..2026-10-16"},
        {"last month", "the full year", "2026-01-01..2026-11-22"},
        {"last month", "the last week of that month", "2026-10-25..2026-11-01"},
        {"this month", "and the month before?", "2026-10-01..2026-11-01"},
        {"last week", "and before that?", "2026-11-02..2026-11-09"},
        {"last week", "a year earlier", "2025-11-10..2025-11-17"},
        {"last quarter", "previous quarter", "2026-04-01..2026-07-01"},
        {"in 2025", "second half", "2025-07-01..2026-01-01"},
        {"in 2025", "only Q3", "2025-07-01..2025-10-01"},
        {"in 2025", "just March", "2025-03-01..2025-04-01"},
        {"in 2025", "and the year before?", "2024-01-01..2025-01-01"},
        {"last 30 days", "and the 30 days before?", "2026-09-23..2026-10-23"},
        {"yesterday", "and the day before?", "2026-11-19..2026-11-20"},
        {"last month", "last year instead", "2025-01-01..2026-01-01"},
        {"last month", "since June", "2026-06-01..2026-11-22"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.asked);
        CAPTURE(c.then);
        const std::string plan = last_of({cat("failed payments by country ", c.asked), c.then});
        CHECK(plan == cat("stripe.failed_payments:count by country in ", c.expected));
    }
}

TEST_CASE("planner: the phrase of a moved period says the same days on its own") {
    const auto offers = three_offers();
    Context context = context_on(Day::of(2026, 11, 21));
    for (const std::string_view then : {"the month before that", "a year earlier", "the quarter before", "first half",
                                        "the full year", "and before that?", "the week before"}) {
        CAPTURE(then);
        context.previous = nullptr;
        const Plan before = std::get<Plan>(plan("revenue by country last month", offers, context));
        context.previous = &before;
        const Plan after = std::get<Plan>(plan(then, offers, context));
        REQUIRE(after.range);
        const auto again = read_range(after.range->phrase, context);
        REQUIRE(again);
        CHECK(again->start->text() == after.range->start->text());
        CHECK(again->end->text() == after.range->end->text());
        CHECK(range_in_days(*before.range) != range_in_days(*after.range));
    }
}

TEST_CASE("planner: a period that is compared with is no period of its own") {
    const std::string quarter = "revenue by country last quarter";
    const std::string then = "stripe.gross_volume:sum by country in 2026-07-01..2026-10-01";
    CHECK(last_of({quarter, "how does that compare to Q2?"}) == then + " against previous_period");
    CHECK(last_of({quarter, "vs the year before"}) == then + " against previous_year");
    CHECK(last_of({quarter, "is that more than in Q3 2025?"}) == then + " against previous_year");
    CHECK(last_of({quarter, "compared to the quarter before"}) == then + " against previous_period");
    CHECK(last_of({"revenue last quarter", "compare with Q1"}) ==
          "stripe.gross_volume:sum per quarter in 2026-01-01..2026-10-01");
}

TEST_CASE("planner: an answer can be asked about") {
    std::vector<std::string> notes;
    const std::string same = "stripe.failed_payments:count in 2026-10-01..2026-11-01";
    CHECK(last_of({"failed payments last month", "how was this computed?"}, &notes) == same);
    CHECK(join(notes, "; ").find("where it comes from: Stripe charges") != std::string::npos);
    CHECK(last_of({"failed payments last month", "where does that number come from?"}) == same);
    CHECK(last_of({"failed payments last month", "what drove that?"}) ==
          "stripe.failed_payments:count by country in 2026-10-01..2026-11-01 order measure down");
    CHECK(last_of({"failed payments last month", "who are they?"}) ==
          "stripe.failed_payments:count by customer in 2026-10-01..2026-11-01 as table");
    CHECK(last_of({"failed payments last month", "which ones?"}) ==
          "stripe.failed_payments:count by customer in 2026-10-01..2026-11-01 as table");
    CHECK(last_of({"failed payments by country last month", "as a running total"}, &notes) ==
          "stripe.failed_payments:count by country in 2026-10-01..2026-11-01");
    CHECK(join(notes, "; ").find("running total") != std::string::npos);
}

TEST_CASE("planner: what is no change of the plan stays a wish, or nothing at all") {
    const std::string asked = "failed payments by customer last month";
    for (const std::string_view wish : {"delete them",
                                        "remove the customer Acme",
                                        "drop the customers",
                                        "change the status to paid",
                                        "replace the card of Acme",
                                        "email them",
                                        "close them all",
                                        "clear the filter and delete the customers",
                                        "add a customer",
                                        "add customer Acme",
                                        "set the limit to 500 for Acme",
                                        "switch it off",
                                        "reset the password",
                                        "send them a reminder",
                                        "refund those",
                                        "cancel the order",
                                        "move it to the customer Acme",
                                        "change it to done",
                                        "change the customer to Acme",
                                        "skip the next payment"}) {
        CAPTURE(wish);
        CHECK(last_of({asked, std::string(wish)}).starts_with("refuse write"));
    }
    for (const std::string_view said : {"thanks!", "great, thank you", "ok", "perfect, that's all"}) {
        CAPTURE(said);
        CHECK(last_of({asked, std::string(said)}) == "refuse off_topic");
    }
    CHECK(last_of({asked, "who won the world cup?"}) == "refuse off_topic");
    CHECK(last_of({"drop the filter"}).starts_with("refuse write"));
    CHECK(last_of({"no split"}).starts_with("refuse"));
}

TEST_CASE("planner: a follow-up that narrows down changes no subject") {
    struct {
        std::vector<std::string> turns;
        std::string expected;
    } const cases[] = {
        {{"revenue by currency last week", "only the EUR ones"},
         "stripe.gross_volume:sum by currency where currency = \"EUR\" in 2026-11-09..2026-11-16"},
        {{"revenue by country last month", "rather per week, forget the countries"},
         "stripe.gross_volume:sum per week in 2026-10-01..2026-11-01"},
        {{"refunds last week", "and the week before last?"}, "stripe.refunded_amount:sum in 2026-11-02..2026-11-09"},
        {{"revenue by country this month", "put last month next to it"},
         "stripe.gross_volume:sum by country in 2026-11-01..2026-11-22 against previous_period"},
        {{"revenue by country last week", "hm, make it 30 days"},
         "stripe.gross_volume:sum by country in 2026-10-23..2026-11-22"},
        {{"revenue by country last week", "90 days instead"},
         "stripe.gross_volume:sum by country in 2026-08-24..2026-11-22"},
        {{"open rate of campaign Spring last month", "and on campaign Autumn?"},
         "ecomail.open_rate:rate where campaign contains \"Autumn\" in 2026-10-01..2026-11-01"},
        {{"revenue by country last month", "share in percent"},
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.turns.back());
        CHECK(last_of(c.turns) == c.expected);
    }
}

TEST_CASE("planner: a question of its own leaves the plan before it alone") {
    CHECK(last_of({"MRR by country last quarter", "What was the open rate by segment?"}) ==
          "ecomail.open_rate:rate by segment");
    CHECK(last_of({"MRR by country last quarter", "churn rate by plan this month"}) ==
          "stripe.churn_rate:rate by plan in 2026-11-01..2026-11-22");
    CHECK(last_of({"MRR by country last quarter", "refund them all"}) == "refuse write stripe");
    CHECK(last_of({"MRR by country last quarter", "make it public"}).starts_with("refuse write"));
    CHECK(last_of({"MRR by country last quarter", "who is the president of france and why"}) == "refuse off_topic");
    CHECK(last_of({"by plan instead of nothing at all"}) != "");
}

TEST_CASE("planner: what is carried over is said") {
    std::vector<std::string> notes;
    last_of({"revenue by currency last week", "only EUR"}, &notes);
    const std::string all = join(notes, "; ");
    CHECK(all.find("still: gross volume") != std::string::npos);
    CHECK(all.find("still: last week") != std::string::npos);
    CHECK(all.find("still: by currency") != std::string::npos);
}
