#include "charts/channels.h"
#include "charts/types/types.h"

namespace parley::charts {
namespace {

constexpr std::size_t numbers_max = 6;

int score(const Table& table) {
    const Shape shape = shape_of(table);
    if (table.rows() == 0 || shape.measures.empty() || !shape.dimensions.empty()) return 0;
    if (table.rows() * shape.measures.size() > numbers_max) return 0;
    if (table.rows() > 1 && (!shape.currency || shape.time)) return 0;
    return 100;
}

// One line a measure under its name, one column a currency.
OrderedJson card(const Table& table, const Shape& shape, const Column& column, int size) {
    OrderedJson layer{{"mark", {{"type", "text"}, {"fontSize", size}, {"fontWeight", "bold"}}}};
    OrderedJson encoding = OrderedJson::object();
    if (shape.currency) {
        encoding["x"] = category(table, *shape.currency);
        encoding["x"]["title"] = nullptr;
        encoding["x"]["axis"] = {{"domain", false}, {"ticks", false}, {"labelAngle", 0}, {"labelFontSize", 14}};
    }
    encoding["y"] = {{"datum", title_of(column)},
                     {"type", "nominal"},
                     {"title", nullptr},
                     {"axis", {{"domain", false}, {"ticks", false}, {"labelFontSize", 14}, {"labelLimit", 240}}}};
    encoding["text"] = shown(table, column);
    encoding["tooltip"] = tooltip(table);
    layer["encoding"] = std::move(encoding);
    return layer;
}

OrderedJson view(const Table& table, const Request&) {
    const Shape shape = shape_of(table);
    OrderedJson made{{"layer", OrderedJson::array()}};
    for (const Column* measure : shape.measures) made["layer"].push_back(card(table, shape, *measure, 36));
    if (shape.previous) made["layer"].push_back(card(table, shape, *shape.previous, 20));
    if (shape.change_ratio) {
        made["layer"].push_back(card(table, shape, *shape.change_ratio, 20));
        made["layer"].back()["encoding"]["text"]["format"] = "+.1%";
    }
    made["height"] = {{"step", 56}};
    fill_width(made);
    return made;
}

}  // namespace

const Type number{"number", score, view, "a single row"};

}  // namespace parley::charts
