#pragma once
// Whether the vendor folders look other than before, for a server that takes over what an author saves. One thread.

#include <cstdint>
#include <string>

namespace parley::app {

class PluginWatch {
public:
    explicit PluginWatch(std::string folder);

    // True once after a change, and only when nothing has moved since the last look: an editor may be half-way through
    // writing. Reads names, sizes and times, no contents.
    bool has_settled_anew();

private:
    std::string folder_;
    std::uint64_t known_ = 0;  // What was last acted on.
    std::uint64_t seen_ = 0;   // What the last look saw.
};

}  // namespace parley::app
