#pragma once
// Which of these tools answers a question, with which arguments; or none. A tool is taken only where its words mean
// what the question's words mean, and where what it must be given is said. What is chosen here is no more than a
// question's reading: whether a tool may be called at all is the gate's to say.

#include "planner/tools/arguments.h"
#include "planner/tools/index.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace parley::planner {

inline constexpr std::size_t kinds_of_evidence = 17;
using Evidence = std::array<float, kinds_of_evidence>;

struct ToolChoice {
    std::optional<std::size_t> tool;  // None: nothing here answers it.
    float sure = 0;                   // The chance that the best one is right to be called, from learnt weights.
    ToolArguments arguments;          // Of the best one, whether it is taken or not.
    std::vector<RankedTool> ranked;   // The best first.
    Evidence evidence{};              // What `sure` is made of.
};

// `tools` are those that the index was made of, in their order.
ToolChoice choose_tool(std::string_view question, std::span<const ToolText> tools, const ToolIndex& index,
                       const ToolContext& context);

}  // namespace parley::planner
