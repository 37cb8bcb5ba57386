#include "planner/dates/dates.h"

#include "planner/dates/period.h"

namespace parley::planner::dates {
namespace {

struct Candidate {
    Period period;
    std::size_t first = 0;
};

// "last 30 days excluding today", "this month, not counting today".
void leave_today_out(const Scene& scene, Period& period) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.skip(period.next, {",", "("});
    const bool denied = tokens.is(next, "not") && tokens.is_one_of(next + 1, {"counting", "including"});
    const bool left_out = tokens.is_one_of(next, {"excluding", "without", "except", "excl"});
    if (!denied && !left_out) return;
    next = tokens.skip(next + (denied ? 2 : 1), {".", "for"});
    const Day tomorrow = scene.today.plus(1);
    if (!tokens.is(next, "today") || !period.start || (period.end && *period.end < tomorrow)) return;
    const bool rolling = period.end == tomorrow && period.grain == Grain::day;
    if (rolling) period.start = period.start->plus(-1);
    period.end = scene.today;
    if (*period.end <= *period.start) period.start = period.end->plus(-1);
    period.partial = false;
    period.next = next + 1;
}

std::optional<Period> best_at(const Scene& scene, std::size_t at) {
    auto best = single_period(scene, at);
    for (const auto rules : {connector_rules(), list_rules()}) {
        for (const Rule rule : rules) {
            auto found = rule(scene, at);
            if (found && (!best || found->next > best->next)) best = std::move(found);
        }
    }
    if (best) leave_today_out(scene, *best);
    return best;
}

Found described(const Tokens& tokens, std::string_view question, const Candidate& candidate) {
    const Period& period = candidate.period;
    Found found;
    found.start = period.start;
    found.end = period.end;
    found.grain = period.grain;
    found.at = tokens[candidate.first].at;
    const Token& last = tokens[period.next - 1];
    found.length = last.at + last.length - found.at;
    found.phrase = std::string(question.substr(found.at, found.length));
    found.partial = period.partial;
    found.note = period.note;
    found.apart = period.apart;
    return found;
}

bool is_to_come(const Scene& scene, const Period& period) {
    return scene.lean == Lean::past && period.start && *period.start > scene.today;
}

// "I report on this tomorrow: orders of last quarter", "meeting at 3pm today: orders in May": a day that stands before
// a colon, or is still to come, says when somebody needs the numbers, where another period follows.
bool is_occasion(const Scene& scene, const Candidate& before, const Candidate& period) {
    if (is_to_come(scene, period.period) || before.period.grain != Grain::day) return false;
    const bool due = before.first > 0 && scene.tokens.is_one_of(before.first - 1, {"due", "expiring", "scheduled", "by",
                                                                                   "until", "closing", "ending"});
    if (due) return false;  // "Tasks due tomorrow, of those made last week": what is to come is asked for.
    if (is_to_come(scene, before.period)) return true;
    for (std::size_t at = before.period.next; at < period.first; ++at) {
        if (scene.tokens.is(at, ":") && !scene.tokens[at + 1].glued) return true;
    }
    return false;
}

std::optional<Candidate> best_of(const Scene& scene) {
    const Tokens& tokens = scene.tokens;
    std::optional<Candidate> best;
    for (std::size_t at = 0; at < tokens.size();) {
        auto period = best_at(scene, at);
        if (!period || period->trust == Trust::inner) {
            ++at;
            continue;
        }
        const std::size_t next = period->next;
        // The first of the most trusted ones: what follows it is a comparison or a condition more often than not.
        Candidate found{std::move(*period), at};
        if (!best || found.period.trust > best->period.trust || is_occasion(scene, *best, found))
            best = std::move(found);
        at = next;
    }
    return best;
}

}  // namespace

std::optional<Found> find_range(std::string_view question, Day today, const Calendar& calendar, Lean lean) {
    const Tokens tokens(question);
    const bool for_numbers = lean == Lean::past;
    auto best = best_of(Scene{tokens, today, calendar, lean, for_numbers});
    if (best && lean == Lean::open && !stands_alone(tokens, best->first, best->period.next)) {
        best = best_of(Scene{tokens, today, calendar, Lean::past, for_numbers});
    }
    if (!best) return std::nullopt;
    return described(tokens, question, *best);
}

}  // namespace parley::planner::dates
