#pragma once
// A language model that may propose a plan, within a budget. What it proposes is checked like any other plan; where it
// has none that holds, the local planner's decision is at hand. Safe from several threads.

#include "planner/language_model.h"
#include "planner/proposal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::ask {

// model: without a plan of the model that holds, the question has failed, and says why. model_then_local: then the
// local planner's decision stands, with a note.
enum class PlannerKind { local, model, model_then_local };
std::optional<PlannerKind> planner_kind_named(std::string_view name);
std::vector<std::string> planner_kind_names();

// Of one question, both tries together.
struct ModelBudget {
    std::int64_t tokens = 32'000;  // Read and written.
    std::int64_t reply_tokens = 1'500;
    int seconds = 20;
    double money = 0;      // In the currency of the prices; 0: only tokens and seconds count.
    double price_in = 0;   // Of a million tokens read,
    double price_out = 0;  // and written; 0: not known.
    planner::PromptLimits prompt = {};
};

struct Spent {
    int tries = 0;
    std::int64_t tokens_in = 0;
    std::int64_t tokens_out = 0;

    std::int64_t tokens() const { return tokens_in + tokens_out; }
    double money(const ModelBudget& budget) const;
};

class Proposer {
public:
    struct Asked {
        std::string_view question;
        const planner::Index& index;
        const planner::Context& context;
        Deadline deadline = {};  // Of the whole question.
    };
    struct Outcome {
        planner::Decision decision;
        std::optional<Error> failure;  // PlannerKind::model: there is no decision.
        std::string note;              // Who planned, and what it cost.
        Spent spent;
    };

    // model: outlives this. kind: not local.
    Proposer(planner::LanguageModel& model, PlannerKind kind, ModelBudget budget)
        : model_(model), kind_(kind), budget_(std::move(budget)) {}

    // Whether the local decision leaves anything to propose. A wish to write is refused by our own rules alone, and
    // what only an unconnected vendor has cannot be found among the connected ones.
    static bool may_ask(const planner::Decision& local, const planner::Index& index);

    Outcome decide(const Asked& asked, planner::Decision local) const;

    std::string model_name() const { return model_.name(); }

private:
    struct Tries {
        Result<planner::Plan> plan;
        Spent spent;
    };
    Tries tries(const Asked& asked) const;
    Result<planner::ModelReply> complete(const planner::Prompt& prompt, const Deadline& deadline, Spent& spent) const;
    std::string cost_text(const Spent& spent) const;

    planner::LanguageModel& model_;
    const PlannerKind kind_;
    const ModelBudget budget_;
};

}  // namespace parley::ask
