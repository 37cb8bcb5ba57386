#include "policy/schema.h"

#include "base/limits.h"
#include "base/text.h"

#include <chrono>
#include <doctest/doctest.h>

using namespace parley;

namespace {

bool fits(const std::string& schema, const std::string& value) {
    return static_cast<bool>(policy::check_against(Json::parse(schema), Json::parse(value)));
}

}  // namespace

TEST_CASE("schema: a value has the promised form, or has not") {
    struct {
        std::string schema;
        const char* good;
        const char* bad;
    } const cases[] = {
        {R"({"type":"object"})", "{}", "[]"},
        {R"({"type":"integer"})", "3.0", "3.5"},
        {R"({"type":"number"})", "3", R"("3")"},
        {R"({"type":["string","null"]})", "null", "1"},
        {R"({"type":"boolean"})", "false", "0"},
        {R"({"type":"string","nullable":true})", "null", "7"},
        {R"({"required":["a"]})", R"({"a":null})", "{}"},
        {R"({"properties":{"a":{"type":"string"}}})", R"({"a":"x","b":1})", R"({"a":1})"},
        {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})", R"({"b":1})"},
        {R"({"additionalProperties":{"type":"number"}})", R"({"b":1})", R"({"b":"1"})"},
        {R"({"items":{"type":"number"}})", "[1,2]", R"([1,"2"])"},
        {R"({"prefixItems":[{"type":"string"},true],"items":{"type":"number"}})", R"(["a","b",3])", R"(["a","b","c"])"},
        {R"({"items":[{"type":"string"}],"additionalItems":false})", R"(["a"])", R"(["a","b"])"},
        {R"({"contains":{"const":3}})", "[1,3]", "[1,2]"},
        {R"({"enum":["a","b",null]})", "null", R"("c")"},
        {R"({"const":"a"})", R"("a")", R"("b")"},
        {R"({"minimum":1,"exclusiveMaximum":3})", "2", "3"},
        {R"({"minLength":2,"maxLength":3})", R"("abc")", R"("a")"},
        {R"({"minItems":1,"maxItems":2})", "[1]", "[]"},
        {R"({"minProperties":1})", R"({"a":1})", "{}"},
        {R"({"pattern":"^[a-z]+$"})", R"("abc")", R"("ABC")"},
        {R"({"pattern":"b"})", R"("abc")", R"("ac")"},
        {R"({"pattern":"b","type":["string","number"]})", "5", R"("x")"},
        {R"({"allOf":[{"type":"object"},{"required":["a"]}]})", R"({"a":1})", "{}"},
        {R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "null", "1"},
        {R"({"oneOf":[{"type":"string"},{"type":"null"}]})", R"("a")", "1"},
        {R"({"anyOf":[{"type":"string"},{"type":"number"}],"oneOf":[{"const":"a"},{"const":1}]})", "1", "2"},
        {R"({"$ref":"#/$defs/row","$defs":{"row":{"type":"object"}}})", "{}", "1"},
        {R"({"$ref":"#/$defs/row","required":["a"],"$defs":{"row":{"type":"object"}}})", R"({"a":1})", "{}"},
        {R"({"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"null"}}})", "null", "1"},
        {R"({"$ref":"#/$defs/List%3CRow%3E","$defs":{"List<Row>":{"type":"null"}}})", "null", "1"},
        {R"({"$ref":"#/$defs/0/1","$defs":{"0":[{},{"type":"null"}]}})", "null", "1"},
        {R"({"$id":"https://vendor.example/s","properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{"type":"null"}}})",
         R"({"a":null})", R"({"a":1})"},
        // Names that could be taken for paths, or for one another.
        {R"({"properties":{"a/properties/b":{"type":"null"},"a":{"properties":{"b":{"type":"number"}}}}})",
         R"({"a":{"b":1},"a/properties/b":null})", R"({"a":{"b":null}})"},
        {R"({"properties":{"$ref":{"type":"string"},"id":{"type":"number"},"parley":{"type":"null"}}})",
         R"({"$ref":"a","id":1,"parley":null})", R"({"$ref":1})"},
        {"false", "null", "null"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.schema);
        if (c.schema != "false") CHECK(fits(c.schema, c.good));
        CHECK_FALSE(fits(c.schema, c.bad));
    }
}

TEST_CASE("schema: a schema that describes itself is followed as deep as the value goes") {
    const char* tree =
        R"({"type":"object","required":["n"],"properties":{"n":{"type":"number"},"kids":{"items":{"$ref":"#"}}}})";
    CHECK(fits(tree, R"({"n":1,"kids":[{"n":2,"kids":[{"n":3}]},{"n":4}]})"));
    CHECK_FALSE(fits(tree, R"({"n":1,"kids":[{"n":2,"kids":[{"n":"3"}]},{"n":4}]})"));
}

TEST_CASE("schema: what fails says where, for the log only") {
    const auto schema = Json::parse(
        R"({"type":"object","properties":{"rows":{"items":{"required":["id"],"properties":{"id":{"type":"integer"}}}}}})");
    const auto wrong = policy::check_against(schema, Json::parse(R"({"rows":[{"id":1},{"id":"two"}]})"));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().fault == Fault::invalid);
    CHECK(wrong.error().message == "The value does not have the promised form.");
    CHECK(wrong.error().detail == "rows/1/id: is not of the type or the pattern that is asked for");
    CHECK(policy::check_against(schema, Json::parse(R"({"rows":[{}]})")).error().detail.find("rows/0") == 0);
}

// A schema is advice: whatever of it we do not check must not make a good value fail.
TEST_CASE("schema: what cannot be read, reached or checked holds for every value") {
    struct {
        std::string schema;
        const char* value;
    } const cases[] = {
        {"null", "1"},
        {"7", "1"},
        {R"("object")", "1"},
        {"[]", "1"},
        {R"({"type":"table"})", "1"},
        {R"({"type":7})", "1"},
        {R"({"type":["object","tuple"]})", "1"},
        {R"({"required":true,"properties":{"a":{"required":true}}})", "{}"},
        {R"({"properties":[1,2]})", "{}"},
        {R"({"items":7,"allOf":{},"anyOf":"x","enum":"a","enum":[],"minLength":"3","minimum":"x"})", R"("a")"},
        {R"({"minLength":-1,"maxItems":1e300,"exclusiveMinimum":true,"minimum":5})", "6"},
        {R"({"multipleOf":0})", "5"},
        {R"({"multipleOf":0.1})", "0.3"},
        {R"({"format":"date-time"})", "null"},
        {R"({"format":"date"})", R"("yesterday")"},
        {R"({"uniqueItems":true})", "[1,1]"},
        {R"({"not":{"type":"string"}})", R"("a")"},
        {R"({"oneOf":[{"format":"date"},{"format":"date-time"}]})", R"("2026-01-01")"},
        {R"({"if":{"format":"date"},"then":false})", R"("2026-01-01")"},
        {R"({"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false})", R"({"x-a":"b"})"},
        {R"({"contains":{"type":"null"},"minContains":0})", "[1]"},
        {R"({"pattern":"^(?=.*a)b"})", R"("c")"},
        {R"({"$ref":"https://vendor.example/schema.json"})", "1"},
        {R"({"$ref":"file:///etc/passwd#/a"})", "1"},
        {R"({"$ref":"other.json#/definitions/a"})", "1"},
        {R"({"$ref":"#anchor"})", "1"},
        {R"({"$ref":"#/nowhere"})", "1"},
        {R"({"$ref":7})", "1"},
        {R"({"$dynamicRef":"#meta"})", "1"},
        {R"({"$schema":"https://vendor.example/own-dialect","id":"urn:x","title":7,"description":[]})", "1"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.schema);
        CHECK(fits(c.schema, c.value));
    }
    // The rest of such a schema counts all the same.
    CHECK_FALSE(fits(R"({"$ref":"https://vendor.example/schema.json","type":"object"})", "1"));
    CHECK_FALSE(fits(R"({"pattern":"^(?=.*a)b","type":"string"})", "1"));
}

namespace {

Json nested(const char* keyword, int levels, Json inside) {
    for (int level = 0; level < levels; ++level) {
        const std::string name = keyword;
        if (name == "properties")
            inside = Json{{name, {{"a", std::move(inside)}}}};
        else if (name == "items")
            inside = Json{{name, std::move(inside)}};
        else
            inside = Json{{name, Json::array({std::move(inside)})}};
    }
    return inside;
}

Json deep_value(int levels) {
    Json value = 1;
    for (int level = 0; level < levels; ++level) value = Json{{"a", std::move(value)}};
    return value;
}

// d0 asks d1 twice, d1 asks d2 twice, ...: two to the power of `levels` ways down.
Json bomb(int levels, bool through_properties) {
    Json definitions = Json::object();
    for (int level = 0; level < levels; ++level) {
        const Json next{{"$ref", cat("#/$defs/d", level + 1)}};
        const Json twice{{"anyOf", Json::array({next, {{"allOf", Json::array({next})}}})}};
        definitions[cat("d", level)] = through_properties ? Json{{"properties", {{"a", twice}}}} : twice;
    }
    definitions[cat("d", levels)] = Json{{"type", "null"}};
    return {{"$ref", "#/$defs/d0"}, {"$defs", definitions}};
}

Json chain_of_types(int count) {
    Json definitions = Json::object();
    for (int at = 0; at < count; ++at) {
        definitions[cat("t", at)] = {{"properties", {{"a", {{"$ref", cat("#/$defs/t", at + 1)}}}}}};
    }
    definitions[cat("t", count)] = Json{{"type", "null"}};
    return {{"$ref", "#/$defs/t0"}, {"$defs", definitions}};
}

}  // namespace

TEST_CASE("schema: a hostile schema neither hangs nor crashes") {
    Json wide{{"anyOf", Json::array()}};
    for (int at = 0; at < 5'000; ++at)
        wide["anyOf"].push_back({{"items", {{"minimum", at + 10}}}, {"minItems", 90'000}});
    const Json many(50'000, 1);
    Json long_enum = Json::array();
    for (int at = 0; at < 100'000; ++at) long_enum.push_back(cat("value ", at));
    const struct {
        std::string what;
        Json schema;
        Json value;
    } cases[] = {
        {"refers to itself", {{"$ref", "#"}}, 1},
        {"circle of two", Json::parse(R"({"$ref":"#/a","a":{"$ref":"#/b"},"b":{"$ref":"#/a"}})"), 1},
        {"allOf of itself", Json::parse(R"({"allOf":[{"$ref":"#"}],"type":"object"})"), Json::object()},
        {"anyOf of itself", Json::parse(R"({"anyOf":[{"$ref":"#"},{"$ref":"#"}]})"), 1},
        {"a circle found late", Json::parse(R"({"properties":{"a":{"$ref":"#/y"}},"allOf":[{"$ref":"#/y"}],
                                                "y":{"anyOf":[{"$ref":"#/z"},{"type":"null"}]},
                                                "z":{"allOf":[{"$ref":"#"}]}})"),
         deep_value(60)},
        {"deep allOf", nested("allOf", 20'000, {{"type", "null"}}), 1},
        {"deep properties", nested("properties", 20'000, {{"type", "null"}}), deep_value(60)},
        {"deep items", nested("items", 20'000, {{"type", "null"}}), Json::array({Json::array()})},
        {"eight deep in place, over and over", Json{{"properties", {{"a", nested("allOf", 6, {{"$ref", "#"}})}}}},
         deep_value(62)},
        {"many types in a row", chain_of_types(3'000), deep_value(60)},
        {"bomb in place", bomb(40, false), 1},
        {"bomb through properties", bomb(60, true), deep_value(62)},
        {"bomb on itself", Json::parse(R"({"properties":{"a":{"anyOf":[{"$ref":"#"},{"$ref":"#/properties/b"}]},
                                           "b":{"allOf":[{"$ref":"#"}],"maxProperties":0}}})"),
         deep_value(62)},
        {"catastrophic pattern", Json::parse(R"({"pattern":"^(a+)+$"})"), std::string(100'000, 'a') + "!"},
        {"pattern of patterns", Json::parse(R"({"pattern":"((a{0,100}){0,100}){0,100}"})"), std::string(100'000, 'a')},
        {"long pattern", Json{{"pattern", std::string(100'000, '(')}}, "a"},
        {"many ways over many items", wide, many},
        {"a long enum over many items", {{"items", {{"enum", long_enum}}}}, Json(20'000, "value 99999")},
        {"a long string", {{"items", {{"minLength", 3}}}}, Json::array({std::string(8u << 20, 'a')})},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        const auto start = std::chrono::steady_clock::now();
        [[maybe_unused]] const auto result = policy::check_against(c.schema, c.value);
        // Sanitizers make it slow; without a bound each of these takes minutes, or all of the stack.
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
    }
}

TEST_CASE("schema: the first rows of a long table are checked whatever comes after") {
    const auto schema = Json::parse(R"({"items":{"properties":{"id":{"type":"integer"}}}})");
    Json rows(300'000, Json{{"id", 1}});
    CHECK(policy::check_against(schema, rows));
    rows[10]["id"] = "x";
    CHECK_FALSE(policy::check_against(schema, rows));
}

TEST_CASE("schema: parts are counted over all levels, and no further than asked") {
    Json narrow = "string";
    for (int level = 0; level < 12; ++level) narrow = Json{{"anyOf", Json::array({narrow, narrow})}};
    const Json wide(20'000, 1);
    CHECK(policy::is_larger_than(narrow, policy::schema_parts_max));
    CHECK(policy::is_larger_than(wide, policy::schema_parts_max));
    CHECK(policy::is_larger_than(Json::array({1, 2}), 2));
    CHECK_FALSE(policy::is_larger_than(Json::array({1, 2}), 3));
    CHECK_FALSE(policy::is_larger_than(Json::object(), policy::schema_parts_max));
    CHECK_FALSE(policy::is_larger_than(Json("a long text"), 1));
}
