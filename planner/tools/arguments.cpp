#include "planner/tools/arguments.h"

#include "base/text.h"
#include "planner/tools/choices.h"
#include "planner/tools/fit.h"
#include "planner/tools/rest.h"
#include "planner/tools/values.h"

#include <algorithm>

namespace parley::planner {
namespace {

using Form = ToolSlot::Form;

// One question and one tool. Arguments are filled from the surest to the least sure; each part of the question goes
// into one of them.
class Filler {
public:
    Filler(const ToolQuestion& asked, const std::vector<ToolSlot>& slots)
        : asked_(asked), slots_(slots), used_(asked.spans.size(), false) {}

    void choose();
    void pair_up();
    void fill_list(const ToolSlot& slot);
    void fill_region(const ToolSlot& slot);
    void give_names();
    void fill_others();
    bool is_filled(const ToolSlot& slot) const { return out_.values.contains(slot.key); }
    void set(const ToolSlot& slot, Json value) { out_.values[slot.key] = std::move(value); }
    ToolArguments take() { return std::move(out_); }

private:
    struct Pairing {
        std::size_t slot;
        std::size_t span;
        float score;
        bool cued;
    };
    std::vector<Pairing> pairings() const;
    float cue_for(const ToolSlot& slot, const Span& span) const {
        return words_say(asked_, slot, span) + preposition_says(asked_, slot, span);
    }
    void take_span(const ToolSlot& slot, std::size_t span);
    const ToolSlot* wants_name(const Span& span) const;

    const ToolQuestion& asked_;
    const std::vector<ToolSlot>& slots_;
    std::vector<bool> used_;
    ToolArguments out_;
};

void Filler::take_span(const ToolSlot& slot, std::size_t span) {
    set(slot, value_of(asked_, slot, asked_.spans[span]));
    used_[span] = true;
    ++out_.said;
}

void Filler::choose() {
    for (const auto& slot : slots_) {
        std::optional<Json> value;
        if (slot.form == Form::listed) value = choose_listed(asked_, slot);
        if (slot.form == Form::flag) value = choose_flag(asked_, slot, slots_);
        if (!value) continue;
        out_.said += slot.form == Form::listed ? 1 : 0;
        set(slot, *value);
        if (!value->is_string()) continue;
        const std::string text = lower(value->get<std::string>());
        for (std::size_t k = 0; k < used_.size(); ++k) {  // "Comedy" is a genre, and nobody's name.
            const Span& span = asked_.spans[k];
            if (span.count <= 2 && lower(span.text).find(text) != std::string::npos) used_[k] = true;
        }
    }
}

std::vector<Filler::Pairing> Filler::pairings() const {
    std::vector<Pairing> out;
    for (std::size_t s = 0; s < slots_.size(); ++s) {
        const ToolSlot& slot = slots_[s];
        const bool last = slot.form == Form::date && slot.has_name({"end", "return", "until"});
        for (std::size_t k = 0; k < asked_.spans.size(); ++k) {
            if (!fits(slot, asked_.spans[k])) continue;
            const float cue = cue_for(slot, asked_.spans[k]);
            const float order = 0.02F * static_cast<float>(s) + 0.01F * static_cast<float>(k);
            const float score =
                fitness(slot, asked_.spans[k]) + cue + (slot.required ? 1.0F : 0.0F) - order - (last ? 0.5F : 0.0F);
            out.push_back({s, k, score, cue >= cue_least});
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const Pairing& a, const Pairing& b) { return a.score > b.score; });
    return out;
}

// Greedy: the pair that fits best first.
void Filler::pair_up() {
    constexpr float score_least = 0.8F;
    for (const auto& pair : pairings()) {
        const ToolSlot& slot = slots_[pair.slot];
        const Span::Kind kind = asked_.spans[pair.span].kind;
        if (is_filled(slot) || used_[pair.span] || pair.score < score_least) continue;
        const bool sure_kind = slot.form == Form::date || slot.form == Form::time || slot.form == Form::email ||
                               (slot.form == Form::url && kind == Span::Kind::url) ||
                               (slot.form == Form::place && kind == Span::Kind::place);
        if (slot.required || pair.cued || sure_kind) take_span(slot, pair.span);
    }
}

void Filler::fill_list(const ToolSlot& slot) {
    ToolSlot one = make_slot(slot.key, at_or_null(*slot.schema, "items"), slot.required, asked_.stemmer);
    one.description = slot.description;
    Json values = Json::array();
    if (one.form == Form::listed) values = all_listed(asked_, at_or_null(*one.schema, "enum"));
    for (std::size_t k = 0; k < used_.size(); ++k) {
        const Span& span = asked_.spans[k];
        if (used_[k] || !fits(one, span)) continue;
        if (one.form == Form::text && span.kind == Span::Kind::number) continue;
        if (!slot.required && words_say(asked_, slot, span) < cue_least) continue;
        values.push_back(value_of(asked_, one, span));
        used_[k] = true;
    }
    if (values.empty()) return;
    out_.said += values.size();
    set(slot, std::move(values));
}

// "London, United Kingdom" fills a city and a country.
void Filler::fill_region(const ToolSlot& slot) {
    const bool country = slot.has_name({"countri"});
    if (is_filled(slot) || slot.form != Form::place || !(country || slot.has_name({"state"}))) return;
    for (const auto& span : asked_.spans) {
        if (span.kind != Span::Kind::place) continue;
        if (!span.state.empty()) return set(slot, span.state);
        if (span.place && country && slot.required) return set(slot, std::string(span.place->country));
    }
}

const ToolSlot* Filler::wants_name(const Span& span) const {
    const bool plays = is_one_of(asked_.words, span.first > 0 ? span.first - 1 : 0,
                                 {"with", "starring", "featuring", "feature", "features", "showcasing", "actor",
                                  "actress", "including", "includes"});
    const ToolSlot* best = nullptr;
    float most = -1;
    for (const auto& slot : slots_) {
        if (is_filled(slot) || slot.form != Form::text) continue;
        if (!slot.says({"name", "actor", "artist", "person"})) continue;
        const bool cast = plays && slot.says({"actor", "starring", "cast", "featur"});
        const float cue = cue_for(slot, span) + (cast ? 2.0F : 0.0F);
        if (cue <= most) continue;
        most = cue;
        best = &slot;
    }
    return best;
}

// Names that are left, of two words and more, go to an argument that wants the name of somebody.
void Filler::give_names() {
    for (std::size_t k = 0; k < used_.size(); ++k) {
        const Span& span = asked_.spans[k];
        if (used_[k] || span.kind != Span::Kind::name || span.count < 2) continue;
        if (const ToolSlot* slot = wants_name(span)) take_span(*slot, k);
    }
}

void Filler::fill_others() {
    for (const auto& slot : slots_) fill_rest(asked_, slot, used_, out_);
}

std::vector<ToolSlot> slots_of(const Json& schema, Stemmer& stemmer) {
    const auto required = texts_at(schema, "required");
    const auto place = [&](const std::string& key) { return std::find(required.begin(), required.end(), key); };
    std::vector<ToolSlot> slots;
    const Json& properties = at_or_null(schema, "properties");
    if (!properties.is_object()) return slots;
    for (const auto& [key, property] : properties.items()) {
        slots.push_back(make_slot(key, property, place(key) != required.end(), stemmer));
    }
    // Required ones in the order of the list, which is the order in which people say them.
    std::stable_sort(slots.begin(), slots.end(),
                     [&](const ToolSlot& a, const ToolSlot& b) { return place(a.key) < place(b.key); });
    const bool parted = std::any_of(slots.begin(), slots.end(), [](const ToolSlot& slot) {
        return slot.form == Form::place && slot.has_name({"countri", "state"}) && !slot.has_name({"citi"});
    });
    for (auto& slot : slots) slot.parted_place = parted;
    return slots;
}

// "today is 2026-10-01": the day that the other dates count from, and no date of its own.
std::vector<Span> spans_of(std::string_view question, const Words& words, Day today, const Calendar& calendar) {
    auto spans = find_spans(question, words, today, calendar);
    for (std::size_t k = 0; k < spans.size(); ++k) {
        const std::size_t first = spans[k].first;
        const bool said =
            (first >= 2 && words[first - 2].text == "today") || (first >= 1 && words[first - 1].text == "today");
        if (!said || !spans[k].exact || *spans[k].start == today) continue;
        spans = find_spans(question, words, *spans[k].start, calendar);
        if (k < spans.size()) spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(k));
        break;
    }
    return spans;
}

constexpr int objects_within = 4;  // A server may nest what it likes; nobody says more in a question.

ToolArguments fill_at(const ToolQuestion& asked, const Json& schema, Stemmer& stemmer, int depth) {
    const auto slots = slots_of(schema, stemmer);
    Filler filler(asked, slots);
    filler.choose();
    filler.pair_up();
    for (const auto& slot : slots) {
        if (slot.form == Form::list) filler.fill_list(slot);
        if (slot.form != Form::object || !slot.required || depth >= objects_within) continue;
        auto inner = fill_at(asked, *slot.schema, stemmer, depth + 1);
        if (!inner.values.empty()) filler.set(slot, std::move(inner.values));
    }
    for (const auto& slot : slots) filler.fill_region(slot);
    filler.give_names();
    filler.fill_others();
    return filler.take();
}

}  // namespace

ToolArguments fill_arguments(std::string_view question, const Json& schema, const ToolContext& context) {
    Stemmer stemmer;
    const Words words = words_of(question, stemmer);
    const auto spans = spans_of(question, words, context.today, context.calendar);
    const ToolQuestion asked{question, words, spans, context.vectors, stemmer};
    return fill_at(asked, schema, stemmer, 0);
}

}  // namespace parley::planner
