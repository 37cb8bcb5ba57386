#include "planner/proposal_sources.h"

#include "base/text.h"

namespace parley::planner {

std::string source_key(std::span<const Offer> offers, std::size_t position) {
    std::size_t number = 1;
    for (std::size_t k = 0; k < position; ++k) {
        if (offers[k].connected && offers[k].vendor == offers[position].vendor) ++number;
    }
    const std::string& vendor = offers[position].vendor.text;
    return number == 1 ? vendor : cat(vendor, ":", number);
}

const Offer* offer_called(std::span<const Offer> offers, std::string_view key) {
    for (std::size_t k = 0; k < offers.size(); ++k) {
        if (offers[k].connected && source_key(offers, k) == key) return &offers[k];
    }
    return nullptr;
}

std::string source_key_of(std::span<const Offer> offers, const Step& step) {
    for (std::size_t k = 0; k < offers.size(); ++k) {
        if (offers[k].connected && offers[k].connection == step.connection) return source_key(offers, k);
    }
    return step.vendor.text;
}

}  // namespace parley::planner
