#include "planner/tools/rest.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::planner {
namespace {

using Form = ToolSlot::Form;

std::optional<int> whole_number(std::string_view digits) {
    int value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || value < 0) return std::nullopt;
    return value;
}

// Where the words of asking end: the first word behind "search for", "look up" and the like.
std::size_t behind_lead(const Words& words) {
    static constexpr std::array<std::string_view, 17> leads{
        "search for", "search", "look up", "look for", "about", "looking for", "find", "verbatim", "named",
        "called",     "for",    "of",      "is",       "get",   "show me",     "play", "translate"};
    for (const auto lead : leads) {
        for (std::size_t k = 0; k < words.size(); ++k) {
            if (!stands_at(words, k, lead)) continue;
            return k + static_cast<std::size_t>(std::count(lead.begin(), lead.end(), ' ')) + 1;
        }
    }
    return 0;
}

// "search for cheap flights, please" -> "cheap flights"
std::string free_text(const ToolQuestion& asked) {
    const Words& words = asked.words;
    std::size_t first = behind_lead(words);
    while (is_one_of(words, first, {"the", "a", "an", "me", "some", "for", "up"})) ++first;
    std::size_t end = words.size();
    while (end > first && is_one_of(words, end - 1, {"please", "thanks", "me", "for"})) --end;
    if (first >= end) return std::string(trim(asked.text));
    return text_between(asked.text, words, first, end - first);
}

// How many words from `at` to the end of what is listed there; 0 where one of them is not in the question.
std::size_t meaning_said(const ToolQuestion& asked, const Words& about, std::size_t at) {
    std::size_t count = 0;
    for (std::size_t k = at; k < about.size() && (k == at || !about[k].breaks); ++k) {
        if (is_one_of(about, k, {"and", "or"})) break;
        if (is_stop_word(about[k].text) || is_one_of(about, k, {"service", "services"})) continue;
        const bool said = std::any_of(asked.words.begin(), asked.words.end(),
                                      [&](const Word& word) { return word.stem == about[k].stem; });
        if (!said) return 0;
        ++count;
    }
    return count;
}

// "1 for Bangkok, 2 for Chiang Mai": the description says which number stands for a word of the question.
std::optional<Json> number_for_word(const ToolQuestion& asked, const ToolSlot& slot) {
    constexpr std::size_t digits_most = 6;
    const Words about = words_of(text_at(*slot.schema, "description"), asked.stemmer);
    std::optional<Json> best;
    std::size_t longest = 0;
    for (std::size_t k = 0; k + 2 < about.size(); ++k) {
        const auto number = whole_number(about[k].text);
        if (!number || about[k].text.size() > digits_most) continue;
        if (!is_one_of(about, k + 1, {"for", "represents", "means", "is", "stands"})) continue;
        const std::size_t count = meaning_said(asked, about, k + 2);
        if (count <= longest) continue;
        longest = count;
        best = Json(*number);
    }
    return best;
}

enum class Behind { one_word, everything };

// "project bandana", "with content go to sleep": the word behind the argument's own name, or all words behind it.
std::optional<std::string> behind_name(const ToolQuestion& asked, const ToolSlot& slot, Behind how) {
    const bool to_end = how == Behind::everything;
    for (std::size_t k = 0; k + 1 < asked.words.size(); ++k) {
        const bool named = std::find(slot.name.begin(), slot.name.end(), asked.words[k].stem) != slot.name.end() &&
                           !is_stop_word(asked.words[k].text);
        if (!named) continue;
        std::size_t at = k + 1;
        while (is_one_of(asked.words, at,
                         {"is", "named", "called", "as", "of", "id", "uuid", "the", "name", "identifier", "with", "to",
                          "following", "words", "verbatim", "number"}))
            ++at;
        if (at >= asked.words.size() || (!to_end && is_stop_word(asked.words[at].text))) continue;
        const std::size_t count = to_end ? asked.words.size() - at : 1;
        return text_between(asked.text, asked.words, at, count);
    }
    return std::nullopt;
}

// "the last 3 days": for a tool that counts days.
std::optional<Json> counted_time(const ToolQuestion& asked, const ToolSlot& slot) {
    constexpr std::string_view digits = "0123456789";
    if (slot.form != Form::number || !slot.has_name({"day", "week", "month", "hour", "year", "period"})) {
        return std::nullopt;
    }
    for (const auto& span : asked.spans) {
        if (span.kind != Span::Kind::date || span.exact) continue;
        const auto first = span.text.find_first_of(digits);
        if (first == std::string::npos) continue;
        const auto end = std::min(span.text.find_first_not_of(digits, first), span.text.size());
        if (span.text.find_first_of(digits, end) != std::string::npos) continue;
        const auto number = whole_number(std::string_view(span.text).substr(first, end - first));
        const std::string text = lower(span.text);
        constexpr std::array<std::string_view, 5> units{"day", "week", "month", "hour", "year"};
        const bool counts = std::any_of(units.begin(), units.end(),
                                        [&](std::string_view unit) { return text.find(unit) != std::string::npos; });
        if (number && counts) return Json(*number);
    }
    return std::nullopt;
}

// What a search looks for: the words behind the argument's name, else a name, else what was asked.
std::string searched_text(const ToolQuestion& asked, const ToolSlot& slot, const std::vector<bool>& used) {
    if (slot.has_name({"statement", "messag", "question", "prompt"})) return std::string(trim(asked.text));
    if (auto named = behind_name(asked, slot, Behind::everything)) return *named;
    for (std::size_t k = 0; k < asked.spans.size(); ++k) {
        if (!used[k] && asked.spans[k].kind == Span::Kind::name) return asked.spans[k].text;
    }
    return free_text(asked);
}

std::optional<Json> required_value(const ToolQuestion& asked, const ToolSlot& slot, const std::vector<bool>& used) {
    const Json& fallback = at_or_null(*slot.schema, "default");
    if (!fallback.is_null()) return fallback;
    if (slot.form == Form::query) return Json(searched_text(asked, slot, used));
    if (slot.form != Form::text && slot.form != Form::id) return std::nullopt;
    const auto named = behind_name(asked, slot, Behind::one_word);
    return named ? std::optional<Json>(*named) : std::nullopt;
}

std::optional<Json> numbered_value(const ToolQuestion& asked, const ToolSlot& slot) {
    if (slot.form != Form::number && slot.form != Form::listed && slot.form != Form::id) return std::nullopt;
    auto value = number_for_word(asked, slot);
    const bool as_text = slot.form == Form::id && type_of(*slot.schema) == "string";
    return value && as_text ? std::optional<Json>(value->dump()) : value;
}

}  // namespace

void fill_rest(const ToolQuestion& asked, const ToolSlot& slot, const std::vector<bool>& used, ToolArguments& out) {
    if (out.values.contains(slot.key)) return;
    auto value = counted_time(asked, slot);
    if (!value) value = numbered_value(asked, slot);
    if (!value && slot.required) value = required_value(asked, slot, used);
    if (value)
        out.values[slot.key] = std::move(*value);
    else if (slot.required)
        out.missing.push_back(slot.key);
}

}  // namespace parley::planner
