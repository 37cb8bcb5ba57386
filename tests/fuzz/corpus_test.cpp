// Every input that was kept goes through every target, also through those it was not made for: none of them may mind.
#include "fuzz/fuzz.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

using namespace parley;

namespace {

const std::filesystem::path corpus = PARLEY_SOURCE_DIR "/tests/fuzz/corpus";

std::set<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files.insert(entry.path());
    }
    return files;
}

std::vector<std::uint8_t> bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("fuzz: what was kept passes every target") {
    int runs = 0;
    for (const auto& file : files_in(corpus)) {
        CAPTURE(file.string());
        const auto bytes = bytes_of(file);
        for (const auto& target : fuzz::targets) {
            CAPTURE(std::string(target.name));
            target.run(bytes);
            ++runs;
        }
    }
    MESSAGE(runs, " runs");
    CHECK(runs > 100);
}

TEST_CASE("fuzz: every target has a corpus, small enough to be kept") {
    std::set<std::string> names;
    for (const auto& target : fuzz::targets) {
        CAPTURE(std::string(target.name));
        names.insert(target.name);
        REQUIRE(std::filesystem::is_directory(corpus / target.name));
        const auto files = files_in(corpus / target.name);
        CHECK(files.size() >= 10);
        CHECK(files.size() < 200);
    }
    std::uintmax_t size_bytes = 0;
    for (const auto& file : files_in(corpus)) {
        CAPTURE(file.string());
        CHECK(names.contains(std::filesystem::relative(file, corpus).begin()->string()));
        size_bytes += std::filesystem::file_size(file);
    }
    CHECK(size_bytes < 100'000);
}

TEST_CASE("fuzz: nothing at all passes every target") {
    for (const auto& target : fuzz::targets) target.run({});
}
