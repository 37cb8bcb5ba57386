#include "planner/tools/choices.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

using Form = ToolSlot::Form;

bool is_said_before(const ToolQuestion& asked, std::size_t at, std::size_t reach,
                    std::initializer_list<std::string_view> texts) {
    for (std::size_t k = at > reach ? at - reach : 0; k < at; ++k) {
        if (is_one_of(asked.words, k, texts)) return true;
    }
    return false;
}

bool is_denied(const ToolQuestion& asked, std::size_t at) {
    constexpr std::size_t reach = 6;
    for (std::size_t k = at > reach ? at - reach : 0; k < at; ++k) {
        if (stands_at(asked.words, k, "don t")) return true;
    }
    return is_said_before(
        asked, at, reach,
        {"no", "not", "without", "don't", "doesn't", "isn't", "never", "aren't", "exclude", "excluding"});
}

bool does_not_matter(const ToolQuestion& asked, std::size_t at) {
    constexpr std::size_t reach = 8;
    return is_said_before(
        asked, at, reach,
        {"care", "matter", "matters", "mind", "concerned", "picky", "preference", "regardless", "optional"});
}

bool is_number_text(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

const Span* number_span(const ToolQuestion& asked, std::string_view digits) {
    const auto found = std::find_if(asked.spans.begin(), asked.spans.end(), [&](const Span& span) {
        return span.kind == Span::Kind::number && cat(span.number) == digits;
    });
    return found == asked.spans.end() ? nullptr : &*found;
}

// Where a word of the question is this part of a value; numbers also where they are written otherwise ("two").
std::optional<std::size_t> place_of(const ToolQuestion& asked, const Word& part) {
    const auto word = std::find_if(asked.words.begin(), asked.words.end(),
                                   [&](const Word& other) { return other.stem == part.stem; });
    if (word != asked.words.end()) return static_cast<std::size_t>(word - asked.words.begin());
    const Span* span = number_span(asked, part.text);
    return span == nullptr ? std::nullopt : std::optional<std::size_t>(span->first);
}

bool stands_for_nothing(const Json& value) {
    if (!value.is_string()) return false;
    const std::string text = lower(value.get<std::string>());
    return text == "any" || text == "dontcare" || text == "all";
}

// How many words the value has, where all of them stand in the question and mean it; else 0.
std::size_t words_said(const ToolQuestion& asked, const ToolSlot& slot, const Json& value) {
    constexpr std::size_t year_length = 4;  // Short numbers need a word beside them: "2" of "2 stops".
    const Words parts = words_of(value.get<std::string>(), asked.stemmer);
    if (parts.empty() || stands_for_nothing(value)) return 0;
    std::size_t last = 0;
    for (const auto& part : parts) {
        const auto place = place_of(asked, part);
        if (!place) return 0;
        last = *place;
    }
    if (does_not_matter(asked, last) && !slot.required) return 0;
    if (parts.size() > 1) return parts.size();
    const std::string& only = parts.front().text;
    if (is_stop_word(only)) return 0;
    if (!is_number_text(only) || only.size() >= year_length) return 1;
    const Span* span = number_span(asked, only);
    return span != nullptr && words_say(asked, slot, *span) >= cue_least ? 1 : 0;
}

std::optional<Json> listed_number(const ToolQuestion& asked, const ToolSlot& slot, const Json& values) {
    for (const auto& value : values) {
        if (!value.is_number()) continue;
        const bool said = std::any_of(asked.spans.begin(), asked.spans.end(), [&](const Span& span) {
            return span.kind == Span::Kind::number && span.number == value.get<double>() &&
                   words_say(asked, slot, span) >= cue_least;
        });
        if (said) return value;
    }
    return std::nullopt;
}

float nearness(const ToolQuestion& asked, const Word& part) {
    float most = 0;
    const float* meant = is_stop_word(part.text) ? nullptr : asked.vectors.find(part.text);
    if (meant == nullptr) return most;
    for (const auto& word : asked.words) {
        const float* said = is_stop_word(word.text) ? nullptr : asked.vectors.find(word.text);
        if (said != nullptr) most = std::max(most, dot(meant, said));
    }
    return most;
}

std::optional<Json> nearest_listed(const ToolQuestion& asked, const Json& values) {
    float near_least = 0.45F;
    std::optional<Json> best;
    for (const auto& value : values) {
        if (!value.is_string()) continue;
        for (const auto& part : words_of(value.get<std::string>(), asked.stemmer)) {
            const float near = nearness(asked, part);
            if (near <= near_least) continue;
            near_least = near;
            best = value;
        }
    }
    return best;
}

// The words of a flag's name that tell it from the tool's other flags: "wifi" of "has_wifi".
std::vector<std::string> telling_stems(const ToolSlot& slot, const std::vector<ToolSlot>& slots) {
    static constexpr std::array<std::string_view, 24> empty{
        "has",    "is",     "includ", "include", "allow", "enabl", "flag", "show", "in",     "for", "with", "avail",
        "servic", "visibl", "of",     "offer",   "onli",  "good",  "need", "want", "should", "add", "get",  "have"};
    std::vector<std::string> out;
    for (const auto& stem : slot.name) {
        const auto holders = std::count_if(slots.begin(), slots.end(), [&](const ToolSlot& other) {
            return other.form == Form::flag &&
                   std::find(other.name.begin(), other.name.end(), stem) != other.name.end();
        });
        if (std::find(empty.begin(), empty.end(), stem) == empty.end() && holders < 2) out.push_back(stem);
    }
    return out;
}

bool means(const ToolQuestion& asked, const Word& word, const std::string& stem) {
    constexpr float near_least = 0.65F;
    constexpr std::size_t long_enough = 4;
    if (word.stem == stem) return true;
    const bool begins = word.stem.starts_with(stem) || stem.starts_with(word.stem);
    if (begins && stem.size() >= long_enough && word.stem.size() >= long_enough) return true;
    const float* said = is_stop_word(word.text) ? nullptr : asked.vectors.find(word.text);
    const float* meant = asked.vectors.find(stem);
    if (meant == nullptr) meant = asked.vectors.find(cat(stem, "s"));
    return said != nullptr && meant != nullptr && dot(said, meant) >= near_least;
}

}  // namespace

std::optional<Json> choose_listed(const ToolQuestion& asked, const ToolSlot& slot) {
    const Json& values = at_or_null(*slot.schema, "enum");
    if (auto number = listed_number(asked, slot, values)) return number;
    std::optional<Json> best;
    std::size_t best_length = 0;
    for (const auto& value : values) {
        const std::size_t length = value.is_string() ? words_said(asked, slot, value) : 0;
        if (length <= best_length) continue;
        best = value;
        best_length = length;
    }
    if (best || !slot.required) return best;
    // Nothing was said, and the tool may have a word for that.
    const auto open = std::find_if(values.begin(), values.end(), stands_for_nothing);
    return open != values.end() ? std::optional<Json>(*open) : nearest_listed(asked, values);
}

std::optional<Json> choose_flag(const ToolQuestion& asked, const ToolSlot& slot, const std::vector<ToolSlot>& slots) {
    const Json& listed = at_or_null(*slot.schema, "enum");
    const bool as_text = listed.is_array() && !listed.empty() && listed.front().is_string();
    const auto made = [&](bool yes) { return as_text ? Json(yes ? "True" : "False") : Json(yes); };
    const auto telling = telling_stems(slot, slots);
    std::size_t found = 0;
    std::size_t at = 0;
    for (const auto& stem : telling) {
        const auto word = std::find_if(asked.words.begin(), asked.words.end(),
                                       [&](const Word& other) { return means(asked, other, stem); });
        if (word == asked.words.end()) continue;
        ++found;
        at = static_cast<std::size_t>(word - asked.words.begin());
    }
    const bool said = found > 0 && 2 * found >= telling.size();
    if (said && does_not_matter(asked, at)) return std::nullopt;
    if (said) return made(slot.has_name({"free"}) || !is_denied(asked, at));  // "no entry fee" is free entry.
    return slot.required ? std::optional<Json>(made(false)) : std::nullopt;
}

Json all_listed(const ToolQuestion& asked, const Json& values) {
    Json out = Json::array();
    for (const auto& value : values) {
        if (!value.is_string()) continue;
        const Words parts = words_of(value.get<std::string>(), asked.stemmer);
        const bool all = !parts.empty() && std::all_of(parts.begin(), parts.end(), [&](const Word& part) {
            return std::any_of(asked.words.begin(), asked.words.end(),
                               [&](const Word& word) { return word.stem == part.stem; });
        });
        if (all) out.push_back(value);
    }
    return out;
}

}  // namespace parley::planner
