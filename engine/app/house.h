#pragma once
// Every object of the program, built in one place and handed to each other by reference.

#include "analysis/workbench.h"
#include "api/server.h"
#include "app/addresses.h"
#include "app/model_setup.h"
#include "ask/asker.h"
#include "connect/connector.h"
#include "net/url_guard.h"
#include "sim/sim.h"
#include "store/store.h"
#include "vault/vault.h"
#include "vendors/catalogue.h"

#include <memory>
#include <optional>
#include <string>

namespace parley::app {

// demo: loopback and http pass the URL guard, simulated vendors stand in for the real ones, and a key file is made
// where there is none. Nothing but the --demo switch and the tests say demo.
enum class Mode { production, demo };

// How far what is dialled may be.
net::Reach reach_of(Mode mode);

// Lives on the heap and does not move: its members refer to each other, in the order they stand here.
class House {
public:
    struct Options {
        Mode mode = Mode::production;
        int question_timeout_ms = limits::question_timeout_ms;
        sim::Options simulation = {};        // Of the demo.
        std::vector<VendorId> vendors = {};  // The demo's; empty: all that can be simulated.
    };
    // clock outlives the house.
    static Result<std::unique_ptr<House>> build(const Config& config, const Clock& clock, const Options& options);
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    store::Store& store() { return *store_; }
    const vault::Vault& vault() const { return *vault_; }
    const vendors::Catalogue& catalogue() const { return catalogue_; }
    connect::Connector& connector() { return *connector_; }
    connect::Sessions& sessions() { return *sessions_; }
    ask::Asker& asker() { return *asker_; }
    const net::UrlGuard& guard() const { return guard_; }
    sim::Simulation* simulation() { return simulation_.get(); }  // Null in production.
    Instant now() const { return clock_.now(); }
    api::Doorkeeper& doorkeeper() { return *doorkeeper_; }
    api::Deps deps() {
        return {*store_,
                catalogue_,
                *connector_,
                *asker_,
                clock_,
                *doorkeeper_,
                addresses_.redirect_uri,
                addresses_.client_metadata_url,
                {},
                addresses_.public_origin,
                relying_party_.get(),
                &*vault_,
                proxy_};
    }

    // Takes over what has changed in the vendor folders, after its own examples were tried. Questions that have begun
    // end with what they began with. Simulated vendors go on as they were.
    Result<vendors::Reloaded> reload_plugins();

    // The organization of the command line; made on first use.
    Result<std::unique_ptr<store::OrgStore>> home();

    // Whether the one at the terminal may do that: asked like anybody else, and a refusal leaves its row. what: the
    // command, for the audit.
    Result<Done> may(store::OrgStore& org, policy::Act act, const std::string& what);

private:
    House(vendors::Catalogue catalogue, const Clock& clock, Mode mode);
    Result<Done> furnish(const Config& config, const Options& options);

    const Clock& clock_;
    Addresses addresses_;
    std::string proxy_;
    vendors::Catalogue catalogue_;
    std::unique_ptr<net::Resolver> resolver_;
    net::UrlGuard guard_;
    std::optional<api::Doorkeeper> doorkeeper_;
    std::unique_ptr<store::Store> store_;
    std::optional<vault::Vault> vault_;
    std::unique_ptr<sim::Simulation> simulation_;
    std::unique_ptr<oauth::RelyingParty> relying_party_;  // Null where signing in is not set up.
    std::unique_ptr<connect::Sessions> sessions_;
    std::unique_ptr<connect::Connector> connector_;
    std::optional<analysis::Workbench> workbench_;
    std::optional<net::UrlGuard> model_guard_;
    ModelDesk model_desk_;
    std::optional<ask::Asker> asker_;
};

using api::terminal_user;
api::Caller terminal_caller(const store::OrgStore& org);

// The folder that a file goes into; a new one is its owner's alone.
Result<Done> make_private_folder_of(const std::string& path);

// A new key for the API, shown once.
Result<std::string> make_api_key(store::Store& store, const OrgId& org, const std::string& name, const Clock& clock);

}  // namespace parley::app
