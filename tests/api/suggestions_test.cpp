// Questions to begin with.
#include "client.h"
#include "gate.h"

#include <set>

using namespace parley;
using namespace parley::tests;

TEST_CASE("api: suggestions are examples of what is connected, and each of them plans to its own vendor") {
    DemoHouse demo;
    Client client(demo);
    const auto response = client.send("GET", "/v1/suggestions");
    REQUIRE(response.status == 200);
    const Json items = body_of(response)["items"];
    CHECK(items.size() == 12);
    std::set<std::string> vendors;
    for (const auto& item : items) {
        CAPTURE(item.dump());
        vendors.insert(text_at(item, "vendor"));
        const auto explained =
            demo.house().asker().ask(demo.org(), app::terminal_user, {text_at(item, "question"), {}, true});
        REQUIRE(explained);
        CHECK(explained.value()["status"] == "answered");
        CHECK(explained.value()["plan"]["steps"][0]["vendor"] == text_at(item, "vendor"));
    }
    CHECK(vendors == std::set<std::string>{"clootrack", "ecomail", "stripe"});
    CHECK(client.send_bare("GET", "/v1/suggestions").status == 401);
}

TEST_CASE("api: who has connected nothing is suggested nothing") {
    Gate gate;
    auto org = gate.make_org("empty");
    const auto found = gate.house().asker().suggestions(*org, 12);
    REQUIRE(found);
    CHECK(found.value().empty());
}
