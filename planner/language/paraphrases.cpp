#include "planner/language/paraphrases.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace parley::planner {
namespace {

struct Paraphrase {
    std::string_view said;
    std::string_view means;  // No more words than are said.
};

// Where one begins like another the longer one is taken. No vendor's word is in it.
constexpr auto paraphrases = std::to_array<Paraphrase>({
    {"past their due date", "overdue"},
    {"past its due date", "overdue"},
    {"past the due date", "overdue"},
    {"past due date", "overdue"},
    {"past their due dates", "overdue"},
    {"past their deadline", "overdue"},
    {"past its deadline", "overdue"},
    {"past the deadline", "overdue"},
    {"past deadline", "overdue"},
    {"missed their deadline", "overdue"},
    {"missed the deadline", "overdue"},
    {"missed its deadline", "overdue"},
    {"nobody owns", "unassigned"},
    {"no one owns", "unassigned"},
    {"nobody is assigned to", "unassigned"},
    {"nobody is working on", "unassigned"},
    {"without an owner", "unassigned"},
    {"without owner", "unassigned"},
    {"without any owner", "unassigned"},
    {"with no owner", "unassigned"},
    {"have no owner", "unassigned"},
    {"has no owner", "unassigned"},
    {"without an assignee", "unassigned"},
    {"without assignee", "unassigned"},
    {"without any assignee", "unassigned"},
    {"with no assignee", "unassigned"},
    {"have no assignee", "unassigned"},
    {"has no assignee", "unassigned"},
    {"not assigned to anyone", "unassigned"},
    {"not assigned to anybody", "unassigned"},
    {"assigned to nobody", "unassigned"},
    {"assigned to no one", "unassigned"},
    {"belong to nobody", "unassigned"},
    {"belongs to nobody", "unassigned"},
    {"belong to no one", "unassigned"},
    {"waiting for an answer", "unanswered"},
    {"waiting for a reply", "unanswered"},
    {"waiting for a response", "unanswered"},
    {"waiting on an answer", "unanswered"},
    {"not answered yet", "unanswered"},
    {"not been answered", "unanswered"},
    {"nobody answered", "unanswered"},
    {"nobody replied to", "unanswered"},
    {"without an answer", "unanswered"},
    {"without an answer yet", "unanswered"},
    {"without a reply", "unanswered"},
    {"without a response", "unanswered"},
    {"text message", "sms"},
    {"text messages", "sms"},
    {"ticked off", "completed"},
    {"tick off", "completed"},
    {"checked off", "completed"},
    {"got done", "completed"},
    {"get done", "completed"},
    {"wrapped up", "completed"},
    {"give up", "drop off"},
    {"gave up", "drop off"},
    {"giving up", "drop off"},
    {"fall out", "drop off"},
    {"bail out", "drop off"},
    {"opted out", "unsubscribed"},
    {"looked at", "viewed"},
    {"money back", "refund"},
    {"pay back", "refund"},
    {"paid back", "refunded"},
    {"gave back", "refunded"},
    {"given back", "refunded"},
    {"stack up against", "compare to"},
    {"stacks up against", "compares to"},
    {"stacked up against", "compared to"},
    {"hold up against", "compare to"},
    {"holds up against", "compares to"},
    {"measure up to", "compare to"},
    {"measures up to", "compares to"},
    {"measure up against", "compare to"},
    {"fare against", "compare to"},
    {"as opposed to", "versus"},
    {"per head", "per person"},
    {"from high to low", "descending"},
    {"high to low", "descending"},
    {"highest to lowest", "descending"},
    {"from highest to lowest", "descending"},
    {"largest to smallest", "descending"},
    {"from low to high", "ascending"},
    {"low to high", "ascending"},
    {"lowest to highest", "ascending"},
    {"smallest to largest", "ascending"},
    {"brought up", "mentioned"},
    {"blew up", "failed"},
    {"blow up", "fail"},
    {"blows up", "fails"},
    {"fell over", "failed"},
    {"went wrong", "failed"},
    {"go wrong", "fail"},
    {"goes wrong", "fails"},
    {"went red", "failed"},
    {"go red", "fail"},
    {"outside the company", "externally"},
    {"outside our company", "externally"},
    {"outside the organization", "externally"},
    {"outside our organization", "externally"},
    {"exec time", "execution time"},
    {"money go", "spend"},
    {"money went", "spend"},
    {"money goes", "spend"},
    {"e mail", "email"},
    {"e mails", "emails"},
    {"rev per", "revenue per"},
    {"rev by", "revenue by"},
    {"day of the week", "weekday"},
    {"day of week", "weekday"},
    {"days of the week", "weekdays"},
    {"hour of the day", "hour"},
    {"hour of day", "hour"},
    {"hours of the day", "hours"},
    {"hrs", "hours"},
    {"whats", "what's"},
    {"whos", "who's"},
    {"peak hour", "busiest hour"},
    {"peak hours", "busiest hours"},
    {"peak day", "busiest day"},
    {"peak days", "busiest days"},
    {"peak time", "busiest hour"},
    {"peak times", "busiest hours"},
    {"time of the day", "hour"},
    {"time of day", "hour"},
});

// By their first word: names of ten thousand tools are looked through.
const std::unordered_multimap<std::string_view, const Paraphrase*>& by_first_word() {
    static const auto all = [] {
        std::unordered_multimap<std::string_view, const Paraphrase*> found;
        for (const auto& one : paraphrases) found.emplace(one.said.substr(0, one.said.find(' ')), &one);
        return found;
    }();
    return all;
}

bool is_name(const Words& words, std::size_t first, std::size_t count) {
    for (std::size_t k = first; k < first + count; ++k) {
        if (words[k].quoted || (k > first && words[k].breaks) || (words[k].capital && k > 0)) return true;
    }
    return false;
}

void put(Words& words, std::size_t first, std::size_t count, std::string_view means, Stemmer& stemmer) {
    const std::size_t end = words[first + count - 1].at + words[first + count - 1].length;
    const std::size_t wanted = length_of(means);
    std::size_t from = 0;
    for (std::size_t k = 0; k < wanted; ++k) {
        const std::size_t blank = std::min(means.find(' ', from), means.size());
        Word& word = words[first + k];
        word.text = std::string(means.substr(from, blank - from));
        word.stem = stemmer.stem(word.text);
        from = blank + 1;
    }
    Word& last = words[first + wanted - 1];
    last.length = end - last.at;
    const auto begin = words.begin() + static_cast<std::ptrdiff_t>(first);
    words.erase(begin + static_cast<std::ptrdiff_t>(wanted), begin + static_cast<std::ptrdiff_t>(count));
}

}  // namespace

void rephrase(Words& words, Stemmer& stemmer) {
    if (words.size() < 2) return;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const Paraphrase* longest = nullptr;
        const auto [first, last] = by_first_word().equal_range(words[at].text);
        for (auto it = first; it != last; ++it) {
            const std::string_view said = it->second->said;
            const bool longer = longest == nullptr || said.size() > longest->said.size();
            if (longer && stands_at(words, at, said) && !is_name(words, at, length_of(said))) longest = it->second;
        }
        if (longest != nullptr) put(words, at, length_of(longest->said), longest->means, stemmer);
    }
    join_particles(words);
}

}  // namespace parley::planner
