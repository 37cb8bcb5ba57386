// The text of a key ring, wherever it comes from.
#include "base/text.h"
#include "vault/vault.h"

#include <algorithm>

namespace parley::vault {
namespace {

constexpr std::size_t key_letters = 43;  // 32 bytes as base64url, without padding.

Error refused(std::string message) {
    return {Fault::invalid, std::move(message), ""};
}

bool is_key_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

Result<std::vector<FernetKey>> parse_keys(const Secret& secret, std::string_view where) {
    std::string_view text = secret.reveal();
    std::vector<FernetKey> keys;
    for (int number = 1; !text.empty(); ++number) {
        const std::string_view whole = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(whole.size() + 1, text.size()));
        const std::string_view line = trim(whole.substr(0, whole.find('#')));
        if (line.empty()) continue;
        auto key = FernetKey::parse(line);
        if (!key) return refused(cat("Line ", number, " of ", where, " is not a key."));
        const bool again = std::any_of(keys.begin(), keys.end(),
                                       [&](const FernetKey& other) { return other.id() == key.value().id(); });
        if (again) return refused(cat("Line ", number, " of ", where, " holds a key that stands there already."));
        keys.push_back(std::move(key).value());
    }
    if (!keys.empty()) return keys;
    return refused(cat("There is no key in ", where, "."));
}

bool holds_key(std::string_view text) {
    while (!text.empty()) {
        const auto* const end = std::find_if_not(text.begin(), text.end(), is_key_letter);
        const std::string_view run = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        if (run.size() == key_letters && FernetKey::parse(run)) return true;
        text.remove_prefix(std::min(run.size() + 1, text.size()));
    }
    return false;
}

}  // namespace parley::vault
