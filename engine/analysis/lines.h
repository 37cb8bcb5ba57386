#pragma once
// Grids -> the lines of the result: figures, what they are compared with, order and limit, and the table. Pure.

#include "analysis/grid.h"

namespace parley::analysis {

struct Compared {
    Cell measure;
    Cell previous;
    Cell change;
    Cell ratio;
};

struct Line {
    Key key;
    std::vector<Figures> figures;    // One a measure.
    std::vector<Compared> compared;  // One a measure; previous and the rest only where the plan compares.
};

// What the lines belong to.
struct Frame {
    const planner::Plan& plan;
    const std::vector<Source>& sources;
    const Timeline& timeline;
    std::optional<Grain> grain;
    Currencies currencies = Currencies::together;
    std::string unit;  // What filters left of several currencies, where they are together.

    bool compares() const { return plan.compare != planner::Compare::none; }
    Kind kind_of(std::size_t measure) const;
};

// `previous` is null where nothing is compared. `shift` says how many buckets lie between a bucket of `grid` and its
// counterpart: 0 for another timeline, 1 for the bucket before on the same one.
std::vector<Line> lines_of(const Frame& frame, const Grid& grid, const Grid* previous, std::int64_t shift);

// Fault::invalid for an order by something that the result does not have.
Result<Done> put_in_order(const Frame& frame, std::vector<Line>& lines);

Table table_of(const Frame& frame, const std::vector<Line>& lines);

}  // namespace parley::analysis
