#include "connect/step_up.h"

#include "connect/target.h"
#include "support.h"

using namespace parley;
using namespace parley::connect;

namespace {

using Answer = fakes::Web::Answer;

Answer insufficient(const std::string& scopes) {
    const std::string scope = scopes.empty() ? "" : cat(", scope=\"", scopes, "\"");
    return {403, "", "text/plain", {{"WWW-Authenticate", cat("Bearer error=\"insufficient_scope\"", scope)}}};
}

// A vendor whose one tool wants what the test says.
struct Demanding {
    explicit Demanding(const std::string& at_the_door = "orders:read") {
        vendor.challenge = cat("Bearer scope=\"", at_the_door, "\"");
        vendor.on_call = [this](const Json&) -> std::optional<Answer> {
            const std::lock_guard lock(mutex);
            return answer;
        };
        id = house.connect(vendor).id;
    }
    void say(std::optional<Answer> wanted) {
        const std::lock_guard lock(mutex);
        answer = std::move(wanted);
    }
    Started reconnect() {
        auto started = house.connector.reconnect(*house.ours, house.anna, id);
        REQUIRE(started);
        REQUIRE(house.connector.finish(House::callback(started.value())));
        return std::move(started).value();
    }

    House house;
    Vendor vendor{Vendor::Wants::oauth};
    std::mutex mutex;
    std::optional<Answer> answer;
    ConnectionId id;
};

}  // namespace

TEST_CASE("connect: which permissions change things, by their names") {
    struct {
        const char* scope;
        bool writes;
    } const cases[] = {
        {"orders:read", false},
        {"orders:write", true},
        {"orders_write", true},
        {"read_orders", false},
        {"admin", true},
        {"files.manage", true},
        {"store:read", false},
        {"store:delete", true},
        {"readonly", false},
        {"read_write", true},
        {"rw", true},
        {"full_access", true},
        {"openid", false},
        {"offline_access", false},
        {"mcp:tools", false},
        {"https://x.example/auth/orders.readonly", false},
        {"sendCampaign", true},
        {"message:send", true},
        {"invoices.create", true},
        {"links:view", false},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.scope));
        CHECK(write_scopes({c.scope}).size() == (c.writes ? 1 : 0));
        CHECK(read_scopes({c.scope}).size() == (c.writes ? 0 : 1));
    }
    CHECK(named({"a", "b", "c", "d"}) == "a, b, c, and more");
    CHECK(named({"<b>bold</b>"}) == "of a name not shown here");
}

TEST_CASE("connect: a 403 that wants to write is refused for good, and the sentence names what was wanted") {
    Demanding demanding;
    demanding.say(insufficient("orders:read orders:write"));
    for (int k = 0; k < 3; ++k) {
        const auto refused = demanding.house.call(demanding.id);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fault == Fault::denied);
        CHECK(refused.error().message.find("orders:write") != std::string::npos);
        CHECK(refused.error().message.find("only reads") != std::string::npos);
    }
    CHECK(demanding.vendor.count("tools/call") == 3);  // Each asked once.
    CHECK(demanding.vendor.refreshes() == 0);
    CHECK(demanding.house.row(demanding.id).state == store::ConnectionState::connected);
    const Started started = demanding.reconnect();
    CHECK(House::parameter(started, "scope") == "orders:read");
    demanding.say(std::nullopt);
    CHECK(demanding.house.call(demanding.id));
}

TEST_CASE("connect: a 403 that wants to read more asks the person, and the next sign-in asks for the union") {
    Demanding demanding;
    demanding.say(insufficient("reports:read"));
    for (int k = 0; k < 5; ++k) {  // Nobody has connected again yet: the same answer, and no counting.
        const auto refused = demanding.house.call(demanding.id);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fault == Fault::reconnect);
        CHECK(refused.error().message.find("reports:read") != std::string::npos);
    }
    CHECK(demanding.vendor.refreshes() == 0);
    CHECK(demanding.house.row(demanding.id).state == store::ConnectionState::connected);
    CHECK(remembered_scopes(demanding.house.row(demanding.id)) ==
          std::vector<std::string>{"orders:read", "reports:read"});

    const Started started = demanding.reconnect();
    CHECK(House::parameter(started, "scope") == "orders:read reports:read");
    // It was asked for and given, and still the vendor refuses: no use in asking again.
    const auto again = demanding.house.call(demanding.id);
    REQUIRE_FALSE(again);
    CHECK(again.error().fault == Fault::denied);
    demanding.say(std::nullopt);
    CHECK(demanding.house.call(demanding.id));
}

TEST_CASE("connect: an operation that wants another permission after each sign-in is left alone in the end") {
    Demanding demanding;
    for (int k = 1; k <= limits::refused_sign_ins_max; ++k) {
        CAPTURE(k);
        demanding.say(insufficient(cat("part", k, ":read")));
        const auto refused = demanding.house.call(demanding.id);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fault == Fault::reconnect);
        demanding.reconnect();
    }
    demanding.say(insufficient("more:read"));
    const auto left_alone = demanding.house.call(demanding.id);
    REQUIRE_FALSE(left_alone);
    CHECK(left_alone.error().fault == Fault::denied);
    CHECK(left_alone.error().message.find("left alone") != std::string::npos);
}

TEST_CASE("connect: a 403 that says nothing of permissions ends neither the connection nor in a loop") {
    for (const auto& answer : {Answer{403, "", "text/plain"},
                               Answer{403, "", "text/plain", {{"WWW-Authenticate", "Bearer"}}}, insufficient("")}) {
        Demanding demanding;
        demanding.say(answer);
        for (int k = 0; k < 2 * limits::refused_sign_ins_max; ++k) {
            const auto refused = demanding.house.call(demanding.id);
            REQUIRE_FALSE(refused);
            CHECK(refused.error().fault == Fault::denied);
        }
        CHECK(demanding.vendor.count("tools/call") <= 4 * limits::refused_sign_ins_max);
        CHECK(demanding.vendor.refreshes() == 0);
        CHECK(demanding.house.row(demanding.id).state == store::ConnectionState::connected);
        demanding.say(std::nullopt);
        CHECK(demanding.house.call(demanding.id));
    }
}

TEST_CASE("connect: a 403 at a session that has ended is over with a new session") {
    Demanding demanding;
    REQUIRE(demanding.house.call(demanding.id));
    std::atomic<int> refusals = 1;
    demanding.vendor.on_call = [&](const Json&) -> std::optional<Answer> {
        if (refusals-- > 0) return Answer{403, "", "text/plain"};
        return std::nullopt;
    };
    CHECK(demanding.house.call(demanding.id));
    CHECK(demanding.vendor.refreshes() == 0);
}
