// Asker::edit: an answer's plan with slots set anew.
#include "planner/edit.h"

#include "ask/answer.h"
#include "ask/asker.h"
#include "ask/index_cache.h"
#include "ask/kept_reading.h"
#include "ask/runner.h"
#include "ask/stopwatch.h"
#include "planner/given.h"
#include "vault/crypto.h"

#include <chrono>

namespace parley::ask {
namespace {

// Rows of a server that nobody described: what their columns allow shows when they are there.
bool is_told(const planner::Plan& plan, const Ground& ground) {
    if (plan.steps.size() != 1) return false;
    const auto* access = ground.access(plan.steps.front().connection);
    return access != nullptr && access->vendor == nullptr;
}

// An edit on its way.
struct Turn {
    const planner::Plan& before;
    const Edit& change;
    const Ground& ground;
    const planner::Index& index;
    Runner& runner;
    const OnPart& on_part;
};

Result<Done> run_described(const Turn& turn, Answer& answer, Timing& timing) {
    const auto planning = Steady::now();
    PARLEY_TRY(auto changed, planner::edited(turn.before, turn.change.slots, turn.index, turn.ground.context()));
    PARLEY_TRY(auto plan, planner::given(std::move(changed), "", turn.index, turn.ground.context(&turn.before)));
    timing.plan = ms_since(planning);
    if (!turn.change.explain) {
        turn.runner.run(plan, answer, timing, turn.on_part);
        return Done{};
    }
    const auto explained = turn.runner.explain(plan);
    set_explained(answer, plan, turn.index.offers());
    if (!explained) set_error(answer, explained.error());
    return Done{};
}

Result<Done> run_told(const Turn& turn, Answer& answer, Timing& timing) {
    if (turn.change.explain)
        return Error{Fault::invalid, "What can be changed here shows only with the rows: it cannot be explained alone.",
                     ""};
    if (!turn.change.slots.is_object() || turn.change.slots.empty())
        return Error{Fault::invalid, "Nothing is to be changed: name a slot and its value.", ""};
    if (turn.change.slots.contains("range") && !turn.before.steps.front().arguments.empty())
        return Error{Fault::invalid, "The period was given to the tool itself: ask for another one in words.", ""};
    std::optional<Error> refused;
    const auto replan = [&](const planner::Plan& first, const analysis::Input& told) -> std::optional<SecondReading> {
        auto read = read_as_before(turn.before, turn.change.slots, turn.ground.context(), first, told);
        if (read) return std::move(read).value();
        refused = read.error();
        return std::nullopt;
    };
    planner::Plan plan = turn.before;
    turn.runner.run(plan, answer, timing, turn.on_part, replan);
    if (refused) return std::move(*refused);
    return Done{};
}

}  // namespace

Result<Answer> Asker::edit(store::OrgStore& org, const UserId& user, const Edit& change, const OnPart& on_part,
                           std::stop_token stop) {
    const auto start = Steady::now();
    PARLEY_TRY(const auto stored, org.answer(change.answer));
    PARLEY_TRY(const auto before, plan_in(stored.answer));
    if (!before) return Error{Fault::invalid, "This answer has no plan that could be changed.", ""};
    PARLEY_TRY(const Ground ground, survey(wiring_, org));
    const planner::Index index = indexes_->of(org.org(), ground);
    Runner runner(wiring_, org, user, ground, std::move(stop));
    const Turn turn{*before, change, ground, index, runner, on_part};
    Answer answer = blank_answer({vault::random_token(12)}, stored.question);
    Timing timing;
    PARLEY_TRY([[maybe_unused]] const Done done,
               is_told(*before, ground) ? run_told(turn, answer, timing) : run_described(turn, answer, timing));
    timing.total = ms_since(start);
    set_timing(answer, timing);
    PARLEY_TRY([[maybe_unused]] Done saved,
               org.save_answer({{answer["id"]}, stored.question, sorted(answer), ground.now, user}));
    return answer;
}

}  // namespace parley::ask
