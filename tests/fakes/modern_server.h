#pragma once
// An MCP server of revision 2026-07-28 on 127.0.0.1: as strict about headers and _meta as the revision wants it, and
// knows no handshake.

#include "fakes/mcp_server.h"

#include <set>

namespace parley::fakes {

class ModernServer {
public:
    using Line = HttpServer::Line;
    using Seen = McpServer::Seen;

    ModernServer() {
        for (const char* method : {"server/discover", "tools/list", "tools/call", "resources/read", "prompts/get",
                                   "subscriptions/listen", "initialize", "notifications/cancelled"}) {
            server_.on[method] = [this](const Seen& seen, Line& line) { serve(seen, line); };
        }
        server_.on["GET"] = [](const Seen&, Line& line) { line.reply(405, "", ""); };
        server_.on["DELETE"] = [](const Seen&, Line& line) { line.reply(405, "", ""); };
    }

    // By method, once headers and _meta were found in order. Set before the first request.
    std::map<std::string, McpServer::Handler> on;
    std::vector<std::string> supported = {"2026-07-28"};
    Json tools = Json::array();
    Json list_extras = {{"ttlMs", 0}, {"cacheScope", "private"}};

    std::string url() const { return server_.url(); }
    std::vector<Seen> seen() const { return server_.seen(); }
    std::vector<Seen> seen(const std::string& method) const { return server_.seen(method); }
    std::vector<std::string> methods() const { return server_.methods(); }
    int connections() const { return server_.connections(); }

    static Json complete(const Seen& seen, Json value) {
        value["resultType"] = "complete";
        value["_meta"] = {{"io.modelcontextprotocol/serverInfo", {{"name", "modern fake"}, {"version", "8"}}}};
        return McpServer::result(seen, std::move(value));
    }
    static Json words(const Seen& seen, const std::string& text) {
        return complete(seen, {{"content", {{{"type", "text"}, {"text", text}}}}});
    }
    static void refuse(const Seen& seen, Line& line, int status, int code, const std::string& why,
                       Json data = nullptr) {
        line.reply(status, "application/json", dump(McpServer::error(seen, code, why, std::move(data))));
    }

private:
    void serve(const Seen& seen, Line& line) {
        const Json& params = at_or_null(seen.message, "params");
        const Json& meta = at_or_null(params, "_meta");
        const auto version = text_at(meta, "io.modelcontextprotocol/protocolVersion");
        const auto method = text_at(seen.message, "method");
        if (seen.asked.header("mcp-protocol-version") != version || seen.asked.header("mcp-method") != method)
            return refuse(seen, line, 400, -32020, "Header mismatch");
        if (!at_or_null(meta, "io.modelcontextprotocol/clientCapabilities").is_object())
            return refuse(seen, line, 400, -32602, "No capabilities");
        if (std::find(supported.begin(), supported.end(), version) == supported.end())
            return refuse(seen, line, 400, -32022, "Unsupported", {{"supported", supported}, {"requested", version}});
        const Json& name = at_or_null(params, method == "resources/read" ? "uri" : "name");
        if (name.is_string() && seen.asked.header("mcp-name") != name) {
            return refuse(seen, line, 400, -32020, "Header mismatch");
        }
        answer(seen, method, line);
    }

    void answer(const Seen& seen, const std::string& method, Line& line) {
        if (const auto found = on.find(method); found != on.end()) return found->second(seen, line);
        if (method == "server/discover") {
            return McpServer::reply(line, complete(seen, {{"supportedVersions", supported},
                                                          {"capabilities", {{"tools", Json::object()}}},
                                                          {"ttlMs", 0},
                                                          {"cacheScope", "public"}}));
        }
        if (method == "tools/list") {
            Json result = list_extras;
            result["tools"] = tools;
            return McpServer::reply(line, complete(seen, std::move(result)));
        }
        if (method == "tools/call") return McpServer::reply(line, words(seen, "done"));
        refuse(seen, line, 404, -32601, "Method not found");
    }

    McpServer server_;
};

}  // namespace parley::fakes
