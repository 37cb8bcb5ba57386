#pragma once
// A proxy on 127.0.0.1 between the engine and a healthy server. It passes requests on and spoils the replies that a
// test picks: late, in drips, cut, garbled, too large, for another question, or not at all.

#include "fakes/http_server.h"

#include <Poco/DeflatingStream.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

namespace parley::fakes {

// Sends a reply, the healthy server's bytes, in its own way.
using Spoil = std::function<void(const std::string& reply, HttpServer::Line& line)>;

class FaultProxy {
public:
    // Which spoil a request gets; none: it passes as it is. `number` counts all requests from 1.
    using Choice = std::function<Spoil(const Asked& asked, int number)>;

    explicit FaultProxy(std::uint16_t healthy_port)
        : healthy_("127.0.0.1", healthy_port),
          server_([this](const Asked& asked, HttpServer::Line& line) { pass(asked, line); }) {}

    // From the next request on.
    void choose(Choice choice) {
        const std::lock_guard lock(mutex_);
        choice_ = std::move(choice);
    }

    std::string url(const std::string& target) const { return server_.url(target); }
    std::string origin() const { return server_.url(""); }
    int connections() const { return server_.connections(); }

private:
    void pass(const Asked& asked, HttpServer::Line& line) {
        Spoil spoil;
        {
            const std::lock_guard lock(mutex_);
            ++requests_;
            if (choice_) spoil = choice_(asked, requests_);
        }
        const auto reply = ask_healthy(asked);
        if (spoil) return spoil(reply, line);
        line.write(reply);
    }

    // The whole reply, head and all. The healthy server is asked to close, or read until its body is whole.
    std::string ask_healthy(const Asked& asked) const {
        Poco::Net::StreamSocket socket(healthy_);
        std::string request = asked.method + " " + asked.target + " HTTP/1.1\r\nConnection: close\r\n";
        for (const auto& [name, value] : asked.headers) {
            if (name != "connection") request.append(name).append(": ").append(value).append("\r\n");
        }
        request.append("\r\n").append(asked.body);
        socket.sendBytes(request.data(), static_cast<int>(request.size()));
        std::string reply;
        char buffer[8192];
        while (!is_whole(reply)) {
            const int count = socket.receiveBytes(buffer, sizeof buffer);
            if (count <= 0) break;
            reply.append(buffer, static_cast<std::size_t>(count));
        }
        return reply;
    }

    static bool is_whole(const std::string& reply) {
        const auto end = reply.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        std::string head = reply.substr(0, end);
        std::transform(head.begin(), head.end(), head.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (head.find("transfer-encoding: chunked") != std::string::npos) return reply.ends_with("0\r\n\r\n");
        const auto length = head.find("content-length:");
        return length != std::string::npos &&
               reply.size() >= end + 4 + std::strtoul(head.c_str() + length + 15, nullptr, 10);
    }

    const Poco::Net::SocketAddress healthy_;
    std::mutex mutex_;
    Choice choice_;      // Guarded by mutex_.
    int requests_ = 0;   // Guarded by mutex_.
    HttpServer server_;  // Last: its threads use all the others.
};

namespace spoil {

using Line = HttpServer::Line;

inline Spoil delay(int ms) {
    return [ms](const std::string& reply, Line& line) {
        if (line.pause(ms)) line.write(reply);
    };
}

inline Spoil drip(std::size_t bytes, int every_ms) {
    return [=](const std::string& reply, Line& line) {
        std::string_view rest = reply;
        while (!rest.empty() && line.pause(every_ms)) {
            line.write(rest.substr(0, bytes));
            rest.remove_prefix(std::min(bytes, rest.size()));
        }
    };
}

inline Spoil cut(std::size_t after_bytes) {
    return [=](const std::string& reply, Line& line) {
        line.write(std::string_view(reply).substr(0, after_bytes));
        line.hang_up();
    };
}

inline Spoil cut_in_body() {
    return [](const std::string& reply, Line& line) { cut(reply.find("\r\n\r\n") + 10)(reply, line); };
}

inline Spoil reset(std::size_t after_bytes) {
    return [=](const std::string& reply, Line& line) {
        line.write(std::string_view(reply).substr(0, after_bytes));
        line.reset();
    };
}

// Every nth byte upside down, from this one on.
inline Spoil garble(std::size_t from_byte, std::size_t every) {
    return [=](std::string reply, Line& line) {
        for (auto at = from_byte; at < reply.size(); at += every) reply[at] = static_cast<char>(~reply[at]);
        line.write(reply);
    };
}

inline Spoil garble_body() {
    return [](const std::string& reply, Line& line) { garble(reply.find("\r\n\r\n") + 4, 3)(reply, line); };
}

inline Spoil endless_headers() {
    return [](const std::string&, Line& line) {
        line.write("HTTP/1.1 200 OK\r\n");
        while (line.is_open()) line.write("X-More: " + std::string(1'000, 'x') + "\r\n");
    };
}

inline Spoil endless_header_line() {
    return [](const std::string&, Line& line) {
        line.write("HTTP/1.1 200 OK\r\nX-More: ");
        while (line.is_open()) line.write(std::string(4'000, 'x'));
    };
}

inline Spoil endless_hints() {
    return [](const std::string&, Line& line) {
        while (line.is_open()) line.write("HTTP/1.1 103 Early Hints\r\n\r\n");
    };
}

// Some kilobytes that unfold to this many bytes of zeros.
inline Spoil gzip_bomb(std::size_t unfolded_bytes) {
    std::ostringstream packed;
    Poco::DeflatingOutputStream out(packed, Poco::DeflatingStreamBuf::STREAM_GZIP, 9);
    const std::string zeros(1 << 20, '\0');
    for (std::size_t done = 0; done < unfolded_bytes; done += zeros.size()) out << zeros;
    out.close();
    return [bomb = packed.str()](const std::string&, Line& line) {
        line.reply(200, "application/json", bomb, "Content-Encoding: gzip\r\n");
    };
}

// No length is named, so that nothing can be refused before it has come.
inline Spoil huge_body(std::size_t bytes) {
    return [=](const std::string&, Line& line) {
        line.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        const std::string piece(1 << 20, ' ');
        for (std::size_t sent = 0; sent < bytes && line.is_open(); sent += piece.size()) line.chunk(piece);
        line.write("0\r\n\r\n");
    };
}

inline Spoil huge_promise() {
    return [](const std::string&, Line& line) {
        line.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n");
        line.wait_for_client_to_go();
    };
}

inline Spoil bad_chunk_size() {
    return [](const std::string&, Line& line) {
        line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n{}\r\n0\r\n\r\n");
    };
}

// The body is one byte longer than it said.
inline Spoil short_length() {
    return [](const std::string& reply, Line& line) {
        const auto body = reply.substr(reply.find("\r\n\r\n") + 4);
        if (body.empty()) return line.write(reply);
        line.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                   std::to_string(body.size() - 1) + "\r\n\r\n" + body);
    };
}

// A JSON-RPC answer to a question that nobody asked.
inline Spoil wrong_id() {
    return [](const std::string&, Line& line) {
        line.reply(200, "application/json", R"({"jsonrpc":"2.0","id":"another","result":{}})");
    };
}

inline Spoil swallow() {
    return [](const std::string&, Line& line) { line.wait_for_client_to_go(); };
}

inline Spoil duplicate() {
    return [](const std::string& reply, Line& line) { line.write(reply + reply); };
}

inline Spoil half_close() {
    return [](const std::string&, Line& line) {
        line.finish_sending();
        line.wait_for_client_to_go();
    };
}

}  // namespace spoil
}  // namespace parley::fakes
