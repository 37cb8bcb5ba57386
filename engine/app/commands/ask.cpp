#include "app/commands/commands.h"
#include "app/demo.h"
#include "app/terminal.h"
#include "planner/edit.h"

#include <iostream>

namespace parley::app {
namespace {

Result<ask::Answer> answer_to(House& house, store::OrgStore& org, const AskOptions& options) {
    if (options.set.empty())
        return house.asker().ask(org, terminal_user, {options.question, {options.follow}, options.explain});
    PARLEY_TRY(auto slots, planner::change_from_text(options.set));
    return house.asker().edit(org, terminal_user, {{options.follow}, std::move(slots), options.explain});
}

}  // namespace

int fail(const Error& error) {
    std::cerr << "parley: " << error.message << '\n';
    // For whoever sits at the terminal, who is the operator: the log's part of the error.
    if (!error.detail.empty()) std::cerr << "  (" << tame(error.detail) << ")\n";
    return 1;
}

int wrong_use(const std::string& sentence) {
    std::cerr << "parley: " << sentence << '\n';
    return 2;
}

int ask(const Common& common, const AskOptions& options) {
    if (!options.set.empty() && !options.question.empty())
        return wrong_use("--set takes the place of a question: give one or the other.");
    if (!options.set.empty() && options.follow.empty())
        return wrong_use("--set changes the plan of an answer: name it with --follow.");
    const SystemClock clock;
    auto house = House::build(common.config, clock, {common.mode});
    if (!house) return fail(house.error());
    auto org = house.value()->home();
    if (!org) return fail(org.error());
    if (common.mode == Mode::demo) {
        if (const auto ready = furnish_demo(*house.value(), *org.value()); !ready) return fail(ready.error());
    }
    if (const auto allowed = house.value()->may(*org.value(), policy::Act::ask, "parley ask"); !allowed) {
        return fail(allowed.error());
    }
    const auto answer = answer_to(*house.value(), *org.value(), options);
    if (!answer) return fail(answer.error());
    if (options.json) {
        std::cout << answer.value().dump(2, ' ', false, OrderedJson::error_handler_t::replace) << '\n';
    } else {
        constexpr std::size_t rows_max = 40;
        print_answer(std::cout, answer.value(), rows_max);
        if (options.explain) std::cout << '\n' << answer.value()["plan"].dump(2) << '\n';
    }
    return answer.value()["status"] == "failed" ? 1 : 0;
}

}  // namespace parley::app
