#pragma once
// What a column nobody described is, from its name and its values. Pure.

#include "base/table.h"

#include <string>
#include <vector>

namespace parley::vendors {

struct NamedCells {
    std::string name;  // "price.amount"
    const Json::array_t* cells;
};

// all: the table's columns; an amount is money only where a sibling names its currency.
Column guess_column(const NamedCells& wanted, const std::vector<NamedCells>& all);

}  // namespace parley::vendors
