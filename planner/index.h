#pragma once
// What can be asked, prepared once for many questions. A value that is never changed: copies share what they hold, and
// all of it may be read from several threads.

#include "planner/offer.h"
#include "planner/tools/vectors.h"

#include <map>
#include <memory>
#include <span>
#include <vector>

namespace parley::planner {

class Lexicon;
class ToolIndex;

class Index {
public:
    // The offers outlive the index. vectors: words of about the same meaning, for tools that nobody described; may be
    // null, then these are found a little less well.
    explicit Index(std::span<const Offer> offers, std::shared_ptr<const WordVectors> vectors = nullptr);
    // It keeps the offers.
    static Index owning(std::vector<Offer> offers, std::shared_ptr<const WordVectors> vectors = nullptr);

    std::span<const Offer> offers() const { return offers_; }
    const Lexicon& lexicon() const { return *lexicon_; }
    const WordVectors& vectors() const { return *vectors_; }

    // The tools of an offer that nobody described, in the order of its datasets. Null for one that is described.
    const ToolIndex* tools_of(std::size_t offer) const;

private:
    std::shared_ptr<const std::vector<Offer>> kept_;
    std::span<const Offer> offers_;
    std::shared_ptr<const WordVectors> vectors_;
    std::shared_ptr<const Lexicon> lexicon_;
    std::map<std::size_t, std::shared_ptr<const ToolIndex>> tools_;
};

}  // namespace parley::planner
