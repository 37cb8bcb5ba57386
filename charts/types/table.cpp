#include "charts/channels.h"
#include "charts/types/types.h"

namespace parley::charts {
namespace {

constexpr int rows_shown = 100;  // The rest is in the answer's own table.

int score(const Table&) {
    return 10;  // It can draw everything, and says least at a glance.
}

// Vega-Lite knows no tables: each column is a layer of text at its own place, each row a step down.
OrderedJson view(const Table& table, const Request&) {
    std::vector<const Column*> columns;
    for (const Column& column : table.columns) {
        if (column.role != Role::key) columns.push_back(&column);
    }
    if (columns.empty()) {
        for (const Column& column : table.columns) columns.push_back(&column);
    }
    OrderedJson titles = OrderedJson::array();
    const std::vector<std::string> names = field_names(table);
    for (const Column* column : columns) titles.push_back(title_of(*column));

    OrderedJson made = OrderedJson::object();
    made["transform"] = {{{"window", {{{"op", "row_number"}, {"as", "row (drawn)"}}}}},
                         {{"filter", {{"field", "row (drawn)"}, {"lte", rows_shown}}}}};
    made["layer"] = OrderedJson::array();
    for (std::size_t at = 0; at < columns.size(); ++at) {
        made["layer"].push_back(
            {{"mark", {{"type", "text"}, {"limit", 200}}},
             {"encoding",
              {{"x",
                {{"datum", titles[at]},
                 {"type", "nominal"},
                 {"title", nullptr},
                 {"scale", {{"domain", titles}}},
                 {"axis",
                  {{"orient", "top"},
                   {"labelAngle", 0},
                   {"domain", false},
                   {"ticks", false},
                   {"labelFontWeight", "bold"}}}}},
               {"y", {{"field", "row (drawn)"}, {"type", "ordinal"}, {"title", nullptr}, {"axis", nullptr}}},
               {"text", shown(table, *columns[at])}}}});
    }
    made["height"] = {{"step", 20}};
    fill_width(made);
    return made;
}

}  // namespace

const Type table_grid{"table", score, view, "nothing but columns"};

}  // namespace parley::charts
