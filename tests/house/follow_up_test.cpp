#include "support.h"

using namespace parley;
using namespace parley::tests;

TEST_CASE("house: an explanation names tools and arguments and asks no vendor") {
    DemoHouse demo;
    const auto before = demo.simulation().seen({"stripe"}).tools_called.size();
    const auto answer =
        demo.house().asker().ask(demo.org(), app::terminal_user, {"What was gross volume last month?", {}, true});
    REQUIRE(answer);
    const auto& step = answer.value()["plan"]["steps"][0];
    CHECK(step["tool"] == "stripe_api_read");
    CHECK(step["arguments"]["stripe_api_operation_id"] == "GetCharges");
    CHECK(step["arguments"]["parameters"]["created"]["gte"] == 1790812800);  // 2026-10-01T00:00:00Z
    CHECK(step["arguments"]["parameters"]["created"]["lt"] == 1793491200);   // 2026-11-01T00:00:00Z
    CHECK(demo.simulation().seen({"stripe"}).tools_called.size() == before);
}

TEST_CASE("house: a follow-up changes one thing and says what it kept") {
    DemoHouse demo;
    const auto first = demo.ask("What was gross volume last quarter?");
    REQUIRE(first["status"] == "answered");
    const auto second = demo.ask("by month", first["id"]);
    REQUIRE(second["status"] == "answered");
    CHECK(second["plan"]["range"] == first["plan"]["range"]);
    CHECK(second["plan"]["grain"] == "month");
    CHECK(second["plan"]["measures"] == first["plan"]["measures"]);
    CHECK_FALSE(second["notes"].empty());
    const auto third = demo.ask("only EUR", second["id"]);
    REQUIRE(third["status"] == "answered");
    CHECK(third["plan"]["filters"].size() == 1);
    CHECK(third["table"]["rows"].size() == 3);
}

TEST_CASE("house: the same question on the same data gives the same plan, table, chart and text") {
    DemoHouse one;
    DemoHouse other;
    const auto first = one.ask("What is open-rate by audience segment last quarter?");
    const auto second = other.ask("What is open-rate by audience segment last quarter?");
    for (const char* part : {"table", "chart", "text", "findings"}) {
        CAPTURE(part);
        CHECK(first[part].dump() == second[part].dump());
    }
    const auto again = one.ask("What is open-rate by audience segment last quarter?");
    CHECK(again["plan"]["hash"] == first["plan"]["hash"]);
}

TEST_CASE("house: a pin keeps its plan and is refreshed with today's rows") {
    DemoHouse demo;
    const auto answer = demo.ask("What is open-rate by audience segment last quarter?");
    const store::Dashboard board{{"b1"}, "Mail", demo.house().now()};
    REQUIRE(demo.org().save_dashboard(board));
    const auto pin = demo.house().asker().pin(demo.org(), app::terminal_user, {answer["id"]}, board.id, "Opens");
    REQUIRE(pin);
    CHECK_FALSE(pin.value().spec.dump().find("\"VIP\"") != std::string::npos);  // The spec holds no rows.
    const auto fresh = demo.house().asker().refresh(demo.org(), app::terminal_user, pin.value().id);
    REQUIRE(fresh);
    CHECK(fresh.value().answer["table"].dump() == Json::parse(answer["table"].dump()).dump());
    CHECK(fresh.value().answer["chart"]["data"] == Json::parse(answer["chart"]["data"].dump()));

    demo.simulation().set_trouble({"ecomail"}, sim::Trouble::server_error);
    const auto failed = demo.house().asker().refresh(demo.org(), app::terminal_user, pin.value().id);
    REQUIRE_FALSE(failed);
    CHECK(demo.org().pin(pin.value().id).value().answer == fresh.value().answer);
}
