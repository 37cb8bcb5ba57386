#include "planner/plan.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

std::string_view name_of(Compare compare) {
    switch (compare) {
    case Compare::none: return "";
    case Compare::previous_period: return "previous_period";
    case Compare::previous_year: return "previous_year";
    }
    return "";
}

std::string_view name_of(Join::Kind kind) {
    switch (kind) {
    case Join::Kind::correlate: return "correlate";
    case Join::Kind::side_by_side: return "side_by_side";
    case Join::Kind::match: return "match";
    case Join::Kind::without: return "without";
    }
    return "";
}

OrderedJson day_json(const std::optional<Day>& day) {
    return day ? OrderedJson(day->text()) : OrderedJson();
}

OrderedJson range_json(const std::optional<Range>& range) {
    if (!range) return {};
    return {{"start", day_json(range->start)},
            {"end", day_json(range->end)},
            {"zone", range->zone},
            {"phrase", range->phrase},
            {"reading", range->reading}};
}

OrderedJson considered_json(const std::vector<Considered>& considered) {
    auto out = OrderedJson::array();
    for (const auto& one : considered) {
        auto parts = OrderedJson::object();
        for (const auto& [name, value] : one.parts) parts[name] = value;
        out.push_back({{"vendor", one.vendor.text}, {"metric", one.metric}, {"score", one.score}, {"parts", parts}});
    }
    return out;
}

OrderedJson steps_json(const std::vector<Step>& steps) {
    auto out = OrderedJson::array();
    for (const auto& step : steps) {
        out.push_back({{"vendor", step.vendor.text},
                       {"connection", step.connection.text},
                       {"dataset", step.dataset},
                       {"tool", step.tool},
                       {"arguments", OrderedJson(step.arguments)},
                       {"why", step.why},
                       {"considered", considered_json(step.considered)}});
    }
    return out;
}

OrderedJson measures_json(const std::vector<Measure>& measures) {
    auto out = OrderedJson::array();
    for (const auto& measure : measures) {
        OrderedJson one{{"metric", measure.metric}, {"aggregate", measure.aggregate}, {"unit", measure.unit}};
        if (!measure.field.empty()) one["field"] = measure.field;
        if (!measure.dated.empty()) one["dated"] = measure.dated;
        out.push_back(std::move(one));
    }
    return out;
}

OrderedJson filters_json(const std::vector<Filter>& filters) {
    auto out = OrderedJson::array();
    for (const auto& filter : filters) {
        out.push_back({{"field", filter.field}, {"op", filter.op}, {"value", OrderedJson(filter.value)}});
    }
    return out;
}

Error no_plan(std::string_view where) {
    return Error{Fault::invalid, cat("This is not a plan: ", where, " is missing or of the wrong kind."),
                 std::string(where)};
}

bool is_absent(const Json& object, std::string_view key) {
    return at_or_null(object, key).is_null();
}

Result<std::vector<std::string>> texts_from(const Json& json, std::string_view key) {
    const Json& list = at_or_null(json, key);
    std::vector<std::string> out;
    if (list.is_null()) return out;
    if (!list.is_array()) return no_plan(key);
    for (const auto& item : list) {
        if (!item.is_string()) return no_plan(key);
        out.push_back(item.get<std::string>());
    }
    return out;
}

// It explains and decides nothing, so what is not of its form is left out instead of refused.
std::vector<Considered> considered_from(const Json& step) {
    std::vector<Considered> out;
    for (const auto& item : at_or_null(step, "considered")) {
        if (out.size() == considered_most) break;
        Considered one{{text_at(item, "vendor")}, text_at(item, "metric"), 0, {}};
        const Json& score = at_or_null(item, "score");
        if (one.vendor.text.empty() || one.metric.empty() || !score.is_number()) continue;
        one.score = score.get<double>();
        const Json& parts = at_or_null(item, "parts");
        for (const std::string_view name : score_parts) {
            const Json& value = at_or_null(parts, name);
            if (value.is_number()) one.parts.emplace_back(name, value.get<double>());
        }
        out.push_back(std::move(one));
    }
    return out;
}

Result<std::vector<Step>> steps_from(const Json& json) {
    const Json& list = at_or_null(json, "steps");
    if (!list.is_array() || list.empty() || list.size() > static_cast<std::size_t>(limits::steps_per_plan))
        return no_plan("steps");
    std::vector<Step> out;
    for (const auto& item : list) {
        Step step;
        step.vendor.text = text_at(item, "vendor");
        step.connection.text = text_at(item, "connection");
        step.dataset = text_at(item, "dataset");
        step.tool = text_at(item, "tool");
        step.why = text_at(item, "why");
        step.considered = considered_from(item);
        const Json& arguments = at_or_null(item, "arguments");
        if (arguments.is_object())
            step.arguments = arguments;
        else if (!arguments.is_null())
            return no_plan("steps.arguments");
        if (step.vendor.text.empty() || step.dataset.empty()) return no_plan("steps.vendor or steps.dataset");
        out.push_back(std::move(step));
    }
    return out;
}

Result<std::vector<Measure>> measures_from(const Json& json) {
    const Json& list = at_or_null(json, "measures");
    if (!list.is_array() || list.empty()) return no_plan("measures");
    std::vector<Measure> out;
    for (const auto& item : list) {
        Measure measure{text_at(item, "metric"), text_at(item, "aggregate"), text_at(item, "unit"),
                        text_at(item, "field"), text_at(item, "dated")};
        if (measure.metric.find('.') == std::string::npos || measure.aggregate.empty())
            return no_plan("measures.metric");
        out.push_back(std::move(measure));
    }
    return out;
}

Result<std::vector<Filter>> filters_from(const Json& json) {
    constexpr std::array<std::string_view, 8> operators{"=", "!=", "in", "<", "<=", ">", ">=", "contains"};
    const Json& list = at_or_null(json, "filters");
    std::vector<Filter> out;
    if (list.is_null()) return out;
    if (!list.is_array()) return no_plan("filters");
    for (const auto& item : list) {
        Filter filter{text_at(item, "field"), text_at(item, "op"), at_or_null(item, "value")};
        const bool known = std::find(operators.begin(), operators.end(), filter.op) != operators.end();
        if (filter.field.empty() || !known) return no_plan("filters.field or filters.op");
        out.push_back(std::move(filter));
    }
    return out;
}

Result<std::optional<Day>> day_from(const Json& json, std::string_view key) {
    if (is_absent(json, key)) return std::optional<Day>();
    PARLEY_TRY(const Day day, Day::parse(text_at(json, key)));
    return std::optional<Day>(day);
}

Result<std::optional<Range>> range_from(const Json& json) {
    const Json& object = at_or_null(json, "range");
    if (object.is_null()) return std::optional<Range>();
    if (!object.is_object()) return no_plan("range");
    Range range;
    PARLEY_TRY(range.start, day_from(object, "start"));
    PARLEY_TRY(range.end, day_from(object, "end"));
    if (range.start && range.end && *range.end <= *range.start) return no_plan("range.end");
    range.zone = text_at(object, "zone");
    range.phrase = text_at(object, "phrase");
    range.reading = text_at(object, "reading");
    return std::optional<Range>(std::move(range));
}

Result<Compare> compare_from(const Json& json) {
    if (is_absent(json, "compare")) return Compare::none;
    const std::string name = text_at(json, "compare");
    for (const Compare compare : {Compare::previous_period, Compare::previous_year}) {
        if (name_of(compare) == name) return compare;
    }
    return no_plan("compare");
}

Result<std::optional<Order>> order_from(const Json& json) {
    const Json& object = at_or_null(json, "order");
    if (object.is_null()) return std::optional<Order>();
    Order order{text_at(object, "by"), flag_at(object, "descending", true)};
    if (order.by.empty()) return no_plan("order.by");
    return std::optional<Order>(std::move(order));
}

std::optional<Join::Kind> join_kind_named(std::string_view name) {
    for (const auto kind : {Join::Kind::correlate, Join::Kind::side_by_side, Join::Kind::match, Join::Kind::without}) {
        if (name_of(kind) == name) return kind;
    }
    return std::nullopt;
}

OrderedJson join_json(const std::optional<Join>& join) {
    if (!join) return {};
    OrderedJson out{{"kind", std::string(name_of(join->kind))}, {"on", join->on}};
    if (join->whole) out["whole"] = true;
    if (!join->filters.empty()) out["filters"] = filters_json(join->filters);
    return out;
}

Result<std::optional<Join>> join_from(const Json& json) {
    const Json& object = at_or_null(json, "join");
    if (object.is_null()) return std::optional<Join>();
    const auto kind = join_kind_named(text_at(object, "kind"));
    if (!kind) return no_plan("join.kind");
    Join join{*kind, text_at(object, "on"), flag_at(object, "whole", false), {}};
    PARLEY_TRY(join.filters, filters_from(object));
    const bool needs_grain = join.kind == Join::Kind::correlate;
    if (join.on.empty() || (needs_grain && !grain_named(join.on))) return no_plan("join.on");
    return std::optional<Join>(std::move(join));
}

Result<Done> shape_from(const Json& json, Plan& plan) {
    if (!is_absent(json, "grain")) {
        plan.grain = grain_named(text_at(json, "grain"));
        if (!plan.grain) return no_plan("grain");
    }
    if (!is_absent(json, "limit")) {
        const std::int64_t limit = integer_at(json, "limit", 0);
        if (limit < 1 || limit > limits::rows_per_table) return no_plan("limit");
        plan.limit = static_cast<int>(limit);
    }
    plan.chart = text_at(json, "chart");
    if (is_absent(json, "bins")) return Done{};
    const Json& width = at_or_null(at_or_null(json, "bins"), "width");
    if (!at_or_null(json, "bins").is_object() || (!width.is_null() && !(width.is_number() && width > 0)))
        return no_plan("bins.width");
    plan.bins = Bins{};
    if (width.is_number()) plan.bins->width = width.get<double>();
    return Done{};
}

}  // namespace

std::string_view name_of(Reason reason) {
    switch (reason) {
    case Reason::write: return "write";
    case Reason::no_source: return "no_source";
    case Reason::off_topic: return "off_topic";
    case Reason::ambiguous: return "ambiguous";
    case Reason::denied: return "denied";
    }
    return "";
}

OrderedJson to_json(const Plan& plan) {
    OrderedJson out;
    out["steps"] = steps_json(plan.steps);
    out["measures"] = measures_json(plan.measures);
    out["group_by"] = plan.group_by;
    out["grain"] = plan.grain ? OrderedJson(std::string(parley::name_of(*plan.grain))) : OrderedJson();
    out["filters"] = filters_json(plan.filters);
    out["range"] = range_json(plan.range);
    out["compare"] = plan.compare == Compare::none ? OrderedJson() : OrderedJson(std::string(name_of(plan.compare)));
    out["order"] =
        plan.order ? OrderedJson{{"by", plan.order->by}, {"descending", plan.order->descending}} : OrderedJson();
    out["limit"] = plan.limit ? OrderedJson(*plan.limit) : OrderedJson();
    out["join"] = join_json(plan.join);
    out["chart"] = plan.chart.empty() ? OrderedJson() : OrderedJson(plan.chart);
    out["notes"] = plan.notes;
    if (plan.bins) out["bins"] = {{"width", plan.bins->width ? OrderedJson(*plan.bins->width) : OrderedJson()}};
    return out;
}

Result<Plan> plan_from_json(const Json& json) {
    if (!json.is_object()) return no_plan("the whole");
    Plan plan;
    PARLEY_TRY(plan.steps, steps_from(json));
    PARLEY_TRY(plan.measures, measures_from(json));
    PARLEY_TRY(plan.group_by, texts_from(json, "group_by"));
    PARLEY_TRY(plan.filters, filters_from(json));
    PARLEY_TRY(plan.range, range_from(json));
    PARLEY_TRY(plan.compare, compare_from(json));
    PARLEY_TRY(plan.order, order_from(json));
    PARLEY_TRY(plan.join, join_from(json));
    PARLEY_TRY(plan.notes, texts_from(json, "notes"));
    PARLEY_TRY([[maybe_unused]] const Done done, shape_from(json, plan));
    return plan;
}

bool is_histogram(const Plan& plan) {
    return plan.bins && plan.measures.size() == 1 && plan.group_by.empty() && !plan.grain && !plan.join &&
           plan.compare == Compare::none;
}

std::optional<Plan> plan_to_follow(const Decision& decision) {
    if (const auto* plan = std::get_if<Plan>(&decision)) return *plan;
    const auto* clarify = std::get_if<Clarify>(&decision);
    if (clarify == nullptr || clarify->choices.empty()) return std::nullopt;
    return clarify->choices.front().plan;
}

}  // namespace parley::planner
