// Which rows can be told apart by hour and weekday: single things with a time of their own.
#include "vendors/time_parts.h"

#include "base/text.h"
#include "samples.h"

using namespace parley;
using namespace parley::vendors;

namespace {

// The sample's orders, changed: what they can be told apart by.
std::string parts_with(const Json& patch) {
    Json json = sample_json();
    json.merge_patch(patch);
    const Checked checked = check_manifest(json, "shop/manifest.lua");
    std::string mistakes;
    for (const auto& mistake : checked.mistakes) mistakes += to_text(mistake) + "\n";
    CHECK(mistakes == "");
    planner::Offer offer;
    for (const auto& [id, dataset] : checked.manifest.datasets) offer.datasets.push_back(dataset.offer);
    offer.dimensions = checked.manifest.dimensions;
    const std::size_t own = offer.dimensions.size();
    add_time_parts(checked.manifest, offer);
    std::vector<std::string> names;
    for (std::size_t k = own; k < offer.dimensions.size(); ++k) {
        CHECK(offer.dimensions[k].has_order);
        CHECK(offer.datasets.front().field(offer.dimensions[k].columns.at("orders")) != nullptr);
        names.push_back(offer.dimensions[k].name);
    }
    return join(names, ", ");
}

Json with_columns(const Json& change) {
    Json columns = sample_json()["datasets"]["orders"]["columns"];
    for (auto& column : columns) {
        if (change.contains(column["name"].get<std::string>()))
            column.merge_patch(change[column["name"].get<std::string>()]);
    }
    return {{"datasets", {{"orders", {{"columns", columns}}}}}};
}

}  // namespace

TEST_CASE("vendors: single rows with a time are told apart by hour and weekday") {
    CHECK(parts_with(Json::object()) == "hour of the day, weekday");
}

TEST_CASE("vendors: rows of days have weekdays and no hours, and totals have neither") {
    CHECK(parts_with(with_columns({{"placed", {{"kind", "day"}}}})) == "weekday");
    CHECK(parts_with(with_columns({{"id", {{"role", "dimension"}}}})) == "");
}
