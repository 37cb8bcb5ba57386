#include "connect/target.h"

#include "base/text.h"
#include "policy/gate.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace parley::connect {
namespace {

// parameters also carries what is not of the manifest's template.
Json template_parameters(Json parameters) {
    if (!parameters.is_object()) return Json::object();
    parameters.erase("client_id");
    parameters.erase("header");
    return parameters;
}

bool names_a_secret(const std::string& url) {
    const auto query = url.find('?');
    if (query == std::string::npos) return false;
    for (const auto& field : split(std::string_view(url).substr(query + 1), '&')) {
        const std::string name = lower(field.substr(0, field.find('=')));
        for (const char* word : {"key", "token", "secret", "password", "auth", "signature"}) {
            if (name.find(word) != std::string::npos) return true;
        }
    }
    return false;
}

bool is_header_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
    });
}

}  // namespace

Result<Target> vendor_target(const Connector::Wiring& wiring, const VendorId& vendor, const Json& parameters) {
    PARLEY_TRY(const vendors::Vendor* found, wiring.catalogue.get(vendor));
    std::string url;
    const auto replaced = wiring.url_for_vendor.find(vendor.text);
    if (replaced != wiring.url_for_vendor.end()) {
        url = replaced->second;
    } else {
        PARLEY_TRY(url, vendors::server_url(found->manifest, template_parameters(parameters)));
    }
    PARLEY_TRY(net::SafeUrl server, wiring.guard.check(url));
    return Target{found, found->manifest.name, std::move(url), std::move(server)};
}

Result<Target> custom_target(const Connector::Wiring& wiring, const std::string& url) {
    PARLEY_TRY(net::SafeUrl server, wiring.guard.check(url));
    if (names_a_secret(url)) {
        return Error{Fault::invalid,
                     "The address holds a key: give the key by itself, for addresses are kept in the clear.", ""};
    }
    std::string name = server.host();
    return Target{nullptr, std::move(name), url, std::move(server)};
}

Result<Target> target_of(const Connector::Wiring& wiring, const store::Connection& connection) {
    if (connection.vendor.text == custom_vendor) return custom_target(wiring, connection.url);
    return vendor_target(wiring, connection.vendor, connection.parameters);
}

std::string authorization_header(const vendors::Catalogue& catalogue, const store::Connection& connection) {
    if (connection.auth != "api_key") return "Bearer";
    const vendors::Vendor* vendor = catalogue.find(connection.vendor);
    const std::string header = vendor ? vendor->manifest.auth.header : text_at(connection.parameters, "header");
    return is_header_name(header) && lower(header) != "authorization" ? header : "Bearer";
}

std::vector<std::string> read_scopes(const std::vector<std::string>& scopes) {
    constexpr std::array words = {"write", "admin",  "manage", "delete",    "edit",       "create", "update",
                                  "full",  "modify", "rw",     "readwrite", "read_write", "send",   "publish"};
    std::vector<std::string> kept;
    for (const auto& scope : scopes) {
        const bool writes =
            std::any_of(words.begin(), words.end(), [&](const char* word) { return contains_word(scope, word); });
        if (!writes && !policy::names_a_write(scope)) kept.push_back(scope);
    }
    return kept;
}

}  // namespace parley::connect
