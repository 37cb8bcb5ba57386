#include "sim/authority_endpoint.h"

#include "base/text.h"
#include "sim/client_metadata.h"
#include "vault/crypto.h"

#include <algorithm>
#include <array>
#include <set>

namespace parley::sim {
namespace {

constexpr std::size_t pages_open_max = 1'000;
constexpr std::size_t challenge_size = 43;  // SHA-256 in base64url.

Reply json_reply(int status, const Json& body) {
    return Reply{status, "application/json", dump(body), {{"Cache-Control", "no-store"}}, Ending::whole};
}

Reply refusal(int status, const Refused& refused) {
    return json_reply(status, Json{{"error", refused.error}, {"error_description", refused.description}});
}

Reply html(int status, const std::string& title, const std::string& body) {
    const std::string text =
        cat("<!doctype html><meta charset=\"utf-8\"><title>", title, "</title><h1>", title, "</h1>", body);
    const Fields headers{{"Cache-Control", "no-store"},
                         {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}};
    return Reply{status, "text/html; charset=utf-8", text, headers, Ending::whole};
}

// RFC 6749 section 3: a parameter must not come twice.
bool has_double(const Fields& fields) {
    std::set<std::string> seen;
    return std::any_of(fields.begin(), fields.end(), [&](const auto& pair) { return !seen.insert(pair.first).second; });
}

std::variant<Fields, Reply> form_of(const Request& request) {
    const std::string type = lower(field(request.headers, "content-type"));
    if (type.rfind("application/x-www-form-urlencoded", 0) != 0) {
        return refusal(400, {"invalid_request", "The body must be application/x-www-form-urlencoded."});
    }
    auto form = form_fields(request.body);
    if (!form) return refusal(400, {"invalid_request", form.error().message});
    if (has_double(form.value())) return refusal(400, {"invalid_request", "A parameter comes twice."});
    return std::move(form).value();
}

Reply tokens_reply(const Decision<IssuedTokens>& decision) {
    if (const auto* refused = std::get_if<Refused>(&decision)) return refusal(400, *refused);
    const auto& tokens = std::get<IssuedTokens>(decision);
    Json body{{"access_token", tokens.access}, {"token_type", "Bearer"}, {"expires_in", tokens.lifetime_s}};
    if (!tokens.refresh.empty()) body["refresh_token"] = tokens.refresh;
    if (!tokens.scope.empty()) body["scope"] = tokens.scope;
    return json_reply(200, body);
}

}  // namespace

Reply AuthorityEndpoint::handle(const Request& request) {
    struct Route {
        const char* path;
        const char* method;
        Reply (AuthorityEndpoint::*answer)(const Request&);
    };
    static constexpr std::array<Route, 5> routes{{{"/register", "POST", &AuthorityEndpoint::register_client},
                                                  {"/authorize", "GET", &AuthorityEndpoint::authorize},
                                                  {"/consent", "POST", &AuthorityEndpoint::consent},
                                                  {"/token", "POST", &AuthorityEndpoint::token},
                                                  {"/revoke", "POST", &AuthorityEndpoint::revoke}}};
    if (request.path == "/.well-known/oauth-authorization-server" && request.method == "GET") return metadata();
    for (const Route& route : routes) {
        if (request.path != route.path) continue;
        if (request.method == route.method) return (this->*route.answer)(request);
        return Reply{405, "text/plain", "Another method is needed.", {{"Allow", route.method}}, Ending::whole};
    }
    return Reply{404, "text/plain", "There is no such page.", {}, Ending::whole};
}

Reply AuthorityEndpoint::metadata() const {
    const Json methods = {"none", "client_secret_basic", "client_secret_post"};
    Json body{{"issuer", settings_.issuer},
              {"authorization_endpoint", settings_.issuer + "/authorize"},
              {"token_endpoint", settings_.issuer + "/token"},
              {"registration_endpoint", settings_.issuer + "/register"},
              {"revocation_endpoint", settings_.issuer + "/revoke"},
              {"response_types_supported", Json::array({"code"})},
              {"grant_types_supported", Json::array({"authorization_code", "refresh_token"})},
              {"code_challenge_methods_supported", Json::array({"S256"})},
              {"token_endpoint_auth_methods_supported", methods},
              {"revocation_endpoint_auth_methods_supported", methods},
              {"authorization_response_iss_parameter_supported", true}};
    if (!settings_.scopes.empty()) body["scopes_supported"] = settings_.scopes;
    return Reply{200, "application/json", dump(body), {}, Ending::whole};
}

Reply AuthorityEndpoint::register_client(const Request& request) {
    const auto wish = read_client_metadata(request.body);
    if (const auto* refused = std::get_if<Refused>(&wish)) return refusal(400, *refused);
    const auto& metadata = std::get<ClientMetadata>(wish);
    const Client client =
        authority_.add_client({"", "", metadata.auth_method, metadata.redirect_uris, metadata.may_refresh()});
    Json body = metadata.as_sent;
    body["client_id"] = client.id;
    body["token_endpoint_auth_method"] = client.auth_method;
    body["grant_types"] = metadata.grant_types;
    body["response_types"] = Json::array({"code"});
    if (!client.secret.empty()) {
        body["client_secret"] = client.secret;
        body["client_secret_expires_at"] = 0;
    }
    return json_reply(201, body);
}

Reply AuthorityEndpoint::authorize(const Request& request) {
    const Fields& query = request.query;
    const auto client = find_client(field(query, "client_id"));
    const std::string redirect_uri = field(query, "redirect_uri");
    // Until both are known to belong together the browser must not be sent anywhere.
    if (has_double(query)) return html(400, "Not a valid request", "<p>A parameter comes twice.</p>");
    if (!client) return html(400, "Not a valid request", "<p>This client is not registered.</p>");
    if (!may_return_to(*client, redirect_uri)) {
        return html(400, "Not a valid request", "<p>The redirect URI is not registered for this client.</p>");
    }
    const Consent consent{client->id, redirect_uri, field(query, "code_challenge"), field(query, "resource"),
                          field(query, "scope")};
    const Asked asked{consent, field(query, "state")};
    authority_.remember(asked.state);
    if (const auto refused = check(query)) {
        return back_to(asked, {{"error", refused->error}, {"error_description", refused->description}});
    }
    if (settings_.consent_page == ConsentPage::shown) return page(asked);
    return back_to(asked, {{"code", authority_.issue_code(consent)}});
}

std::optional<Refused> AuthorityEndpoint::check(const Fields& query) const {
    if (field(query, "response_type") != "code") {
        return Refused{"unsupported_response_type", "Only the response type code is known."};
    }
    if (field(query, "code_challenge_method") != "S256" || field(query, "code_challenge").size() != challenge_size) {
        return Refused{"invalid_request", "A code challenge with method S256 is required."};
    }
    if (field(query, "resource") != authority_.resource()) {
        return Refused{"invalid_target", "The resource is not one of this server's."};
    }
    if (settings_.scopes.empty() || !has_field(query, "scope")) return std::nullopt;
    for (const auto& scope : split(field(query, "scope"), ' ')) {
        if (std::find(settings_.scopes.begin(), settings_.scopes.end(), scope) == settings_.scopes.end()) {
            return Refused{"invalid_scope", "A scope is unknown."};
        }
    }
    return std::nullopt;
}

Reply AuthorityEndpoint::back_to(const Asked& asked, Fields answer) const {
    if (!asked.state.empty()) answer.emplace_back("state", asked.state);
    answer.emplace_back("iss", settings_.issuer);
    const std::string& uri = asked.consent.redirect_uri;
    const char* joint = uri.find('?') == std::string::npos ? "?" : "&";
    const Fields headers{{"Location", cat(uri, joint, form_text(answer))}, {"Cache-Control", "no-store"}};
    return Reply{302, "text/plain", "", headers, Ending::whole};
}

Reply AuthorityEndpoint::page(const Asked& asked) {
    const std::string id = vault::random_token();
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= pages_open_max) waiting_.erase(waiting_.begin());
        waiting_.emplace(id, asked);
    }
    const auto button = [&](std::string_view decision, std::string_view label) {
        return cat("<button name=\"decision\" value=\"", decision, "\">", label, "</button> ");
    };
    const std::string scope = asked.consent.scope.empty() ? "read everything" : escape_html(asked.consent.scope);
    return html(200, escape_html(settings_.vendor_name) + " (simulated)",
                cat("<p>Allow reading your data? ", scope, "</p><form method=\"post\" action=\"/consent\">",
                    "<input type=\"hidden\" name=\"request\" value=\"", id, "\">", button("allow", "Allow"),
                    button("deny", "Deny"), "</form>"));
}

Reply AuthorityEndpoint::consent(const Request& request) {
    const auto form = form_of(request);
    if (const auto* refused = std::get_if<Reply>(&form)) return *refused;
    const auto& fields = std::get<Fields>(form);
    std::optional<Asked> asked;
    {
        const std::lock_guard lock(mutex_);
        const auto found = waiting_.find(field(fields, "request"));
        if (found != waiting_.end()) {
            asked = std::move(found->second);
            waiting_.erase(found);
        }
    }
    if (!asked) return html(400, "Not a valid request", "<p>This page has been used. Start again.</p>");
    if (field(fields, "decision") != "allow") return back_to(*asked, {{"error", "access_denied"}});
    return back_to(*asked, {{"code", authority_.issue_code(asked->consent)}});
}

Reply AuthorityEndpoint::token(const Request& request) {
    const auto form = form_of(request);
    if (const auto* refused = std::get_if<Reply>(&form)) return *refused;
    const auto& fields = std::get<Fields>(form);
    const auto client = authenticated(request, fields);
    if (const auto* refused = std::get_if<Reply>(&client)) return *refused;
    const std::string& id = std::get<Client>(client).id;
    const std::string grant_type = field(fields, "grant_type");
    if (grant_type == "authorization_code") {
        return tokens_reply(authority_.exchange(id, {field(fields, "code"), field(fields, "redirect_uri"),
                                                     field(fields, "code_verifier"), field(fields, "resource")}));
    }
    if (grant_type != "refresh_token") return refusal(400, {"unsupported_grant_type", "The grant type is unknown."});
    if (has_field(fields, "resource") && field(fields, "resource") != authority_.resource()) {
        return refusal(400, {"invalid_target", "The resource is not one of this server's."});
    }
    return tokens_reply(authority_.refresh(id, field(fields, "refresh_token")));
}

Reply AuthorityEndpoint::revoke(const Request& request) {
    const auto form = form_of(request);
    if (const auto* refused = std::get_if<Reply>(&form)) return *refused;
    const auto& fields = std::get<Fields>(form);
    const auto client = authenticated(request, fields);
    if (const auto* refused = std::get_if<Reply>(&client)) return *refused;
    if (!has_field(fields, "token")) return refusal(400, {"invalid_request", "The token is missing."});
    if (const auto refused = authority_.revoke(std::get<Client>(client).id, field(fields, "token"))) {
        return refusal(400, *refused);
    }
    return Reply{200, "text/plain", "", {{"Cache-Control", "no-store"}}, Ending::whole};
}

std::optional<Client> AuthorityEndpoint::find_client(const std::string& id) const {
    if (!id.empty() && id == settings_.static_client_id) return Client{id, "", "none", {}, true};
    return authority_.client(id);
}

// Nobody knows where a static client comes back to, so it may return to any URI that could be registered.
bool AuthorityEndpoint::may_return_to(const Client& client, const std::string& redirect_uri) const {
    if (client.id == settings_.static_client_id) return is_redirect_uri(redirect_uri);
    const auto& uris = client.redirect_uris;
    return std::find(uris.begin(), uris.end(), redirect_uri) != uris.end();
}

std::variant<Client, Reply> AuthorityEndpoint::authenticated(const Request& request, const Fields& form) const {
    const auto shown = shown_credentials(field(request.headers, "authorization"), form);
    const auto client = shown ? find_client(shown->id) : std::nullopt;
    const bool right =
        client && client->auth_method == shown->method && vault::equal_constant_time(client->secret, shown->secret);
    if (right) return *client;
    Reply refused = refusal(401, {"invalid_client", "The client is unknown or did not authenticate as it registered."});
    refused.headers.emplace_back("WWW-Authenticate", "Basic realm=\"token\"");
    return refused;
}

}  // namespace parley::sim
