// The kit on every vendor folder of the repository.
#include "folders.h"
#include "kit/check.h"
#include "kit/trial.h"

using namespace parley;

namespace {

const std::string all_folders = PARLEY_SOURCE_DIR "/plugins/vendors";

std::string text_of(const std::vector<kit::Verdict>& verdicts) {
    std::string out;
    for (const auto& verdict : verdicts) out += tests::text_of(verdict);
    return out;
}

}  // namespace

TEST_CASE("kit: every vendor folder is whole and right, and passes its trial") {
    const auto checked = kit::check({all_folders, {}, PARLEY_SOURCE_DIR "/plugins/.luacheckrc", tests::noon});
    const auto tried = kit::trial({all_folders, {}, tests::noon});
    REQUIRE(checked);
    REQUIRE(tried);
    CHECK(text_of(checked.value()) == "");
    CHECK(text_of(tried.value()) == "");
    CHECK(checked.value().size() >= 39);
    CHECK(checked.value().size() == tried.value().size());
}
