#pragma once
// A vendor of the catalogue as JSON: for `parley vendors`, the API and the public page. Pure.

#include "vendors/catalogue.h"

namespace parley::vendors {

OrderedJson card(const Vendor& vendor);      // id, name, category, auth, confidence, examples
OrderedJson describe(const Vendor& vendor);  // With allowlist, argument rules, datasets, metrics, dimensions, guide.

}  // namespace parley::vendors
