// What the plugin language can say beside rows: settings, refusals, pieces of a range, rows that come twice.
#include "base/text.h"
#include "samples.h"
#include "vendors/arguments.h"
#include "vendors/plugin.h"

#include <algorithm>

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

// The sample with one more piece of JSON, merged into it.
Checked changed(const Json& patch) {
    Json json = sample_json();
    json.merge_patch(patch);
    return check_manifest(json, "shop/manifest.lua");
}

std::string mistakes_of(const Checked& checked) {
    std::string all;
    for (const auto& mistake : checked.mistakes) all += to_text(mistake) + "\n";
    return all;
}

const Json settings_list = Json::parse(R"([
    {"name": "site", "means": "your site's name", "pattern": "[a-z]+", "example": "acme"},
    {"name": "board", "means": "the board's number", "pattern": "[0-9]{1,12}", "optional": true}])");

Manifest with_settings() {
    Checked checked = changed({{"settings", settings_list}});
    REQUIRE(mistakes_of(checked) == "");
    return std::move(checked.manifest);
}

}  // namespace

TEST_CASE("vendors: mistakes in the settings and the unique columns are named") {
    const auto setting = [](const char* text) { return Json{{"settings", Json::array({Json::parse(text)})}}; };
    const Json unknown_column = Json::parse(R"({"datasets": {"orders": {"unique": ["idd"]}}})");
    struct {
        Json patch;
        std::string mistake;
    } const cases[] = {
        {setting(R"({"name": "Site", "means": "x", "pattern": "[a-z]+"})"),
         "settings[1].name: a name is lower-case letters, digits and _"},
        {setting(R"({"name": "account", "means": "x", "pattern": "[a-z]+"})"),
         "settings[1].name: \"account\" is taken"},
        {setting(R"({"name": "client_id", "means": "x", "pattern": ".+"})"),
         "settings[1].name: \"client_id\" is taken"},
        {setting(R"({"name": "site", "means": "x", "pattern": "[a-z"})"), "settings[1].pattern: the pattern cannot"},
        {setting(R"({"name": "site", "means": "x", "pattern": "[a-z]+", "example": "9"})"),
         "settings[1].example: does not fit the pattern"},
        {setting(R"({"name": "site", "pattern": "[a-z]+"})"), "settings[1].means: is missing"},
        {setting(R"({"name": "site", "means": "x", "pattern": "[a-z]+", "optinal": true})"),
         "settings[1].optinal: there is no such field (did you mean \"optional\"?)"},
        {setting(R"({"name": "site", "means": "x", "pattern": "[a-z]+", "header": "Authorization"})"),
         "settings[1].header: must be the name of a header of the vendor's own"},
        {setting(R"({"name": "site", "means": "x", "pattern": "[a-z]+", "header": "MCP-Session-Id"})"),
         "settings[1].header: must be"},
        {setting(R"({"name": "site", "means": "x", "pattern": "[a-z]+", "header": "x-site: a"})"),
         "settings[1].header: must be"},
        {unknown_column, "datasets.orders.unique: no column \"idd\" in dataset \"orders\" (did you mean \"id\"?)"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.mistake);
        CHECK(mistakes_of(changed(c.patch)).find(c.mistake) != std::string::npos);
    }
    CHECK(mistakes_of(changed({{"settings", settings_list}})) == "");
    CHECK(mistakes_of(
              changed(setting(R"({"name": "site", "means": "x", "pattern": "[a-z]+", "header": "X-Site-Id"})"))) == "");
    CHECK(mistakes_of(changed(Json::parse(R"({"names": ["Shopper"],
        "datasets": {"orders": {"unique": ["id"], "needs_range": true}}})"))) == "");
}

TEST_CASE("vendors: settings are accepted in their form, and refused by name") {
    const Manifest manifest = with_settings();
    struct {
        const char* given;
        std::string refused;  // A part of the sentence; empty: accepted.
    } const cases[] = {
        {R"({"site": "acme"})", ""},
        {R"({"site": "acme", "board": "17", "account": "anything"})", ""},
        {R"({"site": "acme", "board": ""})", ""},
        {"{}", "The setting \"site\" is missing: your site's name, such as \"acme\""},
        {R"({"site": ""})", "\"site\" is missing"},
        {R"({"site": 5})", "\"site\" does not have the right form"},
        {R"({"site": "ACME"})", "\"site\" does not have the right form"},
        {R"({"site": "acme\n"})", "\"site\" does not have the right form"},
        {R"({"site": ["acme"]})", "\"site\" does not have the right form"},
        {R"({"site": "acme", "board": "x"})", "The setting \"board\" does not have the right form: the board's number"},
        {R"({"site": "acme", "bord": "17"})", "Shop has no setting \"bord\" (did you mean \"board\"?)"},
        {R"({"site": "acme", "token": "secret"})", "Shop has no setting \"token\""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.given);
        const auto checked = check_settings(manifest, Json::parse(c.given));
        CHECK(static_cast<bool>(checked) == c.refused.empty());
        if (checked) continue;
        CHECK(checked.error().fault == Fault::invalid);
        CHECK(checked.error().message.find(c.refused) != std::string::npos);
    }
    CHECK(check_settings(manifest, Json::object(), Missing::allowed));
    CHECK_FALSE(check_settings(manifest, {{"site", "ACME"}}, Missing::allowed));
    CHECK(settings_of(manifest, {{"site", "acme"}, {"account", "my-shop"}, {"client_id", "x"}, {"board", ""}}) ==
          Json({{"site", "acme"}, {"account", "my-shop"}}));
}

TEST_CASE("vendors: Lua is given settings, today, and what must stand somewhere in a value") {
    const Vendor vendor = sample_vendor(R"(return {
        prepare = function(request)
          return { today = request.today, site = request.settings.site, title = request.contains.title[1] }
        end,
        account = function(reply, settings)
          for _, one in ipairs(reply) do if one.site == settings.site then return one end end
        end })");
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    Fetch fetch = orders();
    fetch.today = Day::of(2026, 11, 21);
    fetch.settings = {{"site", "acme"}};
    fetch.contains = {{"title", Json::array({"acme/shop"})}};
    CHECK(plugin.value().prepare(fetch).value() ==
          Json({{"today", "2026-11-21"}, {"site", "acme"}, {"title", "acme/shop"}}));
    const Json reply = Json::parse(R"([{"site": "other", "shop_id": "no", "live": false, "level": 1},
                                       {"site": "acme", "shop_id": "yes", "live": true, "level": 2}])");
    CHECK(plugin.value().account(reply, fetch.settings).value()["shop_id"] == "yes");
    CHECK_FALSE(plugin.value().account(reply, Json::object()));
    const Vendor refusing =
        sample_vendor("return { account = function() return nil, 'Name a site that is yours.' end }");
    const auto refused = Plugin::open(refusing).value().account(reply);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::invalid);
    CHECK(refused.error().message == "Name a site that is yours.");
}

TEST_CASE("vendors: the account is asked for with the manifest's arguments") {
    Vendor vendor = sample_vendor("");
    CHECK(Plugin::open(vendor).value().account_arguments({{"site", "acme"}}) == Json::object());
    vendor.manifest.account->arguments = {{"site", "{settings.site}"}, {"board", "{settings.board}"}, {"limit", 10}};
    CHECK(Plugin::open(vendor).value().account_arguments({{"site", "acme"}}) ==
          Json({{"site", "acme"}, {"limit", 10}}));
}

TEST_CASE("vendors: a plugin refuses with a sentence for the user, and with nothing else") {
    struct {
        std::string body;
        std::string message;
    } const cases[] = {
        {"return nil, 'Name the repository, like acme/shop.'", "Name the repository, like acme/shop."},
        {"return nil, 'two\\nlines\\27[31m'", "two lines [31m"},
        {"return nil, ' '", "The vendor plugin failed."},
        {"return nil, 5", "The vendor plugin failed."},
        {"return nil, { 'x' }", "The vendor plugin failed."},
        {"return nil", "The vendor plugin failed."},
        {"return 5, 'x'", "The vendor plugin failed."},
        {"error('Name the repository.')", "The vendor plugin failed."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        const Vendor vendor = sample_vendor("return { prepare = function(request) " + c.body + " end }");
        const auto arguments = Plugin::open(vendor).value().prepare(orders());
        REQUIRE_FALSE(arguments);
        CHECK(arguments.error().message == c.message);
        CHECK((arguments.error().fault == Fault::invalid) == (c.message != "The vendor plugin failed."));
    }
    const Vendor chatty = sample_vendor("return { prepare = function() return nil, ('x'):rep(5000) end }");
    CHECK(Plugin::open(chatty).value().prepare(orders()).error().message.size() <= 203);
    const Vendor fine = sample_vendor("return { prepare = function() return { a = 1 }, 'said beside it' end }");
    CHECK(Plugin::open(fine).value().prepare(orders()).value() == Json({{"a", 1}}));
}

TEST_CASE("vendors: shape is told with which arguments its page was asked for") {
    const Vendor vendor = sample_vendor(
        "return { shape = function(request, reply, arguments) return { { id = arguments.project } } end }");
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    Table table = plugin.value().empty_table("orders");
    REQUIRE(plugin.value().shape(orders(), Json::object(), table, {{{"project", "p1"}}}));
    REQUIRE(plugin.value().shape(orders(), Json::object(), table, {{{"project", "p2"}}}));
    CHECK(table.find("id")->text(0) == "p1");
    CHECK(table.find("id")->text(1) == "p2");
}

TEST_CASE("vendors: a reply in words reaches the plugin as a text") {
    const Vendor vendor = sample_vendor("return { shape = function(request, reply) return { { id = reply } } end }");
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    Table table = plugin.value().empty_table("orders");
    REQUIRE(plugin.value().shape(orders(), "## Orders\n", table));
    CHECK(table.find("id")->text(0) == "## Orders\n");
    CHECK_FALSE(Plugin::open(sample_vendor("")).value().shape(orders(), "## Orders\n", table));
}

TEST_CASE("vendors: a row whose key was read before is left out") {
    Vendor vendor = sample_vendor("return { shape = function(request, reply) return reply end }");
    vendor.manifest.datasets.at("orders").unique = {"id", "currency"};
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    const auto row = [](const char* id, const char* currency) { return Json{{"id", id}, {"currency", currency}}; };
    Table table = plugin.value().empty_table("orders");
    Seen seen;
    const Page page{Json::object(), &seen, false};
    REQUIRE(
        plugin.value().shape(orders(), Json::array({row("a", "EUR"), row("a", "EUR"), row("a", "USD")}), table, page));
    CHECK(table.rows() == 2);
    REQUIRE(plugin.value().shape(orders(), Json::array({row("a", "USD"), row("b", "USD")}), table, page));
    CHECK(table.rows() == 3);
    // Without a key rows are all different, and without `unique` nobody compares them.
    const Json nameless = Json::array({{{"currency", "EUR"}}, {{"currency", "EUR"}}});
    REQUIRE(plugin.value().shape(orders(), nameless, table, page));
    CHECK(table.rows() == 5);
    vendor.manifest.datasets.at("orders").unique.clear();
    REQUIRE(plugin.value().shape(orders(), Json::array({row("a", "EUR"), row("a", "EUR")}), table, page));
    CHECK(table.rows() == 7);
}

TEST_CASE("vendors: of a piece of the range only its own rows are kept") {
    const Vendor vendor = sample_vendor("return { shape = function(request, reply) return reply end }");
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    Fetch fetch = orders();
    fetch.start = Day::of(2026, 9, 1);
    fetch.end = Day::of(2026, 10, 1);
    const Json reply = Json::parse(R"([{"id": "before", "placed": "2026-08-31T23:59:59Z"},
        {"id": "first", "placed": "2026-09-01T00:00:00Z", "amount": 5, "currency": "EUR"},
        {"id": "last", "placed": "2026-09-30T23:59:59Z"}, {"id": "after", "placed": "2026-10-01T00:00:00Z"},
        {"id": "without"}])");
    Table all = plugin.value().empty_table("orders");
    REQUIRE(plugin.value().shape(fetch, reply, all));
    CHECK(all.rows() == 5);
    Table piece = plugin.value().empty_table("orders");
    REQUIRE(plugin.value().shape(fetch, reply, piece, {Json::object(), nullptr, true}));
    REQUIRE(piece.rows() == 3);
    CHECK(piece.find("id")->text(0) == "first");
    CHECK(piece.find("amount")->integer(0) == 5);
    CHECK(piece.find("id")->text(2) == "without");
}

TEST_CASE("vendors: an empty table becomes an object where the schema wants one") {
    const Json schema = Json::parse(R"({"type": "object", "$defs": {"query": {"type": "object", "properties":
          {"filters": {"type": "array", "items": {"type": "object"}}, "options": {"type": "object"}}}},
        "properties": {
          "actions": {"type": "array", "items": {"type": "object", "properties": {"list_sites": {"type": "object"},
                      "ids": {"type": "array"}}}},
          "query": {"$ref": "#/$defs/query"},
          "either": {"anyOf": [{"type": "null"}, {"type": "object"}]},
          "both": {"type": ["object", "array"]},
          "plain": {"properties": {"a": {"type": "string"}}},
          "map": {"type": "object", "additionalProperties": {"type": "object"}},
          "loop": {"$ref": "#/properties/loop"},
          "list": {"type": "array"}}})");
    struct {
        const char *given, *mended;
    } const cases[] = {
        {"[]", "{}"},
        {R"({"actions": []})", R"({"actions": []})"},
        {R"({"actions": [{"list_sites": [], "ids": []}, []]})", R"({"actions": [{"list_sites": {}, "ids": []}, {}]})"},
        {R"({"query": {"filters": [[]], "options": []}})", R"({"query": {"filters": [{}], "options": {}}})"},
        {R"({"query": []})", R"({"query": {}})"},
        {R"({"either": [], "both": [], "plain": [], "list": []})",
         R"({"either": {}, "both": [], "plain": {}, "list": []})"},
        {R"({"map": {"a": [], "b": [1]}})", R"({"map": {"a": {}, "b": [1]}})"},
        {R"({"unknown": [], "loop": []})", R"({"unknown": [], "loop": []})"},
        {R"({"query": ["x"], "list": {"a": []}})", R"({"query": ["x"], "list": {"a": []}})"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.given);
        Json arguments = Json::parse(c.given);
        mend_empty_objects(arguments, schema);
        CHECK(arguments == Json::parse(c.mended));
    }
    Json untouched = {{"a", Json::array()}};
    mend_empty_objects(untouched, nullptr);
    CHECK(untouched == Json({{"a", Json::array()}}));
}

TEST_CASE("vendors: an offer names the products that mean the vendor") {
    Vendor vendor = sample_vendor("");
    vendor.manifest.names = {"Till", "Counter"};
    vendor.manifest.datasets.at("orders").offer.needs_range = true;
    const auto offer = make_offer_unconnected(vendor);
    CHECK(offer.names == std::vector<std::string>{"Till", "Counter"});
    CHECK(offer.datasets.front().needs_range);
}
