// Questions about the people whom two simulated vendors know, worked out a second time from their raw replies.
#include "support.h"

#include <map>
#include <set>

using namespace parley;
using namespace parley::tests;

namespace {

std::vector<Json> conversations(DemoHouse& demo, const std::string& state) {
    std::vector<Json> all;
    Json arguments{{"per_page", 150}, {"state", state}};
    for (;;) {
        const auto page = demo.simulation().answer({"intercom"}, "search_conversations", arguments);
        REQUIRE(page);
        for (const auto& one : page.value()["conversations"]) all.push_back(one);
        const Json& next = at_or_null(at_or_null(page.value(), "pages"), "next");
        if (text_at(next, "starting_after").empty()) return all;
        arguments["starting_after"] = next["starting_after"];
    }
}

std::map<std::string, int> failed_by_email(DemoHouse& demo) {
    std::map<std::string, int> count;
    for (const auto& charge : demo.stripe("GetCharges")) {
        if (charge["status"] == "failed") ++count[charge["billing_details"]["email"].get<std::string>()];
    }
    return count;
}

}  // namespace

TEST_CASE("house: customers with failing payments who also have an open conversation are those of both vendors") {
    DemoHouse::Wish wish;
    wish.vendors = {{"intercom"}, {"stripe"}};
    DemoHouse demo(wish);
    const auto failed = failed_by_email(demo);
    std::set<std::string> open;
    for (const auto& one : conversations(demo, "open"))
        open.insert(one["source"]["author"]["email"].get<std::string>());
    std::map<std::string, int> both;
    for (const auto& [email, count] : failed) {
        if (open.contains(email)) both[email] = count;
    }
    REQUIRE(both.size() > 0);
    REQUIRE(both.size() < failed.size());

    const auto answer = demo.ask("customers with failing payments who also have an open conversation");
    REQUIRE(answer["status"] == "answered");
    CHECK(answer["plan"]["join"]["kind"] == "match");
    CHECK(answer["sources"].size() == 2);
    CHECK(answer["table"]["rows"].size() == both.size());
    for (const auto& row : answer["table"]["rows"]) {
        const auto expected = both.find(row[0].get<std::string>());
        REQUIRE(expected != both.end());
        CHECK(row[1].get<int>() == expected->second);
    }
    const std::string rate = std::to_string(both.size()) + " of " + std::to_string(failed.size()) + " e-mail addresses";
    CHECK(answer["text"].get<std::string>().rfind(rate, 0) == 0);

    const auto without = demo.ask("customers with failing payments who have no open conversation");
    REQUIRE(without["status"] == "answered");
    CHECK(without["plan"]["join"]["kind"] == "without");
    CHECK(without["table"]["rows"].size() == failed.size() - both.size());

    const auto money = demo.ask("MRR of the customers with open conversations");
    REQUIRE(money["status"] == "answered");
    CHECK(money["plan"]["group_by"].empty());
    CHECK(money["findings"][0]["kind"] == "match");
    CHECK(money["text"].get<std::string>().find("were found among open conversations in Intercom") !=
          std::string::npos);
    const auto whole = demo.ask("What is our MRR?");
    CHECK(money["table"]["rows"][0][1].get<double>() < whole["table"]["rows"][0][1].get<double>());
}
