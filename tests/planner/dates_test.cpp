#include "dates_cases.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner::dates;

TEST_CASE("dates: phrases counted from today") {
    const Case cases[] = {
        {"revenue today", "2026-11-21..2026-11-22"},
        {"what happened yesterday?", "2026-11-20..2026-11-21"},
        {"the day before yesterday", "2026-11-19..2026-11-20"},
        {"MRR this week", "2026-11-16..2026-11-23"},
        {"MRR last week", "2026-11-09..2026-11-16"},
        {"opens in the previous week", "2026-11-09..2026-11-16"},
        {"opens in the past week", "2026-11-15..2026-11-22"},
        {"this month", "2026-11-01..2026-12-01"},
        {"last month's revenue", "2026-10-01..2026-11-01"},
        {"last month\xE2\x80\x99s revenue", "2026-10-01..2026-11-01"},
        {"the previous month", "2026-10-01..2026-11-01"},
        {"current quarter", "2026-10-01..2027-01-01"},
        {"last quarter", "2026-07-01..2026-10-01"},
        {"last quater", "2026-07-01..2026-10-01"},
        {"this half", "2026-07-01..2027-01-01"},
        {"last half", "2026-01-01..2026-07-01"},
        {"this year", "2026-01-01..2027-01-01"},
        {"last year", "2025-01-01..2026-01-01"},
        {"so far this year", "2026-01-01..2026-11-22"},
        {"this year so far", "2026-01-01..2026-11-22"},
        {"this month to date", "2026-11-01..2026-11-22"},
        {"year to date", "2026-01-01..2026-11-22"},
        {"month-to-date", "2026-11-01..2026-11-22"},
        {"revenue YTD", "2026-01-01..2026-11-22"},
        {"revenue qtd", "2026-10-01..2026-11-22"},
        {"last 7 days", "2026-11-15..2026-11-22"},
        {"past 30 days", "2026-10-23..2026-11-22"},
        {"the last thirty days", "2026-10-23..2026-11-22"},
        {"trailing 90 days", "2026-08-24..2026-11-22"},
        {"last full 7 days", "2026-11-14..2026-11-21"},
        {"last 24 hours", "2026-11-20..2026-11-22"},
        {"last 24h", "2026-11-20..2026-11-22"},
        {"last 2 weeks", "2026-11-02..2026-11-16"},
        {"last three full months", "2026-08-01..2026-11-01"},
        {"past 6 months", "2026-05-01..2026-11-01"},
        {"last couple of months", "2026-09-01..2026-11-01"},
        {"last few weeks", "2026-10-26..2026-11-16"},
        {"last two quarters", "2026-04-01..2026-10-01"},
        {"last 2 years", "2024-01-01..2026-01-01"},
        {"3 days ago", "2026-11-18..2026-11-19"},
        {"two weeks ago", "2026-11-07..2026-11-08"},
        {"a year ago", "2025-01-01..2026-01-01"},
        {"2 weeks before May 13 2026", "2026-04-29..2026-04-30"},
        {"ten days after 2026-02-20", "2026-03-02..2026-03-03"},
        {"next month", "2026-12-01..2027-01-01"},
        {"in the next 90 days", "2026-11-21..2027-02-19"},
        {"earlier this month", "2026-11-01..2026-11-21"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: dates of their own") {
    const Case cases[] = {
        {"on 2026-05-01", "2026-05-01..2026-05-02"},
        {"on 2026/5/1", "2026-05-01..2026-05-02"},
        {"2026-05", "2026-05-01..2026-06-01"},
        {"05/2026", "2026-05-01..2026-06-01"},
        {"on 1 May", "2026-05-01..2026-05-02"},
        {"on the 1st of May 2025", "2025-05-01..2025-05-02"},
        {"May 1st, 2026", "2026-05-01..2026-05-02"},
        {"Dec 24", "2025-12-24..2025-12-25"},
        {"twenty-third of September", "2026-09-23..2026-09-24"},
        {"25/12/2025", "2025-12-25..2025-12-26"},
        {"12/25/2025", "2025-12-25..2025-12-26"},
        {"03/04/2026", "2026-03-04..2026-03-05"},
        {"05-Aug-2026", "2026-08-05..2026-08-06"},
        {"in October", "2026-10-01..2026-11-01"},
        {"in december", "2025-12-01..2026-01-01"},
        {"in Sept.", "2026-09-01..2026-10-01"},
        {"in march", "2026-03-01..2026-04-01"},
        {"March 2025", "2025-03-01..2025-04-01"},
        {"March of last year", "2025-03-01..2025-04-01"},
        {"last March", "2026-03-01..2026-04-01"},
        {"Aug '25", "2025-08-01..2025-09-01"},
        {"in 2025", "2025-01-01..2026-01-01"},
        {"the year 2024", "2024-01-01..2025-01-01"},
        {"Feb 29", "2024-02-29..2024-03-01"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: quarters, halves and numbered weeks") {
    const Case cases[] = {
        {"Q3", "2026-07-01..2026-10-01"},
        {"in Q4", "2026-10-01..2027-01-01"},
        {"Q1 2025", "2025-01-01..2025-04-01"},
        {"2025 Q2", "2025-04-01..2025-07-01"},
        {"2025-q2", "2025-04-01..2025-07-01"},
        {"Q2'25", "2025-04-01..2025-07-01"},
        {"third quarter of 2025", "2025-07-01..2025-10-01"},
        {"Q3 last year", "2025-07-01..2025-10-01"},
        {"H1", "2026-01-01..2026-07-01"},
        {"H2 2025", "2025-07-01..2026-01-01"},
        {"first half of 2026", "2026-01-01..2026-07-01"},
        {"first half of March", "2026-03-01..2026-03-17"},
        {"2026-W05", "2026-01-26..2026-02-02"},
        {"week 5", "2026-01-26..2026-02-02"},
        {"week 50", "2025-12-08..2025-12-15"},
        {"week 1 of 2026", "2025-12-29..2026-01-05"},
        {"the week of April 10th", "2026-04-06..2026-04-13"},
        {"w/c 4 May 2026", "2026-05-04..2026-05-11"},
        {"last day of October", "2026-10-31..2026-11-01"},
        {"first week of 2026", "2025-12-29..2026-01-05"},
        {"first ten days of last year", "2025-01-01..2025-01-11"},
        {"beginning of March", "2026-03-01..2026-03-11"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: ranges between two dates count their last day") {
    const Case cases[] = {
        {"from 1 May to 15 May", "2026-05-01..2026-05-16"},
        {"between 2026-01-05 and 2026-01-09", "2026-01-05..2026-01-10"},
        {"from March to May", "2026-03-01..2026-06-01"},
        {"between Q1 and Q2", "2026-01-01..2026-07-01"},
        {"from Nov to March", "2026-11-01..2027-04-01"},
        {"10/25 - 11/05", "2026-10-25..2026-11-06"},
        {"August 10 - 22, 2025", "2025-08-10..2025-08-23"},
        {"3 to 12 September", "2026-09-03..2026-09-13"},
        {"between 4 and 22 this month", "2026-11-04..2026-11-23"},
        {"from December to February 2025", "2024-12-01..2025-03-01"},
        {"2024 through 2025", "2024-01-01..2026-01-01"},
        {"from May 5 to today", "2026-05-05..2026-11-22"},
        {"since June", "2026-06-01.."},
        {"since 2026-03-15", "2026-03-15.."},
        {"since yesterday", "2026-11-20.."},
        {"from March on", "2026-03-01.."},
        {"2025 or later", "2025-01-01.."},
        {"after March", "2026-04-01.."},
        {"before May", "..2026-05-01"},
        {"until March 2026", "..2026-04-01"},
        {"up to 2026-05-05", "..2026-05-06"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: days of the week are read where a word beside them says that they are days") {
    const Case cases[] = {
        // 2026-11-21 is a Saturday.
        {"signups on Friday", "2026-11-20..2026-11-21"},
        {"signups on fri", "2026-11-20..2026-11-21"},
        {"orders last Wednesday", "2026-11-11..2026-11-12"},
        {"orders past Wednesday", "2026-11-18..2026-11-19"},
        {"orders this Wednesday", "2026-11-18..2026-11-19"},
        {"renewals next Tuesday", "2026-11-24..2026-11-25"},
        {"last week's Sunday", "2026-11-15..2026-11-16"},
        {"orders on Tuesday of last week", "2026-11-10..2026-11-11"},
        {"orders on monday last week", "2026-11-09..2026-11-10"},
        {"next week Wednesday", "2026-11-25..2026-11-26"},
        {"errors since monday", "2026-11-16.."},
        {"from Tuesday to Thursday", "2026-11-17..2026-11-20"},
        {"errors on Mon 16th", "2026-11-16..2026-11-17"},
        {"Friday, Nov 20", "2026-11-20..2026-11-21"},
        {"Friday the 13th", "2026-11-13..2026-11-14"},
        {"Fri 7/24", "2026-07-24..2026-07-25"},
        {"first Tuesday of October", "2026-10-06..2026-10-07"},
        {"the last Friday of last month", "2026-10-30..2026-10-31"},
        {"two Fridays ago", "2026-11-13..2026-11-14"},
        {"sales this weekend", "2026-11-21..2026-11-23"},
        {"sales over the weekend", "2026-11-21..2026-11-23"},
        {"sales last weekend", "2026-11-14..2026-11-16"},
        {"tickets last workweek", "2026-11-09..2026-11-14"},
    };
    check_all(cases, saturday);
    // On a Wednesday "the weekend" is the one that was.
    CHECK(found_in("sales over the weekend", Day::of(2026, 11, 18)) == "2026-11-14..2026-11-16");
    const Case none[] = {
        {"tasks on monday by status", "none"},
        {"compare asana with monday", "none"},
        {"items in Monday boards", "none"},
        {"monday.com usage", "none"},
        {"average effort on the Delivery board (monday)", "none"},
        {"sessions by weekday", "none"},
        {"sessions every friday", "none"},
        {"open rate of the Sunday Times newsletter", "none"},
        {"weekend traffic", "none"},
        {"the weekend campaign", "none"},
        {"where the users sat", "none"},
        {"sun exposure by store", "none"},
        {"the Friday deploy board", "none"},
    };
    check_all(none, saturday);
}

TEST_CASE("dates: days that trade by name, and the time before them") {
    const Case cases[] = {
        {"orders on Black Friday", "2025-11-28..2025-11-29"},
        {"orders on Black Friday 2024", "2024-11-29..2024-11-30"},
        {"revenue since Christmas", "2025-12-25.."},
        {"sales on Valentine's Day", "2026-02-14..2026-02-15"},
        {"sales on easter monday", "2026-04-06..2026-04-07"},
        {"orders in the run-up to Black Friday", "2026-11-13..2026-11-27"},
        {"orders in the run up to Christmas 2025", "2025-12-11..2025-12-25"},
        {"visits in the two weeks before Black Friday", "2025-11-14..2025-11-28"},
        {"churn in the 10 days after 1 May", "2026-05-02..2026-05-12"},
        {"orders in the week of Black Friday", "2025-11-24..2025-12-01"},
        {"orders over Black Friday week", "2025-11-24..2025-12-01"},
        {"sales last summer", "2026-06-21..2026-09-24"},
        {"sales in summer 2025", "2025-06-21..2025-09-24"},
        {"the spring campaign", "none"},
        {"last summer campaign", "none"},
        {"did sales fall", "none"},
        {"what is in the Black Friday folder", "none"},
        {"opens of the Christmas reminder", "none"},
        {"the Halloween flow", "none"},
        {"a run of ten orders", "none"},
    };
    check_all(cases, saturday);
    CHECK(find_range("in the run-up to Black Friday", saturday, Calendar())->note.find("14 days") != std::string::npos);
}

TEST_CASE("dates: parts of a period, and periods named by their distance") {
    const Case cases[] = {
        {"tickets late last week", "2026-11-12..2026-11-16"},
        {"tickets early last month", "2026-10-01..2026-10-16"},
        {"end of last month", "2026-10-21..2026-11-01"},
        {"end of past week", "2026-11-13..2026-11-16"},
        {"at the beginning of 2026", "2026-01-01..2026-04-01"},
        {"EOM", "2026-11-21..2026-12-01"},
        {"last year's Q3", "2025-07-01..2025-10-01"},
        {"last year's March", "2025-03-01..2025-04-01"},
        {"next year's first quarter", "2027-01-01..2027-04-01"},
        {"the month before last", "2026-09-01..2026-10-01"},
        {"the year after next", "2028-01-01..2029-01-01"},
        {"the following quarter", "2027-01-01..2027-04-01"},
        {"on the 5th of last month", "2026-10-05..2026-10-06"},
        {"errors since the 15th", "2026-11-15.."},
        {"since the end of March", "2026-03-31.."},
        {"the 5 past weeks", "2026-10-17..2026-11-21"},
        {"past few days", "2026-11-18..2026-11-21"},
        {"last fortnight", "2026-11-02..2026-11-16"},
        {"a fortnight ago", "2026-11-07..2026-11-08"},
        {"2 months and 3 days ago", "2026-09-18..2026-09-19"},
        {"renewals within the next 10 days", "2026-11-21..2026-12-01"},
        {"what will renew in two weeks", "2026-12-05..2026-12-06"},
        {"3 weeks from today", "2026-12-12..2026-12-13"},
        {"the next 4 business days", "2026-11-23..2026-11-27"},
        {"customers to date", "..2026-11-22"},
        {"in the nineties", "1990-01-01..2000-01-01"},
        {"the 21st century", "2000-01-01..2100-01-01"},
        {"lastmonth", "2026-10-01..2026-11-01"},
        {"tickets opened more than a week ago", "..2026-11-14"},
        {"tickets opened at least 2 days ago", "..2026-11-20"},
        {"tickets opened less than 2 weeks ago", "2026-11-07..2026-11-22"},
        {"half a year ago", "2026-05-01..2026-06-01"},
        {"two days prior to today", "2026-11-19..2026-11-20"},
        {"since start of month", "2026-11-01.."},
        {"no later than May 2026", "..2026-06-01"},
        {"not before May 2026", "2026-05-01.."},
        {"2024 or earlier", "..2025-01-01"},
        {"week 3 of October", "2026-10-12..2026-10-19"},
        {"the most recent quarter", "2026-07-01..2026-10-01"},
        {"same month last year", "2025-11-01..2025-12-01"},
        {"25Q4", "2025-10-01..2026-01-01"},
        {"errors since 20260501", "2026-05-01.."},
        {"the 2010s", "2010-01-01..2020-01-01"},
        {"last night", "2026-11-20..2026-11-21"},
    };
    check_all(cases, saturday);
    const Case none[] = {
        {"tickets solved within 3 days", "none"},
        {"tickets open for more than 5 days", "none"},
        {"more than a dozen orders", "none"},
        {"how many issues are closed in 30 days", "none"},
        {"response within 2 hours", "none"},
        {"are our docs up to date", "none"},
        {"invoices that were paid late", "none"},
        {"early adopters by country", "none"},
        {"late payments", "none"},
        {"end to end tests", "none"},
        {"mid market accounts", "none"},
        {"the rest of the team", "none"},
        {"the BOM cost of a product", "none"},
        {"toys for a boy", "none"},
        {"customers in their twenties", "none"},
        {"users on the first page", "none"},
        {"second highest spender", "none"},
        {"we shipped two thousand orders", "none"},
        {"the following themes", "none"},
        {"which is the year that had most orders", "none"},
        {"score 7.6 of 10", "none"},
        {"chapters 7-6", "none"},
        {"order 20260501", "none"},
        {"on 20269901", "none"},
    };
    check_all(none, saturday);
    CHECK(found_in("top 10 of this month", saturday) == "2026-11-01..2026-12-01");
    CHECK(found_in("subscriptions that end this month", saturday) == "2026-11-01..2026-12-01");
    CHECK(found_in("invoices paid late last month", saturday) == "2026-10-01..2026-11-01");
}

TEST_CASE("dates: a phrase by itself may be read as the nearest date instead of the latest") {
    using parley::planner::dates::Lean;
    const Calendar calendar;
    struct {
        const char *text, *past, *open;
    } const cases[] = {
        {"January", "2026-01-01", "2027-01-01"},
        {"March 3", "2026-03-03", "2027-03-03"},
        {"July 13-15", "2026-07-13", "2027-07-13"},  // Days of one month are an appointment.
        {"3rd quarter", "2026-07-01", "2026-07-01"},
        {"first quarter", "2026-01-01", "2027-01-01"},
        {"monday", "2026-11-16", "2026-11-23"},
        {"Fri 25th", "2026-09-25", "2026-12-25"},
        {"revenue in January", "2026-01-01", "2026-01-01"},  // A question around it: always the latest.
        {"orders on Friday", "2026-11-20", "2026-11-20"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(find_range(c.text, saturday, calendar)->start->text() == c.past);
        CHECK(find_range(c.text, saturday, calendar, Lean::open)->start->text() == c.open);
    }
}

TEST_CASE("dates: what only looks like a date is none") {
    const Case cases[] = {
        {"may I see the revenue", "none"},
        {"we march on with 12 people", "none"},
        {"customers with more than 30 days past due", "none"},
        {"top 10 customers by revenue", "none"},
        {"support is open 24/7", "none"},
        {"the Roadmap 2027 board", "none"},
        {"what is going on right now", "none"},
        {"revenue by month", "none"},
        {"monthly recurring revenue", "none"},
        {"orders of 2500 units", "none"},
        {"the second campaign", "none"},
        {"last campaign", "none"},
        {"version 3.1 of the app", "none"},
        {"99/99/2026", "none"},
        {"31/02/2026", "none"},
        {"2026-13-45", "none"},
        {"week 99", "none"},
        {"Q7", "none"},
        {"last 99999999999 days", "none"},
        {"", "none"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: the week starts on the organization's day") {
    CalendarRules sunday;
    sunday.week_start = 7;
    const Case cases[] = {
        {"this week", "2026-11-15..2026-11-22"},    {"last week", "2026-11-08..2026-11-15"},
        {"last 2 weeks", "2026-11-01..2026-11-15"}, {"week to date", "2026-11-15..2026-11-22"},
        {"2026-W05", "2026-01-26..2026-02-02"},  // ISO weeks stay ISO weeks.
    };
    check_all(cases, saturday, sunday);
    CHECK(find_range("2026-W05", saturday, Calendar::make(sunday).value())->note != "");
}

TEST_CASE("dates: fiscal years start in the organization's month") {
    CalendarRules july;
    july.fiscal_year_month = 7;
    const Case cases[] = {
        {"FY26", "2025-07-01..2026-07-01"},
        {"fiscal year 2027", "2026-07-01..2027-07-01"},
        {"this fiscal year", "2026-07-01..2027-07-01"},
        {"last fiscal year", "2025-07-01..2026-07-01"},
        {"Q2 FY26", "2025-10-01..2026-01-01"},
        {"last fiscal quarter", "2026-07-01..2026-10-01"},
        {"Q3", "2026-07-01..2026-10-01"},  // Without a fiscal year named, quarters are the calendar's.
        {"last year", "2025-01-01..2026-01-01"},
        {"FY26 Q1", "2025-07-01..2025-10-01"},
        {"FY25/26", "2025-07-01..2026-07-01"},
        {"Q4 FY25/26", "2026-04-01..2026-07-01"},
        {"spend FYTD", "2026-07-01..2026-11-22"},
    };
    check_all(cases, saturday, july);
    CHECK(found_in("FY26", saturday) == "2026-01-01..2027-01-01");
}

TEST_CASE("dates: leap days and turns of the year") {
    const Case on_leap_day[] = {
        {"yesterday", "2028-02-28..2028-02-29"},   {"this month", "2028-02-01..2028-03-01"},
        {"last 2 days", "2028-02-28..2028-03-01"}, {"a year ago", "2027-01-01..2028-01-01"},
        {"Feb 29", "2028-02-29..2028-03-01"},
    };
    check_all(on_leap_day, Day::of(2028, 2, 29));
    const Case on_new_year[] = {
        {"yesterday", "2026-12-31..2027-01-01"},    {"last month", "2026-12-01..2027-01-01"},
        {"last quarter", "2026-10-01..2027-01-01"}, {"this week", "2026-12-28..2027-01-04"},
        {"last 7 days", "2026-12-26..2027-01-02"},  {"Q3", "2026-07-01..2026-10-01"},
        {"Q1", "2027-01-01..2027-04-01"},           {"in december", "2026-12-01..2027-01-01"},
        {"ytd", "2027-01-01..2027-01-02"},
    };
    check_all(on_new_year, Day::of(2027, 1, 1));
    CHECK(found_in("last month", Day::of(2026, 3, 31)) == "2026-02-01..2026-03-01");
}

TEST_CASE("dates: a phrase says where it stands, its grain and whether it is over") {
    const Calendar calendar;
    const auto found = find_range("MRR by plan last quarter, please", saturday, calendar);
    REQUIRE(found);
    CHECK(found->phrase == "last quarter");
    CHECK(found->at == 12);
    CHECK(found->length == 12);
    CHECK(found->grain == parley::Grain::quarter);
    CHECK_FALSE(found->partial);
    CHECK(find_range("this quarter", saturday, calendar)->partial);
    CHECK_FALSE(find_range("this month", Day::of(2026, 11, 30), calendar)->partial);
    CHECK(find_range("past 30 days", saturday, calendar)->grain == parley::Grain::day);
}

TEST_CASE("dates: where two readings exist the choice is said") {
    const Calendar calendar;
    CHECK(find_range("03/04/2026", saturday, calendar)->note.find("month first") != std::string::npos);
    CHECK(find_range("25/12/2025", saturday, calendar)->note.empty());
    CHECK(find_range("past week", saturday, calendar)->note != "");
    CHECK(find_range("last 3 months", saturday, calendar)->note != "");
    CHECK(find_range("last month", saturday, calendar)->note.empty());
}

TEST_CASE("dates: of several periods the one with two ends governs") {
    CHECK(found_in("revenue from 1 May to 3 May for today's report", saturday) == "2026-05-01..2026-05-04");
    CHECK(found_in("revenue last month and last year", saturday) == "2026-10-01..2026-11-01");
}
