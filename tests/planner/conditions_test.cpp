// Conditions that nobody lists: names told by their marks, sizes, short forms, and what is ranked.
#include "compact.h"
#include "offers.h"
#include "planner/language/intent.h"
#include "planner/language/thresholds.h"
#include "saturday.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::planner;

struct ConditionCase {
    std::string question;
    std::string expected;
};

Dimension open(Dimension of) {
    of.open_values = true;
    return of;
}

Offer site_offer() {
    Offer out;
    out.vendor = {"site"};
    out.connection = {"c-site"};
    out.connected = true;
    out.name = "Sitewatch";
    out.datasets = {dataset("views", "page views", {}, "time"), dataset("queries", "queries", {}, "time")};
    out.metrics = {metric("views", "page views", {"visits"}, "views", rows()),
                   metric("mean_time", "mean run time", {"run time"}, "queries",
                          Term{Aggregate::mean, "run_ms", "", Timing::during, {}})};
    out.metrics.back().unit = "ms";
    out.metrics.back().kind = Kind::number;
    out.dimensions = {
        open(dimension("page", {"pages", "url"}, {"views"})), open(dimension("zone", {"zones", "domain"}, {"views"})),
        open(dimension("country", {"countries"}, {"views"})), open(dimension("referrer", {"referrers"}, {"views"})),
        open(dimension("campaign", {}, {"views"})),           dimension("query", {"queries"}, {"queries"}),
        open(dimension("project", {"app"}, {"queries"}))};
    return out;
}

Offer sales_offer() {
    Offer out;
    out.vendor = {"sales"};
    out.connection = {"c-sales"};
    out.connected = true;
    out.name = "Salesbook";
    out.datasets = {dataset("deals", "deals", {}, "created"), dataset("files", "files", {}, "changed"),
                    dataset("tasks", "tasks", {}, "done_at")};
    out.datasets[0].fields = {{"stage", Kind::text, Role::dimension, "", "", ""},
                              {"amount", Kind::money, Role::measure, "", "", ""},
                              {"seats", Kind::count, Role::measure, "", "", ""}};
    out.datasets[1].fields = {{"folder", Kind::text, Role::dimension, "", "", ""},
                              {"size", Kind::count, Role::measure, "bytes", "", ""}};
    Term urgent = rows();
    urgent.where = {{"priority", "=", "Urgent"}};
    out.metrics = {metric("deals", "new deals", {"deals"}, "deals", rows()),
                   metric("files", "files changed", {"files"}, "files", rows()),
                   metric("tasks", "finished tasks", {"tasks"}, "tasks", rows()),
                   metric("urgent", "urgent tasks", {"pressing tasks"}, "tasks", urgent),
                   money(metric("spend", "spend", {"spending"}, "deals", sum_of("amount")))};
    auto priority = dimension("priority", {}, {"tasks"});
    priority.values = {{"Urgent", {}}, {"High", {}}};
    out.dimensions = {open(dimension("stage", {"stages"}, {"deals"})),
                      open(dimension("company", {"companies"}, {"deals"})),
                      open(dimension("category", {"categories"}, {"deals"})),
                      open(dimension("folder", {"folders"}, {"files"})),
                      open(dimension("portfolio", {"portfolios"}, {"deals"})),
                      open(dimension("project", {"projects"}, {"tasks"})),
                      open(dimension("assignee", {"assignees", "person"}, {"tasks"})),
                      priority};
    return out;
}

template <std::size_t count>
void check_all(const ConditionCase (&cases)[count]) {
    const Context context = context_on(saturday);
    const Index index = Index::owning({site_offer(), sales_offer()});
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(compact(plan(c.question, index, context)) == c.expected);
    }
}

}  // namespace

TEST_CASE("planner: what its marks tell for a name becomes a condition, or is asked back") {
    const ConditionCase cases[] = {
        {"visits on /pricing last week", "site.views:count where page contains \"/pricing\" in 2026-11-09..2026-11-16"},
        {"visits by country for shop.example.org",
         "site.views:count by country where zone contains \"shop.example.org\""},
        {"visits of zone shop.example.org", "site.views:count where zone contains \"shop.example.org\""},
        {"files changed in /Shared/Claims", "sales.files:count where folder contains \"/Shared/Claims\""},
        {"files changed by ana@example.org", "clarify with 1 choice"},
        {"visits on 1/2 of the pages", "site.views:count"},
        {"run time by query in project ledger-prod",
         "site.mean_time:avg by query where project contains \"ledger-prod\""},
        {"run time of the mobile-app project", "site.mean_time:avg where project contains \"mobile-app\""},
    };
    check_all(cases);
}

TEST_CASE("planner: a size that rows must have is a condition on the column that is surely meant") {
    const ConditionCase cases[] = {
        {"deals above 50k by stage", "sales.deals:count by stage where amount > 50000"},
        {"deals between 1,000 and 2,500 EUR", "sales.deals:count where amount >= 1000 where amount <= 2500"},
        {"deals with more than 20 seats", "sales.deals:count where seats > 20"},
        {"deals with more than 3 meetings", "clarify with 1 choice"},
        {"files over 2 MB by folder", "sales.files:count by folder where size > 2000000"},
        {"files over 20 EUR", "clarify with 1 choice"},
        {"is our spend above 5k", "sales.spend:sum"},
        {"deals over the last 30 days", "sales.deals:count in 2026-10-23..2026-11-22"},
    };
    check_all(cases);
}

TEST_CASE("planner: a bare name is looked for where its place in the sentence says") {
    const ConditionCase cases[] = {
        {"deals in Negotiation", "sales.deals:count where stage contains \"Negotiation\""},
        {"deals for Northlight", "sales.deals:count where company contains \"Northlight\""},
        {"visits from Brazil last month",
         "site.views:count where country contains \"Brazil\" in 2026-10-01..2026-11-01"},
        {"visits from google", "site.views:count where referrer contains \"google\""},
        {"how many tasks did Petra finish", "sales.tasks:count where assignee contains \"Petra\""},
        {"tasks finished by petra last week",
         "sales.tasks:count where assignee contains \"petra\" in 2026-11-09..2026-11-16"},
        {"tasks by project top 5 last month",
         "sales.tasks:count by project in 2026-10-01..2026-11-01 order measure down limit 5"},
        {"tasks in OPS", "sales.tasks:count where project contains \"OPS\""},
        {"did our travel spending drop last month",
         "sales.spend:sum where category contains \"travel\" in 2026-10-01..2026-11-01"},
        {"tasks of the Growth portfolio", "clarify with 1 choice"},
        {"pressing tasks with priority High", "sales.tasks:count where priority = \"High\""},
    };
    check_all(cases);
}

TEST_CASE("planner: what a superlative stands before is ranked, and where things come from is told apart") {
    const ConditionCase cases[] = {
        {"slowest queries", "site.mean_time:avg by query order measure down"},
        {"top 5 busiest pages", "site.views:count by page order measure down limit 5"},
        {"most visited pages", "site.views:count by page order measure down"},
        {"where do our visits come from", "site.views:count by referrer"},
        {"most visits", "site.views:count"},
        {"the 3 pages with the fewest visits", "site.views:count by page order measure up limit 3"},
        {"top 4 by visits", "site.views:count by page order measure down limit 4"},
        {"visits page by page", "site.views:count by page"},
        {"visits per month from 2026-02 up to and including 2026-04",
         "site.views:count per month in 2026-02-01..2026-05-01"},
        {"how have visits grown this year", "site.views:count per month in 2026-01-01..2026-11-22"},
        {"how many visits a day last week", "site.views:count per day in 2026-11-09..2026-11-16"},
    };
    check_all(cases);
}

TEST_CASE("planner: numbers behind words of size are read as people write them") {
    struct Size {
        std::string text;
        std::string op;
        double value;
        bool money;
    };
    const Size sizes[] = {
        {"above 50k", ">", 50000, false},
        {"over $1.5m", ">", 1500000, true},
        {"at least 12,500 EUR", ">=", 12500, true},
        {"under 20 \xE2\x82\xAC", "<", 20, true},
        {"no more than 3 comments", "<=", 3, false},
        {"up to EUR 7", "<=", 7, true},
    };
    Stemmer stemmer;
    for (const auto& size : sizes) {
        CAPTURE(size.text);
        const Words words = words_of(size.text, stemmer);
        const auto found = read_thresholds(size.text, words, Uses(words.size(), Use::open));
        REQUIRE(found.size() == 1);
        CHECK(found[0].op == size.op);
        CHECK(found[0].value == doctest::Approx(size.value));
        CHECK(found[0].money == size.money);
    }
    for (const std::string text :
         {"above all", "over 20 %", "more than ever", "between us and them", "under construction"}) {
        CAPTURE(text);
        const Words words = words_of(text, stemmer);
        CHECK(read_thresholds(text, words, Uses(words.size(), Use::open)).empty());
    }
}

TEST_CASE("planner: wishes that are put politely or as nouns are told from questions") {
    for (const std::string text :
         {"could all the pictures in /old be thrown out, nobody needs them",
          "everything finished in the Roadmap belongs in the archive",
          "we need a copy of the NDA folder for the new client", "reassign every deal of Petra to Jonas"}) {
        CAPTURE(text);
        CHECK(is_write_wish(text));
    }
    for (const std::string text : {"drop-off in the checkout funnel last month by device", "opt-outs by list",
                                   "which records belong to Petra", "returns by product last month"}) {
        CAPTURE(text);
        CHECK_FALSE(is_write_wish(text));
    }
    Stemmer stemmer;
    for (const std::string text :
         {"tell me a joke about accountants", "recommend a good film for tonight", "give me a recipe for soup"}) {
        CAPTURE(text);
        CHECK(asks_for_amusement(words_of(text, stemmer)));
    }
    for (const std::string text :
         {"tell me the number of books sold", "give me all recipes by author", "find the movie with most views"}) {
        CAPTURE(text);
        CHECK_FALSE(asks_for_amusement(words_of(text, stemmer)));
    }
}

TEST_CASE("planner: a word that tells its own kind is a condition, and a small name where a person must stand") {
    const ConditionCase cases[] = {
        {"visits from google by country", "site.views:count by country where referrer contains \"google\""},
        {"visits from google", "site.views:count where referrer contains \"google\""},
        {"finished tasks assigned to anna", "sales.tasks:count where assignee contains \"anna\""},
        {"how many tasks did noor finish last week",
         "sales.tasks:count where assignee contains \"noor\" in 2026-11-09..2026-11-16"},
        {"how many tasks did we finish last week", "sales.tasks:count in 2026-11-09..2026-11-16"},
        {"deals in negotiation", "sales.deals:count where stage contains \"negotiation\""},
        {"deals in total", "sales.deals:count"},
        {"spend on software last month",
         "sales.spend:sum where category contains \"software\" in 2026-10-01..2026-11-01"},
        {"assignees by number of finished tasks", "sales.tasks:count by assignee"},
    };
    check_all(cases);
}
