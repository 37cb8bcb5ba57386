// Tables that a customer made and named: which questions are about one, and what their words ask of it.
#include "planner/fields.h"
#include "planner/planner.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

namespace {

Offer keeper(const char* vendor, const char* name, std::vector<Dimension> containers) {
    Offer offer;
    offer.vendor = {vendor};
    offer.connection = {vendor};
    offer.connected = true;
    offer.name = name;
    Dataset own;
    own.id = "own_rows";
    own.name = "own rows";
    own.tool = "read_rows";
    own.open_fields = true;
    own.time_field = "created";
    own.fields = {{"id", Kind::text, Role::key, "", "", ""}, {"created", Kind::time, Role::time, "", "", ""}};
    Metric rows;
    rows.id = "own_rows";
    rows.name = "own rows";
    rows.dataset = "own_rows";
    offer.metrics.push_back(rows);
    for (auto& one : containers) {
        one.columns["own_rows"] = one.id;
        one.open_values = true;
        own.containers.push_back(one.id);
        own.fields.push_back({one.id, Kind::text, Role::dimension, "", "", ""});
        offer.dimensions.push_back(std::move(one));
    }
    offer.datasets.push_back(std::move(own));
    return offer;
}

Dimension named(const char* id, std::vector<std::string> synonyms) {
    Dimension dimension;
    dimension.id = id;
    dimension.name = id;
    dimension.synonyms = std::move(synonyms);
    return dimension;
}

// What everybody has beside: customers, revenue and seats, so that a table's words may be near something else.
Offer shop() {
    Offer offer;
    offer.vendor = {"shop"};
    offer.connection = {"shop"};
    offer.connected = true;
    offer.name = "Shopworks";
    Dataset orders;
    orders.id = "orders";
    orders.name = "orders";
    orders.tool = "list_orders";
    orders.time_field = "placed";
    orders.fields = {{"placed", Kind::time, Role::time, "", "", ""},
                     {"amount", Kind::number, Role::measure, "", "", ""}};
    offer.datasets.push_back(orders);
    Metric revenue;
    revenue.id = "revenue";
    revenue.name = "revenue";
    revenue.synonyms = {"sales", "turnover"};
    revenue.dataset = "orders";
    revenue.value = {Aggregate::sum, "amount", "", Timing::during, {}};
    Metric customers;
    customers.id = "customers";
    customers.name = "customers";
    customers.synonyms = {"customer base", "client base", "user base"};
    customers.dataset = "orders";
    offer.metrics = {revenue, customers};
    Dimension seat = named("table_number", {"table in the restaurant", "table"});
    seat.columns["orders"] = "table_number";
    Dimension campaign = named("campaign", {"mailing list"});
    campaign.columns["orders"] = "campaign";
    offer.dimensions = {seat, campaign};
    return offer;
}

std::vector<Offer> offers() {
    return {keeper("grid", "Gridbase", {named("base", {}), named("sheet", {"spreadsheet"})}),
            keeper("notes", "Notewell", {named("database", {"db"})}),
            keeper("boards", "Boardy", {named("board", {})}),
            keeper("crawl", "Crawlio", {named("dataset", {})}),
            keeper("pg", "Pgcloud", {named("table", {})}),
            shop()};
}

Context context() {
    return {Calendar(), Day::of(2026, 11, 20), {}, nullptr};
}

// One line for a plan over an own table; empty for anything else.
std::string read(std::string_view question) {
    const auto all = offers();
    const auto decision = plan(question, all, context());
    const auto* made = std::get_if<Plan>(&decision);
    if (made == nullptr || made->steps.front().dataset != "own_rows") return "";
    const Measure& measure = made->measures.front();
    std::string line = made->steps.front().vendor.text;
    for (const auto& filter : made->filters) {
        if (filter.op == "contains") line += "|" + filter.field + "=" + filter.value.get<std::string>();
    }
    line += "|" + measure.aggregate + "(" + (measure.aggregate == "count" ? "" : measure.field) + ")";
    for (const auto& group : made->group_by) line += "|by " + group;
    if (made->grain) line += "|per " + std::string(name_of(*made->grain));
    if (made->limit) line += "|first " + std::to_string(*made->limit);
    if (!measure.dated.empty()) line += "|dated " + measure.dated;
    return line;
}

}  // namespace

TEST_CASE("planner: a question about a table that somebody made is read in its own words") {
    struct {
        const char* question;
        const char* expected;
    } const cases[] = {
        {"How many recipes are there per cuisine in the recipes base?", "grid|base=recipes|count()|by cuisine"},
        {"Average cooking time by cuisine in the Recipes base", "grid|base=Recipes|avg(cooking time)|by cuisine"},
        {"Leads sheet: number of leads per source", "grid|sheet=Leads|count()|by source"},
        {"sum of expected value by owner in the leads sheet", "grid|sheet=leads|sum(expected value)|by owner"},
        {"Supplier contracts base: total per supplier", "grid|base=Supplier contracts|sum(amount)|by supplier"},
        {"most expensive products in the Stock list spreadsheet", "grid|sheet=Stock list|max(price)|by product"},
        {"candidates by stage in the hiring database", "notes|database=hiring|count()|by stage"},
        {"candidates database: how many per department", "notes|database=candidates|count()|by department"},
        {"what is the median salary by seniority in the Compensation db",
         "notes|database=Compensation|median(salary)|by seniority"},
        {"budget per department in the Marketing plan database",
         "notes|database=Marketing plan|sum(budget)|by department"},
        {"points per team in our retro notes database", "notes|database=retro notes|sum(points)|by team"},
        {"incidents added per week this year in the incident log database",
         "notes|database=incident log|count()|per week|dated added"},
        {"number of machines by location on the equipment board", "boards|board=equipment|count()|by location"},
        {"total mileage per driver on board Fleet", "boards|board=Fleet|sum(mileage)|by driver"},
        {"how many requests were submitted per month on the \"IT helpdesk\" board",
         "boards|board=IT helpdesk|count()|per month|dated submitted"},
        {"top 5 flats by rent in the scraped dataset flats-vienna",
         "crawl|dataset=flats-vienna|max(rent)|by flat|first 5"},
        {"average score by language in the feedback dataset", "crawl|dataset=feedback|avg(score)|by language"},
        {"lowest price by brand in dataset \"shoe offers\"", "crawl|dataset=shoe offers|min(price)|by brand"},
        {"how many parcels shipped per day in the shipments table last week",
         "pg|table=shipments|count()|per day|dated shipped"},
        {"pgcloud's inventory table: sum of quantity by warehouse", "pg|table=inventory|sum(quantity)|by warehouse"},
        {"invoices by country and status from table user_invoices",
         "pg|table=user_invoices|count()|by country|by status"},
        {"contracts ending in the next 60 days by region in the Leases base",
         "grid|base=Leases|count()|by region|dated ending"},
        {"average order value by region in the wholesale base", "grid|base=wholesale|avg(order value)|by region"},
        {"effort by team on the Q4 planning board", "boards|board=Q4 planning|sum(effort)|by team"},
        {"reviews by star rating in dataset reviews-2026", "crawl|dataset=reviews-2026|count()|by star rating"},
        {"largest contract in the vendor agreements base", "grid|base=vendor agreements|max(amount)|by contract"},
        {"who has the most laptops in the equipment database", "notes|database=equipment|count()|by owner"},
        {"average basket by channel from pgcloud table carts", "pg|table=carts|avg(basket)|by channel"},
        {"tickets with severity high by product in the bugs database",
         "notes|database=bugs|severity=high|count()|by product"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        CHECK(read(c.question) == std::string(c.expected));
    }
}

TEST_CASE("planner: what only sounds like somebody's table is none") {
    const char* const cases[] = {
        "revenue by table in the restaurant",
        "revenue by table last month",
        "who sits on the board of directors",
        "how did our customer base grow this year",
        "how large is our customer base",
        "did the client base shrink last quarter",
        "user base by campaign",
        "revenue by campaign of the mailing list",
        "show revenue by campaign as a table",
        "revenue by campaign in a table",
        "revenue per campaign, table",
        "how is the data base doing",
        "which tables do we have",
        "how many databases are there",
        "revenue by campaign, put it on the board",
        "customers on the price list",
        "what does the advisory board think",
        "revenue as a pivot table",
        "is the database down",
        "who won the league table",
        "knowledge base articles",
        "the boards by number of items",
        "how many tables are in the restaurant",
        "show the rows of the widest table",
        "number of items on the second board",
        "who made the same database",
        "add a row to the leads sheet",
        "delete the hiring database",
        "create a table for invoices",
    };
    for (const auto* question : cases) {
        CAPTURE(std::string(question));
        CHECK(read(question) == std::string());
    }
}

TEST_CASE("planner: a table's name that two vendors may hold is asked back, a vendor's own word first") {
    std::vector<Offer> two{keeper("pg", "Pgcloud", {named("table", {})}),
                           keeper("lite", "Litebase", {named("table", {})})};
    const auto decision = plan("orders by status in the orders table", two, context());
    const auto* clarify = std::get_if<Clarify>(&decision);
    REQUIRE(clarify != nullptr);
    CHECK(clarify->choices.size() == 2);

    const auto named_one = plan("orders by status in the orders table in Litebase", two, context());
    REQUIRE(std::holds_alternative<Plan>(named_one));
    CHECK(std::get<Plan>(named_one).steps.front().vendor.text == "lite");

    two = {keeper("pg", "Pgcloud", {named("table", {})}),
           keeper("grid", "Gridbase", {named("base", {}), named("table", {})})};
    const auto both = plan("leads by stage in the Leads table of the Sales base", two, context());
    REQUIRE(std::holds_alternative<Plan>(both));
    CHECK(std::get<Plan>(both).steps.front().vendor.text == "grid");
    CHECK(std::get<Plan>(both).filters.size() == 2);

    two = {keeper("pg", "Pgcloud", {named("table", {"sheet"})}), keeper("grid", "Gridbase", {named("sheet", {})})};
    const auto own_word = plan("orders by status in the orders sheet", two, context());
    REQUIRE(std::holds_alternative<Plan>(own_word));
    CHECK(std::get<Plan>(own_word).steps.front().vendor.text == "grid");
}

TEST_CASE("planner: what is taken for a field is said, and so is what came to nothing") {
    const auto all = offers();
    const auto decision = plan("sum of weight by origin in the coffee beans base", all, context());
    const auto& made = std::get<Plan>(decision);
    const auto says = [&made](std::string_view text) {
        return std::any_of(made.notes.begin(), made.notes.end(),
                           [&](const std::string& note) { return note.find(text) != std::string::npos; });
    };
    CHECK(says("\"origin\" is taken for a field of the table"));
    CHECK(says("\"weight\" is taken for a field of the table"));

    const auto odd = plan("urgent repairs by building in the facilities database", all, context());
    const auto& noted = std::get<Plan>(odd).notes;
    CHECK(std::any_of(noted.begin(), noted.end(),
                      [](const std::string& note) { return note.find("\"urgent\"") != std::string::npos; }));
}

namespace {

// The table as it came: a name, a group, two numbers, two dates.
Offer came() {
    Offer offer = keeper("grid", "Gridbase", {named("base", {})});
    Dataset& dataset = offer.datasets.front();
    dataset.fields.push_back({"Name", Kind::text, Role::dimension, "", "", ""});
    dataset.fields.push_back({"Cuisine type", Kind::text, Role::dimension, "", "", ""});
    dataset.fields.push_back({"Cooking time", Kind::number, Role::measure, "", "", ""});
    dataset.fields.push_back({"unitPrice", Kind::number, Role::measure, "", "", ""});
    dataset.fields.push_back({"End date", Kind::day, Role::time, "", "", ""});
    for (const auto& [id, column] : {std::pair{"name", "Name"}, std::pair{"cuisine_type", "Cuisine type"}}) {
        Dimension dimension = named(id, {});
        dimension.columns["own_rows"] = column;
        offer.dimensions.push_back(dimension);
    }
    for (const auto& [id, column] : {std::pair{"cooking_time", "Cooking time"}, std::pair{"unitprice", "unitPrice"}}) {
        Metric metric;
        metric.id = id;
        metric.name = id;
        metric.dataset = "own_rows";
        metric.value = {Aggregate::sum, column, "", Timing::during, {}};
        offer.metrics.push_back(metric);
    }
    return offer;
}

std::string fitted(std::string_view question) {
    const auto all = offers();
    auto decision = plan(question, all, context());
    const auto* made = std::get_if<Plan>(&decision);
    if (made == nullptr) return "no plan";
    const auto fit = fit_to_fields(*made, came());
    if (!fit) return fit.error().message;
    const Plan& bound = fit.value().plan;
    std::string line = bound.measures.front().aggregate + "(" + bound.measures.front().metric + ")";
    for (const auto& group : bound.group_by) line += "|by " + group;
    return line + (bound.grain || bound.range ? "|" + fit.value().offer.datasets.front().time_field : "");
}

}  // namespace

TEST_CASE("planner: the words of a plan are held against the columns that came") {
    struct {
        const char* question;
        const char* expected;
    } const cases[] = {
        {"recipes by cuisine in the recipes base", "count(grid.own_rows)|by cuisine_type"},
        {"average cooking time by cuisine in the recipes base", "avg(grid.cooking_time)|by cuisine_type"},
        {"unit price by cuisine in the recipes base", "sum(grid.unitprice)|by cuisine_type"},
        {"top 3 recipes by unit price in the recipes base", "max(grid.unitprice)|by name"},
        {"sum per cuisine in the recipes base", "sum(grid.unitprice)|by cuisine_type"},
        {"recipes added per month this year in the recipes base", "count(grid.own_rows)|created"},
        {"offers ending in the next 30 days in the recipes base", "count(grid.own_rows)|End date"},
        {"recipes by author in the recipes base",
         "The table has no field that is called \"author\". It has: created, base, Name, Cuisine type, Cooking time, "
         "unitPrice, End date."},
        {"average calories by cuisine in the recipes base",
         "The table has no field that is called \"calories\". It has: created, base, Name, Cuisine type, Cooking time, "
         "unitPrice, End date."},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        CHECK(fitted(c.question) == std::string(c.expected));
    }
}

TEST_CASE("planner: a follow-up changes one part of a plan over somebody's table") {
    const auto all = offers();
    const auto first = plan("candidates by stage in the hiring database", all, context());
    REQUIRE(std::holds_alternative<Plan>(first));
    struct {
        const char* question;
        const char* groups;
        const char* aggregate;
        bool ranged;
    } const cases[] = {
        {"by team instead", "team ", "count", false},
        {"also by team", "stage team ", "count", false},
        {"and last month?", "stage ", "count", true},
        {"now the average salary", "stage ", "avg", false},
        {"per month", "", "count", true},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        Context after = context();
        after.previous = &std::get<Plan>(first);
        const auto changed = plan(c.question, all, after);
        REQUIRE(std::holds_alternative<Plan>(changed));
        const Plan& made = std::get<Plan>(changed);
        std::string groups;
        for (const auto& group : made.group_by) groups += group + " ";
        CHECK(groups == std::string(c.groups));
        CHECK(made.measures.front().aggregate == std::string(c.aggregate));
        CHECK(made.range.has_value() == c.ranged);
        REQUIRE(!made.filters.empty());
        CHECK(made.filters.front().value == "hiring");
    }
    Context after = context();
    after.previous = &std::get<Plan>(first);
    const auto other = plan("revenue by campaign last month", all, after);
    REQUIRE(std::holds_alternative<Plan>(other));
    CHECK(std::get<Plan>(other).steps.front().vendor.text == "shop");
}
