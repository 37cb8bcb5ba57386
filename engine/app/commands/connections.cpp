#include "app/commands/commands.h"
#include "app/demo.h"
#include "app/terminal.h"
#include "base/text.h"

#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

namespace parley::app {
namespace {

// What most of these commands need: a house and its organization, or the exit code.
struct Opened {
    std::unique_ptr<House> house;
    std::unique_ptr<store::OrgStore> org;
};

// The command, for the audit, where the act needs more than looking.
Result<Opened> open(const Common& common, const Clock& clock, policy::Act act = policy::Act::look,
                    const char* what = "parley") {
    PARLEY_TRY(auto house, House::build(common.config, clock, {common.mode}));
    PARLEY_TRY(auto org, house->home());
    if (common.mode == Mode::demo) {
        PARLEY_TRY([[maybe_unused]] Done ready, furnish_demo(*house, *org));
    }
    PARLEY_TRY([[maybe_unused]] Done allowed, house->may(*org, act, what));
    return Opened{std::move(house), std::move(org)};
}

Result<connect::Begin> wish_of(const ConnectOptions& options) {
    connect::Begin wish;
    wish.vendor = {options.vendor};
    wish.url = options.url;
    wish.name = options.name;
    for (const auto& parameter : options.parameters) {
        const auto equals = parameter.find('=');
        if (equals == std::string::npos)
            return Error{Fault::invalid, cat("\"", parameter, "\" is not of the form name=value."), ""};
        wish.parameters[parameter.substr(0, equals)] = parameter.substr(equals + 1);
    }
    if (options.api_key_file.empty()) return wish;
    std::ifstream file(options.api_key_file);
    std::string key;
    if (!std::getline(file, key)) return Error{Fault::invalid, cat(options.api_key_file, " cannot be read."), ""};
    wish.api_key = Secret(std::string(trim(key)));
    return wish;
}

// Waits for the browser to come back. The server in this process answers it; the store says when it has.
Result<store::Connection> wait_for_consent(store::OrgStore& org, const ConnectionId& id) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(limits::authorization_minutes);
    while (std::chrono::steady_clock::now() < until) {
        PARLEY_TRY(auto connection, org.connection(id));
        if (connection.state != store::ConnectionState::authorizing) return connection;
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
    return Error{Fault::unavailable, "Nobody came back from the vendor within ten minutes; connect again.", ""};
}

int say_connected(const store::Connection& connection) {
    std::cout << connection.name << " is connected as " << connection.id.text << ".\n";
    return 0;
}

template <typename Begin>
int authorize(const Common& common, Begin begin) {
    const SystemClock clock;
    auto opened = open(common, clock);
    if (!opened) return fail(opened.error());
    auto& [house, org] = opened.value();
    auto started = begin(*house, *org);
    if (!started) return fail(started.error());
    if (started.value().authorize_url.empty()) return say_connected(started.value().connection);
    if (common.mode == Mode::demo) {
        const auto connected = follow_authorization(*house, std::move(started).value());
        return connected ? say_connected(connected.value()) : fail(connected.error());
    }
    const auto server = api::Server::start(house->deps(), {common.config.address, common.config.port});
    if (!server) return fail(server.error());
    std::cout << "Open this address in a browser and allow the access:\n\n  " << started.value().authorize_url << "\n\n"
              << std::flush;
    const auto connected = wait_for_consent(*org, started.value().connection.id);
    return connected ? say_connected(connected.value()) : fail(connected.error());
}

}  // namespace

int connect(const Common& common, const ConnectOptions& options) {
    if (options.vendor.empty() == options.url.empty()) return wrong_use("Name either a vendor or --url.");
    return authorize(common, [&](House& house, store::OrgStore& org) -> Result<connect::Started> {
        const auto act = options.url.empty() ? policy::Act::connect : policy::Act::connect_custom;
        PARLEY_TRY([[maybe_unused]] Done allowed, house.may(org, act, "parley connect"));
        PARLEY_TRY(auto wish, wish_of(options));
        return house.connector().begin(org, terminal_user, std::move(wish));
    });
}

int reconnect(const Common& common, const std::string& id) {
    return authorize(common, [&](House& house, store::OrgStore& org) -> Result<connect::Started> {
        PARLEY_TRY(const auto connection, org.connection({id}));
        const bool custom = connection.vendor.text == "custom";
        const auto act = custom ? policy::Act::connect_custom : policy::Act::connect;
        PARLEY_TRY([[maybe_unused]] Done allowed, house.may(org, act, "parley reconnect"));
        return house.connector().reconnect(org, terminal_user, {id});
    });
}

int connections(const Common& common, bool json) {
    const SystemClock clock;
    const auto opened = open(common, clock);
    if (!opened) return fail(opened.error());
    const auto found = opened.value().org->connections();
    if (!found) return fail(found.error());
    std::vector<std::vector<std::string>> rows{{"id", "vendor", "name", "state", "address", "reason"}};
    OrderedJson items = OrderedJson::array();
    for (const auto& connection : found.value()) {
        rows.push_back({connection.id.text, connection.vendor.text, connection.name,
                        std::string(store::name_of(connection.state)), connection.url, connection.reason});
        items.push_back({{"id", connection.id.text},
                         {"vendor", connection.vendor.text},
                         {"name", connection.name},
                         {"state", store::name_of(connection.state)},
                         {"url", connection.url},
                         {"reason", connection.reason}});
    }
    if (json)
        std::cout << items.dump(2) << '\n';
    else
        print_table(std::cout, rows, std::vector<bool>(rows[0].size(), false));
    return 0;
}

int disconnect(const Common& common, const std::string& id) {
    const SystemClock clock;
    const auto opened = open(common, clock, policy::Act::disconnect, "parley disconnect");
    if (!opened) return fail(opened.error());
    const auto gone = opened.value().house->connector().disconnect(*opened.value().org, terminal_user, {id});
    if (!gone) return fail(gone.error());
    std::cout << "Disconnected; the token and everything that hung on it are gone.\n";
    return 0;
}

int test(const Common& common, const std::string& id) {
    const SystemClock clock;
    const auto opened = open(common, clock, policy::Act::connect, "parley test");
    if (!opened) return fail(opened.error());
    const auto health = opened.value().house->connector().test(*opened.value().org, terminal_user, {id});
    if (!health) return fail(health.error());
    std::cout << health.value().server << " answered in " << health.value().ms << " ms with "
              << counted(static_cast<std::int64_t>(health.value().tools.size()), "tool", "tools") << ".\n";
    for (const auto& warning : health.value().warnings) std::cout << "  warning: " << warning << '\n';
    return 0;
}

}  // namespace parley::app
