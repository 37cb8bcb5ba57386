// Each answer of the demo, computed a second time: from the raw replies of the simulated vendors, by plain loops that
// share nothing with the engine but the JSON reader.
#include "support.h"

#include <cmath>
#include <map>
#include <set>

using namespace parley;
using namespace parley::tests;

namespace {

std::int64_t seconds(const char* iso) {
    return unix_seconds(parse_instant(iso).value());
}

struct Subscription {
    std::string currency;
    std::int64_t start = 0, annual = 0;
    std::int64_t end = INT64_MAX, canceled = INT64_MAX;
};

std::vector<Subscription> subscriptions(DemoHouse& demo) {
    std::vector<Subscription> out;
    for (const auto& object : demo.stripe("GetSubscriptions", {{"status", "all"}})) {
        const std::string status = object["status"];
        if (status != "active" && status != "past_due" && status != "canceled") continue;
        Subscription one;
        one.start = std::max(object["start_date"].get<std::int64_t>(), integer_at(object, "trial_end", 0));
        one.end = integer_at(object, "ended_at", INT64_MAX);
        if (one.end > one.start) one.canceled = integer_at(object, "canceled_at", INT64_MAX);
        for (const auto& item : object["items"]["data"]) {
            const bool yearly = item["price"]["recurring"]["interval"] == "year";
            one.annual += item["price"]["unit_amount"].get<std::int64_t>() * item["quantity"].get<std::int64_t>() *
                          (yearly ? 1 : 12);
            one.currency = item["price"]["currency"] == "usd" ? "USD" : "EUR";
        }
        out.push_back(one);
    }
    return out;
}

// In cents; half a cent goes to the even one.
std::map<std::string, std::int64_t> mrr_at(const std::vector<Subscription>& all, std::int64_t instant) {
    std::map<std::string, std::int64_t> annual, monthly;
    for (const auto& one : all) {
        if (one.start < instant && one.end >= instant) annual[one.currency] += one.annual;
    }
    for (const auto& [currency, sum] : annual) monthly[currency] = std::llrint(static_cast<double>(sum) / 12);
    return monthly;
}

std::int64_t cents(const OrderedJson& cell) {
    return std::llround(cell.get<double>() * 100);
}

struct Parts {
    std::int64_t value = 0, per = 0;
    double ratio() const { return static_cast<double>(value) / static_cast<double>(per); }
};

void check_ratios(const ask::Answer& answer, const std::string& group, const std::string& measure,
                  const std::map<std::string, Parts>& expected) {
    const auto names = column(answer, group);
    const auto values = column(answer, measure);
    std::set<std::string> seen;
    for (const auto& row : answer["table"]["rows"]) {
        const std::string name = row[names];
        CAPTURE(name);
        REQUIRE(expected.contains(name));
        CHECK(row[values].get<double>() == doctest::Approx(expected.at(name).ratio()).epsilon(1e-12));
        seen.insert(name);
    }
    CHECK(seen.size() == expected.size());
}

double pearson(const std::vector<double>& x, const std::vector<double>& y) {
    double mx = 0, my = 0, xy = 0, xx = 0, yy = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
        mx += x[k] / static_cast<double>(x.size());
        my += y[k] / static_cast<double>(y.size());
    }
    for (std::size_t k = 0; k < x.size(); ++k) {
        xy += (x[k] - mx) * (y[k] - my);
        xx += (x[k] - mx) * (x[k] - mx);
        yy += (y[k] - my) * (y[k] - my);
    }
    return xy / std::sqrt(xx * yy);
}

}  // namespace

TEST_CASE("house: MRR last quarter is right to the cent, currency by currency") {
    DemoHouse demo;
    const auto all = subscriptions(demo);
    const auto answer = demo.ask("What was MRR last quarter?");
    REQUIRE(answer["status"] == "answered");
    const auto expected = mrr_at(all, seconds("2026-10-01T00:00:00Z"));
    REQUIRE(expected.size() == 2);
    CHECK(answer["table"]["rows"].size() == 2);
    for (const auto& row : answer["table"]["rows"]) {
        const std::string currency = row[column(answer, "currency")];
        CAPTURE(currency);
        CHECK(cents(row[column(answer, "MRR")]) == expected.at(currency));
    }
    CHECK(answer["plan"]["range"]["start"] == "2026-07-01");
    CHECK(answer["plan"]["range"]["end"] == "2026-10-01");
    CHECK(answer["table"]["completeness"]["state"] == "complete");

    const auto monthly = demo.ask("What was MRR last quarter, month by month?");
    REQUIRE(monthly["table"]["rows"].size() == 6);
    for (const auto& row : monthly["table"]["rows"]) {
        const Day month = Day::parse(row[column(monthly, "month")].get<std::string>()).value();
        const auto at_end = mrr_at(all, unix_seconds(Calendar().start_of(month.plus_months(1))));
        CHECK(cents(row[column(monthly, "MRR")]) == at_end.at(row[column(monthly, "currency")]));
    }
}

TEST_CASE("house: open rate by segment is recomputed from opens and deliveries") {
    DemoHouse demo;
    std::map<std::string, Parts> expected;
    for (const auto& row : demo.ecomail("get_campaign_statistics")) {
        const std::string day = row["sent_at"];
        if (day < "2026-07-01" || day >= "2026-10-01" || row["type"] != "email") continue;
        expected[row["segment"]].value += row["opened"].get<std::int64_t>();
        expected[row["segment"]].per += row["delivered"].get<std::int64_t>();
    }
    REQUIRE(expected.size() == 4);
    check_ratios(demo.ask("What is open-rate by audience segment last quarter?"), "segment", "open rate", expected);
}

TEST_CASE("house: automations come with the lowest unsubscribe rate first") {
    DemoHouse demo;
    std::map<std::string, Parts> expected;
    for (const auto& row : demo.ecomail("list_automations_statistics")) {
        expected[row["name"]].value += row["unsubscribed"].get<std::int64_t>();
        expected[row["name"]].per += row["delivered"].get<std::int64_t>();
    }
    const auto answer = demo.ask("Which automations have the lowest unsubscribe rate?");
    check_ratios(answer, "automation", "automation unsubscribe rate", expected);
    double last = 0;
    for (const auto& row : answer["table"]["rows"]) {
        const double rate = row[column(answer, "automation unsubscribe rate")];
        CHECK(rate >= last);
        last = rate;
    }
}

TEST_CASE("house: the welcome series' conversion counts the welcome series alone") {
    DemoHouse demo;
    std::map<std::string, Parts> months;
    Parts all;
    for (const auto& row : demo.ecomail("list_automations_statistics")) {
        if (row["name"] != "Welcome series") continue;
        for (Parts* parts : {&all, &months[row["date"].get<std::string>().substr(0, 7)]}) {
            parts->value += row["converted"].get<std::int64_t>();
            parts->per += row["entered"].get<std::int64_t>();
        }
    }
    const auto answer = demo.ask("How is the welcome series converting?");
    REQUIRE(answer["status"] == "answered");
    const auto rate = column(answer, "conversion rate");
    if (answer["plan"]["grain"].is_null()) {
        REQUIRE(answer["table"]["rows"].size() == 1);
        CHECK(answer["table"]["rows"][0][rate].get<double>() == doctest::Approx(all.ratio()).epsilon(1e-12));
        return;
    }
    REQUIRE(answer["plan"]["grain"] == "month");
    for (const auto& row : answer["table"]["rows"]) {
        const std::string month = row[column(answer, "month")].get<std::string>().substr(0, 7);
        CAPTURE(month);
        CHECK(row[rate].get<double>() == doctest::Approx(months.at(month).ratio()).epsilon(1e-12));
    }
}

TEST_CASE("house: drivers of negative sentiment are ranked by this quarter's mentions") {
    DemoHouse demo;
    std::map<std::string, Parts> expected;
    for (const auto& row : demo.clootrack()) {
        const std::string week = row["week_start"];
        if (week < "2026-10-01" || week > "2026-11-21") continue;
        expected[row["driver"]].value += row["negative"].get<std::int64_t>();
        expected[row["driver"]].per += row["mentions"].get<std::int64_t>();
    }
    const auto answer = demo.ask("What are the top drivers of negative sentiment this quarter?");
    REQUIRE(answer["status"] == "answered");
    REQUIRE(answer["table"]["rows"].size() >= 3);
    const bool by_share = answer["plan"]["measures"][0]["aggregate"] == "rate";
    const auto value = column(answer, by_share ? "share of negative feedback" : "negative mentions");
    double last = 1e18;
    for (const auto& row : answer["table"]["rows"]) {
        const auto& parts = expected.at(row[column(answer, "driver")]);
        const double wanted = by_share ? parts.ratio() : static_cast<double>(parts.value);
        CHECK(row[value].get<double>() == doctest::Approx(wanted).epsilon(1e-12));
        CHECK(row[value].get<double>() <= last);
        last = row[value];
    }
    int above = 0;
    for (const auto& [driver, parts] : expected)
        above += (by_share ? parts.ratio() : static_cast<double>(parts.value)) > last;
    CHECK(above <= static_cast<int>(answer["table"]["rows"].size()));
}

TEST_CASE("house: the shipping theme's trend begins at the day the organization named") {
    DemoHouse demo;
    const std::string changed = demo.simulation().named_days()["policy change"];
    const auto answer = demo.ask("How did the shipping theme trend after the policy change?");
    REQUIRE(answer["status"] == "answered");
    CHECK(answer["plan"]["range"]["start"] == changed);
    REQUIRE_FALSE(answer["plan"]["grain"].is_null());
    const auto grain = grain_named(answer["plan"]["grain"].get<std::string>()).value();
    std::map<std::string, Parts> expected;
    for (const auto& row : demo.clootrack()) {
        const std::string week = row["week_start"];
        if (row["theme"] != "shipping" || week < changed || week > "2026-11-21") continue;
        auto& parts = expected[Calendar().bucket(Day::parse(week).value(), grain).text()];
        parts.value += row["negative"].get<std::int64_t>();
        parts.per += row["mentions"].get<std::int64_t>();
    }
    const auto time = column(answer, std::string(name_of(grain)));
    const auto& head = answer["table"]["columns"].back();
    int compared = 0;
    for (const auto& row : answer["table"]["rows"]) {
        const auto found = expected.find(row[time]);
        if (found == expected.end()) continue;
        for (std::size_t index = 0; index < row.size(); ++index) {
            const std::string name = answer["table"]["columns"][index]["name"];
            if (name == "theme volume")
                CHECK(row[index] == found->second.per);
            else if (name == "share of negative feedback")
                CHECK(row[index].get<double>() == doctest::Approx(found->second.ratio()).epsilon(1e-12));
            else
                continue;
            ++compared;
        }
    }
    INFO(head.dump());
    CHECK(compared >= static_cast<int>(expected.size()));
}

TEST_CASE("house: the correlation of themes with churn is Pearson's over whole months") {
    DemoHouse demo;
    const auto answer = demo.ask("Which experience themes correlate with churn?");
    REQUIRE(answer["status"] == "answered");
    CHECK(answer["plan"]["steps"].size() == 2);
    const std::string metric = answer["plan"]["measures"][0]["metric"];
    const bool by_share = metric == "clootrack.share_of_negative";
    const bool by_volume = metric == "clootrack.theme_volume";
    REQUIRE((by_share || by_volume));

    std::map<std::string, std::map<std::string, Parts>> themes;
    for (const auto& row : demo.clootrack()) {
        auto& parts = themes[row["theme"]][row["week_start"].get<std::string>().substr(0, 7)];
        parts.value += row["negative"].get<std::int64_t>();
        parts.per += row["mentions"].get<std::int64_t>();
    }
    const auto all = subscriptions(demo);
    const auto churn = [&](const std::string& month) {
        const Day first = Day::parse(month + "-01").value();
        const auto from = unix_seconds(Calendar().start_of(first));
        const auto until = unix_seconds(Calendar().start_of(first.plus_months(1)));
        Parts parts;
        for (const auto& one : all) {
            parts.value += one.canceled >= from && one.canceled < until;
            parts.per += one.start < from && one.end >= from;
        }
        return parts.ratio();
    };
    const auto& rows = answer["table"]["rows"];
    CHECK(rows.size() == themes.size());
    const auto points = rows[0][column(answer, "points")].get<std::size_t>();
    REQUIRE(points >= 6);
    for (const auto& row : rows) {
        const std::string theme = row[column(answer, "theme")];
        CAPTURE(theme);
        // The last `points` whole months; the month that is not over does not count.
        std::vector<double> x, y;
        for (const auto& [month, parts] : themes.at(theme)) {
            if (month >= "2026-11") continue;
            x.push_back(by_share ? parts.ratio() : static_cast<double>(parts.per));
            y.push_back(churn(month));
        }
        REQUIRE(x.size() >= points);
        x.erase(x.begin(), x.end() - static_cast<std::ptrdiff_t>(points));
        y.erase(y.begin(), y.end() - static_cast<std::ptrdiff_t>(points));
        CHECK(row[column(answer, "correlation")].get<double>() == doctest::Approx(pearson(x, y)).epsilon(1e-9));
    }
}
