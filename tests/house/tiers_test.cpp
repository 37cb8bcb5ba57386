// The file of the plans: what it may say, and how a mistake is told.
#include "app/tiers.h"

#include "support.h"

#include <fstream>

using namespace parley;
using namespace parley::tests;

TEST_CASE("house: the plans that are shipped are those that were promised") {
    const auto permits = app::read_tiers(PARLEY_SOURCE_DIR "/config/tiers.toml");
    INFO((permits ? "" : permits.error().message));
    REQUIRE(permits);
    using policy::Feature;
    const struct {
        const char* id;
        int days;
        std::set<Feature> features;
    } promised[] = {
        {"trial", 14, {Feature::ask, Feature::custom_servers, Feature::audit_trail, Feature::audit_export}},
        {"starter", 0, {Feature::ask, Feature::custom_servers}},
        {"professional", 0, {Feature::ask, Feature::custom_servers, Feature::audit_trail}},
        {"enterprise", 0, {Feature::ask, Feature::custom_servers, Feature::audit_trail, Feature::audit_export}},
    };
    CHECK(permits.value().tiers().size() == std::size(promised));
    for (const auto& plan : promised) {
        CAPTURE(plan.id);
        const auto* tier = permits.value().tier(plan.id);
        REQUIRE(tier != nullptr);
        CHECK(tier->days == plan.days);
        CHECK(tier->features == plan.features);
        CHECK_FALSE(tier->name.empty());
    }
}

TEST_CASE("house: a mistake in the file of the plans is told with file, line and field") {
    const std::string good = "[[tier]]\nid = \"a\"\nname = \"A\"\nfeatures = [\"ask\"]\n";
    const struct {
        std::string text;
        const char* says;  // Empty: it is good.
    } cases[] = {
        {good, ""},
        {good + "days = 30\n", ""},
        {"# Plans\n" + good + "[[tier]]\nid = \"b\"\nname = \"B\"\nfeatures = []\n", ""},
        {"", "[[tier]]"},
        {"tier = 7\n", "[[tier]]"},
        {"tier = [1, 2]\n", "line 1"},
        {"tears = 1\n" + good, "line 1: there is no setting \"tears\""},
        {"[[tier]]\n", "line 1: a tier has no id"},
        {"[[tier]]\nid = 7\n", "line 2: id"},
        {"[[tier]]\nid = \"\"\n", "line 2: id"},
        {"[[tier]]\nid = \"a\"\nfeatures = []\n", "line 1: a tier has no name"},
        {"[[tier]]\nid = \"a\"\nname = \"A\"\n", "line 1: a tier has no features"},
        {good + "days = 0\n", "line 5: days"},
        {good + "days = -3\n", "line 5: days"},
        {good + "days = \"30\"\n", "line 5: days"},
        {good + "days = 1.5\n", "line 5: days"},
        {good + "prize = 7\n", "line 5: a tier has no field \"prize\""},
        {good + "dayz = 7\n", "did you mean \"days\""},
        {"[[tier]]\nid = \"a\"\nname = \"A\"\nfeatures = \"ask\"\n", "line 4: features"},
        {"[[tier]]\nid = \"a\"\nname = \"A\"\nfeatures = [\n  \"ask\",\n  \"audit_trial\",\n]\n",
         "line 6: features: there is no \"audit_trial\" (did you mean \"audit_trail\"?)"},
        {"[[tier]]\nid = \"a\"\nname = \"A\"\nfeatures = [true]\n", "line 4: features"},
        {good + good, "line 5: id"},
        {good + "[[tier\n", "line 5"},
    };
    const Folder folder;
    const std::string path = folder.file("tiers.toml");
    for (const auto& c : cases) {
        CAPTURE(c.text);
        std::ofstream(path) << c.text;
        const auto permits = app::read_tiers(path);
        CHECK(static_cast<bool>(permits) == (*c.says == 0));
        if (permits) continue;
        CAPTURE(permits.error().message);
        CHECK(permits.error().fault == Fault::invalid);
        CHECK(permits.error().message.rfind(path + ": ", 0) == 0);
        CHECK(permits.error().message.find(c.says) != std::string::npos);
    }
    CHECK_FALSE(app::read_tiers(folder.file("nowhere.toml")));
}
