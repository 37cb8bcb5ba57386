// From one key of the vault to the next: in pieces, beside others that write, over rows that do not open.
#include "connect/rotation.h"

#include "refresh_support.h"

#include <thread>

using namespace parley;
using namespace parley::connect;
using store::SealedRow;

namespace {

const UserId terminal{"terminal"};

vault::FernetKey key_of(char letter) {
    return vault::FernetKey::parse(vault::base64url(std::string(32, letter), true)).value();
}

vault::Vault ring_of(const std::string& letters, const Clock& clock) {
    std::vector<vault::FernetKey> keys;
    for (const char letter : letters) keys.push_back(key_of(letter));
    return vault::Vault(std::move(keys), clock);
}

// A file with sealed rows of three kinds in several organizations, all under key a at first.
struct Rows {
    explicit Rows(int credentials_each = 12) : credentials(credentials_each) {
        for (const auto& id : ids) {
            store::Organization organization;
            organization.id = id;
            organization.name = id.text;
            organization.created_at = clock.now();
            REQUIRE(store->create_organization(organization));
            fill(*store->for_org(id));
        }
    }

    static std::unique_ptr<store::Store> open(const std::string& file) {
        auto opened = store::open_sqlite(file);
        REQUIRE(opened);
        return std::move(opened).value();
    }

    static Secret secret_of(const OrgId& org, const std::string& name) { return Secret(cat(org.text, "/", name)); }
    static std::string issuer(int number) { return cat("https://issuer-", number, ".example"); }
    store::AuditEntry entry() const { return {terminal, "connect", "c", Json::object(), clock.now()}; }

    void add_credential(store::OrgStore& org, const std::string& id, const vault::Vault& vault) {
        store::Connection connection;
        connection.id = {id};
        connection.vendor = {"custom"};
        connection.name = id;
        connection.state = store::ConnectionState::connected;
        connection.created_at = connection.updated_at = clock.now();
        const store::Credential credential{vault.seal(secret_of(org.org(), id), token_binding(org.org(), {id})),
                                           vault.key_id(), std::nullopt, 7};
        REQUIRE(org.save_connection(connection, &credential, entry()));
    }

    void fill(store::OrgStore& org) {
        const auto vault = ring("a");
        for (int number = 0; number < credentials; ++number) add_credential(org, name(number), vault);
        for (int number = 0; number < 3; ++number) {
            const auto sealed =
                vault.seal(secret_of(org.org(), issuer(number)), client_binding(org.org(), issuer(number)));
            REQUIRE(org.save_registration({issuer(number), "https://parley.example/cb", sealed, vault.key_id(), {}}));
            store::Authorization authorization;
            authorization.state_hash = cat(org.org().text, "-state-", number);
            authorization.connection = {name(number)};
            authorization.user = terminal;
            authorization.sealed = vault.seal(Secret("pending"), pending_binding(org.org(), {name(number)}));
            authorization.key_id = vault.key_id();
            authorization.expires_at = clock.now() + std::chrono::minutes(10);
            REQUIRE(org.save_authorization(authorization));
        }
    }

    static std::string name(int number) { return cat(number < 10 ? "c0" : "c", number); }
    std::int64_t rows_each() const { return credentials + 6; }
    vault::Vault ring(const std::string& letters) const { return ring_of(letters, clock); }

    Result<Rotated> rotate(const std::string& letters, int batch = 5, std::int64_t stop_after = -1) {
        std::stop_source source;
        std::map<std::string, std::int64_t> so_far;
        RotationWish wish{terminal, batch, source.get_token(), [&](const OrgId& org, std::int64_t rows) {
                              so_far[org.text] = rows;
                              std::int64_t sum = 0;
                              for (const auto& one : so_far) sum += one.second;
                              if (stop_after >= 0 && sum >= stop_after) source.request_stop();
                          }};
        return rotate_all(*store, ring(letters), clock, wish);
    }

    // Credentials that this ring opens to what they were.
    int opened_by(const std::string& letters, const OrgId& id) {
        const auto vault = ring(letters);
        const auto org = store->for_org(id);
        int opened = 0;
        for (int number = 0; number < credentials; ++number) {
            const auto credential = org->credential({name(number)});
            REQUIRE(credential);
            const auto secret = vault.open(credential.value().sealed, token_binding(id, {name(number)}));
            opened += secret && secret.value().reveal() == secret_of(id, name(number)).reveal() ? 1 : 0;
            CHECK(credential.value().generation == 7);
        }
        return opened;
    }

    std::vector<Json> rotations(const OrgId& id) {
        std::vector<Json> found;
        const auto rows = store->for_org(id)->audit_rows(0, 10'000);
        REQUIRE(rows);
        CHECK(store::verify_chain(rows.value(), id).empty());
        for (const auto& row : rows.value()) {
            if (row.entry.action == "rotate") found.push_back(row.entry.details);
        }
        return found;
    }

    const std::vector<OrgId> ids{{"acme"}, {"globex"}, {"initech"}};
    const int credentials;
    MovableClock clock;
    Folder folder;
    std::unique_ptr<store::Store> store = open(folder.file());
};

using Counts = std::map<std::string, std::int64_t>;

}  // namespace

TEST_CASE("connect: a rotation puts every kind of row of every organization under the first key, once") {
    Rows rows;
    const std::string a = rows.ring("a").key_id(), b = rows.ring("b").key_id();
    const auto sum = rows.rotate("ba");
    REQUIRE(sum);
    CHECK(sum.value().rows == 3 * rows.rows_each());
    CHECK(sum.value().unopened.empty());
    CHECK(sum.value().is_whole);
    CHECK(rows_by_key(*rows.store).value() == Counts{{b, 3 * rows.rows_each()}});
    for (const auto& id : rows.ids) {
        CHECK(rows.opened_by("b", id) == rows.credentials);
        CHECK(rows.opened_by("a", id) == 0);
        const auto org = rows.store->for_org(id);
        const auto registration = org->registration(Rows::issuer(1), "https://parley.example/cb");
        REQUIRE(registration);
        CHECK(rows.ring("b").open(registration.value().sealed, client_binding(id, Rows::issuer(1))));
        const auto noted = rows.rotations(id);
        REQUIRE(noted.size() == 1);
        CHECK(noted[0] == Json{{"count", rows.rows_each()}, {"from", {{a, rows.rows_each()}}}, {"to", b}});
        const auto claimed = rows.store->take_authorization(cat(id.text, "-state-1"), rows.clock.now());
        REQUIRE(claimed);
        CHECK(rows.ring("b").open(claimed.value().authorization.sealed, pending_binding(id, {Rows::name(1)})));
    }
    const auto before = rows.store->for_org({"acme"})->credential({"c00"}).value().sealed;
    const auto again = rows.rotate("ba");
    REQUIRE(again);
    CHECK(again.value().rows == 0);
    CHECK(rows.rotations({"acme"}).size() == 1);  // Nothing was done, so nothing is noted.
    CHECK(rows.store->for_org({"acme"})->credential({"c00"}).value().sealed == before);
}

TEST_CASE("connect: a rotation that is stopped after any number of rows goes on where it was") {
    for (const int batch : {1, 4, 1000}) {
        for (const std::int64_t stop_after : {0, 1, 5, 18, 19, 37, 53, 54}) {
            CAPTURE(batch);
            CAPTURE(stop_after);
            Rows rows;
            const auto first = rows.rotate("ba", batch, stop_after);
            REQUIRE(first);
            CHECK(first.value().unopened.empty());
            CHECK(first.value().rows < stop_after + batch + rows.rows_each());
            for (const auto& id : rows.ids) CHECK(rows.opened_by("ba", id) == rows.credentials);
            const auto second = rows.rotate("ba", batch);
            REQUIRE(second);
            CHECK(second.value().is_whole);
            CHECK(first.value().rows + second.value().rows == 3 * rows.rows_each());
            for (const auto& id : rows.ids) CHECK(rows.opened_by("b", id) == rows.credentials);
        }
    }
}

TEST_CASE("connect: two rotations at once do each row once") {
    Rows rows(40);
    const auto other = Rows::open(rows.folder.file());
    const auto vault = rows.ring("ba");
    std::vector<Rotated> sums(2);
    std::thread beside([&] {
        if (auto sum = rotate_all(*other, vault, rows.clock, {terminal, 3})) sums[0] = std::move(sum).value();
    });
    if (auto sum = rotate_all(*rows.store, vault, rows.clock, {terminal, 4})) sums[1] = std::move(sum).value();
    beside.join();
    CHECK(sums[0].rows + sums[1].rows == 3 * rows.rows_each());
    for (const auto& id : rows.ids) CHECK(rows.opened_by("b", id) == rows.credentials);
}

TEST_CASE("connect: a refresh between a rotation's reading and its writing is not lost") {
    Rows rows;
    // Another node, which does not have the new key first yet, stores a refreshed c05 in the moment in which c04 has
    // been rotated: c05 was read with the same batch.
    const auto old_node = rows.ring("a");
    const auto fresh = old_node.seal(Secret("refreshed"), token_binding({"acme"}, {"c05"}));
    {
        RawDatabase raw(rows.folder.file());
        REQUIRE(
            raw.run(cat("CREATE TRIGGER beside AFTER UPDATE OF sealed ON credentials WHEN NEW.connection_id = 'c04'"
                        " AND NEW.organization_id = 'acme' BEGIN UPDATE credentials SET generation = generation + 1,"
                        " sealed = '",
                        fresh.fernet, "', key_id = '", old_node.key_id(),
                        "' WHERE organization_id = 'acme' AND connection_id = 'c05'; END")) == SQLITE_OK);
    }
    const auto sum = rows.rotate("ba", 100);
    REQUIRE(sum);
    CHECK(sum.value().rows == 3 * rows.rows_each());
    const auto credential = rows.store->for_org({"acme"})->credential({"c05"});
    REQUIRE(credential);
    CHECK(credential.value().generation == 8);
    CHECK(credential.value().key_id == rows.ring("b").key_id());
    const auto secret = rows.ring("b").open(credential.value().sealed, token_binding({"acme"}, {"c05"}));
    REQUIRE(secret);
    CHECK(secret.value().reveal() == "refreshed");
}

TEST_CASE("connect: refreshes and a rotation beside each other lose neither a token nor a generation") {
    Rows rows(4);
    constexpr int refreshes = 60;
    std::atomic<int> swapped = 0;
    const auto other = Rows::open(rows.folder.file());
    std::thread refresher([&] {
        const auto org = other->for_org({"acme"});
        for (int round = 0; round < refreshes; ++round) {
            // The first half by a node that still seals with the old key.
            const auto vault = rows.ring(round < refreshes / 2 ? "a" : "ba");
            const ConnectionId id{Rows::name(round % 4)};
            const store::Credential next{vault.seal(Secret(cat("round ", round)), token_binding({"acme"}, id)),
                                         vault.key_id(), std::nullopt, 7 + round / 4 + 1};
            const auto done = org->swap_credential(id, 7 + round / 4, next);
            if (done && done.value()) ++swapped;
        }
    });
    std::int64_t turned = 0;
    while (swapped < refreshes / 2) {
        const auto sum = rows.rotate("ba", 2);
        REQUIRE(sum);
        turned += sum.value().rows;
        if (swapped == 0) std::this_thread::yield();
    }
    refresher.join();
    const auto last = rows.rotate("ba");
    REQUIRE(last);
    // A row that its own refresh has sealed with the new key meanwhile is not turned.
    CHECK(turned + last.value().rows >= 3 * rows.rows_each() - 4);
    CHECK(swapped == refreshes);
    CHECK(rows_by_key(*rows.store).value() == Counts{{rows.ring("b").key_id(), 3 * rows.rows_each()}});
    for (int number = 0; number < 4; ++number) {
        const auto credential = rows.store->for_org({"acme"})->credential({Rows::name(number)});
        REQUIRE(credential);
        CHECK(credential.value().generation == 7 + refreshes / 4);
        const auto secret =
            rows.ring("b").open(credential.value().sealed, token_binding({"acme"}, {Rows::name(number)}));
        REQUIRE(secret);
        CHECK(secret.value().reveal() == cat("round ", refreshes - 4 + number));
    }
}

TEST_CASE("connect: a row that does not open is told without its content, stays as it is, and stops no other") {
    Rows rows;
    {
        RawDatabase raw(rows.folder.file());
        // Copied from another organization, from another connection, and damaged.
        REQUIRE(
            raw.run("UPDATE credentials SET sealed = (SELECT sealed FROM credentials WHERE organization_id ="
                    " 'globex' AND connection_id = 'c00') WHERE organization_id = 'acme' AND connection_id = 'c00'") ==
            SQLITE_OK);
        REQUIRE(raw.run("UPDATE credentials SET sealed = (SELECT sealed FROM credentials WHERE organization_id = 'acme'"
                        " AND connection_id = 'c02') WHERE organization_id = 'acme' AND connection_id = 'c01'") ==
                SQLITE_OK);
        REQUIRE(raw.run("UPDATE registrations SET sealed = 'gAAAAA' WHERE organization_id = 'globex' AND issuer ="
                        " 'https://issuer-2.example'") == SQLITE_OK);
    }
    const auto copied = rows.store->for_org({"acme"})->credential({"c00"}).value().sealed;
    for (const int batch : {1, 2, 100}) {  // Also where the shut ones fill whole batches.
        CAPTURE(batch);
        const auto sum = rows.rotate("ba", batch);
        REQUIRE(sum);
        REQUIRE(sum.value().unopened.size() == 3);
        CHECK(sum.value().unopened[0].id == "c00");
        CHECK(sum.value().unopened[0].kind == "credential");
        CHECK(sum.value().unopened[0].org == OrgId{"acme"});
        CHECK(sum.value().unopened[0].key_id == rows.ring("a").key_id());
        CHECK(sum.value().unopened[1].id == "c01");
        CHECK(sum.value().unopened[2].kind == "registration");
        CHECK(sum.value().unopened[2].id == "https://issuer-2.example");
        CHECK(rows_by_key(*rows.store).value() ==
              Counts{{rows.ring("a").key_id(), 3}, {rows.ring("b").key_id(), 3 * rows.rows_each() - 3}});
    }
    CHECK(rows.opened_by("b", {"acme"}) == rows.credentials - 2);
    CHECK(rows.store->for_org({"acme"})->credential({"c00"}).value().sealed == copied);
    // Nor does it open for the thief when it has been rotated where it belongs.
    const auto theirs = rows.store->for_org({"globex"})->credential({"c00"}).value();
    CHECK(rows.ring("b").open(theirs.sealed, token_binding({"globex"}, {"c00"})));
    CHECK_FALSE(rows.ring("b").open(theirs.sealed, token_binding({"acme"}, {"c00"})));
    CHECK_FALSE(rows.ring("ba").open(copied, token_binding({"acme"}, {"c00"})));
}

TEST_CASE("connect: an old key that is taken away too early changes nothing, and put back opens all") {
    Rows rows;
    const auto early = rows.rotate("b", 3);
    REQUIRE(early);
    CHECK(early.value().rows == 0);
    CHECK(std::ssize(early.value().unopened) == 3 * rows.rows_each());
    CHECK(rows_by_key(*rows.store).value() == Counts{{rows.ring("a").key_id(), 3 * rows.rows_each()}});
    for (const auto& id : rows.ids) CHECK(rows.opened_by("a", id) == rows.credentials);
    const auto later = rows.rotate("ba", 3);
    REQUIRE(later);
    CHECK(later.value().rows == 3 * rows.rows_each());
    CHECK(later.value().unopened.empty());
}

TEST_CASE("connect: a row from before rows named their key is rotated too") {
    Rows rows;
    RawDatabase(rows.folder.file()).run("UPDATE credentials SET key_id = '' WHERE connection_id < 'c06'");
    CHECK(rows_by_key(*rows.store).value()[""] == 18);
    const auto sum = rows.rotate("ba");
    REQUIRE(sum);
    CHECK(rows_by_key(*rows.store).value() == Counts{{rows.ring("b").key_id(), 3 * rows.rows_each()}});
    CHECK(rows.rotations({"acme"})[0]["from"][""] == 6);
}

TEST_CASE("connect: a write that fails ends the rotation, and every row is whole, old or new") {
    for (const char* refused : {"c00", "c03", "c11"}) {
        CAPTURE(refused);
        Rows rows;
        RawDatabase raw(rows.folder.file());
        REQUIRE(raw.run(cat(
                    "CREATE TRIGGER no_room BEFORE UPDATE OF sealed ON credentials WHEN NEW.connection_id = '", refused,
                    "' AND NEW.organization_id = 'globex' BEGIN SELECT RAISE(ABORT, 'no room'); END")) == SQLITE_OK);
        CHECK_FALSE(rows.rotate("ba", 4));
        CHECK(rows.opened_by("b", {"acme"}) == rows.credentials);
        CHECK(rows.opened_by("ba", {"globex"}) == rows.credentials);
        CHECK(rows.opened_by("a", {"initech"}) == rows.credentials);
        REQUIRE(raw.run("DROP TRIGGER no_room") == SQLITE_OK);
        REQUIRE(rows.rotate("ba", 4));
        for (const auto& id : rows.ids) CHECK(rows.opened_by("b", id) == rows.credentials);
    }
}

TEST_CASE("connect: without its audit row no row of an organization is rotated") {
    Rows rows;
    RawDatabase raw(rows.folder.file());
    REQUIRE(raw.run("CREATE TRIGGER no_audit BEFORE INSERT ON audit WHEN NEW.organization_id = 'acme'"
                    " BEGIN SELECT RAISE(ABORT, 'no room'); END") == SQLITE_OK);
    CHECK_FALSE(rows.rotate("ba"));
    CHECK(rows.opened_by("a", {"acme"}) == rows.credentials);
    REQUIRE(raw.run("DROP TRIGGER no_audit") == SQLITE_OK);
    CHECK(rows.rotate("ba"));
    CHECK(rows.opened_by("b", {"acme"}) == rows.credentials);
}

TEST_CASE("connect: a connection lives through a change of keys: connect, add a key, rotate, drop the old one") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    // A whole node over the same store, with the keys it was started with.
    struct Node {
        Node(House& around, const std::string& letters)
            : house(around),
              vault(ring_of(letters, around.clock)),
              sessions({vault, around.catalogue, around.guard, around.clock}),
              connector({*around.store,
                         vault,
                         around.catalogue,
                         around.guard,
                         around.clock,
                         sessions,
                         "https://parley.example/oauth/callback",
                         {},
                         ""}) {}
        Result<mcp::Reply> call(const ConnectionId& id) {
            const auto entry = access(*house.ours, house.catalogue, house.row(id));
            if (!entry) return entry.error();
            const auto admitted = entry.value().gate.admit({id, "list_orders", Json::object()});
            if (!admitted) return admitted.error();
            return sessions.call(*house.ours, house.anna, admitted.value(), 5000, {});
        }
        House& house;
        vault::Vault vault;
        Sessions sessions;
        Connector connector;
    };

    ConnectionId id;
    {
        Node first(house, "a");
        Begin wish;
        wish.url = vendor.mcp();
        wish.name = "Orders";
        const auto started = first.connector.begin(*house.ours, house.anna, std::move(wish));
        REQUIRE(started);
        const auto finished = first.connector.finish(House::callback(started.value()));
        REQUIRE(finished);
        id = finished.value().id;
        REQUIRE(first.call(id));
    }
    {
        Node second(house, "ba");
        REQUIRE(second.call(id));  // Both keys: nothing has to be rotated for a question.
        const auto sum = rotate_all(*house.store, second.vault, house.clock, {house.anna});
        REQUIRE(sum);
        CHECK(sum.value().rows >= 1);
        CHECK(sum.value().unopened.empty());
        REQUIRE(second.call(id));
    }
    Node third(house, "b");
    CHECK(rows_by_key(*house.store).value().size() == 1);
    REQUIRE(third.call(id));
    house.clock.forward(std::chrono::hours(2));  // The token that was rotated can be refreshed too.
    REQUIRE(third.call(id));
    CHECK(vendor.refreshes() == 1);
    CHECK(house.ours->connections().value().size() == 1);
    CHECK(house.row(id).state == store::ConnectionState::connected);
    Node stale(house, "a");
    CHECK_FALSE(stale.call(id));
}
