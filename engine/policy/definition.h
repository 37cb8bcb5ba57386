#pragma once
// What a change of a tool's definition means to somebody who has reviewed it. Pure; safe from several threads.

#include "policy/gate.h"

#include <string>
#include <string_view>
#include <vector>

namespace parley::policy {

// What makes a definition itself, as one text: whoever keeps a pin hashes it. The output schema is no part of it.
std::string canonical_text(const ToolDefinition& definition);

enum class ChangeKind {
    none,
    wording,    // Only texts for people and models
    narrowing,  // It takes less, or says that it does less
    widening,   // It takes or does more, or nobody can tell
    renamed     // Another name, else at most wording
};
std::string_view name_of(ChangeKind kind);

struct Change {
    ChangeKind kind = ChangeKind::none;
    std::string summary;  // One sentence for people, with no text of the vendor's but arguments' names.
};

// What changed in more than one way is as wide as its widest part.
Change classify(const ToolDefinition& before, const ToolDefinition& now);

// A tool that vanished and the one that took its place: the same schema, nearly the same description, no more rights.
// Where two could be meant, nothing is said.
struct Rename {
    std::string from, to;
};
std::vector<Rename> find_renames(const std::vector<ToolDefinition>& gone, const std::vector<ToolDefinition>& fresh);

// An argument's name as it may stand in a sentence: cut to 60 characters, or a phrase for one that is not clean.
std::string shown_name(std::string_view path);

}  // namespace parley::policy
