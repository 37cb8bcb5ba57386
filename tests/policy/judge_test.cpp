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

TEST_CASE("gate: a word that is a verb or a noun is told by where it stands and what else is said") {
    constexpr auto read_only = R"({"readOnlyHint":true})";
    struct {
        ToolDefinition tool;
        Verdict verdict;
    } const cases[] = {
        // After a read verb, with a description that reads too.
        {tool("get_merge_request", "Gets one merge request", read_only), Verdict::admitted},
        {tool("shop.getProjectUpdate", "Returns the last update", read_only), Verdict::admitted},
        {tool("list-import-jobs", "Lists the jobs", read_only), Verdict::admitted},
        {tool("get_merge_request", "", read_only), Verdict::waiting},
        {tool("get_merge_request", "Merge requests", read_only), Verdict::waiting},
        {tool("get_merge_request", "Gets one merge request", "{}"), Verdict::waiting},
        {tool("list_update_items", "Updates the items of a list", read_only), Verdict::waiting},
        // Before it, or joined to it, it is the verb.
        {tool("merge_get_request", "Gets one merge request", read_only), Verdict::refused},
        {tool("update_list", "Lists updates", read_only), Verdict::refused},
        {tool("get_or_update_order", "Gets an order", read_only), Verdict::refused},
        {tool("fetchAndMerge", "Gets an order", read_only), Verdict::refused},
        {tool("search_to_update", "Gets an order", read_only), Verdict::refused},
        // What is never a noun is a write wherever it stands.
        {tool("get_deleted", "Gets what was deleted", read_only), Verdict::admitted},
        {tool("get_delete", "Gets what was deleted", read_only), Verdict::refused},
        {tool("find_replace_text", "Finds a text", read_only), Verdict::refused},
        {tool("list_add_member", "Lists members", read_only), Verdict::refused},
        // A thing before the read verb is what is read; what is mostly a verb is not.
        {tool("purchase_order_get", "Gets an order", read_only), Verdict::admitted},
        {tool("erp/sales/invoice/list", "Lists invoices", read_only), Verdict::admitted},
        {tool("repo_watch_list", "Lists what is watched", read_only), Verdict::waiting},
        {tool("shop_notify_get", "Gets what was sent", read_only), Verdict::waiting},
        {tool("order_get", "Gets an order", read_only), Verdict::refused},  // It leads: order something.
    };
    for (const auto& c : cases) {
        CAPTURE(c.tool.name);
        CAPTURE(c.tool.description);
        CHECK(name_of(judge_unlisted(c.tool).verdict) == name_of(c.verdict));
    }
}

TEST_CASE("gate: what can be read about may stand in a name, what runs anything may not") {
    struct {
        const char* name;
        bool any_operation;  // By its name alone.
        Verdict verdict;
    } const cases[] = {
        {"search_code", true, Verdict::admitted},
        {"get_api_status", true, Verdict::admitted},
        {"list_call_transcripts", true, Verdict::admitted},
        {"get_pull_request", true, Verdict::admitted},
        {"list_orders", false, Verdict::admitted},
        {"api_read", true, Verdict::waiting},
        {"code_search", true, Verdict::waiting},
        {"get_request", true, Verdict::waiting},
        {"get_sql_result", true, Verdict::waiting},
        {"read_query", true, Verdict::waiting},
        {"get_graphql", true, Verdict::waiting},
        {"search_and_execute", true, Verdict::waiting},
        {"check_code_and_run", true, Verdict::waiting},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        CHECK(names_any_operation(c.name) == c.any_operation);
        const auto judgement = judge_unlisted(tool(c.name, "Returns rows", R"({"readOnlyHint":true})"));
        CHECK(name_of(judgement.verdict) == name_of(c.verdict));
    }
}

TEST_CASE("gate: a description that speaks of changes asks for a person, one that denies them does not") {
    struct {
        const char* description;
        bool admitted;
    } const cases[] = {
        {"Lists orders.", true},
        {"", true},
        {"Lists orders. Never creates or updates anything.", true},
        {"Lists orders. Read-only: does not create or modify orders.", true},
        {"Lists orders; choose another tool when you need to find one and update it.", true},
        {"Lists the people who are asking to join, to be promoted or removed.", true},
        {"Lists orders. Set limit to 10.", true},
        {"Lists orders. Accepts both forms.", true},
        {"Lists the permissions needed to delete an order.", true},
        {"Gets or creates an order.", false},
        {"Get, and then delete, an order.", false},
        {"Returns customers and then deletes stale ones.", false},
        {"Creates an order.", false},
        {"Updates the cache of orders.", false},
        {"Lists orders. Deletes the stale ones.", false},
        {"Lists orders\nArchives the old ones", false},
        {"Use this to list orders or to cancel one.", false},
        {"Allows you to delete orders.", false},
        {"Not only lists orders but also deletes them.", false},
        {"Lists orders, not only that, and deletes them.", false},
        {"Lists orders, not that it tries, and deletes them.", true},  // The price of reading denials.
        {"Never slow. Gets an order and updates it.", false},
        {"Does not wait for the warehouse or for anybody else there and updates it.", false},
        {"Choose a kind and list them. Deletes the rest.", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.description);
        const auto judgement = judge_unlisted(tool("list_orders", c.description, R"({"readOnlyHint":true})"));
        CHECK(name_of(judgement.verdict) == (c.admitted ? "admitted" : "waiting"));
    }
    const std::string late = std::string(3'000, ' ') + ". Deletes the old ones.";
    CHECK(judge_unlisted(tool("list_orders", late.c_str(), R"({"readOnlyHint":true})")).verdict == Verdict::waiting);
}

TEST_CASE("gate: however a name is spelled, its words are the same, and no other letters look like ours") {
    constexpr auto read_only = R"({"readOnlyHint":true})";
    struct {
        const char* name;
        Verdict verdict;
    } const cases[] = {
        {"listOrders", Verdict::admitted},        {"ListOrders", Verdict::admitted},
        {"list-orders", Verdict::admitted},       {"list.orders", Verdict::admitted},
        {"shop/list/orders", Verdict::admitted},  {"shop:list:orders", Verdict::admitted},
        {"SHOP_LIST_ORDERS", Verdict::admitted},  {"shop2_list3_orders", Verdict::admitted},
        {"getHTTPLog", Verdict::admitted},        {"deleteOrders", Verdict::refused},
        {"DELETE-ORDERS", Verdict::refused},      {"shop/orders/delete", Verdict::refused},
        {"shop:delete:orders", Verdict::refused}, {"getORDERSDelete", Verdict::refused},
        {"list_2delete", Verdict::refused},       {"list orders", Verdict::refused},
        {"list\torders", Verdict::refused},       {"list\u200borders", Verdict::refused},
        {"l\u0456st_orders", Verdict::refused},   // A Cyrillic "i".
        {"list_orders\u202e", Verdict::refused},  // Turns the direction of writing.
        {"\uff4cist_orders", Verdict::refused},   // A full-width "l".
        {"list_orders;delete", Verdict::refused}, {"list_orders\\", Verdict::refused},
        {"listorders", Verdict::waiting},         {"lst_orders", Verdict::waiting},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        CHECK(name_of(judge_unlisted(tool(c.name, "Lists orders", read_only)).verdict) == name_of(c.verdict));
    }
    CHECK_FALSE(is_clean_name(std::string(201, 'a')));
    CHECK(is_clean_name(std::string(200, 'a')));
}

// Public servers' tools, labelled. A write that is let through without a person is a broken promise: none, ever.
TEST_CASE("gate: no labelled write tool is admitted by itself") {
    int seen = 0, reads = 0, admitted = 0, offered = 0;
    for (const char* name : {"tools_labelled.jsonl", "tools_synthetic.jsonl"}) {
        std::ifstream file(std::string(PARLEY_SOURCE_DIR "/../shared/attack/") + name);
        for (std::string line; std::getline(file, line);) {
            const Json item = Json::parse(line);
            ++seen;
            const ToolDefinition published{item["tool"], text_at(item, "description"), Json::object(),
                                           at_or_null(item, "annotations")};
            CAPTURE(published.name);
            const auto verdict = judge_unlisted(published).verdict;
            if (item["label"] == "write") {
                CHECK(name_of(verdict) != "admitted");
            } else if (item["server"] != "synthetic") {
                ++reads;
                admitted += verdict == Verdict::admitted ? 1 : 0;
                offered += verdict == Verdict::waiting ? 1 : 0;
            }
        }
    }
    // Of the reads at least 45 % by themselves, and at least 80 % by themselves or offered for a click.
    CHECK(admitted * 100 >= reads * 45);
    CHECK((admitted + offered) * 100 >= reads * 80);
    MESSAGE(seen << " labelled tools checked"
                 << std::string(seen == 0 ? " (skipped: the data set is not beside the project)" : ""));
}
