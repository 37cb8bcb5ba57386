// A sick vendor: one clear sentence each, nothing half saved, and the next question works.
#include "support.h"

using namespace parley;
using namespace parley::tests;

TEST_CASE("house: whatever a vendor answers, the question ends with one sentence and the process stays up") {
    constexpr int question_timeout_ms = 3'000;
    DemoHouse demo(question_timeout_ms);
    struct {
        const char* name;
        sim::Trouble trouble;
    } const cases[] = {
        {"a web page", sim::Trouble::html},          {"a server error", sim::Trouble::server_error},
        {"half a JSON", sim::Trouble::half_json},    {"nothing at all", sim::Trouble::silent},
        {"a hundred megabytes", sim::Trouble::huge},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        demo.simulation().set_trouble({"stripe"}, c.trouble);
        const auto answer = demo.ask("What was gross volume last month?");
        CHECK(answer["status"] == "failed");
        CHECK((answer["reason"] == "unavailable" || answer["reason"] == "over_limit"));
        const std::string text = answer["text"];
        CAPTURE(text);
        CHECK(text.size() > 20);
        CHECK(text.find('<') == std::string::npos);  // Nothing of the vendor's reply.
        CHECK(text.find('{') == std::string::npos);
        CHECK(text.back() == '.');
        CHECK(answer["table"].is_null());
        CHECK(demo.ask("What is open-rate by audience segment last quarter?")["status"] == "answered");

        demo.simulation().set_trouble({"stripe"}, sim::Trouble::none);
        CHECK(demo.ask("What was gross volume last month?")["status"] == "answered");
    }
}

TEST_CASE("house: a token that the vendor refuses once is refreshed, and nobody notices") {
    DemoHouse demo;
    demo.simulation().set_trouble({"stripe"}, sim::Trouble::expired);
    CHECK(demo.ask("What was gross volume last month?")["status"] == "answered");
    CHECK(demo.simulation().seen({"stripe"}).refreshes == 1);
}

TEST_CASE("house: a grant that is gone asks for a reconnect and sends no more traffic") {
    DemoHouse demo;
    demo.simulation().set_trouble({"stripe"}, sim::Trouble::always_401);
    const auto answer = demo.ask("What was gross volume last month?");
    CHECK(answer["status"] == "failed");
    CHECK(answer["table"].is_null());
}
