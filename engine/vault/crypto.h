#pragma once
// The few things we need of OpenSSL, as values. Throws std::runtime_error only where OpenSSL itself is broken.

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::vault {

std::string random_bytes(std::size_t count);
std::string random_token(std::size_t bytes = 32);  // base64url without padding
std::string sha256(std::string_view bytes);        // 32 raw bytes
std::string sha256_hex(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);
bool equal_constant_time(std::string_view a, std::string_view b);

std::string base64url(std::string_view bytes, bool padded);
std::string base64(std::string_view bytes);
Result<std::string> from_base64url(std::string_view text);  // Padded or not; Fault::invalid for anything else.

}  // namespace parley::vault
