// `parley vault`: where the keys come from, who still needs which, and the way from one to the next.
#include "base/text.h"
#include "command.h"
#include "connect/rotation.h"
#include "vault/crypto.h"

using namespace parley;
using namespace parley::tests;

namespace {

std::string key_of(char letter) {
    return vault::base64url(std::string(32, letter), true);
}

std::string id_of(char letter) {
    return vault::FernetKey::parse(key_of(letter)).value().id();
}

void write_keys(const std::string& path, const std::string& letters) {
    std::string text;
    for (const char letter : letters) text += key_of(letter) + "\n";
    write(path, text);
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

// Sealed rows of two organizations in the database of the command line, under key a.
void seal_rows(const Folder& folder, int rows) {
    std::filesystem::create_directories(folder.file("home"));
    const auto store = store::open_sqlite(folder.file("home/parley.db"));
    REQUIRE(store);
    const FixedClock clock(parse_instant("2026-11-21T02:48:00Z").value());
    std::vector<vault::FernetKey> keys;
    keys.push_back(vault::FernetKey::parse(key_of('a')).value());
    const vault::Vault vault(std::move(keys), clock);
    for (const char* name : {"local", "other"}) {
        store::Organization organization;
        organization.id = {name};
        organization.name = name;
        organization.created_at = clock.now();
        REQUIRE(store.value()->create_organization(organization));
        const auto org = store.value()->for_org({name});
        for (int number = 0; number < rows; ++number) {
            store::Connection connection;
            connection.id = {cat("c", number)};
            connection.vendor = {"custom"};
            connection.name = cat("Connection ", number);
            connection.created_at = connection.updated_at = clock.now();
            const auto sealed = vault.seal(Secret("token"), {{name}, connection.id, "token"});
            const store::Credential credential{sealed, vault.key_id(), std::nullopt, 1};
            REQUIRE(org->save_connection(connection, &credential,
                                         {app::terminal_user, "connect", "c", Json::object(), clock.now()}));
        }
    }
}

Json status(const Folder& folder, int code) {
    const Ran ran = run(folder, "vault status --json");
    CAPTURE(ran.output);
    CHECK(ran.code == code);
    const auto report = parse_json(ran.output);
    REQUIRE(report);
    CHECK(report.value()["healthy"] == (code == 0));
    return report.value()["keys"];
}

}  // namespace

TEST_CASE("command line: keys come from a file, a variable or a command, and from one place only") {
    const Folder folder;
    const std::string key = key_of('a'), other = key_of('b');
    write_keys(folder.file("keys"), "ab");
    write(folder.file("client"), "#!/bin/sh\n[ \"$1\" = read ] && echo " + key + "\n");
    write(folder.file("fails"), "#!/bin/sh\necho hunter2\necho hunter2 >&2\nexit 7\n");
    write(folder.file("babbles"), "#!/bin/sh\necho hunter2\n");
    write(folder.file("floods"), "#!/bin/sh\nexec yes hunter2\n");
    for (const char* name : {"client", "fails", "babbles", "floods"})
        std::filesystem::permissions(folder.file(name), std::filesystem::perms::owner_all);
    const std::string file = "key_file = \"" + folder.file("keys") + "\"\n";
    const std::string variable = "key_variable = \"PARLEY_TEST_KEYS\"\n";
    const auto command = [&](const char* name) { return "key_command = [\"" + folder.file(name) + "\", \"read\"]\n"; };
    const std::string given = "PARLEY_TEST_KEYS='" + other + "\n" + key + "'";
    struct {
        std::string config;
        std::string environment;
        std::string says;  // Of one that works the key that seals.
        bool works;
    } const cases[] = {
        {file, "", id_of('a'), true},
        {variable, given, id_of('b'), true},
        {command("client"), "", id_of('a'), true},
        {variable, "", "PARLEY_TEST_KEYS", false},
        {variable, "PARLEY_TEST_KEYS=", "not set", false},
        {variable, "PARLEY_TEST_KEYS=hunter2", "Line 1 of the environment variable PARLEY_TEST_KEYS", false},
        {"key_variable = \"TWO WORDS\"\n", "", "key_variable", false},
        {"key_variable = 7\n", "", "key_variable", false},
        {"key_variable = \"\"\n", "", "key_variable", false},
        {"key_variable = \"" + key + "\"\n", "", "line 1: a key must never stand", false},
        {"# c\nkey_file = \"" + key + "\"\n", "", "line 2: a key must never stand", false},
        {"plugins = \"--key=" + key + "\"\n", "", "a key must never stand", false},
        {"key_command = [\"/bin/echo\", \"" + key + "\"]\n", "", "a key must never stand", false},
        {"[vault]\nkeys = [{ text = \"" + key + "\" }]\n", "", "a key must never stand", false},
        {"\"" + key + "\" = 1\n", "", "a key must never stand", false},
        {command("fails"), "", "failed with exit code 7", false},
        {command("babbles"), "", "Line 1 of the output of the key command", false},
        {command("floods"), "", "printed more than 64 KB", false},
        {"key_command = [\"/nowhere/client\"]\n", "", "cannot be started", false},
        {"key_command = [\"client\"]\n", "", "full path", false},
        {"key_command = \"/bin/echo x\"\n", "", "must be a list", false},
        {"key_command = []\n", "", "must be a list", false},
        {"key_command = [\"/bin/echo\", 7]\n", "", "must be a list", false},
        {file + variable, given, "key_file and key_variable", false},
        {variable + command("client"), given, "key_variable and key_command", false},
        {file + command("client"), "", "key_file and key_command", false},
        {file + variable + command("client"), "", "one place", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.config);
        write(folder.file("parley.toml"), c.config);
        const Ran ran = run(folder, "vault status --config " + folder.file("parley.toml"), c.environment);
        CAPTURE(ran.output);
        CHECK(ran.code == (c.works ? 0 : 1));
        CHECK(ran.output.find(c.says) != std::string::npos);
        CHECK(ran.output.find("hunter2") == std::string::npos);
        for (const auto& secret : {key, other}) CHECK(ran.output.find(secret.substr(0, 20)) == std::string::npos);
        const Ran doctor = run(folder, "doctor --config " + folder.file("parley.toml"), c.environment);
        CHECK(doctor.code == (c.works ? 0 : 1));
        CHECK(doctor.output.find("hunter2") == std::string::npos);
    }
}

TEST_CASE("command line: a key file is made on request, and never where the keys come from elsewhere") {
    const Folder folder;
    REQUIRE(run(folder, "vault init").code == 0);
    namespace fs = std::filesystem;
    CHECK((fs::status(folder.file("home/keys")).permissions() & fs::perms::mask) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(run(folder, "vault init").code == 1);
    write(folder.file("variable.toml"), "key_variable = \"PARLEY_TEST_KEYS\"\n");
    const Ran ran = run(folder, "vault init --config " + folder.file("variable.toml"));
    CHECK(ran.code == 1);
    CHECK(ran.output.find("PARLEY_TEST_KEYS") != std::string::npos);
    fs::remove(folder.file("home/keys"));
    for (const char* command : {"vault status", "vault rotate", "connections", "audit verify"}) {
        CHECK(run(folder, command).code == 1);
        CHECK_FALSE(fs::exists(folder.file("home/keys")));
    }
}

TEST_CASE("command line: a key is added, everything rotated, and the old one taken away") {
    const Folder folder;
    const std::string keys = folder.file("home/keys");
    seal_rows(folder, 7);
    write_keys(keys, "a");
    auto use = status(folder, 0);
    REQUIRE(use.size() == 1);
    CHECK(use[0] == Json{{"id", id_of('a')}, {"place", "seals"}, {"rows", 14}, {"may_be_removed", false}});

    write_keys(keys, "bac");
    use = status(folder, 0);
    REQUIRE(use.size() == 3);
    CHECK(use[0]["id"] == id_of('b'));
    CHECK(use[0]["rows"] == 0);
    CHECK(use[0]["may_be_removed"] == false);
    CHECK(use[1]["rows"] == 14);
    CHECK(use[1]["may_be_removed"] == false);
    CHECK(use[2]["may_be_removed"] == true);

    const Ran rotated = run(folder, "vault rotate --batch 3");
    CAPTURE(rotated.output);
    CHECK(rotated.code == 0);
    CHECK(rotated.output.find("14 rows put under key " + id_of('b')) != std::string::npos);
    CHECK(rotated.output.find("other: 3 rows") != std::string::npos);
    CHECK(rotated.output.find("token") == std::string::npos);
    use = status(folder, 0);
    CHECK(use[0]["rows"] == 14);
    CHECK(use[1]["may_be_removed"] == true);
    CHECK(run(folder, "vault status").output.find("may be removed") != std::string::npos);
    CHECK(run(folder, "vault rotate").output.find("0 rows put") != std::string::npos);

    write_keys(keys, "b");
    CHECK(status(folder, 0).size() == 1);
    const auto store = store::open_sqlite(folder.file("home/parley.db"));
    REQUIRE(store);
    for (const char* name : {"local", "other"}) {
        const auto org = store.value()->for_org({name});
        const auto rows = org->audit_rows(0, 100).value();
        CHECK(store::verify_chain(rows, {name}).empty());
        CHECK(rows.back().entry.action == "rotate");
        CHECK(rows.back().entry.user == app::terminal_user);
        CHECK(rows.back().entry.details == Json{{"count", 7}, {"from", {{id_of('a'), 7}}}, {"to", id_of('b')}});
    }
}

TEST_CASE("command line: a key that is taken away too early is missed, and nothing is lost") {
    const Folder folder;
    const std::string keys = folder.file("home/keys");
    seal_rows(folder, 2);
    write_keys(keys, "b");
    auto use = status(folder, 1);
    REQUIRE(use.size() == 2);
    CHECK(use[1] == Json{{"id", id_of('a')}, {"place", "missing"}, {"rows", 4}, {"may_be_removed", false}});
    CHECK(run(folder, "vault status").output.find("MISSING") != std::string::npos);
    const Ran rotated = run(folder, "vault rotate");
    CHECK(rotated.code == 1);
    CHECK(rotated.output.find("Does not open: organization other, credential c1, key " + id_of('a')) !=
          std::string::npos);
    CHECK(rotated.output.find("4 rows do not open") != std::string::npos);
    write_keys(keys, "ba");
    CHECK(run(folder, "vault rotate").code == 0);
    CHECK(status(folder, 0)[0]["rows"] == 4);
}
