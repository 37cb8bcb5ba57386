#pragma once
// What one process knows of a connection's refreshes: who is at it, how the last ones ended, and a pair that could not
// be stored yet. For this room only; safe from several threads.

#include "base/clock.h"
#include "base/deadline.h"
#include "store/store.h"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace parley::connect {

class Flight {
public:
    // A failure this long ago counts for nothing, and no pause is longer than half of it.
    static constexpr std::chrono::minutes memory{2};

    // One caller leads and lands; the others wait for it. A waiter shares the leader's failure, and reads the row again
    // after any other end.
    enum class Turn { lead, landed, failed, out_of_time };
    Turn join(const Deadline& deadline);

    enum class End { success, failure, nothing };  // nothing: the leader gave up before it had sent anything.
    void land(End end, const Error& failure, Instant now);

    Error last_failure() const;
    bool is_paused(Instant now) const;  // Too early for another try after what failed.

    // Sealed as it would stand in the row; its generation is the one it will have there.
    std::optional<store::Credential> unsaved() const;
    void keep_unsaved(store::Credential credential);
    void drop_unsaved(std::int64_t generation);  // That one, if it is still it.

    int refused(std::int64_t generation);  // How many generations in a row; each counts once.
    void accepted();

private:
    mutable std::mutex mutex_;
    std::condition_variable_any landed_;  // Everything below is guarded by mutex_.
    bool under_way_ = false;
    std::uint64_t landings_ = 0;
    End last_end_ = End::nothing;
    Error last_failure_;
    int failures_ = 0;  // In a row.
    Instant failed_at_;
    Instant next_try_;
    std::optional<store::Credential> unsaved_;
    int refusals_ = 0;
    std::int64_t refused_generation_ = -1;
};

}  // namespace parley::connect
