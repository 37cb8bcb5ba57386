#include "vendors/plugin.h"

#include "base/clock.h"
#include "base/text.h"
#include "samples.h"

using namespace parley;
using namespace parley::vendors;

namespace {

Fetch orders() {
    Fetch fetch;
    fetch.dataset = "orders";
    fetch.tool = "list_orders";
    fetch.account = {{"shop_id", "abc"}};
    return fetch;
}

Fetch orders_in_september() {
    Fetch fetch = orders();
    fetch.start = Day::of(2026, 9, 1);
    fetch.end = Day::of(2026, 10, 1);
    return fetch;
}

// A plugin whose shape() is this body.
std::string shaping(const std::string& body) {
    return "return { shape = function(request, reply) " + body + " end }";
}

Result<Table> shape(const std::string& plugin_source, const Json& reply) {
    const Vendor vendor = sample_vendor(plugin_source);
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    Table table = plugin.value().empty_table("orders");
    const auto done = plugin.value().shape(orders(), reply, table);
    if (!done) {
        CHECK(table.rows() == 0);
        return done.error();
    }
    return table;
}

std::string detail_of(const std::string& plugin_source, const Json& reply) {
    const auto table = shape(plugin_source, reply);
    if (table) return "";
    CHECK(table.error().fault == Fault::internal);
    CHECK(table.error().message == "The vendor plugin failed.");
    return table.error().detail;
}

}  // namespace

TEST_CASE("vendors: without a plugin the manifest makes the arguments") {
    const Vendor vendor = sample_vendor("");
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    CHECK(plugin.value().prepare(orders_in_september()).value() ==
          Json({{"kind", "paid"},
                {"from", "2026-09-01"},
                {"last", "2026-09-30"},
                {"limit", 50},
                {"shop", "abc"},
                {"created", {{"gte", 1788220800}, {"lt", 1790812800}}},
                {"search", "day >= 2026-09-01 and {x"}}));
    CHECK(plugin.value().prepare(orders()).value() == Json({{"kind", "paid"}, {"limit", 50}, {"shop", "abc"}}));
    Fetch unknown = orders();
    unknown.dataset = "nothing";
    CHECK_FALSE(plugin.value().prepare(unknown));
    CHECK_FALSE(plugin.value().more(orders(), Json::object(), Json::object()).value().has_value());
}

TEST_CASE("vendors: without a plugin the manifest says where the rows are") {
    const Json reply = {
        {"data",
         {{"list",
           {{{"order", {{"id", 7}}},
             {"placed", "2026-09-01T10:00:00Z"},
             {"sums", {1250, 1}},
             {"currency", "EUR"},
             {"extra", "ignored"}},
            {{"order", {{"id", "b"}}}, {"placed", 1788220800}, {"returned", "2026-09-05"}, {"gift", true}}}}}}};
    const auto table = shape("", reply);
    REQUIRE(table);
    const Table& t = table.value();
    REQUIRE(t.rows() == 2);
    CHECK(t.find("id")->text(0) == "7");
    CHECK(t.find("placed")->integer(0) == 1788256800);
    CHECK(t.find("amount")->integer(0) == 1250);
    CHECK_FALSE(t.find("amount")->has(1));
    CHECK(t.find("returned")->integer(1) == Day::of(2026, 9, 5).days);
    CHECK(t.find("gift")->integer(1) == 1);
    for (const std::string wrong :
         {R"({})", R"({"data":{}})", R"({"data":{"list":null}})", R"({"data":{"list":{}}})", "null", "[]"}) {
        CAPTURE(wrong);
        CHECK(detail_of("", Json::parse(wrong)).find("no list at \"data.list\"") != std::string::npos);
    }
}

TEST_CASE("vendors: Lua gets the request as the contract says") {
    const Vendor vendor = sample_vendor(R"(return {
        prepare = function(request)
          return { r = request, empty = next(request.filters) == nil }
        end,
        more = function(request, arguments, reply)
          if reply.stop then return nil end
          if reply.again then return arguments end
          arguments.page = (arguments.page or 1) + 1
          return arguments
        end })");
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    const auto arguments = plugin.value().prepare(orders_in_september());
    REQUIRE(arguments);
    CHECK(arguments.value()["empty"] == true);
    CHECK(arguments.value()["r"]["range"] == Json({{"start", "2026-09-01"},
                                                   {"end", "2026-10-01"},
                                                   {"last", "2026-09-30"},
                                                   {"start_unix", 1788220800},
                                                   {"end_unix", 1790812800}}));
    CHECK(arguments.value()["r"]["account"] == Json({{"shop_id", "abc"}}));
    CHECK(arguments.value()["r"]["rows_per_page"] == 50);
    CHECK(arguments.value()["r"]["tool"] == "list_orders");

    const Json first = {{"kind", "paid"}};
    CHECK(plugin.value().more(orders(), first, Json::object()).value() == Json({{"kind", "paid"}, {"page", 2}}));
    CHECK_FALSE(plugin.value().more(orders(), first, {{"stop", true}}).value().has_value());
    CHECK_FALSE(plugin.value().more(orders(), first, {{"again", true}}));
}

TEST_CASE("vendors: each kind takes its values and no others") {
    struct {
        std::string column;
        std::string value;  // Lua
        std::string raw;    // JSON; empty: refused
    } const cases[] = {
        {"id", "'x'", "\"x\""},
        {"id", "7", "\"7\""},
        {"id", "true", ""},
        {"id", "{1}", ""},
        {"id", "1.5", ""},
        {"placed", "1788220800", "1788220800"},
        {"placed", "1788220800.9", "1788220800"},
        {"placed", "'2026-09-01T02:00:00+02:00'", "1788220800"},
        {"placed", "'2026-09-01'", "1788220800"},
        {"placed", "'yesterday'", ""},
        {"placed", "true", ""},
        {"returned", "'2026-09-05'", "20701"},
        {"returned", "'2026-09-05T23:00:00Z'", "20701"},
        {"returned", "'2026-13-05'", ""},
        {"returned", "20701", ""},
        {"amount", "1250", "1250"},
        {"amount", "1250.0", "1250"},
        {"amount", "12.5", ""},
        {"amount", "'1250'", ""},
        {"items", "3", "3"},
        {"items", "1e300", ""},
        {"items", "{}", ""},
        {"weight", "2.5", "2.5"},
        {"weight", "2", "2.0"},
        {"weight", "0/0", "null"},
        {"weight", "'2.5'", ""},
        {"discount", "0.25", "0.25"},
        {"gift", "true", "1"},
        {"gift", "false", "0"},
        {"gift", "1", "1"},
        {"gift", "2", ""},
        {"gift", "'yes'", ""},
        {"gift", "nil", "null"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.column);
        CAPTURE(c.value);
        const std::string source = shaping("return {{ currency = 'EUR', " + c.column + " = " + c.value + " }}");
        if (c.raw.empty()) {
            CHECK(detail_of(source, Json::object()).find("orders: row 1: " + c.column + " is no ") == 0);
            continue;
        }
        const auto table = shape(source, Json::object());
        REQUIRE(table);
        const Column& column = *table.value().find(c.column);
        Json raw = nullptr;
        if (column.has(0) && column.kind == Kind::text) raw = column.text(0);
        if (column.has(0) && column.keeps_reals()) raw = column.real(0);
        if (column.has(0) && column.keeps_integers()) raw = column.integer(0);
        CHECK(raw == Json::parse(c.raw));
    }
}

TEST_CASE("vendors: hostile or broken results never become a table") {
    struct {
        std::string body;
        std::string detail;
    } const cases[] = {
        {"return nil", "shape must give a list of records"},
        {"return 'rows'", "shape must give a list of records"},
        {"return { a = 1 }", "shape must give a list of records"},
        {"return { 1, 2 }", "orders: row 1 is no record"},
        {"return { {} }", "orders: row 1 is no record"},
        {"return { { 'x', 'y' } }", "orders: row 1 is no record"},
        {"return { { id = 'a' }, { amout = 1 } }", "orders: row 2: there is no column amout (did you mean amount?)"},
        {"return { { id = 'a' }, { id = 'b', items = 'many' } }", "orders: row 2: items is no count"},
        {"return { { id = function() end } }", "only plain data"},
        {"local t = {} t[1] = t return t", "nested too deep"},
        {"while true do end", "instruction budget used up"},
        {"local t = {} for i = 1, 1e9 do t[i] = { i, i } end return t", "not enough memory"},
        {"return reply.missing.field", "shop/plugin.lua:1:"},
        {"error({})", "an error that is no text"},
        {"error('\\27[31mred')", "red"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        CHECK(detail_of(shaping(c.body), Json::object()).find(c.detail) != std::string::npos);
    }
    CHECK(shape(shaping("return {}"), Json::object()).value().rows() == 0);
}

TEST_CASE("vendors: pages are added one behind the other") {
    const Vendor vendor = sample_vendor(shaping("return { { id = reply.id, items = reply.n }, { id = 'last' } }"));
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    Table table = plugin.value().empty_table("orders");
    CHECK(plugin.value().empty_table("nothing").columns.empty());
    REQUIRE(plugin.value().shape(orders(), {{"id", "a"}, {"n", 1}}, table));
    REQUIRE(plugin.value().shape(orders(), {{"id", "b"}, {"n", 2}}, table));
    CHECK_FALSE(plugin.value().shape(orders(), {{"id", "c"}, {"n", "x"}}, table));
    REQUIRE(table.rows() == 4);
    CHECK(table.find("id")->text(2) == "b");
    CHECK(table.find("items")->integer(2) == 2);
    CHECK_FALSE(table.find("items")->has(3));
    for (const auto& column : table.columns) CHECK(column.size() == 4);
}

TEST_CASE("vendors: what the account says is checked before it is used") {
    const Json reply = {{"shop_id", "abc"}, {"live", true}, {"level", 3}, {"token", "secret"}};
    const Vendor plain = sample_vendor("");
    CHECK(Plugin::open(plain).value().account(reply).value() ==
          Json({{"shop_id", "abc"}, {"live", true}, {"level", 3}}));
    const Vendor chosen = sample_vendor("return { account = function(reply) return reply.list[1] end }");
    CHECK(Plugin::open(chosen).value().account({{"list", {reply}}}).value() ==
          Json({{"shop_id", "abc"}, {"live", true}, {"level", 3}}));
    struct {
        const char* name;
        Json value;
    } const wrong[] = {{"shop_id", "ABC"}, {"shop_id", "abc; drop"}, {"shop_id", 5},     {"shop_id", nullptr},
                       {"live", "true"},   {"level", 1.5},           {"level", "three"}, {"shop_id", Json::array()}};
    for (const auto& c : wrong) {
        CAPTURE(c.name);
        Json changed = reply;
        changed[c.name] = c.value;
        const auto values = Plugin::open(plain).value().account(changed);
        REQUIRE_FALSE(values);
        CHECK(values.error().detail.find(c.name) != std::string::npos);
    }
}

TEST_CASE("vendors: a day is cut in the organization's zone") {
    Fetch fetch = orders_in_september();
    const auto calendar = Calendar::make({.zone = "Europe/Prague"});
    REQUIRE(calendar);
    fetch.calendar = calendar.value();
    const Vendor vendor = sample_vendor(shaping("return { { returned = '2026-09-05T23:00:00Z' } }"));
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    CHECK(plugin.value().prepare(fetch).value()["created"]["gte"] == 1788213600);
    Table table = plugin.value().empty_table("orders");
    REQUIRE(plugin.value().shape(fetch, Json::object(), table));
    CHECK(table.find("returned")->integer(0) == Day::of(2026, 9, 6).days);
}

TEST_CASE("vendors: a plugin that does not load does not open") {
    const Vendor vendor = sample_vendor("return {");
    CHECK_FALSE(Plugin::open(vendor));
}
