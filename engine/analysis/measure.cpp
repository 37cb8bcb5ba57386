#include "analysis/measure.h"

#include "base/result.h"
#include "base/text.h"
#include "planner/check_filters.h"
#include "planner/definitions.h"
#include "planner/keys.h"

#include <algorithm>
#include <set>

namespace parley::analysis {
namespace {

using planner::Aggregate;
using planner::Term;

// "avg" for mean, "min" and "max": what people call them.
std::optional<Aggregate> aggregate_called(std::string_view name) {
    if (name == "avg" || name == "average") return Aggregate::mean;
    if (name == "min") return Aggregate::minimum;
    if (name == "max") return Aggregate::maximum;
    return planner::aggregate_named(name);
}

// A plan may ask for the average or the largest of what a metric adds up. It may not add up what is none to be added.
Term asked_term(const planner::Metric& metric, const planner::Measure& measure) {
    Term term = metric.value;
    const auto asked = aggregate_called(measure.aggregate);
    if (!asked || metric.per || term.column.empty()) return term;
    const bool values = term.aggregate != Aggregate::count && term.aggregate != Aggregate::distinct;
    const bool other = *asked == Aggregate::mean || *asked == Aggregate::median || *asked == Aggregate::minimum ||
                       *asked == Aggregate::maximum;
    if (values && other) term.aggregate = *asked;
    return term;
}

struct Found {
    const Input* input = nullptr;
    const planner::Metric* metric = nullptr;
};

// Two accounts of one vendor bring the same metric twice: then each measure takes the next step.
Result<Found> find_metric(const planner::Plan& plan, std::size_t at, const std::vector<Input>& inputs) {
    const std::string& wanted = plan.measures[at].metric;
    std::vector<Found> found;
    for (const Input& input : inputs) {
        const std::string prefix = input.offer->vendor.text + ".";
        if (wanted.rfind(prefix, 0) != 0) continue;
        const planner::Metric* metric = input.offer->metric(wanted.substr(prefix.size()));
        if (metric && metric->dataset == input.dataset->id) found.push_back({&input, metric});
    }
    if (found.empty()) return invalid(cat("No step of the plan brings the metric ", wanted, "."));
    if (found.size() == 1) return found.front();
    std::size_t earlier = 0;
    std::size_t named = 0;
    for (std::size_t other = 0; other < plan.measures.size(); ++other) {
        if (plan.measures[other].metric != wanted) continue;
        ++named;
        if (other < at) ++earlier;
    }
    if (named != found.size()) return invalid(cat("Several steps of the plan bring the metric ", wanted, "."));
    return found[earlier];
}

Result<std::string> dimension_column(const Input& input, const std::string& id) {
    const planner::Dimension* dimension = input.offer->dimension(id);
    const auto column =
        dimension ? dimension->columns.find(input.dataset->id) : std::map<std::string, std::string>::const_iterator{};
    if (!dimension || column == dimension->columns.end()) {
        return invalid(cat("\"", input.dataset->name, "\" of ", input.offer->name, " has no ", id, "."));
    }
    return column->second;
}

// What a condition narrows: a dimension, or a column of numbers by its own name.
Result<std::string> condition_column(const Input& input, const std::string& id) {
    auto column = dimension_column(input, id);
    if (column || planner::number_field(*input.dataset, id) == nullptr) return column;
    return id;
}

Result<Done> check_columns(const Source& source) {
    if (source.empty()) return Done{};
    std::vector<std::string> wanted = source.groups;
    for (const planner::Condition& filter : source.filters) wanted.push_back(filter.column);
    for (const Term* term : source.terms()) {
        if (!term->column.empty()) wanted.push_back(term->column);
        for (const planner::Condition& condition : term->where) wanted.push_back(condition.column);
        if (term->aggregate != Aggregate::count && term->column.empty()) {
            return invalid(cat("The metric ", source.metric->name, " names no column to work on."));
        }
    }
    for (const std::string& name : wanted) {
        if (!source.column(name)) {
            return invalid(cat("The rows of \"", source.input->dataset->name, "\" have no column ", name, "."));
        }
    }
    for (const Term* term : source.terms()) {
        const bool numeric = term->aggregate == Aggregate::sum || term->aggregate == Aggregate::mean ||
                             term->aggregate == Aggregate::median;
        if (numeric && source.column(term->column)->kind == Kind::text) {
            return invalid(cat("The column ", term->column, " holds text, which cannot be added up."));
        }
    }
    return Done{};
}

std::string upper(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

std::vector<std::string> codes_in(const Column& currency) {
    std::set<std::string> codes;
    const std::string* last = nullptr;
    for (std::size_t row = 0; row < currency.size(); ++row) {
        if (!currency.has(row))
            codes.insert("");
        else if (!last || *last != currency.text(row))
            codes.insert(upper(*(last = &currency.text(row))));
    }
    return {codes.begin(), codes.end()};
}

void find_currency(Source& source) {
    for (const Term* term : source.terms()) {
        if (source.kind_of(*term) != Kind::money) continue;
        source.money = true;
        if (const Column* column = source.column(term->column)) source.unit = upper(column->unit);
    }
    const Column* currency = source.column("currency");
    if (!source.unit.empty() || !currency || currency->kind != Kind::text) return;
    source.currency = currency;
    source.codes = codes_in(*currency);
}

// A key that is no text, such as a number of a product, is compared by its digits.
std::string text_of(const Column& column, std::size_t row) {
    if (column.kind == Kind::text) return column.text(row);
    return column.keeps_integers() ? cat(column.integer(row)) : "";
}

Result<Done> add_key(Source& source, const std::string& on) {
    const Input& input = *source.input;
    const std::string name = planner::key_column(*input.offer, input.dataset->id, on);
    if (name.empty()) {
        return invalid(cat("\"", input.dataset->name, "\" of ", input.offer->name, " has no ",
                           planner::key_name(on, false), " to be joined by."));
    }
    auto keys = std::make_shared<Column>(std::string(joined_key), Kind::text, Role::dimension);
    const Column* column = input.rows.find(name);
    if (column == nullptr && !source.empty()) {
        return invalid(cat("The rows of \"", input.dataset->name, "\" have no column ", name, "."));
    }
    for (std::size_t row = 0; column != nullptr && row < column->size(); ++row) {
        std::string key = column->has(row) ? planner::compared_key(text_of(*column, row), on) : "";
        if (key.empty())
            keys->add_null();
        else
            keys->add(std::move(key));
    }
    source.key = std::move(keys);
    return Done{};
}

// Whether the second measure only decides which rows of the first one count.
bool decides(const planner::Plan& plan) {
    return plan.join &&
           (plan.join->kind == planner::Join::Kind::match || plan.join->kind == planner::Join::Kind::without);
}

// Groupings of the first measure only, where the second one merely stands beside it or decides which rows count.
bool groups_second(const planner::Plan& plan) {
    return !plan.join || (plan.join->kind != planner::Join::Kind::correlate && !decides(plan));
}

Result<Done> add_groups(Source& source, const planner::Plan& plan, bool first) {
    const bool by_key = planner::joins_by_key(plan);
    for (const std::string& id : plan.group_by) {
        if (by_key && id == plan.join->on) {
            source.groups.emplace_back(joined_key);
        } else if (first || groups_second(plan)) {
            PARLEY_TRY(source.groups.emplace_back(), dimension_column(*source.input, id));
        }
    }
    return Done{};
}

// Where the second measure decides, each has conditions of its own, and must know them.
Result<Done> add_filters(Source& source, const planner::Plan& plan, bool first) {
    const bool apart = decides(plan);
    for (const planner::Filter& filter : apart && !first ? plan.join->filters : plan.filters) {
        auto column = condition_column(*source.input, filter.field);
        if (column) {
            source.filters.push_back({column.value(), filter.op, filter.value});
        } else if (!plan.join ||
                   apart) {  // Two vendors side by side: what one of them does not know narrows only the other.
            return std::move(column).error();
        }
    }
    return Done{};
}

// "average gross volume" where another statistic was asked for: the average is no gross volume.
std::string name_of(const Source& source) {
    const planner::Measure asked{"", std::string(planner::name_of(source.value.aggregate)), ""};
    return planner::name_of(asked, *source.metric);
}

// Names as people know them; a vendor's name in front where two measures share one.
void name_sources(std::vector<Source>& sources, const std::vector<std::string>& dimensions) {
    for (Source& source : sources) {
        const auto same = std::count_if(sources.begin(), sources.end(),
                                        [&](const Source& other) { return name_of(other) == name_of(source); });
        source.name = same > 1 ? cat(source.input->offer->name, " ", name_of(source)) : name_of(source);
    }
    std::set<std::string> taken{"currency", "previous", "change", "change_ratio", "correlation",
                                "points",   "lag",      "keys",   "keys found",   "rows without key"};
    for (const Grain grain : {Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year}) {
        taken.insert(std::string(name_of(grain)));
    }
    taken.insert(dimensions.begin(), dimensions.end());
    for (Source& source : sources) {
        const std::string plain = source.name;
        for (int number = 2; !taken.insert(source.name).second; ++number) source.name = cat(plain, " (", number, ")");
    }
}

Result<Done> check_filters_known(const planner::Plan& plan, const std::vector<Source>& sources) {
    for (const planner::Filter& filter : plan.filters) {
        const bool known = std::any_of(sources.begin(), sources.end(), [&](const Source& source) {
            return bool(condition_column(*source.input, filter.field));
        });
        if (!known) return invalid(cat("Nothing in the plan can be filtered by ", filter.field, "."));
    }
    return Done{};
}

}  // namespace

std::vector<const Term*> Source::terms() const {
    std::vector<const Term*> all{&value};
    if (metric->per) all.push_back(&*metric->per);
    return all;
}

Kind Source::kind_of(const Term& term) const {
    if (term.column.empty() || term.aggregate == Aggregate::count || term.aggregate == Aggregate::distinct) {
        return Kind::count;
    }
    const Column* found = column(term.column);
    const planner::Field* field = input->dataset->field(term.column);
    const Kind kind = found ? found->kind : field ? field->kind : Kind::number;
    const bool adds = term.aggregate == Aggregate::sum;
    if (kind == Kind::flag) return adds ? Kind::count : Kind::ratio;
    if (kind == Kind::ratio) return adds ? Kind::number : Kind::ratio;
    if (kind == Kind::count && (term.aggregate == Aggregate::mean || term.aggregate == Aggregate::median)) {
        return Kind::number;
    }
    return kind;
}

const std::string& Source::time_of(const Term& term) const {
    const planner::Dataset& dataset = *input->dataset;
    if (term.timing != planner::Timing::during) return dataset.from_field;
    if (!term.time_column.empty()) return term.time_column;
    return dataset.time_field.empty() ? dataset.from_field : dataset.time_field;
}

bool Source::counts_rows() const {
    if (metric->per) return false;
    return value.aggregate == Aggregate::mean || value.aggregate == Aggregate::median ||
           (metric->sample_min > 0 && value.aggregate != Aggregate::count);
}

Result<std::vector<Source>> resolve(const planner::Plan& plan, const std::vector<Input>& inputs) {
    if (plan.measures.empty()) return invalid("The plan names nothing to measure.");
    const bool correlates = plan.join && plan.join->kind == planner::Join::Kind::correlate;
    if (correlates && plan.measures.size() != 2) return invalid("A correlation needs two measures.");
    if (planner::joins_by_key(plan) && plan.measures.size() != 2) return invalid("A join needs two measures.");
    std::vector<Source> sources;
    for (std::size_t at = 0; at < plan.measures.size(); ++at) {
        PARLEY_TRY(const Found found, find_metric(plan, at, inputs));
        Source source;
        source.input = found.input;
        source.metric = found.metric;
        source.value = asked_term(*found.metric, plan.measures[at]);
        if (planner::joins_by_key(plan)) {
            if (auto done = add_key(source, plan.join->on); !done) return std::move(done).error();
        }
        if (auto done = add_groups(source, plan, at == 0); !done) return std::move(done).error();
        if (auto done = add_filters(source, plan, at == 0); !done) return std::move(done).error();
        if (auto done = check_columns(source); !done) return std::move(done).error();
        find_currency(source);
        sources.push_back(std::move(source));
    }
    if (auto done = check_filters_known(plan, sources); !done) return std::move(done).error();
    name_sources(sources, plan.group_by);
    return sources;
}

}  // namespace parley::analysis
