#include "kit/self_test.h"

#include "base/text.h"
#include "kit/rehearsal.h"

namespace parley::kit {

std::vector<Mistake> self_test(const vendors::Vendor& vendor, Instant now) {
    Verdict verdict{std::filesystem::path(vendor.folder).filename().string(), {}, {}};
    const std::vector<Example> examples = read_examples(vendor.folder, verdict);
    auto rehearsal = Rehearsal::open(vendor, examples, now);
    if (!rehearsal) {
        verdict.add("plugin.lua", "", reason_of(rehearsal.error()));
        return verdict.mistakes;
    }
    for (const auto& example : examples) {
        if (!example.reply || !is_dataset_example(vendor.manifest, example.name)) continue;
        const auto table = rehearsal.value().shape(example);
        if (!table) {
            verdict.add(cat("examples/", example.name, ".json"), "", reason_of(table.error()));
        } else if (example.table) {
            const std::string differs = difference(*example.table, sorted(recorded_table(example.name, table.value())));
            if (!differs.empty()) verdict.add(cat("examples/", example.name, ".table"), "", differs);
        }
    }
    return verdict.mistakes;
}

}  // namespace parley::kit
