#include "planner/routing/carry.h"

#include "base/text.h"
#include "planner/keys.h"

#include <algorithm>

namespace parley::planner {
namespace {

bool has_dimension(const Candidate& candidate, const std::string& id) {
    const Dimension* dimension = candidate.offer->dimension(id);
    return dimension != nullptr && dimension->columns.contains(candidate.metric->dataset);
}

bool holds(const std::vector<std::string>& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

void still(Plan& plan, std::string_view what) {
    plan.notes.push_back(cat("still: ", what));
}

std::string filter_text(const Filter& filter) {
    if (filter.value.is_string()) return cat(filter.field, " ", filter.op, " ", filter.value.get<std::string>());
    return cat(filter.field, " ", filter.op, " ", dump(filter.value));
}

bool is_known(const Reading& reading, const Candidate& candidate, std::size_t word) {
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->offer == candidate.offer_position && hit.first <= word && hit.first + hit.count > word;
    });
}

// "and for Mobile?", "only web": somebody's own word. In lower case it must stand behind a word that says so.
struct OwnName {
    std::string text;
    bool narrows = false;  // "only", "just": what is shown is narrowed down, instead of changed.
};

std::optional<OwnName> own_name(const Reading& reading, const Candidate& candidate) {
    const Words& words = reading.words;
    const auto is_own = [&](std::size_t k) {
        return reading.is_open(k) && !is_stop_word(words[k].text) && !is_known(reading, candidate, k) &&
               !is_one_of(words, k, {"ones", "one", "instead", "same", "value", "values"});
    };
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (!is_own(k)) continue;
        const bool name = words[k].quoted || (words[k].capital && k > 0);
        std::size_t lead = k;
        while (lead > 0 && is_one_of(words, lead - 1, {"the", "our"})) --lead;
        const bool narrows = lead > 0 && is_one_of(words, lead - 1, {"only", "just"});
        const bool led =
            narrows ||
            (lead > 0 && is_one_of(words, lead - 1, {"for", "of", "in", "about", "and", "at", "from", "with", "on"}));
        if (!name && !led) return std::nullopt;
        std::size_t end = k + 1;
        while (end < words.size() && is_own(end) && !words[end].breaks &&
               (name ? words[end].capital || words[end].quoted : end - k < 3))
            ++end;
        const bool rest_is_small = [&] {
            for (std::size_t w = end; w < words.size(); ++w)
                if (is_own(w)) return false;
            return true;
        }();
        if (!name && !rest_is_small) return std::nullopt;
        return OwnName{text_between(reading.text, words, k, end - k), narrows};
    }
    return std::nullopt;
}

// A name takes the place of the value that was asked for before; after "by project" it is one of the projects.
bool replace_open_value(const FollowUp& question, const Candidate& candidate, const Plan& before, Plan& plan,
                        std::vector<Filter>& filters) {
    if (filters.empty() && before.group_by.size() != 1) return false;
    const auto name = own_name(question.reading, candidate);
    if (!name) return false;
    const bool grouped = before.group_by.size() == 1 && has_dimension(candidate, before.group_by.front());
    const bool replaces = !filters.empty() && filters.back().value.is_string() && !question.changes.excludes &&
                          !(name->narrows && grouped);
    if (replaces) {
        Filter& last = filters.back();
        const Dimension* of = candidate.offer->dimension(last.field);
        last.value = name->text;
        if (of != nullptr && !of->values.empty() && !of->open_values)
            plan.notes.push_back(cat("\"", name->text, "\" is looked for as it is written"));
        return true;
    }
    if (!grouped) return false;
    const std::string& id = before.group_by.front();
    filters.push_back({id, question.changes.excludes ? "!=" : "contains", name->text});
    return true;
}

// "only web" behind "by platform": before names are looked for anywhere, for it is one of those that are shown.
bool is_plain_name_of_group(const FollowUp& question, const Candidate& candidate, const Plan& before) {
    if (before.group_by.size() != 1) return false;
    const Dimension* group = candidate.offer->dimension(before.group_by.front());
    const auto name = own_name(question.reading, candidate);
    return group != nullptr && group->open_values && name && (name->narrows || question.changes.excludes) &&
           name->text == lower(name->text);
}

// "without EUR and USD": each of them is left out.
std::vector<Filter> left_out(const std::vector<Filter>& found) {
    std::vector<Filter> out;
    for (const auto& filter : found) {
        if (!filter.value.is_array()) {
            out.push_back({filter.field, "!=", filter.value});
            continue;
        }
        for (const auto& value : filter.value) out.push_back({filter.field, "!=", value});
    }
    return out;
}

void carry_filters(const FollowUp& question, const Candidate& candidate, const Slots& slots, const Plan& before,
                   Plan& plan) {
    const Changes& changes = question.changes;
    std::vector<Filter> now = changes.excludes ? left_out(slots.filters) : slots.filters;
    const bool of_group = is_plain_name_of_group(question, candidate, before);
    if (of_group) now.clear();
    std::vector<Filter> kept;
    for (const auto& filter : before.filters) {
        const bool replaced =
            std::any_of(now.begin(), now.end(), [&](const Filter& one) { return one.field == filter.field; });
        const bool goes = changes.filters_go || holds(changes.filters_gone, filter.field);
        if (!replaced && !goes && has_dimension(candidate, filter.field)) kept.push_back(filter);
    }
    const bool one_of_group = !changes.one_of_group.empty() && before.group_by.size() == 1 &&
                              has_dimension(candidate, before.group_by.front());
    if (one_of_group)
        now.push_back({before.group_by.front(), changes.excludes ? "!=" : "contains", changes.one_of_group});
    if (now.empty() && (slots.group_by.empty() || of_group))
        replace_open_value(question, candidate, before, plan, kept);
    for (const auto& filter : kept) {
        const bool same = std::any_of(before.filters.begin(), before.filters.end(),
                                      [&](const Filter& old) { return filter_text(old) == filter_text(filter); });
        if (same) still(plan, filter_text(filter));
    }
    plan.filters = std::move(kept);
    plan.filters.insert(plan.filters.end(), now.begin(), now.end());
}

bool is_put_beside(const FollowUp& question) {
    if (question.changes.beside) return true;
    const Words& words = question.asked.words;
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (is_one_of(words, k, {"also", "too", "additionally"}) || stands_at(words, k, "as well")) return true;
    }
    return false;
}

// A new breakdown takes the old one's place; "also" and "too" put it beside.
void carry_breakdown(const FollowUp& question, const Candidate& candidate, const Slots& slots, const Plan& before,
                     Plan& plan) {
    const Changes& changes = question.changes;
    const bool new_groups = !slots.group_by.empty();
    const bool new_grain = slots.grain.has_value() || slots.trend;
    plan.grain = slots.grain;
    if (slots.trend && !plan.grain) plan.grain = sensible_grain(plan.range);
    const bool keeps = !changes.groups_go && !((new_groups || new_grain) && !is_put_beside(question));
    for (const auto& id : before.group_by) {
        if (!keeps || holds(slots.group_by, id) || holds(changes.groups_gone, id)) continue;
        if (!has_dimension(candidate, id)) {
            plan.notes.push_back(cat(candidate.metric->name, " has no ", id, ": it is not split by it"));
            continue;
        }
        plan.group_by.push_back(id);
        still(plan, cat("by ", candidate.offer->dimension(id)->name));
    }
    plan.group_by.insert(plan.group_by.end(), slots.group_by.begin(), slots.group_by.end());
    if (keeps && !plan.grain && before.grain) {
        plan.grain = before.grain;
        still(plan, cat("per ", name_of(*before.grain)));
    }
}

bool says_compare(const Words& words) {
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (is_one_of(words, k, {"compare", "compared", "compares", "comparison", "vs", "versus", "against", "than"}))
            return true;
    }
    return false;
}

// "how does that compare to Q4?": the period that is named is the other side.
bool compare_with_found(const FollowUp& question, const Plan& before, Plan& plan) {
    const auto& found = question.reading.found;
    if (!found || !found->start || !found->end || question.reading.comparison.count > 0) return false;
    if (!before.range || !before.range->start || !before.range->end || !says_compare(question.asked.words))
        return false;
    const Range& own = *before.range;
    if (*found->start >= *own.start) return false;
    plan.range = own;
    still(plan, own.phrase.empty() ? own.reading : own.phrase);
    const Grain grain = found->grain.value_or(Grain::month);
    const bool year_apart = found->start->plus_months(12) == *own.start;
    if (year_apart || *found->end == *own.start) {
        plan.compare = year_apart ? Compare::previous_year : Compare::previous_period;
        return true;
    }
    plan.compare = Compare::none;
    plan.grain = plan.grain ? plan.grain : std::optional<Grain>(grain);
    plan.range->start = found->start;
    plan.range->phrase = range_text(plan.range->start, plan.range->end);
    plan.range->reading = plan.range->phrase;
    plan.notes.emplace_back("the periods between the two are shown too");
    return true;
}

void carry_range(const FollowUp& question, const Context& context, const Plan& before, Plan& plan) {
    const Reading& reading = question.reading;
    const Changes& changes = question.changes;
    if (compare_with_found(question, before, plan)) return;
    plan.range = make_range(reading, context);
    const bool only_compared = reading.found && reading.found->length == 0 && !changes.period;
    if ((!plan.range || only_compared) && before.range && !changes.range_goes) {
        plan.range = before.range;
        still(plan, before.range->phrase.empty() ? before.range->reading : before.range->phrase);
    }
    const Compare carried = changes.compare_goes ? Compare::none : before.compare;
    plan.compare = reading.comparison.with != Compare::none ? reading.comparison.with : carried;
    if (plan.compare != Compare::none && !plan.range) {
        plan.range = default_range(Grain::month, context);
        plan.notes.push_back(cat("no period was asked for: ", plan.range->phrase));
    }
}

bool is_called_one_of(const Dimension& of, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return contains_word(of.name, word) || std::any_of(of.synonyms.begin(), of.synonyms.end(),
                                                           [&](const auto& name) { return contains_word(name, word); });
    });
}

bool is_of_anybody(const Dimension& of) {
    return is_called_one_of(
        of, {"customer", "person", "people", "contact", "user", "payer", "buyer", "owner", "assignee", "agent",
             "teammate", "employee", "member", "creator", "author", "reporter"});
}

// How well it tells one row from another: "issue" of the issues, else a title or a name, else whose it is.
int rank_as_name(const Dimension& of, const Dataset& dataset, const Changes& changes) {
    if (changes.people) {
        const bool maker = is_called_one_of(of, {"creator", "author", "reporter", "created by", "uploader"});
        const bool as_wished = changes.makers == maker;
        return is_of_anybody(of) ? (as_wished ? 5 : 4) : 0;
    }
    const std::string things = lower(dataset.name);
    const std::string thing = lower(of.name);
    const bool called_so = things.ends_with(cat(thing, "s")) || things.ends_with(thing) || things.starts_with(thing);
    if (thing.size() > 2 && called_so) return 4;
    if (is_called_one_of(of, {"title", "name", "subject", "key", "number", "id"})) return 3;
    if (is_of_anybody(of)) return 2;
    return of.open_values && of.values.empty() && !is_called_one_of(of, {"currency"}) ? 1 : 0;
}

// What tells the number's own rows apart best; null where nothing does. rank: how well.
const Dimension* name_of_rows(const Candidate& candidate, const Changes& changes, int& rank) {
    const Dataset* dataset = candidate.offer->rows_of(*candidate.metric);
    const Dimension* best = nullptr;
    rank = 0;
    for (const auto& of : candidate.offer->dimensions) {
        if (dataset == nullptr || !of.columns.contains(dataset->id)) continue;
        const int one = rank_as_name(of, *dataset, changes);
        if (one <= rank) continue;
        best = &of;
        rank = one;
    }
    return best;
}

constexpr int tells_rows = 3;

void carry_order(const FollowUp& question, const Candidate& candidate, const Plan& before, Plan& plan) {
    const Changes& changes = question.changes;
    const Cues& cues = question.reading.cues;
    // "which five did worst?" of a number that was not told apart yet: of its rows.
    const bool which = is_one_of(question.asked.words, 0, {"which", "what"}) && cues.limit && cues.descending;
    if (which && plan.group_by.empty() && !plan.grain) {
        int rank = 0;
        const Dimension* rows = name_of_rows(candidate, changes, rank);
        if (rows != nullptr && rank >= tells_rows) plan.group_by.push_back(rows->id);
    }
    set_order(cues, *candidate.metric, plan);
    const bool grouped = !plan.group_by.empty() || plan.grain;
    const auto limit = changes.limit ? changes.limit : cues.limit;
    if (limit) plan.limit = limit;
    if (!grouped) {
        if (limit) plan.limit.reset();
        return;
    }
    const bool same_groups = plan.group_by == before.group_by;
    if (changes.by_name) plan.order = Order{plan.group_by.empty() ? "time" : plan.group_by.front(), false};
    if (!plan.order && same_groups && !changes.order_goes) plan.order = before.order;
    if (!plan.limit && same_groups && !changes.limit_goes && !cues.descending) plan.limit = before.limit;
    if (!plan.order && limit) plan.order = Order{"measure", true};
    if (changes.reversed)
        plan.order = plan.order ? Order{plan.order->by, !plan.order->descending} : Order{"measure", false};
}

// "why so many in Launch?": the one that was named is split by the next thing that its rows have. What it is narrowed
// down to groups nothing any more.
void break_down_further(const Candidate& candidate, Plan& plan) {
    const auto filtered = [&](const std::string& id) {
        return std::any_of(plan.filters.begin(), plan.filters.end(), [&](const Filter& f) { return f.field == id; });
    };
    plan.group_by.erase(std::remove_if(plan.group_by.begin(), plan.group_by.end(), filtered), plan.group_by.end());
    if (!plan.group_by.empty() || plan.grain) return;
    const Dimension* next = nullptr;
    bool is_cause = false;
    for (const auto& dimension : candidate.offer->dimensions) {
        if (!dimension.columns.contains(candidate.metric->dataset) || filtered(dimension.id)) continue;
        const bool may_cause =
            is_called_one_of(dimension, {"reason", "cause", "driver", "exception", "title", "topic", "theme", "issue"});
        if (next != nullptr && (is_cause || !may_cause)) continue;
        next = &dimension;
        is_cause = may_cause;
    }
    if (next == nullptr) return;
    plan.group_by.push_back(next->id);
    plan.order = Order{"measure", true};
    plan.notes.push_back(cat("to see why, it is split by ", next->name));
}

// "which ones?": the number's own rows, by their names. "who made them?" asks for a number of each.
void list_rows(const Candidate& candidate, const Changes& changes, Plan& plan) {
    int best_rank = 0;
    const Dimension* best = name_of_rows(candidate, changes, best_rank);
    if (!changes.makers) plan.chart = "table";
    if (best == nullptr) {
        plan.notes.push_back(
            cat("the rows behind it have no ", changes.people ? "people" : "names", " to list them by"));
        return;
    }
    plan.group_by = {best->id};
    plan.grain.reset();
    plan.notes.push_back(
        cat(best_rank < tells_rows ? "the rows have no names of their own: listed by " : "listed by ", best->name));
}

void explain(const Candidate& candidate, Plan& plan) {
    const Dataset* dataset = candidate.offer->rows_of(*candidate.metric);
    const std::string& how = candidate.metric->description;
    plan.notes.push_back(cat("where it comes from: ", candidate.offer->name, " ",
                             dataset != nullptr ? dataset->name : candidate.metric->dataset,
                             how.empty() ? "" : cat(", ", how)));
}

}  // namespace

Plan changed(const FollowUp& question, const Candidate& candidate, bool new_metric, const Context& context) {
    const Plan& before = *context.previous;
    const Reading& reading = question.reading;
    const Changes& changes = question.changes;
    Slots slots = fill_slots(reading, candidate);
    if (changes.excludes) {  // Several values that are named are set beside each other, but not where they go.
        const auto goes = [&slots](const std::string& id) {
            return std::any_of(slots.filters.begin(), slots.filters.end(),
                               [&id](const Filter& filter) { return filter.field == id; });
        };
        slots.group_by.erase(std::remove_if(slots.group_by.begin(), slots.group_by.end(), goes), slots.group_by.end());
    }
    Plan plan;
    plan.steps.push_back(
        make_step(candidate, cat("follow-up: ", new_metric ? "another measure, " : "the same measure, ",
                                 candidate.offer->name, " ", candidate.metric->name)));
    plan.measures.push_back(make_measure(candidate, reading.cues));
    if (!new_metric) {
        auto& considered = plan.steps.front().considered;
        if (considered.empty()) considered = before.steps.front().considered;  // Why it was this one still holds.
        if (!reading.cues.aggregate) plan.measures.front().aggregate = before.measures.front().aggregate;
        still(plan, candidate.metric->name);
    }
    plan.notes.insert(plan.notes.end(), slots.notes.begin(), slots.notes.end());
    carry_breakdown(question, candidate, slots, before, plan);
    carry_range(question, context, before, plan);
    if (slots.trend && !slots.grain && plan.grain) plan.grain = sensible_grain(plan.range);
    settle_time(candidate, context, plan);
    carry_filters(question, candidate, slots, before, plan);
    carry_order(question, candidate, before, plan);
    if (changes.asks_why || is_one_of(reading.words, 0, {"why"})) break_down_further(candidate, plan);
    plan.chart = !reading.cues.chart.empty() ? reading.cues.chart : before.chart;
    if (changes.lists) list_rows(candidate, changes, plan);
    if (changes.explains) explain(candidate, plan);
    if (!changes.unavailable.empty())
        plan.notes.push_back(cat(changes.unavailable, " cannot be shown yet: the values are"));
    if (!reading.cues.chart_note.empty()) plan.notes.push_back(reading.cues.chart_note);
    const bool own_range = reading.found && plan.range && plan.range->phrase == reading.found->phrase;
    if (own_range) note_range(reading, context, plan);
    return plan;
}

Plan changed_join(const FollowUp& question, const Context& context) {
    const Reading& reading = question.reading;
    Plan plan = *context.previous;
    plan.notes.clear();
    still(plan, "the same two measures");
    if (auto range = make_range(reading, context))
        plan.range = std::move(range);
    else if (question.changes.range_goes)
        plan.range.reset();
    else if (plan.range)
        still(plan, plan.range->phrase);
    if (reading.cues.grain && plan.join && joins_by_key(plan)) {
        plan.notes.emplace_back("it is no series: a step of time had no effect");
    } else if (reading.cues.grain) {
        if (!plan.join) plan.join = Join{};
        plan.join->on = std::string(name_of(*reading.cues.grain));
        if (plan.join->kind == Join::Kind::side_by_side) plan.grain = reading.cues.grain;
    }
    if (question.changes.limit) plan.limit = question.changes.limit;
    if (question.changes.limit_goes) plan.limit.reset();
    if (!reading.cues.chart.empty()) plan.chart = reading.cues.chart;
    note_range(reading, context, plan);
    return plan;
}

}  // namespace parley::planner
