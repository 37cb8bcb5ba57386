// Case oauth-39: connect, ask, refresh, fail, reconnect, examine and disconnect, with honest vendors and with one that
// repeats every secret it is told; then look for each secret in everything that was written down meanwhile.
#include "secret_scan.h"

#include "../api/client.h"
#include "api/target.h"
#include "app/commands/commands.h"
#include "app/doctor.h"
#include "fakes/authorization_server.h"
#include "vault/crypto.h"

#include <atomic>

using namespace parley;
using namespace parley::tests;

namespace {

// An MCP server behind its own authorization server. While it is angry it answers everything with what it was sent.
class Gossip : public fakes::AuthorizationServer {
public:
    enum class Wants { oauth, key };

    explicit Gossip(Wants wants) : wants_(wants) {
        metadata["token_endpoint_auth_methods_supported"] = {"client_secret_basic"};
        registration = {{"client_id", "gossip-client"},
                        {"client_secret", fresh("client_secret_")},
                        {"client_secret_expires_at", 0},
                        {"token_endpoint_auth_method", "client_secret_basic"}};
        publish();
        on("/token", [this](const Asked& asked) { return grant(asked); });
        on("/mcp", [this](const Asked& asked) { return serve(asked); });
    }
    ~Gossip() override { stop(); }

    std::atomic<bool> angry = false;

    std::string fresh(const std::string& kind) {
        const std::lock_guard lock(mutex_);
        secrets_.push_back(kind + vault::random_token());
        return secrets_.back();
    }
    std::vector<std::string> secrets() const {
        std::vector<std::string> all;
        {
            const std::lock_guard lock(mutex_);
            all = secrets_;
        }
        for (const auto& one : asked("/token")) {
            for (const char* field : {"code", "code_verifier", "refresh_token", "client_secret"}) {
                if (const auto value = fakes::value_of(one.form(), field); !value.empty()) all.push_back(value);
            }
            const std::string basic = fakes::value_of(one.headers, "Authorization");
            if (basic.size() > 6) all.push_back(basic.substr(6));
        }
        return all;
    }

private:
    static std::string repeated(const Asked& asked) {
        std::string text = asked.body + " " + asked.query;
        for (const auto& [name, value] : asked.headers) text += " " + name + "=" + value;
        return text;
    }

    Answer grant(const Asked& asked) {
        if (angry) return {400, dump({{"error", "invalid_request"}, {"error_description", repeated(asked)}})};
        return {200, dump({{"access_token", fresh("access_")},
                           {"refresh_token", fresh("refresh_")},
                           {"token_type", "Bearer"},
                           {"expires_in", 3600}})};
    }

    Answer serve(const Asked& asked) {
        const char* header = wants_ == Wants::oauth ? "Authorization" : "X-Api-Key";
        if (fakes::value_of(asked.headers, header).empty()) {
            return {401, repeated(asked), "text/plain", {{"WWW-Authenticate", "Bearer"}}};
        }
        const auto parsed = parse_json(asked.body);
        if (asked.method != "POST" || !parsed) return {405, repeated(asked), "text/plain"};
        const Json& request = parsed.value();
        const std::string method = text_at(request, "method");
        if (angry) return {500, "<html>" + repeated(asked), "text/html"};
        if (method == "server/discover") return {400, "", "text/plain"};
        if (!request.contains("id")) return {202, ""};
        Json result = Json::object();
        if (method == "initialize") {
            result = {{"protocolVersion", "2025-06-18"},
                      {"capabilities", {{"tools", Json::object()}}},
                      {"serverInfo", {{"name", "Gossip"}, {"version", "1"}}}};
        } else if (method == "tools/list") {
            result["tools"] = {{{"name", "list_orders"},
                                {"description", "Lists them."},
                                {"inputSchema", {{"type", "object"}}},
                                {"annotations", {{"readOnlyHint", true}}}}};
        } else {
            result = {{"content", {{{"type", "text"}, {"text", "It failed: " + repeated(asked)}}}}, {"isError", true}};
        }
        return {200, dump({{"jsonrpc", "2.0"}, {"id", request["id"]}, {"result", result}})};
    }

    const Wants wants_;
    mutable std::mutex mutex_;
    std::vector<std::string> secrets_;  // Guarded by mutex_.
};

DemoHouse::Wish wish() {
    DemoHouse::Wish wish;
    wish.simulation.remembers_secrets = true;
    return wish;
}

struct Scene {
    explicit Scene(const std::string& name) : marker(name) {}
    DemoHouse demo{wish()};
    Client client{demo};
    Record record;
    std::string marker;                // A connection's name: no secret, and written everywhere.
    std::vector<std::string> secrets;  // Those that the vendors do not count themselves.
    std::vector<ConnectionId> connections;

    connect::Connector& connector() { return demo.house().connector(); }
};

std::string query_value(const std::string& url, const std::string& name) {
    const auto target = api::read_target("/" + url.substr(url.find('?')));
    REQUIRE(target);
    return target.value().query.at(name);
}

void ask_and_record(Scene& scene, const std::string& question) {
    scene.record.add_response(scene.client.send("POST", "/v1/ask", dump({{"question", question}})));
}

// Over the API, as a browser and a client do it. The state in the address that the user is sent to is there on purpose.
void connect_honest(Scene& scene) {
    const auto started =
        scene.client.send("POST", "/v1/connections", dump({{"vendor", "stripe"}, {"name", scene.marker}}));
    Json body = body_of(started);
    REQUIRE(started.status == 201);
    const std::string url = body["authorize_url"];
    scene.secrets.push_back(query_value(url, "state"));
    body["authorize_url"] = "";
    scene.record.add("API responses", dump(body));
    scene.connections.push_back({body["id"]});
    const auto consent = scene.client.visit(url);
    const std::string back = net::header(consent.headers, "Location");
    const std::string callback = "/oauth/callback" + back.substr(back.find('?'));
    for (int visit = 0; visit < 2; ++visit) {  // And a reload.
        const auto left = scene.record.add_response(scene.client.send_bare("GET", callback));
        scene.record.add_response(scene.client.send_bare("GET", "/oauth/" + net::header(left.headers, "Location")));
    }
}

void ask_and_fail(Scene& scene) {
    auto& simulation = scene.demo.simulation();
    ask_and_record(scene, "What was MRR last quarter?");
    ask_and_record(scene, "Refund the last Stripe payment");
    simulation.set_trouble({"stripe"}, sim::Trouble::expired);
    ask_and_record(scene, "What was gross volume last month?");
    CHECK(simulation.seen({"stripe"}).refreshes >= 1);
    for (const auto trouble : {sim::Trouble::html, sim::Trouble::server_error, sim::Trouble::half_json}) {
        simulation.set_trouble({"ecomail"}, trouble);
        ask_and_record(scene, "What is open-rate by audience segment last quarter?");
    }
    simulation.set_trouble({"clootrack"}, sim::Trouble::always_401);
    ask_and_record(scene, "What are the top drivers of negative sentiment this quarter?");
    for (const char* vendor : {"stripe", "ecomail", "clootrack"}) simulation.set_trouble({vendor}, sim::Trouble::none);
}

// Answers to a sign-in that lead nowhere: no such state, a code that nobody issued, a refusal with many words.
void fail_to_sign_in(Scene& scene) {
    for (const char* answer : {"code", "error", "nothing"}) {
        auto started = scene.connector().begin(scene.demo.org(), app::terminal_user, {{"stripe"}, "", "Never", {}, {}});
        REQUIRE(started);
        const std::string state = query_value(started.value().authorize_url, "state");
        const std::string code = "code_" + vault::random_token();
        scene.secrets.insert(scene.secrets.end(), {state, code});
        std::string query = "/oauth/callback?state=" + state;
        if (answer == std::string("code")) query += "&code=" + code;
        if (answer == std::string("error")) query += "&error=access_denied&error_description=" + code;
        scene.record.add_response(scene.client.send_bare("GET", query));
        connect::Connector::Callback again;
        again.state = state;
        again.code = code;
        scene.record.add_error(scene.connector().finish(std::move(again)));
    }
}

connect::Connector::Callback callback_of(Scene& scene, Gossip& vendor, const std::string& authorize_url) {
    connect::Connector::Callback callback;
    callback.state = query_value(authorize_url, "state");
    callback.code = vendor.fresh("code_");
    scene.secrets.push_back(callback.state);
    return callback;
}

void connect_gossip(Scene& scene, Gossip& vendor) {
    auto& org = scene.demo.org();
    vendor.angry = true;
    auto lost = scene.connector().begin(org, app::terminal_user, {{}, vendor.mcp(), "Lost", {}, {}});
    if (!lost) scene.record.add_error(lost);
    vendor.angry = false;
    auto started = scene.connector().begin(org, app::terminal_user, {{}, vendor.mcp(), scene.marker, {}, {}});
    INFO((started ? "" : started.error().message + " " + started.error().detail));
    REQUIRE(started);
    vendor.angry = true;
    scene.record.add_error(scene.connector().finish(callback_of(scene, vendor, started.value().authorize_url)));
    vendor.angry = false;
    auto again = scene.connector().reconnect(org, app::terminal_user, started.value().connection.id);
    REQUIRE(again);
    const auto done = scene.connector().finish(callback_of(scene, vendor, again.value().authorize_url));
    INFO((done ? "" : done.error().message + " " + done.error().detail));
    REQUIRE(done);
    scene.connections.push_back(done.value().id);
}

void connect_with_key(Scene& scene, Gossip& vendor) {
    connect::Begin wish;
    wish.url = vendor.mcp();
    wish.name = scene.marker;
    wish.parameters = {{"header", "X-Api-Key"}};
    wish.api_key = Secret(vendor.fresh("key_"));
    auto started = scene.connector().begin(scene.demo.org(), app::terminal_user, std::move(wish));
    INFO((started ? "" : started.error().message + " " + started.error().detail));
    REQUIRE(started);
    scene.connections.push_back(started.value().connection.id);
}

// A tool whose error repeats the token, a server error that does, and a refresh that is refused with the token in it.
void anger(Scene& scene, Gossip& vendor, const ConnectionId& id) {
    auto& org = scene.demo.org();
    const auto connection = org.connection(id);
    REQUIRE(connection);
    const auto access = connect::access(org, scene.demo.house().catalogue(), connection.value());
    REQUIRE(access);
    constexpr int timeout_ms = 2'000;
    for (const bool angry : {false, true}) {
        vendor.angry = angry;
        auto call = access.value().gate.admit({id, "list_orders", Json::object()});
        REQUIRE(call);
        scene.record.add_error(scene.demo.house().sessions().call(org, app::terminal_user, call.value(), timeout_ms));
    }
    const auto health = scene.connector().test(org, app::terminal_user, id);
    if (!health) scene.record.add_error(health);
    app::fail({Fault::unavailable, cat(scene.marker, " failed."), health ? "" : health.error().detail});
    vendor.angry = false;
}

// Everything that can be looked up, and the doctor's report.
void examine(Scene& scene) {
    auto& org = scene.demo.org();
    app::Checkup checkup;
    checkup.installation = app::examine_installation(config_in(scene.demo.folder()));
    REQUIRE(app::examine_connections(scene.demo.house(), org, "", checkup));
    app::print_checkup(std::cout, checkup);
    std::cout << app::to_json(checkup).dump() << '\n';
    for (const char* path : {"/v1/connections", "/v1/answers", "/v1/organization", "/v1/dashboards", "/nowhere"}) {
        scene.record.add_response(scene.client.send("GET", path));
    }
    const auto connections = org.connections();
    REQUIRE(connections);
    for (const auto& connection : connections.value()) {
        const std::string path = "/v1/connections/" + connection.id.text;
        for (const char* end : {"", "/tools", "/log", "/diagnosis"}) {
            scene.record.add_response(scene.client.send("GET", path + end));
        }
        scene.record.add_response(scene.client.send("POST", path + "/test"));
        const auto log = org.connection_log(connection.id);
        REQUIRE(log);
        for (const auto& line : log.value()) {
            scene.record.add("connection logs", cat(line.step, " ", line.subject, " ", line.outcome));
        }
    }
    constexpr int rows_max = 10'000;
    const auto rows = org.audit_rows(0, rows_max);
    REQUIRE(rows);
    for (const auto& row : rows.value()) {
        scene.record.add("audit rows", cat(row.entry.user.text, " ", row.entry.action, " ", row.entry.subject, " ",
                                           dump(row.entry.details)));
    }
}

void read_files(Scene& scene) {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(scene.demo.folder().path())) {
        if (entry.path().filename() == "keys") continue;
        scene.record.add(entry.path().filename().string(), bytes_of(entry.path()));
        ++files;
    }
    CHECK(files >= 2);  // The database and its log of changes.
}

std::vector<std::string> all_secrets(Scene& scene, const std::vector<const Gossip*>& vendors) {
    std::vector<std::string> all = scene.secrets;
    for (const char* vendor : {"stripe", "ecomail", "clootrack"}) {
        for (const auto& secret : scene.demo.simulation().secrets({vendor})) all.push_back(secret);
    }
    for (const auto* vendor : vendors) {
        for (const auto& secret : vendor->secrets()) all.push_back(secret);
    }
    for (const auto& line : split(bytes_of(scene.demo.folder().file("keys")), '\n')) {
        if (line.size() > 20) all.emplace_back(trim(line));
    }
    all.push_back(scene.client.key());
    return all;
}

}  // namespace

TEST_CASE("house: case oauth-39: no secret is ever written down, and the search would find one") {
    Scene scene("marker-" + vault::random_token(18));
    Gossip gossip(Gossip::Wants::oauth);
    Gossip with_key(Gossip::Wants::key);
    CapturedOutput output(scene.demo.folder().path() / "output.txt");
    connect_honest(scene);
    ask_and_fail(scene);
    fail_to_sign_in(scene);
    connect_gossip(scene, gossip);
    connect_with_key(scene, with_key);
    anger(scene, gossip, scene.connections[1]);
    anger(scene, with_key, scene.connections[2]);
    auto again = scene.connector().reconnect(scene.demo.org(), app::terminal_user, scene.connections[0]);
    REQUIRE(again);
    REQUIRE(app::follow_authorization(scene.demo.house(), std::move(again).value()));
    examine(scene);
    read_files(scene);
    for (const auto& id : scene.connections) {
        scene.record.add_response(scene.client.send("DELETE", "/v1/connections/" + id.text));
    }
    read_files(scene);
    scene.record.add("standard output and error", output.take());

    const auto secrets = all_secrets(scene, {&gossip, &with_key});
    CHECK(secrets.size() > 40);
    for (const char* kind : {"access_", "refresh_", "code_", "client_secret_", "key_", "parley_"}) {
        CAPTURE(kind);
        CHECK(std::any_of(secrets.begin(), secrets.end(), [&](const auto& one) { return one.rfind(kind, 0) == 0; }));
    }
    for (std::size_t number = 0; number < secrets.size(); ++number) {
        for (const auto& where : scene.record.places_of(secrets[number])) {
            FAIL_CHECK(cat("secret ", number, ", ", secrets[number].substr(0, 8), "..., stands in: ", where));
        }
    }
    // The same search finds what is no secret wherever it was written.
    const auto marked = scene.record.places_of(scene.marker);
    for (const char* where : {"API responses", "standard output and error", "parley.db-wal"}) {
        CAPTURE(where);
        CHECK(marked.contains(where));
    }
    for (const char* where : {"error messages", "error details", "connection logs", "audit rows", "parley.db"}) {
        CAPTURE(where);
        REQUIRE(scene.record.parts().contains(where));
        CHECK(scene.record.parts().at(where).size() > 40);
    }
    CHECK(scene.record.places_of(scene.connections[0].text).contains("audit rows"));
    CHECK(scene.record.places_of(gossip.origin()).contains("connection logs"));
}
