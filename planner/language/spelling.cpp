#include "planner/language/spelling.h"

#include "base/text.h"
#include "planner/language/words.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

// A word that questions are built of, and the English words that are one slip away from it and mean themselves.
struct Known {
    std::string_view word;
    std::string_view others = "";  // Between blanks.
};

constexpr auto known = std::to_array<Known>({
    {"days", "dads dabs dams dais daks"},
    {"daily", "dairy daisy dally"},
    {"week", "weak weed weep"},
    {"weeks", "weeds weeps"},
    {"weekly", "weakly"},
    {"weekend"},
    {"weekends"},
    {"month", "mouth moth"},
    {"months", "mouths moths"},
    {"monthly"},
    {"quarter", "quartet"},
    {"quarters", "quartets"},
    {"quarterly"},
    {"year", "yeah yearn yeas"},
    {"years", "yeahs yearns"},
    {"yearly"},
    {"hour"},
    {"hours"},
    {"hourly"},
    {"today", "toady"},
    {"yesterday"},
    {"tomorrow"},
    {"january"},
    {"february"},
    {"march", "marsh match mach marc"},
    {"april"},
    {"june", "junk jute juno"},
    {"july", "jury"},
    {"august", "augusta"},
    {"september"},
    {"october"},
    {"november"},
    {"december"},
    {"monday"},
    {"tuesday"},
    {"wednesday"},
    {"thursday"},
    {"friday"},
    {"saturday"},
    {"sunday", "sundry sundae"},
    {"last", "list lost lash lass lust lest latest lase"},
    {"this", "thin thins thus"},
    {"past", "part pass pasta paste pasty pats post pact pest pant"},
    {"since", "sine singe"},
    {"previous", "precious"},
    {"current", "currant"},
    {"calendar"},
    {"fiscal"},
    {"trailing", "training tailing"},
    {"between"},
    {"until", "untie"},
    {"during", "daring duping"},
    {"through", "thorough though trough"},
    {"before"},
    {"first", "firs fist"},
    {"second"},
    {"each", "etch"},
    {"every", "ever emery"},
    {"most", "must mist moist moss mast moot molt"},
    {"least", "lease leash leapt leas"},
    {"against"},
    {"versus", "verses"},
    {"compared", "compare compares"},
    {"highest"},
    {"lowest"},
    {"biggest"},
    {"largest"},
    {"smallest"},
    {"average", "averaged"},
    {"number", "numbed"},
    {"total", "tonal"},
    {"share", "shared shape shade sharp shard shark shore spare scare stare shake shire shale"},
    {"percentage"},
    {"split", "spilt spit slit splint"},
    {"grouped", "groped"},
    {"which"},
    {"where", "were"},
    {"only", "oily"},
    {"without"},
});

bool holds_word(std::string_view words, std::string_view word) {
    std::size_t at = words.find(word);
    while (at != std::string_view::npos) {
        const bool begins = at == 0 || words[at - 1] == ' ';
        const bool ends = at + word.size() == words.size() || words[at + word.size()] == ' ';
        if (begins && ends) return true;
        at = words.find(word, at + 1);
    }
    return false;
}

}  // namespace

bool lacks_inner_letter(std::string_view written, std::string_view meant) {
    if (written.size() + 1 != meant.size() || written.back() != meant.back()) return false;
    std::size_t k = 0;
    while (k < written.size() && written[k] == meant[k]) ++k;
    return k > 0 && written.substr(k) == meant.substr(k + 1);
}

bool is_one_slip(std::string_view written, std::string_view meant) {
    if (written.empty() || meant.empty() || written.front() != meant.front()) return false;
    return is_swapped(written, meant) || edit_distance(written, meant) == 1;
}

std::string respelled(std::string word) {
    // Too short to be told by rule: only what nothing else is written like.
    if (word == "lst") return "last";
    if (word == "wek") return "week";
    if (word == "eah") return "each";
    constexpr std::size_t shortest = 4;
    constexpr std::size_t longest = 11;
    if (word.size() < shortest || word.size() > longest) return word;
    const Known* meant = nullptr;
    for (const auto& one : known) {
        const bool plural = word.back() == 's' && std::string_view(word).substr(0, word.size() - 1) == one.word;
        if (one.word == word || plural) return word;  // "On tuesdays" is no slip.
        if (one.word.front() != word.front()) continue;
        if (holds_word(one.others, word)) return word;
        if (meant == nullptr && is_one_slip(word, one.word)) meant = &one;
    }
    return meant == nullptr ? word : std::string(meant->word);
}

}  // namespace parley::planner
