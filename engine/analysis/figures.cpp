#include "analysis/figures.h"

#include <cmath>
#include <limits>

namespace parley::analysis {
namespace {

__extension__ using Wide = unsigned __int128;

Wide magnitude(std::int64_t value) {
    return value < 0 ? Wide(0) - static_cast<Wide>(value) : static_cast<Wide>(value);
}

bool is_integer_kind(Kind kind) {
    return kind != Kind::number && kind != Kind::ratio && kind != Kind::text;
}

Cell rounded(double value) {
    constexpr double exact_max = 9.2e18;
    if (!std::isfinite(value) || std::fabs(value) > exact_max) return std::monostate{};
    return static_cast<std::int64_t>(std::nearbyint(value));
}

}  // namespace

std::optional<std::int64_t> scaled(std::int64_t value, std::int64_t times, std::int64_t divided_by, std::int64_t over) {
    if (divided_by == 0 || over == 0) return std::nullopt;
    // Two factors of 63 bits stay below 128, on either side of the line.
    const Wide top = magnitude(value) * magnitude(times);
    const Wide bottom = magnitude(divided_by) * magnitude(over);
    const bool negative = ((value < 0) != (times < 0)) != ((divided_by < 0) != (over < 0));
    Wide quotient = top / bottom;
    const Wide rest = top % bottom;
    const Wide other_half = bottom - rest;
    if (rest > other_half || (rest == other_half && quotient % 2 == 1)) ++quotient;
    if (quotient > static_cast<Wide>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(quotient);
    return negative ? -whole : whole;
}

double Part::as_real() const {
    return exact ? static_cast<double>(integer) / static_cast<double>(over) : real;
}

Part part_of(planner::Aggregate aggregate, const Cell& result, const Cell& values) {
    Part part;
    if (const auto* count = std::get_if<std::int64_t>(&values)) part.values = *count;
    const bool mean = aggregate == planner::Aggregate::mean;
    if (const auto* integer = std::get_if<std::int64_t>(&result)) {
        part.has = !mean || part.values > 0;
        part.integer = *integer;
        if (mean) part.over = std::max<std::int64_t>(part.values, 1);
    } else if (const auto* number = std::get_if<double>(&result)) {
        part.has = !mean || part.values > 0;
        part.exact = false;
        part.real = mean && part.values > 0 ? *number / static_cast<double>(part.values) : *number;
    }
    return part;
}

Part nothing(const planner::Term& term) {
    Part part;
    part.has = term.aggregate == planner::Aggregate::sum || term.aggregate == planner::Aggregate::count ||
               term.aggregate == planner::Aggregate::distinct;
    return part;
}

Cell outcome(const planner::Metric& metric, Kind kind, const Part& value, const Part& per) {
    if (!value.has || metric.divided_by == 0) return std::monostate{};
    if (metric.per && (!per.has || per.as_real() == 0)) return std::monostate{};
    const bool exact = value.exact && (!metric.per || (per.exact && per.over == 1));
    const bool one_divisor = value.over == 1 || !metric.per;
    if (is_integer_kind(kind) && exact && one_divisor) {
        const auto whole =
            scaled(value.integer, metric.times, metric.divided_by, metric.per ? per.integer : value.over);
        return whole ? Cell(*whole) : Cell();
    }
    double result = value.as_real() * static_cast<double>(metric.times) / static_cast<double>(metric.divided_by);
    if (metric.per) result /= per.as_real();
    if (is_integer_kind(kind)) return rounded(result);
    return std::isfinite(result) ? Cell(result) : Cell();
}

Cell part_cell(const Part& part, Kind kind) {
    if (!part.has) return std::monostate{};
    if (!is_integer_kind(kind)) return part.as_real();
    if (!part.exact) return rounded(part.real);
    const auto whole = scaled(part.integer, 1, 1, part.over);
    return whole ? Cell(*whole) : Cell();
}

}  // namespace parley::analysis
