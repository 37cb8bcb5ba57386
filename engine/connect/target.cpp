#include "connect/target.h"

#include "base/text.h"
#include "policy/gate.h"
#include "policy/words.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace parley::connect {
namespace {

// parameters also carries what is not of the manifest's template.
Json template_parameters(Json parameters) {
    if (!parameters.is_object()) return Json::object();
    for (const char* name : {"client_id", "header", "scopes", "step_ups"}) parameters.erase(name);
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

// "orders:write" and "orders_write" alike. A scope that says that it reads does, whatever it reads: "store:read".
bool is_write_scope(const std::string& scope) {
    constexpr std::array<std::string_view, 16> writes = {"write", "writes",    "writer", "admin",  "manage", "delete",
                                                         "edit",  "editor",    "create", "update", "full",   "modify",
                                                         "rw",    "readwrite", "send",   "publish"};
    constexpr std::array<std::string_view, 5> reads = {"read", "readonly", "reader", "view", "viewer"};
    const auto words = policy::words_of(scope);
    const auto is_one_of = [](const auto& list) {
        return [&](const std::string& word) { return std::find(list.begin(), list.end(), word) != list.end(); };
    };
    if (std::any_of(words.begin(), words.end(), is_one_of(writes))) return true;
    return policy::names_a_write(scope) && std::none_of(words.begin(), words.end(), is_one_of(reads));
}

}  // namespace

Result<Target> vendor_target(const Connector::Wiring& wiring, const VendorId& vendor, const Json& parameters) {
    PARLEY_TRY(const vendors::Vendor* found, wiring.catalogue.get(vendor));
    std::string url;
    const Json given = template_parameters(parameters);
    const auto replaced = wiring.url_for_vendor.find(vendor.text);
    const bool is_replaced = replaced != wiring.url_for_vendor.end();
    const auto missing = is_replaced ? vendors::Missing::allowed : vendors::Missing::refused;
    PARLEY_TRY([[maybe_unused]] const Done checked, vendors::check_settings(found->manifest, given, missing));
    if (is_replaced) {
        url = replaced->second;
    } else {
        PARLEY_TRY(url, vendors::server_url(found->manifest, given));
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

net::Headers setting_headers(const vendors::Catalogue& catalogue, const store::Connection& connection) {
    net::Headers headers;
    const vendors::Vendor* vendor = catalogue.find(connection.vendor);
    if (!vendor) return headers;
    for (const auto& setting : vendor->manifest.settings) {
        std::string value = text_at(connection.parameters, setting.name);
        if (!setting.header.empty() && !value.empty()) headers.emplace_back(setting.header, std::move(value));
    }
    return headers;
}

std::vector<std::string> read_scopes(const std::vector<std::string>& scopes) {
    std::vector<std::string> kept;
    std::copy_if(scopes.begin(), scopes.end(), std::back_inserter(kept),
                 [](const std::string& scope) { return !is_write_scope(scope); });
    return kept;
}

std::vector<std::string> write_scopes(const std::vector<std::string>& scopes) {
    std::vector<std::string> found;
    std::copy_if(scopes.begin(), scopes.end(), std::back_inserter(found), is_write_scope);
    return found;
}

std::string named(const std::vector<std::string>& scopes) {
    constexpr std::size_t names_max = 3;
    constexpr std::size_t name_bytes_max = 60;
    const auto is_plain = [](const std::string& scope) {
        return scope.size() <= name_bytes_max && std::all_of(scope.begin(), scope.end(), [](char c) {
                   return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("._:/-").find(c) < 5;
               });
    };
    std::vector<std::string> names;
    for (const auto& scope : scopes) {
        if (names.size() < names_max && is_plain(scope)) names.push_back(scope);
    }
    if (names.size() < scopes.size()) names.emplace_back(names.empty() ? "of a name not shown here" : "and more");
    return join(names, ", ");
}

}  // namespace parley::connect
