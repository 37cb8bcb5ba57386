#include "planner/routing/own_words.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

constexpr std::size_t longest_field = 3;  // Words.

// "categories" -> "category", "hotels" -> "hotel"; "status" stays.
std::string singular(std::string word) {
    const auto ends = [&word](std::string_view end) { return word.size() > end.size() + 1 && word.ends_with(end); };
    if (ends("ies")) return word.substr(0, word.size() - 3) + "y";
    if (ends("sses") || ends("xes") || ends("ches") || ends("shes")) return word.substr(0, word.size() - 2);
    if (ends("s") && !ends("ss") && !ends("us") && !ends("is")) word.pop_back();
    return word;
}

// A word that says how much there is: what stands alone before "per" is then added up, not counted.
bool is_amount(const std::string& word) {
    static constexpr std::array<std::string_view, 26> amounts{
        "revenue", "amount", "budget",   "cost",      "costs",   "spend",  "spending", "value",  "values",
        "price",   "hours",  "points",   "salary",    "stock",   "units",  "quantity", "effort", "sales",
        "fee",     "fees",   "expenses", "headcount", "mileage", "volume", "turnover", "weight"};
    return std::find(amounts.begin(), amounts.end(), word) != amounts.end();
}

// A word that only says when a row came to be, or what is asked of it.
bool is_time_word(const std::string& word) {
    static constexpr std::array<std::string_view, 12> words{"new",      "due",      "ending",   "expiring",
                                                            "starting", "renewing", "upcoming", "scheduled",
                                                            "closing",  "arriving", "recent",   "latest"};
    return std::find(words.begin(), words.end(), word) != words.end() || (word.size() > 4 && word.ends_with("ed"));
}

bool is_measuring_word(const std::string& word) {
    static constexpr std::array<std::string_view, 24> words{
        "sum",     "total",   "totals", "average", "avg",    "mean",   "median",  "maximum",
        "max",     "minimum", "min",    "count",   "counts", "number", "numbers", "rows",
        "records", "entries", "items",  "add",     "share",  "ones",   "row",     "page"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

class OwnReader {
public:
    OwnReader(const Reading& reading, const std::vector<Container>& containers)
        : reading_(reading), words_(reading.words), taken_(reading.words.size(), false) {
        for (const auto& one : containers) take(one.first, one.count);
        for (const auto& hit : reading.hits) {
            if (hit.phrase->thing == Thing::vendor && hit.phrase->is_name) take(hit.first, hit.count);
        }
    }

    OwnWords read() {
        read_conditions();
        read_date_word();
        read_measure();
        read_groupings();
        read_subject();
        read_rest();
        return std::move(own_);
    }

private:
    void take(std::size_t first, std::size_t count) {
        for (std::size_t k = first; k < std::min(first + count, taken_.size()); ++k) taken_[k] = true;
    }

    // A word that may be part of a field's name.
    bool is_plain(std::size_t at) const {
        return at < words_.size() && !taken_[at] && reading_.is_open(at) && !is_stop_word(words_[at].text) &&
               !is_one_of(words_, at, {"instead", "too", "additionally", "again"});
    }

    // The words from `at` on that are one name; empty where there is none.
    std::string phrase_at(std::size_t at) {
        while (at < words_.size() && is_one_of(words_, at, {"of", "the", "our", "all", "its", "their"})) ++at;
        std::string phrase;
        for (std::size_t k = at; k < at + longest_field && is_plain(k) && (k == at || !words_[k].breaks); ++k) {
            if (is_one_of(words_, k, {"since", "during", "according", "sorted"})) break;
            if (is_time_word(words_[k].text) && !phrase.empty()) break;
            phrase += cat(phrase.empty() ? "" : " ", words_[k].text);
            taken_[k] = true;
        }
        return phrase;
    }

    // "with status open", "where the stage is offer"
    void read_conditions() {
        for (std::size_t at = 0; at + 2 < words_.size(); ++at) {
            if (!is_one_of(words_, at, {"with", "where", "whose"})) continue;
            std::size_t field = at + 1;
            while (is_one_of(words_, field, {"the", "a", "an"})) ++field;
            if (!is_plain(field)) continue;
            std::size_t value = field + 1;
            while (is_one_of(words_, value, {"is", "are", "was", "of", "equals"})) ++value;
            if (!is_plain(value) || words_[value].breaks) continue;
            std::size_t end = value + 1;
            while (end < words_.size() && is_plain(end) && !words_[end].breaks && words_[end].capital) ++end;
            own_.filters.push_back(
                {words_[field].text, "contains", text_between(reading_.text, words_, value, end - value)});
            take(at, end - at);
        }
    }

    void read_date_word() {
        for (std::size_t at = 0; at < words_.size(); ++at) {
            if (taken_[at] || !reading_.is_open(at) || !is_time_word(words_[at].text)) continue;
            const bool about_time = reading_.found || reading_.cues.grain || reading_.cues.trend;
            if (!about_time && words_[at].text != "new") continue;
            if (own_.dated.empty()) own_.dated = words_[at].text;
            taken_[at] = true;
        }
        // The word of what is to come stands in the date's own phrase.
        if (own_.dated.empty() && reading_.found && reading_.found->ahead) {
            const std::string phrase = lower(reading_.found->phrase);
            own_.dated = phrase.substr(0, phrase.find(' '));
        }
    }

    void set_measure(std::string aggregate, std::string field) {
        own_.aggregate = std::move(aggregate);
        own_.field = std::move(field);
    }

    // "sum per supplier", "average price by category", "top 10 hotels by rating", "highest rating by city"
    void read_measure() {
        for (std::size_t at = 0; at < words_.size(); ++at) {
            if (taken_[at]) continue;
            const bool sum = is_one_of(words_, at, {"sum", "total", "totals"}) || stands_at(words_, at, "how much") ||
                             stands_at(words_, at, "add up");
            const bool other =
                is_one_of(words_, at,
                          {"average", "avg", "mean", "median", "typical", "maximum", "max", "peak", "minimum", "min"});
            if (!sum && !other) continue;
            if (is_one_of(words_, at + 1, {"number", "count"}) || stands_at(words_, at + 1, "rows")) continue;
            const std::size_t behind = at + (is_one_of(words_, at, {"how", "add"}) ? 2 : 1);
            take(at, behind - at);
            set_measure(sum ? "sum" : reading_.cues.aggregate.value_or("avg"), phrase_at(behind));
            if (own_.field.empty()) own_.field = "amount";
            return;
        }
        read_ranked();
    }

    // What is ranked stands before "by", what it is ranked by behind it.
    void read_ranked() {
        const auto& cues = reading_.cues;
        if (!cues.descending || cues.by_change) return;
        const std::string end = *cues.descending ? "max" : "min";
        if (!cues.subjects.empty() && cues.groups.size() == 1 && is_plain(cues.groups.front())) {
            used_group_ = cues.groups.front();
            set_measure(end, phrase_at(*used_group_));
            return;
        }
        if (is_one_of(words_, cues.order_at.value_or(words_.size()), {"cheapest", "priciest"}) ||
            cues.order_word.ends_with("expensive")) {
            set_measure(end, "price");
            const bool two_words = cues.order_word.ends_with("expensive");
            ranked_ = *cues.order_at + (two_words ? 2 : 1);
            return;
        }
        const bool extreme =
            cues.order_at && is_one_of(words_, *cues.order_at, {"highest", "lowest", "largest", "smallest", "biggest"});
        if (!extreme) return;
        if (cues.groups.empty()) {
            // "the largest contract": of what, and nobody says how large.
            if (!is_plain(*cues.order_at + 1)) return;
            ranked_ = *cues.order_at + 1;
            set_measure(end, "amount");
            return;
        }
        std::string field = phrase_at(*cues.order_at + 1);
        if (!field.empty()) set_measure(end, std::move(field));
    }

    void add_group(std::size_t at) {
        std::string phrase = phrase_at(at);
        if (phrase.empty()) return;
        phrase = singular(std::move(phrase));
        if (const auto grain = grain_named(phrase)) {
            own_.grain = grain;
            return;
        }
        if (std::find(own_.group_by.begin(), own_.group_by.end(), phrase) == own_.group_by.end())
            own_.group_by.push_back(std::move(phrase));
    }

    void read_groupings() {
        for (const std::size_t at : reading_.cues.groups) {
            if (used_group_ && *used_group_ == at) continue;
            add_group(at);
            // "by region and stage"
            for (std::size_t k = at; k + 1 < words_.size() && k < at + longest_field + 1; ++k) {
                if (!is_one_of(words_, k, {"and"}) || !is_plain(k + 1)) continue;
                add_group(is_one_of(words_, k + 1, {"by"}) ? k + 2 : k + 1);
                break;
            }
        }
        // "which items have no owner" wants the items themselves.
        for (const std::size_t at : reading_.cues.subjects) {
            if (at < words_.size() && own_.group_by.empty() && reading_.cues.descending) add_group(at);
        }
        if (ranked_ && own_.group_by.empty()) add_group(*ranked_);
        if (reading_.cues.who && own_.group_by.empty()) own_.group_by.emplace_back("owner");
    }

    // What the question is about before its grouping: "bugs" are rows, a "budget" is added up. Nobody knows before the
    // columns are there, so that the word is kept.
    void read_subject() {
        if (own_.aggregate != "count") return;
        for (std::size_t at = 0; at < words_.size(); ++at) {
            if (!is_plain(at) || is_measuring_word(words_[at].text) || words_[at].breaks) continue;
            const std::string phrase = phrase_at(at);
            if (phrase.empty()) return;
            const std::size_t blank = phrase.find_last_of(' ');
            const std::string head = blank == std::string::npos ? phrase : phrase.substr(blank + 1);
            if (!reading_.cues.how_many) own_.field = phrase;
            if (!reading_.cues.how_many && is_amount(head)) own_.aggregate = "sum";
            if (blank != std::string::npos && own_.aggregate == "count") own_.unread.push_back(phrase.substr(0, blank));
            return;
        }
    }

    void read_rest() {
        for (std::size_t at = 0; at < words_.size(); ++at) {
            if (!is_plain(at) || is_measuring_word(words_[at].text)) continue;
            const std::string& text = words_[at].text;
            if (is_one_of(words_, at, {"according", "scraped", "compare", "compared", "sorted", "ordered", "grouped"}))
                continue;
            own_.unread.push_back(text);
        }
    }

    const Reading& reading_;
    const Words& words_;
    std::vector<bool> taken_;
    std::optional<std::size_t> used_group_;
    std::optional<std::size_t> ranked_;  // What the cheapest are of.
    OwnWords own_;
};

}  // namespace

OwnWords read_own_words(const Reading& reading, const std::vector<Container>& containers) {
    return OwnReader(reading, containers).read();
}

}  // namespace parley::planner
