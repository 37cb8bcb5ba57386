// `parley eval`: what a kind reports of a decision.
#include "app/evaluation.h"

#include "command.h"
#include "support.h"

using namespace parley;
using namespace parley::tests;

TEST_CASE("house: an evaluation of refusals reports any refusal, or that of a wish to write alone") {
    const Folder folder;
    const auto config = config_in(folder, {{"ecomail"}, {"stripe"}});
    const auto catalogue = vendors::Catalogue::read(config.plugins);
    REQUIRE(catalogue);
    const auto any = app::judge_for("refuse", catalogue.value());
    const auto writes = app::judge_for("refuse_write", catalogue.value());
    const auto signs = app::judge_for("signs", catalogue.value());
    REQUIRE((any && writes && signs));
    CHECK_FALSE(app::judge_for("refusals", catalogue.value()));
    const struct {
        const char* question;
        bool is_refused;
        bool is_write;
    } cases[] = {
        {"Refund the last payment", true, true},
        {"could you please cancel my subscription", true, true},
        {"who painted the ceiling of the chapel", true, false},
        {"how do I boil an egg", true, false},
        {"What was MRR last quarter?", false, false},
        {"open rate by campaign last month", false, false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const Json item{{"id", "one"}, {"question", c.question}};
        CHECK(any(item)["refuse"] == c.is_refused);
        CHECK(writes(item)["refuse"] == c.is_write);
        CHECK(any(item)["id"] == "one");
        CHECK(signs(item)["signs"].size() == 27);
    }
}

TEST_CASE("house: a turn after a question back goes on from its first choice") {
    const Folder folder;
    const auto config = config_in(folder, {{"ecomail"}, {"klaviyo"}});
    const auto catalogue = vendors::Catalogue::read(config.plugins);
    REQUIRE(catalogue);
    const auto judge = app::judge_for("questions", catalogue.value());
    const Json item{{"id", "one"},
                    {"connected", {"ecomail", "klaviyo"}},
                    {"reference_time", "2026-11-21T10:00:00"},
                    {"turns", {"open rate by flavour last month", "by month"}}};
    const Json first_only{{"id", "one"},
                          {"connected", {"ecomail", "klaviyo"}},
                          {"reference_time", "2026-11-21T10:00:00"},
                          {"turns", Json::array({"open rate by flavour last month"})}};
    const Json first = judge(first_only);
    INFO(first.dump());
    CHECK(first["status"] == "clarify");
    const Json second = judge(item);
    INFO(second.dump());
    CHECK(second["status"] == "answer");
    CHECK(second["range"]["start"] == "2026-10-01");
}

TEST_CASE("eval: a file of wishes to write is reported as such, whatever it is called by") {
    const Folder folder;
    const std::string case_line = R"({"id": 1, "question": "who painted the ceiling of the chapel"})";
    write(folder.file("refuse_write_ours.jsonl"), case_line + "\n");
    write(folder.file("refuse_ours.jsonl"), case_line + "\n");
    const struct { std::string name, refuse; } cases[] = {{"refuse_write_ours", "false"}, {"refuse_ours", "true"}};
    for (const auto& c : cases) {
        CAPTURE(c.name);
        const std::string out = folder.file("out.jsonl");
        const Ran ran = run(folder, cat("eval refuse --in ", folder.file(c.name + ".jsonl"), " --out ", out));
        INFO(ran.output);
        REQUIRE(ran.code == 0);
        std::ifstream file(out);
        std::string line;
        std::getline(file, line);
        CHECK(line.find(cat("\"refuse\":", c.refuse)) != std::string::npos);
    }
}
