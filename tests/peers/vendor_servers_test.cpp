// Servers that vendors publish in the npm registry, connected by their URL. They list their tools without an account;
// plugins/README.md has the outcome as a table, which is compared with what is seen here.
#include "../house/support.h"
#include "node_server.h"

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace parley;
using namespace parley::tests;

namespace {

struct Published {
    std::string package;
    std::string script;                  // Below node_modules.
    std::vector<std::string> arguments;  // No key in them opens anything.
    std::string vendor;                  // Of the catalogue; empty: there is none.
    std::vector<std::string> reads;      // Some that must be admitted by themselves,
    std::vector<std::string> writes;     // and some that must not.
};

const std::vector<Published> servers{
    {"@modelcontextprotocol/server-everything", "dist/index.js", {}, "", {}, {}},
    {"@modelcontextprotocol/server-cohort-heatmap", "dist/index.js", {"--stdio"}, "", {}, {}},
    {"@notionhq/notion-mcp-server",
     "bin/cli.mjs",
     {},
     "notion",
     {},  // "API" is no verb that reads: all of them wait for a person.
     {"API-delete-a-block", "API-patch-page", "API-post-page", "API-move-page", "API-create-a-comment"}},
    {"@sentry/mcp-server",
     "dist/index.js",
     {"--access-token=sntryu_none"},
     "sentry",
     {"find_organizations", "search_issues"},
     {"update_issue", "execute_sentry_tool", "analyze_issue_with_seer"}},
    {"@stripe/mcp",
     "dist/index.js",
     {"--tools=all", "--api-key=rk_test_none"},
     "stripe",
     {"list_customers", "list_invoices"},
     {"create_customer", "create_refund", "cancel_subscription", "update_dispute", "finalize_invoice"}},
};

std::string version_of(const Published& server) {
    std::ifstream in(node_module(server.package + "/package.json"));
    std::ostringstream text;
    text << in.rdbuf();
    const auto json = parse_json(text.str());
    return json ? text_at(json.value(), "version") : "";
}

std::string page() {
    std::ifstream in(PARLEY_SOURCE_DIR "/plugins/README.md");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<store::ToolPin> tools_of(DemoHouse& demo, const Published& server) {
    std::vector<std::string> words{node_module(server.package + "/" + server.script)};
    words.insert(words.end(), server.arguments.begin(), server.arguments.end());
    const NodeServer bridge(PARLEY_SOURCE_DIR "/tests/peers/stdio_bridge.mjs", words);
    connect::Begin wish;
    wish.url = bridge.url();
    wish.name = server.package;
    auto started = demo.house().connector().begin(demo.org(), app::terminal_user, std::move(wish));
    INFO((started ? "" : started.error().message + " " + started.error().detail));
    REQUIRE(started);
    auto pins = demo.org().tools(started.value().connection.id);
    REQUIRE(pins);
    return std::move(pins).value();
}

std::string verdict_of(const std::vector<store::ToolPin>& pins, const std::string& name) {
    const auto pin = std::find_if(pins.begin(), pins.end(), [&](const auto& one) { return one.name == name; });
    return pin == pins.end() ? "not there" : pin->verdict;
}

// How many of the manifest's tools this server publishes under a name that the manifest knows.
std::string known_to_manifest(DemoHouse& demo, const Published& server, const std::vector<store::ToolPin>& pins) {
    const auto* vendor = demo.house().catalogue().find({server.vendor});
    if (vendor == nullptr) return "no folder";
    std::vector<policy::ToolDefinition> published;
    for (const auto& pin : pins)
        published.push_back({pin.name, pin.description, pin.input_schema, pin.annotations, {}});
    const auto resolved = vendors::resolve_tools(vendor->manifest, published);
    return std::to_string(resolved.names.size()) + " of " + std::to_string(vendor->manifest.tools.size());
}

}  // namespace

TEST_CASE("peers: servers that vendors publish are listed, their reads admitted and their writes not") {
    const auto is_here = [](const Published& server) {
        return std::filesystem::exists(node_module(server.package + "/" + server.script));
    };
    if (!std::all_of(servers.begin(), servers.end(), is_here)) {
        MESSAGE("skipped, 1 test: npm ci has not brought the servers");
        return;
    }
    DemoHouse demo(
        DemoHouse::Wish{limits::question_timeout_ms, "", {}, {{"ecomail"}, {"notion"}, {"sentry"}, {"stripe"}}});
    const std::string documented = page();
    for (const auto& server : servers) {
        CAPTURE(server.package);
        const auto pins = tools_of(demo, server);
        int admitted = 0, waiting = 0, refused = 0;
        for (const auto& pin : pins) {
            admitted += pin.verdict == "admitted";
            waiting += pin.verdict == "waiting";
            refused += pin.verdict == "refused";
            if (pin.verdict == "admitted") CHECK_FALSE(policy::names_a_write(pin.name));
        }
        CHECK(static_cast<std::size_t>(admitted + waiting + refused) == pins.size());
        for (const auto& read : server.reads) CHECK_MESSAGE(verdict_of(pins, read) == "admitted", read);
        for (const auto& write : server.writes) {
            const std::string verdict = verdict_of(pins, write);
            CAPTURE(write);
            CHECK(verdict != "admitted");
            CHECK(verdict != "not there");
        }
        const std::string row = "| `" + server.package + "` " + version_of(server) + " | " +
                                std::to_string(pins.size()) + " | " + std::to_string(admitted) + " | " +
                                std::to_string(waiting) + " | " + std::to_string(refused) + " | " +
                                known_to_manifest(demo, server, pins) + " |";
        CHECK_MESSAGE(documented.find(row) != std::string::npos, "plugins/README.md lacks: " << row);
    }
}
