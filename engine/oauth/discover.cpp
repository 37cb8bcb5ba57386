#include "base/limits.h"
#include "base/text.h"
#include "oauth/challenge.h"
#include "oauth/documents.h"
#include "oauth/endpoints.h"

#include <algorithm>

namespace parley::oauth {
namespace {

// "/mcp/" and "/" -> "/mcp" and "".
std::string path_of(const net::SafeUrl& url) {
    std::string path = without_query(url.target());
    while (!path.empty() && path.back() == '/') path.pop_back();
    return path;
}

// One discovery: where we looked, and what it came to.
class Search {
public:
    Search(net::Http& http, const net::UrlGuard& guard, const net::SafeUrl& server)
        : http_(http), guard_(guard), server_(server) {}

    Result<Discovery> run(const BearerChallenge& challenge) {
        PARLEY_TRY(const Json resource, resource_metadata(challenge.resource_metadata));
        const Naming naming =
            resource.is_null() && challenge.resource_metadata.empty() ? Naming::nobody : Naming::resource;
        PARLEY_TRY(const Json metadata, server_metadata(issuer_of(resource), naming));
        PARLEY_TRY(Endpoints endpoints, endpoints_of(metadata, naming));

        endpoints.resource = resource.is_null() ? server_.origin() + path_of(server_) : text_at(resource, "resource");
        endpoints.scopes = challenge.scopes;
        if (endpoints.scopes.empty()) {
            endpoints.scopes = split_scopes(join(texts_at(resource, "scopes_supported"), " "));
        }
        settle_offline_access(endpoints);
        return Discovery{std::move(endpoints), tried_};
    }
    const std::vector<Tried>& tried() const { return tried_; }

private:
    // Whether something names the authorization server. A server that neither describes its resource nor points to a
    // description is taken for one of revision 2025-03-26.
    enum class Naming { resource, nobody };

    std::string steps() const {
        std::string text;
        for (const auto& tried : tried_) text += cat(text.empty() ? "" : "; ", tried.url, ": ", tried.result);
        return text;
    }

    Error wrong(std::string message) const { return Error{Fault::invalid, std::move(message), steps()}; }

    // What another room says went wrong, with how we came there.
    Error with_steps(Error error) const {
        error.detail = cat(steps(), error.detail.empty() ? "" : "; ", error.detail);
        return error;
    }

    Result<net::SafeUrl> check(const std::string& url) {
        auto checked = guard_.check(url);
        if (checked) return checked;
        tried_.push_back({without_query(url), "refused"});
        return with_steps(std::move(checked).error());
    }

    // The document, or null where there is none.
    Result<Json> fetch(const std::string& url) {
        PARLEY_TRY(net::SafeUrl checked, check(url));
        net::Request request{
            .method = "GET", .url = std::move(checked), .headers = {{"Accept", "application/json"}}, .body = ""};
        request.reply_bytes_max = limits::metadata_bytes;
        auto response = http_.send(request);
        if (!response) {
            tried_.push_back({without_query(url), "no answer"});
            return with_steps(std::move(response).error());
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
            if (speaks_of_server(text_at(document, "resource"))) return document;
            tried_.back().result += ", resource is another one";
            return wrong(
                "The server's sign-in metadata speaks of another server, so its tokens would not be for this one.");
        }
        return Json();
    }

    // The same origin, and a path that the server's lies under.
    bool speaks_of_server(const std::string& text) const {
        const auto resource = guard_.check(text);
        if (!resource || resource.value().origin() != server_.origin()) return false;
        if (text.find('#') != std::string::npos) return false;  // RFC 8707: no fragment names a resource.
        const std::string& target = resource.value().target();
        if (target.find('?') != std::string::npos && target != server_.target()) return false;
        const std::string outer = path_of(resource.value());
        const std::string inner = path_of(server_);
        return inner.substr(0, outer.size()) == outer && (inner.size() == outer.size() || inner[outer.size()] == '/');
    }

    // Where nobody names an authorization server, revision 2025-03-26 looks for it at the server's own origin.
    std::string issuer_of(const Json& resource) const {
        const auto named = texts_at(resource, "authorization_servers");
        return named.empty() ? server_.origin() : named.front();
    }

    // RFC 8414 and OpenID Connect, in the order of the spec. Null where there is nothing in any place.
    Result<Json> server_metadata(const std::string& issuer, Naming naming) {
        if (issuer.find_first_of("?#") != std::string::npos) {
            return wrong("The authorization server's name is not one that the standard allows.");
        }
        PARLEY_TRY(const net::SafeUrl url, check(issuer));
        const std::string path = path_of(url);
        const std::string root = url.origin() + "/.well-known/";
        std::vector<std::string> places = {root + "oauth-authorization-server" + path,
                                           root + "openid-configuration" + path};
        if (!path.empty()) places.push_back(url.origin() + path + "/.well-known/openid-configuration");

        for (const auto& place : places) {
            PARLEY_TRY(Json document, fetch(place));
            if (document.is_null()) continue;
            if (is_issued_by(text_at(document, "issuer"), issuer, naming)) return document;
            tried_.back().result += ", issuer differs";
            return wrong("The authorization server's metadata carries another server's name.");
        }
        return Json();
    }

    // The same text. Where nobody named an issuer there is none to compare with: then any of the server's own origin
    // will do, for whoever publishes below an origin's /.well-known/ speaks for each issuer of that origin (RFC 8414).
    bool is_issued_by(const std::string& said, const std::string& issuer, Naming naming) const {
        if (said == issuer) return true;
        if (naming == Naming::resource || said.find_first_of("?#") != std::string::npos) return false;
        const auto url = guard_.check(said);
        return url && url.value().origin() == server_.origin();
    }

    Result<Endpoints> endpoints_of(const Json& metadata, Naming naming) {
        if (metadata.is_null() && naming == Naming::nobody && nothing_is_published()) {
            tried_.push_back({server_.origin(), "default paths of revision 2025-03-26"});
            return default_endpoints(server_.origin());
        }
        if (metadata.is_null()) {
            return wrong(cat("The server at ", server_.host(), " does not publish how to sign in to it."));
        }
        auto endpoints = read_endpoints(guard_, metadata);
        if (endpoints) return endpoints;
        Error error = std::move(endpoints).error();
        tried_.back().result += ", " + error.detail;
        error.detail = steps();
        return error;
    }

    // Revision 2025-03-26 knows default paths, but only for a server that answers 404 wherever a document could be: one
    // that hides, moves or half publishes its documents is of a later revision, where they are needed.
    bool nothing_is_published() const {
        return std::all_of(tried_.begin(), tried_.end(), [](const Tried& tried) { return tried.result == "404"; });
    }

    // Long-lived access is asked for where the authorization server says that it exists, and only there. Alone it would
    // narrow the server's own default to nothing, so without other scopes it stays out.
    static void settle_offline_access(Endpoints& endpoints) {
        auto& scopes = endpoints.scopes;
        const auto at = std::find(scopes.begin(), scopes.end(), "offline_access");
        if (!endpoints.offline_access && at != scopes.end()) {
            scopes.erase(at);
        } else if (endpoints.offline_access && at == scopes.end() && !scopes.empty()) {
            scopes.emplace_back("offline_access");
        }
    }

    net::Http& http_;
    const net::UrlGuard& guard_;
    const net::SafeUrl& server_;
    std::vector<Tried> tried_;
};

}  // namespace

Result<Discovery> discover(net::Http& http, const net::UrlGuard& guard, const net::SafeUrl& server,
                           const std::vector<std::string>& www_authenticate, std::vector<Tried>* steps) {
    Search search(http, guard, server);
    auto found = search.run(bearer_challenge(www_authenticate));
    if (steps) *steps = search.tried();
    return found;
}

}  // namespace parley::oauth
