// Builds every object and hands them to each other (house.h); alone reads configuration and environment.
#include "app/commands/commands.h"
#include "base/text.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace {

using parley::app::Common;

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread starts
    return value == nullptr ? "" : value;
}

// The repository's folder, seen from build/<preset>/bin/parley; an installed program finds its files by configuration.
std::filesystem::path source_folder() {
    std::error_code problem;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", problem);
    return program.parent_path().parent_path().parent_path().parent_path();
}

Common defaults(bool demo) {
    Common common;
    const std::string home = environment("PARLEY_HOME");
    const std::filesystem::path data =
        !home.empty() ? std::filesystem::path(home) : std::filesystem::path(environment("HOME")) / ".parley";
    const auto folder = demo ? data / "demo" : data;
    common.config.database = (folder / "parley.db").string();
    common.config.key_file = (folder / "keys").string();
    common.config.plugins = (source_folder() / "plugins" / "vendors").string();
    common.node_modules = (source_folder() / "node_modules").string();
    common.mode = demo ? parley::app::Mode::demo : parley::app::Mode::production;
    return common;
}

struct Flags {
    bool demo = false;
    std::string config;
};

parley::Result<Common> common_for(const Flags& flags) {
    Common common = defaults(flags.demo);
    if (flags.config.empty()) return common;
    // Demo keys and simulated vendors never meet a production configuration.
    if (flags.demo) return parley::Error{parley::Fault::invalid, "--demo takes no configuration file.", ""};
    PARLEY_TRY(common.config, parley::app::read_config(flags.config, common.config));
    return common;
}

using Run = std::function<int(const Common&)>;

CLI::App* add(CLI::App& app, Flags& flags, const char* name, const char* help) {
    CLI::App* command = app.add_subcommand(name, help);
    command->add_option("--config", flags.config, "TOML file; see config/parley.toml");
    command->add_flag("--demo", flags.demo, "simulated vendors on loopback, connected through the real OAuth path");
    return command;
}

// Everything CLI11 fills in, and what to run once it has.
struct Line {
    Flags flags;
    parley::app::AskOptions ask;
    parley::app::ConnectOptions connect;
    parley::app::SimOptions sim;
    std::string id, admit, refuse, kind, in, out, key_name = "api", page = "build/demo/index.html";
    bool json = false;
    Run run;
};

void add_questions(CLI::App& app, Line& line) {
    auto* ask = add(app, line.flags, "ask", "one question; --explain plans and does not run");
    ask->add_option("question", line.ask.question, "in plain language")->required();
    ask->add_flag("--json", line.ask.json, "the whole answer as JSON");
    ask->add_flag("--explain", line.ask.explain, "show the plan; ask no vendor");
    ask->add_option("--follow", line.ask.follow, "the answer that this question changes");
    ask->callback([&line] { line.run = [&line](const Common& common) { return parley::app::ask(common, line.ask); }; });

    auto* demo = add(app, line.flags, "demo", "the main job from end to end, on simulated vendors");
    demo->add_option("--page", line.page, "where the page with the charts goes");
    demo->callback([&line] {
        line.flags.demo = true;
        line.run = [&line](const Common& common) { return parley::app::demo(common, line.page); };
    });

    auto* serve = add(app, line.flags, "serve", "the HTTP server");
    serve->callback([&line] { line.run = parley::app::serve; });

    auto* eval = add(app, line.flags, "eval", "decide a file of cases: dates, questions or policy");
    eval->add_option("kind", line.kind)->required();
    eval->add_option("--in", line.in, "cases, one JSON object a line")->required();
    eval->add_option("--out", line.out, "decisions, likewise")->required();
    eval->callback([&line] {
        line.run = [&line](const Common& common) { return parley::app::eval(common, line.kind, line.in, line.out); };
    });
}

void add_connections(CLI::App& app, Line& line) {
    auto* connect = add(app, line.flags, "connect", "connect a vendor, or any MCP server by --url");
    connect->add_option("vendor", line.connect.vendor, "an id that `parley vendors` lists");
    connect->add_option("--url", line.connect.url, "of an MCP server");
    connect->add_option("--name", line.connect.name, "for people");
    connect->add_option("--set", line.connect.parameters, "name=value for the vendor's address");
    connect->add_option("--api-key-file", line.connect.api_key_file,
                        "for a vendor with API keys: the file's first line");
    connect->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::connect(common, line.connect); }; });

    auto* connections = add(app, line.flags, "connections", "what is connected");
    connections->add_flag("--json", line.json);
    connections->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::connections(common, line.json); }; });

    const struct {
        const char *name, *help;
        int (*command)(const Common&, const std::string&);
    } by_id[] = {{"reconnect", "authorize a connection again", parley::app::reconnect},
                 {"disconnect", "revoke the token and forget the connection", parley::app::disconnect},
                 {"test", "ask a connection's server for its tools", parley::app::test}};
    for (const auto& one : by_id) {
        auto* command = add(app, line.flags, one.name, one.help);
        command->add_option("connection", line.id)->required();
        command->callback([&line, function = one.command] {
            line.run = [&line, function](const Common& common) { return function(common, line.id); };
        });
    }

    auto* doctor = add(app, line.flags, "doctor", "what is right and wrong here and with each connection, or with one");
    doctor->add_option("connection", line.id);
    doctor->add_flag("--json", line.json);
    doctor->callback([&line] {
        line.run = [&line](const Common& common) { return parley::app::doctor(common, line.id, line.json); };
    });

    auto* tools = add(app, line.flags, "tools", "a connection's tools: admitted, waiting, refused with the reason");
    tools->add_option("connection", line.id)->required();
    auto* admit = tools->add_option("--admit", line.admit, "let this tool be called");
    tools->add_option("--refuse", line.refuse, "never call this tool")->excludes(admit);
    tools->callback([&line] {
        line.run = [&line](const Common& common) {
            return parley::app::tools(common, line.id, line.admit, line.refuse);
        };
    });
}

void add_rest(CLI::App& app, Line& line) {
    auto* vendors = add(app, line.flags, "vendors", "the catalogue, or one vendor's guide");
    vendors->add_option("id", line.id);
    vendors->add_flag("--json", line.json, "with allowlist, argument rules, datasets, metrics, example questions");
    vendors->callback([&line] {
        line.run = [&line](const Common& common) { return parley::app::vendors(common, line.id, line.json); };
    });

    auto* sim = add(app, line.flags, "sim", "simulated vendors by themselves");
    sim->add_option("vendors", line.sim.vendors, "ids; none: all that can be simulated");
    sim->add_option("--port", line.sim.port, "the first server's; 0: any free one");
    sim->add_option("--faults", line.sim.faults, "html, or stripe:html,ecomail:silent");
    sim->callback([&line] { line.run = [&line](const Common& common) { return parley::app::sim(common, line.sim); }; });

    auto* key = add(app, line.flags, "key", "a new key for the HTTP API, shown once");
    key->add_option("name", line.key_name, "what it is for");
    key->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::new_key(common, line.key_name); }; });

    auto* vault = add(app, line.flags, "vault", "the keys that seal tokens");
    vault->add_subcommand("init", "make a key file where there is none")->callback([&line] {
        line.run = parley::app::vault_init;
    });
    vault->require_subcommand(1);
}

// CLI11 only says that a command is missing, not that there is none of that name.
int wrong_line(const CLI::App& app, const CLI::ParseError& problem, const std::string& first) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
    const bool is_command = std::find(names.begin(), names.end(), first) != names.end();
    if (problem.get_exit_code() == 0 || first.empty() || first.front() == '-' || is_command) {
        return app.exit(problem) == 0 ? 0 : 2;
    }
    const std::string near = parley::nearest(first, names);
    return parley::app::wrong_use(parley::cat("There is no command \"", first, "\".",
                                              near.empty() ? "" : parley::cat(" Did you mean \"", near, "\"?")));
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Parley: ask your SaaS vendors in plain language; every number is traced.");
    app.require_subcommand(1);
    Line line;
    add_questions(app, line);
    add_connections(app, line);
    add_rest(app, line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return wrong_line(app, problem, argc > 1 ? argv[1] : "");
    }
    try {
        const auto common = common_for(line.flags);
        if (!common) return parley::app::fail(common.error());
        return line.run(common.value());
    } catch (const std::exception& bug) {
        std::cerr << "parley: something went wrong on our side: " << bug.what() << '\n';
        return 1;
    }
}
