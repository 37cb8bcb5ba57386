#pragma once
// The figures of all measures over one timeline, keyed by bucket and group: each term is one query, put together here.

#include "analysis/figures.h"
#include "analysis/sql.h"

#include <map>

namespace parley::analysis {

// groups follow plan.group_by; with currencies apart, the code comes last.
struct Key {
    std::int64_t bucket = 0;
    std::vector<Cell> groups;

    bool operator<(const Key& other) const {
        return bucket != other.bucket ? bucket < other.bucket : groups < other.groups;
    }
};

struct Figures {
    Part value;
    Part per;
};

// One entry a measure. In order: by bucket, then by group.
using Grid = std::map<Key, std::vector<Figures>>;

struct GridRequest {
    const std::vector<Source>& sources;
    const Timeline& timeline;
    const Setting& setting;
    bool by_time = false;
    Currencies currencies = Currencies::together;
    const Timeline* rest = nullptr;  // Of all measures but the first, where they count another period.

    const Timeline& timeline_of(std::size_t measure) const { return rest && measure > 0 ? *rest : timeline; }
};

// Every bucket is there for every group that occurs, up to cells_max of them; past that only what has rows.
Result<Grid> make_grid(Database& database, const GridRequest& request);

inline constexpr std::size_t cells_max = 200'000;

}  // namespace parley::analysis
