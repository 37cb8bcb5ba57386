#pragma once
// A program of the operator's, run once for what it prints. No shell; no input; nothing of it outlives the call.

#include "base/result.h"
#include "base/secret.h"

#include <cstddef>
#include <string>
#include <vector>

namespace parley::app {

struct ProcessLimits {
    int timeout_ms;
    std::size_t output_bytes;
};

// command: the program's full path and its arguments. It has our environment, /dev/null for its input and its errors,
// and a process group of its own, which is killed when the call ends. Fault::unavailable where it cannot be started,
// fails, takes too long or says too much; the sentence names `what` ("key command") and the program, never its output.
Result<Secret> output_of(const std::vector<std::string>& command, const ProcessLimits& limits, const std::string& what);

}  // namespace parley::app
