#include "support.h"

using namespace parley;
using namespace parley::ask;

TEST_CASE("ask: the rows of a server that nobody described are grouped otherwise by an edit") {
    Shop shop;
    shop.answers(orders(6, [](Json& order, int number) { order["city"] = number % 2 == 0 ? "Brno" : "Praha"; }));
    const auto first =
        shop.asker->ask(*shop.house.ours, shop.house.anna, {"total amount of orders by city", {}, false});
    REQUIRE(first);
    CAPTURE(first.value().dump());
    REQUIRE(first.value()["status"] == "answered");
    REQUIRE(first.value()["plan"]["group_by"] == OrderedJson::array({"city"}));

    const AnswerId id{first.value()["id"]};
    const auto whole = shop.asker->edit(*shop.house.ours, shop.house.anna, {id, {{"group_by", nullptr}}, false});
    REQUIRE(whole);
    CAPTURE(whole.value().dump());
    CHECK(whole.value()["status"] == "answered");
    CHECK(whole.value()["table"]["rows"].size() == 1);
    CHECK(whole.value()["id"] != first.value()["id"]);
    CHECK(whole.value()["question"] == first.value()["question"]);
    CHECK(shop.house.ours->answer(id).value().answer["plan"]["group_by"] == Json::array({"city"}));
    const auto audited = shop.house.audited();
    CHECK(std::count_if(audited.begin(), audited.end(), [](const auto& row) { return row == "use "; }) == 2);

    const auto wrong = shop.asker->edit(*shop.house.ours, shop.house.anna, {id, {{"group_by", "citty"}}, false});
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().fault == Fault::invalid);
    CHECK(wrong.error().message.find("did you mean \"city\"?") != std::string::npos);
    const auto explained = shop.asker->edit(*shop.house.ours, shop.house.anna, {id, {{"group_by", nullptr}}, true});
    REQUIRE_FALSE(explained);
    CHECK(explained.error().fault == Fault::invalid);
}

TEST_CASE("ask: an edit needs an answer that is there and has a plan") {
    Shop shop;
    const auto edit = [&](const char* id) {
        return shop.asker->edit(*shop.house.ours, shop.house.anna, {{id}, {{"limit", 5}}, false});
    };
    CHECK(edit("nothing").error().fault == Fault::not_found);
    CHECK(edit("").error().fault == Fault::not_found);
    store::StoredAnswer refused;
    refused.id = {"a1"};
    refused.question = "Delete all orders";
    refused.answer = {{"status", "refused"}, {"plan", nullptr}, {"choices", Json::array()}};
    REQUIRE(shop.house.ours->save_answer(refused));
    const auto made = edit("a1");
    REQUIRE_FALSE(made);
    CHECK(made.error().fault == Fault::invalid);
    CHECK(made.error().message == "This answer has no plan that could be changed.");
}
