#pragma once
// A plan -> tables -> the parts of an answer. What ask and refresh have in common.

#include "ask/answer.h"
#include "ask/fetcher.h"
#include "ask/second_reading.h"

#include <memory>
#include <vector>

namespace parley::ask {

// What an organization can ask, read once per question.
struct Ground {
    store::Organization organization;
    Calendar calendar;
    Instant now;
    Day today;
    std::vector<planner::NamedDay> named_days;
    std::vector<planner::GlossaryTerm> glossary;
    bool verified_only = false;
    std::vector<std::string> verified;  // Numbers that an administrator has marked; the accesses' offers know it.
    std::vector<connect::Access> accesses;
    std::vector<std::string> missing;  // What needs a person first: "Stripe must be connected again."

    const connect::Access* access(const ConnectionId& id) const;

    // For the planner. `previous` may be null; it outlives the context.
    planner::Context context(const planner::Plan* previous = nullptr) const;
};
Result<Ground> survey(const Asker::Wiring& wiring, store::OrgStore& org);

class Runner {
public:
    Runner(const Asker::Wiring& wiring, store::OrgStore& org, const UserId& user, const Ground& ground,
           std::stop_token stop = {});

    // Tools and arguments into the plan's steps; no vendor is asked.
    Result<Done> explain(planner::Plan& plan) const;

    // The question once more, over what a server that nobody described has answered. May be empty.
    using Replan = std::function<std::optional<SecondReading>(const planner::Plan& first, const analysis::Input& told)>;

    // Runs the plan and writes table, chart, text, sources and status into the answer. A fault becomes the answer's
    // status.
    void run(planner::Plan& plan, Answer& answer, Timing& timing, const OnPart& on_part, const Replan& replan = {});

private:
    Result<Table> result(planner::Plan& plan, Answer& answer, Timing& timing, const OnPart& on_part,
                         const Replan& replan);
    Result<Table> over_told(planner::Plan& plan, analysis::Input told, Answer& answer, const Replan& replan);
    Result<Table> over_reading(planner::Plan& plan, SecondReading reading);
    Result<Table> over_fields(planner::Plan& plan, analysis::Input told, Answer& answer);
    Result<Need> need(const planner::Plan& plan, std::size_t step) const;
    void present(const planner::Plan& plan, const Table& table, Answer& answer, Timing& timing, const OnPart& on_part);

    const Asker::Wiring& wiring_;
    store::OrgStore& org_;
    UserId user_;
    const Ground& ground_;
    std::stop_token stop_;
    analysis::Setting setting_;
    std::vector<planner::Offer> offers_;
};

}  // namespace parley::ask
