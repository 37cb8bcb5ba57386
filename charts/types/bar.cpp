#include "charts/channels.h"
#include "charts/types/types.h"

namespace parley::charts {
namespace {

constexpr std::size_t bars_max = 30;  // Past it nobody reads the labels.

// What the bars stand for: a dimension, or steps of time where there is none.
const Column* ground(const Shape& shape) {
    return shape.dimensions.empty() ? shape.time : shape.dimensions.front();
}

bool one_step(const Shape& shape) {
    return !shape.time || distinct_values(*shape.time) == 1;
}

int score(const Table& table) {
    const Shape shape = shape_of(table);
    if (table.rows() == 0 || shape.measures.empty() || !ground(shape) || shape.compares_several) return 0;
    if (shape.is_histogram()) return 80;
    if (!shape.dimensions.empty() && !one_step(shape)) return 0;
    if (shape.dimensions.size() > 2 || (shape.previous && shape.dimensions.size() > 1)) return 0;
    if (!shape.same_unit() || table.rows() > bars_max) return 5;
    return shape.dimensions.empty() ? 30 : 80;
}

// Several measures, or now and before, as bars beside each other.
void fold(const Table& table, const std::vector<const Column*>& columns, OrderedJson& view, OrderedJson& encoding) {
    OrderedJson names = OrderedJson::array();
    for (const Column* column : columns) names.push_back(field_of(table, *column));
    view["transform"].push_back({{"fold", names}, {"as", {"series (drawn)", "value (drawn)"}}});
    const std::string channel = encoding.contains("x") && encoding["x"]["type"] == "quantitative" ? "x" : "y";
    encoding[channel]["field"] = "value (drawn)";
    if (columns.size() > 1 && columns[1]->name != "previous") encoding[channel]["title"] = nullptr;
    const OrderedJson series{{"field", "series (drawn)"}, {"type", "nominal"}, {"title", nullptr}, {"sort", nullptr}};
    encoding[channel == "x" ? "yOffset" : "xOffset"] = series;
    encoding["color"] = series;
}

// What stands behind the first thirty rows is left out; chart.cpp says so.
void keep_first(OrderedJson& view) {
    view["transform"].push_back({{"window", {{{"op", "row_number"}, {"as", "row (drawn)"}}}}});
    view["transform"].push_back({{"filter", {{"field", "row (drawn)"}, {"lte", bars_max}}}});
}

// Ranges of values stand where they are, side by side on an axis of numbers.
OrderedJson histogram(const Table& table, const Shape& shape) {
    const Column axis(shape.dimensions.front()->name, shape.from->kind, Role::measure, shape.from->unit);
    OrderedJson made = OrderedJson::object();
    made["mark"] = {{"type", "bar"}};
    made["encoding"] = {{"x",
                         {{"field", field_of(table, *shape.from)},
                          {"type", "quantitative"},
                          {"bin", {{"binned", true}}},
                          {"title", title_of(axis)}}},
                        {"x2", {{"field", field_of(table, *shape.to)}}},
                        {"y", quantity(table, *shape.measures.front())},
                        {"tooltip", tooltip(table)}};
    fill_width(made);
    return made;
}

OrderedJson view(const Table& table, const Request&) {
    const Shape shape = shape_of(table);
    if (shape.is_histogram()) return histogram(table, shape);
    const bool upright = shape.dimensions.empty();  // Time runs from left to right; names read best in lines.
    const Column& measure = *shape.measures.front();
    OrderedJson made = OrderedJson::object();
    if (table.rows() > bars_max) keep_first(made);
    made["mark"] = {{"type", "bar"}};
    OrderedJson encoding{{upright ? "x" : "y", category(table, *ground(shape))},
                         {upright ? "y" : "x", quantity(table, measure)}};
    if (measure.name == "correlation") encoding["x"]["scale"] = {{"domain", {-1, 1}}};
    if (shape.dimensions.size() == 2) {
        const OrderedJson second = category(table, *shape.dimensions[1]);
        encoding["yOffset"] = {{"field", second["field"]}, {"type", "nominal"}, {"sort", nullptr}};
        encoding["color"] = second;
        encoding["color"].erase("axis");
    } else if (shape.previous) {
        fold(table, {&measure, shape.previous}, made, encoding);
    } else if (shape.measures.size() > 1 && shape.same_unit()) {
        fold(table, shape.measures, made, encoding);
    }
    encoding["tooltip"] = tooltip(table);
    made["encoding"] = std::move(encoding);
    split_by_currency(table, shape, "x", made);
    if (shape.currency) made["resolve"]["scale"]["y"] = "independent";
    if (!upright) made["height"] = {{"step", 22}};
    fill_width(made);
    return made;
}

}  // namespace

const Type bar{"bar", score, view, "one number for each of several groups"};

}  // namespace parley::charts
