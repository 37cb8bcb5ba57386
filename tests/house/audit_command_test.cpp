// `parley audit`: a database that was edited by hand is found out, and what is exported is safe to open.
#include "../store/raw_database.h"
#include "command.h"
#include "store/store.h"
#include "vault/crypto.h"

using namespace parley;
using namespace parley::tests;

namespace {

constexpr const char* no_guards = "DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_shrinks;";

// The command line's database with so many rows for each of two organizations.
void fill_trail(const Folder& folder, int rows = 8) {
    REQUIRE(run(folder, "vault init").code == 0);
    const auto store = store::open_sqlite(folder.file("home/parley.db"));
    REQUIRE(store);
    const Instant day = parse_instant("2026-11-20T23:58:00Z").value();
    for (const char* name : {"local", "other"}) {
        store::Organization organization;
        organization.id = {name};
        organization.name = name;
        organization.tier = "enterprise";
        organization.created_at = day;
        REQUIRE(store.value()->create_organization(organization));
        const auto org = store.value()->for_org({name});
        for (int number = 1; number <= rows; ++number) {
            REQUIRE(org->audit(
                {{"=ann"}, "use", cat("tool_", number), {{"note", "a,\"b\""}}, day + std::chrono::minutes(number)}));
        }
    }
}

std::string database_of(const Folder& folder) {
    return folder.file("home/parley.db");
}

// What somebody does who knows how the chain is made: the rows from the first on get new hashes that fit each other.
void recompute(RawDatabase& raw) {
    std::string previous;
    for (const auto& row : raw.rows("SELECT number, user_id, action, subject, details, at FROM audit"
                                    " WHERE organization_id = 'local' ORDER BY number")) {
        const auto at = Instant(std::chrono::milliseconds(std::stoll(row[5])));
        const Json json{{"number", std::stoll(row[0])},
                        {"org", "local"},
                        {"user", row[1]},
                        {"action", row[2]},
                        {"subject", row[3]},
                        {"details", Json::parse(row[4])},
                        {"at", to_text(at)},
                        {"previous_hash", previous}};
        const std::string hash = vault::sha256_hex(json.dump());
        REQUIRE(raw.run("UPDATE audit SET previous_hash = '" + previous + "', hash = '" + hash +
                        "' WHERE organization_id = 'local' AND number = " + row[0]) == SQLITE_OK);
        previous = hash;
    }
}

std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("command line: a database edited by hand is found out, with the row in one sentence") {
    const struct {
        const char* what;
        const char* sql;
        bool recomputed;
        const char* says;  // Empty: it holds.
    } cases[] = {
        {"nothing", "", false, ""},
        {"the same again", "UPDATE audit SET user_id = user_id", false, ""},
        {"recomputed to what it was", "", true, ""},
        {"the last row removed", "DELETE FROM audit WHERE organization_id = 'local' AND number = 8", false,
         "Audit row 8 is missing"},
        {"the last three removed", "DELETE FROM audit WHERE organization_id = 'local' AND number > 5", false,
         "Audit row 6 is missing"},
        {"all removed", "DELETE FROM audit WHERE organization_id = 'local'", false, "Audit row 1 is missing"},
        {"the first removed", "DELETE FROM audit WHERE organization_id = 'local' AND number = 1", false,
         "Audit row 1 is missing"},
        {"one in the middle removed", "DELETE FROM audit WHERE organization_id = 'local' AND number = 4", false,
         "Audit row 4 is missing"},
        {"removed, the rest renumbered",
         "DELETE FROM audit WHERE organization_id = 'local' AND number = 4;"
         "UPDATE audit SET number = -number WHERE organization_id = 'local' AND number > 4;"
         "UPDATE audit SET number = -number - 1 WHERE organization_id = 'local' AND number < 0",
         false, "Audit row 4 does not follow"},
        {"a user changed", "UPDATE audit SET user_id = 'bob' WHERE organization_id = 'local' AND number = 3", false,
         "Audit row 3 was changed"},
        {"an action changed", "UPDATE audit SET action = 'review' WHERE organization_id = 'local' AND number = 3",
         false, "Audit row 3 was changed"},
        {"a time changed", "UPDATE audit SET at = at + 1 WHERE organization_id = 'local' AND number = 3", false,
         "Audit row 3 was changed"},
        {"details changed", "UPDATE audit SET details = '{}' WHERE organization_id = 'local' AND number = 8", false,
         "Audit row 8 was changed"},
        {"details that are no JSON", "UPDATE audit SET details = '{' WHERE organization_id = 'local' AND number = 2",
         false, "local: "},
        {"two swapped",
         "UPDATE audit SET number = -3 WHERE organization_id = 'local' AND number = 3;"
         "UPDATE audit SET number = 3 WHERE organization_id = 'local' AND number = 4;"
         "UPDATE audit SET number = 4 WHERE organization_id = 'local' AND number = -3",
         false, "Audit row 3 does not follow"},
        {"what two rows say swapped",
         "UPDATE audit SET subject = CASE number WHEN 3 THEN 'tool_4' ELSE 'tool_3' END"
         " WHERE organization_id = 'local' AND number IN (3, 4)",
         false, "Audit row 3 was changed"},
        {"another organization's row",
         "UPDATE audit SET hash = (SELECT hash FROM audit AS o WHERE o.organization_id ="
         " 'other' AND o.number = 8) WHERE organization_id = 'local' AND number = 8",
         false, "Audit row 8 was changed"},
        {"changed, the chain made anew without its head",
         "UPDATE audit SET user_id = 'bob' WHERE organization_id = 'local' AND number = 3", true,
         "The end of the audit chain"},
        {"cut off, the chain made anew without its head",
         "DELETE FROM audit WHERE organization_id = 'local' AND number > 6", true, "Audit row 7 is missing"},
        {"the head removed", "DELETE FROM audit_heads WHERE organization_id = 'local'", false,
         "The end of the audit chain"},
        {"the head set back", "UPDATE audit_heads SET number = 7 WHERE organization_id = 'local'", false,
         "The end of the audit chain"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        const Folder folder;
        fill_trail(folder);
        {
            RawDatabase raw(database_of(folder));
            REQUIRE(raw.run(no_guards) == SQLITE_OK);
            REQUIRE(raw.run(c.sql) == SQLITE_OK);
            if (c.recomputed) recompute(raw);
        }
        const Ran ran = run(folder, "audit verify");
        CAPTURE(ran.output);
        CHECK(ran.code == (*c.says == '\0' ? 0 : 1));
        CHECK(ran.output.find(*c.says == '\0' ? "local: the audit holds, 8 rows." : c.says) != std::string::npos);
        CHECK(ran.output.find("other: the audit holds, 8 rows.") != std::string::npos);
        const Ran json = run(folder, "audit verify --json");
        CHECK(json.code == ran.code);
        const auto report = parse_json(json.output);
        REQUIRE(report);
        CHECK(report.value()["holds"] == (*c.says == '\0'));
        CHECK(report.value()["organizations"].size() == 2);
    }
}

TEST_CASE("command line: a chain that was made anew with its head is found out by an earlier export's hash") {
    const Folder folder;
    fill_trail(folder);
    std::string anchor;
    {
        RawDatabase raw(database_of(folder));
        anchor = raw.rows("SELECT hash FROM audit WHERE organization_id = 'local' AND number = 6")[0][0];
    }
    CHECK(run(folder, "audit verify --anchor " + anchor).code == 0);
    {
        RawDatabase raw(database_of(folder));
        REQUIRE(raw.run(no_guards) == SQLITE_OK);
        REQUIRE(raw.run("UPDATE audit SET user_id = 'bob' WHERE organization_id = 'local' AND number = 3") ==
                SQLITE_OK);
        recompute(raw);
        REQUIRE(raw.run("UPDATE audit_heads SET hash = (SELECT hash FROM audit WHERE organization_id = 'local' AND"
                        " number = 8) WHERE organization_id = 'local'") == SQLITE_OK);
    }
    CHECK(run(folder, "audit verify").code == 0);  // Nothing in the database tells.
    const Ran ran = run(folder, "audit verify --anchor " + anchor);
    CHECK(ran.code == 1);
    CHECK(ran.output.find("No row has the hash") != std::string::npos);
}

TEST_CASE("command line: an export is its owner's, is noted first, and replaces nothing") {
    const Folder folder;
    fill_trail(folder);
    const std::string file = folder.file("audit.csv");
    const Ran ran = run(folder, "audit export --out " + file);
    CAPTURE(ran.output);
    CHECK(ran.code == 0);
    CHECK(ran.output.find("8 rows in") != std::string::npos);
    namespace fs = std::filesystem;
    CHECK((fs::status(file).permissions() & fs::perms::mask) == (fs::perms::owner_read | fs::perms::owner_write));
    const std::string text = text_of(file);
    CHECK(std::count(text.begin(), text.end(), '\n') == 9);
    CHECK(text.find(",'=ann,use,tool_1,\"{\"\"note\"\":\"\"a,\\\"\"b\\\"\"\"\"}\",") != std::string::npos);
    CHECK(text.find(",=ann,") == std::string::npos);

    const Ran again = run(folder, "audit export --out " + file);
    CHECK(again.code == 1);
    CHECK(text_of(file) == text);
    const Ran lines = run(folder, "audit export --format jsonl --since 2026-11-21 --until 2026-11-21T00:04:00Z");
    CHECK(lines.code == 0);
    CHECK(std::count(lines.output.begin(), lines.output.end(), '\n') == 4);  // Minutes 0 to 3; 23:59 lies before.
    CHECK(run(folder, "audit export --out /nowhere/audit.csv").code == 1);
    CHECK(run(folder, "audit export --format xlsx").code == 2);
    CHECK(run(folder, "audit export --since yesterday").code == 2);

    const auto store = store::open_sqlite(database_of(folder));
    REQUIRE(store);
    const auto rows = store.value()->for_org({"local"})->audit_rows(8, 100).value();
    REQUIRE(rows.size() == 2);  // Of the two that were handed out.
    CHECK(rows[0].entry.action == "export");
    CHECK(rows[0].entry.details["count"] == 8);
    CHECK(rows[1].entry.details["count"] == 4);
    CHECK(run(folder, "audit verify").code == 0);
}

TEST_CASE("command line: no row of its own, no export") {
    const Folder folder;
    fill_trail(folder);
    RawDatabase raw(database_of(folder));
    REQUIRE(raw.run("CREATE TRIGGER no_room BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END") ==
            SQLITE_OK);
    const Ran shown = run(folder, "audit export");
    CHECK(shown.code == 1);
    CHECK(shown.output.find("tool_") == std::string::npos);
    CHECK(shown.output.find("number,at") == std::string::npos);
    CHECK(run(folder, "audit export --out " + folder.file("audit.csv")).code == 1);
    CHECK_FALSE(std::filesystem::exists(folder.file("audit.csv")));
    REQUIRE(raw.run("DROP TRIGGER no_room") == SQLITE_OK);
    CHECK(run(folder, "audit export --out " + folder.file("audit.csv")).code == 0);
}

TEST_CASE("command line: an export is for a plan that holds it, and reading whether the audit holds for everybody") {
    const Folder folder;
    fill_trail(folder);
    RawDatabase raw(database_of(folder));
    REQUIRE(raw.run("UPDATE organizations SET tier = 'starter' WHERE organization_id = 'local'") == SQLITE_OK);
    const Ran refused = run(folder, "audit export");
    CHECK(refused.code == 1);
    CHECK(refused.output.find("Enterprise") != std::string::npos);
    CHECK(refused.output.find("tool_") == std::string::npos);
    CHECK(run(folder, "audit verify").code == 0);
}
