#include "sim/client_metadata.h"

#include "base/text.h"

#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>

namespace parley::sim {
namespace {

constexpr std::size_t redirect_uris_max = 16;

bool is_one_of(const std::string& text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

// Nothing where the member is there and is not an array of texts.
std::optional<std::vector<std::string>> texts_at(const Json& object, std::string_view key) {
    std::vector<std::string> texts;
    const Json& member = at_or_null(object, key);
    if (member.is_null()) return texts;
    if (!member.is_array()) return std::nullopt;
    for (const Json& each : member) {
        if (!each.is_string()) return std::nullopt;
        texts.push_back(each.get<std::string>());
    }
    return texts;
}

std::optional<std::string> from_base64(const std::string& text) {
    try {
        std::istringstream in(text);
        Poco::Base64Decoder decoder(in);
        return std::string(std::istreambuf_iterator<char>(decoder), {});
    } catch (const Poco::Exception&) {
        return std::nullopt;
    }
}

// Id and secret are form-encoded before they are put together.
std::optional<Credentials> basic_credentials(const std::string& encoded) {
    const auto pair = from_base64(encoded);
    const auto colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return std::nullopt;
    auto id = form_decoded(pair->substr(0, colon));
    auto secret = form_decoded(pair->substr(colon + 1));
    if (!id || !secret) return std::nullopt;
    return Credentials{std::move(id).value(), std::move(secret).value(), "client_secret_basic"};
}

}  // namespace

bool ClientMetadata::may_refresh() const {
    return std::find(grant_types.begin(), grant_types.end(), "refresh_token") != grant_types.end();
}

Decision<ClientMetadata> read_client_metadata(const std::string& body) {
    auto parsed = parse_json(body);
    if (!parsed || !parsed.value().is_object()) {
        return Refused{"invalid_client_metadata", "The body is no JSON object."};
    }
    ClientMetadata metadata;
    metadata.as_sent = std::move(parsed).value();
    const auto uris = texts_at(metadata.as_sent, "redirect_uris");
    if (!uris || uris->empty() || uris->size() > redirect_uris_max ||
        !std::all_of(uris->begin(), uris->end(), is_redirect_uri)) {
        return Refused{"invalid_redirect_uri", "Redirect URIs must be https, or http to this machine."};
    }
    metadata.redirect_uris = *uris;
    metadata.auth_method = text_at(metadata.as_sent, "token_endpoint_auth_method", "client_secret_basic");
    if (!is_one_of(metadata.auth_method, {"none", "client_secret_basic", "client_secret_post"})) {
        return Refused{"invalid_client_metadata", "The authentication method is unknown."};
    }
    const auto grant_types = texts_at(metadata.as_sent, "grant_types");
    const auto known = [](const std::string& type) { return is_one_of(type, {"authorization_code", "refresh_token"}); };
    if (!grant_types || !std::all_of(grant_types->begin(), grant_types->end(), known)) {
        return Refused{"invalid_client_metadata", "A grant type is unknown."};
    }
    metadata.grant_types = grant_types->empty() ? std::vector<std::string>{"authorization_code"} : *grant_types;
    return metadata;
}

bool is_redirect_uri(const std::string& text) {
    try {
        const Poco::URI uri(text);
        if (uri.getHost().empty() || !uri.getUserInfo().empty() || text.find('#') != std::string::npos) return false;
        if (uri.getScheme() == "https") return true;
        return uri.getScheme() == "http" && is_one_of(uri.getHost(), {"127.0.0.1", "::1", "[::1]", "localhost"});
    } catch (const Poco::Exception&) {
        return false;
    }
}

std::optional<Credentials> shown_credentials(const std::string& authorization, const Fields& form) {
    if (authorization.empty()) {
        if (!has_field(form, "client_id")) return std::nullopt;
        const bool with_secret = has_field(form, "client_secret");
        return Credentials{field(form, "client_id"), field(form, "client_secret"),
                           with_secret ? "client_secret_post" : "none"};
    }
    constexpr std::string_view scheme = "basic ";
    if (lower(authorization).rfind(scheme, 0) != 0 || has_field(form, "client_secret")) return std::nullopt;
    auto shown = basic_credentials(authorization.substr(scheme.size()));
    const std::string named = field(form, "client_id");
    if (shown && !named.empty() && named != shown->id) return std::nullopt;
    return shown;
}

}  // namespace parley::sim
