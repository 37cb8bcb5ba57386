// The same faults as a question meets them: with a pool, retries and a breaker between it and the wire.
#include "../connect/support.h"
#include "fakes/fault_proxy.h"
#include "fakes/stop_watch.h"

using namespace parley;
namespace spoil = fakes::spoil;

namespace {

constexpr int question_ms = 800;
constexpr int overrun_ms = 1'500;  // Beyond its deadline, for a slow machine under sanitizers.

struct Case {
    std::string what;
    fakes::Spoil spoil;
    bool heals;  // What happens once is over with another try, and nobody notices.
    Fault fault = Fault::unavailable;
};

std::vector<Case> cases() {
    return {
        {"a short delay", spoil::delay(60), true},
        {"hung up", spoil::cut(0), true},
        {"half-closed", spoil::half_close(), true},
        {"reset at once", spoil::reset(0), true},
        {"cut in the head", spoil::cut(30), true},
        {"cut in the body", spoil::cut_in_body(), true},
        {"first line garbled", spoil::garble(0, 5), true},
        {"body garbled", spoil::garble_body(), true},
        {"bad chunk size", spoil::bad_chunk_size(), true},
        {"gzip bomb", spoil::gzip_bomb(64u << 20), true},
        {"another question's answer", spoil::wrong_id(), true},
        {"swallowed", spoil::swallow(), false},
        {"slow drips", spoil::drip(1, 20), false},
        {"a long delay", spoil::delay(3 * question_ms), false},
        {"endless headers", spoil::endless_headers(), false, Fault::over_limit},
        {"1 GB promised", spoil::huge_promise(), false, Fault::over_limit},
    };
}

std::uint16_t port_of(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':', url.rfind('/')) + 1)));
}

// One organization's connections: to a server behind the proxy, and to one that is well.
struct Ward {
    connect::House house;
    connect::Vendor sick{connect::Vendor::Wants::nothing}, well{connect::Vendor::Wants::nothing};
    fakes::FaultProxy proxy{port_of(sick.mcp())};
    ConnectionId patient = begin(proxy.url("/mcp")), neighbour = begin(well.mcp());

    ConnectionId begin(const std::string& url) {
        const auto started = house.begin_custom(url);
        REQUIRE_MESSAGE(started, started.error().message);
        return started.value().connection.id;
    }
    Result<mcp::Reply> ask_in_time(const ConnectionId& id) {
        const fakes::StopWatch watch;
        auto reply = house.call(id, question_ms);
        CHECK(watch.ms() < question_ms + overrun_ms);
        return reply;
    }
};

}  // namespace

TEST_CASE("faults: what goes wrong once is tried again where time is left, and the question is answered") {
    for (const auto& c : cases()) {
        CAPTURE(c.what);
        Ward ward;
        std::atomic<bool> fallen = false;
        ward.proxy.choose([&](const fakes::Asked& asked, int) {
            const bool hit = asked.body.find("\"tools/call\"") != std::string::npos && !fallen.exchange(true);
            return hit ? c.spoil : fakes::Spoil();
        });
        const auto reply = ward.ask_in_time(ward.patient);
        CHECK(fallen);
        CHECK(static_cast<bool>(reply) == c.heals);
        if (!reply) CHECK(reply.error().fault == c.fault);
        CHECK(ward.ask_in_time(ward.patient));
    }
}

TEST_CASE("faults: a server that stays sick costs its own questions their time, and nobody else's") {
    for (const auto& c : cases()) {
        if (c.what == "a short delay") continue;
        CAPTURE(c.what);
        Ward ward;
        ward.proxy.choose([&](const fakes::Asked&, int) { return c.spoil; });
        std::jthread others([&] {
            const fakes::StopWatch watch;
            for (int k = 0; k < 5; ++k) CHECK(ward.house.call(ward.neighbour, question_ms));
            CHECK(watch.ms() < question_ms + overrun_ms);
        });
        const auto reply = ward.ask_in_time(ward.patient);
        REQUIRE_FALSE(reply);
        CHECK(reply.error().fault == c.fault);
        CHECK_FALSE(reply.error().message.empty());
        CHECK(reply.error().message.find("://") == std::string::npos);
        others.join();
        ward.proxy.choose(nullptr);
        CHECK(ward.ask_in_time(ward.patient));
        CHECK(ward.house.row(ward.patient).state == store::ConnectionState::connected);
    }
}
