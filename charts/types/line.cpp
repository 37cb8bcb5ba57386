#include "charts/channels.h"
#include "charts/types/types.h"

namespace parley::charts {
namespace {

int score(const Table& table) {
    const Shape shape = shape_of(table);
    if (!shape.time || shape.measures.empty() || distinct_values(*shape.time) < 2) return 0;
    if (shape.dimensions.size() > 2 || shape.compares_several) return 0;
    // Groups of measures that share no axis would need a picture each.
    if (!shape.same_unit() && (shape.measures.size() > 2 || !shape.dimensions.empty() || shape.currency)) return 0;
    return 90;
}

OrderedJson stroke(bool dashed) {
    OrderedJson mark{{"type", "line"}, {"point", true}};
    if (dashed) {
        mark["strokeDash"] = {6, 4};
        mark["opacity"] = 0.6;
    }
    return mark;
}

// The groups of a result: one by colour, a second by the pattern of the line.
void add_groups(const Table& table, const Shape& shape, OrderedJson& encoding) {
    const char* const channels[] = {"color", "strokeDash"};
    for (std::size_t at = 0; at < shape.dimensions.size(); ++at) {
        encoding[channels[at]] = category(table, *shape.dimensions[at]);
        encoding[channels[at]].erase("axis");
    }
}

OrderedJson named(const Column& column) {
    return {{"datum", column.name}, {"type", "nominal"}, {"title", nullptr}};
}

// A layer a measure, each under its name: now and before, or two measures side by side.
OrderedJson layered(const Table& table, const Shape& shape) {
    std::vector<const Column*> columns = shape.measures;
    if (shape.previous) columns.push_back(shape.previous);
    OrderedJson made{{"encoding", {{"x", moment(table, *shape.time)}}}, {"layer", OrderedJson::array()}};
    for (const Column* column : columns) {
        OrderedJson layer{{"mark", stroke(column == shape.previous)}, {"encoding", {{"y", quantity(table, *column)}}}};
        if (columns.size() > 1 && shape.same_unit()) layer["encoding"]["y"]["title"] = title_of(*columns.front());
        if (!shape.previous && shape.same_unit()) layer["encoding"]["y"]["title"] = nullptr;
        if (shape.dimensions.empty())
            layer["encoding"]["color"] = named(*column);
        else
            add_groups(table, shape, layer["encoding"]);
        layer["encoding"]["tooltip"] = tooltip(table);
        made["layer"].push_back(std::move(layer));
    }
    if (!shape.same_unit()) made["resolve"] = {{"scale", {{"y", "independent"}}}};
    return made;
}

OrderedJson plain(const Table& table, const Shape& shape) {
    OrderedJson made{
        {"mark", stroke(false)},
        {"encoding", {{"x", moment(table, *shape.time)}, {"y", quantity(table, *shape.measures.front())}}}};
    add_groups(table, shape, made["encoding"]);
    made["encoding"]["tooltip"] = tooltip(table);
    return made;
}

// Layers cannot be split into rows themselves: the rows are put around them.
OrderedJson facet_layers(const Table& table, const Shape& shape, OrderedJson layers) {
    OrderedJson made{
        {"facet", {{"row", {{"field", field_of(table, *shape.currency)}, {"type", "nominal"}, {"title", nullptr}}}}}};
    layers["width"] = 480;
    made["spec"] = std::move(layers);
    made["resolve"] = {{"scale", {{"y", "independent"}}}};
    return made;
}

OrderedJson view(const Table& table, const Request&) {
    const Shape shape = shape_of(table);
    const bool layers = shape.previous || shape.measures.size() > 1;
    if (layers && shape.currency) return facet_layers(table, shape, layered(table, shape));
    OrderedJson made = layers ? layered(table, shape) : plain(table, shape);
    split_by_currency(table, shape, "y", made);
    fill_width(made);
    return made;
}

}  // namespace

const Type line{"line", score, view, "at least two steps of time"};

}  // namespace parley::charts
