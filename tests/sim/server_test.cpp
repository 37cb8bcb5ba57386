#include "sim/server.h"

#include "wire.h"

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <filesystem>
#include <future>

using namespace parley;
using namespace parley::sim;
using namespace std::chrono_literals;

namespace {

std::string origin(int port) {
    return "http://127.0.0.1:" + std::to_string(port);
}

int open_port(Servers& servers, int wanted = 0) {
    const auto port = servers.open(wanted);
    REQUIRE(port);
    return port.value();
}

std::ptrdiff_t thread_count() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return std::distance(begin(tasks), end(tasks));
}

Poco::Net::StreamSocket raw(int port, const std::string& text) {
    Poco::Net::StreamSocket socket(Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(port)));
    socket.setReceiveTimeout(Poco::Timespan(10, 0));
    socket.sendBytes(text.data(), static_cast<int>(text.size()));
    return socket;
}

}  // namespace

TEST_CASE("sim: a request arrives with its parts, a reply leaves with its own") {
    Servers servers;
    const int port = open_port(servers);
    servers.serve(port, [](const Request& request) {
        const auto body = request.method + " " + request.path + " " + field(request.query, "q") + " " +
                          field(request.headers, "x-name") + " " + request.body;
        return Reply{201, "text/plain", body, {{"X-Back", "yes"}}, Ending::whole};
    });
    const auto reply = testing::send("POST", origin(port) + "/path?q=a%20b&q=c", {{"X-NAME", "value"}}, "body");
    CHECK(reply.status == 201);
    CHECK(reply.body == "POST /path a b value body");
    CHECK(reply.header("X-Back") == "yes");
    CHECK(testing::send("GET", origin(port) + "/?q=%zz", {}, "").status == 400);
}

TEST_CASE("sim: forms are read as browsers write them") {
    struct {
        const char* text;
        const char* value;  // Of "a"; null: refused.
    } const cases[] = {{"a=1", "1"},           {"a=x+y", "x y"},  {"a=x%2By", "x+y"}, {"b=2&a=1", "1"},
                       {"a=1&a=2", "1"},       {"a", ""},         {"a=", ""},         {"a=1=2", "1=2"},
                       {"a=%C3%BC", "\u00fc"}, {"a=%2", nullptr}, {"a=%zz", nullptr}};
    for (const auto& c : cases) {
        CAPTURE(c.text);
        const auto fields = form_fields(c.text);
        CHECK(static_cast<bool>(fields) == (c.value != nullptr));
        if (c.value && fields) CHECK(field(fields.value(), "a") == c.value);
    }
    const Fields hard{{"a b", "x&y=z +%?#/:@"}, {"c", "\u00fc\"'<>"}};
    const auto back = form_fields(form_text(hard));
    REQUIRE(back);
    CHECK(back.value() == hard);
}

TEST_CASE("sim: a port is taken once") {
    Servers servers;
    const int port = open_port(servers);
    const auto again = servers.open(port);
    REQUIRE_FALSE(again);
    CHECK(again.error().fault == Fault::unavailable);
    CHECK(again.error().message.find(std::to_string(port)) != std::string::npos);
}

TEST_CASE("sim: too much and too little of a body is refused") {
    Servers servers;
    const int port = open_port(servers);
    servers.serve(port, [](const Request&) { return Reply{}; });
    CHECK(testing::send("POST", origin(port), {}, std::string(1'100'000, 'x')).status == 413);
    auto socket = raw(port, "POST / HTTP/1.1\r\nHost: x\r\n\r\n");
    char buffer[64];
    const int count = socket.receiveBytes(buffer, sizeof buffer);
    CHECK(std::string(buffer, static_cast<std::size_t>(count)).rfind("HTTP/1.1 411", 0) == 0);
}

TEST_CASE("sim: a handler's exception is a 500 and no more") {
    Servers servers;
    const int port = open_port(servers);
    servers.serve(port, [](const Request& request) -> Reply {
        if (request.path == "/bad") throw std::runtime_error("secret");
        return Reply{};
    });
    const auto reply = testing::send("GET", origin(port) + "/bad", {}, "");
    CHECK(reply.status == 500);
    CHECK(reply.body.find("secret") == std::string::npos);
    CHECK(testing::send("GET", origin(port) + "/good", {}, "").status == 200);
}

TEST_CASE("sim: half a reply promises more than it brings") {
    Servers servers;
    const int port = open_port(servers);
    servers.serve(port, [](const Request&) {
        return Reply{200, "text/plain", std::string(1000, 'x'), {}, Ending::in_half};
    });
    const auto reply = testing::send("GET", origin(port), {}, "");
    CHECK(reply.head.getContentLength() == 1000);
    CHECK(reply.body.size() == 500);
}

TEST_CASE("sim: a huge reply is more than anybody should read") {
    Servers servers;
    const int port = open_port(servers);
    servers.serve(port, [](const Request&) { return Reply{200, "text/plain", "end", {}, Ending::huge}; });
    const auto reply = testing::send("GET", origin(port), {}, "");
    CHECK(reply.body.size() == (100u << 20) + 3);
    CHECK(reply.body.substr(reply.body.size() - 5) == "  end");
    // Whoever hangs up early does not keep the server busy: it stops at once below.
    auto socket = raw(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    char buffer[64];
    CHECK(socket.receiveBytes(buffer, sizeof buffer) > 0);
}

TEST_CASE("sim: a silent server says nothing until the client goes") {
    Servers servers;
    const int port = open_port(servers);
    std::atomic<int> asked{0};
    servers.serve(port, [&asked](const Request& request) {
        ++asked;
        return Reply{200, "text/plain", "ok", {}, request.path == "/quiet" ? Ending::never : Ending::whole};
    });
    auto socket = raw(port, "GET /quiet HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(testing::send("GET", origin(port), {}, "").body == "ok");  // Others are served meanwhile.
    CHECK_FALSE(socket.poll(Poco::Timespan(0, 100'000), Poco::Net::Socket::SELECT_READ));
    socket.shutdownSend();
    char buffer[64];
    CHECK(socket.receiveBytes(buffer, sizeof buffer) == 0);  // It hangs up too, without a word.
    CHECK(asked == 2);
}

TEST_CASE("sim: servers stop at once, with idle and waiting clients, and leave no thread") {
    const auto before = thread_count();
    const auto started = std::chrono::steady_clock::now();
    {
        Servers servers;
        std::vector<Poco::Net::StreamSocket> sockets;
        for (int listener = 0; listener < 40; ++listener) {
            const int port = open_port(servers);
            servers.serve(port, [](const Request& request) {
                return Reply{200, "text/plain", "ok", {}, request.path == "/quiet" ? Ending::never : Ending::whole};
            });
            sockets.push_back(raw(port, "GET /quiet HTTP/1.1\r\nHost: x\r\n\r\n"));
            sockets.push_back(raw(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
            char buffer[512];
            CHECK(sockets.back().receiveBytes(buffer, sizeof buffer) > 0);  // Kept alive, idle from here.
        }
    }
    CHECK(std::chrono::steady_clock::now() - started < 5s);
    CHECK(thread_count() == before);
}
