// What a question gives a tool whose arguments only a JSON Schema describes.
#include "planner/tools/arguments.h"

#include "planner/tools/spans.h"
#include "saturday.h"
#include "shop_tools.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;
using parley::tests::shop_tools;

namespace {

ToolArguments filled(const char* question, const Json& schema) {
    const WordVectors none;
    const Calendar calendar;
    return fill_arguments(question, schema, {saturday, calendar, none});
}

Json one(const char* name, const char* property, bool required) {
    Json schema{{"type", "object"}, {"properties", {{name, Json::parse(property)}}}};
    if (required) schema["required"] = Json::array({name});
    return schema;
}

}  // namespace

TEST_CASE("tools: arguments are what the question says, in the form that the schema wants") {
    const auto tools = shop_tools();
    const struct {
        std::size_t tool;
        const char* question;
        const char* arguments;
    } cases[] = {
        {0, "paid orders since 2026-10-01, limit 20", R"({"limit":20,"start_date":"2026-10-01","status":"paid"})"},
        {0, "all orders", "{}"},
        {1, "look up jan@example.com", R"({"email":"jan@example.com"})"},
        {2, "what is $1,250.50 in EUR", R"({"amount":1250.5,"to":"EUR"})"},
        {3, "weather in Boston on 2026-12-01", R"({"city":"Boston, MA","date":"2026-12-01"})"},
        {3, "weather in nyc", R"({"city":"New York, NY"})"},
        {3, "weather in Velky Tynec?", R"({"city":"Velky Tynec"})"},  // Not in the list: as it was written.
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const auto read = filled(c.question, tools[c.tool].input_schema);
        CHECK(read.values.dump() == c.arguments);
        CHECK(read.missing.empty());
    }
}

TEST_CASE("tools: each form of argument is read from what fits it") {
    const struct {
        const char* name;
        const char* property;
        const char* question;
        const char* value;
    } cases[] = {
        {"day", R"({"type":"string","description":"as MM/DD/YYYY"})", "rain on 2026-05-03", R"("05/03/2026")"},
        {"date", R"({"type":"string","format":"date"})", "rain on 3 May 2026", R"("2026-05-03")"},
        {"time", R"({"type":"string"})", "book a table at 7:30 pm", R"("19:30")"},
        {"time", R"({"type":"string"})", "book a table at 5 in the afternoon", R"("17:00")"},
        {"rate", R"({"type":"number","description":"as a decimal"})", "at a rate of 5%", "0.05"},
        {"people", R"({"type":"integer"})", "a table for four people", "4"},
        {"amount", R"({"type":"number"})", "invest 2 million", "2000000.0"},
        {"temperature", R"({"type":"number"})", "when it has -3 degrees", "-3.0"},
        {"ids", R"({"type":"array","items":{"type":"integer"}})", "compare 4 and 7", "[4,7]"},
        {"url", R"({"type":"string"})", "open https://example.com/a?b=1.", R"("https://example.com/a?b=1")"},
        {"order_id", R"({"type":"string"})", "where is order AB-1001", R"("AB-1001")"},
        {"query", R"({"type":"string"})", "search for cheap flights, please", R"("cheap flights")"},
        {"has_wifi", R"({"type":"boolean"})", "a room with wifi", "true"},
        {"has_wifi", R"({"type":"boolean"})", "a room without wifi", "false"},
        {"seats", R"({"type":"string","enum":["1","2","dontcare"]})", "any room", R"("dontcare")"},
        {"place", R"({"type":"integer","description":"1 for Bangkok, 2 for Chiang Mai"})", "in Chiang Mai", "2"},
        {"unit", R"({"type":"string","default":"metric"})", "how warm is it", R"("metric")"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        CAPTURE(c.question);
        const auto read = filled(c.question, one(c.name, c.property, true));
        CHECK(read.values[c.name].dump() == c.value);
    }
}

TEST_CASE("tools: what does not fit an argument stays out of it") {
    const struct {
        const char* name;
        const char* property;
        const char* question;
    } cases[] = {
        {"date", R"({"type":"string","format":"date"})", "call 555 about AB-1001"},
        {"email", R"({"type":"string"})", "write to @nobody about it"},
        {"people", R"({"type":"integer"})", "this one, please"},
        {"amount", R"({"type":"number"})", "invest a fortune"},
        {"amount", R"({"type":"number"})", "invest 99999999999999999999999999"},  // No count that a double can hold.
        {"status", R"({"type":"string","enum":["open","closed"]})", "the reopening of the shop"},
        {"ids", R"({"type":"array","items":{"type":"integer"}})", "compare them"},
        {"time", R"({"type":"string"})", "at 99:99"},
        {"url", R"({"type":"string"})", "open the door"},
        {"filter", R"({"type":"object","properties":{"n":{"type":"integer"}}})", "only the good ones"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        CAPTURE(c.question);
        CHECK_FALSE(filled(c.question, one(c.name, c.property, false)).values.contains(c.name));
    }
}

TEST_CASE("tools: what must be given and was not said is missing, never made up") {
    const auto tools = shop_tools();
    const struct {
        std::size_t tool;
        const char* question;
        std::size_t missing;
    } cases[] = {{1, "look up a customer", 1},
                 {2, "convert money to EUR", 1},
                 {2, "convert it", 2},
                 {3, "how is the weather", 1}};
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(filled(c.question, tools[c.tool].input_schema).missing.size() == c.missing);
    }
}

TEST_CASE("tools: a schema that is none asks for nothing") {
    for (const char* schema : {"null", "true", "[]", "7", "{}", R"({"properties":[]})", R"({"required":["a"]})",
                               R"({"properties":null,"required":7})"}) {
        CAPTURE(schema);
        const auto read = filled("paid orders since 2026-10-01, limit 20", Json::parse(schema));
        CHECK(read.values.empty());
        CHECK(read.missing.empty());
    }
}

TEST_CASE("spans: everything that can be an argument is found once") {
    using Kind = Span::Kind;
    Stemmer stemmer;
    const struct {
        const char* text;
        std::vector<Kind> kinds;
    } cases[] = {
        {"meet at 14:30 on 2026-05-01", {Kind::time, Kind::date}},
        {"order AB-1001 for 'Tom & Co'", {Kind::id, Kind::quoted}},
        {"a 3-bedroom house in San Jose, CA", {Kind::number, Kind::place}},
        {"see https://example.com/a?b=1.", {Kind::url}},
        {"don't ask", {}},
        {"> < >", {}},
        {"", {}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        std::vector<Kind> kinds;
        for (const auto& span : find_spans(c.text, words_of(c.text, stemmer), saturday, Calendar()))
            kinds.push_back(span.kind);
        CHECK(kinds == c.kinds);
    }
}
