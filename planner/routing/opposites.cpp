#include "planner/routing/opposites.h"

#include "base/text.h"
#include "planner/routing/kinds.h"

#include <algorithm>
#include <array>
#include <optional>

namespace parley::planner {
namespace {

constexpr std::size_t longest_term = 3;

bool says_between(const Words& words, std::size_t end) {
    for (std::size_t k = 0; k < end; ++k) {
        if (is_one_of(words, k, {"between", "compare", "comparing", "difference", "comparison"})) return true;
    }
    return false;
}

// One side: its words, and the dimension that is named beside them.
struct OpposedTerm {
    std::size_t first = 0;
    std::size_t count = 0;
    const Dimension* of = nullptr;
};

const Hit* dimension_ending(const Draft& draft, std::size_t end) {
    const Hit* best = nullptr;
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || hit.first + hit.count != end || !draft.fits(hit)) continue;
        if (best == nullptr || hit.count > best->count) best = &hit;
    }
    return best;
}

const Hit* dimension_beginning(const Draft& draft, std::size_t first) {
    const Hit* best = nullptr;
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || hit.first != first || !draft.fits(hit)) continue;
        if (best == nullptr || hit.count > best->count) best = &hit;
    }
    return best;
}

// What a sum is held against, and what says nothing of its own.
bool is_no_value(const Words& words, std::size_t at) {
    return is_one_of(words, at,
                     {"target", "targets", "goal", "goals", "plan", "budget", "average", "forecast", "quota",
                      "benchmark", "expectation", "expected", "limit", "ones", "one", "those", "same"});
}

bool is_part_of_term(const Draft& draft, std::size_t at) {
    if (at >= draft.words().size() || is_no_value(draft.words(), at)) return false;
    if (is_one_of(draft.words(), at, {"vs", "versus", "against"})) return false;
    if (draft.is_unknown(at)) return true;
    return is_word_of_kind(draft.words()[at].text) && draft.reading.is_open(at) && !draft.taken[at];
}

// "the bigscience models", "the free plan", "project ALPHA": the words that name it, without the noun.
OpposedTerm term_before(const Draft& draft, std::size_t end) {
    const Words& words = draft.words();
    OpposedTerm term;
    while (end > 0 && is_one_of(words, end - 1, {"ones", "one"})) --end;
    if (end == 0) return term;
    if (!is_part_of_term(draft, end - 1)) {
        const Hit* noun = dimension_ending(draft, end);
        if (noun != nullptr) term.of = &draft.dimension(*noun);
        end = noun != nullptr ? noun->first : end - 1;
    }
    std::size_t first = end;
    while (first > 0 && end - first < longest_term && is_part_of_term(draft, first - 1) &&
           (first == end || !words[first].breaks))
        --first;
    term.first = first;
    term.count = end - first;
    if (term.of == nullptr && first > 0) {
        if (const Hit* noun = dimension_ending(draft, first)) term.of = &draft.dimension(*noun);
    }
    return term;
}

std::size_t behind_small_words(const Words& words, std::size_t at) {
    while (is_one_of(
        words, at,
        {"the", "our", "that", "those", "of", "in", "from", "by", "on", "at", "for", "with", "via", "a", "an", "to"}))
        ++at;
    return at;
}

OpposedTerm term_behind(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    OpposedTerm term;
    at = behind_small_words(words, at);
    if (const Hit* noun = dimension_beginning(draft, at); noun != nullptr && !is_part_of_term(draft, at)) {
        term.of = &draft.dimension(*noun);
        at = noun->first + noun->count;
    }
    std::size_t end = at;
    while (end - at < longest_term && is_part_of_term(draft, end) && (end == at || !words[end].breaks)) ++end;
    term.first = at;
    term.count = end - at;
    if (term.of == nullptr && end < words.size() && !words[end].breaks) {
        if (const Hit* noun = dimension_beginning(draft, end)) term.of = &draft.dimension(*noun);
    }
    return term;
}

std::string text_of(const Draft& draft, const OpposedTerm& term) {
    return text_between(draft.reading.text, draft.words(), term.first, term.count);
}

bool can_hold(const Draft& draft, const Dimension& of) {
    return of.open_values && draft.has(of) && !draft.is_filtered(of.id);
}

// "png" is listed, though too short a word to be found by itself.
const KnownValue* listed(const Dimension& of, const std::string& text) {
    const auto is = [&](const std::string& name) { return lower(name) == lower(text); };
    const auto found = std::find_if(of.values.begin(), of.values.end(), [&](const KnownValue& known) {
        return is(known.value) || std::any_of(known.synonyms.begin(), known.synonyms.end(), is);
    });
    return found == of.values.end() ? nullptr : &*found;
}

bool can_hold_both(const Draft& draft, const Dimension& of, const OpposedTerm& left, const OpposedTerm& right) {
    const bool lists_both = listed(of, text_of(draft, left)) != nullptr && listed(of, text_of(draft, right)) != nullptr;
    return can_hold(draft, of) || (lists_both && draft.has(of) && !draft.is_filtered(of.id));
}

// "marketing" and "engineering": departments, whoever lists them.
const Dimension* of_kind(const Draft& draft, const OpposedTerm& left, const OpposedTerm& right) {
    const auto last = [&](const OpposedTerm& term) { return draft.words()[term.first + term.count - 1].text; };
    return dimension_of_kind(*draft.candidate.offer, last(left), last(right),
                             [&](const Dimension& of) { return can_hold_both(draft, of, left, right); });
}

std::vector<const Dimension*> nameable_dimensions(const Draft& draft) {
    std::vector<const Dimension*> open;
    for (const Dimension& of : draft.candidate.offer->dimensions) {
        if (can_hold(draft, of) && of.values.empty()) open.push_back(&of);
    }
    return open;
}

const Dimension* likeliest_called(const std::vector<const Dimension*>& open, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        for (const Dimension* of : open) {
            if (is_called(*of, {name})) return of;
        }
    }
    return nullptr;
}

// By the small word in front, else the thing that holds the rows or what they are about.
const Dimension* likeliest(const Draft& draft, const std::vector<const Dimension*>& open, const OpposedTerm& left) {
    if (open.size() == 1) return open.front();
    const Words& words = draft.words();
    const std::size_t before = left.first;
    if (before > 0 && is_one_of(words, before - 1, {"by"})) {
        const Dimension* of =
            likeliest_called(open, {"author", "owner", "creator", "person", "assignee", "agent", "user"});
        if (of != nullptr) return of;
    }
    if (before > 0 && is_one_of(words, before - 1, {"from", "in", "at"})) {
        const Dimension* of = likeliest_called(open, {"country", "location", "city", "region", "project", "source"});
        if (of != nullptr) return of;
    }
    return likeliest_called(open, {"theme", "author", "project", "board", "repository", "base", "database", "team",
                                   "department", "workspace", "site", "store", "location", "customer", "company",
                                   "campaign", "list", "product", "source"});
}

void take_both(Draft& draft, const OpposedTerm& left, const OpposedTerm& right) {
    draft.take(left.first, left.count);
    draft.take(right.first, right.count);
}

// One of them is listed, the other one is nothing that is known: all are shown rather than one alone.
void show_all(Draft& draft, const Dimension& of, const std::string& other) {
    draft.group_by(of);
    draft.slots.notes.push_back(
        cat("\"", other, "\" is no ", of.name, " that is known by this name: all of them are shown"));
}

const Hit* first_fitting(const Draft& draft, const std::vector<const Hit*>& values) {
    const auto found = std::find_if(values.begin(), values.end(), [&](const Hit* hit) { return draft.fits(*hit); });
    return found == values.end() ? nullptr : *found;
}

bool show_all_of_listed(Draft& draft, const Opposition& against, const OpposedTerm& left, const OpposedTerm& right) {
    const std::size_t offer = draft.candidate.offer_position;
    const Hit* before = first_fitting(draft, values_before(draft.reading, offer, against));
    const Hit* behind = first_fitting(draft, values_behind(draft.reading, offer, against));
    const Hit* listed = before != nullptr ? before : behind;
    const OpposedTerm& other = before != nullptr ? right : left;
    if (listed == nullptr || other.count == 0) return false;
    // "ios vs android vs web": the first of three is no condition either.
    for (const auto& hit : draft.reading.hits) {
        const bool same = hit.phrase->thing == Thing::value && hit.phrase->item == listed->phrase->item;
        if (same && draft.fits(hit)) draft.take(hit.first, hit.count);
    }
    draft.take(other.first, other.count);
    show_all(draft, draft.dimension(*listed), text_of(draft, other));
    return true;
}

// "sms vs email click rate", where the number itself is called "email click rate".
bool read_beside_name(Draft& draft, const Opposition& against) {
    const std::size_t offer = draft.candidate.offer_position;
    const Hit* before = first_fitting(draft, values_before(draft.reading, offer, against));
    if (before == nullptr) return false;
    for (const Hit* behind : values_behind(draft.reading, offer, against)) {
        if (behind->phrase->item != before->phrase->item || !draft.in_metric_name(behind->first)) continue;
        const Dimension& of = draft.dimension(*before);
        draft.slots.filters.push_back(
            {of.id, "in", {of.values[before->phrase->value].value, of.values[behind->phrase->value].value}});
        draft.group_by(of);
        draft.take(before->first, before->count);
        return true;
    }
    return false;
}

bool read_opposition(Draft& draft, const Opposition& against) {
    const OpposedTerm left = term_before(draft, against.at);
    const OpposedTerm right = term_behind(draft, against.at + against.count);
    if (!against.is_weak && show_all_of_listed(draft, against, left, right)) return true;
    if (left.count == 0 || right.count == 0) return false;
    std::vector<std::string> names{text_of(draft, left), text_of(draft, right)};
    const Dimension* of = left.of != nullptr ? left.of : right.of;
    if (of != nullptr && !of->values.empty() && !can_hold_both(draft, *of, left, right)) of = nullptr;
    if (of == nullptr) of = of_kind(draft, left, right);
    const bool are_names = draft.words()[left.first].capital && draft.words()[right.first].capital;
    if (of == nullptr && against.is_weak && !are_names) return false;
    const auto open = nameable_dimensions(draft);
    if (of == nullptr) of = likeliest(draft, open, left);
    if (of == nullptr && open.empty()) return false;
    take_both(draft, left, right);
    // "Lisbon vs Porto vs Faro"
    for (std::size_t end = right.first + right.count; is_one_of(draft.words(), end, {"vs", "versus"});) {
        const OpposedTerm next = term_behind(draft, end + 1);
        if (next.count == 0) break;
        names.push_back(text_of(draft, next));
        draft.take(next.first, next.count);
        end = next.first + next.count;
    }
    if (draft.slots.missing == draft.words()[left.first].text) draft.slots.missing.clear();  // "by ada vs grace"
    if (of == nullptr) {
        draft.slots.unclear = names;
        for (const Dimension* one : open) draft.slots.unclear_of.push_back(one->id);
        return true;
    }
    for (std::string& name : names) {
        if (const KnownValue* known = listed(*of, name)) name = known->value;
    }
    draft.slots.filters.push_back({of->id, "in", names});
    draft.group_by(*of);
    draft.slots.notes.push_back(
        cat("only the ", of->name, " values ", join(names, ", "), " are taken, written like this"));
    return true;
}

}  // namespace

std::vector<Opposition> oppositions_of(const Reading& reading) {
    const Words& words = reading.words;
    std::vector<Opposition> found;
    for (std::size_t at = 1; at + 1 < words.size(); ++at) {
        if (reading.uses[at] == Use::date) continue;
        const auto& comparison = reading.comparison;
        if (comparison.count > 0 && at >= comparison.first && at < comparison.first + comparison.count) continue;
        for (const std::string_view word :
             {"vs", "versus", "against", "compared with", "compared to", "as opposed to"}) {
            if (stands_at(words, at, word)) found.push_back({at, length_of(word), false});
        }
        const bool joined = is_one_of(words, at, {"and", "with", "to"}) && says_between(words, at);
        if (joined) found.push_back({at, 1, true});
    }
    return found;
}

std::vector<const Hit*> values_before(const Reading& reading, std::size_t offer, const Opposition& against) {
    std::size_t end = against.at;
    while (end > 0 && is_one_of(reading.words, end - 1, {"ones", "one"})) --end;
    std::vector<const Hit*> values;
    for (const auto& hit : reading.hits) {
        if (hit.phrase->thing != Thing::value || hit.phrase->offer != offer) continue;
        const std::size_t behind = hit.first + hit.count;
        // "text messages vs", and with a noun between: "A/B test mailings vs"
        if (behind == end || (behind + 1 == end && !is_stop_word(reading.words[end - 1].text))) values.push_back(&hit);
    }
    return values;
}

std::vector<const Hit*> values_behind(const Reading& reading, std::size_t offer, const Opposition& against) {
    const std::size_t at = behind_small_words(reading.words, against.at + against.count);
    std::vector<const Hit*> values;
    for (const auto& hit : reading.hits) {
        if (hit.phrase->thing == Thing::value && hit.phrase->offer == offer && hit.first == at) values.push_back(&hit);
    }
    return values;
}

void read_opposites(Draft& draft) {
    const std::size_t offer = draft.candidate.offer_position;
    for (const Opposition& against : oppositions_of(draft.reading)) {
        if (read_beside_name(draft, against)) return;
        // Both are listed: read with the other conditions, but for what stands against them further on.
        const bool both = first_fitting(draft, values_before(draft.reading, offer, against)) != nullptr &&
                          first_fitting(draft, values_behind(draft.reading, offer, against)) != nullptr;
        if (both && !against.is_weak) continue;
        if (read_opposition(draft, against)) return;
    }
}

}  // namespace parley::planner
