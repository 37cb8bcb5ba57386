// A disk that is really full: what does not fit is refused in one sentence, nothing is half saved, and with room again
// it works.
#include "base/text.h"
#include "support.h"

#include <fstream>
#include <random>
#include <sys/mount.h>

using namespace parley;
using namespace parley::store;

namespace {

// A folder with a fixed size, and a file in it whose removal makes room.
class SmallDisk {
public:
    SmallDisk(const std::string& size, std::size_t filler_bytes) : filler_bytes_(filler_bytes) {
        is_there_ = ::mount("none", folder_.path.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
    }
    ~SmallDisk() {
        if (is_there_) ::umount2(folder_.path.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool is_missing() const {
        if (!is_there_) MESSAGE("skipped 1 case: no small disk can be mounted here");
        return !is_there_;
    }
    std::string path() const { return folder_.path.string(); }
    void fill_up() const {
        std::ofstream filler(path() + "/filler", std::ios::binary);
        filler << std::string(filler_bytes_, 'f');
        REQUIRE(filler.flush());
    }
    void make_room() const { std::filesystem::remove(path() + "/filler"); }

private:
    const Folder folder_;
    const std::size_t filler_bytes_;
    bool is_there_ = false;
};

std::string random_text(std::size_t bytes, unsigned seed) {
    std::mt19937 random(seed);
    std::string text(bytes, ' ');
    for (char& letter : text) letter = static_cast<char>('!' + random() % 90);
    return text;
}

Result<Done> connect_one(OrgStore& org, unsigned number, std::size_t bytes) {
    auto connection = connection_of(cat("c", number));
    connection.name = random_text(bytes, number);
    const Credential credential = credential_of("gAAAAA");
    return org.save_connection(connection, &credential, entry_of("connect", connection.id.text));
}

std::size_t checked_acts(OrgStore& org) {
    const auto rows = checked_chain(org);
    const auto connections = org.connections();
    REQUIRE(connections);
    CHECK(connections.value().size() == rows.size());
    for (const auto& one : connections.value()) CHECK(org.credential(one.id));
    CHECK(org.audit_head().value().number == static_cast<std::int64_t>(rows.size()));
    return rows.size();
}

// Connects until it is refused. How many it did.
unsigned connect_until_full(OrgStore& org, std::size_t bytes, unsigned most) {
    for (unsigned number = 0; number < most; ++number) {
        const auto saved = connect_one(org, number, bytes);
        if (saved) continue;
        CAPTURE(saved.error().detail);
        CHECK(saved.error().fault == Fault::unavailable);
        CHECK(saved.error().message == "The database's disk is full or failing.");
        return number;
    }
    FAIL("the disk did not become full");
    return 0;
}

}  // namespace

TEST_CASE("store: on a full disk of 1 MB SQLite refuses the act with its audit row, and with room it works again") {
    const SmallDisk disk("1m", 300'000);
    if (disk.is_missing()) return;
    const auto store = open_sqlite(disk.path() + "/parley.db");
    REQUIRE(store);
    const auto org = store.value()->for_org(acme);
    disk.fill_up();
    const unsigned acts = connect_until_full(*org, 20'000, 100);
    CHECK(checked_acts(*org) == acts);
    check_fault(connect_one(*org, 900, 20'000), Fault::unavailable);
    CHECK(checked_acts(*org) == acts);
    disk.make_room();
    CHECK(connect_one(*org, 901, 20'000));
    CHECK(checked_acts(*org) == acts + 1);
}

TEST_CASE("store: on a full disk PostgreSQL refuses the act with its audit row, and with room it works again") {
    if (is_without_postgres()) return;
    const SmallDisk disk("16m", 3'000'000);
    if (disk.is_missing()) return;
    PostgresCluster cluster;
    REQUIRE(::chown(disk.path().c_str(), cluster.user(), static_cast<gid_t>(-1)) == 0);
    {
        RawPostgres raw(cluster.address("operator", "postgres"));
        REQUIRE(raw.run(cat("CREATE TABLESPACE small OWNER owner LOCATION '", disk.path(), "'")) == "");
    }
    cluster.make_empty_database("small_one", "TABLESPACE small");
    const auto store = open_postgres(cluster.options("small_one"));
    REQUIRE(store);
    const auto org = store.value()->for_org(acme);
    disk.fill_up();
    const unsigned acts = connect_until_full(*org, 100'000, 500);
    CHECK(checked_acts(*org) == acts);
    check_fault(connect_one(*org, 900, 100'000), Fault::unavailable);
    CHECK(checked_acts(*org) == acts);
    disk.make_room();
    CHECK(connect_one(*org, 901, 100'000));
    CHECK(checked_acts(*org) == acts + 1);
    MESSAGE(acts << " acts before the disk was full");
}

TEST_CASE("store: a PostgreSQL whose log has no room left stops, loses nothing that was promised, and starts again") {
    if (is_without_postgres()) return;
    const SmallDisk disk("40m", 6'000'000);
    if (disk.is_missing()) return;
    PostgresCluster cluster({"-c", "max_wal_size=1GB", "-c", "checkpoint_timeout=1h"}, disk.path());
    const auto store = open_postgres(cluster.options(cluster.make_database()));
    REQUIRE(store);
    const auto org = store.value()->for_org(acme);
    disk.fill_up();
    unsigned acts = 0;
    Result<Done> saved = Done{};
    while (acts < 2'000 && (saved = connect_one(*org, acts, 100'000))) ++acts;
    check_fault(saved, Fault::unavailable);
    CHECK(acts > 0);
    disk.make_room();
    cluster.restart_immediately();
    // The last one may have been saved though nobody learnt of it.
    const std::size_t kept = checked_acts(*org);
    CHECK((kept == acts || kept == acts + 1));
    CHECK(connect_one(*org, 9'000, 1'000));
    CHECK(checked_acts(*org) == kept + 1);
    MESSAGE(acts << " acts before the disk was full: " << saved.error().message);
}
