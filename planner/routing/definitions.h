#pragma once
// What the organization and the manifests have laid down about numbers, held against what was decided: terms of the
// glossary, "verified only", what may be added up, and what can stand beside each other.

#include "planner/definitions.h"
#include "planner/routing/glossary.h"

namespace parley::planner {

Decision settled(Decision decision, const Wording& wording, std::span<const Offer> offers, const Context& context);

}  // namespace parley::planner
