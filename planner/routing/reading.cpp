#include "planner/routing/reading.h"

#include "base/text.h"
#include "planner/language/paraphrases.h"
#include "planner/language/spelling.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

std::vector<bool> open_words(const Uses& uses) {
    std::vector<bool> open(uses.size());
    for (std::size_t k = 0; k < uses.size(); ++k) open[k] = uses[k] == Use::open;
    return open;
}

// The text with the comparison's words blanked, so that its dates are not taken for the question's own.
std::string without(std::string text, const Words& words, std::size_t first, std::size_t count) {
    for (std::size_t k = first; k < first + count; ++k) {
        std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(words[k].at), words[k].length, ' ');
    }
    return text;
}

// "revenue compared to last month" compares the running month: the period before it is the one named.
std::optional<dates::Found> compared_from(std::string_view text, const Context& context) {
    auto found = dates::find_range(text, context.today, context.calendar);
    if (!found || !found->start || !found->end || !found->grain || *found->end > context.today) return std::nullopt;
    const Day start = context.calendar.bucket(context.today, *found->grain);
    found->start = start;
    found->end = context.calendar.next(start, *found->grain);
    found->partial = true;
    found->phrase = cat("this ", name_of(*found->grain));
    found->note = cat("no period of its own was named: the running ", name_of(*found->grain), " is compared");
    return found;
}

bool comes_before_event(const Words& words, std::size_t at) {
    return at > 0 && is_one_of(words, at - 1, {"after", "since", "following"});
}

// Days that the organization has named: "after the policy change".
std::optional<dates::Found> named_day(const std::string& text, const Words& words, const Context& context) {
    for (const auto& named : context.named_days) {
        const std::string name = lower(trim(named.name));
        for (std::size_t at = 1; at < words.size(); ++at) {
            if (name.empty() || !stands_at(words, at, name)) continue;
            std::size_t lead = at;
            while (lead > 0 && is_one_of(words, lead - 1, {"the", "our", "that", "this"})) --lead;
            if (lead == 0) continue;
            const std::size_t length = length_of(name);
            dates::Found found;
            found.at = words[lead - 1].at;
            const Word& last = words[at + length - 1];
            found.length = last.at + last.length - found.at;
            found.phrase = text.substr(found.at, found.length);
            if (comes_before_event(words, lead))
                found.start = named.day;
            else if (is_one_of(words, lead - 1, {"before", "until"}))
                found.end = named.day;
            else
                continue;
            found.note = cat("\"", named.name, "\" is ", named.day.text(), " in this organization");
            return found;
        }
    }
    return std::nullopt;
}

std::optional<UnknownEvent> unknown_event(const Reading& reading) {
    for (std::size_t at = 1; at + 1 <= reading.words.size(); ++at) {
        if (!is_one_of(reading.words, at - 1, {"after", "since"}) ||
            !is_one_of(reading.words, at, {"the", "our", "we"}))
            continue;
        if (at + 1 >= reading.words.size() || !reading.is_open(at + 1)) continue;
        std::size_t end = at + 1;
        while (end < reading.words.size() && reading.is_open(end) && !reading.words[end].breaks && end < at + 5 &&
               !is_one_of(reading.words, end, {"by", "per", "for", "in", "as", "compared", "with"})) {
            ++end;
        }
        return UnknownEvent{text_between(reading.text, reading.words, at, end - at),
                            text_between(reading.text, reading.words, at - 1, end - at + 1)};
    }
    return std::nullopt;
}

void mark_date(Reading& reading) {
    if (!reading.found) return;
    const std::size_t end = reading.found->at + reading.found->length;
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        if (reading.words[k].at >= reading.found->at && reading.words[k].at < end) reading.uses[k] = Use::date;
    }
}

bool says_compare(const Words& words, std::size_t end) {
    for (std::size_t k = 0; k < end; ++k) {
        if (is_one_of(words, k, {"compare", "compares", "comparing", "comparison", "compared", "difference"}))
            return true;
    }
    return false;
}

bool says_change(const Words& words, std::size_t end) {
    for (std::size_t k = 0; k < end; ++k) {
        if (is_one_of(words, k,
                      {"change", "changes", "changed", "differ", "differs", "grow", "grew", "growth", "increase",
                       "increased", "decrease", "decreased", "drop", "dropped", "fall", "fell"}))
            return true;
    }
    return false;
}

// A period that stands between bytes `from` and `to` of the text.
std::optional<dates::Found> period_in(const Reading& reading, std::size_t from, std::size_t to,
                                      const Context& context) {
    auto found =
        dates::find_range(std::string_view(reading.text).substr(from, to - from), context.today, context.calendar);
    if (!found || !found->start || !found->end || !found->grain) return std::nullopt;
    found->at += from;
    return found;
}

struct PeriodPair {
    dates::Found left, right;
    std::size_t joiner = 0;
};

// "September and October", "from last month to this month", "Q2 vs Q3": two periods and the word between them.
std::optional<PeriodPair> pair_of_periods(const Reading& reading, const Context& context) {
    const Words& words = reading.words;
    for (std::size_t at = 1; at + 1 < words.size(); ++at) {
        if (!is_one_of(words, at, {"with", "to", "and", "vs", "versus", "against", "than"})) continue;
        const bool joins_anything = is_one_of(words, at, {"to", "and"});
        const bool strong = is_one_of(words, at, {"vs", "versus", "against"});
        if (!strong && !says_compare(words, at) && !(joins_anything && says_change(words, at))) continue;
        std::size_t behind = at + 1;
        while (behind + 1 < words.size() && is_one_of(words, behind, {"in", "of", "for", "during", "the", "that"}))
            ++behind;
        const auto right = period_in(reading, words[behind].at, reading.text.size(), context);
        const auto left = period_in(reading, 0, words[at].at, context);
        if (!left || !right || right->at != words[behind].at || left->grain != right->grain) continue;
        if (joins_anything && left->at + left->length < words[at - 1].at + words[at - 1].length) continue;
        return PeriodPair{*left, *right, at};
    }
    return std::nullopt;
}

void mark_bytes(Reading& reading, std::size_t from, std::size_t to, Use use) {
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        if (reading.words[k].at >= from && reading.words[k].at < to) reading.uses[k] = use;
    }
}

// The later of two periods is asked for and compared with the other; periods that do not meet are both shown.
bool read_pair(Reading& reading, const Context& context) {
    const auto pair = pair_of_periods(reading, context);
    if (!pair) return false;
    const bool right_later = *pair->right.start >= *pair->left.start;
    const dates::Found& later = right_later ? pair->right : pair->left;
    const dates::Found& earlier = right_later ? pair->left : pair->right;
    Compare with = Compare::none;
    if (*earlier.end == *later.start) with = Compare::previous_period;
    if (earlier.start->plus_months(12) == *later.start && earlier.end->plus_months(12) == *later.end)
        with = Compare::previous_year;
    if (with == Compare::none && (!says_compare(reading.words, pair->joiner) || *earlier.end > *later.start))
        return false;
    reading.found = later;
    if (with == Compare::none) {
        reading.found->start = earlier.start;
        reading.found->phrase = reading.text.substr(pair->left.at, pair->right.at + pair->right.length - pair->left.at);
        reading.found->note = "the periods between the two are shown too";
        reading.spread = later.grain;
    }
    reading.comparison.with = with;
    reading.comparison.first = pair->joiner;
    reading.comparison.count = 1;
    mark_bytes(reading, pair->left.at, pair->left.at + pair->left.length, Use::date);
    mark_bytes(reading, pair->right.at, pair->right.at + pair->right.length, Use::date);
    reading.uses[pair->joiner] = Use::cue;
    return true;
}

// "due", "expiring", "scheduled": what is asked for is still to come. Null where it is told as past, or where the word
// says something else ("due to timeouts", "closing balance").
const Word* word_of_coming(const Words& words) {
    const Word* found = nullptr;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (is_one_of(words, at, {"was", "were", "did", "had", "overdue", "past", "missed", "late"})) return nullptr;
        const bool coming = is_one_of(words, at,
                                      {"due", "expire", "expires", "expiring", "renew", "renews", "renewing",
                                       "upcoming", "scheduled", "planned", "closing", "ending", "maturing"});
        const bool noun = is_one_of(words, at + 1, {"to", "balance", "stock", "price", "inventory", "rate"});
        if (coming && !noun && found == nullptr) found = &words[at];
    }
    return found;
}

// A weekday or a date without a year is then the coming one, and a period that is running is whole. The word is kept
// in the phrase, which says the same by itself on another day.
void look_ahead(const std::string& word, const Context& context, dates::Found& found) {
    if (!found.start || !found.end) return;
    const auto open = dates::find_range(found.phrase, context.today, context.calendar, dates::Lean::open);
    if (open && open->start && open->end && *open->start > *found.start) {
        found.start = open->start;
        found.end = open->end;
        found.note = cat("\"", word, "\" speaks of what is to come: \"", found.phrase, "\" is the coming one");
    }
    if (*found.end <= context.today) return;
    found.ahead = true;
    found.partial = false;
    found.phrase = cat(word, " ", found.phrase);
}

// "Top 5 last month" is no month of the last five.
std::string without_ranks(std::string text, const Words& words) {
    for (std::size_t at = 0; at + 2 < words.size(); ++at) {
        const bool rank =
            is_one_of(words, at, {"top", "bottom", "best", "worst", "biggest", "largest", "highest", "lowest"});
        const std::string& number = words[at + 1].text;
        const bool digits = number.size() <= 3 && number.find_first_not_of("0123456789") == std::string::npos;
        // "Week 1 retention" is no week of the year.
        const bool age =
            is_one_of(words, at, {"day", "week", "month"}) && is_one_of(words, at + 2, {"retention", "churn"});
        // "Which day of the week" asks for none of this week's.
        const bool weekday = is_one_of(words, at, {"weekday", "weekdays"}) && words[at].length > words[at].text.size();
        if (weekday) text = without(std::move(text), words, at, 1);
        if (age && digits) text = without(std::move(text), words, at, 2);
        if (rank && digits && is_one_of(words, at + 2, {"last", "past", "this", "previous", "in"}))
            text = without(std::move(text), words, at, 2);
    }
    return text;
}

bool names_weekday(const Words& words, std::size_t at) {
    return is_one_of(words, at, {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"});
}

// "Tuesday vs Friday last month": beside another period, days that are set against each other are every such day.
std::string without_opposed_days(std::string text, const Words& words) {
    for (std::size_t at = 0; at + 2 < words.size(); ++at) {
        if (!names_weekday(words, at) || !names_weekday(words, at + 2)) continue;
        if (is_one_of(words, at + 1, {"vs", "versus", "against"})) text = without(std::move(text), words, at, 3);
    }
    return text;
}

void read_dates(Reading& reading, const Context& context) {
    reading.comparison = read_comparison(reading.words);
    if (reading.comparison.count == 0 && read_pair(reading, context)) return;
    const auto& comparison = reading.comparison;
    std::string rest =
        comparison.count > 0 ? without(reading.text, reading.words, comparison.first, comparison.count) : reading.text;
    rest = without_ranks(std::move(rest), reading.words);
    std::string apart = without_opposed_days(rest, reading.words);
    if (apart != rest && dates::find_range(apart, context.today, context.calendar)) rest = std::move(apart);
    for (std::size_t k = comparison.first; k < comparison.first + comparison.count; ++k) reading.uses[k] = Use::cue;
    reading.found = find_period(reading.text, reading.words, rest, context);
    if (reading.found && reading.found->apart) reading.spread = reading.found->grain;
    if (!reading.found && comparison.count > 0) {
        reading.found =
            compared_from(text_between(reading.text, reading.words, comparison.first, comparison.count), context);
        if (reading.found) reading.found->length = 0;  // Its words belong to the comparison.
    }
    if (!reading.found && comparison.unit && comparison.unit != Grain::year) {
        reading.found = dates::find_range(cat("last ", name_of(*comparison.unit)), context.today, context.calendar);
        if (reading.found) reading.found->length = 0;
    }
    mark_date(reading);
    if (!reading.found) reading.event = unknown_event(reading);
}

// "montly", "per qarter", "lsat week"
void correct_small_words(Words& words, Stemmer& stemmer) {
    for (std::size_t k = 0; k < words.size(); ++k) {
        Word& word = words[k];
        if (word.quoted || word.glued || (word.capital && k > 0 && !word.breaks)) continue;
        std::string meant = respelled(word.text);
        if (meant == word.text) continue;
        word.text = std::move(meant);
        word.stem = stemmer.stem(word.text);
    }
    join_particles(words);
}

}  // namespace

std::optional<dates::Found> find_period(const std::string& text, const Words& words, std::string_view dated,
                                        const Context& context) {
    auto named = named_day(text, words, context);
    if (named) return named;
    auto found = dates::find_range(dated, context.today, context.calendar);
    if (const Word* coming = found ? word_of_coming(words) : nullptr) look_ahead(coming->text, context, *found);
    return found;
}

Reading read(std::string_view text, const Lexicon& lexicon, const Context& context, Stemmer& stemmer) {
    Reading reading;
    reading.text = std::string(text);
    reading.words = words_of(text, stemmer);
    correct_small_words(reading.words, stemmer);
    rephrase(reading.words, stemmer);
    reading.uses.assign(reading.words.size(), Use::open);
    read_dates(reading, context);
    lexicon.correct(reading.words, open_words(reading.uses));
    reading.cues = read_cues(reading.words, reading.uses);
    // Cue words may be part of a name too: "top drivers", "average payment", "monthly recurring revenue".
    std::vector<bool> open(reading.uses.size());
    for (std::size_t k = 0; k < open.size(); ++k)
        open[k] = reading.uses[k] != Use::date && reading.uses[k] != Use::bucket;
    reading.hits = lexicon.find(reading.words, open);
    // But no name at all is made of cue words alone: the month of "by month" is no billing interval.
    const auto only_cues = [&](const Hit& hit) {
        // A value may be a word of order: "priority Highest".
        if (hit.phrase->thing == Thing::value && reading.cues.order_at == hit.first) return false;
        if (hit.phrase->thing == Thing::value && hit.first >= reading.cues.excluded_first &&
            hit.first < reading.cues.excluded_first + reading.cues.excluded_count)
            return false;
        for (std::size_t k = hit.first; k < hit.first + hit.count; ++k) {
            if (reading.is_open(k)) return false;
        }
        return true;
    };
    reading.hits.erase(std::remove_if(reading.hits.begin(), reading.hits.end(), only_cues), reading.hits.end());
    return reading;
}

bool is_behind_its_dimension(const Reading& reading, const Hit& value) {
    std::size_t at = value.first;
    while (at > 0 && is_one_of(reading.words, at - 1,
                               {"is", "are", "was", "were", "equals", "equal", "of", "not", "the", "a", "an", "named",
                                "called", "being", "be", "to"}))
        --at;
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::dimension && hit.phrase->offer == value.phrase->offer &&
               hit.phrase->item == value.phrase->item && hit.first + hit.count == at;
    });
}

Reading part_of(const Reading& whole, std::size_t first, std::size_t count) {
    Reading part = whole;
    const auto outside = [&](const Hit& hit) { return hit.first < first || hit.first + hit.count > first + count; };
    part.hits.erase(std::remove_if(part.hits.begin(), part.hits.end(), outside), part.hits.end());
    for (std::size_t k = 0; k < part.uses.size(); ++k) {
        if (k < first || k >= first + count) part.uses[k] = Use::date;  // Not to be read at all.
    }
    const auto elsewhere = [&](std::size_t word) { return word < first || word >= first + count; };
    auto& groups = part.cues.groups;
    groups.erase(std::remove_if(groups.begin(), groups.end(), elsewhere), groups.end());
    auto& subjects = part.cues.subjects;
    subjects.erase(std::remove_if(subjects.begin(), subjects.end(), elsewhere), subjects.end());
    return part;
}

}  // namespace parley::planner
