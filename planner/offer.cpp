#include "planner/offer.h"

namespace parley::planner {
namespace {

template <typename Things>
auto find_id(const Things& things, std::string_view id) -> const typename Things::value_type* {
    for (const auto& thing : things) {
        if (thing.id == id) return &thing;
    }
    return nullptr;
}

}  // namespace

std::string_view name_of(Aggregate aggregate) {
    switch (aggregate) {
    case Aggregate::sum: return "sum";
    case Aggregate::count: return "count";
    case Aggregate::distinct: return "distinct";
    case Aggregate::mean: return "avg";
    case Aggregate::median: return "median";
    case Aggregate::minimum: return "min";
    case Aggregate::maximum: return "max";
    }
    return "";
}

std::optional<Aggregate> aggregate_named(std::string_view name) {
    for (const Aggregate aggregate : {Aggregate::sum, Aggregate::count, Aggregate::distinct, Aggregate::mean,
                                      Aggregate::median, Aggregate::minimum, Aggregate::maximum}) {
        if (name_of(aggregate) == name) return aggregate;
    }
    if (name == "mean" || name == "average") return Aggregate::mean;
    if (name == "minimum") return Aggregate::minimum;
    if (name == "maximum") return Aggregate::maximum;
    return std::nullopt;
}

const Field* Dataset::field(std::string_view field_name) const {
    for (const auto& candidate : fields) {
        if (candidate.name == field_name) return &candidate;
    }
    return nullptr;
}

const Dataset* Offer::dataset(std::string_view id) const {
    return find_id(datasets, id);
}

// Of a server with thousands of tools each number has rows of its own, and they stand in the same order.
const Dataset* Offer::rows_of(const Metric& metric) const {
    const auto position = static_cast<std::size_t>(&metric - metrics.data());
    if (position < datasets.size() && datasets[position].id == metric.dataset) return &datasets[position];
    return dataset(metric.dataset);
}

const Metric* Offer::metric(std::string_view id) const {
    return find_id(metrics, id);
}

const Dimension* Offer::dimension(std::string_view id) const {
    return find_id(dimensions, id);
}

}  // namespace parley::planner
