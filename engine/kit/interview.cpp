#include "kit/interview.h"

#include "base/limits.h"
#include "base/text.h"
#include "kit/draft_lua.h"

#include <algorithm>
#include <functional>

namespace parley::kit {
namespace {

struct Question {
    std::string label;     // "category"
    std::string about;     // One sentence.
    std::string fallback;  // What an empty line takes; empty: it is left to fill in.
    std::function<std::string(const std::string&)> flaw;
};

// Another script's letters are letters too.
bool is_letter_or_digit(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

std::string flaw_of_text(const std::string& text) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (!is_valid_utf8(text) || std::any_of(text.begin(), text.end(), is_control)) {
        return "That holds characters that are no text.";
    }
    if (text.size() > limits::name_bytes) return cat("That is longer than ", limits::name_bytes, " bytes.");
    if (std::any_of(text.begin(), text.end(), is_letter_or_digit)) return "";
    return "There is no letter and no digit in that.";
}

// As far as can be told without asking the network; {shop} may stand where the user's own value will.
std::string flaw_of_address(const std::string& text) {
    constexpr std::string_view scheme = "https://";
    constexpr std::string_view never = "\"\\<>^`|#";
    if (!text.starts_with(scheme)) return "The address must begin with https://.";
    if (text.size() > limits::url_bytes) return cat("That is longer than ", limits::url_bytes, " bytes.");
    const auto is_odd = [never](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte >= 0x7F || never.find(c) != std::string_view::npos;
    };
    if (std::any_of(text.begin(), text.end(), is_odd)) return "An address has no blanks, no # and plain letters only.";
    const std::string host = text.substr(scheme.size(), text.find_first_of("/?", scheme.size()) - scheme.size());
    if (host.find('@') != std::string::npos) {
        return "No user and no password belong into the address: a key is given when somebody connects.";
    }
    const auto dot = host.find('.');
    const bool is_host = dot != std::string::npos && dot > 0 && is_letter_or_digit(host.back());
    return is_host ? "" : "There is no host in that, such as mcp.example.com.";
}

std::string flaw_of_auth(const std::string& text) {
    const std::vector<std::string> kinds{"oauth", "api_key", "none"};
    const std::string kind = id_from(text);  // "API key" is api_key.
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return "";
    const std::string near = nearest(kind, kinds);
    return cat("It is one of ", join(kinds, ", "), near.empty() ? "." : cat("; did you mean ", near, "?"));
}

// A group's name in other letters is that group.
std::string known_category(const std::string& answer, const std::vector<std::string>& categories) {
    for (const auto& category : categories) {
        if (lower(category) == lower(answer)) return category;
    }
    return answer;
}

Result<std::string> ask(const Question& question, std::istream& in, std::ostream& out) {
    out << '\n' << question.about << '\n';
    while (true) {
        out << "  " << question.label << " [" << (question.fallback.empty() ? "to be filled in" : question.fallback)
            << "]: " << std::flush;
        std::string line;
        if (!std::getline(in, line)) {
            out << '\n';
            return Error{Fault::invalid, "The input ended before the last answer; nothing was written.", ""};
        }
        std::string answer(trim(line));
        if (answer.empty()) return question.fallback;
        const std::string flaw = question.flaw(answer);
        if (flaw.empty()) return answer;
        out << "  " << flaw << '\n';
    }
}

}  // namespace

Result<DraftWish> interview(const std::string& id, const std::vector<std::string>& categories, std::istream& in,
                            std::ostream& out) {
    PARLEY_TRY([[maybe_unused]] const Done checked_id, check_id(id));
    DraftWish wish;
    wish.id = id;
    out << "Four questions; an empty line takes what stands in brackets. With --from a folder begins with a live "
           "server's tools, with --reply with a recorded reply.\n";
    PARLEY_TRY(wish.name,
               ask({"name", "The vendor's name, as people write it.", name_from(id), flaw_of_text}, in, out));
    const std::string groups = categories.empty()
                                   ? "such as Payments & Finance"
                                   : cat("of those there are (", join(categories, "; "), ") or a new one");
    PARLEY_TRY(const std::string category,
               ask({"category", cat("The card's group in the catalogue, ", groups, "."), "", flaw_of_text}, in, out));
    wish.category = known_category(category, categories);
    PARLEY_TRY(wish.url,
               ask({"server", "The https address of the vendor's MCP server.", "", flaw_of_address}, in, out));
    PARLEY_TRY(const std::string auth, ask({"sign-in",
                                            "How a user signs in there: oauth (in the browser), api_key (a key, sent "
                                            "with every request) or none.",
                                            wish.auth, flaw_of_auth},
                                           in, out));
    wish.auth = id_from(auth);
    return wish;
}

std::string next_steps(const std::string& id, const std::vector<DraftFile>& files) {
    std::int64_t open = 0;
    for (const auto& file : files) {
        for (const auto& line : split(file.text, '\n')) open += line.find(mark) != std::string::npos ? 1 : 0;
    }
    return cat(
        counted(open, "line is", "lines are"), " marked \"", mark, "\". What comes next:\n  parley plugin check ", id,
        "\n      names each of them, and whatever else is missing\n  parley plugin run ", id,
        " DATASET REPLY.json\n      shows a recorded reply as the plugin reads it; keep it as "
        "examples/DATASET.json\n  parley plugin test ",
        id, " --write\n      tries the plugin on what is in examples/, and writes the tables that are missing\n");
}

}  // namespace parley::kit
