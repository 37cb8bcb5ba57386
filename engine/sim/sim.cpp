#include "sim/sim.h"

#include "base/text.h"
#include "sim/authority.h"
#include "sim/authority_endpoint.h"
#include "sim/mcp_endpoint.h"
#include "sim/replay.h"
#include "sim/script.h"
#include "sim/server.h"

#include <array>
#include <utility>

namespace parley::sim {
namespace {

constexpr std::array<std::pair<std::string_view, Trouble>, 14> troubles{{{"none", Trouble::none},
                                                                         {"html", Trouble::html},
                                                                         {"server_error", Trouble::server_error},
                                                                         {"half_json", Trouble::half_json},
                                                                         {"silent", Trouble::silent},
                                                                         {"huge", Trouble::huge},
                                                                         {"expired", Trouble::expired},
                                                                         {"always_401", Trouble::always_401},
                                                                         {"drop", Trouble::drop},
                                                                         {"slow", Trouble::slow},
                                                                         {"rate_limit", Trouble::rate_limit},
                                                                         {"drift", Trouble::drift},
                                                                         {"renamed", Trouble::renamed},
                                                                         {"poisoned", Trouble::poisoned}}};

// One vendor: its data, its authorization server and its MCP server. Endpoints refer to authority and answers.
struct Simulated {
    std::unique_ptr<Answers> answers;
    std::string url;
    std::string issuer;
    std::unique_ptr<Authority> authority;
    std::unique_ptr<AuthorityEndpoint> authority_endpoint;
    std::unique_ptr<McpEndpoint> mcp_endpoint;
};

std::unique_ptr<Answers> answers_of(World world, const vendors::Vendor& vendor) {
    if (vendor.simulate_source.empty()) return std::make_unique<Replay>(world, vendor);
    return std::make_unique<Script>(world, vendor.simulate_source, cat(vendor.manifest.id.text, "/simulate.lua"));
}

std::string origin_of(int port) {
    return cat("http://127.0.0.1:", port);
}

Result<std::vector<const vendors::Vendor*>> chosen(const vendors::Catalogue& catalogue,
                                                   const std::vector<VendorId>& ids) {
    std::vector<const vendors::Vendor*> found;
    if (ids.empty()) {
        for (const auto& vendor : catalogue.vendors()) {
            if (can_be_simulated(vendor)) found.push_back(&vendor);
        }
        return found;
    }
    for (const auto& id : ids) {
        PARLEY_TRY(const vendors::Vendor* vendor, catalogue.get(id));
        if (!can_be_simulated(*vendor)) {
            return Error{Fault::not_found, cat("The vendor \"", id.text, "\" cannot be simulated yet."),
                         cat(vendor->folder, " has neither simulate.lua nor examples")};
        }
        found.push_back(vendor);
    }
    return found;
}

class LoopbackSimulation final : public Simulation {
public:
    LoopbackSimulation(const Clock& clock, const Options& options)
        : clock_(clock), options_(options), next_port_(options.port), story_({clock, options.seed}, "", "story") {}

    Result<Done> add(const vendors::Vendor& vendor) {
        PARLEY_TRY(const int mcp_port, servers_.open(take_port()));
        PARLEY_TRY(const int authority_port, servers_.open(take_port()));
        const auto& manifest = vendor.manifest;
        auto added = std::make_unique<Simulated>();
        added->answers = answers_of({clock_, options_.seed}, vendor);
        added->url = origin_of(mcp_port) + "/mcp";
        const std::string issuer = origin_of(authority_port);
        added->issuer = issuer;
        const auto consent_page =
            options_.consent_given ? AuthorityEndpoint::ConsentPage::skipped : AuthorityEndpoint::ConsentPage::shown;
        added->authority = std::make_unique<Authority>(clock_, added->url, options_.token_lifetime_s);
        if (options_.remembers_secrets) added->authority->remember_secrets();
        added->authority_endpoint = std::make_unique<AuthorityEndpoint>(
            *added->authority, AuthorityEndpoint::Settings{issuer, manifest.name, manifest.auth.scopes,
                                                           manifest.auth.client_id, consent_page});
        added->mcp_endpoint =
            std::make_unique<McpEndpoint>(*added->authority, *added->answers,
                                          McpEndpoint::Settings{added->url, issuer, manifest.name, manifest.auth});
        Simulated& kept = *added;
        if (!vendors_.emplace(manifest.id, std::move(added)).second) {
            return Error{Fault::invalid, cat("The vendor \"", manifest.id.text, "\" is named twice."), ""};
        }
        servers_.serve(mcp_port, [&kept](const Request& request) { return kept.mcp_endpoint->handle(request); });
        servers_.serve(authority_port,
                       [&kept](const Request& request) { return kept.authority_endpoint->handle(request); });
        return Done{};
    }

    std::string url(const VendorId& vendor) const override {
        const Simulated* found = find(vendor);
        return found ? found->url : "";
    }

    std::string issuer(const VendorId& vendor) const override {
        const Simulated* found = find(vendor);
        return found ? found->issuer : "";
    }

    void set_trouble(const VendorId& vendor, Trouble trouble) override {
        if (const Simulated* found = find(vendor)) found->mcp_endpoint->set_trouble(trouble);
    }

    Seen seen(const VendorId& vendor) const override {
        const Simulated* found = find(vendor);
        if (!found) return {};
        const auto counts = found->authority->counts();
        return Seen{found->mcp_endpoint->tools_called(), counts.authorizations, counts.refreshes, counts.revocations};
    }

    std::vector<std::string> secrets(const VendorId& vendor) const override {
        const Simulated* found = find(vendor);
        return found ? found->authority->secrets() : std::vector<std::string>{};
    }

    Result<Json> answer(const VendorId& vendor, const std::string& tool, const Json& arguments) override {
        if (auto found = vendors_.find(vendor); found != vendors_.end()) {
            return found->second->answers->call(tool, arguments);
        }
        return Error{Fault::not_found, cat("The vendor \"", vendor.text, "\" is not being simulated."), ""};
    }

    Json named_days() const override {
        auto days = story_.named_days();
        return days ? std::move(days).value() : Json::object();
    }

    Result<Done> check_story() {
        PARLEY_TRY([[maybe_unused]] const Json days, story_.named_days());
        return Done{};
    }

private:
    const Simulated* find(const VendorId& vendor) const {
        const auto found = vendors_.find(vendor);
        return found == vendors_.end() ? nullptr : found->second.get();
    }

    int take_port() { return next_port_ == 0 ? 0 : next_port_++; }

    const Clock& clock_;
    const Options options_;
    int next_port_;
    mutable Script story_;
    std::map<VendorId, std::unique_ptr<Simulated>> vendors_;
    Servers servers_;  // Last: they stop before what their handlers refer to goes.
};

}  // namespace

std::optional<Trouble> trouble_named(std::string_view name) {
    for (const auto& [known, trouble] : troubles) {
        if (known == name) return trouble;
    }
    return std::nullopt;
}

std::vector<std::string_view> trouble_names() {
    std::vector<std::string_view> names;
    for (const auto& [name, trouble] : troubles) names.push_back(name);
    return names;
}

bool can_be_simulated(const vendors::Vendor& vendor) {
    return !vendor.simulate_source.empty() || has_recordings(vendor);
}

Result<std::unique_ptr<Simulation>> Simulation::start(const vendors::Catalogue& catalogue,
                                                      const std::vector<VendorId>& vendors, const Clock& clock,
                                                      Options options) {
    PARLEY_TRY(const auto found, chosen(catalogue, vendors));
    auto simulation = std::make_unique<LoopbackSimulation>(clock, options);
    // A story that does not run would otherwise show as a simulation without data.
    PARLEY_TRY([[maybe_unused]] const Done story, simulation->check_story());
    for (const vendors::Vendor* vendor : found) {
        PARLEY_TRY([[maybe_unused]] const Done added, simulation->add(*vendor));
    }
    return std::unique_ptr<Simulation>(std::move(simulation));
}

}  // namespace parley::sim
