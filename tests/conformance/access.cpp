#include "access.h"

#include "base/text.h"

#include <Poco/URI.h>

namespace parley::conformance {
namespace {

// Nobody listens there: the suites put the code into the redirect, and it is read from there.
const std::string redirect_uri = "http://127.0.0.1:3939/callback";
const std::string client_id_document = "https://conformance-test.local/client-metadata.json";
constexpr int attempts_max = 3;

Secret copy_of(const Secret& secret) {
    return Secret(std::string(secret.reveal()));
}

std::optional<std::string> parameter(const Poco::URI::QueryParameters& parameters, const std::string& name) {
    for (const auto& [key, value] : parameters) {
        if (key == name) return value;
    }
    return std::nullopt;
}

bool lists(const std::vector<std::string>& texts, std::string_view wanted) {
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

}  // namespace

Result<Done> Access::obtain(int status, const std::vector<std::string>& www_authenticate) {
    if (attempts_ == attempts_max) return Error{Fault::reconnect, "The server refuses each token that it gave.", ""};
    if (status == 403 && tokens_) {
        PARLEY_TRY([[maybe_unused]] const Done wider, widen(www_authenticate));
    } else {
        PARLEY_TRY([[maybe_unused]] const Done found, find_out(www_authenticate));
    }
    PARLEY_TRY([[maybe_unused]] const Done chosen, choose_client());
    ++attempts_;
    return take_grant();
}

std::optional<Secret> Access::token() const {
    if (!tokens_) return std::nullopt;
    return copy_of(tokens_->access);
}

Result<Done> Access::find_out(const std::vector<std::string>& www_authenticate) {
    PARLEY_TRY(oauth::Discovery found, oauth::discover(http_, guard_, server_, www_authenticate));
    endpoints_ = std::move(found.endpoints);
    scopes_ = endpoints_.scopes;
    return Done{};
}

Result<Done> Access::widen(const std::vector<std::string>& www_authenticate) {
    auto wider = oauth::step_up_scopes(scopes_, www_authenticate);
    if (wider.empty()) {
        return Error{Fault::denied, "The server asks for nothing that was not granted, and refuses all the same.", ""};
    }
    scopes_ = std::move(wider);
    return Done{};
}

// A client that somebody made by hand, then our metadata document, then registration: as the product does it.
Result<Done> Access::choose_client() {
    if (clients_.count(endpoints_.issuer) != 0) return Done{};
    const std::string made_for = text_at(credentials_, "issuer", endpoints_.issuer);
    if (credentials_.contains("client_id") && made_for == endpoints_.issuer) {
        clients_.emplace(endpoints_.issuer, handed_client());
        return Done{};
    }
    if (endpoints_.client_id_documents) {
        clients_.emplace(endpoints_.issuer, oauth::known_client(endpoints_, client_id_document, std::nullopt));
        return Done{};
    }
    PARLEY_TRY(oauth::Client registered, oauth::register_client(http_, guard_, endpoints_, redirect_uri));
    clients_.emplace(endpoints_.issuer, std::move(registered));
    return Done{};
}

oauth::Client Access::handed_client() const {
    const std::string id = text_at(credentials_, "client_id");
    if (credentials_.contains("private_key_pem")) {
        oauth::Client client;
        client.id = id;
        client.secret.emplace(text_at(credentials_, "private_key_pem"));
        client.auth_method = "private_key_jwt";
        client.issuer = endpoints_.issuer;
        client.algorithm = text_at(credentials_, "signing_algorithm");
        return client;
    }
    std::optional<Secret> secret;
    if (credentials_.contains("client_secret")) secret.emplace(text_at(credentials_, "client_secret"));
    return oauth::known_client(endpoints_, id, std::move(secret));
}

// Which grant it is follows from what was handed over and from what the authorization server offers.
Result<Done> Access::take_grant() {
    if (credentials_.contains("idp_id_token")) {
        PARLEY_TRY(tokens_, ask_identity_provider());
    } else if (credentials_.contains("valid_jwt")) {
        PARLEY_TRY(tokens_, oauth::jwt_bearer(http_, guard_, endpoints_, clients_.at(endpoints_.issuer),
                                              Secret(text_at(credentials_, "valid_jwt")), scopes_, clock_.now()));
    } else if (is_for_machines()) {
        PARLEY_TRY(tokens_, ask_alone());
    } else {
        PARLEY_TRY(tokens_, ask_a_person());
    }
    return Done{};
}

bool Access::is_for_machines() const {
    return credentials_.contains("client_id") && lists(endpoints_.grant_types, "client_credentials") &&
           !lists(endpoints_.grant_types, "authorization_code");
}

Result<oauth::Tokens> Access::ask_alone() {
    return oauth::client_credentials(http_, guard_, endpoints_, clients_.at(endpoints_.issuer), scopes_, clock_.now());
}

Result<oauth::Tokens> Access::ask_identity_provider() {
    oauth::Client at_provider;
    at_provider.id = text_at(credentials_, "idp_client_id");
    at_provider.issuer = text_at(credentials_, "idp_issuer");
    const oauth::TokenExchange wish{.token_endpoint = text_at(credentials_, "idp_token_endpoint"),
                                    .subject_token = Secret(text_at(credentials_, "idp_id_token")),
                                    .audience = endpoints_.issuer,
                                    .resource = endpoints_.resource,
                                    .scopes = scopes_};
    PARLEY_TRY(const Secret assertion, oauth::token_exchange(http_, guard_, at_provider, wish, clock_.now()));
    return oauth::jwt_bearer(http_, guard_, endpoints_, clients_.at(endpoints_.issuer), assertion, scopes_,
                             clock_.now());
}

Result<oauth::Tokens> Access::ask_a_person() {
    const oauth::Client& client = clients_.at(endpoints_.issuer);
    const oauth::Pkce pkce = oauth::make_pkce();
    const std::string state(oauth::make_pkce().verifier.reveal());
    PARLEY_TRY(const std::string url,
               oauth::authorize_url(guard_, endpoints_, client, redirect_uri, state, pkce, scopes_));
    PARLEY_TRY(const Secret code, walk(url, state));
    return oauth::exchange(http_, guard_, endpoints_, client, redirect_uri, code, pkce.verifier, clock_.now());
}

// What a browser does, and what the callback checks: state, then issuer, then the answer itself.
Result<Secret> Access::walk(const std::string& authorize_url, const std::string& state) {
    PARLEY_TRY(net::SafeUrl page, guard_.check(authorize_url));
    PARLEY_TRY(const net::Response response, http_.send({.url = std::move(page)}));
    const std::string location = net::header(response.headers, "Location");
    if (!location.starts_with(redirect_uri + "?")) {
        return Error{Fault::invalid, "The sign-in page did not send us back.", cat("HTTP ", response.status)};
    }
    const auto answer = Poco::URI(location).getQueryParameters();
    if (parameter(answer, "state") != state) return Error{Fault::denied, "The answer is to another sign-in.", ""};
    PARLEY_TRY([[maybe_unused]] const Done checked, oauth::check_issuer(endpoints_, parameter(answer, "iss")));
    const auto code = parameter(answer, "code");
    if (!code) return Error{Fault::denied, "The sign-in page gave no code.", parameter(answer, "error").value_or("")};
    return Secret(*code);
}

}  // namespace parley::conformance
