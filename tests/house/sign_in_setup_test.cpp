// [sign_in] of the configuration: what it may say, and where the client's secret is read from.
#include "app/sign_in_setup.h"

#include "support.h"

#include <fstream>

using namespace parley;
using namespace parley::tests;

namespace {

std::string file_of(const Folder& folder, const std::string& name, const std::string& text, bool secret = true) {
    const std::string path = folder.file(name);
    std::ofstream(path) << text;
    using std::filesystem::perms;
    std::filesystem::permissions(path, secret ? perms::owner_read | perms::owner_write
                                              : perms::owner_read | perms::owner_write | perms::group_read);
    return path;
}

const std::string whole = "[sign_in]\nissuer = \"https://login.example.com\"\nclient_id = \"parley\"\n";

}  // namespace

TEST_CASE("app: the provider to sign in with stands in the configuration, its secret never does") {
    const Folder folder;
    struct {
        const char* why;
        std::string text;
        const char* says;  // Empty: taken.
    } const cases[] = {
        {"nothing", "", ""},
        {"a public client", whole, ""},
        {"a secret in a file", whole + "client_secret_file = \"/etc/parley/client-secret\"", ""},
        {"a secret in a variable", whole + "client_secret_variable = \"PARLEY_CLIENT_SECRET\"", ""},
        {"after other settings", "port = 9000\n" + whole, ""},
        {"the secret itself", whole + "client_secret = \"s3cret\"",
         "line 4: there is no setting \"sign_in.client_secret\""},
        {"two places for it", whole + "client_secret_file = \"/x\"\nclient_secret_variable = \"X\"", "not from both"},
        {"a variable that is none", whole + "client_secret_variable = \"$X\"", "name of an environment variable"},
        {"no client", "[sign_in]\nissuer = \"https://login.example.com\"", "sign_in needs client_id"},
        {"no issuer", "[sign_in]\nclient_id = \"parley\"", "sign_in needs issuer"},
        {"a slip", whole + "client_secret_fil = \"/x\"", "did you mean \"client_secret_file\"?"},
        {"a number", "[sign_in]\nissuer = 5\nclient_id = \"parley\"", "sign_in.issuer must be a text in quotes"},
        {"no table", "sign_in = \"https://login.example.com\"", "sign_in must be a table"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        const auto config = app::read_config(file_of(folder, "parley.toml", c.text), app::Config{});
        INFO((config ? "" : config.error().message));
        CHECK(static_cast<bool>(config) == (*c.says == '\0'));
        if (config) {
            const bool named = c.text.find("issuer") != std::string::npos;
            CHECK(config.value().sign_in.issuer == (named ? "https://login.example.com" : ""));
            CHECK(config.value().sign_in.client_secret == nullptr);
            continue;
        }
        CHECK(config.error().message.find(c.says) != std::string::npos);
        CHECK(config.error().message.find("s3cret") == std::string::npos);
    }
}

TEST_CASE("app: the client's secret comes from a file of its owner's alone, or from where main has put it") {
    const Folder folder;
    const SystemClock clock;
    const auto resolver = net::system_resolver();
    const net::UrlGuard guard(*resolver, net::Reach::public_only);
    app::SignInConfig open{"https://login.example.com", "parley", "", "", nullptr};
    const auto with = [&](const std::string& file, const std::string& variable = "", const char* text = nullptr) {
        app::SignInConfig config = open;
        config.client_secret_file = file;
        config.client_secret_variable = variable;
        if (text) config.client_secret = std::make_shared<const Secret>(text);
        return config;
    };
    struct {
        const char* why;
        app::SignInConfig config;
        bool good;
    } const cases[] = {
        {"a public client", open, true},
        {"a file", with(file_of(folder, "a", "s3cret\n")), true},
        {"a variable", with("", "SECRET", "s3cret"), true},
        {"a file that is not there", with(folder.file("gone")), false},
        {"a folder", with(folder.path().string()), false},
        {"a file that others read", with(file_of(folder, "b", "s3cret\n", /*secret=*/false)), false},
        {"an empty file", with(file_of(folder, "c", " \n")), false},
        {"a file that never ends", with(file_of(folder, "d", std::string(20'000, 's'))), false},
        {"a variable that is not set", with("", "SECRET"), false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        const auto party = app::make_relying_party(c.config, {}, guard, clock);
        CHECK(static_cast<bool>(party) == c.good);
        if (party) {
            CHECK(party.value() != nullptr);
        } else {
            CHECK(party.error().message.find("s3cret") == std::string::npos);
        }
    }
    const auto none = app::make_relying_party({}, {}, guard, clock);
    REQUIRE(none);
    CHECK(none.value() == nullptr);
}

TEST_CASE("app: where the provider sends people back to, and what browsers call this server") {
    struct {
        const char* public_url;
        const char* sign_in_uri;
        const char* origin;
    } const cases[] = {
        {"", "http://127.0.0.1:8080/sign-in/callback", "http://127.0.0.1:8080"},
        {"https://parley.example.com", "https://parley.example.com/sign-in/callback", "https://parley.example.com"},
        {"https://Parley.Example.com:443/", "https://Parley.Example.com:443/sign-in/callback",
         "https://parley.example.com"},
        {"https://example.com:8443/parley", "https://example.com:8443/parley/sign-in/callback",
         "https://example.com:8443"},
        {"http://localhost:80", "http://localhost:80/sign-in/callback", "http://localhost"},
        {"http://[::1]:9000", "http://[::1]:9000/sign-in/callback", "http://[::1]:9000"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.public_url);
        app::Config config;
        config.public_url = c.public_url;
        const auto addresses = app::addresses_of(config);
        REQUIRE(addresses);
        CHECK(addresses.value().sign_in_uri == c.sign_in_uri);
        CHECK(addresses.value().public_origin == c.origin);
    }
}
