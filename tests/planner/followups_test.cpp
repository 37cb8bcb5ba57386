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
