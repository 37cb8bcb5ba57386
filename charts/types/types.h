#pragma once
// The kinds of chart, one file each.

#include "charts/chart.h"

namespace parley::charts {

extern const Type bar;
extern const Type line;
extern const Type number;
extern const Type table_grid;

}  // namespace parley::charts
