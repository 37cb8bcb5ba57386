// Runs a part of the engine over a file of cases, one JSON object a line, and writes what it decided. Scoring is done
// elsewhere; the engine sees nothing of a case but what a user would have given it.
#include "app/commands/commands.h"
#include "app/evaluation.h"
#include "base/text.h"

#include <fstream>
#include <iostream>

namespace parley::app {

int eval(const Common& common, const std::string& kind, const std::string& in, const std::string& out) {
    const auto catalogue = parley::vendors::Catalogue::read(common.config.plugins);
    if (!catalogue) return fail(catalogue.error());
    const Judge judge = judge_for(kind, catalogue.value());
    if (!judge)
        return wrong_use(cat("There is no evaluation of \"", kind, "\" yet; there is dates, questions and policy."));
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
