// Replies of another form are noticed before a number moves, and replies of the same form are let alone.
#include "ask/shape_watch.h"

#include "support.h"

using namespace parley;
using namespace parley::ask;

namespace {

using Found = Look::Kind;
using Change = std::function<void(Json& order, int number)>;

Reads rows_only() {
    return {{}, "orders"};
}

Reads amounts() {
    return {{policy::path_of_column("orders", "amount")}, "orders"};
}

Look look(const Json& before, const Json& now, const Reads& reads) {
    return look_at(form_of(before), form_of(now), reads);
}

const Change without_amount = [](Json& order, int) { order.erase("amount"); };
const Change amount_as_text = [](Json& order, int) { order["amount"] = "12.50"; };
const Change amount_nested = [](Json& order, int number) { order["amount"] = {{"value", number}}; };
const Change without_city = [](Json& order, int) { order.erase("city"); };

}  // namespace

TEST_CASE("ask: a reply that lost a field or holds another type could move numbers") {
    Json renamed{{"items", orders(5)["orders"]}};
    struct {
        const char* name;
        Json now;
        const char* what;
    } const cases[] = {
        {"gone", orders(5, without_amount), "`amount` is gone"},
        {"renamed",
         orders(5,
                [](Json& order, int) {
                    order["total"] = order["amount"];
                    order.erase("amount");
                }),
         "`amount` is gone"},
        {"text", orders(5, amount_as_text), "`amount` is of another type"},
        {"nested", orders(5, amount_nested), "`amount` is of another type"},
        {"in a list", orders(5, [](Json& order, int number) { order["amount"] = {number}; }),
         "`amount` is of another type"},
        {"no rows", Json::object(), "`orders` is gone"},
        {"rows elsewhere", renamed, "`orders` is gone"},
        {"rows as text", {{"orders", "see the attachment"}}, "`orders` is of another type"},
    };
    for (const auto& c : cases) {
        for (const auto& reads : {rows_only(), amounts(), Reads{}}) {
            CAPTURE(std::string(c.name));
            const Look found = look(orders(20), c.now, reads);
            CHECK(found.kind == Found::moves);
            CHECK(found.what == c.what);
        }
    }
}

TEST_CASE("ask: replies of the same form are no alarm") {
    const Change city_now_and_then = [](Json& order, int number) {
        if (number % 3 != 0) order.erase("city");
    };
    const auto by_id = [](int from, int count) {
        Json map = Json::object();
        for (int k = from; k < from + count; ++k) map[cat("cus_9s6XKzkNRiz", 100 + k)] = {{"amount", k}};
        return Json{{"orders", map}};
    };
    struct {
        const char* name;
        Json before, now;
    } const cases[] = {
        {"the same", orders(5), orders(7)},
        {"none", orders(5), orders(0)},
        {"none at first", orders(0), orders(5)},
        {"null rows", orders(5), {{"orders", nullptr}}},
        {"an optional field is absent", orders(9, city_now_and_then), orders(5, without_city)},
        {"an optional field is there", orders(9, city_now_and_then), orders(5)},
        {"a null", orders(5), orders(5, [](Json& order, int) { order["amount"] = nullptr; })},
        {"fractions", orders(5), orders(5, [](Json& order, int) { order["amount"] = 0.5; })},
        {"one more field", orders(5), orders(5, [](Json& order, int) { order["note"] = "x"; })},
        {"other ids", by_id(0, 40), by_id(500, 3)},
        {"one record after one", orders(1), orders(1, without_city)},
        {"one record after three", orders(3), orders(1, without_city)},
    };
    for (const auto& c : cases) {
        for (const auto& reads : {rows_only(), Reads{}}) {
            CAPTURE(std::string(c.name));
            const Look found = look(c.before, c.now, reads);
            CHECK((found.kind == Found::fits || found.kind == Found::grown));
            CHECK(found.what.empty());
            CHECK(look_at(found.merged, form_of(c.now), reads).kind != Found::moves);
            CHECK(look_at(found.merged, form_of(c.before), reads).kind != Found::moves);
        }
    }
}

TEST_CASE("ask: what nobody reads is noted, and what is read counts from the first record on") {
    CHECK(look(orders(20), orders(5, without_city), amounts()).kind == Found::other);
    CHECK(look(orders(20), orders(5, without_city), rows_only()).kind == Found::moves);
    CHECK(look(orders(20), orders(5, without_amount), amounts()).kind == Found::moves);
    CHECK(look(orders(1), orders(1, without_amount), amounts()).kind == Found::moves);
    CHECK(look(orders(1), orders(1, without_amount), rows_only()).kind == Found::grown);
    CHECK(look(orders(1), orders(1, without_city), amounts()).kind == Found::grown);
    // Where another form was seen before, a single record is enough.
    CHECK(look_at(form_of(orders(2)), form_of(orders(1, without_city)), rows_only(), Doubt::over).kind == Found::moves);
}

TEST_CASE("ask: what is known of replies survives being stored") {
    const KnownForm form = form_of(orders(30));
    CHECK(form.records == 30);
    const KnownForm read = form_from(to_json(form));
    CHECK(read.shape == form.shape);
    CHECK(read.records == form.records);
    for (const Json& broken : {Json(), Json("x"), Json::array(), Json{{"spots", 3}, {"records", "many"}}}) {
        CHECK(look_at(form_from(broken), form, rows_only()).kind == Found::grown);
    }
}

TEST_CASE("ask: the first reply is pinned silently, growth is merged, and the same reply writes nothing") {
    Shop shop;
    shop.answers(orders(20));
    REQUIRE(shop.fetch());
    CHECK(shop.pinned().tool == "list_orders");
    CHECK(shop.pinned().drift.empty());
    const Json first = shop.pinned().shape;

    const int writes = shop.plan.writes();
    const auto again = shop.fetch();
    REQUIRE(again);
    CHECK(again.value().note.empty());
    CHECK(shop.plan.writes() == writes + 1);  // The audit row of the use.

    shop.answers(orders(20, [](Json& order, int) { order["note"] = "x"; }));
    REQUIRE(shop.fetch());
    CHECK(shop.pinned().shape != first);
    CHECK(shop.pinned().drift.empty());
    shop.answers(orders(20));
    CHECK(shop.fetch());  // The new field is optional.
}

TEST_CASE("ask: numbers that could move are not given out until an administrator has accepted the new form") {
    Shop shop;
    shop.answers(orders(20));
    REQUIRE(shop.fetch());
    shop.answers(orders(8, without_amount));
    for (int again = 0; again < 2; ++again) {
        const auto failed = shop.fetch();
        REQUIRE_FALSE(failed);
        CHECK(failed.error().fault == Fault::unavailable);
        CHECK(failed.error().message ==
              "Orders's list_orders now answers in another form: `amount` is gone. An administrator must review it.");
    }
    CHECK(shop.pinned().drift == "Orders's list_orders now answers in another form: `amount` is gone.");

    // A single record of that form does not make the field an optional one, and moves nothing under the reader's eyes.
    const Json seen = shop.pinned().seen;
    shop.answers(orders(1, without_amount));
    CHECK_FALSE(shop.fetch());
    CHECK(shop.pinned().seen == seen);
    ShapeWatch idle(*shop.house.ours, shop.house.clock, {shop.id, "list_orders", "Orders's list_orders", {}});
    CHECK(idle.look(orders(0)));  // No rows, no form: that ends no review.
    idle.keep();
    CHECK_FALSE(shop.pinned().drift.empty());

    const auto reviews = shop.house.connector.reviews(*shop.house.ours);
    REQUIRE(reviews);
    REQUIRE(reviews.value().size() == 1);
    REQUIRE(shop.house.connector.accept_shape(*shop.house.ours, shop.house.bert, shop.id, reviews.value()[0].subject,
                                              reviews.value()[0].hash));
    shop.answers(orders(8, without_amount));
    CHECK(shop.fetch());
    CHECK(shop.pinned().drift.empty());
    shop.answers(orders(8, amount_as_text));
    CHECK(shop.fetch());  // A field that is new to the form that was accepted.
    shop.answers(orders(8, amount_nested));
    CHECK_FALSE(shop.fetch());
}

TEST_CASE("ask: a form that comes back needs no review any more") {
    Shop shop;
    shop.answers(orders(20));
    REQUIRE(shop.fetch());
    const Json first = shop.pinned().shape;
    shop.answers(orders(8, amount_as_text));
    REQUIRE_FALSE(shop.fetch());
    shop.answers(orders(8));
    REQUIRE(shop.fetch());
    CHECK(shop.pinned().drift.empty());
    CHECK(shop.pinned().seen.is_null());
    CHECK(shop.pinned().shape == first);
    shop.answers(orders(8, amount_as_text));
    CHECK_FALSE(shop.fetch());
}

TEST_CASE("ask: a form that cannot be kept stops no question, a drift that cannot be kept does") {
    Shop shop;
    shop.answers(orders(20));
    const auto entry = shop.access();
    shop.plan.fail_write(2, fakes::FailurePlan::When::before);  // After the row of the use.
    CHECK(shop.fetch(entry));
    CHECK(shop.plan.stop() == "save_shape");
    REQUIRE(shop.fetch(entry));
    shop.answers(orders(8, without_amount));
    shop.plan.fail_write(2, fakes::FailurePlan::When::before);
    CHECK_FALSE(shop.fetch(entry));
    CHECK(shop.plan.stop() == "save_shape");
    CHECK_FALSE(shop.fetch(entry));
}

TEST_CASE("ask: pages of different kinds are one form") {
    Shop shop;
    const auto watch = [&] {
        return ShapeWatch(*shop.house.ours, shop.house.clock,
                          {shop.id, "read charges", "Stripe's read (charges)", rows_only()});
    };
    const Json fees = orders(20, [](Json& order, int) {
        order.erase("amount");
        order["fee"] = 3;
    });
    {
        auto first = watch();
        CHECK(first.look(orders(20)));
        CHECK(first.look(fees));
        first.keep();
    }
    for (const bool both : {true, false}) {
        auto later = watch();
        CHECK(later.look(fees));
        if (both) CHECK(later.look(orders(3)));
        later.keep();
        CHECK(later.note().empty());
    }
}

TEST_CASE("ask: a note says what changed where no number is read from it") {
    Shop shop;
    const auto watch = [&] {
        return ShapeWatch(*shop.house.ours, shop.house.clock, {shop.id, "read charges", "Stripe's read", amounts()});
    };
    auto first = watch();
    REQUIRE(first.look(orders(20)));
    first.keep();
    for (int again = 0; again < 2; ++again) {
        auto later = watch();
        REQUIRE(later.look(orders(20, without_city)));
        later.keep();
        CHECK(later.note() ==
              "Stripe's read now answers in another form: `city` is gone. No number here is read from that.");
    }
    const auto reviews = shop.house.connector.reviews(*shop.house.ours);
    REQUIRE(reviews);
    CHECK(reviews.value().size() == 1);
}

TEST_CASE("ask: a manifest says which fields are read, and Lua may read any") {
    vendors::Vendor vendor;
    vendors::ManifestDataset dataset;
    dataset.rows_at = "data.list";
    for (const char* name : {"id", "amount"}) {
        planner::Field field;
        field.name = name;
        dataset.offer.fields.push_back(field);
    }
    dataset.from["amount"] = "price.minor";
    vendor.manifest.datasets.emplace("charges", dataset);
    const Reads read = reads_of(&vendor, "charges");
    CHECK(read.paths == std::set<std::string>{"data.list[].id", "data.list[].price.minor"});
    CHECK(read.rows == "data.list");
    CHECK(reads_of(&vendor, "refunds").paths.empty());
    CHECK(reads_of(nullptr, "charges").paths.empty());
    vendor.plugin_source = "return {}";
    CHECK(reads_of(&vendor, "charges").paths.empty());
    CHECK(reads_of(&vendor, "charges").rows == "data.list");
}
