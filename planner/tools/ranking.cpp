#include "planner/tools/ranking.h"

#include <algorithm>
#include <cmath>

namespace parley::planner {
namespace {

struct RankingWeights {
    Clues rough, fine, against_greatest;
};

constexpr RankingWeights ranking_with_vectors{
    {0.062F,  0.079F, 0.090F, -0.024F, 0.168F, 0.171F,  0.014F, 0.097F, 3.190F, 0.085F, 2.016F,
     -0.825F, 0.073F, 1.964F, 1.074F,  0.185F, -0.044F, 0.178F, 6.043F, 0.116F, -0.696F},
    {0.115F,  0.074F, 0.076F, -0.055F, 0.076F, 0.118F,  -0.053F, -0.091F, 1.009F, -0.427F, 2.116F,
     -0.745F, 0.033F, 1.730F, 0.936F,  0.124F, -1.235F, -1.564F, 2.894F,  0.110F, -0.483F},
    {-0.400F, -0.023F, 0.115F,  0.457F, 0.842F,  1.484F, 0.376F, 0.898F, 1.455F,  0.286F, -0.010F,
     -0.298F, 0.590F,  -0.296F, 0.122F, -0.437F, 0.431F, 0.856F, 2.627F, -0.364F, -0.537F}};

constexpr RankingWeights ranking_without_vectors{
    {-0.006F, 0.158F, 0.094F, -0.031F, 0.192F, 0.159F,  0.000F, 0.000F, 0.000F,  0.000F, 0.319F,
     1.760F,  0.051F, 4.386F, 1.047F,  0.473F, -1.660F, 0.796F, 2.799F, -0.045F, -0.449F},
    {0.022F, 0.097F, 0.090F, -0.063F, 0.127F, 0.109F,  0.000F, 0.000F, 0.000F,  0.000F, 0.399F,
     1.505F, 0.009F, 2.952F, 0.667F,  0.173F, -0.886F, 0.195F, 2.071F, -0.007F, -0.361F},
    {0.083F, 0.463F, 0.021F, 0.530F, 0.615F, 1.412F,  0.000F,  0.000F,  0.000F,  0.000F, -0.624F,
     0.453F, 0.669F, 1.454F, 0.480F, 0.095F, -0.643F, -0.013F, -0.588F, -0.081F, 0.143F}};

const RankingWeights& weights_of(Learnt learnt) {
    return learnt == Learnt::with_vectors ? ranking_with_vectors : ranking_without_vectors;
}

}  // namespace

float rough_score(const Clues& parts, Learnt learnt) {
    const RankingWeights& weights = weights_of(learnt);
    float score = 0;
    for (std::size_t k = 0; k < clue_count; ++k) score += weights.rough[k] * parts[k];
    return score;
}

void rank_closely(std::vector<RankedTool>& tools, Learnt learnt) {
    const RankingWeights& weights = weights_of(learnt);
    Clues greatest{};
    for (const auto& tool : tools) {
        for (std::size_t k = 0; k < clue_count; ++k) greatest[k] = std::max(greatest[k], std::abs(tool.parts[k]));
    }
    for (auto& tool : tools) {
        tool.score = 0;
        for (std::size_t k = 0; k < clue_count; ++k) {
            tool.score += weights.fine[k] * tool.parts[k];
            if (greatest[k] > 0) tool.score += weights.against_greatest[k] * tool.parts[k] / greatest[k];
        }
    }
    std::sort(tools.begin(), tools.end(), [](const RankedTool& a, const RankedTool& b) {
        return a.score != b.score ? a.score > b.score : a.tool < b.tool;
    });
}

}  // namespace parley::planner
