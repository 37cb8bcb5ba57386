#include "base/text.h"

#include <algorithm>
#include <cctype>

namespace parley {
namespace {

bool is_word_byte(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Bytes of the sequence that starts with `first`, or 0 where none can.
int sequence_length(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return 2;
    if (first >= 0xE0 && first <= 0xEF) return 3;
    if (first >= 0xF0 && first <= 0xF4) return 4;
    return 0;
}

}  // namespace

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator, start)) {
        parts.emplace_back(text.substr(start, end - start));
        start = end + 1;
    }
    parts.emplace_back(text.substr(start));
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const auto& part : parts) {
        if (!out.empty()) out += separator;
        out += part;
    }
    return out;
}

bool contains_word(std::string_view text, std::string_view word) {
    if (word.empty()) return false;
    const std::string haystack = lower(text);
    const std::string needle = lower(word);
    for (auto at = haystack.find(needle); at != std::string::npos; at = haystack.find(needle, at + 1)) {
        const bool starts = at == 0 || !is_word_byte(haystack[at - 1]);
        const auto end = at + needle.size();
        if (starts && (end == haystack.size() || !is_word_byte(haystack[end]))) return true;
    }
    return false;
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const int length = sequence_length(first);
        if (length == 0 || at + static_cast<std::size_t>(length) > text.size()) return false;
        for (int k = 1; k < length; ++k) {
            if ((static_cast<unsigned char>(text[at + static_cast<std::size_t>(k)]) & 0xC0) != 0x80) return false;
        }
        const auto second = length > 1 ? static_cast<unsigned char>(text[at + 1]) : 0;
        const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
        const bool surrogate = first == 0xED && second > 0x9F;
        if (overlong || surrogate || (first == 0xF4 && second > 0x8F)) return false;
        at += static_cast<std::size_t>(length);
    }
    return true;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return cat(count, " ", count == 1 ? one : many);
}

std::string escape_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

int edit_distance(std::string_view a, std::string_view b) {
    std::vector<int> row(b.size() + 1);
    for (std::size_t k = 0; k < row.size(); ++k) row[k] = static_cast<int>(k);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i);
        for (std::size_t k = 1; k <= b.size(); ++k) {
            const int substitute = diagonal + (a[i - 1] == b[k - 1] ? 0 : 1);
            diagonal = row[k];
            row[k] = std::min({row[k] + 1, row[k - 1] + 1, substitute});
        }
    }
    return row[b.size()];
}

std::string nearest(std::string_view wrong, const std::vector<std::string>& candidates) {
    std::string best;
    std::pair nearest_yet(static_cast<int>(wrong.size() / 3) + 2, std::size_t{0});
    for (const auto& candidate : candidates) {
        // Of two that are as near the one as long is meant: two letters are swapped more often than one is left out.
        const auto longer = std::max(wrong.size(), candidate.size()) - std::min(wrong.size(), candidate.size());
        const std::pair distance(edit_distance(lower(wrong), lower(candidate)), longer);
        if (distance < nearest_yet) {
            nearest_yet = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace parley
