// The workbench against a recomputation that is slow, obvious and shares no code with it.

#include "samples.h"

#include <map>
#include <random>
#include <set>
#include <thread>

using namespace parley;
using namespace parley::samples;

namespace {

const char* const countries[] = {"DE", "US", "FR", "", "Čad", "a.b"};
const char* const states[] = {"paid", "open", "failed"};

struct Row {
    std::int64_t created;
    std::int64_t amount;
    int country;
    int status;
    int customer;
};

std::vector<Row> random_rows(unsigned seed, std::size_t count, std::int64_t from, std::int64_t until) {
    std::mt19937 random(seed);
    const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
    std::vector<Row> rows;
    for (std::size_t row = 0; row < count; ++row) {
        const auto offset = static_cast<std::int64_t>(random()) % (until - from);
        rows.push_back({from + offset, below(200'000) - 20'000, below(6), below(3), below(40)});
    }
    return rows;
}

Table table_of(const std::vector<Row>& rows) {
    Table table = empty_payments();
    for (Column& column : table.columns) column.reserve(rows.size());
    for (const Row& row : rows) {
        table.columns[0].add(row.created);
        table.columns[1].add(row.amount);
        table.columns[2].add(std::string("usd"));
        table.columns[3].add(std::string(states[row.status]));
        if (*countries[row.country])
            table.columns[4].add(std::string(countries[row.country]));
        else
            table.columns[4].add_null();
        table.columns[5].add(cat("customer ", row.customer));
        table.columns[6].add(std::int64_t{0});
    }
    return table;
}

// Bucket and country -> what fell there.
struct Sums {
    std::int64_t amount = 0;
    std::int64_t rows = 0;
    std::int64_t paid = 0;
    std::set<int> customers;
};

std::map<std::pair<Day, std::string>, Sums> recompute(const std::vector<Row>& rows, const planner::Plan& made,
                                                      const Calendar& calendar) {
    std::map<std::pair<Day, std::string>, Sums> all;
    for (const Row& row : rows) {
        const Day day = calendar.day_of(from_unix_seconds(row.created));
        if (day < *made.range->start || day >= *made.range->end) continue;
        Sums& sums = all[{calendar.bucket(day, *made.grain), countries[row.country]}];
        sums.amount += row.amount;
        sums.rows += 1;
        sums.paid += row.status == 0;
        sums.customers.insert(row.customer);
    }
    return all;
}

std::size_t check_against(const Table& table, std::map<std::pair<Day, std::string>, Sums> expected) {
    std::size_t filled = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const Day day{static_cast<std::int32_t>(table.columns[0].integer(row))};
        const std::string country = table.columns[1].has(row) ? table.columns[1].text(row) : "";
        const Sums& sums = expected[{day, country}];
        filled += sums.rows > 0;
        CHECK(table.columns[2].integer(row) == sums.amount);
        CHECK(table.columns[3].integer(row) == sums.rows);
        CHECK(table.columns[4].integer(row) == static_cast<std::int64_t>(sums.customers.size()));
        CHECK(table.columns[5].has(row) == (sums.rows > 0));
        if (sums.rows > 0) {
            CHECK(table.columns[5].real(row) == static_cast<double>(sums.paid) / static_cast<double>(sums.rows));
        }
    }
    return filled;
}

}  // namespace

TEST_CASE("analysis: flows agree with a naive recomputation in every zone and grain") {
    struct {
        const char* zone;
        int week_start;
        Grain grain;
        const char *start, *end;
    } const cases[] = {
        {"UTC", 1, Grain::month, "2024-01-01", "2025-01-01"},
        {"Europe/Prague", 1, Grain::day, "2024-02-20", "2024-04-10"},
        {"America/New_York", 7, Grain::week, "2024-01-03", "2024-12-30"},
        {"Asia/Kathmandu", 6, Grain::week, "2023-12-25", "2024-06-01"},
        {"Africa/Casablanca", 1, Grain::day, "2024-03-01", "2024-05-01"},
        {"Australia/Lord_Howe", 1, Grain::quarter, "2023-11-15", "2024-11-15"},
        {"America/Sao_Paulo", 1, Grain::year, "2023-06-01", "2025-02-01"},
    };
    unsigned seed = 1;
    for (const auto& c : cases) {
        CAPTURE(c.zone);
        const auto rows = random_rows(++seed, 4'000, at("2023-06-01T00:00:00Z"), at("2025-02-01T00:00:00Z"));
        auto made = plan({"volume", "payments", "customers", "paid_rate"});
        made.group_by = {"country"};
        made.grain = c.grain;
        made.range = range(c.start, c.end);
        const auto when = setting("2026-05-10T12:00:00Z", {c.zone, c.week_start, 1});
        const auto table = workbench().run(made, {input(offer, "payments", table_of(rows))}, when);
        REQUIRE(table);
        const auto expected = recompute(rows, made, when.calendar);
        CHECK(check_against(table.value(), expected) == expected.size());
    }
}

TEST_CASE("analysis: stocks agree with a naive recomputation at every instant") {
    std::mt19937 random(7);
    const auto begin = at("2024-01-01T00:00:00Z");
    Table table = subscriptions({});
    std::vector<std::array<std::int64_t, 3>> lives;
    for (int row = 0; row < 3'000; ++row) {
        const std::int64_t from = begin + static_cast<std::int64_t>(random() % (500u * 86'400u));
        const bool ends = random() % 3 != 0;
        const std::int64_t until = from + static_cast<std::int64_t>(random() % (200u * 86'400u));
        const std::int64_t amount = static_cast<std::int64_t>(random() % 100'000u);
        lives.push_back({from, ends ? until : std::numeric_limits<std::int64_t>::max(), amount});
        table.columns[0].add(from);
        if (ends)
            table.columns[1].add(until);
        else
            table.columns[1].add_null();
        table.columns[2].add(amount);
        table.columns[3].add(std::string("DE"));
        table.columns[4].add(cat("plan ", random() % 50u));
    }
    for (const char* zone : {"UTC", "America/New_York", "Asia/Kolkata"}) {
        CAPTURE(zone);
        const auto when = setting("2025-05-10T12:00:00Z", {zone, 1, 1});
        auto made = plan({"subscriptions", "largest"});
        made.grain = Grain::week;
        made.range = range("2024-01-01", "2025-12-01");
        const auto result = workbench().run(made, {input(offer, "subscriptions", table)}, when);
        REQUIRE(result);
        CHECK(result.value().rows() > 50);
        for (std::size_t row = 0; row < result.value().rows(); ++row) {
            const Day day{static_cast<std::int32_t>(result.value().columns[0].integer(row))};
            const auto week_end = unix_seconds(when.calendar.start_of(day.plus(7)));
            const auto instant = std::min(week_end, unix_seconds(when.now) + 1);
            std::int64_t alive = 0;
            std::int64_t largest = -1;
            for (const auto& life : lives) {
                if (life[0] >= instant || life[1] < instant) continue;
                ++alive;
                largest = std::max(largest, life[2]);
            }
            CHECK(result.value().columns[1].integer(row) == alive);
            CHECK(result.value().columns[2].integer(row) == largest);
        }
    }
}

TEST_CASE("analysis: the same plan over the same rows gives the same table") {
    const auto rows = table_of(random_rows(3, 20'000, at("2024-01-01T00:00:00Z"), at("2025-01-01T00:00:00Z")));
    auto made = plan({"volume", "paid_rate", "order_value"});
    made.group_by = {"country", "status"};
    const auto when = setting("2026-05-10T12:00:00Z");
    const std::string first = run(made, {input(offer, "payments", rows)}, when);
    for (int again = 0; again < 20; ++again) CHECK(run(made, {input(offer, "payments", rows)}, when) == first);
}

TEST_CASE("analysis: eight threads share one workbench") {
    const auto when = setting("2026-05-10T12:00:00Z");
    auto by_country = plan({"volume", "customers"});
    by_country.group_by = {"country"};
    by_country.filters = {{"status", "=", "paid"}};
    std::vector<Table> tables;
    std::vector<std::string> expected;
    for (unsigned seed = 0; seed < 8; ++seed) {
        tables.push_back(
            table_of(random_rows(seed, 500 * (seed + 1), at("2024-01-01T00:00:00Z"), at("2025-01-01T00:00:00Z"))));
        expected.push_back(run(by_country, {input(offer, "payments", tables.back())}, when));
    }
    CHECK(std::set<std::string>(expected.begin(), expected.end()).size() == 8);
    std::vector<int> wrong(8, 0);
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            for (int round = 0; round < 25; ++round) {
                wrong[thread] += run(by_country, {input(offer, "payments", tables[thread])}, when) != expected[thread];
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == std::vector<int>(8, 0));
}

TEST_CASE("analysis: a million rows are grouped exactly") {
    const auto rows = random_rows(11, 1'000'000, at("2024-01-01T00:00:00Z"), at("2025-01-01T00:00:00Z"));
    std::map<std::string, std::int64_t> sums;
    for (const Row& row : rows) sums[countries[row.country]] += row.amount;
    auto made = plan({"volume"});
    made.group_by = {"country"};
    const auto table =
        workbench().run(made, {input(offer, "payments", table_of(rows))}, setting("2026-05-10T12:00:00Z"));
    REQUIRE(table);
    REQUIRE(table.value().rows() == sums.size());
    for (std::size_t row = 0; row < sums.size(); ++row) {
        const Column& country = table.value().columns[0];
        CHECK(table.value().columns[1].integer(row) == sums[country.has(row) ? country.text(row) : ""]);
    }
}
