#include "vendors/manifest.h"

#include "base/text.h"
#include "samples.h"
#include "vendors/describe.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::vendors;

namespace {

std::string mistakes_of(const Json& json) {
    std::string text;
    for (const auto& mistake : check_manifest(json, "shop/manifest.lua").mistakes) text += to_text(mistake) + "\n";
    return text;
}

}  // namespace

TEST_CASE("vendors: a good manifest has no mistakes and every field arrives") {
    const auto checked = check_manifest(sample_json(), "shop/manifest.lua");
    CHECK(mistakes_of(sample_json()).empty());
    const Manifest& shop = checked.manifest;
    CHECK(shop.id.text == "shop");
    CHECK(shop.server.transport == "streamable-http");
    CHECK(shop.server.parameters.at(0).means == "the name in the address");
    CHECK(shop.auth.scopes == std::vector<std::string>{"orders:read"});
    CHECK(shop.tools.at("orders").names == std::vector<std::string>{"list_orders", "get_orders"});
    CHECK(shop.tools.at("orders").rules.at(0).one_of == std::vector<Json>{"paid", "open"});
    CHECK(shop.tools.at("orders").rules.at(0).required);
    CHECK(shop.tools.at("letters").words.at(0) == std::vector<std::string>{"letter", "stats"});
    CHECK(shop.account->values.at("live") == "flag");
    const ManifestDataset& orders = shop.datasets.at("orders");
    CHECK(orders.rows_at == "data.list");
    CHECK(orders.from.at("id") == "order.id");
    CHECK(orders.paging.rows_per_page == 50);
    CHECK(orders.offer.time_field == "placed");
    CHECK(orders.offer.until_field == "returned");
    CHECK(orders.offer.fields.at(3).kind == Kind::money);
    CHECK(orders.offer.fields.at(7).unit == "percent");
    REQUIRE(shop.metrics.size() == 3);
    CHECK(shop.metrics[0].id == "gift_rate");
    CHECK(shop.metrics[0].per.has_value());
    CHECK(shop.metrics[0].sample_min == 20);
    CHECK(shop.metrics[1].value.timing == planner::Timing::at_end);
    CHECK(shop.metrics[1].value.where.at(0).value == Json({"EUR", "USD"}));
    CHECK(shop.metrics[2].value.aggregate == planner::Aggregate::sum);
    CHECK(shop.metrics[2].better == planner::Better::up);
    CHECK(shop.dimensions.at(0).values.at(1).synonyms == std::vector<std::string>{"dollar"});
    CHECK(shop.errors.at(0).fault == Fault::reconnect);
    CHECK(shop.pitfalls.at(0).fix == "connect again");
}

TEST_CASE("vendors: each mistake names file, field and remedy") {
    struct {
        std::string pointer;
        std::string value;  // JSON; empty: the field is taken out
        std::string mistake;
    } const cases[] = {
        {"/name", "", "name: is missing"},
        {"/name", "\"\"", "name: is empty"},
        {"/name", "5", "name: must be a text"},
        {"/synonims", "[]", "synonims: there is no such field (did you mean \"synonyms\"?)"},
        {"/zzzzzz", "1", "zzzzzz: there is no such field"},
        {"/id", "\"store\"", "id: must be the folder's name, \"shop\""},
        {"/id", "\"Shop One\"", "id: an id is lower-case letters, digits and _"},
        {"/api", "2", "api: this engine reads language 1"},
        {"/ask", "[]", "ask: is empty"},
        {"/ask", "[5]", "ask: must be a list of texts"},
        {"/server/url", "\"http://x.example/{account}\"", "server.url: must start with https://"},
        {"/server/url", "\"https://shop.example\"", "server.parameters[1].name: the URL has no {account}"},
        {"/server/url", "\"https://{account}.{accuont}.example\"",
         "server.url: {accuont} is no parameter (did you mean \"account\"?)"},
        {"/server/confidence", "\"sure\"",
         "server.confidence: is \"sure\", but must be one of \"documented\", \"seen\", \"unconfirmed\""},
        {"/server/parameters/0/pattern", "\"[a\"",
         "server.parameters[1].pattern: the pattern cannot be read: missing ]: [a"},
        {"/auth/kind", "\"api_key\"", "auth.header: an API key needs a header to travel in"},
        {"/auth/scopes", "\"x\"", "auth.scopes: must be a list of texts"},
        {"/tools/orders/names", "[\"delete_orders\"]",
         "tools.orders.names: \"delete_orders\" looks like a tool that changes something: say reads = true with a "
         "required rule that binds what it does, or because"},
        {"/tools/orders/names", "[\"query_orders\"]",
         "tools.orders.names: \"query_orders\" looks like a tool that runs any operation: say reads = true with a "
         "required rule that binds what it does, or because"},
        {"/tools/accounts/reads", "true",
         "tools.accounts.reads: needs a required rule with one_of, forms, constant or keys"},
        {"/tools/accounts/reads", "\"yes\"", "tools.accounts.reads: must be true or false"},
        {"/tools/accounts/because", "\"trust me\"",
         "tools.accounts.because: must be one short sentence that says why the name misleads"},
        {"/tools/letters/because", "\"Its letters cannot be sent.\"",
         "tools.letters: reads and because are for exact names only"},
        {"/tools/accounts/closed", "true", "tools.accounts.closed: without rules no argument could be given"},
        {"/tools/orders/names", "[\"list orders\"]", "tools.orders.names: \"list orders\" is no name of a tool"},
        {"/tools/orders/names", "[\"list_accounts\"]",
         "tools.orders.names: \"list_accounts\" is a name of the tool \"accounts\" too"},
        {"/tools/orders/names", "[]", "tools.orders: needs either names or words"},
        {"/tools/orders/words", "[[\"order\"]]", "tools.orders: needs either names or words"},
        {"/tools/letters/words", "[[\"send\"]]", "tools.letters.words: \"send\" changes something"},
        {"/tools/letters/words", "[\"letter\"]", "tools.letters.words: must be a list of lists of words"},
        {"/tools/orders/arguments/0/pattern", "\"(\"",
         "tools.orders.arguments[1].pattern: the pattern cannot be read: missing ): ("},
        {"/tools/orders/arguments/0/path", "\"a..b\"",
         "tools.orders.arguments[1].path: a name between the dots is missing"},
        {"/tools/orders/arguments/0/path", "\"a[0].b\"",
         "tools.orders.arguments[1].path: [] stands only behind a name"},
        {"/tools/orders/arguments/0/constant", "\"paid\"",
         "tools.orders.arguments[1]: takes either constant or one_of"},
        {"/tools/orders/arguments/1", R"({"path":"a","constant":[1]})",
         "tools.orders.arguments[2].constant: must be a text, a number, true or false"},
        {"/tools/orders/arguments/0/max", "\"5\"", "tools.orders.arguments[1].max: must be a number"},
        {"/tools/orders/arguments/1", R"({"path":"limit","min":5,"max":1})",
         "tools.orders.arguments[2].min: is above max"},
        {"/tools/orders/arguments/1", R"({"path":"ids","at_most":-1})",
         "tools.orders.arguments[2].at_most: must not be below 0"},
        {"/tools/orders/arguments/1", R"({"path":"ids","at_most":1.5})",
         "tools.orders.arguments[2].at_most: must be a whole number"},
        {"/tools/orders/arguments/1", R"({"path":"force","absent":true,"required":true})",
         "tools.orders.arguments[2].absent: is also asked for"},
        {"/tools/orders/arguments/1", R"({"path":"a","keys":"x"})",
         "tools.orders.arguments[2].keys: must be a list of texts"},
        {"/tools/orders/arguments/1", R"({"path":"a","beside":["b"],"one_of":["x","y"]})",
         "tools.orders.arguments[2].beside: needs one_of, with lists of 2 values"},
        {"/tools/orders/arguments/1", R"({"path":"a","beside":["b[].c"],"one_of":[["x","y"]]})",
         "tools.orders.arguments[2].beside: [] has no one value that could stand beside another"},
        {"/tools/orders/arguments/1", R"({"path":"a","beside":["b."],"one_of":[["x","y"]]})",
         "tools.orders.arguments[2].beside: a name between the dots is missing"},
        {"/tools/orders/arguments/1", R"({"path":"a","none_of":["x"]})",
         "tools.orders.arguments[2].none_of: there is no such field (did you mean \"one_of\"?)"},
        {"/tools/orders/arguments/0/path", "", "tools.orders.arguments[1].path: is missing"},
        {"/account/tool", "\"acounts\"", "account.tool: no tool \"acounts\" (did you mean \"accounts\"?)"},
        {"/account/values/level", "\"number\"",
         "account.values.level: must be \"text:PATTERN\", \"flag\" or \"integer\""},
        {"/datasets/orders/tool", "\"order\"", "datasets.orders.tool: no tool \"order\" (did you mean \"orders\"?)"},
        {"/datasets/orders/time", "\"plced\"",
         "datasets.orders.time: no column \"plced\" in dataset \"orders\" (did you mean \"placed\"?)"},
        {"/datasets/orders/time", "\"items\"", "datasets.orders.time: \"items\" must be of kind day or time"},
        {"/datasets/orders/starts", "", "datasets.orders.starts: rows with an end need a beginning"},
        {"/datasets/orders/columns/0/kind", "\"string\"",
         "datasets.orders.columns[1].kind: is \"string\", but must be one of \"text\", \"count\", \"number\", "
         "\"ratio\", "
         "\"money\", \"flag\", \"day\", \"time\""},
        {"/datasets/orders/columns/0/role", "\"measure\"",
         "datasets.orders.columns[1].role: a measure needs a kind that is a number"},
        {"/datasets/orders/columns/0/role", "\"time\"", "datasets.orders.columns[1].role: time needs kind day or time"},
        {"/datasets/orders/columns/0/name", "\"items\"", "datasets.orders.columns[6].name: \"items\" is there twice"},
        {"/datasets/orders/columns/3/unit", "\"euros\"", "datasets.orders.columns[4].unit: must be an ISO 4217 code"},
        {"/datasets/orders/paging", "{}", "datasets.orders.paging.rows_per_page: is missing"},
        {"/datasets/orders/longest_range_days", "\"many\"",
         "datasets.orders.longest_range_days: must be a whole number"},
        {"/metrics/sales/dataset", "\"order\"",
         "metrics.sales.dataset: no dataset \"order\" (did you mean \"orders\"?)"},
        {"/metrics/sales/value/sum", "\"amout\"",
         "metrics.sales.value: no column \"amout\" in dataset \"orders\" (did you mean \"amount\"?)"},
        {"/metrics/sales/value/sum", "\"currency\"",
         "metrics.sales.value: \"currency\" is text, which cannot be computed with"},
        {"/metrics/sales/value/sum", "\"items\"", "metrics.sales.kind: money comes only from a money column"},
        {"/metrics/sales/value/count", "true",
         "metrics.sales.value: needs exactly one of sum, count, distinct, mean, median, min, max"},
        {"/metrics/sales/value/time", "\"amount\"", "metrics.sales.value.time: \"amount\" must be of kind day or time"},
        {"/metrics/sales/divided_by", "0", "metrics.sales.divided_by: nothing can be divided by 0"},
        {"/metrics/sales/kind", "\"count\"", "metrics.sales.kind: a sum of money is no count"},
        {"/metrics/sales/better", "\"more\"", "metrics.sales.better: is \"more\", but must be one of \"up\", \"down\""},
        {"/metrics/gift_rate/per", "", "metrics.gift_rate.per: a ratio needs its lower part"},
        {"/metrics/gift_rate/value/where/0/1", "\"==\"",
         "metrics.gift_rate.value.where[1]: no operator \"==\": = != in < <= > >= contains"},
        {"/metrics/gift_rate/value/where/0/2", "\"yes\"",
         "metrics.gift_rate.value.where[1]: the value does not fit \"gift\", which is flag"},
        {"/metrics/gift_rate/value/where/0/0", "\"gifts\"",
         "metrics.gift_rate.value.where[1]: no column \"gifts\" in dataset \"orders\" (did you mean \"gift\"?)"},
        {"/metrics/open_orders/value/where/0/1", "\"=\"",
         "metrics.open_orders.value.where[1]: in takes a list, the others one value"},
        {"/metrics/open_orders/value/at", "\"now\"",
         "metrics.open_orders.value.at: is \"now\", but must be one of \"start\", \"end\""},
        {"/dimensions/currency/columns/order", "\"currency\"",
         "dimensions.currency.columns.order: no dataset \"order\" (did you mean \"orders\"?)"},
        {"/dimensions/currency/columns/orders", "\"curency\"",
         "dimensions.currency.columns.orders: no column \"curency\" in dataset \"orders\" (did you mean "
         "\"currency\"?)"},
        {"/dimensions/currency/columns", "[]", "dimensions.currency.columns: is empty"},
        {"/dimensions/currency/values/1/value", "", "dimensions.currency.values[2].value: is missing"},
        {"/errors/0/fault", "\"sad\"",
         "errors[1].fault: is \"sad\", but must be one of \"invalid\", \"denied\", \"not_found\", \"reconnect\", "
         "\"unavailable\", \"over_limit\""},
        {"/errors/0/pattern", "\"*\"",
         "errors[1].pattern: the pattern cannot be read: no argument for repetition operator: *"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.pointer);
        CAPTURE(c.value);
        Json json = sample_json();
        const Json::json_pointer pointer(c.pointer);
        if (c.value.empty()) {
            json[pointer.parent_pointer()].erase(pointer.back());
        } else {
            json[pointer] = Json::parse(c.value);
        }
        CHECK(mistakes_of(json) == "shop/manifest.lua: " + c.mistake + "\n");
    }
}

TEST_CASE("vendors: money without a currency is a mistake") {
    Json json = sample_json();
    json["datasets"]["orders"]["columns"][4]["name"] = "coin";
    const std::string text = mistakes_of(json);
    CHECK(text.find("datasets.orders.columns[4].unit: money needs a currency here, or a column \"currency\"\n") !=
          std::string::npos);
}

TEST_CASE("vendors: a tool that holds several operations is listed with every rule that binds it") {
    Json json = sample_json();
    json["tools"]["any"] = Json::parse(R"({"names":["make_api_request"],"description":"Any.","reads":true,"closed":true,
        "arguments":[{"path":"service","beside":["method"],"one_of":[["orders","search"]],"required":true},
        {"path":"request","open":true},{"path":"request.limit","min":1,"max":99.5},{"path":"request.ids","at_most":10},
        {"path":"actions[]","keys":["list"]},{"path":"dry","constant":false},{"path":"force","absent":true}]})");
    json["tools"]["commit"] =
        Json::parse(R"({"names":["get_commit"],"description":"One.","because":"A commit is what it returns."})");
    CHECK(mistakes_of(json) == "");
    const auto manifest = check_manifest(json, "shop/manifest.lua").manifest;
    const auto published = {policy::ToolDefinition{"make_api_request", "", {}, {}},
                            policy::ToolDefinition{"get_commit", "", {}, {}}};
    const auto allowed = resolve_tools(manifest, published).allowed;
    REQUIRE(allowed.size() == 2);
    const policy::AllowedTool& any = allowed[0];
    CHECK((any.reads && any.closed && any.because.empty() && any.consent == policy::Consent::manifest));
    REQUIRE(any.rules.size() == 7);
    CHECK(any.rules[0].beside == std::vector<std::string>{"method"});
    CHECK((any.rules[0].required && any.rules[1].open && any.rules[6].absent));
    CHECK(any.rules[2].min == 1.0);
    CHECK(any.rules[2].max == 99.5);
    CHECK(any.rules[3].at_most == 10);
    CHECK(any.rules[4].keys == std::vector<std::string>{"list"});
    CHECK(any.rules[5].constant == Json(false));
    CHECK_FALSE(any.rules[0].constant.has_value());
    CHECK(allowed[1].because == "A commit is what it returns.");
    CHECK_FALSE((allowed[1].reads || allowed[1].closed));
    // And what is shown of it.
    Vendor vendor;
    vendor.manifest = manifest;
    const std::string shown = describe(vendor).dump();
    for (const char* part : {R"("beside":["method"])", R"("max":99.5)", R"("at_most":10)", R"("keys":["list"])",
                             R"("constant":false)", R"("absent":true)", R"("open":true)", R"("reads":true)",
                             R"("only_named_arguments":true)", R"("because":"A commit)"}) {
        CAPTURE(part);
        CHECK(shown.find(part) != std::string::npos);
    }
}

TEST_CASE("vendors: all mistakes of a manifest are reported at once") {
    Json json = sample_json();
    json.erase("name");
    json["extra"] = 1;
    json["metrics"]["sales"]["dataset"] = "none";
    json["tools"]["orders"]["names"] = {"update_orders"};
    CHECK(check_manifest(json, "shop/manifest.lua").mistakes.size() == 4);
}

TEST_CASE("vendors: JSON of any form is refused, not trusted") {
    for (const char* text :
         {"null", "5", "[]", "[1,2]", "\"x\"", "{}", R"({"tools":5,"datasets":[1],"metrics":"x"})",
          R"({"datasets":{"a":{"columns":{"x":1}}},"metrics":{"m":{"value":[1]}}})",
          R"({"server":[],"auth":[],"account":[],"tools":[],"datasets":[],"ask":{}})",
          R"({"dimensions":{"d":{"columns":5,"values":[[],{},5]}},"errors":[[],5],"pitfalls":{}})"}) {
        const std::string shown = text;
        CAPTURE(shown);
        CHECK_FALSE(check_manifest(Json::parse(text), "shop/manifest.lua").mistakes.empty());
    }
}
