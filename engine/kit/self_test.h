#pragma once
// What a folder must pass before a running server takes it over.

#include "kit/folder.h"

#include <vector>

namespace parley::kit {

// The recorded replies of the vendor's own folder become rows, and where a table was recorded, that table. Less than
// trial(): somebody is waiting for it, and a folder without a table could have been there from the start.
std::vector<Mistake> self_test(const vendors::Vendor& vendor, Instant now);

}  // namespace parley::kit
