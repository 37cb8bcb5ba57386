// The folders held against what is known of the vendors' servers: facts with sources, collected independently of the
// folders. They are no part of the product; where they are missing these tests are skipped.
#include "base/text.h"
#include "policy/gate.h"
#include "vendors/catalogue.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace fs = std::filesystem;
using namespace parley;
using namespace parley::vendors;

namespace {

const fs::path facts_folder = PARLEY_SOURCE_DIR "/../shared/vendors";

Json json_file(const fs::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    auto json = parse_json(text.str());
    REQUIRE(json);
    return std::move(json).value();
}

bool facts_are_here() {
    const bool here = fs::exists(facts_folder);
    if (!here) MESSAGE("skipped, 1 test: the collected facts are not here");
    return here;
}

Catalogue all_folders() {
    auto catalogue = Catalogue::read(PARLEY_SOURCE_DIR "/plugins/vendors");
    REQUIRE(catalogue);
    return std::move(catalogue).value();
}

std::set<std::string> write_tools(const Json& facts) {
    std::set<std::string> names;
    for (const auto& tool : facts["tools"]) {
        if (text_at(tool, "access") == "write") names.insert(text_at(tool, "name"));
    }
    return names;
}

bool is_bound(const Tool& tool) {
    return std::any_of(tool.rules.begin(), tool.rules.end(), [](const policy::ArgumentRule& rule) {
        return rule.required && (!rule.one_of.empty() || rule.constant || !rule.keys.empty());
    });
}

// The gate as it is when the vendor's server publishes this one tool, with a schema that takes anything.
policy::Gate gate_for(const Vendor& vendor, const std::string& tool) {
    const policy::ToolDefinition definition{tool, "", {{"type", "object"}}, Json::object(), {}};
    const Resolved resolved = resolve_tools(vendor.manifest, {definition});
    return policy::Gate(resolved.allowed, {{tool, definition}});
}

bool admits(const policy::Gate& gate, const std::string& tool, Json arguments) {
    return static_cast<bool>(gate.admit({{"c1"}, tool, std::move(arguments)}));
}

}  // namespace

TEST_CASE("vendors: no tool that is known to write is admitted, but where a rule binds what it does") {
    if (!facts_are_here()) return;
    const Catalogue catalogue = all_folders();
    std::size_t vendors = 0, writes = 0, bound = 0;
    for (const auto& vendor : catalogue.vendors()) {
        const fs::path file = facts_folder / (vendor.manifest.id.text + ".json");
        CAPTURE(file.string());
        REQUIRE(fs::exists(file));
        ++vendors;
        const auto known_writes = write_tools(json_file(file));
        for (const auto& name : known_writes) {
            ++writes;
            CAPTURE(name);
            const policy::Gate gate = gate_for(vendor, name);
            CHECK_FALSE(admits(gate, name, Json::object()));
        }
        for (const auto& [id, tool] : vendor.manifest.tools) {
            for (const auto& name : tool.names) {
                if (!known_writes.contains(name)) continue;
                CAPTURE(name);
                CHECK(is_bound(tool));
                CHECK(tool.closed);
                ++bound;
            }
        }
    }
    CHECK(vendors == catalogue.vendors().size());
    CHECK(writes > 300);
    MESSAGE(vendors << " vendors, " << writes << " tools known to write, " << bound << " of them bound by a rule");
}

TEST_CASE("vendors: of Square's one tool for everything no method that writes is let through") {
    if (!facts_are_here()) return;
    const Catalogue catalogue = all_folders();
    const Json methods = json_file(facts_folder / "square.methods.json");
    const policy::Gate gate = gate_for(*catalogue.find({"square"}), "make_api_request");
    int writes = 0, reads = 0;
    for (const auto& [service, list] : methods["services"].items()) {
        for (const auto& [method, fact] : list.items()) {
            const bool admitted = admits(gate, "make_api_request", {{"service", service}, {"method", method}});
            const std::string name = cat(service, ".", method);
            CAPTURE(name);
            if (text_at(fact, "access") == "write") {
                CHECK_FALSE(admitted);
                ++writes;
            } else {
                reads += admitted;
            }
        }
    }
    CHECK(writes > 100);
    CHECK(reads > 0);
}

namespace {

// A call of any address of Wix's REST interface.
std::string wix(const char* url, const char* method = "POST", const char* body = "{\"search\":{}}") {
    return dump({{"url", url},
                 {"method", method},
                 {"siteId", "site-1"},
                 {"sourceDocUrl", "https://dev.wix.com/docs/api-reference"},
                 {"reason", "to count"},
                 {"body", body}});
}

}  // namespace

TEST_CASE("vendors: a tool with many operations is let through for what the folder reads, and for nothing else") {
    const Catalogue catalogue = all_folders();
    struct {
        const char *vendor, *tool;
        std::string arguments;
        bool admitted;
    } const cases[] = {
        {"apideck", "execute_tool", R"({"name":"crm-opportunities-all","input":{"limit":20}})", true},
        {"apideck", "execute_tool", R"({"name":"crm-opportunities-add","input":{"limit":20}})", false},
        {"apideck", "execute_tool", R"({"name":"crm-opportunities-all","input":{"limit":20},"consumer_id":"other"})",
         false},
        {"apideck", "execute_tool", R"({"input":{"limit":20}})", false},
        {"webflow", "data_sites_tool", R"({"context":"x","actions":[{"list_sites":{}}]})", true},
        {"webflow", "data_sites_tool", R"({"context":"x","actions":[{"publish_site":{}}]})", false},
        {"webflow", "data_sites_tool", R"({"context":"x","actions":[{"list_sites":{}},{"publish_site":{}}]})", false},
        {"webflow", "data_sites_tool", R"({"context":"x","actions":[{"list_sites":{},"publish_site":{}}]})", false},
        {"square", "make_api_request", R"({"service":"payments","method":"list","request":{"limit":10}})", true},
        {"square", "make_api_request", R"({"service":"payments","method":"create","request":{"limit":10}})", false},
        {"square", "make_api_request", R"({"service":"refunds","method":"list","request":{"limit":10}})", false},
        {"stripe", "stripe_api_read",
         R"({"stripe_context":"acct_1","livemode":true,"stripe_api_operation_id":"GetCharges","parameters":{}})", true},
        {"stripe", "stripe_api_read",
         R"({"stripe_context":"acct_1","livemode":true,"stripe_api_operation_id":"PostRefunds","parameters":{}})",
         false},
        {"wix", "CallWixSiteAPI", wix("https://www.wixapis.com/ecom/v1/orders/search"), true},
        {"wix", "CallWixSiteAPI", wix("https://www.wixapis.com/ecom/v1/orders"), false},
        {"wix", "CallWixSiteAPI", wix("https://www.wixapis.com/ecom/v1/orders/search/../../orders"), false},
        {"wix", "CallWixSiteAPI", wix("https://www.wixapis.com/ecom/v1/orders/search?x=1"), false},
        {"wix", "CallWixSiteAPI", wix("https://www.wixapis.com/ecom/v1/orders/search", "PATCH"), false},
        {"wix", "CallWixSiteAPI", wix("https://www.wixapis.com/ecom/v1/orders/search", "POST", "{\"order\":{}}"),
         false},
        {"wix", "ExecuteWixAPI", wix("https://www.wixapis.com/ecom/v1/orders/search"), false},
        {"stripe", "stripe_api_write",
         R"({"stripe_context":"acct_1","livemode":true,"stripe_api_operation_id":"GetCharges","parameters":{}})",
         false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.vendor);
        CAPTURE(c.arguments);
        const auto arguments = parse_json(c.arguments);
        REQUIRE(arguments);
        const policy::Gate gate = gate_for(*catalogue.find({c.vendor}), c.tool);
        CHECK(admits(gate, c.tool, arguments.value()) == c.admitted);
    }
}
