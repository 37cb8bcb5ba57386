#include "app/sign_in_setup.h"

#include "app/secret_file.h"
#include "base/text.h"

namespace parley::app {
namespace {

Error not_set_up(std::string message) {
    return Error{Fault::invalid, std::move(message), ""};
}

// Null for a public client.
Result<std::shared_ptr<const Secret>> read_secret(const SignInConfig& config) {
    if (!config.client_secret_file.empty()) return read_secret_file(config.client_secret_file, "client secret");
    if (!config.client_secret_variable.empty() && !config.client_secret) {
        return not_set_up(cat("The environment variable ", config.client_secret_variable,
                              ", which holds the client secret, is not set."));
    }
    return config.client_secret;
}

}  // namespace

Result<std::unique_ptr<oauth::RelyingParty>> make_relying_party(const SignInConfig& config, const Addresses& addresses,
                                                                const net::UrlGuard& guard, const Clock& clock) {
    std::unique_ptr<oauth::RelyingParty> party;
    if (config.issuer.empty()) return party;
    PARLEY_TRY(auto secret, read_secret(config));
    party = std::make_unique<oauth::RelyingParty>(
        oauth::RelyingParty::Setup{config.issuer, config.client_id, std::move(secret), addresses.sign_in_uri}, guard,
        clock);
    return party;
}

}  // namespace parley::app
