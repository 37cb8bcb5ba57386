#include "base/limits.h"
#include "base/text.h"
#include "oauth/challenge.h"
#include "oauth/oauth.h"

#include <algorithm>

namespace parley::oauth {
namespace {

std::string without_query(std::string_view url) {
    return std::string(url.substr(0, url.find_first_of("?#")));
}

// "/mcp/" and "/" -> "/mcp" and "".
std::string path_of(const net::SafeUrl& url) {
    std::string path = without_query(url.target());
    while (!path.empty() && path.back() == '/') path.pop_back();
    return path;
}

std::vector<std::string> texts_at(const Json& object, std::string_view key) {
    std::vector<std::string> texts;
    const Json& list = at_or_null(object, key);
    if (!list.is_array()) return texts;  // A single text would be walked through as a list of one.
    for (const Json& value : list) {
        if (value.is_string()) texts.push_back(value.get<std::string>());
    }
    return texts;
}

bool holds(const std::vector<std::string>& texts, std::string_view wanted) {
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

// One discovery: where we looked, and what it came to.
class Search {
public:
    Search(net::Http& http, const net::UrlGuard& guard, const net::SafeUrl& server)
        : http_(http), guard_(guard), server_(server) {}

    Result<Discovery> run(const BearerChallenge& challenge) {
        PARLEY_TRY(const Json resource, resource_metadata(challenge.resource_metadata));
        PARLEY_TRY(const Json metadata, server_metadata(issuer_of(resource)));
        PARLEY_TRY(Endpoints endpoints, read_endpoints(metadata));

        endpoints.resource = resource.is_null() ? server_.origin() + path_of(server_) : text_at(resource, "resource");
        endpoints.scopes = challenge.scopes;
        if (endpoints.scopes.empty())
            endpoints.scopes = split_scopes(join(texts_at(resource, "scopes_supported"), " "));
        settle_offline_access(endpoints.scopes, metadata);
        return Discovery{std::move(endpoints), std::move(tried_)};
    }

private:
    std::string steps() const {
        std::string text;
        for (const auto& tried : tried_) text += cat(text.empty() ? "" : "; ", tried.url, ": ", tried.result);
        return text;
    }

    Error wrong(std::string message) const { return Error{Fault::invalid, std::move(message), steps()}; }

    // The document, or null where there is none.
    Result<Json> fetch(const std::string& url) {
        auto checked = guard_.check(url);
        if (!checked) {
            tried_.push_back({without_query(url), "refused"});
            return std::move(checked).error();
        }
        net::Request request{.method = "GET",
                             .url = std::move(checked).value(),
                             .headers = {{"Accept", "application/json"}},
                             .body = ""};
        request.reply_bytes_max = limits::metadata_bytes;
        const auto response = http_.send(request);
        if (!response) {
            tried_.push_back({without_query(url), "no answer"});
            return response.error();
        }
        return read_document(without_query(url), response.value());
    }

    Result<Json> read_document(const std::string& url, const net::Response& response) {
        tried_.push_back({url, cat(response.status)});
        if (response.status >= 500 || response.status == 429) {
            return Error{Fault::unavailable, "The server is in trouble and cannot say how to sign in: try again later.",
                         steps()};
        }
        if (response.status != 200) return Json();
        auto json = parse_json(response.body);
        if (json && json.value().is_object()) return json;
        tried_.back().result += ", no JSON object";
        return Json();
    }

    // RFC 9728: the header's address, the path form, the root. Null where the server publishes none at all.
    Result<Json> resource_metadata(const std::string& announced) {
        const std::string well_known = server_.origin() + "/.well-known/oauth-protected-resource";
        std::vector<std::string> places = {well_known + path_of(server_), well_known};
        if (!announced.empty()) places.insert(places.begin(), announced);

        std::vector<std::string> seen;
        for (const auto& place : places) {
            if (holds(seen, place)) continue;
            seen.push_back(place);
            PARLEY_TRY(Json document, fetch(place));
            if (document.is_null()) continue;
            PARLEY_TRY([[maybe_unused]] const Done done, check_resource(document));
            return document;
        }
        return Json();
    }

    // The same origin, and a path that the server's lies under.
    Result<Done> check_resource(const Json& document) {
        const auto foreign = [&] {
            tried_.back().result += ", resource is another one";
            return wrong(
                "The server's sign-in metadata speaks of another server, so its tokens would not be for this one.");
        };
        const auto resource = guard_.check(text_at(document, "resource"));
        if (!resource || resource.value().origin() != server_.origin()) return foreign();
        if (resource.value().target().find('?') != std::string::npos && resource.value().target() != server_.target()) {
            return foreign();
        }
        const std::string outer = path_of(resource.value());
        const std::string inner = path_of(server_);
        const bool under =
            inner.substr(0, outer.size()) == outer && (inner.size() == outer.size() || inner[outer.size()] == '/');
        if (!under) return foreign();
        return Done{};
    }

    // Where nobody names an authorization server, revision 2025-03-26 looks for it at the server's own origin.
    std::string issuer_of(const Json& resource) const {
        const auto named = texts_at(resource, "authorization_servers");
        return named.empty() ? server_.origin() : named.front();
    }

    Result<Json> server_metadata(const std::string& issuer) {
        if (issuer.find_first_of("?#") != std::string::npos) {
            return wrong("The authorization server's name is not one that the standard allows.");
        }
        PARLEY_TRY(const net::SafeUrl url, guard_.check(issuer));
        const std::string path = path_of(url);
        const std::string root = url.origin() + "/.well-known/";
        std::vector<std::string> places = {root + "oauth-authorization-server" + path,
                                           root + "openid-configuration" + path};
        if (!path.empty()) places.push_back(url.origin() + path + "/.well-known/openid-configuration");

        for (const auto& place : places) {
            PARLEY_TRY(Json document, fetch(place));
            if (document.is_null()) continue;
            if (text_at(document, "issuer") == issuer) return document;
            tried_.back().result += ", issuer differs";
            return wrong("The authorization server's metadata carries another server's name.");
        }
        return wrong(cat("The server at ", server_.host(), " does not publish how to sign in to it."));
    }

    Result<Endpoints> read_endpoints(const Json& metadata) {
        if (!holds(texts_at(metadata, "code_challenge_methods_supported"), "S256")) {
            tried_.back().result += ", no S256";
            return wrong(
                "The authorization server does not offer PKCE with S256, without which signing in is not safe.");
        }
        const auto responses = texts_at(metadata, "response_types_supported");
        if (!responses.empty() && !holds(responses, "code")) {
            return wrong("The authorization server does not offer the authorization code flow.");
        }

        Endpoints endpoints;
        endpoints.issuer = text_at(metadata, "issuer");
        endpoints.token_auth_methods = texts_at(metadata, "token_endpoint_auth_methods_supported");
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
            const auto checked = guard_.check(row.place);
            if (checked) continue;
            tried_.back().result += cat(", bad ", row.name);
            Error error =
                wrong(cat("The authorization server's ", row.name, " is missing or is an address we must not use."));
            if (checked.error().fault != Fault::invalid) error.fault = checked.error().fault;
            return error;
        }
        return endpoints;
    }

    // Long-lived access is asked for where the authorization server says that it exists, and only there. Alone it would
    // narrow the server's own default to nothing, so without other scopes it stays out.
    void settle_offline_access(std::vector<std::string>& scopes, const Json& metadata) const {
        const bool offered = holds(texts_at(metadata, "scopes_supported"), "offline_access");
        const auto at = std::find(scopes.begin(), scopes.end(), "offline_access");
        if (!offered && at != scopes.end())
            scopes.erase(at);
        else if (offered && at == scopes.end() && !scopes.empty())
            scopes.emplace_back("offline_access");
    }

    net::Http& http_;
    const net::UrlGuard& guard_;
    const net::SafeUrl& server_;
    std::vector<Tried> tried_;
};

}  // namespace

Json to_json(const Endpoints& endpoints) {
    return {{"resource", endpoints.resource},
            {"issuer", endpoints.issuer},
            {"authorization_endpoint", endpoints.authorization_endpoint},
            {"token_endpoint", endpoints.token_endpoint},
            {"registration_endpoint", endpoints.registration_endpoint},
            {"revocation_endpoint", endpoints.revocation_endpoint},
            {"scopes", endpoints.scopes},
            {"token_auth_methods", endpoints.token_auth_methods},
            {"iss_promised", endpoints.iss_promised},
            {"client_id_documents", endpoints.client_id_documents}};
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
    endpoints.iss_promised = flag_at(json, "iss_promised", false);
    endpoints.client_id_documents = flag_at(json, "client_id_documents", false);
    return endpoints;
}

Result<Discovery> discover(net::Http& http, const net::UrlGuard& guard, const net::SafeUrl& server,
                           const std::vector<std::string>& www_authenticate) {
    return Search(http, guard, server).run(bearer_challenge(www_authenticate));
}

}  // namespace parley::oauth
