#include "planner/routing/slots.h"

#include "base/text.h"

#include <algorithm>
#include <array>

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
        read_loose_names();
        read_who();
        read_ordered_plural();
        read_unfit_values();
        note_unused_values();
        note_unused_dimensions();
        note_unknown_names();
        const auto& adverb = reading_.cues.grain_adverb;
        if (!slots_.grain && !(adverb && in_metric_name(*adverb))) slots_.grain = reading_.cues.grain;
        if (!slots_.grain) slots_.grain = reading_.spread;
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
            if (is_unit_of_metric(at)) continue;
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

    // "variants per product" is the name of a mean, and no grouping.
    bool is_unit_of_metric(std::size_t at) const {
        const bool mean = candidate_.metric->per || candidate_.metric->value.aggregate == Aggregate::mean;
        return mean && in_metric_name(at) && at > 0 && is_one_of(reading_.words, at - 1, {"per"}) &&
               candidate_.phrase.find(" per ") != std::string::npos;
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
        if (is_behind_its_dimension(reading_, hit) || is_excluded(hit)) return true;
        std::size_t lead = hit.first;
        while (lead > 0 && is_one_of(reading_.words, lead - 1, {"being", "the", "a"})) --lead;
        if (lead > 0 && is_one_of(reading_.words, lead - 1, {"only"})) return true;
        if (!reading_.is_open(hit.first)) return hit.first > 0 && is_one_of(reading_.words, hit.first - 1, {"only"});
        if (hit.count > 1 || word.quoted || word.upper || (word.capital && hit.first > 0)) return true;
        if (hit.first > 0 && is_one_of(reading_.words, hit.first - 1,
                                       {"in",   "from",   "for",   "only", "with", "via",    "of",    "are", "is",
                                        "were", "on",     "just",  "and",  "vs",   "versus", "or",    "to",  "between",
                                        "by",   "status", "state", "many", "all",  "not",    "except"})) {
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
                   (other.phrase->thing == Thing::dimension || other.phrase->thing == Thing::value) && fits(other);
        });
    }

    bool is_excluded(const Hit& hit) const {
        const auto& cues = reading_.cues;
        return hit.first >= cues.excluded_first && hit.first < cues.excluded_first + cues.excluded_count;
    }

    // "where membership is not joined", "excluding EUR".
    bool is_negated(const Hit& hit) const {
        if (is_excluded(hit)) return true;
        std::size_t at = hit.first;
        while (at > 0 && is_one_of(reading_.words, at - 1, {"the", "a", "an", "in", "of", "from"})) --at;
        return at > 0 && is_one_of(reading_.words, at - 1, {"not", "except", "non", "isn't", "aren't"});
    }

    // "availability out of stock": the dimension's own name may read like one of its values.
    bool is_name_of_dimension(const Hit& value) const {
        const auto same_thing = [&](const Hit& other) {
            return other.phrase->offer == value.phrase->offer && other.phrase->item == value.phrase->item;
        };
        const bool named = std::any_of(reading_.hits.begin(), reading_.hits.end(), [&](const Hit& other) {
            return other.phrase->thing == Thing::dimension && same_thing(other) && other.first == value.first &&
                   other.count == value.count;
        });
        return named && std::any_of(reading_.hits.begin(), reading_.hits.end(), [&](const Hit& other) {
                   return other.phrase->thing == Thing::value && same_thing(other) && other.first > value.first &&
                          is_behind_its_dimension(reading_, other);
               });
    }

    void read_values() {
        for (std::size_t item = 0; item < candidate_.offer->dimensions.size(); ++item) {
            std::vector<std::string> found;
            for (const auto& hit : reading_.hits) {
                if (hit.phrase->thing != Thing::value || hit.phrase->item != item || !fits(hit)) continue;
                if (is_taken(hit) || is_longer_elsewhere(hit) || !is_condition(hit)) continue;
                if (is_name_of_dimension(hit)) continue;
                const auto& value = dimension(hit).values[hit.phrase->value].value;
                take(hit.first, hit.count);
                if (reading_.cues.order_at && *reading_.cues.order_at == hit.first) slots_.order_is_value = true;
                if (is_negated(hit))
                    slots_.filters.push_back({dimension(hit).id, "!=", value});
                else if (std::find(found.begin(), found.end(), value) == found.end())
                    found.push_back(value);
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

    // A value that stands in the question and was not taken for a condition must not be dropped in silence.
    void note_unused_values() {
        for (const auto& hit : reading_.hits) {
            if (hit.phrase->thing != Thing::value || !fits(hit) || is_taken(hit) || !reading_.is_open(hit.first))
                continue;
            if (is_longer_elsewhere(hit) || explains_otherwise(hit)) continue;
            take(hit.first, hit.count);
            slots_.notes.push_back(cat("\"", text_between(reading_.text, reading_.words, hit.first, hit.count),
                                       "\" was not taken for a condition on ", dimension(hit).name));
        }
    }

    // "of level high" where no level is called so: a condition was begun, and nothing came of it.
    void note_unused_dimensions() {
        for (const auto& hit : reading_.hits) {
            if (hit.phrase->thing != Thing::dimension || !fits(hit) || is_taken(hit) || hit.first == 0) continue;
            const std::size_t behind = hit.first + hit.count;
            const bool begun = is_one_of(reading_.words, hit.first - 1, {"of", "with", "where", "only"}) &&
                               behind < reading_.words.size() && reading_.is_open(behind) &&
                               !reading_.words[behind].breaks && !taken_[behind] &&
                               !is_stop_word(reading_.words[behind].text);
            if (!begun || is_grouped(dimension(hit).id) || is_filtered(dimension(hit).id)) continue;
            slots_.notes.push_back(cat("\"", text_between(reading_.text, reading_.words, hit.first, hit.count + 1),
                                       "\" was not understood as a condition and had no effect"));
            take(hit.first, hit.count + 1);
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
        if (is_measuring(w.text)) return false;
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

    // Words that say how something is counted, and never what it is called.
    static bool is_measuring(std::string_view word) {
        static constexpr std::array words{"average", "mean", "median", "typical",   "total",     "overall",  "sum",
                                          "max",     "min",  "number", "count",     "share",     "rate",     "new",
                                          "current", "open", "active", "expensive", "different", "distinct", "entered"};
        return std::find(words.begin(), words.end(), word) != words.end() || (word.size() > 5 && word.ends_with("est"));
    }

    // A name that somebody gave: written with a capital or in quotation marks, or joined by marks ("acme/shop").
    bool is_name(std::size_t at) const {
        const Word& word = reading_.words[at];
        const bool joined = word.glued || (at + 1 < reading_.words.size() && reading_.words[at + 1].glued &&
                                           reading_.text[word.at + word.length] != '-');
        return word.capital || word.quoted || joined || word.text.find('_') != std::string::npos;
    }

    std::string words_before(std::size_t at) {
        std::size_t first = at;
        while (first > 0 && at - first < 3 && is_unknown(first - 1) && !(first < at && reading_.words[first].breaks))
            --first;
        if (first == at || reading_.words[at].breaks) return "";
        take(first, at - first);
        return text_between(reading_.text, reading_.words, first, at - first);
    }

    // "level error": behind its dimension a word is a value although a metric is called so too.
    bool is_sayable(std::size_t word) const {
        if (!reading_.is_open(word) || taken_[word] || is_stop_word(reading_.words[word].text)) return false;
        return std::none_of(reading_.hits.begin(), reading_.hits.end(), [&](const Hit& hit) {
            const bool covers = hit.first <= word && hit.first + hit.count > word;
            return covers && hit.phrase->thing != Thing::metric && hit.phrase->thing != Thing::dataset &&
                   hit.phrase->offer == candidate_.offer_position;
        });
    }

    // How many words from `at` on are a name. The first may be in lower case where the sentence says that it is one.
    std::size_t name_length(std::size_t at, bool said) const {
        const Words& words = reading_.words;
        std::size_t end = at;
        while (end < words.size() && end - at < 6) {
            const bool glued = end > at && words[end].glued;
            const bool first_said = said && end == at && is_sayable(end);
            if (!glued && (end - at >= 4 || (!is_unknown(end) && !first_said) || (end > at && words[end].breaks)))
                break;
            if (!glued && !is_name(end) && !(said && end == at)) break;
            ++end;
        }
        return end - at;
    }

    std::string take_name(std::size_t at, std::size_t count) {
        take(at, count);
        return text_between(reading_.text, reading_.words, at, count);
    }

    // "Boots", "Boots and Jackets", "Boots, Jackets or Hats". `end`: behind the last of them.
    std::vector<std::string> names_from(std::size_t at, bool said, std::size_t& end) {
        std::vector<std::string> names;
        for (std::size_t count = name_length(at, said); count > 0; count = name_length(at, said)) {
            names.push_back(take_name(at, count));
            end = at + count;
            const bool listed = is_one_of(reading_.words, end, {"and", "or"});
            at = listed ? end + 1 : end;
            said = false;
            if (at >= reading_.words.size() || (!listed && !reading_.words[at].breaks) || !is_name(at)) break;
        }
        return names;
    }

    void look_for(const Dimension& of, const std::vector<std::string>& names) {
        if (names.size() == 1) {
            slots_.filters.push_back({of.id, "contains", names.front()});
            slots_.notes.push_back(cat("\"", names.front(), "\" is looked for in ", of.name));
            return;
        }
        slots_.filters.push_back({of.id, "in", names});
        if (std::find(slots_.group_by.begin(), slots_.group_by.end(), of.id) == slots_.group_by.end())
            slots_.group_by.push_back(of.id);
        slots_.notes.push_back(
            cat("only the ", of.name, " values ", join(names, ", "), " are taken, written like this"));
    }

    bool is_filtered(const std::string& id) const {
        return std::any_of(slots_.filters.begin(), slots_.filters.end(),
                           [&](const Filter& filter) { return filter.field == id; });
    }

    bool is_grouped(const std::string& id) const {
        return std::find(slots_.group_by.begin(), slots_.group_by.end(), id) != slots_.group_by.end();
    }

    // "labelled bug": the dimension as a participle says that its value follows.
    bool is_participle_of(const Hit& hit) const {
        const std::string& written = reading_.words[hit.first + hit.count - 1].text;
        return hit.count == 1 && written.ends_with("ed") && written != hit.phrase->text;
    }

    void read_open_values() {
        for (const auto& hit : reading_.hits) {
            if (hit.phrase->thing != Thing::dimension || !fits(hit) || !dimension(hit).open_values) continue;
            const auto& of = dimension(hit);
            if (is_grouped(of.id) || is_filtered(of.id)) continue;
            std::size_t behind = hit.first + hit.count;
            const std::size_t copula = behind;
            while (is_one_of(reading_.words, behind,
                             {"is", "are", "was", "equals", "named", "called", "contains", "like"}))
                ++behind;
            const bool says = behind > copula || is_participle_of(hit);
            if (is_plural(hit) && !says) continue;
            const bool preposition =
                hit.first > 0 && is_one_of(reading_.words, hit.first - 1, {"for", "in", "on", "of"});
            std::size_t end = behind;
            std::vector<std::string> names;
            if (says && !is_one_of(reading_.words, behind, {"not"})) names = names_from(behind, true, end);
            if (names.empty() && !says) {
                if (auto before = words_before(hit.first); !before.empty()) names.push_back(std::move(before));
            }
            if (names.empty()) names = names_from(behind, preposition, end);
            if (names.empty()) continue;
            take(hit.first, hit.count);
            look_for(of, names);
        }
    }

    // A name that nobody has heard of is sooner a customer's than a currency's, whose values are listed.
    static void keep_unlisted(std::vector<const Dimension*>& open) {
        const auto listed = [](const Dimension* of) { return !of->values.empty(); };
        if (!std::all_of(open.begin(), open.end(), listed))
            open.erase(std::remove_if(open.begin(), open.end(), listed), open.end());
    }

    // "only for Northlight", "of Boots and Jackets": a name without the word for what it names.
    void read_loose_names() {
        for (std::size_t at = 1; at < reading_.words.size(); ++at) {
            const bool led = is_one_of(reading_.words, at - 1, {"for", "of", "from", "only", "just"});
            if (!led || taken_[at] || !is_name(at) || reading_.words[at].upper || reading_.words[at].breaks) continue;
            std::vector<const Dimension*> open;
            const Dimension* spoken_of = nullptr;  // "products for \"merino\"" are looked for among the products.
            for (const auto& of : candidate_.offer->dimensions) {
                if (of.open_values && of.columns.contains(candidate_.metric->dataset) && !is_filtered(of.id) &&
                    !is_grouped(of.id))
                    open.push_back(&of);
            }
            for (const auto& hit : reading_.hits) {
                if (hit.phrase->thing != Thing::dimension || !fits(hit) || spoken_of != nullptr ||
                    in_metric_name(hit.first))
                    continue;
                if (std::find(open.begin(), open.end(), &dimension(hit)) != open.end()) spoken_of = &dimension(hit);
            }
            if (spoken_of != nullptr) open = {spoken_of};
            keep_unlisted(open);
            if (open.empty() || name_length(at, false) == 0) continue;
            std::size_t end = at;
            const auto names = names_from(at, false, end);
            if (open.size() == 1) {
                look_for(*open.front(), names);
                continue;
            }
            slots_.unclear = names;
            for (const Dimension* of : open) slots_.unclear_of.push_back(of->id);
            return;
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
            const bool said = is_behind_its_dimension(reading_, hit);
            if (!said && (!reading_.is_open(hit.first) || (!named && !condition) || explains_otherwise(hit))) continue;
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
                               is_one_of(reading_.words, k - 1, {"of", "for", "in", "from", "only", "where"});
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
