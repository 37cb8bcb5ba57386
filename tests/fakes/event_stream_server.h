#pragma once
// An MCP server of revision 2024-11-05 on 127.0.0.1: a stream by GET on which all answers come, messages by POST.

#include "base/json.h"
#include "fakes/http_server.h"

#include <deque>
#include <set>

namespace parley::fakes {

class EventStreamServer {
public:
    using Line = HttpServer::Line;
    struct Seen {
        Asked asked;
        Json message;
        std::string method() const { return text_at(message, "method", asked.method); }
    };
    // What to send on the stream for a message; empty: nothing.
    using Handler = std::function<std::string(const Json& message)>;

    EventStreamServer() : server_([this](const Asked& asked, Line& line) { serve(asked, line); }) {}
    ~EventStreamServer() { close_streams(); }

    std::map<std::string, Handler> on;
    std::string protocol_version = "2024-11-05";
    std::string endpoint = "/messages?session=s1";  // As the stream names it.
    int stream_status = 200;
    int post_status = 202;
    std::atomic<bool> answers_in_post = false;

    std::string url() const { return server_.url("/sse"); }
    std::string origin() const { return server_.url(""); }

    std::vector<Seen> seen() const {
        const std::lock_guard lock(mutex_);
        return seen_;
    }
    std::vector<std::string> methods() const {
        std::vector<std::string> names;
        for (const auto& one : seen()) names.push_back(one.method());
        return names;
    }
    int count(const std::string& method) const {
        const auto names = methods();
        return static_cast<int>(std::count(names.begin(), names.end(), method));
    }

    // To whoever listens now.
    void send(const std::string& events) {
        const std::lock_guard lock(mutex_);
        queue_.push_back(events);
        changed_.notify_all();
    }
    // Each stream that is open now ends.
    void close_streams() {
        const std::lock_guard lock(mutex_);
        ++closed_;
        changed_.notify_all();
    }
    bool wait_for(const std::string& method, int times) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(5), [&] {
            return std::count_if(seen_.begin(), seen_.end(), [&](const Seen& one) { return one.method() == method; }) >=
                   times;
        });
    }

    static std::string event(const Json& message) { return "event: message\ndata: " + dump(message) + "\n\n"; }
    static Json result(const Json& message, Json value) {
        return {{"jsonrpc", "2.0"}, {"id", at_or_null(message, "id")}, {"result", std::move(value)}};
    }

private:
    void serve(const Asked& asked, Line& line) {
        Seen seen{asked, nullptr};
        if (auto message = parse_json(asked.body)) seen.message = std::move(message).value();
        {
            const std::lock_guard lock(mutex_);
            seen_.push_back(seen);
            changed_.notify_all();
        }
        const bool to_stream = asked.target.rfind("/sse", 0) == 0;
        if (asked.method == "GET" && to_stream && stream_status == 200) return stream(line);
        if (asked.method == "GET") return line.reply(stream_status, "", "");
        if (asked.method != "POST" || to_stream) return line.reply(405, "text/plain", "Method Not Allowed");
        if (post_status != 202) return line.reply(post_status, "", "");
        const auto answer = answer_to(seen);
        if (answers_in_post && answer.rfind("event: message\ndata: ", 0) == 0)
            return line.reply(200, "application/json", answer.substr(21));
        line.reply(202, "text/plain", "Accepted");
        if (!answer.empty()) send(answer);
    }

    std::string answer_to(const Seen& seen) {
        const auto name = seen.method();
        if (const auto found = on.find(name); found != on.end()) return found->second(seen.message);
        if (name == "initialize") {
            return event(result(seen.message, {{"protocolVersion", protocol_version},
                                               {"capabilities", {{"tools", Json::object()}}},
                                               {"serverInfo", {{"name", "old fake"}, {"version", "1"}}}}));
        }
        if (name == "tools/list") return event(result(seen.message, {{"tools", Json::array()}}));
        if (name == "tools/call" || name == "ping")
            return event(result(seen.message, {{"content", {{{"type", "text"}, {"text", "old"}}}}}));
        return "";
    }

    void stream(Line& line) {
        line.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        line.chunk(": welcome\n\n");
        if (!endpoint.empty()) line.chunk("event: endpoint\ndata: " + endpoint + "\n\n");
        std::unique_lock lock(mutex_);
        const int closed = closed_;
        while (line.is_open() && closed == closed_) {
            if (queue_.empty()) {
                // Now and then a comment, to see whether anybody listens.
                changed_.wait_for(lock, std::chrono::milliseconds(20));
                if (queue_.empty() && closed == closed_) {
                    lock.unlock();
                    line.chunk(": still here\n\n");
                    lock.lock();
                }
                continue;
            }
            const auto next = std::move(queue_.front());
            queue_.pop_front();
            lock.unlock();
            line.chunk(next);
            lock.lock();
        }
        lock.unlock();
        line.write("0\r\n\r\n");
        line.hang_up();
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Seen> seen_;
    std::deque<std::string> queue_;
    int closed_ = 0;
    HttpServer server_;  // Last: its threads use all the others.
};

}  // namespace parley::fakes
