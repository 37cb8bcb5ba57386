#include "narrate/story.h"

namespace parley::narrate {

// "41 payments from 1 Jul to 30 Sep 2026 have an amount. Most of them, 20 (48.8 %), lie in "EUR 0 to 50"; ..."
void tell_spread(const Story& story, std::vector<Finding>& findings) {
    const Column* median = story.table.find("median");
    if (story.subjects.empty() || story.groups.empty() || !median) return;
    const Column& rows = *story.subjects.front().column;
    std::int64_t all = 0;
    std::size_t fullest = 0;
    for (std::size_t row = 0; row < story.table.rows(); ++row) {
        all += rows.integer(row);
        if (rows.integer(row) > rows.integer(fullest)) fullest = row;
    }
    if (all == 0) return;
    const std::string name = said(rows.name);
    const std::string formula = "sum(" + rows.name + ")";
    Sentence sentence(story);
    if (!story.complete()) sentence.say("at least ");
    sentence.count(all, formula).say(" ").say(name).say(story.conditions()).say(story.period());
    sentence.say(all == 1 ? " has" : " have").say(" a value of ").say(said(story.groups.front()->name));
    sentence.say("; the range with most of them is ").group(fullest).say(" with ").cell(rows, fullest).say(" (");
    sentence.share(static_cast<double>(rows.integer(fullest)) / static_cast<double>(all), rows.name + " / " + formula);
    sentence.say("), and the middle value is ").cell(*median, 0);
    findings.push_back(std::move(sentence).finish("top"));
}

}  // namespace parley::narrate
