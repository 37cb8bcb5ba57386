#include "kit/guide.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace parley::kit {
namespace {

constexpr std::array<std::string_view, 8> headings{
    "Why connect it",    "How the connection works", "Available tools", "Setting up", "Permissions and data access",
    "Example questions", "Troubleshooting",          "Related vendors"};
constexpr int setup_steps = 8;
constexpr const char* file = "guide.md";

struct Part {
    std::string heading;
    std::string text;
};

std::vector<Part> parts_of(const std::string& guide) {
    std::vector<Part> parts;
    for (const auto& line : split(guide, '\n')) {
        if (line.starts_with("## ")) {
            parts.push_back({std::string(trim(line.substr(3))), ""});
        } else if (!parts.empty()) {
            parts.back().text += line + "\n";
        }
    }
    return parts;
}

const Part* find(const std::vector<Part>& parts, std::string_view heading) {
    const auto found =
        std::find_if(parts.begin(), parts.end(), [heading](const Part& part) { return part.heading == heading; });
    return found == parts.end() ? nullptr : &*found;
}

void check_headings(const std::vector<Part>& parts, Verdict& verdict) {
    std::vector<std::string> known(headings.begin(), headings.end());
    std::size_t last = 0;
    for (const auto heading : headings) {
        const auto found =
            std::find_if(parts.begin(), parts.end(), [heading](const Part& part) { return part.heading == heading; });
        if (found == parts.end()) {
            verdict.add(file, std::string(heading), "is missing: it is one of the page's eight sections");
            continue;
        }
        if (trim(found->text).empty()) verdict.add(file, std::string(heading), "is empty");
        const auto at = static_cast<std::size_t>(found - parts.begin());
        if (at < last) verdict.add(file, std::string(heading), "stands before a section that it should follow");
        last = std::max(last, at);
    }
    for (const auto& part : parts) {
        if (std::find(known.begin(), known.end(), part.heading) != known.end()) continue;
        const std::string near = nearest(part.heading.substr(0, 64), known);
        verdict.add(file, part.heading,
                    cat("is none of the page's sections", near.empty() ? "" : cat(" (did you mean \"", near, "\"?)")));
    }
}

bool tells_doubt(const vendors::Tool& tool) {
    return !tool.confidence.empty() && tool.confidence != "documented";
}

// A tool whose name is not proven says so in its line.
void check_tools(const vendors::Manifest& manifest, const std::string& text, Verdict& verdict) {
    const auto lines = split(text, '\n');
    for (const auto& [id, tool] : manifest.tools) {
        if (tool.names.empty()) continue;
        const std::string quoted = cat("`", tool.names.front(), "`");
        const auto line = std::find_if(lines.begin(), lines.end(), [&quoted](const std::string& one) {
            return one.find(quoted) != std::string::npos;
        });
        if (line == lines.end()) {
            verdict.add(file, "Available tools", cat("does not name ", quoted, ", which the manifest admits"));
        } else if (tells_doubt(tool) && line->find(tool.confidence) == std::string::npos) {
            verdict.add(file, "Available tools",
                        cat("the line of ", quoted, " does not say \"", tool.confidence, "\", as the manifest does"));
        }
    }
}

void check_steps(const std::string& text, Verdict& verdict) {
    for (int step = 1; step <= setup_steps; ++step) {
        if (("\n" + text).find(cat("\n", step, ". ")) != std::string::npos) continue;
        verdict.add(file, "Setting up", cat("has no step ", step, " of ", setup_steps));
        return;
    }
}

void check_questions(const vendors::Manifest& manifest, const std::string& text, Verdict& verdict) {
    int questions = 0;
    for (const auto& line : split(text, '\n')) {
        if (!line.starts_with("- ")) continue;
        ++questions;
        // Behind a question may stand what it takes: "(with Stripe connected)".
        const std::string question(trim(line.substr(2, line.find(" (") - 2)));
        if (std::find(manifest.ask.begin(), manifest.ask.end(), question) != manifest.ask.end()) continue;
        verdict.add(file, "Example questions",
                    cat("\"", question, "\" is not among the manifest's: only those are tried"));
    }
    if (questions == 0) verdict.add(file, "Example questions", "has no line that begins with \"- \"");
}

// ](../box/guide.md) leads to a folder that is there.
void check_links(const std::string& text, const std::vector<std::string>& folders, Verdict& verdict) {
    constexpr std::string_view opening = "](../";
    for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, at + 1)) {
        const auto start = at + opening.size();
        const std::string target = text.substr(start, text.find(')', start) - start);
        const std::string id = target.substr(0, target.find('/'));
        if (std::find(folders.begin(), folders.end(), id) != folders.end() && target == id + "/guide.md") continue;
        verdict.add(file, "Related vendors", cat("../", target, " leads nowhere"));
    }
}

}  // namespace

void check_guide(const vendors::Manifest& manifest, const std::string& guide, const std::vector<std::string>& folders,
                 Verdict& verdict) {
    if (trim(guide).empty()) {
        verdict.add(file, "", cat("is missing: `parley plugin doc ", manifest.id.text, " --write` begins it"));
        return;
    }
    if (!guide.starts_with(cat("# ", manifest.name, "\n"))) {
        verdict.add(file, "", cat("must begin with the line \"# ", manifest.name, "\""));
    }
    const auto parts = parts_of(guide);
    check_headings(parts, verdict);
    if (const Part* part = find(parts, headings[1]); part && part->text.find("sequenceDiagram") == std::string::npos) {
        verdict.add(file, part->heading, "has no mermaid sequenceDiagram");
    }
    if (const Part* part = find(parts, headings[2])) check_tools(manifest, part->text, verdict);
    if (const Part* part = find(parts, headings[3])) check_steps(part->text, verdict);
    if (const Part* part = find(parts, headings[5])) check_questions(manifest, part->text, verdict);
    if (const Part* part = find(parts, headings[6]); part && part->text.find("|---") == std::string::npos) {
        verdict.add(file, part->heading, "has no table of error, cause and fix");
    }
    if (const Part* part = find(parts, headings[7])) check_links(part->text, folders, verdict);
}

}  // namespace parley::kit
