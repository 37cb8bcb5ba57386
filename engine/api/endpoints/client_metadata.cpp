// Our client id metadata document: the client id is the address that this is served at, so authorization servers fetch
// it themselves and nobody has to register anything.
#include "api/endpoints/endpoints.h"
#include "oauth/oauth.h"

namespace parley::api {

Result<Reply> client_metadata(const Deps& deps, Call&) {
    if (deps.client_metadata_url.empty()) {
        return Error{Fault::not_found, "This server has no public https address, so no vendor could use this.", ""};
    }
    return Reply{200,
                 OrderedJson(oauth::client_metadata(deps.client_metadata_url, deps.redirect_uri)),
                 "",
                 {},
                 {{"Cache-Control", "public, max-age=3600"}}};
}

}  // namespace parley::api
