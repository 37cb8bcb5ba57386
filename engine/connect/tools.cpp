#include "connect/tools.h"

#include "base/text.h"
#include "connect/pins.h"
#include "connect/records.h"

#include <algorithm>
#include <map>

namespace parley::connect {
namespace {

// Which pins another list has moved, for the audit: bounded, for a server decides how many there are.
Json moved(const std::vector<store::ToolPin>& before, const std::vector<store::ToolPin>& now) {
    constexpr std::size_t named_max = 50;
    Json all = Json::array();
    if (before.empty()) return all;
    for (const auto& pin : now) {
        const auto old =
            std::find_if(before.begin(), before.end(), [&](const store::ToolPin& one) { return one.name == pin.name; });
        const bool stands = old != before.end() && old->verdict == pin.verdict && old->hash == pin.hash;
        if (stands || all.size() == named_max) continue;
        all.push_back({{"tool", pin.name},
                       {"verdict", pin.verdict},
                       {"change", pin.change},
                       {"hash_before", old == before.end() ? "" : old->hash},
                       {"hash", pin.hash}});
    }
    return all;
}

}  // namespace

Result<Looked> take_over(store::OrgStore& org, const vendors::Catalogue& catalogue, const Clock& clock,
                         const UserId& user, const store::Connection& connection,
                         const std::vector<policy::ToolDefinition>& live) {
    const vendors::Vendor* vendor = catalogue.find(connection.vendor);
    PARLEY_TRY(const std::vector<store::ToolPin> known, org.tools(connection.id));
    Repinned repinned = repin(vendor ? &vendor->manifest : nullptr, live, known, clock.now());
    if (repinned.changed) {
        std::map<std::string, int> counts;
        for (const auto& pin : repinned.pins) ++counts[pin.verdict];
        Json details = details_of(connection, known.empty() ? "pinned" : "pinned again");
        details["tools"] = counts;
        details["moved"] = moved(known, repinned.pins);
        PARLEY_TRY([[maybe_unused]] const Done saved,
                   org.save_tools(connection.id, repinned.pins,
                                  audit_entry(clock, user, "review", connection.id.text, std::move(details))));
    }
    Looked looked{std::move(repinned.pins), std::move(repinned.warnings)};
    if (!vendor) return looked;
    const auto resolved = vendors::resolve_tools(vendor->manifest, live);
    for (const auto& [id, tool] : vendor->manifest.tools) {
        if (resolved.names.count(id) == 0) looked.warnings.push_back(cat(id, " is in the manifest but not published."));
    }
    return looked;
}

}  // namespace parley::connect
