// `parley doctor`: each thing that can be wrong with an installation is a finding of its own, in words that help.
#include "app/doctor.h"

#include "support.h"

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace parley;
using namespace parley::tests;
using Level = connect::Finding::Level;

namespace {

int count(const std::vector<connect::Finding>& findings, Level level) {
    return static_cast<int>(
        std::count_if(findings.begin(), findings.end(), [&](const auto& one) { return one.level == level; }));
}

void chmod(const std::string& path, unsigned mode) {
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
}

// A folder with a key file and a database, as a careful operator has them.
struct Installation {
    Installation() {
        config.database = folder.file("home/parley.db");
        config.key_file = folder.file("home/keys");
        config.public_url = "https://parley.example.com";
        REQUIRE(app::make_private_folder_of(config.database));
        REQUIRE(vault::read_key_file(config.key_file, vault::Missing::create));
        REQUIRE(store::open_sqlite(config.database));
    }
    Folder folder;
    app::Config config = config_in(folder);
};

}  // namespace

TEST_CASE("house: the doctor finds nothing wrong with a careful installation") {
    const Installation careful;
    const auto findings = app::examine_installation(careful.config);
    for (const auto& one : findings) {
        CAPTURE(one.step);
        CAPTURE(one.outcome);
        CHECK(one.level == Level::good);
        CHECK_FALSE(one.outcome.empty());
    }
    CHECK(findings.size() == 7);
}

TEST_CASE("house: the doctor names each thing that is wrong, alone and all at once") {
    struct {
        const char* step;
        Level level;
        const char* says;
        void (*spoil)(app::Config&);
    } const cases[] = {
        {"address", Level::bad, "public_url", [](app::Config& c) { c.public_url = "http://parley.example.com"; }},
        {"address", Level::notice, "public_url", [](app::Config& c) { c.public_url.clear(); }},
        {"data folder", Level::bad, "anybody",
         [](app::Config& c) { chmod(std::filesystem::path(c.database).parent_path(), 0777); }},
        {"data folder", Level::notice, "chmod 700",
         [](app::Config& c) { chmod(std::filesystem::path(c.database).parent_path(), 0755); }},
        {"key file", Level::bad, "vault init", [](app::Config& c) { std::filesystem::remove(c.key_file); }},
        {"key file", Level::bad, "open to other users", [](app::Config& c) { chmod(c.key_file, 0644); }},
        {"key file", Level::bad, "keys", [](app::Config& c) { std::ofstream(c.key_file) << "this is no key\n"; }},
        {"database", Level::bad, "parley.db",
         [](app::Config& c) { std::ofstream(c.database) << std::string(4096, 'x'); }},
        {"database", Level::bad, "chmod 600", [](app::Config& c) { chmod(c.database, 0644); }},
        {"database", Level::notice, "first use", [](app::Config& c) { std::filesystem::remove(c.database); }},
        {"plugins", Level::bad, "nowhere", [](app::Config& c) { c.plugins = "/nowhere"; }},
    };
    for (const auto& c : cases) {
        CAPTURE(c.step);
        CAPTURE(c.says);
        Installation spoilt;
        c.spoil(spoilt.config);
        const auto findings = app::examine_installation(spoilt.config);
        const auto& found = finding(findings, c.step);
        CAPTURE(found.outcome);
        CHECK(found.level == c.level);
        CHECK(found.outcome.find(c.says) != std::string::npos);
        CHECK(count(findings, Level::bad) + count(findings, Level::notice) == 1);
        CHECK(found.outcome.find("this is no key") == std::string::npos);
    }
    Installation ruin;
    for (const auto& c : {cases[0], cases[2], cases[5], cases[10]}) c.spoil(ruin.config);
    CHECK(count(app::examine_installation(ruin.config), Level::bad) == 4);
}

TEST_CASE("house: the doctor makes nothing") {
    const Folder folder;
    app::Config config = config_in(folder);
    config.database = folder.file("home/parley.db");
    config.key_file = folder.file("home/keys");
    CHECK(count(app::examine_installation(config), Level::bad) == 1);  // There is no key.
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("house: the doctor looks at every connection, or at the one that is named") {
    DemoHouse demo;
    app::Checkup all;
    REQUIRE(app::examine_connections(demo.house(), demo.org(), "", all));
    CHECK(all.connections.size() == 3);
    CHECK(finding(all.installation, "audit trail").level == Level::good);
    CHECK(all.is_healthy());
    app::Checkup one;
    REQUIRE(app::examine_connections(demo.house(), demo.org(), all.connections.front().connection.id.text, one));
    CHECK(one.connections.size() == 1);
    app::Checkup none;
    const auto unknown = app::examine_connections(demo.house(), demo.org(), "nothing", none);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().fault == Fault::not_found);

    constexpr const char* sick = "stripe";
    demo.simulation().set_trouble({sick}, sim::Trouble::server_error);
    app::Checkup later;
    REQUIRE(app::examine_connections(demo.house(), demo.org(), "", later));
    CHECK_FALSE(later.is_healthy());
    int unhealthy = 0;
    for (const auto& diagnosis : later.connections) {
        if (count(diagnosis.findings, Level::bad) == 0) continue;
        ++unhealthy;
        CHECK(diagnosis.connection.vendor.text == sick);
    }
    CHECK(unhealthy == 1);
}

TEST_CASE("house: the doctor's report has one line a finding with its mark, and no terminal codes") {
    app::Checkup checkup;
    checkup.installation = {{"key file", "one key", Level::good}, {"data folder", "open to others", Level::notice}};
    connect::Diagnosis diagnosis;
    diagnosis.connection.name = "Our \033[31mshop";
    diagnosis.connection.id = {"con_1"};
    diagnosis.findings = {{"server", "does not answer", Level::bad}};
    diagnosis.log = {{parse_instant("2026-11-21T02:48:00Z").value(), "refresh", "https://example.com", "200"}};
    checkup.connections.push_back(diagnosis);
    std::ostringstream out;
    app::print_checkup(out, checkup);
    const std::string text = out.str();
    CAPTURE(text);
    for (const char* line :
         {"\n  ok    key file     one key\n", "\n  note  data folder  open to others\n",
          "\n  BAD   server  does not answer\n", "2026-11-21T02:48:00Z  refresh  https://example.com"}) {
        CAPTURE(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(text.find('\033') == std::string::npos);
    const OrderedJson json = app::to_json(checkup);
    CHECK(json["healthy"] == false);
    CHECK(json["installation"][1]["level"] == "notice");
    CHECK(json["connections"][0]["findings"][0]["level"] == "bad");
    CHECK(json["connections"][0]["log"][0]["step"] == "refresh");
}
