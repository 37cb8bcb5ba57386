#include "samples.h"

using namespace parley;
using namespace parley::vendors;
using policy::ToolDefinition;

namespace {

ToolDefinition tool(const std::string& name, const char* arguments = "", bool read_only = true) {
    ToolDefinition definition;
    definition.name = name;
    definition.description = "Lists things.";
    if (*arguments) definition.input_schema = {{"type", "object"}, {"properties", {{arguments, {{"type", "string"}}}}}};
    if (read_only) definition.annotations = {{"readOnlyHint", true}};
    return definition;
}

std::string name_of_tool(const Resolved& resolved, const std::string& id) {
    const auto found = resolved.names.find(id);
    return found == resolved.names.end() ? "" : found->second;
}

}  // namespace

TEST_CASE("vendors: of exact names the preferred one that is published is used, with its rules") {
    const Vendor shop = sample_vendor("");
    struct {
        std::vector<ToolDefinition> published;
        std::string name;
    } const cases[] = {
        {{tool("get_orders"), tool("list_orders")}, "list_orders"},
        {{tool("get_orders")}, "get_orders"},
        {{tool("get_orders", "", false)}, "get_orders"},
        {{tool("list_orders2"), tool("List_Orders"), tool("orders")}, ""},
        {{}, ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        const Resolved resolved = resolve_tools(shop.manifest, c.published);
        CHECK(name_of_tool(resolved, "orders") == c.name);
        REQUIRE(resolved.allowed.size() == (c.name.empty() ? 0 : 1));
        if (c.name.empty()) continue;
        CHECK(resolved.allowed[0].name == c.name);
        CHECK(resolved.allowed[0].rules.size() == 1);
    }
}

TEST_CASE("vendors: a capability takes only a tool that reads in every respect") {
    const Vendor shop = sample_vendor("");
    struct {
        std::vector<ToolDefinition> published;
        std::string name;
    } const cases[] = {
        {{tool("list_letters")}, "list_letters"},
        {{tool("getLetter")}, "getLetter"},
        {{tool("shop.letters.search")}, "shop.letters.search"},
        {{tool("list_letters"), tool("get_letter_stats")}, "get_letter_stats"},  // The preferred group of words.
        {{tool("list_all_letters"), tool("list_letters")}, "list_letters"},      // The shortest name.
        {{tool("list_letters", "status")}, "list_letters"},
        {{tool("list_orders")}, ""},
        {{tool("letters")}, ""},                  // No verb.
        {{tool("query_letters")}, ""},            // A query may be anything.
        {{tool("list_letters", "", false)}, ""},  // Not declared read-only.
        {{tool("list_letters", "sql")}, ""},      // An argument that sounds like a write.
        {{tool("list_letters", "delete_after")}, ""},
        {{tool("send_letter")}, ""},
        {{tool("list_and_delete_letters")}, ""},
        {{tool("list letters")}, ""},
        {{tool("list_letterheads")}, ""},
    };
    for (const auto& c : cases) {
        const std::string published = c.published.front().name;
        CAPTURE(published);
        const Resolved resolved = resolve_tools(shop.manifest, c.published);
        CHECK(name_of_tool(resolved, "letters") == c.name);
    }
    ToolDefinition wordy = tool("list_letters");
    wordy.description = "Deletes old letters and lists the rest.";
    CHECK(name_of_tool(resolve_tools(shop.manifest, {wordy}), "letters").empty());
    ToolDefinition destructive = tool("list_letters");
    destructive.annotations["destructiveHint"] = true;
    CHECK(name_of_tool(resolve_tools(shop.manifest, {destructive}), "letters").empty());
}

TEST_CASE("vendors: an offer says what a connection can answer") {
    const Vendor shop = sample_vendor("");
    const auto offer = make_offer(shop, {"c1"}, resolve_tools(shop.manifest, {tool("get_orders")}));
    CHECK(offer.connected);
    CHECK(offer.connection.text == "c1");
    CHECK(offer.vendor.text == "shop");
    CHECK(offer.datasets.at(0).tool == "get_orders");
    CHECK(offer.metrics.size() == 3);
    CHECK(offer.dimensions.size() == 3);  // The manifest's, and the hour and the weekday of an order.
    CHECK(offer.examples.size() == 1);
    CHECK(make_offer(shop, {"c1"}, {}).datasets.at(0).tool.empty());
    const auto other = make_offer_unconnected(shop);
    CHECK_FALSE(other.connected);
    CHECK(other.connection.text.empty());
    CHECK(other.datasets.at(0).tool.empty());
}

TEST_CASE("vendors: an unknown server's tools become datasets, with what they must be given") {
    ToolDefinition orders = tool("list_open_orders");
    orders.description = "Returns the open orders\nof every warehouse, with their customers.";
    ToolDefinition needy = tool("get_order", "id");
    needy.input_schema["required"] = {"id"};
    ToolDefinition relaxed = tool("list_visits", "days");
    relaxed.input_schema["required"] = {"days"};
    relaxed.input_schema["properties"]["days"]["default"] = 7;
    const auto offer = make_offer_inferred({"c2"}, "Warehouse", {orders, needy, relaxed, tool("list bad")});
    CHECK(offer.vendor.text == "custom");
    CHECK(offer.name == "Warehouse");
    REQUIRE(offer.datasets.size() == 3);
    CHECK(offer.datasets[0].input_schema.is_null());
    CHECK(offer.datasets[1].input_schema == needy.input_schema);
    CHECK(offer.datasets[2].input_schema.is_null());
    CHECK(offer.datasets[0].id == "list_open_orders");
    CHECK(offer.datasets[0].name == "open orders");
    CHECK(offer.datasets[0].tool == "list_open_orders");
    CHECK(offer.datasets[0].description.find('\n') == std::string::npos);
    CHECK(offer.datasets[0].synonyms ==
          std::vector<std::string>{"open", "orders", "every", "warehouse", "their", "customers"});
    CHECK(offer.datasets[1].tool == "get_order");
    CHECK(offer.datasets[2].tool == "list_visits");
    REQUIRE(offer.metrics.size() == 3);
    CHECK(offer.metrics[0].id == "count_list_open_orders");
    CHECK(offer.metrics[0].name == "number of open orders");
    CHECK(offer.metrics[0].value.aggregate == planner::Aggregate::count);
}
