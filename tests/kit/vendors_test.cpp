// The kit on every vendor folder of the repository.
#include "folders.h"
#include "kit/check.h"
#include "kit/trial.h"

#include <ctime>

using namespace parley;

namespace {

const std::string all_folders = PARLEY_SOURCE_DIR "/plugins/vendors";

std::string text_of(const std::vector<kit::Verdict>& verdicts) {
    std::string out;
    for (const auto& verdict : verdicts) out += tests::text_of(verdict);
    return out;
}

}  // namespace

TEST_CASE(
    "kit: every vendor folder is whole and right, and passes its trial, in less than a minute of processor time") {
    const std::clock_t start = std::clock();
    const auto checked = kit::check({all_folders, {}, PARLEY_SOURCE_DIR "/plugins/.luacheckrc", tests::noon});
    const auto tried = kit::trial({all_folders, {}, tests::noon});
    // What the machine does beside is none of it.
    const double took_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    REQUIRE(checked);
    REQUIRE(tried);
    CHECK(text_of(checked.value()) == "");
    CHECK(text_of(tried.value()) == "");
    CHECK(checked.value().size() >= 39);
    CHECK(checked.value().size() == tried.value().size());
    CHECK(took_s < 60.0);
    MESSAGE(checked.value().size() << " folders in " << took_s << " s");
}
