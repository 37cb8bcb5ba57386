#pragma once
// A client of the API over a whole house, with a key of its own.

#include "../house/support.h"
#include "net/http.h"

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

namespace parley::tests {

// A connection of its own, for threads: no checks but what the status says.
class Peer {
public:
    explicit Peer(int port) : socket_(Poco::Net::SocketAddress("127.0.0.1", static_cast<std::uint16_t>(port))) {}

    int status(const std::string& method, const std::string& path, const std::string& key, const std::string& body) {
        const std::string request = method + " " + path + " HTTP/1.1\r\nHost: parley\r\nConnection: close\r\n" +
                                    "Authorization: Bearer " + key +
                                    "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        socket_.sendBytes(request.data(), static_cast<int>(request.size()));
        std::string answer;
        char buffer[4096];
        for (int count = 1; count > 0;) {
            count = socket_.receiveBytes(buffer, sizeof buffer);
            answer.append(buffer, static_cast<std::size_t>(std::max(count, 0)));
        }
        return answer.rfind("HTTP/1.1 ", 0) == 0 ? std::stoi(answer.substr(9, 3)) : 0;
    }

private:
    Poco::Net::StreamSocket socket_;
};

class Client {
public:
    explicit Client(DemoHouse& demo)
        : resolver_(net::system_resolver()), guard_(*resolver_, net::Reach::loopback), http_(net::make_http()) {
        auto started = api::Server::start(demo.house().deps(), {"127.0.0.1", 0});
        REQUIRE(started);
        server_ = std::move(started).value();
        const auto key = app::make_api_key(demo.house().store(), demo.org().org(), "test", clock_);
        REQUIRE(key);
        key_ = key.value();
    }

    net::Response send(const std::string& method, const std::string& path, const std::string& body = "",
                       net::Headers headers = {}) {
        headers.emplace_back("Authorization", "Bearer " + key_);
        return send_bare(method, path, body, std::move(headers));
    }

    net::Response send_bare(const std::string& method, const std::string& path, const std::string& body = "",
                            net::Headers headers = {}) {
        return fetch(
            {method, checked("http://127.0.0.1:" + std::to_string(server_->port()) + path), std::move(headers), body});
    }

    // Any other server: redirects are not followed.
    net::Response visit(const std::string& url) { return fetch({"GET", checked(url), {}, ""}); }

    // Byte for byte, for paths that no URL of ours would have. The status.
    int status_of_target(const std::string& target) {
        Poco::Net::StreamSocket socket(
            Poco::Net::SocketAddress("127.0.0.1", static_cast<std::uint16_t>(server_->port())));
        const std::string request = "GET " + target + " HTTP/1.1\r\nHost: parley\r\nConnection: close\r\n\r\n";
        socket.sendBytes(request.data(), static_cast<int>(request.size()));
        std::string answer;
        char buffer[4096];
        for (int count = 1; count > 0;) {
            count = socket.receiveBytes(buffer, sizeof buffer);
            answer.append(buffer, static_cast<std::size_t>(std::max(count, 0)));
        }
        REQUIRE(answer.rfind("HTTP/1.1 ", 0) == 0);
        return std::stoi(answer.substr(9, 3));
    }

    const std::string& key() const { return key_; }
    int port() const { return server_->port(); }

private:
    net::SafeUrl checked(const std::string& text) {
        auto url = guard_.check(text);
        INFO((url ? "" : url.error().message));
        REQUIRE(url);
        return std::move(url).value();
    }

    net::Response fetch(net::Request request) {
        auto response = http_->send(std::move(request));
        INFO((response ? "" : response.error().message));
        REQUIRE(response);
        return std::move(response).value();
    }

    SystemClock clock_;
    std::unique_ptr<net::Resolver> resolver_;
    net::UrlGuard guard_;
    std::unique_ptr<net::Http> http_;
    std::unique_ptr<api::Server> server_;
    std::string key_;
};

inline Json body_of(const net::Response& response) {
    auto body = parse_json(response.body);
    INFO(response.body);
    REQUIRE(body);
    return std::move(body).value();
}

}  // namespace parley::tests
