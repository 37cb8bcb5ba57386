#include "charts/describe.h"

#include "base/text.h"
#include "charts/shape.h"

namespace parley::charts {
namespace {

// "Sep 2026, DE": where a row stands.
std::string place_of(const Table& table, const Shape& shape, std::size_t row) {
    std::vector<std::string> parts;
    if (shape.time) parts.push_back(cell_text(table, *shape.time, row));
    for (const Column* dimension : shape.dimensions) {
        parts.push_back(dimension->has(row) ? cell_text(table, *dimension, row) : "(none)");
    }
    return join(parts, ", ");
}

struct Extremes {
    std::optional<std::size_t> low;
    std::optional<std::size_t> high;
};

Extremes extremes_of(const Column& measure) {
    Extremes found;
    for (std::size_t row = 0; row < measure.size(); ++row) {
        if (!measure.has(row)) continue;
        if (!found.low || measure.numeric(row) < measure.numeric(*found.low)) found.low = row;
        if (!found.high || measure.numeric(row) > measure.numeric(*found.high)) found.high = row;
    }
    return found;
}

std::string measure_text(const Table& table, const Shape& shape, const Column& measure) {
    const Extremes found = extremes_of(measure);
    if (!found.low) return cat(" ", measure.name, ": no values.");
    const auto said = [&](std::size_t row) {
        const std::string place = place_of(table, shape, row);
        return cat(cell_text(table, measure, row), place.empty() ? "" : cat(" (", place, ")"));
    };
    if (*found.low == *found.high) return cat(" ", measure.name, ": ", said(*found.low), ".");
    return cat(" ", measure.name, ": from ", said(*found.low), " to ", said(*found.high), ".");
}

// Amounts of two currencies have no lowest and highest among them: each row is said, as far as there are few.
std::string by_currency(const Table& table, const Shape& shape) {
    constexpr std::size_t rows_said = 6;
    std::string text;
    for (std::size_t row = 0; row < std::min(table.rows(), rows_said); ++row) {
        const Column& measure = *shape.measures.front();
        const std::string place = place_of(table, shape, row);
        if (!measure.has(row)) continue;
        text += cat(" ", measure.name, place.empty() ? "" : cat(" (", place, ")"), ": ", cell_text(table, measure, row),
                    ".");
    }
    return text;
}

}  // namespace

std::string describe(const Table& table, std::string_view title, std::string_view type) {
    const Shape shape = shape_of(table);
    std::string text = cat(title.empty() ? std::string_view("Result") : title, ", as a ", type,
                           type == "line" || type == "bar" ? " chart" : "", " of ",
                           counted(static_cast<std::int64_t>(table.rows()), "row", "rows"), ".");
    if (table.rows() == 0) return cat(title.empty() ? std::string_view("Result") : title, ": no data.");
    if (shape.currency && !shape.measures.empty())
        text += by_currency(table, shape);
    else {
        for (const Column* measure : shape.measures) text += measure_text(table, shape, *measure);
    }
    if (table.completeness.state != Completeness::State::complete) text += " Not all data may be there.";
    return text;
}

}  // namespace parley::charts
