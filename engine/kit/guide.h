#pragma once
// guide.md, the page for users: is it whole, and what of it the manifest already says. Pure.

#include "kit/folder.h"

#include <span>

namespace parley::kit {

// Sections missing, empty or out of order; no picture of the connection; not eight steps; tools and their confidence
// untold; questions that the manifest does not have. folders: the vendors that a link may lead to.
void check_guide(const vendors::Manifest& manifest, const std::string& guide, const std::vector<std::string>& folders,
                 Verdict& verdict);

// The page as far as the manifest knows it; what only a person can say is marked. others: of the same folder.
std::string draft_guide(const vendors::Manifest& manifest, std::span<const vendors::Vendor> others);

}  // namespace parley::kit
