#include "kit/check.h"

#include "base/clock.h"
#include "base/text.h"
#include "kit/guide.h"
#include "kit/luacheck.h"
#include "kit/questions.h"
#include "sim/script.h"

#include <algorithm>
#include <array>

namespace parley::kit {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t questions_min = 6;
constexpr std::array<const char*, 3> lua_files{"manifest.lua", "plugin.lua", "simulate.lua"};

// All that the checks of one folder share.
struct Bench {
    const CheckWish& wish;
    const vendors::Catalogue& catalogue;
    const std::vector<std::string>& folders;
    planner::Index connected;  // With every folder that loads.
};

void take_mistakes(const vendors::Catalogue& catalogue, Verdict& verdict) {
    for (const auto& mistake : catalogue.mistakes()) {
        if (mistake.file.starts_with(verdict.vendor + "/")) verdict.mistakes.push_back(mistake);
    }
}

// What a draft left to its author, line by line.
void check_marks(const fs::path& folder, Verdict& verdict) {
    for (const char* file : {"manifest.lua", "plugin.lua", "simulate.lua", "guide.md"}) {
        const auto lines = split(text_of(folder / file), '\n');
        for (std::size_t k = 0; k < lines.size(); ++k) {
            const auto at = lines[k].find(mark);
            if (at == std::string::npos) continue;
            const auto what = lines[k].substr(at, lines[k].find_first_of("\"|", at) - at);
            verdict.add(file, cat("line ", k + 1), cat("is still to be filled in: ", trim(what)));
        }
    }
}

void check_examples(const vendors::Vendor& vendor, const std::vector<Example>& examples, Verdict& verdict) {
    std::vector<std::string> ids;
    for (const auto& [id, dataset] : vendor.manifest.datasets) {
        ids.push_back(id);
        const auto example =
            std::find_if(examples.begin(), examples.end(), [&id = id](const Example& one) { return one.name == id; });
        if (example == examples.end() || !fs::exists(example->reply_file)) {
            verdict.add(cat("examples/", id, ".json"), "", cat("is missing: a recorded reply for the dataset ", id));
        } else if (!fs::exists(example->table_file)) {
            verdict.add(cat("examples/", id, ".table"), "",
                        cat("is missing: `parley plugin test ", verdict.vendor,
                            " --write` writes what the plugin makes "
                            "of the reply, for you to read"));
        }
    }
    for (const auto& example : examples) {
        if (is_dataset_example(vendor.manifest, example.name) || is_account_example(vendor.manifest, example.name))
            continue;
        const std::string near = nearest(example.name, ids);
        verdict.add(cat("examples/", example.name, ".json"), "",
                    cat("there is no dataset \"", example.name, "\"",
                        near.empty() ? "" : cat(" (did you mean \"", near, "\"?)")));
    }
}

// A question over two vendors cannot be answered by one.
bool takes_two(const std::string& question, const planner::Index& connected, Day today) {
    const auto decision = planner::plan(question, connected, {Calendar(), today, {}, nullptr});
    const auto* plan = std::get_if<planner::Plan>(&decision);
    return plan != nullptr && plan->steps.size() > 1;
}

void check_questions(const vendors::Vendor& vendor, const Bench& bench, Verdict& verdict) {
    const auto& ask = vendor.manifest.ask;
    if (ask.size() < questions_min) {
        verdict.add("manifest.lua", "ask", cat("has ", ask.size(), " of at least ", questions_min, " questions"));
    }
    const Day today = Calendar().day_of(bench.wish.now);
    const auto alone = planner::Index::owning({connected_offer(vendor)});
    for (const auto& lost : lost_questions(vendor, alone, today)) {
        if (takes_two(ask[lost.index], bench.connected, today)) continue;
        verdict.add("manifest.lua", cat("ask[", lost.index + 1, "]"), cat("\"", ask[lost.index], "\" ", lost.why));
    }
    if (!bench.wish.ids.empty()) return;
    for (const auto& lost : lost_questions(vendor, bench.connected, today)) {
        verdict.add(
            "manifest.lua", cat("ask[", lost.index + 1, "]"),
            cat("\"", ask[lost.index], "\", with ", bench.connected.offers().size(), " vendors connected, ", lost.why));
    }
}

// A simulation that does not publish what the manifest calls could not be asked anything.
void check_simulation(const vendors::Vendor& vendor, const Bench& bench, Verdict& verdict) {
    if (vendor.simulate_source.empty()) return;
    const FixedClock clock(bench.wish.now);
    sim::Script script({clock, 7}, vendor.simulate_source, vendor.manifest.id.text + "/simulate.lua");
    const auto tools = script.tools();
    if (!tools) {
        verdict.add("simulate.lua", "", tools.error().detail);
        return;
    }
    std::vector<policy::ToolDefinition> published;
    for (const auto& tool : tools.value()) {
        published.push_back({text_at(tool, "name"), text_at(tool, "description"), at_or_null(tool, "inputSchema"),
                             at_or_null(tool, "annotations")});
    }
    const auto resolved = vendors::resolve_tools(vendor.manifest, published);
    for (const auto& [id, tool] : vendor.manifest.tools) {
        if (resolved.names.contains(id)) continue;
        verdict.add("simulate.lua", cat("tools.", id), "is in the manifest, but the simulation publishes no such tool");
    }
}

Verdict check_folder(const std::string& id, const Bench& bench) {
    Verdict verdict{id, {}, {}};
    const fs::path folder = fs::path(bench.wish.folder) / id;
    std::error_code unknown;
    if (!fs::exists(folder / "manifest.lua", unknown)) {
        verdict.add("manifest.lua", "", "is missing: it is what makes a folder a vendor");
        return verdict;
    }
    take_mistakes(bench.catalogue, verdict);
    check_marks(folder, verdict);
    const auto examples = read_examples(folder, verdict);
    const vendors::Vendor* vendor = bench.catalogue.find({id});
    if (vendor == nullptr) {
        verdict.notes.emplace_back("its examples, questions and guide are looked at once the manifest can be read");
        return verdict;
    }
    check_examples(*vendor, examples, verdict);
    check_questions(*vendor, bench, verdict);
    check_guide(vendor->manifest, vendor->guide, bench.folders, verdict);
    check_simulation(*vendor, bench, verdict);
    return verdict;
}

// One run for all folders: the program's start costs more than its work.
void lint(const CheckWish& wish, std::vector<Verdict>& verdicts) {
    std::vector<std::string> files;
    std::error_code unknown;
    for (const auto& verdict : verdicts) {
        for (const char* file : lua_files) {
            const auto path = fs::path(wish.folder) / verdict.vendor / file;
            if (fs::exists(path, unknown)) files.push_back(path.string());
        }
    }
    const auto lints = luacheck(wish.luacheck_config, files);
    if (!lints) {
        if (!verdicts.empty()) {
            verdicts.back().notes.emplace_back("luacheck did not run (is it installed?): no Lua was linted");
        }
        return;
    }
    for (auto& verdict : verdicts) {
        const std::string start = (fs::path(wish.folder) / verdict.vendor / "").string();
        for (const auto& found : *lints) {
            if (!found.file.starts_with(start)) continue;
            verdict.add(found.file.substr(start.size()), "", cat("luacheck: ", found.text));
        }
    }
}

}  // namespace

Result<std::vector<Verdict>> check(const CheckWish& wish) {
    PARLEY_TRY(const auto ids, chosen_folders(wish.folder, wish.ids));
    PARLEY_TRY(const auto folders, vendor_folders(wish.folder));
    PARLEY_TRY(const auto catalogue, vendors::Catalogue::read(wish.folder));
    std::vector<planner::Offer> offers;
    for (const auto& vendor : catalogue.vendors()) offers.push_back(connected_offer(vendor));
    const Bench bench{wish, catalogue, folders, planner::Index::owning(std::move(offers))};
    std::vector<Verdict> verdicts;
    verdicts.reserve(ids.size());
    for (const auto& id : ids) verdicts.push_back(check_folder(id, bench));
    lint(wish, verdicts);
    return verdicts;
}

}  // namespace parley::kit
