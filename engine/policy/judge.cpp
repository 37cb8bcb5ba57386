// What may be done with a tool that no manifest lists: the strict rule for unknown servers.
#include "base/limits.h"
#include "base/text.h"
#include "policy/gate.h"
#include "policy/prose.h"
#include "policy/words.h"

#include <algorithm>
#include <cctype>

namespace parley::policy {
namespace {

bool joins(std::string_view word) {
    return word == "or" || word == "and" || word == "then" || word == "also" || word == "to";
}

// What a name says of its tool.
enum class Reading {
    reads,
    reads_of,  // A read verb leads; what could be a verb stands after it, as a noun would: get_merge_request
    silent,    // No verb, or one that may be either
    writes
};

Reading reading_of(const std::vector<std::string>& words) {
    if (words.empty()) return Reading::silent;
    if (is_noun_or_write(words.front())) return Reading::writes;
    bool reads = false, is_doubtful = false, has_noun = false;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string& word = words[at];
        if (is_read_verb(word)) {
            reads = true;
        } else if (is_write_verb(word)) {
            if (!reads || !is_write_or_noun(word) || joins(words[at - 1])) return Reading::writes;
            has_noun = true;
        } else if (is_noun_or_write(word) && !is_thing(word) && !reads) {
            is_doubtful = true;
        }
    }
    if (!reads || is_doubtful) return Reading::silent;
    return has_noun ? Reading::reads_of : Reading::reads;
}

// What can be read about may stand after a read verb: search_code, get_pull_request.
bool may_run_anything(const std::vector<std::string>& words) {
    bool reads = false;
    for (std::size_t at = 0; at < words.size(); ++at) {
        reads = reads || is_read_verb(words[at]);
        if (!is_open_ended(words[at]) || (reads && is_open_topic(words[at]))) continue;
        const bool is_proposal =
            words[at] == "request" && at > 0 && (words[at - 1] == "pull" || words[at - 1] == "merge");
        if (!is_proposal) return true;
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

bool names_any_operation(std::string_view tool) {
    const auto words = words_of(tool);
    return std::any_of(words.begin(), words.end(), [](const std::string& word) { return is_open_ended(word); });
}

Judgement judge_unlisted(const ToolDefinition& tool) {
    if (!is_clean_name(tool.name)) return {Verdict::refused, "Its name holds characters that no tool name needs."};
    const auto words = words_of(tool.name);
    const Reading reading = reading_of(words);
    if (reading == Reading::writes) return {Verdict::refused, "Its name says that it changes something."};
    const Hint read_only = hint(tool.annotations, "readOnlyHint");
    if (read_only == Hint::no) return {Verdict::refused, "Its server says that it changes something."};
    if (hint(tool.annotations, "destructiveHint") == Hint::yes) {
        return {Verdict::refused, "Its server says that it may destroy data."};
    }
    if (speaks_of_writing(tool.description)) {
        return {Verdict::waiting,
                "Its name reads, but its description speaks of changes: an administrator must decide."};
    }
    if (may_run_anything(words)) {
        return {Verdict::waiting, "It may run more than one kind of operation: an administrator must decide."};
    }
    if (reading == Reading::silent) {
        return {Verdict::waiting, "Its name does not say that it only reads: an administrator must decide."};
    }
    if (read_only == Hint::absent) {
        return {Verdict::waiting,
                "Its name reads, but its server does not declare it read-only: an administrator must decide."};
    }
    if (reading == Reading::reads_of && !begins_with_read(tool.description)) {
        return {Verdict::waiting, "Its name can be read in two ways: an administrator must decide."};
    }
    return {Verdict::admitted, "It reads by name and its server declares it read-only."};
}

}  // namespace parley::policy
