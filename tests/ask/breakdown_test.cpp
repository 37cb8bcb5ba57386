// Which columns a step asks for on demand, and what is refused because it cannot be added up.
#include "ask/breakdown.h"

#include "base/text.h"
#include "folder_shop.h"

using namespace parley;
using namespace parley::ask;

namespace {

// Visits and people of a site by day, told apart by country, page and plan, two of them at once.
struct Site {
    Site() {
        dataset.offer.id = "visits";
        dataset.offer.name = "visits";
        dataset.on_demand = {"country", "page", "plan"};
        dataset.breakdowns = 2;
        offer.vendor = VendorId{"site"};
        offer.name = "Site";
        add_metric("visits", planner::Aggregate::sum, "visits");
        add_metric("people", planner::Aggregate::mean, "people");
        add_metric("busiest", planner::Aggregate::maximum, "people");
        add_metric("pages", planner::Aggregate::distinct, "page");
        add_metric("referred", planner::Aggregate::sum, "visits");
        offer.metrics.back().value.where = {{"plan", "=", "team"}};
        add_metric("team_people", planner::Aggregate::mean, "people");
        offer.metrics.back().value.where = {{"plan", "=", "team"}};
        for (const char* name : {"country", "page", "plan"}) {
            planner::Dimension dimension;
            dimension.id = dimension.name = name;
            dimension.columns["visits"] = name;
            offer.dimensions.push_back(std::move(dimension));
        }
        planner::Dimension elsewhere;
        elsewhere.id = "owner";
        elsewhere.columns["deals"] = "owner";
        offer.dimensions.push_back(std::move(elsewhere));
    }

    void add_metric(const std::string& id, planner::Aggregate aggregate, const std::string& column) {
        planner::Metric metric;
        metric.id = metric.name = id;
        metric.dataset = "visits";
        metric.value.aggregate = aggregate;
        metric.value.column = column;
        offer.metrics.push_back(std::move(metric));
    }

    Result<std::vector<std::string>> columns(const planner::Plan& plan) const {
        return columns_on_demand({plan, offer, dataset});
    }

    planner::Offer offer;
    vendors::ManifestDataset dataset;
};

planner::Plan plan_of(const std::string& metric, std::vector<std::string> group_by = {},
                      std::vector<planner::Filter> filters = {}) {
    planner::Plan plan;
    plan.measures.push_back({"site." + metric, "", ""});
    plan.group_by = std::move(group_by);
    plan.filters = std::move(filters);
    return plan;
}

}  // namespace

TEST_CASE("ask: a step asks for the columns on demand that it groups, filters and computes by") {
    const Site site;
    const Json two = Json::array({"DE", "FR"});
    struct {
        planner::Plan plan;
        std::vector<std::string> columns;
    } const cases[] = {
        {plan_of("visits"), {}},
        {plan_of("visits", {"country"}), {"country"}},
        {plan_of("visits", {"page", "country"}), {"country", "page"}},  // In the dataset's order: one call for both.
        {plan_of("visits", {"owner"}), {}},
        {plan_of("visits", {"unknown"}), {}},
        {plan_of("visits", {"page"}, {{"country", "=", "DE"}}), {"country", "page"}},
        {plan_of("visits", {}, {{"country", "!=", "DE"}}), {"country"}},
        {plan_of("visits", {}, {{"country", "in", two}}), {"country"}},
        {plan_of("pages"), {"page"}},
        {plan_of("referred"), {"plan"}},
        {plan_of("team_people"), {"plan"}},
        {plan_of("team_people", {"country"}), {"country", "plan"}},
        {plan_of("people", {"country"}, {{"country", "in", two}}), {"country"}},
        {plan_of("people", {}, {{"country", "=", "DE"}}), {"country"}},
        {plan_of("people", {}, {{"country", "in", Json::array({"DE"})}}), {"country"}},
        {plan_of("busiest", {"plan"}, {{"country", "=", "DE"}}), {"country", "plan"}},
        {plan_of("people", {}, {{"page", "contains", "price"}}), {"page"}},  // The rows will tell.
    };
    for (const auto& c : cases) {
        const std::string plan = to_json(c.plan).dump();
        CAPTURE(plan);
        const auto columns = site.columns(c.plan);
        REQUIRE(columns);
        CHECK(columns.value() == c.columns);
    }
}

TEST_CASE("ask: what cannot be told apart at once or added up is refused in a sentence") {
    Site site;
    struct {
        planner::Plan plan;
        std::string sentence;
    } const cases[] = {
        {plan_of("visits", {"country", "page"}, {{"plan", "=", "team"}}),
         "Site tells visits apart by 2 things at a time, not by country, page and plan together."},
        {plan_of("people", {}, {{"country", "!=", "DE"}}),
         "Site gives people for one country at a time, and those of several cannot be added up: ask by country, or for "
         "one alone."},
        {plan_of("people", {"page"}, {{"country", "in", Json::array({"DE", "FR"})}}),
         "Site gives people for one country"},
        {plan_of("busiest", {}, {{"plan", "in", Json::array({"team", "trial"})}}), "Site gives busiest for one plan"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.sentence);
        const auto columns = site.columns(c.plan);
        REQUIRE_FALSE(columns);
        CHECK(columns.error().fault == Fault::invalid);
        CHECK(columns.error().message.starts_with(c.sentence));
    }
    site.dataset.breakdowns = 1;
    const auto one = site.columns(plan_of("visits", {"country", "page"}));
    REQUIRE_FALSE(one);
    CHECK(one.error().message == "Site tells visits apart by one thing at a time, not by country and page together.");
}

TEST_CASE("ask: rows with a key of their own are single things, and a mean over several of them is one") {
    Site site;
    const auto several = plan_of("people", {}, {{"country", "in", Json::array({"DE", "FR"})}});
    CHECK_FALSE(site.columns(several));
    site.dataset.offer.fields = {{"email", Kind::text, Role::dimension, "", "", ""}};
    CHECK_FALSE(site.columns(several));
    site.dataset.offer.fields.push_back({"id", Kind::text, Role::key, "", "", ""});
    const auto columns = site.columns(several);
    REQUIRE(columns);
    CHECK(columns.value() == std::vector<std::string>{"country"});
}

TEST_CASE("ask: a text that fits several values is refused once the rows show it, where people are counted") {
    const Site site;
    Table rows;
    rows.columns.emplace_back("page", Kind::text, Role::dimension, "");
    for (const char* page : {"/price", "/Prices", "/home"}) rows.columns.front().add(Cell(std::string(page)));
    struct {
        planner::Plan plan;
        bool is_sound;
    } const cases[] = {
        {plan_of("people", {}, {{"page", "contains", "price"}}), false},
        {plan_of("people", {}, {{"page", "contains", "home"}}), true},
        {plan_of("people", {}, {{"page", "contains", "nowhere"}}), true},
        {plan_of("people", {"page"}, {{"page", "contains", "price"}}), true},
        {plan_of("visits", {}, {{"page", "contains", "price"}}), true},
    };
    for (const auto& c : cases) {
        const std::string plan = to_json(c.plan).dump();
        CAPTURE(plan);
        CHECK(static_cast<bool>(check_added_up({c.plan, site.offer, site.dataset}, rows)) == c.is_sound);
    }
}

TEST_CASE("ask: a breakdown stands in the call's arguments, and what is cut off is said in the answer's table") {
    const std::string manifest = R"(return { id = "till", name = "Till", category = "Commerce", api = 1,
        server = { url = "https://till.example/mcp", confidence = "documented" }, auth = { kind = "none" },
        tools = { orders = { names = { "list_orders" }, description = "The orders." } },
        datasets = { orders = { name = "orders", description = "One row for each day.", tool = "orders", time = "day",
            columns = { { name = "day", kind = "day", role = "time" }, { name = "orders", kind = "count", role = "measure" },
                        { name = "country", kind = "text", role = "dimension", on_demand = true } } } },
        ask = { "How many orders?" } })";
    const std::string plugin = R"(return {
        prepare = function(request) return { by = request.group_by[1], step = request.bucket } end,
        shape = function(request, reply)
            if request.group_by[1] then return reply, "Till names the largest country only; the others are missing." end
            return reply
        end })";
    FolderShop shop(manifest, plugin, [](const Json& arguments) {
        Json row = {{"day", "2026-09-01"}, {"orders", 3}};
        if (arguments.contains("by")) row["country"] = "DE";
        return FolderShop::data(Json::array({row}));
    });
    const auto whole = shop.fetch();
    REQUIRE(whole);
    CHECK(whole.value().rows.completeness.state == Completeness::State::complete);
    CHECK(whole.value().rows.find("country") == nullptr);
    Need need;
    need.group_by = {"country"};
    need.bucket = "month";
    const auto parts = shop.fetch(need);
    REQUIRE(parts);
    CHECK(parts.value().source.arguments == Json({{"by", "country"}, {"step", "month"}}));
    CHECK(parts.value().rows.completeness.state == Completeness::State::truncated);
    CHECK(parts.value().rows.completeness.why == "Till names the largest country only; the others are missing.");
    REQUIRE(parts.value().rows.find("country"));
    CHECK(parts.value().rows.find("country")->text(0) == "DE");
    CHECK(parts.value().note == "");  // Another form of reply for another way to ask is no drift.
}
