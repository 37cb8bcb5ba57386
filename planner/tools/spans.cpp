#include "planner/tools/spans.h"

#include "base/text.h"
#include "planner/dates/dates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace parley::planner {
namespace {

bool is_word_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_white(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Larger ones are no counts, and a double no longer holds them one by one.
constexpr double number_most = 1e15;

std::optional<int> small_number(std::string_view digits) {
    constexpr std::size_t most = 6;
    if (digits.empty() || digits.size() > most || !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return std::nullopt;
    }
    int value = 0;
    for (const char digit : digits) value = 10 * value + (digit - '0');
    return value;
}

std::optional<double> decimal_number(std::string_view digits) {
    double value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
    return value;
}

// The day that is written at `at`, as year, month and day with the same mark between them; `at` is then behind it.
std::optional<Day> exact_date(std::string_view text, std::size_t& at) {
    std::size_t end = at;
    const auto number = [&](std::size_t most) {
        const std::size_t from = end;
        while (end < text.size() && end - from < most && is_digit(text[end])) ++end;
        return small_number(text.substr(from, end - from));
    };
    const auto year = number(4);
    const char mark = end < text.size() ? text[end++] : ' ';
    const auto month = number(2);
    const bool same = end < text.size() && text[end++] == mark;
    const auto day = number(2);
    if (std::string_view("-/.").find(mark) == std::string_view::npos || !same || !year || !month || !day) {
        return std::nullopt;
    }
    const auto two = [](int value) { return cat(value < 10 ? "0" : "", value); };
    const auto read = Day::parse(cat(*year, "-", two(*month), "-", two(*day)));
    if (*year < 1900 || *year > 2100 || !read) return std::nullopt;
    at = end;
    return read.value();
}

std::optional<int> number_word(const std::string& word) {
    static constexpr std::array<std::string_view, 21> names{
        "zero",     "one",     "two",     "three",     "four",     "five",     "six",
        "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
    static constexpr std::array<std::string_view, 7> tens{"thirty",  "forty",  "fifty", "sixty",
                                                          "seventy", "eighty", "ninety"};
    const auto name = std::find(names.begin(), names.end(), word);
    if (name != names.end()) return static_cast<int>(name - names.begin());
    const auto ten = std::find(tens.begin(), tens.end(), word);
    if (ten != tens.end()) return 30 + 10 * static_cast<int>(ten - tens.begin());
    if (word == "both" || word == "couple") return 2;
    if (word == "dozen") return 12;
    return word == "hundred" ? std::optional<int>(100) : std::nullopt;
}

bool opens_sentence(const std::string& word) {
    static constexpr std::array<std::string_view, 30> verbs{
        "find",    "get",    "show",   "search", "book",   "play",    "calculate", "compute", "list",     "retrieve",
        "fetch",   "create", "add",    "set",    "check",  "give",    "tell",      "order",   "buy",      "send",
        "convert", "look",   "update", "delete", "locate", "provide", "translate", "compare", "generate", "determine"};
    return std::find(verbs.begin(), verbs.end(), word) != verbs.end();
}

class Finder {
public:
    Finder(std::string_view question, const Words& words, Day today, const Calendar& calendar)
        : question_(question), words_(words), today_(today), calendar_(calendar), used_(words.size(), false) {}

    std::vector<Span> run() {
        find_addresses();
        find_quoted();
        find_clock_times();
        find_exact_dates();
        find_dates();
        find_times();
        find_ids();
        find_numbers();
        find_places();
        find_names();
        std::sort(spans_.begin(), spans_.end(), [](const Span& a, const Span& b) { return a.first < b.first; });
        return std::move(spans_);
    }

private:
    std::size_t word_at(std::size_t byte) const {
        std::size_t k = 0;
        while (k < words_.size() && words_[k].at + words_[k].length <= byte) ++k;
        return k;
    }

    bool is_free(std::size_t first, std::size_t count) const {
        if (first + count > used_.size()) return false;
        return std::none_of(used_.begin() + static_cast<std::ptrdiff_t>(first),
                            used_.begin() + static_cast<std::ptrdiff_t>(first + count), [](bool used) { return used; });
    }

    void add(Span span) {
        for (std::size_t k = span.first; k < span.next() && k < used_.size(); ++k) used_[k] = true;
        spans_.push_back(std::move(span));
    }

    void add_bytes(Span::Kind kind, std::size_t from, std::size_t end, std::string text) {
        Span span;
        span.kind = kind;
        span.text = std::move(text);
        span.first = word_at(from);
        const std::size_t next = word_at(end);
        const bool inside = next < words_.size() && words_[next].at < end;
        span.count = next + (inside ? 1 : 0) - span.first;
        if (span.count > 0 && is_free(span.first, span.count)) add(std::move(span));
    }

    // What stands between blanks and looks like an address or a path.
    void find_addresses() {
        for (std::size_t at = 0; at < question_.size();) {
            if (is_white(question_[at]) || std::string_view("'\"`(<>").find(question_[at]) != std::string_view::npos) {
                ++at;
                continue;
            }
            std::size_t end = at;
            while (end < question_.size() && !is_white(question_[end]) &&
                   std::string_view("'\"`<>").find(question_[end]) == std::string_view::npos)
                ++end;
            std::size_t last = end;
            while (last > at && std::string_view(".,;:?!)").find(question_[last - 1]) != std::string_view::npos) --last;
            const auto token = question_.substr(at, last - at);
            const bool path =
                token.size() > 2 && (token.starts_with("./") || (token.front() == '/' && is_word_letter(token[1])) ||
                                     token.find(":\\") == 1);
            if (token.starts_with("http://") || token.starts_with("https://") || token.starts_with("www.") || path)
                add_bytes(Span::Kind::url, at, last, std::string(token));
            else if (token.find('@') != std::string_view::npos && token.find('.') != std::string_view::npos &&
                     token.front() != '@')
                add_bytes(Span::Kind::email, at, last, std::string(token));
            at = end;
        }
    }

    void find_quoted() {
        static constexpr std::array<std::array<std::string_view, 2>, 5> marks{
            {{"\"", "\""}, {"'", "'"}, {"`", "`"}, {"\xE2\x80\x9C", "\xE2\x80\x9D"}, {"\xE2\x80\x98", "\xE2\x80\x99"}}};
        for (const auto& mark : marks) {
            for (std::size_t at = 0; (at = question_.find(mark[0], at)) != std::string_view::npos;) {
                const std::size_t from = at + mark[0].size();
                const bool opens = at == 0 || !is_word_letter(question_[at - 1]);
                std::size_t end = from;
                for (;; end += mark[1].size()) {  // An apostrophe inside a word closes nothing.
                    end = question_.find(mark[1], end);
                    if (end == std::string_view::npos) break;
                    const std::size_t behind = end + mark[1].size();
                    if (behind >= question_.size() || !is_word_letter(question_[behind])) break;
                }
                if (!opens || end == std::string_view::npos || end == from || end - from > 400) {
                    at = from;
                    continue;
                }
                add_bytes(Span::Kind::quoted, from, end, std::string(trim(question_.substr(from, end - from))));
                at = end + mark[1].size();
            }
        }
    }

    // 14:00, 9:30 pm: the words of the planner are cut at a colon.
    void find_clock_times() {
        for (std::size_t at = 1; at + 2 < question_.size(); ++at) {
            if (question_[at] != ':' || !is_digit(question_[at - 1]) || !is_digit(question_[at + 1]) ||
                !is_digit(question_[at + 2]))
                continue;
            const std::size_t from = at >= 2 && is_digit(question_[at - 2]) ? at - 2 : at - 1;
            if (from > 0 && (is_digit(question_[from - 1]) || question_[from - 1] == ':')) continue;
            int hour = small_number(question_.substr(from, at - from)).value_or(99);
            const int minute = small_number(question_.substr(at + 1, 2)).value_or(99);
            if (hour > 24 || minute > 59) continue;
            std::size_t end = at + 3;
            std::size_t mark = end;
            while (mark < question_.size() && question_[mark] == ' ') ++mark;
            const std::string half = lower(question_.substr(mark, 4));
            const bool pm = half.starts_with("pm") || half.starts_with("p.m");
            const bool am = half.starts_with("am") || half.starts_with("a.m");
            if (pm || am) end = mark + (half[1] == '.' ? 3 : 2);
            if (pm && hour < 12) hour += 12;
            if (am && hour == 12) hour = 0;
            const std::size_t before = spans_.size();
            add_bytes(Span::Kind::time, from, end, std::string(question_.substr(from, end - from)));
            if (spans_.size() > before) spans_.back().minutes = hour * 60 + minute;
        }
    }

    // 2023-10-1, 2023.10.01: nobody means anything else by it.
    void find_exact_dates() {
        for (std::size_t at = 0; at < question_.size(); ++at) {
            const bool begins = is_digit(question_[at]) &&
                                (at == 0 || (!is_digit(question_[at - 1]) && !is_word_letter(question_[at - 1])));
            std::size_t end = at;
            const auto day = begins ? exact_date(question_, end) : std::nullopt;
            const std::size_t before = spans_.size();
            if (day) add_bytes(Span::Kind::date, at, end, std::string(question_.substr(at, end - at)));
            if (spans_.size() == before) continue;
            spans_.back().start = day;
            spans_.back().end = day->plus(1);
            spans_.back().exact = true;
        }
    }

    // The planner's own reader of dates, asked again about what is left of the question.
    void find_dates() {
        constexpr int most = 5;
        std::string rest(question_);
        for (const auto& span : spans_) blank(rest, span);
        for (int turn = 0; turn < most; ++turn) {
            const auto found = dates::find_range(rest, today_, calendar_);
            if (!found || found->length == 0) return;
            Span span;
            span.kind = Span::Kind::date;
            span.text = found->phrase;
            span.start = found->start;
            span.end = found->end;
            span.first = word_at(found->at);
            const std::size_t next = word_at(found->at + found->length - 1);
            span.count = next + 1 - span.first;
            std::fill(rest.begin() + static_cast<std::ptrdiff_t>(found->at),
                      rest.begin() + static_cast<std::ptrdiff_t>(found->at + found->length), ' ');
            const bool year =
                found->phrase.size() == 4 && std::all_of(found->phrase.begin(), found->phrase.end(), is_digit);
            if (!year && is_free(span.first, span.count)) add(std::move(span));
        }
    }

    void blank(std::string& text, const Span& span) const {
        if (span.count == 0) return;
        const Word& last = words_[span.next() - 1];
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(words_[span.first].at),
                  text.begin() + static_cast<std::ptrdiff_t>(last.at + last.length), ' ');
    }

    // 9am, 9 pm, 9 o'clock, 5 in the afternoon, noon
    void find_times() {
        for (std::size_t k = 0; k < words_.size(); ++k) {
            if (!is_free(k, 1)) continue;
            const std::string& text = words_[k].text;
            if (text == "noon" || text == "midnight")
                add_time(k, 1, text == "noon" ? 720 : 0);
            else if (const auto minutes = time_of_day(k))
                add_time(k, 4, *minutes);
            else
                find_hour(k);
        }
    }

    std::optional<int> time_of_day(std::size_t at) const {
        const bool early = stands_at(words_, at + 1, "in the morning");
        const bool late = stands_at(words_, at + 1, "in the afternoon") || stands_at(words_, at + 1, "in the evening");
        const auto hour = small_number(words_[at].text);
        if (!(early || late) || !hour || *hour < 1 || *hour > 12) return std::nullopt;
        return 60 * (late && *hour < 12 ? *hour + 12 : *hour);
    }

    void find_hour(std::size_t at) {
        const std::string_view text = words_[at].text;
        const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
        const auto said = small_number(text.substr(0, digits));
        if (!said || *said > 24) return;
        std::string half(text.substr(digits));
        std::size_t count = 1;
        if (half.empty() && is_free(at + 1, 1) && is_one_of(words_, at + 1, {"am", "pm", "a.m", "p.m", "o'clock"})) {
            half = words_[at + 1].text;
            count = 2;
        }
        const bool am = half == "am" || half == "a.m";
        const bool pm = half == "pm" || half == "p.m";
        if (!am && !pm && half != "o'clock") return;
        add_time(at, count, 60 * (pm && *said < 12 ? *said + 12 : am && *said == 12 ? 0 : *said));
    }

    void add_time(std::size_t first, std::size_t count, int minutes) {
        Span span;
        span.kind = Span::Kind::time;
        span.text = text_between(question_, words_, first, count);
        span.minutes = minutes;
        span.first = first;
        span.count = count;
        add(std::move(span));
    }

    void find_numbers() {
        for (std::size_t k = 0; k < words_.size(); ++k) {
            if (!is_free(k, 1)) continue;
            auto span = is_digit(words_[k].text.front()) ? written_number(k) : named_number(k);
            if (!span) continue;
            read_unit(*span);
            if (std::abs(span->number) <= number_most) add(std::move(*span));
        }
    }

    std::optional<Span> named_number(std::size_t at) const {
        const std::string& text = words_[at].text;
        const auto named = number_word(text);
        const bool pronoun =
            text == "one" &&
            (at == 0 || is_one_of(words_, at - 1, {"the", "this", "that", "which", "any", "another", "new"}));
        if (!named || pronoun) return std::nullopt;
        Span span;
        span.kind = Span::Kind::number;
        span.first = at;
        span.count = 1;
        span.number = *named;
        span.text = text;
        return span;
    }

    // "1,250.50": the comma parts thousands where three digits follow.
    bool belongs_to_number(std::size_t at) const {
        const auto digit = [&](std::size_t place) { return place < question_.size() && is_digit(question_[place]); };
        if (question_[at] == '.') return digit(at + 1);
        if (question_[at] != ',') return is_digit(question_[at]);
        return digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4);
    }

    // "-3", "(-3", "= -3", but not the second number of "2-3".
    bool is_negative(std::size_t at) const {
        if (at == 0 || question_[at - 1] != '-') return false;
        return at == 1 || is_white(question_[at - 2]) ||
               std::string_view("(,=[").find(question_[at - 2]) != std::string_view::npos;
    }

    std::optional<Span> written_number(std::size_t word) const {
        const std::size_t at = words_[word].at;
        std::string digits;
        std::size_t end = at;
        for (; end < question_.size() && belongs_to_number(end); ++end) {
            if (question_[end] != ',') digits += question_[end];
        }
        std::string tail;
        while (end < question_.size() && is_word_letter(question_[end])) tail += question_[end++];
        tail = lower(tail);
        const bool ordinal = tail == "st" || tail == "nd" || tail == "rd" || tail == "th";
        const bool goes_on = end < question_.size() && (question_[end] == '_' || is_digit(question_[end]));  // "3pak7"
        const auto value = decimal_number(digits);
        if (!value || tail.size() > 8 || goes_on || (ordinal && word > 0 && digits.size() > 2)) return std::nullopt;
        Span span;
        span.kind = Span::Kind::number;
        span.first = word;
        span.count = 1;
        const bool minus = is_negative(at);
        span.number = *value * (tail == "k" ? 1000 : 1) * (minus ? -1 : 1);
        span.whole = digits.find('.') == std::string::npos;
        if (tail != "k") span.unit = tail;
        if (at > 0 && question_[at - 1] == '$') span.unit = "$";
        if (end < question_.size() && question_[end] == '%') span.unit = "%";
        span.text = cat(minus ? "-" : "", digits);
        while (span.next() < words_.size() && words_[span.next()].at < end) ++span.count;
        return span;
    }

    // What stands behind a number: "million", "percent", "passengers".
    void read_unit(Span& span) const {
        const std::size_t behind = span.next();
        if (behind >= words_.size()) return;
        const std::string& text = words_[behind].text;
        const bool times = text == "thousand" || text == "million" || text == "billion";
        if (times && is_free(behind, 1)) {
            span.number *= text == "thousand" ? 1e3 : text == "million" ? 1e6 : 1e9;
            ++span.count;
        } else if (span.unit.empty() && text == "percent") {
            span.unit = "%";
        } else if (span.unit.empty() && !words_[behind].breaks) {
            span.unit = words_[behind].stem;
        }
    }

    // Letters and digits mixed, or all capitals: a code. Bytes between blanks, for hyphens belong to it.
    void find_ids() {
        for (std::size_t k = 0; k < words_.size(); ++k) {
            if (!is_free(k, 1)) continue;
            std::size_t from = words_[k].at;
            std::size_t end = from;
            while (end < question_.size() &&
                   (is_word_letter(question_[end]) || is_digit(question_[end]) ||
                    std::string_view("_-.:/*#").find(question_[end]) != std::string_view::npos))
                ++end;
            while (end > from && std::string_view(".:/-").find(question_[end - 1]) != std::string_view::npos) --end;
            const auto token = question_.substr(from, end - from);
            const bool digits = std::any_of(token.begin(), token.end(), is_digit);
            const bool letters = std::any_of(token.begin(), token.end(), is_word_letter);
            const bool joined = token.find('_') != std::string_view::npos;
            const bool domain = token.find('.') != std::string_view::npos && letters && !digits && token.size() > 4;
            std::size_t number = 0;
            while (number < token.size() && (is_digit(token[number]) || token[number] == '.')) ++number;
            const bool amount =
                number > 0 && std::none_of(token.begin() + static_cast<std::ptrdiff_t>(number), token.end(), is_digit);
            if (amount) continue;  // "3-bedroom", "10km"
            if ((digits && letters && token.size() >= 3) || joined || domain)
                add_bytes(domain ? Span::Kind::url : Span::Kind::id, from, end, std::string(token));
        }
    }

    // Places that are known, in any case, with the state or country behind them.
    void find_places() {
        for (std::size_t k = 0; k < words_.size(); ++k) {
            for (std::size_t count = 4; count-- > 1;) {
                if (!is_free(k, count)) continue;
                std::string name;
                for (std::size_t n = k; n < k + count; ++n) name += cat(n > k ? " " : "", words_[n].text);
                if (count == 1 &&
                    (name == "la" || name == "nice" || name == "sd" || name == "mobile" || name == "orange" ||
                     name == "surprise") &&
                    !words_[k].capital)
                    continue;
                const auto place = place_named(name);
                if (!place || (count == 1 && !words_[k].capital && name.size() < 4 && name != "sf" && name != "nyc"))
                    continue;
                add_place(k, count, place);
                break;
            }
        }
    }

    void add_place(std::size_t first, std::size_t count, std::optional<Place> place) {
        Span span;
        span.kind = Span::Kind::place;
        span.first = first;
        span.count = count;
        span.place = place;
        span.text = text_between(question_, words_, first, count);
        for (std::size_t more = 2; more-- > 0;) {  // "New Mexico" before "New".
            const std::size_t next = first + count;
            if (!is_free(next, more + 1)) continue;
            std::string name = words_[next].text;
            if (more == 1) name += cat(" ", words_[next + 1].text);
            const auto state = state_named(name);
            const bool country = place && !place->country.empty() && lower(place->country) == name;
            const bool code = words_[next].upper && name.size() == 2;
            const bool capital = words_[next].breaks && words_[next].capital && more == 0 && is_comma_before(next);
            if (!(state && (name.size() > 2 || words_[next].upper || words_[next].breaks)) && !country && !code &&
                !capital)
                continue;
            span.state = state ? std::string(*state) : text_between(question_, words_, next, more + 1);
            span.count += more + 1;
            span.written = text_between(question_, words_, first, span.count);
            break;
        }
        add(std::move(span));
    }

    bool is_comma_before(std::size_t word) const {
        const auto between = question_.substr(words_[word - 1].at + words_[word - 1].length,
                                              words_[word].at - words_[word - 1].at - words_[word - 1].length);
        return between.find(',') != std::string_view::npos;
    }

    // The end of the run of words with capitals that begins here: "Museum of Modern Art".
    std::size_t name_end(std::size_t first) const {
        std::size_t end = first + 1;
        for (; end < words_.size() && is_free(end, 1) && !words_[end].breaks; ++end) {
            const bool joint = is_one_of(words_, end, {"of", "the", "de", "la", "del", "von", "van"}) &&
                               end + 1 < words_.size() && words_[end + 1].capital && is_free(end + 1, 1) &&
                               !words_[end + 1].breaks && !is_stop_word(words_[end + 1].text);
            if (!words_[end].capital && !joint) break;
        }
        return end;
    }

    // The first word of a sentence has a capital anyway.
    void find_names() {
        for (std::size_t k = 0; k < words_.size(); ++k) {
            if (!is_free(k, 1) || !words_[k].capital || is_stop_word(words_[k].text)) continue;
            if (words_[k].text.starts_with("i'") ||
                is_one_of(words_, k, {"id", "ids", "uuid", "url", "api", "sku", "iata"}))
                continue;
            const bool begins = k == 0 || (words_[k].breaks && !is_comma_before(k));
            const std::size_t end = name_end(k);
            if (begins && end == k + 1) continue;
            const std::size_t first = begins && opens_sentence(words_[k].text) ? k + 1 : k;
            if (first == end) continue;
            if (state_follows(end))
                add_place(first, end - first, std::nullopt);
            else
                add_name(first, end - first);
            k = end - 1;
        }
    }

    bool is_state_code(std::size_t at) const { return words_[at].upper && words_[at].length == 2; }

    bool state_follows(std::size_t at) const {
        if (at == 0 || at >= words_.size() || !is_free(at, 1) || !is_comma_before(at)) return false;
        return state_named(words_[at].text) || is_state_code(at);
    }

    void add_name(std::size_t first, std::size_t count) {
        Span span;
        span.kind = Span::Kind::name;
        span.first = first;
        span.count = count;
        span.text = text_between(question_, words_, first, count);
        if (span.text.ends_with("'s")) span.text.resize(span.text.size() - 2);
        const std::size_t last = first + count - 1;
        const auto state = state_named(words_[last].text);
        if (count >= 2 && is_state_code(last) && state) {  // "Berkeley CA" without a comma.
            span.kind = Span::Kind::place;
            span.state = std::string(*state);
            span.text = text_between(question_, words_, first, count - 1);
        }
        add(std::move(span));
    }

    std::string_view question_;
    const Words& words_;
    Day today_;
    const Calendar& calendar_;
    std::vector<bool> used_;
    std::vector<Span> spans_;
};

}  // namespace

std::vector<Span> find_spans(std::string_view question, const Words& words, Day today, const Calendar& calendar) {
    return Finder(question, words, today, calendar).run();
}

}  // namespace parley::planner
