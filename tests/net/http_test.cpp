#include "net/http.h"

#include "fakes/http_server.h"
#include "fakes/resolver.h"
#include "fakes/stop_watch.h"

#include <doctest/doctest.h>

using namespace parley;
using fakes::Asked;
using fakes::HttpServer;
using fakes::StopWatch;
using Line = HttpServer::Line;

namespace {

net::SafeUrl checked(const std::string& url) {
    fakes::FixedResolver resolver;
    return net::UrlGuard(resolver, net::Reach::loopback).check(url).value();
}

net::Request request_to(const HttpServer& server, int timeout_ms = 2'000) {
    net::Request request{.url = checked(server.url("/mcp?a=1"))};
    request.timeout_ms = timeout_ms;
    return request;
}

// Sent as it is, then the connection ends.
HttpServer::Handler raw(std::string bytes) {
    return [bytes](const Asked&, Line& line) {
        line.write(bytes);
        line.hang_up();
    };
}

}  // namespace

TEST_CASE("net: a request arrives as it was written, and its reply as it was sent") {
    Asked got;
    HttpServer server([&](const Asked& asked, Line& line) {
        got = asked;
        line.reply(201, "text/plain; charset=utf-8", "hello", "X-Twice: a\r\nx-twice: b\r\n");
    });
    const auto http = net::make_http();
    auto request = request_to(server);
    request.method = "POST";
    request.headers = {{"X-Api-Key", "k"}};
    request.body = R"({"a":1})";
    const auto response = http->send(request);
    REQUIRE_MESSAGE(response, response.error().message);
    CHECK(response.value().status == 201);
    CHECK(response.value().body == "hello");
    CHECK(net::header(response.value().headers, "CONTENT-TYPE") == "text/plain; charset=utf-8");
    CHECK(net::header(response.value().headers, "missing").empty());
    CHECK(net::headers_named(response.value().headers, "X-TWICE") == std::vector<std::string>{"a", "b"});
    CHECK(got.method == "POST");
    CHECK(got.target == "/mcp?a=1");
    CHECK(got.body == R"({"a":1})");
    CHECK(got.header("x-api-key") == "k");
    CHECK(got.header("host") == "127.0.0.1:" + std::to_string(server.port()));
    CHECK(got.header("accept-encoding") == "identity");
}

TEST_CASE("net: every framing of a body") {
    struct {
        std::string what;
        const char* method;
        std::string bytes;
        int status;
        std::string body;
    } const cases[] = {
        {"length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"},
        {"chunks", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1;x=y\r\ni\r\n0\r\n\r\n", 200,
         "hi"},
        {"trailer", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nA: b\r\n\r\n", 200,
         "hi"},
        {"until the end", "GET", "HTTP/1.0 200 OK\r\n\r\nhi", 200, "hi"},
        {"HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", 200, ""},
        {"204", "DELETE", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
        {"304", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", 304, ""},
        {"empty 202", "POST", "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 202, ""},
        {"early hints", "GET",
         "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"},
        {"continue", "GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"},
        {"redirect", "GET", "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n", 302, ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        HttpServer server(raw(c.bytes));
        auto request = request_to(server);
        request.method = c.method;
        const auto response = net::make_http()->send(request);
        REQUIRE_MESSAGE(response, response.error().message);
        CHECK(response.value().status == c.status);
        CHECK(response.value().body == c.body);
        CHECK(server.connections() == 1);
    }
}

TEST_CASE("net: a sick server gets one sentence") {
    struct {
        std::string what;
        HttpServer::Handler handler;
        Fault fault;
        std::string sentence;
    } const cases[] = {
        {"silent", [](const Asked&, Line& line) { line.wait_for_client_to_go(); }, Fault::unavailable,
         "127.0.0.1 did not answer within 150 ms."},
        {"half a head",
         [](const Asked&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\nContent-");
             line.wait_for_client_to_go();
         },
         Fault::unavailable, "127.0.0.1 did not finish its answer within 150 ms."},
        {"drips its head",
         [](const Asked&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\nX: ");
             while (line.pause(10)) line.write("x");
         },
         Fault::unavailable, "127.0.0.1 did not finish its answer within 150 ms."},
        {"drips its body",
         [](const Asked&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
             while (line.pause(10)) line.write("x");
         },
         Fault::unavailable, "127.0.0.1 did not finish its answer within 150 ms."},
        {"hangs up", raw(""), Fault::unavailable, "127.0.0.1 closed the connection without an answer."},
        {"resets", [](const Asked&, Line& line) { line.reset(); }, Fault::unavailable,
         "127.0.0.1 closed the connection without an answer."},
        {"half a body", raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"), Fault::unavailable,
         "127.0.0.1 closed the connection in the middle of its answer."},
        {"half a chunk", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf"), Fault::unavailable,
         "127.0.0.1 closed the connection in the middle of its answer."},
        {"no last chunk", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"), Fault::unavailable,
         "127.0.0.1 closed the connection in the middle of its answer."},
        {"another protocol", raw("-ERR unknown command\r\n\r\n"), Fault::unavailable,
         "127.0.0.1 sent an answer that is not HTTP."},
        {"announces too much", raw("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"), Fault::over_limit,
         "The answer of 127.0.0.1 is larger than 1 kB."},
        {"sends too much", raw("HTTP/1.1 200 OK\r\n\r\n" + std::string(5'000, 'x')), Fault::over_limit,
         "The answer of 127.0.0.1 is larger than 1 kB."},
        {"endless head",
         [](const Asked&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\n");
             while (line.is_open()) line.write("X: " + std::string(4'000, 'x') + "\r\n");
         },
         Fault::over_limit, "The answer of 127.0.0.1 has headers or padding beyond every measure."},
        {"endless hints",
         [](const Asked&, Line& line) {
             for (int i = 0; i < 50; ++i) line.write("HTTP/1.1 103 Hint\r\n\r\n");
             line.wait_for_client_to_go();
         },
         Fault::unavailable, "127.0.0.1 sent an answer that is not HTTP."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        HttpServer server(c.handler);
        auto request = request_to(server, 150);
        request.reply_bytes_max = 1'024;
        const StopWatch watch;
        const auto response = net::make_http()->send(request);
        REQUIRE_FALSE(response);
        CHECK(response.error().message == c.sentence);
        CHECK(response.error().fault == c.fault);
        CHECK(watch.ms() < 1'500);
    }
}

TEST_CASE("net: nobody at the door") {
    std::string url;
    { url = HttpServer(raw("")).url(); }
    const auto response = net::make_http()->send(net::Request{.url = checked(url)});
    REQUIRE_FALSE(response);
    CHECK(response.error().fault == Fault::unavailable);
    CHECK(response.error().message == "127.0.0.1 refused the connection.");
}

TEST_CASE("net: the second address is tried where the first one is dead") {
    HttpServer server([](const Asked&, Line& line) { line.reply(200, "", "hi"); });
    // localhost leads to 127.0.0.1 and ::1; the server listens on the first only.
    const net::Request request{.url = checked("http://localhost:" + std::to_string(server.port()) + "/")};
    CHECK(request.url.addresses().size() == 2);
    CHECK(net::make_http()->send(request).value().body == "hi");
}

TEST_CASE("net: a connection is used again, unless its server closed it or left something on it") {
    struct {
        std::string what;
        HttpServer::Handler handler;
        int connections;
    } const cases[] = {
        {"kept", [](const Asked&, Line& line) { line.reply(200, "", "hi"); }, 1},
        {"kept after chunks",
         [](const Asked&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
             line.chunk("hi");
             line.write("0\r\n\r\n");
         },
         1},
        {"said close",
         [](const Asked&, Line& line) {
             line.reply(200, "", "hi", "Connection: close\r\n");
             line.hang_up();
         },
         3},
        {"closed without a word",
         [](const Asked&, Line& line) {
             line.reply(200, "", "hi");
             line.hang_up();
         },
         3},
        {"sent more than announced",
         [](const Asked&, Line& line) {
             line.write(
                 "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
         },
         3},
        {"closes on the second request",
         [](const Asked& asked, Line& line) {
             static std::atomic<int> asked_on[16];
             if (asked_on[asked.connection]++ > 0)
                 line.hang_up();
             else
                 line.reply(200, "", "hi");
         },
         3},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        HttpServer server(c.handler);
        const auto http = net::make_http();
        for (int i = 0; i < 3; ++i) {
            const auto response = http->send(request_to(server));
            REQUIRE_MESSAGE(response, response.error().message);
            CHECK(response.value().body == "hi");
        }
        CHECK(server.connections() == c.connections);
    }
}

TEST_CASE("net: a request is not sent twice once a byte came back, nor after a time-out") {
    std::atomic<int> asked_times = 0;
    const auto first_fine_then = [&](HttpServer::Handler then) {
        return [&asked_times, then](const Asked& asked, Line& line) {
            if (asked_times++ == 0)
                line.reply(200, "", "hi");
            else
                then(asked, line);
        };
    };
    const HttpServer::Handler bad[] = {
        raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
        raw("H"),
        [](const Asked&, Line& line) { line.wait_for_client_to_go(); },
    };
    for (const auto& then : bad) {
        asked_times = 0;
        HttpServer server(first_fine_then(then));
        const auto http = net::make_http();
        REQUIRE(http->send(request_to(server)));
        CHECK_FALSE(http->send(request_to(server, 100)));
        CHECK(asked_times == 2);
    }
}

TEST_CASE("net: a stream comes piece by piece and can be stopped") {
    HttpServer server([](const Asked&, Line& line) {
        line.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        line.chunk("data: one\n\n");
        line.wait_for_client_to_go();
    });
    std::string got;
    const auto response =
        net::make_http()->stream(request_to(server), [&](const net::Response& head, std::string_view piece) {
            CHECK(head.status == 200);
            CHECK(net::header(head.headers, "content-type") == "text/event-stream");
            got.append(piece);
            return got.ends_with("\n\n") ? net::Flow::stop : net::Flow::go_on;
        });
    REQUIRE_MESSAGE(response, response.error().message);
    CHECK(got == "data: one\n\n");
    CHECK(response.value().body.empty());
}

TEST_CASE("net: one instance serves many threads, also from inside a stream") {
    HttpServer server([](const Asked& asked, Line& line) { line.reply(200, "", asked.body); });
    const auto http = net::make_http();
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) {
                auto request = request_to(server, 10'000);
                request.method = "POST";
                request.body = std::to_string(t * 100 + i);
                const auto response = http->stream(request, [&](const net::Response&, std::string_view piece) {
                    const auto inner = http->send(request);
                    if (inner && inner.value().body == piece) ++right;
                    return net::Flow::go_on;
                });
                CHECK(response);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(right == 160);
}

TEST_CASE("net: a header cannot smuggle another one in") {
    HttpServer server([](const Asked&, Line& line) { line.reply(200, "", "hi"); });
    auto request = request_to(server);
    request.headers = {{"X-Api-Key", "k\r\nX-Admin: 1"}};
    CHECK(net::make_http()->send(request).error().fault == Fault::invalid);
    CHECK(server.connections() == 0);
}

TEST_CASE("net: what forms and URLs are made of") {
    CHECK(net::percent_encode("a b/c~d\xc3\xa9+") == "a%20b%2Fc~d%C3%A9%2B");
    CHECK(net::percent_encode("") == "");
    CHECK(net::form_encode({{"a b", "c&d=e"}, {"scope", "x y+z"}, {"empty", ""}}) ==
          "a+b=c%26d%3De&scope=x+y%2Bz&empty=");
    CHECK(net::form_encode({}) == "");
}
