#include "vault/vault.h"

#include "base/json.h"
#include "base/text.h"
#include "vault/crypto.h"

#include <cassert>
#include <stdexcept>

namespace parley::vault {
namespace {

// What is kept stays readable when the clock leaps back: for a stored secret the time of sealing is only information.
constexpr Instant any_time = Instant::max();

Error not_opened(std::string why) {
    return {Fault::internal, "A stored secret does not open with the keys of this installation.", std::move(why)};
}

Result<Secret> unbind(const Secret& plain, const Binding& binding) {
    const auto bound = parse_json(plain.reveal());
    if (!bound) return not_opened("the sealed text is not JSON");
    const bool same = at_or_null(bound.value(), "org") == Json(binding.org.text) &&
                      at_or_null(bound.value(), "connection") == Json(binding.connection.text) &&
                      at_or_null(bound.value(), "kind") == Json(binding.kind);
    if (!same) return not_opened("sealed for another organization, connection or kind");
    auto secret = from_base64url(text_at(bound.value(), "secret", "="));
    if (!secret) return not_opened("the sealed text holds no secret");
    return Secret(std::move(secret).value());
}

}  // namespace

Vault::Vault(std::vector<FernetKey> keys, const Clock& clock) : keys_(std::move(keys)), clock_(clock) {
    if (keys_.empty()) throw std::invalid_argument("a vault needs at least one key");
}

Sealed Vault::seal(const Secret& secret, const Binding& binding) const {
    assert(is_valid_utf8(binding.org.text) && is_valid_utf8(binding.connection.text) && is_valid_utf8(binding.kind));
    // As base64url, for JSON cannot hold every byte and a secret must come back as it was.
    const Secret plain(dump(Json{{"org", binding.org.text},
                                 {"connection", binding.connection.text},
                                 {"kind", binding.kind},
                                 {"secret", base64url(secret.reveal(), false)}}));
    return Sealed{keys_.front().encrypt(plain.reveal(), clock_.now())};
}

Result<Secret> Vault::open(const Sealed& sealed, const Binding& binding) const {
    for (const auto& key : keys_) {
        const auto plain = key.decrypt(sealed.fernet, any_time);
        if (plain) return unbind(plain.value(), binding);
    }
    return not_opened("no key of the ring opens it");
}

Result<Sealed> Vault::rotate(const Sealed& sealed, const Binding& binding) const {
    for (const auto& key : keys_) {
        const auto plain = key.decrypt(sealed.fernet, any_time);
        if (!plain) continue;
        PARLEY_TRY([[maybe_unused]] const Secret bound, unbind(plain.value(), binding));
        PARLEY_TRY(const Instant at, sealed_at(sealed));
        return Sealed{keys_.front().encrypt(plain.value().reveal(), at)};
    }
    return not_opened("no key of the ring opens it");
}

std::string Vault::key_id() const {
    return keys_.front().id();
}

std::vector<std::string> Vault::key_ids() const {
    std::vector<std::string> ids;
    ids.reserve(keys_.size());
    for (const auto& key : keys_) ids.push_back(key.id());
    return ids;
}

}  // namespace parley::vault
