#pragma once
// What Sessions is made of: one lender, used by every call. For this room only; safe from several threads.

#include "connect/breaker.h"
#include "connect/limiter.h"
#include "connect/pool.h"
#include "connect/refresher.h"
#include "connect/retry.h"
#include "connect/sessions.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace parley::connect {

struct Sessions::Loan::Inside {
    const Clock& clock;
    Pool::Place place;
    OpenSession open;
    bool broken = false;
};

// Whose read it is, and how long it may take altogether.
struct Wish {
    store::OrgStore& org;
    const UserId& user;
    const ConnectionId& id;
    std::string operation;  // For people and for counting: the tool's name.
    Deadline deadline;
};

// What one read has already tried.
struct Tries {
    std::optional<std::int64_t> dead_generation;  // Of a token that the server has refused.
    bool fresh = false;                           // No session from the pool.
    Retry retry;
};

struct Sessions::Inside {
    explicit Inside(const Wiring& given);

    const Wiring wiring;
    Refresher refresher;
    Breaker breaker;
    Limiter limiter;
    mcp::EraMemory eras;  // Outlives the pool's sessions.
    Pool pool;

    Result<Loan> lend(const Wish& wish, const Tries& tries, mcp::Refusal& refusal);
    Result<OpenSession> open(Ready ready, const Deadline& deadline, mcp::Refusal& refusal);
    bool is_good(OpenSession& session, const Deadline& deadline) const;

    // After a failure: whether to try once more, after the pause that it takes. A session that only asked for patience
    // stays in `loan`.
    bool once_more(const Wish& wish, Tries& tries, Failure& failure, std::optional<Loan>& loan);
    bool after_refusal(const Wish& wish, Tries& tries, Failure& failure, std::int64_t generation);
    void catch_up(const Wish& wish, mcp::Session& session);
    bool may_list_again(const Wish& wish);
    // A live list that arrived in the middle of a question: what of it is not as the pins have it.
    void remember_changes(const Wish& wish, const std::vector<policy::ToolDefinition>& live);
    // Fault::denied, with its audit row, where the tool is known to be another than the one that was admitted.
    Result<Done> check_unchanged(const Wish& wish, const policy::AdmittedCall& call);

    template <typename T, typename Work>
    Result<T> attempt(const Wish& wish, const Work& work);
    template <typename T, typename Work>
    Result<T> guarded(const Wish& wish, const Work& work);

    std::mutex pins_mutex;  // See Sessions::hold_pins. Taken before mutex, where both are.
    std::mutex mutex;
    std::map<std::string, Instant> listed_again;  // Guarded by mutex, as the next; one entry for each connection.
    // Tools whose definition was seen to be another than the pinned one, by name: a question that has begun keeps its
    // gate, and must not use them any more.
    std::map<std::string, std::map<std::string, policy::ToolDefinition>> changed;
};

int ms_left(const Deadline& deadline);
// The lengths keep "a" + "bc" apart from "ab" + "c".
std::string key_of(const OrgId& org, std::string_view rest);

}  // namespace parley::connect
