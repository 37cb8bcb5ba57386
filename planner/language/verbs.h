#pragma once
// Verbs by what they wish for: that something is shown, or that something is changed.

#include "planner/language/words.h"

namespace parley::planner {

bool is_plain_verb(std::string_view word);  // Changes something and is hardly ever a noun: "delete".
bool is_write_verb(std::string_view word);  // Or is a noun as well: "order", "open".
// "delte", "aprove": one slip away from such a verb, and no form of it or another word.
bool is_slip_of_verb(std::string_view word);

bool is_shown_thing(std::string_view word);              // "chart", "list": to be looked at, whatever the verb.
bool is_participle(const Words& words, std::size_t at);  // Of a write verb: "deleted".

// "add up the refunds": it computes, and changes nothing; "add up to five people" does.
bool adds_together(const Words& words, std::size_t at);

// "tell", "inform", ...: whoever is told decides.
bool is_telling(const Words& words, std::size_t at);
bool tells_somebody_else(const Words& words, std::size_t at);

bool is_indefinite(const Words& words, std::size_t at);                        // "a", "some", "two"
bool names_knowledge(const Words& words, std::size_t first, std::size_t end);  // "a list", "an overview"

// Whether the verb at `at` only asks to be shown something.
bool is_reading(const Words& words, std::size_t at, std::size_t end);

}  // namespace parley::planner
