// Runs a part of the engine over a file of cases, one JSON object a line, or over a folder of scripts, and writes what
// it decided. Scoring is done elsewhere; the engine sees nothing of a case but what a user would have given it.
#include "app/attacks.h"
#include "app/commands/commands.h"
#include "app/evaluation.h"
#include "app/word_vectors.h"
#include "base/text.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

namespace parley::app {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

constexpr std::string_view eval_kinds =
    "analysis, clues, dates, evidence, lua, policy, questions, refuse, refuse_tools, refuse_write, routing, signs, "
    "ssrf and vis";

// In a file of wishes to write only their refusal counts: its other questions are about nobody's data and are refused
// for that. The planner decides the same in either kind; this only says what is reported.
std::string reported_as(const std::string& kind, const std::string& in) {
    const bool of_writes = std::filesystem::path(in).filename().string().starts_with("refuse_write");
    return kind == "refuse" && of_writes ? "refuse_write" : kind;
}

// All in this one process, which has to outlive them.
int eval_scripts(const std::string& in, const std::string& out) {
    std::error_code trouble;
    std::set<std::filesystem::path> scripts;
    for (const auto& entry : std::filesystem::directory_iterator(in, trouble)) {
        if (entry.path().extension() == ".lua") scripts.insert(entry.path());
    }
    if (trouble) return fail({Fault::invalid, cat(in, " is no folder that can be read."), trouble.message()});
    std::ofstream decisions(out);
    for (const auto& script : scripts) {
        decisions << dump(judge_script(script.filename().string(), text_of(script))) << '\n';
    }
    decisions.close();
    if (!decisions) return fail({Fault::invalid, cat(out, " cannot be written."), ""});
    std::cerr << counted(static_cast<std::int64_t>(scripts.size()), "script", "scripts") << " run, and still here.\n";
    return 0;
}

}  // namespace

int eval(const Common& common, const std::string& kind, const std::string& in, const std::string& out) {
    if (kind == "lua") return eval_scripts(in, out);
    const auto catalogue = parley::vendors::Catalogue::read(common.config.plugins);
    if (!catalogue) return fail(catalogue.error());
    auto vectors = read_word_vectors(common.config.word_vectors);
    if (!vectors) return fail(vectors.error());
    // Files that a case names are relative to the folder above the cases'.
    const auto folder = std::filesystem::absolute(in).parent_path().parent_path();
    const Judge judge = judge_for(reported_as(kind, in), catalogue.value(), {folder, std::move(vectors).value()});
    if (!judge) return wrong_use(cat("There is no evaluation of \"", kind, "\"; there is ", eval_kinds, "."));
    std::ifstream cases(in);
    if (!cases) return fail({Fault::invalid, cat(in, " cannot be read."), ""});
    std::ofstream decisions(out);
    int line_number = 0;
    for (std::string line; std::getline(cases, line);) {
        ++line_number;
        if (trim(line).empty()) continue;
        const auto item = parse_json(line);
        if (!item) return fail({Fault::invalid, cat(in, ", line ", line_number, ": ", item.error().message), ""});
        decisions << dump(judge(item.value())) << '\n';
    }
    decisions.close();
    if (!decisions) return fail({Fault::invalid, cat(out, " cannot be written."), ""});
    std::cerr << counted(line_number, "case", "cases") << " decided.\n";
    return 0;
}

}  // namespace parley::app
