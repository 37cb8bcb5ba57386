// Every use and every denial stands in the audit before anything reaches the wire; and the n-th write fails.
#include "support.h"

using namespace parley;
using namespace parley::ask;

namespace {

using When = fakes::FailurePlan::When;

std::vector<store::AuditRow> rows_of(Shop& shop) {
    const auto rows = shop.house.ours->audit_rows(0, 1000);
    REQUIRE(rows);
    CHECK(store::verify_chain(rows.value(), shop.house.ours_id) == "");
    return rows.value();
}

int count(Shop& shop, const std::string& action) {
    const auto rows = rows_of(shop);
    return static_cast<int>(
        std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.entry.action == action; }));
}

// An answer of an earlier day, with a plan and a chart, and a dashboard for it.
void save_answer(Shop& shop) {
    planner::Plan plan;
    plan.measures.push_back({"custom.count_list_orders", "count", ""});
    plan.steps.push_back(shop.step());
    plan.steps[0].tool = "list_orders";
    store::StoredAnswer answer;
    answer.id = {"a1"};
    answer.question = "Show the orders";
    answer.answer = {{"question", "Show the orders"},
                     {"plan", Json::parse(planner::to_json(plan).dump())},
                     {"chart", {{"mark", "bar"}, {"data", {{"values", Json::array()}}}}}};
    REQUIRE(shop.house.ours->save_answer(answer));
    REQUIRE(shop.house.ours->save_dashboard({{"d1"}, "Orders", {}}));
}

}  // namespace

TEST_CASE("ask: a use stands in the audit with its tool and the definition that was reviewed") {
    Shop shop;
    shop.answers(orders(3));
    const auto fetched = shop.fetch();
    REQUIRE(fetched);
    const auto row = rows_of(shop).back();
    CHECK(row.entry.action == "use");
    CHECK(row.entry.user == shop.house.anna);
    CHECK(row.entry.subject == shop.id.text);
    CHECK(row.entry.details["tool"] == "list_orders");
    CHECK(row.entry.details["dataset"] == "list_orders");
    CHECK(row.entry.details["definition"] == shop.house.hash_of(shop.id, "list_orders"));
    CHECK(fetched.value().source.definition == shop.house.hash_of(shop.id, "list_orders"));
}

TEST_CASE("ask: where the row of a use cannot be written nothing reaches the vendor") {
    Shop shop;
    shop.answers(orders(3));
    const auto entry = shop.access();
    const auto asked = shop.vendor.asked().size();
    shop.plan.fail_audit(true);
    CHECK_FALSE(shop.fetch(entry));
    CHECK(shop.vendor.asked().size() == asked);
    shop.plan.stop();
    CHECK(shop.fetch(entry));
    CHECK(shop.vendor.asked().size() > asked);
}

TEST_CASE("ask: a denied call leaves its row and no use, and reaches nobody") {
    Shop shop;
    shop.answers(orders(3));
    auto blocked = shop.access();
    blocked.gate = policy::Gate({}, {});
    auto without_tool = shop.access();
    for (auto& dataset : without_tool.offer.datasets) dataset.tool.clear();
    int denied = 0;
    for (const auto* entry : {&blocked, &without_tool}) {
        const auto asked = shop.vendor.asked().size();
        const auto refused = shop.fetch(*entry);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fault == Fault::denied);
        CHECK(count(shop, "denied") == ++denied);
        CHECK(count(shop, "use") == 0);
        CHECK(shop.vendor.asked().size() == asked);
    }
}

TEST_CASE("ask: a pin and its refresh are whole, whichever write of them fails") {
    for (const When when : {When::before, When::after}) {
        std::set<std::string> failed;
        for (int number = 1;; ++number) {
            REQUIRE(number < 30);
            Shop shop;
            shop.answers(orders(4));
            save_answer(shop);
            const auto steps = [&]() -> Result<store::Pin> {
                PARLEY_TRY(const auto pin, shop.asker->pin(*shop.house.ours, shop.house.anna, {"a1"}, {"d1"}, ""));
                return shop.asker->refresh(*shop.house.ours, shop.house.anna, pin.id);
            };
            shop.plan.fail_write(number, when);
            const bool done = static_cast<bool>(steps());
            const std::string write = shop.plan.stop();
            CAPTURE(write);
            CAPTURE(static_cast<int>(when));
            rows_of(shop);
            CHECK(count(shop, "use") <= 1);
            CHECK((shop.vendor.count("tools/call") == 0 || count(shop, "use") == 1));
            const auto pins = shop.house.ours->pins({"d1"});
            REQUIRE(pins);
            REQUIRE(pins.value().size() <= 1);
            for (const auto& pin : pins.value()) {
                // As it was, or as it was refreshed, with the answer that it shows.
                const bool refreshed = pin.answer.contains("table");
                CHECK(refreshed == pin.answer.contains("id"));
                if (refreshed) CHECK(shop.house.ours->answer({text_at(pin.answer, "id")}));
                CHECK(shop.asker->refresh(*shop.house.ours, shop.house.anna, pin.id));
            }
            const auto again = steps();
            INFO((again ? "" : again.error().message));
            CHECK(again);
            if (write.empty()) CHECK(done);
            if (write.empty()) break;
            failed.insert(write);
        }
        for (const char* write : {"save_pin", "audit", "save_shape", "save_answer"}) {
            CAPTURE(std::string(write));
            CHECK(failed.contains(write));
        }
    }
}
