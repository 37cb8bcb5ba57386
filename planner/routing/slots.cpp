#include "planner/routing/slots.h"

#include "base/text.h"

#include <algorithm>

namespace parley::planner {
namespace {

// One pass over a question for one candidate. `taken` words have been understood and mean nothing else.
class Filling {
public:
    Filling(const Reading& reading, const Candidate& candidate)
        : reading_(reading), candidate_(candidate), taken_(reading.words.size(), false) {}

    Slots run() {
        read_groups();
        read_subjects();
        take_metric_name();
        read_values();
        read_open_values();
        read_who();
        read_ordered_plural();
        read_unfit_values();
        note_unknown_names();
        if (!slots_.grain) slots_.grain = reading_.cues.grain;
        slots_.trend = reading_.cues.trend;
        return std::move(slots_);
    }

private:
    bool fits(const Hit& hit) const {
        if (hit.phrase->offer != candidate_.offer_position) return false;
        return dimension(hit).columns.contains(candidate_.metric->dataset);
    }

    const Dimension& dimension(const Hit& hit) const { return candidate_.offer->dimensions[hit.phrase->item]; }

    bool in_metric_name(std::size_t word) const {
        return candidate_.whole_name && word >= candidate_.first && word < candidate_.first + candidate_.count;
    }

    void take(std::size_t first, std::size_t count) {
        for (std::size_t k = first; k < first + count; ++k) taken_[k] = true;
    }

    bool is_taken(const Hit& hit) const {
        return std::any_of(taken_.begin() + static_cast<std::ptrdiff_t>(hit.first),
                           taken_.begin() + static_cast<std::ptrdiff_t>(hit.first + hit.count),
                           [](bool t) { return t; });
    }

    void take_metric_name() {
        if (candidate_.whole_name) take(candidate_.first, candidate_.count);
    }

    // The longest dimension that begins at the word or takes it in: "segment" of "by audience segment".
    const Hit* dimension_at(std::size_t word) const {
        const Hit* best = nullptr;
        for (const auto& hit : reading_.hits) {
            if (hit.phrase->thing != Thing::dimension || hit.first > word + 1 || hit.first + hit.count <= word)
                continue;
            if (hit.first == word + 1 && !reading_.is_open(word)) continue;
            if (!fits(hit) || is_taken(hit)) continue;
            const auto rank = [&](const Hit& h) { return h.count * 2 + (h.first <= word ? 1 : 0); };
            if (best == nullptr || rank(hit) > rank(*best)) best = &hit;
        }
        return best;
    }

    void group(const Hit& hit) {
        const std::string& id = dimension(hit).id;
        if (std::find(slots_.group_by.begin(), slots_.group_by.end(), id) == slots_.group_by.end())
            slots_.group_by.push_back(id);
        take(hit.first, hit.count);
    }

    bool is_named_elsewhere(std::size_t word) const {
        return std::any_of(reading_.hits.begin(), reading_.hits.end(), [&](const Hit& hit) {
            if (hit.first > word || hit.first + hit.count <= word) return false;
            return hit.phrase->offer == candidate_.offer_position && hit.phrase->thing != Thing::dimension &&
                   hit.phrase->thing != Thing::dataset;
        });
    }

    void read_groups() {
        for (const std::size_t at : reading_.cues.groups) {
            if (const Hit* hit = dimension_at(at)) {
                group(*hit);
                read_second_group(hit->first + hit->count);
                continue;
            }
            if (in_metric_name(at) || is_named_elsewhere(at) || !reading_.is_open(at)) continue;
            const Word& word = reading_.words[at];
            if (is_stop_word(word.text) || word.capital || word.quoted || word.text.ends_with("ing")) continue;
            if (slots_.missing.empty()) slots_.missing = word.text;
        }
    }

    // "by country and plan"
    void read_second_group(std::size_t at) {
        if (!is_one_of(reading_.words, at, {"and", "then"})) return;
        std::size_t next = at + 1;
        while (is_one_of(reading_.words, next, {"by", "the", "per"})) ++next;
        if (next >= reading_.words.size()) return;
        if (const Hit* hit = dimension_at(next); hit != nullptr && hit->first == next)
            group(*hit);
        else if (const auto grain = grain_named(reading_.words[next].text))
            slots_.grain = grain;
    }

    // A lower-case word such as "paid" or "open" is a condition only beside what it qualifies.
    bool is_condition(const Hit& hit) const {
        const Word& word = reading_.words[hit.first];
        if (hit.count > 1 || word.quoted || word.upper || (word.capital && hit.first > 0)) return true;
        if (hit.first > 0 &&
            is_one_of(reading_.words, hit.first - 1,
                      {"in",   "from", "for", "only",   "with", "via", "of",      "are", "is",     "were", "on",
                       "just", "and",  "vs",  "versus", "or",   "to",  "between", "by",  "status", "state"})) {
            return true;
        }
        const std::size_t end = hit.first + hit.count;
        if (end >= reading_.words.size() || reading_.words.size() <= 3) return true;
        if (is_one_of(reading_.words, end, {"and", "vs", "versus", "or", "only", "ones"})) return true;
        return std::any_of(reading_.hits.begin(), reading_.hits.end(), [&](const Hit& other) {
            return other.first == end && other.phrase->offer == hit.phrase->offer &&
                   other.phrase->thing != Thing::vendor;
        });
    }

    bool is_longer_elsewhere(const Hit& hit) const {
        return std::any_of(reading_.hits.begin(), reading_.hits.end(), [&](const Hit& other) {
            return other.count > hit.count && other.first <= hit.first &&
                   other.first + other.count >= hit.first + hit.count && other.phrase->offer == hit.phrase->offer &&
                   other.phrase->thing == Thing::dimension && fits(other);
        });
    }

    void read_values() {
        for (std::size_t item = 0; item < candidate_.offer->dimensions.size(); ++item) {
            std::vector<std::string> found;
            for (const auto& hit : reading_.hits) {
                if (hit.phrase->thing != Thing::value || hit.phrase->item != item || !fits(hit)) continue;
                if (is_taken(hit) || is_longer_elsewhere(hit) || !is_condition(hit)) continue;
                const auto& value = dimension(hit).values[hit.phrase->value].value;
                if (std::find(found.begin(), found.end(), value) == found.end()) found.push_back(value);
                take(hit.first, hit.count);
            }
            add_values(candidate_.offer->dimensions[item], found);
        }
    }

    void add_values(const Dimension& of, const std::vector<std::string>& found) {
        if (found.empty()) return;
        if (found.size() == 1) {
            slots_.filters.push_back({of.id, "=", found.front()});
            return;
        }
        slots_.filters.push_back({of.id, "in", found});
        if (std::find(slots_.group_by.begin(), slots_.group_by.end(), of.id) == slots_.group_by.end()) {
            slots_.group_by.push_back(of.id);
        }
    }

    bool is_plural(const Hit& hit) const {
        const std::string& text = hit.phrase->text;
        const std::string& written = reading_.words[hit.first + hit.count - 1].text;
        if (!written.ends_with('s')) return false;
        const auto known = [&](const std::string& name) {
            const std::string low = lower(name);
            return low + "s" == text || (low.ends_with('y') && low.substr(0, low.size() - 1) + "ies" == text);
        };
        const auto& of = dimension(hit);
        if (known(of.name) || std::any_of(of.synonyms.begin(), of.synonyms.end(), known)) return true;
        return !text.ends_with('s');  // Found by its stem only: the manifest has the singular.
    }

    // A word that nothing else explains: it may be somebody's own name for a thing.
    bool is_unknown(std::size_t word) const {
        if (!reading_.is_open(word) || (taken_[word] && !in_metric_synonym(word))) return false;
        const Word& w = reading_.words[word];
        if (w.quoted) return true;
        if (is_stop_word(w.text) || (w.text[0] >= '0' && w.text[0] <= '9')) return false;
        return std::none_of(reading_.hits.begin(), reading_.hits.end(), [&](const Hit& hit) {
            if (hit.first > word || hit.first + hit.count <= word) return false;
            if (hit.phrase->offer != candidate_.offer_position) return false;
            return hit.phrase->thing != Thing::metric || !in_metric_synonym(word);
        });
    }

    // "welcome series" may be a synonym of a metric and still name one automation; the metric's own name may not.
    bool in_metric_synonym(std::size_t word) const {
        if (!in_metric_name(word)) return false;
        const std::string name = lower(candidate_.metric->name);
        return name.find(reading_.words[word].text) == std::string::npos;
    }

    std::string words_before(std::size_t at) {
        std::size_t first = at;
        while (first > 0 && at - first < 3 && is_unknown(first - 1) && !(first < at && reading_.words[first].breaks))
            --first;
        if (first == at || reading_.words[at].breaks) return "";
        take(first, at - first);
        return text_between(reading_.text, reading_.words, first, at - first);
    }

    std::string words_after(std::size_t at, bool preposition) {
        std::size_t end = at;
        while (end < reading_.words.size() && end - at < 4 && is_unknown(end) && !reading_.words[end].breaks) {
            const Word& word = reading_.words[end];
            const bool name = word.capital || word.quoted || word.text.find('_') != std::string::npos;
            if (!name && !(preposition && end == at)) break;
            ++end;
        }
        if (end == at) return "";
        take(at, end - at);
        return text_between(reading_.text, reading_.words, at, end - at);
    }

    void read_open_values() {
        for (const auto& hit : reading_.hits) {
            if (hit.phrase->thing != Thing::dimension || !fits(hit) || !dimension(hit).open_values) continue;
            const auto& id = dimension(hit).id;
            const bool grouped = std::find(slots_.group_by.begin(), slots_.group_by.end(), id) != slots_.group_by.end();
            const bool filtered = std::any_of(slots_.filters.begin(), slots_.filters.end(),
                                              [&](const Filter& filter) { return filter.field == id; });
            if (grouped || filtered || is_plural(hit)) continue;
            const bool preposition =
                hit.first > 0 && is_one_of(reading_.words, hit.first - 1, {"for", "in", "on", "of"});
            std::string value = words_before(hit.first);
            if (value.empty()) value = words_after(hit.first + hit.count, preposition);
            if (value.empty()) continue;
            take(hit.first, hit.count);
            slots_.filters.push_back({id, "contains", value});
            slots_.notes.push_back(cat("\"", value, "\" is looked for in ", dimension(hit).name));
        }
    }

    void read_subjects() {
        for (const std::size_t at : reading_.cues.subjects) {
            if (at >= reading_.words.size()) continue;
            std::string word = reading_.words[at].text;
            if (word.ends_with('s')) word.pop_back();
            if (const auto grain = grain_named(word); grain && reading_.is_open(at)) {
                slots_.grain = grain;
                continue;
            }
            const Hit* hit = dimension_at(at);
            if (hit != nullptr && !is_of_metric_name(*hit) && !names_one(*hit)) group(*hit);
        }
    }

    // "which campaigns sent": the words are the metric's own name, not what it is grouped by. A synonym such as
    // "drivers of negative sentiment" may hold both.
    bool is_of_metric_name(const Hit& hit) const {
        for (std::size_t k = hit.first; k < hit.first + hit.count; ++k) {
            if (in_metric_name(k) && !in_metric_synonym(k)) return true;
        }
        return false;
    }

    // "which plan Growth customers": singular, and a name behind it.
    bool names_one(const Hit& hit) const {
        const std::size_t behind = hit.first + hit.count;
        return behind < reading_.words.size() && reading_.words[behind].quoted;
    }

    // "who": the first dimension that is about people.
    void read_who() {
        if (!reading_.cues.who || !slots_.group_by.empty()) return;
        for (const auto& dimension : candidate_.offer->dimensions) {
            if (!dimension.columns.contains(candidate_.metric->dataset)) continue;
            std::vector<std::string> names = dimension.synonyms;
            names.push_back(dimension.name);
            const bool people = std::any_of(names.begin(), names.end(), [](const std::string& name) {
                for (const char* word : {"person", "people", "owner", "assignee", "agent", "teammate", "employee",
                                         "member", "user", "customer", "author", "rep", "cardholder"}) {
                    if (contains_word(name, word)) return true;
                }
                return false;
            });
            if (!people) continue;
            slots_.group_by.push_back(dimension.id);
            return;
        }
    }

    void read_ordered_plural() {
        if (!slots_.group_by.empty() || slots_.grain || !reading_.cues.descending) return;
        for (const auto& hit : reading_.hits) {
            if (hit.phrase->thing != Thing::dimension || !fits(hit) || is_taken(hit) || !is_plural(hit)) continue;
            group(hit);
            return;
        }
    }

    // A condition on something that these rows do not have must not be dropped in silence.
    void read_unfit_values() {
        for (const auto& hit : reading_.hits) {
            if (hit.phrase->thing != Thing::value || hit.phrase->offer != candidate_.offer_position || fits(hit) ||
                is_taken(hit))
                continue;
            const Word& word = reading_.words[hit.first];
            const bool named = word.upper || (word.capital && hit.first > 0);
            const bool condition =
                hit.first > 0 && is_one_of(reading_.words, hit.first - 1, {"in", "from", "only", "with"});
            if (!reading_.is_open(hit.first) || (!named && !condition) || explains_otherwise(hit)) continue;
            slots_.missing_filter =
                cat(text_between(reading_.text, reading_.words, hit.first, hit.count), " (", dimension(hit).name, ")");
        }
    }

    bool explains_otherwise(const Hit& hit) const {
        return std::any_of(reading_.hits.begin(), reading_.hits.end(), [&](const Hit& other) {
            const bool overlaps = other.first < hit.first + hit.count && hit.first < other.first + other.count;
            if (!overlaps || other.phrase->offer != hit.phrase->offer) return false;
            return other.phrase->thing == Thing::vendor || other.phrase->thing == Thing::metric ||
                   (other.phrase->thing != Thing::dataset && fits(other));
        });
    }

    // Quoted and capitalised words, and what stands behind "of" or "for", are meant to say something.
    void note_unknown_names() {
        for (std::size_t k = 1; k < reading_.words.size(); ++k) {
            const Word& word = reading_.words[k];
            const bool meant = word.quoted || (word.capital && !word.upper) ||
                               is_one_of(reading_.words, k - 1, {"of", "for", "in", "from"});
            if (!meant || taken_[k] || !is_unknown(k) || is_stop_word(word.text)) continue;
            slots_.notes.push_back(cat("\"", word.text, "\" was not understood and had no effect"));
        }
    }

    const Reading& reading_;
    const Candidate& candidate_;
    std::vector<bool> taken_;
    Slots slots_;
};

}  // namespace

Slots fill_slots(const Reading& reading, const Candidate& candidate) {
    return Filling(reading, candidate).run();
}

std::vector<std::string> groupings_of(const Offer& offer, const Metric& metric) {
    std::vector<std::string> names;
    for (const auto& dimension : offer.dimensions) {
        if (dimension.columns.contains(metric.dataset)) names.push_back(dimension.name);
    }
    return names;
}

}  // namespace parley::planner
