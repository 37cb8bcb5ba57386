#pragma once
// A house that people sign in to, and browsers that do: each with a cookie jar of its own.

#include "client.h"
#include "fakes/identity_provider.h"
#include "gate.h"

#include <fstream>

namespace parley::tests {

class SignInHouse {
public:
    explicit SignInHouse(const std::string& public_url = "") : provider(clock.now()) {
        app::Config config = config_in(folder_, few_vendors().vendors);
        config.public_url = public_url;
        config.sign_in.issuer = provider.origin();
        config.sign_in.client_id = "parley";
        auto built = app::House::build(config, clock, few_vendors());
        INFO((built ? "" : built.error().message + " " + built.error().detail));
        REQUIRE(built);
        house_ = std::move(built).value();
        auto deps = house_->deps();
        deps.rates = {1'000'000, 1'000'000, 1'000'000, 1'000'000};
        auto started = api::Server::start(deps, {"127.0.0.1", 0});
        REQUIRE(started);
        server_ = std::move(started).value();
    }

    store::Store& store() { return house_->store(); }
    std::unique_ptr<store::OrgStore> org(const std::string& id) { return store().for_org({id}); }
    std::string here() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    const Folder& folder() const { return folder_; }

    void make_org(const std::string& id, const std::string& name = "") {
        store::Organization made;
        made.id = {id};
        made.name = name.empty() ? id : name;
        made.tier = "enterprise";
        made.created_at = clock.now();
        REQUIRE(store().create_organization(made));
        make_member(id, "owner", "owner");
    }

    // subject empty: invited, and nobody has signed in yet.
    UserId make_member(const std::string& in, const std::string& name, const std::string& role,
                       const std::string& subject = "") {
        store::Member member{{in + "-" + name}, name + "@example.com", name, role, "", subject, clock.now()};
        if (!subject.empty()) member.issuer = provider.origin();
        REQUIRE(org(in)->save_member(member, {{"test"}, "member", member.id.text, {}, clock.now()}));
        return member.id;
    }

    // "sign-in alice-id", in their order.
    std::vector<std::string> rows(const std::string& in, std::string_view action) {
        const auto all = org(in)->audit_rows(0, 1'000);
        REQUIRE(all);
        std::vector<std::string> found;
        for (const auto& row : all.value()) {
            if (row.entry.action == action) found.push_back(row.entry.user.text);
        }
        return found;
    }

    void pass(std::chrono::milliseconds time) {
        clock.pass(time);
        provider.change([&](auto& state) { state.now = clock.now(); });
    }
    // Who signs in from here on.
    void is(const std::string& name, bool verified = true) {
        provider.change([&](auto& state) {
            state.person = {{"sub", name}, {"email", name + "@example.com"}, {"email_verified", verified}};
        });
    }

    MovableClock clock;
    fakes::IdentityProvider provider;

private:
    Folder folder_;
    std::unique_ptr<app::House> house_;
    std::unique_ptr<api::Server> server_;
};

class Visitor {
public:
    explicit Visitor(SignInHouse& house)
        : house_(house), resolver_(net::system_resolver()), guard_(*resolver_, net::Reach::loopback) {}

    net::Response send(const std::string& method, const std::string& path, net::Headers headers = {},
                       const std::string& body = "") {
        std::string cookies;
        for (const auto& [name, value] : jar) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
        if (!cookies.empty()) headers.emplace_back("Cookie", cookies);
        auto url = guard_.check(house_.here() + path);
        REQUIRE(url);
        auto response = http_->send({method, std::move(url).value(), std::move(headers), body});
        REQUIRE(response);
        set_cookies = net::headers_named(response.value().headers, "Set-Cookie");
        for (const auto& line : set_cookies) keep(line);
        return std::move(response).value();
    }
    net::Response get(const std::string& path) { return send("GET", path); }

    // With what our own page sends along.
    net::Response write(const std::string& method, const std::string& path, const std::string& body = "") {
        return send(method, path, {{"X-CSRF-Token", csrf()}}, body);
    }

    // Up to the moment when the provider sends the browser back: "/sign-in/callback?...".
    std::string begin(const std::string& query = "") {
        const auto sent = get("/sign-in" + query);
        REQUIRE(sent.status == 302);
        const std::string back = house_.provider.consent(net::header(sent.headers, "Location"));
        const auto at = back.find("/sign-in/callback?");
        REQUIRE(at != std::string::npos);
        return back.substr(at);
    }
    net::Response sign_in(const std::string& query = "") { return get(begin(query)); }

    // Where a vendor's own page sends whoever consents.
    std::string consent_of(const std::string& page) {
        auto url = guard_.check(page);
        REQUIRE(url);
        const auto response = http_->send({"GET", std::move(url).value(), {}, ""});
        REQUIRE(response);
        return net::header(response.value().headers, "Location");
    }

    Json session() { return body_of(get("/v1/session")); }
    std::string csrf() { return text_at(session(), "csrf_token"); }
    bool is_signed_in() { return get("/v1/session").status == 200; }

    std::map<std::string, std::string> jar;
    std::vector<std::string> set_cookies;  // Of the last answer.

private:
    void keep(const std::string& line) {
        const auto equals = line.find('=');
        const std::string name = line.substr(0, equals);
        if (line.find("; Max-Age=0") != std::string::npos) {
            jar.erase(name);
        } else {
            jar[name] = line.substr(equals + 1, line.find(';') - equals - 1);
        }
    }

    SignInHouse& house_;
    std::unique_ptr<net::Resolver> resolver_;
    net::UrlGuard guard_;
    std::unique_ptr<net::Http> http_ = net::make_http();
};

inline bool says(const net::Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
}

}  // namespace parley::tests
