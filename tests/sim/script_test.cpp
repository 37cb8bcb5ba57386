#include "sim/script.h"

#include "base/calendar.h"
#include "support.h"

#include <thread>
#include <vector>

using namespace parley;
using namespace parley::sim;
using namespace std::chrono_literals;

namespace {

std::string rows(Script& script, int limit) {
    const auto answer = script.call("list_rows", {{"limit", limit}});
    REQUIRE(answer);
    return dump(answer.value());
}

}  // namespace

TEST_CASE("sim: same seed and same day give the same bytes, another seed others") {
    testing::MovableClock clock;
    Script one({clock, 7}, testing::tiny_simulate, "tiny");
    Script two({clock, 7}, testing::tiny_simulate, "tiny");
    Script other({clock, 8}, testing::tiny_simulate, "tiny");
    CHECK(rows(one, 50) == rows(two, 50));
    CHECK(rows(one, 50) == rows(one, 50));
    CHECK(rows(one, 50) != rows(other, 50));
}

TEST_CASE("sim: the data follows the clock by whole days") {
    testing::MovableClock clock;
    Script script({clock, 7}, testing::tiny_simulate, "tiny");
    const auto today = rows(script, 2);
    clock.move(1h);
    CHECK(rows(script, 2) == today);
    clock.move(24h);
    CHECK(rows(script, 2) != today);
}

TEST_CASE("sim: a tool's schema is an object where Lua has an empty table") {
    testing::MovableClock clock;
    Script script({clock, 7}, testing::tiny_simulate, "tiny");
    const auto tools = script.tools();
    REQUIRE(tools);
    REQUIRE(tools.value().size() == 7);
    CHECK(tools.value()[0]["inputSchema"]["properties"] == Json::object());
    CHECK(tools.value()[6]["inputSchema"] == Json{{"type", "object"}});
    CHECK(tools.value()[6]["annotations"] == Json::object());
}

TEST_CASE("sim: a tool's refusal, a missing tool and a broken script are told apart") {
    testing::MovableClock clock;
    Script script({clock, 7}, testing::tiny_simulate, "tiny");
    const auto refused = script.call("get_row", {{"id", "row_9"}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::invalid);
    CHECK(refused.error().detail == "No such row: row_9");
    CHECK(refused.error().message.find("row_9") == std::string::npos);
    const auto missing = script.call("drop_rows", Json::object());
    REQUIRE_FALSE(missing);
    CHECK(missing.error().fault == Fault::not_found);
    const auto broken = script.call("delete_row", Json::object());
    REQUIRE_FALSE(broken);
    CHECK(broken.error().fault == Fault::internal);
    CHECK(script.call("count_rows", Json::object()));  // It goes on.
}

TEST_CASE("sim: a script that does not load says so at every call") {
    testing::MovableClock clock;
    for (const char* source :
         {"return 7", "return {", "return { tools = 7, call = print }", "return { tools = {{}} }"}) {
        CAPTURE(source);
        Script script({clock, 7}, source, "tiny");
        CHECK_FALSE(script.tools());
        CHECK_FALSE(script.call("list_rows", Json::object()));
    }
}

TEST_CASE("sim: the story names its days") {
    testing::MovableClock clock;
    Script story({clock, 7}, "", "story");
    const auto days = story.named_days();
    REQUIRE(days);
    REQUIRE(days.value().is_object());
    CHECK_FALSE(days.value().empty());
    for (const auto& day : days.value()) {
        REQUIRE(day.is_string());
        CHECK(Day::parse(day.get<std::string>()));
    }
    CHECK_FALSE(story.call("list_rows", Json::object()));
}

TEST_CASE("sim: a script answers several threads") {
    testing::MovableClock clock;
    Script script({clock, 7}, testing::tiny_simulate, "tiny");
    const auto expected = rows(script, 20);
    std::vector<std::string> answers(4);
    std::vector<std::thread> threads;
    for (auto& answer : answers) {
        threads.emplace_back([&script, &answer] {
            for (int round = 0; round < 5; ++round) {
                const auto reply = script.call("list_rows", {{"limit", 20}});
                answer = reply ? dump(reply.value()) : reply.error().detail;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& answer : answers) CHECK(answer == expected);
}
