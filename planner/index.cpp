#include "planner/index.h"

#include "planner/routing/lexicon.h"
#include "planner/tools/index.h"

#include <algorithm>

namespace parley::planner {
namespace {

bool nobody_described(const Offer& offer) {
    return offer.connected && offer.datasets.size() > 1 && offer.dimensions.empty() &&
           std::all_of(offer.datasets.begin(), offer.datasets.end(),
                       [](const Dataset& dataset) { return dataset.fields.empty(); });
}

std::vector<ToolText> texts_of(const Offer& offer) {
    std::vector<ToolText> texts;
    for (const auto& dataset : offer.datasets) {
        texts.push_back({dataset.tool, offer.name, dataset.description,
                         dataset.input_schema.is_null() ? Json::object() : dataset.input_schema});
    }
    return texts;
}

}  // namespace

Index::Index(std::span<const Offer> offers, std::shared_ptr<const WordVectors> vectors)
    : offers_(offers), vectors_(vectors ? std::move(vectors) : std::make_shared<const WordVectors>()) {
    Stemmer stemmer;
    lexicon_ = std::make_shared<const Lexicon>(offers, stemmer);
    for (std::size_t at = 0; at < offers.size(); ++at) {
        if (nobody_described(offers[at]))
            tools_[at] = std::make_shared<const ToolIndex>(texts_of(offers[at]), *vectors_);
    }
}

Index Index::owning(std::vector<Offer> offers, std::shared_ptr<const WordVectors> vectors) {
    auto kept = std::make_shared<const std::vector<Offer>>(std::move(offers));
    Index index{std::span<const Offer>(*kept), std::move(vectors)};
    index.kept_ = std::move(kept);
    return index;
}

const ToolIndex* Index::tools_of(std::size_t offer) const {
    const auto found = tools_.find(offer);
    return found != tools_.end() ? found->second.get() : nullptr;
}

}  // namespace parley::planner
