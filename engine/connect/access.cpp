#include "base/text.h"
#include "connect/pins.h"
#include "connect/sessions.h"

namespace parley::connect {

Result<Access> access(store::OrgStore& org, const vendors::Catalogue& catalogue, const store::Connection& connection) {
    if (connection.state == store::ConnectionState::authorizing) {
        return Error{Fault::reconnect, cat(connection.name, " is not connected yet: finish signing in."), ""};
    }
    PARLEY_TRY(const std::vector<store::ToolPin> pins, org.tools(connection.id));
    const auto admitted = admitted_definitions(pins);
    std::map<std::string, policy::ToolDefinition> pinned;
    for (const auto& tool : admitted) pinned.emplace(tool.name, tool);

    if (connection.vendor.text == "custom") {
        vendors::Resolved resolved;
        for (const auto& tool : admitted) {
            resolved.names.emplace(tool.name, tool.name);
            resolved.allowed.push_back({tool.name, {}});
        }
        auto offer = vendors::make_offer_inferred(connection.id, connection.name, admitted);
        policy::Gate gate(resolved.allowed, std::move(pinned));
        return Access{connection, std::move(gate), std::move(resolved), std::move(offer)};
    }
    PARLEY_TRY(const vendors::Vendor* vendor, catalogue.get(connection.vendor));
    auto resolved = vendors::resolve_tools(vendor->manifest, admitted);
    auto offer = vendors::make_offer(*vendor, connection.id, resolved);
    policy::Gate gate(resolved.allowed, std::move(pinned));
    return Access{connection, std::move(gate), std::move(resolved), std::move(offer)};
}

}  // namespace parley::connect
