#include "planner/routing/marked_names.h"

#include "base/text.h"

#include <algorithm>
#include <optional>
#include <span>

namespace parley::planner {
namespace {

struct Run {
    std::string text;  // Without the marks of the sentence around it.
    std::size_t first = 0;
    std::size_t count = 0;  // Words.
};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string_view without_sentence_marks(std::string_view run) {
    constexpr std::string_view opening = "(\"'[";
    constexpr std::string_view closing = ").,;:!?\"']";
    while (!run.empty() && opening.find(run.front()) != std::string_view::npos) run.remove_prefix(1);
    while (!run.empty() && closing.find(run.back()) != std::string_view::npos) run.remove_suffix(1);
    return run;
}

// What stands between blanks, with the words that it is made of.
std::vector<Run> runs_of(const Reading& reading) {
    std::vector<Run> runs;
    const std::string_view text = reading.text;
    std::size_t word = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        while (at < text.size() && !is_blank(text[at])) ++at;
        const std::size_t first = word;
        while (word < reading.words.size() && reading.words[word].at < at) ++word;
        if (word > first)
            runs.push_back({std::string(without_sentence_marks(text.substr(begin, at - begin))), first, word - first});
        ++at;
    }
    return runs;
}

struct NameKind {
    bool certain;  // It can be nothing else, so that it is asked about where the rows have nothing of the kind.
    std::span<const char* const> called;
};

constexpr const char* places[] = {"path", "page", "url", "route", "folder", "directory", "file", "transaction"};
constexpr const char* sites[] = {"zone", "domain", "site", "host", "store", "project", "file"};
constexpr const char* addresses[] = {"email", "customer", "person", "user", "owner", "assignee", "payer", "contact"};
constexpr const char* people[] = {"person", "user", "owner", "assignee", "author", "creator", "member"};
constexpr const char* channels[] = {"channel"};
constexpr const char* versions[] = {"version", "release"};

bool is_domain(std::string_view run) {
    const std::size_t dot = run.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || run.size() - dot < 3) return false;
    if (!std::all_of(run.begin() + static_cast<std::ptrdiff_t>(dot) + 1, run.end(), is_letter)) return false;
    return run.find("..") == std::string_view::npos && std::all_of(run.begin(), run.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '.' || c == '-';
           });
}

// "v2.3", "4.12.0"
bool is_version(std::string_view run) {
    const bool led = run.size() > 2 && (run.front() == 'v' || run.front() == 'V') && is_digit(run[1]);
    if (led) run.remove_prefix(1);
    const auto dots = std::count(run.begin(), run.end(), '.');
    const bool numbers = std::all_of(run.begin(), run.end(), [](char c) { return is_digit(c) || c == '.'; });
    return numbers && dots >= (led ? 1 : 2);
}

std::optional<NameKind> kind_of(std::string_view run) {
    if (run.size() < 2) return std::nullopt;
    const std::size_t at = run.find('@');
    if (run.front() == '/' && is_letter(run[1])) return NameKind{true, places};
    if (run.front() == '#' && is_letter(run[1])) return NameKind{true, channels};
    if (at == 0 && is_letter(run[1])) return NameKind{true, people};
    if (at != std::string_view::npos && is_domain(run.substr(at + 1))) return NameKind{true, addresses};
    if (is_version(run)) return NameKind{false, versions};
    if (is_domain(run)) return NameKind{false, sites};
    return std::nullopt;
}

bool is_free(const Draft& draft, const Run& run) {
    for (std::size_t k = run.first; k < run.first + run.count; ++k) {
        if (draft.taken[k] || !draft.reading.is_open(k)) return false;
    }
    return std::none_of(draft.reading.hits.begin(), draft.reading.hits.end(), [&](const Hit& hit) {
        const bool overlaps = hit.first < run.first + run.count && hit.first + hit.count > run.first;
        return overlaps && hit.phrase->thing == Thing::vendor && hit.phrase->is_name;
    });
}

// The dimension whose word stands beside it ("zone shop.example.org"), else the first of the rows that is called so.
const Dimension* home_of(const Draft& draft, const Run& run, const NameKind& kind) {
    const auto& hits = draft.reading.hits;
    for (const auto& hit : hits) {
        const bool beside = hit.first + hit.count == run.first || hit.first == run.first + run.count;
        if (hit.phrase->thing == Thing::dimension && beside && draft.fits(hit)) return &draft.dimension(hit);
    }
    for (const char* word : kind.called) {
        for (const auto& of : draft.candidate.offer->dimensions) {
            if (draft.has(of) && !draft.is_filtered(of.id) && is_called(of, {word})) return &of;
        }
    }
    return nullptr;
}

}  // namespace

void read_marked_names(Draft& draft) {
    for (const Run& run : runs_of(draft.reading)) {
        const auto kind = kind_of(run.text);
        if (!kind || !is_free(draft, run)) continue;
        if (const Dimension* home = home_of(draft, run, *kind)) {
            draft.slots.filters.push_back({home->id, "contains", run.text});
            draft.slots.notes.push_back(cat("\"", run.text, "\" is looked for in ", home->name));
        } else if (kind->certain) {
            draft.slots.missing_filter = run.text;
        } else {
            continue;
        }
        draft.take(run.first, run.count);
    }
}

}  // namespace parley::planner
