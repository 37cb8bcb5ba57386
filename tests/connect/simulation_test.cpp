#include "sim/sim.h"
#include "support.h"

#include <thread>

using namespace parley;
using namespace parley::connect;

namespace {

// The real vendor folders over simulated servers: every message goes over the wire.
struct Demo {
    explicit Demo(int token_lifetime_s = 3600) {
        sim::Options options;
        options.token_lifetime_s = token_lifetime_s;
        auto catalogue = vendors::Catalogue::read(PARLEY_SOURCE_DIR "/plugins/vendors");
        REQUIRE(catalogue);
        auto started = sim::Simulation::start(catalogue.value(), {stripe}, clock, options);
        REQUIRE(started);
        simulation = std::move(started).value();
        house = std::make_unique<House>(std::map<std::string, std::string>{{"stripe", simulation->url(stripe)}},
                                        std::move(catalogue).value());
        house->clock.forward(clock.now() - house->clock.now());
    }

    void forward(std::chrono::milliseconds by) {
        clock.forward(by);
        house->clock.forward(by);
    }

    Result<Started> begin() {
        Begin wish;
        wish.vendor = stripe;
        return house->connector.begin(*house->ours, house->anna, std::move(wish));
    }

    // As a browser would: opens the page, is sent back with code, state and issuer.
    Connector::Callback visit(const std::string& url) {
        const auto http = net::make_http();
        const auto safe = house->guard.check(url);
        REQUIRE(safe);
        const auto page = http->send({.method = "GET", .url = safe.value(), .headers = {}, .body = ""});
        REQUIRE(page);
        REQUIRE(page.value().status == 302);
        const std::string place = net::header(page.value().headers, "Location");
        REQUIRE(place.rfind("https://parley.example/oauth/callback?", 0) == 0);
        const auto fields = fakes::form_fields(place.substr(place.find('?') + 1));
        Connector::Callback back;
        back.state = fakes::value_of(fields, "state");
        back.code = fakes::value_of(fields, "code");
        back.iss = fakes::value_of(fields, "iss");
        back.error = fakes::value_of(fields, "error");
        return back;
    }

    ConnectionId connect() {
        const auto started = begin();
        REQUIRE(started);
        const auto finished = house->connector.finish(visit(started.value().authorize_url));
        REQUIRE(finished);
        return finished.value().id;
    }

    Result<mcp::Reply> call(const ConnectionId& id) {
        const auto entry = access(*house->ours, house->catalogue, house->row(id));
        if (!entry) return entry.error();
        const auto admitted = entry.value().gate.admit({id, "list_available_accounts_or_orgs", Json::object()});
        if (!admitted) return admitted.error();
        return house->sessions.call(*house->ours, UserId{"anna"}, admitted.value(), 5000);
    }

    const VendorId stripe{"stripe"};
    MovableClock clock;
    std::unique_ptr<House> house;  // Holds the catalogue, which outlives the simulation.
    std::unique_ptr<sim::Simulation> simulation;
};

}  // namespace

TEST_CASE("connect: a simulated vendor is connected over the real path, and its listed tools can be asked") {
    Demo demo;
    const ConnectionId id = demo.connect();
    CHECK(demo.house->row(id).state == store::ConnectionState::connected);
    CHECK(demo.house->row(id).vendor == demo.stripe);
    const auto entry = access(*demo.house->ours, demo.house->catalogue, demo.house->row(id));
    REQUIRE(entry);
    CHECK(entry.value().offer.connected);
    CHECK(entry.value().offer.connection == id);
    CHECK(entry.value().resolved.names.count("read") == 1);
    bool answerable = false;
    for (const auto& dataset : entry.value().offer.datasets) answerable = answerable || !dataset.tool.empty();
    CHECK(answerable);
    CHECK(demo.call(id));
    CHECK(demo.simulation->seen(demo.stripe).tools_called ==
          std::vector<std::string>{"list_available_accounts_or_orgs"});
    CHECK(demo.simulation->seen(demo.stripe).authorizations == 1);

    const auto health = demo.house->connector.test(*demo.house->ours, demo.house->anna, id);
    REQUIRE(health);
    CHECK_FALSE(health.value().tools.empty());
    for (const auto& pin : health.value().tools) {
        CAPTURE(pin.name);
        if (policy::names_a_write(pin.name)) CHECK(pin.verdict == "refused");
    }
}

TEST_CASE("connect: a simulated vendor's code and state work once") {
    Demo demo;
    const auto started = demo.begin();
    REQUIRE(started);
    auto back = demo.visit(started.value().authorize_url);
    auto again = back;
    auto wrong = back;
    wrong.iss = "http://127.0.0.1:1";
    REQUIRE_FALSE(demo.house->connector.finish(std::move(wrong)));
    CHECK_FALSE(demo.house->connector.finish(std::move(again)));  // The state is used up, whatever came of it.

    const auto second =
        demo.house->connector.reconnect(*demo.house->ours, demo.house->anna, started.value().connection.id);
    REQUIRE(second);
    CHECK(demo.house->connector.finish(demo.visit(second.value().authorize_url)));
}

TEST_CASE("connect: sixteen threads with an expired token, and the simulated vendor sees one refresh") {
    Demo demo(/*token_lifetime_s=*/300);
    const ConnectionId id = demo.connect();
    demo.forward(std::chrono::minutes(10));
    std::atomic<int> answered = 0;
    std::vector<std::thread> threads;
    for (int k = 0; k < 16; ++k) {
        threads.emplace_back([&] {
            if (demo.call(id)) ++answered;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(answered == 16);
    CHECK(demo.simulation->seen(demo.stripe).refreshes == 1);
}

TEST_CASE("connect: a simulated vendor that refuses a token once is asked again with a new one") {
    Demo demo;
    const ConnectionId id = demo.connect();
    REQUIRE(demo.call(id));
    demo.simulation->set_trouble(demo.stripe, sim::Trouble::expired);
    CHECK(demo.call(id));
    CHECK(demo.simulation->seen(demo.stripe).refreshes == 1);
}

TEST_CASE("connect: the simulated vendor's troubles become one sentence and do not end the connection") {
    Demo demo;
    const ConnectionId id = demo.connect();
    for (const auto trouble : {sim::Trouble::html, sim::Trouble::server_error, sim::Trouble::half_json}) {
        CAPTURE(static_cast<int>(trouble));
        demo.simulation->set_trouble(demo.stripe, trouble);
        const auto reply = demo.call(id);
        REQUIRE_FALSE(reply);
        CHECK(reply.error().fault == Fault::unavailable);
        CHECK_FALSE(reply.error().message.empty());
        CHECK(demo.house->row(id).state == store::ConnectionState::connected);
    }
    demo.simulation->set_trouble(demo.stripe, sim::Trouble::none);
    CHECK(demo.call(id));
}

TEST_CASE("connect: a disconnect revokes at the simulated vendor and leaves nothing") {
    Demo demo;
    const ConnectionId id = demo.connect();
    REQUIRE(demo.house->connector.disconnect(*demo.house->ours, demo.house->anna, id));
    CHECK(demo.simulation->seen(demo.stripe).revocations >= 1);
    CHECK_FALSE(demo.house->ours->connection(id));
    const auto loan = demo.house->sessions.lend(*demo.house->ours, UserId{"anna"}, id);
    REQUIRE_FALSE(loan);
    CHECK(loan.error().fault == Fault::not_found);
}
