#include "app/house.h"

#include "api/admission.h"
#include "app/database.h"
#include "app/key_source.h"
#include "app/sign_in_setup.h"
#include "app/tiers.h"
#include "app/word_vectors.h"
#include "base/text.h"
#include "kit/self_test.h"
#include "vault/crypto.h"

#include <filesystem>

namespace parley::app {
namespace {

constexpr std::string_view home_org = "local";

}  // namespace

net::Reach reach_of(Mode mode) {
    return mode == Mode::demo ? net::Reach::loopback : net::Reach::public_only;
}

House::House(vendors::Catalogue catalogue, const Clock& clock, Mode mode)
    : clock_(clock),
      catalogue_(std::move(catalogue)),
      resolver_(net::system_resolver()),
      guard_(*resolver_, reach_of(mode)) {}

Result<std::unique_ptr<House>> House::build(const Config& config, const Clock& clock, const Options& options) {
    PARLEY_TRY(auto catalogue, vendors::Catalogue::read(config.plugins));
    std::unique_ptr<House> house(new House(std::move(catalogue), clock, options.mode));  // The constructor is private.
    PARLEY_TRY([[maybe_unused]] Done done, house->furnish(config, options));
    return house;
}

Result<Done> House::furnish(const Config& config, const Options& options) {
    PARLEY_TRY(addresses_, addresses_of(config));
    proxy_ = config.proxy;
    PARLEY_TRY(auto permits, read_tiers(config.tiers));
    doorkeeper_.emplace(std::move(permits), clock_);
    const auto missing = options.mode == Mode::demo ? vault::Missing::create : vault::Missing::refuse;
    if (missing == vault::Missing::create) {
        PARLEY_TRY([[maybe_unused]] Done key_folder, make_private_folder_of(config.key_file));
    }
    PARLEY_TRY(auto keys, read_keys(config, missing));
    vault_.emplace(std::move(keys), clock_);
    PARLEY_TRY(store_, open_database(config));

    std::map<std::string, std::string> urls;
    if (options.mode == Mode::demo) {
        PARLEY_TRY(simulation_, sim::Simulation::start(catalogue_, options.vendors, clock_, options.simulation));
        for (const auto& vendor : catalogue_.vendors()) {
            const std::string url = simulation_->url(vendor.manifest.id);
            if (!url.empty()) urls[vendor.manifest.id.text] = url;
        }
    }
    PARLEY_TRY(relying_party_, make_relying_party(config.sign_in, addresses_, guard_, clock_));
    sessions_ = std::make_unique<connect::Sessions>(
        connect::Sessions::Wiring{*vault_, catalogue_, guard_, clock_, addresses_.redirect_uri});
    connector_ = std::make_unique<connect::Connector>(
        connect::Connector::Wiring{*store_, *vault_, catalogue_, guard_, clock_, *sessions_, addresses_.redirect_uri,
                                   std::move(urls), addresses_.client_metadata_url});
    PARLEY_TRY(workbench_, analysis::Workbench::open());
    // The operator alone says that the language model may be on this machine, and nothing else is let through by it.
    model_guard_.emplace(*resolver_, config.model.local ? net::Reach::loopback : reach_of(options.mode));
    PARLEY_TRY(model_desk_, make_model_desk(config.model, *model_guard_));
    PARLEY_TRY(auto word_vectors, read_word_vectors(config.word_vectors));
    asker_.emplace(ask::Asker::Wiring{catalogue_, *sessions_, *workbench_, clock_, options.question_timeout_ms,
                                      model_desk_.proposer.get(), std::move(word_vectors)});
    return Done{};
}

Result<vendors::Reloaded> House::reload_plugins() {
    return catalogue_.reload([this](const vendors::Vendor& vendor) { return kit::self_test(vendor, clock_.now()); });
}

Result<std::unique_ptr<store::OrgStore>> House::home() {
    const OrgId id{std::string(home_org)};
    auto org = store_->for_org(id);
    if (org->settings()) return org;
    store::Organization organization;
    organization.id = id;
    organization.name = "This machine";
    organization.created_at = clock_.now();
    PARLEY_TRY([[maybe_unused]] Done made, store_->create_organization(organization));
    return org;
}

Result<Done> House::may(store::OrgStore& org, policy::Act act, const std::string& what) {
    return doorkeeper_->check(org, terminal_caller(org), act, what);
}

api::Caller terminal_caller(const store::OrgStore& org) {
    return {org.org(), terminal_user, policy::Role::owner, api::Caller::How::terminal};
}

Result<Done> make_private_folder_of(const std::string& path) {
    std::error_code problem;
    const auto folder = std::filesystem::path(path).parent_path();
    if (folder.empty()) return Done{};
    const bool made = std::filesystem::create_directories(folder, problem);
    if (made && !problem) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, problem);
    if (problem)
        return Error{Fault::invalid, cat("The folder ", folder.string(), " cannot be made."), problem.message()};
    return Done{};
}

Result<std::string> make_api_key(store::Store& store, const OrgId& org, const std::string& name, const Clock& clock) {
    const std::string key = api::new_key_text();
    const store::ApiKey row{{cat("k", vault::random_token(9))}, org, terminal_user, name, clock.now(), "owner"};
    const store::AuditEntry entry{terminal_user, "key", row.id.text, {{"name", name}, {"role", row.role}}, clock.now()};
    PARLEY_TRY([[maybe_unused]] Done saved, store.for_org(org)->save_key(row, vault::sha256_hex(key), entry));
    return key;
}

}  // namespace parley::app
