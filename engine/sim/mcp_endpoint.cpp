#include "sim/mcp_endpoint.h"

#include "base/text.h"
#include "sim/mcp_reply.h"
#include "sim/misbehaviour.h"
#include "vault/crypto.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::sim {
namespace {

constexpr std::array<std::string_view, 3> revisions{"2025-11-25", "2025-06-18", "2025-03-26"};  // Newest first.
constexpr std::size_t tools_per_page = 5;
constexpr std::size_t sessions_max = 1'000;
constexpr std::string_view metadata_path = "/.well-known/oauth-protected-resource/mcp";
constexpr std::string_view cursor_prefix = "after:";

// What JSON-RPC calls its errors.
constexpr int parse_error = -32700;
constexpr int invalid_request = -32600;
constexpr int method_not_found = -32601;
constexpr int invalid_params = -32602;
constexpr int internal_error = -32603;

bool is_known_revision(std::string_view text) {
    return std::find(revisions.begin(), revisions.end(), text) != revisions.end();
}

// A web page of another site must not reach a server on this machine (DNS rebinding).
bool is_foreign(const std::string& origin) {
    if (origin.empty()) return false;
    for (const std::string_view own : {"http://127.0.0.1", "http://localhost"}) {
        if (origin.rfind(own, 0) == 0 && (origin.size() == own.size() || origin[own.size()] == ':')) return false;
    }
    return true;
}

std::string cursor_after(std::size_t count) {
    return vault::base64url(cat(cursor_prefix, count), /*padded=*/false);
}

// Where the page starts, or nothing for a cursor that this server did not give.
std::optional<std::size_t> page_start(const Json& params) {
    const Json& cursor = at_or_null(params, "cursor");
    if (cursor.is_null()) return 0;
    if (!cursor.is_string()) return std::nullopt;
    const auto text = vault::from_base64url(cursor.get<std::string>());
    if (!text || text.value().rfind(cursor_prefix, 0) != 0) return std::nullopt;
    std::size_t start = 0;
    const char* first = text.value().data() + cursor_prefix.size();
    const char* last = text.value().data() + text.value().size();
    const auto [end, wrong] = std::from_chars(first, last, start);
    if (wrong != std::errc() || end != last) return std::nullopt;
    return start;
}

// The name of the first required argument that is not there, or empty.
std::string missing_argument(const Json& tool, const Json& arguments) {
    for (const Json& name : at_or_null(at_or_null(tool, "inputSchema"), "required")) {
        if (name.is_string() && !arguments.contains(name.get<std::string>())) return name.get<std::string>();
    }
    return "";
}

Json tool_refusal(const std::string& words) {
    return Json{{"content", Json::array({{{"type", "text"}, {"text", words}}})}, {"isError", true}};
}

// A text is prose: it goes out as it is.
Json tool_result(const Json& value) {
    const std::string text = value.is_string() ? value.get<std::string>() : dump(value);
    Json result{{"content", Json::array({{{"type", "text"}, {"text", text}}})}, {"isError", false}};
    if (value.is_object()) result["structuredContent"] = value;
    return result;
}

// In the form the client accepts.
Reply answer_with(const Request& request, const Json& message, const std::string& revision) {
    const auto form = form_of_answer(request, message["id"], dump(message).size());
    if (!form) return refused_message(406, invalid_request, "Accept application/json or text/event-stream.");
    return in_form(*form, message, revision);
}

}  // namespace

Reply McpEndpoint::handle(const Request& request) {
    if (request.path == metadata_path && request.method == "GET") return resource_metadata();
    if (request.path != "/mcp") return Reply{404, "text/plain", "There is no such page.", {}, Ending::whole};
    if (is_foreign(field(request.headers, "origin"))) {
        return Reply{403, "text/plain", "This origin may not call.", {}, Ending::whole};
    }
    const Caller caller = admit(request);
    if (const auto* refused = std::get_if<Reply>(&caller)) return *refused;
    if (request.method == "POST") return post(request, std::get<int>(caller));
    if (request.method == "DELETE") return end_session(request, std::get<int>(caller));
    return Reply{405, "text/plain", "This server does not listen.", {{"Allow", "POST, DELETE"}}, Ending::whole};
}

std::vector<std::string> McpEndpoint::tools_called() const {
    const std::lock_guard lock(mutex_);
    return tools_called_;
}

Reply McpEndpoint::resource_metadata() const {
    Json body{{"resource", settings_.url},
              {"resource_name", settings_.vendor_name + " (simulated)"},
              {"authorization_servers", Json::array({settings_.issuer})},
              {"bearer_methods_supported", Json::array({"header"})}};
    if (!settings_.auth.scopes.empty()) body["scopes_supported"] = settings_.auth.scopes;
    return Reply{200, "application/json", dump(body), {}, Ending::whole};
}

McpEndpoint::Caller McpEndpoint::admit(const Request& request) {
    if (trouble_ == Trouble::always_401) return unauthorized("invalid_token");
    Caller caller = check_credentials(request);
    Trouble expected = Trouble::expired;
    const bool strikes = request.method == "POST" && std::holds_alternative<int>(caller);
    if (!strikes || !trouble_.compare_exchange_strong(expected, Trouble::none)) return caller;
    const std::string header = field(request.headers, "authorization");
    authority_.expire(header.substr(header.find(' ') + 1));
    return unauthorized("invalid_token");
}

McpEndpoint::Caller McpEndpoint::check_credentials(const Request& request) const {
    if (settings_.auth.kind == "oauth") return check_bearer(request);
    if (settings_.auth.kind != "api_key") return 0;
    // "Authorization: Bearer" or "X-Api-Key". Any key is the right one, for nobody has been given one.
    const auto colon = settings_.auth.header.find(':');
    const std::string value = field(request.headers, lower(settings_.auth.header.substr(0, colon)));
    const std::string scheme =
        colon == std::string::npos ? "" : std::string(trim(std::string_view(settings_.auth.header).substr(colon + 1)));
    if (value.rfind(scheme, 0) != 0 || trim(std::string_view(value).substr(scheme.size())).empty()) {
        return unauthorized("");
    }
    return 0;
}

McpEndpoint::Caller McpEndpoint::check_bearer(const Request& request) const {
    constexpr std::string_view scheme = "bearer ";
    const std::string header = field(request.headers, "authorization");
    if (lower(header).rfind(scheme, 0) != 0) return unauthorized("");
    const auto grant = authority_.grant_of(header.substr(scheme.size()));
    if (!grant) return unauthorized("invalid_token");
    return *grant;
}

// error: empty where no token was shown (RFC 6750 section 3.1).
Reply McpEndpoint::unauthorized(const std::string& error) const {
    const std::string origin = settings_.url.substr(0, settings_.url.rfind('/'));
    std::string challenge = "Bearer ";
    if (!error.empty()) challenge += cat("error=\"", error, "\", error_description=\"The token is not valid\", ");
    challenge += cat("resource_metadata=\"", origin, metadata_path, "\"");
    if (settings_.auth.kind != "oauth") challenge = "Bearer";
    return Reply{
        401, "application/json", R"({"error":"invalid_token"})", {{"WWW-Authenticate", challenge}}, Ending::whole};
}

Reply McpEndpoint::end_session(const Request& request, int caller) {
    if (!session_of(request, caller)) return refused_message(404, -32001, "The session is unknown.");
    const std::lock_guard lock(mutex_);
    sessions_.erase(field(request.headers, "mcp-session-id"));
    return Reply{200, "text/plain", "", {}, Ending::whole};
}

Reply McpEndpoint::post(const Request& request, int caller) {
    if (lower(field(request.headers, "content-type")).rfind("application/json", 0) != 0) {
        return refused_message(415, invalid_request, "The content type must be application/json.");
    }
    const auto message = parse_json(request.body);
    if (!message) return refused_message(400, parse_error, message.error().message);
    if (!message.value().is_object() || text_at(message.value(), "jsonrpc") != "2.0") {
        return refused_message(400, invalid_request, "One JSON-RPC 2.0 message is needed.");
    }
    const Call call{request, message.value(), caller};
    if (text_at(call.message, "method") != "initialize") return in_session(call);
    if (!call.message.contains("id")) return refused_message(400, invalid_request, "initialize needs an id.");
    Reply good = open_session(call);
    return spoilt(std::move(good), trouble_);
}

Reply McpEndpoint::open_session(const Call& call) {
    const Json& id = call.message["id"];
    const std::string wanted = text_at(at_or_null(call.message, "params"), "protocolVersion");
    if (wanted.empty()) {
        return answer_with(call.request, error_message(id, invalid_params, "protocolVersion is missing."), "");
    }
    const std::string revision = is_known_revision(wanted) ? wanted : std::string(revisions.front());
    const std::string session = vault::random_token();
    {
        const std::lock_guard lock(mutex_);
        // Clients that forget to say goodbye: the one that goes gets 404 and begins anew.
        if (sessions_.size() >= sessions_max) sessions_.erase(sessions_.begin());
        sessions_.emplace(session, Session{call.caller, revision});
    }
    const Json result{{"protocolVersion", revision},
                      {"capabilities", {{"tools", {{"listChanged", false}}}}},
                      {"serverInfo", {{"name", settings_.vendor_name + " (simulated)"}, {"version", "1.0.0"}}}};
    Reply reply = answer_with(call.request, result_message(id, result), revision);
    reply.headers.emplace_back("Mcp-Session-Id", session);
    return reply;
}

Reply McpEndpoint::in_session(const Call& call) {
    if (!has_field(call.request.headers, "mcp-session-id")) {
        return refused_message(400, -32000, "The header Mcp-Session-Id is missing.");
    }
    const auto session = session_of(call.request, call.caller);
    if (!session) return refused_message(404, -32001, "The session is unknown.");
    const std::string revision = field(call.request.headers, "mcp-protocol-version");
    if (!revision.empty() && revision != session->revision) {
        return refused_message(400, -32000, "The protocol version is not the one of the session.");
    }
    const bool wants_answer = call.message.contains("id") && call.message.contains("method");
    if (!wants_answer) return Reply{202, "text/plain", "", {}, Ending::whole};
    const Json& id = call.message["id"];
    if (!id.is_string() && !id.is_number_integer()) {
        return refused_message(400, invalid_request, "The id must be a text or an integer.");
    }
    return answer(call, *session);
}

Reply McpEndpoint::answer(const Call& call, const Session& session) {
    const Json& id = call.message["id"];
    const std::string method = text_at(call.message, "method");
    if (method == "ping") return answer_with(call.request, result_message(id, Json::object()), session.revision);
    if (method == "tools/list") return list_tools(call, session);
    if (method == "tools/call") return call_tool(call, session);
    return answer_with(call.request, error_message(id, method_not_found, "The method is unknown."), session.revision);
}

// A vendor that allows two calls and then none for a second.
bool McpEndpoint::is_one_too_many() {
    constexpr int calls_allowed = 2;
    return trouble_ == Trouble::rate_limit && calls_++ % (calls_allowed + 1) == calls_allowed;
}

Result<Json> McpEndpoint::published_tools() {
    PARLEY_TRY(Json tools, answers_.tools());
    if (trouble_ == Trouble::renamed) return renamed(std::move(tools));
    if (trouble_ == Trouble::poisoned) return poisoned(std::move(tools));
    return tools;
}

Reply McpEndpoint::list_tools(const Call& call, const Session& session) {
    const Json& id = call.message["id"];
    const auto start = page_start(at_or_null(call.message, "params"));
    const auto tools = published_tools();
    if (!tools) {
        return answer_with(call.request, error_message(id, internal_error, tools.error().message), session.revision);
    }
    const std::size_t count = tools.value().size();
    if (!start || *start > count) {
        return answer_with(call.request, error_message(id, invalid_params, "The cursor is unknown."), session.revision);
    }
    const std::size_t end = std::min(*start + tools_per_page, count);
    Json result{{"tools", Json::array()}};
    for (std::size_t at = *start; at < end; ++at) result["tools"].push_back(tools.value()[at]);
    if (end < count) result["nextCursor"] = cursor_after(end);
    return answer_with(call.request, result_message(id, std::move(result)), session.revision);
}

Reply McpEndpoint::call_tool(const Call& call, const Session& session) {
    const Json& id = call.message["id"];
    const Json& params = at_or_null(call.message, "params");
    const std::string name = text_at(params, "name");
    {
        const std::lock_guard lock(mutex_);
        tools_called_.push_back(name);
    }
    if (is_one_too_many()) {
        Reply refused = refused_message(429, -32000, "Too many calls.");
        refused.headers.emplace_back("Retry-After", "1");
        return refused;
    }
    const auto say = [&](const Json& message) {
        return spoilt(answer_with(call.request, message, session.revision), trouble_);
    };
    const Json& sent = at_or_null(params, "arguments");
    const Json arguments = sent.is_null() ? Json::object() : sent;
    if (!arguments.is_object()) return say(error_message(id, invalid_params, "The arguments are no object."));
    const auto tools = published_tools();
    if (!tools) return say(error_message(id, internal_error, tools.error().message));
    const auto tool = std::find_if(tools.value().begin(), tools.value().end(),
                                   [&](const Json& each) { return text_at(each, "name") == name; });
    if (tool == tools.value().end()) return say(error_message(id, invalid_params, "Unknown tool: " + name));
    const std::string missing = missing_argument(*tool, arguments);
    if (!missing.empty()) return say(result_message(id, tool_refusal("Missing required argument: " + missing)));
    const auto value = answers_.call(trouble_ == Trouble::renamed ? own_name(name) : name, arguments);
    if (value) {
        const bool drifts = trouble_ == Trouble::drift;
        return say(result_message(id, tool_result(drifts ? drifted(value.value()) : value.value())));
    }
    if (value.error().fault == Fault::invalid) return say(result_message(id, tool_refusal(value.error().detail)));
    return say(error_message(id, internal_error, value.error().message));
}

// Another caller's session is as unknown as one that never was.
std::optional<McpEndpoint::Session> McpEndpoint::session_of(const Request& request, int caller) const {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(field(request.headers, "mcp-session-id"));
    if (found == sessions_.end() || found->second.caller != caller) return std::nullopt;
    return found->second;
}

}  // namespace parley::sim
