#pragma once
// The words of a tool's name, and which of them change something. Verb lists were read off public servers' tool names.

#include <string>
#include <string_view>
#include <vector>

namespace parley::policy {

// "linear_createComment" -> linear, create, comment; "getURLInfo" -> get, url, info. Lower case.
std::vector<std::string> words_of(std::string_view name);

bool is_read_verb(std::string_view word);
bool is_write_verb(std::string_view word);     // In any place: create, delete, send
bool is_noun_or_write(std::string_view word);  // A write only where it stands first: post, comment, order
bool is_thing(std::string_view word);          // Of those, what is no verb anywhere else: order, invoice
bool is_write_or_noun(std::string_view word);  // Of the write verbs, what is often a noun: commit, merge, update
bool is_open_ended(std::string_view word);     // Holds any operation: sql, graphql, execute
bool is_open_topic(std::string_view word);     // Of those, what can also be read about: code, api, call

}  // namespace parley::policy
