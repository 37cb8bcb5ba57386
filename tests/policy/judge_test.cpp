#include "policy/gate.h"

#include <doctest/doctest.h>
#include <fstream>

using namespace parley;
using namespace parley::policy;

namespace {

ToolDefinition tool(const char* name, const char* description, const char* annotations) {
    return {name, description, Json::object(), Json::parse(annotations)};
}

}  // namespace

TEST_CASE("gate: of an unknown server only what reads by name and is declared read-only is admitted by itself") {
    constexpr auto read_only = R"({"readOnlyHint":true})";
    struct {
        ToolDefinition tool;
        Verdict verdict;
    } const cases[] = {
        {tool("list_orders", "Lists orders", read_only), Verdict::admitted},
        {tool("shop_get_order", "Returns one order", read_only), Verdict::admitted},
        {tool("getCohortData", "Cohort retention data", R"({"readOnlyHint":true,"destructiveHint":false})"),
         Verdict::admitted},
        {tool("list_orders", "Lists orders", "{}"), Verdict::waiting},
        {tool("list_orders", "Lists orders", R"({"readOnlyHint":"true"})"), Verdict::waiting},
        {tool("cohort", "Cohorts", read_only), Verdict::waiting},
        {tool("run_query", "Runs SQL", read_only), Verdict::refused},
        {tool("get_sql_result", "Returns rows", read_only), Verdict::waiting},
        {tool("get_contact", "Get or create a contact", read_only), Verdict::waiting},
        {tool("get_contact", "Updates the contact's cache", read_only), Verdict::waiting},
        {tool("get_order", "Returns one order", R"({"readOnlyHint":false})"), Verdict::refused},
        {tool("get_order", "Returns one order", R"({"readOnlyHint":true,"destructiveHint":true})"), Verdict::refused},
        {tool("create_order", "Lists orders", read_only), Verdict::refused},
        {tool("list orders", "Lists orders", read_only), Verdict::refused},
        {tool("", "", read_only), Verdict::refused},
    };
    for (const auto& c : cases) {
        CAPTURE(c.tool.name);
        CAPTURE(c.tool.description);
        const auto judgement = judge_unlisted(c.tool);
        CHECK(name_of(judgement.verdict) == name_of(c.verdict));
        CHECK(judgement.reason.back() == '.');
    }
}

// Public servers' tools, labelled. A write that is let through without a person is a broken promise: none, ever.
TEST_CASE("gate: no labelled write tool is admitted by itself") {
    int seen = 0;
    for (const char* name : {"tools_labelled.jsonl", "tools_synthetic.jsonl"}) {
        std::ifstream file(std::string(PARLEY_SOURCE_DIR "/../shared/attack/") + name);
        for (std::string line; std::getline(file, line);) {
            const Json item = Json::parse(line);
            ++seen;
            if (item["label"] != "write") continue;
            const ToolDefinition published{item["tool"], text_at(item, "description"), Json::object(),
                                           at_or_null(item, "annotations")};
            CAPTURE(published.name);
            CHECK(name_of(judge_unlisted(published).verdict) != "admitted");
        }
    }
    MESSAGE(seen << " labelled tools checked"
                 << (seen == 0 ? " (skipped: the data set is not beside the project)" : ""));
}
