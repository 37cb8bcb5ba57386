#include "analysis/sql.h"

#include "analysis/conditions.h"
#include "base/text.h"

namespace parley::analysis {
namespace {

using planner::Aggregate;

// "c4 AS k0, upper(c5) AS k1" and "k0, k1".
struct KeyColumns {
    std::string selected;
    std::string names;
};

KeyColumns keys_of(Draft& draft, const Source& source, Currencies currencies) {
    std::vector<std::string> selected;
    std::vector<std::string> names;
    const auto add = [&](std::string_view expression) {
        names.push_back(cat("k", names.size()));
        selected.push_back(cat(expression, " AS ", names.back()));
    };
    for (const std::string& group : source.groups) {
        const Column& column = *source.column(group);
        const bool code = group == "currency" && column.kind == Kind::text;
        add(code ? cat("upper(", draft.column(column), ")") : draft.column(column));
    }
    if (currencies == Currencies::apart && source.currency) add(cat("upper(", draft.column(*source.currency), ")"));
    return {join(selected, ", "), join(names, ", ")};
}

std::string aggregate_sql(Aggregate aggregate, const std::string& value, bool real) {
    switch (aggregate) {
    case Aggregate::count: return cat("count(", value, ")");
    case Aggregate::distinct: return cat("count(DISTINCT ", value, ")");
    case Aggregate::sum:
    case Aggregate::mean: return cat(real ? "fsum(" : "sum(", value, ")");
    case Aggregate::median: return cat("median(", value, ")");
    case Aggregate::minimum: return cat("min(", value, ")");
    case Aggregate::maximum: return cat("max(", value, ")");
    }
    return "";
}

// How sums of parts become the sum of all; empty where they do not.
std::string merge_sql(Aggregate aggregate, bool real) {
    switch (aggregate) {
    case Aggregate::count: return "sum(a)";
    case Aggregate::sum:
    case Aggregate::mean: return real ? "fsum(a)" : "sum(a)";
    case Aggregate::minimum: return "min(a)";
    case Aggregate::maximum: return "max(a)";
    case Aggregate::distinct:
    case Aggregate::median: return "";
    }
    return "";
}

std::string listed(std::initializer_list<std::string> parts) {
    std::vector<std::string> filled;
    for (const std::string& part : parts) {
        if (!part.empty()) filled.push_back(part);
    }
    return join(filled, ", ");
}

std::string grouped_by(const std::string& names) {
    return names.empty() ? "" : cat(" GROUP BY ", names);
}

std::string where_of(const std::vector<std::string>& conditions) {
    return conditions.empty() ? "" : cat(" WHERE ", join(conditions, " AND "));
}

Result<std::vector<std::string>> conditions_of(Draft& draft, const Source& source, const planner::Term& term,
                                               const Calendar& calendar) {
    std::vector<std::string> all;
    for (const auto* conditions : {&source.filters, &term.where}) {
        for (const planner::Condition& condition : *conditions) {
            PARLEY_TRY(all.emplace_back(), condition_sql(draft, source, condition, calendar));
        }
    }
    return all;
}

struct Shape {
    KeyColumns keys;
    std::string value;  // What is aggregated: a column, or 1 for rows.
    bool real = false;
};

// A row alive in many buckets counts in each. Rows with the same life are added up first, so that what is spread over
// the buckets is a few sums and not a million rows; a median and distinct values have no such sums.
std::string alive_sql(Draft& draft, const Shape& shape, Aggregate aggregate, const Alive& alive,
                      std::vector<std::string> conditions) {
    const std::string first = draft.numbers(alive.first);
    const std::string last = draft.numbers(alive.last);
    conditions.push_back(cat(first, " < ", last));
    const std::string lives = cat(first, " AS f, ", last, " AS l");
    const std::string spread = "unnest(range(f, l)) AS b";
    const std::string merged = merge_sql(aggregate, shape.real);
    const std::string by = listed({"b", shape.keys.names});
    if (merged.empty()) {
        const std::string inner = listed({lives, shape.keys.selected, cat(shape.value, " AS v")});
        const std::string outer = listed({spread, shape.keys.names, "v"});
        return cat("SELECT ", listed({by, aggregate_sql(aggregate, "v", shape.real), "count(v)"}), " FROM (SELECT ",
                   outer, " FROM (SELECT ", inner, " FROM rows", where_of(conditions), ")) GROUP BY ", by);
    }
    const std::string inner =
        listed({lives, shape.keys.selected, cat(aggregate_sql(aggregate, shape.value, shape.real), " AS a"),
                cat("count(", shape.value, ") AS n")});
    const std::string outer = listed({spread, shape.keys.names, "a", "n"});
    return cat("SELECT ", listed({by, merged, "sum(n)"}), " FROM (SELECT ", outer, " FROM (SELECT ", inner,
               " FROM rows", where_of(conditions), " GROUP BY ", listed({"f", "l", shape.keys.names}), ")) GROUP BY ",
               by);
}

}  // namespace

Result<Query> term_query(const Source& source, const planner::Term& term, const Places& places, Currencies currencies,
                         const Calendar& calendar) {
    Draft draft;
    PARLEY_TRY(auto conditions, conditions_of(draft, source, term, calendar));
    Shape shape{keys_of(draft, source, currencies), "1", false};
    if (!term.column.empty()) {
        const Column& column = *source.column(term.column);
        shape.value = draft.column(column);
        shape.real = column.keeps_reals();
    }
    const std::size_t rows = source.input->rows.rows();
    if (!places.alive.first.empty()) {
        std::string sql = alive_sql(draft, shape, term.aggregate, places.alive, std::move(conditions));
        return std::move(draft).finish(std::move(sql), rows);
    }
    std::string bucket;
    if (!places.bucket.empty()) {
        const std::string name = draft.numbers(places.bucket);
        conditions.push_back(cat(name, " >= 0"));
        if (places.by_time) bucket = "b";
        if (places.by_time) shape.keys.selected = listed({cat(name, " AS b"), shape.keys.selected});
    }
    // Aliases are made in a query below, for a grouped name there cannot be mistaken for a column's.
    const std::string by = listed({bucket, shape.keys.names});
    const std::string inner = listed({shape.keys.selected, cat(shape.value, " AS v")});
    std::string sql = cat("SELECT ", listed({by, aggregate_sql(term.aggregate, "v", shape.real), "count(v)"}),
                          " FROM (SELECT ", inner, " FROM rows", where_of(conditions), ")", grouped_by(by));
    return std::move(draft).finish(std::move(sql), rows);
}

}  // namespace parley::analysis
