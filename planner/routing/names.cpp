#include "planner/routing/names.h"

#include "base/text.h"

#include <algorithm>

namespace parley::planner {
namespace {

constexpr std::size_t longest_name = 6;   // Words, with those that marks join,
constexpr std::size_t longest_plain = 4;  // and without them.

// Written with a capital or in quotation marks, or joined by marks ("acme/shop").
bool is_name(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    const Word& word = words[at];
    const bool joined = word.glued || (at + 1 < words.size() && words[at + 1].glued &&
                                       draft.reading.text[word.at + word.length] != '-');
    return word.capital || word.quoted || joined || word.text.find('_') != std::string::npos;
}

std::string take_name(Draft& draft, std::size_t at, std::size_t count) {
    draft.take(at, count);
    return text_between(draft.reading.text, draft.words(), at, count);
}

// The "2027" of "the Roadmap 2027 board".
bool is_number_of_name(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    const bool digits = words[at].text[0] >= '0' && words[at].text[0] <= '9';
    return digits && at > 0 && draft.reading.is_open(at) && words[at - 1].capital && draft.is_unknown(at - 1);
}

std::string words_before(Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    std::size_t first = at;
    while (first > 0 && at - first < 3 && (draft.is_unknown(first - 1) || is_number_of_name(draft, first - 1)) &&
           !(first < at && words[first].breaks))
        --first;
    if (first == at || words[at].breaks) return "";
    return take_name(draft, first, at - first);
}

// "level error": behind its dimension a word is a value although a metric is called so too.
bool is_sayable(const Draft& draft, std::size_t word) {
    const Reading& reading = draft.reading;
    if (!reading.is_open(word) || draft.taken[word] || is_stop_word(reading.words[word].text)) return false;
    return std::none_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        const bool covers = hit.first <= word && hit.first + hit.count > word;
        return covers && hit.phrase->thing != Thing::metric && hit.phrase->thing != Thing::dataset &&
               draft.is_of_offer(hit);
    });
}

// "Roadmap 2027", "Content calendar": a name runs on over a number, and over a last word that nobody knows.
bool runs_on(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    if (words[at].breaks || draft.reading.uses[at] == Use::date) return false;
    if (words[at].text[0] >= '0' && words[at].text[0] <= '9') return true;
    if (!words[at - 1].capital || !draft.is_unknown(at)) return false;
    return at + 1 == words.size() || words[at + 1].breaks;
}

// How many words from `at` on are a name. The first may be in lower case where the sentence says that it is one.
std::size_t name_length(const Draft& draft, std::size_t at, bool said) {
    const Words& words = draft.words();
    std::size_t end = at;
    while (end < words.size() && end - at < longest_name) {
        const bool inside = end > at;
        if (inside && runs_on(draft, end)) {
            ++end;
            continue;
        }
        const bool glued = inside && words[end].glued;
        const bool first_said = said && !inside && is_sayable(draft, end);
        const bool plain = draft.is_unknown(end) || first_said;
        if (!glued && (end - at >= longest_plain || !plain || (inside && words[end].breaks))) break;
        if (!glued && !is_name(draft, end) && !(said && !inside)) break;
        ++end;
    }
    return end - at;
}

// "Boots", "Boots and Jackets", "Boots, Jackets or Hats". `end`: behind the last of them.
std::vector<std::string> names_from(Draft& draft, std::size_t at, bool said, std::size_t& end) {
    const Words& words = draft.words();
    std::vector<std::string> names;
    for (std::size_t count = name_length(draft, at, said); count > 0; count = name_length(draft, at, said)) {
        names.push_back(take_name(draft, at, count));
        end = at + count;
        const bool listed = is_one_of(words, end, {"and", "or"});
        at = listed ? end + 1 : end;
        said = false;
        if (at >= words.size() || (!listed && !words[at].breaks) || !is_name(draft, at)) break;
    }
    return names;
}

void look_for(Draft& draft, const Dimension& of, const std::vector<std::string>& names) {
    Slots& slots = draft.slots;
    if (names.size() == 1) {
        slots.filters.push_back({of.id, "contains", names.front()});
        slots.notes.push_back(cat("\"", names.front(), "\" is looked for in ", of.name));
        return;
    }
    slots.filters.push_back({of.id, "in", names});
    draft.group_by(of);
    slots.notes.push_back(cat("only the ", of.name, " values ", join(names, ", "), " are taken, written like this"));
}

// "labelled bug": the dimension as a participle says that its value follows.
bool is_participle_of(const Draft& draft, const Hit& hit) {
    const std::string& written = draft.words()[hit.first + hit.count - 1].text;
    return hit.count == 1 && written.ends_with("ed") && written != hit.phrase->text;
}

void read_open_value(Draft& draft, const Hit& hit) {
    const Words& words = draft.words();
    const auto& of = draft.dimension(hit);
    std::size_t behind = hit.first + hit.count;
    const std::size_t copula = behind;
    while (is_one_of(words, behind, {"is", "are", "was", "equals", "named", "called", "contains", "like"})) ++behind;
    const bool says = behind > copula || is_participle_of(draft, hit);
    if (draft.is_plural(hit) && !says) return;
    const bool preposition = hit.first > 0 && is_one_of(words, hit.first - 1, {"for", "in", "on", "of"});
    std::size_t end = behind;
    std::vector<std::string> names;
    if (says && !is_one_of(words, behind, {"not"})) names = names_from(draft, behind, true, end);
    if (names.empty() && !says) {
        if (auto before = words_before(draft, hit.first); !before.empty()) names.push_back(std::move(before));
    }
    if (names.empty()) names = names_from(draft, behind, preposition, end);
    if (names.empty()) return;
    draft.take(hit.first, hit.count);
    look_for(draft, of, names);
}

using Dimensions = std::vector<const Dimension*>;

// Where a name without the word for it may be looked for.
Dimensions open_dimensions(const Draft& draft) {
    Dimensions open;
    for (const auto& of : draft.candidate.offer->dimensions) {
        if (of.open_values && draft.has(of) && !draft.is_filtered(of.id) && !draft.is_grouped(of.id))
            open.push_back(&of);
    }
    // "products for "merino"" are looked for among the products.
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || !draft.fits(hit) || draft.in_metric_name(hit.first)) continue;
        if (std::find(open.begin(), open.end(), &draft.dimension(hit)) != open.end()) return {&draft.dimension(hit)};
    }
    // A name that nobody has heard of is sooner a customer's than a currency's, whose values are listed.
    const auto listed = [](const Dimension* of) { return !of->values.empty(); };
    if (!std::all_of(open.begin(), open.end(), listed))
        open.erase(std::remove_if(open.begin(), open.end(), listed), open.end());
    return open;
}

const Dimension* first_called(const Dimensions& open, std::initializer_list<const char*> words) {
    const auto found =
        std::find_if(open.begin(), open.end(), [&](const Dimension* of) { return is_called(*of, words); });
    return found == open.end() ? nullptr : *found;
}

// What a bare name most likely names: behind "by" a person, else the thing that holds the rows. None: it is asked.
const Dimension* likeliest(const Draft& draft, const Dimensions& open, std::size_t at) {
    if (open.size() == 1) return open.front();
    if (is_one_of(draft.words(), at - 1, {"by"}))
        return first_called(open, {"author", "owner", "creator", "person", "assignee", "agent", "user"});
    for (const char* holder : {"project", "board", "repository", "base", "database", "team", "workspace", "space",
                               "site", "store", "customer", "company", "campaign", "list", "product"}) {
        if (const Dimension* of = first_called(open, {holder})) return of;
    }
    return nullptr;
}

bool names_vendor(const Draft& draft, std::size_t at) {
    return std::any_of(draft.reading.hits.begin(), draft.reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::vendor && hit.phrase->is_name && hit.first <= at &&
               hit.first + hit.count > at;
    });
}

bool begins_bare_name(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    const bool led = is_one_of(words, at - 1, {"for", "of", "from", "only", "just", "in", "on", "by", "at"});
    return led && !draft.taken[at] && is_name(draft, at) && !words[at].upper && !words[at].breaks &&
           !names_vendor(draft, at) && name_length(draft, at, false) > 0;
}

}  // namespace

void read_open_values(Draft& draft) {
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || !draft.fits(hit) || !draft.dimension(hit).open_values) continue;
        const std::string& id = draft.dimension(hit).id;
        if (!draft.is_grouped(id) && !draft.is_filtered(id)) read_open_value(draft, hit);
    }
}

void read_bare_names(Draft& draft) {
    for (std::size_t at = 1; at < draft.words().size(); ++at) {
        if (!begins_bare_name(draft, at)) continue;
        const Dimensions open = open_dimensions(draft);
        if (open.empty()) continue;
        std::size_t end = at;
        const auto names = names_from(draft, at, false, end);
        if (const Dimension* likely = likeliest(draft, open, at)) {
            look_for(draft, *likely, names);
            continue;
        }
        draft.slots.unclear = names;
        for (const Dimension* of : open) draft.slots.unclear_of.push_back(of->id);
        return;
    }
}

void note_unknown_names(Draft& draft) {
    const Words& words = draft.words();
    for (std::size_t k = 1; k < words.size(); ++k) {
        const Word& word = words[k];
        const bool meant = word.quoted || (word.capital && !word.upper) ||
                           is_one_of(words, k - 1, {"of", "for", "in", "from", "only", "where"});
        if (!meant || draft.taken[k] || !draft.is_unknown(k) || is_stop_word(word.text)) continue;
        if (names_vendor(draft, k)) continue;  // Of the same question: its part is answered by its own step.
        draft.slots.notes.push_back(cat("\"", word.text, "\" was not understood and had no effect"));
    }
}

}  // namespace parley::planner
