#include "analysis/lines.h"
#include "base/text.h"

namespace parley::analysis {
namespace {

// Where currencies are apart, the table's own column "currency" says the code row by row.
std::string unit_for(const Frame& frame, std::size_t measure, Kind kind) {
    const Source& source = frame.sources[measure];
    if (kind != Kind::money) return "";
    if (frame.currencies == Currencies::apart) return "";
    if (!source.unit.empty()) return source.unit;
    return source.codes.size() == 1 ? source.codes.front() : frame.unit;
}

std::string unit_of(const Frame& frame, std::size_t measure) {
    const Kind kind = frame.kind_of(measure);
    return kind == Kind::money ? unit_for(frame, measure, kind) : frame.sources[measure].metric->unit;
}

void add_keys(const Frame& frame, const std::vector<Line>& lines, Table& table) {
    const planner::Plan& plan = frame.plan;
    if (frame.grain) {
        const std::string name(name_of(*frame.grain));
        Column time(name, Kind::day, Role::time, name);
        for (const Line& line : lines) {
            time.add(std::int64_t{frame.timeline.buckets[static_cast<std::size_t>(line.key.bucket)].name.days});
        }
        table.columns.push_back(std::move(time));
    }
    for (std::size_t group = 0; group < plan.group_by.size(); ++group) {
        const Source& source = frame.sources.front();
        const Column* own = source.column(source.groups[group]);
        Column column(plan.group_by[group], own ? own->kind : Kind::text, Role::dimension, own ? own->unit : "");
        for (const Line& line : lines) column.add(line.key.groups[group]);
        table.columns.push_back(std::move(column));
    }
    if (frame.currencies == Currencies::together || table.find("currency")) return;
    Column currency("currency", Kind::text, Role::dimension);
    for (const Line& line : lines) currency.add(line.key.groups.back());
    table.columns.push_back(std::move(currency));
}

void add_comparison(const Frame& frame, const std::vector<Line>& lines, std::size_t measure, Table& table) {
    const std::string prefix = frame.sources.size() > 1 ? frame.sources[measure].name + ": " : "";
    const Kind kind = frame.kind_of(measure);
    const std::string unit = unit_of(frame, measure);
    Column previous(prefix + "previous", kind, Role::measure, unit);
    Column change(prefix + "change", kind, Role::measure, unit);
    Column ratio(prefix + "change_ratio", Kind::ratio, Role::measure, "percent");
    for (const Line& line : lines) {
        previous.add(line.compared[measure].previous);
        change.add(line.compared[measure].change);
        ratio.add(line.compared[measure].ratio);
    }
    table.columns.push_back(std::move(previous));
    table.columns.push_back(std::move(change));
    table.columns.push_back(std::move(ratio));
}

void add_part(const Frame& frame, const std::vector<Line>& lines, std::size_t measure, const planner::Term& term,
              Table& table) {
    const Source& source = frame.sources[measure];
    const bool per = &term != &source.value;
    const Kind kind = source.kind_of(term);
    Column column(source.name + (per ? ": per" : ": value"), kind, Role::key, unit_for(frame, measure, kind));
    for (const Line& line : lines) {
        column.add(part_cell(per ? line.figures[measure].per : line.figures[measure].value, kind));
    }
    table.columns.push_back(std::move(column));
}

void add_parts(const Frame& frame, const std::vector<Line>& lines, std::size_t measure, Table& table) {
    const Source& source = frame.sources[measure];
    if (source.metric->per) {
        for (const planner::Term* term : source.terms()) add_part(frame, lines, measure, *term, table);
    }
    if (!source.counts_rows()) return;
    Column count(source.name + ": count", Kind::count, Role::key);
    for (const Line& line : lines) count.add(line.figures[measure].value.values);
    table.columns.push_back(std::move(count));
}

}  // namespace

Table table_of(const Frame& frame, const std::vector<Line>& lines) {
    Table table;
    add_keys(frame, lines, table);
    for (std::size_t measure = 0; measure < frame.sources.size(); ++measure) {
        Column column(frame.sources[measure].name, frame.kind_of(measure), Role::measure, unit_of(frame, measure));
        for (const Line& line : lines) column.add(line.compared[measure].measure);
        table.columns.push_back(std::move(column));
    }
    for (std::size_t measure = 0; measure < frame.sources.size(); ++measure) {
        if (frame.compares()) add_comparison(frame, lines, measure, table);
    }
    for (std::size_t measure = 0; measure < frame.sources.size(); ++measure) add_parts(frame, lines, measure, table);
    return table;
}

}  // namespace parley::analysis
