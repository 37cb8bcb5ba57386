#include "analysis/ranges.h"
#include "samples.h"

using namespace parley;
using namespace parley::samples;

namespace {

using Joined = planner::Join::Kind;

// A shop with payments by e-mail address, and a desk with conversations of the same people.
struct Two {
    planner::Offer till;
    planner::Offer desk;

    Two() {
        till.vendor = {"till"};
        till.name = "Till";
        till.datasets = {dataset("payments", "day", "", "")};
        till.datasets[0].fields.push_back({"email", Kind::text, Role::key, "", "", "email"});
        const Term amount{Aggregate::sum, "amount", "", Timing::during, {}};
        const Term rows{Aggregate::count, "", "", Timing::during, {}};
        till.metrics = {
            metric("revenue", "revenue", "payments", amount, Kind::money),
            metric("payments", "payments", "payments", rows, Kind::count),
            metric("people", "people", "payments", {Aggregate::distinct, "email", "", Timing::during, {}}, Kind::count),
            rate(metric("mean", "mean payment", "payments", amount, Kind::money), rows)};
        planner::Dimension country;
        country.id = country.name = "country";
        country.columns = {{"payments", "country"}};
        till.dimensions = {country};
        desk.vendor = {"desk"};
        desk.name = "Desk";
        desk.datasets = {dataset("talks", "day", "", "")};
        desk.datasets[0].fields.push_back({"from", Kind::text, Role::key, "", "", "email"});
        desk.metrics = {metric("talks", "talks", "talks", rows, Kind::count)};
        planner::Dimension state;
        state.id = state.name = "state";
        state.columns = {{"talks", "state"}};
        desk.dimensions = {state};
    }
};

struct Paid {
    const char* day;
    const char* email;
    std::int64_t amount;
    const char* country;
};

Table paid(const std::vector<Paid>& rows) {
    Table table;
    table.columns.emplace_back("day", Kind::day, Role::time);
    table.columns.emplace_back("email", Kind::text, Role::key);
    table.columns.emplace_back("amount", Kind::money, Role::measure, "USD");
    table.columns.emplace_back("country", Kind::text, Role::dimension);
    for (const Paid& row : rows) {
        table.columns[0].add(std::int64_t{Day::parse(row.day).value().days});
        if (*row.email)
            table.columns[1].add(std::string(row.email));
        else
            table.columns[1].add_null();
        table.columns[2].add(row.amount);
        table.columns[3].add(std::string(row.country));
    }
    return table;
}

struct Talk {
    const char* day;
    const char* from;
    const char* state;
};

Table talks(const std::vector<Talk>& rows) {
    Table table;
    table.columns.emplace_back("day", Kind::day, Role::time);
    table.columns.emplace_back("from", Kind::text, Role::key);
    table.columns.emplace_back("state", Kind::text, Role::dimension);
    for (const Talk& row : rows) {
        table.columns[0].add(std::int64_t{Day::parse(row.day).value().days});
        table.columns[1].add(std::string(row.from));
        table.columns[2].add(std::string(row.state));
    }
    return table;
}

const Two two;

// Ada pays twice and talks three times; Ben pays and is silent; Cy talks only; one payment is of nobody known.
std::vector<analysis::Input> people_of_two() {
    return {{paid({{"2026-03-02", "ada@x.example", 100, "DE"},
                   {"2026-04-02", "Ada@X.example ", 200, "US"},
                   {"2026-03-09", "ben@x.example", 500, "DE"},
                   {"2026-03-10", "", 70, "DE"}}),
             &two.till, two.till.dataset("payments")},
            {talks({{"2026-03-03", "ADA@x.example", "open"},
                    {"2026-03-04", "ada@x.example", "closed"},
                    {"2025-01-01", " ada@x.example", "open"},
                    {"2026-03-05", "cy@x.example", "open"}}),
             &two.desk, two.desk.dataset("talks")}};
}

planner::Plan joined(Joined kind, const char* first, std::vector<std::string> groups) {
    planner::Plan made;
    made.measures = {{first, "", ""}, {"desk.talks", "", ""}};
    made.join = planner::Join{kind, "email"};
    made.group_by = std::move(groups);
    return made;
}

std::string rows_for(const planner::Plan& made) {
    return run(made, people_of_two(), setting("2026-08-01T00:00:00Z"));
}

}  // namespace

TEST_CASE("analysis: rows of two vendors meet by their key, and none is multiplied by the other's") {
    struct {
        Joined kind;
        const char* first;
        std::vector<std::string> groups;
        const char* expected;  // ..., keys, keys found, rows without key
    } const cases[] = {
        {Joined::match, "till.revenue", {"email"}, R"([["ada@x.example",3.0,3,2,1,1]])"},
        {Joined::match, "till.payments", {"email"}, R"([["ada@x.example",2,3,2,1,1]])"},
        {Joined::without, "till.revenue", {"email"}, R"([["ben@x.example",5.0,2,1,1]])"},
        {Joined::match, "till.revenue", {}, R"([[3.0,3,2,1,1]])"},
        {Joined::without, "till.revenue", {}, R"([[5.0,2,1,1]])"},
        {Joined::match, "till.people", {}, R"([[2,3,2,1,0]])"},  // Written in two ways: as the rows have it.
        {Joined::match, "till.mean", {}, R"([[1.5,3,3.0,2,2,1,1]])"},
        {Joined::match, "till.revenue", {"country"}, R"([["US",2.0,2,1,1],["DE",1.0,2,1,1]])"},
        {Joined::side_by_side,
         "till.revenue",
         {"email"},
         R"([["ben@x.example",5.0,0,2,1,1],["ada@x.example",3.0,3,2,1,1],[null,0.7,0,2,1,1],["cy@x.example",0.0,1,2,1,1]])"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.expected);
        CHECK(rows_for(joined(c.kind, c.first, c.groups)) == c.expected);
    }
}

TEST_CASE("analysis: each side of a match has conditions of its own, and one of them may be taken whole") {
    auto made = joined(Joined::match, "till.revenue", {"email"});
    made.filters = {{"country", "=", "US"}};
    made.join->filters = {{"state", "=", "open"}};
    CHECK(rows_for(made) == R"([["ada@x.example",2.0,2,1,1,0]])");
    made.join->filters = {{"country", "=", "US"}};
    CHECK(rows_for(made) == R"("talks" of Desk has no country.)");

    auto cut = joined(Joined::without, "till.revenue", {"email"});
    cut.range = range("2026-04-01", "2026-05-01");
    CHECK(rows_for(cut) == R"([["ada@x.example",2.0,1,0,0]])");  // Nobody talked in April.
    cut.join->whole = true;
    CHECK(rows_for(cut) == R"([[0,1,1,0]])");  // Nobody is left: the counts alone.
}

TEST_CASE("analysis: of a measure that is taken whole every row is needed, whatever the period") {
    auto made = joined(Joined::without, "till.revenue", {"email"});
    made.range = range("2026-04-01", "2026-05-01");
    planner::Step paid_step;
    paid_step.dataset = "payments";
    planner::Step talk_step;
    talk_step.dataset = "talks";
    const auto when = setting("2026-08-01T00:00:00Z");
    CHECK(analysis::needed_range(made, talk_step, two.desk, when).start.has_value());
    made.join->whole = true;
    CHECK(!analysis::needed_range(made, talk_step, two.desk, when).start.has_value());
    CHECK(analysis::needed_range(made, paid_step, two.till, when).start.has_value());
}

TEST_CASE("analysis: a join by something that one side does not have is refused") {
    auto made = joined(Joined::match, "till.revenue", {});
    made.join->on = "sku";
    CHECK(rows_for(made) == "\"payments\" of Till has no SKU to be joined by.");
    made.join->on = "email";
    made.measures.pop_back();
    CHECK(rows_for(made) == "A join needs two measures.");
}

TEST_CASE("analysis: companies are shown as the first vendor writes them") {
    Two named = two;
    named.till.datasets[0].fields[0].identity = "company";
    named.desk.datasets[0].fields[0].identity = "company";
    const std::vector<analysis::Input> sides{
        {paid({{"2026-03-02", "Alder  Studio", 100, "DE"}, {"2026-03-02", "alder studio", 100, "DE"}}), &named.till,
         named.till.dataset("payments")},
        {talks({{"2026-03-03", "ALDER STUDIO", "open"}}), &named.desk, named.desk.dataset("talks")}};
    auto made = joined(Joined::match, "till.revenue", {"company"});
    made.join->on = "company";
    CHECK(run(made, sides, setting("2026-08-01T00:00:00Z")) == R"([["Alder  Studio",2.0,1,1,1,0]])");
}
