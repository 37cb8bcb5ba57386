#include "connect/sessions.h"

#include "base/text.h"
#include "connect/lending.h"
#include "connect/target.h"

namespace parley::connect {
namespace {

// Whoever had less than this to wait for an answer has learnt nothing about the server.
constexpr int fair_chance_ms = 1'000;

// Custom servers have nothing in common but that word.
Result<std::string> vendor_key(store::OrgStore& org, const ConnectionId& id) {
    PARLEY_TRY(const store::Connection connection, org.connection(id));
    if (connection.vendor.text != custom_vendor) return key_of(org.org(), cat("vendor:", connection.vendor.text));
    const auto path = connection.url.find('/', connection.url.find("://") + 3);
    return key_of(org.org(), cat("origin:", connection.url.substr(0, path)));
}

Error left_alone() {
    return {Fault::unavailable, "This source has failed several times in a row: it is left alone for half a minute.",
            "breaker open"};
}

}  // namespace

// Everything asked here is a read, so it may be asked again; within the wish's patience altogether, so what timed out
// is not repeated.
template <typename T, typename Work>
Result<T> Sessions::Inside::attempt(const Wish& wish, const Work& work) {
    Tries tries;
    std::optional<Loan> loan;
    for (;;) {
        if (wish.deadline.stop.stop_requested()) return cancelled();
        Failure failure;
        if (!loan) {
            auto lent = lend(wish, tries, failure.refusal);
            if (lent) {
                loan.emplace(std::move(lent).value());
            } else {
                failure.error = std::move(lent).error();
            }
        }
        if (loan) {
            Result<T> result = work(loan->session());
            if (result) {
                refresher.accepted(wish.org.org(), wish.id);
                return result;
            }
            failure = {result.error(), loan->session().refusal()};
        }
        if (wish.deadline.stop.stop_requested()) {
            if (loan) loan->broken();
            return cancelled();
        }
        if (!once_more(wish, tries, failure, loan)) return std::move(failure.error);
    }
}

template <typename T, typename Work>
Result<T> Sessions::Inside::guarded(const Wish& wish, const Work& work) {
    const std::string key = key_of(wish.org.org(), wish.id.text);
    const bool fair = ms_left(wish.deadline) >= fair_chance_ms;
    if (breaker.is_closed_to(key, wiring.clock.now())) return left_alone();
    PARLEY_TRY(const std::string vendor, vendor_key(wish.org, wish.id));
    PARLEY_TRY([[maybe_unused]] const Limiter::Turn turn, limiter.wait(vendor, wish.deadline));
    auto leave = breaker.ask(key, wiring.clock.now());
    if (!leave) return left_alone();

    auto result = attempt<T>(wish, work);
    const Fault fault = result ? Fault::invalid : result.error().fault;
    if (fault == Fault::unavailable) {
        if (fair && !wish.deadline.stop.stop_requested()) leave->failed(wiring.clock.now());
    } else if (fault == Fault::invalid || fault == Fault::denied || fault == Fault::over_limit) {
        leave->succeeded();  // The server is there and answers, if only with a refusal.
    }
    return result;
}

Sessions::Loan::Loan(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Sessions::Loan::Loan(Loan&&) noexcept = default;

mcp::Session& Sessions::Loan::session() {
    return *inside_->open.session;
}

void Sessions::Loan::broken() {
    inside_->broken = true;
}

Sessions::Loan::~Loan() {
    if (!inside_ || inside_->broken) return;
    inside_->open.idle_since = inside_->clock.now();
    inside_->place.give_back(std::move(inside_->open));
}

Sessions::Sessions(Wiring wiring) : inside_(std::make_unique<Inside>(wiring)) {}
Sessions::~Sessions() = default;

Result<Sessions::Loan> Sessions::lend(store::OrgStore& org, const UserId& user, const ConnectionId& id) {
    mcp::Refusal refusal;
    const Wish wish{org, user, id, "a session", Deadline(limits::reply_timeout_ms)};
    return inside_->lend(wish, {}, refusal);
}

Result<mcp::Reply> Sessions::call(store::OrgStore& org, const UserId& user, const policy::AdmittedCall& call,
                                  int timeout_ms, std::stop_token stop) {
    const Wish wish{org, user, call.call().connection, call.call().tool, Deadline(timeout_ms, std::move(stop))};
    PARLEY_TRY([[maybe_unused]] const Done as_reviewed, inside_->check_unchanged(wish, call));
    return inside_->guarded<mcp::Reply>(wish, [&](mcp::Session& session) -> Result<mcp::Reply> {
        PARLEY_TRY(mcp::Reply reply, session.call(call, ms_left(wish.deadline), wish.deadline.stop));
        inside_->catch_up(wish, session);
        // Nobody knows whether the reply is of the tool that was reviewed or of what became of it.
        PARLEY_TRY([[maybe_unused]] const Done still, inside_->check_unchanged(wish, call));
        return reply;
    });
}

Result<Sessions::Listing> Sessions::list(store::OrgStore& org, const UserId& user, const ConnectionId& id) {
    const Wish wish{org, user, id, "the list of tools", Deadline(limits::reply_timeout_ms)};
    PARLEY_TRY(const std::string vendor, vendor_key(org, id));
    PARLEY_TRY([[maybe_unused]] const Limiter::Turn turn, inside_->limiter.wait(vendor, wish.deadline));
    auto listing = inside_->attempt<Listing>(wish, [&](mcp::Session& session) -> Result<Listing> {
        PARLEY_TRY(auto tools, session.list_tools(ms_left(wish.deadline), wish.deadline.stop));
        return Listing{session.server(), std::move(tools), session.list_notes().left_out};
    });
    if (!listing) return listing;
    inside_->breaker.forget(key_of(org.org(), id.text));
    inside_->remember_changes(wish, listing.value().tools);
    return listing;
}

std::unique_lock<std::mutex> Sessions::hold_pins() {
    return std::unique_lock(inside_->pins_mutex);
}

void Sessions::forget(const OrgId& org, const ConnectionId& id) {
    inside_->breaker.forget(key_of(org, id.text));
    inside_->refresher.forget(org, id);
    inside_->pool.forget(org, id);
    const std::lock_guard lock(inside_->mutex);
    inside_->listed_again.erase(key_of(org, id.text));
    inside_->changed.erase(key_of(org, id.text));
}

}  // namespace parley::connect
