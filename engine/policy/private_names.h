#pragma once
// Names of columns that are nobody's business: passwords, tokens, card numbers. The one list of them, which the gate,
// the tables that come back and the plugins' prelude all go by. Pure.

#include <span>
#include <string_view>

namespace parley::policy {

// "password_hash", "apiKey", "Client secret": by whole words or by parts that stand in no other word.
bool is_private_name(std::string_view column);

// What is looked for in a name written as "_api_key_": small letters, one _ between words and at both ends.
std::span<const std::string_view> private_marks();

}  // namespace parley::policy
