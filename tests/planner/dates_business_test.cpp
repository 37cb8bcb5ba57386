// A hundred and fifty ways in which people who ask for numbers say when, each range worked out by hand. Today is
// Saturday, 21 November 2026; weeks start on Monday.

#include "dates_cases.h"

namespace {

using namespace parley;
using namespace parley::planner::dates;

}  // namespace

TEST_CASE("dates: several periods in a row are one range") {
    const Case cases[] = {
        {"orders on 1 and 2 November", "2026-11-01..2026-11-03"},
        {"orders on the 1st and 2nd of November", "2026-11-01..2026-11-03"},
        {"orders on November 1 and 2", "2026-11-01..2026-11-03"},
        {"orders on 1, 2 and 5 November", "2026-11-01..2026-11-06"},
        {"orders in May and 2 June", "2026-05-01..2026-06-01"},
        {"orders with 2 and 3 items", "none"},
        {"orders across 2025 and 2026", "2025-01-01..2027-01-01"},
        {"orders over 2025", "none"},
        {"sales cycle for the quarter just gone", "2026-07-01..2026-10-01"},
        {"the month that just ended", "2026-10-01..2026-11-01"},
        {"CSAT month by month through Q2", "2026-04-01..2026-07-01"},
        {"I report on this tomorrow: orders in the last quarter", "2026-07-01..2026-10-01"},
        {"meeting today: orders in October", "2026-10-01..2026-11-01"},
        {"tasks due tomorrow of those made last week", "2026-11-22..2026-11-23"},
        {"orders per week since Aprl", "2026-04-01.."},
        {"orders from Jue to Paul", "none"},
        {"revenue in May, June and July", "2026-05-01..2026-08-01"},
        {"revenue in May, June, July", "2026-05-01..2026-08-01"},
        {"orders in April and May", "2026-04-01..2026-06-01"},
        {"orders in May & June", "2026-05-01..2026-07-01"},
        {"orders in April, May and June 2025", "2025-04-01..2025-07-01"},
        {"November, December and January", "2025-11-01..2026-02-01"},
        {"in December and January", "2025-12-01..2026-02-01"},
        {"October, November and December 2025", "2025-10-01..2026-01-01"},
        {"Q1 and Q2", "2026-01-01..2026-07-01"},
        {"Q1, Q2 and Q3 2025", "2025-01-01..2025-10-01"},
        {"signups in Q3 and Q4 2025", "2025-07-01..2026-01-01"},
        {"in 2024 and 2025", "2024-01-01..2026-01-01"},
        {"2023, 2024 and 2025", "2023-01-01..2026-01-01"},
        {"last week and this week", "2026-11-09..2026-11-23"},
        {"this month and last month", "2026-10-01..2026-12-01"},
        {"yesterday and today", "2026-11-20..2026-11-22"},
        {"in May and in June", "2026-05-01..2026-07-01"},
        {"in May or June", "2026-05-01..2026-07-01"},
        {"May and July", "2026-05-01..2026-08-01"},
        {"July and May", "2026-05-01..2026-08-01"},
        {"Q1 and Q3", "2026-01-01..2026-10-01"},
        {"March 2025 and March 2026", "2025-03-01..2026-04-01"},
        {"revenue in May and orders by country", "2026-05-01..2026-06-01"},
        {"in 2025 and by region", "2025-01-01..2026-01-01"},
    };
    check_all(cases, saturday);
    const Calendar calendar = Calendar::make({}).value();
    CHECK(find_range("in May and July", saturday, calendar)->apart);
    CHECK(!find_range("in May and July", saturday, calendar)->note.empty());
    CHECK(!find_range("in May, June and July", saturday, calendar)->apart);
}

TEST_CASE("dates: parts of periods as analysts say them") {
    const Case cases[] = {
        {"2026 so far", "2026-01-01..2027-01-01"},
        {"so far in 2026", "2026-01-01..2027-01-01"},
        {"first half only", "2026-01-01..2026-07-01"},
        {"first half of last year", "2025-01-01..2025-07-01"},
        {"second half of March", "2026-03-17..2026-04-01"},
        {"end of last month", "2026-10-21..2026-11-01"},
        {"beginning of the year", "2026-01-01..2026-04-01"},
        {"mid May", "2026-05-10..2026-05-21"},
        {"first two weeks of October", "2026-10-01..2026-10-15"},
        {"the last 10 days of October", "2026-10-22..2026-11-01"},
        {"the first nine months of 2026", "2026-01-01..2026-10-01"},
        {"first 100 days of 2026", "2026-01-01..2026-04-11"},
        {"the first three days of November", "2026-11-01..2026-11-04"},
        {"the first day of last month", "2026-10-01..2026-10-02"},
        {"the last day of September", "2026-09-30..2026-10-01"},
        {"first Monday of October", "2026-10-05..2026-10-06"},
        {"last Friday of October", "2026-10-30..2026-10-31"},
        {"third quarter of 2025", "2025-07-01..2025-10-01"},
        {"in the third quarter of last year", "2025-07-01..2025-10-01"},
        {"2H25", "2025-07-01..2026-01-01"},
        {"throughout October", "2026-10-01..2026-11-01"},
        {"all of last year", "2025-01-01..2026-01-01"},
        {"October last year", "2025-10-01..2025-11-01"},
        {"last year's October", "2025-10-01..2025-11-01"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: days, nights, weekends and working days") {
    const Case cases[] = {
        {"last weekend", "2026-11-14..2026-11-16"},
        {"the weekend before last", "2026-11-07..2026-11-09"},
        {"weekdays last week", "2026-11-09..2026-11-16"},
        {"from Monday to Wednesday", "2026-11-16..2026-11-19"},
        {"Monday to Friday last week", "2026-11-09..2026-11-14"},
        {"the day before yesterday", "2026-11-19..2026-11-20"},
        {"what broke overnight?", "2026-11-20..2026-11-21"},
        {"overnight shipping costs", "none"},
        {"this morning", "2026-11-21..2026-11-22"},
        {"last night", "2026-11-20..2026-11-21"},
        {"orders on the last business day", "2026-11-20..2026-11-21"},
        {"the previous working day", "2026-11-20..2026-11-21"},
        {"the last business day of October", "2026-10-30..2026-10-31"},
        {"the last 5 working days", "2026-11-16..2026-11-21"},
        {"yesterday evening", "2026-11-20..2026-11-21"},
        {"Tuesday last week", "2026-11-10..2026-11-11"},
        {"on the 15th", "2026-11-15..2026-11-16"},
        {"in the last hour", "2026-11-21..2026-11-22"},
        {"the meetings we sat through last week", "2026-11-09..2026-11-16"},
        {"orders through last week", "..2026-11-16"},
        {"in october, 10 worst campaigns", "2026-10-01..2026-11-01"},
        {"in october 10 at the latest", "2026-10-10..2026-10-11"},
        {"yesterdays visitors", "2026-11-20..2026-11-21"},
        {"in the last 48 hours", "2026-11-19..2026-11-22"},
        {"answered within 48h", "none"},
        {"Black Friday week", "2025-11-24..2025-12-01"},
        {"the week of 3 May", "2026-04-27..2026-05-04"},
        {"the week after Easter", "2026-04-06..2026-04-13"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: the time around a feast, and seasons") {
    const Case cases[] = {
        {"orders in the Christmas period", "2025-12-24..2026-01-02"},
        {"the Christmas season 2024", "2024-12-24..2025-01-02"},
        {"the festive season", "2025-12-24..2026-01-02"},
        {"last Christmas period", "2025-12-24..2026-01-02"},
        {"the holiday season", "2025-11-27..2026-01-02"},
        {"the holiday season of 2024", "2024-11-28..2025-01-02"},
        {"sales over Christmas", "2025-12-24..2025-12-27"},
        {"on Christmas Day", "2025-12-25..2025-12-26"},
        {"sales over Easter", "2026-04-03..2026-04-07"},
        {"over the Easter weekend", "2026-04-04..2026-04-06"},
        {"over New Year", "2025-12-31..2026-01-02"},
        {"Black Friday to Cyber Monday", "2025-11-28..2025-12-02"},
        {"from Black Friday to Cyber Monday", "2025-11-28..2025-12-02"},
        {"between Christmas and New Year", "2025-12-25..2026-01-02"},
        {"the Christmas period campaign", "none"},
        {"the Black Friday folder", "none"},
        {"over the summer", "2026-06-21..2026-09-24"},
        {"in the autumn", "2026-09-23..2026-12-22"},
        {"during the winter", "2025-12-21..2026-03-21"},
        {"last summer", "2026-06-21..2026-09-24"},
        {"the spring collection", "none"},
        {"in the fall of prices", "none"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: rolling stretches and periods to date") {
    const Case cases[] = {
        {"MTD", "2026-11-01..2026-11-22"},
        {"QTD", "2026-10-01..2026-11-22"},
        {"YTD", "2026-01-01..2026-11-22"},
        {"WTD", "2026-11-16..2026-11-22"},
        {"trailing 12 months", "2025-11-01..2026-11-01"},
        {"trailing twelve months", "2025-11-01..2026-11-01"},
        {"LTM", "2025-11-01..2026-11-01"},
        {"rolling 30 days", "2026-10-23..2026-11-22"},
        {"the last couple of weeks", "2026-11-02..2026-11-16"},
        {"past six months or so", "2026-05-01..2026-11-01"},
        {"last fortnight", "2026-11-02..2026-11-16"},
        {"last 13 weeks", "2026-08-17..2026-11-16"},
        {"last 30 days excluding today", "2026-10-22..2026-11-21"},
        {"last 7 days, not counting today", "2026-11-14..2026-11-21"},
        {"this month without today", "2026-11-01..2026-11-21"},
        {"last month excluding refunds", "2026-10-01..2026-11-01"},
        {"last half year", "2026-05-01..2026-11-01"},
        {"this time last year", "2025-11-01..2025-12-01"},
        {"this time last month", "2026-10-19..2026-10-26"},
        {"last time we met", "none"},
        {"the last complete month", "2026-10-01..2026-11-01"},
        {"prior month", "2026-10-01..2026-11-01"},
        {"past 52 weeks", "2025-11-17..2026-11-16"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: from, until, older and since something") {
    const Case cases[] = {
        {"since launch on 3 March", "2026-03-03.."},
        {"since the launch on 3 March", "2026-03-03.."},
        {"since the price change in May", "2026-05-01.."},
        {"since we relaunched (1 April)", "2026-04-01.."},
        {"since the end of September", "2026-09-30.."},
        {"before June", "..2026-06-01"},
        {"until yesterday", "..2026-11-21"},
        {"up to October 15", "..2026-10-16"},
        {"tickets older than a year", "..2025-11-21"},
        {"tickets older than 90 days", "..2026-08-23"},
        {"accounts newer than 30 days", "2026-10-22.."},
        {"customers older than 30", "none"},
        {"people older than 30 years", "none"},
        {"from September onwards", "2026-09-01.."},
        {"after 15 October", "2026-10-16.."},
        {"since Labor Day", "2026-09-07.."},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: short forms, dots, strokes and numbered weeks") {
    const Case cases[] = {
        {"Jan-Mar", "2026-01-01..2026-04-01"},
        {"Jan through Mar 2026", "2026-01-01..2026-04-01"},
        {"3rd to 9th of May", "2026-05-03..2026-05-10"},
        {"3rd to the 9th of May", "2026-05-03..2026-05-10"},
        {"Oct 1-15", "2026-10-01..2026-10-16"},
        {"01/02/2026 - 05/02/2026", "2026-01-02..2026-05-03"},
        {"13/02/2026 - 25/02/2026", "2026-02-13..2026-02-26"},
        {"1. 10. 2026", "2026-10-01..2026-10-02"},
        {"from 1. 10. 2026 to 15. 10. 2026", "2026-10-01..2026-10-16"},
        {"1.10.2026 - 15.10.2026", "2026-10-01..2026-10-16"},
        {"version 1. 10. 26", "none"},
        {"2026-W14", "2026-03-30..2026-04-06"},
        {"week 14", "2026-03-30..2026-04-06"},
        {"calendar week 14", "2026-03-30..2026-04-06"},
        {"KW 14", "2026-03-30..2026-04-06"},
        {"weeks 14 to 16", "2026-03-30..2026-04-20"},
        {"FY26 Q2", "2026-04-01..2026-07-01"},
        {"last fiscal quarter", "2026-07-01..2026-10-01"},
        {"2026-10", "2026-10-01..2026-11-01"},
        {"Oct '25", "2025-10-01..2025-11-01"},
    };
    check_all(cases, saturday);
    const Case in_april[] = {
        {"FY26 Q2", "2025-07-01..2025-10-01"},
        {"last fiscal quarter", "2026-07-01..2026-10-01"},
        {"this fiscal year to date", "2026-04-01..2026-11-22"},
        {"last fiscal year", "2025-04-01..2026-04-01"},
    };
    CalendarRules rules;
    rules.fiscal_year_month = 4;
    check_all(in_april, saturday, rules);
}
