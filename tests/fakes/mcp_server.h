#pragma once
// An MCP server on 127.0.0.1: honest where the test says nothing else, and any kind of sick where it does.

#include "base/json.h"
#include "fakes/http_server.h"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace parley::fakes {

class McpServer {
public:
    struct Seen {
        Asked asked;
        Json message;  // Null where the body was none.
        std::string method() const { return text_at(message, "method", asked.method); }
    };
    using Handler = std::function<void(const Seen&, HttpServer::Line&)>;

    McpServer() : server_([this](const Asked& asked, HttpServer::Line& line) { serve(asked, line); }) {}

    // By JSON-RPC method, or by HTTP method where there is no message ("GET", "DELETE"). Set before the first request.
    std::map<std::string, Handler> on;
    std::string protocol_version = "2025-11-25";
    std::string session_id = "session-1";  // Empty: none.

    std::string url() const { return server_.url("/mcp"); }
    int connections() const { return server_.connections(); }

    std::vector<Seen> seen() const {
        const std::lock_guard lock(mutex_);
        return seen_;
    }
    std::vector<Seen> seen(const std::string& method) const {
        std::vector<Seen> some;
        for (auto& one : seen()) {
            if (one.method() == method) some.push_back(std::move(one));
        }
        return some;
    }
    std::vector<std::string> methods() const {
        std::vector<std::string> names;
        for (const auto& one : seen()) names.push_back(one.method());
        return names;
    }

    static Json result(const Seen& seen, Json value) {
        return {{"jsonrpc", "2.0"}, {"id", at_or_null(seen.message, "id")}, {"result", std::move(value)}};
    }
    static Json error(const Seen& seen, int code, const std::string& words, Json data = nullptr) {
        return {{"jsonrpc", "2.0"},
                {"id", at_or_null(seen.message, "id")},
                {"error", {{"code", code}, {"message", words}, {"data", std::move(data)}}}};
    }
    static void reply(HttpServer::Line& line, const Json& message, const std::string& headers = "") {
        line.reply(200, "application/json; charset=utf-8", dump(message), headers);
    }
    static void begin_stream(HttpServer::Line& line) {
        line.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    }
    static void end_stream(HttpServer::Line& line) { line.write("0\r\n\r\n"); }
    static std::string event(const Json& message, const std::string& id = "") {
        return (id.empty() ? "" : "id: " + id + "\n") + "data: " + dump(message) + "\n\n";
    }

    Handler initialize() {
        return [this](const Seen& seen, HttpServer::Line& line) {
            const Json info{{"protocolVersion", protocol_version},
                            {"capabilities", {{"tools", Json::object()}}},
                            {"serverInfo", {{"name", "fake"}, {"version", "7"}}}};
            reply(line, result(seen, info), session_id.empty() ? "" : "Mcp-Session-Id: " + session_id + "\r\n");
        };
    }

private:
    void serve(const Asked& asked, HttpServer::Line& line) {
        Seen seen{asked, nullptr};
        if (auto message = parse_json(asked.body)) seen.message = std::move(message).value();
        {
            const std::lock_guard lock(mutex_);
            seen_.push_back(seen);
        }
        const auto name = seen.method();
        if (const auto found = on.find(name); found != on.end()) return found->second(seen, line);
        if (name == "initialize") return initialize()(seen, line);
        if (name == "tools/list") return reply(line, result(seen, {{"tools", Json::array()}}));
        if (name == "tools/call") return echo(seen, line);
        if (asked.method == "GET") return line.reply(405, "", "");
        if (asked.method == "DELETE") return line.reply(204, "", "");
        line.reply(202, "", "");
    }

    static void echo(const Seen& seen, HttpServer::Line& line) {
        const Json& arguments = at_or_null(at_or_null(seen.message, "params"), "arguments");
        reply(line, result(seen, {{"content", Json::array({{{"type", "text"}, {"text", dump(arguments)}}})}}));
    }

    mutable std::mutex mutex_;
    std::vector<Seen> seen_;
    HttpServer server_;  // Last: its threads use all the others.
};

}  // namespace parley::fakes
