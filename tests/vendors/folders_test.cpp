// Every vendor folder there is loads without a mistake and can prepare its calls. What its recorded replies become is
// tried with the kit (tests/kit/vendors_test.cpp).
#include "base/text.h"
#include "vendors/catalogue.h"
#include "vendors/plugin.h"

#include <doctest/doctest.h>
#include <filesystem>

namespace fs = std::filesystem;
using namespace parley;
using namespace parley::vendors;

namespace {

const fs::path folder = PARLEY_SOURCE_DIR "/plugins/vendors";

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

namespace {

// Without account, settings and filters a plugin may refuse, in a sentence for people; it may not break.
bool is_prepared_or_refused(const Result<Json>& arguments) {
    return arguments || (arguments.error().fault == Fault::invalid && arguments.error().message.ends_with("."));
}

}  // namespace

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
            if (!dataset.offer.needs_range) CHECK(is_prepared_or_refused(plugin.value().prepare(fetch)));
            fetch.start = Day::of(2026, 11, 16);
            fetch.end = Day::of(2026, 11, 21);
            CHECK(is_prepared_or_refused(plugin.value().prepare(fetch)));
        }
    }
}
