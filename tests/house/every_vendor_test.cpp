// The whole catalogue at once: every vendor simulated, connected through its own sign-in, and asked its own examples.
#include "base/text.h"
#include "policy/words.h"
#include "support.h"

#include <cstdlib>
#include <map>
#include <set>

using namespace parley;
using namespace parley::tests;

namespace {

DemoHouse::Wish whole_catalogue() {
    DemoHouse::Wish wish;
    wish.vendors.clear();
    return wish;
}

// What is wrong with the answer to a vendor's own example question; empty where it is as it should be.
std::string complaint(const ask::Answer& answer, const VendorId& vendor) {
    const std::string status = answer["status"];
    if (status != "answered") return cat(status, " ", answer["reason"].dump(), ": ", answer["text"].get<std::string>());
    if (!answer["plan"].is_object()) return "no plan";
    if (answer["plan"]["steps"][0]["vendor"] != vendor.text) {
        return cat("asked ", answer["plan"]["steps"][0]["vendor"].get<std::string>());
    }
    if (answer["table"]["rows"].empty()) return "no rows";
    if (answer["text"].get<std::string>().empty()) return "no text";
    return "";
}

// Tools that the manifest answers for, although their names may sound like writes.
std::set<std::string> answered_for(const vendors::Manifest& manifest) {
    std::set<std::string> names;
    for (const auto& [id, tool] : manifest.tools) {
        if (!tool.reads && tool.because.empty()) continue;
        names.insert(tool.names.begin(), tool.names.end());
    }
    return names;
}

// PARLEY_SLOW=1 asks them all, which takes minutes under the sanitizers; without it every vendor is asked some,
// each run the same ones.
bool is_asked(std::size_t index) {
    constexpr std::size_t one_in = 8;
    return std::getenv("PARLEY_SLOW") != nullptr || index % one_in == 0;
}

}  // namespace

TEST_CASE("house: every example question of every manifest is answered, and calls no tool that writes") {
    DemoHouse demo(whole_catalogue());
    int questions = 0;
    std::map<std::string, double> spent_ms;
    for (const auto& vendor : demo.house().catalogue().vendors()) {
        const auto& manifest = vendor.manifest;
        for (std::size_t index = 0; index < manifest.ask.size(); ++index) {
            if (!is_asked(index)) continue;
            const std::string& question = manifest.ask[index];
            ++questions;
            const auto answer = demo.ask(question);
            for (const auto& [phase, ms] : answer["timing"].items()) spent_ms[phase] += ms.get<double>();
            const std::string wrong = complaint(answer, manifest.id);
            const std::string where = cat(manifest.id.text, ": ", question);
            CAPTURE(where);
            CHECK(wrong == "");
        }
        const auto called = demo.simulation().seen(manifest.id).tools_called;
        const auto reads = answered_for(manifest);
        CAPTURE(manifest.id.text);
        CHECK_FALSE(called.empty());
        for (const auto& tool : called) {
            CAPTURE(tool);
            CHECK((reads.count(tool) > 0 || !policy::names_a_write(tool)));
        }
    }
    MESSAGE(questions << " example questions; ms: " << Json(spent_ms).dump());
}
