// The functions that every plugin finds, held against the engine's own money and calendar.
#include "vendors/prelude.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/text.h"
#include "policy/private_names.h"

#include <doctest/doctest.h>

using namespace parley;

namespace {

// What an expression is; "error: ..." where it raises.
Result<Json> value_of(const std::string& expression) {
    lua::State state;
    REQUIRE(vendors::add_prelude(state));
    const auto loaded = state.load("return { run = function() return " + expression + " end }", "test.lua");
    REQUIRE(loaded);
    return state.call("run", {});
}

struct Case {
    const char* expression;
    const char* json;  // Empty: an error.
};

void check(const std::vector<Case>& cases) {
    for (const auto& c : cases) {
        CAPTURE(c.expression);
        const auto value = value_of(c.expression);
        const std::string reason = value ? "" : value.error().detail;
        CAPTURE(reason);
        REQUIRE(static_cast<bool>(value) == (*c.json != '\0'));
        if (value) CHECK(dump(value.value()) == c.json);
    }
}

}  // namespace

TEST_CASE("vendors: the prelude makes minor units exactly") {
    check({{"money.minor('12.50', 'EUR')", "1250"},
           {"money.minor('12.5', 'eur')", "1250"},
           {"money.minor('1.00', 'JPY')", "1"},
           {"money.minor('12', 'KWD')", "12000"},
           {"money.minor('0.29', 'USD')", "29"},
           {"money.minor(0.29, 'USD')", "29"},
           {"money.minor(1.1 + 2.2, 'USD')", "330"},
           {"money.minor(7, 'USD')", "700"},
           {"money.minor('-0.05', 'EUR')", "-5"},
           {"money.minor('12.500000', 'EUR')", "1250"},
           {"money.minor('90071992547409.93', 'USD')", "9007199254740993"},
           {"money.minor(nil, 'EUR')", "null"},
           {"money.minor('5')", "500"},
           {"money.minor('12.505', 'EUR')", ""},
           {"money.minor('1.5', 'JPY')", ""},
           {"money.minor('1,250.00', 'USD')", ""},
           {"money.minor('1e3', 'USD')", ""},
           {"money.minor('', 'USD')", ""},
           {"money.minor('12.50 EUR', 'EUR')", ""},
           {"money.minor('.5', 'EUR')", ""},
           {"money.minor({}, 'EUR')", ""},
           {"money.minor(true, 'EUR')", ""},
           {"money.minor(0/0, 'EUR')", ""},
           {"money.minor(1/0, 'EUR')", ""},
           {"money.minor('99999999999999999999', 'EUR')", ""},
           {"money.rounded('12.505', 'EUR')", "1251"},
           {"money.rounded('12.504', 'EUR')", "1250"},
           {"money.rounded('-12.505', 'EUR')", "-1251"},
           {"money.rounded('1.5', 'JPY')", "2"},
           {"money.rounded(nil)", "null"},
           {"money.rounded('x', 'EUR')", ""}});
}

TEST_CASE("vendors: the prelude knows the digits of a currency as the engine does") {
    lua::State state;
    REQUIRE(vendors::add_prelude(state));
    REQUIRE(state.load("return { run = function(code) return money.digits(code) end }", "test.lua"));
    for (char a = 'A'; a <= 'Z'; ++a) {
        for (char b = 'A'; b <= 'Z'; ++b) {
            for (char c = 'A'; c <= 'Z'; ++c) {
                const std::string code{a, b, c};
                const Json given = code;
                const auto digits = state.call("run", {&given});
                REQUIRE(digits);
                if (digits.value() == currency_exponent(code)) continue;
                CAPTURE(code);
                CHECK(digits.value() == currency_exponent(code));
            }
        }
    }
}

TEST_CASE("vendors: the prelude counts days as the engine does") {
    lua::State state;
    REQUIRE(vendors::add_prelude(state));
    REQUIRE(state.load(R"(return {
        text = function(number) return days.text(number) end,
        number = function(text) return days.number(text) end })",
                       "test.lua"));
    for (std::int32_t number = Day::of(1899, 12, 30).days; number < Day::of(2101, 1, 2).days; number += 13) {
        const Json given = number;
        const Json text = state.call("text", {&given}).value();
        const bool same = text == Day{number}.text() && state.call("number", {&text}).value() == given;
        if (same) continue;
        CAPTURE(number);
        CHECK(text == Day{number}.text());
        CHECK(state.call("number", {&text}).value() == given);
    }
    check({{"days.plus('2026-02-28', 1)", "\"2026-03-01\""},
           {"days.plus('2024-02-28', 1)", "\"2024-02-29\""},
           {"days.plus('2026-01-01T10:00:00Z', -1)", "\"2025-12-31\""},
           {"days.utc(1788220799)", "\"2026-08-31\""},
           {"days.utc(1788220800.9)", "\"2026-09-01\""},
           {"days.iso(1788256800)", "\"2026-09-01T10:00:00Z\""},
           {"days.iso(-1)", "\"1969-12-31T23:59:59Z\""},
           {"days.unix('2026-09-01')", "1788220800"},
           {"days.unix('2026-09-01T10:00:00Z')", "1788256800"},
           {"days.unix('2026-09-01T10:00:00.999Z')", "1788256800"},
           {"days.unix('2026-09-01 10:00')", "1788256800"},
           {"days.unix('2026-09-01T12:00:00+02:00')", "1788256800"},
           {"days.unix('2026-09-01T04:30:00-0530')", "1788256800"},
           {"days.unix('2026-09-01T10')", ""},
           {"days.unix('2026-09-01T10:00:00 CET')", ""},
           {"days.unix('yesterday')", ""},
           {"days.unix(nil)", ""},
           {"days.number('2026-13-01')", ""},
           {"days.number('01.09.2026')", ""},
           {"days.plus(nil, 1)", ""}});
}

TEST_CASE("vendors: the prelude finds rows and takes nothing else for them") {
    check({{"data.is_list({})", "true"},
           {"data.is_list({ 1 })", "true"},
           {"data.is_list({ a = 1 })", "false"},
           {"data.is_list('x')", "false"},
           {"data.child({ a = { b = 1 } }, 'a').b", "1"},
           {"data.child({ a = 5 }, 'a').b", "null"},
           {"data.child(nil, 'a').b", "null"},
           {"data.text('x')", "\"x\""},
           {"data.text('')", "null"},
           {"data.text(5)", "null"},
           {"data.whole('17')", "17"},
           {"data.whole(17.0)", "17"},
           {"data.whole(nil)", "null"},
           {"data.whole('17.5')", ""},
           {"data.whole('many')", ""},
           {"data.rows({ 7 }, 'items')", "[7]"},
           {"data.rows({ items = { 7 } }, 'rows', 'items')", "[7]"},
           {"data.rows({ items = {} }, 'items')", "[]"},
           {"data.rows({ items = { a = 1 } }, 'items')", ""},
           {"data.rows({ error = 'no' }, 'items')", ""},
           {"data.rows('words', 'items')", ""},
           {"data.rows(nil)", ""}});
}

TEST_CASE("vendors: the prelude knows private names as the engine does") {
    check({{"data.is_private('password_hash')", "true"},
           {"data.is_private('apiKey')", "true"},
           {"data.is_private('Client secret')", "true"},
           {"data.is_private('hashtag')", "false"},
           {"data.is_private('')", "false"},
           {"data.is_private(nil)", "false"},
           {"data.entry('a,b,c', 2)", "\"b\""},
           {"data.entry('a,b,c', 4)", "null"},
           {"data.entry(nil, 1)", "null"}});
    for (const char* name : {"user.accessToken", "SSN", "tokens_used", "secretary", "--pin--", "a__otp", "otp9",
                             "Pin Code", "\xc5\xbeluti", "PINcode", "card_no", "bot_price", "is altitude"}) {
        CAPTURE(std::string(name));
        const auto said = value_of(cat("data.is_private('", name, "')"));
        REQUIRE(said);
        CHECK(said.value() == policy::is_private_name(name));
    }
}

TEST_CASE("vendors: the prelude reads a customer's table, and tells which columns it does not") {
    const std::string head =
        "(function() local c = {} for _, name in ipairs({ 'id', 'amount', 'password_hash', 'Odd Name' }) do "
        "c[#c + 1] = { table_name = 'orders', column_name = name, data_type = 'text' } end "
        "c[#c + 1] = { table_name = 'orders', column_name = 'payload', data_type = 'jsonb' } "
        "c[#c + 1] = { table_name = 'logins', column_name = 'token', data_type = 'text' } "
        "local function of(name) return { contains = { table = { name } } } end ";
    const auto in = [&head](const std::string& rest) { return head + rest + " end)()"; };
    struct {
        std::string expression;
        const char* json;
    } const cases[] = {
        {in("return postgres.found(of('Orders'), c)"), R"({"columns":"id,amount","table":"orders"})"},
        {in("return postgres.found(of('public.order'), c)"), R"({"columns":"id,amount","table":"orders"})"},
        {in("return postgres.found(of('invoices'), c)"), R"({"columns":"","table":""})"},
        {in("return select(2, postgres.found(of('orders'), c))"),
         R"("Columns of orders that were not read: password_hash, by the name a secret; payload and 1 more, no plain value or no plain name.")"},
        {in("return (postgres.found(of('logins'), c))"), "null"},
        {in("return select(2, postgres.found(of('logins'), c))"),
         R"("Columns of logins that were not read: token, by the name a secret.")"},
        {in("return (postgres.table_named({ contains = {} }))"), "null"},
        {in("return (postgres.page({ found = { table = '' } }, 0))"), "null"},
        {in("return postgres.page({ found = { table = 'orders', columns = 'id,amount' } }, 1000)"),
         R"("SELECT \"id\", \"amount\" FROM \"public\".\"orders\" ORDER BY \"id\", \"amount\" LIMIT 1000 OFFSET 1000")"},
        {in("return postgres.next_page({}, 'OFFSET 0', { 1, 2 })"), "null"},
        {in("return postgres.records(of('orders'), { { id = 1, table = 'x', at = '2026-09-01 10:00:00.5+02' } })"),
         R"([{"at":"2026-09-01T10:00:00+02:00","id":1,"table":"orders","table field":"x"}])"},
    };
    for (const auto& c : cases) check({{c.expression.c_str(), c.json}});
}

TEST_CASE("vendors: what one plugin does to the prelude no other one sees") {
    lua::State state;
    REQUIRE(vendors::add_prelude(state));
    REQUIRE(state.load("money.minor = nil; days = nil; return { run = function() return 1 end }", "test.lua"));
    check({{"money.minor('1', 'EUR')", "100"}, {"days.plus('2026-09-01', 0)", "\"2026-09-01\""}});
}
