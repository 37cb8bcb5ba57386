#include "oauth/endpoints.h"

#include "base/text.h"
#include "oauth/documents.h"

namespace parley::oauth {
namespace {

Result<Done> check_endpoint(const net::UrlGuard& guard, const std::string& url, std::string_view name) {
    const auto checked = guard.check(url);
    if (checked) return Done{};
    const Fault fault = checked.error().fault;  // Denied for an address inside, unavailable for a name without one.
    return Error{fault, cat("The authorization server's ", name, " is missing or is an address we must not use."),
                 cat("bad ", name)};
}

}  // namespace

Result<Endpoints> read_endpoints(const net::UrlGuard& guard, const Json& metadata) {
    if (!holds(texts_at(metadata, "code_challenge_methods_supported"), "S256")) {
        return Error{Fault::invalid,
                     "The authorization server does not offer PKCE with S256, without which signing in is not safe.",
                     "no S256"};
    }
    const auto responses = texts_at(metadata, "response_types_supported");
    if (!responses.empty() && !holds(responses, "code")) {
        return Error{Fault::invalid, "The authorization server does not offer the authorization code flow.",
                     "no code flow"};
    }

    Endpoints endpoints;
    endpoints.issuer = text_at(metadata, "issuer");
    endpoints.token_auth_methods = texts_at(metadata, "token_endpoint_auth_methods_supported");
    endpoints.grant_types = texts_at(metadata, "grant_types_supported");
    endpoints.offline_access = holds(texts_at(metadata, "scopes_supported"), "offline_access");
    endpoints.iss_promised = flag_at(metadata, "authorization_response_iss_parameter_supported", false);
    endpoints.client_id_documents = flag_at(metadata, "client_id_metadata_document_supported", false);

    struct {
        const char* name;
        std::string& place;
        bool needed;
    } const rows[] = {{"authorization_endpoint", endpoints.authorization_endpoint, true},
                      {"token_endpoint", endpoints.token_endpoint, true},
                      {"registration_endpoint", endpoints.registration_endpoint, false},
                      {"revocation_endpoint", endpoints.revocation_endpoint, false}};
    for (const auto& row : rows) {
        row.place = text_at(metadata, row.name);
        if (row.place.empty() && !row.needed) continue;
        PARLEY_TRY([[maybe_unused]] const Done done, check_endpoint(guard, row.place, row.name));
    }
    return endpoints;
}

Endpoints default_endpoints(const std::string& origin) {
    Endpoints endpoints;
    endpoints.issuer = origin;
    endpoints.authorization_endpoint = origin + "/authorize";
    endpoints.token_endpoint = origin + "/token";
    endpoints.registration_endpoint = origin + "/register";
    endpoints.assumed = true;
    return endpoints;
}

Json to_json(const Endpoints& endpoints) {
    return {{"resource", endpoints.resource},
            {"issuer", endpoints.issuer},
            {"authorization_endpoint", endpoints.authorization_endpoint},
            {"token_endpoint", endpoints.token_endpoint},
            {"registration_endpoint", endpoints.registration_endpoint},
            {"revocation_endpoint", endpoints.revocation_endpoint},
            {"scopes", endpoints.scopes},
            {"token_auth_methods", endpoints.token_auth_methods},
            {"grant_types", endpoints.grant_types},
            {"offline_access", endpoints.offline_access},
            {"iss_promised", endpoints.iss_promised},
            {"client_id_documents", endpoints.client_id_documents},
            {"assumed", endpoints.assumed}};
}

Endpoints endpoints_from_json(const Json& json) {
    Endpoints endpoints;
    endpoints.resource = text_at(json, "resource");
    endpoints.issuer = text_at(json, "issuer");
    endpoints.authorization_endpoint = text_at(json, "authorization_endpoint");
    endpoints.token_endpoint = text_at(json, "token_endpoint");
    endpoints.registration_endpoint = text_at(json, "registration_endpoint");
    endpoints.revocation_endpoint = text_at(json, "revocation_endpoint");
    endpoints.scopes = texts_at(json, "scopes");
    endpoints.token_auth_methods = texts_at(json, "token_auth_methods");
    endpoints.grant_types = texts_at(json, "grant_types");
    endpoints.offline_access = flag_at(json, "offline_access", false);
    endpoints.iss_promised = flag_at(json, "iss_promised", false);
    endpoints.client_id_documents = flag_at(json, "client_id_documents", false);
    endpoints.assumed = flag_at(json, "assumed", false);
    return endpoints;
}

}  // namespace parley::oauth
