#pragma once
// Rules on the arguments of a call, held against the arguments. Inside of the room.

#include "policy/gate.h"

#include <string>
#include <vector>

namespace parley::policy {

// What is wrong with the arguments, with the place; empty where the rule holds.
std::string broken_by(const ArgumentRule& rule, const Json& arguments);

// The place of an argument that no rule names; empty where there is none.
std::string unnamed_argument(const std::vector<ArgumentRule>& rules, const Json& arguments);

// The first name of the path: the argument itself.
std::string argument_of(const ArgumentRule& rule);

}  // namespace parley::policy
