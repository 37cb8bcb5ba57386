// What only looks like a date, the days on which calendars differ, and dates that are only written down.

#include "dates_cases.h"

namespace {

using namespace parley;
using namespace parley::planner::dates;

}  // namespace

TEST_CASE("dates: numbers, verbs, names and things are no dates") {
    const Case cases[] = {
        {"next day delivery orders", "none"},
        {"next-day delivery orders", "none"},
        {"same day delivery", "none"},
        {"how many next day shipments last week", "2026-11-09..2026-11-16"},
        {"2000 orders were placed by whom", "none"},
        {"2000 orders", "none"},
        {"1999 customers bought what", "none"},
        {"over 2000 customers", "none"},
        {"orders over 2000", "none"},
        {"over 300 orders", "none"},
        {"orders over 2000 euros", "none"},
        {"in 2000 stores", "none"},
        {"for 2000 customers", "none"},
        {"between 2000 and 2100 orders", "none"},
        {"between 1900 and 2000 dollars", "none"},
        {"customers with 2020 orders or more", "none"},
        {"2020 orders", "2020-01-01..2021-01-01"},
        {"2025 orders by country", "2025-01-01..2026-01-01"},
        {"2025 revenue by country", "2025-01-01..2026-01-01"},
        {"may I have orders", "none"},
        {"this may take a while", "none"},
        {"we may see churn in 2025", "2025-01-01..2026-01-01"},
        {"which customers may churn", "none"},
        {"march on", "none"},
        {"orders of sun cream", "none"},
        {"the sun campaign", "none"},
        {"average time in seconds", "none"},
        {"the second order", "none"},
        {"second order rate", "none"},
        {"give me a second", "none"},
        {"orders by second-time buyers", "none"},
        {"customers with a second order in May", "2026-05-01..2026-06-01"},
        {"last name of the customer", "none"},
        {"last seen users", "none"},
        {"last 5 orders", "none"},
        {"the first 10 customers", "none"},
        {"next 5 tickets", "none"},
        {"week over week growth", "none"},
        {"month over month", "none"},
        {"year on year", "none"},
        {"average orders per day", "none"},
        {"days to close", "none"},
        {"24 hour support", "none"},
        {"30-day retention", "none"},
        {"30 day retention", "none"},
        {"day 7 retention", "none"},
        {"7 day rolling average", "none"},
        {"12 month contracts", "none"},
        {"open for 30 days", "none"},
        {"a 5 second delay", "none"},
        {"tasks assigned to April", "none"},
        {"deals owned by June", "none"},
        {"deals created by Jan", "none"},
        {"customers named August", "none"},
        {"room 2020", "none"},
        {"order 2024", "none"},
        {"ids 10-12", "none"},
        {"sku 2019-05", "none"},
        {"scores between 3 and 9", "none"},
        {"ages 18 to 25", "none"},
        {"from 10 to 20 employees", "none"},
        {"deals from 5 to 10 thousand", "none"},
        {"between 10 and 20 of the orders", "none"},
        {"top 10 in 2025", "2025-01-01..2026-01-01"},
        {"open rate of flow 2 of 5", "none"},
        {"24/7 availability", "none"},
        {"1/2 of orders", "none"},
        {"the 80/20 rule", "none"},
        {"net 30 invoices", "none"},
        {"payment within 14 days", "none"},
        {"the weekly report", "none"},
        {"the day shift", "none"},
        {"user sessions per week", "none"},
        {"which weekday sells best", "none"},
        {"sat survey score", "none"},
        {"CSAT on mon", "2026-11-16..2026-11-17"},
        {"half of the customers", "none"},
        {"the first half of the list", "none"},
        {"quarter of the revenue", "none"},
        {"a quarter of orders", "none"},
        {"late fees", "none"},
        {"the end of the funnel", "none"},
        {"start of trial", "none"},
        {"mid-market deals", "none"},
        {"early stage deals", "none"},
        {"trial ended 3 days after signup", "none"},
        {"answered within a day", "none"},
        {"orders since launch", "none"},
        {"customers since signup", "none"},
        {"deals before demo", "none"},
        {"after sales service", "none"},
        {"up to 30 days late", "none"},
        {"until paid", "none"},
        {"orders to date", "..2026-11-22"},
        {"due date", "none"},
        {"by date", "none"},
        {"date of birth", "none"},
        {"training 30 days", "none"},
        {"two thousand orders", "none"},
        {"who signed up the same day as the webinar", "none"},
        {"balance as of yesterday", "2026-11-20..2026-11-21"},
        {"prices as of March 2026", "2026-03-01.."},
        {"0 days before May", "2026-05-01..2026-05-02"},
        {"churn in the first month after signup", "none"},
        {"invoices over 30 days old", "none"},
        {"trial users within the first 7 days", "none"},
        {"since 2015 customers have paid more", "2015-01-01.."},
        {"v1.5.2026 of the app", "none"},
        {"in November between 19 and 20 orders", "2026-11-01..2026-12-01"},
        {"revenue in March from 10 to 20 customers", "2026-03-01..2026-04-01"},
        {"week 12 to 14 people", "2026-03-16..2026-03-23"},
        {"192.168.1.1", "none"},
        {"a third of customers in May", "2026-05-01..2026-06-01"},
        {"sales in Augusta", "none"},
        {"March 4, 2024, from 3:00 p.m. onwards", "2024-03-04..2024-03-05"},
    };
    check_all(cases, saturday);
}

TEST_CASE("dates: days of 23 and 25 hours, leap days and the turn of ISO years are days like others") {
    CalendarRules prague;
    prague.zone = "Europe/Prague";
    const Case in_march[] = {
        // 2026-03-29 has 23 hours.
        {"yesterday", "2026-03-29..2026-03-30"},    {"last 24 hours", "2026-03-29..2026-03-31"},
        {"last weekend", "2026-03-28..2026-03-30"}, {"yesterday between 1am and 4am", "2026-03-29..2026-03-30"},
        {"last 2 days", "2026-03-29..2026-03-31"},
    };
    check_all(in_march, Day::of(2026, 3, 30), prague);
    const Case in_october[] = {
        // 2026-10-25 has 25 hours.
        {"today", "2026-10-25..2026-10-26"},
        {"this week", "2026-10-19..2026-10-26"},
        {"last Sunday of October", "2026-10-25..2026-10-26"},
        {"last Sunday of this month", "2026-10-25..2026-10-26"},
    };
    check_all(in_october, Day::of(2026, 10, 25), prague);
    const Case on_leap_day[] = {
        {"a year ago today", "2027-02-28..2027-03-01"},
        {"this day last year", "2027-02-28..2027-03-01"},
        {"2/29-3/1", "2028-02-29..2028-03-02"},
        {"last day of February", "2028-02-29..2028-03-01"},
        {"day 60 of 2028", "2028-02-29..2028-03-01"},
        {"day 366 of 2028", "2028-12-31..2029-01-01"},
        {"second half of February", "2028-02-16..2028-03-01"},
    };
    check_all(on_leap_day, Day::of(2028, 2, 29));
    CHECK(found_in("2/29-3/1", Day::of(2026, 11, 21)) == "2024-02-29..2024-03-02");
    CHECK(found_in("day 366 of 2026", saturday) != "2027-01-01..2027-01-02");
    const Case on_new_year[] = {
        {"week 53", "2026-12-28..2027-01-04"},
        {"2026-W53", "2026-12-28..2027-01-04"},
        {"week 1 of 2027", "2027-01-04..2027-01-11"},
        {"weeks 52-53 of 2026", "2026-12-21..2027-01-04"},
        {"two weekends ago", "2026-12-19..2026-12-21"},
        {"this quarter last year", "2026-01-01..2026-04-01"},
        {"between Christmas and New Year", "2026-12-25..2027-01-02"},
    };
    check_all(on_new_year, Day::of(2027, 1, 1));
}

TEST_CASE("dates: weeks and fiscal years are the organization's in the longer phrases too") {
    CalendarRules sunday;
    sunday.week_start = 7;
    const Case weeks[] = {
        {"week of 6 May 2026", "2026-05-03..2026-05-10"},
        {"from Monday to Wednesday", "2026-11-16..2026-11-19"},
        {"last week from Sunday to Tuesday", "2026-11-08..2026-11-11"},
        {"this week last year", "2025-11-16..2025-11-23"},
        {"weeks 10 to 12", "2026-03-02..2026-03-23"},
    };
    check_all(weeks, saturday, sunday);
    CalendarRules april;
    april.fiscal_year_month = 4;
    const Case years[] = {
        {"FY2025-26", "2025-04-01..2026-04-01"},
        {"FY 2025/2026", "2025-04-01..2026-04-01"},
        {"revenue in 2024/25", "2024-04-01..2025-04-01"},
        {"fourth quarter of fiscal 2026", "2026-01-01..2026-04-01"},
        {"year ended 31 March 2026", "2025-04-01..2026-04-01"},
        {"first half of FY27", "2026-04-01..2026-10-01"},
    };
    check_all(years, saturday, april);
}

// Nobody asks for a number: what is written down alone follows what public readers of dates do.
TEST_CASE("dates: a date that is only written down counts neither the running day nor what it runs until") {
    struct {
        const char *text, *asked, *written;
    } const cases[] = {
        {"year to date", "2026-01-01..2026-11-22", "2026-01-01..2026-11-21"},
        {"from March to date", "2026-03-01..2026-11-22", "2026-03-01..2026-11-21"},
        {"past week", "2026-11-15..2026-11-22", "2026-11-09..2026-11-16"},
        {"earlier this month", "2026-11-01..2026-11-21", "2026-11-01..2026-11-16"},
        {"from 2024 until 2026", "2024-01-01..2027-01-01", "2024-01-01..2026-01-01"},
        {"from 2024 to 2026", "2024-01-01..2027-01-01", "2024-01-01..2027-01-01"},
        {"through 2025", "..2026-01-01", "..2025-01-01"},
        {"the weekend", "2026-11-21..2026-11-23", "2026-11-21..2026-11-23"},
        {"July 13 - 15", "2026-07-13..2026-07-16", "2027-07-13..2027-07-16"},
        {"Feb 28 to March 1", "2026-02-28..2026-03-02", "2026-02-28..2026-03-02"},
        {"I am away on monday", "none", "2026-11-16..2026-11-17"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(found_in(c.text, saturday) == c.asked);
        CHECK(found_in(c.text, saturday, {}, Lean::open) == c.written);
    }
}

TEST_CASE("dates: the longer readings say what was taken") {
    const Calendar calendar;
    CHECK(find_range("3.4.2026", saturday, calendar)->note.find("day first") != std::string::npos);
    CHECK(find_range("30.4.2026", saturday, calendar)->note.empty());
    CHECK(find_range("week 53 of 2025", saturday, calendar)->note.find("52 weeks") != std::string::npos);
    CHECK(find_range("Black Friday weekend", saturday, calendar)->note != "");
    CHECK(find_range("calls yesterday between 9am and 5pm", saturday, calendar)->phrase ==
          "yesterday between 9am and 5pm");
}
