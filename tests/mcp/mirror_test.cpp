#include "mcp/mirror.h"

#include <doctest/doctest.h>

using namespace parley;

namespace {

Json named(const std::string& type, const Json& header) {
    return {{"type", type}, {"x-mcp-header", header}};
}

Json properties(Json of) {
    return {{"type", "object"}, {"properties", std::move(of)}};
}

}  // namespace

TEST_CASE("mcp: annotations that follow the rules lead to headers") {
    struct {
        Json schema;
        std::vector<std::string> headers;
    } const cases[] = {
        {properties({{"a", named("string", "Region")}}), {"Mcp-Param-Region"}},
        {properties({{"a", named("integer", "a!#$%&'*+-.^_`|~9")}}), {"Mcp-Param-a!#$%&'*+-.^_`|~9"}},
        {properties({{"a", properties({{"b", named("boolean", "B")}})}, {"c", named("string", "C")}}),
         {"Mcp-Param-B", "Mcp-Param-C"}},
        {properties({{"a", {{"type", "string"}}}}), {}},
        // Data and names that only look like annotations.
        {properties({{"x-mcp-header", {{"type", "string"}}}}), {}},
        {properties({{"a", {{"type", "object"}, {"default", {{"x-mcp-header", ""}}}}}}), {}},
        {properties({{"a", {{"enum", {{{"x-mcp-header", ""}}}}}}}), {}},
        {Json::object(), {}},
        {nullptr, {}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.schema.dump());
        const auto mirrors = mcp::mirrors_of(c.schema);
        REQUIRE_MESSAGE(mirrors, mirrors.error().detail);
        std::vector<std::string> headers;
        for (const auto& mirror : mirrors.value()) headers.push_back(mirror.header);
        CHECK(headers == c.headers);
    }
}

TEST_CASE("mcp: annotations against the rules condemn their tool") {
    const Json good = named("string", "Ok");
    const Json cases[] = {
        properties({{"a", named("string", "")}}),
        properties({{"a", named("string", "My Region")}}),
        properties({{"a", named("string", "Region:Primary")}}),
        properties({{"a", named("string", "R\u00e9gion")}}),
        properties({{"a", named("string", "Region\t1")}}),
        properties({{"a", named("string", "Region\r\nX: y")}}),
        properties({{"a", named("string", 7)}}),
        properties({{"a", named("string", nullptr)}}),
        properties({{"a", named("number", "A")}}),
        properties({{"a", named("object", "A")}}),
        properties({{"a", named("array", "A")}}),
        properties({{"a", named("null", "A")}}),
        properties({{"a", {{"x-mcp-header", "A"}}}}),
        properties({{"a", {{"type", {"string", "null"}}, {"x-mcp-header", "A"}}}}),
        properties({{"a", named("string", "Same")}, {"b", named("string", "Same")}}),
        properties({{"a", named("string", "MyField")}, {"b", properties({{"c", named("string", "myfield")}})}}),
        properties({{"a", {{"type", "array"}, {"items", good}}}}),
        properties({{"a", {{"anyOf", {good, {{"type", "null"}}}}}}}),
        properties({{"a", {{"anyOf", {properties({{"b", good}})}}}}}),
        {{"type", "object"}, {"$defs", {{"d", good}}}},
        {{"type", "object"}, {"additionalProperties", good}},
        {{"type", "object"}, {"patternProperties", {{"^a", good}}}},
        {{"type", "object"}, {"x-mcp-header", "Root"}},
    };
    for (const auto& schema : cases) {
        CAPTURE(schema.dump());
        const auto mirrors = mcp::mirrors_of(schema);
        REQUIRE_FALSE(mirrors);
        CHECK(mirrors.error().fault == Fault::invalid);
        CHECK_FALSE(mirrors.error().detail.empty());
    }
}

TEST_CASE("mcp: what would not survive in a header is encoded") {
    struct {
        std::string text, header;
    } const cases[] = {
        {"us-west1", "us-west1"},
        {"us west 1", "us west 1"},
        {"", ""},
        {"~!\"", "~!\""},
        {" padded ", "=?base64?IHBhZGRlZCA=?="},
        {"us-west1 ", "=?base64?dXMtd2VzdDEg?="},
        {"\tindented", "=?base64?CWluZGVudGVk?="},
        {"in\tside", "=?base64?aW4Jc2lkZQ==?="},
        {"line1\nline2", "=?base64?bGluZTEKbGluZTI=?="},
        {"a\r\nX-Evil: 1", "=?base64?YQ0KWC1FdmlsOiAx?="},
        {std::string("a\0b", 3), "=?base64?YQBi?="},
        {"\x7f", "=?base64?fw==?="},
        {"Hello, \u4e16\u754c", "=?base64?SGVsbG8sIOS4lueVjA==?="},
        {"=?base64?YQ==?=", "=?base64?PT9iYXNlNjQ/WVE9PT89?="},
        {"=?base64?", "=?base64?"},
        {"\xff", "=?base64?77+9?="},  // As in the body: U+FFFD.
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(mcp::header_text(c.text) == c.header);
    }
}

TEST_CASE("mcp: values are mirrored as they are written in JSON, and nothing is no value") {
    const std::vector<mcp::Mirror> mirrors{{"A", {"a"}}, {"B", {"b", "c"}}};
    struct {
        Json arguments;
        net::Headers headers;
    } const cases[] = {
        {{{"a", "x"}, {"b", {{"c", 7}}}}, {{"A", "x"}, {"B", "7"}}},
        {{{"a", true}}, {{"A", "true"}}},
        {{{"a", -3}}, {{"A", "-3"}}},
        {{{"a", ""}}, {{"A", ""}}},
        {{{"a", nullptr}, {"b", nullptr}}, {}},
        {{{"a", {1, 2}}, {"b", 5}}, {}},
        {Json::object(), {}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.arguments.dump());
        net::Headers headers;
        mcp::add_mirrored(headers, mirrors, c.arguments);
        CHECK(headers == c.headers);
    }
}
