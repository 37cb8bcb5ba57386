#include "app/doctor.h"

#include "api/audit_trail.h"
#include "api/diagnosis.h"
#include "app/addresses.h"
#include "app/database.h"
#include "app/key_source.h"
#include "app/terminal.h"
#include "base/text.h"

#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace parley::app {
namespace {

using connect::Finding;
using Level = Finding::Level;
namespace files = std::filesystem;

Finding from(std::string step, const Error& error) {
    return {std::move(step), error.message, Level::bad};
}

bool any_of(files::perms given, files::perms asked) {
    return (given & asked) != files::perms::none;
}

Finding look_at_addresses(const Config& config) {
    const auto addresses = addresses_of(config);
    if (!addresses) return from("address", addresses.error());
    const auto& found = addresses.value();
    if (!found.client_metadata_url.empty()) {
        return {"address", cat("vendors send browsers back to ", found.redirect_uri, " and find our client document"),
                Level::good};
    }
    return {"address",
            cat("vendors send browsers back to ", found.redirect_uri,
                ", which only this machine can reach; see public_url"),
            Level::notice};
}

Finding look_at_folder(const Config& config) {
    const std::string step = "data folder";
    if (is_postgres(config.database)) return {step, "none is needed: everything is kept in PostgreSQL", Level::good};
    const auto folder = files::path(config.database).parent_path();
    std::error_code problem;
    const auto status = files::status(folder.empty() ? files::path(".") : folder, problem);
    if (!files::exists(status)) return {step, cat(folder.string(), " is made on first use"), Level::notice};
    if (!files::is_directory(status)) return {step, cat(folder.string(), " is no folder"), Level::bad};
    if (any_of(status.permissions(), files::perms::others_write)) {
        return {step, cat(folder.string(), " can be written by anybody on this machine: chmod 700"), Level::bad};
    }
    if (::access(folder.empty() ? "." : folder.c_str(), R_OK | W_OK | X_OK) != 0) {
        return {step, cat(folder.string(), " cannot be written"), Level::bad};
    }
    if (any_of(status.permissions(), files::perms::group_all | files::perms::others_all)) {
        return {step, cat(folder.string(), " is open to other users; its files are not. chmod 700 is better"),
                Level::notice};
    }
    return {step, cat(folder.string(), " is there, for you alone"), Level::good};
}

Finding look_at_keys(const Config& config) {
    const auto keys = read_keys(config, vault::Missing::refuse);
    const bool is_file = config.key_variable.empty() && config.key_command.empty();
    const std::string step = is_file ? "key file" : "keys";
    if (!keys) {
        Finding finding = from(step, keys.error());
        if (is_file && !files::exists(config.key_file)) finding.outcome += " `parley vault init` makes one.";
        return finding;
    }
    const auto count = counted(static_cast<std::int64_t>(keys.value().size()), "key", "keys");
    if (!is_file) return {step, cat(key_place(config), " holds ", count), Level::good};
    return {step, cat(config.key_file, " holds ", count, ", readable by you alone"), Level::good};
}

// As the application alone: a doctor migrates nothing.
Finding look_at_postgres(const Config& config) {
    const auto place = store::place_of_postgres(config.database);
    if (!place) return from("database", place.error());
    const auto store = store::open_postgres({config.database, ""});
    if (!store) return from("database", store.error());
    return {
        "database",
        cat("PostgreSQL, ", place.value(), ": opens, keeps organizations apart, and its tables are of this version"),
        Level::good};
}

Finding look_at_database(const Config& config) {
    if (is_postgres(config.database)) return look_at_postgres(config);
    std::error_code problem;
    if (!files::exists(config.database, problem)) {
        return {"database", cat(config.database, " is made on first use"), Level::notice};
    }
    const auto store = store::open_sqlite(config.database);
    if (!store) return from("database", store.error());
    const auto organizations = store.value()->organizations();
    if (!organizations) return from("database", organizations.error());
    if (any_of(files::status(config.database, problem).permissions(),
               files::perms::group_all | files::perms::others_all)) {
        return {"database", cat(config.database, " is open to other users: chmod 600"), Level::bad};
    }
    return {"database", cat(config.database, " opens, and its tables are of this version"), Level::good};
}

std::vector<Finding> look_at_plugins(const Config& config) {
    const auto catalogue = vendors::Catalogue::read(config.plugins);
    if (!catalogue) return {from("plugins", catalogue.error())};
    const auto count = static_cast<std::int64_t>(catalogue.value().vendors().size());
    std::vector<Finding> findings{{"plugins", cat(counted(count, "vendor", "vendors"), " in ", config.plugins),
                                   count > 0 ? Level::good : Level::bad}};
    for (const auto& mistake : catalogue.value().mistakes()) {
        findings.push_back({"plugins", vendors::to_text(mistake), Level::bad});
    }
    return findings;
}

Finding look_at_analysis() {
    const auto workbench = analysis::Workbench::open();
    if (!workbench) return from("analysis", workbench.error());
    return {"analysis", "DuckDB opens", Level::good};
}

Finding look_at_time_zones() {
    CalendarRules rules;
    rules.zone = "Europe/Prague";
    const auto calendar = Calendar::make(rules);
    if (!calendar) return from("time zones", calendar.error());
    return {"time zones", "the system's time zones can be read", Level::good};
}

// What can be seen without asking it: the name and the key. Nothing is spent.
Finding look_at_model(const ModelConfig& config) {
    const auto resolver = net::system_resolver();
    const net::UrlGuard guard(*resolver, net::Reach::public_only);
    const auto desk = make_model_desk(config, guard);
    if (!desk) return from("planner", desk.error());
    return {"planner",
            cat("the language model ", config.model, " may propose plans; at most ", config.budget.tokens,
                " tokens a question"),
            Level::good};
}

Finding look_at_audit(store::OrgStore& org) {
    const auto state = api::verify_audit(org);
    if (!state) return from("audit trail", state.error());
    const auto& found = state.value();
    if (!found.broken.empty()) return {"audit trail", found.broken, Level::bad};
    return {"audit trail", cat(counted(found.rows, "row", "rows"), ", and the chain holds"), Level::good};
}

bool all_well(const std::vector<Finding>& findings) {
    return std::none_of(findings.begin(), findings.end(), [](const auto& one) { return one.level == Level::bad; });
}

std::string_view mark(Level level) {
    switch (level) {
    case Level::good: return "ok  ";
    case Level::notice: return "note";
    case Level::bad: return "BAD ";
    }
    return "BAD ";
}

void print_findings(std::ostream& out, const std::vector<Finding>& findings) {
    std::size_t width = 0;
    for (const auto& finding : findings) width = std::max(width, finding.step.size());
    for (const auto& finding : findings) {
        std::string step = finding.step;
        step.resize(width, ' ');
        out << "  " << mark(finding.level) << "  " << tame(step) << "  " << tame(finding.outcome) << '\n';
    }
}

void print_log(std::ostream& out, const std::vector<store::ConnectionLogLine>& log) {
    constexpr std::size_t lines_max = 20;
    if (log.empty()) return;
    const std::size_t first = log.size() > lines_max ? log.size() - lines_max : 0;
    out << "  log" << (first > 0 ? ", its last lines" : "") << '\n';
    for (std::size_t at = first; at < log.size(); ++at) {
        const auto& line = log[at];
        out << "    " << to_text(line.at) << "  " << tame(line.step) << "  " << tame(line.subject) << "  "
            << tame(line.outcome) << '\n';
    }
}

}  // namespace

bool Checkup::is_healthy() const {
    return all_well(installation) &&
           std::all_of(connections.begin(), connections.end(), [](const auto& one) { return all_well(one.findings); });
}

std::vector<Finding> examine_installation(const Config& config) {
    std::vector<Finding> findings{look_at_addresses(config), look_at_folder(config), look_at_keys(config),
                                  look_at_database(config)};
    for (auto& finding : look_at_plugins(config)) findings.push_back(std::move(finding));
    findings.push_back(look_at_analysis());
    findings.push_back(look_at_time_zones());
    if (config.model.planner != ask::PlannerKind::local) findings.push_back(look_at_model(config.model));
    return findings;
}

Result<Done> examine_connections(House& house, store::OrgStore& org, const std::string& connection, Checkup& checkup) {
    checkup.installation.push_back(look_at_audit(org));
    std::vector<ConnectionId> ids;
    if (!connection.empty()) {
        ids.push_back({connection});
    } else {
        PARLEY_TRY(const auto all, org.connections());
        for (const auto& one : all) ids.push_back(one.id);
    }
    for (const auto& id : ids) {
        PARLEY_TRY(auto diagnosis, house.connector().diagnose(org, terminal_user, id));
        checkup.connections.push_back(std::move(diagnosis));
    }
    return Done{};
}

void print_checkup(std::ostream& out, const Checkup& checkup) {
    out << "Installation\n";
    print_findings(out, checkup.installation);
    for (const auto& diagnosis : checkup.connections) {
        const auto& connection = diagnosis.connection;
        out << '\n' << tame(connection.name) << "  " << connection.vendor.text << "  " << connection.id.text << '\n';
        print_findings(out, diagnosis.findings);
        print_log(out, diagnosis.log);
    }
    out << '\n' << (checkup.is_healthy() ? "All is well." : "Something is wrong: see the lines marked BAD.") << '\n';
}

OrderedJson to_json(const Checkup& checkup) {
    OrderedJson out;
    out["healthy"] = checkup.is_healthy();
    out["installation"] = api::list_of(checkup.installation);
    out["connections"] = OrderedJson::array();
    for (const auto& diagnosis : checkup.connections) out["connections"].push_back(api::to_json(diagnosis));
    return out;
}

}  // namespace parley::app
