#include "mcp/retry_after.h"

#include "client.h"

#include <limits>

using namespace parley;

TEST_CASE("mcp: a server's patience is read as seconds or as a date by its own clock") {
    const std::string date = "Sun, 06 Nov 1994 08:49:37 GMT";
    struct {
        std::string what;
        net::Headers headers;
        std::optional<int> ms;
    } const cases[] = {
        {"seconds", {{"retry-after", " 30 "}}, 30'000},
        {"at once", {{"Retry-After", "0"}}, 0},
        {"for ever", {{"Retry-After", "99999999999999999999"}}, std::numeric_limits<int>::max() / 1000 * 1000},
        {"a date", {{"Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"}, {"Date", date}}, 30'000},
        {"a date in the next year",
         {{"Retry-After", "Sun, 01 Jan 1995 00:00:00 GMT"}, {"Date", "Sat, 31 Dec 1994 23:59:58 GMT"}},
         2'000},
        {"a date that has passed", {{"Retry-After", date}, {"Date", "Sun, 06 Nov 1994 08:50:07 GMT"}}, 0},
        {"a date without a clock", {{"Retry-After", date}}, {}},
        {"half a second", {{"Retry-After", "0.5"}}, {}},
        {"before", {{"Retry-After", "-3"}}, {}},
        {"words", {{"Retry-After", "soon"}, {"Date", date}}, {}},
        {"another form of date", {{"Retry-After", "Sunday, 06-Nov-94 08:49:37 GMT"}, {"Date", date}}, {}},
        {"empty", {{"Retry-After", ""}}, {}},
        {"nothing", {}, {}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        CHECK(mcp::retry_after_ms(c.headers) == c.ms);
    }
    CHECK(mcp::http_date("Thu, 01 Jan 1970 00:00:01 GMT") == 1);
    CHECK(mcp::http_date("Tue, 29 Feb 2000 12:00:00 GMT") == 951825600);
    for (const char* no :
         {"Tue, 29 Feb 2000 12:00:00 CET", "Tue, 29 Foo 2000 12:00:00 GMT", "Tue, xx Feb 2000 12:00:00 GMT"})
        CHECK_FALSE(mcp::http_date(no));
}

TEST_CASE("mcp: a server that asks for patience inside a 200 is heard like one that says 429") {
    Pair pair;
    pair.server.on["tools/call"] = [](const fakes::McpServer::Seen& seen, fakes::HttpServer::Line& line) {
        const Json words{{"type", "text"}, {"text", R"({"error":"rate_limited","retry_after":7})"}};
        line.reply(200, "application/json", dump(fakes::McpServer::result(seen, {{"content", {words}}})));
    };
    auto session = pair.open();
    REQUIRE(session);
    const auto reply = session.value().call(admitted());
    REQUIRE_FALSE(reply);
    CHECK(reply.error().fault == Fault::over_limit);
    CHECK(session.value().refusal().status == 429);
    CHECK(session.value().refusal().retry_after_ms == 7'000);
    pair.server.on.erase("tools/call");
    CHECK(session.value().call(admitted({{"message", "hello"}})));
    CHECK(session.value().refusal().status == 0);
}
