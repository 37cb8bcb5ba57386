// A model that proposes: two tries, a budget, and what stands where it has no plan that holds.
#include "ask/proposer.h"

#include "charts/chart.h"
#include "fakes/language_model.h"
#include "planner/check.h"
#include "planner/compact.h"
#include "planner/offers.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::ask;

namespace {

using planner::Decision;

std::string proposal(const char* metric) {
    return cat(R"({"measures":[{"metric":")", metric, R"(","aggregate":null}],"group_by":[],"period":null})");
}
const std::string declines = R"({"measures":[]})";

struct Scene {
    explicit Scene(ModelBudget with = {}) : budget(with) {}

    fakes::ScriptedModel model;
    ModelBudget budget;
    planner::Index index = planner::Index::owning(planner::three_offers());
    planner::Context context = planner::context_on(Day::of(2026, 11, 21));

    Proposer::Outcome decide(PlannerKind kind, const std::string& question) {
        const Proposer proposer(model, kind, budget);
        return proposer.decide({question, index, context, Deadline(60'000)}, planner::plan(question, index, context));
    }
};

std::string text_of(const Proposer::Outcome& outcome) {
    if (outcome.failure) return cat("failed: ", outcome.failure->message);
    return compact(outcome.decision);
}

}  // namespace

TEST_CASE("proposer: a plan that holds is taken at once") {
    Scene scene;
    scene.model.says(proposal("stripe.mrr"), 1'200, 34);
    const auto outcome = scene.decide(PlannerKind::model, "How is our recurring income?");
    CHECK(text_of(outcome) == "stripe.mrr:sum");
    CHECK(outcome.note == "planned by the language model scripted-1 (1234 tokens)");
    CHECK(outcome.spent.tries == 1);
    CHECK(scene.model.asked().size() == 1);
    CHECK(scene.model.limits()[0].tokens_out == 1'500);
    CHECK(scene.model.limits()[0].deadline.left_ms() <= 20'000);
}

TEST_CASE("proposer: a second try is told in one sentence what was wrong with the first") {
    struct {
        std::string first;
        const char* told;
    } const cases[] = {
        {proposal("stripe.profit"), "There is no metric \"stripe.profit\" at Stripe"},
        {R"({"measures":[{"metric":"stripe.mrr"}],"tool":"create_refund","arguments":{}})", "A proposal has no field"},
        {"I cannot help with that.", "The reply holds no JSON object."},
        {R"({"measures":[{"metric":"stripe.mrr")", "The reply holds no JSON object."},
        {R"({"measures":[{"metric":"stripe.mrr"}],"period":"2025-01-01"})", "does not stand in the question"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.first);
        Scene scene;
        scene.model.says(one.first);
        scene.model.says("```json\n" + proposal("stripe.mrr") + "\n```");
        const auto outcome = scene.decide(PlannerKind::model, "How is our recurring income?");
        CHECK(text_of(outcome) == "stripe.mrr:sum");
        CHECK(outcome.note == "planned by the language model scripted-1 (2200 tokens)");
        REQUIRE(scene.model.asked().size() == 2);
        CHECK(scene.model.asked()[0].user.find("It does not hold") == std::string::npos);
        CHECK(scene.model.asked()[1].user.find(one.told) != std::string::npos);
    }
}

TEST_CASE("proposer: where no plan holds, ours stands, or the question has failed") {
    const Error overloaded{Fault::unavailable, "The language model's server is overloaded or broken.", ""};
    const Error limited{Fault::over_limit, "Enough for now.", ""};
    const Error refused{Fault::denied, "The key is not taken.", ""};
    const std::string wrong = proposal("stripe.profit");
    struct {
        std::vector<Result<std::string>> replies;
        std::size_t asked;
        const char* why;
    } const cases[] = {
        {{wrong, wrong}, 2, "gave no plan that holds"},
        {{wrong, overloaded}, 2, "could not be reached in time"},
        {{overloaded}, 1, "could not be reached in time"},
        {{limited}, 1, "has reached its limit"},
        {{refused}, 1, "was not to be asked, or declined"},
        {{declines}, 1, "found nothing connected that answers this"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.why);
        for (const PlannerKind kind : {PlannerKind::model, PlannerKind::model_then_local}) {
            Scene scene;
            for (const auto& reply : one.replies) {
                if (reply)
                    scene.model.says(reply.value());
                else
                    scene.model.fails(reply.error());
            }
            const auto outcome = scene.decide(kind, "MRR by country");
            CHECK(scene.model.asked().size() == one.asked);
            CHECK_MESSAGE(outcome.note.find(one.why) != std::string::npos, outcome.note);
            CHECK(outcome.note.find("profit") == std::string::npos);  // What the model wrote is never shown.
            if (kind == PlannerKind::model) {
                REQUIRE(outcome.failure);
                CHECK(outcome.failure->message.find(one.why) != std::string::npos);
                CHECK(outcome.failure->fault != Fault::denied);  // That would be a tool that is not allowed.
            } else {
                CHECK(text_of(outcome) == "stripe.mrr:sum by country");
                CHECK(outcome.note.find("planned without it") != std::string::npos);
            }
        }
    }
}

TEST_CASE("proposer: what both find unanswerable is refused in our own words") {
    Scene scene;
    scene.model.says(declines);
    const auto outcome = scene.decide(PlannerKind::model, "What is the weather in Prague?");
    CHECK_FALSE(outcome.failure);
    CHECK(text_of(outcome) == "refuse off_topic");
}

TEST_CASE("proposer: no model is asked for a wish to write, an unconnected vendor's number, or nothing at all") {
    auto offers = planner::three_offers();
    offers.push_back(planner::second_payments_offer(false));
    const planner::Index index = planner::Index::owning(offers);
    const auto context = planner::context_on(Day::of(2026, 11, 21));
    struct {
        const char* question;
        bool asks;
    } const cases[] = {
        {"Refund the last Stripe payment", false},
        {"Please could you delete all customers in Germany", false},
        {"How many PayPal disputes were opened last month?", false},
        {"MRR by country", true},
        {"What is the weather in Prague?", true},
        {"is it better than before?", true},
    };
    for (const auto& one : cases) {
        CAPTURE(one.question);
        CHECK(Proposer::may_ask(planner::plan(one.question, index, context), index) == one.asks);
    }
    auto strict = context;
    strict.verified_only = true;
    CHECK_FALSE(Proposer::may_ask(planner::plan("MRR by country", index, strict), index));
    const planner::Index nothing = planner::Index::owning({planner::second_payments_offer(false)});
    CHECK_FALSE(Proposer::may_ask(planner::plan("MRR by country", nothing, context), nothing));
}

TEST_CASE("proposer: a question costs no more than it may, in tokens, money and seconds") {
    const std::string wrong = proposal("stripe.profit");
    const auto asked_with = [&](ModelBudget budget, std::int64_t tokens_in) {
        Scene scene(budget);
        scene.model.says(wrong, tokens_in, 100);
        scene.model.says(wrong, tokens_in, 100);
        const auto outcome = scene.decide(PlannerKind::model_then_local, "MRR by country");
        CHECK(text_of(outcome) == "stripe.mrr:sum by country");
        return scene.model.asked().size();
    };
    ModelBudget budget;
    CHECK(asked_with(budget, 1'000) == 2);
    CHECK(asked_with(budget, 31'000) == 1);  // The first has left nothing for a second.
    CHECK(asked_with(budget, 0) == 2);       // A server that does not count
    budget.tokens = 2'000;
    CHECK(asked_with(budget, 1'000) == 0);  // The prompt alone is longer.

    budget = {};
    budget.price_in = 3;
    budget.price_out = 15;
    CHECK(asked_with(budget, 1'000) == 2);
    budget.money = 0.05;  // One try is some 4'000 tokens in and at most 1'500 out: 0.035.
    CHECK(asked_with(budget, 1'000) == 2);
    CHECK(asked_with(budget, 9'000) == 1);
    budget.money = 0.01;
    CHECK(asked_with(budget, 1'000) == 0);

    budget = {};
    budget.seconds = 0;
    CHECK(asked_with(budget, 1'000) == 0);
}

TEST_CASE("proposer: the cost is said where prices are known") {
    ModelBudget budget;
    budget.price_in = 3;
    budget.price_out = 15;
    Scene scene(budget);
    scene.model.says(proposal("stripe.mrr"), 2'000, 100);
    const auto outcome = scene.decide(PlannerKind::model, "MRR");
    CHECK(outcome.note == "planned by the language model scripted-1 (2100 tokens, about 0.0075)");
    CHECK(outcome.spent.money(budget) == doctest::Approx(0.0075));
}

TEST_CASE("proposer: who plans has three names") {
    for (const auto& name : planner_kind_names()) CHECK(planner_kind_named(name));
    for (const char* name : {"", "Model", "local_then_model", "none"}) CHECK_FALSE(planner_kind_named(name));
}

TEST_CASE("proposer: the charts that a plan may ask for are those that are drawn") {
    std::vector<std::string_view> drawn;
    for (const auto& type : charts::types()) drawn.push_back(type.name);
    const auto names = planner::chart_names();
    std::vector<std::string_view> known(names.begin(), names.end());
    std::sort(drawn.begin(), drawn.end());
    std::sort(known.begin(), known.end());
    CHECK(drawn == known);
}
