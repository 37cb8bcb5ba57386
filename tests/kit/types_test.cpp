#include "kit/types.h"

#include "folders.h"
#include "vendors/fields.h"
#include "vendors/plugin.h"

#include <cstdlib>
#include <set>

using namespace parley;

// UPDATE_GOLDEN=1 writes them anew, as `parley plugin types` does.
TEST_CASE("kit: the types for editors are what the language and the engine's request say today") {
    for (const auto& file : kit::type_files()) {
        CAPTURE(file.name);
        const std::filesystem::path path = std::filesystem::path(PARLEY_SOURCE_DIR) / "plugins/types" / file.name;
        if (std::getenv("UPDATE_GOLDEN")) std::ofstream(path) << file.text;
        CHECK(kit::text_of(path) == file.text);
    }
}

TEST_CASE("kit: each field of the manifest language has its line in the types") {
    const std::string text = kit::type_files().front().text;
    for (const auto& section : vendors::language()) {
        for (const auto& field : section.fields) {
            const std::string start = cat("---@field ", field.name, field.need == vendors::Need::required ? " " : "? ");
            CAPTURE(start);
            CHECK(text.find(start) != std::string::npos);
            CHECK(text.find(std::string(field.doc)) != std::string::npos);
        }
    }
}

TEST_CASE("kit: the types of a request are the fields that a plugin really gets") {
    const tests::VendorFolders folders;
    folders.add_bookshelf();
    folders.replace("bookshelf/plugin.lua", "return plugin",
                    "function plugin.prepare(request) local names = {} for name in pairs(request) do names[name] = "
                    "type(request[name]) end return names end\nreturn plugin");
    folders.replace("bookshelf/manifest.lua", "tool = \"loans\",", "tool = \"loans\", paging = { rows_per_page = 5 },");
    const auto catalogue = vendors::Catalogue::read(folders.path());
    REQUIRE(catalogue);
    REQUIRE(catalogue.value().find({"bookshelf"}));
    auto plugin = vendors::Plugin::open(*catalogue.value().find({"bookshelf"}));
    REQUIRE(plugin);
    vendors::Fetch fetch;
    fetch.dataset = "loans";
    fetch.tool = "list_loans";
    fetch.bucket = "week";
    fetch.today = Day::of(2026, 11, 21);
    const auto names = plugin.value().prepare(fetch);
    REQUIRE(names);
    std::set<std::string> real;
    for (const auto& [name, type] : names.value().items()) real.insert(name);
    std::set<std::string> told;
    for (const auto& field : kit::request_fields()) told.insert(std::string(field.name));
    CHECK(real == told);
}

TEST_CASE("kit: every documented function of the prelude has its types") {
    const std::string text = kit::type_files().back().text;
    for (const char* function : {"function money.minor(amount, currency) end", "function days.plus(text, count) end",
                                 "function data.rows(reply, ...) end"})
        CHECK_MESSAGE(text.find(function) != std::string::npos, function);
}
