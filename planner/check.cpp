#include "planner/check.h"

#include "base/limits.h"
#include "base/result.h"
#include "base/text.h"
#include "planner/check_filters.h"
#include "planner/keys.h"
#include "planner/routing/build.h"

#include <algorithm>
#include <array>
#include <set>

namespace parley::planner {
namespace {

constexpr std::size_t named_most = 6;  // Names that a sentence lists.

// "Did you mean ...?", or what there is.
std::string hint(std::string_view asked, const std::vector<std::string>& known) {
    const std::string near = nearest(asked, known);
    if (!near.empty()) return cat(" (did you mean \"", near, "\"?)");
    if (known.empty()) return "";
    const auto shown = known.begin() + static_cast<std::ptrdiff_t>(std::min(known.size(), named_most));
    return cat(" (there is: ", join({known.begin(), shown}, ", "), known.size() > named_most ? " and more" : "", ")");
}

bool is_plain_name(const std::string& name) {
    return !trim(name).empty() && name.size() <= limits::name_bytes && is_valid_utf8(name);
}

// A measure with all that it is made of.
struct Subject {
    const Offer* offer = nullptr;
    const Metric* metric = nullptr;
    const Dataset* dataset = nullptr;

    bool is_undescribed() const {
        return dataset->open_fields || (dataset->fields.empty() && offer->dimensions.empty());
    }
    std::string name() const { return cat(offer->name, "'s ", metric->name); }
    std::vector<std::string> dimensions() const {
        std::vector<std::string> ids;
        for (const auto& dimension : offer->dimensions) {
            if (dimension.columns.contains(dataset->id)) ids.push_back(dimension.id);
        }
        return ids;
    }
    // Rows that nobody described may have any column: it shows when they are there.
    bool has(const std::string& id) const {
        if (is_undescribed()) return is_plain_name(id);
        const Dimension* dimension = offer->dimension(id);
        return dimension != nullptr && dimension->columns.contains(dataset->id);
    }
};

class Check {
public:
    Check(Plan& plan, const Index& index, const Context& context) : plan_(plan), index_(index), context_(context) {}

    Result<Done> all() {
        PARLEY_TRY([[maybe_unused]] const Done steps, check_steps());
        PARLEY_TRY([[maybe_unused]] const Done measures, check_measures());
        PARLEY_TRY([[maybe_unused]] const Done join, check_join());
        PARLEY_TRY([[maybe_unused]] const Done groups, check_groups());
        PARLEY_TRY([[maybe_unused]] const Done filters, check_filters());
        PARLEY_TRY([[maybe_unused]] const Done time, check_time());
        return check_form();
    }

private:
    Result<Done> check_steps();
    Result<Done> check_step(Step& step);
    Result<Done> check_measures();
    Result<Subject> check_measure(Measure& measure);
    Result<Done> check_aggregate(Measure& measure, const Subject& subject) const;
    Result<Done> check_join() const;
    Result<Done> check_groups() const;
    Result<Done> check_filters();
    Result<Done> check_time();
    Result<Done> check_range();
    Result<Done> check_form() const;
    bool correlates() const { return plan_.join && plan_.join->kind == Join::Kind::correlate; }
    bool joins_on_time() const { return plan_.join && !joins_by_key(plan_); }

    Plan& plan_;
    const Index& index_;
    const Context& context_;
    std::vector<const Offer*> offers_;  // Of each step.
    std::vector<Subject> subjects_;     // Of each measure.
};

Result<Done> Check::check_steps() {
    if (plan_.steps.empty() || plan_.steps.size() > static_cast<std::size_t>(limits::steps_per_plan))
        return invalid(cat("A plan has one to ", limits::steps_per_plan, " steps."));
    for (Step& step : plan_.steps) {
        PARLEY_TRY([[maybe_unused]] const Done done, check_step(step));
    }
    return Done{};
}

Result<Done> Check::check_step(Step& step) {
    std::vector<std::string> vendors;
    const Offer* found = nullptr;
    for (const Offer& offer : index_.offers()) {
        if (!offer.connected) continue;
        vendors.push_back(offer.vendor.text);
        const bool is_it =
            offer.vendor == step.vendor && (step.connection.text.empty() || offer.connection == step.connection);
        if (is_it && found == nullptr) found = &offer;
    }
    if (found == nullptr)
        return invalid(
            cat("Nothing connected is called ", quoted_name(step.vendor.text), hint(step.vendor.text, vendors), "."));
    const Dataset* dataset = found->dataset(step.dataset);
    if (dataset == nullptr) {
        std::vector<std::string> known;
        for (const auto& one : found->datasets) known.push_back(one.id);
        return invalid(cat(found->name, " has no dataset ", quoted_name(step.dataset), hint(step.dataset, known), "."));
    }
    if (dataset->tool.empty())
        return invalid(cat(found->name, " has ", dataset->name, ", but the tool that reads it may not be called yet."));
    step.connection = found->connection;
    step.tool = dataset->tool;
    step.arguments = Json::object();
    offers_.push_back(found);
    return Done{};
}

Result<Done> Check::check_measures() {
    PARLEY_TRY([[maybe_unused]] const Done few, check_measure_count(plan_.measures.size()));
    for (Measure& measure : plan_.measures) {
        PARLEY_TRY(subjects_.emplace_back(), check_measure(measure));
    }
    for (std::size_t at = 0; at < plan_.steps.size(); ++at) {
        const bool measured = std::any_of(subjects_.begin(), subjects_.end(), [&](const Subject& subject) {
            return subject.offer == offers_[at] && subject.dataset->id == plan_.steps[at].dataset;
        });
        if (!measured && !plan_.join)
            return invalid(cat("Nothing of ", offers_[at]->name, "'s ", plan_.steps[at].dataset, " is measured."));
    }
    return Done{};
}

// The next step that brings the metric and has not been taken: two accounts of one vendor bring the same.
Result<Subject> Check::check_measure(Measure& measure) {
    const std::size_t dot = measure.metric.find('.');
    const std::string vendor = measure.metric.substr(0, dot);
    const std::string id = dot == std::string::npos ? "" : measure.metric.substr(dot + 1);
    std::optional<Subject> found;
    std::vector<std::string> known;
    for (std::size_t at = 0; at < plan_.steps.size(); ++at) {
        const Offer& offer = *offers_[at];
        for (const auto& metric : offer.metrics) known.push_back(cat(offer.vendor.text, ".", metric.id));
        const Metric* metric = offer.vendor.text == vendor ? offer.metric(id) : nullptr;
        if (metric == nullptr || metric->dataset != plan_.steps[at].dataset) continue;
        const bool taken = std::any_of(subjects_.begin(), subjects_.end(), [&](const Subject& subject) {
            return subject.offer == &offer && subject.metric == metric;
        });
        if (!found || !taken) found = Subject{&offer, metric, offer.dataset(metric->dataset)};
        if (!taken) break;
    }
    if (!found)
        return invalid(
            cat("No step of the plan has a metric ", quoted_name(measure.metric), hint(measure.metric, known), "."));
    if (context_.verified_only && !found->metric->verified)
        return invalid(cat(found->name(), " is not verified, and only verified numbers may answer here."));
    measure.unit = found->metric->unit;
    PARLEY_TRY([[maybe_unused]] const Done done, check_aggregate(measure, *found));
    return std::move(*found);
}

// Only a sum over rows may be asked for as another statistic of the same rows.
Result<Done> Check::check_aggregate(Measure& measure, const Subject& subject) const {
    const Metric& metric = *subject.metric;
    const std::string own = metric.per ? "rate" : std::string(planner::name_of(metric.value.aggregate));
    if (measure.aggregate.empty()) measure.aggregate = own;
    if (const auto asked = aggregate_named(measure.aggregate)) measure.aggregate = planner::name_of(*asked);
    if (!measure.field.empty() || !measure.dated.empty()) {
        const bool plain = (measure.field.empty() || is_plain_name(measure.field)) &&
                           (measure.dated.empty() || is_plain_name(measure.dated));
        if (!subject.is_undescribed() || !plain)
            return invalid(cat(subject.name(), " is defined already: it takes no field of its own."));
        return aggregate_named(measure.aggregate)
                   ? Result<Done>(Done{})
                   : invalid(cat("There is no statistic ", quoted_name(measure.aggregate), "."));
    }
    if (measure.aggregate == own) return Done{};
    const bool replaceable =
        !metric.per && metric.value.aggregate == Aggregate::sum && metric.value.timing == Timing::during;
    constexpr std::array<std::string_view, 4> others{"avg", "median", "min", "max"};
    const bool is_other = std::find(others.begin(), others.end(), measure.aggregate) != others.end();
    if (replaceable && is_other) return Done{};
    const std::string what = metric.per
                                 ? "it is a rate, which is made of its two parts anew"
                                 : cat("its definition is ", own, replaceable ? ", or avg, median, min, max" : "");
    return invalid(cat(subject.name(), " cannot be asked for as ", quoted_name(measure.aggregate), ": ", what, "."));
}

Result<Done> Check::check_join() const {
    if (!plan_.join) return Done{};
    const std::string& on = plan_.join->on;
    if (plan_.measures.size() != 2) return invalid("Two measures are joined, neither more nor fewer.");
    if (!joins_by_key(plan_)) {
        if (grain_named(on)) return Done{};
        return invalid("Two series meet in steps of time: day, week, month, quarter or year.");
    }
    for (const Subject& subject : subjects_) {
        if (key_column(*subject.offer, subject.dataset->id, on).empty())
            return invalid(cat(subject.name(), " has no ", quoted_name(on), " to be joined on."));
    }
    return Done{};
}

Result<Done> Check::check_groups() const {
    PARLEY_TRY([[maybe_unused]] const Done few, check_group_count(plan_.group_by.size()));
    std::set<std::string> seen;
    for (const auto& id : plan_.group_by) {
        if (!seen.insert(id).second) return invalid(cat("The grouping ", quoted_name(id), " stands twice."));
        if (plan_.join && joins_by_key(plan_) && id == plan_.join->on) continue;
        // Only the first side of these is split.
        const bool first_only = plan_.join && plan_.join->kind != Join::Kind::side_by_side;
        const std::size_t sides = first_only ? 1 : subjects_.size();
        for (std::size_t at = 0; at < sides; ++at) {
            const Subject& subject = subjects_[at];
            if (subject.has(id)) continue;
            return invalid(
                cat(subject.name(), " cannot be split by ", quoted_name(id), hint(id, subject.dimensions()), "."));
        }
    }
    return Done{};
}

Result<Done> Check::check_filters() {
    PARLEY_TRY([[maybe_unused]] const Done few, check_filter_count(plan_.filters.size()));
    for (Filter& filter : plan_.filters) {
        const Subject* with = nullptr;
        for (const Subject& subject : subjects_) {
            if (subject.has(filter.field) || number_field(*subject.dataset, filter.field) != nullptr) {
                if (with == nullptr) with = &subject;
            } else if (!plan_.join) {
                return invalid(cat(subject.name(), " cannot be narrowed down by ", quoted_name(filter.field),
                                   hint(filter.field, subject.dimensions()), "."));
            }
        }
        if (with == nullptr)
            return invalid(cat("Nothing here can be narrowed down by ", quoted_name(filter.field), "."));
        PARLEY_TRY([[maybe_unused]] const Done done, check_filter(filter, *with->offer, *with->dataset));
    }
    return Done{};
}

Result<Done> Check::check_time() {
    const auto dated = [](const Subject& subject) { return has_time(*subject.offer, *subject.metric); };
    const bool asks = plan_.range || plan_.grain || plan_.compare != Compare::none || joins_on_time();
    const auto undated = std::find_if_not(subjects_.begin(), subjects_.end(), dated);
    const bool all_undated = std::none_of(subjects_.begin(), subjects_.end(), dated);
    const bool open = std::any_of(subjects_.begin(), subjects_.end(),
                                  [](const Subject& subject) { return subject.is_undescribed(); });
    if (asks && !open && undated != subjects_.end() && (all_undated || !plan_.join))
        return invalid(cat(undated->name(), " has no dates: it can only be shown as it is today."));
    PARLEY_TRY([[maybe_unused]] const Done range, check_range());
    if (plan_.compare != Compare::none && !correlates() && !plan_.grain &&
        !(plan_.range && plan_.range->start && plan_.range->end))
        return invalid("A comparison needs a period: say which month, quarter or days.");
    for (const Subject& subject : subjects_) {
        Candidate candidate;
        candidate.offer = subject.offer;
        candidate.metric = subject.metric;
        if (dated(subject)) settle_time(candidate, context_, plan_);
    }
    return Done{};
}

Result<Done> Check::check_range() {
    if (!plan_.range) return Done{};
    Range& range = *plan_.range;
    if (!range.start && !range.end) {
        auto read = read_range(range.phrase, context_);
        if (!read) return invalid(cat("The period ", quoted_name(range.phrase), " names no days."));
        range = std::move(*read);
        return Done{};
    }
    if (range.start && range.end && *range.end <= *range.start) return invalid("The period ends before it begins.");
    range.zone = context_.calendar.rules().zone;
    if (range.end || range.start) range.reading = range_text(range.start, range.end);
    return Done{};
}

Result<Done> Check::check_form() const {
    if (plan_.limit && (*plan_.limit < 1 || *plan_.limit > limits::rows_per_table))
        return invalid("The number of rows to show is out of range.");
    if (plan_.bins && plan_.bins->width && !(*plan_.bins->width > 0)) return invalid("A range must be wider than 0.");
    const auto names = chart_names();
    if (!plan_.chart.empty() && std::find(names.begin(), names.end(), plan_.chart) == names.end())
        return invalid(
            cat("There is no chart ", quoted_name(plan_.chart), hint(plan_.chart, {names.begin(), names.end()}), "."));
    if (!plan_.order) return Done{};
    const std::string& by = plan_.order->by;
    if (by == "measure") return Done{};
    if (by == "time")
        return plan_.grain ? Result<Done>(Done{}) : invalid("Without steps of time nothing can be put in their order.");
    if (by == "change") {
        if (plan_.compare != Compare::none) return Done{};
        return invalid("Without a comparison there is no change to be put in order by.");
    }
    if (std::find(plan_.group_by.begin(), plan_.group_by.end(), by) != plan_.group_by.end()) return Done{};
    std::vector<std::string> known = plan_.group_by;
    known.insert(known.begin(), "measure");
    return invalid(cat("The result has no ", quoted_name(by), " to be put in order by", hint(by, known), "."));
}

}  // namespace

Result<Done> check_measure_count(std::size_t size) {
    if (size >= 1 && size <= measures_most) return Done{};
    return invalid(cat("A plan has one to ", measures_most, " measures."));
}

Result<Done> check_group_count(std::size_t size) {
    if (size <= groups_most) return Done{};
    return invalid(cat("At most ", groups_most, " groupings stand side by side."));
}

Result<Done> check_filter_count(std::size_t size) {
    if (size <= filters_most) return Done{};
    return invalid(cat("A plan has at most ", filters_most, " conditions."));
}

Result<Plan> checked(Plan plan, const Index& index, const Context& context) {
    PARLEY_TRY([[maybe_unused]] const Done done, Check(plan, index, context).all());
    return plan;
}

std::span<const std::string_view> chart_names() {
    static constexpr std::array<std::string_view, 4> names{"bar", "line", "number", "table"};
    return names;
}

std::string quoted_name(std::string_view name) {
    constexpr std::size_t longest = 60;
    const bool plain = !name.empty() && name.size() <= longest && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(" _-.:").find(c) != std::string_view::npos;
    });
    return plain ? cat("\"", name, "\"") : "that was written there";
}

}  // namespace parley::planner
