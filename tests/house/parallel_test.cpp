// Questions over several vendors: asked side by side, and a dead one holds up nobody.
#include "support.h"

#include <chrono>
#include <thread>

using namespace parley;
using namespace parley::tests;

namespace {

using Steady = std::chrono::steady_clock;
constexpr const char* two_vendors = "Which experience themes correlate with churn?";  // Clootrack, Stripe

struct Timed {
    ask::Answer answer;
    std::int64_t ms = 0;
};

Timed timed(DemoHouse& demo, const std::string& question) {
    const auto start = Steady::now();
    Timed result{demo.ask(question), 0};
    result.ms = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - start).count();
    return result;
}

}  // namespace

TEST_CASE("house: the sources of an answer stand in the order of its steps") {
    DemoHouse demo;
    std::string first;
    for (int again = 0; again < 5; ++again) {
        const auto answer = demo.ask(two_vendors);
        REQUIRE(answer["status"] == "answered");
        REQUIRE(answer["sources"].size() == 2);
        for (std::size_t step = 0; step < 2; ++step) {
            CHECK(answer["sources"][step]["vendor"] == answer["plan"]["steps"][step]["vendor"]);
            CHECK(answer["sources"][step]["definition"].get<std::string>().size() == 64);
        }
        CHECK(answer["timing"]["engine_ms"].get<double>() >= 0);
        if (first.empty()) first = answer["table"].dump();
        CHECK(answer["table"].dump() == first);
    }
}

TEST_CASE("house: a dead vendor ends a question over several within its deadline, by name") {
    constexpr int question_timeout_ms = 3'000;
    DemoHouse demo(question_timeout_ms);
    const struct { const char *vendor, *name; } cases[] = {{"stripe", "Stripe"}, {"clootrack", "Clootrack"}};
    for (const auto& c : cases) {
        CAPTURE(c.vendor);
        demo.simulation().set_trouble({c.vendor}, sim::Trouble::silent);
        Timed other;
        std::thread colleague([&] {
            const auto start = Steady::now();
            auto org = demo.house().store().for_org(demo.org().org());
            auto answer = demo.house().asker().ask(*org, {"u2"},
                                                   {"What is open-rate by audience segment last quarter?", {}, false});
            if (answer) other.answer = std::move(answer).value();
            other.ms = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - start).count();
        });
        const auto dead = timed(demo, two_vendors);
        colleague.join();
        CHECK(dead.answer["status"] == "failed");
        CHECK(dead.answer["table"].is_null());
        const std::string text = dead.answer["text"];
        CAPTURE(text);
        CHECK(text.rfind(c.name, 0) == 0);
        CHECK(text.back() == '.');
        CHECK(dead.ms < question_timeout_ms + 2'000);
        REQUIRE(other.answer.is_object());
        CHECK(other.answer["status"] == "answered");
        CHECK(other.ms < question_timeout_ms);
        demo.simulation().set_trouble({c.vendor}, sim::Trouble::none);
        CHECK(demo.ask("What is open-rate by audience segment last quarter?")["status"] == "answered");
    }
}

TEST_CASE("house: the first source that fails ends the wait for the others") {
    DemoHouse demo;  // A minute for a question.
    const struct {
        const char *silent, *broken, *name;
    } cases[] = {{"stripe", "clootrack", "Clootrack"}, {"clootrack", "stripe", "Stripe"}};
    for (const auto& c : cases) {
        CAPTURE(c.silent);
        demo.simulation().set_trouble({c.silent}, sim::Trouble::silent);
        demo.simulation().set_trouble({c.broken}, sim::Trouble::html);
        const auto result = timed(demo, two_vendors);
        CHECK(result.answer["status"] == "failed");
        const std::string text = result.answer["text"];
        CAPTURE(text);
        CHECK(text.rfind(c.name, 0) == 0);
        CHECK(result.ms < limits::reply_timeout_ms / 2);
        for (const char* vendor : {c.silent, c.broken}) demo.simulation().set_trouble({vendor}, sim::Trouble::none);
        CHECK(demo.ask(two_vendors)["status"] == "answered");
    }
}

TEST_CASE("house: a question that is told to stop ends soon and says nothing of a vendor's fault") {
    DemoHouse demo;
    demo.simulation().set_trouble({"stripe"}, sim::Trouble::silent);
    std::stop_source stop;
    const auto start = Steady::now();
    const auto answer = demo.house().asker().ask(
        demo.org(), app::terminal_user, {"What was gross volume last month?", {}, false},
        [&](std::string_view part, const OrderedJson& value) {
            if (part == "progress" && value["state"] == "waiting") stop.request_stop();
        },
        stop.get_token());
    REQUIRE(answer);
    CHECK(answer.value()["status"] == "failed");
    CHECK(Steady::now() - start < std::chrono::milliseconds(limits::reply_timeout_ms / 2));
    demo.simulation().set_trouble({"stripe"}, sim::Trouble::none);
    CHECK(demo.ask("What was gross volume last month?")["status"] == "answered");
}
