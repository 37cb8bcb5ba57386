#include "fakes/http_server.h"
#include "fakes/resolver.h"
#include "fakes/tls_server.h"
#include "net/poco_http.h"

#include <doctest/doctest.h>

using namespace parley;

namespace {

net::Request request_to(const std::string& host, std::uint16_t port) {
    fakes::FixedResolver resolver;
    const auto url = "https://" + host + ":" + std::to_string(port) + "/";
    net::Request request{.url = net::UrlGuard(resolver, net::Reach::loopback).check(url).value()};
    request.connect_timeout_ms = 2'000;
    request.timeout_ms = 2'000;
    return request;
}

}  // namespace

TEST_CASE("net: tls: a trusted certificate for the name is needed, and nothing else will do") {
    struct {
        std::string subject;
        std::string host;
        bool trusted;
        bool works;
    } const cases[] = {
        {"DNS:localhost", "localhost", true, true},  {"DNS:other.dev,DNS:localhost", "localhost", true, true},
        {"IP:127.0.0.1", "127.0.0.1", true, true},   {"DNS:localhost", "localhost", false, false},
        {"DNS:other.dev", "localhost", true, false}, {"DNS:localhost.other.dev", "localhost", true, false},
        {"DNS:localhost", "127.0.0.1", true, false}, {"IP:127.0.0.1", "localhost", true, false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.subject);
        CAPTURE(c.host);
        CAPTURE(c.trusted);
        fakes::TlsServer server(c.subject);
        const auto http =
            c.trusted ? net::make_http_trusting(net::trust_in(server.certificate_file())) : net::make_http();
        const auto response = http->send(request_to(c.host, server.port()));
        REQUIRE(static_cast<bool>(response) == c.works);
        if (response) {
            CHECK(response.value().body == "hi");
            continue;
        }
        CHECK(response.error().fault == Fault::unavailable);
        CHECK(response.error().message == "The certificate of " + c.host + " is not one that can be trusted.");
        CHECK(server.requests() == 0);
    }
}

TEST_CASE("net: tls: a connection is kept") {
    fakes::TlsServer server("DNS:localhost");
    const auto http = net::make_http_trusting(net::trust_in(server.certificate_file()));
    for (int i = 0; i < 3; ++i) REQUIRE(http->send(request_to("localhost", server.port())));
    CHECK(server.requests() == 3);
    CHECK(server.connections() == 1);
}

TEST_CASE("net: tls: a server that speaks no TLS, or drips it") {
    struct {
        std::string what;
        fakes::HttpServer::Handler handler;
        std::string greeting;
        std::string sentence;
    } const cases[] = {
        {"plain HTTP", nullptr, "HTTP/1.1 400 Bad\r\n\r\n", "No secure connection to localhost could be made."},
        {"drips a record", nullptr, std::string("\x16\x03\x03\x10\x00", 5),
         "localhost did not take the connection within 150 ms."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Poco::Net::ServerSocket listener(Poco::Net::SocketAddress("127.0.0.1", 0));
        std::thread server([&] {
            auto socket = listener.acceptConnection();
            try {
                socket.sendBytes(c.greeting.data(), static_cast<int>(c.greeting.size()));
                // The client's next packet, or its going away, sets the pace of the dripping.
                while (!socket.poll(Poco::Timespan(0, 5'000), Poco::Net::Socket::SELECT_ERROR)) {
                    if (socket.sendBytes("x", 1) != 1) break;
                }
            } catch (const Poco::Exception&) {
                socket.close();
            }
        });
        auto request = request_to("localhost", listener.address().port());
        request.connect_timeout_ms = 150;
        const auto response = net::make_http()->send(request);
        server.join();
        REQUIRE_FALSE(response);
        CHECK(response.error().message == c.sentence);
    }
}
