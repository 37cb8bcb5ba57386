#include "planner/tools/fit.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

using Form = ToolSlot::Form;

bool is_any(Span::Kind kind, std::initializer_list<Span::Kind> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool is_common_stem(const std::string& stem) {
    static constexpr std::array<std::string_view, 12> common{"name", "id", "number", "date", "time",   "type",
                                                             "valu", "of", "the",    "is",   "string", "user"};
    return std::find(common.begin(), common.end(), stem) != common.end();
}

// "adult" and "adults", "depart" and "departure", "birth" and "date of birthday".
bool are_alike(const std::string& stem, const std::string& said) {
    if (stem == said) return true;
    if (stem.size() < 3 || said.size() < 4) return false;
    return said.starts_with(stem) || stem.starts_with(said) || said.ends_with(stem);
}

float near_words_say(const ToolQuestion& asked, const ToolSlot& slot, const Span& span) {
    constexpr std::size_t before = 4;
    constexpr std::size_t behind = 2;
    float best = 0;
    const std::size_t first = span.first > before ? span.first - before : 0;
    for (std::size_t k = first; k < std::min(asked.words.size(), span.next() + behind); ++k) {
        const bool inside = k >= span.first && k < span.next();
        const Word& word = asked.words[k];
        if ((inside && slot.form != Form::text) || is_stop_word(word.text)) continue;
        const std::size_t away = k < span.first ? span.first - k : k >= span.next() ? k - span.next() + 1 : 1;
        const float near = away <= 1 ? 1.0F : away == 2 ? 0.8F : 0.55F;
        const auto named = std::find_if(slot.name.begin(), slot.name.end(),
                                        [&](const std::string& stem) { return are_alike(stem, word.stem); });
        if (named != slot.name.end())
            best = std::max(best, near * (is_common_stem(*named) ? 1.5F : 3.0F));
        else if (slot.about.contains(word.stem))
            best = std::max(best, near * cue_least);
    }
    return best;
}

float unit_says(const ToolSlot& slot, const Span& span) {
    if (span.unit.empty()) return 0;
    for (const auto& stem : slot.name) {
        const bool part = (stem.size() >= 3 && span.unit.starts_with(stem)) ||
                          (span.unit.size() >= 3 && stem.size() >= 3 && span.unit.ends_with(stem));
        if (stem == span.unit || part) return 3.5F;
    }
    const bool money = slot.has_name({"price", "cost", "amount", "budget", "salari", "incom", "princip", "princi",
                                      "payment", "fee", "revenu", "invest", "loan", "deposit"});
    if (span.unit == "$" && money) return 3.0F;
    const bool rate = slot.has_name({"rate", "percent", "percentag", "interest"}) || slot.about.contains("rate");
    if (span.unit == "%" && rate) return 3.0F;
    const bool years = slot.has_name({"year", "time", "period", "age", "term", "durat"});
    return span.unit == "year" && years ? 2.5F : 0.0F;
}

// "three people" for number_of_adults.
bool unit_means(const ToolQuestion& asked, const ToolSlot& slot, const Span& span) {
    constexpr float near_least = 0.5F;
    const std::size_t next = span.next();
    if (span.kind != Span::Kind::number || next >= asked.words.size() || is_stop_word(asked.words[next].text))
        return false;
    const float* unit = asked.vectors.find(asked.words[next].text);
    if (unit == nullptr) return false;
    return std::any_of(slot.name.begin(), slot.name.end(), [&](const std::string& stem) {
        const float* name = asked.vectors.find(cat(stem, "s"));
        return name != nullptr && !is_common_stem(stem) && dot(unit, name) >= near_least;
    });
}

}  // namespace

bool fits(const ToolSlot& slot, const Span& span) {
    switch (slot.form) {
    case Form::number: return span.kind == Span::Kind::number;
    case Form::date: return span.kind == Span::Kind::date;
    case Form::time: return span.kind == Span::Kind::time;
    case Form::place: return is_any(span.kind, {Span::Kind::place, Span::Kind::name, Span::Kind::quoted});
    case Form::url: return is_any(span.kind, {Span::Kind::url, Span::Kind::quoted, Span::Kind::id});
    case Form::email: return span.kind == Span::Kind::email;
    case Form::id: return is_any(span.kind, {Span::Kind::id, Span::Kind::quoted, Span::Kind::number, Span::Kind::name});
    case Form::query: return span.kind == Span::Kind::quoted;
    case Form::text:
        return is_any(span.kind,
                      {Span::Kind::name, Span::Kind::quoted, Span::Kind::id, Span::Kind::place, Span::Kind::number});
    case Form::flag:
    case Form::listed:
    case Form::list:
    case Form::object: return false;
    }
    return false;
}

float fitness(const ToolSlot& slot, const Span& span) {
    constexpr float usual = 1.5F;
    switch (slot.form) {
    case Form::place: return span.kind == Span::Kind::place ? 2.0F : 0.5F;
    case Form::id:
        if (span.kind == Span::Kind::id) return 1.5F;
        if (span.kind == Span::Kind::quoted) return 1.2F;
        return span.kind == Span::Kind::number ? 1.0F : 0.2F;
    case Form::text:
        if (span.kind == Span::Kind::quoted) return 1.2F;
        if (span.kind == Span::Kind::name) return 1.0F;
        return span.kind == Span::Kind::number ? -1.0F : 0.2F;
    case Form::url: return span.kind == Span::Kind::url ? 2.0F : 0.3F;
    case Form::date: return span.exact ? 2.5F : usual;
    case Form::number:
    case Form::time:
    case Form::email:
    case Form::query:
    case Form::flag:
    case Form::listed:
    case Form::list:
    case Form::object: return usual;
    }
    return usual;
}

float preposition_says(const ToolQuestion& asked, const ToolSlot& slot, const Span& span) {
    if (span.first == 0) return 0;
    std::size_t before = span.first - 1;
    while (before > 0 && is_one_of(asked.words, before, {"the", "a", "city", "of"})) --before;
    const auto said = [&](std::initializer_list<std::string_view> texts) {
        return is_one_of(asked.words, before, texts);
    };
    const bool source = slot.has_name(
        {"from", "origin", "sourc", "start", "depart", "departur", "pickup", "since", "base", "initi", "first"});
    const bool target =
        slot.has_name({"to", "destin", "end", "arriv", "target", "until", "dropoff", "return", "final", "where"});
    const bool maker =
        slot.has_name({"by", "artist", "author", "director", "direct", "creator", "singer", "composer", "writer"});
    if (said({"from", "leaving", "departing", "leave"})) return source ? 3.0F : target ? -2.0F : 0.0F;
    if (said({"to", "into", "till", "until", "through"})) return target ? 3.0F : source ? -2.0F : 0.0F;
    if (said({"by"})) return maker ? 3.0F : 0.0F;
    if (said({"in", "near", "around"})) return slot.form == Form::place ? 2.0F : 0.0F;
    if (said({"at"})) return slot.form == Form::place ? 0.5F : slot.form == Form::text ? 1.2F : 0.0F;
    if (said({"named", "called"})) return slot.has_name({"name", "titl"}) ? 2.0F : 0.0F;
    return 0;
}

float words_say(const ToolQuestion& asked, const ToolSlot& slot, const Span& span) {
    const float best = std::max(near_words_say(asked, slot, span), unit_says(slot, span));
    return best < cue_least && unit_means(asked, slot, span) ? 1.5F : best;
}

}  // namespace parley::planner
