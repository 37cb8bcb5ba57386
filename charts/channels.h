#pragma once
// Parts of an encoding that all kinds of chart share: titles, formats, axes. Pure.

#include "charts/chart.h"
#include "charts/shape.h"

namespace parley::charts {

std::string title_of(const Column& column);  // "MRR (USD)"
std::string number_format(const Table& table,
                          const Column& column);  // In d3's words: ",.2f" for dollars, ".1%" for a rate.

OrderedJson quantity(const Table& table, const Column& column);  // A measure on x or y.
OrderedJson category(const Table& table, const Column& column);  // A dimension, in the table's own order.
OrderedJson moment(const Table& table, const Column& column);    // A bucket or an instant on a continuous axis, in UTC.
OrderedJson step_of_time(const Table& table, const Column& column);  // The same as a row of places, for bars.

OrderedJson shown(const Table& table, const Column& column);  // Text or tooltip: the value with its format.
OrderedJson tooltip(const Table& table);                      // Every column that the chart can show.

// What a view needs to draw amounts of several currencies: a row each, with a scale of its own.
void split_by_currency(const Table& table, const Shape& shape, std::string_view channel, OrderedJson& view);

// As wide as the page: only a view without rows of views can be.
void fill_width(OrderedJson& view);

}  // namespace parley::charts
