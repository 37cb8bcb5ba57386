#include "ask/asker.h"

#include "ask/answer.h"
#include "ask/index_cache.h"
#include "ask/kept_reading.h"
#include "ask/proposer.h"
#include "ask/runner.h"
#include "ask/stopwatch.h"
#include "base/limits.h"
#include "base/text.h"
#include "planner/given.h"
#include "vault/crypto.h"

#include <chrono>

namespace parley::ask {
namespace {

Result<Done> check_question(const std::string& text) {
    if (trim(text).empty()) return Error{Fault::invalid, "The question is empty.", ""};
    if (text.size() > limits::question_bytes) {
        return Error{Fault::invalid, cat("The question is longer than ", limits::question_bytes, " bytes."), ""};
    }
    if (!is_valid_utf8(text)) return Error{Fault::invalid, "The question is not valid UTF-8.", ""};
    return Done{};
}

Result<std::optional<planner::Plan>> previous_plan(store::OrgStore& org, const AnswerId& follow) {
    if (follow.text.empty()) return std::optional<planner::Plan>{};
    PARLEY_TRY(const auto stored, org.answer(follow));
    return plan_in(stored.answer);
}

// "last quarter" of a pin made in June means another quarter in November.
void read_range_again(planner::Plan& plan, const Ground& ground) {
    if (!plan.range || plan.range->phrase.empty()) return;
    auto range = planner::read_range(plan.range->phrase, ground.context());
    if (range) plan.range = std::move(range);
}

// Both outlive what is given back.
Runner::Replan again(const std::string& question, const Ground& ground) {
    return [&question, &ground](const planner::Plan& first, const analysis::Input& told) {
        return read_again(question, ground.context(), first, told);
    };
}

// A pin's plan stands as long as the rows have its columns: its slots may have been set without the question.
Runner::Replan as_pinned(planner::Plan kept, const std::string& question, const Ground& ground) {
    return [kept = std::move(kept), &question, &ground](const planner::Plan& first,
                                                        const analysis::Input& told) -> std::optional<SecondReading> {
        if (says_more_than_rows(kept)) {
            auto read = read_as_before(kept, Json(), ground.context(), first, told);
            if (read) return std::move(read).value();
        }
        return read_again(question, ground.context(), first, told);
    };
}

struct ModelTurn {
    const Proposer* proposer;
    store::OrgStore& org;
    const UserId& user;
    Instant now;
    Answer& answer;
};

// The language model's plan in place of ours, where there is a model and anything to propose. That it was asked is in
// the audit before it is. An error: the question has failed.
Result<std::optional<Error>> hear_model(const ModelTurn& turn, const Proposer::Asked& asked,
                                        planner::Decision& decision) {
    if (turn.proposer == nullptr || !Proposer::may_ask(decision, asked.index)) return std::optional<Error>();
    const Json details{{"model", turn.proposer->model_name()}, {"question", asked.question}};
    PARLEY_TRY([[maybe_unused]] Done row, turn.org.audit({turn.user, "model", turn.answer["id"], details, turn.now}));
    auto outcome = turn.proposer->decide(asked, std::move(decision));
    decision = std::move(outcome.decision);
    if (auto* plan = std::get_if<planner::Plan>(&decision); plan != nullptr && !outcome.failure)
        plan->notes.push_back(std::move(outcome.note));
    else
        turn.answer["notes"].push_back(std::move(outcome.note));
    return std::move(outcome.failure);
}

}  // namespace

Asker::Asker(Wiring wiring)
    : wiring_(wiring), indexes_(std::make_unique<IndexCache>(wiring_.catalogue, wiring_.word_vectors)) {}
Asker::~Asker() = default;

Result<Answer> Asker::ask(store::OrgStore& org, const UserId& user, const Question& question, const OnPart& on_part,
                          std::stop_token stop) {
    const auto start = Steady::now();
    PARLEY_TRY([[maybe_unused]] Done checked, check_question(question.text));
    PARLEY_TRY(const Ground ground, survey(wiring_, org));
    PARLEY_TRY(const auto previous, previous_plan(org, question.follow));
    const planner::Index index = indexes_->of(org.org(), ground);

    Answer answer = blank_answer({vault::random_token(12)}, question.text);
    Timing timing;
    const auto planning = Steady::now();
    const planner::Context context = ground.context(previous ? &*previous : nullptr);
    planner::Decision decision = planner::plan(question.text, index, context);
    const Deadline deadline(wiring_.question_timeout_ms, stop);
    PARLEY_TRY(const auto failure, hear_model({wiring_.proposer, org, user, ground.now, answer},
                                              {question.text, index, context, deadline}, decision));
    timing.plan = ms_since(planning);

    if (failure) {
        set_error(answer, *failure);
    } else if (const auto* refusal = std::get_if<planner::Refusal>(&decision)) {
        set_refusal(answer, *refusal);
        for (const auto& missing : ground.missing) answer["notes"].push_back(missing);
        if (refusal->reason == planner::Reason::write) {
            const Json details{{"why", "the question asks for a change"}, {"question", question.text}};
            PARLEY_TRY([[maybe_unused]] Done row, org.audit({user, "denied", answer["id"], details, ground.now}));
        }
    } else if (const auto* clarify = std::get_if<planner::Clarify>(&decision)) {
        set_clarify(answer, *clarify);
    } else {
        auto& plan = std::get<planner::Plan>(decision);
        Runner runner(wiring_, org, user, ground, std::move(stop));
        if (question.explain) {
            const auto explained = runner.explain(plan);
            set_explained(answer, plan, index.offers());
            if (!explained) set_error(answer, explained.error());
        } else {
            runner.run(plan, answer, timing, on_part, again(question.text, ground));
        }
    }
    timing.total = ms_since(start);
    set_timing(answer, timing);
    PARLEY_TRY([[maybe_unused]] Done saved,
               org.save_answer({{answer["id"]}, question.text, sorted(answer), ground.now, user}));
    return answer;
}

Result<std::vector<Suggestion>> Asker::suggestions(store::OrgStore& org, std::size_t most) {
    PARLEY_TRY(const Ground ground, survey(wiring_, org));
    const planner::Index index = indexes_->of(org.org(), ground);
    const planner::Context context = ground.context();
    std::vector<Suggestion> found;
    std::size_t longest = 0;
    for (const auto& access : ground.accesses) longest = std::max(longest, access.offer.examples.size());
    for (std::size_t round = 0; round < longest; ++round) {
        for (const auto& access : ground.accesses) {
            if (found.size() == most) return found;
            if (round >= access.offer.examples.size()) continue;
            const std::string& question = access.offer.examples[round];
            const auto decision = planner::plan(question, index, context);
            const auto* plan = std::get_if<planner::Plan>(&decision);
            if (plan == nullptr || plan->steps.front().vendor != access.offer.vendor) continue;
            found.push_back({question, access.offer.vendor, access.connection.name});
        }
    }
    return found;
}

Result<store::Pin> Asker::pin(store::OrgStore& org, [[maybe_unused]] const UserId& user, const AnswerId& answer,
                              const DashboardId& dashboard, const std::string& title) {
    PARLEY_TRY(const auto stored, org.answer(answer));
    PARLEY_TRY(const auto board, org.dashboard(dashboard));
    const Json& plan = at_or_null(stored.answer, "plan");
    const Json& chart = at_or_null(stored.answer, "chart");
    if (plan.is_null() || chart.is_null())
        return Error{Fault::invalid, "Only an answer with a chart can be pinned.", ""};
    PARLEY_TRY(const auto pins, org.pins(board.id));
    store::Pin pin;
    pin.id = {vault::random_token(12)};
    pin.dashboard = board.id;
    pin.title = trim(title).empty() ? stored.question : title;
    pin.plan = plan;
    pin.spec = sorted(charts::without_data(ordered(chart)));
    pin.answer = stored.answer;
    pin.position = pins.empty() ? 0 : pins.back().position + 1;
    pin.refreshed_at = stored.at;
    PARLEY_TRY([[maybe_unused]] Done saved, org.save_pin(pin));
    return pin;
}

Result<store::Pin> Asker::refresh(store::OrgStore& org, const UserId& user, const PinId& id) {
    const auto start = Steady::now();
    PARLEY_TRY(auto pin, org.pin(id));
    PARLEY_TRY(auto plan, planner::plan_from_json(pin.plan));
    PARLEY_TRY(const Ground ground, survey(wiring_, org));
    const planner::Plan before = plan;
    read_range_again(plan, ground);
    // What a tool was given may have been a day of then.
    PARLEY_TRY(plan, planner::given(std::move(plan), text_at(pin.answer, "question"), indexes_->of(org.org(), ground),
                                    ground.context(&before)));
    Answer answer = blank_answer({vault::random_token(12)}, text_at(pin.answer, "question"));
    Timing timing;
    Runner runner(wiring_, org, user, ground);
    const std::string question = text_at(pin.answer, "question");
    runner.run(plan, answer, timing, {}, as_pinned(plan, question, ground));
    if (answer["status"] != "answered" && answer["status"] != "no_data") {
        return Error{Fault::unavailable, cat("The pin was not refreshed: ", answer["text"].get<std::string>()), ""};
    }
    timing.total = ms_since(start);
    set_timing(answer, timing);
    pin.answer = sorted(answer);
    pin.plan = pin.answer["plan"];
    if (!answer["chart"].is_null()) pin.spec = sorted(charts::without_data(answer["chart"]));
    pin.refreshed_at = ground.now;
    PARLEY_TRY([[maybe_unused]] Done kept,
               org.save_answer({{answer["id"]}, text_at(pin.answer, "question"), pin.answer, ground.now, user}));
    PARLEY_TRY([[maybe_unused]] Done saved, org.save_pin(pin));
    return pin;
}

}  // namespace parley::ask
