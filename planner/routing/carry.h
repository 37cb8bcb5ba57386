#pragma once
// The plan before a follow-up with one or two parts changed: what is kept of it, and what that is said to be.

#include "planner/routing/build.h"
#include "planner/routing/changes.h"

namespace parley::planner {

// A question that goes on from a plan. asked: as it was put; reading: what is left of it beside `changes`.
struct FollowUp {
    const Reading& asked;
    const Reading& reading;
    const Changes& changes;
};

Plan changed(const FollowUp& question, const Candidate& candidate, bool new_metric, const Context& context);

// Two measures stay two: a follow-up of a joined plan changes its time, its drawing and nothing else.
Plan changed_join(const FollowUp& question, const Context& context);

}  // namespace parley::planner
