#include "planner/index.h"

#include "planner/routing/lexicon.h"

namespace parley::planner {

Index::Index(std::span<const Offer> offers) : offers_(offers) {
    Stemmer stemmer;
    lexicon_ = std::make_shared<const Lexicon>(offers, stemmer);
}

Index Index::owning(std::vector<Offer> offers) {
    auto kept = std::make_shared<const std::vector<Offer>>(std::move(offers));
    Index index{std::span<const Offer>(*kept)};
    index.kept_ = std::move(kept);
    return index;
}

}  // namespace parley::planner
