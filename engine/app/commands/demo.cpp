// The main job from end to end: simulated vendors, real OAuth, the questions people ask first.
#include "app/demo.h"

#include "app/commands/commands.h"
#include "app/page.h"
#include "app/terminal.h"
#include "base/text.h"

#include <array>
#include <filesystem>
#include <iostream>

namespace parley::app {
namespace {

constexpr std::array questions{
    "What was MRR last quarter?",
    "What was MRR last quarter, month by month?",
    "What is open-rate by audience segment last quarter?",
    "Which automations have the lowest unsubscribe rate?",
    "How is the welcome series converting?",
    "What are the top drivers of negative sentiment this quarter?",
    "How did the shipping theme trend after the policy change?",
    "Which experience themes correlate with churn?",
    "Refund the last Stripe payment",
};

}  // namespace

int demo(const Common& common, const std::string& page) {
    const SystemClock clock;
    auto built = House::build(common.config, clock, {Mode::demo});
    if (!built) return fail(built.error());
    House& house = *built.value();
    auto org = house.home();
    if (!org) return fail(org.error());

    std::cout << "Simulated vendors are up; connecting them through OAuth 2.1 with PKCE.\n";
    if (const auto ready = furnish_demo(house, *org.value()); !ready) return fail(ready.error());
    const auto connections = org.value()->connections();
    if (!connections) return fail(connections.error());
    for (const auto& connection : connections.value()) {
        std::cout << "  " << connection.name << "  " << store::name_of(connection.state) << "  " << connection.url
                  << '\n';
    }

    int failed = 0;
    std::vector<OrderedJson> answers;
    for (const char* question : questions) {
        std::cout << "\n\033[1m? " << question << "\033[0m\n" << std::flush;
        auto answer = house.asker().ask(*org.value(), terminal_user, {question, {}, false});
        if (!answer) return fail(answer.error());
        constexpr std::size_t rows_max = 12;
        print_answer(std::cout, answer.value(), rows_max);
        if (answer.value()["status"] == "failed") ++failed;
        answers.push_back(std::move(answer).value());
    }
    if (const auto written = write_page(page, common.node_modules, answers); !written) return fail(written.error());
    std::cout << "\nThe charts are on one page: " << std::filesystem::absolute(page).string()
              << "\nAsk your own: build/release/bin/parley ask --demo \"How much did we refund last month?\"\n";
    if (failed > 0) return fail({Fault::internal, cat(failed, " of the questions failed."), ""});
    return 0;
}

}  // namespace parley::app
