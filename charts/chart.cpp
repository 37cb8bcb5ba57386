#include "charts/chart.h"

#include "base/limits.h"
#include "base/text.h"
#include "charts/describe.h"
#include "charts/shape.h"
#include "charts/types/types.h"

#include <array>

namespace parley::charts {
namespace {

constexpr std::size_t bars_max = 30;

// Told apart by colour-blind eyes too: Okabe and Ito's palette, the strongest first.
OrderedJson config() {
    return {{"view", {{"stroke", nullptr}}},
            {"mark", {{"color", "#0072B2"}}},
            {"range",
             {{"category", {"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#F0E442", "#000000"}}}},
            {"axis", {{"labelLimit", 180}}}};
}

// A row without a group is drawn under a name, for null is no place on an axis.
OrderedJson value_of(const Table& table, const Column& column, std::size_t row) {
    if (!column.has(row) && column.role == Role::dimension && column.kind == Kind::text) return "(none)";
    return cell_json(table, column, row);
}

OrderedJson values(const Table& table) {
    const auto names = field_names(table);
    OrderedJson rows = OrderedJson::array();
    for (std::size_t row = 0; row < std::min(table.rows(), limits::rows_in_chart); ++row) {
        OrderedJson record = OrderedJson::object();
        for (std::size_t column = 0; column < names.size(); ++column) {
            record[names[column]] = value_of(table, table.columns[column], row);
        }
        rows.push_back(std::move(record));
    }
    return rows;
}

std::string title_text(const OrderedJson& title) {
    if (title.is_string()) return title.get<std::string>();
    return title.is_object() ? title.value("text", "") : "";
}

// A part of the data is never drawn as if it were all of it.
OrderedJson title_for(const Table& table, const std::string& title) {
    switch (table.completeness.state) {
    case Completeness::State::complete: return title;
    case Completeness::State::unknown:
        return {{"text", title}, {"subtitle", "Perhaps not all data: at least these values"}};
    case Completeness::State::truncated: return {{"text", title}, {"subtitle", "Not all data: at least these values"}};
    }
    return title;
}

const Type* best_of(const Table& table) {
    const Type* best = nullptr;
    for (const Type& type : types()) {
        if (!best || type.score(table) > best->score(table)) best = &type;
    }
    return best;
}

std::string misfit(const Type& wanted, const Type& drawn) {
    return cat("A ", wanted.name, " chart needs ", wanted.needs, ", which this result does not have: it is drawn as a ",
               drawn.name, " instead.");
}

}  // namespace

// The whole list, in one place. A new type is a file in types/ and a word here.
std::span<const Type> types() {
    static const std::array all{bar, line, number, table_grid};
    return all;
}

Result<Chart> draw(const Table& table, const Request& request) {
    const Type* wanted = nullptr;
    for (const Type& type : types()) {
        if (type.name == request.type) wanted = &type;
    }
    if (!wanted && !request.type.empty()) {
        return Error{Fault::invalid, "There is no such kind of chart: bar, line, number and table are.", request.type};
    }
    const bool fits = wanted && wanted->score(table) > 0;
    const Type& drawn = fits ? *wanted : *best_of(table);

    Chart chart;
    chart.type = std::string(drawn.name);
    if (wanted && !fits) chart.note = misfit(*wanted, drawn);
    if (drawn.name == bar.name && table.rows() > bars_max && !shape_of(table).is_histogram()) {
        chart.note = cat("The first ", bars_max, " of ", table.rows(), " bars are drawn; the table has all of them.");
    }
    chart.spec = {{"$schema", schema_url}, {"title", title_for(table, request.title)}};
    chart.spec["description"] = describe(table, request.title, drawn.name);
    chart.spec["usermeta"] = {{"type", drawn.name}};
    chart.spec["data"] = {{"values", values(table)}};
    chart.spec.update(drawn.view(table, request));
    chart.spec["config"] = config();
    return chart;
}

OrderedJson without_data(OrderedJson spec) {
    spec["data"] = {{"values", OrderedJson::array()}};
    return spec;
}

OrderedJson fill(OrderedJson spec, const Table& table) {
    const std::string title = title_text(spec.value("title", OrderedJson("")));
    spec["title"] = title_for(table, title);
    spec["description"] = describe(table, title, text_at(spec.value("usermeta", Json::object()), "type"));
    spec["data"] = {{"values", values(table)}};
    return spec;
}

}  // namespace parley::charts
