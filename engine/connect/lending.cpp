#include "connect/lending.h"

#include "base/text.h"
#include "connect/pins.h"
#include "connect/records.h"
#include "connect/step_up.h"
#include "connect/target.h"
#include "connect/tools.h"

namespace parley::connect {
namespace {

constexpr int proof_timeout_ms = 5'000;
constexpr int listing_timeout_ms = 5'000;         // The answer that is there already waits for it.
constexpr std::chrono::minutes listing_pause{1};  // A server that announces changes all the time is not followed.

}  // namespace

int ms_left(const Deadline& deadline) {
    return std::clamp(deadline.left_ms(), 1, limits::question_timeout_ms);
}

std::string key_of(const OrgId& org, std::string_view rest) {
    return cat(org.text.size(), ":", org.text, ":", rest);
}

Sessions::Inside::Inside(const Wiring& given)
    : wiring(given),
      refresher({given.vault, given.catalogue, given.guard, given.clock, given.redirect_uri}),
      limiter(limits::calls_at_once_per_vendor) {}

Result<OpenSession> Sessions::Inside::open(Ready ready, const Deadline& deadline, mcp::Refusal& refusal) {
    PARLEY_TRY(net::SafeUrl url, wiring.guard.check(ready.connection.url, deadline));
    mcp::Options options;
    options.eras = &eras;
    options.timeout_ms = ms_left(deadline.at_most(std::chrono::milliseconds(limits::reply_timeout_ms)));
    options.stop = deadline.stop;
    options.refusal = &refusal;
    options.headers = setting_headers(wiring.catalogue, ready.connection);
    auto http = net::make_http();
    PARLEY_TRY(mcp::Session session,
               mcp::Session::open(*http, std::move(url), std::move(ready.token), ready.authorization_header, options));
    return OpenSession{std::move(http), std::make_unique<mcp::Session>(std::move(session)), ready.generation,
                       wiring.clock.now()};
}

bool Sessions::Inside::is_good(OpenSession& open, const Deadline& deadline) const {
    if (wiring.clock.now() - open.idle_since <= std::chrono::minutes(limits::session_idle_minutes)) return true;
    return static_cast<bool>(
        open.session->prove_alive(ms_left(deadline.at_most(std::chrono::milliseconds(proof_timeout_ms)))));
}

// The token comes first, so that a session that was idle over its end is not lent with the old one.
Result<Sessions::Loan> Sessions::Inside::lend(const Wish& wish, const Tries& tries, mcp::Refusal& refusal) {
    auto dead_generation = tries.dead_generation;
    for (bool renewed = dead_generation.has_value();; renewed = true) {
        PARLEY_TRY(Ready ready, refresher.ready(wish.org, wish.id, dead_generation, wish.deadline));
        const std::int64_t generation = ready.generation;
        auto [place, idle] = pool.take({wish.org.org(), wish.id, wish.user}, generation);
        if (idle && !tries.fresh && is_good(*idle, wish.deadline)) {
            return Loan(
                std::make_unique<Loan::Inside>(Loan::Inside{wiring.clock, std::move(place), std::move(*idle), false}));
        }
        idle.reset();
        auto opened = open(std::move(ready), wish.deadline, refusal);
        if (opened) {
            return Loan(std::make_unique<Loan::Inside>(
                Loan::Inside{wiring.clock, std::move(place), std::move(opened).value(), false}));
        }
        if (opened.error().fault != Fault::reconnect) return std::move(opened).error();
        if (asks_for_scope(refusal)) {
            return step_up(wish.org, wiring.vault, wiring.clock, wish.user, wish.id, wish.operation, refusal);
        }
        if (renewed) return refresher.refused(wish.org, wish.id, generation);
        dead_generation = generation;
    }
}

// What the server has refused with 401 or 403 over a session that was open.
bool Sessions::Inside::after_refusal(const Wish& wish, Tries& tries, Failure& failure, std::int64_t generation) {
    if (asks_for_scope(failure.refusal)) {
        failure.error =
            step_up(wish.org, wiring.vault, wiring.clock, wish.user, wish.id, wish.operation, failure.refusal);
        return false;
    }
    if (failure.refusal.status == 403) {
        // Some servers say so where a session or a token has ended: opening another one tells.
        if (!std::exchange(tries.fresh, true)) return true;
        failure.error = {Fault::denied, "The vendor does not let this account read that.", failure.error.detail};
        return false;
    }
    if (!tries.dead_generation) {
        tries.dead_generation = generation;
        return true;
    }
    // What a tool merely says of sign-ins, in an answer, is not counted against the connection.
    if (failure.refusal.status != 0) failure.error = refresher.refused(wish.org, wish.id, generation);
    return false;
}

bool Sessions::Inside::once_more(const Wish& wish, Tries& tries, Failure& failure, std::optional<Loan>& loan) {
    if (loan && failure.error.fault == Fault::reconnect) {
        const std::int64_t generation = loan->inside_->open.generation;
        loan->broken();
        loan.reset();
        return after_refusal(wish, tries, failure, generation);
    }
    const auto pause = tries.retry.next(failure, wish.deadline);
    // Nobody knows what a broken session has left on the wire; one that was told to wait is as good as before.
    const bool only_waits = pause && failure.error.fault == Fault::over_limit;
    if (loan && !only_waits) {
        if (failure.error.fault != Fault::invalid && failure.error.fault != Fault::denied) loan->broken();
        loan.reset();
    }
    if (!pause) return false;
    wish.deadline.pause(*pause);
    return true;
}

bool Sessions::Inside::may_list_again(const Wish& wish) {
    const Instant now = wiring.clock.now();
    const std::lock_guard lock(mutex);
    const auto [at, first] = listed_again.try_emplace(key_of(wish.org.org(), wish.id.text), now);
    if (!first && now - at->second < listing_pause) return false;
    at->second = now;
    return true;
}

void Sessions::Inside::remember_changes(const Wish& wish, const std::vector<policy::ToolDefinition>& live) {
    const auto pins = wish.org.tools(wish.id);
    if (!pins) return;
    std::map<std::string, policy::ToolDefinition> pinned;
    for (auto& tool : admitted_definitions(pins.value())) pinned.emplace(tool.name, tool);
    const policy::Gate gate({}, pinned);
    const std::lock_guard lock(mutex);
    auto& others = changed[key_of(wish.org.org(), wish.id.text)];
    for (const auto& tool : live) {
        const bool was_admitted = gate.pinned(tool.name) != nullptr;
        if (was_admitted && gate.check_definition(tool)) {
            others.erase(tool.name);
        } else if (was_admitted || others.contains(tool.name)) {
            others.insert_or_assign(tool.name, tool);
        }
    }
}

Result<Done> Sessions::Inside::check_unchanged(const Wish& wish, const policy::AdmittedCall& call) {
    {
        const std::lock_guard lock(mutex);
        const auto others = changed.find(key_of(wish.org.org(), wish.id.text));
        if (others == changed.end()) return Done{};
        const auto now = others->second.find(call.call().tool);
        if (now == others->second.end() || now->second == call.definition()) return Done{};
    }
    const Json details{{"tool", call.call().tool}, {"why", "its definition has changed since it was reviewed"}};
    PARLEY_TRY([[maybe_unused]] const Done noted,
               wish.org.audit(audit_entry(wiring.clock, wish.user, "denied", wish.id.text, details)));
    return Error{Fault::denied, "This tool has changed since it was reviewed: an administrator must look at it.",
                 call.call().tool};
}

// The reply that is already here is not lost if this goes wrong: the session still says it, and the next call tries.
void Sessions::Inside::catch_up(const Wish& wish, mcp::Session& session) {
    if (!session.tools_changed() || wish.deadline.is_over() || !may_list_again(wish)) return;
    const Deadline deadline = wish.deadline.at_most(std::chrono::milliseconds(listing_timeout_ms));
    const auto tools = session.list_tools(ms_left(deadline), deadline.stop);
    if (!tools) return;
    remember_changes(wish, tools.value());
    const auto connection = wish.org.connection(wish.id);
    if (!connection) return;
    const std::lock_guard lock(pins_mutex);
    [[maybe_unused]] const auto saved =
        take_over(wish.org, wiring.catalogue, wiring.clock, wish.user, connection.value(), tools.value());
}

}  // namespace parley::connect
