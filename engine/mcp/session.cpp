#include "mcp/session.h"

#include "base/limits.h"
#include "base/text.h"
#include "mcp/judge.h"
#include "mcp/transport.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace parley::mcp {
namespace {

// The newest first: it is the one that is offered.
constexpr std::string_view protocol_versions[] = {"2025-11-25", "2025-06-18", "2025-03-26"};
constexpr int notice_timeout_ms = 5'000;
constexpr int cancel_timeout_ms = 500;

bool is_known(std::string_view version) {
    return std::find(std::begin(protocol_versions), std::end(protocol_versions), version) !=
           std::end(protocol_versions);
}

Json initialize_params(std::string_view version) {
    return {{"protocolVersion", version},
            {"capabilities", Json::object()},
            {"clientInfo", {{"name", "parley"}, {"version", "0.1.0"}}}};
}

Json notification(std::string_view method) {
    return {{"jsonrpc", "2.0"}, {"method", method}};
}

// The spec allows visible ASCII only; anything else might end our header early.
bool is_session_id(std::string_view id) {
    return std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c <= '~'; });
}

// A server that refuses our version with an error says which ones it has.
std::string version_offered(const Json& message) {
    const Json& error = at_or_null(message, "error");
    const Json& supported = at_or_null(at_or_null(error, "data"), "supported");
    if (!supported.is_array()) return "";
    for (const auto version : protocol_versions) {
        if (std::find(supported.begin(), supported.end(), version) != supported.end()) return std::string(version);
    }
    return "";
}

}  // namespace

struct Session::Inside {
    Inside(net::Http& http, net::SafeUrl endpoint, Credential credential)
        : transport(http, std::move(endpoint), std::move(credential)) {}

    Json message(std::string_view method, Json params) {
        Json message{{"jsonrpc", "2.0"}, {"id", ++last_id}, {"method", method}};
        if (!params.is_null()) message["params"] = std::move(params);
        return message;
    }

    Result<Outcome> greet(const Deadline& deadline);
    Result<Done> settle(Outcome outcome);
    Result<Done> initialize(const Deadline& deadline);
    Result<Outcome> exchange(std::string_view method, const Json& params, const Deadline& deadline);

    Transport transport;
    ServerInfo info;
    std::int64_t last_id = 0;
};

Result<Outcome> Session::Inside::greet(const Deadline& deadline) {
    const auto newest = protocol_versions[0];
    PARLEY_TRY(auto outcome, transport.exchange(message("initialize", initialize_params(newest)), deadline));
    const auto other = version_offered(outcome.message);
    if (other.empty() || other == newest) return outcome;
    return transport.exchange(message("initialize", initialize_params(other)), deadline);
}

// Takes over what the answer to initialize settled.
Result<Done> Session::Inside::settle(Outcome outcome) {
    const auto session_id = net::header(outcome.headers, "MCP-Session-Id");
    PARLEY_TRY(const Json result, result_of(std::move(outcome)));
    const auto version = text_at(result, "protocolVersion");
    if (!is_known(version)) {
        return Error{Fault::unavailable, "The vendor's server speaks no version of MCP that Parley knows.", version};
    }
    if (!is_session_id(session_id)) {
        return Error{Fault::unavailable, "The vendor's server gave a session id that cannot be used.", ""};
    }
    transport.set_protocol_version(version);
    transport.set_session_id(session_id);
    const Json& server = at_or_null(result, "serverInfo");
    info = ServerInfo{text_at(server, "name"), text_at(server, "version"), version, at_or_null(result, "capabilities")};
    if (!info.capabilities.is_object()) info.capabilities = Json::object();
    return Done{};
}

Result<Done> Session::Inside::initialize(const Deadline& deadline) {
    transport.set_session_id("");
    transport.set_protocol_version("");
    PARLEY_TRY(auto outcome, greet(deadline));
    PARLEY_TRY([[maybe_unused]] auto settled, settle(std::move(outcome)));
    const int timeout_ms = std::min(notice_timeout_ms, deadline.left_ms());
    PARLEY_TRY(const auto told, transport.tell(notification("notifications/initialized"), timeout_ms));
    return accepted(told);
}

// A 404 to a request with a session id means that the server has forgotten the session, not that it is gone.
Result<Outcome> Session::Inside::exchange(std::string_view method, const Json& params, const Deadline& deadline) {
    PARLEY_TRY(auto outcome, transport.exchange(message(method, params), deadline));
    if (outcome.status != 404 || transport.session_id().empty()) return outcome;
    PARLEY_TRY([[maybe_unused]] auto again, initialize(deadline));
    PARLEY_TRY(outcome, transport.exchange(message(method, params), deadline));
    if (outcome.status != 404) return outcome;
    return Error{Fault::unavailable, "The vendor's server keeps losing our session.", ""};
}

Session::Session(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Session::Session(Session&&) noexcept = default;

Session& Session::operator=(Session&& other) noexcept {
    if (this == &other) return *this;
    if (inside_) inside_->transport.end_session();
    inside_ = std::move(other.inside_);
    return *this;
}

Session::~Session() {
    if (inside_) inside_->transport.end_session();
}

Result<std::optional<Challenge>> Session::probe(net::Http& http, const net::SafeUrl& endpoint) {
    Inside inside(http, endpoint, Credential{});
    PARLEY_TRY(auto outcome, inside.greet(Deadline(limits::reply_timeout_ms)));
    if (outcome.status == 401 || outcome.status == 403) {
        return std::optional(Challenge{outcome.status, net::headers_named(outcome.headers, "WWW-Authenticate")});
    }
    PARLEY_TRY([[maybe_unused]] auto settled, inside.settle(std::move(outcome)));
    inside.transport.end_session();
    return std::optional<Challenge>();
}

Result<Session> Session::open(net::Http& http, net::SafeUrl endpoint, std::optional<Secret> token,
                              std::string authorization_header) {
    auto inside = std::make_unique<Inside>(http, std::move(endpoint),
                                           Credential{std::move(authorization_header), std::move(token)});
    // A session from here on, so that it is ended where the rest fails.
    Session session(std::move(inside));
    PARLEY_TRY([[maybe_unused]] auto opened, session.inside_->initialize(Deadline(limits::reply_timeout_ms)));
    return session;
}

const ServerInfo& Session::server() const {
    return inside_->info;
}

Result<std::vector<policy::ToolDefinition>> Session::list_tools() {
    std::vector<policy::ToolDefinition> all;
    std::set<std::string> cursors;
    Json params = Json::object();
    for (int page = 0; page < limits::tool_list_pages; ++page) {
        PARLEY_TRY(auto outcome, inside_->exchange("tools/list", params, Deadline(limits::reply_timeout_ms)));
        PARLEY_TRY(const Json result, result_of(std::move(outcome)));
        PARLEY_TRY(auto tools, tools_of(result));
        for (auto& tool : tools) {
            if (all.size() == static_cast<std::size_t>(limits::tools_per_server)) return all;
            all.push_back(std::move(tool));
        }
        // An absent cursor ends the list; an empty one is as good as any.
        const Json& cursor = at_or_null(result, "nextCursor");
        if (!cursor.is_string() || !cursors.insert(cursor.get<std::string>()).second) return all;
        params = {{"cursor", cursor}};
    }
    return all;
}

Result<Reply> Session::call(const policy::AdmittedCall& call, int timeout_ms) {
    const auto start = std::chrono::steady_clock::now();
    const Deadline deadline(timeout_ms);
    const Json params{{"name", call.call().tool}, {"arguments", call.call().arguments}};
    auto outcome = inside_->exchange("tools/call", params, deadline);
    if (!outcome && deadline.passed()) {
        auto cancelled = notification("notifications/cancelled");
        cancelled["params"] = {{"requestId", inside_->last_id}, {"reason", "It took too long."}};
        [[maybe_unused]] const auto told = inside_->transport.tell(cancelled, cancel_timeout_ms);
    }
    if (!outcome) return std::move(outcome).error();
    const auto bytes = outcome.value().bytes;
    PARLEY_TRY(auto result, result_of(std::move(outcome).value()));
    PARLEY_TRY(auto reply, reply_of(std::move(result)));
    reply.bytes = bytes;
    const auto taken = std::chrono::steady_clock::now() - start;
    reply.ms = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(taken).count());
    return reply;
}

}  // namespace parley::mcp
