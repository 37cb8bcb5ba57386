// Every vendor folder there is: it loads without a mistake, and each recorded reply becomes the table beside it.
#include "base/text.h"
#include "vendors/catalogue.h"
#include "vendors/plugin.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace fs = std::filesystem;
using namespace parley;
using namespace parley::vendors;

namespace {

const fs::path folder = PARLEY_SOURCE_DIR "/plugins/vendors";

std::string file_text(const fs::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Json json_file(const fs::path& path) {
    const auto json = parse_json(file_text(path));
    REQUIRE(json);
    return json.value();
}

// A cell as the .table files write it: money in minor units, a time in Unix seconds, a day as text.
Json raw_cell(const Column& column, std::size_t row) {
    if (!column.has(row)) return nullptr;
    switch (column.kind) {
    case Kind::text: return column.text(row);
    case Kind::number:
    case Kind::ratio: return column.real(row);
    case Kind::flag: return column.integer(row) != 0;
    case Kind::day: return Day{static_cast<std::int32_t>(column.integer(row))}.text();
    case Kind::count:
    case Kind::money:
    case Kind::time: return column.integer(row);
    }
    return nullptr;
}

Json raw_table(const std::string& dataset, const Table& table) {
    Json json = {{"dataset", dataset}, {"columns", Json::array()}, {"rows", Json::array()}};
    for (const auto& column : table.columns) json["columns"].push_back(column.name);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        Json cells = Json::array();
        for (const auto& column : table.columns) cells.push_back(raw_cell(column, row));
        json["rows"].push_back(std::move(cells));
    }
    return json;
}

std::set<fs::path> files_with(const fs::path& where, const std::string& extension) {
    std::set<fs::path> files;
    if (!fs::exists(where)) return files;
    for (const auto& entry : fs::directory_iterator(where)) {
        if (entry.path().extension() == extension) files.insert(entry.path());
    }
    return files;
}

void check_example(const Vendor& vendor, const fs::path& reply) {
    const std::string dataset = reply.stem().string();
    const std::string example = cat(vendor.manifest.id.text, "/", dataset);
    CAPTURE(example);
    auto plugin = Plugin::open(vendor);
    REQUIRE(plugin);
    Fetch fetch;
    fetch.dataset = dataset;
    Table table = plugin.value().empty_table(dataset);
    const auto shaped = plugin.value().shape(fetch, json_file(reply), table);
    const std::string reason = shaped ? "" : shaped.error().detail;
    CAPTURE(reason);
    REQUIRE(shaped);
    fs::path expected = reply;
    CHECK(raw_table(dataset, table).dump(1) == json_file(expected.replace_extension(".table")).dump(1));
}

}  // namespace

TEST_CASE("vendors: every folder loads without a mistake") {
    const auto catalogue = Catalogue::read(folder.string());
    REQUIRE(catalogue);
    std::string mistakes;
    for (const auto& mistake : catalogue.value().mistakes()) mistakes += to_text(mistake) + "\n";
    CHECK(mistakes == "");
    std::size_t folders = 0;
    for (const auto& entry : fs::directory_iterator(folder)) folders += entry.is_directory() ? 1 : 0;
    CHECK(catalogue.value().vendors().size() == folders);
    CHECK(folders > 0);
}

TEST_CASE("vendors: every recorded reply becomes its table") {
    const auto catalogue = Catalogue::read(folder.string());
    REQUIRE(catalogue);
    int pairs = 0;
    for (const auto& vendor : catalogue.value().vendors()) {
        const fs::path examples = fs::path(vendor.folder) / "examples";
        for (const auto& reply : files_with(examples, ".json")) {
            check_example(vendor, reply);
            ++pairs;
        }
        CHECK(files_with(examples, ".json").size() == files_with(examples, ".table").size());
    }
    CHECK(pairs > 0);
    MESSAGE(pairs << " recorded replies");
}

TEST_CASE("vendors: every dataset can prepare a call, with a range and without one") {
    const auto catalogue = Catalogue::read(folder.string());
    REQUIRE(catalogue);
    for (const auto& vendor : catalogue.value().vendors()) {
        for (const auto& [id, dataset] : vendor.manifest.datasets) {
            const std::string name = cat(vendor.manifest.id.text, "/", id);
            CAPTURE(name);
            auto plugin = Plugin::open(vendor);
            REQUIRE(plugin);
            Fetch fetch;
            fetch.dataset = id;
            fetch.today = Day::of(2026, 11, 21);
            if (!dataset.offer.needs_range) CHECK(plugin.value().prepare(fetch));
            fetch.start = Day::of(2026, 11, 16);
            fetch.end = Day::of(2026, 11, 21);
            CHECK(plugin.value().prepare(fetch));
        }
    }
}
