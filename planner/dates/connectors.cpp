// Periods made of others: from A to B, between A and B, since A, until A, before A, after A.

#include "planner/dates/period.h"

#include <array>

namespace parley::planner::dates {
namespace {

std::optional<std::size_t> behind_to(const Tokens& tokens, std::size_t at) {
    // "up to and including May"
    const auto including = [&](std::size_t next) {
        return tokens.is(next, "and") && tokens.is_one_of(next + 1, {"including", "incl"}) ? next + 2 : next;
    };
    if (tokens.is_one_of(at, {"to", "until", "till", "til", "through", "thru", "-", "~"})) return including(at + 1);
    if (tokens.is(at, "up") && tokens.is_one_of(at + 1, {"to", "until", "till", "through"})) return including(at + 2);
    if (tokens.is(at, ".") && tokens.is(at + 1, ".")) return tokens.skip(at + 2, {"."});
    const std::size_t ending = tokens.skip(at, {",", "and"});
    if (tokens.is_one_of(ending, {"ending", "finishing"})) return tokens.skip(ending + 1, {"on", "in", "at"});
    return std::nullopt;
}

}  // namespace

std::optional<Number> bare_day(const Tokens& tokens, std::size_t at) {
    const std::size_t next = tokens.skip(at, {"the"});
    auto day = read_ordinal(tokens, next);
    if (!day && tokens[next].is_number(1, 2)) day = Number{tokens[next].value, next + 1};
    if (!day || day->value < 1 || day->value > 31) return std::nullopt;
    if (unit_named(tokens[day->next].text) || tokens.is_one_of(day->next, {"%", ":", "am", "pm"})) return std::nullopt;
    return day;
}

namespace {

// "the end of 2008" closes a range at that end; "the start of 2008" at its first day.
std::optional<Period> far_end(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t word = tokens.skip(at, {"the"});
    const bool end = tokens.is(word, "end");
    const bool start = tokens.is_one_of(word, {"start", "beginning"});
    if ((!end && !start) || !tokens.is(word + 1, "of")) return single_period(scene, at);
    auto of = single_period(scene, word + 2);
    const auto unit = unit_named(tokens[word + 2].text);
    if (!of && unit && *unit > Unit::day) {  // "since start of month"
        of = whole(scene, *unit, scene.today, 0);
        of->next = word + 3;
    }
    if (of && start) of->end = of->start;
    return of;
}

// The end of a period as the side that opens a range: its last day.
std::optional<Period> near_end(const Scene& scene, std::size_t at) {
    auto of = far_end(scene, at);
    const std::size_t word = scene.tokens.skip(at, {"the"});
    if (of && of->end && scene.tokens.is(word, "end") && scene.tokens.is(word + 1, "of")) of->start = of->end->plus(-1);
    return of;
}

// By whole years to the next one that has such a day: the 29th of February is not in every year.
void shift_to_real_day(Period& period, int step) {
    constexpr int years_most = 8;
    for (int years = 1; years <= years_most; ++years) {
        const Day moved = period.start->plus_months(12 * step * years);
        if (moved.day() == period.start->day()) return shift_years(period, step * years);
    }
}

// Brings the sides into one time: a side without a year takes the other's, and the left one comes first.
void settle_years(const Scene& scene, Period& left, Period& right) {
    if (left.year_free && !right.year_free) {
        while (*left.start > *right.start) shift_to_real_day(left, -1);
        while (left.start->plus_months(12) <= *right.start) shift_years(left, 1);
    }
    if (!right.year_free) return;
    while (*right.start < *left.start) shift_to_real_day(right, 1);
    while (right.start->plus_months(-12) >= *left.start) shift_years(right, -1);
    if (!left.year_free) return;
    // Days of one month that are only written down are an appointment; a stretch over months has been, where it can.
    const bool coming = scene.lean == Lean::open && left.start->month() == right.start->month();
    const Day before = *left.start;
    if (coming && *right.end <= scene.today) shift_to_real_day(left, 1);
    if (!coming && *left.start > scene.today) shift_to_real_day(left, -1);
    shift_years(right, left.start->year() - before.year());
}

Period joined(const Period& left, const Period& right) {
    Period period;
    period.start = left.start;
    period.end = right.end;
    period.grain = left.grain && right.grain ? std::min(*left.grain, *right.grain) : left.grain;
    period.next = right.next;
    period.trust = Trust::range;
    period.note = left.note.empty() ? right.note : left.note;
    return period;
}

std::optional<Period> right_side(const Scene& scene, std::size_t at, const Period& left) {
    auto right = far_end(scene, at);
    const bool begun = !scene.tokens.is(at, "tomorrow") && (scene.for_numbers || !scene.tokens.is(at, "date"));
    if (right && !begun) right->end = right->start;  // What has not begun does not count.
    const auto day = left.grain == Grain::day ? bare_day(scene.tokens, at) : std::nullopt;
    if (right && right->start && right->end && (!day || right->next > day->next)) return right;
    if (!day) return std::nullopt;
    Day date = Day::of(left.start->year(), left.start->month(), day->value);
    if (date < *left.start) date = date.plus_months(1);
    Period period = days(date, date.plus(1), Grain::day, day->next);
    period.year_free = left.year_free;
    return period;
}

// "August 10 - 22, 2012": the year stands behind the right side and counts for both.
void take_late_year(const Scene& scene, Period& left, Period& right) {
    if (!left.year_free || !right.year_free) return;
    const auto year = read_following_year(scene, right.next);
    if (!year) return;
    const int moved = year->value - right.start->year();
    shift_years(right, moved);
    shift_years(left, moved);
    right.year_free = false;
    right.next = year->next;
}

// "3 to 12 of September 2026", "between 4 and 22 this month".
std::optional<Period> bare_left(const Scene& scene, std::size_t at, bool between) {
    const Tokens& tokens = scene.tokens;
    const auto first = bare_day(tokens, at);
    if (!first) return std::nullopt;
    const auto to = between && tokens.is(first->next, "and") ? first->next + 1 : behind_to(tokens, first->next);
    if (!to) return std::nullopt;
    auto right = single_period(scene, *to);
    if (right && right->grain == Grain::day && right->start) {
        if (scene.lean == Lean::open && right->year_free && *right->end <= scene.today) shift_years(*right, 1);
        Day month = Day::of(right->start->year(), right->start->month(), 1);
        if (first->value > right->start->day()) month = month.plus_months(-1);  // "from the 27th to the 3rd of April"
        const Day start = Day::of(month.year(), month.month(), first->value);
        if (start > *right->start || start.month() != month.month()) return std::nullopt;
        return joined(days(start, start.plus(1), Grain::day, 0), *right);
    }
    const auto second = bare_day(tokens, *to);
    const auto month = second ? single_period(scene, tokens.skip(second->next, {"of", "in", "the"})) : std::nullopt;
    if (!month || month->grain != Grain::month || second->value < first->value) return std::nullopt;
    const Day start = month->start->plus(first->value - 1);
    return joined(
        days(start, start.plus(1), Grain::day, 0),
        days(month->start->plus(second->value - 1), month->start->plus(second->value), Grain::day, month->next));
}

// "November between 19 and 20", "next month, from the 15th to the 20th": days of the month named before them.
std::optional<Period> days_within(const Scene& scene, const Period& month) {
    const Tokens& tokens = scene.tokens;
    const std::size_t lead = tokens.skip(month.next, {","});
    const bool between = tokens.is(lead, "between");
    if (month.grain != Grain::month || (!between && !tokens.is(lead, "from"))) return std::nullopt;
    const auto first = bare_day(tokens, lead + 1);
    if (!first) return std::nullopt;
    const auto to = between && tokens.is(first->next, "and") ? first->next + 1 : behind_to(tokens, first->next);
    const auto last = to ? bare_day(tokens, *to) : std::nullopt;
    if (!last || last->value < first->value || noun_at(tokens, last->next)) return std::nullopt;
    const Day start = month.start->plus(first->value - 1);
    const Day end = month.start->plus(last->value);
    if (month.start->plus_months(1) != *month.end || end > *month.end) return std::nullopt;
    auto period = days(start, end, Grain::day, last->next);
    period.trust = Trust::range;
    if (month.year_free && scene.lean == Lean::past && start > scene.today) shift_years(period, -1);
    return period;
}

std::optional<Period> from_to(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const bool between = tokens.is(at, "between");
    const bool from = tokens.is_one_of(at, {"from", "since", "starting", "beginning"});
    const std::size_t first = between || from ? tokens.skip(at + 1, {"from", "on"}) : at;
    if (auto bare = bare_left(scene, first, between)) {
        if (between || from || bare->next > first + 3) return bare;
    }
    auto left = near_end(scene, first);
    if (!left || !left->start || !left->end) return std::nullopt;
    if (auto within = days_within(scene, *left)) return within;
    auto to = behind_to(tokens, left->next);
    if (!to && between && tokens.is(left->next, "and")) to = left->next + 1;
    // ISO writes an interval with a stroke.
    if (!to && tokens.is(left->next, "/") && left->grain == Grain::day && !left->year_free) to = left->next + 1;
    if (!to) return std::nullopt;
    auto right = right_side(scene, *to, *left);
    if (!right) return std::nullopt;
    take_late_year(scene, *left, *right);
    settle_years(scene, *left, *right);
    const bool until = tokens.is_one_of(left->next, {"until", "till", "til"});
    if (until && !scene.for_numbers && *right->start > *left->start) right->end = right->start;
    if (*right->end <= *left->start) return std::nullopt;
    return joined(*left, *right);
}

Period open_from(Day start, const Period& of, std::size_t next) {
    Period period;
    period.start = start;
    period.grain = of.grain;
    period.next = next;
    period.trust = Trust::range;
    period.note = of.note;
    return period;
}

Period open_until(Day end, const Period& of, std::size_t next) {
    Period period = open_from(end, of, next);
    period.start.reset();
    period.end = end;
    return period;
}

// "since the relaunch (1 April)", "since the price change in May": what happened is dated behind it.
std::optional<Period> since_event(const Scene& scene, std::size_t at) {
    constexpr std::size_t event_words = 5;
    const Tokens& tokens = scene.tokens;
    std::size_t lead = at + 1;
    while (lead <= at + event_words && !tokens.is_one_of(lead, {"(", "on", "in", "from", "by", "per", "and", "vs"}))
        ++lead;
    const bool bracket = tokens.is(lead, "(");
    if (!bracket && !tokens.is_one_of(lead, {"on", "in", "from"})) return std::nullopt;
    const auto dated = single_period(scene, tokens.skip(lead + 1, {"the"}));
    if (!dated || !dated->start || dated->trust == Trust::inner) return std::nullopt;
    if (bracket && !tokens.is(dated->next, ")")) return std::nullopt;
    return open_from(*dated->start, *dated, bracket ? dated->next + 1 : dated->next);
}

std::optional<Period> since(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = at;
    if (tokens.is(at, "since"))
        next = at + 1;
    else if (tokens.is_one_of(at, {"starting", "beginning"}) && tokens.is_one_of(at + 1, {"from", "on", "in", "with"}))
        next = at + 2;
    else if (tokens.is(at, "starting"))
        next = at + 1;
    else if (tokens.is(at, "as") && tokens.is(at + 1, "of"))
        next = at + 2;
    else if (tokens.is(at, "as") && tokens.is(at + 1, "early") && tokens.is(at + 2, "as"))
        next = at + 3;
    else if (tokens.is_one_of(at, {"no", "not"}) && tokens.is_one_of(at + 1, {"before", "earlier"}))
        next = tokens.skip(at + 2, {"than"});
    else
        return std::nullopt;
    next = tokens.skip(next, {"the"});
    const auto of = near_end(scene, next);
    // "balance as of 1 May" is what stood there that day; "as of March" is from then on.
    const bool stands =
        tokens.is(at, "as") && tokens.is(at + 1, "of") && scene.for_numbers && of && of->end && of->start;
    if (stands && of->start->plus(1) == *of->end) {
        Period that_day = *of;
        that_day.trust = Trust::range;
        that_day.note = "\"as of\" a day is read as that day, not as the time since";
        return that_day;
    }
    if (of && of->start) return open_from(*of->start, *of, of->next);
    return tokens.is(at, "since") ? since_event(scene, next) : std::nullopt;
}

// "from March on", "2018 or later", "year 2016 and greater", ">= 2019".
std::optional<Period> onwards(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (tokens.is(at, "<")) {
        const bool equal = tokens.is(at + 1, "=");
        const auto of = single_period(scene, equal ? at + 2 : at + 1);
        if (!of || !of->start || !of->end) return std::nullopt;
        return open_until(equal ? *of->end : *of->start, *of, of->next);
    }
    if (tokens.is(at, ">")) {
        const bool equal = tokens.is(at + 1, "=");
        const auto of = single_period(scene, equal ? at + 2 : at + 1);
        if (!of || !of->start || !of->end) return std::nullopt;
        return open_from(equal ? *of->start : *of->end, *of, of->next);
    }
    const std::size_t first = tokens.is(at, "from") ? at + 1 : at;
    const auto of = single_period(scene, first);
    if (!of || !of->start) return std::nullopt;
    const std::size_t next = of->next;
    if (tokens.is_one_of(next, {"onwards", "onward", "forward"})) return open_from(*of->start, *of, next + 1);
    if (first > at && tokens.is_one_of(next, {"on", "upwards"})) return open_from(*of->start, *of, next + 1);
    if (tokens.is_one_of(next, {"or", "and"}) && tokens.is_one_of(next + 1, {"earlier", "before", "older"}) &&
        of->end && tokens[next + 2].kind == Token::Kind::mark) {
        return open_until(*of->end, *of, next + 2);
    }
    if (tokens.is_one_of(next, {"or", "and"}) && tokens.is_one_of(next + 1, {"later", "after", "greater", "newer"})) {
        return open_from(*of->start, *of, next + 2);
    }
    return std::nullopt;
}

// "older than 90 days", "newer than a week": rows have an age, people of more years than that are meant otherwise.
std::optional<Period> of_age(const Scene& scene, std::size_t at) {
    constexpr int months_most = 60;
    const Tokens& tokens = scene.tokens;
    const bool older = tokens.is(at, "older");
    if ((!older && !tokens.is_one_of(at, {"newer", "younger"})) || !tokens.is(at + 1, "than")) return std::nullopt;
    const auto length = read_length(tokens, at + 2);
    if (!length || length->months > months_most || length->smallest == Unit::hour) return std::nullopt;
    Period period;
    period.grain = Grain::day;
    period.next = length->next;
    period.trust = Trust::range;
    if (older)
        period.end = length->before(scene.today);
    else
        period.start = length->before(scene.today);
    return period;
}

// "more than a week ago", "at least 2 years ago": all before that day. "less than 2 weeks ago": from it to today.
std::optional<Period> compared_ago(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (auto aged = of_age(scene, at)) return aged;
    const bool over = tokens.is(at, "over");
    const bool more = over || (tokens.is_one_of(at, {"more", "longer"}) && tokens.is(at + 1, "than"));
    const bool least = tokens.is(at, "at") && tokens.is(at + 1, "least");
    const bool less = tokens.is(at, "less") && tokens.is(at + 1, "than");
    if (!more && !least && !less) return std::nullopt;
    const auto length = read_length(tokens, over ? at + 1 : at + 2);
    if (!length || !tokens.is_one_of(length->next, {"ago", "back"})) return std::nullopt;
    Period period;
    period.grain = Grain::day;
    period.next = length->next + 1;
    period.trust = Trust::range;
    const Day day = length->before(scene.today);
    if (less) {
        period.start = day;
        period.end = scene.today.plus(1);
    } else {
        period.end = least ? day.plus(1) : day;
    }
    return period;
}

// "on or after 5 May", "on or before 5 May": the day itself counts.
std::optional<Period> on_or(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is_one_of(at, {"on", "in"}) || !tokens.is(at + 1, "or")) return std::nullopt;
    const bool after = tokens.is_one_of(at + 2, {"after", "since"});
    if (!after && !tokens.is_one_of(at + 2, {"before", "until"})) return std::nullopt;
    const auto of = single_period(scene, at + 3);
    if (!of || !of->start || !of->end || of->trust == Trust::inner) return std::nullopt;
    return after ? open_from(*of->start, *of, of->next) : open_until(*of->end, *of, of->next);
}

bool says_end_of(const Tokens& tokens, std::size_t at) {
    const std::size_t word = tokens.skip(at, {"the"});
    return tokens.is(word, "end") && (tokens.is(word + 1, "of") || unit_named(tokens[word + 1].text));
}

// "by the end of May", "by 5 May 2026", "by yesterday": until then, and with it. Elsewhere "by" groups. What is due by
// then has rules of its own.
std::optional<Period> by(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is(at, "by")) return std::nullopt;
    if (at > 0 && tokens.is_one_of(at - 1, {"due", "expire", "expires", "expiring", "renew", "renews", "renewing",
                                            "close", "closes", "closing", "end", "ends", "ending", "scheduled"}))
        return std::nullopt;
    if (says_end_of(tokens, at + 1)) {
        const std::size_t word = tokens.skip(at + 1, {"the"});
        auto of = far_end(scene, at + 1);
        if (!of || !tokens.is(word + 1, "of")) {
            const auto unit = unit_named(tokens[word + 1].text);
            if (!unit || *unit <= Unit::day) return std::nullopt;
            of = whole(scene, *unit, scene.today, 0);
            of->next = word + 2;
        }
        return of->end ? std::optional(open_until(*of->end, *of, of->next)) : std::nullopt;
    }
    const auto of = single_period(scene, at + 1);
    if (!of || of->grain != Grain::day || !of->start || !of->end || of->trust == Trust::inner) return std::nullopt;
    bool dated = tokens.is_one_of(at + 1, {"today", "yesterday", "tomorrow"});
    for (std::size_t k = at + 1; k < of->next; ++k) dated = dated || tokens[k].kind == Token::Kind::number;
    return dated && of->start->plus(1) == *of->end ? std::optional(open_until(*of->end, *of, of->next)) : std::nullopt;
}

std::optional<Period> after(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = at + 1;
    if (at > 0 && tokens.is_one_of(at - 1, {"no", "not"})) return std::nullopt;
    if (tokens.is_one_of(at, {"later", "greater", "newer"}) && tokens.is(at + 1, "than"))
        next = at + 2;
    else if (!tokens.is_one_of(at, {"after", "following"}))
        return std::nullopt;
    const auto of = far_end(scene, tokens.skip(next, {"the"}));
    if (!of || !of->end) return std::nullopt;
    return open_from(*of->end, *of, of->next);
}

// "meetings we sat through last week", "what went through yesterday": the particle of a verb, and no end.
bool goes_through(const Tokens& tokens, std::size_t at) {
    return at > 0 && tokens.is_one_of(at, {"through", "thru"}) &&
           tokens.is_one_of(at - 1,
                            {"sit",  "sat",  "sitting", "get",  "got",   "go",     "went",   "gone",   "going",
                             "come", "came", "coming",  "run",  "ran",   "pass",   "passed", "push",   "pushed",
                             "put",  "work", "worked",  "look", "flow",  "flowed", "burn",   "burned", "halfway",
                             "read", "made", "make",    "live", "lived", "fell",   "cut",    "click",  "clicked"});
}

// before: the named period does not count. until, through, up to: it does where numbers are asked for, as the last day
// of "A to B" does.
std::optional<Period> before(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = at + 1;
    bool counts = false;
    if (at > 0 && tokens.is_one_of(at - 1, {"no", "not"})) return std::nullopt;
    if (tokens.is_one_of(at, {"earlier", "older"}) && tokens.is(at + 1, "than"))
        next = at + 2;
    else if (tokens.is_one_of(at, {"no", "not"}) && tokens.is(at + 1, "later") && tokens.is(at + 2, "than")) {
        next = at + 3;
        counts = true;
    } else if (tokens.is(at, "prior") && tokens.is(at + 1, "to"))
        next = at + 2;
    else if (tokens.is(at, "up") && tokens.is_one_of(at + 1, {"to", "until", "till", "through"})) {
        next = at + 2;
        counts = true;
    } else if (tokens.is(at, "late") && tokens.is(at + 1, "as")) {
        next = at + 2;
        counts = true;
    } else if (tokens.is_one_of(at, {"until", "till", "through", "thru"})) {
        if (goes_through(tokens, at)) return std::nullopt;
        counts = scene.for_numbers;
    } else if (!tokens.is(at, "before"))
        return std::nullopt;
    const auto of = far_end(scene, tokens.skip(next, {"the"}));
    if (!of || !of->start || of->trust == Trust::inner) return std::nullopt;
    // "month by month through Q2": in its course, for steps need a beginning.
    const bool steps = at > 1 && tokens.is(at - 2, "by") && unit_named(tokens[at - 1].text);
    if (steps && tokens.is_one_of(at, {"through", "thru"}) && of->end && of->start->plus(1) != *of->end) return of;
    Period period;
    const bool to_its_end = (counts && !tokens.is(next, "tomorrow")) || says_end_of(tokens, next);
    period.end = to_its_end ? of->end : of->start;
    period.grain = of->grain;
    period.next = of->next;
    period.trust = Trust::range;
    period.note = of->note;
    return period;
}

}  // namespace

std::span<const Rule> connector_rules() {
    static constexpr std::array<Rule, 8> rules{from_to, since, onwards, compared_ago, on_or, by, after, before};
    return rules;
}

}  // namespace parley::planner::dates
