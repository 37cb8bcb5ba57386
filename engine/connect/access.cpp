#include "base/text.h"
#include "connect/pins.h"
#include "connect/sessions.h"

namespace parley::connect {
namespace {

constexpr std::size_t named_max = 5;  // In a note: enough to find the review queue.

}  // namespace

Result<Access> access(store::OrgStore& org, const vendors::Catalogue& catalogue, const store::Connection& connection) {
    if (connection.state == store::ConnectionState::authorizing) {
        return Error{Fault::reconnect, cat(connection.name, " is not connected yet: finish signing in."), ""};
    }
    PARLEY_TRY(const std::vector<store::ToolPin> pins, org.tools(connection.id));
    const auto admitted = admitted_definitions(pins);
    std::vector<std::string> changed;
    for (const auto& pin : pins) {
        const bool waits = pin.verdict == "waiting" && !pin.change.empty() && !is_gone(pin);
        if (waits && changed.size() < named_max) changed.push_back(pin.name);
    }
    std::map<std::string, policy::ToolDefinition> pinned;
    for (const auto& tool : admitted) pinned.emplace(tool.name, tool);

    if (connection.vendor.text == "custom") {
        vendors::Resolved resolved;
        for (const auto& pin : pins) {
            if (!pinned.contains(pin.name)) continue;
            resolved.names.emplace(pin.name, pin.name);
            const auto consent = pin.decided_by == "rule" ? policy::Consent::rule : policy::Consent::person;
            resolved.allowed.push_back({.name = pin.name, .consent = consent});
        }
        auto offer = vendors::make_offer_inferred(connection.id, connection.name, admitted);
        policy::Gate gate(resolved.allowed, pinned);
        return Access{connection, std::move(gate), std::move(resolved), std::move(offer), nullptr, std::move(changed)};
    }
    PARLEY_TRY(const vendors::Vendor* vendor, catalogue.get(connection.vendor));
    auto resolved = vendors::resolve_tools(vendor->manifest, admitted);
    auto offer = vendors::make_offer(*vendor, connection.id, resolved);
    policy::Gate gate(resolved.allowed, pinned);
    return Access{connection, std::move(gate), std::move(resolved), std::move(offer), vendor, std::move(changed)};
}

}  // namespace parley::connect
