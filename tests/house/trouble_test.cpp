// A sick vendor: one clear sentence each, nothing half saved, and the next question works.
#include "support.h"

using namespace parley;
using namespace parley::tests;

namespace {

constexpr const char* question = "What was gross volume last month in Stripe?";

ConnectionId stripe(DemoHouse& demo) {
    const auto connections = demo.org().connections();
    REQUIRE(connections);
    for (const auto& connection : connections.value()) {
        if (connection.vendor.text == "stripe") return connection.id;
    }
    FAIL("no Stripe");
    return {};
}

std::vector<connect::Review> reviews(DemoHouse& demo) {
    auto waiting = demo.house().connector().reviews(demo.org());
    REQUIRE(waiting);
    return std::move(waiting).value();
}

// One sentence for people, without a word of the vendor's.
void check_sentence(const ask::Answer& answer) {
    const std::string text = answer["text"];
    CAPTURE(text);
    CHECK(text.size() > 20);
    CHECK(text.find_first_of("<{") == std::string::npos);
    CHECK(text.find("do not tell") == std::string::npos);
    CHECK((text.back() == '.' || text.back() == '?'));  // A question back where no number of the vendor is left.
    CHECK(answer["table"].is_null());
}

}  // namespace

TEST_CASE("house: whatever a vendor answers, the question ends with one sentence and the process stays up") {
    constexpr int question_timeout_ms = 3'000;
    DemoHouse demo(question_timeout_ms);
    struct {
        const char* name;
        sim::Trouble trouble;
    } const cases[] = {
        {"a web page", sim::Trouble::html},          {"a server error", sim::Trouble::server_error},
        {"half a JSON", sim::Trouble::half_json},    {"nothing at all", sim::Trouble::silent},
        {"a hundred megabytes", sim::Trouble::huge}, {"a torn connection", sim::Trouble::drop},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        demo.simulation().set_trouble({"stripe"}, c.trouble);
        const auto answer = demo.ask(question);
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

TEST_CASE("house: a slow vendor and one that counts calls are waited for") {
    DemoHouse demo;
    for (const auto trouble : {sim::Trouble::slow, sim::Trouble::rate_limit}) {
        demo.simulation().set_trouble({"stripe"}, trouble);
        for (int again = 0; again < 2; ++again) {
            const auto answer = demo.ask(question);
            CAPTURE(answer["text"].dump());
            CHECK(answer["status"] == "answered");
        }
    }
}

TEST_CASE("house: a field that has another name is noticed before numbers move") {
    DemoHouse demo;
    REQUIRE(demo.ask(question)["status"] == "answered");
    CHECK(reviews(demo).empty());
    demo.simulation().set_trouble({"stripe"}, sim::Trouble::drift);
    for (int again = 0; again < 2; ++again) {
        const auto answer = demo.ask(question);
        CHECK(answer["status"] == "failed");
        check_sentence(answer);
    }
    const auto waiting = reviews(demo);
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].kind == connect::Review::Kind::shape);
    CHECK(waiting[0].connection == stripe(demo));
}

TEST_CASE("house: tools under other names, and a description that speaks to the reader, wait for a person") {
    const struct {
        sim::Trouble trouble;
        const char* change;
    } cases[] = {{sim::Trouble::renamed, "renamed"}, {sim::Trouble::poisoned, "wording"}};
    for (const auto& c : cases) {
        DemoHouse demo;
        const std::string change = c.change;
        CAPTURE(change);
        REQUIRE(demo.ask(question)["status"] == "answered");
        demo.simulation().set_trouble({"stripe"}, c.trouble);
        const auto looked_again = demo.house().connector().test(demo.org(), app::terminal_user, stripe(demo));
        REQUIRE(looked_again);
        const auto waiting = reviews(demo);
        REQUIRE_FALSE(waiting.empty());
        for (const auto& review : waiting) CHECK(review.change == c.change);
        const auto answer = demo.ask(question);
        CHECK(answer["status"] != "answered");
        CHECK(answer["sources"].empty());
        check_sentence(answer);
    }
}
