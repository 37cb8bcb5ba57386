// Signing in at an OpenID provider that nobody here wrote: npm's oidc-provider on loopback, our own HTTP server, and
// people whose browsers keep cookies.
#include "support.h"
#include "vault/crypto.h"

using namespace parley;
using namespace parley::tests;

namespace {

const std::string home = "http://127.0.0.1:8080";  // As the configuration calls this server; it listens elsewhere.

struct Setup {
    const char* authentication = "client_secret_basic";
    const char* algorithm = "RS256";
};

class SignInHouse {
public:
    explicit SignInHouse(const Setup& setup = {})
        : provider_(peer_script("identity_provider.mjs"),
                    {home + "/sign-in/callback", setup.authentication, setup.algorithm}) {
        app::Config config = config_in(folder_, few_vendors().vendors);
        config.sign_in.issuer = provider_.origin();
        config.sign_in.client_id = "parley";
        if (std::string(setup.authentication) != "none") {
            config.sign_in.client_secret = std::make_shared<const Secret>("a client's secret / + %41");
            config.sign_in.client_secret_variable = "CLIENT_SECRET";
        }
        auto built = app::House::build(config, clock, few_vendors());
        INFO((built ? "" : built.error().message + " " + built.error().detail));
        REQUIRE(built);
        house_ = std::move(built).value();
        auto started = api::Server::start(house_->deps(), {"127.0.0.1", 0});
        REQUIRE(started);
        server_ = std::move(started).value();
    }

    void make_org(const std::string& id) {
        store::Organization made;
        made.id = {id};
        made.name = id;
        made.tier = "enterprise";
        made.created_at = clock.now();
        REQUIRE(house_->store().create_organization(made));
    }
    void invite(const std::string& in, const std::string& name, const std::string& role) {
        const store::Member member{{in + "-" + name}, name + "@example.com", "", role, "", "", clock.now()};
        REQUIRE(org(in)->save_member(member, {{"test"}, "member", member.id.text, {}, clock.now()}));
    }
    std::unique_ptr<store::OrgStore> org(const std::string& id) { return house_->store().for_org({id}); }

    std::size_t rows(const std::string& in, std::string_view action) {
        const auto all = org(in)->audit_rows(0, 1'000);
        REQUIRE(all);
        return static_cast<std::size_t>(std::count_if(all.value().begin(), all.value().end(),
                                                      [&](const auto& row) { return row.entry.action == action; }));
    }
    int port() const { return server_->port(); }
    Json events() const { return Browser().read_json(provider_.origin() + "/events"); }

    ShiftedClock clock;

private:
    Folder folder_;
    NodeServer provider_;
    std::unique_ptr<app::House> house_;
    std::unique_ptr<api::Server> server_;
};

struct Answer {
    int status = 0;
    std::string location;
    std::string body;
};

// One browser: a jar for our server, and the provider's pages.
class Person {
public:
    Person(SignInHouse& house, const std::string& name) : house_(house), pages_(name) {}

    Answer send(const std::string& method, const std::string& path, const std::string& body = "",
                const std::map<std::string, std::string>& headers = {}) {
        Poco::Net::HTTPClientSession session("127.0.0.1", static_cast<std::uint16_t>(house_.port()));
        Poco::Net::HTTPRequest request(method, path, Poco::Net::HTTPMessage::HTTP_1_1);
        std::string line;
        for (const auto& [name, value] : jar) line += (line.empty() ? "" : "; ") + name + "=" + value;
        if (!line.empty()) request.set("Cookie", line);
        for (const auto& [name, value] : headers) request.set(name, value);
        request.setContentLength(static_cast<std::streamsize>(body.size()));
        session.sendRequest(request) << body;
        Poco::Net::HTTPResponse response;
        Answer answer;
        Poco::StreamCopier::copyToString(session.receiveResponse(response), answer.body);
        answer.status = response.getStatus();
        answer.location = response.get("Location", "");
        for (const auto& [name, value] : response) {
            if (Poco::icompare(name, "Set-Cookie") == 0) keep(value);
        }
        return answer;
    }
    Answer get(const std::string& path) { return send("GET", path); }
    Answer write(const std::string& method, const std::string& path, const std::string& body = "") {
        return send(method, path, body,
                    {{"X-CSRF-Token", session()["csrf_token"]}, {"Origin", home}, {"Sec-Fetch-Site", "same-origin"}});
    }

    // Through the provider's pages, up to the address that leads back to us.
    std::string begin(const std::string& query = "") {
        const Answer sent = get("/sign-in" + query);
        INFO(sent.body);
        REQUIRE(sent.status == 302);
        return pages_.visit(sent.location, home + "/sign-in/callback?").substr(home.size());
    }
    Answer sign_in(const std::string& query = "") { return get(begin(query)); }

    Json session() {
        const auto json = parse_json(get("/v1/session").body);
        REQUIRE(json);
        return json.value();
    }
    bool is_signed_in() { return get("/v1/session").status == 200; }

    std::map<std::string, std::string> jar;

private:
    void keep(const std::string& line) {
        const std::string name = line.substr(0, line.find('='));
        jar[name] = line.substr(name.size() + 1, line.find(';') - name.size() - 1);
        if (line.find("; Max-Age=0") != std::string::npos) jar.erase(name);
    }

    SignInHouse& house_;
    Browser pages_;
};

bool provider_is_here() {
    return peers_are_here("oidc-provider");
}

}  // namespace

TEST_CASE("peers: sign-in: invited, signed in, working, signed out, and back again at an independent provider") {
    if (!provider_is_here()) return;
    for (const Setup& setup :
         {Setup{"client_secret_basic", "RS256"}, Setup{"client_secret_post", "PS256"}, Setup{"none", "ES256"}}) {
        CAPTURE(setup.authentication);
        CAPTURE(setup.algorithm);
        SignInHouse house(setup);
        house.make_org("acme");
        house.invite("acme", "alice", "owner");
        Person alice(house, "alice");
        CHECK_FALSE(alice.is_signed_in());
        const Answer in = alice.sign_in();
        INFO(in.body);
        INFO(house.events().dump());
        REQUIRE(in.status == 303);
        CHECK(in.location == "../");
        CHECK(alice.session()["user"]["email"] == "alice@example.com");
        CHECK(alice.session()["user"]["name"] == "alice of Example");
        CHECK(alice.get("/v1/vendors").status == 200);
        CHECK(alice.write("PUT", "/v1/organization", R"({"name":"Alice's"})").status == 200);

        const auto kept = alice.jar;
        CHECK(alice.write("POST", "/sign-out").status == 204);
        CHECK_FALSE(alice.is_signed_in());
        alice.jar = kept;
        CHECK_FALSE(alice.is_signed_in());
        alice.jar.clear();

        REQUIRE(alice.sign_in().status == 303);  // Known by now: by issuer and subject.
        CHECK(alice.is_signed_in());
        CHECK(house.rows("acme", "sign-in") == 2);
        CHECK(house.rows("acme", "sign-out") == 1);
        const Json events = house.events();
        CHECK(events["authorization_code"] == 2);
        CHECK(events["refused"].empty());
        CHECK(events["server_errors"].empty());
    }
}

TEST_CASE("peers: sign-in: who is nobody here, or whose address is not verified, stays outside") {
    if (!provider_is_here()) return;
    SignInHouse house;
    house.make_org("acme");
    house.invite("acme", "alice", "owner");
    house.invite("acme", "unverified-bob", "admin");
    for (const char* name : {"mallory", "unverified-bob"}) {
        CAPTURE(name);
        Person person(house, name);
        const Answer refused = person.sign_in();
        CHECK(refused.status == 403);
        CHECK(refused.body.find("You are not a member here") != std::string::npos);
        CHECK(person.jar.empty());
        CHECK_FALSE(person.is_signed_in());
    }
    CHECK(house.org("acme")->members().value().size() == 2);
    CHECK(house.rows("acme", "sign-in") == 0);
    CHECK(house.rows("acme", "denied") == 1);  // Of the one whose organization is known.
}

TEST_CASE("peers: sign-in: a way back is good once, and only in the browser that began") {
    if (!provider_is_here()) return;
    SignInHouse house;
    house.make_org("acme");
    house.invite("acme", "alice", "owner");
    Person alice(house, "alice"), thief(house, "mallory");

    const std::string stolen = alice.begin();
    CHECK(thief.get(stolen).status == 400);  // The address alone: no cookie.
    thief.begin();
    CHECK(thief.get(stolen).status == 403);  // With the cookie of a sign-in of his own.
    CHECK_FALSE(thief.is_signed_in());

    const auto waiting = alice.jar;
    REQUIRE(alice.get(stolen).status == 303);
    CHECK(alice.get(stolen).status == 400);
    CHECK(house.events()["authorization_code"] == 1);
    thief.jar = waiting;
    CHECK(thief.get(stolen).status == 400);  // With everything that Alice's browser had: the provider knows the code.
    CHECK_FALSE(thief.is_signed_in());
    CHECK(house.events()["authorization_code"] == 1);
    CHECK(house.events()["refused"].size() == 1);
    CHECK(house.rows("acme", "sign-in") == 1);
}

TEST_CASE("peers: sign-in: another site makes a signed-in browser write nothing, and a session is over in time") {
    if (!provider_is_here()) return;
    SignInHouse house;
    house.make_org("acme");
    house.invite("acme", "alice", "owner");
    Person alice(house, "alice");
    REQUIRE(alice.sign_in().status == 303);
    const std::string token = alice.session()["csrf_token"];
    const std::string body = R"({"name":"Evil"})";
    CHECK(alice.send("PUT", "/v1/organization", body, {{"Origin", "https://evil.example"}}).status == 403);
    CHECK(alice.send("PUT", "/v1/organization", body, {{"Sec-Fetch-Site", "cross-site"}, {"X-CSRF-Token", token}})
              .status == 403);
    CHECK(alice.send("POST", "/sign-out", "", {{"Origin", "https://evil.example"}}).status == 403);
    CHECK(house.org("acme")->settings().value().name == "acme");
    CHECK(alice.is_signed_in());

    house.clock.forward(std::chrono::hours(12));
    CHECK_FALSE(alice.is_signed_in());
    CHECK(alice.send("PUT", "/v1/organization", body, {{"X-CSRF-Token", token}}).status == 401);
}

TEST_CASE("peers: sign-in: two organizations are apart, and a person in both chooses one") {
    if (!provider_is_here()) return;
    SignInHouse house;
    house.make_org("acme");
    house.make_org("globex");
    house.invite("acme", "alice", "owner");
    house.invite("globex", "bob", "owner");
    house.invite("acme", "carol", "viewer");
    house.invite("globex", "carol", "owner");
    Person alice(house, "alice"), bob(house, "bob"), carol(house, "carol");
    REQUIRE(alice.sign_in().status == 303);
    REQUIRE(bob.sign_in().status == 303);
    const Answer page = carol.sign_in();
    CHECK(page.status == 200);
    CHECK(page.body.find("../sign-in?organization=acme") != std::string::npos);
    CHECK_FALSE(carol.is_signed_in());
    REQUIRE(carol.sign_in("?organization=acme").status == 303);

    CHECK(alice.write("PUT", "/v1/organization", R"({"name":"Alice's"})").status == 200);
    CHECK(bob.write("PUT", "/v1/organization", R"({"name":"Bob's"})").status == 200);
    CHECK(carol.write("PUT", "/v1/organization", R"({"name":"Carol's"})").status == 403);
    CHECK(house.org("acme")->settings().value().name == "Alice's");
    CHECK(house.org("globex")->settings().value().name == "Bob's");
    Person intruder(house, "bob");
    CHECK(intruder.sign_in("?organization=acme").status == 403);
    CHECK(house.rows("acme", "denied") >= 1);
    CHECK_FALSE(intruder.is_signed_in());
}
