#include "base/text.h"

#include "base/json.h"
#include "base/money.h"
#include "base/secret.h"

#include <doctest/doctest.h>
#include <type_traits>

using namespace parley;

TEST_CASE("text: cat writes numbers without a locale") {
    CHECK(cat("row ", 3, " of ", std::string("table"), ": ", 0.25) == "row 3 of table: 0.25");
    CHECK(cat() == "");
}

TEST_CASE("text: a word is found whole or not at all") {
    struct {
        const char *text, *word;
        bool found;
    } const cases[] = {
        {"What was MRR?", "mrr", true},
        {"cost centre", "cost", true},
        {"accost", "cost", false},
        {"costs", "cost", false},
        {"a_cost", "cost", false},
        {"", "cost", false},
        {"cost", "", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(contains_word(c.text, c.word) == c.found);
    }
}

TEST_CASE("text: UTF-8 is accepted whole and refused broken") {
    struct {
        std::string bytes;
        bool valid;
    } const cases[] = {
        {"plain", true},
        {"\xC5\x99"
         "eka",
         true},
        {"\xF0\x9F\x98\x80", true},
        {"", true},
        {"\xC0\xAF", false},
        {"\xED\xA0\x80", false},
        {"\xE2\x82", false},
        {"\xFF", false},
        {"\xF4\x90\x80\x80", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.bytes.size());
        CHECK(is_valid_utf8(c.bytes) == c.valid);
    }
}

TEST_CASE("text: a slip of the pen still finds its name") {
    const std::vector<std::string> vendors{"stripe", "ecomail", "clootrack"};
    CHECK(nearest("strpe", vendors) == "stripe");
    CHECK(nearest("Ecomial", vendors) == "ecomail");
    CHECK(nearest("prot", {"proxy", "port"}) == "port");
    CHECK(nearest("salesforce", vendors) == "");
    CHECK(edit_distance("", "abc") == 3);
}

TEST_CASE("text: what goes into HTML cannot leave its place") {
    CHECK(escape_html("<a href='x' title=\"y\">&</a>") ==
          "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;&lt;/a&gt;");
    CHECK(escape_html("plain") == "plain");
}

TEST_CASE("json: text from outside is a value or a fault, never an exception") {
    CHECK(parse_json(R"({"a":[1,2]})").value()["a"][1] == 2);
    for (const char* wrong : {"", "{", "{\"a\":}", "[1,]", "nope", "\"\xFF\""}) {
        CAPTURE(wrong);
        CHECK(parse_json(wrong).error().fault == Fault::invalid);
    }
    CHECK(parse_json(std::string(60, '[') + std::string(60, ']')));
    CHECK_FALSE(parse_json(std::string(100'000, '[')));
    CHECK(parse_json("\"" + std::string(100, '[') + "\""));  // Brackets in a string are no depth.
    CHECK(text_at(Json::parse(R"({"a":1})"), "a", "none") == "none");
    CHECK(text_at(Json("text"), "a") == "");
    CHECK(dump(Json("\xFF")) == "\"\xEF\xBF\xBD\"");
}

TEST_CASE("money: minor units follow the currency") {
    struct {
        std::int64_t minor;
        const char* code;
        const char* text;
        double major;
    } const cases[] = {
        {123450, "USD", "USD 1,234.50", 1234.5},
        {-5, "eur", "EUR -0.05", -0.05},
        {1099, "JPY", "JPY 1,099", 1099},
        {1234567, "KWD", "KWD 1,234.567", 1234.567},
        {0, "USD", "USD 0.00", 0},
        {100000000, "USD", "USD 1,000,000.00", 1e6},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(format_money(c.minor, c.code) == c.text);
        CHECK(major_units(c.minor, c.code) == c.major);
    }
    CHECK(format_number(-0.001, 2) == "0.00");
    CHECK(format_number(-1234.56, 1) == "-1,234.6");
    CHECK(format_count(-1000) == "-1,000");
    CHECK(is_currency("usd"));
    CHECK_FALSE(is_currency("US1"));
}

TEST_CASE("secret: cannot be copied, and is gone from what it was moved from") {
    static_assert(!std::is_copy_constructible_v<Secret>);
    static_assert(!std::is_copy_assignable_v<Secret>);
    static_assert(!std::is_constructible_v<Json, Secret>);
    Secret first("token");
    Secret second(std::move(first));
    CHECK(second.reveal() == "token");
    CHECK(first.reveal().empty());  // NOLINT(bugprone-use-after-move): that is what is tested
}
