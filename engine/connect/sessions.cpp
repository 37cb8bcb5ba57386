#include "connect/sessions.h"

#include "base/text.h"
#include "connect/breaker.h"
#include "connect/refresher.h"

#include <chrono>
#include <mutex>
#include <thread>

namespace parley::connect {
namespace {

constexpr std::size_t idle_per_connection = 8;
constexpr std::chrono::minutes idle_age_max{5};  // Servers forget sessions; an old one costs a round trip to find out.

using Steady = std::chrono::steady_clock;

// The lengths keep "a" + "bc" apart from "ab" + "c".
std::string key_of(const OrgId& org, const ConnectionId& id) {
    return cat(org.text.size(), ":", org.text, ":", id.text);
}

struct Idle {
    std::unique_ptr<net::Http> http;  // Outlives the session.
    std::unique_ptr<mcp::Session> session;
    std::int64_t generation = 0;
    Instant since;
};

struct Shelf {
    std::vector<Idle> idle;
    std::uint64_t epoch = 0;
};

int ms_left(Steady::time_point deadline) {
    return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now()).count());
}

}  // namespace

struct Sessions::Inside {
    Inside(Sessions& owner_sessions, Wiring given)
        : owner(owner_sessions), wiring(given), refresher({given.vault, given.catalogue, given.guard, given.clock}) {}

    Sessions& owner;
    Wiring wiring;
    Refresher refresher;
    Breaker breaker;
    std::mutex mutex;
    std::map<std::string, Shelf> shelves;  // Guarded by mutex. Grows with the connections, never shrinks.

    Result<Loan> lend(store::OrgStore& org, const ConnectionId& id, std::optional<std::int64_t> dead_generation);
    std::optional<Idle> take_idle(const std::string& key, std::int64_t generation, std::uint64_t& epoch);
    Result<Loan> open(const std::string& key, Ready ready);
    void take_back(Loan& loan);

    template <typename T, typename Work>
    Result<T> attempt(store::OrgStore& org, const ConnectionId& id, int timeout_ms, const Work& work);
    template <typename T, typename Work>
    Result<T> guarded(store::OrgStore& org, const ConnectionId& id, int timeout_ms, const Work& work);
};

std::optional<Idle> Sessions::Inside::take_idle(const std::string& key, std::int64_t generation, std::uint64_t& epoch) {
    std::vector<Idle> dropped;  // Ended after the lock is let go: ending a session talks to its server.
    const std::lock_guard lock(mutex);
    Shelf& shelf = shelves[key];
    epoch = shelf.epoch;
    while (!shelf.idle.empty()) {
        Idle last = std::move(shelf.idle.back());
        shelf.idle.pop_back();
        if (last.generation == generation && wiring.clock.now() - last.since < idle_age_max) return last;
        dropped.push_back(std::move(last));
    }
    return std::nullopt;
}

Result<Sessions::Loan> Sessions::Inside::open(const std::string& key, Ready ready) {
    PARLEY_TRY(net::SafeUrl url, wiring.guard.check(ready.connection.url));
    auto http = net::make_http();
    PARLEY_TRY(mcp::Session session,
               mcp::Session::open(*http, std::move(url), std::move(ready.token), ready.authorization_header));
    Loan loan(owner, key, std::move(http), std::make_unique<mcp::Session>(std::move(session)));
    loan.generation_ = ready.generation;
    return loan;
}

Result<Sessions::Loan> Sessions::Inside::lend(store::OrgStore& org, const ConnectionId& id,
                                              std::optional<std::int64_t> dead_generation) {
    const std::string key = key_of(org.org(), id);
    for (bool renewed = dead_generation.has_value();; renewed = true) {
        PARLEY_TRY(Ready ready, refresher.ready(org, id, dead_generation));
        std::uint64_t epoch = 0;
        if (auto idle = take_idle(key, ready.generation, epoch)) {
            Loan loan(owner, key, std::move(idle->http), std::move(idle->session));
            loan.generation_ = idle->generation;
            loan.epoch_ = epoch;
            return loan;
        }
        const std::string name = ready.connection.name;
        const std::int64_t generation = ready.generation;
        auto loan = open(key, std::move(ready));
        if (loan) {
            loan.value().epoch_ = epoch;
            return loan;
        }
        if (loan.error().fault != Fault::reconnect) return loan;
        if (renewed) {
            return Error{Fault::reconnect, cat(name, " refuses a sign-in that it has just renewed: connect it again."),
                         loan.error().detail};
        }
        dead_generation = generation;
    }
}

void Sessions::Inside::take_back(Loan& loan) {
    const std::lock_guard lock(mutex);
    Shelf& shelf = shelves[loan.key_];
    if (loan.broken_ || shelf.epoch != loan.epoch_ || shelf.idle.size() >= idle_per_connection) return;
    shelf.idle.push_back({std::move(loan.http_), std::move(loan.session_), loan.generation_, wiring.clock.now()});
}

// Everything asked here is a read, so it may be asked again; each time over a fresh session, for nobody knows what a
// broken one has left on the wire. Within timeout_ms altogether, so what timed out is not repeated.
template <typename T, typename Work>
Result<T> Sessions::Inside::attempt(store::OrgStore& org, const ConnectionId& id, int timeout_ms, const Work& work) {
    const auto deadline = Steady::now() + std::chrono::milliseconds(timeout_ms);
    std::optional<std::int64_t> dead_generation;
    for (int retries = 0;;) {
        Error error;
        {
            auto loan = lend(org, id, dead_generation);
            if (loan) {
                Result<T> result = work(loan.value().session(), std::max(ms_left(deadline), 1));
                if (result) return result;
                error = result.error();
                if (error.fault == Fault::reconnect && !dead_generation) {
                    dead_generation = loan.value().generation_;
                    loan.value().broken();
                    continue;
                }
                if (error.fault != Fault::invalid && error.fault != Fault::denied) loan.value().broken();
            } else {
                error = loan.error();
            }
        }
        const int pause_ms = 100 * ++retries;
        if (error.fault != Fault::unavailable || retries > limits::reads_retried || ms_left(deadline) <= pause_ms)
            return error;
        std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
    }
}

template <typename T, typename Work>
Result<T> Sessions::Inside::guarded(store::OrgStore& org, const ConnectionId& id, int timeout_ms, const Work& work) {
    const std::string key = key_of(org.org(), id);
    if (!breaker.lets_through(key, wiring.clock.now())) {
        return Error{Fault::unavailable,
                     "This source has failed several times in a row: it is left alone for half a minute.",
                     "breaker open"};
    }
    auto result = attempt<T>(org, id, timeout_ms, work);
    if (!result && result.error().fault == Fault::unavailable) {
        breaker.failed(key, wiring.clock.now());
    } else {
        breaker.succeeded(key);
    }
    return result;
}

Sessions::Loan::Loan(Sessions& owner, std::string key, std::unique_ptr<net::Http> http,
                     std::unique_ptr<mcp::Session> session)
    : owner_(&owner), key_(std::move(key)), http_(std::move(http)), session_(std::move(session)) {}

Sessions::Loan::Loan(Loan&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)),
      key_(std::move(other.key_)),
      http_(std::move(other.http_)),
      session_(std::move(other.session_)),
      generation_(other.generation_),
      epoch_(other.epoch_),
      broken_(other.broken_) {}

Sessions::Loan::~Loan() {
    if (owner_ && session_) owner_->inside_->take_back(*this);
}

Sessions::Sessions(Wiring wiring) : inside_(std::make_unique<Inside>(*this, wiring)) {}
Sessions::~Sessions() = default;

Result<Sessions::Loan> Sessions::lend(store::OrgStore& org, const ConnectionId& id) {
    return inside_->lend(org, id, std::nullopt);
}

Result<mcp::Reply> Sessions::call(store::OrgStore& org, const policy::AdmittedCall& call, int timeout_ms) {
    return inside_->guarded<mcp::Reply>(
        org, call.call().connection, timeout_ms,
        [&](mcp::Session& session, int left_ms) { return session.call(call, left_ms); });
}

Result<Sessions::Listing> Sessions::list(store::OrgStore& org, const ConnectionId& id) {
    return inside_->attempt<Listing>(org, id, limits::reply_timeout_ms,
                                     [](mcp::Session& session, int) -> Result<Listing> {
                                         PARLEY_TRY(auto tools, session.list_tools());
                                         return Listing{session.server(), std::move(tools)};
                                     });
}

void Sessions::forget(const OrgId& org, const ConnectionId& id) {
    std::vector<Idle> dropped;  // Ended after the lock is let go.
    const std::lock_guard lock(inside_->mutex);
    Shelf& shelf = inside_->shelves[key_of(org, id)];
    shelf.idle.swap(dropped);
    ++shelf.epoch;
}

}  // namespace parley::connect
