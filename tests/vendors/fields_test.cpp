#include "vendors/fields.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

constexpr const char* begin_mark = "<!-- fields: made from engine/vendors/fields.cpp -->\n";
constexpr const char* end_mark = "<!-- end of fields -->";

std::string file_text(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

// UPDATE_GOLDEN=1 writes the section anew.
TEST_CASE("vendors: the authors' reference documents every field of the language") {
    const std::filesystem::path readme = PARLEY_SOURCE_DIR "/plugins/README.md";
    const std::string text = file_text(readme);
    const auto begin = text.find(begin_mark);
    const auto end = text.find(end_mark);
    REQUIRE(begin != std::string::npos);
    REQUIRE(end != std::string::npos);
    const auto start = begin + std::string(begin_mark).size();
    const std::string wanted = "\n" + parley::vendors::fields_markdown();
    if (std::getenv("UPDATE_GOLDEN")) {
        std::ofstream(readme) << text.substr(0, start) << wanted << text.substr(end);
        return;
    }
    INFO("UPDATE_GOLDEN=1 writes the section anew");
    CHECK(text.substr(start, end - start) == wanted);
}

TEST_CASE("vendors: each section that a field leads to exists") {
    for (const auto& section : parley::vendors::language()) {
        for (const auto& field : section.fields) {
            if (field.section.empty()) continue;
            const std::string wanted(field.section);
            CAPTURE(wanted);
            bool found = false;
            for (const auto& one : parley::vendors::language()) found = found || one.name == field.section;
            CHECK(found);
        }
    }
}
