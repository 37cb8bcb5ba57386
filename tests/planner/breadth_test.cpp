// What many vendors at once ask of the planner: names that share words, filters that must not get lost, and one
// prepared index for all questions.
#include "compact.h"
#include "offers.h"
#include "planner/index.h"
#include "planner/language/intent.h"
#include "saturday.h"

#include <doctest/doctest.h>
#include <thread>

namespace {

using namespace parley;
using namespace parley::planner;

struct BreadthCase {
    std::string question;
    std::string expected;
};

Offer errors_offer() {
    Offer out;
    out.vendor = {"sentry"};
    out.connection = {"c-sentry"};
    out.connected = true;
    out.name = "Sentry";
    out.names = {"Bugsnoop"};
    out.datasets = {dataset("errors", "errors", {}, "time"), dataset("issues", "issues", {}, "seen"),
                    dataset("traces", "traces", {}, "time")};
    out.datasets.back().needs_range = true;
    out.datasets.back().longest_range_days = 14;
    Term types{Aggregate::distinct, "error_type", "", Timing::during, {}};
    Term length{Aggregate::mean, "ms", "", Timing::during, {}};
    out.metrics = {metric("errors", "errors", {"number of errors"}, "errors", rows()),
                   metric("error_types", "kinds of errors", {"error types"}, "errors", types),
                   metric("open_issues", "open issues", {"open bugs"}, "issues", rows(Timing::at_end)),
                   metric("daily_users", "daily affected users", {}, "errors", rows()),
                   metric("trace_length", "trace duration", {"trace time"}, "traces", length)};
    auto type = dimension("error_type", {"error types", "kind of error"}, {"errors"});
    auto level = dimension("level", {"levels", "severity"}, {"errors", "issues"});
    level.values = {{"error", {"errors"}}, {"fatal", {"crashes"}}, {"info", {}}};
    auto state = dimension("state", {}, {"errors"});
    state.values = {{"new", {}}};
    state.open_values = true;
    auto label = dimension("label", {"labels"}, {"issues"});
    label.open_values = true;
    auto repository = dimension("repository", {"repo"}, {"errors"});
    repository.open_values = true;
    auto trace = dimension("trace", {"traces"}, {"traces"});
    out.dimensions = {type, level, state, label, repository, trace};
    out.examples = {"Errors in Sentry by error type"};
    return out;
}

Offer shop_offer() {
    Offer out;
    out.vendor = {"shop"};
    out.connection = {"c-shop"};
    out.connected = true;
    out.name = "Shopfront";
    out.datasets = {dataset("products", "products", {}, ""), dataset("tables", "tables", {}, "")};
    Term price{Aggregate::mean, "price", "", Timing::during, {}};
    Metric per_product = rate(metric("per_product", "variants per product", {}, "products", sum_of("variants")), rows(),
                              Better::neither);
    out.metrics = {metric("products", "products in the shop", {"products"}, "products", rows()),
                   money(metric("price", "average price", {"product price"}, "products", price)),
                   metric("variants", "variants", {}, "products", sum_of("variants")),
                   per_product,
                   metric("tables", "number of tables", {"tables"}, "tables", rows()),
                   metric("table_size", "table size", {}, "tables", sum_of("bytes"))};
    auto product = dimension("product", {"products"}, {"products"});
    auto type = dimension("product_type", {"type of product"}, {"products"});
    type.open_values = true;
    auto stock = dimension("availability", {}, {"products"});
    stock.values = {{"in stock", {"available"}}, {"sold out", {"out of stock"}}};
    auto format = dimension("format", {}, {"products"});
    format.values = {{"xlsx", {"spreadsheets"}}, {"pdf", {}}};
    auto table = dimension("table", {"tables"}, {"tables"});
    out.dimensions = {product, type, stock, format, table};
    out.examples = {"How many products does Shopfront list?"};
    return out;
}

Offer deals_offer() {
    Offer out;
    out.vendor = {"deals"};
    out.connection = {"c-deals"};
    out.connected = true;
    out.name = "Dealbook";
    out.datasets = {dataset("deals", "deals", {}, "closed")};
    out.metrics = {metric("won_deals", "won deals", {}, "deals", rows()),
                   metric("lost_deals", "lost deals", {}, "deals", rows()),
                   rate(metric("win_rate", "win rate", {}, "deals", rows()), rows(), Better::up),
                   rate(metric("close_rate", "close rate", {}, "deals", rows()), rows(), Better::up)};
    auto owner = dimension("owner", {"owners"}, {"deals"});
    owner.open_values = true;
    auto company = dimension("company", {"companies"}, {"deals"});
    company.open_values = true;
    auto priority = dimension("priority", {}, {"deals"});
    priority.values = {{"Highest", {}}, {"Low", {}}};
    out.dimensions = {owner, company, priority};
    out.examples = {"How many deals did Dealbook win last month?"};
    return out;
}

std::vector<Offer> many_offers() {
    auto offers = three_offers();
    offers.push_back(errors_offer());
    offers.push_back(shop_offer());
    offers.push_back(deals_offer());
    return offers;
}

template <std::size_t count>
void check_all(const BreadthCase (&cases)[count]) {
    const Context context = context_on(saturday);
    const Index index = Index::owning(many_offers());
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(compact(plan(c.question, index, context)) == c.expected);
    }
}

std::string notes_of(const std::string& question) {
    const auto decision = plan(question, many_offers(), context_on(saturday));
    const auto* found = std::get_if<Plan>(&decision);
    return found == nullptr ? "no plan" : join(found->notes, "; ");
}

}  // namespace

TEST_CASE("planner: two periods that are compared are both kept") {
    const BreadthCase cases[] = {
        {"Compare revenue this month with last month",
         "stripe.gross_volume:sum in 2026-11-01..2026-11-22 against previous_period"},
        {"Compare revenue yesterday with the day before",
         "stripe.gross_volume:sum in 2026-11-20..2026-11-21 against previous_period"},
        {"Compare revenue in September and October",
         "stripe.gross_volume:sum in 2026-10-01..2026-11-01 against previous_period"},
        {"change of revenue from last month to this month",
         "stripe.gross_volume:sum in 2026-11-01..2026-11-22 against previous_period"},
        {"difference in revenue between Q2 and Q3",
         "stripe.gross_volume:sum in 2026-07-01..2026-10-01 against previous_period"},
        {"won vs lost deals in Dealbook by month this year",
         "deals.won_deals:count + deals.lost_deals:count per month in 2026-01-01..2026-11-22 beside on month"},
        {"revenue October 2026 vs October 2025",
         "stripe.gross_volume:sum in 2026-10-01..2026-11-01 against previous_year"},
        {"Compare revenue in June and October", "stripe.gross_volume:sum per month in 2026-06-01..2026-11-01"},
        {"revenue from March to May", "stripe.gross_volume:sum in 2026-03-01..2026-06-01"},
        {"revenue in September and October", "stripe.gross_volume:sum in 2026-09-01..2026-11-01"},
    };
    check_all(cases);
}

TEST_CASE("planner: a filter that was said is kept") {
    const BreadthCase cases[] = {
        {"products in the shop where product type is Boots",
         "shop.products:count where product_type contains \"Boots\""},
        {"products in the shop where product type is boots",
         "shop.products:count where product_type contains \"boots\""},
        {"average price of Boots and Jackets at Shopfront",
         "shop.price:avg by product_type where product_type in [\"Boots\",\"Jackets\"]"},
        {"products in the shop where availability is out of stock",
         "shop.products:count where availability = \"sold out\""},
        {"products in the shop where availability is not available",
         "shop.products:count where availability != \"in stock\""},
        {"how many spreadsheets are in Shopfront", "shop.products:count where format = \"xlsx\""},
        {"open issues labelled bug", "sentry.open_issues:count where label contains \"bug\""},
        {"errors of level fatal by month",
         "sentry.errors:count per month where level = \"fatal\" in 2025-11-01..2026-11-01"},
        {"errors of state issues in Sentry", "sentry.errors:count where state contains \"issues\""},
        {"errors in repository acme/shop last week",
         "sentry.errors:count where repository contains \"acme/shop\" in 2026-11-09..2026-11-16"},
        {"errors in repository booking-brno.example last week",
         "sentry.errors:count where repository contains \"booking-brno.example\" in 2026-11-09..2026-11-16"},
        {"won deals last month, only Highest",
         "deals.won_deals:count where priority = \"Highest\" in 2026-10-01..2026-11-01"},
        {"won deals by owner, priority Highest", "deals.won_deals:count by owner where priority = \"Highest\""},
        {"won deals with the highest count by owner", "deals.won_deals:count by owner order measure down"},
    };
    check_all(cases);
}

TEST_CASE("planner: a filter that cannot be kept is asked about or said to have had no effect") {
    auto offers = many_offers();
    offers.back().dimensions[1].name = "segment";
    offers.back().dimensions[1].synonyms.clear();
    const auto asked = plan("won deals only for Northlight", offers, context_on(saturday));
    const auto* clarify = std::get_if<Clarify>(&asked);
    REQUIRE(clarify != nullptr);
    REQUIRE(clarify->choices.size() == 3);
    CHECK(compact(clarify->choices[0].plan) == "deals.won_deals:count where owner contains \"Northlight\"");
    CHECK(compact(clarify->choices[1].plan) == "deals.won_deals:count where company contains \"Northlight\"");
    CHECK(compact(clarify->choices[2].plan) == "deals.won_deals:count");
    CHECK(notes_of("failed payments where colour is red").find("\"colour\" was not understood") != std::string::npos);
    CHECK(notes_of("won deals of priority medium").find("\"priority medium\" was not understood") != std::string::npos);
    CHECK(notes_of("won deals by owner").empty());
    CHECK(notes_of("products in the shop by table").find("cannot be told apart by table") != std::string::npos);
}

TEST_CASE("planner: what is ranked is grouped by, and what an order speaks of is measured") {
    const BreadthCase cases[] = {
        {"Top 10 error types in Sentry", "sentry.errors:count by error_type order measure down limit 10"},
        {"Top 10 largest tables in Shopfront", "shop.table_size:sum by table order measure down limit 10"},
        {"Which tables are the biggest in Shopfront?", "shop.table_size:sum by table order measure down"},
        {"error types in Sentry", "sentry.error_types:distinct"},
        {"variants per product in Shopfront", "shop.per_product:rate"},
        {"variants by product in Shopfront", "shop.variants:sum by product"},
        {"daily affected users in Sentry by month this year",
         "sentry.daily_users:count per month in 2026-01-01..2026-11-22"},
        {"errors per day last week", "sentry.errors:count per day in 2026-11-09..2026-11-16"},
        {"how many deals did Dealbook win last month", "deals.won_deals:count in 2026-10-01..2026-11-01"},
    };
    check_all(cases);
}

TEST_CASE("planner: a noun that begins like a verb is no wish to change anything") {
    struct {
        std::string question;
        bool write;
    } const cases[] = {
        {"Open bugs in Sentry", false},
        {"Close rate of deals by owner", false},
        {"open pull requests by author", false},
        {"deploy success rate last month", false},
        {"opt-out rate by list", false},
        {"Empty datasets by owner", false},
        {"open the ticket of Globex", true},
        {"close all open issues", true},
        {"deploy the shop to production", true},
        {"opt out everyone on the list", true},
        {"empty the trash", true},
        {"lower the bounce rate to 2 percent", true},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(is_write_wish(c.question) == c.write);
    }
}

TEST_CASE("planner: time words that rows without dates cannot follow are said, and rows that need a period get one") {
    CHECK(notes_of("products in the shop by month").find("has no dates at Shopfront") != std::string::npos);
    CHECK(notes_of("products in the shop last month").find("has no dates at Shopfront") != std::string::npos);
    CHECK(notes_of("products in the shop compared with last month").find("has no dates") != std::string::npos);
    const auto offers = many_offers();
    auto context = context_on(saturday);
    const auto first = std::get<Plan>(plan("variants in Shopfront by product", offers, context));
    context.previous = &first;
    const auto next = std::get<Plan>(plan("and last month?", offers, context));
    CHECK(join(next.notes, "; ").find("has no dates") != std::string::npos);
    CHECK_FALSE(next.range);

    context.previous = nullptr;
    const auto needed = std::get<Plan>(plan("trace duration by trace in Sentry", offers, context));
    REQUIRE(needed.range);
    CHECK(needed.range->phrase == "last 14 days");
    CHECK(join(needed.notes, "; ").find("Sentry needs one: last 14 days") != std::string::npos);
    CHECK_FALSE(std::get<Plan>(plan("errors in Sentry", offers, context)).range);
}

TEST_CASE("planner: a stock at the end of a period is counted on its last day") {
    const BreadthCase cases[] = {
        {"MRR at the end of last month", "stripe.mrr:sum in 2026-10-31..2026-11-01"},
        {"active subscriptions at the beginning of this year",
         "stripe.active_subscriptions:count in 2026-01-01..2026-01-02"},
        {"MRR last half year", "stripe.mrr:sum in 2026-05-01..2026-11-01"},
        {"revenue since the start of the quarter", "stripe.gross_volume:sum in 2026-10-01..2026-11-22"},
    };
    check_all(cases);
    const auto context = context_on(saturday);
    const auto offers = three_offers();
    const auto decided = std::get<Plan>(plan("MRR at the end of last month", offers, context));
    const auto again = read_range(decided.range->phrase, context);
    REQUIRE(again);
    CHECK(again->start->text() == "2026-10-31");
    CHECK(again->end->text() == "2026-11-01");
}

TEST_CASE("planner: a product's proper name means its vendor") {
    const BreadthCase cases[] = {
        {"errors in Bugsnoop last week", "sentry.errors:count in 2026-11-09..2026-11-16"},
        {"open rate in Bugsnoop", "sentry.open_issues:count"},
    };
    check_all(cases);
}

TEST_CASE("planner: one index answers many questions, also from several threads") {
    const Context context = context_on(saturday);
    const auto offers = many_offers();
    const Index index(offers);
    const Index copy = index;
    const std::vector<std::string> questions{"MRR last quarter", "errors by level", "refund the last payment",
                                             "top 5 customers by revenue"};
    std::vector<std::string> expected;
    for (const auto& question : questions) expected.push_back(compact(plan(question, offers, context)));
    std::vector<std::thread> threads;
    std::vector<int> right(4, 0);
    for (std::size_t k = 0; k < right.size(); ++k) {
        threads.emplace_back([&, k] {
            for (std::size_t at = 0; at < questions.size(); ++at) {
                const Index& own = k % 2 == 0 ? index : copy;
                right[k] += compact(plan(questions[at], own, context)) == expected[at] ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    for (const int count : right) CHECK(count == 4);
    CHECK(Index::owning({}).offers().empty());
}
