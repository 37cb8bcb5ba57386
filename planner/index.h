#pragma once
// What can be asked, prepared once for many questions. A value that is never changed: copies share what they hold, and
// all of it may be read from several threads.

#include "planner/offer.h"

#include <memory>
#include <span>
#include <vector>

namespace parley::planner {

class Lexicon;

class Index {
public:
    explicit Index(std::span<const Offer> offers);   // They outlive the index.
    static Index owning(std::vector<Offer> offers);  // It keeps them.

    std::span<const Offer> offers() const { return offers_; }
    const Lexicon& lexicon() const { return *lexicon_; }

private:
    std::shared_ptr<const std::vector<Offer>> kept_;
    std::span<const Offer> offers_;
    std::shared_ptr<const Lexicon> lexicon_;
};

}  // namespace parley::planner
