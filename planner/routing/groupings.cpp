#include "planner/routing/groupings.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <span>

namespace parley::planner {
namespace {

// The longest dimension that begins at the word or takes it in: "segment" of "by audience segment".
const Hit* dimension_at(const Draft& draft, std::size_t word) {
    const Hit* best = nullptr;
    const auto rank = [&](const Hit& hit) { return hit.count * 2 + (hit.first <= word ? 1 : 0); };
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || hit.first > word + 1 || hit.first + hit.count <= word) continue;
        if (hit.first == word + 1 && !draft.reading.is_open(word)) continue;
        if (!draft.fits(hit) || draft.is_taken(hit)) continue;
        if (best == nullptr || rank(hit) > rank(*best)) best = &hit;
    }
    return best;
}

void group(Draft& draft, const Hit& hit) {
    draft.group_by(draft.dimension(hit));
    draft.take(hit.first, hit.count);
}

bool is_named_elsewhere(const Draft& draft, std::size_t word) {
    return std::any_of(draft.reading.hits.begin(), draft.reading.hits.end(), [&](const Hit& hit) {
        if (hit.first > word || hit.first + hit.count <= word) return false;
        return draft.is_of_offer(hit) && hit.phrase->thing != Thing::dimension && hit.phrase->thing != Thing::dataset;
    });
}

// "Pages edited per teamspace" where another number is called "teamspaces", and these rows know none.
void note_lost_group(Draft& draft, std::size_t at) {
    if (draft.in_metric_name(at) || draft.taken[at] || !draft.reading.is_open(at)) return;
    const auto names_it = [&](const Hit& hit) {
        return hit.phrase->thing == Thing::metric && draft.is_of_offer(hit) && hit.first <= at &&
               hit.first + hit.count > at;
    };
    if (!std::any_of(draft.reading.hits.begin(), draft.reading.hits.end(), names_it)) return;
    const std::string& word = draft.words()[at].text;
    draft.slots.notes.push_back(
        cat(draft.candidate.metric->name, " cannot be told apart by ", word, ": it is shown as a whole"));
    draft.take(at, 1);
}

// "average page count per design, per folder": of the rows themselves.
bool is_unit_of_mean(const Draft& draft, std::size_t at) {
    const Dataset* rows = draft.candidate.offer->rows_of(*draft.candidate.metric);
    if (rows == nullptr || draft.reading.cues.aggregate != "avg" || draft.reading.cues.groups.size() < 2) return false;
    const Words& words = draft.words();
    const std::string things = lower(rows->name);
    const bool named = things == words[at].text || things == words[at].text + "s";
    return named || (at + 1 < words.size() && things == words[at + 1].text + "s");  // "per Canva design"
}

// "variants per product" is the name of a mean, and no grouping.
bool is_unit_of_metric(const Draft& draft, std::size_t at) {
    if (is_unit_of_mean(draft, at)) return true;
    const Metric& metric = *draft.candidate.metric;
    const bool mean = metric.per || metric.value.aggregate == Aggregate::mean;
    return mean && draft.in_metric_name(at) && at > 0 && is_one_of(draft.words(), at - 1, {"per"}) &&
           draft.candidate.phrase.find(" per ") != std::string::npos;
}

// "by country and plan"
void read_second_group(Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    if (!is_one_of(words, at, {"and", "then"})) return;
    std::size_t next = at + 1;
    while (is_one_of(words, next, {"by", "the", "per"})) ++next;
    if (next >= words.size()) return;
    if (const Hit* hit = dimension_at(draft, next); hit != nullptr && hit->first == next)
        group(draft, *hit);
    else if (const auto grain = grain_named(words[next].text))
        draft.slots.grain = grain;
}

// "inbox" and "inboxes" of "team inbox".
bool ends_in(const std::string& name, const std::string& word) {
    const std::size_t blank = name.find_last_of(" -");
    if (blank == std::string::npos) return false;
    const std::string head = lower(name.substr(blank + 1));
    const auto is_kind = [](const std::string& text) {
        return text == "kind" || text == "type" || text == "sort" || text == "kinds" || text == "types" ||
               text == "sorts";
    };
    return (is_kind(head) && is_kind(word)) || head == word || head + "s" == word || head + "es" == word ||
           head == word + "s";
}

// The last word of a name stands for it, where it is the last word of one dimension only.
bool group_by_head(Draft& draft, std::size_t at) {
    if (!draft.reading.is_open(at)) return false;
    const std::string& word = draft.words()[at].text;
    const Dimension* only = nullptr;
    for (const auto& of : draft.candidate.offer->dimensions) {
        // The "day" of "hour of the day" names no hour.
        if (!draft.has(of) || draft.is_grouped(of.id) || of.has_order) continue;
        const bool ends = ends_in(of.name, word) || std::any_of(of.synonyms.begin(), of.synonyms.end(),
                                                                [&](const auto& name) { return ends_in(name, word); });
        if (!ends) continue;
        if (only != nullptr) return false;
        only = &of;
    }
    if (only == nullptr) return false;
    draft.group_by(*only);
    draft.take(at, 1);
    return true;
}

// "browsers by page views": the measure's own name begins behind "by", and is no grouping by pages.
bool begins_metric_name(const Draft& draft, const Hit& hit) {
    const std::size_t behind = hit.first + hit.count;
    return behind < draft.words().size() && draft.in_metric_name(hit.first) && draft.in_metric_name(behind) &&
           (hit.first == 0 || !draft.in_metric_name(hit.first - 1));
}

bool is_of_people(const Dimension& of) {
    return is_called(of, {"person", "people", "owner", "assignee", "agent", "teammate", "employee", "member", "user",
                          "author", "rep", "cardholder", "creator", "uploader"});
}

// "per dev", "by creator", "by uploader": people, where the rows know one kind of them only.
bool group_by_people(Draft& draft, std::size_t at) {
    constexpr std::array<std::string_view, 22> words{
        "dev",    "devs",   "developer", "developers", "engineer", "creator", "author", "uploader",
        "editor", "writer", "colleague", "teammate",   "employee", "member",  "rep",    "reps",
        "person", "people", "assignee",  "owner",      "user",     "agent"};
    const std::string& word = draft.words()[at].text;
    if (!draft.reading.is_open(at) || std::find(words.begin(), words.end(), word) == words.end()) return false;
    const Dimension* only = nullptr;
    for (const auto& of : draft.candidate.offer->dimensions) {
        if (!draft.has(of) || draft.is_grouped(of.id) || !is_of_people(of)) continue;
        if (only != nullptr) return false;
        only = &of;
    }
    if (only == nullptr) return false;
    draft.group_by(*only);
    draft.take(at, 1);
    draft.slots.notes.push_back(cat("\"", word, "\" is taken for the ", only->name));
    return true;
}

// "opened by", "written by": what follows may be who did it.
bool is_behind_participle(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    if (at < 2 || !is_one_of(words, at - 1, {"by"})) return false;
    if (is_one_of(words, at - 2, {"grouped", "divided", "segmented"})) return false;
    return words[at - 2].text.ends_with("ed") || is_one_of(words, at - 2, {"written", "made", "sent", "done", "won"});
}

// "opened by dependabot": behind a participle "by" names who did it, where the rows know one kind of people.
bool filter_by_doer(Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    if (!draft.reading.is_open(at) || is_named_elsewhere(draft, at)) return false;
    const bool alone = at + 1 == words.size() || words[at + 1].breaks || !draft.is_unknown(at + 1);
    if (!is_behind_participle(draft, at) || !alone) return false;
    const Dimension* only = nullptr;
    for (const auto& of : draft.candidate.offer->dimensions) {
        if (!draft.has(of) || !of.open_values || draft.is_filtered(of.id) || !is_of_people(of)) continue;
        if (only != nullptr) return false;
        only = &of;
    }
    if (only == nullptr) return false;
    const std::string name = text_between(draft.reading.text, words, at, 1);
    draft.slots.filters.push_back({only->id, "contains", name});
    draft.slots.notes.push_back(cat("\"", name, "\" is looked for in ", only->name));
    draft.take(at, 1);
    return true;
}

// "top 15 merchants by spend": a word of the number's name says what the first ones are first in.
bool is_what_is_ranked_by(const Draft& draft, const Hit& hit) {
    const Cues& cues = draft.reading.cues;
    if (!cues.descending || cues.subjects.empty() || hit.count > 1 || hit.first <= cues.subjects.front()) return false;
    return contains_word(draft.candidate.metric->name, draft.words()[hit.first].text);
}

void read_groups(Draft& draft) {
    for (const std::size_t at : draft.reading.cues.groups) {
        if (is_unit_of_metric(draft, at)) continue;
        if (const Hit* hit = dimension_at(draft, at)) {
            if (begins_metric_name(draft, *hit) || is_what_is_ranked_by(draft, *hit)) continue;
            group(draft, *hit);
            read_second_group(draft, hit->first + hit->count);
            continue;
        }
        if (group_by_head(draft, at) || group_by_people(draft, at) || filter_by_doer(draft, at)) continue;
        if (is_named_elsewhere(draft, at)) note_lost_group(draft, at);
        if (draft.in_metric_name(at) || is_named_elsewhere(draft, at) || !draft.reading.is_open(at)) continue;
        const Word& word = draft.words()[at];
        if (is_stop_word(word.text) || word.capital || word.quoted || word.text.ends_with("ing")) continue;
        if (is_behind_participle(draft, at)) continue;  // It is said in the notes that the name had no effect.
        if (draft.slots.missing.empty()) draft.slots.missing = word.text;
    }
}

// "which campaigns sent": the words are the metric's own name, not what it is grouped by. A synonym such as "drivers
// of negative sentiment" may hold both.
bool is_of_metric_name(const Draft& draft, const Hit& hit) {
    for (std::size_t k = hit.first; k < hit.first + hit.count; ++k) {
        if (draft.in_metric_name(k) && !draft.in_metric_synonym(k)) return true;
    }
    return false;
}

// "which plan Growth customers": singular, and a name behind it.
bool names_one(const Draft& draft, const Hit& hit) {
    const std::size_t behind = hit.first + hit.count;
    return behind < draft.words().size() && draft.words()[behind].quoted;
}

// "Which errors do people hit most": the number counts errors, and the rows know their type.
bool group_by_type(Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    if (!draft.reading.cues.descending || !draft.in_metric_name(at) || at == 0 || !is_one_of(words, at - 1, {"which"}))
        return false;
    std::string thing = words[at].text;
    if (thing.ends_with('s')) thing.pop_back();
    for (const auto& of : draft.candidate.offer->dimensions) {
        if (!draft.has(of) || lower(of.name) != thing + " type") continue;
        draft.group_by(of);
        return true;
    }
    return false;
}

void read_subjects(Draft& draft) {
    for (const std::size_t at : draft.reading.cues.subjects) {
        if (at >= draft.words().size()) continue;
        std::string word = draft.words()[at].text;
        if (word.ends_with('s')) word.pop_back();
        const Hit* hit = dimension_at(draft, at);
        const bool longer = hit != nullptr && hit->count > 1;  // "day of the week"
        if (const auto grain = grain_named(word); grain && !longer && draft.reading.is_open(at)) {
            draft.slots.grain = grain;
            continue;
        }
        if (hit != nullptr && !is_of_metric_name(draft, *hit) && !names_one(draft, *hit))
            group(draft, *hit);
        else if (hit == nullptr && group_by_type(draft, at))
            continue;
        else if (hit == nullptr && !draft.in_metric_name(at) && !group_by_people(draft, at) &&
                 is_one_of(draft.words(), at, {"kinds", "types", "sorts", "kind", "type"}) &&
                 is_one_of(draft.words(), at + 1, {"of"}))
            group_by_head(draft, at);  // "what kinds of errors"
    }
}

// "slowest queries", "customers who spent most": what is ranked is told apart, though its words may be the metric's
// too.
void read_ranked(Draft& draft) {
    if (!draft.slots.group_by.empty() || draft.slots.grain) return;
    for (const std::size_t at : draft.reading.cues.ranked) {
        const Hit* hit = dimension_at(draft, at);
        if (hit == nullptr || hit->first > at || !draft.is_plural(*hit) || names_one(draft, *hit)) continue;
        // "Which brand kits do we have" asks for the rows themselves.
        if (!draft.reading.cues.descending && is_of_metric_name(draft, *hit)) continue;
        group(draft, *hit);
        return;
    }
}

// "where do our visitors come from"
void read_origin(Draft& draft) {
    if (!draft.reading.cues.origin || !draft.slots.group_by.empty()) return;
    for (const char* word : {"source", "referrer", "origin", "channel", "country", "campaign"}) {
        for (const auto& of : draft.candidate.offer->dimensions) {
            if (!draft.has(of) || !is_called(of, {word})) continue;
            draft.group_by(of);
            return;
        }
    }
}

// "Who merged most" asks for those who did it, not for those whom it was given.
const Dimension* doer_of(const Draft& draft) {
    const bool changed = holds_word(draft.words(), {"edited", "changed", "updated"});
    const bool made = holds_word(draft.words(), {"merged", "opened", "created", "wrote", "committed", "pushed",
                                                 "posted", "published", "uploaded", "submitted", "reported", "made"});
    constexpr std::array<const char*, 2> changers{"editor", "edited by"};
    constexpr std::array<const char*, 4> makers{"author", "creator", "uploader", "reporter"};
    const auto first_of = [&](std::span<const char* const> names) -> const Dimension* {
        for (const char* name : names) {
            for (const auto& of : draft.candidate.offer->dimensions)
                if (draft.has(of) && is_called(of, {name})) return &of;
        }
        return nullptr;
    };
    if (changed) return first_of(changers);
    return made ? first_of(makers) : nullptr;
}

// "who": the first dimension that is about people.
void read_who(Draft& draft) {
    if (!draft.reading.cues.who || !draft.slots.group_by.empty()) return;
    if (const Dimension* doer = doer_of(draft)) {
        draft.group_by(*doer);
        return;
    }
    for (const auto& of : draft.candidate.offer->dimensions) {
        // Customers are people here, though no "dev" is one.
        const bool fits = draft.has(of) && (is_of_people(of) || is_called(of, {"customer"}));
        if (!fits) continue;
        draft.group_by(of);
        return;
    }
}

// "Top 7 models by likes", "biggest 15 videos": the rows themselves are ranked, by what names them.
void read_ranked_rows(Draft& draft) {
    const Cues& cues = draft.reading.cues;
    if (!cues.limit || !cues.descending || !draft.slots.group_by.empty() || draft.slots.grain || cues.grain) return;
    // "Top three products" of rows that know no products: nothing else is told apart in their place.
    for (const std::size_t at : cues.subjects) {
        if (at >= draft.words().size() || !draft.reading.is_open(at) || draft.taken[at]) continue;
        const std::string& word = draft.words()[at].text;
        if (word.size() < 4 || !word.ends_with('s') || word.ends_with("ss") || draft.in_metric_name(at)) continue;
        const bool known = std::any_of(draft.reading.hits.begin(), draft.reading.hits.end(), [&](const Hit& hit) {
            if (hit.first > at || hit.first + hit.count <= at || !draft.is_of_offer(hit)) return false;
            if (hit.phrase->thing == Thing::metric)
                return draft.candidate.offer->metrics[hit.phrase->item].dataset == draft.candidate.metric->dataset;
            return hit.phrase->thing != Thing::dimension || draft.has(draft.dimension(hit));
        });
        const bool stop = is_stop_word(word) || draft.words()[at].capital;
        if (!known && !stop && draft.slots.missing.empty()) draft.slots.missing = word;
        if (!draft.slots.missing.empty()) return;
    }
    // "Top 10" behind an answer keeps what that was told apart by.
    const auto names_rows = [&](const Hit& hit) {
        return draft.is_of_offer(hit) && (hit.phrase->thing == Thing::metric || hit.phrase->thing == Thing::dataset ||
                                          hit.phrase->thing == Thing::value);
    };
    if (!std::any_of(draft.reading.hits.begin(), draft.reading.hits.end(), names_rows)) return;
    // "Folder sizes, biggest 8": the number's own name says of what.
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || !draft.fits(hit) || !draft.in_metric_name(hit.first)) continue;
        if (draft.is_filtered(draft.dimension(hit).id)) continue;
        draft.group_by(draft.dimension(hit));
        return;
    }
    for (const char* name : {"title", "repository", "asset", "file", "design", "product", "item", "record", "deal",
                             "task", "issue", "page", "campaign", "name"}) {
        for (const auto& of : draft.candidate.offer->dimensions) {
            if (!draft.has(of) || !is_called(of, {name}) || draft.is_filtered(of.id)) continue;
            draft.group_by(of);
            draft.slots.notes.push_back(cat("what is ranked is told apart by ", of.name));
            return;
        }
    }
}

void read_ordered_plural(Draft& draft) {
    if (!draft.slots.group_by.empty() || draft.slots.grain || !draft.reading.cues.descending) return;
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || !draft.fits(hit) || draft.is_taken(hit) || !draft.is_plural(hit))
            continue;
        group(draft, hit);
        return;
    }
}

}  // namespace

void read_groupings(Draft& draft) {
    read_groups(draft);
    read_subjects(draft);
    read_ranked(draft);
    read_origin(draft);
    // "cohorts by cohort size": nothing else says what it is told apart by.
    for (const std::size_t at : draft.reading.cues.groups) {
        const Hit* hit = draft.slots.group_by.empty() ? dimension_at(draft, at) : nullptr;
        if (hit != nullptr && begins_metric_name(draft, *hit)) group(draft, *hit);
    }
}

void read_implied_grouping(Draft& draft) {
    read_who(draft);
    read_ordered_plural(draft);
    read_ranked_rows(draft);
}

}  // namespace parley::planner
