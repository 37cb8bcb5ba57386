#pragma once
// The steps of a plan, all fetched at the same time: the slowest vendor decides how long it takes, and a dead one ends
// it with a sentence that names it.

#include "ask/fetcher.h"

#include <functional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace parley::ask {

struct StepFetch {
    const connect::Access* access = nullptr;
    planner::Step* step = nullptr;  // Its arguments are filled in.
    Need need;
};

// What a fetch is just doing: "started", "waiting" (every second, for the first one that is out), "done".
// Called on the thread that called fetch_all.
using OnFetch = std::function<void(std::size_t fetch, std::string_view state)>;

// Tables in the order of the fetches. The first that fails stops the others. on_fetch may be empty: then a single
// fetch is run where it is asked for.
Result<std::vector<Fetched>> fetch_all(const Fetcher& fetcher, std::vector<StepFetch>& fetches, std::stop_token stop,
                                       const OnFetch& on_fetch);

// The error of a source, named in front unless the sentence names it already: "Stripe: the sentence."
Error named(const std::string& source, Error error);

}  // namespace parley::ask
