#pragma once
// One term of a metric -> SQL over its rows. Identifiers are ours (c0, k0), values are parameters: no text of a vendor
// or a user is ever part of a statement.

#include "analysis/database.h"
#include "analysis/measure.h"
#include "analysis/timeline.h"

namespace parley::analysis {

enum class Currencies { together, apart };

// Where the rows fall in time; it outlives the query. `bucket` for a flow or a single instant, else first and last.
struct Places {
    std::vector<std::int32_t> bucket;  // Empty: all rows count.
    Alive alive;
    bool by_time = false;  // The result says the bucket.
};

// Columns of the result: bucket if by_time, the groups, the currency if apart, the aggregate, the number of values
// behind it. A mean comes as its sum.
Result<Query> term_query(const Source& source, const planner::Term& term, const Places& places, Currencies currencies,
                         const Calendar& calendar);

}  // namespace parley::analysis
