#pragma once
// How long something of ours took, for an answer's timing. No wall clock: it never goes back.

#include <chrono>

namespace parley::ask {

using Steady = std::chrono::steady_clock;

inline double ms_since(Steady::time_point start) {
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

}  // namespace parley::ask
