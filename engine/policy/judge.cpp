// What may be done with a tool that no manifest lists: the strict rule for unknown servers.
#include "base/limits.h"
#include "base/text.h"
#include "policy/gate.h"
#include "policy/words.h"

#include <algorithm>
#include <cctype>

namespace parley::policy {
namespace {

bool first_verb_reads(const std::vector<std::string>& words) {
    for (const auto& word : words) {
        if (is_read_verb(word)) return true;
        if (is_write_verb(word) || is_noun_or_write(word)) return false;
    }
    return false;
}

// "Updates a contact" and "Update a contact" alike.
bool writes_in_prose(const std::string& word) {
    if (is_write_verb(word)) return true;
    if (word.size() < 4 || word.back() != 's') return false;
    const std::string stem = word.substr(0, word.size() - 1);
    return is_write_verb(stem) || (stem.back() == 'e' && is_write_verb(stem.substr(0, stem.size() - 1)));
}

bool joins(std::string_view word) {
    return word == "or" || word == "and" || word == "then" || word == "also" || word == "to";
}

// A description contradicts a read-looking name where it starts with a write, or joins one on: "Get or create a ...".
bool description_writes(const std::string& description) {
    const auto words = words_of(std::string_view(description).substr(0, 400));
    for (std::size_t at = 0; at < words.size(); ++at) {
        if ((at == 0 || joins(words[at - 1])) && writes_in_prose(words[at])) return true;
    }
    return false;
}

enum class Hint { absent, yes, no };
Hint hint(const Json& annotations, std::string_view name) {
    const Json& value = at_or_null(annotations, name);
    if (!value.is_boolean()) return Hint::absent;
    return value.get<bool>() ? Hint::yes : Hint::no;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::admitted: return "admitted";
    case Verdict::waiting: return "waiting";
    case Verdict::refused: return "refused";
    }
    return "";
}

bool is_clean_name(std::string_view tool) {
    constexpr std::string_view others = "_./:-";
    return !tool.empty() && tool.size() <= limits::name_bytes && std::all_of(tool.begin(), tool.end(), [&](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || others.find(c) != std::string_view::npos;
    });
}

bool names_a_write(std::string_view tool) {
    const auto words = words_of(tool);
    if (!words.empty() && is_noun_or_write(words.front())) return true;
    return std::any_of(words.begin(), words.end(), [](const std::string& word) { return is_write_verb(word); });
}

Judgement judge_unlisted(const ToolDefinition& tool) {
    if (!is_clean_name(tool.name)) return {Verdict::refused, "Its name holds characters that no tool name needs."};
    if (names_a_write(tool.name)) return {Verdict::refused, "Its name says that it changes something."};
    if (hint(tool.annotations, "readOnlyHint") == Hint::no) {
        return {Verdict::refused, "Its server says that it changes something."};
    }
    if (hint(tool.annotations, "destructiveHint") == Hint::yes) {
        return {Verdict::refused, "Its server says that it may destroy data."};
    }
    if (description_writes(tool.description)) {
        return {Verdict::waiting,
                "Its name reads, but its description speaks of changes: an administrator must decide."};
    }
    const auto words = words_of(tool.name);
    if (std::any_of(words.begin(), words.end(), [](const std::string& word) { return is_open_ended(word); })) {
        return {Verdict::waiting, "It may run more than one kind of operation: an administrator must decide."};
    }
    if (!first_verb_reads(words)) {
        return {Verdict::waiting, "Its name does not say that it only reads: an administrator must decide."};
    }
    if (hint(tool.annotations, "readOnlyHint") == Hint::absent) {
        return {Verdict::waiting,
                "Its name reads, but its server does not declare it read-only: an administrator must decide."};
    }
    return {Verdict::admitted, "It reads by name and its server declares it read-only."};
}

}  // namespace parley::policy
