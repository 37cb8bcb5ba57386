#include "planner/tables/table_filters.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::planner {
namespace {

struct MarkedComparison {
    std::string_view phrase;
    std::string_view op;
};

// Longer phrases before what they hold.
constexpr std::array<MarkedComparison, 24> marked_comparisons{
    {{"at least", ">="},     {"at most", "<="}, {"or more", ">="}, {"or less", "<="}, {"no more than", "<="},
     {"no less than", ">="}, {"above", ">"},    {"higher", ">"},   {"greater", ">"},  {"bigger", ">"},
     {"larger", ">"},        {"more", ">"},     {"older", ">"},    {"over", ">"},     {"exceeds", ">"},
     {"after", ">"},         {"below", "<"},    {"lower", "<"},    {"smaller", "<"},  {"less", "<"},
     {"younger", "<"},       {"under", "<"},    {"before", "<"},   {"fewer", "<"}}};

std::optional<double> plain_number_at(const Words& words, std::size_t at) {
    const std::string& text = words[at].text;
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<double> numbers_in(const Words& words, const Stretch& where) {
    std::vector<double> out;
    for (std::size_t at = where.first; at < where.end; ++at) {
        if (const auto number = plain_number_at(words, at)) out.push_back(*number);
    }
    return out;
}

bool says(const Words& words, const Stretch& where, std::string_view phrase) {
    for (std::size_t at = where.first; at < where.end; ++at) {
        if (stands_at(words, at, phrase)) return true;
    }
    return false;
}

std::string_view comparison_in(const Words& words, const Stretch& where) {
    const auto found =
        std::find_if(marked_comparisons.begin(), marked_comparisons.end(),
                     [&](const MarkedComparison& comparison) { return says(words, where, comparison.phrase); });
    return found == marked_comparisons.end() ? std::string_view("=") : found->op;
}

void add_numbers(const Words& words, const Stretch& where, const TableColumn& column, std::vector<TableFilter>& out) {
    const auto numbers = numbers_in(words, where);
    const bool denied = says(words, where, "not") || says(words, where, "or");
    if (denied || numbers.empty()) return;
    if (says(words, where, "between")) {
        if (numbers.size() != 2) return;
        out.push_back({column.name, ">=", std::min(numbers[0], numbers[1])});
        out.push_back({column.name, "<=", std::max(numbers[0], numbers[1])});
    } else if (numbers.size() == 1) {
        out.push_back({column.name, std::string(comparison_in(words, where)), numbers.front()});
    }
}

void add_texts(const Words& words, const Stretch& where, const TableColumn& column, std::vector<TableFilter>& out) {
    if (says(words, where, "not") || says(words, where, "or")) return;
    const bool contains = says(words, where, "contain") || says(words, where, "contains");
    for (std::size_t at = where.first; at < where.end; ++at) {
        if (!words[at].quoted) continue;
        std::size_t end = at + 1;
        while (end < where.end && words[end].quoted) ++end;
        std::string value;
        for (std::size_t k = at; k < end; ++k) value += cat(k > at ? " " : "", words[k].text);
        // Words are kept in lower case: the table's own spelling counts where it is known.
        for (const auto& known : column.values) {
            if (lower(known) == value) value = known;
        }
        out.push_back({column.name, contains ? "contains" : "=", value});
        return;
    }
}

const Mention* column_in(const std::vector<Mention>& mentions, const Stretch& where) {
    const auto found = std::find_if(mentions.begin(), mentions.end(),
                                    [&](const Mention& mention) { return where.holds(mention.first); });
    return found == mentions.end() ? nullptr : &*found;
}

// False where the condition says something that is not understood.
bool read_condition(const Words& words, const PlainTable& table, const Stretch& where, const Mention* mention,
                    std::vector<TableFilter>& out) {
    if (mention == nullptr) return false;
    const TableColumn& column = table.columns[mention->column];
    const std::size_t before = out.size();
    if (!mention->values.empty() && !says(words, where, "not") && !says(words, where, "or"))
        out.push_back({column.name, "=", mention->values.front()});
    else if (column.is_number())
        add_numbers(words, where, column, out);
    else if (column.kind == Kind::text)
        add_texts(words, where, column, out);
    return out.size() > before;
}

}  // namespace

bool is_lone_value(const std::vector<Mention>& mentions, const Mention& mention) {
    if (mention.values.empty()) return false;
    return std::none_of(mentions.begin(), mentions.end(), [&](const Mention& other) {
        return other.column == mention.column && other.first != mention.first &&
               (other.values.empty() || other.values != mention.values);
    });
}

void add_filters(const Words& words, const PlainTable& table, const TableCues& cues,
                 const std::vector<Mention>& mentions, TablePlan& plan) {
    for (const auto& where : cues.conditions) {
        if (read_condition(words, table, where, column_in(mentions, where), plan.filters)) continue;
        std::string text;
        for (std::size_t k = where.first; k < where.end; ++k) text += cat(k > where.first ? " " : "", words[k].text);
        plan.notes.push_back(cat("The condition \"", text, "\" was not understood and is left out."));
    }
    for (const auto& mention : mentions) {
        const bool inside = std::any_of(cues.conditions.begin(), cues.conditions.end(),
                                        [&](const Stretch& where) { return where.holds(mention.first); });
        if (inside || !is_lone_value(mentions, mention)) continue;
        const auto& value = mention.values.front();
        const bool denied = mention.first > 0 && is_one_of(words, mention.first - 1, {"not", "except", "excluding"});
        plan.filters.push_back({table.columns[mention.column].name, denied ? "!=" : "=", value});
    }
}

}  // namespace parley::planner
