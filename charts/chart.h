#pragma once
// A table and a wish -> a Vega-Lite v6 spec. Pure: no clock, no locale, no network. Vendor text is data: it never
// becomes markup, a URL or an expression. Safe from several threads.

#include "base/json.h"
#include "base/result.h"
#include "base/table.h"

#include <span>
#include <string>
#include <string_view>

namespace parley::charts {

inline constexpr std::string_view schema_url = "https://vega.github.io/schema/vega-lite/v6.json";

struct Request {
    std::string title;
    std::string type;  // "bar", "line", "number", "table"; empty: the data decide.
};

// One kind of chart. Plain functions of the table.
struct Type {
    std::string_view name;
    int (*score)(const Table&);                         // 0: cannot draw this; higher: suits it better.
    OrderedJson (*view)(const Table&, const Request&);  // mark, encoding and what else the view needs.
    std::string_view needs;                             // What it cannot do without: "steps of time".
};

std::span<const Type> types();

struct Chart {
    OrderedJson spec;  // Complete, with data.
    std::string type;  // The one drawn.
    std::string note;  // Set where the type asked for does not suit the data: why, and what was drawn instead.
};

// Never blank: what no other type suits becomes a table. Fault::invalid only for a type that does not exist.
Result<Chart> draw(const Table& table, const Request& request);

// The spec without its rows, for a pin; fill() puts a table's rows into such a spec again.
OrderedJson without_data(OrderedJson spec);
OrderedJson fill(OrderedJson spec, const Table& table);

}  // namespace parley::charts
