// The rules of the house that a program can check. Each names the file and the line that breaks it.
#include "files.h"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <set>

using tidy::File;
using tidy::files;
using tidy::lines_with;

namespace {

const std::vector<std::string> code{".cpp", ".h"};

bool is_below(const std::string& path, std::initializer_list<const char*> folders) {
    return std::any_of(folders.begin(), folders.end(), [&](const char* folder) { return path.rfind(folder, 0) == 0; });
}

}  // namespace

TEST_CASE("tidy: charts, planner, narrate and policy know nothing of HTTP, SQL, Lua, OpenSSL, files or the clock") {
    const std::array forbidden{"Poco/",    "pqxx",       "sqlite3",      "duckdb",       "lua.hpp",
                               "openssl/", "<fstream>",  "<filesystem>", "system_clock", "steady_clock",
                               "getenv",   "std::time(", "base/clock.h", "<thread>",     "<random>",
                               "<cstdio>", "SystemClock"};
    int seen = 0;
    for (const auto& file : files({"charts", "planner", "engine/narrate", "engine/policy"}, code)) {
        ++seen;
        for (const char* word : forbidden) {
            CAPTURE(word);
            INFO(lines_with(file, word));
            CHECK(lines_with(file, word).empty());
        }
    }
    CHECK(seen > 10);
}

TEST_CASE("tidy: a secret is revealed in vault, oauth, mcp and llm only") {
    for (const auto& file : files({"engine", "charts", "planner"}, code)) {
        if (is_below(file.path,
                     {"engine/vault/", "engine/oauth/", "engine/mcp/", "engine/llm/", "engine/base/secret.h"}))
            continue;
        INFO(lines_with(file, "reveal("));
        CHECK(lines_with(file, "reveal(").empty());
    }
}

TEST_CASE("tidy: SQL stands in store and analysis only") {
    for (const auto& file : files({"engine", "charts", "planner"}, code)) {
        if (is_below(file.path, {"engine/store/", "engine/analysis/"})) continue;
        for (const char* word : {"SELECT ", "INSERT INTO", "CREATE TABLE", "DELETE FROM"}) {
            INFO(lines_with(file, word));
            CHECK(lines_with(file, word).empty());
        }
    }
}

TEST_CASE("tidy: no OrgStore method takes an organization") {
    const std::string header = tidy::read("engine/store/store.h").text;
    const auto start = header.find("class OrgStore {");
    const auto end = header.find("\n};", start);
    REQUIRE(start != std::string::npos);
    REQUIRE(end != std::string::npos);
    const std::string interface = header.substr(start, end - start);
    CHECK(interface.find("const OrgId& org() const") != std::string::npos);
    CHECK(interface.find("(const OrgId") == std::string::npos);
    CHECK(interface.find(", const OrgId") == std::string::npos);
}

TEST_CASE("tidy: only mcp and the simulation speak of tools/call, and a call is admitted by its type") {
    for (const auto& file : files({"engine", "charts", "planner"}, code)) {
        if (is_below(file.path, {"engine/mcp/", "engine/sim/"})) continue;
        INFO(lines_with(file, "\"tools/call\""));
        CHECK(lines_with(file, "\"tools/call\"").empty());
    }
    CHECK(tidy::read("engine/mcp/session.h").text.find("call(const policy::AdmittedCall& call") != std::string::npos);
}

TEST_CASE("tidy: main alone reads the environment, and no configuration opens the loopback") {
    for (const auto& file : files({"engine", "charts", "planner"}, code)) {
        if (file.path != "engine/app/main.cpp") {
            INFO(lines_with(file, "getenv"));
            CHECK(lines_with(file, "getenv").empty());
        }
        if (!is_below(file.path, {"engine/net/", "engine/app/house.cpp"})) {
            INFO(lines_with(file, "Reach::loopback"));
            CHECK(lines_with(file, "Reach::loopback").empty());
        }
    }
}

TEST_CASE("tidy: headers and sources keep the house's manners") {
    for (const auto& file : files({"engine", "charts", "planner", "tests"}, code)) {
        CAPTURE(file.path);
        CHECK(file.lines.size() <= 600);
        CHECK(lines_with(file, std::string("TODO") + "(now)").empty());
        CHECK(lines_with(file, std::string("std::") + "regex").empty());
        if (file.path.size() < 2 || file.path.substr(file.path.size() - 2) != ".h") continue;
        CHECK(file.lines.front() == "#pragma once");
        CHECK(lines_with(file, "using namespace").empty());
    }
}

TEST_CASE("tidy: every room has a page of its own and a place in the README's house map") {
    const std::string readme = tidy::read("README.md").text;
    for (const auto& room : tidy::rooms()) {
        CAPTURE(room.name);
        CHECK(readme.find("`" + room.name + "`") != std::string::npos);
        const std::string page = tidy::read(room.folder + "/README.md").text;
        CHECK(page.find("## Decided") != std::string::npos);
    }
}

TEST_CASE("tidy: each duty of an MCP client and each attack on an OAuth client has a test of its name") {
    std::string names;
    for (const auto& file : files({"tests"}, {".cpp"})) {
        for (const auto& line : file.lines) {
            // A long name stands on a line of its own.
            const auto start = line.find_first_not_of(' ');
            if (line.rfind("TEST_CASE(", 0) == 0 || (start != std::string::npos && line[start] == '"')) names += line;
        }
    }
    const auto two_digits = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    for (int number = 1; number <= 20; ++number) {
        const std::string name = ": duty " + two_digits(number) + ": ";
        CHECK_MESSAGE(names.find(name) != std::string::npos, name);
    }
    for (int number = 1; number <= 55; ++number) {
        const std::string name = ": case oauth-" + two_digits(number) + ": ";
        CHECK_MESSAGE(names.find(name) != std::string::npos, name);
    }
}

TEST_CASE("tidy: every vendor folder is complete") {
    const auto folders = tidy::folders("plugins/vendors");
    CHECK_FALSE(folders.empty());
    for (const auto& folder : folders) {
        CAPTURE(folder);
        for (const char* file : {"manifest.lua", "guide.md"})
            CHECK_FALSE(tidy::read("plugins/vendors/" + folder + "/" + file).text.empty());
        CHECK_FALSE(files({"plugins/vendors/" + folder + "/examples"}, {".json"}).empty());
    }
}

TEST_CASE("tidy: no golden file is left behind by its test") {
    std::string tests;
    for (const auto& file : files({"tests"}, {".cpp", ".h", ".mjs"})) tests += file.text;
    for (const auto& golden : files({"tests/golden"}, {".json", ".txt", ".jsonl", ".sql", ".md"})) {
        const auto slash = golden.path.rfind('/');
        const std::string stem = golden.path.substr(slash + 1, golden.path.find('.', slash) - slash - 1);
        CAPTURE(golden.path);
        CHECK(tests.find(stem) != std::string::npos);
    }
}
