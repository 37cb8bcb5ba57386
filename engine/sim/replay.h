#pragma once
// A vendor without a simulate.lua, from the recorded replies of its folder: examples/NAME.json is what dataset NAME's
// tool answers, examples/calls/NAME.json ({ tool, arguments, reply }) a call on the way to it. Made at first use and
// anew on each new day of the clock, for what it answers ends now.

#include "sim/answers.h"
#include "sim/recording.h"
#include "sim/script.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace parley::sim {

// Whether the vendor's folder holds recorded replies.
bool has_recordings(const vendors::Vendor& vendor);

class Replay final : public Answers {
public:
    Replay(World world, vendors::Vendor vendor) : world_(world), vendor_(std::move(vendor)) {}

    Result<Json> tools() override;
    Result<Json> call(const std::string& tool, const Json& arguments) override;

private:
    Result<Done> make_ready();
    void find_account();
    std::vector<Json> account_candidates() const;
    void make_recordings(const std::map<std::string, Json>& examples);
    void list_tools();
    std::string published_name(const std::string& tool_id) const;

    const World world_;
    const vendors::Vendor vendor_;
    std::mutex mutex_;
    std::int64_t day_ = -1;  // Of what follows: days since 1970.
    std::unique_ptr<Stage> stage_;
    std::vector<std::unique_ptr<Recording>> recordings_;
    Json account_reply_;
    Json tools_ = Json::array();
};

}  // namespace parley::sim
