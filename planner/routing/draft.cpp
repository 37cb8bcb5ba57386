#include "planner/routing/draft.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

// Words that say how something is counted, and never what it is called.
bool is_measuring(std::string_view word) {
    static constexpr std::array words{"first",  "second",    "third",     "last",     "previous", "average", "mean",
                                      "median", "typical",   "total",     "overall",  "sum",      "max",     "min",
                                      "number", "count",     "share",     "rate",     "new",      "current", "open",
                                      "active", "expensive", "different", "distinct", "entered"};
    return std::find(words.begin(), words.end(), word) != words.end() || (word.size() > 5 && word.ends_with("est"));
}

}  // namespace

void Draft::take(std::size_t first, std::size_t count) {
    for (std::size_t k = first; k < first + count; ++k) taken[k] = true;
}

bool Draft::is_taken(const Hit& hit) const {
    for (std::size_t k = hit.first; k < hit.first + hit.count; ++k) {
        if (taken[k]) return true;
    }
    return false;
}

bool Draft::is_grouped(const std::string& id) const {
    return std::find(slots.group_by.begin(), slots.group_by.end(), id) != slots.group_by.end();
}

bool Draft::is_filtered(const std::string& id) const {
    return std::any_of(slots.filters.begin(), slots.filters.end(),
                       [&](const Filter& filter) { return filter.field == id; });
}

void Draft::group_by(const Dimension& of) {
    if (!is_grouped(of.id)) slots.group_by.push_back(of.id);
}

bool Draft::in_metric_name(std::size_t word) const {
    return candidate.whole_name && word >= candidate.first && word < candidate.first + candidate.count;
}

bool Draft::in_metric_synonym(std::size_t word) const {
    if (!in_metric_name(word)) return false;
    const std::string name = lower(candidate.metric->name);
    return name.find(words()[word].text) == std::string::npos;
}

bool Draft::is_unknown(std::size_t word) const {
    if (!reading.is_open(word) || (taken[word] && !in_metric_synonym(word))) return false;
    const Word& w = words()[word];
    if (w.quoted) return true;
    if (is_measuring(w.text)) return false;
    if (is_stop_word(w.text) || (w.text[0] >= '0' && w.text[0] <= '9')) return false;
    return std::none_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        if (hit.first > word || hit.first + hit.count <= word || !is_of_offer(hit)) return false;
        return hit.phrase->thing != Thing::metric || !in_metric_synonym(word);
    });
}

bool Draft::is_plural(const Hit& hit) const {
    const std::string& text = hit.phrase->text;
    const std::string& written = words()[hit.first + hit.count - 1].text;
    if (!written.ends_with('s')) return false;
    const auto known = [&](const std::string& name) {
        const std::string low = lower(name);
        return low + "s" == text || (low.ends_with('y') && low.substr(0, low.size() - 1) + "ies" == text);
    };
    const auto& of = dimension(hit);
    if (known(of.name) || std::any_of(of.synonyms.begin(), of.synonyms.end(), known)) return true;
    return !text.ends_with('s');  // Found by its stem only: the manifest has the singular.
}

bool Draft::is_longer_elsewhere(const Hit& hit) const {
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& other) {
        return other.count > hit.count && other.first <= hit.first &&
               other.first + other.count >= hit.first + hit.count && other.phrase->offer == hit.phrase->offer &&
               (other.phrase->thing == Thing::dimension || other.phrase->thing == Thing::value) && fits(other);
    });
}

bool Draft::explains_otherwise(const Hit& hit) const {
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& other) {
        const bool overlaps = other.first < hit.first + hit.count && hit.first < other.first + other.count;
        if (!overlaps || other.phrase->offer != hit.phrase->offer) return false;
        return other.phrase->thing == Thing::vendor || other.phrase->thing == Thing::metric ||
               (other.phrase->thing != Thing::dataset && fits(other));
    });
}

bool is_called(const Dimension& of, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(), [&](const char* word) {
        return contains_word(of.name, word) ||
               std::any_of(of.synonyms.begin(), of.synonyms.end(),
                           [&](const auto& synonym) { return contains_word(synonym, word); });
    });
}

}  // namespace parley::planner
