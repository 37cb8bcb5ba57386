#include "fakes/http_server.h"
#include "fakes/resolver.h"
#include "fakes/stop_watch.h"
#include "fakes/tls_server.h"
#include "net/poco_http.h"

#include <condition_variable>
#include <doctest/doctest.h>
#include <sys/socket.h>

using namespace parley;
using fakes::Asked;
using fakes::HttpServer;
using fakes::StopWatch;
using Line = HttpServer::Line;
using Poco::Net::ServerSocket;
using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;

namespace {

constexpr int soon_ms = 2'000;  // For a slow machine; without a stop it would be 20 s.

net::Request request_to(const std::string& url, const std::stop_source& source) {
    fakes::FixedResolver resolver;
    net::Request request{.url = net::UrlGuard(resolver, net::Reach::loopback).check(url).value()};
    request.connect_timeout_ms = request.timeout_ms = 20'000;
    request.stop = source.get_token();
    return request;
}

std::string url_of(const ServerSocket& listener, const std::string& scheme = "http") {
    return scheme + "://127.0.0.1:" + std::to_string(listener.address().port()) + "/";
}

void check_cancelled(const Result<net::Response>& response, const StopWatch& watch) {
    REQUIRE_FALSE(response);
    CHECK(response.error().fault == Fault::unavailable);
    CHECK(response.error().message == "The request was cancelled.");
    CHECK(watch.ms() < soon_ms);
}

// Asks for the stop a moment after it was made, from another thread, as a person who has waited long enough. Should
// that be before the request is where the test wants it, it is cancelled all the same.
class LaterStop {
public:
    explicit LaterStop(std::stop_source& source) : thread_([this, &source] { run(source); }) {}
    LaterStop(const LaterStop&) = delete;
    LaterStop& operator=(const LaterStop&) = delete;
    ~LaterStop() {
        {
            const std::lock_guard lock(mutex_);
            over_ = true;
        }
        change_.notify_all();
        thread_.join();
    }

private:
    void run(std::stop_source& source) {
        std::unique_lock lock(mutex_);
        change_.wait_for(lock, std::chrono::milliseconds(50), [this] { return over_; });
        source.request_stop();
    }

    std::mutex mutex_;
    std::condition_variable change_;
    bool over_ = false;
    std::thread thread_;
};

}  // namespace

TEST_CASE("net: a stop before the beginning dials nobody") {
    HttpServer server([](const Asked&, Line& line) { line.reply(200, "", "hi"); });
    std::stop_source source;
    source.request_stop();
    check_cancelled(net::make_http()->send(request_to(server.url(), source)), StopWatch());
    CHECK(server.connections() == 0);
}

TEST_CASE("net: a stop ends connecting") {
    // Its queue is full, so the next one's SYN is dropped.
    ServerSocket listener;
    listener.bind(SocketAddress("127.0.0.1", 0));
    listener.listen(0);
    std::vector<StreamSocket> queue(4);
    for (auto& socket : queue) socket.connectNB(SocketAddress("127.0.0.1", listener.address().port()));
    std::stop_source source;
    const StopWatch watch;
    const LaterStop later(source);
    check_cancelled(net::make_http()->send(request_to(url_of(listener), source)), watch);
}

TEST_CASE("net: a stop ends the TLS handshake") {
    const ServerSocket listener(SocketAddress("127.0.0.1", 0));
    std::stop_source source;
    const StopWatch watch;
    const LaterStop later(source);
    check_cancelled(net::make_http()->send(request_to(url_of(listener, "https"), source)), watch);
}

TEST_CASE("net: a stop ends sending to a server that does not read") {
    const ServerSocket listener(SocketAddress("127.0.0.1", 0));
    std::stop_source source;
    auto request = request_to(url_of(listener), source);
    request.method = "POST";
    request.body = std::string(32u << 20, 'x');
    const StopWatch watch;
    const LaterStop later(source);
    check_cancelled(net::make_http()->send(request), watch);
}

TEST_CASE("net: a stop ends waiting and reading, and the connection is not used again") {
    std::stop_source source;
    int asked_times = 0;
    struct {
        std::string what;
        HttpServer::Handler handler;
    } const cases[] = {
        {"waiting",
         [&](const Asked&, Line& line) {
             source.request_stop();
             line.wait_for_client_to_go();
         }},
        {"half a head",
         [&](const Asked&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\nCont");
             source.request_stop();
             line.wait_for_client_to_go();
         }},
        {"half a body",
         [&](const Asked&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
             source.request_stop();
             line.wait_for_client_to_go();
         }},
        {"a body that does not end",
         [&](const Asked&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\n\r\n");
             source.request_stop();
             while (line.is_open()) line.write("x");
         }},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        source = std::stop_source();
        asked_times = 0;
        HttpServer server([&](const Asked& asked, Line& line) {
            if (++asked_times == 2) return c.handler(asked, line);
            line.reply(200, "", "hi");
        });
        const auto http = net::make_http();
        REQUIRE(http->send(request_to(server.url(), source)));
        const StopWatch watch;
        check_cancelled(http->send(request_to(server.url(), source)), watch);
        CHECK(server.connections() == 1);
        CHECK(http->send(request_to(server.url(), std::stop_source())).value().body == "hi");
        CHECK(server.connections() == 2);
        CHECK(asked_times == 3);
    }
}

TEST_CASE("net: a stop from inside the stream ends it") {
    HttpServer server([](const Asked&, Line& line) {
        line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        line.chunk("data: one\n\n");
        line.wait_for_client_to_go();
    });
    std::stop_source source;
    const StopWatch watch;
    int pieces = 0;
    const auto response =
        net::make_http()->stream(request_to(server.url(), source), [&](const net::Response&, std::string_view) {
            ++pieces;
            source.request_stop();
            return net::Flow::go_on;
        });
    check_cancelled(response, watch);
    CHECK(pieces == 1);
}

TEST_CASE("net: a stop that comes too late changes nothing but the connection") {
    HttpServer server([](const Asked&, Line& line) { line.reply(200, "", "hi"); });
    std::stop_source source;
    const auto http = net::make_http();
    const auto response =
        http->stream(request_to(server.url(), source), [&](const net::Response&, std::string_view piece) {
            CHECK(piece == "hi");
            source.request_stop();
            return net::Flow::go_on;
        });
    CHECK(response);
    CHECK(http->send(request_to(server.url(), std::stop_source())));
    CHECK(server.connections() == 2);
}

TEST_CASE("net: tls: a stop ends waiting") {
    fakes::TlsServer server("DNS:localhost");
    const auto http = net::make_http_trusting(net::trust_in(server.certificate_file()));
    const auto url = "https://localhost:" + std::to_string(server.port()) + "/";
    std::stop_source source;
    REQUIRE(http->send(request_to(url, source)));
    server.say_nothing();
    const StopWatch watch;
    const LaterStop later(source);
    check_cancelled(http->send(request_to(url, source)), watch);
}
