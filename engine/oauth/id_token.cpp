#include "oauth/id_token.h"

#include "base/text.h"
#include "oauth/documents.h"
#include "vault/crypto.h"

#include <algorithm>
#include <set>

namespace parley::oauth {
namespace {

constexpr std::size_t token_bytes_max = 32u << 10;
constexpr std::size_t head_bytes_max = 4u << 10;
constexpr std::size_t subject_bytes_max = 255;  // OpenID Connect Core 1.0, 2.
constexpr double leeway_s = 60;

// RFC 7515 knows no padding.
Result<std::string> decoded(std::string_view part, std::string_view name) {
    if (part.empty() || part.find('=') != std::string_view::npos) return untrusted(cat(name, " is no base64url"));
    auto bytes = vault::from_base64url(part);
    if (!bytes) return untrusted(cat(name, " is no base64url"));
    return bytes;
}

Result<Algorithm> read_algorithm(const Json& head, const std::vector<std::string>& announced) {
    const std::string name = text_at(head, "alg");
    const auto algorithm = algorithm_from(name);
    if (!algorithm) return untrusted("alg is not one of RS256, PS256, ES256");
    if (!announced.empty() && !holds(announced, name)) return untrusted("alg is none that the provider announces");
    return *algorithm;
}

// A signature of the same key under another kind of token (an access token, a logout token) is no sign-in.
bool is_of_another_kind(const Json& head) {
    const Json& type = at_or_null(head, "typ");
    if (type.is_null()) return head.contains("typ");
    return !type.is_string() || lower(type.get_ref<const std::string&>()) != "jwt";
}

// Where the token names no key there must be no doubt which is meant.
std::vector<const VerifyingKey*> candidates(const VerifyingKeys& keys, const SignedToken& token) {
    std::vector<const VerifyingKey*> found;
    for (const auto& key : keys) {
        const bool meant = !token.key_id || key.id() == *token.key_id;
        if (meant && key.fits(token.algorithm)) found.push_back(&key);
    }
    if (!token.key_id && found.size() > 1) found.clear();
    return found;
}

std::optional<double> time_at(const Json& claims, std::string_view name) {
    const Json& value = at_or_null(claims, name);
    if (!value.is_number()) return std::nullopt;
    return value.get<double>();
}

Result<Done> check_times(const Json& claims, Instant now_instant) {
    const auto now = static_cast<double>(unix_seconds(now_instant));
    const auto expires = time_at(claims, "exp"), issued = time_at(claims, "iat"), begins = time_at(claims, "nbf");
    if (!expires || *expires + leeway_s <= now) return untrusted("exp is missing or over");
    if (!issued || *issued > now + leeway_s) return untrusted("iat is missing or lies ahead");
    if (claims.contains("nbf") && (!begins || *begins > now + leeway_s)) return untrusted("nbf lies ahead");
    return Done{};
}

// One text or a list of them. Beside us there may be others only where the token says that it was made for us.
Result<Done> check_audience(const Json& claims, const std::string& client_id) {
    const Json& audience = at_or_null(claims, "aud");
    const bool alone = audience.is_string() && audience == Json(client_id);
    const auto named = texts_at(claims, "aud");
    if (!alone && (!holds(named, client_id) || named.size() != audience.size())) {
        return untrusted("aud does not name this client");
    }
    if (claims.contains("azp") && claims["azp"] != Json(client_id)) return untrusted("azp is another client");
    if (named.size() > 1 && !claims.contains("azp")) return untrusted("aud names several, and azp is missing");
    return Done{};
}

// OpenID Connect Core 1.0, 3.1.3.6: the left half of the access token's hash; SHA-256 for each algorithm taken here.
std::string half_hash(std::string_view text) {
    const std::string hash = vault::sha256(text);
    return vault::base64url(std::string_view(hash).substr(0, hash.size() / 2), /*padded=*/false);
}

bool is_subject(const std::string& subject) {
    return !subject.empty() && subject.size() <= subject_bytes_max &&
           std::none_of(subject.begin(), subject.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

Result<Done> check_claims(const Json& claims, const TokenRules& rules) {
    if (at_or_null(claims, "iss") != Json(rules.issuer)) return untrusted("iss is another provider");
    PARLEY_TRY([[maybe_unused]] const Done audience, check_audience(claims, rules.client_id));
    PARLEY_TRY([[maybe_unused]] const Done times, check_times(claims, rules.now));
    if (rules.nonce.empty() || !vault::equal_constant_time(text_at(claims, "nonce"), rules.nonce)) {
        return untrusted("nonce is missing or of another sign-in");
    }
    if (claims.contains("at_hash") && claims["at_hash"] != Json(half_hash(rules.access_token))) {
        return untrusted("at_hash is of another access token");
    }
    if (!is_subject(text_at(claims, "sub"))) return untrusted("sub is missing or too long");
    return Done{};
}

}  // namespace

Error untrusted(std::string_view reason) {
    return Error{Fault::denied, "The sign-in provider's answer cannot be trusted, so nobody was signed in.",
                 cat("id token: ", reason)};
}

Result<Json> parse_object_once(std::string_view text) {
    PARLEY_TRY(Json checked, parse_json(text));  // With its limit on depth.
    if (!checked.is_object()) return Error{Fault::invalid, "The text is no JSON object.", ""};
    bool twice = false;
    std::vector<std::set<std::string>> open;
    const auto see = [&](int, Json::parse_event_t event, Json& value) {
        if (event == Json::parse_event_t::object_start) open.emplace_back();
        if (event == Json::parse_event_t::object_end) open.pop_back();
        if (event == Json::parse_event_t::key) {
            twice = twice || !open.back().insert(value.get_ref<const std::string&>()).second;
        }
        return true;
    };
    [[maybe_unused]] const Json again = Json::parse(text, see, /*allow_exceptions=*/false);
    if (twice) return Error{Fault::invalid, "A name stands twice in a JSON object.", ""};
    return checked;
}

Result<SignedToken> read_signed(std::string_view token, const std::vector<std::string>& algorithms) {
    if (token.size() > token_bytes_max) return untrusted("too large");
    const auto parts = split(token, '.');
    if (parts.size() != 3) return untrusted("not of three parts");
    PARLEY_TRY(const std::string head_text, decoded(parts[0], "head"));
    if (head_text.size() > head_bytes_max) return untrusted("head is too large");
    const auto head = parse_object_once(head_text);
    if (!head) return untrusted("head is no JSON object, or names something twice");
    const Json& names = head.value();

    SignedToken read;
    PARLEY_TRY(read.algorithm, read_algorithm(names, algorithms));
    if (names.contains("crit")) return untrusted("head asks for what is not known here");  // RFC 7515 4.1.11
    if (is_of_another_kind(names)) return untrusted("typ is not JWT");
    if (names.contains("kid")) {
        if (!names["kid"].is_string()) return untrusted("kid is no text");
        read.key_id = names["kid"].get<std::string>();
    }
    PARLEY_TRY(read.payload, decoded(parts[1], "payload"));
    PARLEY_TRY(read.signature, decoded(parts[2], "signature"));
    read.text = cat(parts[0], ".", parts[1]);
    return read;
}

bool has_key_for(const VerifyingKeys& keys, const SignedToken& token) {
    return !candidates(keys, token).empty();
}

Result<Json> checked_claims(const SignedToken& token, const VerifyingKeys& keys, const TokenRules& rules) {
    const auto meant = candidates(keys, token);
    if (meant.empty()) return untrusted("no key of the provider fits kid and alg");
    const bool good = std::any_of(meant.begin(), meant.end(), [&](const VerifyingKey* key) {
        return key->verifies(token.algorithm, token.text, token.signature);
    });
    if (!good) return untrusted("the signature does not hold");
    const auto claims = parse_object_once(token.payload);
    if (!claims) return untrusted("payload is no JSON object, or names something twice");
    PARLEY_TRY([[maybe_unused]] const Done checked, check_claims(claims.value(), rules));
    return claims.value();
}

}  // namespace parley::oauth
