// Refreshes that go wrong beside the vendor: a database that takes nothing, a client that is forgotten, a disconnect in
// the middle.
#include "base/text.h"
#include "refresh_support.h"

#include <thread>

using namespace parley;
using namespace parley::connect;

namespace {

std::vector<std::string> tokens_revoked(const Vendor& vendor) {
    std::vector<std::string> tokens;
    for (const auto& one : vendor.asked("/revoke")) tokens.push_back(fakes::value_of(one.form(), "token"));
    return tokens;
}

// A vendor that knows clients: only `known` may refresh, and /register makes "client-2", "client-3" ...
class Clients {
public:
    explicit Clients(Vendor& vendor) : vendor_(vendor) {
        vendor.on("/token", [this](const fakes::Web::Asked& asked) { return answer(asked); });
        vendor.on("/register", [this](const fakes::Web::Asked&) {
            if (registers != 201) return fakes::Web::Answer{registers, ""};
            known = cat("client-", ++made_ + 1);
            return fakes::Web::Answer{
                201, dump(Json{{"client_id", known}, {"redirect_uris", {RefreshHouse::redirect_uri}}})};
        });
    }

    std::string known = "nobody";
    int registers = 201;
    bool lets_new_client_refresh = true;
    int made() const { return static_cast<int>(vendor_.asked("/register").size()); }

private:
    fakes::Web::Answer answer(const fakes::Web::Asked& asked) {
        const std::string client = fakes::value_of(asked.form(), "client_id");
        if (client != known) return {401, R"({"error":"invalid_client"})"};
        if (client != "client-1" && !lets_new_client_refresh) return {400, R"({"error":"invalid_grant"})"};
        return {200, R"({"access_token":"next","refresh_token":"next one","token_type":"Bearer","expires_in":3600})"};
    }

    Vendor& vendor_;
    int made_ = 0;
};

}  // namespace

TEST_CASE(
    "connect: duty 12: a rotated pair that the database does not take is used, kept, and stored at the next chance") {
    RefreshHouse house;
    house.expire();
    house.refuse_writes();
    const auto first = house.ready();
    REQUIRE(first);
    CHECK(first.value().generation == 2);
    CHECK(house.grant().tokens.refresh->reveal() == "refresh-1");

    // Used again, and nobody else may spend the old token meanwhile, however long it takes.
    for (int k = 0; k < 4; ++k) {
        house.clock.forward(std::chrono::milliseconds(limits::refresh_lease_ms * 3 / 4));
        CHECK(house.ready().value().generation == 2);
        CHECK_FALSE(house.claim_as("another process"));
    }
    CHECK(house.vendor.refreshes() == 1);

    house.allow_writes();
    const auto stored = house.ready();
    REQUIRE(stored);
    CHECK(stored.value().generation == 2);
    CHECK(house.ours->credential(house.id).value().generation == 2);
    CHECK(house.grant().tokens.refresh->reveal() == "refresh-2");
    house.expire();
    CHECK(house.ready().value().generation == 3);
    CHECK(house.vendor.refreshes() == 2);
    CHECK(house.row(house.id).state == store::ConnectionState::connected);
}

TEST_CASE("connect: duty 12: before a pair is stored there is no next refresh, not even for a dead token") {
    RefreshHouse house;
    house.expire();
    house.refuse_writes();
    REQUIRE(house.ready());
    for (int k = 0; k < 3; ++k) {
        const auto dead = house.ready(2);
        REQUIRE_FALSE(dead);
        CHECK(dead.error().fault == Fault::unavailable);
        house.clock.forward(std::chrono::minutes(2));
    }
    CHECK(house.vendor.refreshes() == 1);
    house.allow_writes();
    CHECK(house.ready(2).value().generation == 3);
    CHECK(house.vendor.refreshes() == 2);
}

TEST_CASE("connect: duty 12: a pair that was never stored is revoked when the connection goes") {
    SUBCASE("told so") {
        RefreshHouse house;
        house.expire();
        house.refuse_writes();
        REQUIRE(house.ready());
        house.refresher.forget(house.ours_id, house.id);
        CHECK(tokens_revoked(house.vendor) == std::vector<std::string>{"refresh-2"});
        house.refresher.forget(house.ours_id, house.id);
        CHECK(tokens_revoked(house.vendor).size() == 1);
    }
    SUBCASE("a sign-in anew came first: its grant stays") {
        RefreshHouse house;
        house.expire();
        house.refuse_writes();
        REQUIRE(house.ready());
        house.allow_writes();
        auto anew = house.first_grant();
        anew.tokens.access = Secret("anew");
        house.replace_grant(anew);
        const auto ready = house.ready();
        REQUIRE(ready);
        CHECK(ready.value().token->reveal() == "anew");
        CHECK(house.grant().tokens.access.reveal() == "anew");
    }
}

TEST_CASE(
    "connect: case oauth-49: a disconnect in the middle of a refresh leaves no row, and the new pair is revoked") {
    RefreshHouse house;
    house.expire();
    house.vendor.on_refresh = [&] { CHECK(house.ours->remove_connection(house.id, house.entry())); };
    const auto ready = house.ready();
    REQUIRE_FALSE(ready);
    CHECK(ready.error().fault == Fault::not_found);
    CHECK_FALSE(house.ours->credential(house.id));
    CHECK(tokens_revoked(house.vendor) == std::vector<std::string>{"refresh-2"});
}

TEST_CASE("connect: a sign-in anew in the middle of a refresh is not overwritten by it") {
    RefreshHouse house;
    house.expire();
    house.vendor.on_refresh = [&] {
        auto anew = house.first_grant();
        anew.tokens.access = Secret("anew");
        house.replace_grant(anew);
    };
    const auto ready = house.ready();
    REQUIRE(ready);
    CHECK(ready.value().token->reveal() == "anew");
    CHECK(house.grant().tokens.access.reveal() == "anew");
}

TEST_CASE("connect: a refresh that comes late revives what another process has given up meanwhile") {
    RefreshHouse house;
    house.expire();
    house.vendor.on_refresh = [&] {
        CHECK(house.ours->set_state(house.id, store::ConnectionState::needs_reconnect, "spent", house.clock.now()));
    };
    CHECK(house.ready().value().generation == 2);
    CHECK(house.row(house.id).state == store::ConnectionState::connected);
    CHECK(house.row(house.id).reason.empty());
    CHECK(house.ready());
    CHECK(house.vendor.refreshes() == 1);
}

TEST_CASE("connect: case oauth-32: a client that the vendor has forgotten is registered again, once") {
    RefreshHouse house;
    Clients clients(house.vendor);
    house.expire();
    SUBCASE("the new client may refresh the old grant") {
        CHECK(house.ready().value().generation == 2);
        CHECK(clients.made() == 1);
        CHECK(house.vendor.refreshes() == 2);
        CHECK(house.grant().client.id == "client-2");
        house.expire();
        CHECK(house.ready().value().generation == 3);
        CHECK(clients.made() == 1);
    }
    SUBCASE("it may not: the connection waits for a person, and the new client waits for the next sign-in") {
        clients.lets_new_client_refresh = false;
        CHECK(house.ready().error().fault == Fault::reconnect);
        CHECK(house.ready().error().fault == Fault::reconnect);
        CHECK(clients.made() == 1);
        CHECK(house.vendor.refreshes() == 2);
        CHECK(house.row(house.id).reason ==
              "Orders had forgotten Parley's registration and does not renew the old sign-in.");
        const auto kept = house.ours->registration(house.vendor.origin(), RefreshHouse::redirect_uri);
        REQUIRE(kept);
        CHECK(open_client(house.vault, house.ours_id, kept.value()).value().id == "client-2");
    }
    SUBCASE("it is not registered again: the connection waits for a person") {
        clients.registers = 403;
        CHECK(house.ready().error().fault == Fault::reconnect);
        CHECK(clients.made() == 1);
        CHECK(house.row(house.id).state == store::ConnectionState::needs_reconnect);
    }
    SUBCASE("the registration is in trouble: later") {
        clients.registers = 503;
        CHECK(house.ready().error().fault == Fault::unavailable);
        CHECK(house.row(house.id).state == store::ConnectionState::connected);
        clients.registers = 201;
        CHECK(house.ready().value().generation == 2);
    }
}

TEST_CASE("connect: case oauth-32: a client whose secret is over is registered again before anything is sent with it") {
    RefreshHouse house;
    Clients clients(house.vendor);
    clients.known = "client-1";
    auto grant = house.first_grant();
    grant.client.secret.emplace("s3cret");
    grant.client.auth_method = "client_secret_post";
    grant.client.secret_expires_at = house.clock.now() + std::chrono::hours(1);
    house.replace_grant(grant);
    house.expire();
    CHECK(house.ready());
    CHECK(clients.made() == 1);
    CHECK(house.vendor.refreshes() == 1);
    for (const auto& one : house.vendor.asked("/token")) CHECK(one.body.find("s3cret") == std::string::npos);
    CHECK(house.grant().client.id == "client-2");
}

TEST_CASE("connect: a client that another connection has registered meanwhile is used, not a third one made") {
    RefreshHouse house;
    Clients clients(house.vendor);
    clients.known = "client-of-another-connection";
    oauth::Client client;
    client.id = clients.known;
    client.issuer = house.vendor.origin();
    REQUIRE(house.ours->save_registration(seal_client(house.vault, house.ours_id, RefreshHouse::redirect_uri, client)));
    house.expire();
    CHECK(house.ready());
    CHECK(clients.made() == 0);
    CHECK(house.grant().client.id == clients.known);
}

TEST_CASE("connect: a client that Parley did not register is never replaced by one that it registers") {
    const auto refused_with = [](RefreshHouse& house) {
        Clients clients(house.vendor);
        house.expire();
        CHECK(house.ready().error().fault == Fault::reconnect);
        CHECK(clients.made() == 0);
        CHECK(house.vendor.refreshes() == 1);
        CHECK(house.row(house.id).reason == "Orders no longer accepts the OAuth client of this connection.");
    };
    SUBCASE("made by hand") {
        RefreshHouse house;
        auto connection = house.row(house.id);
        connection.parameters = {{"client_id", "client-1"}};
        REQUIRE(house.ours->save_connection(connection, nullptr, house.entry()));
        refused_with(house);
    }
    SUBCASE("the address of our own document") {
        RefreshHouse house;
        auto grant = house.first_grant();
        grant.client.id = "https://parley.example/client.json";
        house.replace_grant(grant);
        refused_with(house);
    }
    SUBCASE("a vendor that registers nobody") {
        RefreshHouse house;
        auto grant = house.first_grant();
        grant.endpoints.registration_endpoint.clear();
        house.replace_grant(grant);
        refused_with(house);
    }
}
