#include "app/doctor.h"

#include "app/commands/commands.h"
#include "app/database.h"
#include "app/demo.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace parley::app {
namespace {

// In production a house is built only where there is one already: a doctor makes no database, and migrates none.
bool is_settled(const Common& common, const Checkup& checkup) {
    if (common.mode == Mode::demo) return true;
    if (!is_postgres(common.config.database)) return std::filesystem::exists(common.config.database);
    return std::any_of(checkup.installation.begin(), checkup.installation.end(), [](const auto& one) {
        return one.step == "database" && one.level == connect::Finding::Level::good;
    });
}

Result<Done> visit(const Common& common, const std::string& connection, Checkup& checkup) {
    const bool settled = is_settled(common, checkup);
    const SystemClock clock;
    auto built = settled ? House::build(common.config, clock, {common.mode})
                         : Error{Fault::not_found, "Nothing is connected here yet.", ""};
    if (!built) {
        // Why it cannot be built is among the findings already.
        if (connection.empty() && (!settled || !checkup.is_healthy())) return Done{};
        return std::move(built).error();
    }
    const auto house = std::move(built).value();
    PARLEY_TRY(const auto org, house->home());
    if (common.mode == Mode::demo) {
        PARLEY_TRY([[maybe_unused]] Done ready, furnish_demo(*house, *org));
    }
    return examine_connections(*house, *org, connection, checkup);
}

}  // namespace

int doctor(const Common& common, const std::string& connection, bool json) {
    Checkup checkup;
    // The demo makes its own folder, keys and database, so there is nothing to examine before it has.
    if (common.mode == Mode::production) checkup.installation = examine_installation(common.config);
    const auto visited = visit(common, connection, checkup);
    if (common.mode == Mode::demo && visited) {
        auto findings = examine_installation(common.config);
        checkup.installation.insert(checkup.installation.begin(), findings.begin(), findings.end());
    }
    if (!visited && checkup.is_healthy()) return fail(visited.error());
    if (json)
        std::cout << to_json(checkup).dump(2, ' ', false, OrderedJson::error_handler_t::replace) << '\n';
    else
        print_checkup(std::cout, checkup);
    if (!visited) return fail(visited.error());
    return checkup.is_healthy() ? 0 : 1;
}

}  // namespace parley::app
