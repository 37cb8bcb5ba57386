#pragma once
// How long something took, for tests of deadlines.

#include <chrono>

namespace parley::fakes {

class StopWatch {
public:
    int ms() const {
        const auto passed = std::chrono::steady_clock::now() - start_;
        return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count());
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace parley::fakes
