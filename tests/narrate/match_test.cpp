#include "narrate/narrate.h"

#include <doctest/doctest.h>

using namespace parley;
using Joined = planner::Join::Kind;

namespace {

std::vector<planner::Offer> till_and_desk() {
    planner::Offer till;
    till.vendor = {"till"};
    till.name = "Till";
    planner::Metric failed;
    failed.id = "failed";
    failed.name = "failed payments";
    till.metrics = {failed};
    planner::Offer desk;
    desk.vendor = {"desk"};
    desk.name = "Desk";
    planner::Metric talks;
    talks.id = "talks";
    talks.name = "conversations";
    desk.metrics = {talks};
    return {till, desk};
}

Column counts(const char* name, Role role, std::int64_t value) {
    Column made(name, Kind::count, role);
    made.add(value);
    return made;
}

// One row: the measures' own numbers first.
Table table(std::int64_t keys, std::int64_t found, std::int64_t lost) {
    Table made;
    Column email("email", Kind::text, Role::dimension);
    email.add(std::string("ada@x.example"));
    made.columns = {email, counts("failed payments", Role::measure, 4), counts("keys", Role::key, keys),
                    counts("keys found", Role::key, found), counts("rows without key", Role::key, lost)};
    return made;
}

std::string first_words(Joined kind, const Table& rows) {
    planner::Plan plan;
    plan.measures = {{"till.failed", "count", ""}, {"desk.talks", "count", ""}};
    plan.group_by = {"email"};
    plan.join = planner::Join{kind, "email"};
    const auto told = narrate::narrate(rows, plan, till_and_desk(), Calendar(), Day::of(2026, 11, 21));
    std::string out;
    for (const auto& finding : told.findings) {
        if (finding.kind == "match" || finding.kind == "caution") out += (out.empty() ? "" : " ") + finding.text;
    }
    return out;
}

}  // namespace

TEST_CASE("narrate: a match says how many were found, and never hides the others") {
    struct {
        Joined kind;
        std::int64_t keys, found, lost;
        const char* expected;
    } const cases[] = {
        {Joined::match, 40, 23, 0,
         "23 of 40 e-mail addresses of failed payments in Till were found among conversations in Desk; 17 were not."},
        {Joined::match, 40, 1, 0,
         "1 of 40 e-mail addresses of failed payments in Till was found among conversations in Desk; 39 were not."},
        {Joined::match, 1, 1, 0,
         "1 of 1 e-mail address of failed payments in Till was found among conversations in Desk."},
        {Joined::without, 40, 23, 0,
         "17 of 40 e-mail addresses of failed payments in Till were not found among conversations in Desk; 23 were."},
        {Joined::without, 40, 0, 3,
         "40 of 40 e-mail addresses of failed payments in Till were not found among conversations in Desk. 3 rows of "
         "failed payments in Till have no e-mail address and could not be looked up."},
        {Joined::match, 40, 40, 1,
         "40 of 40 e-mail addresses of failed payments in Till were found among conversations in Desk. 1 row of failed "
         "payments in Till has no e-mail address and could not be looked up."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.expected);
        CHECK(first_words(c.kind, table(c.keys, c.found, c.lost)) == c.expected);
    }
}

TEST_CASE("narrate: who is missing is not sure where not all was read") {
    Table cut = table(40, 23, 0);
    cut.completeness = {Completeness::State::truncated, "the limit of pages"};
    CHECK(first_words(Joined::without, cut).find("may be there after all") != std::string::npos);
    CHECK(first_words(Joined::match, cut).find("may be there after all") == std::string::npos);
}

TEST_CASE("narrate: a list that nobody is on is said by its counts") {
    Table none = table(40, 0, 0);
    none.columns.erase(none.columns.begin());
    none.columns[0] = counts("in both", Role::measure, 0);
    CHECK(first_words(Joined::match, none) ==
          "0 of 40 e-mail addresses of failed payments in Till were found among conversations in Desk; 40 were not.");
}

TEST_CASE("narrate: a lag, and series that only share a trend, are said beside the correlation") {
    struct {
        double plain, changes, lagged;
        std::int64_t lag;  // 0: none
        const char* expected;
    } const cases[] = {
        {0.6, 0.5, 0.9, 2, "It is closer with conversations 2 months later: r = 0.90."},
        {-0.6, -0.5, 0.9, 1, "It is closer with conversations 1 month later, the other way round: r = 0.90."},
        {0.6, 0.5, 0.9, -1, "It is closer with failed payments 1 month later: r = 0.90."},
        {0.9, 0.05, 0, 0,
         "From one month to the next they hardly move together (r = 0.05 of the changes): both may only follow a trend "
         "of their own."},
        {-0.9, 0.4, 0, 0, "they hardly move together"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.expected);
        Table made;
        const auto number = [](const char* name, Role role, double value) {
            Column column(name, Kind::number, role);
            column.add(value);
            return column;
        };
        made.columns = {number("correlation", Role::measure, c.plain), counts("points", Role::key, 24),
                        counts("lag", Role::key, 0)};
        if (c.lag != 0) {
            made.columns.push_back(counts("best lag", Role::key, c.lag));
            made.columns.push_back(number("best lag correlation", Role::key, c.lagged));
        }
        made.columns.push_back(number("correlation of changes", Role::key, c.changes));
        planner::Plan plan;
        plan.measures = {{"till.failed", "count", ""}, {"desk.talks", "count", ""}};
        plan.join = planner::Join{Joined::correlate, "month"};
        const auto told = narrate::narrate(made, plan, till_and_desk(), Calendar(), Day::of(2026, 11, 21));
        CHECK(told.text.find(c.expected) != std::string::npos);
    }
}
