#include "planner/edit.h"

#include "base/limits.h"
#include "base/result.h"
#include "base/text.h"
#include "planner/check.h"
#include "planner/words/plan_words.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

const std::vector<std::string>& slot_names() {
    static const std::vector<std::string> names{"measures", "group_by", "grain", "range", "filters",
                                                "compare",  "order",    "limit", "chart"};
    return names;
}

std::string near_names(std::string_view asked, const std::vector<std::string>& known) {
    const std::string near = nearest(asked, known);
    if (!near.empty()) return cat(" (did you mean \"", near, "\"?)");
    return known.empty() ? "" : cat(" (there is: ", join(known, ", "), ")");
}

// A list of texts; one text is a list of one.
Result<std::vector<std::string>> texts(std::string_view slot, const Json& value) {
    if (value.is_string()) return std::vector<std::string>{value.get<std::string>()};
    const Error error = invalid(cat("\"", slot, "\" must be a list of names, or null to empty it."));
    if (!value.is_array()) return error;
    std::vector<std::string> out;
    for (const auto& item : value) {
        if (!item.is_string()) return error;
        out.push_back(item.get<std::string>());
    }
    return out;
}

bool is_called(const std::string& asked, const std::string& id, const std::string& name,
               const std::vector<std::string>& synonyms) {
    const std::string wanted = lower(trim(asked));
    return asked == id || wanted == lower(id) || wanted == lower(name) ||
           std::any_of(synonyms.begin(), synonyms.end(), [&](const auto& one) { return wanted == lower(one); });
}

class Edit {
public:
    Edit(Plan plan, const Json& change, const Index& index, const Context& context)
        : plan_(std::move(plan)),
          change_(change),
          index_(index),
          context_(context),
          was_grouped_(!plan_.group_by.empty()) {}

    Result<Plan> made() {
        // The measures first: groupings and conditions are named in the words of their sources.
        if (change_.contains("measures")) {
            PARLEY_TRY([[maybe_unused]] const Done done, set_measures(change_["measures"]));
        }
        for (const auto& [slot, value] : change_.items()) {
            if (slot == "measures") continue;
            PARLEY_TRY([[maybe_unused]] const Done done, set(slot, value));
        }
        settle_order();
        settle_join();
        return std::move(plan_);
    }

private:
    Result<Done> set(const std::string& slot, const Json& value);
    Result<Done> set_measures(const Json& value);
    Result<Done> add_measure(const Json& value, std::vector<Step>& steps);
    Result<Done> set_groups(const Json& value);
    Result<Done> set_grain(const Json& value);
    Result<Done> set_range(const Json& value);
    Result<Done> set_filters(const Json& value);
    Result<Done> set_compare(const Json& value);
    Result<Done> set_order(const Json& value);
    Result<Done> set_limit(const Json& value);
    Result<Done> set_chart(const Json& value);
    void settle_order();
    void settle_join();
    std::string dimension_id(const std::string& asked) const;
    std::vector<const Offer*> offers() const;

    Plan plan_;
    const Json& change_;
    const Index& index_;
    const Context& context_;
    const bool was_grouped_;
};

Result<Done> Edit::set(const std::string& slot, const Json& value) {
    if (slot == "group_by") return set_groups(value);
    if (slot == "grain") return set_grain(value);
    if (slot == "range") return set_range(value);
    if (slot == "filters") return set_filters(value);
    if (slot == "compare") return set_compare(value);
    if (slot == "order") return set_order(value);
    if (slot == "limit") return set_limit(value);
    if (slot == "chart") return set_chart(value);
    return invalid(
        cat("A plan has no part ", quoted_name(slot), " that can be set", near_names(slot, slot_names()), "."));
}

// Those that the plan's steps ask, in their order.
std::vector<const Offer*> Edit::offers() const {
    std::vector<const Offer*> found;
    for (const auto& step : plan_.steps) {
        for (const auto& offer : index_.offers()) {
            const bool is_it = offer.vendor == step.vendor && offer.connection == step.connection;
            if (is_it && std::find(found.begin(), found.end(), &offer) == found.end()) found.push_back(&offer);
        }
    }
    return found;
}

// People who write by hand write names; the id that nobody knows is left for the check to name.
std::string Edit::dimension_id(const std::string& asked) const {
    for (const Offer* offer : offers()) {
        if (offer->dimension(asked) != nullptr) return asked;
    }
    for (const Offer* offer : offers()) {
        for (const auto& one : offer->dimensions) {
            if (is_called(asked, one.id, one.name, one.synonyms)) return one.id;
        }
    }
    return asked;
}

// A metric of a source that the plan asks already comes from its step; another one brings a step of its own.
Result<Done> Edit::add_measure(const Json& value, std::vector<Step>& steps) {
    const std::string asked = value.is_string() ? value.get<std::string>() : text_at(value, "metric");
    const std::size_t dot = asked.find('.');
    const std::string vendor =
        dot == std::string::npos && !plan_.steps.empty() ? plan_.steps.front().vendor.text : asked.substr(0, dot);
    const std::string id = dot == std::string::npos ? asked : asked.substr(dot + 1);
    std::vector<std::string> known;
    auto sources = offers();
    for (const auto& offer : index_.offers()) {
        if (offer.connected && std::find(sources.begin(), sources.end(), &offer) == sources.end())
            sources.push_back(&offer);
    }
    for (const Offer* offer : sources) {
        if (offer->vendor.text != vendor) continue;
        for (const auto& metric : offer->metrics) {
            known.push_back(cat(vendor, ".", metric.id));
            if (!is_called(id, metric.id, metric.name, metric.synonyms)) continue;
            plan_.measures.push_back({cat(vendor, ".", metric.id), text_at(value, "aggregate"), ""});
            const auto same = [&](const Step& step) {
                return step.vendor == offer->vendor && step.connection == offer->connection &&
                       step.dataset == metric.dataset;
            };
            if (std::any_of(steps.begin(), steps.end(), same)) return Done{};
            const auto before = std::find_if(plan_.steps.begin(), plan_.steps.end(), same);
            if (before != plan_.steps.end()) {
                steps.push_back(*before);
                return Done{};
            }
            Step step;
            step.vendor = offer->vendor;
            step.connection = offer->connection;
            step.dataset = metric.dataset;
            step.why = "set by hand";
            steps.push_back(std::move(step));
            return Done{};
        }
    }
    if (known.empty()) return invalid(cat("Nothing connected is called ", quoted_name(vendor), "."));
    return invalid(cat("There is no metric ", quoted_name(asked), near_names(asked, known), "."));
}

Result<Done> Edit::set_measures(const Json& value) {
    if (value.is_array() && !value.empty()) {
        PARLEY_TRY([[maybe_unused]] const Done few, check_measure_count(value.size()));
    }
    const Json list = value.is_array() ? value : Json::array({value});
    const bool plain = std::all_of(list.begin(), list.end(), [](const Json& one) {
        return one.is_string() || (one.is_object() && at_or_null(one, "metric").is_string());
    });
    if (!plain || list.empty())
        return invalid(
            "\"measures\" must name at least one metric, such as \"stripe.mrr\": without any there is nothing to "
            "show.");
    plan_.measures.clear();
    std::vector<Step> steps;
    for (const auto& one : list) {
        PARLEY_TRY([[maybe_unused]] const Done done, add_measure(one, steps));
    }
    plan_.steps = std::move(steps);
    // What two measures were joined by is not what two others have in common; time is.
    if (plan_.join && (plan_.measures.size() != 2 || !grain_named(plan_.join->on))) plan_.join.reset();
    return Done{};
}

Result<Done> Edit::set_groups(const Json& value) {
    plan_.group_by.clear();
    if (value.is_null()) return Done{};
    if (value.is_array()) {
        PARLEY_TRY([[maybe_unused]] const Done few, check_group_count(value.size()));
    }
    PARLEY_TRY(const auto asked, texts("group_by", value));
    for (const auto& one : asked) plan_.group_by.push_back(dimension_id(one));
    return Done{};
}

Result<Done> Edit::set_grain(const Json& value) {
    plan_.grain.reset();
    if (value.is_null()) return Done{};
    const std::string asked = value.is_string() ? value.get<std::string>() : "";
    plan_.grain = grain_named(asked);
    if (plan_.grain) return Done{};
    return invalid(cat("There is no step of time ", quoted_name(asked),
                       near_names(asked, {"day", "week", "month", "quarter", "year"}), "."));
}

Result<Done> Edit::set_range(const Json& value) {
    plan_.range.reset();
    if (value.is_null()) return Done{};
    const std::string phrase = value.is_string() ? value.get<std::string>() : text_at(value, "phrase");
    const bool has_days = value.is_object() && (value.contains("start") || value.contains("end"));
    if (!has_days) {
        if (phrase.size() <= limits::question_bytes) plan_.range = read_range(phrase, context_);
        if (plan_.range) return Done{};
        return invalid(
            cat("The period ", quoted_name(phrase),
                " names no days: \"last month\" and {\"start\": \"2026-07-01\", \"end\": \"2026-10-01\"} do."));
    }
    Range range;
    for (const auto& [key, day] : {std::pair("start", &range.start), std::pair("end", &range.end)}) {
        const Json& text = at_or_null(value, key);
        if (text.is_null()) continue;
        const auto read = Day::parse(text.is_string() ? text.get<std::string>() : "");
        if (!read) return invalid(cat("\"", key, "\" of the period must be a day such as 2026-07-01."));
        *day = read.value();
    }
    if (!range.start && !range.end) return invalid("The period has neither a start nor an end.");
    range.phrase = phrase;
    plan_.range = std::move(range);
    return Done{};
}

Result<Done> Edit::set_filters(const Json& value) {
    plan_.filters.clear();
    if (value.is_null()) return Done{};
    if (value.is_array()) {
        PARLEY_TRY([[maybe_unused]] const Done few, check_filter_count(value.size()));
    }
    const Json list = value.is_array() ? value : Json::array({value});
    for (const auto& one : list) {
        if (!one.is_object() || !at_or_null(one, "field").is_string())
            return invalid("\"filters\" must be a list of {\"field\", \"op\", \"value\"}, or null to empty it.");
        if (at_or_null(one, "value").size() > filter_values_most)
            return invalid(cat("A condition lists at most ", filter_values_most, " values."));
        plan_.filters.push_back(
            {dimension_id(text_at(one, "field")), text_at(one, "op", "="), at_or_null(one, "value")});
    }
    return Done{};
}

Result<Done> Edit::set_compare(const Json& value) {
    plan_.compare = Compare::none;
    if (value.is_null()) return Done{};
    std::string asked = value.is_string() ? lower(value.get<std::string>()) : "";
    std::replace(asked.begin(), asked.end(), ' ', '_');
    if (asked == "none") return Done{};
    if (asked == "previous_period")
        plan_.compare = Compare::previous_period;
    else if (asked == "previous_year")
        plan_.compare = Compare::previous_year;
    else
        return invalid(cat("Nothing can be compared with ", quoted_name(asked),
                           near_names(asked, {"previous_period", "previous_year", "none"}), "."));
    return Done{};
}

// "measure", "country ascending", or {"by", "descending"}.
Result<Done> Edit::set_order(const Json& value) {
    plan_.order.reset();
    if (value.is_null()) return Done{};
    Order order;
    if (value.is_object()) {
        order = {text_at(value, "by"), flag_at(value, "descending", true)};
    } else if (value.is_string()) {
        order.by = std::string(trim(value.get<std::string>()));
        for (const std::string_view way : {" ascending", " asc", " descending", " desc"}) {
            if (!order.by.ends_with(way)) continue;
            order.descending = way.starts_with(" d");
            order.by = std::string(trim(std::string_view(order.by).substr(0, order.by.size() - way.size())));
            break;
        }
    }
    if (order.by.empty()) return invalid("\"order\" must say by what: measure, time, change or a grouping.");
    if (order.by != "measure" && order.by != "time" && order.by != "change") order.by = dimension_id(order.by);
    plan_.order = std::move(order);
    return Done{};
}

Result<Done> Edit::set_limit(const Json& value) {
    plan_.limit.reset();
    if (value.is_null()) return Done{};
    const bool fits = value.is_number_integer() && value >= 1 && value <= limits::rows_per_table;
    if (!fits) return invalid(cat("\"limit\" must be a whole number from 1 to ", limits::rows_per_table, "."));
    plan_.limit = value.get<int>();
    return Done{};
}

Result<Done> Edit::set_chart(const Json& value) {
    plan_.chart.clear();
    if (value.is_null()) return Done{};
    if (!value.is_string()) return invalid("\"chart\" must be a name, or null to leave it to the data.");
    plan_.chart = value.get<std::string>();
    return Done{};
}

// An order by what is no longer there goes with it; one that was set in this change stays, and is judged. A limit
// alone is a ranking.
void Edit::settle_order() {
    if (change_.contains("order")) return;
    if (plan_.order) {
        const std::string& by = plan_.order->by;
        const bool grouped = std::find(plan_.group_by.begin(), plan_.group_by.end(), by) != plan_.group_by.end();
        const bool there = by == "measure" || (by == "time" && plan_.grain) ||
                           (by == "change" && plan_.compare != Compare::none) || grouped;
        const bool ranks_nothing = plan_.group_by.empty() && (was_grouped_ || !plan_.grain);
        if (!there || ranks_nothing) plan_.order.reset();
        if (ranks_nothing && !change_.contains("limit")) plan_.limit.reset();
    }
    const bool ranked = plan_.limit && change_.contains("limit") && !plan_.group_by.empty();
    if (!plan_.order && ranked) plan_.order = Order{"measure", true};
}

// Two sources stand beside each other in steps of the plan's own time, or without any.
void Edit::settle_join() {
    if (!plan_.join) {
        if (plan_.grain && plan_.steps.size() == 2 && plan_.measures.size() == 2)
            plan_.join = Join{Join::Kind::side_by_side, std::string(name_of(*plan_.grain))};
        return;
    }
    if (!change_.contains("grain") || !grain_named(plan_.join->on)) return;
    if (plan_.grain)
        plan_.join->on = std::string(name_of(*plan_.grain));
    else if (plan_.join->kind == Join::Kind::side_by_side)
        plan_.join.reset();
    if (plan_.join && plan_.join->kind == Join::Kind::correlate) plan_.grain.reset();  // Its steps stand in the join.
}

// Whether a part of the sentence says the same of both; a period's words change with the steps of time.
bool is_kept(std::string_view slot, const OrderedJson& before, const OrderedJson& after) {
    const std::string key(slot);
    if (slot == "order") return before["order"] == after["order"] && before["limit"] == after["limit"];
    return before[key] == after[key];
}

void note_changes(const Plan& before, std::span<const Offer> offers, Plan& plan) {
    const OrderedJson old_parts = to_json(before);
    const OrderedJson new_parts = to_json(plan);
    const auto after = slots_in_words(plan, offers);
    std::vector<std::string> kept, changed, gone;
    for (const auto& slot : after) {
        (is_kept(slot.slot, old_parts, new_parts) ? kept : changed).push_back(slot.text);
    }
    for (const auto& slot : slots_in_words(before, offers)) {
        const bool there =
            std::any_of(after.begin(), after.end(), [&](const SlotWords& one) { return one.slot == slot.slot; });
        if (!there) gone.push_back(slot.text);
    }
    std::vector<std::string> notes;
    if (!kept.empty()) notes.push_back(cat("kept: ", join(kept, "; ")));
    if (!changed.empty()) notes.push_back(cat("changed: ", join(changed, "; ")));
    if (!gone.empty()) notes.push_back(cat("no longer: ", join(gone, "; ")));
    if (changed.empty() && gone.empty()) notes.push_back("nothing was changed: it was so already");
    plan.notes.insert(plan.notes.begin(), notes.begin(), notes.end());
}

// "status=open", "amount >= 5", "country!=DE"
Result<Json> filter_from_text(std::string_view text) {
    constexpr std::array<std::string_view, 7> operators{"!=", "<=", ">=", "=", "<", ">", " contains "};
    std::size_t at = std::string_view::npos;
    std::string_view op;
    for (const auto one : operators) {
        const std::size_t found = text.find(one);
        if (found < at) {
            at = found;
            op = one;
        }
    }
    if (at == std::string_view::npos)
        return invalid("A condition is written as \"filters=country=DE\", with =, !=, <, <=, >, >= or contains.");
    const std::string value(trim(text.substr(at + op.size())));
    return Json{{"field", std::string(trim(text.substr(0, at)))}, {"op", std::string(trim(op))}, {"value", value}};
}

Result<Json> slot_from_text(const std::string& slot, std::string_view text) {
    if (text.empty()) return Json();
    if (text.front() == '[' || text.front() == '{') return parse_json(text);
    if (slot == "filters") return filter_from_text(text);
    if (slot == "group_by" || slot == "measures") {
        Json list = Json::array();
        for (const auto& one : split(text, ',')) list.push_back(std::string(trim(one)));
        return list;
    }
    if (slot != "limit") return Json(std::string(text));
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return Json(number);
    return Json(std::string(text));
}

}  // namespace

Result<Plan> edited(const Plan& plan, const Json& change, const Index& index, const Context& context) {
    if (!change.is_object() || change.empty())
        return invalid(cat("Nothing is to be changed: name one of ", spoken_list(slot_names(), "or"), "."));
    Plan next = plan;
    next.notes.clear();
    PARLEY_TRY(next, Edit(std::move(next), change, index, context).made());
    PARLEY_TRY(next, checked(std::move(next), index, context));
    note_changes(plan, index.offers(), next);
    return next;
}

Result<Json> change_from_text(const std::vector<std::string>& settings) {
    Json change = Json::object();
    for (const auto& setting : settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos)
            return invalid(
                cat("A setting is written as \"group_by=country\"; ", quoted_name(setting), " has no \"=\"."));
        const std::string slot(trim(std::string_view(setting).substr(0, equals)));
        PARLEY_TRY(Json value, slot_from_text(slot, trim(std::string_view(setting).substr(equals + 1))));
        const bool another_filter = slot == "filters" && change.contains(slot) && value.is_object();
        if (!another_filter) {
            change[slot] = slot == "filters" && value.is_object() ? Json::array({value}) : std::move(value);
        } else if (change[slot].is_array()) {
            change[slot].push_back(std::move(value));
        } else {
            change[slot] = Json::array({value});
        }
    }
    return change;
}

}  // namespace parley::planner
