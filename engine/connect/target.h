#pragma once
// Which server a connection is for: a vendor of the catalogue or a custom address. For this room only.

#include "connect/connector.h"

#include <optional>
#include <string>

namespace parley::connect {

inline constexpr std::string_view custom_vendor = "custom";

struct Target {
    const vendors::Vendor* vendor = nullptr;  // null: a custom server
    std::string name;                         // For people.
    std::string url;                          // As it is kept; dialled only after another check.
    net::SafeUrl server;
};

// Fault::invalid for parameters that do not fit and for an address with a secret in it; the guard's faults.
Result<Target> vendor_target(const Connector::Wiring& wiring, const VendorId& vendor, const Json& parameters);
Result<Target> custom_target(const Connector::Wiring& wiring, const std::string& url);
Result<Target> target_of(const Connector::Wiring& wiring, const store::Connection& connection);

// What mcp::Session::open wants to know: "Bearer", or the name of the header that carries the key.
std::string authorization_header(const vendors::Catalogue& catalogue, const store::Connection& connection);

// The settings that travel in headers of their own, for mcp::Options.
net::Headers setting_headers(const vendors::Catalogue& catalogue, const store::Connection& connection);

// Scopes of a read-only product: what plainly asks for more than reading is left out.
std::vector<std::string> read_scopes(const std::vector<std::string>& scopes);
std::vector<std::string> write_scopes(const std::vector<std::string>& scopes);  // What is left out.

// For a sentence: the first few, as far as they are short and plain.
std::string named(const std::vector<std::string>& scopes);

}  // namespace parley::connect
