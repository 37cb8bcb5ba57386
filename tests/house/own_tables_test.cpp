// Tables that a customer made, from the question to the number: the vendor, the table by its name, its columns, the
// sum.
#include "base/text.h"
#include "support.h"

using namespace parley;
using namespace parley::tests;

namespace {

DemoHouse::Wish keepers() {
    DemoHouse::Wish wish;
    wish.vendors = {{"airtable"}, {"notion"}, {"apify"}, {"monday"}, {"neon"}, {"supabase"}};
    return wish;
}

// "Karlin 4.5, Letna 4.0": the rows of the answer in their order; its text where there are none.
std::string rows_of(const ask::Answer& answer) {
    if (answer["status"] != "answered")
        return cat("(", answer["status"].get<std::string>(), ") ", answer["text"].get<std::string>());
    std::vector<std::string> lines;
    for (const auto& row : answer["table"]["rows"]) {
        std::vector<std::string> cells;
        for (const auto& cell : row) cells.push_back(cell.is_string() ? cell.get<std::string>() : cell.dump());
        lines.push_back(join(cells, " "));
    }
    return join(lines, ", ");
}

}  // namespace

TEST_CASE("house: a table that a customer made is found by its name and added up by its own columns") {
    DemoHouse demo(keepers());
    struct {
        const char* question;
        const char* vendor;
        const char* rows;
    } const cases[] = {
        {"candidates by stage in the Hiring database", "notion", "Applied 2, Interview 2, Hired 1, Offer 1"},
        {"average expected salary by team in the Hiring db", "notion",
         "Sales 50000.0 2, Design 45000.0 2, Engineering 43750.0 2"},
        {"average rating by district in the cafes-prague dataset", "apify",
         "Vinohrady 4.6 2, Karlin 4.5 2, Letna 4.0 2"},
        {"top 3 cafes by rating in the cafes-prague dataset", "apify", "Cap 4.8, Kavka 4.7, Datel 4.5"},
        {"sum of effort points by squad on the Roadmap board in monday", "monday", "Core 8, Web 8, Data 2"},
        {"sum of amount by channel in neon's orders table", "neon", "phone 300.0, web 174.5, shop 141.25"},
        {"orders by status in the orders table in supabase", "supabase", "paid 3, open 2, refunded 1"},
        {"orders created per month since September in neon's orders table", "neon",
         "2026-09-01 2, 2026-10-01 2, 2026-11-01 1"},
        {"average calories by stage in the Hiring database", "notion",
         "(failed) The table has no field that is called \"calories\". It has: created, database, Expected salary, "
         "Name, "
         "Remote, Stage, Start date, Team."},
        {"claims by reason in the Claims table of the Moonbase base", "airtable",
         "(failed) Name the base as Airtable shows it, like table Leads of base Sales."},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        const auto answer = demo.ask(c.question);
        CAPTURE(answer["notes"].dump());
        CHECK(rows_of(answer) == std::string(c.rows));
        CHECK((answer["plan"].is_object() && answer["plan"]["steps"][0]["vendor"] == c.vendor));
    }
}

TEST_CASE("house: the groups of a customer's table add up to its rows, in a follow-up and in a refreshed pin too") {
    DemoHouse demo(keepers());
    const auto by_severity = demo.ask("incidents by severity in the Incidents table of the Operations base");
    const auto all = demo.ask("How many records are in table Incidents of base Operations in Airtable?");
    REQUIRE(by_severity["status"] == "answered");
    REQUIRE(all["status"] == "answered");
    std::int64_t sum = 0;
    for (const auto& row : by_severity["table"]["rows"]) sum += row.back().get<std::int64_t>();
    CHECK(sum > 0);
    CHECK(sum == all["table"]["rows"][0].back().get<std::int64_t>());
    CHECK(by_severity["plan"]["group_by"][0] == "severity");
    CHECK(by_severity["plan"]["measures"][0]["field"] == "incidents");

    const store::Dashboard board{{"b1"}, "Operations", demo.house().now()};
    REQUIRE(demo.org().save_dashboard(board));
    const auto pin =
        demo.house().asker().pin(demo.org(), app::terminal_user, {by_severity["id"]}, board.id, "Severity");
    REQUIRE(pin);
    const auto fresh = demo.house().asker().refresh(demo.org(), app::terminal_user, pin.value().id);
    REQUIRE_MESSAGE(fresh, fresh.error().message);
    CHECK(fresh.value().answer["table"].dump() == Json::parse(by_severity["table"].dump()).dump());
    CHECK(fresh.value().plan["group_by"][0] == "severity");

    const auto by_owner = demo.ask("by owner instead", by_severity["id"]);
    REQUIRE(by_owner["status"] == "answered");
    std::int64_t again = 0;
    for (const auto& row : by_owner["table"]["rows"]) again += row.back().get<std::int64_t>();
    CHECK(again == sum);
}
