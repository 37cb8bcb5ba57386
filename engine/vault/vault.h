#pragma once
// Seals secrets with Fernet (github.com/fernet/spec) under a ring of keys. What was sealed for one organization,
// connection and kind opens for no other: the three stand inside the sealed text and are compared on opening.

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sealed.h"
#include "base/secret.h"

#include <string>
#include <string_view>
#include <vector>

namespace parley::vault {

// 32 bytes: the first 16 sign, the last 16 encrypt.
class FernetKey {
public:
    static Result<FernetKey> parse(std::string_view base64url_text);  // Fault::invalid; the message never quotes it.
    static FernetKey generate();
    FernetKey(FernetKey&&) noexcept = default;
    FernetKey& operator=(FernetKey&&) noexcept = default;

    std::string id() const;  // First 8 hex digits of the key's SHA-256: says which key, not what it is.
    Secret text() const;     // For writing a new key file.
    std::string encrypt(std::string_view plain, Instant now) const;
    std::string encrypt_with_iv(std::string_view plain, Instant now,
                                std::string_view iv) const;  // For the test vectors.
    // ttl_s < 0: any age. A time more than 60 s ahead of now is refused.
    Result<Secret> decrypt(std::string_view token, Instant now, std::int64_t ttl_s = -1) const;

private:
    explicit FernetKey(Secret bytes) : bytes_(std::move(bytes)) {}
    Secret bytes_;
};

struct Binding {
    OrgId org;
    ConnectionId connection;
    std::string kind;  // "token", "authorization", "client"
};

// When it was sealed, to the second. Nobody has checked the signature: good for an estimate only.
Result<Instant> sealed_at(const Sealed& sealed);

// Safe from several threads.
class Vault {
public:
    // keys: the first seals, all open. At least one.
    Vault(std::vector<FernetKey> keys, const Clock& clock);

    Sealed seal(const Secret& secret, const Binding& binding) const;
    Result<Secret> open(const Sealed& sealed, const Binding& binding) const;  // Fault::internal where it does not open.
    // The same under the first key: opened with any, sealed with a fresh initialization vector, the time of the first
    // sealing kept. So also where the first key had sealed it: no two calls give the same text. Fault::internal where
    // it does not open for this binding; nothing is sealed then.
    Result<Sealed> rotate(const Sealed& sealed, const Binding& binding) const;
    std::string key_id() const;                // Of the key that seals.
    std::vector<std::string> key_ids() const;  // Of all, in the order of the ring.

private:
    std::vector<FernetKey> keys_;
    const Clock& clock_;
};

// One key a line, # begins a comment, the first seals. Fault::invalid for anything else; the sentence names `where`
// ("the key file /etc/parley/keys") and the line, and never quotes.
Result<std::vector<FernetKey>> parse_keys(const Secret& text, std::string_view where);

// Whether a key stands somewhere in a text that is meant to hold none.
bool holds_key(std::string_view text);

// parse_keys of a file. Fault::invalid with the path where it cannot be read or others may touch it.
// create: makes the file with a new key and mode 0600 where there is none.
enum class Missing { refuse, create };
Result<std::vector<FernetKey>> read_key_file(const std::string& path, Missing missing);

}  // namespace parley::vault
