#include "policy/shape.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::policy;

namespace {

using Paths = std::vector<std::string>;

Shape shape(const std::string& json) {
    return shape_of(Json::parse(json));
}

// {"data":[{...}]} with so many members by the given names.
Json many(const std::string& prefix, int count, const Json& value) {
    Json object = Json::object();
    for (int n = 0; n < count; ++n) object[prefix + std::string(1 + static_cast<std::size_t>(n), 'x')] = value;
    return object;
}

}  // namespace

TEST_CASE("policy: a shape has each path with what was found there") {
    const Shape found = shape(R"({"data":[{"id":"a","amount":5},{"id":"b","amount":2.5,"note":null}],"more":false})");
    const std::map<std::string, Spot> wanted{{"", {{Sort::object}, true}},
                                             {"data", {{Sort::list}, true}},
                                             {"data[]", {{Sort::object}, true}},
                                             {"data[].id", {{Sort::text}, true}},
                                             {"data[].amount", {{Sort::number, Sort::integer}, true}},
                                             {"data[].note", {{Sort::null}, false}},
                                             {"more", {{Sort::flag}, true}}};
    CHECK(found.spots == wanted);
    CHECK_FALSE(found.is_cut);
    CHECK(shape_from(to_json(found)) == found);
    CHECK(shape(R"([[1],["x"]])").spots.at("[][]").sorts == std::set<Sort>{Sort::integer, Sort::text});
    CHECK(shape(R"({"a.b":1,"c[]":2})").spots.count("a_b") == 1);
}

TEST_CASE("policy: drift is what is gone or of another type; what says nothing is none") {
    struct {
        const char* before;
        const char* now;
        std::set<std::string> wanted;
        Paths vanished, retyped, fresh;
        bool moves;
    } const cases[] = {
        // None.
        {R"({"d":[{"a":1}]})", R"({"d":[{"a":2},{"a":3}]})", {}, {}, {}, {}, false},
        {R"({"d":[{"a":1}]})", R"({"d":[]})", {"d[].a"}, {}, {}, {}, false},
        {R"({"d":[{"a":1}]})", "null", {"d[].a"}, {}, {}, {}, false},
        {R"({"d":[{"a":1}]})", R"({"d":null})", {"d[].a"}, {}, {}, {}, false},
        {R"({"d":[{"a":1}]})", R"({"d":[{"a":null}]})", {"d[].a"}, {}, {}, {}, false},
        {R"({"d":[{"a":null}]})", R"({"d":[{"a":5}]})", {"d[].a"}, {}, {}, {}, false},
        {R"({"d":[{"a":1}]})", R"({"d":[{"a":1.5}]})", {"d[].a"}, {}, {}, {}, false},
        {R"({"d":[{"a":1.5}]})", R"({"d":[{"a":1}]})", {"d[].a"}, {}, {}, {}, false},
        {R"({"d":[{"a":1,"b":1},{"a":1}]})", R"({"d":[{"a":1}]})", {"d[].b"}, {}, {}, {}, false},  // Was optional.
        {R"({"d":[{"a":"x"},{"a":1}]})", R"({"d":[{"a":1}]})", {"d[].a"}, {}, {}, {}, false},
        // Gone.
        {R"({"d":[{"a":1,"b":1}]})", R"({"d":[{"b":1}]})", {}, {"d[].a"}, {}, {}, true},
        {R"({"d":[{"a":1,"b":1}]})", R"({"d":[{"b":1}]})", {"d[].a"}, {"d[].a"}, {}, {}, true},
        {R"({"d":[{"a":1,"b":1}]})", R"({"d":[{"b":1}]})", {"d[].b"}, {"d[].a"}, {}, {}, false},
        {R"({"d":[{"a":1}]})", R"({"rows":[{"a":1}]})", {"d[].a"}, {"d"}, {}, {"rows"}, true},
        {R"({"d":[{"m":{"a":1},"n":1}]})", R"({"d":[{"n":1}]})", {"d[].m.a"}, {"d[].m"}, {}, {}, true},
        {R"({"d":[{"m":{"a":1},"n":1}]})", R"({"d":[{"n":1}]})", {"d[].m2"}, {"d[].m"}, {}, {}, false},
        {R"({"d":[{"m":{"a":1,"b":1}}]})", R"({"d":[{"m":{"b":1}}]})", {"d[].m"}, {"d[].m.a"}, {}, {}, true},
        // Of another type.
        {R"({"d":[{"a":1}]})", R"({"d":[{"a":"1"}]})", {"d[].a"}, {}, {"d[].a"}, {}, true},
        {R"({"d":[{"a":"1"}]})", R"({"d":[{"a":1}]})", {"d[].b"}, {}, {"d[].a"}, {}, false},
        {R"({"d":[{"a":1}]})", R"({"d":[{"a":1},{"a":"-"}]})", {}, {}, {"d[].a"}, {}, true},
        {R"({"d":[{"a":1}]})", R"({"d":{"a":1}})", {"d[].a"}, {}, {"d"}, {}, true},
        {R"([{"a":1}])", R"({"a":1})", {"[].a"}, {}, {""}, {}, true},
        {R"({"d":[{"a":true}]})", R"({"d":[{"a":1}]})", {"d[].a"}, {}, {"d[].a"}, {}, true},
        {R"({"d":[{"a":{"v":1}}]})", R"({"d":[{"a":5}]})", {"d[].a.v"}, {}, {"d[].a"}, {}, true},
        // New.
        {R"({"d":[{"a":1}]})", R"({"d":[{"a":1,"b":{"c":1}}]})", {}, {}, {}, {"d[].b"}, false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.before);
        CAPTURE(c.now);
        const Drift drift = compare(shape(c.before), shape(c.now), c.wanted);
        CHECK(drift.vanished == c.vanished);
        CHECK(drift.retyped == c.retyped);
        CHECK(drift.fresh == c.fresh);
        CHECK(drift.may_move_numbers == c.moves);
        CHECK(drift.summary.empty() == (c.vanished.empty() && c.retyped.empty() && c.fresh.empty()));
    }
}

TEST_CASE("policy: one sentence names the fields, and holds no text of the vendor's") {
    const Drift drift = compare(shape(R"({"a":1,"b":1,"c":[1]})"), shape(R"({"b":"x","c":[1],"n":1})"), {"a"});
    CHECK(drift.summary == "The replies have other fields than before; gone: a; of another type: b; new: n.");
    const Drift evil = compare(shape(R"({"<b>ignore this</b>":1,"x":1})"), shape(R"({"x":1})"), {});
    CHECK(evil.summary == "The replies have other fields than before; gone: of a name not shown here.");
    const Drift whole = compare(shape("[1]"), shape("{}"), {});
    CHECK(whole.summary == "The replies have other fields than before; of another type: the reply itself.");
    Json object;
    for (char c = 'a'; c < 'k'; ++c) object[std::string(1, c)] = c % 2 == 0 ? Json(1) : Json("x");
    const Drift many_gone = compare(shape_of(object), shape("{}"), {});
    CHECK(many_gone.summary == "The replies have other fields than before; gone: a, b, c, d, e, and 5 more.");
}

TEST_CASE("policy: objects that are keyed by data have one member, and no drift") {
    struct {
        const char* before;
        const char* now;
    } const alike[] = {
        {R"({"by":{"2026-01-01":{"n":1},"2026-01-02":{"n":2}}})", R"({"by":{"2026-02-01":{"n":1}}})"},
        {R"({"by":{"2026-Q1":1}})", R"({"by":{"2026-Q2":1,"2026-Q3":2}})"},
        {R"({"by":{"1042":1,"77":1}})", R"({"by":{"9":1}})"},
        {R"({"by":{"cus_9s6XKzkNRiz8i3":1}})", R"({"by":{"cus_1a2b3c4d5e6f7g":1}})"},
        {R"({"by":{"3f2504e0-4f89-11d3-9a0c-0305e82c3301":1}})",
         R"({"by":{"6fa459ea-ee8a-3ca4-894e-db77e160355e":1}})"},
        {R"([{"2026-01":{"n":1}},{"2026-02":{"n":1}}])", R"([{"2026-03":{"n":1}}])"},
    };
    for (const auto& c : alike) {
        CAPTURE(c.before);
        CHECK(compare(shape(c.before), shape(c.now), {}).summary.empty());
    }
    // What is inside is still watched.
    const Drift inside =
        compare(shape(R"({"by":{"2026-01":{"n":1,"m":1}}})"), shape(R"({"by":{"2026-02":{"m":1}}})"), {});
    CHECK(inside.vanished == Paths{"by.*.n"});
    CHECK(compare(shape(R"({"2026-01":{"n":1}})"), shape(R"({"2026-02":{"n":"1"}})"), {"*.n"}).may_move_numbers);
    // More than thirty alike, and however few there are another time.
    const Shape wide = shape_of({{"by", many("k", 31, {{"n", 1}})}});
    CHECK(wide.spots.count("by.*") == 1);
    CHECK(compare(wide, shape_of({{"by", many("j", 3, {{"n", 1}})}}), {}).summary.empty());
    CHECK(compare(shape_of({{"by", many("j", 3, {{"n", 1}})}}), wide, {}).summary.empty());
    CHECK(shape_of({{"by", many("k", 30, {{"n", 1}})}}).spots.count("by.*") == 0);
}

TEST_CASE("policy: a record of many fields is no map") {
    // Of more than one type.
    Json charge = many("field_", 40, "text");
    charge["amount"] = 5;
    CHECK(shape_of({{"data", {charge}}}).spots.count("data[].amount") == 1);
    // All of one type, but the same in each.
    const Json texts = many("field_", 40, "text");
    const Shape rows = shape_of({{"data", {texts, texts}}});
    CHECK(rows.spots.count("data[].field_x") == 1);
    Json fewer = texts;
    fewer.erase("field_x");
    CHECK(compare(rows, shape_of({{"data", {fewer, fewer}}}), {}).vanished == Paths{"data[].field_x"});
    // Names with a digit or two are names.
    const Shape address = shape(R"({"address_line_1":"x","last_30_days":1,"utf8":true,"total":1})");
    CHECK(address.spots.count("address_line_1") == 1);
    CHECK(address.spots.count("last_30_days") == 1);
}

TEST_CASE("policy: shapes of several replies are one") {
    const Shape first = shape(R"({"d":[{"a":1,"b":1}],"next":"x"})");
    const Shape second = shape(R"({"d":[{"a":2.5}]})");
    for (const Shape& both : {merge(first, second), merge(second, first)}) {
        CHECK(both.spots.at("d[].a") == Spot{{Sort::number, Sort::integer}, true});
        CHECK_FALSE(both.spots.at("d[].b").in_every);
        CHECK_FALSE(both.spots.at("next").in_every);
        CHECK(compare(both, second, {}).summary.empty());
        CHECK(compare(both, first, {}).summary.empty());
    }
    // An empty reply takes nothing back.
    CHECK(merge(first, shape(R"({"d":[],"next":"y"})")) == first);
    CHECK(merge(first, shape("null")).spots.at("d[].a").in_every);
    CHECK(merge(first, first) == first);
    CHECK(merge(shape(R"({"by":{"2026-01":1}})"), shape(R"({"by":{"total":1}})")).spots.count("by.*") == 1);
}

TEST_CASE("policy: a shape has limits, and what lies beyond them is not missed") {
    Json wide = Json::object();
    for (int n = 0; n < 700; ++n)
        wide["f" + std::string(1, static_cast<char>('a' + n % 26)) + "_" + std::to_string(n % 27) + "_" +
             std::string(static_cast<std::size_t>(n / 27), 'z')] = n % 2 == 0 ? Json(n) : Json("x");
    const Shape cut = shape_of(wide);
    CHECK(cut.spots.size() <= 500);
    CHECK(cut.is_cut);
    CHECK(shape_from(to_json(cut)).is_cut);
    Json more = wide;
    more["aaa"] = 1;
    CHECK(compare(cut, shape_of(more), {}).vanished.empty());
    CHECK(compare(cut, shape_of(more), {}).fresh.empty());
    Json deep = 1;
    for (int n = 0; n < 40; ++n) deep = {{"a", deep}};
    CHECK(shape_of(deep).spots.size() == 13);
    Json list = Json::array();
    for (int n = 0; n < 60; ++n) list.push_back(n < 50 ? Json(1) : Json("x"));
    CHECK(shape_of(list).spots.at("[]").sorts == std::set<Sort>{Sort::integer});
    CHECK(merge(cut, shape_of(many("other_", 31, 1))).spots.size() <= 500);
}

TEST_CASE("policy: a shape that was kept in another form is read as far as it can be") {
    for (const char* json : {"null", "5", "[]", R"({"spots":5})", R"({"spots":{"a":5,"b":{"sorts":["colour"]}}})"}) {
        CAPTURE(json);
        CHECK(shape_from(Json::parse(json)).spots.empty());
    }
}

TEST_CASE("policy: a manifest's column leads to its path") {
    struct {
        const char* rows_at;
        const char* column_at;
        const char* path;
    } const cases[] = {{"data", "amount", "data[].amount"},
                       {"data.list", "order.id", "data.list[].order.id"},
                       {"", "amount", "[].amount"},
                       {"data", "sums.0", "data[].sums[]"},
                       {"results.0.rows", "v", "results[].rows[].v"},
                       {"data", "", "data[]"}};
    for (const auto& c : cases) {
        CAPTURE(c.rows_at);
        CHECK(path_of_column(c.rows_at, c.column_at) == c.path);
    }
}
