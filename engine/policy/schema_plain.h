#pragma once
// A JSON Schema from outside, rewritten so that a Draft 7 library can read it and cannot be made to hang, to overflow
// or to fetch by it. Inside of the room.

#include "base/json.h"

#include <memory>
#include <optional>
#include <re2/re2.h>
#include <string>
#include <vector>

namespace parley::policy {

// What one subschema asks that we check ourselves.
struct Rule {
    bool never = false;              // The schema `false`.
    std::vector<std::string> types;  // Empty: any.
    std::unique_ptr<RE2> pattern;    // Null: any.
    std::size_t cost = 1;            // Of looking at one value with the library, in values compared.
};

// The document holds each subschema once, under "definitions" by its number, and refers to them by nothing else; each
// begins with {"allOf": [{rule_keyword: number}]}, which is the index of its rule.
struct PlainSchema {
    Json document;
    std::vector<Rule> rules;
};

inline constexpr const char* rule_keyword = "parley";

// Every change widens: the plain schema holds wherever the given one does. Empty where nothing of it can be kept.
std::optional<PlainSchema> plain_schema(const Json& schema);

}  // namespace parley::policy
