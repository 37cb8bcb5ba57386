#include "connect/retry.h"

#include "base/limits.h"
#include "base/text.h"
#include "vault/crypto.h"

namespace parley::connect {
namespace {

using std::chrono::milliseconds;

std::uint32_t noise() {
    const std::string bytes = vault::random_bytes(2);
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[0])) << 8 | static_cast<unsigned char>(bytes[1]);
}

bool asks_for_patience(const Failure& failure) {
    if (failure.error.fault == Fault::over_limit) return failure.refusal.status == 429;
    return failure.error.fault == Fault::unavailable && failure.refusal.status == 503;
}

std::string in_words(std::int64_t wait_ms) {
    const std::int64_t seconds = (wait_ms + 999) / 1000;
    if (seconds < 120) return counted(seconds, "second", "seconds");
    return counted((seconds + 59) / 60, "minute", "minutes");
}

Error too_long(const Failure& failure, std::int64_t wait_ms) {
    const char* said = failure.refusal.status == 429 ? "The vendor's server asked us to slow down"
                                                     : "The vendor's server is not there for the moment";
    return {failure.error.fault, cat(said, ": ask again in ", in_words(wait_ms), "."), failure.error.detail};
}

}  // namespace

std::chrono::milliseconds pause_before(int retry, std::uint32_t noise) {
    const std::int64_t middle_ms = std::int64_t{100} << (retry - 1);
    return milliseconds(middle_ms / 2 + middle_ms * (noise & 0xffffu) / 0x10000);
}

Error cancelled() {
    return {Fault::unavailable, "The question was cancelled.", "cancelled"};
}

std::optional<milliseconds> Retry::next(Failure& failure, const Deadline& deadline) {
    const bool patient = asks_for_patience(failure);
    if (!patient && failure.error.fault != Fault::unavailable) return std::nullopt;
    if (++retries_ > limits::reads_retried) return std::nullopt;

    milliseconds pause = pause_before(retries_, noise());
    const auto left = std::chrono::duration_cast<milliseconds>(deadline.at - Deadline::Time::now());
    if (patient && failure.refusal.retry_after_ms) {
        const milliseconds asked(std::max(*failure.refusal.retry_after_ms, 0));
        if (asked >= left || asked.count() > limits::retry_after_max_ms) {
            failure.error = too_long(failure, asked.count());
            return std::nullopt;
        }
        pause = std::min(std::max(pause, asked + pause_before(1, noise()) / 4), left - milliseconds(1));
    }
    if (pause >= left) return std::nullopt;
    return pause;
}

}  // namespace parley::connect
