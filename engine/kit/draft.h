#pragma once
// A new vendor folder as texts: from what a server publishes, from recorded replies, or with everything still to be
// filled in. Pure but for write_draft().

#include "kit/folder.h"
#include "policy/gate.h"

#include <string>
#include <vector>

namespace parley::kit {

struct Recorded {
    std::string tool;  // As the server calls it.
    Json reply;
};

struct DraftWish {
    std::string id;
    std::string name, category, url;  // Empty: to be filled in.
    std::string auth = "oauth";       // oauth, api_key, none
    std::vector<policy::ToolDefinition> published;
    std::vector<Recorded> replies;
};

struct DraftFile {
    std::string name;  // "examples/orders.json"
    std::string text;
};

// Fault::invalid with one sentence for an id that is none.
Result<Done> check_id(const std::string& id);

// Fault::invalid where there is such a folder already.
Result<Done> check_is_new(const std::filesystem::path& folder);

// Fault::invalid with one sentence for an id that is none, or a recorded reply in which there are no rows. Of published
// tools those that the strict rule lets be called are written out; the others are named with the reason.
Result<std::vector<DraftFile>> draft(const DraftWish& wish);

// Fault::invalid where there is such a folder already: nothing is overwritten.
Result<Done> write_draft(const std::filesystem::path& folder, const std::vector<DraftFile>& files);

}  // namespace parley::kit
