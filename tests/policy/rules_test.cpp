// Rules on arguments, with the forms of the vendors' tools that hold several operations behind one name.
#include "policy/gate.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::policy;

namespace {

struct Case {
    const char* arguments;
    bool admitted;
};

void check_rules(const AllowedTool& tool, const std::vector<Case>& cases) {
    const Gate gate({tool}, {{tool.name, {tool.name, "", Json::object(), {{"readOnlyHint", false}}}}});
    for (const auto& c : cases) {
        CAPTURE(tool.name);
        CAPTURE(c.arguments);
        const auto result = gate.admit({{"c1"}, tool.name, Json::parse(c.arguments)});
        const std::string why = result ? "" : result.error().detail;
        CAPTURE(why);
        CHECK(static_cast<bool>(result) == c.admitted);
    }
}

}  // namespace

TEST_CASE("gate: Square's one tool runs only the pairs of service and method that read") {
    const ArgumentRule pair{
        .path = "service",
        .one_of = {Json{"orders", "search"}, Json{"payments", "list"}, Json{"refunds", "getPayment"}},
        .required = true,
        .beside = {"method"}};
    const AllowedTool tool{.name = "make_api_request",
                           .rules = {pair,
                                     {.path = "request", .open = true},
                                     {.path = "request.limit", .min = 1, .max = 1000},
                                     {.path = "request.location_ids", .at_most = 10}},
                           .reads = true,
                           .closed = true};
    check_rules(tool, {
                          {R"({"service":"orders","method":"search"})", true},
                          {R"({"service":"payments","method":"list","request":{}})", true},
                          {R"({"service":"payments","method":"list","request":{"limit":1000,"cursor":"x"}})", true},
                          {R"({"service":"orders","method":"search","request":{"location_ids":["a","b"]}})", true},
                          {R"({"service":"refunds","method":"getPayment","request":{"id":"r1"}})", true},
                          {R"({"service":"orders","method":"list"})", false},  // Each is allowed, but not together.
                          {R"({"service":"refunds","method":"payment"})", false},
                          {R"({"service":"orders","method":"pay"})", false},
                          {R"({"service":"Orders","method":"search"})", false},
                          {R"({"service":"orders","method":"SEARCH"})", false},
                          {R"({"service":"orders ","method":"search"})", false},
                          {R"({"service":"orders","method":"search\u0000"})", false},
                          {R"({"service":"\u043erders","method":"search"})", false},  // A Cyrillic "o".
                          {R"({"service":["orders"],"method":"search"})", false},
                          {R"({"service":{"orders":1},"method":"search"})", false},
                          {R"({"service":"orders","method":null})", false},
                          {R"({"service":"orders"})", false},
                          {R"({"method":"search"})", false},
                          {R"({})", false},
                          {R"({"service":"orders","method":"search","request":{"limit":1001}})", false},
                          {R"({"service":"orders","method":"search","request":{"limit":"50"}})", false},
                          {R"({"service":"orders","method":"search","request":[{"limit":1001}]})", false},
                          {R"({"service":"orders","method":"search","request":{"location_ids":"a"}})", false},
                          {R"({"service":"orders","method":"search","dry_run":false})", false},
                          {R"({"request":{"service":"orders","method":"search"}})", false},
                      });
}

TEST_CASE("gate: Stripe's read tool runs only the operations that are named") {
    const AllowedTool tool{
        .name = "stripe_api_read",
        .rules = {{.path = "stripe_api_operation_id", .one_of = {"GetCharges", "GetRefunds"}, .required = true},
                  {.path = "stripe_context", .pattern = "^[A-Za-z0-9_]+$", .required = true},
                  {.path = "parameters.limit", .pattern = "[0-9]{1,3}"}},
        .reads = true};
    check_rules(
        tool,
        {
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":"acct_1"})", true},
            {R"({"stripe_api_operation_id":"GetRefunds","stripe_context":"acct_1","livemode":true})", true},
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":"acct_1","parameters":{"limit":100}})", true},
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":"acct_1","parameters":{"limit":"50"}})", true},
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":"acct_1","parameters":{}})", true},
            {R"({})", false},
            {R"({"stripe_api_operation_id":"PostRefunds","stripe_context":"acct_1"})", false},
            {R"({"stripe_api_operation_id":"getcharges","stripe_context":"acct_1"})", false},
            {R"({"stripe_api_operation_id":["GetCharges"],"stripe_context":"acct_1"})", false},
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":"acct_1\n"})", false},
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":["acct_1"]})", false},
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":null})", false},
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":"acct_1","parameters":{"limit":100000}})",
             false},
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":"acct_1","parameters":{"limit":null}})",
             false},
            {R"({"stripe_api_operation_id":"GetCharges","stripe_context":"acct_1","parameters":[{"limit":9}]})", false},
            {R"({"Stripe_api_operation_id":"GetCharges","stripe_context":"acct_1"})", false},
        });
}

TEST_CASE("gate: Sentry's and Apideck's tools run other tools only by names that read") {
    const AllowedTool sentry{
        .name = "execute_sentry_tool",
        .rules = {{.path = "name", .one_of = {"find_releases", "get_issue_details"}, .required = true},
                  {.path = "arguments", .open = true},
                  {.path = "arguments.name", .absent = true}},
        .reads = true,
        .closed = true};
    check_rules(sentry,
                {
                    {R"({"name":"find_releases"})", true},
                    {R"({"name":"find_releases","arguments":{}})", true},
                    {R"({"name":"get_issue_details","arguments":{"issueId":"X-1","organizationSlug":"o"}})", true},
                    {R"({"name":"find_releases","arguments":{"query":"update_project"}})", true},
                    {R"({"name":"update_project"})", false},
                    {R"({"name":"find_releases","arguments":{"name":"update_project"}})", false},
                    {R"({"name":"find_releases","arguments":{"name":null}})", false},
                    {R"({"arguments":{"name":"find_releases"}})", false},
                    {R"({"name":"execute_sentry_tool","arguments":{"name":"update_project"}})", false},
                    {R"({"name":"find_releases","Name":"update_project"})", false},
                    {R"({"name":" find_releases"})", false},
                    {R"({"name":["find_releases","update_project"]})", false},
                    {R"({"name":true})", false},
                });
    const AllowedTool apideck{
        .name = "execute_tool",
        .rules = {{.path = "name", .one_of = {"accounting-invoices-all", "crm-leads-all"}, .required = true},
                  {.path = "input.limit", .max = 200},
                  {.path = "input.cursor"},
                  {.path = "input.filter", .keys = {"updated_since", "status"}}},
        .reads = true,
        .closed = true};
    check_rules(apideck, {
                             {R"({"name":"crm-leads-all"})", true},
                             {R"({"name":"crm-leads-all","input":{"limit":200,"cursor":"c"}})", true},
                             {R"({"name":"accounting-invoices-all","input":{"filter":{"status":"open"}}})", true},
                             {R"({"name":"crm-leads-all","input":{}})", true},
                             {R"({"name":"crm-leads-create"})", false},
                             {R"({"name":"crm_leads_all"})", false},
                             {R"({"name":"crm-leads-all","input":{"limit":201}})", false},
                             {R"({"name":"crm-leads-all","input":{"service_id":"x"}})", false},
                             {R"({"name":"crm-leads-all","input":{"filter":{"status":"open","raw":{}}}})", false},
                             {R"({"name":"crm-leads-all","input":{"filter":{}}})", false},
                             {R"({"name":"crm-leads-all","input":"limit=5"})", false},
                             {R"({"input":{"name":"crm-leads-all"}})", false},
                         });
}

TEST_CASE("gate: of Webflow's actions each must be one that reads") {
    const AllowedTool sites{.name = "data_sites_tool",
                            .rules = {{.path = "actions[]", .required = true, .keys = {"list_sites", "get_site"}},
                                      {.path = "actions", .at_most = 3},
                                      {.path = "context", .required = true}},
                            .reads = true};
    check_rules(
        sites,
        {
            {R"({"actions":[{"list_sites":{}}],"context":"c"})", true},
            {R"({"actions":[{"list_sites":{}},{"get_site":{"site_id":"s"}}],"context":"c"})", true},
            {R"({"actions":[{"list_sites":{},"get_site":{"site_id":"s"}}],"context":"c"})", true},
            {R"({"actions":[{"publish_site":{}}],"context":"c"})", false},
            {R"({"actions":[{"list_sites":{}},{"publish_site":{}}],"context":"c"})", false},
            {R"({"actions":[{"list_sites":{},"publish_site":{}}],"context":"c"})", false},
            {R"({"actions":[{"List_Sites":{}}],"context":"c"})", false},
            {R"({"actions":[{}],"context":"c"})", false},
            {R"({"actions":[],"context":"c"})", false},
            {R"({"actions":[["list_sites"]],"context":"c"})", false},
            {R"({"actions":["list_sites"],"context":"c"})", false},
            {R"({"actions":[null],"context":"c"})", false},
            {R"({"actions":[[{"list_sites":{}}]],"context":"c"})", false},
            {R"({"actions":{"list_sites":{}},"context":"c"})", false},
            {R"({"actions":null,"context":"c"})", false},
            {R"({"context":"c"})", false},
            {R"({"actions":[{"list_sites":{}}]})", false},
            {R"({"actions":[{"get_site":1},{"get_site":1},{"get_site":1},{"get_site":1}],"context":"c"})", false},
        });
    const AllowedTool typed{.name = "batch_tool",
                            .rules = {{.path = "actions[].type", .one_of = {"list", "get"}, .required = true},
                                      {.path = "actions[].page.size", .max = 50},
                                      {.path = "actions[].tags[]", .pattern = "[a-z]+"}},
                            .reads = true,
                            .closed = true};
    check_rules(typed, {
                           {R"({"actions":[{"type":"list"},{"type":"get","page":{"size":50}}]})", true},
                           {R"({"actions":[{"type":"list","tags":["a","b"]}]})", true},
                           {R"({"actions":[{"type":"list","tags":[]}]})", true},
                           {R"({"actions":[{"type":"list"},{}]})", false},
                           {R"({"actions":[{"type":"list"},{"type":"delete"}]})", false},
                           {R"({"actions":[{"type":"list","page":{"size":51}}]})", false},
                           {R"({"actions":[{"type":"list","page":{"size":5,"sql":1}}]})", false},
                           {R"({"actions":[{"type":"list","tags":["a","B"]}]})", false},
                           {R"({"actions":[{"type":"list","then":"delete"}]})", false},
                           {R"({"actions":[{"type":"list"}],"more":[]})", false},
                       });
}

TEST_CASE("gate: HubSpot's and Amplitude's tools are bound by mode, by size and by what must not be given") {
    const AllowedTool hubspot{.name = "get_content_analytics_report",
                              .rules = {{.path = "mode", .one_of = {"TOTALS", "TIME_SERIES"}, .required = true},
                                        {.path = "contentIds", .at_most = 2},
                                        {.path = "confirmationStatus", .absent = true},
                                        {.path = "limit", .min = 1, .max = 200}},
                              .because = "It reports and keeps nothing."};
    check_rules(hubspot, {
                             {R"({"mode":"TOTALS"})", true},
                             {R"({"mode":"TIME_SERIES","contentIds":[1,2],"limit":1})", true},
                             {R"({"mode":"TOTALS","limit":199.5,"start":"2026-01-01"})", true},
                             {R"({"mode":"totals"})", false},
                             {R"({"mode":"TOTALS","contentIds":[1,2,3]})", false},
                             {R"({"mode":"TOTALS","contentIds":{"a":1}})", false},
                             {R"({"mode":"TOTALS","confirmationStatus":"CONFIRMED"})", false},
                             {R"({"mode":"TOTALS","confirmationStatus":null})", false},
                             {R"({"mode":"TOTALS","limit":0})", false},
                             {R"({"mode":"TOTALS","limit":1e9})", false},
                             {R"({"mode":"TOTALS","limit":true})", false},
                         });
    const AllowedTool amplitude{
        .name = "use_amp_experiments",
        .rules = {{.path = "action", .constant = Json("get")}, {.path = "projectId"}, {.path = "ids"}},
        .reads = true,
        .closed = true};
    check_rules(amplitude, {
                               {R"({"action":"get"})", true},
                               {R"({"action":"get","projectId":"p","ids":[1]})", true},
                               {R"({"action":"get","ids":null})", true},  // A value like any other, of any kind.
                               {R"({"action":"create"})", false},
                               {R"({"action":"Get"})", false},
                               {R"({"action":["get"]})", false},
                               {R"({"action":null})", false},
                               {R"({"projectId":"p"})", false},
                               {R"({"action":"get","definition":{}})", false},
                           });
    const AllowedTool neon{.name = "run_sql",
                           .rules = {{.path = "readonly", .constant = Json(true)}, {.path = "sql", .required = true}},
                           .reads = true,
                           .closed = true};
    check_rules(neon, {
                          {R"({"readonly":true,"sql":"select 1"})", true},
                          {R"({"readonly":1,"sql":"select 1"})", false},
                          {R"({"readonly":"true","sql":"select 1"})", false},
                          {R"({"sql":"select 1"})", false},
                      });
}

TEST_CASE("gate: a rule whose path or pattern cannot be read lets nothing through") {
    for (const char* path : {"", ".", "a..b", "a[", "a[0]", "[]", "a.[]b"}) {
        CAPTURE(path);
        CHECK_FALSE(flaw_of_path(path).empty());
        CHECK_FALSE(is_binding({.path = path, .one_of = {"x"}, .required = true}));
    }
    for (const char* path : {"a", "a.b", "a[].b", "a[][].b", "a.b[]", "a-b.c_d"}) {
        CAPTURE(path);
        CHECK(flaw_of_path(path).empty());
        CHECK(is_binding({.path = path, .one_of = {"x"}, .required = true}));
    }
    check_rules({.name = "list_things", .rules = {{.path = "a", .pattern = "("}}, .because = "It is a test."},
                {{R"({"a":"("})", false}, {R"({"a":""})", false}, {R"({})", true}});
    check_rules({.name = "list_things",
                 .rules = {{.path = "a[].b", .one_of = {Json{"x", "y"}}, .required = true, .beside = {"c"}}},
                 .because = "It is a test."},
                {{R"({"a":[{"b":"x"},{"b":"x"}],"c":"y"})", false}, {R"({"a":[],"c":"y"})", false}});
}

TEST_CASE("gate: a form lets names and numbers vary, and nothing else") {
    const ArgumentRule rule{
        .path = "sql",
        .one_of = {"SELECT 1"},
        .forms = {"SELECT {names} FROM \"public\".{name} ORDER BY {names} LIMIT 1000 OFFSET {number}"},
        .required = true};
    CHECK(is_binding(rule));
    CHECK_FALSE(is_binding({.path = "sql", .forms = rule.forms}));
    const ToolDefinition definition{"run_sql", "", Json{{"type", "object"}}, Json::object()};
    const Gate gate({{.name = "run_sql", .rules = {rule}, .reads = true, .closed = true}}, {{"run_sql", definition}});
    const auto admits = [&gate](const Json& sql) {
        return static_cast<bool>(gate.admit({ConnectionId{"c"}, "run_sql", Json{{"sql", sql}}}));
    };
    for (const char* sql : {
             "SELECT 1",
             "SELECT \"id\" FROM \"public\".\"orders\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"id\" FROM \"public\".\"tokens\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"id\", \"created_at\", \"_x9\" FROM \"public\".\"order_lines\" ORDER BY \"id\" LIMIT 1000 OFFSET "
             "12000",
         }) {
        CAPTURE(std::string(sql));
        CHECK(admits(sql));
    }
    for (const char* sql : {
             "",
             "SELECT 1; DROP TABLE orders",
             "SELECT \"password_hash\" FROM \"public\".\"users\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"id\", \"api_key\" FROM \"public\".\"users\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"id\" FROM \"public\".\"users\" ORDER BY \"id\", \"card_number\" LIMIT 1000 OFFSET 0",
             "SELECT * FROM \"public\".\"orders\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"id\" FROM \"auth\".\"users\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"id\" FROM \"public\".\"orders\" ORDER BY \"id\" LIMIT 1000 OFFSET 0; DELETE FROM orders",
             "SELECT \"id\" FROM \"public\".\"orders\" ORDER BY \"id\" LIMIT 1000 OFFSET 0\n",
             "SELECT \"id\" FROM \"public\".\"a\"\"b\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"id\" FROM \"public\".\"orders\" -- \" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"pg_sleep(9)\" FROM \"public\".\"orders\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT id FROM \"public\".\"orders\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"ID\" FROM \"public\".\"Orders\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT \"id\" FROM \"public\".\"orders\" ORDER BY \"id\" LIMIT 1000 OFFSET 0 OR 1",
             "select \"id\" from \"public\".\"orders\" order by 1 limit 1000 offset 0",
             "SELECT \"id\" FROM \"public\".\"orders\", \"public\".\"users\" ORDER BY \"id\" LIMIT 1000 OFFSET 0",
             "SELECT {names} FROM \"public\".{name} ORDER BY {names} LIMIT 1000 OFFSET {number}",
         }) {
        CAPTURE(std::string(sql));
        CHECK_FALSE(admits(sql));
    }
    CHECK_FALSE(admits(1));
    CHECK_FALSE(admits(nullptr));
}
