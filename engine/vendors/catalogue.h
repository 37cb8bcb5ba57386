#pragma once
// All vendor folders. Shared by all threads, also while they are read anew.

#include "vendors/manifest.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parley::vendors {

struct Vendor {
    Manifest manifest;
    std::string manifest_source;  // manifest.lua
    std::string plugin_source;    // plugin.lua, or empty
    std::string simulate_source;  // simulate.lua, or empty
    std::string guide;            // guide.md
    std::string folder;
};

// What one reading of the folders found.
struct Edition {
    std::vector<Vendor> vendors;    // By id.
    std::vector<Mistake> mistakes;  // Of the folders that were left out.
};

// What a new reading has changed.
struct Reloaded {
    std::vector<std::string> added, changed, gone;  // Folders by name.
    std::vector<Mistake> mistakes;                  // Of folders that stay as they were, or out.
};

class Catalogue {
public:
    // Without a vendor, and without a folder to read again.
    Catalogue();

    // Reads every folder below `folder`. A folder with mistakes is left out and its mistakes are in mistakes().
    // Fault::invalid where the folder itself cannot be read.
    static Result<Catalogue> read(const std::string& folder);
    ~Catalogue();
    Catalogue(Catalogue&&) noexcept;
    Catalogue& operator=(Catalogue&&) noexcept;

    // Reads the folders again. What is new or has changed is tried first, and takes its place only where `trial` finds
    // no mistake; all such folders do so at one moment. Fault::invalid where the folder cannot be read: all stays.
    using Trial = std::function<std::vector<Mistake>(const Vendor&)>;
    Result<Reloaded> reload(const Trial& trial);

    // The newest edition. It and its vendors stay where they are as long as the catalogue lives, so that a question
    // ends with the plugin that it began with, and an address is one vendor of one edition.
    const Edition& edition() const;

    const std::vector<Vendor>& vendors() const { return edition().vendors; }
    const Vendor* find(const VendorId& id) const;
    const std::vector<Mistake>& mistakes() const { return edition().mistakes; }

    // Fault::not_found with "There is no vendor "strpe". Did you mean "stripe"?"
    Result<const Vendor*> get(const VendorId& id) const;

private:
    struct Shelf;
    explicit Catalogue(std::unique_ptr<Shelf> shelf);
    std::unique_ptr<Shelf> shelf_;
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
