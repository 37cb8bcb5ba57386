// What becomes of a connection when a stream held its answer, and of its successor.
#include "fakes/http_server.h"
#include "fakes/resolver.h"
#include "fakes/stop_watch.h"
#include "net/http.h"
#include "net/stream_ends.h"

#include <doctest/doctest.h>

using namespace parley;
using fakes::Asked;
using fakes::HttpServer;
using Line = HttpServer::Line;

namespace {

const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string answer = "b\r\ndata: one\n\n\r\n";

// Reads until the answer is there.
Result<net::Response> ask(net::Http& http, const HttpServer& server) {
    fakes::FixedResolver resolver;
    const net::Request request{.url = net::UrlGuard(resolver, net::Reach::loopback).check(server.url()).value()};
    std::string got;
    return http.stream(request, [&](const net::Response&, std::string_view piece) {
        got.append(piece);
        return got.ends_with("\n\n") ? net::Flow::stop : net::Flow::go_on;
    });
}

}  // namespace

TEST_CASE("net: behind the answer of a stream the connection is used again, if the stream ends at once") {
    struct {
        std::string what;
        HttpServer::Handler handler;
        int connections;
    } const cases[] = {
        {"the end in the same breath", [](const Asked&, Line& line) { line.write(head + answer + "0\r\n\r\n"); }, 1},
        {"the end apart",
         [](const Asked&, Line& line) {
             line.write(head);
             line.write(answer);
             line.write("0\r\n\r\n");
         },
         1},
        {"another event first",
         [](const Asked&, Line& line) { line.write(head + answer + "4\r\n: x\n\r\n" + "0\r\nA: b\r\n\r\n"); }, 1},
        {"a length", [](const Asked&, Line& line) { line.reply(200, "text/event-stream", "data: one\n\n"); }, 1},
        {"kept open",
         [](const Asked&, Line& line) {
             line.write(head + answer);
             line.wait_for_client_to_go();
         },
         3},
        {"closed", [](const Asked&, Line& line) { (line.write(head + answer), line.hang_up()); }, 3},
        {"reset", [](const Asked&, Line& line) { (line.write(head + answer), line.reset()); }, 3},
        {"garbled behind the answer", [](const Asked&, Line& line) { line.write(head + answer + "what?\r\n"); }, 3},
        {"more than the end", [](const Asked&, Line& line) { line.write(head + answer + "0\r\n\r\nHTTP/1.1 200"); }, 3},
        {"a flood behind the answer",
         [](const Asked&, Line& line) {
             line.write(head + answer);
             while (line.is_open()) line.chunk(std::string(8'000, 'x'));
         },
         3},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        HttpServer server(c.handler);
        const auto http = net::make_http();
        for (int i = 0; i < 3; ++i) {
            const auto response = ask(*http, server);
            REQUIRE_MESSAGE(response, response.error().message);
            CHECK(response.value().status == 200);
        }
        CHECK(server.connections() == c.connections);
    }
}

TEST_CASE("net: who keeps its streams open is not waited for each time") {
    HttpServer server([](const Asked&, Line& line) {
        line.write(head + answer);
        line.wait_for_client_to_go();
    });
    const auto http = net::make_http();
    constexpr int calls = 200;
    const fakes::StopWatch watch;
    for (int i = 0; i < calls; ++i) REQUIRE(ask(*http, server));
    // To wait 10 ms each time would take 2 s for the waiting alone.
    MESSAGE(watch.ms(), " ms for ", calls, " streams that stay open");
    CHECK(watch.ms() < calls * 8);
}

TEST_CASE("net: patience with streams that stay open gets shorter, and comes back") {
    net::StreamEnds ends;
    const std::string origin = "https://a.example";
    const auto waits_until_vain = [&](int calls) {
        int waits = 0;
        for (int i = 0; i < calls; ++i) {
            if (ends.patience_ms(origin) == 0) continue;
            ++waits;
            ends.did_not_come(origin);
        }
        return waits;
    };
    CHECK(ends.patience_ms(origin) > 0);
    CHECK(waits_until_vain(1'000) < 25);
    CHECK(waits_until_vain(1'000) >= 10);  // It is not given up for good.
    CHECK(ends.patience_ms("https://b.example") > 0);
    ends.came(origin);
    CHECK(ends.patience_ms(origin) > 0);
    CHECK(ends.patience_ms(origin) > 0);
}
