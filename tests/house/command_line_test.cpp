// Bad input at the command line: one clear sentence on stderr, an exit code, nothing half saved.
#include "command.h"

using namespace parley;
using namespace parley::tests;

TEST_CASE("command line: bad input ends with one sentence that names what is wrong") {
    const Folder folder;
    REQUIRE(run(folder, "vault init").code == 0);
    write(folder.file("unclosed.toml"), "port = [\n");
    write(folder.file("unknown.toml"), "prot = 80\n");
    write(folder.file("type.toml"), "port = \"eighty\"\n");
    write(folder.file("bad_keys"), "this is no key\n");
    write(folder.file("bad_keys.toml"), "key_file = \"" + folder.file("bad_keys") + "\"\n");
    write(folder.file("no_keys.toml"), "key_file = \"" + folder.file("nowhere/keys") + "\"\n");
    write(folder.file("plugins.toml"), "plugins = \"" + folder.file("nowhere") + "\"\n");
    write(folder.file("public.toml"), "public_url = \"http://parley.example.com\"\n");
    write(folder.file("junk.db"), std::string(4096, 'x'));
    write(folder.file("database.toml"), "database = \"" + folder.file("junk.db") + "\"\n");
    struct {
        std::string arguments;
        int code;
        const char* says;
    } const cases[] = {
        {"vendors strpe", 1, "stripe"},
        {"connect strpe", 1, "stripe"},
        {"connect", 2, "url"},
        {"connect --url http://127.0.0.1:1/mcp", 1, ""},
        {"connect --url ftp://example.com/", 1, ""},
        {"connect --url 'https://169.254.169.254/mcp'", 1, ""},
        {"disconnect nothing", 1, ""},
        {"doctor nothing", 1, "no such connection"},
        {"tools nothing", 1, "no such connection"},
        {"tools nothing --admit list_orders", 1, "no such connection"},
        {"tools nothing --accept-form list_orders", 1, "No replies of that name"},
        {"tools nothing --admit a --refuse b", 2, "excludes"},
        {"reviews", 0, "Nothing waits for a review."},
        {"doctor --config " + folder.file("no_keys.toml"), 1, "BAD"},
        {"doctor --config " + folder.file("plugins.toml"), 1, "BAD"},
        {"doctor --config " + folder.file("public.toml"), 1, "public_url"},
        {"serve --config " + folder.file("public.toml"), 1, "public_url"},
        {"serve --config " + folder.file("nowhere.toml"), 1, "nowhere.toml"},
        {"serve --config " + folder.file("unclosed.toml"), 1, "line"},
        {"serve --config " + folder.file("unknown.toml"), 1, "port"},
        {"serve --config " + folder.file("type.toml"), 1, "port"},
        {"serve --config " + folder.file("bad_keys.toml"), 1, "bad_keys"},
        {"serve --config " + folder.file("no_keys.toml"), 1, "keys"},
        {"serve --config " + folder.file("plugins.toml"), 1, "nowhere"},
        {"serve --config " + folder.file("database.toml"), 1, "junk.db"},
        {"serve --demo --config " + folder.file("unknown.toml"), 1, "--demo"},
        {"ask ''", 1, "empty"},
        {"ask", 1, "empty"},
        {"ask 'MRR last month' --set limit=5", 2, "one or the other"},
        {"ask --set limit=5", 2, "--follow"},
        {"ask --follow nothing --set limit=5", 1, "no such answer"},
        {"ask --follow nothing --set limit", 1, "group_by=country"},
        {"eval weather --in /dev/null --out /dev/null", 2, "weather"},
        {"eval dates --in " + folder.file("nowhere.jsonl") + " --out /dev/null", 1, "nowhere.jsonl"},
        {"frobnicate", 2, "frobnicate"},
        {"", 2, "subcommand"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.arguments);
        const Ran ran = run(folder, c.arguments);
        CAPTURE(ran.output);
        CHECK(ran.code == c.code);
        CHECK(ran.output.find(c.says) != std::string::npos);
        CHECK(ran.output.size() > 10);
        CHECK(ran.output.find("terminate called") == std::string::npos);
        CHECK(ran.output.find("Sanitizer") == std::string::npos);
    }
    const Ran connections = run(folder, "connections --json");
    CHECK(connections.output == "[]\n");  // None of the failed connects left a row.
}

TEST_CASE("command line: the catalogue can be read without a key or a database") {
    const Folder folder;
    const Ran all = run(folder, "vendors --json");
    REQUIRE(all.code == 0);
    CHECK(Json::parse(all.output).size() >= 3);
    const Ran one = run(folder, "vendors stripe --json");
    REQUIRE(one.code == 0);
    CHECK(Json::parse(one.output)["tools"].size() >= 2);
    CHECK(run(folder, "vendors ecomail").output.find("## ") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder.file("home")));
}

TEST_CASE("command line: the doctor's exit code says whether all is well") {
    const Folder folder;
    const Ran before = run(folder, "doctor");
    CHECK(before.code == 1);
    CHECK(before.output.find("vault init") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder.file("home")));
    REQUIRE(run(folder, "vault init").code == 0);
    CHECK(run(folder, "doctor").code == 0);
    REQUIRE(run(folder, "connections --json").code == 0);  // Makes the database.
    const Ran json = run(folder, "doctor --json");
    CHECK(json.code == 0);
    const auto report = parse_json(json.output);
    REQUIRE(report);
    CHECK(report.value()["healthy"] == true);
    CHECK(report.value()["connections"].empty());
}
