// Keys, members and the plan from a terminal, through the program itself.
#include "command.h"
#include "store/store.h"

using namespace parley;
using namespace parley::tests;

namespace {

bool says(const Ran& ran, const std::string& words) {
    return ran.output.find(words) != std::string::npos;
}

// The organization of the terminal, in the program's own database.
std::unique_ptr<store::Store> open_store(const Folder& folder) {
    auto store = store::open_sqlite(folder.file("home/parley.db"));
    REQUIRE(store);
    return std::move(store).value();
}

}  // namespace

TEST_CASE("command line: keys are made, listed without themselves, and revoked") {
    const Folder folder;
    REQUIRE(run(folder, "vault init").code == 0);
    const Ran made = run(folder, "key laptop");
    REQUIRE(made.code == 0);
    const auto at = made.output.find("parley_");
    REQUIRE(at != std::string::npos);
    const std::string text = made.output.substr(at, 50);
    REQUIRE(run(folder, "key board --role viewer --days 7").code == 0);

    const Ran listed = run(folder, "keys");
    REQUIRE(listed.code == 0);
    CHECK(says(listed, "laptop"));
    CHECK(says(listed, "never"));
    CHECK(says(listed, "viewer"));
    CHECK_FALSE(says(listed, text));
    const auto store = open_store(folder);
    const auto org = store->for_org({"local"});
    auto keys = org->keys().value();
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].role == "owner");
    CHECK(keys[1].expires_at);

    REQUIRE(run(folder, "key revoke " + keys[0].id.text).code == 0);
    CHECK(run(folder, "key revoke " + keys[0].id.text).code == 1);
    keys = org->keys().value();
    REQUIRE(keys.size() == 1);
    CHECK(keys[0].name == "board");
    const struct {
        const char* arguments;
        int code;
        const char* says;
    } wrong[] = {
        {"key x --role root", 1, "root"}, {"key x --days 0", 2, "days"}, {"key x --days 400", 2, "days"},
        {"key x --days soon", 2, "days"}, {"key revoke", 2, "id"},       {"key revoke nothing", 1, "no such key"},
    };
    for (const auto& c : wrong) {
        CAPTURE(c.arguments);
        const Ran ran = run(folder, c.arguments);
        CAPTURE(ran.output);
        CHECK(ran.code == c.code);
        CHECK(says(ran, c.says));
    }
    CHECK(org->keys().value().size() == 1);
}

TEST_CASE("command line: members come, get another role and go, but for the last owner") {
    const Folder folder;
    REQUIRE(run(folder, "vault init").code == 0);
    REQUIRE(run(folder, "member add Ann@Example.com --role owner --name Ann").code == 0);
    REQUIRE(run(folder, "member add bob@example.com").code == 0);
    CHECK(says(run(folder, "members"), "ann@example.com"));
    const auto store = open_store(folder);
    const auto org = store->for_org({"local"});
    const auto role_of = [&](const std::string& email) -> std::string {
        const auto all = org->members().value();
        for (const auto& member : all) {
            if (member.email == email) return member.role;
        }
        return "none";
    };
    CHECK(role_of("bob@example.com") == "viewer");
    REQUIRE(run(folder, "member add BOB@example.com --role analyst").code == 0);
    CHECK(role_of("bob@example.com") == "analyst");
    REQUIRE(run(folder, "member add bob@example.com --name Bob").code == 0);
    CHECK(role_of("bob@example.com") == "analyst");  // No role was named, so it stays.
    CHECK(run(folder, "member remove ann@example.com").code == 1);
    CHECK(run(folder, "member add ann@example.com --role admin").code == 1);
    CHECK(role_of("ann@example.com") == "owner");
    CHECK(run(folder, "member remove bob@example.com").code == 0);
    CHECK(role_of("bob@example.com") == "none");
    for (const char* wrong : {"member remove bob@example.com", "member add bob", "member add c@d --role boss"}) {
        CAPTURE(wrong);
        CHECK(run(folder, wrong).code == 1);
    }
    for (const char* wrong : {"member", "member add", "member invite c@d"}) {
        CAPTURE(wrong);
        CHECK(run(folder, wrong).code == 2);
    }
    CHECK(org->members().value().size() == 1);
}

TEST_CASE("command line: the plan holds for the terminal too, and a refusal leaves its row") {
    const Folder folder;
    REQUIRE(run(folder, "vault init").code == 0);
    const Ran fresh = run(folder, "plan");
    REQUIRE(fresh.code == 0);
    CHECK(says(fresh, "trial, 14 days left"));
    const auto store = open_store(folder);
    const auto org = store->for_org({"local"});
    CHECK(run(folder, "plan --set golden").code == 1);
    REQUIRE(run(folder, "plan --set starter").code == 0);
    CHECK(org->settings().value().tier == "starter");
    const auto refusals = [&] {
        int count = 0;
        const auto rows = org->audit_rows(0, 1'000).value();
        for (const auto& row : rows) count += row.entry.action == "denied" ? 1 : 0;
        return count;
    };
    CHECK(refusals() == 0);
    const Ran refused = run(folder, "audit export");
    CHECK(refused.code == 1);
    CHECK(says(refused, "Exporting the audit trail takes the plan Enterprise."));
    CHECK(refusals() == 1);

    auto settings = org->settings().value();
    settings.tier = "of last year";
    REQUIRE(org->save_settings(settings, {{"test"}, "settings", "local", Json::object(), settings.created_at}));
    const struct {
        const char *arguments, *says;
    } over[] = {
        {"ask 'What was MRR last quarter?'", "Asking questions takes the plan Starter."},
        {"connect stripe", "Connecting vendors takes the plan Starter."},
        {"connect --url https://mcp.example.com/", "Connecting a server by its address takes the plan Starter."},
    };
    for (const auto& c : over) {
        CAPTURE(c.arguments);
        const Ran ran = run(folder, c.arguments);
        CAPTURE(ran.output);
        CHECK(ran.code == 1);
        CHECK(says(ran, c.says));
    }
    CHECK(refusals() == 4);
    CHECK(run(folder, "connections").code == 0);
    CHECK(run(folder, "plan --set enterprise").code == 0);
    CHECK(run(folder, "ask 'What was MRR last quarter?'").code == 0);
    CHECK(refusals() == 4);
}
