#include "analysis/grid.h"

#include "base/result.h"
#include "base/text.h"

#include <set>

namespace parley::analysis {
namespace {

bool is_time(const Column* column) {
    return column && (column->kind == Kind::day || column->kind == Kind::time);
}

Error no_time(const Source& source, std::string_view column) {
    return invalid(cat("\"", source.input->dataset->name, "\" has no time", column.empty() ? "" : " in ", column,
                       ", so ", source.metric->name, " cannot be cut to a period."));
}

Result<Places> places_of(const Source& source, const planner::Term& term, const GridRequest& request,
                         const Timeline& timeline) {
    const Setting& setting = request.setting;
    Places places;
    places.by_time = request.by_time;
    const Column* time = source.column(source.time_of(term));
    if (term.timing == planner::Timing::during) {
        if (!request.by_time && timeline.everything()) return places;
        if (!is_time(time)) return no_time(source, source.time_of(term));
        places.bucket = place(*time, timeline, setting.calendar);
        return places;
    }
    const std::string& until_name = source.input->dataset->until_field;
    const Column* until = until_name.empty() ? nullptr : source.column(until_name);
    if (!is_time(time)) return no_time(source, source.time_of(term));
    if (!until_name.empty() && !is_time(until)) return no_time(source, until_name);
    places.alive = place_alive(*time, until, term.timing, timeline, setting);
    if (timeline.buckets.size() > 1) return places;
    // A single instant needs no spreading over buckets.
    places.bucket.resize(time->size());
    for (std::size_t row = 0; row < time->size(); ++row) {
        places.bucket[row] = places.alive.first[row] < places.alive.last[row] ? 0 : -1;
    }
    places.alive = {};
    return places;
}

Key key_of(const Fetched& fetched, std::size_t row, const Source& source, const GridRequest& request) {
    Key key;
    std::size_t at = 0;
    if (request.by_time) {
        if (const auto* bucket = std::get_if<std::int64_t>(&fetched.at(row, at))) key.bucket = *bucket;
        ++at;
    }
    for (std::size_t group = 0; group < source.groups.size(); ++group) key.groups.push_back(fetched.at(row, at++));
    if (request.currencies == Currencies::together) return key;
    if (source.currency) {
        Cell code = fetched.at(row, at);
        key.groups.push_back(code == Cell(std::string()) ? Cell() : std::move(code));
    } else {
        key.groups.push_back(source.unit.empty() ? Cell() : Cell(source.unit));
    }
    return key;
}

Result<Done> add_term(Database& database, Grid& grid, std::size_t measure, const planner::Term& term,
                      const GridRequest& request) {
    const Source& source = request.sources[measure];
    PARLEY_TRY(const Places places, places_of(source, term, request, request.timeline_of(measure)));
    PARLEY_TRY(const Query query, term_query(source, term, places, request.currencies, request.setting.calendar));
    PARLEY_TRY(const Fetched fetched, database.run(query));
    for (std::size_t row = 0; row < fetched.rows(); ++row) {
        auto& figures = grid[key_of(fetched, row, source, request)];
        figures.resize(request.sources.size());
        const Part part =
            part_of(term.aggregate, fetched.at(row, fetched.width - 2), fetched.at(row, fetched.width - 1));
        (&term == &source.value ? figures[measure].value : figures[measure].per) = part;
    }
    return Done{};
}

bool has_no_currency(const Source& source) {
    return !source.currency && source.unit.empty();
}

bool is_there(const Figures& figures) {
    return figures.value.has || figures.per.has || figures.value.values > 0 || figures.per.values > 0;
}

using Codes = std::map<std::vector<Cell>, std::set<Cell>>;

std::vector<Cell> without_code(std::vector<Cell> groups) {
    groups.pop_back();
    return groups;
}

// By group, those that money was found in; under "all" those of any group.
Codes codes_in(const Grid& grid, const std::vector<Source>& sources, std::set<Cell>& all) {
    Codes codes;
    for (const auto& [key, figures] : grid) {
        for (std::size_t measure = 0; measure < figures.size(); ++measure) {
            if (!is_there(figures[measure]) || has_no_currency(sources[measure])) continue;
            codes[without_code(key.groups)].insert(key.groups.back());
            all.insert(key.groups.back());
        }
    }
    return codes;
}

// What is no money stands beside each currency: conversations beside refunds in EUR and beside those in USD. A line of
// its own would say that no money was refunded there.
void spread_over_currencies(Grid& grid, const std::vector<Source>& sources) {
    std::set<Cell> all;
    const Codes codes = codes_in(grid, sources, all);
    if (all.empty()) return;
    Grid spread;
    for (const auto& [key, figures] : grid) {
        const auto own = codes.find(without_code(key.groups));
        for (std::size_t measure = 0; measure < figures.size(); ++measure) {
            if (!is_there(figures[measure])) continue;
            std::set<Cell> targets{key.groups.back()};
            if (has_no_currency(sources[measure])) targets = own == codes.end() ? all : own->second;
            for (const Cell& code : targets) {
                Key target = key;
                target.groups.back() = code;
                auto& there = spread[target];
                there.resize(sources.size());
                there[measure] = figures[measure];
            }
        }
    }
    grid = std::move(spread);
}

// A sum over no rows is 0 only where nothing was found; SQL's answer to it is null.
void fill_gaps(Grid& grid, const std::vector<Source>& sources) {
    for (auto& entry : grid) {
        entry.second.resize(sources.size());
        for (std::size_t measure = 0; measure < sources.size(); ++measure) {
            Figures& figures = entry.second[measure];
            if (!figures.value.has) figures.value = nothing(sources[measure].value);
            if (sources[measure].metric->per && !figures.per.has) figures.per = nothing(*sources[measure].metric->per);
        }
    }
}

void add_buckets(Grid& grid, const GridRequest& request, bool grouped) {
    std::set<std::vector<Cell>> groups;
    for (const auto& entry : grid) groups.insert(entry.first.groups);
    if (groups.empty() && !grouped) groups.insert(std::vector<Cell>{});
    if (groups.size() * request.timeline.buckets.size() > cells_max) return;
    for (std::size_t bucket = 0; bucket < request.timeline.buckets.size(); ++bucket) {
        for (const auto& group : groups) grid[Key{static_cast<std::int64_t>(bucket), group}];
    }
}

}  // namespace

Result<Grid> make_grid(Database& database, const GridRequest& request) {
    Grid grid;
    bool grouped = request.currencies == Currencies::apart;
    for (std::size_t measure = 0; measure < request.sources.size(); ++measure) {
        const Source& source = request.sources[measure];
        grouped = grouped || !source.groups.empty();
        if (source.empty()) continue;
        for (const planner::Term* term : source.terms()) {
            auto done = add_term(database, grid, measure, *term, request);
            if (!done) return std::move(done).error();
        }
    }
    if (request.currencies == Currencies::apart) spread_over_currencies(grid, request.sources);
    if (request.by_time || !grouped) add_buckets(grid, request, grouped);
    fill_gaps(grid, request.sources);
    return grid;
}

}  // namespace parley::analysis
