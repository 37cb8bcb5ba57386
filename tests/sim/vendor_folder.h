#pragma once
// A folder with two small vendors, and a simulation of one of them.

#include "sim/sim.h"
#include "support.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace parley::sim::testing {

inline const VendorId tiny{"tiny"};
inline const VendorId still{"still"};

inline constexpr const char* manifest_text = R"lua(
return {
  id = "NAME", name = "NAME", category = "Payments & Finance", api = 1, synonyms = {}, docs = "https://tiny.example/docs",
  server = { url = "https://mcp.tiny.example/mcp", transport = "streamable-http", confidence = "unconfirmed" },
  auth = { kind = "oauth", scopes = { "read" } },
  tools = { rows = { names = { "list_rows" }, description = "Rows.", confidence = "unconfirmed" } },
  datasets = {
    rows = {
      name = "rows", description = "One row for each row.", synonyms = {}, tool = "rows", time = "created",
      pushes_range = false, longest_range_days = 0, paging = { rows_per_page = 0, pages_max = 0 }, rows_at = "data",
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "amount", kind = "count", role = "measure" },
      },
    },
  },
  ask = { "What was the amount last month?" },
}
)lua";

// Two vendors in a folder of their own: "tiny" can be simulated, "still" cannot.
class VendorFolder {
public:
    VendorFolder() : path_(std::filesystem::temp_directory_path() / ("parley-sim-" + vault::random_token(8))) {
        for (const auto& id : {tiny, still}) {
            std::filesystem::create_directories(path_ / id.text);
            std::string manifest = manifest_text;
            for (auto at = manifest.find("NAME"); at != std::string::npos; at = manifest.find("NAME")) {
                manifest.replace(at, 4, id.text);
            }
            std::ofstream(path_ / id.text / "manifest.lua") << manifest;
        }
        std::ofstream(path_ / "tiny" / "simulate.lua") << tiny_simulate;
    }
    ~VendorFolder() { std::filesystem::remove_all(path_); }
    VendorFolder(const VendorFolder&) = delete;
    VendorFolder& operator=(const VendorFolder&) = delete;

    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

inline vendors::Catalogue read_vendors(const std::string& path) {
    auto catalogue = vendors::Catalogue::read(path);
    REQUIRE(catalogue);
    for (const auto& mistake : catalogue.value().mistakes()) FAIL_CHECK(to_text(mistake));
    return std::move(catalogue).value();
}

// A simulation of the tiny vendor that runs.
struct Fixture {
    explicit Fixture(Options options = {}) {
        auto started = Simulation::start(catalogue, {tiny}, clock, options);
        REQUIRE(started);
        simulation = std::move(started).value();
        url = simulation->url(tiny);
    }

    VendorFolder folder;
    vendors::Catalogue catalogue = read_vendors(folder.path());
    MovableClock clock;
    std::unique_ptr<Simulation> simulation;
    std::string url;
};

}  // namespace parley::sim::testing
