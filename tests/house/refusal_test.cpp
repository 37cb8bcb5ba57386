#include "support.h"

using namespace parley;
using namespace parley::tests;

TEST_CASE("house: a wish to change something is refused, nothing reaches the wire, and an audit row stands") {
    DemoHouse demo;
    const auto before = demo.simulation().seen({"stripe"}).tools_called.size();
    for (const char* wish : {"Refund the last Stripe payment", "Please cancel the subscription of customer 12",
                             "Send the newsletter to all VIP subscribers", "Could you delete the shipping theme?"}) {
        CAPTURE(wish);
        const auto answer = demo.ask(wish);
        CHECK(answer["status"] == "refused");
        CHECK(answer["reason"] == "write");
        CHECK(answer["plan"].is_null());
        CHECK(answer["sources"].empty());
    }
    CHECK(demo.simulation().seen({"stripe"}).tools_called.size() == before);
    const auto rows = demo.org().audit_rows(0, 1000);
    REQUIRE(rows);
    int denied = 0;
    for (const auto& row : rows.value()) denied += row.entry.action == "denied";
    CHECK(denied == 4);
    CHECK(store::verify_chain(rows.value(), demo.org().org()).empty());
}

TEST_CASE("house: what is off topic or has no source is said so") {
    DemoHouse demo;
    struct {
        const char *question, *reason;
    } const cases[] = {
        {"What is the weather in Prague?", "off_topic"},
        {"Tell me a joke", "off_topic"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const auto answer = demo.ask(c.question);
        CHECK(answer["status"] == "refused");
        CHECK(answer["reason"] == c.reason);
        CHECK(answer["sources"].empty());
    }
}
