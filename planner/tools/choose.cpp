#include "planner/tools/choose.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>

namespace parley::planner {
namespace {

// Learnt by learn/no_tool.py, in the order of evidence_for.
struct SureWeights {
    Evidence evidence;
    float base;
};

constexpr SureWeights with_vectors{{0.069F, -1.955F, 0.929F, 0.676F, -1.015F, 2.754F, 2.350F, -1.493F, 0.288F, -0.372F,
                                    -0.890F, -0.625F, 1.087F, 0.096F, -0.302F, 0.166F, -0.454F},
                                   -1.277F};

constexpr SureWeights without_vectors{{-1.095F, -0.983F, 1.641F, 0.289F, 0.000F, 0.000F, 1.446F, 0.239F, 0.276F,
                                       -0.625F, -0.768F, -0.610F, 1.082F, -0.425F, -0.282F, 0.000F, -0.530F},
                                      -1.163F};

float part(const RankedTool& tool, Clue clue) {
    return tool.parts[static_cast<std::size_t>(clue)];
}

// How many words of the question are English words, of those that are no numbers.
float share_known(const Words& words, const WordVectors& vectors) {
    float known = 0;
    float letters = 0;
    for (const auto& word : words) {
        known += vectors.rank(word.text) ? 1.0F : 0.0F;
        letters += word.text.front() < '0' || word.text.front() > '9' ? 1.0F : 0.0F;
    }
    return known / std::max(1.0F, letters);
}

Evidence evidence_for(std::string_view question, const ToolText& tool, const RankedTool& ranked,
                      const ToolArguments& arguments, const WordVectors& vectors) {
    Stemmer stemmer;
    const Words words = words_of(question, stemmer);
    const auto required = static_cast<float>(texts_at(tool.input_schema, "required").size());
    const auto missing = static_cast<float>(arguments.missing.size());
    return {part(ranked, Clue::means_text),
            part(ranked, Clue::means_name),
            part(ranked, Clue::means_all),
            part(ranked, Clue::said_share),
            part(ranked, Clue::topic),
            part(ranked, Clue::topic_name),
            std::min(1.0F, part(ranked, Clue::name_share)),
            part(ranked, Clue::name_near),
            std::min(10.0F, part(ranked, Clue::best_meant)),
            std::min(2.0F, -part(ranked, Clue::numbers)),
            std::min(3.0F, missing),
            required > 0 ? missing / required : 0.0F,
            std::min(4.0F, static_cast<float>(arguments.said)),
            required > 0 ? 0.0F : 1.0F,
            std::log(1 + static_cast<float>(words.size())),
            share_known(words, vectors),
            std::min(3.0F, required)};
}

}  // namespace

ToolChoice choose_tool(std::string_view question, std::span<const ToolText> tools, const ToolIndex& index,
                       const ToolContext& context) {
    constexpr std::size_t kept = 10;
    constexpr float sure_least = 0.5F;
    ToolChoice choice;
    choice.ranked = index.rank(question, kept);
    if (choice.ranked.empty()) return choice;
    const RankedTool& best = choice.ranked.front();
    choice.arguments = fill_arguments(question, tools[best.tool].input_schema, context);
    choice.evidence = evidence_for(question, tools[best.tool], best, choice.arguments, context.vectors);
    const SureWeights& weights = context.vectors.size() > 0 ? with_vectors : without_vectors;
    float sum = weights.base;
    for (std::size_t k = 0; k < kinds_of_evidence; ++k) sum += weights.evidence[k] * choice.evidence[k];
    choice.sure = 1 / (1 + std::exp(-sum));
    if (choice.sure >= sure_least) choice.tool = best.tool;
    return choice;
}

}  // namespace parley::planner
