// The kit of plugin authors: everything on folders as they lie on the disk, without a house. Only `new --from` asks a
// server, through the same guard as a connection.
#include "app/commands/commands.h"
#include "app/terminal.h"
#include "base/text.h"
#include "connect/pins.h"
#include "kit/check.h"
#include "kit/draft.h"
#include "kit/guide.h"
#include "kit/interview.h"
#include "kit/trial.h"
#include "kit/types.h"
#include "mcp/session.h"
#include "net/http.h"
#include "planner/planner.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <unistd.h>

namespace parley::app {
namespace {

namespace fs = std::filesystem;

// A line per vendor, its mistakes below it, and the sum at the end.
int report(const std::vector<kit::Verdict>& verdicts) {
    std::size_t good = 0;
    for (const auto& verdict : verdicts) {
        const auto mistakes = static_cast<std::int64_t>(verdict.mistakes.size());
        std::cout << verdict.vendor << "  " << (mistakes == 0 ? "good" : counted(mistakes, "mistake", "mistakes"))
                  << '\n';
        for (const auto& mistake : verdict.mistakes) {
            std::cout << "  " << tame(parley::vendors::to_text(mistake)) << '\n';
        }
        for (const auto& note : verdict.notes) std::cout << "  note: " << tame(note) << '\n';
        if (mistakes == 0) ++good;
    }
    std::cout << good << " of " << verdicts.size() << '\n';
    return good == verdicts.size() ? 0 : 1;
}

Result<Json> read_json(const std::string& path) {
    std::error_code unknown;
    if (!fs::is_regular_file(path, unknown)) return Error{Fault::invalid, cat(path, " cannot be read."), ""};
    auto json = parse_json(kit::text_of(path));
    if (!json) return Error{Fault::invalid, cat(path, " is no JSON that can be read."), json.error().message};
    return json;
}

Result<std::vector<kit::Recorded>> read_replies(const std::vector<std::string>& wanted) {
    std::vector<kit::Recorded> replies;
    for (const auto& one : wanted) {
        const auto equals = one.find('=');
        if (equals == std::string::npos) {
            return Error{Fault::invalid, cat("\"", one, "\" is not of the form TOOL=FILE.json."), ""};
        }
        PARLEY_TRY(Json reply, read_json(one.substr(equals + 1)));
        replies.push_back({one.substr(0, equals), std::move(reply)});
    }
    return replies;
}

// As a connection would dial it; loopback only in the demo.
Result<std::vector<policy::ToolDefinition>> published_at(const std::string& url, Mode mode,
                                                         const std::string& key_file) {
    std::optional<Secret> key;
    if (!key_file.empty()) {
        std::ifstream file(key_file);
        std::string line;
        if (!std::getline(file, line)) return Error{Fault::invalid, cat(key_file, " cannot be read."), ""};
        key = Secret(std::string(trim(line)));
    }
    const auto resolver = net::system_resolver();
    const net::UrlGuard guard(*resolver, reach_of(mode));
    PARLEY_TRY(net::SafeUrl endpoint, guard.check(url));
    const auto http = net::make_http();
    auto session = mcp::Session::open(*http, std::move(endpoint), std::move(key));
    if (!session) {
        if (session.error().fault != Fault::reconnect) return std::move(session).error();
        return Error{Fault::reconnect,
                     "The server asks for a sign-in: give a key with --key-file, or connect it with `parley connect "
                     "--url` and name the connection in --from.",
                     session.error().detail};
    }
    auto tools = session.value().list_tools();
    for (const auto& one : session.value().list_notes().left_out) std::cout << "left out  " << tame(one) << '\n';
    return tools;
}

bool is_address(const std::string& text) {
    return text.find("://") != std::string::npos;
}

// What a connection's server published when it was last asked: no network, and no secret.
Result<Done> take_connection(const Common& common, const PluginOptions& options, kit::DraftWish& wish) {
    std::error_code unknown;
    fs::create_directories(common.config.plugins, unknown);  // A new place for vendor folders is an empty catalogue.
    const SystemClock clock;
    PARLEY_TRY(const auto house, House::build(common.config, clock, {common.mode}));
    PARLEY_TRY(const auto org, house->home());
    PARLEY_TRY([[maybe_unused]] const Done allowed, house->may(*org, policy::Act::look, "parley plugin new"));
    PARLEY_TRY(const auto connection, org->connection({options.from}));
    PARLEY_TRY(const auto pins, org->tools(connection.id));
    for (const auto& pin : pins) wish.published.push_back(connect::definition_of(pin));
    if (options.auth.empty()) wish.auth = connection.auth;
    if (options.url.empty() && connection.url.starts_with("https://")) wish.url = connection.url;
    return Done{};
}

Result<kit::DraftWish> wish_of(const Common& common, const PluginOptions& options) {
    kit::DraftWish wish;
    wish.id = options.id;
    wish.name = options.name;
    wish.category = options.category;
    // An address that no manifest may have, as of a server on this machine, is left to be filled in.
    wish.url = !options.url.empty() || !options.from.starts_with("https://") ? options.url : options.from;
    const std::string asked = options.key_file.empty() ? "none" : "api_key";
    wish.auth = !options.auth.empty() ? options.auth : options.from.empty() ? "oauth" : asked;
    PARLEY_TRY(wish.replies, read_replies(options.replies));
    if (options.from.empty()) return wish;
    if (is_address(options.from)) {
        PARLEY_TRY(wish.published, published_at(options.from, common.mode, options.key_file));
    } else {
        PARLEY_TRY([[maybe_unused]] const Done taken, take_connection(common, options, wish));
    }
    if (wish.published.empty()) {
        return Error{Fault::not_found, "The server publishes no tool; nothing was written.", options.from};
    }
    return wish;
}

// One period as people say it: "last month", or 2026-09-01..2026-10-01.
Result<std::optional<DayRange>> range_of(const std::string& text, Instant now) {
    if (text.empty()) return std::optional<DayRange>();
    const auto dots = text.find("..");
    if (dots != std::string::npos) {
        PARLEY_TRY(const Day start, Day::parse(text.substr(0, dots)));
        PARLEY_TRY(const Day end, Day::parse(text.substr(dots + 2)));
        return std::optional<DayRange>(DayRange{start, end});
    }
    const Day today = Calendar().day_of(now);
    const auto range = planner::read_range(text, {Calendar(), today, {}, nullptr});
    if (!range || !range->start) {
        return Error{Fault::invalid, cat("\"", text, "\" is no period: say last month, or 2026-09-01..2026-10-01."),
                     ""};
    }
    return std::optional<DayRange>(DayRange{*range->start, range->end.value_or(today.plus(1))});
}

void print_rows(const Table& table) {
    std::vector<std::vector<std::string>> rows(1);
    std::vector<bool> right;
    for (const auto& column : table.columns) {
        rows[0].push_back(column.name);
        right.push_back(column.role == Role::measure);
    }
    for (std::size_t row = 0; row < table.rows(); ++row) {
        rows.emplace_back();
        for (const auto& column : table.columns) rows.back().push_back(tame(cell_text(table, column, row)));
    }
    print_table(std::cout, rows, right);
    std::cout << counted(static_cast<std::int64_t>(table.rows()), "row", "rows") << '\n';
}

// All the catalogue's vendors, so that one that has mistakes can say which.
Result<parley::vendors::Catalogue> read_catalogue(const Common& common) {
    return parley::vendors::Catalogue::read(common.config.plugins);
}

// Somebody sits there who has told us nothing yet. A script is never asked.
bool wants_questions(const PluginOptions& options) {
    const bool is_told = !options.name.empty() || !options.category.empty() || !options.url.empty() ||
                         !options.auth.empty() || !options.from.empty() || !options.key_file.empty() ||
                         !options.replies.empty();
    return !is_told && ::isatty(STDIN_FILENO) == 1;
}

// What cannot be written is said before anything is asked.
Result<kit::DraftWish> asked_wish(const Common& common, const std::string& id) {
    PARLEY_TRY([[maybe_unused]] const Done checked, kit::check_id(id));
    PARLEY_TRY([[maybe_unused]] const Done is_new, kit::check_is_new(fs::path(common.config.plugins) / id));
    std::set<std::string> categories;
    if (const auto catalogue = read_catalogue(common)) {
        for (const auto& vendor : catalogue.value().vendors()) categories.insert(tame(vendor.manifest.category));
    }
    return kit::interview(id, {categories.begin(), categories.end()}, std::cin, std::cout);
}

Result<const parley::vendors::Vendor*> find_vendor(const parley::vendors::Catalogue& catalogue, const std::string& id) {
    if (const auto* vendor = catalogue.find({id})) return vendor;
    for (const auto& mistake : catalogue.mistakes()) {
        if (!mistake.file.starts_with(id + "/")) continue;
        return Error{Fault::invalid, cat("The folder ", id, " has mistakes; `parley plugin check ", id, "` names all."),
                     parley::vendors::to_text(mistake)};
    }
    return catalogue.get({id});
}

Result<std::vector<std::string>> wanted_ids(const PluginOptions& options) {
    if (options.all == options.ids.empty()) return options.all ? std::vector<std::string>{} : options.ids;
    return Error{Fault::invalid, "Name vendors, or say --all.", ""};
}

}  // namespace

int plugin_new(const Common& common, const PluginOptions& options) {
    const bool is_asked = wants_questions(options);
    const auto wish = is_asked ? asked_wish(common, options.id) : wish_of(common, options);
    if (!wish) return fail(wish.error());
    const auto files = kit::draft(wish.value());
    if (!files) return fail(files.error());
    const fs::path folder = fs::path(common.config.plugins) / wish.value().id;
    if (const auto written = kit::write_draft(folder, files.value()); !written) {
        return fail(written.error());
    }
    for (const auto& file : files.value()) std::cout << "wrote " << (folder / file.name).string() << '\n';
    if (is_asked) {
        std::cout << kit::next_steps(wish.value().id, files.value());
        return 0;
    }
    std::cout << "What is still to be filled in, and anything else: parley plugin check " << wish.value().id << '\n';
    return 0;
}

int plugin_check(const Common& common, const PluginOptions& options) {
    const auto ids = wanted_ids(options);
    if (!ids) return wrong_use(ids.error().message);
    const auto verdicts = kit::check({common.config.plugins, ids.value(), common.luacheck_config, SystemClock().now()});
    return verdicts ? report(verdicts.value()) : fail(verdicts.error());
}

int plugin_test(const Common& common, const PluginOptions& options) {
    const auto ids = wanted_ids(options);
    if (!ids) return wrong_use(ids.error().message);
    using Missing = kit::TrialWish::Missing;
    const auto verdicts = kit::trial(
        {common.config.plugins, ids.value(), SystemClock().now(), options.write ? Missing::write : Missing::report});
    return verdicts ? report(verdicts.value()) : fail(verdicts.error());
}

int plugin_run(const Common& common, const PluginOptions& options) {
    const Instant now = SystemClock().now();
    const auto catalogue = read_catalogue(common);
    if (!catalogue) return fail(catalogue.error());
    const std::string id = options.id;
    const auto vendor = find_vendor(catalogue.value(), id);
    if (!vendor) return fail(vendor.error());
    const auto range = range_of(options.range, now);
    if (!range) return fail(range.error());
    const std::string file =
        options.reply.empty() ? (fs::path(vendor.value()->folder) / "examples" / (options.dataset + ".json")).string()
                              : options.reply;
    const auto reply = read_json(file);
    if (!reply) return fail(reply.error());
    const auto table = kit::shape_reply(*vendor.value(), options.dataset, reply.value(), now);
    if (!table) return fail(table.error());
    const auto arguments = kit::first_arguments(*vendor.value(), options.dataset, range.value(), now);
    if (!arguments) return fail(arguments.error());
    std::cout << "arguments  " << tame(dump(arguments.value())) << '\n';
    print_rows(table.value());
    return 0;
}

int plugin_doc(const Common& common, const PluginOptions& options) {
    const auto catalogue = read_catalogue(common);
    if (!catalogue) return fail(catalogue.error());
    const auto vendor = find_vendor(catalogue.value(), options.id);
    if (!vendor) return fail(vendor.error());
    const std::string guide = kit::draft_guide(vendor.value()->manifest, catalogue.value().vendors());
    if (!options.write) {
        std::cout << guide;
        return 0;
    }
    const fs::path file = fs::path(vendor.value()->folder) / "guide.md";
    std::error_code unknown;
    if (fs::exists(file, unknown)) {
        return fail({Fault::invalid, cat(file.string(), " is there already; nothing was changed."), ""});
    }
    std::ofstream out(file);
    out << guide;
    out.close();
    if (!out) return fail({Fault::invalid, cat(file.string(), " cannot be written."), ""});
    std::cout << "wrote " << file.string() << '\n';
    return 0;
}

int plugin_types(const Common& common) {
    const fs::path folder = fs::path(common.config.plugins).parent_path() / "types";
    std::error_code problem;
    fs::create_directories(folder, problem);
    for (const auto& file : kit::type_files()) {
        std::ofstream out(folder / file.name);
        out << file.text;
        out.close();
        if (!out) return fail({Fault::invalid, cat((folder / file.name).string(), " cannot be written."), ""});
        std::cout << "wrote " << (folder / file.name).string() << '\n';
    }
    return 0;
}

}  // namespace parley::app
