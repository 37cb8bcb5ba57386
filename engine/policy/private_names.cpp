#include "policy/private_names.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace parley::policy {
namespace {

using Mark = std::string_view;

// A mark with _ at an end ends there with the word: "_salt_" is not in "basalt", "secret_" not in "secretary". Tokens
// in the plural are counted ("tokens used").
constexpr std::array marks{Mark("passw"),
                           Mark("passphrase"),
                           Mark("pass_phrase"),
                           Mark("passcode"),
                           Mark("pass_code"),
                           Mark("_pwd"),
                           Mark("kennwort"),
                           Mark("mot_de_passe"),
                           Mark("contrase"),
                           Mark("secret_"),
                           Mark("secrets_"),
                           Mark("secretkey"),
                           Mark("token_"),
                           Mark("_hash_"),
                           Mark("hash_"),
                           Mark("hashed"),
                           Mark("_salt_"),
                           Mark("_salted_"),
                           Mark("api_key"),
                           Mark("apikey"),
                           Mark("access_key"),
                           Mark("accesskey"),
                           Mark("private_key"),
                           Mark("privatekey"),
                           Mark("signing_key"),
                           Mark("encryption_key"),
                           Mark("master_key"),
                           Mark("credential"),
                           Mark("jwt"),
                           Mark("session_id"),
                           Mark("sessionid"),
                           Mark("_session_key_"),
                           Mark("_otp_"),
                           Mark("_totp_"),
                           Mark("auth_code"),
                           Mark("recovery_code"),
                           Mark("recovery_key"),
                           Mark("recovery_phrase"),
                           Mark("seed_phrase"),
                           Mark("mnemonic"),
                           Mark("_pin_"),
                           Mark("pin_code"),
                           Mark("_ssn_"),
                           Mark("social_security"),
                           Mark("passport"),
                           Mark("national_id"),
                           Mark("_iban_"),
                           Mark("card_num"),
                           Mark("card_no_"),
                           Mark("cardnum"),
                           Mark("_cvv"),
                           Mark("_cvc"),
                           Mark("security_answer"),
                           Mark("_cookie_")};

bool is_upper(char letter) {
    return letter >= 'A' && letter <= 'Z';
}

bool is_small_or_digit(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

// "apiKey", "API key" -> "_api_key_". Letters beyond ASCII stand for themselves.
std::string in_words(std::string_view name) {
    std::string words = "_";
    char before = '_';
    for (const char letter : name) {
        const bool is_sign =
            !is_upper(letter) && !is_small_or_digit(letter) && static_cast<unsigned char>(letter) < 128;
        const bool is_hump = is_upper(letter) && is_small_or_digit(before);
        if ((is_sign || is_hump) && words.back() != '_') words += '_';
        if (!is_sign) words += lower(std::string_view(&letter, 1));
        before = letter;
    }
    if (words.back() != '_') words += '_';
    return words;
}

}  // namespace

bool is_private_name(std::string_view column) {
    const std::string words = in_words(column);
    return std::any_of(marks.begin(), marks.end(),
                       [&words](std::string_view mark) { return words.find(mark) != std::string::npos; });
}

std::span<const std::string_view> private_marks() {
    return marks;
}

}  // namespace parley::policy
