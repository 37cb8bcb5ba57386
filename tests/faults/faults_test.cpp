// Every fault of the wire, and what each part of the engine makes of it: one outcome, in time, and nobody else suffers.
#include "support.h"

using namespace parley;
using namespace parley::tests;
namespace spoil = fakes::spoil;

namespace {

constexpr int short_patience_ms = 400;
constexpr int overrun_ms = 1'500;  // Beyond its deadline, for a slow machine under sanitizers.

const Outcome fine{true, Fault::internal, ""};

Outcome broken(const std::string& sentence) {
    return {false, Fault::unavailable, sentence};
}
Outcome beyond(const std::string& sentence) {
    return {false, Fault::over_limit, sentence};
}
Outcome refused(const std::string& sentence) {
    return {false, Fault::invalid, sentence};
}

const Outcome late = broken("127.0.0.1 did not answer within 400 ms.");
const Outcome unfinished = broken("127.0.0.1 did not finish its answer within 400 ms.");
const Outcome silent = broken("127.0.0.1 closed the connection without an answer.");
const Outcome half = broken("127.0.0.1 closed the connection in the middle of its answer.");
const Outcome no_http = broken("127.0.0.1 sent an answer that is not HTTP.");
const Outcome packed = broken("127.0.0.1 sent a compressed answer, though none was asked for.");
const Outcome padded = beyond("The answer of 127.0.0.1 has headers or padding beyond every measure.");

// Where it is the content that is spoilt, each part has a sentence of its own.
struct Expected {
    Outcome tools, discovery, refresh;
};
Expected all(const Outcome& outcome) {
    return {outcome, outcome, outcome};
}

struct Case {
    std::string what;
    fakes::Spoil spoil;
    Expected expected;
    int patience_ms = short_patience_ms;
};

std::vector<Case> cases() {
    const Expected too_large{beyond("The answer of 127.0.0.1 is larger than 16 MB."),
                             beyond("The answer of 127.0.0.1 is larger than 1 MB."),
                             beyond("The answer of 127.0.0.1 is larger than 64 kB.")};
    const auto no_whole = broken("The vendor's server sent an answer that is not whole.");
    const auto no_answer = broken("The vendor's server sent something that is no answer to our question.");
    const auto no_sign_in = refused("The server at 127.0.0.1 does not publish how to sign in to it.");
    const auto other_sign_in =
        refused("The server's sign-in metadata speaks of another server, so its tokens would not be for this one.");
    const auto no_token = refused("The authorization server gave no token.");
    return {
        {"well", nullptr, all(fine)},
        {"a short delay", spoil::delay(60), all(fine)},
        {"quick drips", spoil::drip(64, 1), all(fine)},
        {"an answer twice", spoil::duplicate(), all(fine)},
        {"a long delay", spoil::delay(3 * short_patience_ms), all(late)},
        {"slow drips", spoil::drip(1, 20), all(unfinished)},
        {"swallowed", spoil::swallow(), all(late)},
        {"hung up", spoil::cut(0), all(silent)},
        {"half-closed", spoil::half_close(), all(silent)},
        {"reset at once", spoil::reset(0), all(silent)},
        {"cut in the first line", spoil::cut(7), all(half)},
        {"cut in the head", spoil::cut(30), all(half)},
        {"cut in the body", spoil::cut_in_body(), all(half)},
        {"first line garbled", spoil::garble(0, 5), all(no_http)},
        {"body garbled", spoil::garble_body(), {no_whole, no_sign_in, no_token}},
        {"endless headers", spoil::endless_headers(), all(padded)},
        {"endless header line", spoil::endless_header_line(), all(padded)},
        {"endless hints", spoil::endless_hints(), all(no_http)},
        {"bad chunk size", spoil::bad_chunk_size(), all(no_http)},
        {"gzip bomb", spoil::gzip_bomb(64u << 20), all(packed)},
        {"1 GB", spoil::huge_body(1u << 30), too_large, 10'000},
        {"1 GB promised", spoil::huge_promise(), too_large},
        {"shorter than its body", spoil::short_length(), {no_whole, no_sign_in, no_token}},
        {"another question's answer", spoil::wrong_id(), {no_answer, other_sign_in, no_token}},
    };
}

void check_all(Patient& patient, Outcome Expected::*part) {
    double most_megabytes = 0;
    for (const auto& c : cases()) {
        CAPTURE(c.what);
        const fakes::StopWatch watch;
        const PeakMemory peak;
        const auto outcome = patient.ask(c.spoil, c.patience_ms);
        const auto& expected = c.expected.*part;
        CHECK(outcome.answered == expected.answered);
        CHECK(outcome.sentence == expected.sentence);
        CHECK(outcome.fault == expected.fault);
        CHECK(watch.ms() < c.patience_ms + overrun_ms);
        // Far below the gigabyte that was offered. Sanitizers keep what was freed for a while.
        CHECK(peak.growth_megabytes() < 150);
        most_megabytes = std::max(most_megabytes, peak.growth_megabytes());
    }
    MESSAGE("memory grew by ", most_megabytes, " MB at most");
}

}  // namespace

TEST_CASE("faults: opening a session on a sick wire has one outcome each, in time") {
    OpenPatient patient;
    check_all(patient, &Expected::tools);
}

TEST_CASE("faults: tools/list on a sick wire has one outcome each, in time, and the session goes on") {
    const Neighbour neighbour;
    ListPatient patient;
    check_all(patient, &Expected::tools);
    CHECK(neighbour.failures() == 0);
    CHECK(neighbour.answers() > 100);
    CHECK(neighbour.slowest_ms() < overrun_ms);
}

TEST_CASE("faults: tools/call on a sick wire has one outcome each, in time, and the session goes on") {
    const Neighbour neighbour;
    CallPatient patient;
    check_all(patient, &Expected::tools);
    CHECK(neighbour.failures() == 0);
    CHECK(neighbour.answers() > 100);
    CHECK(neighbour.slowest_ms() < overrun_ms);
}

TEST_CASE("faults: discovery on a sick wire has one outcome each, in time") {
    DiscoveryPatient patient;
    check_all(patient, &Expected::discovery);
}

TEST_CASE("faults: a refresh on a sick wire has one outcome each, in time") {
    RefreshPatient patient;
    check_all(patient, &Expected::refresh);
}
