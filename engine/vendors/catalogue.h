#pragma once
// All vendor folders, read once. A value that is shared read-only by all threads.

#include "vendors/manifest.h"

#include <string>
#include <string_view>
#include <vector>

namespace parley::vendors {

struct Vendor {
    Manifest manifest;
    std::string plugin_source;    // plugin.lua, or empty
    std::string simulate_source;  // simulate.lua, or empty
    std::string guide;            // guide.md
    std::string folder;
};

class Catalogue {
public:
    // Reads every folder below `folder`. A folder with mistakes is left out and its mistakes are in mistakes().
    // Fault::invalid where the folder itself cannot be read.
    static Result<Catalogue> read(const std::string& folder);

    const std::vector<Vendor>& vendors() const { return vendors_; }  // By id.
    const Vendor* find(const VendorId& id) const;
    const std::vector<Mistake>& mistakes() const { return mistakes_; }

    // Fault::not_found with "There is no vendor "strpe". Did you mean "stripe"?"
    Result<const Vendor*> get(const VendorId& id) const;

private:
    std::vector<Vendor> vendors_;
    std::vector<Mistake> mistakes_;
};

// The server's URL with its parameters filled in. Fault::invalid names the parameter that is missing or does not fit.
Result<std::string> server_url(const Manifest& manifest, const Json& parameters);

// Whether `parameters` holds the manifest's settings, each in its form, and nothing that neither the settings nor the
// URL know. Fault::invalid names the first that is wrong. Missing::allowed: a server that needs none, such as a
// simulated one.
enum class Missing { refused, allowed };
Result<Done> check_settings(const Manifest& manifest, const Json& parameters, Missing missing = Missing::refused);

// What a plugin gets as request.settings: the values of the URL's parameters and of the settings, and nothing else.
Json settings_of(const Manifest& manifest, const Json& parameters);

// What the manifest and the live tool list together admit: for each Tool of the manifest the published name that is
// used. Tools that no server publishes are left out.
struct Resolved {
    std::map<std::string, std::string> names;  // Tool id -> published name
    std::vector<policy::AllowedTool> allowed;
};
Resolved resolve_tools(const Manifest& manifest, const std::vector<policy::ToolDefinition>& published);

// What can be asked over one connection. Datasets whose tool is not there keep an empty `tool`.
planner::Offer make_offer(const Vendor& vendor, const ConnectionId& connection, const Resolved& resolved);

// The same for a vendor that is not connected.
planner::Offer make_offer_unconnected(const Vendor& vendor);

// A server by URL without a manifest: every admitted tool that needs no argument, or only ones with defaults, becomes a
// dataset, its columns unknown until it answers (see infer.h).
planner::Offer make_offer_inferred(const ConnectionId& connection, const std::string& name,
                                   const std::vector<policy::ToolDefinition>& admitted);

}  // namespace parley::vendors
