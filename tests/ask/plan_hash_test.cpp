// The same question on the same catalogue is the same plan: by its hash, ten thousand times, in several threads, and on
// every compiler that the tests run with.
#include "ask/answer.h"
#include "base/text.h"
#include "golden.h"
#include "planner/offers.h"

#include <atomic>
#include <cstdlib>
#include <doctest/doctest.h>
#include <thread>

namespace {

using namespace parley;

// Of every kind that a plan can be.
const std::vector<std::string>& questions() {
    static const std::vector<std::string> all{
        "What was MRR at the end of last month?",
        "gross volume by country last quarter",
        "How did MRR develop month by month this year?",
        "top 5 customers by gross volume last month",
        "failed payments in Germany last week",
        "average gross volume by currency this year",
        "gross volume last quarter compared with the previous quarter",
        "refund rate last month vs last year",
        "which campaign had the worst unsubscribe rate last month",
        "open rate by segment last quarter as a bar chart",
        "How many subscribers did we gain per week since June?",
        "conversion rate of the flow \"Winback\"",
        "Which experience themes correlate with churn?",
        "compare MRR and open rate by month this year",
        "share of negative feedback by theme in the last 90 days",
        "team members",
    };
    return all;
}

std::string hashes_on(const planner::Index& index) {
    const auto context = planner::context_on(Day::of(2026, 11, 21));
    std::string out;
    for (const auto& question : questions()) {
        const auto decision = planner::plan(question, index, context);
        const auto* plan = std::get_if<planner::Plan>(&decision);
        out += cat(plan == nullptr ? std::string("no plan") : ask::plan_hash(*plan), "  ", question, "\n");
    }
    return out;
}

// An index of its own for every hundred questions or so: made anew, at other addresses.
void plan_times(std::size_t times, const std::string& expected, std::atomic<std::size_t>& planned,
                std::atomic<std::size_t>& different) {
    constexpr std::size_t rounds_of_one_index = 6;
    for (std::size_t done = 0; done < times;) {
        const auto offers = planner::three_offers();
        const planner::Index index(offers);
        for (std::size_t round = 0; round < rounds_of_one_index && done < times; ++round) {
            if (hashes_on(index) != expected) ++different;
            done += questions().size();
            planned += questions().size();
        }
    }
}

}  // namespace

// PARLEY_SLOW=1 plans them ten thousand times, which takes half a minute where nothing is optimised.
TEST_CASE("ask: the same question on the same catalogue has the same plan hash, 10,000 times and in four threads") {
    const auto offers = planner::three_offers();
    const std::string expected = hashes_on(planner::Index(offers));
    REQUIRE(expected.find("no plan") == std::string::npos);
    check_golden("ask/plan_hashes.txt", expected);

    constexpr std::size_t threads = 4;
    const std::size_t times = std::getenv("PARLEY_SLOW") != nullptr ? 10'000 : 2'000;
    std::atomic<std::size_t> planned = 0;
    std::atomic<std::size_t> different = 0;
    std::vector<std::thread> all;
    for (std::size_t k = 0; k < threads; ++k) {
        all.emplace_back([&] { plan_times(times / threads, expected, planned, different); });
    }
    for (auto& thread : all) thread.join();
    CHECK(planned >= times);
    CHECK(different == 0);
}

TEST_CASE("ask: what a plan's choice was weighed against is no part of its hash") {
    auto offers = planner::three_offers();
    const auto context = planner::context_on(Day::of(2026, 11, 21));
    const auto decision = planner::plan("gross volume by country last quarter", offers, context);
    auto plan = std::get<planner::Plan>(decision);
    const std::string hash = ask::plan_hash(plan);
    REQUIRE_FALSE(plan.steps.front().considered.empty());
    plan.steps.front().considered.front().score += 1;
    CHECK(ask::plan_hash(plan) == hash);
    plan.steps.front().considered.clear();
    CHECK(ask::plan_hash(plan) == hash);
    plan.group_by = {"currency"};
    CHECK(ask::plan_hash(plan) != hash);
}

TEST_CASE("ask: the order in which vendors are connected says nothing about a plan") {
    auto offers = planner::three_offers();
    const std::string expected = hashes_on(planner::Index(offers));
    std::reverse(offers.begin(), offers.end());
    CHECK(hashes_on(planner::Index(offers)) == expected);
}
