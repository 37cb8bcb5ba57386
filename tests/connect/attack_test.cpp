// Attacks on the way to a vendor's consent page and back, by the numbers of the list that the rooms share.
#include "connect/sign_in.h"
#include "refresh_support.h"

#include <algorithm>
#include <future>

using namespace parley;
using namespace parley::connect;

namespace {

bool fails_with(const Result<store::Connection>& finished, Fault fault) {
    return !finished && finished.error().fault == fault;
}

Started begin(House& house, const std::string& url) {
    auto started = house.begin_custom(url);
    REQUIRE(started);
    return std::move(started).value();
}

}  // namespace

TEST_CASE("connect: case oauth-01: a callback without a state asks for no token") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    auto back = House::callback(begin(house, vendor.mcp()));
    back.state.clear();
    CHECK(fails_with(house.connector.finish(std::move(back)), Fault::invalid));
    CHECK(vendor.asked("/token").empty());
}

TEST_CASE("connect: case oauth-02: a state that nobody gave out asks for no token") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const Started started = begin(house, vendor.mcp());
    for (const std::string& state : {std::string("x"), House::parameter(started, "state") + " ",
                                     vault::sha256_hex(House::parameter(started, "state"))}) {
        auto back = House::callback(started);
        back.state = state;
        CHECK(fails_with(house.connector.finish(std::move(back)), Fault::not_found));
    }
    CHECK(vendor.asked("/token").empty());
    CHECK(house.connector.finish(House::callback(started)));  // The real one still works.
}

TEST_CASE("connect: case oauth-03: a state works once, for one of two that come at the same time") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const Started started = begin(house, vendor.mcp());
    std::vector<std::future<bool>> both;
    for (int k = 0; k < 2; ++k) {
        both.push_back(std::async(std::launch::async,
                                  [&] { return static_cast<bool>(house.connector.finish(House::callback(started))); }));
    }
    const int worked = static_cast<int>(both[0].get()) + static_cast<int>(both[1].get());
    CHECK(worked == 1);
    CHECK(vendor.asked("/token").size() == 1);
}

TEST_CASE("connect: case oauth-04: a state from another person's browser is refused, and is used up") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const Started started = begin(house, vendor.mcp());
    auto back = House::callback(started);
    back.user = house.bert;
    CHECK(fails_with(house.connector.finish(back), Fault::denied));
    CHECK(house.audited().back() == "denied callback refused");
    back.user = house.anna;
    CHECK(fails_with(house.connector.finish(back), Fault::not_found));
    CHECK(vendor.asked("/token").empty());
}

TEST_CASE("connect: case oauth-05: a state of one organization never connects another") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const auto rows_of_theirs = [&] { return house.theirs->connections().value().size(); };
    auto back = House::callback(begin(house, vendor.mcp()));
    back.org = house.theirs_id;
    CHECK(fails_with(house.connector.finish(back), Fault::denied));
    CHECK(vendor.asked("/token").empty());

    auto unsaid = House::callback(begin(house, vendor.mcp()));
    const auto finished = house.connector.finish(unsaid);
    REQUIRE(finished);
    CHECK(house.row(finished.value().id).state == store::ConnectionState::connected);
    CHECK(rows_of_theirs() == 0);
}

TEST_CASE("connect: case oauth-06: a state is good for ten minutes") {
    for (const int minutes : {9, 11}) {
        House house;
        Vendor vendor(Vendor::Wants::oauth);
        const Started started = begin(house, vendor.mcp());
        house.clock.forward(std::chrono::minutes(minutes));
        const auto finished = house.connector.finish(House::callback(started));
        CHECK(static_cast<bool>(finished) == (minutes < limits::authorization_minutes));
        if (finished) continue;
        CHECK(finished.error().message.find("start it again") != std::string::npos);
        CHECK(vendor.asked("/token").empty());
    }
}

TEST_CASE("connect: case oauth-07: a thousand states have nothing in common") {
    House house;
    const Connector::Wiring wiring{*house.store,
                                   house.vault,
                                   house.catalogue,
                                   house.guard,
                                   house.clock,
                                   house.sessions,
                                   "https://parley.example/oauth/callback",
                                   {}};
    std::set<std::string> states;
    std::array<std::set<char>, 43> letters;
    for (int k = 0; k < 1000; ++k) {
        oauth::Endpoints endpoints;
        endpoints.issuer = "http://127.0.0.1:1";
        endpoints.authorization_endpoint = "http://127.0.0.1:1/authorize";
        Prepared prepared{endpoints, oauth::known_client(endpoints, "client", std::nullopt), {}, {}};
        const auto launch = make_launch(wiring, house.ours_id, house.anna, {"c1"}, std::move(prepared));
        REQUIRE(launch);
        const std::string state = House::parameter({{}, launch.value().authorize_url}, "state");
        REQUIRE(state.size() == 43);  // 256 bits.
        states.insert(state);
        for (std::size_t at = 0; at < letters.size(); ++at) letters[at].insert(state[at]);
    }
    CHECK(states.size() == 1000);
    for (std::size_t at = 0; at + 1 < letters.size(); ++at) CHECK(letters[at].size() > 50);  // Of 64.
}

TEST_CASE("connect: case oauth-12: an error that comes from another issuer is not acted on and not shown") {
    struct {
        std::string what;
        bool promised;
        std::optional<std::string> iss;  // "own": the issuer that was asked.
    } const cases[] = {
        {"a foreign issuer", true, "https://evil.example"},
        {"a foreign issuer where none was promised", false, "https://evil.example"},
        {"no issuer though one was promised", true, std::nullopt},
        {"the issuer that was asked", true, "own"},
        {"no issuer and none promised", false, std::nullopt},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        House house;
        Vendor vendor(Vendor::Wants::oauth);
        vendor.metadata["authorization_response_iss_parameter_supported"] = c.promised;
        vendor.publish();
        auto back = House::callback(begin(house, vendor.mcp()));
        back.code.clear();
        back.error = "access_denied";
        if (c.iss) back.iss = *c.iss == "own" ? vendor.origin() : *c.iss;
        const auto finished = house.connector.finish(std::move(back));
        REQUIRE(fails_with(finished, Fault::denied));
        const bool honest = !c.iss ? !c.promised : *c.iss == "own";
        const bool says_so = finished.error().message.find("Access was not granted") != std::string::npos;
        CHECK(says_so == honest);
        CHECK(house.audited().back() == "denied callback refused");
        CHECK(vendor.asked("/token").empty());
    }
}

TEST_CASE("connect: case oauth-14: a server that names another authorization server gets a client of its own there") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    fakes::AuthorizationServer other;
    other.registration = {{"client_id", "client-of-the-other"}};
    other.publish();
    Begin wish;
    wish.url = vendor.mcp();
    wish.parameters = {{"client_id", "by hand"}};
    wish.client_secret.emplace("its secret");
    auto started = house.connector.begin(*house.ours, house.anna, std::move(wish));
    REQUIRE(started);
    REQUIRE(house.connector.finish(House::callback(started.value())));
    const ConnectionId id = started.value().connection.id;

    vendor.resource_metadata["authorization_servers"] = {other.origin()};
    vendor.publish();
    for (int k = 0; k < 2; ++k) {
        const auto again = house.connector.reconnect(*house.ours, house.anna, id);
        REQUIRE(again);
        CHECK(again.value().authorize_url.rfind(other.origin(), 0) == 0);
        CHECK(House::parameter(again.value(), "client_id") == "client-of-the-other");
        REQUIRE(house.connector.finish(House::callback(again.value())));
        CHECK(house.row(id).issuer == other.origin());
        CHECK_FALSE(house.row(id).parameters.contains("client_id"));
    }
    for (const auto& asked : other.asked()) {
        CHECK(asked.body.find("by hand") == std::string::npos);
        CHECK(asked.body.find("by+hand") == std::string::npos);
        CHECK(asked.body.find("by%20hand") == std::string::npos);
        CHECK(fakes::value_of(asked.headers, "Authorization").empty());
    }
}

TEST_CASE("connect: case oauth-14: a server whose sign-in leads to another connection's vendor is not trusted") {
    for (const char* endpoint : {"token_endpoint", "authorization_endpoint", "registration_endpoint"}) {
        CAPTURE(std::string(endpoint));
        House house;
        Vendor honest(Vendor::Wants::oauth);
        Vendor hostile(Vendor::Wants::oauth);
        REQUIRE(house.begin_custom(hostile.mcp()));  // By itself it may be what it is.
        house.connect(honest);
        hostile.metadata[endpoint] = honest.metadata[endpoint];
        hostile.publish();
        const std::size_t asked = honest.asked().size();
        const auto started = house.begin_custom(hostile.mcp());
        REQUIRE_FALSE(started);
        CHECK(started.error().fault == Fault::denied);
        CHECK(started.error().message.find("Orders") != std::string::npos);
        CHECK(honest.asked().size() == asked);
    }
}

TEST_CASE("connect: case oauth-21: no row holds a verifier after a sign-in, however it ended") {
    House house;
    Folder folder;
    auto opened = store::open_sqlite(folder.file());
    REQUIRE(opened);
    store::Organization organization;
    organization.id = house.ours_id;
    organization.name = "ours";
    organization.created_at = house.clock.now();
    REQUIRE(opened.value()->create_organization(organization));
    const auto org = opened.value()->for_org(house.ours_id);
    Connector connector({*opened.value(),
                         house.vault,
                         house.catalogue,
                         house.guard,
                         house.clock,
                         house.sessions,
                         "https://parley.example/oauth/callback",
                         {}});
    Vendor vendor(Vendor::Wants::oauth);
    const auto waiting = [&] {
        RawDatabase raw(folder.file());
        return raw.rows("SELECT sealed FROM authorizations").size();
    };
    const auto start = [&] {
        Begin wish;
        wish.url = vendor.mcp();
        auto started = connector.begin(*org, house.anna, std::move(wish));
        REQUIRE(started);
        CHECK(waiting() == 1);
        return House::callback(started.value());
    };
    CHECK(connector.finish(start()));
    CHECK(waiting() == 0);
    auto refused = start();
    refused.error = "access_denied";
    CHECK_FALSE(connector.finish(std::move(refused)));
    CHECK(waiting() == 0);
    auto foreign = start();
    foreign.iss = "https://evil.example";
    CHECK_FALSE(connector.finish(std::move(foreign)));
    CHECK(waiting() == 0);
    start();  // The window was closed: gone at the next callback after its time, whoever's that is.
    house.clock.forward(std::chrono::minutes(limits::authorization_minutes));
    Connector::Callback nobody;
    nobody.state = "nobody's";
    CHECK_FALSE(connector.finish(std::move(nobody)));
    CHECK(waiting() == 0);
}

TEST_CASE("connect: case oauth-31: many connects for one server share one registration") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    for (int k = 0; k < 150; ++k) {
        if (k > 0 && k % limits::connects_per_hour == 0) house.clock.forward(std::chrono::hours(1));
        CHECK(House::parameter(begin(house, vendor.mcp()), "client_id") == "client-1");
    }
    CHECK(vendor.asked("/register").size() == 1);
    const ConnectionId id = house.connect(vendor).id;  // And it is a client that works.
    CHECK(house.call(id));
    CHECK(vendor.asked("/register").size() == 1);

    Begin wish;
    wish.url = vendor.mcp();
    REQUIRE(house.connector.begin(*house.theirs, house.bert, std::move(wish)));
    CHECK(vendor.asked("/register").size() == 2);  // Another organization has one of its own.
}

TEST_CASE("connect: case oauth-31: connects at the same time share one registration") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    std::vector<std::future<bool>> all;
    for (int k = 0; k < 12; ++k) {
        all.push_back(
            std::async(std::launch::async, [&] { return static_cast<bool>(house.begin_custom(vendor.mcp())); }));
    }
    for (auto& one : all) CHECK(one.get());
    CHECK(vendor.asked("/register").size() == 1);
}

TEST_CASE("connect: case oauth-31: an organization begins so many connections an hour, and another its own") {
    House house;
    Vendor vendor(Vendor::Wants::nothing);
    for (int k = 0; k < limits::connects_per_hour; ++k) {
        CHECK(house.begin_custom(vendor.mcp()));
        if (k == 0) house.clock.forward(std::chrono::minutes(20));
    }
    const std::size_t asked = vendor.asked().size();
    const auto refused = house.begin_custom(vendor.mcp());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::over_limit);
    CHECK(refused.error().message.find("40 minutes") != std::string::npos);
    CHECK(vendor.asked().size() == asked);
    Begin wish;
    wish.url = vendor.mcp();
    CHECK(house.connector.begin(*house.theirs, house.bert, std::move(wish)));
    house.clock.forward(std::chrono::minutes(40));
    CHECK(house.begin_custom(vendor.mcp()));
    CHECK_FALSE(house.begin_custom(vendor.mcp()));  // One has become free, not all of them.
}

TEST_CASE("connect: case oauth-32: a registration whose secret is over, or soon will be, is not used again") {
    for (const int hours : {1, 30}) {
        CAPTURE(hours);
        House house;
        Vendor vendor(Vendor::Wants::oauth);
        const auto end = unix_seconds(house.clock.now() + std::chrono::hours(24));
        vendor.metadata["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
        vendor.registration = {{"client_id", "client-1"},
                               {"client_secret", "first secret"},
                               {"client_secret_expires_at", end},
                               {"token_endpoint_auth_method", "client_secret_post"}};
        vendor.publish();
        begin(house, vendor.mcp());
        house.clock.forward(std::chrono::hours(hours));
        vendor.registration["client_secret"] = "second secret";
        vendor.registration["client_secret_expires_at"] = 0;
        vendor.publish();
        REQUIRE(house.connector.finish(House::callback(begin(house, vendor.mcp()))));
        CHECK(vendor.asked("/register").size() == (hours < 24 ? 1 : 2));
        CHECK(fakes::value_of(vendor.asked("/token").back().form(), "client_secret") ==
              (hours < 24 ? "first secret" : "second secret"));
    }
}

TEST_CASE("connect: case oauth-33: two servers on one host with their own issuers have their own clients") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const std::string issuer = vendor.origin() + "/tenant";
    Json metadata = vendor.metadata;
    metadata["issuer"] = issuer;
    for (const char* place : {"authorization", "token", "registration", "revocation"})
        metadata[cat(place, "_endpoint")] = cat(issuer, "/", place);
    vendor.say("/other/mcp", {401, "", "text/plain", {{"WWW-Authenticate", "Bearer"}}});
    vendor.say("/.well-known/oauth-protected-resource/other/mcp",
               {200, dump({{"resource", vendor.origin() + "/other/mcp"}, {"authorization_servers", {issuer}}})});
    vendor.say("/.well-known/oauth-authorization-server/tenant", {200, dump(metadata)});
    vendor.say("/tenant/registration", {201, dump({{"client_id", "client-of-the-tenant"}})});
    vendor.say("/tenant/token", {400, R"({"error":"invalid_grant"})"});
    for (int k = 0; k < 2; ++k) {
        CHECK(House::parameter(begin(house, vendor.mcp()), "client_id") == "client-1");
        const Started other = begin(house, vendor.origin() + "/other/mcp");
        CHECK(House::parameter(other, "client_id") == "client-of-the-tenant");
        CHECK_FALSE(house.connector.finish(House::callback(other)));
    }
    CHECK(vendor.asked("/register").size() == 1);
    CHECK(vendor.asked("/tenant/registration").size() == 1);
    for (const auto& asked : vendor.asked("/tenant/token"))
        CHECK(fakes::value_of(asked.form(), "client_id") == "client-of-the-tenant");
}

TEST_CASE("connect: case oauth-35: a token that may change things, which nobody asked for, is given back at once") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    vendor.challenge = "Bearer scope=\"orders:read\"";
    vendor.granted_scope = "orders:read orders:write";
    const Started started = begin(house, vendor.mcp());
    const auto finished = house.connector.finish(House::callback(started));
    REQUIRE_FALSE(finished);
    CHECK(finished.error().fault == Fault::denied);
    CHECK(finished.error().message.find("orders:write") != std::string::npos);
    CHECK(vendor.asked("/revoke").size() == 2);
    CHECK_FALSE(house.ours->credential(started.connection.id));
    CHECK(house.row(started.connection.id).state == store::ConnectionState::authorizing);
    CHECK(house.audited().back() == "denied callback refused");
}

TEST_CASE("connect: case oauth-35: a token that may read more than was asked for is kept, with a warning") {
    struct {
        const char* challenge;
        const char* granted;
        const char* warning;  // Empty: none.
    } const cases[] = {
        {"Bearer scope=\"orders:read\"", "orders:read", ""},
        {"Bearer scope=\"orders:read\"", "", ""},  // Not said: as asked for (RFC 6749 5.1).
        {"Bearer scope=\"orders:read\"", "orders:read people:read",
         "more permissions than were asked for (people:read)"},
        {"Bearer", "orders:read", ""},
        {"Bearer", "orders:read orders:write", "permissions to change things (orders:write)"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.challenge) + c.granted);
        House house;
        Vendor vendor(Vendor::Wants::oauth);
        vendor.challenge = c.challenge;
        vendor.granted_scope = c.granted;
        const ConnectionId id = house.connect(vendor).id;
        const auto health = house.connector.test(*house.ours, house.anna, id);
        REQUIRE(health);
        const auto logged = house.logged(id, "sign-in");
        const auto says = [&](const std::string& line) { return line.find(c.warning) != std::string::npos; };
        const bool warns = c.warning[0] != '\0';
        CHECK(health.value().warnings.size() == (warns ? 1 : 0));
        if (!warns) continue;
        CHECK(says(health.value().warnings[0]));
        CHECK(std::any_of(logged.begin(), logged.end(), says));
    }
}

TEST_CASE("connect: case oauth-36: permissions to change things are not asked for, and the person is told") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    vendor.challenge = "Bearer scope=\"files:write admin\"";
    const Started only = begin(house, vendor.mcp());
    CHECK(only.authorize_url.find("scope=") == std::string::npos);
    CHECK(only.left_out == std::vector<std::string>{"files:write", "admin"});
    CHECK(house.logged(only.connection.id, "sign-in").back().find("files:write, admin") != std::string::npos);

    vendor.challenge = "Bearer scope=\"files:read files:write\"";
    const Started some = begin(house, vendor.mcp());
    CHECK(House::parameter(some, "scope") == "files:read");
    CHECK(some.left_out == std::vector<std::string>{"files:write"});
    vendor.challenge = "Bearer scope=\"files:read\"";
    CHECK(begin(house, vendor.mcp()).left_out.empty());
}

TEST_CASE("connect: case oauth-42: a reload of the callback sends no second token request and is friendly") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const Started started = begin(house, vendor.mcp());
    REQUIRE(house.connector.finish(House::callback(started)));
    const auto again = house.connector.finish(House::callback(started));
    REQUIRE_FALSE(again);
    CHECK(again.error().message.find("finished already") != std::string::npos);
    CHECK(vendor.asked("/token").size() == 1);
    CHECK(house.row(started.connection.id).state == store::ConnectionState::connected);
}

TEST_CASE("connect: case oauth-50: a disconnect asks the vendor to revoke, and does not wait for its consent") {
    for (const int status : {200, 400, 503}) {
        CAPTURE(status);
        House house;
        Vendor vendor(Vendor::Wants::oauth);
        const ConnectionId id = house.connect(vendor).id;
        vendor.say("/revoke", {status, ""});
        CHECK(house.connector.disconnect(*house.ours, house.anna, id));
        const auto revoked = vendor.asked("/revoke");
        REQUIRE(revoked.size() == 2);
        CHECK(fakes::value_of(revoked[0].form(), "token") == "refresh-1");
        CHECK_FALSE(house.ours->connection(id));
        CHECK_FALSE(house.ours->credential(id));
    }
}

TEST_CASE("connect: case oauth-50: what a vendor grants after a disconnect is given back") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    const auto started = house.connector.reconnect(*house.ours, house.anna, id);
    REQUIRE(started);
    std::atomic<bool> gone = false;
    vendor.on("/token", [&](const fakes::Web::Asked&) {
        if (!gone.exchange(true)) CHECK(house.connector.disconnect(*house.ours, house.anna, id));
        return fakes::Web::Answer{
            200, R"({"access_token":"late-access","refresh_token":"late-refresh","token_type":"Bearer"})"};
    });
    const auto finished = house.connector.finish(House::callback(started.value()));
    REQUIRE_FALSE(finished);
    CAPTURE(finished.error().message);
    CHECK(finished.error().fault == Fault::not_found);
    CHECK_FALSE(house.ours->connection(id));
    CHECK_FALSE(house.ours->credential(id));
    const auto revoked = vendor.asked("/revoke");
    REQUIRE(revoked.size() == 4);
    CHECK(fakes::value_of(revoked[2].form(), "token") == "late-refresh");
}

TEST_CASE("connect: case oauth-51: another organization's connection is as unknown as one that never was") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    const std::size_t asked = vendor.asked().size();
    const auto words = [](const auto& result) {
        REQUIRE_FALSE(result);
        return cat(static_cast<int>(result.error().fault), " ", result.error().message);
    };
    const auto about = [&](const ConnectionId& one) {
        return std::vector<std::string>{
            words(house.connector.test(*house.theirs, house.bert, one)),
            words(house.connector.diagnose(*house.theirs, house.anna, one)),
            words(house.connector.reconnect(*house.theirs, house.bert, one)),
            words(house.connector.disconnect(*house.theirs, house.bert, one)),
            words(house.connector.review(*house.theirs, house.bert, one, "list_orders", {Decision::Word::admit, "x"})),
            words(house.sessions.lend(*house.theirs, house.bert, one)),
            words(house.sessions.list(*house.theirs, house.bert, one)),
            words(house.call_as(*house.theirs, house.bert, one)),
        };
    };
    CHECK(about(id) == about({"con_never_was"}));
    CHECK(vendor.asked().size() == asked);
    CHECK(house.call(id));
}

TEST_CASE("connect: case oauth-52: a sealed token that was copied into another row opens nothing") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const store::Connection ours = house.connect(vendor);
    const auto stolen = house.ours->credential(ours.id);
    REQUIRE(stolen);
    store::AuditEntry entry;
    entry.user = house.bert;
    entry.action = "connect";
    entry.at = house.clock.now();
    store::Connection other = ours;
    other.id = {"con_other"};
    REQUIRE(house.theirs->save_connection(ours, &stolen.value(), entry));  // Another organization, the same id.
    REQUIRE(house.ours->save_connection(other, &stolen.value(), entry));   // The same organization, another id.
    const std::size_t asked = vendor.asked().size();
    for (auto* org : {house.theirs.get(), house.ours.get()}) {
        const auto loan = house.sessions.lend(*org, house.bert, org == house.ours.get() ? other.id : ours.id);
        REQUIRE_FALSE(loan);
        CHECK(loan.error().fault == Fault::internal);
    }
    CHECK(vendor.asked().size() == asked);
    CHECK(house.call(ours.id));
}
