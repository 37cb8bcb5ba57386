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
    const std::string plugins = environment("PARLEY_PLUGINS");
    common.config.plugins = !plugins.empty() ? plugins : (source_folder() / "plugins" / "vendors").string();
    common.config.tiers = (source_folder() / "config" / "tiers.toml").string();
    common.node_modules = (source_folder() / "node_modules").string();
    common.config.word_vectors = (source_folder() / "build" / "deps" / "words.bin").string();
    common.luacheck_config = (source_folder() / "plugins" / ".luacheckrc").string();
    common.mode = demo ? parley::app::Mode::demo : parley::app::Mode::production;
    return common;
}

struct Flags {
    bool demo = false;
    std::string config;
    std::string plugins;
};

// What holds the keys is taken out of the environment, so that no program that is started later inherits it.
void take_keys(parley::app::Config& config) {
    if (config.key_variable.empty()) return;
    std::string text = environment(config.key_variable.c_str());
    if (!text.empty()) config.key_text = std::make_shared<const parley::Secret>(std::move(text));
    ::unsetenv(config.key_variable.c_str());  // NOLINT(concurrency-mt-unsafe): before any thread starts
}

void take_model_key(parley::app::ModelConfig& config) {
    if (config.key_variable.empty()) return;
    std::string text = environment(config.key_variable.c_str());
    if (!text.empty()) config.key = std::make_shared<const parley::Secret>(std::move(text));
    ::unsetenv(config.key_variable.c_str());  // NOLINT(concurrency-mt-unsafe): before any thread starts
}

void take_client_secret(parley::app::SignInConfig& config) {
    if (config.client_secret_variable.empty()) return;
    std::string text = environment(config.client_secret_variable.c_str());
    if (!text.empty()) config.client_secret = std::make_shared<const parley::Secret>(std::move(text));
    ::unsetenv(config.client_secret_variable.c_str());  // NOLINT(concurrency-mt-unsafe): before any thread starts
}

parley::Result<Common> common_for(const Flags& flags) {
    Common common = defaults(flags.demo);
    if (!flags.plugins.empty())
        common.config.plugins = std::filesystem::absolute(flags.plugins).lexically_normal().string();
    if (flags.config.empty()) return common;
    // Demo keys and simulated vendors never meet a production configuration.
    if (flags.demo) return parley::Error{parley::Fault::invalid, "--demo takes no configuration file.", ""};
    PARLEY_TRY(common.config, parley::app::read_config(flags.config, common.config));
    take_keys(common.config);
    take_client_secret(common.config.sign_in);
    take_model_key(common.config.model);
    return common;
}

using Run = std::function<int(const Common&)>;

CLI::App* add(CLI::App& app, Flags& flags, const char* name, const char* help) {
    CLI::App* command = app.add_subcommand(name, help);
    command->add_option("--config", flags.config, "TOML file; see config/parley.toml");
    command->add_flag("--demo", flags.demo, "simulated vendors on loopback, connected through the real OAuth path");
    command->add_option("--plugins,--folder", flags.plugins, "the folder of the vendor folders");
    return command;
}

// Everything CLI11 fills in, and what to run once it has.
struct Line {
    Flags flags;
    parley::app::AskOptions ask;
    parley::app::ConnectOptions connect;
    parley::app::SimOptions sim;
    parley::app::KeyOptions key;
    parley::app::MemberOptions member;
    parley::app::ToolsOptions tools;
    parley::app::PluginOptions plugin;
    std::string id, kind, in, out, page = "build/demo/index.html";
    parley::app::AuditOptions audit;
    int batch = parley::limits::rotation_batch;
    bool json = false;
    Run run;
};

void add_questions(CLI::App& app, Line& line) {
    auto* ask = add(app, line.flags, "ask", "one question; --explain plans and does not run");
    ask->add_option("question", line.ask.question, "in plain language");
    ask->add_flag("--json", line.ask.json, "the whole answer as JSON");
    ask->add_flag("--explain", line.ask.explain, "show the plan; ask no vendor");
    ask->add_option("--follow", line.ask.follow, "the answer that this question changes");
    ask->add_option("--set", line.ask.set,
                    "with --follow, instead of a question: group_by=country, range=\"last month\", limit=5")
        ->allow_extra_args(false);
    ask->callback([&line] { line.run = [&line](const Common& common) { return parley::app::ask(common, line.ask); }; });

    auto* demo = add(app, line.flags, "demo", "the main job from end to end, on simulated vendors");
    demo->add_option("--page", line.page, "where the page with the charts goes");
    demo->callback([&line] {
        line.flags.demo = true;
        line.run = [&line](const Common& common) { return parley::app::demo(common, line.page); };
    });

    auto* serve = add(app, line.flags, "serve", "the HTTP server");
    serve->callback([&line] { line.run = parley::app::serve; });

    auto* eval = add(app, line.flags, "eval", "decide a file of cases");
    eval->add_option(
            "kind", line.kind,
            "clues, dates, evidence, lua, policy, questions, refuse (of a file refuse_write*: as refuse_write), "
            "refuse_tools, refuse_write, routing, signs, ssrf or vis")
        ->required();
    eval->add_option("--in", line.in, "cases, one JSON object a line; of lua a folder of scripts")->required();
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

    auto* reviews = add(app, line.flags, "reviews", "tools and replies that wait for a person");
    reviews->add_flag("--json", line.json);
    reviews->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::reviews(common, line.json); }; });

    auto* tools = add(app, line.flags, "tools", "a connection's tools: admitted, waiting, refused with the reason");
    tools->add_option("connection", line.tools.connection)->required();
    auto* admit = tools->add_option("--admit", line.tools.admit, "let this tool be called, as it is now");
    tools->add_option("--refuse", line.tools.refuse, "never call this tool")->excludes(admit);
    tools->add_option("--accept-form", line.tools.accept_form, "replies that `parley reviews` names have a new form");
    tools->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::tools(common, line.tools); }; });
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
}

void add_plugin_new(CLI::App& plugin, Line& line) {
    auto* made = add(plugin, line.flags, "new", "a new folder, with everything to be filled in marked");
    made->add_option("id", line.plugin.id, "lower-case letters, digits and _")->required();
    made->add_option("--name", line.plugin.name, "as people write it");
    made->add_option("--category", line.plugin.category, "the card's group in the catalogue");
    made->add_option("--server", line.plugin.url, "the MCP server's address, for the manifest");
    made->add_option("--auth", line.plugin.auth, "oauth, api_key or none")
        ->check(CLI::IsMember({"oauth", "api_key", "none"}));
    made->add_option("--from", line.plugin.from,
                     "an MCP server's address, or a connection: begin with its list of tools");
    made->add_option("--key-file", line.plugin.key_file, "for that server: the file's first line");
    made->add_option("--reply", line.plugin.replies, "TOOL=FILE.json, a recorded reply; may be repeated");
    made->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::plugin_new(common, line.plugin); }; });
}

void add_plugin(CLI::App& app, Line& line) {
    auto* plugin = app.add_subcommand("plugin", "for authors of vendor folders: new, check, test, run, doc, types");
    plugin->require_subcommand(1);
    add_plugin_new(*plugin, line);
    const struct {
        const char *name, *help;
        int (*command)(const Common&, const parley::app::PluginOptions&);
    } tried[] = {{"check", "every mistake of a folder at once", parley::app::plugin_check},
                 {"test", "recorded replies, paging, arguments, hostile replies", parley::app::plugin_test}};
    for (const auto& one : tried) {
        auto* command = add(*plugin, line.flags, one.name, one.help);
        command->add_option("ids", line.plugin.ids, "vendors");
        command->add_flag("--all", line.plugin.all, "every folder there is");
        if (one.command == parley::app::plugin_test)
            command->add_flag("--write", line.plugin.write, "write the tables that are missing");
        command->callback([&line, function = one.command] {
            line.run = [&line, function](const Common& common) { return function(common, line.plugin); };
        });
    }
    auto* run = add(*plugin, line.flags, "run", "a recorded reply as a table, and the arguments of a call");
    run->add_option("id", line.plugin.id)->required();
    run->add_option("dataset", line.plugin.dataset)->required();
    run->add_option("reply", line.plugin.reply, "a file; else the dataset's example");
    run->add_option("--range", line.plugin.range, "last month, or 2026-09-01..2026-10-01");
    run->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::plugin_run(common, line.plugin); }; });
    auto* doc = add(*plugin, line.flags, "doc", "guide.md as far as the manifest knows it");
    doc->add_option("id", line.plugin.id)->required();
    doc->add_flag("--write", line.plugin.write, "into the folder, where there is no guide.md yet");
    doc->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::plugin_doc(common, line.plugin); }; });
    add(*plugin, line.flags, "types", "plugins/types, for the Lua language server of an editor")->callback([&line] {
        line.run = parley::app::plugin_types;
    });
}

void add_trust(CLI::App& app, Line& line) {
    auto* vault = app.add_subcommand("vault", "the keys that seal tokens: init, status, rotate");
    vault->require_subcommand(1);
    add(*vault, line.flags, "init", "make a key file where there is none")->callback([&line] {
        line.run = parley::app::vault_init;
    });
    auto* status = add(*vault, line.flags, "status", "which key seals, and how many rows still need which key");
    status->add_flag("--json", line.json);
    status->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::vault_status(common, line.json); }; });
    auto* rotate = add(*vault, line.flags, "rotate", "seal everything with the first key; may be stopped and repeated");
    rotate->add_option("--batch", line.batch, "rows that are read at once")->check(CLI::Range(1, 10'000));
    rotate->callback([&line] {
        line.run = [&line](const Common& common) { return parley::app::vault_rotate(common, line.batch); };
    });

    auto* audit = app.add_subcommand("audit", "who did what: verify, export");
    audit->require_subcommand(1);
    auto* verify = add(*audit, line.flags, "verify", "whether a row was removed, changed or moved");
    verify->add_option("--anchor", line.id, "the last hash of an earlier export: it must still be there");
    verify->add_flag("--json", line.json);
    verify->callback([&line] {
        line.run = [&line](const Common& common) { return parley::app::audit_verify(common, line.id, line.json); };
    });
    auto* out = add(*audit, line.flags, "export", "all rows, or those of a time");
    out->add_option("--format", line.audit.format, "csv or jsonl");
    out->add_option("--out", line.audit.out, "a new file; else to the terminal");
    out->add_option("--since", line.audit.since, "2026-11-21, or a time with its zone");
    out->add_option("--until", line.audit.until, "likewise; not included");
    out->callback([&line] {
        line.run = [&line](const Common& common) { return parley::app::audit_export(common, line.audit); };
    });
}

void add_people(CLI::App& app, Line& line) {
    auto* key = add(app, line.flags, "key", "a new key for the HTTP API, shown once; or key revoke ID");
    key->add_option("name", line.key.name, "what it is for");
    key->add_option("--role", line.key.role, "owner, admin, analyst or viewer");
    key->add_option("--days", line.key.days, "how long it lives; else without end")->check(CLI::Range(1, 366));
    auto* revoke = key->add_subcommand("revoke", "this key is good for nothing any more");
    revoke->add_option("id", line.id, "as `parley keys` shows it")->required();
    key->callback([&line, revoke] {
        const bool revokes = revoke->parsed();
        line.run = [&line, revokes](const Common& common) {
            return revokes ? parley::app::revoke_key(common, line.id) : parley::app::new_key(common, line.key);
        };
    });
    add(app, line.flags, "keys", "the keys of the HTTP API")->callback([&line] { line.run = parley::app::keys; });

    add(app, line.flags, "members", "who may sign in")->callback([&line] { line.run = parley::app::members; });
    auto* member = app.add_subcommand("member", "who may sign in: add EMAIL, remove EMAIL");
    member->require_subcommand(1);
    auto* added = add(*member, line.flags, "add", "let somebody sign in, or give another role");
    added->add_option("email", line.member.email)->required();
    added->add_option("--role", line.member.role, "owner, admin, analyst or viewer; else viewer");
    added->add_option("--name", line.member.name, "for people");
    added->callback(
        [&line] { line.run = [&line](const Common& common) { return parley::app::add_member(common, line.member); }; });
    auto* removed = add(*member, line.flags, "remove", "with keys and sessions");
    removed->add_option("email", line.member.email)->required();
    removed->callback([&line] {
        line.run = [&line](const Common& common) { return parley::app::remove_member(common, line.member.email); };
    });

    auto* plan = add(app, line.flags, "plan", "what the plan holds and what is in use");
    plan->add_option("--set", line.id, "change to this one");
    plan->add_flag("--json", line.json);
    plan->callback([&line] {
        line.run = [&line](const Common& common) { return parley::app::plan(common, line.id, line.json); };
    });
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
    add_people(app, line);
    add_rest(app, line);
    add_plugin(app, line);
    add_trust(app, line);
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
