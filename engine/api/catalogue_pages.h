#pragma once
// The public catalogue as pages: no script, nothing loaded. Pure.

#include "vendors/catalogue.h"

#include <string>

namespace parley::api {

struct Wish {
    std::string words;     // All must stand somewhere in the vendor's name, category, numbers or tables.
    std::string category;  // Empty: any.
};

// Cards by category; links are relative to /integrations.
std::string catalogue_page(const vendors::Catalogue& catalogue, const Wish& wish);

// One vendor's guide with what its manifest knows; links are relative to /integrations/{id}.
std::string guide_page(const vendors::Catalogue& catalogue, const vendors::Vendor& vendor);

}  // namespace parley::api
