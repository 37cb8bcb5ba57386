// Vendor folders that change under a running server.
#include "app/plugin_watch.h"
#include "command.h"
#include "support.h"

#include <signal.h>

using namespace parley;
using namespace parley::tests;

namespace {

namespace fs = std::filesystem;

// A copy of Ecomail's folder that the test may change.
struct Ours {
    Folder folder;
    std::string plugins = folder.file("plugins");

    Ours() {
        fs::create_directory(plugins);
        fs::copy(fs::path(PARLEY_SOURCE_DIR "/plugins/vendors/ecomail"), fs::path(plugins) / "ecomail",
                 fs::copy_options::recursive);
    }

    std::string path(const std::string& name) const { return plugins + "/ecomail/" + name; }
    void replace(const std::string& name, const std::string& from, const std::string& to) const {
        std::ifstream in(path(name));
        std::string text{std::istreambuf_iterator<char>(in), {}};
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        write(path(name), text.replace(at, from.size(), to));
    }
};

}  // namespace

TEST_CASE("house: a metric's new name can be asked for as soon as the folder is read again") {
    const Ours ours;
    const FixedClock clock(parse_instant("2026-11-21T02:48:00Z").value());
    auto config = config_in(ours.folder);
    config.plugins = ours.plugins;
    auto built = app::House::build(config, clock, {app::Mode::demo, limits::question_timeout_ms, {}, {{"ecomail"}}});
    REQUIRE(built);
    app::House& house = *built.value();
    auto org = house.home();
    REQUIRE(org);
    REQUIRE(app::furnish_demo(house, *org.value()));
    const auto ask = [&](const std::string& text) {
        auto answer = house.asker().ask(*org.value(), app::terminal_user, {text, {}, false});
        REQUIRE(answer);
        return std::move(answer).value();
    };
    const std::string question = "Glimpse quota last month";
    CHECK(ask(question)["status"] != "answered");

    ours.replace("manifest.lua", "name = \"open rate\"", "name = \"glimpse quota\"");
    const auto changes = house.reload_plugins();
    REQUIRE(changes);
    CHECK(changes.value().changed == std::vector<std::string>{"ecomail"});
    const auto answer = ask(question);
    INFO(answer.dump());
    CHECK(answer["status"] == "answered");

    SUBCASE("a plugin that fails its own examples is not taken over") {
        ours.replace("plugin.lua", "function", "local a = nil + 1\nfunction");
    }
    SUBCASE("nor is one whose table has become another") {
        write(ours.path("examples/campaign_stats.table"), "{\"columns\": []}");
        ours.replace("plugin.lua", "local plugin", "local  plugin");
    }
    SUBCASE("nor a manifest with a mistake") {
        ours.replace("manifest.lua", "api = 1", "api = 7");
    }
    const auto spoilt = house.reload_plugins();
    REQUIRE(spoilt);
    CHECK(spoilt.value().changed.empty());
    CHECK_FALSE(spoilt.value().mistakes.empty());
    CHECK(ask(question)["status"] == "answered");
}

TEST_CASE("house: saved files count once, and only when they lie still") {
    const Ours ours;
    app::PluginWatch watch(ours.plugins);
    CHECK_FALSE(watch.has_settled_anew());
    write(ours.path("notes.txt"), "a");
    CHECK_FALSE(watch.has_settled_anew());  // Seen for the first time: it may still be written.
    write(ours.path("notes.txt"), "ab");
    CHECK_FALSE(watch.has_settled_anew());
    CHECK(watch.has_settled_anew());
    CHECK_FALSE(watch.has_settled_anew());
    fs::remove(ours.path("notes.txt"));
    CHECK_FALSE(watch.has_settled_anew());
    CHECK(watch.has_settled_anew());
    fs::remove_all(ours.plugins);
    CHECK_FALSE(watch.has_settled_anew());
    CHECK(watch.has_settled_anew());
    CHECK_FALSE(app::PluginWatch(ours.plugins + "/nowhere").has_settled_anew());
}

TEST_CASE("serve: SIGHUP reads the vendor folders again, and says what it found") {
    const Ours ours;
    REQUIRE(run(ours.folder, "vault init").code == 0);
    write(ours.folder.file("parley.toml"), "port = 0\npublic_url = \"http://127.0.0.1:8080\"\n");
    const std::string command = "echo $$; PARLEY_HOME='" + ours.folder.file("home") + "' exec '" + PARLEY_BINARY_DIR +
                                "/bin/parley' serve --config '" + ours.folder.file("parley.toml") + "' --plugins '" +
                                ours.plugins + "' 2>&1";
    std::FILE* server = ::popen(command.c_str(), "r");
    REQUIRE(server != nullptr);
    const auto line = [server] {
        std::array<char, 1024> text{};
        return std::string(std::fgets(text.data(), text.size(), server) ? text.data() : "");
    };
    const auto process = static_cast<pid_t>(std::stoi(line()));
    const std::string first = line();
    CHECK(first.find("Parley listens on") == 0);
    ours.replace("guide.md", "#", "# ");
    CHECK(::kill(process, SIGHUP) == 0);
    CHECK(line() == "changed  ecomail\n");
    ours.replace("manifest.lua", "api = 1", "api = 7");
    CHECK(::kill(process, SIGHUP) == 0);
    CHECK(line().find("left     ecomail/manifest.lua: api") == 0);
    CHECK(::kill(process, SIGTERM) == 0);
    CHECK(line() == "Stopping.\n");
    CHECK(::pclose(server) == 0);
}
