// Who gets in through the provider's door, what a browser keeps of it, and how it ends.
#include "visitor.h"

#include <functional>

using namespace parley;
using namespace parley::tests;

namespace {

const std::string not_a_member = "You are not a member here";

std::string line_of(const Visitor& visitor, const std::string& name) {
    for (const auto& line : visitor.set_cookies) {
        if (line.rfind(name + "=", 0) == 0) return line;
    }
    return "";
}

std::string rest_of(const std::string& line) {
    return line.substr(std::min(line.find(';'), line.size()));
}

std::string file_of(const SignInHouse& house) {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(house.folder().path())) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
}

}  // namespace

TEST_CASE("api: a member signs in, is who he is, and signs out") {
    SignInHouse house;
    house.make_org("acme", "Acme <Ltd>");
    const UserId alice = house.make_member("acme", "alice", "admin", "alice");
    Visitor browser(house);
    CHECK(says(browser.get("/"), "href=\"sign-in\""));
    CHECK_FALSE(browser.is_signed_in());

    const auto in = browser.sign_in();
    INFO(in.body);
    REQUIRE(in.status == 303);
    CHECK(net::header(in.headers, "Location") == "../");
    CHECK(net::header(in.headers, "Cache-Control") == "no-store");
    const std::string cookie = browser.jar["parley_session"];
    CHECK(cookie.size() == 43);
    CHECK(rest_of(line_of(browser, "parley_session")) == "; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax");
    CHECK(browser.jar.count("parley_sign_in") == 0);
    CHECK(says(browser.get("/"), "Signed in as alice@example.com to Acme &lt;Ltd&gt;."));

    const Json session = browser.session();
    CHECK(session["user"] ==
          Json{{"id", alice.text}, {"email", "alice@example.com"}, {"name", "alice"}, {"role", "admin"}});
    CHECK(session["organization"] == Json{{"id", "acme"}, {"name", "Acme <Ltd>"}});
    CHECK(session["expires_at"] == to_text(house.clock.now() + std::chrono::hours(12)));
    CHECK(browser.get("/v1/vendors").status == 200);
    // Of cookie and token only the hashes are kept.
    CHECK(file_of(house).find(vault::sha256_hex(cookie)) != std::string::npos);
    CHECK(file_of(house).find(cookie) == std::string::npos);
    CHECK(file_of(house).find(session["csrf_token"].get<std::string>()) == std::string::npos);

    const auto stolen = browser.jar;
    CHECK(browser.write("POST", "/sign-out").status == 204);
    CHECK(browser.jar.empty());
    CHECK_FALSE(browser.is_signed_in());
    browser.jar = stolen;
    CHECK_FALSE(browser.is_signed_in());
    CHECK(browser.send("POST", "/sign-out").status == 204);  // Nothing is left to do.
    CHECK(house.rows("acme", "sign-in") == std::vector{alice.text});
    CHECK(house.rows("acme", "sign-out") == std::vector{alice.text});
}

TEST_CASE("api: whoever the provider vouches for gets in where he is a member or invited, and nowhere else") {
    using Prepare = std::function<void(SignInHouse&)>;
    struct {
        const char* why;
        Prepare prepare;
        const char* query;
        int status;
        std::size_t denied;  // Rows in acme's audit.
    } const cases[] = {
        {"a member", [](auto& it) { it.make_member("acme", "alice", "viewer", "alice"); }, "", 303, 0},
        {"a member whose email has changed since", [](auto& it) { it.make_member("acme", "bob", "viewer", "alice"); },
         "", 303, 0},
        {"a member whose email nobody has verified",
         [](auto& it) {
             it.make_member("acme", "alice", "viewer", "alice");
             it.is("alice", /*verified=*/false);
         },
         "", 303, 0},
        {"invited", [](auto& it) { it.make_member("acme", "alice", "viewer"); }, "", 303, 0},
        {"invited, and the provider writes the address in capitals",
         [](auto& it) {
             it.make_member("acme", "alice", "viewer");
             it.provider.change([](auto& state) { state.person["email"] = " Alice@Example.COM"; });
         },
         "", 303, 0},
        {"a member who names the organization", [](auto& it) { it.make_member("acme", "alice", "viewer", "alice"); },
         "?organization=acme", 303, 0},
        {"invited, but the address is not verified",
         [](auto& it) {
             it.make_member("acme", "alice", "owner");
             it.is("alice", /*verified=*/false);
         },
         "", 403, 1},
        {"nobody knows", [](auto&) {}, "", 403, 0},
        {"nobody knows, but names an organization", [](auto&) {}, "?organization=acme", 403, 1},
        {"nobody knows, and the organization is none", [](auto&) {}, "?organization=nowhere", 403, 0},
        {"a member of another organization",
         [](auto& it) {
             it.make_org("globex");
             it.make_member("globex", "alice", "owner", "alice");
         },
         "?organization=acme", 403, 1},
        {"another person of the same address: it is bound already",
         [](auto& it) { it.make_member("acme", "alice", "owner", "somebody-else"); }, "", 403, 0},
        {"the same name at another provider",
         [](auto& it) {
             store::Member member{{"acme-x"}, "x@example.com", "x", "owner", "https://other.example", "alice", {}};
             member.created_at = it.clock.now();
             REQUIRE(it.org("acme")->save_member(member, {{"test"}, "member", "x", {}, it.clock.now()}));
         },
         "", 403, 0},
        {"no address at all",
         [](auto& it) {
             it.make_member("acme", "alice", "viewer");
             it.provider.change([](auto& state) { state.person.erase("email"); });
         },
         "", 403, 0},
        {"an address that is none",
         [](auto& it) { it.provider.change([](auto& state) { state.person["email"] = ""; }); }, "", 403, 0},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        SignInHouse house;
        house.make_org("acme");
        c.prepare(house);
        const auto members = house.org("acme")->members().value().size();
        Visitor browser(house);
        const auto response = browser.sign_in(c.query);
        INFO(response.body);
        CHECK(response.status == c.status);
        CHECK(browser.is_signed_in() == (c.status == 303));
        CHECK(browser.jar.count("parley_sign_in") == 0);
        CHECK(house.rows("acme", "denied").size() == c.denied);
        CHECK(house.rows("acme", "sign-in").size() == (c.status == 303 ? 1 : 0));
        CHECK(house.org("acme")->members().value().size() == members);
        if (c.status == 303) continue;
        CHECK(says(response, not_a_member));
        CHECK_FALSE(says(response, "acme"));
        CHECK(browser.jar.empty());
    }
}

TEST_CASE("api: an invitation is taken once: from then on the identity counts, not the address") {
    SignInHouse house;
    house.make_org("acme");
    const UserId alice = house.make_member("acme", "alice", "analyst");
    Visitor browser(house);
    REQUIRE(browser.sign_in().status == 303);
    const auto member = house.org("acme")->member(alice);
    REQUIRE(member);
    CHECK(member.value().issuer == house.provider.origin());
    CHECK(member.value().subject == "alice");
    CHECK(member.value().role == "analyst");
    // Somebody else who has come by the address.
    house.provider.change([](auto& state) { state.person["sub"] = "mallory"; });
    Visitor other(house);
    CHECK(other.sign_in().status == 403);
    CHECK(browser.is_signed_in());
}

TEST_CASE("api: who is in several organizations is asked which, and is in one of them only") {
    SignInHouse house;
    house.make_org("acme", "Acme");
    house.make_org("globex", "Globex & <script>");
    house.make_org("initech", "Initech");
    house.make_member("acme", "alice", "viewer", "alice");
    house.make_member("globex", "alice", "owner");
    Visitor browser(house);
    const auto page = browser.sign_in();
    CHECK(page.status == 200);
    CHECK(says(page, "href=\"../sign-in?organization=acme\">Acme<"));
    CHECK(says(page, "href=\"../sign-in?organization=globex\">Globex &amp; &lt;script&gt;<"));
    CHECK_FALSE(says(page, "Initech"));
    CHECK(browser.jar.empty());
    CHECK(house.rows("acme", "sign-in").empty());

    REQUIRE(browser.sign_in("?organization=globex").status == 303);
    CHECK(browser.session()["organization"]["id"] == "globex");
    CHECK(browser.session()["user"]["role"] == "owner");
    CHECK(body_of(browser.get("/v1/organization"))["id"] == "globex");
    // Two browsers of the same person, two organizations.
    Visitor second(house);
    REQUIRE(second.sign_in("?organization=acme").status == 303);
    CHECK(body_of(second.get("/v1/organization"))["id"] == "acme");
    CHECK(body_of(browser.get("/v1/organization"))["id"] == "globex");
    CHECK(second.write("PUT", "/v1/organization", R"({"name":"Mine"})").status == 403);
    CHECK(browser.write("PUT", "/v1/organization", R"({"name":"Mine"})").status == 200);
    CHECK(house.org("acme")->settings().value().name == "Acme");
    // The token of one session is nothing in the other.
    CHECK(browser.send("PUT", "/v1/organization", {{"X-CSRF-Token", second.csrf()}}, R"({"name":"X"})").status == 403);
}

TEST_CASE("api: each sign-in has a new session, a planted one is never taken over, and the one before ends") {
    SignInHouse house;
    house.make_org("acme");
    house.make_member("acme", "alice", "viewer", "alice");
    house.make_member("acme", "mallory", "viewer", "mallory");
    Visitor attacker(house);
    house.is("mallory");
    REQUIRE(attacker.sign_in().status == 303);

    Visitor browser(house);
    browser.jar = attacker.jar;  // Planted.
    house.is("alice");
    REQUIRE(browser.sign_in().status == 303);
    CHECK(browser.jar["parley_session"] != attacker.jar["parley_session"]);
    CHECK(browser.session()["user"]["email"] == "alice@example.com");
    CHECK_FALSE(attacker.is_signed_in());

    const std::string first = browser.jar["parley_session"];
    REQUIRE(browser.sign_in().status == 303);
    CHECK(browser.jar["parley_session"] != first);
    browser.jar["parley_session"] = first;
    CHECK_FALSE(browser.is_signed_in());
    browser.jar["parley_session"] = std::string(43, 'A');  // Made up: it stays nothing.
    CHECK_FALSE(browser.is_signed_in());
}

TEST_CASE("api: a session is over after twelve hours, and at once where its member goes or may less") {
    SignInHouse house;
    house.make_org("acme");
    const UserId alice = house.make_member("acme", "alice", "admin", "alice");
    Visitor browser(house);
    REQUIRE(browser.sign_in().status == 303);
    house.pass(std::chrono::hours(12) - std::chrono::milliseconds(1));
    CHECK(browser.is_signed_in());
    house.pass(std::chrono::milliseconds(1));
    CHECK_FALSE(browser.is_signed_in());

    REQUIRE(browser.sign_in().status == 303);
    CHECK(browser.write("PUT", "/v1/organization", R"({"name":"One"})").status == 200);
    auto member = house.org("acme")->member(alice).value();
    member.role = "viewer";
    REQUIRE(house.org("acme")->save_member(member, {{"test"}, "member", "", {}, house.clock.now()}));
    CHECK(browser.write("PUT", "/v1/organization", R"({"name":"Two"})").status == 403);
    REQUIRE(house.org("acme")->remove_member(alice, {{"test"}, "member", "", {}, house.clock.now()}));
    CHECK_FALSE(browser.is_signed_in());
    CHECK(browser.sign_in().status == 403);
}

TEST_CASE("api: a way back from the provider that this browser did not begin leads nowhere") {
    SignInHouse house;
    house.make_org("acme");
    house.make_member("acme", "alice", "owner", "alice");
    struct {
        const char* why;
        std::function<void(Visitor&, std::string&)> spoil;
        int status;
    } const cases[] = {
        {"in another browser", [](auto& browser, auto&) { browser.jar.clear(); }, 400},
        {"with the cookie of another sign-in",
         [&](auto& browser, auto&) {
             Visitor other(house);
             other.begin();
             browser.jar = other.jar;
         },
         403},
        {"with a cookie that was changed", [](auto& browser, auto&) { browser.jar["parley_sign_in"][50] ^= 1; }, 400},
        {"with a cookie of another kind",
         [](auto& browser, auto&) { browser.jar["parley_sign_in"] = std::string(43, 'a'); }, 400},
        {"without a state", [](auto&, auto& back) { back = "/sign-in/callback?code=code-1"; }, 403},
        {"with two states", [](auto&, auto& back) { back += "&state=x"; }, 403},
        {"with two codes", [](auto&, auto& back) { back += "&code=x"; }, 403},
        {"with two issuers", [](auto&, auto& back) { back += "&iss=x"; }, 403},
        {"with nothing", [](auto&, auto& back) { back = "/sign-in/callback"; }, 403},
        {"too late", [&](auto&, auto&) { house.pass(std::chrono::minutes(10)); }, 400},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        Visitor browser(house);
        std::string back = browser.begin();
        c.spoil(browser, back);
        const auto response = browser.get(back);
        CHECK(response.status == c.status);
        CHECK(says(response, "<h1>Not signed in</h1>"));
        CHECK(line_of(browser, "parley_sign_in") == "parley_sign_in=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        CHECK_FALSE(browser.is_signed_in());
    }
    CHECK(house.rows("acme", "sign-in").empty());

    // A replay: the cookie is gone, and even with it the code is.
    Visitor browser(house);
    const std::string back = browser.begin();
    const auto kept = browser.jar;
    REQUIRE(browser.get(back).status == 303);
    const auto session = browser.jar["parley_session"];
    CHECK(browser.get(back).status == 400);
    Visitor thief(house);
    thief.jar = kept;
    CHECK(thief.get(back).status == 400);
    CHECK_FALSE(thief.is_signed_in());
    CHECK(browser.jar["parley_session"] == session);
    CHECK(browser.is_signed_in());
    CHECK(house.rows("acme", "sign-in").size() == 1);
}

TEST_CASE("api: where one goes after signing in stands in no request") {
    SignInHouse house;
    house.make_org("acme");
    house.make_member("acme", "alice", "owner", "alice");
    for (const char* query : {"?next=https://evil.example", "?redirect_uri=//evil.example", "?return_to=/x&url=//e"}) {
        CAPTURE(query);
        Visitor browser(house);
        const auto in = browser.get(browser.begin(query) + "&next=https://evil.example");
        CHECK(in.status == 303);
        CHECK(net::header(in.headers, "Location") == "../");
    }
    Visitor browser(house);
    for (const char* query : {"?organization=a&organization=b", "?organization=%ff"}) {
        CHECK(browser.get(std::string("/sign-in") + query).status == 400);
    }
    CHECK(browser.get("/sign-in?organization=" + std::string(201, 'a')).status == 400);
}

TEST_CASE("api: over https the cookies are the host's alone, and only those count") {
    SignInHouse house("https://parley.example.com");
    house.make_org("acme");
    house.make_member("acme", "alice", "owner", "alice");
    Visitor browser(house);
    const auto sent = browser.get("/sign-in");
    CHECK(rest_of(line_of(browser, "__Host-parley_sign_in")) ==
          "; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
    const std::string location = net::header(sent.headers, "Location");
    CHECK(location.find("redirect_uri=https%3A%2F%2Fparley.example.com%2Fsign-in%2Fcallback") != std::string::npos);
    const std::string back = house.provider.consent(location);
    REQUIRE(back.rfind("https://parley.example.com/sign-in/callback?", 0) == 0);
    const std::string path = back.substr(std::string("https://parley.example.com").size());
    CHECK(browser.send("GET", path, {{"X-Forwarded-Proto", "http"}}).status == 404);
    REQUIRE(browser.get(path).status == 303);
    CHECK(rest_of(line_of(browser, "__Host-parley_session")) ==
          "; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure");

    const std::string token = browser.jar["__Host-parley_session"];
    Visitor other(house);
    struct {
        std::string cookie;
        int status;
    } const cases[] = {
        {"__Host-parley_session=" + token, 200},
        {"a=b; __Host-parley_session=" + token + "; c=d", 200},
        {"parley_session=" + token, 401},  // What a neighbouring host may plant.
        {"__Host-parley_session=" + token + "; __Host-parley_session=" + token, 401},
        {"__host-parley_session=" + token, 401},
        {"x__Host-parley_session=" + token, 401},
        {"__Host-parley_session=" + token + "x", 401},
        {"__Host-parley_session=\"" + token + "\"", 401},
        {"__Host-parley_session=", 401},
        {"__Host-parley_session", 401},
        {"__Host-parley_session=" + vault::sha256_hex(token), 401},  // What the database holds.
        {"__Host-parley_session=' OR 1=1 --", 401},
        {";;;==;", 401},
    };
    for (const auto& c : cases) {
        CAPTURE(c.cookie);
        CHECK(other.send("GET", "/v1/session", {{"Cookie", c.cookie}}).status == c.status);
    }
    // A key beside it, good or not, and the cookie counts for nothing.
    CHECK(browser.send("GET", "/v1/session", {{"Authorization", "Bearer parley_x"}}).status == 401);
}

TEST_CASE("api: without a provider nobody can begin, and a page says so") {
    DemoHouse demo;
    Client client(demo);
    for (const char* path : {"/sign-in", "/sign-in/callback?code=x&state=y"}) {
        const auto response = client.send_bare("GET", path);
        CHECK(response.status == 404);
        CHECK(response.body.find("not set up on this server.") != std::string::npos);
        CHECK(net::header(response.headers, "Set-Cookie").empty());
    }
    CHECK(client.send_bare("GET", "/").body.find("not set up") != std::string::npos);
    CHECK(client.send("GET", "/v1/session").status == 400);
    CHECK(client.send_bare("GET", "/v1/session").status == 401);
}

TEST_CASE("api: a provider in trouble is a page, and the server stays well") {
    SignInHouse house;
    house.provider.say("/.well-known/openid-configuration", {500, "<b>stack trace</b>"});
    Visitor browser(house);
    const auto response = browser.get("/sign-in");
    CHECK(response.status == 503);
    CHECK(says(response, "try again in a minute"));
    CHECK_FALSE(says(response, "stack trace"));
    CHECK(browser.get("/healthz").status == 200);
}
