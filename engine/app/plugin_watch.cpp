#include "app/plugin_watch.h"

#include "base/text.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <system_error>
#include <vector>

namespace parley::app {
namespace {

namespace fs = std::filesystem;

// Of all files below the folder, in an order that does not depend on the disk's.
std::uint64_t look_of(const std::string& folder) {
    std::error_code unknown;
    std::vector<std::string> lines;
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator entry(folder, options, unknown), end; !unknown && entry != end;
         entry.increment(unknown)) {
        std::error_code gone;  // A file may be taken away while we look: then it is another look.
        if (!entry->is_regular_file(gone)) continue;
        const auto changed_at = entry->last_write_time(gone).time_since_epoch().count();
        lines.push_back(cat(entry->path().string(), " ", entry->file_size(gone), " ", changed_at));
    }
    std::sort(lines.begin(), lines.end());
    return std::hash<std::string>{}(join(lines, "\n"));
}

}  // namespace

PluginWatch::PluginWatch(std::string folder) : folder_(std::move(folder)), known_(look_of(folder_)), seen_(known_) {}

bool PluginWatch::has_settled_anew() {
    const std::uint64_t now = look_of(folder_);
    const bool has_settled = now == seen_ && now != known_;
    seen_ = now;
    if (has_settled) known_ = now;
    return has_settled;
}

}  // namespace parley::app
