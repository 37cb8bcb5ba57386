#pragma once
// Whether a read that failed is worth another try, and when. For this room only.

#include "base/deadline.h"
#include "base/result.h"
#include "mcp/session.h"

#include <optional>

namespace parley::connect {

struct Failure {
    Error error;
    mcp::Refusal refusal;  // What the server said, where it refused.
};

// Counts the tries of one read.
class Retry {
public:
    // The pause before the next try, or nothing: then `failure` is what to say, put in words where the server wants
    // more patience than there is.
    std::optional<std::chrono::milliseconds> next(Failure& failure, const Deadline& deadline);

private:
    int retries_ = 0;
};

// 100 ms for the first retry and twice as much for each further one, give or take half: many callers that failed
// together do not come back together. noise: 0 to 65535.
std::chrono::milliseconds pause_before(int retry, std::uint32_t noise);

Error cancelled();

}  // namespace parley::connect
