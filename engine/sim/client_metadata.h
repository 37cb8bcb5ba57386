#pragma once
// What a client says of itself: at registration (RFC 7591) and with each request for a token (RFC 6749 section 2.3.1).

#include "base/json.h"
#include "sim/authority.h"
#include "sim/server.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::sim {

struct ClientMetadata {
    std::vector<std::string> redirect_uris;
    std::string auth_method;
    std::vector<std::string> grant_types;
    Json as_sent;

    bool may_refresh() const;
};
Decision<ClientMetadata> read_client_metadata(const std::string& body);

// https, or http to this machine; no fragment, no userinfo.
bool is_redirect_uri(const std::string& text);

struct Credentials {
    std::string id, secret;
    std::string method;  // none, client_secret_basic, client_secret_post
};

// Nothing where the client names itself in two ways, or in none.
std::optional<Credentials> shown_credentials(const std::string& authorization, const Fields& form);

}  // namespace parley::sim
