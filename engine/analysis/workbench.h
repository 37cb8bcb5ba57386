#pragma once
// Tables in, one table out: filters, groups, time buckets, ratios, comparisons, joins. DuckDB does the work over our
// own columns (a table function, no copy). Time buckets come from Calendar, never from SQL.

#include "base/calendar.h"
#include "base/table.h"
#include "planner/offer.h"
#include "planner/plan.h"

#include <memory>
#include <vector>

namespace parley::analysis {

// The rows of one step with what its columns mean.
struct Input {
    Table rows;
    const planner::Offer* offer = nullptr;      // Outlives the call.
    const planner::Dataset* dataset = nullptr;  // Of that offer.
};

struct Setting {
    Calendar calendar;
    Day today;
    Instant now;
};

// One per process; opening costs 20 to 35 ms. Safe from several threads: each call borrows a connection of its own.
class Workbench {
public:
    static Result<Workbench> open();
    Workbench(Workbench&&) noexcept;
    Workbench& operator=(Workbench&&) noexcept;
    ~Workbench();

    // The plan's result over its steps' rows, in the order of plan.steps. Columns: the time bucket (role time, named
    // after the grain) if plan.grain, the groups (role dimension, named after the dimension id), "currency" where money
    // comes in several or the plan groups by it, then one measure per plan.measures (role measure, named after the
    // metric's name). compare adds "previous", "change" and "change_ratio". A ratio brings its two parts as further
    // columns of role key, named "<metric>: value" and "<metric>: per"; a mean brings its count. join correlate gives
    // group, "correlation", "points" (number of buckets), "lag" and what correlation_table says more. A join by key
    // adds what match.h says to each row; a histogram is what histogram.h says; a list that nothing is on is one row of
    // these counts. Buckets without rows are there with 0 (flows) or null (ratios). Fault::invalid names what does not
    // fit.
    Result<Table> run(const planner::Plan& plan, const std::vector<Input>& inputs, const Setting& setting);

private:
    struct Database;
    explicit Workbench(std::unique_ptr<Database> database);
    std::unique_ptr<Database> database_;
};

}  // namespace parley::analysis
