#pragma once
// Conditions on a row -> SQL with parameters.

#include "analysis/database.h"
#include "analysis/measure.h"

namespace parley::analysis {

// Collects what a statement needs while its text is written.
class Draft {
public:
    std::string column(const Column& column);  // "c0"
    std::string numbers(const std::vector<std::int32_t>& numbers);
    std::string parameter(Parameter value);  // "CAST($1 AS BIGINT)"
    Query finish(std::string sql, std::size_t rows) &&;

private:
    std::string source(SourceColumn wanted);

    std::vector<SourceColumn> columns_;
    std::vector<Parameter> parameters_;
};

// Text compares without case, money in major units, a day as "2026-09-01", a time as ISO 8601 or a day in the
// organization's zone. Fault::invalid where the value does not fit the column.
Result<std::string> condition_sql(Draft& draft, const Source& source, const planner::Condition& condition,
                                  const Calendar& calendar);

}  // namespace parley::analysis
