// Who comes in: every route, every role, every plan; every kind of key that is none; and how often.
#include "gate.h"

#include <set>

using namespace parley;
using namespace parley::tests;
using Rank = policy::Role;

namespace {

// Plans in which a role that is high enough does it: t(rial) s(tarter) p(rofessional) e(nterprise), o(ver), u(nknown).
constexpr std::string_view always = "tspeou";
constexpr std::string_view while_paid = "tspe";

struct Expected {
    const char* route;
    std::optional<Rank> least;  // Null: no caller is needed.
    std::string_view plans = always;
};

const Expected expected[] = {
    {"GET /healthz", std::nullopt},
    {"GET /oauth/callback", std::nullopt},
    {"GET /oauth/finished/{outcome}", std::nullopt},
    {"GET /oauth/client-metadata.json", std::nullopt},
    {"GET /sign-in", std::nullopt},
    {"GET /sign-in/callback", std::nullopt},
    {"GET /", std::nullopt},
    {"GET /integrations", std::nullopt},
    {"GET /integrations/{id}", std::nullopt},
    {"POST /sign-out", std::nullopt},
    {"GET /v1/session", Rank::viewer},
    {"GET /v1/vendors", Rank::viewer},
    {"GET /v1/vendors/{id}", Rank::viewer},
    {"GET /v1/connections", Rank::viewer},
    {"POST /v1/connections", Rank::admin, while_paid},
    {"GET /v1/connections/{id}", Rank::viewer},
    {"DELETE /v1/connections/{id}", Rank::admin},
    {"POST /v1/connections/{id}/test", Rank::admin, while_paid},
    {"GET /v1/connections/{id}/diagnosis", Rank::admin, while_paid},
    {"GET /v1/connections/{id}/log", Rank::viewer},
    {"POST /v1/connections/{id}/reconnect", Rank::admin, while_paid},
    {"GET /v1/connections/{id}/tools", Rank::viewer},
    {"POST /v1/connections/{id}/tools/{tool}", Rank::admin, while_paid},
    {"POST /v1/connections/{id}/shapes/{shape}", Rank::admin, while_paid},
    {"GET /v1/reviews", Rank::admin, while_paid},
    {"POST /v1/ask", Rank::analyst, while_paid},
    {"GET /v1/suggestions", Rank::viewer},
    {"GET /v1/answers", Rank::viewer},
    {"GET /v1/answers/{id}", Rank::viewer},
    {"POST /v1/answers/{id}/edit", Rank::analyst, while_paid},
    {"GET /v1/dashboards", Rank::viewer},
    {"POST /v1/dashboards", Rank::analyst, while_paid},
    {"GET /v1/dashboards/{id}", Rank::viewer},
    {"DELETE /v1/dashboards/{id}", Rank::analyst, while_paid},
    {"POST /v1/pins", Rank::analyst, while_paid},
    {"GET /v1/pins/{id}", Rank::viewer},
    {"POST /v1/pins/{id}/refresh", Rank::analyst, while_paid},
    {"DELETE /v1/pins/{id}", Rank::analyst, while_paid},
    {"GET /v1/organization", Rank::viewer},
    {"PUT /v1/organization", Rank::admin},
    {"GET /v1/audit", Rank::admin, "tpe"},
    {"GET /v1/audit/export", Rank::admin, "te"},
    {"GET /v1/plan", Rank::viewer},
    {"GET /v1/keys", Rank::analyst},
    {"POST /v1/keys", Rank::analyst},
    {"DELETE /v1/keys/{id}", Rank::analyst},
    {"GET /v1/members", Rank::admin},
    {"POST /v1/members", Rank::admin},
    {"PUT /v1/members/{id}", Rank::admin},
    {"DELETE /v1/members/{id}", Rank::admin},
};

std::string name_of(const api::Route& route) {
    return std::string(route.method) + " " + route.pattern;
}

api::Knock knock_with(const std::string& authorization, const std::string& address = "192.0.2.1") {
    api::Knock knock;
    knock.address = address;
    if (!authorization.empty()) knock.authorization.push_back(authorization);
    return knock;
}

// An organization of each plan, with a key of each role.
struct Plan {
    char letter;
    std::map<Rank, std::string> keys;
};

std::vector<Plan> make_plans(Gate& gate) {
    const struct {
        char letter;
        const char *id, *tier;
        int age_days;
    } all[] = {{'o', "over", "trial", 14},         {'t', "trying", "trial", 0},       {'s', "small", "starter", 0},
               {'p', "larger", "professional", 0}, {'e', "largest", "enterprise", 0}, {'u', "odd", "golden", 0}};
    std::vector<Plan> plans;
    for (const auto& one : all) {
        const auto org = gate.make_org(one.id, one.tier);
        Plan plan{one.letter, {}};
        for (const Rank role : all_roles) {
            const auto member = gate.make_member(*org, std::string(policy::name_of(role)), role);
            plan.keys[role] = gate.make_key(*org, member.id, Rank::owner);
        }
        gate.clock.pass(std::chrono::hours(24) * one.age_days);  // The first one grows old before the others are made.
        plans.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace

TEST_CASE("api: every route takes the role and the plan that stand in one table") {
    Gate gate;
    const auto plans = make_plans(gate);
    std::map<std::string, Expected> table;
    for (const auto& row : expected) CHECK_MESSAGE(table.emplace(row.route, row).second, row.route);
    CHECK(table.size() == api::routes().size());
    int admitted = 0;
    int refused = 0;
    for (const auto& route : api::routes()) {
        CAPTURE(name_of(route));
        const auto row = table.find(name_of(route));
        REQUIRE_MESSAGE(row != table.end(), "a route that nobody has thought about");
        CHECK(route.act.has_value() == row->second.least.has_value());
        CHECK(status_of(gate.admission().admit(route, knock_with(""))) == (row->second.least ? 401 : 200));
        if (!row->second.least) continue;
        for (const auto& plan : plans) {
            for (const auto& held : plan.keys) {
                const auto role = held.first;
                CAPTURE(plan.letter);
                CAPTURE(policy::name_of(role));
                const auto verdict = gate.admission().admit(route, knock_with(bearer(held.second)));
                const bool in_plan = row->second.plans.find(plan.letter) != std::string_view::npos;
                CHECK(status_of(verdict) == (role >= *row->second.least && in_plan ? 200 : 403));
                ++(status_of(verdict) == 200 ? admitted : refused);
            }
        }
    }
    CHECK(admitted > 300);
    CHECK(refused > 200);
}

TEST_CASE("api: under /v1 there is nothing that nobody needs to be known for") {
    std::set<std::string> seen;
    for (const auto& route : api::routes()) {
        CAPTURE(name_of(route));
        CHECK(seen.insert(name_of(route)).second);
        const bool versioned = std::string_view(route.pattern).substr(0, 4) == "/v1/";
        if (versioned) CHECK(route.act.has_value());
        if (route.cost == api::Cost::free) CHECK(std::string_view(route.pattern) == "/healthz");
    }
}

TEST_CASE("api: what comes in is a good key as a bearer token, and nothing that looks like one") {
    Gate gate;
    const auto org = gate.make_org("acme");
    const auto ann = gate.make_member(*org, "ann", Rank::admin);
    const std::string key = gate.make_key(*org, ann.id, Rank::admin);
    const std::string other = gate.make_key(*org, ann.id, Rank::admin);
    const struct {
        std::vector<std::string> headers;
        int status;
    } cases[] = {
        {{"Bearer " + key}, 200},
        {{"bearer " + key}, 200},
        {{"BEARER " + key}, 200},
        {{"Bearer   " + key + " "}, 200},
        {{"Bearer " + other}, 200},
        {{}, 401},
        {{""}, 401},
        {{"Bearer"}, 401},
        {{"Bearer "}, 401},
        {{key}, 401},
        {{"Basic " + key}, 401},
        {{"Token " + key}, 401},
        {{"Bearer" + key}, 401},
        {{"Bearer\t" + key}, 401},
        {{" Bearer " + key}, 401},
        {{"Bearer " + key + "x"}, 401},
        {{"Bearer " + key.substr(0, key.size() - 1)}, 401},
        {{"Bearer " + key + ", Bearer " + other}, 401},
        {{"Bearer " + key, "Bearer " + other}, 401},
        {{"Bearer " + key, "Bearer " + key}, 401},
        {{"Bearer \"" + key + "\""}, 401},
        {{"Bearer " + key.substr(7)}, 401},
        {{"Bearer PARLEY_" + key.substr(7)}, 401},
        {{"Bearer " + vault::sha256_hex(key)}, 401},  // What a stolen database would hold.
        {{"Bearer parley_" + std::string(43, 'A')}, 401},
        {{"Bearer parley_' OR '1'='1' -- aaaaaaaaaaaaaaaaaaaaaaaaaaaa"}, 401},
        {{"Bearer " + std::string(100'000, 'a')}, 401},
        {{std::string("Bearer ") + key.substr(0, 20) + std::string(1, '\0') + key.substr(21)}, 401},
    };
    const auto route = api::match("GET", "/v1/vendors").route;
    REQUIRE(route != nullptr);
    for (const auto& c : cases) {
        CAPTURE((c.headers.empty() ? "" : c.headers.front().substr(0, 80)));
        api::Knock knock;
        knock.authorization = c.headers;
        const auto verdict = gate.admission().admit(*route, knock);
        CHECK(status_of(verdict) == c.status);
        CHECK(sentence_of(verdict).find("parley_") == std::string::npos);
    }
}

TEST_CASE("api: a key is good until it ends, is revoked, or its member goes, and never does more than its member may") {
    Gate gate;
    const auto org = gate.make_org("acme");
    const auto boss = gate.make_member(*org, "boss", Rank::owner);
    const auto ann = gate.make_member(*org, "ann", Rank::admin);
    const auto bob = gate.make_member(*org, "bob", Rank::analyst);
    const auto globex = gate.make_org("globex");

    const std::string brief = gate.make_key(*org, ann.id, Rank::admin, std::chrono::hours(1));
    const std::string revoked = gate.make_key(*org, ann.id, Rank::admin, std::nullopt, "k-revoked");
    const std::string small = gate.make_key(*org, ann.id, Rank::viewer);
    const std::string large = gate.make_key(*org, bob.id, Rank::owner);
    const std::string stranger = gate.make_key(*org, {"nobody"}, Rank::owner);
    const std::string terminal = gate.make_key(*org, api::terminal_user, Rank::owner);
    const std::string borrowed = gate.make_key(*globex, ann.id, Rank::owner);  // A member elsewhere, not here.

    const auto status = [&](const std::string& key, const std::string& method, const std::string& path) {
        return status_of(gate.knock(method, path, bearer(key)));
    };
    CHECK(status(brief, "GET", "/v1/members") == 200);
    CHECK(status(small, "GET", "/v1/connections") == 200);
    CHECK(status(small, "POST", "/v1/ask") == 403);
    CHECK(status(large, "POST", "/v1/ask") == 200);
    CHECK(status(large, "GET", "/v1/members") == 403);
    CHECK(status(stranger, "GET", "/v1/connections") == 401);
    CHECK(status(borrowed, "GET", "/v1/connections") == 401);
    CHECK(status(terminal, "GET", "/v1/members") == 200);

    gate.clock.pass(std::chrono::hours(1) - std::chrono::milliseconds(1));
    CHECK(status(brief, "GET", "/v1/members") == 200);
    gate.clock.pass(std::chrono::milliseconds(1));
    CHECK(status(brief, "GET", "/v1/members") == 401);

    CHECK(status(revoked, "GET", "/v1/members") == 200);
    REQUIRE(org->remove_key({"k-revoked"}, gate.entry("key")));
    CHECK(status(revoked, "GET", "/v1/members") == 401);

    auto demoted = ann;
    demoted.role = "viewer";
    const std::string again = gate.make_key(*org, ann.id, Rank::admin);
    CHECK(status(again, "POST", "/v1/ask") == 200);
    REQUIRE(org->save_member(demoted, gate.entry("member")));
    CHECK(status(again, "POST", "/v1/ask") == 403);
    demoted.role = "emperor";  // A role that this program does not know is none.
    REQUIRE(org->save_member(demoted, gate.entry("member")));
    CHECK(status(again, "GET", "/v1/connections") == 401);

    REQUIRE(org->remove_member(bob.id, gate.entry("member")));
    CHECK(status(large, "GET", "/v1/connections") == 401);
    const std::string late = gate.make_key(*org, bob.id, Rank::owner);  // Made in the same moment, by another process.
    CHECK(status(late, "GET", "/v1/connections") == 401);
}

TEST_CASE("api: a key is its organization's, and what is admitted is that organization's store") {
    Gate gate;
    for (const char* id : {"acme", "globex"}) {
        const auto org = gate.make_org(id);
        const auto member = gate.make_member(*org, "ann", Rank::viewer);
        const auto verdict = gate.knock("GET", "/v1/connections", bearer(gate.make_key(*org, member.id, Rank::owner)));
        const auto* guest = std::get_if<api::Admitted>(&verdict);
        REQUIRE(guest != nullptr);
        CHECK(guest->org->org().text == id);
        REQUIRE(guest->caller);
        CHECK(guest->caller->org.text == id);
        CHECK(guest->caller->user == member.id);
        CHECK(guest->caller->role == Rank::viewer);
    }
}

TEST_CASE("api: a caller has so many requests a minute, fewer of them for vendors, and the next is told when to come") {
    Gate gate(api::Rates{10, 3, 100, 100});
    const auto org = gate.make_org("acme");
    const auto ann = gate.make_member(*org, "ann", Rank::owner);
    const std::string one = bearer(gate.make_key(*org, ann.id, Rank::owner));
    const std::string two = bearer(gate.make_key(*org, ann.id, Rank::owner));
    const auto count = [&](const std::string& key, const char* method, const char* path) {
        int passed = 0;
        for (int number = 0; number < 20; ++number) passed += status_of(gate.knock(method, path, key)) == 200 ? 1 : 0;
        return passed;
    };
    CHECK(count(one, "POST", "/v1/ask") == 3);
    gate.clock.pass(std::chrono::minutes(1));
    CHECK(count(one, "GET", "/v1/vendors") == 10);
    CHECK(count(two, "GET", "/v1/vendors") == 10);  // Another key, another bucket.
    const auto refused = gate.knock("GET", "/v1/vendors", one);
    CHECK(status_of(refused) == 429);
    CHECK(std::get<api::Refusal>(refused).retry_after_s == 6);
    CHECK(status_of(gate.knock("GET", "/healthz", one)) == 200);
    gate.clock.pass(std::chrono::seconds(6));
    CHECK(count(one, "GET", "/v1/vendors") == 1);
    gate.clock.pass(std::chrono::minutes(1));
    CHECK(count(one, "GET", "/v1/vendors") == 10);
}

TEST_CASE("api: wrong keys are counted by address, and lock no good key out") {
    Gate gate(api::Rates{1'000, 1'000, 1'000, 10});
    const auto org = gate.make_org("acme");
    const auto ann = gate.make_member(*org, "ann", Rank::owner);
    const std::string good = bearer(gate.make_key(*org, ann.id, Rank::owner));
    const auto guess = [&](const std::string& address) {
        return status_of(gate.knock("GET", "/v1/vendors", bearer(api::new_key_text()), address));
    };
    for (int number = 0; number < 10; ++number) CHECK(guess("192.0.2.1") == 401);
    for (int number = 0; number < 10; ++number) CHECK(guess("192.0.2.1") == 429);
    CHECK(status_of(gate.knock("GET", "/v1/vendors", good, "192.0.2.1")) == 200);
    CHECK(guess("192.0.2.2") == 401);
    CHECK(status_of(gate.knock("GET", "/v1/vendors", "", "192.0.2.1")) == 401);  // No key at all is no guess.
    gate.clock.pass(std::chrono::seconds(6));
    CHECK(guess("192.0.2.1") == 401);
    CHECK(guess("192.0.2.1") == 429);
}

TEST_CASE("api: what needs no key is counted by address, health not at all") {
    Gate gate(api::Rates{1'000, 1'000, 5, 1'000});
    const auto status = [&](const char* path, const char* address) {
        return status_of(gate.knock("GET", path, "", address));
    };
    for (int number = 0; number < 5; ++number) CHECK(status("/oauth/finished/over", "192.0.2.1") == 200);
    CHECK(status("/oauth/finished/over", "192.0.2.1") == 429);
    CHECK(status("/oauth/callback", "192.0.2.1") == 429);
    CHECK(status("/oauth/callback", "192.0.2.2") == 200);
    for (int number = 0; number < 100; ++number) CHECK(status("/healthz", "192.0.2.1") == 200);
}

TEST_CASE("api: an address counts as its network where it has a whole one") {
    const struct {
        const char *address, *counts_as;
    } cases[] = {
        {"192.0.2.1", "192.0.2.1"},
        {"::ffff:192.0.2.1", "192.0.2.1"},
        {"2001:db8:1:2::1", "2001:db8:1:2::/64"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"2001:db8::1", "2001:db8:0:0::/64"},
        {"2001:db8:0:0:1:2:3:4", "2001:db8:0:0::/64"},
        {"2001::1:2:3:4:5", "2001:0:0:1::/64"},
        {"::1", "0:0:0:0::/64"},
        {"::", "0:0:0:0::/64"},
        {"fe80::1%eth0", "fe80:0:0:0::/64"},
        {"", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.address);
        CHECK(api::neighbourhood(c.address) == c.counts_as);
    }
}

TEST_CASE("api: who asks is believed of the proxy in front alone, and of it only what it wrote itself") {
    const struct {
        const char *peer, *forwarded_for, *proxy, *address;
    } cases[] = {
        {"192.0.2.1", "", "", "192.0.2.1"},
        {"192.0.2.1", "198.51.100.7", "", "192.0.2.1"},
        {"192.0.2.1", "198.51.100.7", "127.0.0.1", "192.0.2.1"},
        {"127.0.0.1", "198.51.100.7", "127.0.0.1", "198.51.100.7"},
        {"127.0.0.1", "10.0.0.1, 198.51.100.7", "127.0.0.1", "198.51.100.7"},
        {"127.0.0.1", "2001:DB8::7", "127.0.0.1", "2001:db8::7"},
        {"127.0.0.1", "198.51.100.7, ", "127.0.0.1", "127.0.0.1"},
        {"127.0.0.1", "", "127.0.0.1", "127.0.0.1"},
        {"127.0.0.1", "unknown", "127.0.0.1", "127.0.0.1"},
        {"127.0.0.1", "198.51.100.7\n", "127.0.0.1", "198.51.100.7"},
        {"127.0.0.1", "198.51.100.7 x", "127.0.0.1", "127.0.0.1"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.forwarded_for);
        CHECK(api::address_of(c.peer, c.forwarded_for, c.proxy) == c.address);
    }
}

TEST_CASE("api: an organization whose requests all wait for vendors is told so, and nobody else notices") {
    Gate gate;
    std::vector<api::Verdict> waiting;
    std::map<std::string, std::string> keys;
    for (const char* id : {"acme", "globex", "initech", "hooli"}) {
        keys[id] = bearer(gate.make_key(*gate.make_org(id), api::terminal_user, Rank::owner));
    }
    for (int number = 0; number < limits::threads_per_organization; ++number) {
        waiting.push_back(gate.knock("POST", "/v1/ask", keys["acme"]));
        REQUIRE(status_of(waiting.back()) == 200);
    }
    const auto refused = gate.knock("POST", "/v1/ask", keys["acme"]);
    CHECK(status_of(refused) == 429);
    CHECK(std::get<api::Refusal>(refused).retry_after_s == 1);
    CHECK(status_of(gate.knock("POST", "/v1/pins/x/refresh", keys["acme"])) == 429);
    CHECK(status_of(gate.knock("GET", "/v1/connections", keys["acme"])) == 200);
    CHECK(status_of(gate.knock("DELETE", "/v1/connections/x", keys["acme"])) == 200);  // The way out stays open.
    CHECK(status_of(gate.knock("POST", "/v1/ask", keys["globex"])) == 200);

    for (const char* id : {"globex", "initech"}) {
        for (int number = 0; number < limits::threads_per_organization; ++number)
            waiting.push_back(gate.knock("POST", "/v1/ask", keys[id]));
    }
    CHECK(status_of(gate.knock("POST", "/v1/ask", keys["hooli"])) == 429);  // No thread is left but for quick ones.
    CHECK(status_of(gate.knock("GET", "/v1/connections", keys["hooli"])) == 200);
    CHECK(status_of(gate.knock("GET", "/healthz", "")) == 200);
    waiting.clear();
    CHECK(status_of(gate.knock("POST", "/v1/ask", keys["acme"])) == 200);
    CHECK(status_of(gate.knock("POST", "/v1/ask", keys["hooli"])) == 200);
}

TEST_CASE("api: who is refused leaves a row, and a flood of refusals no more than a few") {
    Gate gate;
    const auto org = gate.make_org("acme");
    const auto globex = gate.make_org("globex");
    const auto ann = gate.make_member(*org, "ann", Rank::viewer);
    const auto bob = gate.make_member(*org, "bob", Rank::viewer);
    const std::string one = bearer(gate.make_key(*org, ann.id, Rank::owner, std::nullopt, "k1"));
    const std::string two = bearer(gate.make_key(*org, ann.id, Rank::owner));
    const std::string of_bob = bearer(gate.make_key(*org, bob.id, Rank::owner));

    CHECK(status_of(gate.knock("POST", "/v1/ask", one)) == 403);
    auto rows = gate.rows_of("acme", "denied");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].entry.user == ann.id);
    CHECK(rows[0].entry.subject == "POST /v1/ask");
    CHECK(rows[0].entry.details["role"] == "viewer");
    CHECK(rows[0].entry.details["key"] == "k1");

    for (int number = 0; number < 50; ++number) {
        CHECK(status_of(gate.knock("DELETE", "/v1/pins/secret-thing", one)) == 403);
        CHECK(status_of(gate.knock("GET", "/v1/audit", two)) == 403);  // More keys of one person are no way round.
    }
    CHECK(gate.rows_of("acme", "denied").size() == limits::denials_audited_per_minute);
    CHECK(status_of(gate.knock("GET", "/v1/audit", of_bob)) == 403);
    CHECK(gate.rows_of("acme", "denied").size() == limits::denials_audited_per_minute + 1);
    gate.clock.pass(std::chrono::minutes(1));
    CHECK(status_of(gate.knock("GET", "/v1/audit", one)) == 403);
    rows = gate.rows_of("acme", "denied");
    REQUIRE(rows.size() == limits::denials_audited_per_minute + 2);
    CHECK(rows.back().entry.details["unwritten"] == 101 - limits::denials_audited_per_minute);
    for (const auto& row : rows) CHECK(dump(row.entry.details).find("secret-thing") == std::string::npos);
    CHECK(gate.rows_of("globex", "denied").empty());
}
