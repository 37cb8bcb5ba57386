#include "planner/tables/query_conditions.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::planner {
namespace {

struct Comparison {
    std::string_view phrase;
    std::string_view op;
};

// Longer phrases before what they hold.
constexpr std::array<Comparison, 33> comparisons{
    {{"no less than", ">="}, {"no more than", "<="}, {"not less than", ">="}, {"not more than", "<="},
     {"at least", ">="},     {"at most", "<="},      {"greater than", ">"},   {"more than", ">"},
     {"higher than", ">"},   {"larger than", ">"},   {"bigger than", ">"},    {"older than", ">"},
     {"heavier than", ">"},  {"longer than", ">"},   {"less than", "<"},      {"fewer than", "<"},
     {"lower than", "<"},    {"smaller than", "<"},  {"younger than", "<"},   {"lighter than", "<"},
     {"shorter than", "<"},  {"equal to", "="},      {"equals", "="},         {"above", ">"},
     {"over", ">"},          {"exceeding", ">"},     {"exceeds", ">"},        {"below", "<"},
     {"under", "<"},         {"than", ">"},          {"of exactly", "="},     {"exactly", "="},
     {"equal", "="}}};

bool is_year(double value) {
    constexpr double first = 1700;
    constexpr double last = 2100;
    return value >= first && value <= last;
}

bool is_name_word(const Words& words, std::size_t at) {
    if (at >= words.size()) return false;
    return words[at].quoted || (words[at].capital && at > 0 && !words[at].breaks);
}

}  // namespace

std::optional<double> number_of(const Words& words, std::size_t at) {
    if (at >= words.size()) return std::nullopt;
    static constexpr std::array<std::string_view, 11> names{"zero", "one",   "two",   "three", "four", "five",
                                                            "six",  "seven", "eight", "nine",  "ten"};
    const std::string& text = words[at].text;
    for (std::size_t k = 1; k < names.size(); ++k) {
        if (text == names[k]) return static_cast<double>(k);
    }
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

void QueryConditions::use(std::size_t first, std::size_t end) {
    for (std::size_t k = first; k < std::min(end, used.size()); ++k) used[k] = true;
}

bool QueryConditions::names_rows(std::size_t at) const {
    return at < words.size() && std::find(rows.begin(), rows.end(), words[at].stem) != rows.end();
}

// The nearest column named in front of the word, with nothing but small words between.
const Mention* QueryConditions::before(std::size_t at, std::size_t reach) const {
    const Mention* best = nullptr;
    for (const auto& mention : mentions) {
        if (mention.end() > at || mention.end() + reach < at) continue;
        bool small = true;
        for (std::size_t k = mention.end(); k < at; ++k) {
            if (words[k].breaks) small = false;
            small =
                small &&
                (is_stop_word(words[k].text) ||
                 is_one_of(words, k, {"name",    "named",     "called", "greater", "higher", "lower",    "larger",
                                      "bigger",  "heavier",   "value",  "equal",   "code",   "contains", "containing",
                                      "contain", "substring", "word",   "either",  "state",  "greater"}));
        }
        if (small) best = &mention;
    }
    return best;
}

const Mention* QueryConditions::behind(std::size_t at, std::size_t reach) const {
    for (const auto& mention : mentions) {
        if (mention.first < at || mention.first > at + reach) continue;
        for (std::size_t k = at; k < mention.first; ++k) {
            if (words[k].breaks || !is_stop_word(words[k].text)) return nullptr;
        }
        return mention.first < words.size() && words[mention.first].breaks ? nullptr : &mention;
    }
    return nullptr;
}

std::optional<QueryConditions::Compared> QueryConditions::comparison_at(std::size_t at) const {
    for (const auto& comparison : comparisons) {
        if (!stands_at(words, at, comparison.phrase)) continue;
        const std::size_t behind_phrase = at + length_of(comparison.phrase);
        if (!number_of(words, behind_phrase)) continue;
        return Compared{std::string(comparison.op), at, behind_phrase, behind_phrase + 1};
    }
    return std::nullopt;
}

// "8 cylinders or produced before 1980"
bool QueryConditions::joined_by_or(std::size_t first) const {
    constexpr std::size_t reach = 4;
    for (std::size_t back = 1; back <= std::min(first, reach); ++back) {
        const std::size_t at = first - back;
        if (is_one_of(words, at, {"or"})) return at > 0 && used[at - 1];
        if (words[at].breaks || used[at]) return false;
    }
    return false;
}

// "whose average life expectancy is above 72" is a condition on groups.
std::string QueryConditions::aggregate_before(const Mention& mention) const {
    if (mention.first == 0) return "";
    const std::size_t at = mention.first - 1;
    if (is_one_of(words, at, {"average", "mean", "avg"})) return "avg";
    if (is_one_of(words, at, {"total", "summed"})) return "sum";
    if (is_one_of(words, at, {"maximum", "max"})) return "max";
    return is_one_of(words, at, {"minimum", "min"}) ? "min" : "";
}

void QueryConditions::add(TableQuery& query, const Mention& mention, std::string op, double value, std::size_t first) {
    const std::string& name = table.columns[mention.column].name;
    const std::string made = aggregate_before(mention);
    if (!made.empty()) {
        query.having.push_back({name, std::move(op), value, {}, false, made});
        use(mention.first - 1, mention.first);
    } else {
        query.where.push_back({name, std::move(op), value, {}, !query.where.empty() && joined_by_or(first)});
    }
}

// "above age 20", "over weight 10": the column stands between the comparison and its number.
bool QueryConditions::read_column_between(TableQuery& query, std::size_t at) {
    for (const auto& comparison : comparisons) {
        if (!stands_at(words, at, comparison.phrase)) continue;
        const Mention* mention = behind(at + length_of(comparison.phrase), 0);
        if (mention == nullptr || !table.columns[mention->column].is_number()) continue;
        const auto value = number_of(words, mention->end());
        if (!value) continue;
        add(query, *mention, std::string(comparison.op), *value, at);
        use(at, mention->end() + 1);
        return true;
    }
    return false;
}

// "capacity between 5000 and 10000"
bool QueryConditions::read_between(TableQuery& query, std::size_t at) {
    if (!is_one_of(words, at, {"between"})) return false;
    const auto low = number_of(words, at + 1);
    const auto high = is_one_of(words, at + 2, {"and"}) ? number_of(words, at + 3) : std::nullopt;
    const Mention* column = before(at, 4);
    if (!low || !high || column == nullptr) return false;
    query.where.push_back({table.columns[column->column].name, "between", *low, *high});
    use(column->first, at + 4);
    return true;
}

// "with 4 cylinders", "a population of 80000": a number beside a column, without a comparison.
bool QueryConditions::read_bare_number(TableQuery& query, std::size_t at) {
    const auto value = number_of(words, at);
    if (!value || at == 0 || (is_year(*value) && year_column())) return false;
    if (!is_one_of(words, at - 1, {"with", "had", "has", "have", "of", "is", "are"})) return false;
    const Mention* counted = behind(at + 1, 0);
    const Mention* of = counted != nullptr && table.columns[counted->column].is_number() ? counted : before(at - 1, 2);
    if (of == nullptr || !table.columns[of->column].is_number()) return false;
    add(query, *of, "=", *value, std::min(at, of->first));
    use(std::min(at, of->first), std::max(at + 1, of->end()));
    return true;
}

// "more than 10 matches": groups are told by how many rows they have.
bool QueryConditions::read_having(TableQuery& query, const Compared& found) {
    if (!names_rows(found.end) && !names_rows(found.end + 1)) return false;
    const Mention* of = behind(found.end, 0);
    if (of != nullptr && table.columns[of->column].is_number() && of->sure >= 1) return false;
    query.having.push_back({"*", found.op, *number_of(words, found.number), {}, false, "count"});
    use(found.first, found.end + 1);
    return true;
}

// "older than 1": the comparison itself says of what.
void QueryConditions::read_spoken(TableQuery& query, const Compared& found) {
    static constexpr std::array<std::array<std::string_view, 2>, 8> spoken{{{"older", "age"},
                                                                            {"younger", "age"},
                                                                            {"heavier", "weight"},
                                                                            {"lighter", "weight"},
                                                                            {"longer", "duration"},
                                                                            {"shorter", "duration"},
                                                                            {"taller", "height"},
                                                                            {"shorter", "height"}}};
    for (const auto& [word, name] : spoken) {
        if (words[found.first].text != word) continue;
        for (const auto& column : table.columns) {
            if (lower(column.name).find(name) == std::string::npos) continue;
            query.where.push_back({column.name, found.op, *number_of(words, found.number)});
            use(found.first, found.end);
            return;
        }
    }
}

// "no less than 3000 and no more than 4000": the second comparison is of the same column.
void QueryConditions::read_other_end(TableQuery& query, std::size_t next) {
    const auto other = is_one_of(words, next, {"and"}) ? comparison_at(next + 1) : std::nullopt;
    if (!other || behind(other->end, 0) != nullptr || query.where.empty()) return;
    TableCondition& first = query.where.back();
    const double value = *number_of(words, other->number);
    if (first.op == ">=" && other->op == "<=") {
        first.op = "between";
        first.value2 = value;
    } else {
        query.where.push_back({first.column, other->op, value});
    }
    use(next, other->end);
}

// "whose weight is above 10", "with more than 4 cylinders"
void QueryConditions::read_comparison(TableQuery& query, const Compared& found) {
    if (read_having(query, found)) return;
    const Mention* column = behind(found.end, 0);
    if (column == nullptr || !(table.columns[column->column].is_number() || column->sure >= 1))
        column = before(found.first, 5);
    if (column == nullptr) {
        read_spoken(query, found);
        return;
    }
    const std::size_t first = std::min(found.first, column->first);
    add(query, *column, found.op, *number_of(words, found.number), first);
    use(first, std::max(found.end, column->end()));
    read_other_end(query, found.end);
}

void QueryConditions::read_numbers(TableQuery& query) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (used[at] || read_between(query, at) || read_column_between(query, at)) continue;
        if (const auto found = comparison_at(at))
            read_comparison(query, *found);
        else
            read_bare_number(query, at);
    }
}

std::optional<std::size_t> QueryConditions::year_column() const {
    std::optional<std::size_t> best;
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
        const std::string name = lower(table.columns[k].name);
        if (name == "year") return k;
        if (name.find("year") != std::string::npos && !best) best = k;
    }
    return best;
}

// "in 1980", "before 1980", "in 2013 or 2016".
void QueryConditions::read_years(TableQuery& query) {
    const auto year = year_column();
    if (!year) return;
    const std::string& name = table.columns[*year].name;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto value = used[at] ? std::nullopt : number_of(words, at);
        if (!value || !is_year(*value) || at == 0) continue;
        std::size_t lead = at;
        while (lead > 0 && is_one_of(words, lead - 1, {"the", "year", "years", "of"})) --lead;
        if (lead == 0) continue;
        const std::string op = is_one_of(words, lead - 1, {"before"})           ? "<"
                               : is_one_of(words, lead - 1, {"after", "since"}) ? ">"
                                                                                : "=";
        if (op == "=" && !is_one_of(words, lead - 1, {"in", "on", "during", "for", "or", "years"})) continue;
        query.where.push_back({name, op, *value, {}, !query.where.empty() && joined_by_or(lead - 1)});
        use(lead - 1, at + 1);
        const auto other = is_one_of(words, at + 1, {"or"}) ? number_of(words, at + 2) : std::nullopt;
        if (other && is_year(*other)) {
            query.where.push_back({name, op, *other, {}, true});
            use(at + 1, at + 3);
        }
    }
}

// The column whose own name, or that of the rows, is nearest to the words in meaning.
std::optional<std::size_t> QueryConditions::nearest_column(const Stretch& name) const {
    constexpr float near_least = 0.25F;
    std::optional<std::size_t> best;
    float nearest = near_least;
    const auto consider = [&](const std::string& part, std::size_t of) {
        static constexpr std::array<std::string_view, 9> general{"first", "last",   "name", "code", "id",
                                                                 "type",  "number", "of",   "date"};
        if (std::find(general.begin(), general.end(), part) != general.end()) return;
        const float* named = vectors.find(part);
        for (std::size_t word = name.first; word < name.end && named != nullptr; ++word) {
            const float* said = vectors.find(words[word].text);
            const float near = said == nullptr ? 0 : dot(said, named);
            if (near <= nearest) continue;
            nearest = near;
            best = of;
        }
    };
    for (const auto& row : split(lower(table.name), '_')) {
        if (naming) consider(row, *naming);  // A row by its name: "the population of Brazil".
    }
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        if (table.columns[at].kind != Kind::text) continue;
        std::string parts;
        for (const char c : table.columns[at].name) {
            if (c >= 'A' && c <= 'Z' && !parts.empty() && parts.back() >= 'a') parts += ' ';
            parts += c == '_' ? ' ' : c;
        }
        for (const auto& part : split(lower(parts), ' ')) consider(part, at);
    }
    return best;
}

// The column that a name belongs to: named beside it, else the nearest in meaning.
std::optional<QueryConditions::Owner> QueryConditions::owner_of(const Stretch& name) const {
    const auto is_text = [&](const Mention* mention) {
        return mention != nullptr && table.columns[mention->column].kind == Kind::text;
    };
    const Mention* next = behind(name.end, 0);
    if (is_text(next) && !used[next->first] && !words[name.first].quoted)
        return Owner{next->column, {name.first, next->end()}};
    if (const Mention* mention = before(name.first, 5); is_text(mention)) {
        // "countries in Asia", "which continent is Anguilla in": the column of that name asks for something else.
        bool linked = mention->first > 0 && is_one_of(words, mention->first - 1, {"which", "what"});
        for (std::size_t at = mention->end(); at < name.first; ++at)
            linked = linked || is_one_of(words, at, {"in", "from", "at", "and"});
        if (!linked) return Owner{mention->column, {mention->first, name.end}};
    }
    const auto nearest = nearest_column(name);
    return nearest ? std::optional(Owner{*nearest, name}) : std::nullopt;
}

// How a name is compared, from the words in front of it.
std::string QueryConditions::operator_before(std::size_t at) const {
    constexpr std::size_t reach = 7;
    bool denied = false;
    for (std::size_t lead = at; lead > 0 && at - lead < reach && !words[lead].breaks;) {
        --lead;
        if (is_one_of(words, lead,
                      {"substring", "contain", "contains", "containing", "word", "including", "having", "includes",
                       "letter"}))
            return "like";
        denied = denied || is_one_of(words, lead, {"not", "except", "excluding"}) ||
                 (is_one_of(words, lead, {"than"}) && lead > 0 && is_one_of(words, lead - 1, {"other"}));
    }
    return denied ? "!=" : "=";
}

std::size_t QueryConditions::end_of_name(std::size_t first) const {
    std::size_t end = first + 1;
    while (is_name_word(words, end) && words[end].quoted == words[first].quoted && !words[end].breaks) ++end;
    return end;
}

// "Ben Jones or Brandon Vietti", "the state of Hawaii or the state of Wisconsin"
std::size_t QueryConditions::read_alternatives(TableQuery& query, std::size_t next, bool quoted) {
    while (is_one_of(words, next, {"or", "and"})) {
        const bool both = is_one_of(words, next, {"and"});
        std::size_t other = next + 1;
        while (other < words.size() && (is_stop_word(words[other].text) || words[other].stem == words[next - 1].stem ||
                                        is_one_of(words, other, {"state", "country", "city", "region"})))
            ++other;
        if (!is_name_word(words, other) || (both && quoted)) break;
        const std::size_t end = end_of_name(other);
        if (both && behind(end, 0) != nullptr) break;
        const TableCondition& before_it = query.where.back();
        query.where.push_back(
            {before_it.column, before_it.op, text_between(text, words, other, end - other), {}, true});
        use(next, end);
        next = end;
    }
    return next;
}

// "from France", "directed by Ben Jones", "whose names contain 'Al'", "state NY or CA", "not 'USA'".
void QueryConditions::read_names(TableQuery& query) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (used[at] || !is_name_word(words, at)) continue;
        const Stretch name{at, end_of_name(at)};
        const bool quoted = words[at].quoted;
        const bool column = std::any_of(mentions.begin(), mentions.end(), [&](const Mention& mention) {
            return mention.first < name.end && name.first < mention.end();
        });
        at = name.end - 1;
        if (!quoted && (column || names_rows(name.first))) continue;
        const auto owner = owner_of(name);
        if (!owner) continue;
        const std::string value = text_between(text, words, name.first, name.end - name.first);
        const std::string op = operator_before(name.first);
        const std::string& of = table.columns[owner->column].name;
        query.where.push_back({of, op, op == "like" ? cat("%", value, "%") : value});
        use(owner->words.first, owner->words.end);
        at = read_alternatives(query, name.end, quoted) - 1;
    }
}

void QueryConditions::read(TableQuery& query) {
    read_numbers(query);
    read_years(query);
    read_names(query);
}

}  // namespace parley::planner
