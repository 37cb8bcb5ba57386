// Vendor text is data: whatever it says, the spec around it stays the same.

#include "charts/shape.h"
#include "golden.h"
#include "samples.h"

#include <set>

using namespace parley;
using namespace parley::samples;

namespace {

const char* const hostile[] = {
    "https://evil.example/x.png",
    "javascript:alert(1)",
    "<img src=x onerror=alert(1)>",
    "datum.a; alert(1)",
    "{\"signal\":\"alert(1)\"}",
    "'+(function(){})()+'",
    "a.b[0]",
    "=cmd|' /C calc'!A0",
    "__proto__",
    "\\\"]; data('table')",
    "${1+1}",
    "\xff\xfe",
};

const std::set<std::string> forbidden{"href",   "url",       "expr",   "signal",       "calculate",
                                      "params", "labelExpr", "select", "format_custom"};

// Keys of everything but the rows themselves.
void walk(const OrderedJson& node, std::size_t& seen) {
    if (node.is_array()) {
        for (const auto& child : node) walk(child, seen);
        return;
    }
    if (!node.is_object()) return;
    for (const auto& [key, child] : node.items()) {
        ++seen;
        const std::string name = key;  // clang 14 captures no structured binding.
        CAPTURE(name);
        CHECK(forbidden.count(key) == 0);
        if (key == "filter") CHECK(child.is_object());  // A string would be an expression.
        if (key != "values") walk(child, seen);
    }
}

}  // namespace

TEST_CASE("charts: hostile text in rows and titles becomes no expression, link or key") {
    for (const char* text : hostile) {
        CAPTURE(text);
        const Table data = table({texts("country", {text, "DE"}), integers("volume", Kind::money, "USD", {1, 2})});
        const Table plain = table({texts("country", {"US", "DE"}), integers("volume", Kind::money, "USD", {1, 2})});
        for (const char* type : {"bar", "table"}) {
            auto spec = charts::draw(data, {text, type}).value().spec;
            std::size_t seen = 0;
            walk(spec, seen);
            CHECK(seen > 20);
            auto other = charts::draw(plain, {"t", type}).value().spec;
            for (const char* own : {"data", "title", "description"}) {
                spec.erase(own);
                other.erase(own);
            }
            CHECK(spec == other);
        }
    }
}

TEST_CASE("charts: a name that Vega-Lite would read as a path is renamed, in data and encoding alike") {
    struct {
        const char* name;
        const char* field;
    } const cases[] = {
        {"open rate", "open rate"}, {"a.b", "a_b"},           {"list[0]", "list_0_"},
        {"it's", "it_s"},           {"say \"x\"", "say _x_"}, {"back\\slash", "back_slash"},
        {"__proto__", "column"},    {"", "column"},           {"MRR: value", "MRR: value"},
        {"p\xc5\x99", "p\xc5\x99"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        const Table data = table({texts(c.name, {"x", "y"}), integers("volume", Kind::count, "", {1, 2})});
        const auto spec = charts::draw(data, {"", "bar"}).value().spec;
        CHECK(spec["encoding"]["y"]["field"] == c.field);
        CHECK(spec["data"]["values"][0].contains(c.field));
    }
    const Table twins = table({texts("a.b", {"x"}), texts("a[b", {"y"}), texts("a_b", {"z"})});
    CHECK(charts::field_names(twins) == std::vector<std::string>{"a_b", "a_b 2", "a_b 3"});
    const Table odd = table({texts("land.name[0]", {"x", "y"}), integers("it's \"volume\"", Kind::count, "", {1, 2})});
    check_golden("charts/bar_odd_names.vl.json", charts::draw(odd, {"Odd names", ""}).value().spec.dump(2) + "\n");
}
