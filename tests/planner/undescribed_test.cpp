// Tools that only their server describes: which of them is meant, and what it must be given.
#include "compact.h"
#include "planner/given.h"
#include "planner/tools/arguments.h"
#include "shop_tools.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

namespace {

// As vendors makes it of a connection by URL: each tool a dataset and the number of its rows.
Offer shop_by_url() {
    Offer offer;
    offer.vendor = {"custom"};
    offer.connection = {"shop"};
    offer.connected = true;
    offer.name = "Shop";
    for (const auto& tool : tests::shop_tools()) {
        Dataset dataset;
        dataset.id = dataset.tool = tool.name;
        dataset.name = tool.name.substr(tool.name.find('_') + 1);
        dataset.description = tool.description;
        if (tool.input_schema.contains("required")) dataset.input_schema = tool.input_schema;
        Metric metric;
        metric.id = "count_" + dataset.id;
        metric.name = "number of " + dataset.name;
        metric.synonyms = {dataset.name + "s", dataset.name};
        metric.dataset = dataset.id;
        offer.metrics.push_back(std::move(metric));
        offer.datasets.push_back(std::move(dataset));
    }
    return offer;
}

Decision asked(std::string_view question) {
    const std::vector<Offer> offers{shop_by_url()};
    return plan(question, offers, {Calendar(), Day::of(2026, 11, 21), {}, nullptr});
}

}  // namespace

TEST_CASE("planner: a tool that nobody described is given what the question says and its schema wants") {
    struct {
        const char* question;
        const char* tool;
        const char* arguments;
    } const cases[] = {
        {"Show the orders of Shop", "list_orders", "{}"},
        {"customer anna@north.example in Shop", "get_customer", R"({"email":"anna@north.example"})"},
        {"Shop: look up the customer with the e-mail jo.b@shop.example", "get_customer",
         R"({"email":"jo.b@shop.example"})"},
        {"currency in Shop: 120 dollars to CZK", "convert_currency", R"({"amount":120,"to":"CZK"})"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const Decision decision = asked(c.question);
        CAPTURE(compact(decision));
        REQUIRE(std::holds_alternative<Plan>(decision));
        const Step& step = std::get<Plan>(decision).steps.front();
        CHECK(step.dataset == std::string(c.tool));
        CHECK(step.arguments == Json::parse(c.arguments));
    }
}

TEST_CASE("planner: what such a tool must be given and the question does not say is asked back by its name") {
    struct {
        const char* question;
        const char* missing;
    } const cases[] = {
        {"customer in Shop", "\"email\""},
        {"Look up a customer of Shop", "\"email\""},
        {"the currency of Shop", "\"amount\" and \"to\""},
        {"currency in Shop: 50 of it", "\"to\""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const Decision decision = asked(c.question);
        CAPTURE(compact(decision));
        REQUIRE(std::holds_alternative<Clarify>(decision));
        CHECK(std::get<Clarify>(decision).question.find(c.missing) != std::string::npos);
    }
}

TEST_CASE("planner: a choice whose tool lacks something that nobody said is not offered") {
    const std::vector<Offer> offers{shop_by_url()};
    const Index index(offers);
    const auto choice = [](const char* dataset) {
        Choice made;
        made.text = dataset;
        Step step;
        step.vendor = {"custom"};
        step.connection = {"shop"};
        step.dataset = dataset;
        made.plan.steps = {step};
        return made;
    };
    struct {
        std::vector<const char*> choices;
        const char* question;
        const char* left;
        const char* asked;
    } const cases[] = {
        {{"list_orders", "get_customer"}, "orders or customers", "list_orders ", "Which?"},
        {{"list_orders", "get_customer"}, "of jo.b@shop.example", "list_orders get_customer ", "Which?"},
        {{"get_customer", "convert_currency"},
         "it",
         "",
         "Shop gives customer only for a stated \"email\": which shall it be?"},
        {{}, "it", "", "Which?"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        Clarify clarify{"Which?", {}};
        for (const char* dataset : c.choices) clarify.choices.push_back(choice(dataset));
        const Decision decision = given(clarify, c.question, index, {Calendar(), Day::of(2026, 11, 21), {}, nullptr});
        REQUIRE(std::holds_alternative<Clarify>(decision));
        std::string left;
        for (const auto& one : std::get<Clarify>(decision).choices) left += one.text + " ";
        CHECK(left == c.left);
        CHECK(std::get<Clarify>(decision).question == c.asked);
    }
}

TEST_CASE("planner: a follow-up keeps what such a tool was given, and changes what it says") {
    const std::vector<Offer> offers{shop_by_url()};
    const Decision first = asked("customer anna@north.example in Shop");
    REQUIRE(std::holds_alternative<Plan>(first));
    const auto next = [&](const char* question) {
        const Decision decision =
            plan(question, offers, {Calendar(), Day::of(2026, 11, 21), {}, &std::get<Plan>(first)});
        CAPTURE(compact(decision));
        REQUIRE(std::holds_alternative<Plan>(decision));
        return std::get<Plan>(decision).steps.front().arguments;
    };
    CHECK(next("as a table") == Json{{"email", "anna@north.example"}});
    CHECK(next("and the customer jo.b@shop.example?") == Json{{"email", "jo.b@shop.example"}});
}

TEST_CASE("planner: objects in objects of a stranger's schema are filled a few deep and no further") {
    Json schema{{"type", "object"}};
    for (int depth = 0; depth < 200; ++depth) {
        Json outer{{"type", "object"}, {"properties", {{"of", schema}}}, {"required", Json::array({"of"})}};
        schema = std::move(outer);
    }
    const Calendar calendar;
    const WordVectors none;
    const auto filled = fill_arguments("customers of 2025", schema, {Day::of(2026, 11, 21), calendar, none});
    CHECK(filled.missing == std::vector<std::string>{"of"});
}
