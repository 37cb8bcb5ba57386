// A language model as the configuration names it: from the file to an answer, and its key nowhere on the way.
#include "app/demo.h"
#include "app/doctor.h"
#include "fakes/web.h"
#include "support.h"

#include <fstream>
#include <sys/stat.h>

using namespace parley;
using namespace parley::tests;

namespace {

const char* const key_text = "sk-house-7Qx2-never-shown";

std::string written(const Folder& folder, const std::string& name, const std::string& text) {
    std::ofstream(folder.file(name)) << text;
    return folder.file(name);
}

// Chat completions with this content.
std::string chat(const std::string& content) {
    Json message = Json::object();
    message["content"] = content;
    Json choice = Json::object();
    choice["message"] = message;
    choice["finish_reason"] = "stop";
    return dump(
        Json{{"choices", Json::array({choice})}, {"usage", {{"prompt_tokens", 900}, {"completion_tokens", 34}}}});
}

// The demo with a language model in front.
struct ModelHouse {
    explicit ModelHouse(ask::PlannerKind kind) {
        auto config = config_in(folder, {{"stripe"}});
        config.model.planner = kind;
        config.model.provider = "compatible";
        config.model.url = server.origin() + "/v1";
        config.model.model = "tiny-1";
        config.model.local = true;
        config.model.key_file = written(folder, "model-key", std::string(key_text) + "\n");
        REQUIRE(::chmod(config.model.key_file.c_str(), 0600) == 0);
        auto built = app::House::build(config, clock, {app::Mode::demo, limits::question_timeout_ms, {}, {{"stripe"}}});
        REQUIRE_MESSAGE(built, built.error().message);
        house = std::move(built).value();
        org = std::move(house->home()).value();
        REQUIRE(app::furnish_demo(*house, *org));
    }
    void says(const std::string& content) { server.say("/v1/chat/completions", {200, chat(content)}); }
    ask::Answer ask(const std::string& text) {
        auto answer = house->asker().ask(*org, app::terminal_user, {text, {}, false});
        REQUIRE_MESSAGE(answer, answer.error().message);
        return std::move(answer).value();
    }
    int audited(const std::string& action) {
        int found = 0;
        for (const auto& row : org->audit_rows(0, 1000).value()) {
            CHECK(dump(row.entry.details).find(key_text) == std::string::npos);
            found += row.entry.action == action;
        }
        return found;
    }

    Folder folder;
    FixedClock clock{parse_instant("2026-11-21T02:48:00Z").value()};
    fakes::Web server;
    std::unique_ptr<app::House> house;
    std::unique_ptr<store::OrgStore> org;
};

bool has_note(const ask::Answer& answer, const std::string& part) {
    return dump_in_order(answer["notes"]).find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("house: a language model's plan is run like any other, and the answer says who planned") {
    ModelHouse house(ask::PlannerKind::model_then_local);
    house.says(R"({"measures":[{"metric":"stripe.mrr","aggregate":null}],"group_by":[],"period":"last month"})");
    const auto answer = house.ask("How much comes in regularly, last month?");
    CHECK(answer["status"] == "answered");
    CHECK(answer["plan"]["measures"][0]["metric"] == "stripe.mrr");
    CHECK(answer["plan"]["range"]["start"] == "2026-10-01");
    CHECK(has_note(answer, "planned by the language model tiny-1 (934 tokens)"));
    CHECK(dump_in_order(answer).find(key_text) == std::string::npos);
    CHECK(house.audited("model") == 1);
    const auto asked = house.server.asked();
    REQUIRE(asked.size() == 1);
    CHECK(fakes::value_of(asked[0].headers, "Authorization") == std::string("Bearer ") + key_text);
    CHECK(asked[0].body.find("stripe.mrr") != std::string::npos);

    // The same plan has the same hash, whoever made it.
    house.says("no");
    const auto ours = house.ask("MRR last month");
    CHECK(has_note(ours, "gave no plan that holds"));
    CHECK(has_note(ours, "planned without it"));
    CHECK(ours["plan"]["hash"] == answer["plan"]["hash"]);
}

TEST_CASE("house: a model that proposes what is not there fails the question where nobody stands in for it") {
    ModelHouse house(ask::PlannerKind::model);
    house.says(R"({"measures":[{"metric":"stripe.delete_customer"}],"tool":"delete_customer"})");
    const auto answer = house.ask("MRR last month");
    CHECK(answer["status"] == "failed");
    CHECK(answer["plan"].is_null());
    CHECK(answer["sources"].empty());
    CHECK(answer["text"].get<std::string>().find("gave no plan that holds") != std::string::npos);
    CHECK(house.server.asked().size() == 2);

    // A wish to write is refused before anybody is asked.
    CHECK(house.ask("Refund the last Stripe payment")["reason"] == "write");
    CHECK(house.server.asked().size() == 2);
    CHECK(house.audited("model") == 1);

    house.server.say("/v1/chat/completions", {529, R"({"error":{"type":"overloaded_error"}})"});
    const auto overloaded = house.ask("MRR last month");
    CHECK(overloaded["status"] == "failed");
    CHECK(overloaded["reason"] == "unavailable");
}

TEST_CASE("house: planner and [model] are read, and what cannot work is said with its line") {
    Folder folder;
    const std::string model = "[model]\nprovider = \"anthropic\"\nmodel = \"m\"\n";
    const auto whole =
        config_saying(folder, "planner = \"model_then_local\"\n" + model +
                                  "key_variable = \"MODEL_KEY\"\ntokens = 5000\nreply_tokens = 700\nseconds = 9\n"
                                  "money = 0.5\nprice_in = 3\nprice_out = 15.5\ntemperature = 0\n");
    REQUIRE_MESSAGE(whole, whole.error().message);
    CHECK(whole.value().model.planner == ask::PlannerKind::model_then_local);
    CHECK(whole.value().model.key_variable == "MODEL_KEY");
    CHECK(whole.value().model.budget.tokens == 5'000);
    CHECK(whole.value().model.budget.reply_tokens == 700);
    CHECK(whole.value().model.budget.seconds == 9);
    CHECK(whole.value().model.budget.price_out == 15.5);
    CHECK(whole.value().model.temperature == 0.0);
    CHECK_FALSE(whole.value().model.local);
    CHECK(config_saying(folder, "").value().model.planner == ask::PlannerKind::local);
    CHECK(config_saying(folder, "planner = \"local\"\n"));
    CHECK(config_saying(folder,
                        "planner = \"model\"\n[model]\nprovider = \"compatible\"\nmodel = \"m\"\nlocal = true\n"
                        "url = \"http://127.0.0.1:11434/v1\"\n"));

    struct {
        std::string text;
        const char* says;
    } const cases[] = {
        {"planner = \"remote\"\n", "local, model, model_then_local"},
        {"planner = 1\n", "planner must be one of"},
        {"planner = \"model\"\n", "needs a table [model]"},
        {"model = \"m\"\n", "must be a table"},
        {"[model]\nprovider = \"gemini\"\nmodel = \"m\"\n", "must be one of anthropic"},
        {"[model]\nprovider = \"anthropic\"\n", "needs model"},
        {model + "key = \"" + key_text + "\"\n", "a secret must never stand here"},
        {model + "api_key = \"" + key_text + "\"\n", "a secret must never stand here"},
        {model + "secnds = 3\n", "did you mean \"seconds\"?"},
        {model + "seconds = \"3\"\n", "model.seconds must be a whole number"},
        {model + "seconds = 0\n", "from 1 to 600"},
        {model + "local = \"yes\"\n", "true or false"},
        {model + "money = 1\n", "where price_in and price_out are known"},
        {model + "price_in = -1\n", "from 0 to"},
        {model + "key_file = \"a\"\nkey_variable = \"B\"\n", "not from both"},
        {model + "key_variable = \"A-B\"\n", "name of an environment variable"},
        {model + "url = \"http://models.example.com\"\n", "must begin with https://"},
        {model + "url = \"http://127.0.0.1:1\"\n", "must begin with https://"},  // Without local = true
        {model + "url = \"https://user@models.example.com\"\n", "without a user"},
        {"[model]\nprovider = \"compatible\"\nmodel = \"m\"\n", "needs a url"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.text);
        const auto config = config_saying(folder, one.text);
        REQUIRE_FALSE(config);
        CHECK_MESSAGE(config.error().message.find(one.says) != std::string::npos, config.error().message);
        CHECK(config.error().message.find("line ") != std::string::npos);
        CHECK(config.error().message.find(key_text) == std::string::npos);
    }
}

TEST_CASE("house: a key that others can read, or that is not there, keeps the house from being built") {
    Folder folder;
    auto config = config_in(folder, {{"stripe"}});
    config.model.planner = ask::PlannerKind::model;
    config.model.provider = "anthropic";
    config.model.model = "m";
    const FixedClock clock{parse_instant("2026-11-21T02:48:00Z").value()};
    const auto why = [&] {
        const auto built =
            app::House::build(config, clock, {app::Mode::demo, limits::question_timeout_ms, {}, {{"stripe"}}});
        return built ? std::string() : built.error().message;
    };
    const auto finding = [&] {
        for (const auto& one : app::examine_installation(config)) {
            if (one.step == "planner") return one.outcome;
        }
        return std::string();
    };
    CHECK(finding().find("the language model m may propose plans") != std::string::npos);
    config.model.key_file = written(folder, "open", key_text);
    REQUIRE(::chmod(config.model.key_file.c_str(), 0644) == 0);
    CHECK(why().find("give it mode 0600") != std::string::npos);
    config.model.key_file = folder.file("nowhere");
    CHECK(why().find("cannot be read") != std::string::npos);
    config.model.key_file.clear();
    config.model.key_variable = "MODEL_KEY";
    CHECK(why().find("MODEL_KEY") != std::string::npos);
    CHECK(finding() == why());
    config.model.planner = ask::PlannerKind::local;
    CHECK(finding().empty());
}
