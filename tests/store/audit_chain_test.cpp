#include "store/audit_chain.h"

#include "raw_database.h"
#include "support.h"

#include <csignal>
#include <functional>
#include <sys/resource.h>

using namespace parley;
using namespace parley::store;

namespace {

std::vector<AuditRow> chain_of(int length) {
    const auto store = open_sqlite(":memory:");
    REQUIRE(store);
    const auto org = store.value()->for_org(acme);
    for (int number = 0; number < length; ++number) {
        AuditEntry entry = entry_of("use", "tool" + std::to_string(number));
        entry.at = noon + std::chrono::milliseconds(number);
        REQUIRE(org->audit(entry));
    }
    return checked_chain(*org);
}

void check_broken(const std::vector<AuditRow>& rows, const std::string& first) {
    const std::string sentence = verify_chain(rows, acme);
    CHECK(sentence.find("Audit row " + first + " ") == 0);
    CHECK((sentence.empty() || sentence.back() == '.'));
}

// Every act that must leave an audit row, with what shows whether it has happened.
struct Act {
    const char* name;
    std::function<Result<Done>(OrgStore&)> act;
    std::function<bool(OrgStore&)> happened;
};

const Credential new_credential = credential_of("gAAAAA-new", 8);

std::vector<Act> acts() {
    return {
        {"settings",
         [](OrgStore& org) {
             auto changed = organization_of(acme);
             changed.name = "changed";
             return org.save_settings(changed, entry_of("settings"));
         },
         [](OrgStore& org) { return org.settings().value().name == "changed"; }},
        {"connect",
         [](OrgStore& org) { return org.save_connection(connection_of("c2"), &new_credential, entry_of("connect")); },
         [](OrgStore& org) { return org.connection({"c2"}) || org.credential({"c2"}); }},
        {"reconnect",
         [](OrgStore& org) {
             auto changed = connection_of("c1");
             changed.name = "changed";
             return org.save_connection(changed, &new_credential, entry_of("reconnect"));
         },
         [](OrgStore& org) {
             return org.connection({"c1"}).value().name == "changed" ||
                    org.credential({"c1"}).value().sealed == new_credential.sealed;
         }},
        {"review", [](OrgStore& org) { return org.save_tools({"c1"}, {tool_of("b")}, entry_of("review")); },
         [](OrgStore& org) { return org.tools({"c1"}).value().front().name == "b"; }},
        {"disconnect", [](OrgStore& org) { return org.remove_connection({"c1"}, entry_of("disconnect")); },
         [](OrgStore& org) { return !org.connection({"c1"}) || !org.credential({"c1"}) || !org.tools({"c1"}); }},
    };
}

// A store in which every act can happen, with three audit rows.
std::unique_ptr<Store> filled(const Folder& folder) {
    auto store = open_sqlite(folder.file());
    REQUIRE(store);
    REQUIRE(store.value()->create_organization(organization_of(acme)));
    const auto org = store.value()->for_org(acme);
    const Credential credential = credential_of("gAAAAA-old");
    REQUIRE(org->save_connection(connection_of("c1"), &credential, entry_of("connect")));
    REQUIRE(org->save_tools({"c1"}, {tool_of("a")}, entry_of("review")));
    REQUIRE(org->audit(entry_of("use")));
    return std::move(store).value();
}

// No file of this process grows while it lives: what a full disk does.
class FullDisk {
public:
    FullDisk() {
        signal(SIGXFSZ, SIG_IGN);
        REQUIRE(getrlimit(RLIMIT_FSIZE, &before_) == 0);
        rlimit none = before_;
        none.rlim_cur = 0;
        REQUIRE(setrlimit(RLIMIT_FSIZE, &none) == 0);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        signal(SIGXFSZ, SIG_DFL);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
};

}  // namespace

TEST_CASE("store: an audit row holds what was told, numbered and chained") {
    const auto rows = chain_of(3);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].previous_hash == "");
    for (std::size_t k = 0; k < rows.size(); ++k) {
        CHECK(rows[k].number == static_cast<std::int64_t>(k) + 1);
        CHECK(rows[k].hash.size() == 64);
        CHECK(rows[k].hash == audit_hash(rows[k], acme));
        if (k > 0) CHECK(rows[k].previous_hash == rows[k - 1].hash);
    }
    CHECK(rows[1].entry.user.text == "ann");
    CHECK(rows[1].entry.action == "use");
    CHECK(rows[1].entry.subject == "tool1");
    CHECK(rows[1].entry.details == entry_of("use").details);
    CHECK(rows[1].entry.at == noon + std::chrono::milliseconds(1));
}

TEST_CASE("store: the hash of a row is the SHA-256 of its JSON with sorted keys") {
    AuditRow row;
    row.number = 7;
    row.entry = {{"ann"}, "use", "list_invoices", {{"b", 1}, {"a", "x"}}, from_unix_seconds(0)};
    row.previous_hash = "00ff";
    CHECK(audit_hash(row, acme) ==
          vault::sha256_hex(R"({"action":"use","at":"1970-01-01T00:00:00Z","details":{"a":"x","b":1},"number":7,)"
                            R"("org":"acme","previous_hash":"00ff","subject":"list_invoices","user":"ann"})"));
}

TEST_CASE("store: audit rows are read in pages") {
    const auto store = open_sqlite(":memory:");
    REQUIRE(store);
    const auto org = store.value()->for_org(acme);
    for (int number = 0; number < 5; ++number) REQUIRE(org->audit(entry_of("use")));
    struct {
        std::int64_t after;
        int rows_max;
        std::size_t found;
        std::int64_t first;
    } const cases[] = {{0, 2, 2, 1},   {2, 2, 2, 3}, {4, 2, 1, 5}, {5, 2, 0, 0},
                       {-9, 99, 5, 1}, {0, 0, 0, 0}, {0, -1, 0, 0}};
    for (const auto& c : cases) {
        CAPTURE(c.after);
        CAPTURE(c.rows_max);
        const auto rows = org->audit_rows(c.after, c.rows_max).value();
        REQUIRE(rows.size() == c.found);
        if (!rows.empty()) CHECK(rows.front().number == c.first);
    }
}

TEST_CASE("store: an unbroken chain holds, also an empty one") {
    CHECK(verify_chain({}, acme) == "");
    CHECK(verify_chain(chain_of(1), acme) == "");
    CHECK(verify_chain(chain_of(20), acme) == "");
}

TEST_CASE("store: a removed row is found") {
    const auto rows = chain_of(5);
    for (std::size_t k = 0; k + 1 < rows.size(); ++k) {
        CAPTURE(k);
        auto changed = rows;
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(k));
        check_broken(changed, std::to_string(k + 1));
        // Also where whoever removed it has numbered the rest anew.
        for (std::size_t rest = k; rest < changed.size(); ++rest) --changed[rest].number;
        check_broken(changed, std::to_string(k + 1));
    }
}

TEST_CASE("store: a changed row is found, whatever was changed") {
    const auto rows = chain_of(4);
    const std::function<void(AuditRow&)> changes[] = {
        [](AuditRow& row) { row.entry.user.text = "bob"; },
        [](AuditRow& row) { row.entry.action = "review"; },
        [](AuditRow& row) { row.entry.subject += " "; },
        [](AuditRow& row) { row.entry.details["count"] = 4; },
        [](AuditRow& row) { row.entry.details = nullptr; },
        [](AuditRow& row) { row.entry.at += std::chrono::milliseconds(1); },
        [](AuditRow& row) { row.hash[0] = row.hash[0] == 'a' ? 'b' : 'a'; },
        [](AuditRow& row) { row.hash.clear(); },
        [](AuditRow& row) { row.previous_hash = std::string(64, '0'); },
        [](AuditRow& row) { std::swap(row.entry.action, row.entry.subject); },
    };
    for (std::size_t k = 0; k < rows.size(); ++k) {
        for (const auto& change : changes) {
            CAPTURE(k);
            auto changed = rows;
            change(changed[k]);
            check_broken(changed, std::to_string(k + 1));
        }
    }
    // A row that was changed and hashed anew no longer carries the one after it.
    auto changed = rows;
    changed[1].entry.user.text = "bob";
    changed[1].hash = audit_hash(changed[1], acme);
    check_broken(changed, "3");
}

TEST_CASE("store: reordered, repeated and foreign rows are found") {
    const auto rows = chain_of(4);
    auto swapped = rows;
    std::swap(swapped[1], swapped[2]);
    check_broken(swapped, "2");
    std::swap(swapped[1].number, swapped[2].number);
    check_broken(swapped, "2");
    auto repeated = rows;
    repeated.insert(repeated.begin() + 1, rows[0]);
    check_broken(repeated, "2");
    CHECK(verify_chain(rows, globex) != "");
}

TEST_CASE("store: rows that were changed past the store are found") {
    const Folder folder;
    const auto store = filled(folder);
    const auto org = store->for_org(acme);
    CHECK(checked_chain(*org).size() == 3);
    RawDatabase raw(folder.file());
    CHECK(raw.run("UPDATE audit SET user_id = 'bob' WHERE number = 2") == SQLITE_CONSTRAINT);
    CHECK(raw.run("DELETE FROM audit WHERE number = 2") == SQLITE_CONSTRAINT);
    REQUIRE(raw.run("DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_shrinks") == SQLITE_OK);
    REQUIRE(raw.run("UPDATE audit SET user_id = 'bob' WHERE number = 2") == SQLITE_OK);
    check_broken(org->audit_rows(0, 100).value(), "2");
    REQUIRE(raw.run("UPDATE audit SET user_id = 'ann' WHERE number = 2") == SQLITE_OK);
    CHECK(verify_chain(org->audit_rows(0, 100).value(), acme) == "");
    REQUIRE(raw.run("DELETE FROM audit WHERE number = 1") == SQLITE_OK);
    check_broken(org->audit_rows(0, 100).value(), "1");
}

TEST_CASE("store: every act leaves one audit row") {
    for (const auto& each : acts()) {
        CAPTURE(each.name);
        const Folder folder;
        const auto store = filled(folder);
        const auto org = store->for_org(acme);
        CHECK(!each.happened(*org));
        REQUIRE(each.act(*org));
        CHECK(each.happened(*org));
        const auto rows = checked_chain(*org);
        REQUIRE(rows.size() == 4);
        CHECK(rows.back().entry.action == each.name);
    }
}

TEST_CASE("store: no audit row, no act") {
    for (const auto& each : acts()) {
        CAPTURE(each.name);
        const Folder folder;
        const auto store = filled(folder);
        const auto org = store->for_org(acme);
        RawDatabase raw(folder.file());
        REQUIRE(raw.run("CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END") ==
                SQLITE_OK);
        check_fault(each.act(*org), Fault::internal);
        CHECK(!each.happened(*org));
        check_fault(org->audit(entry_of("use")), Fault::internal);
        CHECK(checked_chain(*org).size() == 3);

        REQUIRE(raw.run("DROP TRIGGER no_audit") == SQLITE_OK);
        REQUIRE(each.act(*org));
        CHECK(each.happened(*org));
        CHECK(checked_chain(*org).size() == 4);
    }
}

TEST_CASE("store: no act, no audit row") {
    const char* const tables[] = {"organizations", "connections", "credentials", "tools"};
    for (const auto& each : acts()) {
        CAPTURE(each.name);
        const Folder folder;
        const auto store = filled(folder);
        const auto org = store->for_org(acme);
        RawDatabase raw(folder.file());
        for (const std::string table : tables) {
            for (const std::string change : {"INSERT", "UPDATE", "DELETE"}) {
                REQUIRE(raw.run("CREATE TRIGGER no_" + table + change + " BEFORE " + change + " ON " + table +
                                " BEGIN SELECT RAISE(ABORT, 'no'); END") == SQLITE_OK);
            }
        }
        check_fault(each.act(*org), Fault::internal);
        CHECK(!each.happened(*org));
        CHECK(checked_chain(*org).size() == 3);
    }
}

TEST_CASE("store: a full disk refuses the act, and when there is room again it works") {
    for (const auto& each : acts()) {
        CAPTURE(each.name);
        const Folder folder;
        const auto store = filled(folder);
        const auto org = store->for_org(acme);
        Result<Done> refused = Done{};
        {
            const FullDisk full;
            refused = each.act(*org);
        }
        check_fault(refused, Fault::unavailable);
        CHECK(!each.happened(*org));
        CHECK(checked_chain(*org).size() == 3);
        REQUIRE(each.act(*org));
        CHECK(each.happened(*org));
        CHECK(checked_chain(*org).size() == 4);
    }
}
