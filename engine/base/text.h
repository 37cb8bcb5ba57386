#pragma once
// Small text tools without a locale. std::format is not in g++ 12 or clang 14: cat("row ", 3, " of ", name) is all we
// need of it.

#include <charconv>
#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

inline void append(std::string& out, std::string_view text) {
    out.append(text);
}

// No bool: say "yes" or "enabled", for 1 tells the reader nothing. (A plain deleted append(bool) would catch literals:
// const char* converts to bool more readily than to string_view.)
template <typename Number>
requires((std::integral<Number> && !std::same_as<Number, bool>) ||
         std::floating_point<Number>) void append(std::string& out, Number number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;  // No locale: never "1.234,5".
    out.append(buffer, end);
}

template <typename... Parts>
std::string cat(const Parts&... parts) {
    std::string out;
    (append(out, parts), ...);
    return out;
}

// ASCII only, whatever the locale.
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_in(std::string_view word, std::span<const std::string_view> list) {
    for (const auto one : list)
        if (one == word) return true;
    return false;
}

std::string lower(std::string_view text);  // ASCII only.
std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
bool contains_word(std::string_view text, std::string_view word);  // Whole words, any case.
bool is_valid_utf8(std::string_view text);

// For words that people read: "1 row", "2 rows".
std::string counted(std::int64_t count, std::string_view one, std::string_view many);

// For text inside HTML, elements and quoted attributes alike.
std::string escape_html(std::string_view text);

// How many single-letter changes lead from one to the other. Bytes, not letters; for names up to limits::name_bytes.
int edit_distance(std::string_view a, std::string_view b);

// The candidate nearest to `wrong`, or empty where none is near: "did you mean ...?".
std::string nearest(std::string_view wrong, const std::vector<std::string>& candidates);

}  // namespace parley
