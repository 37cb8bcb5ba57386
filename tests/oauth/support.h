#pragma once
// What the tests of this room share: a guard that lets loopback through, and a resolver that is never needed for it.

#include "fakes/authorization_server.h"
#include "oauth/oauth.h"

#include <doctest/doctest.h>

namespace parley::oauth {

class NoNames final : public net::Resolver {
public:
    Result<std::vector<std::string>> resolve(const std::string&, const Deadline&) override {
        return Error{Fault::unavailable, "No names here.", ""};
    }
};

struct Desk {
    NoNames resolver;
    net::UrlGuard guard{resolver, net::Reach::loopback};
    std::unique_ptr<net::Http> http = net::make_http();
    fakes::AuthorizationServer server;
    Instant now = from_unix_seconds(1'800'000'000);
    std::string redirect = "https://parley.example/oauth/callback";

    Result<Discovery> find(const std::vector<std::string>& www_authenticate = {}) {
        server.publish();
        const auto url = guard.check(server.mcp());
        REQUIRE(url);
        return discover(*http, guard, url.value(), www_authenticate);
    }
    Endpoints endpoints() {
        auto found = find();
        REQUIRE(found);
        return found.value().endpoints;
    }
    Client client(const Endpoints& for_endpoints) { return known_client(for_endpoints, "client-1", std::nullopt); }
};

}  // namespace parley::oauth
