#pragma once
// A plan held against what can be asked. Whoever wrote it, a language model or a person who edits its slots, it names
// only what is there, and asks of it only what its rows allow.

#include "planner/index.h"
#include "planner/planner.h"

#include <span>
#include <string>
#include <string_view>

namespace parley::planner {

// The plan with what the catalogue knows filled in: connection and tool of each step, aggregate and unit of each
// measure, known values as they stand in the column, the days of a range that has only its phrase, a period where the
// rows need one. Arguments are emptied: only a vendor's plugin makes them. Fault::invalid with one sentence that says
// what is wrong, and where something is near, what may have been meant.
Result<Plan> checked(Plan plan, const Index& index, const Context& context);

// As many of each as one plan may have. Who reads a list that somebody else wrote stops here, not behind its end.
inline constexpr std::size_t measures_most = 6;
inline constexpr std::size_t groups_most = 4;
inline constexpr std::size_t filters_most = 20;
inline constexpr std::size_t filter_values_most = 100;  // Of one condition with "in".

// The same in a sentence, where a list of `size` is longer: Fault::invalid.
Result<Done> check_measure_count(std::size_t size);
Result<Done> check_group_count(std::size_t size);
Result<Done> check_filter_count(std::size_t size);

// The charts that may be asked for. An empty one leaves it to the data.
std::span<const std::string_view> chart_names();

// A name that somebody else wrote, for a sentence: in quotation marks where it is a plain, short one.
std::string quoted_name(std::string_view name);

}  // namespace parley::planner
