// The two doors that do not know the organization yet: a callback's state and a request's key.
#include "support.h"

#include <atomic>
#include <thread>

using namespace parley;
using namespace parley::store;

namespace {

template <typename Body>
void with_both_connected(Body body) {
    for (const auto& backend : backends) {
        CAPTURE(backend.name);
        const Folder folder;
        auto store = backend.open(folder);
        REQUIRE(store);
        for (const auto& id : {acme, globex}) {
            REQUIRE(store.value()->create_organization(organization_of(id)));
            REQUIRE(store.value()->for_org(id)->save_connection(connection_of("c1"), nullptr, entry_of("connect")));
        }
        body(*store.value());
    }
}

}  // namespace

TEST_CASE("store: an authorization is handed out once, with its organization") {
    with_both_connected([](Store& store) {
        REQUIRE(store.for_org(acme)->save_authorization(authorization_of("s1")));
        REQUIRE(store.for_org(globex)->save_authorization(authorization_of("s2")));
        const auto claimed = store.take_authorization(vault::sha256_hex("s1"), noon);
        REQUIRE(claimed);
        CHECK(claimed.value().org == acme);
        CHECK(claimed.value().authorization.state_hash == vault::sha256_hex("s1"));
        CHECK(claimed.value().authorization.connection.text == "c1");
        CHECK(claimed.value().authorization.user.text == "ann");
        CHECK(claimed.value().authorization.sealed.fernet == "gAAAAA-s1");
        CHECK(claimed.value().authorization.expires_at == noon + std::chrono::minutes(10));

        check_fault(store.take_authorization(vault::sha256_hex("s1"), noon), Fault::not_found);
        check_fault(store.take_authorization("s2", noon), Fault::not_found);
        check_fault(store.take_authorization("", noon), Fault::not_found);
        CHECK(store.take_authorization(vault::sha256_hex("s2"), noon).value().org == globex);
    });
}

TEST_CASE("store: an expired authorization is refused and gone") {
    with_both_connected([](Store& store) {
        const auto org = store.for_org(acme);
        const auto ten_minutes = std::chrono::minutes(10);
        REQUIRE(org->save_authorization(authorization_of("s1")));
        REQUIRE(org->save_authorization(authorization_of("s2")));
        REQUIRE(org->save_authorization(authorization_of("s3")));
        CHECK(store.take_authorization(vault::sha256_hex("s1"), noon + ten_minutes - std::chrono::milliseconds(1)));
        check_fault(store.take_authorization(vault::sha256_hex("s2"), noon + ten_minutes), Fault::not_found);
        // Gone means that a clock set back does not bring it back, nor the others that had expired with it.
        check_fault(store.take_authorization(vault::sha256_hex("s2"), noon), Fault::not_found);
        check_fault(store.take_authorization(vault::sha256_hex("s3"), noon), Fault::not_found);
    });
}

TEST_CASE("store: a state that two organizations claim belongs to none") {
    with_both_connected([](Store& store) {
        REQUIRE(store.for_org(acme)->save_authorization(authorization_of("same")));
        check_fault(store.for_org(acme)->save_authorization(authorization_of("same")), Fault::invalid);
        REQUIRE(store.for_org(globex)->save_authorization(authorization_of("same")));
        check_fault(store.take_authorization(vault::sha256_hex("same"), noon), Fault::not_found);
        check_fault(store.take_authorization(vault::sha256_hex("same"), noon), Fault::not_found);
    });
}

TEST_CASE("store: of eight callbacks with one state, one gets it") {
    with_both_connected([](Store& store) {
        for (int round = 0; round < 10; ++round) {
            const std::string state = std::to_string(round);
            REQUIRE(store.for_org(acme)->save_authorization(authorization_of(state)));
            std::atomic<int> winners = 0;
            std::vector<std::thread> threads;
            for (int number = 0; number < 8; ++number) {
                threads.emplace_back([&store, &winners, &state] {
                    if (store.take_authorization(vault::sha256_hex(state), noon)) ++winners;
                });
            }
            for (auto& thread : threads) thread.join();
            CHECK(winners == 1);
        }
    });
}

TEST_CASE("store: a key leads to its organization and user") {
    with_both_connected([](Store& store) {
        REQUIRE(store.for_org(acme)->save_key(key_of("k1", acme), "hash1", entry_of("key")));
        REQUIRE(store.for_org(globex)->save_key(key_of("k1", globex), "hash2", entry_of("key")));
        const auto key = store.key("hash1", noon);
        REQUIRE(key);
        CHECK(key.value().id.text == "k1");
        CHECK(key.value().org == acme);
        CHECK(key.value().user.text == "ann");
        CHECK(key.value().name == "laptop");
        CHECK(key.value().created_at == noon);
        CHECK(store.key("hash2", noon).value().org == globex);
        for (const char* wrong : {"", "hash", "HASH1", "hash1 ", "%", "hash%"}) {
            CAPTURE(wrong);
            check_fault(store.key(wrong, noon), Fault::not_found);
        }
    });
}

TEST_CASE("store: a key is never shared, and a key saved again replaces its hash") {
    with_both_connected([](Store& store) {
        REQUIRE(store.for_org(acme)->save_key(key_of("k1", acme), "hash1", entry_of("key")));
        REQUIRE(store.for_org(acme)->save_key(key_of("k1", acme), "hash1", entry_of("key")));
        check_fault(store.for_org(acme)->save_key(key_of("k2", acme), "hash1", entry_of("key")), Fault::invalid);
        check_fault(store.for_org(globex)->save_key(key_of("k1", acme), "hash5", entry_of("key")), Fault::invalid);
        check_fault(store.for_org({"nobody"})->save_key(key_of("k1", {"nobody"}), "hash3", entry_of("key")),
                    Fault::not_found);
        CHECK(store.key("hash1", noon).value().org == acme);
        REQUIRE(store.for_org(acme)->save_key(key_of("k1", acme), "hash4", entry_of("key")));
        check_fault(store.key("hash1", noon), Fault::not_found);
        CHECK(store.key("hash4", noon));
        // The same hash in two organizations can only be a mistake or an attack.
        REQUIRE(store.for_org(globex)->save_key(key_of("k1", globex), "hash4", entry_of("key")));
        check_fault(store.key("hash4", noon), Fault::not_found);
    });
}
