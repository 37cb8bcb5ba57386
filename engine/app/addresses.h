#pragma once
// How the world outside reaches this server. Pure: nothing is resolved or dialled.

#include "app/config.h"

namespace parley::app {

struct Addresses {
    std::string redirect_uri;         // Where vendors send browsers back to.
    std::string client_metadata_url;  // Of our client id metadata document; empty: no vendor could fetch it.
    std::string sign_in_uri;          // Where the OpenID provider sends browsers back to.
    std::string public_origin;        // As browsers write it in Origin: "https://parley.example.com".
};

// Fault::invalid where public_url is not an https address (http only for this machine) without query and user.
Result<Addresses> addresses_of(const Config& config);

}  // namespace parley::app
