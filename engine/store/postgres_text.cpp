#include "store/postgres_text.h"

#include "base/text.h"

namespace parley::store {
namespace {

constexpr char substitute = '\x1A';
constexpr std::string_view digits = "0123456789abcdef";

bool is_plain(char byte, bool utf8) {
    if (byte == '\0' || byte == substitute) return false;
    return utf8 || static_cast<unsigned char>(byte) < 0x80;
}

std::string_view type_of(const Value& value) {
    if (std::holds_alternative<std::int64_t>(value.held())) return "::bigint";
    if (std::holds_alternative<std::string_view>(value.held())) return "::text";
    return "";
}

}  // namespace

std::string to_stored(std::string_view text) {
    const bool utf8 = is_valid_utf8(text);
    std::string stored;
    stored.reserve(text.size());
    for (const char byte : text) {
        if (is_plain(byte, utf8)) {
            stored += byte;
            continue;
        }
        const auto bits = static_cast<unsigned char>(byte);
        stored += substitute;
        stored += digits[bits >> 4];
        stored += digits[bits & 0xF];
    }
    return stored;
}

std::optional<std::string> from_stored(std::string_view stored) {
    std::string text;
    text.reserve(stored.size());
    for (std::size_t at = 0; at < stored.size(); ++at) {
        if (stored[at] != substitute) {
            text += stored[at];
            continue;
        }
        if (stored.size() - at < 3) return std::nullopt;
        const auto high = digits.find(stored[at + 1]);
        const auto low = digits.find(stored[at + 2]);
        if (high == digits.npos || low == digits.npos) return std::nullopt;
        text += static_cast<char>(high << 4 | low);
        at += 2;
    }
    return text;
}

std::string numbered(std::string_view sql, Values values) {
    std::string out;
    out.reserve(sql.size() + values.size() * 10);
    bool quoted = false;
    int number = 0;
    auto value = values.begin();
    for (const char letter : sql) {
        if (letter == '\'') quoted = !quoted;
        if (letter != '?' || quoted) {
            out += letter;
            continue;
        }
        append(out, "$");
        append(out, ++number);
        if (value != values.end()) append(out, type_of(*value++));
    }
    return out;
}

}  // namespace parley::store
