#pragma once
// A vendor of our own (authorization server and MCP server on loopback), a clock to move, and a house around them.

#include "connect/connector.h"
#include "fakes/authorization_server.h"
#include "vault/crypto.h"

#include <atomic>
#include <doctest/doctest.h>
#include <set>

namespace parley::connect {

class MovableClock final : public Clock {
public:
    Instant now() const override { return Instant(std::chrono::milliseconds(ms_.load())); }
    void forward(std::chrono::milliseconds by) { ms_ += by.count(); }

private:
    std::atomic<std::int64_t> ms_ = 1'800'000'000'000;
};

class NoNames final : public net::Resolver {
public:
    Result<std::vector<std::string>> resolve(const std::string&, const Deadline&) override {
        return Error{Fault::unavailable, "No names here.", ""};
    }
};

inline Json tool(const std::string& name, const std::string& description = "Lists them.", bool read_only = true) {
    return {{"name", name},
            {"description", description},
            {"inputSchema", {{"type", "object"}}},
            {"annotations", {{"readOnlyHint", read_only}}}};
}

// Only the newest access token opens the door; a refresh token works once.
class Vendor : public fakes::AuthorizationServer {
public:
    enum class Wants { nothing, oauth, key };
    enum class Refresh { works, refused, down };

    explicit Vendor(Wants wants) : wants_(wants) {
        tools_ = {tool("list_orders"), tool("delete_order", "Deletes one.", false)};
        on("/mcp", [this](const Asked& asked) { return mcp_answer(asked); });
        on("/token", [this](const Asked& asked) { return token_answer(asked); });
    }
    ~Vendor() override { stop(); }

    void publish_tools(std::vector<Json> tools) {
        const std::lock_guard lock(lock_);
        tools_ = std::move(tools);
    }
    void make_tokens_stale() {
        const std::lock_guard lock(lock_);
        access_ = "nobody has this";
    }
    std::string access() const {
        const std::lock_guard lock(lock_);
        return access_;
    }
    // A grant that the test has made itself.
    void begin_with(const std::string& access, const std::string& refresh_token) {
        const std::lock_guard lock(lock_);
        access_ = access;
        refresh_ = refresh_token;
        ++issued_;
    }
    void rotate() { begin_with("rotated access", "rotated refresh"); }

    std::atomic<Refresh> refresh = Refresh::works;
    std::atomic<bool> refuse_all = false;
    std::atomic<bool> open_door = false;  // Anybody may say hello; only the tools want a sign-in.
    std::atomic<int> failures = 0;        // So many tools/call are answered with 503.
    std::atomic<int> lifetime_s = 3600;
    std::function<void()> on_refresh;                                   // Runs in the server, before it answers.
    std::function<std::optional<Answer>(const Json& request)> on_call;  // Instead of the orders; set before the first.
    std::string granted_scope;                                          // Of every token; empty: not said.
    std::string challenge = "Bearer";

    int count(const std::string& method) const {
        int found = 0;
        for (const auto& one : asked("/mcp")) {
            const auto json = parse_json(one.body);
            if (json && text_at(json.value(), "method") == method) ++found;
        }
        return found;
    }
    int refreshes() const {
        int found = 0;
        for (const auto& one : asked("/token"))
            found += fakes::value_of(one.form(), "grant_type") == "refresh_token" ? 1 : 0;
        return found;
    }

private:
    bool let_in(const Asked& asked) const {
        if (refuse_all) return false;
        switch (wants_) {
        case Wants::nothing: return true;
        case Wants::oauth: return fakes::value_of(asked.headers, "Authorization") == "Bearer " + access();
        case Wants::key: return fakes::value_of(asked.headers, "X-Api-Key") == "the key";
        }
        return false;
    }

    Answer token_answer(const Asked& asked) {
        const bool is_refresh = fakes::value_of(asked.form(), "grant_type") == "refresh_token";
        if (is_refresh && on_refresh) on_refresh();
        if (is_refresh && refresh == Refresh::down) return {503, "<html>"};
        const std::lock_guard lock(lock_);
        const bool known = !is_refresh || fakes::value_of(asked.form(), "refresh_token") == refresh_;
        if (!known || (is_refresh && refresh == Refresh::refused)) return {400, "{\"error\":\"invalid_grant\"}"};
        ++issued_;
        access_ = cat("access-", issued_);
        refresh_ = cat("refresh-", issued_);
        Json tokens{{"access_token", access_},
                    {"refresh_token", refresh_},
                    {"token_type", "Bearer"},
                    {"expires_in", lifetime_s.load()}};
        if (!granted_scope.empty()) tokens["scope"] = granted_scope;
        return {200, dump(tokens)};
    }

    Answer mcp_answer(const Asked& asked) {
        const bool greets = asked.body.find("tools/") == std::string::npos;
        if (!let_in(asked) && !(open_door && greets)) {
            return {401, "", "text/plain", {{"WWW-Authenticate", challenge}}};
        }
        if (asked.method == "DELETE") return {200, ""};
        if (asked.method != "POST") return {405, ""};
        const auto parsed = parse_json(asked.body);
        if (!parsed) return {400, ""};
        const Json& request = parsed.value();
        if (!request.contains("id")) return {202, ""};
        const std::string method = text_at(request, "method");
        if (method == "initialize") {
            return result(request, {{"protocolVersion", "2025-06-18"},
                                    {"capabilities", {{"tools", Json::object()}}},
                                    {"serverInfo", {{"name", "Orders"}, {"version", "1"}}}});
        }
        if (method == "tools/list") {
            const std::lock_guard lock(lock_);
            return result(request, {{"tools", tools_}});
        }
        if (method == "tools/call") {
            if (failures > 0) {
                --failures;
                return {503, "<html>", "text/html"};
            }
            if (on_call) {
                if (auto answer = on_call(request)) return *answer;
            }
            return result(request, orders());
        }
        return {
            200,
            dump({{"jsonrpc", "2.0"}, {"id", request["id"]}, {"error", {{"code", -32601}, {"message", "unknown"}}}})};
    }

public:
    static Json orders() {
        return {{"content", {{{"type", "text"}, {"text", "{\"orders\":[]}"}}}}, {"isError", false}};
    }
    static Answer result(const Json& request, Json value) {
        return {200, dump({{"jsonrpc", "2.0"}, {"id", request["id"]}, {"result", std::move(value)}})};
    }

private:
    const Wants wants_;
    mutable std::mutex lock_;
    std::vector<Json> tools_;  // Guarded by lock_, as the rest.
    std::string access_, refresh_;
    int issued_ = 0;
};

struct House {
    explicit House(std::map<std::string, std::string> url_for_vendor = {}, vendors::Catalogue given = {},
                   std::unique_ptr<store::Store> given_store = open_store())
        : store(std::move(given_store)), catalogue(std::move(given)), replaced(std::move(url_for_vendor)) {
        for (const OrgId& org : {ours_id, theirs_id}) {
            store::Organization organization;
            organization.id = org;
            organization.name = org.text;
            organization.created_at = clock.now();
            REQUIRE(store->create_organization(organization));
        }
    }

    static std::unique_ptr<store::Store> open_store() {
        auto opened = store::open_sqlite(":memory:");
        REQUIRE(opened);
        return std::move(opened).value();
    }
    static std::vector<vault::FernetKey> one_key() {
        std::vector<vault::FernetKey> keys;
        keys.push_back(vault::FernetKey::generate());
        return keys;
    }

    const OrgId ours_id{"org-ours"}, theirs_id{"org-theirs"};
    const UserId anna{"anna"}, bert{"bert"};
    MovableClock clock;
    std::unique_ptr<store::Store> store;
    vault::Vault vault{one_key(), clock};
    vendors::Catalogue catalogue;
    std::map<std::string, std::string> replaced;
    NoNames resolver;
    net::UrlGuard guard{resolver, net::Reach::loopback};
    Sessions sessions{{vault, catalogue, guard, clock}};
    Connector connector{
        {*store, vault, catalogue, guard, clock, sessions, "https://parley.example/oauth/callback", replaced, ""}};
    std::unique_ptr<store::OrgStore> ours = store->for_org(ours_id);
    std::unique_ptr<store::OrgStore> theirs = store->for_org(theirs_id);

    Result<Started> begin_custom(const std::string& url) {
        Begin wish;
        wish.url = url;
        wish.name = "Orders";
        return connector.begin(*ours, anna, std::move(wish));
    }

    // begin and the browser's way back, for a vendor of the fake kind.
    store::Connection connect(const Vendor& vendor) {
        const auto started = begin_custom(vendor.mcp());
        REQUIRE(started);
        if (started.value().authorize_url.empty()) return started.value().connection;
        const auto finished = connector.finish(callback(started.value()));
        REQUIRE(finished);
        return finished.value();
    }

    static std::string parameter(const Started& started, const std::string& name) {
        const std::string& url = started.authorize_url;
        return fakes::value_of(fakes::form_fields(url.substr(url.find('?') + 1)), name);
    }
    static Connector::Callback callback(const Started& started) {
        Connector::Callback back;
        back.state = parameter(started, "state");
        back.code = "the code";
        return back;
    }

    store::Connection row(const ConnectionId& id) {
        const auto found = ours->connection(id);
        REQUIRE(found);
        return found.value();
    }
    std::string verdict(const ConnectionId& id, const std::string& name) {
        const auto pins = ours->tools(id);
        REQUIRE(pins);
        for (const auto& pin : pins.value()) {
            if (pin.name == name) return pin.verdict;
        }
        return "none";
    }
    // As somebody decides who has looked at the tool just now.
    Result<std::vector<store::ToolPin>> review(const ConnectionId& id, const std::string& name, Decision::Word word) {
        return connector.review(*ours, bert, id, name, {word, hash_of(id, name)});
    }
    std::string hash_of(const ConnectionId& id, const std::string& name) {
        const auto pins = ours->tools(id);
        REQUIRE(pins);
        for (const auto& pin : pins.value()) {
            if (pin.name == name) return pin.hash;
        }
        return "none";
    }
    std::vector<std::string> audited() {
        const auto rows = ours->audit_rows(0, 1000);
        REQUIRE(rows);
        std::vector<std::string> found;
        for (const auto& row : rows.value())
            found.push_back(cat(row.entry.action, " ", text_at(row.entry.details, "step")));
        return found;
    }

    Result<mcp::Reply> call(const ConnectionId& id, int timeout_ms = 5000) {
        return call_as(*ours, anna, id, timeout_ms);
    }
    Result<mcp::Reply> call_as(store::OrgStore& org, const UserId& user, const ConnectionId& id, int timeout_ms = 5000,
                               std::stop_token stop = {}) {
        const auto connection = org.connection(id);
        if (!connection) return connection.error();
        const auto entry = access(org, catalogue, connection.value());
        if (!entry) return entry.error();
        const auto admitted = entry.value().gate.admit({id, "list_orders", Json::object()});
        if (!admitted) return admitted.error();
        return sessions.call(org, user, admitted.value(), timeout_ms, std::move(stop));
    }
    std::vector<std::string> logged(const ConnectionId& id, const std::string& step) {
        std::vector<std::string> outcomes;
        const auto lines = ours->connection_log(id);
        REQUIRE(lines);
        for (const auto& line : lines.value()) {
            if (line.step == step) outcomes.push_back(line.outcome);
        }
        return outcomes;
    }
};

}  // namespace parley::connect
