#pragma once
// A vendor's simulate.lua at work. The Lua state is made at first use and anew on each new day of the clock, for the
// data it makes up ends now. Safe from several threads: one at a time is let in.

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "lua/state.h"
#include "sim/answers.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace parley::sim {

// engine/sim/story.lua, compiled in: what all simulated vendors have in common.
std::string_view story_source();

struct World {
    const Clock& clock;  // Outlives the script.
    std::uint64_t seed = 0;
};

class Script final : public Answers {
public:
    // source: simulate.lua. Empty: the story alone, which has no tools.
    Script(World world, std::string source, std::string name)
        : world_(world), source_(std::move(source)), name_(std::move(name)) {}

    Result<Json> tools() override;
    Result<Json> call(const std::string& tool, const Json& arguments) override;

    Result<Json> named_days();

private:
    Result<Done> make_ready();

    const World world_;
    const std::string source_, name_;
    std::mutex mutex_;
    std::unique_ptr<lua::State> state_;
    std::int64_t day_ = 0;  // Of the state: days since 1970.
    Json tools_;
};

}  // namespace parley::sim
