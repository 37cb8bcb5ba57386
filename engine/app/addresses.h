#pragma once
// How the world outside reaches this server. Pure: nothing is resolved or dialled.

#include "app/config.h"

namespace parley::app {

struct Addresses {
    std::string redirect_uri;         // Where vendors send browsers back to.
    std::string client_metadata_url;  // Of our client id metadata document; empty: no vendor could fetch it.
};

// Fault::invalid where public_url is not an https address (http only for this machine) without query and user.
Result<Addresses> addresses_of(const Config& config);

}  // namespace parley::app
