#include "mcp/partial.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

namespace parley::mcp {
namespace {

constexpr std::size_t note_bytes_max = 300;
constexpr std::size_t note_words_max = 24;

using Words = std::vector<std::string>;

template <std::size_t size>
bool is_one_of(std::string_view word, const std::array<std::string_view, size>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// Words and numbers in lower case; everything else parts them. "1,250" is one number.
Words words_of(std::string_view line) {
    Words words;
    std::string word;
    for (std::size_t at = 0; at <= line.size(); ++at) {
        const char c = at < line.size() ? line[at] : ' ';
        const bool in_number = c == ',' && !word.empty() && at + 1 < line.size() &&
                               std::isdigit(static_cast<unsigned char>(word.back())) != 0 &&
                               std::isdigit(static_cast<unsigned char>(line[at + 1])) != 0;
        if (in_number) continue;
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            word.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    return words;
}

std::optional<std::int64_t> number(const std::string& word) {
    std::int64_t value = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
    if (read.ec != std::errc{} || read.ptr != word.data() + word.size()) return std::nullopt;
    return value;
}

bool is_noun(std::string_view word) {
    constexpr std::array<std::string_view, 14> nouns{"row",     "rows",  "result",  "results", "record",
                                                     "records", "item",  "items",   "entry",   "entries",
                                                     "page",    "pages", "matches", "lines"};
    return is_one_of(word, nouns);
}

// "... and 40 more", "There are 40 more rows", "40 rows omitted"
bool counts_more(const Words& words) {
    constexpr std::array<std::string_view, 8> openers{"and", "plus", "there", "are", "is", "another", "with", "note"};
    constexpr std::array<std::string_view, 6> closers{"omitted", "hidden", "remaining", "remain", "skipped", "left"};
    std::size_t at = 0;
    while (at < words.size() && is_one_of(words[at], openers)) ++at;
    if (at >= words.size()) return false;
    const auto count = number(words[at]);
    if (!count || *count <= 0 || words.size() > at + 9) return false;
    if (at + 1 < words.size() && words[at + 1] == "more") return true;
    for (std::size_t next = at + 1; next < words.size() && next < at + 4; ++next) {
        if (is_one_of(words[next], closers)) return true;
        if (words[next] == "not" && next + 1 < words.size() && words[next + 1] == "shown") return true;
    }
    return false;
}

// "Showing 10 of 250", "Rows 1-10 of 250", "10 out of 250 results", "Page 1 of 5"
bool counts_part(const Words& words) {
    constexpr std::array<std::string_view, 10> showing{"showing",  "displaying", "displayed", "listing", "returning",
                                                       "returned", "shown",      "fetched",   "only",    "first"};
    constexpr std::array<std::string_view, 8> about{"the", "about", "over", "approximately", "total", "out", "of", "a"};
    bool announced = false;
    for (std::size_t at = 0; at < words.size(); ++at) {
        announced = announced || is_one_of(words[at], showing) || is_noun(words[at]);
        if (words[at] != "of" || at == 0) continue;
        std::size_t before = at - 1;
        while (before > 0 && !number(words[before]) && (words[before] == "out" || is_noun(words[before]))) --before;
        std::size_t after = at + 1;
        while (after < words.size() && is_one_of(words[after], about)) ++after;
        if (after >= words.size()) continue;
        const auto shown = number(words[before]);
        const auto all = number(words[after]);
        if (!shown || !all || *all <= 1) continue;
        const bool noun_follows = after + 1 < words.size() && is_noun(words[after + 1]);
        if (!announced && !noun_follows) continue;
        const auto start = before > 0 ? number(words[before - 1]) : std::nullopt;
        const bool is_page = before > 0 && words[before - 1] == "page";
        if (*shown < *all || is_page || (start && *start > 1 && *start <= *shown)) return true;
    }
    return false;
}

// "Showing the first 100 rows", "Limited to 100", "limit reached", "truncated"
bool names_a_limit(const Words& words) {
    bool shows = false;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string_view word = words[at];
        const std::string_view next = at + 1 < words.size() ? std::string_view(words[at + 1]) : "";
        const bool number_follows = at + 1 < words.size() && number(words[at + 1]).has_value();
        const bool is_denied = at > 0 && (words[at - 1] == "not" || words[at - 1] == "no");
        if (word == "truncated" && !is_denied && next != "false" && next != "no") return true;
        if (word == "limit" && (next == "reached" || next == "exceeded")) return true;
        if (word == "to" && number_follows && at > 0 && (words[at - 1] == "limited" || words[at - 1] == "capped"))
            return true;
        shows = shows || word == "showing" || word == "displaying" || word == "only";
        if (shows && word == "first" && number_follows) return true;
    }
    return false;
}

// "More results are available", "next_cursor: abc"
bool points_on(const Words& words) {
    constexpr std::array<std::string_view, 9> things{"results", "rows",    "records",   "items", "entries",
                                                     "data",    "matches", "available", "pages"};
    constexpr std::array<std::string_view, 6> verbs{"see", "fetch", "load", "get", "retrieve", "view"};
    constexpr std::array<std::string_view, 6> nothing{"null", "none", "false", "no", "nil", "n"};
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string_view word = words[at];
        const std::string_view next = at + 1 < words.size() ? std::string_view(words[at + 1]) : "";
        const std::string_view last = at > 0 ? std::string_view(words[at - 1]) : "";
        if (last == "no" || last == "not" || last == "without" || last == "any") continue;
        if (word == "more" && (is_one_of(next, things) || is_one_of(last, verbs))) return true;
        if (word == "additional" && is_one_of(next, things)) return true;
        if (word == "more" && last == "has") return next == "true" || next == "yes";
        const bool is_way = word == "nextcursor" || (word == "next" && (next == "cursor" || next == "page"));
        if (is_way) return !is_one_of(words.back(), nothing) && number(words.back()) != 0;
    }
    return false;
}

bool is_set(const Json& value) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_string()) return !value.get_ref<const std::string&>().empty();
    if (value.is_number()) return value > 0;
    return value.is_object() && !value.empty();
}

bool flags_more(const Json& object) {
    constexpr std::array<std::string_view, 10> flags{"has_more",    "hasMore",           "has_next",  "hasNext",
                                                     "hasNextPage", "has_next_page",     "truncated", "is_truncated",
                                                     "isTruncated", "incomplete_results"};
    constexpr std::array<std::string_view, 7> cursors{"next_cursor",   "nextCursor", "next_page_token", "nextPageToken",
                                                      "next_page_url", "next_page",  "nextPage"};
    const auto is_true = [&](std::string_view key) { return flag_at(object, key, false); };
    const auto leads_on = [&](std::string_view key) { return is_set(at_or_null(object, key)); };
    return std::any_of(flags.begin(), flags.end(), is_true) || std::any_of(cursors.begin(), cursors.end(), leads_on);
}

// The rows of {"orders": [...], "total_count": 250}; a plain "total" may be an amount.
bool counts_beyond_rows(const Json& object) {
    const Json* rows = nullptr;
    for (const auto& member : object) {
        if (!member.is_array()) continue;
        if (rows) return false;
        rows = &member;
    }
    if (!rows || rows->empty()) return false;
    const bool is_paged = object.contains("limit") || object.contains("offset") || object.contains("page") ||
                          object.contains("per_page") || object.contains("page_size") || object.contains("pageSize");
    for (const char* key : {"total_count", "totalCount", "total_results", "totalResults", "total_rows", "totalRows"}) {
        if (integer_at(object, key, 0) > static_cast<std::int64_t>(rows->size())) return true;
    }
    return is_paged && integer_at(object, "total", 0) > static_cast<std::int64_t>(rows->size());
}

}  // namespace

bool is_note_of_more(std::string_view line) {
    line = trim(line);
    if (line.empty() || line.size() > note_bytes_max) return false;
    const auto words = words_of(line);
    if (words.empty() || words.size() > note_words_max) return false;
    return counts_more(words) || counts_part(words) || names_a_limit(words) || points_on(words);
}

bool says_more(std::string_view prose) {
    while (!prose.empty()) {
        const auto end = std::min(prose.find('\n'), prose.size());
        if (is_note_of_more(prose.substr(0, end))) return true;
        prose.remove_prefix(std::min(end + 1, prose.size()));
    }
    return false;
}

bool is_partial(const Json& value) {
    if (!value.is_object()) return false;
    if (flags_more(value) || counts_beyond_rows(value)) return true;
    for (const char* key : {"pagination", "paging", "page_info", "pageInfo", "meta", "metadata"}) {
        if (flags_more(at_or_null(value, key))) return true;
    }
    return false;
}

}  // namespace parley::mcp
