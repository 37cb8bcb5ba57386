#include "kit/check.h"

#include "folders.h"

using namespace parley;
using namespace parley::tests;

namespace {

const std::string luacheck_config = PARLEY_SOURCE_DIR "/plugins/.luacheckrc";

std::string mistakes_of(const VendorFolders& folders) {
    const auto verdicts = kit::check({folders.path(), {"bookshelf"}, luacheck_config, noon});
    REQUIRE(verdicts);
    REQUIRE(verdicts.value().size() == 1);
    return tests::text_of(verdicts.value().front());
}

}  // namespace

TEST_CASE("kit: a folder that is whole and right has no mistake") {
    const VendorFolders folders;
    folders.add_bookshelf();
    CHECK(mistakes_of(folders) == "");
}

TEST_CASE("kit: check names file, field and remedy of each mistake") {
    struct {
        const char *file, *from, *to, *expected;
    } const cases[] = {
        {"manifest.lua", "dataset = \"loans\"", "dataset = \"loan\"", "no dataset \"loan\" (did you mean \"loans\"?)"},
        {"manifest.lua", "list_loans", "delete_loans", "\"delete_loans\" looks like a tool that changes something"},
        {"manifest.lua", "list_loans", "run_query", "\"run_query\" looks like a tool that"},
        {"manifest.lua", "list_loans", "execute_sql", "\"execute_sql\" looks like a tool"},
        {"manifest.lua", "Told: what it gives", "FILL IN: what it gives", "line 14: is still to be filled in"},
        {"manifest.lua", "How many loans are there in Bookshelf?", "Delete all loans in Bookshelf",
         "ask[1]: \"Delete all loans in Bookshelf\" is refused (write)"},
        {"manifest.lua", "How many loans are there in Bookshelf?", "What is the weather like?", "ask[1]"},
        {"manifest.lua", "        \"Number of loans in Bookshelf last month\",\n", "",
         "Example questions: \"Number of loans"},
        {"plugin.lua", "return plugin", "return plugn", "plugin.lua"},
        {"plugin.lua", "local shape = {}", "local shape, rest = {}", "luacheck: 5:14: unused variable 'rest'"},
        {"plugin.lua", "function plugin.shape", "function plugin.shpae", "none of the functions"},
        {"plugin.lua", "local shape = {}", "local shape = os.time()", "plugin.lua"},
        {"guide.md", "## Setting up", "## Setting it up", "Setting up: is missing"},
        {"guide.md", "## Setting up", "## Setting it up", "Setting it up: is none of the page's sections"},
        {"guide.md", "8. Ask", "Ask", "Setting up: has no step 8 of 8"},
        {"guide.md", "sequenceDiagram", "flowchart", "has no mermaid sequenceDiagram"},
        {"guide.md", "`list_loans` ", "loans ", "does not name `list_loans`"},
        {"guide.md", "| unconfirmed |", "| known |", "the line of `list_loans` does not say \"unconfirmed\""},
        {"guide.md", "- How many loans", "- Which loans", "is not among the manifest's"},
        {"guide.md", "|---|---|---|\n| \"Book", "| \"Book", "has no table of error, cause and fix"},
        {"guide.md", "None of the catalogue's", "[Shelf](../shelf/guide.md)", "../shelf/guide.md leads nowhere"},
        {"guide.md", "# Bookshelf", "# Shelf", "must begin with the line \"# Bookshelf\""},
        {"examples/loans.json", "{", "[{", "is no JSON that can be read"},
    };
    for (const auto& one : cases) {
        const std::string name = cat(one.file, ": ", one.to);
        CAPTURE(name);
        const VendorFolders folders;
        folders.add_bookshelf();
        folders.replace(cat("bookshelf/", one.file), one.from, one.to);
        const std::string mistakes = mistakes_of(folders);
        const bool is_lint = std::string(one.expected).starts_with("luacheck");
        if (is_lint && mistakes.empty()) continue;  // Not installed here.
        CHECK_MESSAGE(mistakes.find(one.expected) != std::string::npos, mistakes);
    }
}

TEST_CASE("kit: files that are missing, and files that nothing asks for, are mistakes") {
    struct {
        const char *gone, *added, *expected;
    } const cases[] = {
        {"guide.md", nullptr, "guide.md: is missing"},
        {"examples/loans.json", nullptr, "examples/loans.json: is missing: a recorded reply for the dataset loans"},
        {"examples/loans.table", nullptr, "examples/loans.table: is missing"},
        {"manifest.lua", nullptr, "manifest.lua: is missing"},
        {nullptr, "examples/loan.json", "there is no dataset \"loan\" (did you mean \"loans\"?)"},
    };
    for (const auto& one : cases) {
        const std::string expected = one.expected;
        CAPTURE(expected);
        const VendorFolders folders;
        folders.add_bookshelf();
        if (one.gone) std::filesystem::remove(folders.file(cat("bookshelf/", one.gone)));
        if (one.added) folders.write(cat("bookshelf/", one.added), "{}");
        const std::string mistakes = mistakes_of(folders);
        CHECK_MESSAGE(mistakes.find(expected) != std::string::npos, mistakes);
    }
}

TEST_CASE("kit: a simulation must run and publish what the manifest calls") {
    struct {
        const char *source, *expected;
    } const cases[] = {
        {"return { name = 'B', tools = { { name = 'list_loans' } }, call = function() return {} end }", ""},
        {"return { name = 'B', tools = { { name = 'list_books' } }, call = function() return {} end }",
         "the simulation publishes no such tool"},
        {"return { name = 'B', tools = nothing.here, call = function() return {} end }", "simulate.lua"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.source);
        const VendorFolders folders;
        folders.add_bookshelf();
        folders.write("bookshelf/simulate.lua", one.source);
        std::string mistakes;
        for (const auto& line : split(mistakes_of(folders), '\n')) {
            if (line.find("luacheck") == std::string::npos) mistakes += line;
        }
        CHECK((mistakes.empty()) == std::string(one.expected).empty());
        CHECK_MESSAGE(mistakes.find(one.expected) != std::string::npos, mistakes);
    }
}

TEST_CASE("kit: with all connected, a question that is two vendors' is a mistake of both") {
    const VendorFolders folders;
    folders.add_bookshelf();
    for (const char* file : {"manifest.lua", "plugin.lua", "guide.md", "examples/loans.json", "examples/loans.table"}) {
        std::string text = folders.read(cat("bookshelf/", file));
        for (const auto& [from, to] :
             {std::pair<std::string, std::string>{"Bookshelf", "Readery"}, {"bookshelf", "readery"}}) {
            for (auto at = text.find(from); at != std::string::npos; at = text.find(from))
                text.replace(at, from.size(), to);
        }
        folders.write(cat("readery/", file), text);
    }
    const auto named = kit::check({folders.path(), {}, luacheck_config, noon});
    REQUIRE(named);
    for (const auto& verdict : named.value()) CHECK(tests::text_of(verdict) == "");

    for (const char* vendor : {"bookshelf", "readery"}) {
        const std::string name = std::string(vendor) == "readery" ? "Readery" : "Bookshelf";
        folders.replace(cat(vendor, "/manifest.lua"), cat("How many loans are there in ", name, "?"),
                        "How many loans are there?");
    }
    const auto alone = kit::check({folders.path(), {"bookshelf", "readery"}, luacheck_config, noon});
    const auto together = kit::check({folders.path(), {}, luacheck_config, noon});
    REQUIRE(alone);
    REQUIRE(together);
    for (std::size_t k = 0; k < 2; ++k) {
        CHECK(tests::text_of(alone.value()[k]).find("manifest.lua: ask[1]") == std::string::npos);
        CHECK(tests::text_of(together.value()[k]).find("with 2 vendors connected") != std::string::npos);
    }
}

TEST_CASE("kit: a folder that is not there is refused with the nearest name") {
    const VendorFolders folders;
    folders.add_bookshelf();
    const auto wrong = kit::check({folders.path(), {"bookshef"}, "", noon});
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().fault == Fault::not_found);
    CHECK(wrong.error().message.find("Did you mean \"bookshelf\"?") != std::string::npos);
    CHECK(kit::check({folders.path() + "/nowhere", {}, "", noon}).error().fault == Fault::invalid);
}
