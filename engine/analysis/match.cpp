#include "analysis/match.h"

#include "base/text.h"
#include "planner/keys.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace parley::analysis {
namespace {

struct Keys {
    std::set<std::string> keys;
    std::int64_t without = 0;
};

Result<Keys> keys_of(Database& database, Source source, const Timeline& timeline, const Setting& setting) {
    source.groups = {std::string(joined_key)};
    const std::vector<Source> alone{std::move(source)};
    PARLEY_TRY(const Grid grid, make_grid(database, {alone, timeline, setting, false, Currencies::together, nullptr}));
    Keys found;
    for (const auto& [key, figures] : grid) {
        const std::int64_t counted = std::max(figures.front().value.values, figures.front().per.values);
        if (counted == 0) continue;
        if (const auto* text = std::get_if<std::string>(&key.groups.front()))
            found.keys.insert(*text);
        else
            found.without += counted;
    }
    return found;
}

struct Count {
    std::string_view name;
    std::int64_t value;
};

std::array<Count, 3> counts_of(const Matched& matched) {
    return {{{"keys", static_cast<std::int64_t>(matched.first.size())},
             {"keys found", static_cast<std::int64_t>(matched.both.size())},
             {"rows without key", matched.without_key}}};
}

void read_spellings(const Source& source, const std::string& on, std::map<std::string, std::string>& spelled) {
    const Column* column =
        source.input->rows.find(planner::key_column(*source.input->offer, source.input->dataset->id, on));
    if (column == nullptr || column->kind != Kind::text) return;
    std::map<std::string, std::string> own;
    for (std::size_t row = 0; row < column->size(); ++row) {
        if (!column->has(row) || !source.key->has(row)) continue;
        const std::string_view written = trim(column->text(row));
        auto [at, is_new] = own.emplace(source.key->text(row), written);
        if (!is_new && written < at->second) at->second = written;
    }
    spelled.merge(own);
}

}  // namespace

bool Matched::keeps(planner::Join::Kind kind, const std::string& key) const {
    switch (kind) {
    case planner::Join::Kind::match: return both.contains(key);
    case planner::Join::Kind::without: return first.contains(key) && !both.contains(key);
    case planner::Join::Kind::correlate:
    case planner::Join::Kind::side_by_side: return true;
    }
    return true;
}

Result<Matched> match_keys(Database& database, const std::vector<Source>& sources, const Timeline& first,
                           const Timeline& second, const Setting& setting) {
    PARLEY_TRY(auto left, keys_of(database, sources[0], first, setting));
    PARLEY_TRY(auto right, keys_of(database, sources[1], second, setting));
    Matched matched{std::move(left.keys), std::move(right.keys), {}, left.without};
    std::set_intersection(matched.first.begin(), matched.first.end(), matched.second.begin(), matched.second.end(),
                          std::inserter(matched.both, matched.both.end()));
    return matched;
}

std::vector<Source> kept_of(const std::vector<Source>& sources, const Matched& matched, planner::Join::Kind kind) {
    std::vector<Source> kept = sources;
    if (kind == planner::Join::Kind::side_by_side) return kept;
    for (Source& source : kept) {
        auto keys = std::make_shared<Column>(std::string(joined_key), Kind::text, Role::dimension);
        keys->reserve(source.key->size());
        for (std::size_t row = 0; row < source.key->size(); ++row) {
            if (source.key->has(row) && matched.keeps(kind, source.key->text(row)))
                keys->add(source.key->text(row));
            else
                keys->add_null();
        }
        source.key = std::move(keys);
        source.filters.push_back({std::string(joined_key), "!=", nullptr});
    }
    return kept;
}

void write_keys_as_they_are(Column& keys, const std::vector<Source>& sources, const std::string& on) {
    if (on == "email" || on == "domain") return;  // Capitals mean nothing there.
    std::map<std::string, std::string> spelled;
    for (const Source& source : sources) read_spellings(source, on, spelled);
    Column written(keys.name, keys.kind, keys.role, keys.unit);
    for (std::size_t row = 0; row < keys.size(); ++row) {
        if (!keys.has(row)) {
            written.add_null();
            continue;
        }
        const auto found = spelled.find(keys.text(row));
        written.add(found == spelled.end() ? keys.text(row) : found->second);
    }
    keys = std::move(written);
}

void add_match_columns(Table& table, const Matched& matched) {
    const std::size_t rows = table.rows();
    for (const Count& count : counts_of(matched)) {
        Column column(std::string(count.name), Kind::count, Role::key);
        for (std::size_t row = 0; row < rows; ++row) column.add(count.value);
        table.columns.push_back(std::move(column));
    }
}

Table counts_alone(const Matched& matched, planner::Join::Kind kind) {
    Table table;
    const bool match = kind == planner::Join::Kind::match;
    Column column(match ? "in both" : "missing", Kind::count, Role::measure);
    column.add(static_cast<std::int64_t>(match ? matched.both.size() : matched.first.size() - matched.both.size()));
    table.columns.push_back(std::move(column));
    add_match_columns(table, matched);
    return table;
}

}  // namespace parley::analysis
