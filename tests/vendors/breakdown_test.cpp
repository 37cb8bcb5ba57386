// Columns on demand: what the language says of them, and what a plugin is told.
#include "vendors/breakdown.h"

#include "base/text.h"
#include "samples.h"
#include "vendors/describe.h"
#include "vendors/plugin.h"

using namespace parley;
using namespace parley::vendors;

namespace {

// The sample's orders with a column "currency" that must be asked for; `change` is put into that column, `more` into
// the dataset.
Checked with_demand(const Json& change = Json::object(), const Json& more = Json::object()) {
    Json json = sample_json();
    Json& orders = json["datasets"]["orders"];
    for (Json& column : orders["columns"]) {
        if (column["name"] != "currency") continue;
        column["on_demand"] = true;
        column.merge_patch(change);
    }
    orders.merge_patch(more);
    return check_manifest(json, "shop/manifest.lua");
}

std::string mistakes_of(const Checked& checked) {
    std::string all;
    for (const auto& mistake : checked.mistakes) all += to_text(mistake) + "\n";
    return all;
}

Vendor shop(std::string plugin_source) {
    Checked checked = with_demand();
    REQUIRE(mistakes_of(checked) == "");
    Vendor vendor;
    vendor.manifest = std::move(checked.manifest);
    vendor.plugin_source = std::move(plugin_source);
    return vendor;
}

Fetch orders() {
    Fetch fetch;
    fetch.dataset = "orders";
    fetch.tool = "list_orders";
    return fetch;
}

}  // namespace

TEST_CASE("vendors: mistakes about columns on demand are named") {
    const Json nothing = Json::object();
    struct {
        Json column, dataset;
        std::string mistake;
    } const cases[] = {
        {{{"role", "key"}}, nothing, "datasets.orders.columns.currency.on_demand: is for columns of role dimension"},
        {{{"name", "Cur-rency"}}, nothing, "on_demand: is for columns of role dimension, named in lower-case letters"},
        {{{"on_demand", "yes"}}, nothing, "on_demand: must be true or false"},
        {nothing, {{"breakdowns", 0}}, "datasets.orders.breakdowns: must be from 1 to 3"},
        {nothing, {{"breakdowns", 4}}, "datasets.orders.breakdowns: must be from 1 to 3"},
        {nothing, {{"unique", {"id", "currency"}}}, "on_demand: is not for a column that rows are recognised by"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.mistake);
        const std::string mistakes = mistakes_of(with_demand(c.column, c.dataset));
        CAPTURE(mistakes);
        CHECK(mistakes.find(c.mistake) != std::string::npos);
    }
    CHECK(mistakes_of(with_demand(nothing, {{"breakdowns", 3}})) == "");
    const auto dataset = with_demand().manifest.datasets.at("orders");
    CHECK(dataset.breakdowns == 2);
    CHECK(is_on_demand(dataset, "currency"));
    CHECK_FALSE(is_on_demand(dataset, "gift"));
}

TEST_CASE("vendors: a recorded reply's name says what it is broken down by") {
    struct {
        const char* name;
        const char* dataset;
        std::vector<std::string> columns;
    } const cases[] = {
        {"sessions", "sessions", {}},
        {"page_views-by-country", "page_views", {"country"}},
        {"page_views-by-country-device_type", "page_views", {"country", "device_type"}},
        {"views_by_page", "views_by_page", {}},  // An id, for it has no hyphen.
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        const Breakdown breakdown = breakdown_named(c.name);
        CHECK(breakdown.dataset == c.dataset);
        CHECK(breakdown.columns == c.columns);
        CHECK(to_text(breakdown) == c.name);
    }
}

TEST_CASE("vendors: prepare is told by what numbers are to be told apart, and in which steps of time") {
    const Vendor vendor = shop(R"(return { prepare = function(request)
        return { by = request.group_by, step = request.bucket or "none" } end })");
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    Fetch fetch = orders();
    CHECK(plugin.value().prepare(fetch).value() == Json({{"by", Json::array()}, {"step", "none"}}));
    fetch.group_by = {"currency"};
    fetch.bucket = "week";
    CHECK(plugin.value().prepare(fetch).value() == Json({{"by", Json::array({"currency"})}, {"step", "week"}}));
}

TEST_CASE("vendors: a column on demand is there where it is asked for, and nowhere else") {
    const Vendor vendor = shop("return { shape = function() return { { id = 'a', currency = 'EUR' } } end }");
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    Fetch fetch = orders();
    fetch.group_by = {"currency"};
    Table asked = plugin.value().empty_table("orders", fetch.group_by);
    REQUIRE(plugin.value().shape(fetch, Json::object(), asked));
    REQUIRE(asked.find("currency"));
    CHECK(asked.find("currency")->text(0) == "EUR");

    Table plain = plugin.value().empty_table("orders");
    CHECK(plain.find("currency") == nullptr);
    const auto refused = plugin.value().shape(orders(), Json::object(), plain);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail.find("there is no column currency") != std::string::npos);
    CHECK(plain.rows() == 0);
    CHECK(describe(vendor)["datasets"].dump().find("\"on_demand\":true") != std::string::npos);
}

TEST_CASE("vendors: rows that a plugin says are not all make a table that is cut") {
    struct {
        const char* shape;
        Completeness::State state;
        std::string why;
    } const cases[] = {
        {"return { { id = 'a' } }", Completeness::State::complete, ""},
        {"return { { id = 'a' } }, nil", Completeness::State::complete, ""},
        {"return { { id = 'a' } }, '  '", Completeness::State::complete, ""},
        {"return { { id = 'a' } }, 7", Completeness::State::complete, ""},
        {"return { { id = 'a' } }, 'The others are missing.'", Completeness::State::truncated,
         "The others are missing."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.shape);
        const Vendor vendor = shop(cat("return { shape = function() ", c.shape, " end }"));
        auto plugin = Plugin::open(vendor);
        REQUIRE(plugin);
        Table table = plugin.value().empty_table("orders");
        REQUIRE(plugin.value().shape(orders(), Json::object(), table));
        CHECK(table.rows() == 1);
        CHECK(table.completeness.state == c.state);
        CHECK(table.completeness.why == c.why);
    }
    const Vendor vendor = shop("return { shape = function() return nil, 'Name a shop.' end }");
    Table table = Plugin::open(vendor).value().empty_table("orders");
    CHECK_FALSE(Plugin::open(vendor).value().shape(orders(), Json::object(), table));  // No rows are no empty table.
}
