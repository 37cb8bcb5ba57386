#include "analysis/lines.h"

#include "base/text.h"

#include <cmath>

namespace parley::analysis {
namespace {

Cell difference(const Cell& now, const Cell& before) {
    const auto* a = std::get_if<std::int64_t>(&now);
    const auto* b = std::get_if<std::int64_t>(&before);
    std::int64_t result = 0;
    if (a && b) return __builtin_sub_overflow(*a, *b, &result) ? Cell() : Cell(result);
    const auto* x = std::get_if<double>(&now);
    const auto* y = std::get_if<double>(&before);
    return x && y ? Cell(*x - *y) : Cell();
}

double real_of(const Cell& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*integer);
    const auto* real = std::get_if<double>(&cell);
    return real ? *real : 0;
}

// Against the size of what was before: a loss that shrinks is a rise.
Cell share(const Cell& change, const Cell& before) {
    const double base = std::fabs(real_of(before));
    if (change.index() == 0 || base == 0) return {};
    return real_of(change) / base;
}

// One bucket against the one before says nothing while it is still running.
bool comparable(const Frame& frame, const Key& key, std::int64_t shift) {
    if (shift == 0) return true;
    return key.bucket >= shift && frame.timeline.buckets[static_cast<std::size_t>(key.bucket)].whole;
}

const std::vector<Figures>* find(const Grid& grid, const Key& key) {
    const auto found = grid.find(key);
    return found == grid.end() ? nullptr : &found->second;
}

// The other side of a comparison may know groups that this one has no more, and the other way round. Where its period
// has the bucket, nothing there counts as nothing; where it is shorter, there is no number.
std::vector<Figures> empty_figures(const std::vector<Source>& sources) {
    std::vector<Figures> figures(sources.size());
    for (std::size_t measure = 0; measure < sources.size(); ++measure) {
        figures[measure].value = nothing(sources[measure].value);
        if (sources[measure].metric->per) figures[measure].per = nothing(*sources[measure].metric->per);
    }
    return figures;
}

bool has_bucket(const Grid& grid, std::int64_t bucket) {
    const auto found = grid.lower_bound(Key{bucket, {}});
    return found != grid.end() && found->first.bucket == bucket;
}

}  // namespace

Kind Frame::kind_of(std::size_t measure) const {
    const Source& source = sources[measure];
    const Kind kind = source.metric->kind;
    if (kind != Kind::count || source.metric->per) return kind;
    const Kind own = source.kind_of(source.value);  // The average of a count has decimals.
    return own == Kind::number || own == Kind::day || own == Kind::time ? own : kind;
}

std::vector<Line> lines_of(const Frame& frame, const Grid& grid, const Grid* previous, std::int64_t shift) {
    const auto nobody = empty_figures(frame.sources);
    Grid all = grid;
    if (previous && shift == 0) {
        for (const auto& entry : *previous) {
            if (!frame.grain || has_bucket(grid, entry.first.bucket)) all.emplace(entry.first, nobody);
        }
    }
    std::vector<Line> lines;
    for (auto& entry : all) {
        Line line{entry.first, entry.second, {}};
        const Key before_key{line.key.bucket - shift, line.key.groups};
        const bool comparing = previous && comparable(frame, line.key, shift);
        const auto* before = comparing ? find(*previous, before_key) : nullptr;
        if (comparing && !before && (!frame.grain || has_bucket(*previous, before_key.bucket))) before = &nobody;
        for (std::size_t measure = 0; measure < frame.sources.size(); ++measure) {
            const auto cell = [&](const Figures& figures) {
                return outcome(*frame.sources[measure].metric, frame.kind_of(measure), figures.value, figures.per);
            };
            Compared compared{cell(line.figures[measure]), {}, {}, {}};
            if (before) {
                compared.previous = cell((*before)[measure]);
                compared.change = difference(compared.measure, compared.previous);
                compared.ratio = share(compared.change, compared.previous);
            }
            line.compared.push_back(std::move(compared));
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace parley::analysis
