#include "planner/routing/conditions.h"

#include "base/text.h"

#include <algorithm>

namespace parley::planner {
namespace {

bool is_excluded(const Draft& draft, const Hit& hit) {
    const auto& cues = draft.reading.cues;
    return hit.first >= cues.excluded_first && hit.first < cues.excluded_first + cues.excluded_count;
}

// "where membership is not joined", "excluding EUR".
bool is_negated(const Draft& draft, const Hit& hit) {
    if (is_excluded(draft, hit)) return true;
    const Words& words = draft.words();
    std::size_t at = hit.first;
    while (at > 0 && is_one_of(words, at - 1, {"the", "a", "an", "in", "of", "from"})) --at;
    return at > 0 && is_one_of(words, at - 1, {"not", "except", "non", "isn't", "aren't"});
}

// Things are set against each other.
bool sets_against(const Words& words) {
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (is_one_of(words, k, {"vs", "versus", "against", "compare", "compared", "between"})) return true;
    }
    return false;
}

// "balance calls vs auth calls": what stands beside another value of its dimension is a condition as that one is.
bool stands_against_another(const Draft& draft, const Hit& hit) {
    const auto& hits = draft.reading.hits;
    return sets_against(draft.words()) && std::any_of(hits.begin(), hits.end(), [&](const Hit& other) {
               return other.phrase->thing == Thing::value && other.phrase->offer == hit.phrase->offer &&
                      other.phrase->item == hit.phrase->item && other.phrase->value != hit.phrase->value &&
                      (other.first >= hit.first + hit.count || hit.first >= other.first + other.count);
           });
}

// "that were opened": a participle behind "were" is a verb, found by its stem only.
bool is_verb(const Draft& draft, const Hit& hit) {
    const std::string& text = draft.words()[hit.first].text;
    return hit.count == 1 && text.ends_with("ed") && text != hit.phrase->text && hit.first > 0 &&
           is_one_of(draft.words(), hit.first - 1, {"was", "were", "been", "got", "get", "being"});
}

bool is_led(const Words& words, std::size_t at) {
    return at > 0 &&
           is_one_of(words, at - 1, {"in",   "from",   "for",   "only", "with", "via",    "of",    "are", "is",
                                     "were", "on",     "just",  "and",  "vs",   "versus", "or",    "to",  "between",
                                     "by",   "status", "state", "many", "all",  "not",    "except"});
}

// A lower-case word such as "paid" or "open" is a condition only beside what it qualifies.
bool is_condition(const Draft& draft, const Hit& hit) {
    const Reading& reading = draft.reading;
    const Words& words = reading.words;
    const Word& word = words[hit.first];
    if (is_verb(draft, hit)) return false;
    if (is_behind_its_dimension(reading, hit) || is_excluded(draft, hit) || stands_against_another(draft, hit))
        return true;
    std::size_t lead = hit.first;
    while (lead > 0 && is_one_of(words, lead - 1, {"being", "the", "a"})) --lead;
    if (lead > 0 && is_one_of(words, lead - 1, {"only"})) return true;
    if (!reading.is_open(hit.first)) return hit.first > 0 && is_one_of(words, hit.first - 1, {"only"});
    if (hit.count > 1 || word.quoted || word.upper || (word.capital && hit.first > 0)) return true;
    if (is_led(words, hit.first)) return true;
    const std::size_t end = hit.first + hit.count;
    if (end >= words.size() || words.size() <= 3) return true;
    if (is_one_of(words, end, {"and", "vs", "versus", "or", "only", "ones"})) return true;
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& other) {
        return other.first == end && other.phrase->offer == hit.phrase->offer && other.phrase->thing != Thing::vendor;
    });
}

// "availability out of stock": the dimension's own name may read like one of its values.
bool is_name_of_dimension(const Draft& draft, const Hit& value) {
    const auto& hits = draft.reading.hits;
    const auto same_thing = [&](const Hit& other) {
        return other.phrase->offer == value.phrase->offer && other.phrase->item == value.phrase->item;
    };
    const bool named = std::any_of(hits.begin(), hits.end(), [&](const Hit& other) {
        return other.phrase->thing == Thing::dimension && same_thing(other) && other.first == value.first &&
               other.count == value.count;
    });
    return named && std::any_of(hits.begin(), hits.end(), [&](const Hit& other) {
               return other.phrase->thing == Thing::value && same_thing(other) && other.first > value.first &&
                      is_behind_its_dimension(draft.reading, other);
           });
}

// "images and videos by folder" has its grouping; "images against videos by folder" asks for both.
void add_values(Draft& draft, const Dimension& of, const std::vector<std::string>& found) {
    if (found.empty()) return;
    if (found.size() == 1) {
        draft.slots.filters.push_back({of.id, "=", found.front()});
        return;
    }
    draft.slots.filters.push_back({of.id, "in", found});
    if (draft.slots.group_by.empty() || sets_against(draft.words())) draft.group_by(of);
}

void read_values_of(Draft& draft, std::size_t item) {
    std::vector<std::string> found;
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::value || hit.phrase->item != item || !draft.fits(hit)) continue;
        if (draft.is_taken(hit) || draft.is_longer_elsewhere(hit) || !is_condition(draft, hit)) continue;
        if (is_name_of_dimension(draft, hit)) continue;
        const auto& value = draft.dimension(hit).values[hit.phrase->value].value;
        draft.take(hit.first, hit.count);
        const auto& order_at = draft.reading.cues.order_at;
        if (order_at && *order_at == hit.first) draft.slots.order_is_value = true;
        if (is_negated(draft, hit))
            draft.slots.filters.push_back({draft.dimension(hit).id, "!=", value});
        else if (std::find(found.begin(), found.end(), value) == found.end())
            found.push_back(value);
    }
    add_values(draft, draft.candidate.offer->dimensions[item], found);
}

}  // namespace

void read_listed_values(Draft& draft) {
    for (std::size_t item = 0; item < draft.candidate.offer->dimensions.size(); ++item) read_values_of(draft, item);
}

void read_unfit_values(Draft& draft) {
    const Words& words = draft.words();
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::value || !draft.is_of_offer(hit) || draft.fits(hit) || draft.is_taken(hit))
            continue;
        const Word& word = words[hit.first];
        const bool named = word.upper || (word.capital && hit.first > 0);
        const bool condition = hit.first > 0 && is_one_of(words, hit.first - 1, {"in", "from", "only", "with"});
        const bool said = is_behind_its_dimension(draft.reading, hit);
        if (!said && (!draft.reading.is_open(hit.first) || (!named && !condition) || draft.explains_otherwise(hit)))
            continue;
        draft.slots.missing_filter =
            cat(text_between(draft.reading.text, words, hit.first, hit.count), " (", draft.dimension(hit).name, ")");
    }
}

void note_unused_values(Draft& draft) {
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::value || !draft.fits(hit) || draft.is_taken(hit) ||
            !draft.reading.is_open(hit.first))
            continue;
        if (draft.is_longer_elsewhere(hit) || draft.explains_otherwise(hit)) continue;
        draft.take(hit.first, hit.count);
        draft.slots.notes.push_back(cat("\"", text_between(draft.reading.text, draft.words(), hit.first, hit.count),
                                        "\" was not taken for a condition on ", draft.dimension(hit).name));
    }
}

// "of level high" where no level is called so: a condition was begun, and nothing came of it.
void note_unused_dimensions(Draft& draft) {
    const Words& words = draft.words();
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || !draft.fits(hit) || draft.is_taken(hit) || hit.first == 0)
            continue;
        const std::size_t behind = hit.first + hit.count;
        const bool begun = is_one_of(words, hit.first - 1, {"of", "with", "where", "only"}) && behind < words.size() &&
                           draft.reading.is_open(behind) && !words[behind].breaks && !draft.taken[behind] &&
                           !is_stop_word(words[behind].text);
        const std::string& id = draft.dimension(hit).id;
        if (!begun || draft.is_grouped(id) || draft.is_filtered(id)) continue;
        draft.slots.notes.push_back(cat("\"", text_between(draft.reading.text, words, hit.first, hit.count + 1),
                                        "\" was not understood as a condition and had no effect"));
        draft.take(hit.first, hit.count + 1);
    }
}

}  // namespace parley::planner
