#include "analysis/lines.h"
#include "base/text.h"

#include <algorithm>
#include <set>

namespace parley::analysis {
namespace {

enum class By { key, measure, change, group };

struct Rule {
    By by = By::key;
    std::size_t group = 0;
    bool descending = false;
};

Result<Rule> rule_of(const Frame& frame) {
    const planner::Plan& plan = frame.plan;
    if (!plan.order) {
        const bool ranked = !frame.grain && !plan.group_by.empty();
        return ranked ? Rule{By::measure, 0, true} : Rule{};
    }
    const std::string& by = plan.order->by;
    if (by == "time") return Rule{By::key, 0, frame.grain && plan.order->descending};
    if (by == "measure") return Rule{By::measure, 0, plan.order->descending};
    if (by == "change" && frame.compares()) return Rule{By::change, 0, plan.order->descending};
    const auto group = std::find(plan.group_by.begin(), plan.group_by.end(), by);
    if (group == plan.group_by.end()) {
        return Error{Fault::invalid, cat("The result has no ", by, " to be put in order by."), ""};
    }
    return Rule{By::group, static_cast<std::size_t>(group - plan.group_by.begin()), plan.order->descending};
}

const Cell& cell_for(const Rule& rule, const Line& line) {
    if (rule.by == By::group) return line.key.groups[rule.group];
    return rule.by == By::change ? line.compared.front().change : line.compared.front().measure;
}

// Amounts of two currencies are not larger or smaller than each other: each currency is a list of its own.
const Cell* list_of(const Frame& frame, const Line& line) {
    return frame.currencies == Currencies::apart ? &line.key.groups.back() : nullptr;
}

bool comes_before(const Frame& frame, const Rule& rule, const Line& a, const Line& b) {
    if (rule.by == By::key) {
        return rule.descending ? b.key.bucket < a.key.bucket : a.key.bucket < b.key.bucket;
    }
    const Cell* list_a = list_of(frame, a);
    const Cell* list_b = list_of(frame, b);
    if (list_a && *list_a != *list_b) return *list_a < *list_b;
    const Cell& left = cell_for(rule, a);
    const Cell& right = cell_for(rule, b);
    if ((left.index() == 0) != (right.index() == 0)) return right.index() == 0;  // No value comes last, either way.
    return rule.descending ? right < left : left < right;
}

// "Top five countries by month" means five countries, by what they come to over all the months that are shown.
void keep_groups(const Frame& frame, std::vector<Line>& lines, std::size_t limit) {
    struct Total {
        double sum = 0;
        double last = 0;
    };
    std::map<std::vector<Cell>, Total> totals;
    for (const Line& line : lines) {
        const Cell& cell = line.compared.front().measure;
        const auto* integer = std::get_if<std::int64_t>(&cell);
        const auto* real = std::get_if<double>(&cell);
        Total& total = totals[line.key.groups];
        if (!integer && !real) continue;
        total.last = integer ? static_cast<double>(*integer) : *real;
        total.sum += total.last;
    }
    const Source& ranked_by = frame.sources.front();
    const bool asked_otherwise = ranked_by.value.aggregate != ranked_by.metric->value.aggregate;  // "average", "max"
    const bool adds = ranked_by.metric->additive_over_time() && !asked_otherwise;
    const bool ascending = frame.plan.order && frame.plan.order->by == "measure" && !frame.plan.order->descending;
    std::vector<std::pair<double, std::vector<Cell>>> ranked;
    for (const auto& entry : totals) {
        const double rank = adds ? entry.second.sum : entry.second.last;
        ranked.emplace_back(ascending ? rank : -rank, entry.first);
    }
    std::sort(ranked.begin(), ranked.end());
    std::map<Cell, std::size_t> taken;  // Each currency is a list of its own here too.
    std::set<std::vector<Cell>> kept;
    for (const auto& entry : ranked) {
        const Cell list = frame.currencies == Currencies::apart ? entry.second.back() : Cell();
        if (taken[list]++ < limit) kept.insert(entry.second);
    }
    lines.erase(
        std::remove_if(lines.begin(), lines.end(), [&](const Line& line) { return kept.count(line.key.groups) == 0; }),
        lines.end());
}

void keep_lines(const Frame& frame, std::vector<Line>& lines, std::size_t limit) {
    std::map<Cell, std::size_t> taken;
    std::vector<Line> kept;
    for (Line& line : lines) {
        const Cell* list = list_of(frame, line);
        if (taken[list && !frame.grain ? *list : Cell()]++ < limit) kept.push_back(std::move(line));
    }
    lines = std::move(kept);
}

}  // namespace

Result<Done> put_in_order(const Frame& frame, std::vector<Line>& lines) {
    PARLEY_TRY(const Rule rule, rule_of(frame));
    const bool grouped = !frame.plan.group_by.empty();
    const auto limit = static_cast<std::size_t>(std::max(frame.plan.limit.value_or(0), 0));
    if (limit > 0 && frame.grain && grouped) keep_groups(frame, lines, limit);
    const bool by_measure_of_groups = frame.grain && grouped && limit > 0 && rule.by == By::measure;
    if (!by_measure_of_groups) {
        std::stable_sort(lines.begin(), lines.end(),
                         [&](const Line& a, const Line& b) { return comes_before(frame, rule, a, b); });
    }
    if (limit > 0 && !(frame.grain && grouped)) keep_lines(frame, lines, limit);
    return Done{};
}

}  // namespace parley::analysis
