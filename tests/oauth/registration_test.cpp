// What registration does when the first answer is no, and what it keeps.
#include "support.h"

#include <atomic>

using namespace parley;
using namespace parley::oauth;

namespace {

// Refuses whatever carries a member of that name and value (null: any value), and counts.
void refuse(Desk& desk, std::atomic<int>& count, const std::string& member, const Json& value) {
    desk.server.on("/register", [&count, member, value](const fakes::Web::Asked& asked) {
        ++count;
        const auto json = parse_json(asked.body);
        const Json& found = at_or_null(json.value(), member);
        if (!found.is_null() && (value.is_null() || found == value))
            return fakes::Web::Answer{400, "{\"error\":\"invalid_client_metadata\"}"};
        return fakes::Web::Answer{201, "{\"client_id\":\"c\",\"client_secret\":\"s\"}"};
    });
}

}  // namespace

TEST_CASE("oauth: a registration that is refused is tried once more, with less") {
    struct {
        const char* why;
        const char* member;
        Json value;
        Json grant_types;  // What the server lists.
        bool good;
    } const cases[] = {
        {"a stranger to OpenID Connect", "application_type", nullptr, nullptr, true},
        {"public clients only, and no list that says so", "token_endpoint_auth_method", "client_secret_basic", nullptr,
         true},
        {"no refresh tokens, and a list that says so",
         "grant_types",
         {"authorization_code", "refresh_token"},
         Json::array({"authorization_code"}),
         true},
        {"both grants asked for and both refused",
         "grant_types",
         {"authorization_code", "refresh_token"},
         nullptr,
         false},
        {"whatever comes", "redirect_uris", nullptr, nullptr, false},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.why));
        Desk desk;
        desk.server.metadata.erase("token_endpoint_auth_methods_supported");
        if (!c.grant_types.is_null()) desk.server.metadata["grant_types_supported"] = c.grant_types;
        const Endpoints endpoints = desk.endpoints();
        std::atomic<int> count = 0;
        refuse(desk, count, c.member, c.value);
        const auto client = register_client(*desk.http, desk.guard, endpoints, desk.redirect);
        CHECK(static_cast<bool>(client) == c.good);
        CHECK(count == 2);
        if (client) CHECK(client.value().auth_method == "none");  // As the second registration asked for.
        desk.server.stop();
    }
}

TEST_CASE("oauth: other refusals are final, and each says the way out") {
    struct {
        const char* why;
        int status;
        std::string body;
        const char* way_out;
    } const cases[] = {
        {"not that address", 400, "{\"error\":\"invalid_redirect_uri\"}", "client id"},
        {"a statement is missing", 400, "{\"error\":\"unapproved_software_statement\"}", "client id"},
        {"without words", 400, "<html><b>no</b>", "client id"},
        {"a page", 200, "<html><b>welcome</b>", "client id"},
        {"not for strangers", 401, "", "client id"},
        {"not any more", 404, "", "client id"},
        {"trouble", 500, "{\"error\":\"invalid_client_metadata\"}", "later"},
    };
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    std::size_t asked = 0;
    for (const auto& c : cases) {
        CAPTURE(std::string(c.why));
        desk.server.say("/register", {c.status, c.body});
        const auto client = register_client(*desk.http, desk.guard, endpoints, desk.redirect);
        REQUIRE_FALSE(client);
        CHECK(client.error().message.find(c.way_out) != std::string::npos);
        CHECK(client.error().message.find("<b>") == std::string::npos);
        CHECK(client.error().detail.find("<b>") == std::string::npos);
        CHECK(desk.server.asked("/register").size() == ++asked);
    }

    Endpoints assumed = endpoints;
    assumed.assumed = true;
    desk.server.say("/register", {404, ""});
    const auto nowhere = register_client(*desk.http, desk.guard, assumed, desk.redirect);
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().message.find("API key") != std::string::npos);
}

TEST_CASE("oauth: the end of a client's secret is kept, and nonsense means that there is none") {
    struct {
        Json value;
        std::optional<std::int64_t> seconds;
    } const cases[] = {
        {1'900'000'000, 1'900'000'000},
        {"1900000000", 1'900'000'000},
        {1, 1},  // Long over: whoever uses it must know.
        {0, {}},
        {nullptr, {}},
        {-5, {}},
        {1e300, {}},
        {"never", {}},
        {1'900'000'000'000, {}},  // Milliseconds by mistake.
        {Json::array({1}), {}},
    };
    Desk desk;
    desk.server.metadata["token_endpoint_auth_methods_supported"] = {"client_secret_basic"};
    const Endpoints endpoints = desk.endpoints();
    for (const auto& c : cases) {
        CAPTURE(c.value.dump());
        Json body = {{"client_id", "c"}, {"client_secret", "s"}};
        if (!c.value.is_null()) body["client_secret_expires_at"] = c.value;
        desk.server.say("/register", {201, dump(body)});
        const auto client = register_client(*desk.http, desk.guard, endpoints, desk.redirect);
        REQUIRE(client);
        REQUIRE(client.value().secret_expires_at.has_value() == c.seconds.has_value());
        if (c.seconds) CHECK(*client.value().secret_expires_at == from_unix_seconds(*c.seconds));
    }
}

TEST_CASE("oauth: a server that takes only signatures registers nobody") {
    Desk desk;
    desk.server.metadata["token_endpoint_auth_methods_supported"] = {"private_key_jwt", "tls_client_auth"};
    const auto client = register_client(*desk.http, desk.guard, desk.endpoints(), desk.redirect);
    REQUIRE_FALSE(client);
    CHECK(client.error().message.find("client id") != std::string::npos);
    CHECK(desk.server.asked("/register").empty());
}
