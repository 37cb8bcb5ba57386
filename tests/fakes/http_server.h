#pragma once
// An HTTP server on 127.0.0.1 that says, byte for byte, what a test wants: also what no honest server would say.

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <algorithm>
#include <atomic>
#include <cctype>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace parley::fakes {

struct Asked {
    int connection = 0;  // Counted from 1.
    std::string method, target, body;
    std::map<std::string, std::string> headers;  // Names in lower case.

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

class HttpServer {
public:
    // One client's connection. Writing to one that is gone does nothing.
    class Line {
    public:
        Line(Poco::Net::StreamSocket socket, HttpServer& server) : socket_(std::move(socket)), server_(server) {}

        void write(std::string_view bytes) {
            try {
                while (!bytes.empty()) {
                    const int sent = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
                    bytes.remove_prefix(static_cast<std::size_t>(sent));
                }
            } catch (const Poco::Exception&) {
                open_ = false;
            }
        }

        void reply(int status, std::string_view type, std::string_view body, std::string_view more_headers = "") {
            std::string head = "HTTP/1.1 " + std::to_string(status) + " Some\r\n";
            if (!type.empty()) head += "Content-Type: " + std::string(type) + "\r\n";
            head += "Content-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more_headers) + "\r\n";
            write(head + std::string(body));
        }

        void chunk(std::string_view piece) {
            char size[20];
            std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
            write(size + std::string(piece) + "\r\n");
        }

        // Says nothing until the client has gone, or the server goes.
        void wait_for_client_to_go() {
            char byte;
            try {
                while (open_ && socket_.receiveBytes(&byte, 1) > 0) continue;
            } catch (const Poco::Exception&) {
            }
            open_ = false;
        }

        // The pace of a slow server; false once the client has gone or the server goes.
        bool pause(int ms) { return open_ && server_.pause(ms); }

        void hang_up() { open_ = false; }

        // Says that nothing more will come, but goes on listening.
        void finish_sending() { socket_.shutdownSend(); }

        // Ends the connection as a crash does: with a reset.
        void reset() {
            socket_.setLinger(true, 0);
            open_ = false;
        }

        bool is_open() const { return open_; }

    private:
        friend class HttpServer;
        bool read(Asked& asked);

        Poco::Net::StreamSocket socket_;
        HttpServer& server_;
        std::string rest_;
        bool open_ = true;
    };

    using Handler = std::function<void(const Asked&, Line&)>;

    explicit HttpServer(Handler handler)
        : handler_(std::move(handler)),
          listener_(Poco::Net::SocketAddress("127.0.0.1", 0)),
          acceptor_([this] { accept(); }) {}

    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    ~HttpServer() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            for (auto& socket : sockets_) {
                try {
                    socket.shutdown();
                } catch (const Poco::Exception&) {
                }
            }
        }
        stop_.notify_all();
        acceptor_.join();
        for (auto& thread : threads_) thread.join();
    }

    std::uint16_t port() const { return listener_.address().port(); }
    std::string url(const std::string& target = "/") const {
        return "http://127.0.0.1:" + std::to_string(port()) + target;
    }
    int connections() const { return connections_; }

private:
    bool pause(int ms) {
        std::unique_lock lock(mutex_);
        return !stop_.wait_for(lock, std::chrono::milliseconds(ms), [this] { return stopping_; });
    }

    bool is_stopping() {
        const std::lock_guard lock(mutex_);
        return stopping_;
    }

    void accept() {
        while (!is_stopping()) {
            if (!listener_.poll(Poco::Timespan(0, 10'000), Poco::Net::Socket::SELECT_READ)) continue;
            const std::lock_guard lock(mutex_);
            if (stopping_) return;
            Poco::Net::StreamSocket socket = listener_.acceptConnection();
            socket.setNoDelay(true);
            const int number = ++connections_;
            sockets_.push_back(socket);
            threads_.emplace_back([this, socket, number] { serve(socket, number); });
        }
    }

    void serve(const Poco::Net::StreamSocket& socket, int number) {
        Line line(socket, *this);
        Asked asked;
        while (line.is_open() && line.read(asked)) {
            asked.connection = number;
            handler_(asked, line);
        }
        const std::lock_guard lock(mutex_);
        sockets_.remove(line.socket_);
        line.socket_.close();
    }

    Handler handler_;
    Poco::Net::ServerSocket listener_;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::list<Poco::Net::StreamSocket> sockets_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;  // Last: it uses all the others.
};

inline bool HttpServer::Line::read(Asked& asked) {
    const auto more = [this] {
        char buffer[8192];
        try {
            const int count = socket_.receiveBytes(buffer, sizeof buffer);
            if (count > 0) rest_.append(buffer, static_cast<std::size_t>(count));
            return count > 0;
        } catch (const Poco::Exception&) {
            return false;
        }
    };
    asked = Asked{};
    std::size_t end = 0;
    while ((end = rest_.find("\r\n\r\n")) == std::string::npos) {
        if (!more()) return false;
    }
    const std::string head = rest_.substr(0, end + 2);
    rest_.erase(0, end + 4);
    const auto first_blank = head.find(' ');
    asked.method = head.substr(0, first_blank);
    asked.target = head.substr(first_blank + 1, head.find(' ', first_blank + 1) - first_blank - 1);
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
        const auto stop = head.find("\r\n", at);
        const auto colon = head.find(':', at);
        std::string name = head.substr(at, colon - at);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const auto value = head.find_first_not_of(' ', colon + 1);
        asked.headers[name] = value >= stop ? "" : head.substr(value, stop - value);
        at = stop + 2;
    }
    const auto length = static_cast<std::size_t>(std::atoi(asked.header("content-length").c_str()));
    while (rest_.size() < length) {
        if (!more()) return false;
    }
    asked.body = rest_.substr(0, length);
    rest_.erase(0, length);
    return true;
}

}  // namespace parley::fakes
