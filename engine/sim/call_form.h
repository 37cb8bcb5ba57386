#pragma once
// What a call's arguments look like whatever period they are for: how a recorded reply is found for a call, and which
// period the call is about.

#include "base/clock.h"
#include "base/json.h"
#include "vendors/plugin.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley::sim {

// Paths to plain values; days in texts are masked.
using Leaves = std::map<std::string, Json>;
Leaves leaves_of(const Json& arguments);

// One page of one dataset: the arguments that the plugin gives for several periods.
class CallForm {
public:
    void add(const Json& arguments);
    bool empty() const { return seen_.empty(); }

    // Higher: more alike. Nothing where a part differs that is the same for every period.
    std::optional<int> fit(const Leaves& call) const;

private:
    std::vector<Leaves> seen_;
    Leaves fixed_;
};

// Half open; either side may be missing.
struct Period {
    std::optional<Instant> start, end;
};

// Learns from the arguments for a known range where a call says when.
class PeriodReader {
public:
    void learn(const vendors::Fetch& fetch, const Json& arguments);
    Period read(const Json& arguments) const;

private:
    enum class Side { none, start, end, last };
    struct Known {
        Day start, last, end;
        std::int64_t start_unix = 0, end_unix = 0;
    };
    static Side side_of(const Known& known, Day day);
    static Side side_of(const Known& known, std::int64_t seconds);

    std::map<std::string, std::vector<Side>> texts_;  // One side for each day in the text.
    std::map<std::string, Side> numbers_;
};

}  // namespace parley::sim
