// The n-th allocation of SQLite fails, for n = 1, 2, 3 ... until nothing fails any more: an act happens whole or not at
// all.
#include "raw_database.h"
#include "support.h"

using namespace parley;
using namespace parley::store;

namespace {

constexpr int never = -1;

// SQLite's callbacks carry no context of ours.
struct Allocator {
    sqlite3_mem_methods original{};
    int successes_left = never;
    bool failed = false;

    static Allocator& instance() {
        static Allocator only;
        return only;
    }
    bool fails() {
        if (successes_left == never) return false;
        if (successes_left > 0) {
            --successes_left;
            return false;
        }
        successes_left = never;  // One failure, so that what cleans up after it works.
        failed = true;
        return true;
    }
};

void* allocate(int bytes) {
    auto& allocator = Allocator::instance();
    return allocator.fails() ? nullptr : allocator.original.xMalloc(bytes);
}

void* reallocate(void* old, int bytes) {
    auto& allocator = Allocator::instance();
    return allocator.fails() ? nullptr : allocator.original.xRealloc(old, bytes);
}

// While it lives SQLite allocates through the two functions above. No database may be open at either end.
class FailingAllocations {
public:
    FailingAllocations() {
        auto& original = Allocator::instance().original;
        REQUIRE(sqlite3_shutdown() == SQLITE_OK);
        REQUIRE(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &original) == SQLITE_OK);
        sqlite3_mem_methods ours = original;
        ours.xMalloc = allocate;
        ours.xRealloc = reallocate;
        REQUIRE(sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK);
        REQUIRE(sqlite3_initialize() == SQLITE_OK);
    }
    ~FailingAllocations() {
        sqlite3_shutdown();
        sqlite3_config(SQLITE_CONFIG_MALLOC, &Allocator::instance().original);
        sqlite3_initialize();
    }
    FailingAllocations(const FailingAllocations&) = delete;
    FailingAllocations& operator=(const FailingAllocations&) = delete;

    // Runs `body` with the n-th allocation failing, and says whether there were that many.
    template <typename Body>
    bool fail_at(int number, Body body) {
        auto& allocator = Allocator::instance();
        allocator.failed = false;
        allocator.successes_left = number - 1;
        body();
        allocator.successes_left = never;
        return allocator.failed;
    }
};

constexpr int rounds_max = 20'000;

}  // namespace

TEST_CASE("store: an act happens whole or not at all, whichever allocation fails") {
    FailingAllocations allocations;
    for (const auto& backend : embedded_backends) {
        CAPTURE(backend.name);
        const Folder folder;
        const auto store = backend.open(folder);
        REQUIRE(store);
        const auto org = store.value()->for_org(acme);
        const Credential credential = credential_of("gAAAAA");
        std::size_t acts = 0;
        int refused = 0;
        for (int number = 1; number < rounds_max; ++number) {
            CAPTURE(number);
            Result<Done> saved = Done{};
            const bool failed = allocations.fail_at(
                number, [&] { saved = org->save_connection(connection_of("c1"), &credential, entry_of("connect")); });
            acts += saved ? 1 : 0;
            refused += saved ? 0 : 1;
            CHECK(checked_chain(*org).size() == acts);
            CHECK(static_cast<bool>(org->connection({"c1"})) == (acts > 0));
            CHECK(static_cast<bool>(org->credential({"c1"})) == (acts > 0));
            if (!saved) CHECK(saved.error().message.back() == '.');
            if (!failed) break;
            REQUIRE(number + 1 < rounds_max);
            if (acts == 0) continue;
            REQUIRE(org->remove_connection({"c1"}, entry_of("disconnect")));
            acts = checked_chain(*org).size();
            REQUIRE(org->save_connection(connection_of("c1"), &credential, entry_of("connect")));
            ++acts;
        }
        CHECK(refused > 10);
    }
}

TEST_CASE("store: a row is read whole or not at all, whichever allocation fails") {
    FailingAllocations allocations;
    const Folder folder;
    const auto store = open_sqlite(folder.file());
    REQUIRE(store);
    const auto org = store.value()->for_org(acme);
    auto connection = connection_of("c1");
    connection.name = std::string(20'000, 'n');  // Longer than a page.
    REQUIRE(org->save_connection(connection, nullptr, entry_of("connect")));
    int refused = 0;
    for (int number = 1; number < rounds_max; ++number) {
        CAPTURE(number);
        Result<std::vector<Connection>> read = Error{};
        const bool failed = allocations.fail_at(number, [&] { read = org->connections(); });
        if (read) {
            REQUIRE(read.value().size() == 1);
            CHECK(read.value().front().name == connection.name);
            CHECK(read.value().front().url == connection.url);
        } else {
            CAPTURE(read.error().message);
            CAPTURE(read.error().detail);
            CHECK(read.error().fault == Fault::unavailable);
            ++refused;
        }
        if (!failed) break;
        REQUIRE(number + 1 < rounds_max);
    }
    CHECK(refused > 3);
}

TEST_CASE("store: opening fails cleanly, whichever allocation fails") {
    FailingAllocations allocations;
    const Folder folder;
    int refused = 0;
    for (int number = 1; number < rounds_max; ++number) {
        CAPTURE(number);
        Result<std::unique_ptr<Store>> store = Error{};
        const bool failed = allocations.fail_at(number, [&] { store = open_sqlite(folder.file()); });
        if (!store) {
            CHECK(store.error().message.back() == '.');
            ++refused;
        }
        if (!failed) break;
        REQUIRE(number + 1 < rounds_max);
    }
    CHECK(refused > 10);
    const auto store = open_sqlite(folder.file());
    REQUIRE(store);
    CHECK(store.value()->create_organization(organization_of(acme)));
}
