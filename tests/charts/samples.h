#pragma once
#include "charts/chart.h"

#include <doctest/doctest.h>

namespace parley::samples {

inline Column texts(std::string name, const std::vector<const char*>& cells) {
    Column column(std::move(name), Kind::text, Role::dimension);
    for (const char* cell : cells) {
        if (cell)
            column.add(std::string(cell));
        else
            column.add_null();
    }
    return column;
}

inline Column days(std::string grain, const std::vector<const char*>& cells) {
    Column column(grain, Kind::day, Role::time, grain);
    for (const char* cell : cells) column.add(std::int64_t{Day::parse(cell).value().days});
    return column;
}

inline Column integers(std::string name, Kind kind, std::string unit, const std::vector<std::int64_t>& cells) {
    Column column(std::move(name), kind, Role::measure, std::move(unit));
    for (const std::int64_t cell : cells) column.add(cell);
    return column;
}

inline Column reals(std::string name, Kind kind, std::string unit, const std::vector<double>& cells) {
    Column column(std::move(name), kind, Role::measure, std::move(unit));
    for (const double cell : cells) column.add(cell);
    return column;
}

inline Table table(std::vector<Column> columns) {
    Table made;
    made.columns = std::move(columns);
    return made;
}

}  // namespace parley::samples
