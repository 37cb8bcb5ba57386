#include "ask/windows.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>

namespace parley::ask {
namespace {

// A piece is a page at least.
constexpr std::size_t windows_max = limits::pages_per_call;
constexpr int open_range_days = 366;

}  // namespace

Windows windows_of(const planner::Dataset& dataset, const Window& wanted) {
    const int longest = dataset.longest_range_days;
    if (longest <= 0 || !dataset.pushes_range || !wanted.end) return {{wanted}, ""};
    const Day start = wanted.start.value_or(wanted.end->plus(-open_range_days));
    if (start >= *wanted.end) return {{wanted}, ""};
    Windows windows;
    for (Day end = *wanted.end; start < end && windows.all.size() < windows_max;) {
        const Day from = std::max(start, end.plus(-longest));
        windows.all.push_back({from, end});
        end = from;
    }
    const Day first = *windows.all.back().start;
    if (!wanted.start || start < first) {
        windows.left_out = cat(dataset.name, " can be asked only in pieces and were read from ", first.text(), " on");
    }
    return windows;
}

}  // namespace parley::ask
