#include "planner/routing/changes.h"

#include "base/text.h"
#include "planner/routing/plan_parts.h"
#include "planner/routing/sayings.h"
#include "planner/routing/shifts.h"

#include <algorithm>

namespace parley::planner {
namespace {

constexpr std::size_t longest_words = 14;

using Texts = std::initializer_list<std::string_view>;

class ChangeReader {
public:
    ChangeReader(const Reading& asked, const Plan& before, const Offer& offer, std::size_t position)
        : asked_(asked), before_(before), offer_(offer), position_(position), rest_(asked.text, asked.words) {}

    Changes read(const Context& context);

private:
    const Words& words() const { return rest_.words(); }
    std::size_t size() const { return rest_.words().size(); }
    bool is(std::size_t at, Texts texts) const { return is_one_of(words(), at, texts); }
    bool at(std::size_t k, std::string_view phrase) const { return stands_at(words(), k, phrase); }

    void read_period(const Context& context);
    void read_swap();
    void read_instead();
    void read_regrouping();
    void read_wish();
    void read_removal();
    bool read_removal_at(std::size_t begin);
    void read_ones();
    void read_all();
    bool asks_for_all() const;
    void read_bare_groups();
    bool read_steps();

    template <typename Wanted>
    const Hit* hit_in(std::size_t first, std::size_t count, Wanted wanted) const;
    const Hit* dimension_in(std::size_t first, std::size_t count) const;
    bool is_grouped(const Hit& hit) const;
    bool is_filtered(const Hit& hit) const;
    bool is_value_in_use(const Hit& hit) const;
    Slot slot_of(std::size_t first, std::size_t count) const;
    bool fits(Slot slot, std::size_t first, bool may_regroup) const;
    bool is_date_from(std::size_t first) const;
    void lead_with(Slot slot, std::size_t first);
    bool is_in_use(Slot slot) const;
    bool remove_slot(std::size_t first, std::size_t end);
    const std::string& id_of(const Hit& hit) const { return offer_.dimensions[hit.phrase->item].id; }

    const Reading& asked_;
    const Plan& before_;
    const Offer& offer_;
    std::size_t position_;
    LeftOver rest_;
    Changes out_;
};

template <typename Wanted>
const Hit* ChangeReader::hit_in(std::size_t first, std::size_t count, Wanted wanted) const {
    const Hit* best = nullptr;
    for (const auto& hit : asked_.hits) {
        if (hit.phrase->offer != position_ || hit.other_words) continue;
        const std::size_t at = rest_.position_of(hit.first);
        const bool inside = at >= first && at + hit.count <= first + count && at < size();
        if (inside && wanted(hit) && (best == nullptr || hit.count > best->count)) best = &hit;
    }
    return best;
}

const Hit* ChangeReader::dimension_in(std::size_t first, std::size_t count) const {
    return hit_in(first, count, [](const Hit& hit) { return hit.phrase->thing == Thing::dimension; });
}

bool ChangeReader::is_grouped(const Hit& hit) const {
    const auto& groups = before_.group_by;
    return hit.phrase->thing == Thing::dimension && std::find(groups.begin(), groups.end(), id_of(hit)) != groups.end();
}

bool ChangeReader::is_filtered(const Hit& hit) const {
    return hit.phrase->thing == Thing::dimension &&
           std::any_of(before_.filters.begin(), before_.filters.end(),
                       [&](const Filter& filter) { return filter.field == id_of(hit); });
}

// Of something that the plan groups by or is narrowed down to.
bool ChangeReader::is_value_in_use(const Hit& hit) const {
    if (hit.phrase->thing != Thing::value) return false;
    const std::string& id = id_of(hit);
    return std::find(before_.group_by.begin(), before_.group_by.end(), id) != before_.group_by.end() ||
           std::any_of(before_.filters.begin(), before_.filters.end(),
                       [&](const Filter& filter) { return filter.field == id; });
}

// Which part of the plan these words mean; none where they mean something else.
Slot ChangeReader::slot_of(std::size_t first, std::size_t count) const {
    std::size_t end = first + count;
    bool pronoun = false;
    while (first < end && is_article(words(), first)) pronoun = is_pronoun(words(), first++) || pronoun;
    while (first < end && is_article(words(), end - 1)) --end;
    if (first == end) return pronoun || count == 0 ? Slot::pronoun : Slot::none;
    if (const Slot called = slot_called(words(), end - 1); called != Slot::none) return called;
    const std::size_t length = end - first;
    const auto all_of_it = [&](const Hit& hit) {
        if (hit.count != length) return false;
        if (hit.phrase->thing != Thing::metric) return is_grouped(hit) || is_filtered(hit) || is_value_in_use(hit);
        return before_.measures.front().metric == cat(offer_.vendor.text, ".", offer_.metrics[hit.phrase->item].id);
    };
    if (const Hit* hit = hit_in(first, length, all_of_it)) {
        if (hit->phrase->thing == Thing::metric) return Slot::metric;
        return is_grouped(*hit) ? Slot::group : Slot::filter;
    }
    const auto use = [&](std::size_t k) { return asked_.uses[rest_.original(k)]; };
    bool dates = true;
    bool cues = true;
    for (std::size_t k = first; k < end; ++k) {
        dates = dates && use(k) == Use::date;
        cues = cues && use(k) != Use::open;
    }
    if (dates) return Slot::period;
    return cues || is(first, {"average", "median", "mean", "sum", "total"}) ? Slot::cue : Slot::none;
}

// Whether what takes a part's place can be one, and says nothing else: "change it to done" and "move it to the team
// Mobile" are wishes.
bool ChangeReader::fits(Slot slot, std::size_t first, bool may_regroup) const {
    std::size_t end = first;
    while (end < size() && !(end > first && is(end, {"by", "per", "in", "for", "since", "as"}))) ++end;
    while (first < end && (is_article(words(), first) || is(first, {"by", "per", "only"}))) ++first;
    if (first == end) return false;
    const std::size_t count = end - first;
    const auto names = [&](const Hit& hit) {
        if (hit.count != count) return false;
        const Thing thing = hit.phrase->thing;
        return thing == Thing::metric || (thing == Thing::dimension && (may_regroup || slot == Slot::group)) ||
               (thing == Thing::value && slot == Slot::filter);
    };
    if (hit_in(first, count, names) != nullptr) return true;
    for (const auto& hit : asked_.hits) {
        const bool other = hit.phrase->thing == Thing::metric || hit.phrase->thing == Thing::vendor;
        if (other && hit.count == count && rest_.position_of(hit.first) == first) return true;
    }
    bool dates = true;
    for (std::size_t k = first; k < end; ++k) {
        const Use use = asked_.uses[rest_.original(k)];
        dates = dates && (use == Use::date || use == Use::bucket);
    }
    constexpr std::size_t longest_drawing = 3;  // "simple line chart"
    const Slot called = slot_called(words(), end - 1);
    const bool drawn = count <= longest_drawing && (called == Slot::chart || called == Slot::grain);
    std::string unit = words()[end - 1].text;
    if (unit.ends_with('s')) unit.pop_back();
    return dates || drawn || (count == 1 && grain_named(unit));
}

void ChangeReader::lead_with(Slot slot, std::size_t first) {
    if (first >= size()) return;
    const bool led = is(first, {"by", "per", "as", "only"}) || words()[first].text.ends_with("ly");
    std::string unit = words()[size() - 1].text;
    if (unit.ends_with('s')) unit.pop_back();
    const bool step = size() - first == 1 && grain_named(unit);
    if (slot == Slot::metric) out_.names_metric = true;
    if (!led && (slot == Slot::group || step)) rest_.lead("by");
    if (!led && slot == Slot::chart) rest_.lead("as");
    if (!led && slot == Slot::filter) rest_.lead("only");
}

void ChangeReader::read_period(const Context& context) {
    if (!before_.range || asked_.comparison.count > 0) return;
    const auto shift = shifted_period(words(), *before_.range, context);
    if (!shift) return;
    out_.period = shift->period;
    rest_.cut(shift->first, shift->count);
    while (size() > 0 && is(size() - 1, {"only", "instead", "for", "in"})) rest_.cut(size() - 1, 1);
}

// "swap opens for clicks", "replace country by plan", "change it to weekly", "switch to refunds".
void ChangeReader::read_swap() {
    const bool swap = is(0, {"swap", "replace", "exchange", "substitute", "trade"});
    if (!swap && !is(0, {"change", "switch", "turn", "flip", "convert", "move", "set", "go", "jump"})) return;
    constexpr std::size_t reach = 6;
    for (std::size_t k = 1; k + 1 < size() && k <= reach; ++k) {
        const bool joins = swap ? is(k, {"for", "with", "by"}) : is(k, {"to", "into"});
        if (!joins || (swap && k == 1)) continue;
        const std::size_t first = !swap && is(k - 1, {"over"}) && k > 1 ? 2 : 1;
        const Slot slot = slot_of(1, k - first);
        const bool about_plan = is(0, {"change", "switch", "flip"});
        const bool own_thing =
            (slot == Slot::group || slot == Slot::filter) && slot_called(words(), k - 1) == Slot::none;
        if (slot == Slot::none || (!swap && own_thing) || !fits(slot, k + 1, swap || about_plan)) return;
        rest_.cut(0, k + 1);
        lead_with(slot, 0);
        out_.any = true;
        return;
    }
}

// "clicks instead of opens", "customer rather than country", "instead of country by plan".
void ChangeReader::read_instead() {
    for (std::size_t k = 0; k + 2 < size(); ++k) {
        if (!at(k, "instead of") && !at(k, "rather than")) continue;
        std::size_t end = k + 2;
        while (end < size() && !words()[end].breaks) ++end;
        Slot slot = slot_of(k + 2, end - k - 2);
        while (k == 0 && slot == Slot::none && end > k + 3) slot = slot_of(k + 2, --end - k - 2);
        if (slot == Slot::none || end - k == size()) return;
        rest_.cut(k, end - k);
        out_.any = true;
        std::size_t first = 0;
        while (is(first, {"show", "use", "give", "me", "take", "group", "split", "it", "the", "draw"})) ++first;
        if (first < size() && !is(first, {"by", "per"})) rest_.cut(0, first);
        if (!std::any_of(words().begin(), words().end(),
                         [](const Word& w) { return w.text == "by" || w.text == "per"; }))
            lead_with(slot, 0);
        return;
    }
}

// "split that by plan", "break it down per week", "drill down into customers", "group them by rep".
void ChangeReader::read_regrouping() {
    if (!is(0, {"split", "break", "group", "slice", "segment", "drill", "divide", "cut", "stack", "color", "colour"}))
        return;
    std::size_t k = 1;
    const bool stacked = is(0, {"stack", "color", "colour"});  // Upon what is shown already.
    if (stacked && (!before_.group_by.empty() || before_.grain)) out_.beside = true;
    bool further = is(0, {"drill"});
    while (is_pronoun(words(), k) || is(k, {"down", "up", "further", "more", "out", "the", "result", "results"})) {
        further = further || is(k, {"further", "more"});
        ++k;
    }
    if (!is(k, {"by", "per", "into", "on", "across", "along"}) || k + 1 >= size()) return;
    out_.beside = out_.beside || (further && !before_.group_by.empty());
    const bool led = is(k, {"by", "per"});
    rest_.cut(0, led ? k : k + 1);
    if (!led) rest_.lead("by");
    out_.any = true;
}

bool ChangeReader::is_date_from(std::size_t first) const {
    for (std::size_t k = first; k < size(); ++k)
        if (asked_.uses[rest_.original(k)] != Use::date && !is(k, {"for", "in", "only", "the"})) return false;
    return first < size();
}

// "make it monthly", "use the card brand for the split", "add device as a second split", "do the same for tents".
void ChangeReader::read_wish() {
    if (read_repetition(rest_, out_)) return;
    const bool shown = is(0, {"make", "put", "turn", "show", "draw", "plot", "display", "present", "view", "have",
                              "get", "give", "do", "see", "switch"}) &&
                       (is_pronoun(words(), 1) || (is(1, {"me"}) && is_pronoun(words(), 2)));
    if (shown) {
        const std::size_t first = is(1, {"me"}) ? 3 : 2;
        if (first >= size()) return;
        const Slot called = slot_called(words(), size() - 1);
        const bool cue = asked_.cues.grain || !asked_.cues.chart.empty() || !asked_.cues.chart_note.empty() ||
                         is_date_from(first) || is(first, {"by", "per"}) || called == Slot::chart ||
                         called == Slot::grain;
        if (!cue) return;
        const bool article = is(first, {"a", "an"});
        rest_.cut(0, article ? first + 1 : first);
        if (called == Slot::chart && !is(0, {"as", "in"})) rest_.lead("as");
        out_.any = true;
        return;
    }
    if (!is(0, {"use", "take", "add", "include"})) return;
    for (std::size_t k = 2; k + 1 < size() + 1; ++k) {
        const bool tail = is(k, {"for", "as"}) && slot_called(words(), size() - 1) == Slot::group && k < size();
        const bool too = (is(k, {"too", "also"}) && k + 1 == size()) || (at(k, "as well") && k + 2 == size());
        if ((!tail && !too) || dimension_in(1, k - 1) == nullptr) continue;
        bool second = is(0, {"add", "include"}) || too;
        for (std::size_t w = k; w < size(); ++w) second = second || is(w, {"second", "another", "additional"});
        rest_.cut(k, size() - k);
        rest_.cut(0, 1);
        rest_.lead("by");
        out_.beside = second;
        out_.any = true;
        return;
    }
}

bool ChangeReader::is_in_use(Slot slot) const {
    if (slot == Slot::group) return !before_.group_by.empty() || before_.grain;
    if (slot == Slot::filter) return !before_.filters.empty();
    if (slot == Slot::period) return before_.range.has_value();
    if (slot == Slot::comparison) return before_.compare != Compare::none;
    if (slot == Slot::limit) return before_.limit.has_value();
    return slot == Slot::order && before_.order;
}

// What the words from `first` on name is taken away. None of it where they name nothing of the plan.
bool ChangeReader::remove_slot(std::size_t first, std::size_t end) {
    while (end > first && is_article(words(), end - 1)) --end;
    if (end == first) return false;
    const Hit* dimension = dimension_in(first, end - first);
    const Slot slot = slot_called(words(), end - 1);
    if (!is_in_use(slot)) return false;
    switch (slot) {
    case Slot::group:
        if (dimension != nullptr && is_grouped(*dimension))
            out_.groups_gone.push_back(id_of(*dimension));
        else
            out_.groups_go = true;
        return true;
    case Slot::filter: {
        const Hit* value = hit_in(first, end - first, [&](const Hit& hit) { return is_value_in_use(hit); });
        if (dimension != nullptr && is_filtered(*dimension))
            out_.filters_gone.push_back(id_of(*dimension));
        else if (value != nullptr)
            out_.filters_gone.push_back(id_of(*value));
        else
            out_.filters_go = true;
        return true;
    }
    case Slot::period: out_.range_goes = true; return true;
    case Slot::comparison: out_.compare_goes = true; return true;
    case Slot::limit: out_.limit_goes = true; return true;
    case Slot::order: out_.order_goes = true; return true;
    default: return false;
    }
}

// "drop the filter", "without the split", "leave out EUR". A thing of the vendor's own is no object of "remove" here:
// that would be a wish to change it there.
void ChangeReader::read_removal() {
    for (std::size_t k = 0; k < size(); ++k) {
        if ((k == 0 || words()[k].breaks) && read_removal_at(k)) return;
    }
}

bool ChangeReader::read_removal_at(std::size_t begin) {
    // They leave something out, or do so where the thing is a value that is known, or may wish to change it.
    struct Lead {
        Texts phrases;
        bool harmless;
        bool of_known;
    };
    const Lead leads[] = {{{"leave out", "filter out", "without", "w/o", "ignoring", "excluding", "exclude", "except",
                            "minus", "all but", "everything but", "all except", "other than"},
                           true,
                           false},
                          {{"no more", "no", "ignore", "skip", "forget", "omit", "not", "hide"}, true, true},
                          {{"get rid of", "take out", "take away", "drop", "remove", "clear", "delete", "reset", "undo",
                            "lose", "discard", "cancel"},
                           false,
                           true}};
    std::size_t from = begin;
    while (is(from, {"and", "but", "only", "just", "show", "it", "now", "the", "same"})) ++from;
    for (const auto& lead : leads) {
        const auto said = std::find_if(lead.phrases.begin(), lead.phrases.end(),
                                       [&](std::string_view phrase) { return at(from, phrase); });
        if (said == lead.phrases.end()) continue;
        const std::size_t length = length_of(*said);
        std::size_t first = from + length;
        while (first < size() && is_article(words(), first)) ++first;
        if (first >= size()) return false;
        std::size_t end = first;
        while (end < size() &&
               !(end > first && (words()[end].breaks || (is(end, {"and"}) && is_pronoun(words(), end + 2)))))
            ++end;
        const bool none_there = lead.harmless && slot_called(words(), end - 1) != Slot::none;
        if (remove_slot(first, end) || none_there) {
            rest_.cut(begin, end - begin);
            out_.any = true;
            return true;
        }
        const Hit* dimension = dimension_in(first, end - first);
        if (lead.harmless && dimension != nullptr && dimension->count == end - first) {
            if (is_grouped(*dimension)) out_.groups_gone.push_back(id_of(*dimension));
            if (is_filtered(*dimension)) out_.filters_gone.push_back(id_of(*dimension));
            if (!is_grouped(*dimension) && !is_filtered(*dimension)) return false;
            rest_.cut(begin, end - begin);
            out_.any = true;
            return true;
        }
        const Hit* any_value =
            hit_in(first, end - first, [](const Hit& hit) { return hit.phrase->thing == Thing::value; });
        if (begin > 0 || (lead.of_known && any_value == nullptr)) return false;
        const Hit* value = hit_in(first, end - first, [&](const Hit& hit) { return is_value_in_use(hit); });
        const bool removes_value = is(from, {"remove", "drop"}) && value != nullptr && value->count == end - first;
        if (!lead.harmless && !removes_value) return false;
        rest_.cut(0, first);
        rest_.lead("only");
        out_.excludes = true;
        out_.any = true;
        return true;
    }
    return false;
}

// "only the billing ones", "how long did the billing ones take?", "only the ones tagged receipts"
void ChangeReader::read_ones() {
    for (std::size_t k = 0; k < size(); ++k) {
        if (!is(k, {"ones"}) || is(k - 1, {"which", "what"}) || is(k + 1, {"first", "last"})) continue;
        std::size_t first = k;
        while (first > 0 && !is_article(words(), first - 1) && !is_stop_word(words()[first - 1].text) &&
               !is(first - 1, {"only", "just", "now"}))
            --first;
        const bool described = first == k && k + 1 < size();  // "the ones tagged receipts"
        if (first == k && !described) return;
        out_.narrows = true;
        if (described) {
            while (first > 0 && (is_article(words(), first - 1) || is(first - 1, {"only", "just", "now", "and"})))
                --first;
            rest_.cut(first, k + 1 - first);
            if (first == 0) rest_.lead("only");
        } else {
            const Hit* value =
                hit_in(first, k - first, [](const Hit& hit) { return hit.phrase->thing == Thing::value; });
            if (value == nullptr && before_.group_by.size() == 1) {
                out_.one_of_group = text_between(asked_.text, asked_.words, rest_.original(first), k - first);
                while (first > 0 && (is_article(words(), first - 1) || is(first - 1, {"only", "just"}))) --first;
                rest_.cut(first, k + 1 - first);
            } else {
                rest_.cut(k, 1);
            }
        }
        out_.any = true;
        return;
    }
}

// "all of them", "show everything", "the full list"; where nothing is cut off, "show them all" asks for a list.
bool ChangeReader::asks_for_all() const {
    bool whole = false;
    bool pointing = false;
    for (std::size_t k = 0; k < size(); ++k) {
        const bool said = is(k, {"all", "everything", "everyone", "full", "complete", "whole", "rest"});
        pointing = pointing || (is(k, {"them", "list", "those"}) && is(0, {"show", "list", "name", "give"}));
        whole = whole || said;
        if (!said && !is(k, {"show", "of", "them", "the", "list", "rows", "again", "and", "me", "give", "not", "just",
                             "top", "those", "for", "now"}))
            return false;
    }
    return whole && (before_.limit || !pointing);
}

// "all teams again", "regardless of country", "all of them", "all time", "worldwide".
void ChangeReader::read_all() {
    if (says_only(words(),
                  {"all time", "of all time", "since the beginning", "since ever", "entire history", "any time"})) {
        out_.range_goes = true;
    } else if (asks_for_all()) {
        out_.limit_goes = before_.limit.has_value();
        out_.filters_go = !before_.limit && !before_.filters.empty();
    } else if (says_only(words(),
                         {"worldwide", "globally", "global", "everywhere", "across the world", "all over the world"})) {
        for (const auto& filter : before_.filters) {
            for (const std::string_view place : {"country", "region", "city", "market", "location", "state"})
                if (filter.field.find(place) != std::string::npos) out_.filters_gone.push_back(filter.field);
        }
    } else {
        std::size_t first = 0;
        while (is(first, {"and", "for", "now", "but", "in", "back", "to", "across", "show", "with", "again"})) ++first;
        const bool every = is(first, {"all", "any", "every", "each"}) || at(first, "regardless of");
        if (!every) return;
        first += is(first, {"regardless"}) ? 2 : 1;
        while (is(first, {"the", "our", "of"})) ++first;
        std::size_t end = size();
        while (end > first && is(end - 1, {"again", "too", "now", "instead", "together", "please"})) --end;
        const Hit* hit = end > first ? dimension_in(first, end - first) : nullptr;
        if (hit == nullptr || hit->count != end - first) return;
        if (is_filtered(*hit))
            out_.filters_gone.push_back(id_of(*hit));
        else if (is_grouped(*hit) && before_.limit)
            out_.limit_goes = true;
    }
    if (!out_.range_goes && !out_.limit_goes && !out_.filters_go && out_.filters_gone.empty()) return;
    rest_.cut(0, size());
    out_.any = true;
}

// "in months", "on a weekly basis", "week level": how fine the steps of time are.
bool ChangeReader::read_steps() {
    const Word* unit = nullptr;
    bool said = is(0, {"in"});
    for (std::size_t k = 0; k < size(); ++k) {
        std::string word = words()[k].text;
        const bool plural = word.ends_with('s');
        if (plural) word.pop_back();
        if (grain_named(word) && unit == nullptr) {
            unit = &words()[k];
            said = said || plural;
            continue;
        }
        said = said || is(k, {"level", "steps", "basis", "buckets"});
        if (!is(k, {"in", "at", "on", "a", "the", "now", "instead", "level", "steps", "basis", "buckets", "and", "show",
                    "just", "of"}))
            return false;
    }
    if (unit == nullptr || !said || asked_.cues.limit) return false;
    const auto at = static_cast<std::size_t>(unit - words().data());
    rest_.cut(at + 1, size());
    rest_.cut(0, at);
    rest_.lead("by");
    out_.any = true;
    return true;
}

// "country and plan", "device too": names of groupings, and nothing else.
void ChangeReader::read_bare_groups() {
    if (read_steps()) return;
    std::size_t named = 0;
    for (std::size_t k = 0; k < size();) {
        if (is(k, {"and", "the", "also", "too", "instead", "now"})) {
            ++k;
            continue;
        }
        const auto begins = [&](const Hit& hit) { return rest_.position_of(hit.first) == k; };
        const Hit* hit = hit_in(
            k, size() - k, [&](const Hit& other) { return begins(other) && other.phrase->thing == Thing::dimension; });
        const Hit* other = hit_in(k, size() - k, [&](const Hit& one) {
            return begins(one) && (one.phrase->thing == Thing::metric || one.phrase->thing == Thing::value);
        });
        if (hit == nullptr || (other != nullptr && other->count >= hit->count)) return;
        ++named;
        k += hit->count;
    }
    if (named == 0) return;
    while (is(0, {"and", "the", "now", "also"})) {
        out_.beside = out_.beside || is(0, {"also"});
        rest_.cut(0, 1);
    }
    rest_.lead("by");
    out_.any = true;
}

Changes ChangeReader::read(const Context& context) {
    out_.thanks = says_thanks(words());
    if (out_.thanks) return std::move(out_);
    be_brief(rest_);
    read_all();
    read_sayings(before_, rest_, out_);
    if (size() > 0) {
        read_instead();
        read_period(context);
        read_swap();
        read_beside(rest_, out_);
        read_wish();
        read_regrouping();
        read_removal();
        // "drop the departments and show it monthly"
        if (out_.any && size() > 2 && is(0, {"and"}) && is_pronoun(words(), 2)) {
            rest_.cut(0, 1);
            read_wish();
        }
        read_same_elsewhere(asked_, {&before_, &offer_, position_}, rest_, out_);
        read_restriction(asked_, rest_, out_);
        read_ones();
        read_total(before_, rest_, out_);
        read_limit(asked_, before_, rest_, out_);
        read_bare_groups();
    }
    out_.narrows = out_.narrows || (size() > 1 && (is(0, {"only", "just"}) || is(size() - 1, {"only"})));
    out_.any = out_.any || out_.period;
    out_.text = rest_.text();
    return std::move(out_);
}

}  // namespace

Changes read_changes(const Reading& asked, std::span<const Offer> offers, const Context& context) {
    Changes none;
    none.text = asked.text;
    const Plan* before = context.previous;
    if (before == nullptr || before->steps.empty() || before->measures.empty()) return none;
    if (asked.words.empty() || asked.words.size() > longest_words) return none;
    for (std::size_t k = 0; k < offers.size(); ++k) {
        const Step& step = before->steps.front();
        if (!offers[k].connected || offers[k].vendor != step.vendor || offers[k].connection != step.connection)
            continue;
        Changes changes = ChangeReader(asked, *before, offers[k], k).read(context);
        changes.marked = is_put_as_follow_up(asked.words);
        return changes;
    }
    return none;
}

Reading read_rest(const Changes& changes, const Lexicon& lexicon, const Context& context, Stemmer& stemmer) {
    Reading rest = read(changes.text, lexicon, context, stemmer);
    if (rest.found && context.previous != nullptr && context.previous->range)
        keep_in_year(*context.previous->range, context, *rest.found);
    if (!changes.period) return rest;
    rest.found = changes.period;
    rest.found->at = 0;
    rest.found->length = 0;
    return rest;
}

}  // namespace parley::planner
