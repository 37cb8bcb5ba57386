#pragma once
// An MCP server's doorstep and its authorization server in one: the documents stand in the open, so that a test can
// spoil any of them. Tokens are "access-1", "access-2", ...; codes are not checked here, the tests look at what was
// sent.

#include "base/json.h"
#include "fakes/web.h"

#include <atomic>

namespace parley::fakes {

class AuthorizationServer : public Web {
public:
    AuthorizationServer() {
        resource_metadata = {{"resource", origin() + "/mcp"}, {"authorization_servers", {origin()}}};
        metadata = {{"issuer", origin()},
                    {"authorization_endpoint", origin() + "/authorize"},
                    {"token_endpoint", origin() + "/token"},
                    {"registration_endpoint", origin() + "/register"},
                    {"revocation_endpoint", origin() + "/revoke"},
                    {"response_types_supported", {"code"}},
                    {"code_challenge_methods_supported", {"S256"}},
                    {"token_endpoint_auth_methods_supported", {"none"}}};
        registration = {{"client_id", "client-1"}};
        on("/revoke", [](const Asked&) { return Answer{200, ""}; });
        on("/token", [this](const Asked&) {
            const int number = ++issued_;
            Json body = {{"access_token", cat("access-", number)}, {"token_type", "Bearer"}, {"expires_in", 3600}};
            body["refresh_token"] = cat("refresh-", number);
            return Answer{200, dump(body)};
        });
        publish();
    }
    ~AuthorizationServer() override { stop(); }

    Json resource_metadata, metadata, registration;  // publish() after a change.
    std::string resource_place = "/.well-known/oauth-protected-resource/mcp";
    std::string metadata_place = "/.well-known/oauth-authorization-server";

    std::string mcp() const { return origin() + "/mcp"; }

    void publish() {
        if (!resource_place.empty()) say(resource_place, {200, dump(resource_metadata)});
        if (!metadata_place.empty()) say(metadata_place, {200, dump(metadata)});
        say("/register", {201, dump(registration)});
    }

private:
    std::atomic<int> issued_ = 0;
};

}  // namespace parley::fakes
