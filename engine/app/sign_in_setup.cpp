#include "app/sign_in_setup.h"

#include "base/text.h"

#include <filesystem>
#include <fstream>

namespace parley::app {
namespace {

constexpr std::size_t secret_bytes_max = 16u << 10;  // A private key in PEM, and more.

Error wrong(std::string message) {
    return Error{Fault::invalid, std::move(message), ""};
}

Result<std::shared_ptr<const Secret>> read_secret_file(const std::string& path) {
    using std::filesystem::perms;
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    if (problem || !std::filesystem::is_regular_file(status)) {
        return wrong(cat("The client secret's file ", path, " cannot be read."));
    }
    if ((status.permissions() & (perms::group_all | perms::others_all)) != perms::none) {
        return wrong(cat("Others can read the client secret's file ", path, ": give it mode 0600."));
    }
    std::ifstream file(path, std::ios::binary);
    std::string text(secret_bytes_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (text.size() > secret_bytes_max) return wrong(cat("The client secret's file ", path, " is too large."));
    if (trim(text).empty()) return wrong(cat("The client secret's file ", path, " holds nothing."));
    return std::make_shared<const Secret>(std::move(text));
}

// Null for a public client.
Result<std::shared_ptr<const Secret>> read_secret(const SignInConfig& config) {
    if (!config.client_secret_file.empty()) return read_secret_file(config.client_secret_file);
    if (!config.client_secret_variable.empty() && !config.client_secret) {
        return wrong(cat("The environment variable ", config.client_secret_variable,
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
