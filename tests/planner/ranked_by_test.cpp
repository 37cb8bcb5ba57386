// "Browsers by page views": behind "by" stands what they are ranked by, though its name begins like a dimension.
#include "compact.h"
#include "offers.h"
#include "planner/index.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

namespace {

Offer site_offer() {
    Offer out;
    out.vendor = {"site"};
    out.connection = {"c-site"};
    out.connected = true;
    out.name = "Sitecount";
    out.datasets = {dataset("views", "views", {}, "day"), dataset("cohorts", "cohorts", {}, "")};
    out.metrics = {metric("page_views", "page views", {}, "views", sum_of("views")),
                   metric("browser_errors", "errors by browser", {}, "views", sum_of("errors")),
                   metric("cohort_size", "cohort size", {}, "cohorts", sum_of("people"))};
    for (const char* id : {"page", "browser", "country"}) {
        auto made = dimension(id, {cat(id, "s")}, {"views"});
        made.open_values = true;
        out.dimensions.push_back(std::move(made));
    }
    out.dimensions.push_back(dimension("cohort", {"cohorts"}, {"cohorts"}));
    out.examples = {"Page views in Sitecount last month"};
    return out;
}

}  // namespace

TEST_CASE("planner: a measure whose name begins like a dimension is ranked by, and not grouped by") {
    const Context context = context_on(Day::of(2026, 11, 21));
    const Index index = Index::owning({site_offer()});
    struct {
        const char* question;
        const char* expected;
    } const cases[] = {
        {"Top 5 browsers by page views in Sitecount", "site.page_views:sum by browser order measure down limit 5"},
        {"Top 3 pages by page views in Sitecount", "site.page_views:sum by page order measure down limit 3"},
        {"Page views by page in Sitecount", "site.page_views:sum by page"},
        {"Page views by page and country in Sitecount", "site.page_views:sum by page by country"},
        {"Errors by browser in Sitecount", "site.browser_errors:sum by browser"},
        {"Top 3 cohorts by cohort size in Sitecount", "site.cohort_size:sum by cohort order measure down limit 3"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(compact(plan(c.question, index, context)) == c.expected);
    }
}
