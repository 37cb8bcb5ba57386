// What any store must do for connections that are kept alive: the lease of a refresh, the log, registered clients.
#include "base/limits.h"
#include "base/text.h"
#include "raw_database.h"
#include "support.h"
#include "vault/vault.h"

#include <atomic>
#include <functional>
#include <thread>

using namespace parley;
using namespace parley::store;

namespace {

using State = RefreshClaim::State;

constexpr std::chrono::milliseconds lease{limits::refresh_lease_ms};

void over_every_wire(const std::function<void(Store&, OrgStore&)>& body) {
    for (const auto& backend : backends) {
        CAPTURE(backend.name);
        const Folder folder;
        auto store = backend.open(folder);
        REQUIRE(store);
        const auto org = store.value()->for_org(acme);
        const Credential credential = credential_of("gAAAAA-first", 1);
        REQUIRE(org->save_connection(connection_of("c1"), &credential, entry_of("connect")));
        body(*store.value(), *org);
    }
}

RefreshClaim claimed(OrgStore& org, const std::string& holder, Instant now, std::int64_t generation = 1) {
    const auto claim = org.claim_refresh({"c1"}, generation, holder, now, now + lease);
    REQUIRE(claim);
    return claim.value();
}

ConnectionLogLine line_of(const std::string& outcome, Instant at = noon) {
    return {at, "refresh", "https://auth.example.com/token", outcome};
}

Registration registration_of(const std::string& issuer, const std::string& sealed) {
    return {issuer, "https://parley.example/oauth/callback", Sealed{sealed}, "0a1b2c3d", noon + std::chrono::hours(1)};
}

// As many nodes as there are stores: each opens the same database for itself.
void claim_at_once(const Backend& backend) {
    CAPTURE(backend.name);
    const Folder folder;
    const Credential credential = credential_of("gAAAAA", 1);
    std::vector<std::unique_ptr<Store>> stores;
    for (int k = 0; k < 4; ++k) {
        auto opened = backend.open(folder);
        REQUIRE(opened);
        stores.push_back(std::move(opened).value());
    }
    for (int round = 0; round < 5; ++round) {
        REQUIRE(stores[0]->for_org(acme)->save_connection(connection_of("c1"), &credential, entry_of("connect")));
        const auto generation = stores[0]->for_org(acme)->credential({"c1"}).value().generation;
        std::atomic<int> ours = 0, busy = 0;
        std::vector<std::thread> threads;
        for (int k = 0; k < 16; ++k) {
            threads.emplace_back([&, k] {
                const auto org = stores[static_cast<std::size_t>(k % 4)]->for_org(acme);
                const auto claim = org->claim_refresh({"c1"}, generation, cat("holder-", k), noon, noon + lease);
                if (claim && claim.value().state == State::ours) ++ours;
                if (claim && claim.value().state == State::busy) ++busy;
            });
        }
        for (auto& thread : threads) thread.join();
        CHECK(ours == 1);
        CHECK(busy == 15);
    }
}

}  // namespace

TEST_CASE("store: one holder at a time may refresh, and it may lengthen its lease") {
    over_every_wire([](Store&, OrgStore& org) {
        const auto first = claimed(org, "one", noon);
        CHECK(first.state == State::ours);
        CHECK(first.until == noon + lease);
        CHECK(first.attempts == 1);

        const auto second = claimed(org, "two", noon + lease / 2);
        CHECK(second.state == State::busy);
        CHECK(second.until == noon + lease);

        const auto longer = claimed(org, "one", noon + lease / 2);
        CHECK(longer.state == State::ours);
        CHECK(longer.attempts == 1);  // The same try, not another.
        CHECK(claimed(org, "two", noon + lease).state == State::busy);
        CHECK(claimed(org, "two", noon + lease / 2 + lease).state == State::ours);
    });
}

TEST_CASE("store: a refresh that ended lets the next one begin, and one that was cut off is counted") {
    over_every_wire([](Store&, OrgStore& org) {
        CHECK(claimed(org, "one", noon).attempts == 1);
        REQUIRE(org.release_refresh({"c1"}, "two"));  // Not its own.
        CHECK(claimed(org, "two", noon).state == State::busy);
        REQUIRE(org.release_refresh({"c1"}, "one"));
        CHECK(claimed(org, "two", noon).state == State::ours);

        for (int k = 1; k < 5; ++k) {
            const auto after_a_crash = claimed(org, cat("three-", k), noon + k * lease);
            CHECK(after_a_crash.state == State::ours);
            CHECK(after_a_crash.attempts == k + 1);
        }
        REQUIRE(org.release_refresh({"c1"}, "three-4"));
        CHECK(claimed(org, "four", noon).attempts == 1);
    });
}

TEST_CASE("store: a lease for a generation that has gone is not given, and a swap ends the lease") {
    over_every_wire([](Store&, OrgStore& org) {
        CHECK(claimed(org, "one", noon, 0).state == State::moved_on);
        CHECK(claimed(org, "one", noon, 2).state == State::moved_on);
        CHECK(claimed(org, "one", noon).state == State::ours);
        const auto lost = org.swap_credential({"c1"}, 7, credential_of("gAAAAA-lost", 8));
        REQUIRE(lost);
        CHECK_FALSE(lost.value());
        CHECK(claimed(org, "two", noon).state == State::busy);  // A swap that did nothing ends nothing.

        const auto swapped = org.swap_credential({"c1"}, 1, credential_of("gAAAAA-second", 2));
        REQUIRE(swapped);
        CHECK(swapped.value());
        CHECK(claimed(org, "two", noon, 1).state == State::moved_on);
        const auto next = claimed(org, "two", noon, 2);
        CHECK(next.state == State::ours);
        CHECK(next.attempts == 1);
    });
}

TEST_CASE("store: a sign-in anew ends the lease of the old one's refresh") {
    over_every_wire([](Store&, OrgStore& org) {
        CHECK(claimed(org, "one", noon).state == State::ours);
        const Credential anew = credential_of("gAAAAA-anew", 1);
        REQUIRE(org.save_connection(connection_of("c1"), &anew, entry_of("reconnect")));
        CHECK(claimed(org, "two", noon, 2).state == State::ours);
        const auto late = org.swap_credential({"c1"}, 1, credential_of("gAAAAA-late", 2));
        REQUIRE(late);
        CHECK_FALSE(late.value());
        CHECK(org.credential({"c1"}).value().sealed.fernet == "gAAAAA-anew");
    });
}

TEST_CASE("store: a lease that only a clock set back since can have granted is none") {
    over_every_wire([](Store&, OrgStore& org) {
        CHECK(claimed(org, "fast", noon + std::chrono::hours(5)).state == State::ours);
        CHECK(claimed(org, "right", noon).state == State::ours);
        // A clock that is a little ahead is believed.
        REQUIRE(org.release_refresh({"c1"}, "right"));
        CHECK(claimed(org, "ahead", noon + lease).state == State::ours);
        CHECK(claimed(org, "right", noon).state == State::busy);
    });
}

TEST_CASE("store: there is no lease without a credential, and none across organizations") {
    over_every_wire([](Store& store, OrgStore& org) {
        check_fault(org.claim_refresh({"c2"}, 1, "one", noon, noon + lease), Fault::not_found);
        const auto other = store.for_org(globex);
        check_fault(other->claim_refresh({"c1"}, 1, "one", noon, noon + lease), Fault::not_found);
        CHECK(claimed(org, "one", noon).state == State::ours);
        REQUIRE(other->release_refresh({"c1"}, "one"));
        CHECK(claimed(org, "two", noon).state == State::busy);
    });
}

TEST_CASE("store: case oauth-49: a connection that was removed during its refresh takes nothing back") {
    over_every_wire([](Store&, OrgStore& org) {
        CHECK(claimed(org, "one", noon).state == State::ours);
        REQUIRE(org.log_connection({"c1"}, {line_of("200")}));
        REQUIRE(org.remove_connection({"c1"}, entry_of("disconnect")));
        check_fault(org.swap_credential({"c1"}, 1, credential_of("gAAAAA-late", 2)), Fault::not_found);
        check_fault(org.log_connection({"c1"}, {line_of("late")}), Fault::not_found);
        CHECK(org.release_refresh({"c1"}, "one"));
        check_fault(org.credential({"c1"}), Fault::not_found);
        CHECK(org.connection_log({"c1"}).value().empty());
    });
}

TEST_CASE("store: of many nodes that claim at once, exactly one is given the lease") {
    for (const auto& backend : backends) {
        if (backend.name != "sqlite memory") claim_at_once(backend);  // That one cannot be shared.
    }
}

TEST_CASE("store: a connection's log is appended in order, and the oldest lines go") {
    over_every_wire([](Store&, OrgStore& org) {
        CHECK(org.connection_log({"c1"}).value().empty());
        const auto later = line_of("\"200\" – gut", noon + std::chrono::milliseconds(1));
        REQUIRE(org.log_connection({"c1"}, {line_of("first"), later}));
        REQUIRE(org.log_connection({"c1"}, {}));
        const std::vector<ConnectionLogLine> two{line_of("first"), later};
        CHECK(org.connection_log({"c1"}).value() == two);

        for (std::size_t k = 0; k < limits::connection_log_lines; ++k)
            REQUIRE(org.log_connection({"c1"}, {line_of(cat("line ", k))}));
        const auto kept = org.connection_log({"c1"});
        REQUIRE(kept);
        CHECK(kept.value().size() == limits::connection_log_lines);
        CHECK(kept.value().front().outcome == "line 0");

        const std::vector<ConnectionLogLine> flood(2 * limits::connection_log_lines, line_of("flood"));
        REQUIRE(org.log_connection({"c1"}, flood));
        CHECK(org.connection_log({"c1"}).value().size() == limits::connection_log_lines);
    });
}

TEST_CASE("store: a log belongs to one connection of one organization") {
    over_every_wire([](Store& store, OrgStore& org) {
        REQUIRE(org.log_connection({"c1"}, {line_of("ours")}));
        check_fault(org.log_connection({"c2"}, {line_of("nobody's")}), Fault::not_found);
        const auto other = store.for_org(globex);
        check_fault(other->log_connection({"c1"}, {line_of("theirs")}), Fault::not_found);
        CHECK(other->connection_log({"c1"}).value().empty());
        REQUIRE(other->save_connection(connection_of("c1"), nullptr, entry_of("connect")));
        CHECK(other->connection_log({"c1"}).value().empty());
        CHECK(org.connection_log({"c1"}).value().size() == 1);
    });
}

TEST_CASE("store: a registered client is kept by issuer and redirect address, replaced and forgotten") {
    over_every_wire([](Store& store, OrgStore& org) {
        const auto first = registration_of("https://auth.example.com/a", "gAAAAA-a");
        check_fault(org.registration(first.issuer, first.redirect_uri), Fault::not_found);
        REQUIRE(org.save_registration(first));
        REQUIRE(org.save_registration(registration_of("https://auth.example.com/b", "gAAAAA-b")));
        const auto found = org.registration(first.issuer, first.redirect_uri);
        REQUIRE(found);
        CHECK(found.value().issuer == first.issuer);
        CHECK(found.value().redirect_uri == first.redirect_uri);
        CHECK(found.value().sealed.fernet == "gAAAAA-a");
        CHECK(found.value().key_id == first.key_id);
        CHECK(found.value().expires_at == first.expires_at);

        auto anew = first;
        anew.sealed = Sealed{"gAAAAA-anew"};
        anew.expires_at.reset();
        REQUIRE(org.save_registration(anew));
        CHECK(org.registration(first.issuer, first.redirect_uri).value().sealed.fernet == "gAAAAA-anew");
        CHECK_FALSE(org.registration(first.issuer, first.redirect_uri).value().expires_at);

        // The host alone, another address of ours and another organization are other registrations.
        check_fault(org.registration("https://auth.example.com", first.redirect_uri), Fault::not_found);
        check_fault(org.registration(first.issuer, "https://parley.example/other"), Fault::not_found);
        const auto other = store.for_org(globex);
        check_fault(other->registration(first.issuer, first.redirect_uri), Fault::not_found);
        REQUIRE(other->forget_registration(first.issuer, first.redirect_uri));
        CHECK(org.registration(first.issuer, first.redirect_uri));

        REQUIRE(org.forget_registration(first.issuer, first.redirect_uri));
        REQUIRE(org.forget_registration(first.issuer, first.redirect_uri));
        check_fault(org.registration(first.issuer, first.redirect_uri), Fault::not_found);
        CHECK(org.registration("https://auth.example.com/b", first.redirect_uri));
    });
}

TEST_CASE("store: case oauth-52: sealed texts that were swapped between rows open for neither") {
    const Folder folder;
    const auto store = open_sqlite(folder.file());
    REQUIRE(store);
    const SystemClock clock;
    std::vector<vault::FernetKey> keys;
    keys.push_back(vault::FernetKey::generate());
    const vault::Vault vault(std::move(keys), clock);
    const struct {
        OrgId org;
        std::string connection;
    } rows[] = {{acme, "c1"}, {acme, "c2"}, {globex, "c1"}};
    for (const auto& row : rows) {
        const auto sealed = vault.seal(Secret(cat("of ", row.org.text)), {row.org, {row.connection}, "token"});
        const Credential credential{sealed, vault.key_id(), noon, 1};
        REQUIRE(store.value()->for_org(row.org)->save_connection(connection_of(row.connection), &credential,
                                                                 entry_of("connect")));
    }
    const auto opens = [&](const OrgId& org, const std::string& id, const std::string& kind) {
        const auto credential = store.value()->for_org(org)->credential({id});
        REQUIRE(credential);
        return static_cast<bool>(vault.open(credential.value().sealed, {org, {id}, kind}));
    };
    for (const auto& row : rows) CHECK(opens(row.org, row.connection, "token"));
    CHECK_FALSE(opens(acme, "c1", "authorization"));

    RawDatabase raw(folder.file());
    REQUIRE(raw.run("UPDATE credentials SET sealed = (SELECT sealed FROM credentials WHERE organization_id = 'acme' AND"
                    " connection_id = 'c1')") == SQLITE_OK);
    CHECK(opens(acme, "c1", "token"));
    CHECK_FALSE(opens(acme, "c2", "token"));
    CHECK_FALSE(opens(globex, "c1", "token"));
}
