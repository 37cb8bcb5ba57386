// The kit as its users run it: the page's own commands, and a live server's list of tools.
#include "command.h"

#include <sstream>

using namespace parley;
using namespace parley::tests;

namespace {

std::string file_text(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// The blocks of the page's section, in their order: what a reader would paste.
std::vector<std::string> commands_of_page() {
    const std::string page = file_text(PARLEY_SOURCE_DIR "/plugins/README.md");
    const std::string heading = "## From nothing to an answered question\n";
    const auto start = page.find(heading);
    REQUIRE(start != std::string::npos);
    const std::string section = page.substr(start, page.find("\n## ", start + 1) - start);
    std::vector<std::string> commands;
    const std::string fence = "```sh\n";
    for (auto at = section.find(fence); at != std::string::npos; at = section.find(fence, at + 1)) {
        const auto begin = at + fence.size();
        commands.push_back(section.substr(begin, section.find("```", begin) - begin));
    }
    return commands;
}

Ran run_block(const Folder& folder, const std::string& block) {
    write(folder.file("block.sh"), block);
    const std::string command = "cd '" + folder.path().string() +
                                "' && PATH='" PARLEY_BINARY_DIR "/bin':\"$PATH\" PARLEY_HOME='" + folder.file("home") +
                                "' sh -eu block.sh 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Ran ran;
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        ran.output.append(buffer.data(), count);
    ran.code = WEXITSTATUS(::pclose(pipe));
    return ran;
}

constexpr const char* open_manifest = R"lua(
return {
    id = "shelf", name = "Shelf", category = "Libraries", api = 1,
    server = { url = "https://mcp.shelf.example/mcp", confidence = "documented" }, auth = { kind = "none" },
    tools = { loans = { names = { "list_loans" }, description = "The loans." } },
    datasets = { loans = { name = "loans", description = "Loans.", tool = "loans", rows_at = "loans",
                           columns = { { name = "id", kind = "text", role = "key" } } } },
    ask = { "How many loans?" },
}
)lua";

constexpr const char* open_simulation = R"lua(
local read, write = { readOnlyHint = true }, { readOnlyHint = false }
local rows = { type = "object", properties = { loans = { type = "array", items = { type = "object", properties = {
    id = { type = "string" }, lent_at = { type = "string", format = "date-time" }, pages = { type = "integer" },
} } } } }
return {
    name = "Shelf",
    tools = {
        { name = "list_loans", description = "Loans.", annotations = read, outputSchema = rows,
          inputSchema = { type = "object", properties = { limit = { type = "integer" } } } },
        { name = "get_loan", description = "One loan.", annotations = read,
          inputSchema = { type = "object", properties = { id = { type = "string" } }, required = { "id" } } },
        { name = "delete_loan", description = "Deletes a loan.", annotations = write },
        { name = "lend_book", description = "Lends a book.", annotations = write },
    },
    call = function() return { loans = {} } end,
}
)lua";

// A simulated vendor that asks for no sign-in, on a port of its own.
class OpenServer {
public:
    OpenServer() {
        std::filesystem::create_directories(folder_.file("shelf"));
        write(folder_.file("shelf/manifest.lua"), open_manifest);
        write(folder_.file("shelf/simulate.lua"), open_simulation);
        auto catalogue = vendors::Catalogue::read(folder_.path().string());
        REQUIRE(catalogue);
        REQUIRE(catalogue.value().mistakes().empty());
        catalogue_ = std::move(catalogue).value();
        auto started = sim::Simulation::start(catalogue_, {{"shelf"}}, clock_, {});
        REQUIRE(started);
        simulation_ = std::move(started).value();
    }
    std::string url() const { return simulation_->url({"shelf"}); }

private:
    Folder folder_;
    FixedClock clock_{parse_instant("2026-11-21T02:48:00Z").value()};
    vendors::Catalogue catalogue_;
    std::unique_ptr<sim::Simulation> simulation_;
};

}  // namespace

TEST_CASE("plugin command: the page's commands lead a stranger from nothing to an answered question") {
    const auto commands = commands_of_page();
    CHECK(commands.size() < 15);
    REQUIRE(commands.size() >= 5);
    const Folder folder;
    std::string last;
    for (const auto& command : commands) {
        const Ran ran = run_block(folder, command);
        INFO(command << ran.output);
        REQUIRE(ran.code == 0);
        last = ran.output;
    }
    // Two of the three rows are lent at the harbour; which of them lie in last month is the simulation's word.
    INFO(last);
    CHECK(last.find("Harbour") != std::string::npos);
    CHECK(last.find("Mill Lane") != std::string::npos);
    CHECK(last.find("from: ") != std::string::npos);
    CHECK(last.find("list_loans") != std::string::npos);
}

TEST_CASE("plugin command: a live server's reads begin a folder, its writes are named and left out") {
    const OpenServer server;
    const Folder folder;
    const std::string plugins = " --plugins '" + folder.file("mine") + "'";
    const Ran made = run(folder, "plugin new my_shop --demo --from " + server.url() + plugins);
    INFO(made.output);
    REQUIRE(made.code == 0);
    const std::string manifest = file_text(folder.file("mine/my_shop/manifest.lua"));
    INFO(manifest);
    for (const char* wanted :
         {"names = { \"list_loans\" }", "{ path = \"limit\" }", "kind = \"count\", role = \"measure\"",
          "{ path = \"id\", required = true }", "auth = { kind = \"none\" }",
          "-- Published, and left out:", "--   delete_loan: ", "--   lend_book: "})
        CHECK_MESSAGE(manifest.find(wanted) != std::string::npos, wanted);
    CHECK(manifest.find("names = { \"delete_loan\" }") == std::string::npos);
    CHECK(manifest.find("127.0.0.1") == std::string::npos);
    const Ran checked = run(folder, "plugin check my_shop" + plugins);
    CHECK(checked.code == 1);
    CHECK(checked.output.find("0 of 1") != std::string::npos);
    CHECK(checked.output.find("FILL IN") != std::string::npos);

    const Ran again = run(folder, "plugin new my_shop --demo --from " + server.url() + plugins);
    CHECK(again.code == 1);
    CHECK(again.output.find("nothing was changed") != std::string::npos);
}

TEST_CASE("plugin command: a server behind a sign-in is read by way of its connection") {
    const OpenServer server;
    const Folder folder;
    const std::string plugins = " --demo --plugins '" + folder.file("mine") + "'";
    std::filesystem::create_directories(folder.file("mine"));
    const Ran connected = run(folder, "connect --url " + server.url() + " --name Shelf" + plugins);
    INFO(connected.output);
    REQUIRE(connected.code == 0);
    const std::string words = "is connected as ";
    const auto at = connected.output.find(words);
    REQUIRE(at != std::string::npos);
    const std::string id = connected.output.substr(at + words.size(), connected.output.rfind('.') - at - words.size());
    const Ran made = run(folder, "plugin new shelf --from " + id + plugins);
    INFO(made.output);
    REQUIRE(made.code == 0);
    const std::string manifest = file_text(folder.file("mine/shelf/manifest.lua"));
    INFO(manifest);
    CHECK(manifest.find("names = { \"list_loans\" }") != std::string::npos);
    CHECK(manifest.find("--   delete_loan: ") != std::string::npos);
    CHECK(manifest.find("auth = { kind = \"none\" }") != std::string::npos);

    const Ran unknown = run(folder, "plugin new other --from nowhere" + plugins);
    CHECK(unknown.code == 1);
    CHECK_FALSE(std::filesystem::exists(folder.file("mine/other")));
}

TEST_CASE("plugin command: what it cannot do it says in one sentence, and writes nothing") {
    const OpenServer server;
    const Folder folder;
    write(folder.file("rows.json"), "{\"loans\": [{\"id\": 1}]}");
    write(folder.file("none.json"), "{\"loans\": []}");
    write(folder.file("no.json"), "{");
    const std::string plugins = " --plugins '" + folder.file("mine") + "'";
    struct {
        std::string arguments;
        const char* sentence;
        int code;
    } const cases[] = {
        {"plugin new Shop", "is no vendor's id", 1},
        {"plugin new ../shop", "is no vendor's id", 1},
        // Without the demo's switch no server on this machine is dialled.
        {"plugin new shop --from " + server.url(), "https", 1},
        {"plugin new shop --from https://10.0.0.1/mcp", "", 1},
        {"plugin new shop --from ftp://mcp.example.com/", "", 1},
        {"plugin new shop --reply list_loans", "is not of the form TOOL=FILE.json", 1},
        {"plugin new shop --reply list_loans=" + folder.file("missing.json"), "cannot be read", 1},
        {"plugin new shop --reply list_loans=" + folder.file("no.json"), "is no JSON", 1},
        {"plugin new shop --reply list_loans=" + folder.file("none.json"), "there are no rows", 1},
        {"plugin new shop --auth magic", "auth", 2},
        {"plugin check", "Name vendors, or say --all.", 2},
        {"plugin check shop --all", "Name vendors, or say --all.", 2},
        {"plugin test", "Name vendors, or say --all.", 2},
        {"plugin", "", 2},
    };
    for (const auto& one : cases) {
        CAPTURE(one.arguments);
        const Ran ran = run(folder, one.arguments + (one.arguments == "plugin" ? "" : plugins));
        CAPTURE(ran.output);
        CHECK(ran.code == one.code);
        CHECK(ran.output.find(one.sentence) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(folder.file("mine/shop")));
    }
}

TEST_CASE("plugin command: run shows a reply as a table, doc prints a guide and replaces none") {
    const Folder folder;
    struct {
        const char *arguments, *expected;
        int code;
    } const cases[] = {
        {"plugin run box quota", "10,737,418,240", 0},
        {"plugin run box quota --range 2026-09-01..2026-10-01", "arguments  {", 0},
        {"plugin run box quota --range someday", "is no period", 1},
        {"plugin run box quotas", "cannot be read", 1},
        {"plugin run bxo quota", "Did you mean \"box\"?", 1},
        {"plugin run box quota '" PARLEY_SOURCE_DIR "/plugins/vendors/stripe/examples/charges.json'", "plugin failed",
         1},
        {"plugin doc box", "## Permissions and data access", 0},
        {"plugin doc box --write", "is there already; nothing was changed", 1},
    };
    for (const auto& one : cases) {
        const std::string arguments = one.arguments;
        CAPTURE(arguments);
        const Ran ran = run(folder, arguments);
        CAPTURE(ran.output);
        CHECK(ran.code == one.code);
        CHECK(ran.output.find(one.expected) != std::string::npos);
    }
}
