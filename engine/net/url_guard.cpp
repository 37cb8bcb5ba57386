#include "net/url_guard.h"

#include "base/text.h"
#include "net/trouble.h"
#include "net/url_parse.h"

#include <algorithm>
#include <optional>

namespace parley::net {
namespace {

// Names that are special wherever they lead: RFC 6761 and its followers, what companies use inside, and what clouds
// and clusters answer to. Each with all names under it.
constexpr std::string_view special_names[] = {"localhost",
                                              "localdomain",
                                              "local",
                                              "internal",
                                              "intranet",
                                              "private",
                                              "lan",
                                              "home",
                                              "corp",
                                              "arpa",
                                              "test",
                                              "invalid",
                                              "onion",
                                              "alt",
                                              "consul",
                                              "svc",
                                              "cluster",
                                              "kube",
                                              "metadata.goog",
                                              "metadata.packet.net",
                                              "metadata.platformequinix.com"};

// Ports at which other protocols listen that might take a request line for a command: those of the Fetch standard,
// and the databases and brokers of a data centre.
constexpr std::uint16_t refused_ports[] = {
    1,    7,    9,    11,   13,   15,   17,   19,   20,   21,    22,    23,    25,    37,   42,   43,
    53,   69,   77,   79,   87,   95,   101,  102,  103,  104,   109,   110,   111,   113,  115,  117,
    119,  123,  135,  137,  138,  139,  143,  161,  162,  179,   389,   427,   445,   465,  512,  513,
    514,  515,  526,  530,  531,  532,  540,  548,  554,  556,   563,   587,   601,   623,  636,  873,
    989,  990,  993,  995,  1433, 1521, 1719, 1720, 1723, 2049,  2181,  2375,  2376,  2379, 2380, 3306,
    3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672, 5900, 5984,  6000,  6379,  6443,  6566, 6665, 6666,
    6667, 6668, 6669, 6679, 6697, 9042, 9092, 9200, 9300, 10080, 10250, 11211, 27017, 27018};

Error denied(std::string message, std::string detail) {
    return Error{Fault::denied, std::move(message), std::move(detail)};
}

// Loopback by definition (RFC 6761), so no look-up has a say in it.
std::vector<std::string> loopback_addresses(const std::string& host) {
    if (host == "localhost") return {"127.0.0.1", "::1"};
    if (host == "127.0.0.1" || host == "::1") return {host};
    return {};
}

bool is_under(std::string_view name, std::string_view parent) {
    if (!name.ends_with(parent)) return false;
    return name.size() == parent.size() || name[name.size() - parent.size() - 1] == '.';
}

Result<Done> check_public_name(const std::string& name) {
    const auto special = std::find_if(std::begin(special_names), std::end(special_names),
                                      [&](std::string_view parent) { return is_under(name, parent); });
    if (special != std::end(special_names)) {
        return denied("This host name belongs to a private network.", cat(name, " is under ", *special));
    }
    const auto last_dot = name.rfind('.');
    if (last_dot == std::string::npos || name.size() - last_dot < 3) {
        return denied("The host must be a public name, such as mcp.stripe.com.", name);
    }
    return Done{};
}

Result<Done> check_port(std::uint16_t port) {
    if (std::find(std::begin(refused_ports), std::end(refused_ports), port) == std::end(refused_ports)) return Done{};
    return denied(cat("Port ", port, " is not one that web servers use."), "");
}

}  // namespace

std::string SafeUrl::origin() const {
    const bool six = host_.find(':') != std::string::npos;
    std::string origin = six ? cat(scheme_, "://[", host_, "]") : cat(scheme_, "://", host_);
    const bool usual = port_ == (scheme_ == "https" ? 443 : 80);
    return usual ? origin : cat(origin, ":", port_);
}

std::string SafeUrl::text() const {
    return origin() + target_;
}

Result<SafeUrl> SafeUrl::sibling(std::string_view reference) const {
    if (reference.empty()) return Error{Fault::invalid, "There is no URL.", ""};
    if (reference.starts_with("//")) return denied("This address leads to another server.", "");
    std::string whole(reference);
    const auto first = reference.find_first_of(":/?#");
    const bool has_scheme = first != std::string_view::npos && reference[first] == ':';
    if (reference.starts_with('/')) {
        whole = cat(origin(), reference);
    } else if (!has_scheme) {
        const auto page = std::string_view(target_).substr(0, target_.find('?'));
        const auto folder = page.substr(0, page.rfind('/') + 1);
        whole = cat(origin(), reference.starts_with('?') ? page : folder, reference);
    }
    PARLEY_TRY(auto parts, parse_url(whole));
    if (parts.scheme != scheme_ || parts.host != host_ || parts.port != port_) {
        return denied("This address leads to another server.", cat(parts.scheme, " ", parts.host, " ", parts.port));
    }
    SafeUrl other = *this;
    other.target_ = std::move(parts.target);
    return other;
}

Result<SafeUrl> UrlGuard::check(std::string_view url, const Deadline& deadline) const {
    PARLEY_TRY(auto parts, parse_url(url));
    SafeUrl safe;
    safe.scheme_ = std::move(parts.scheme);
    safe.host_ = std::move(parts.host);
    safe.port_ = parts.port;
    safe.target_ = std::move(parts.target);

    if (reach_ == Reach::loopback) {
        safe.addresses_ = loopback_addresses(safe.host_);
        if (!safe.addresses_.empty()) return safe;
    }
    if (safe.scheme_ != "https") return denied("Only https addresses can be connected.", "scheme http");
    PARLEY_TRY([[maybe_unused]] auto port, check_port(safe.port_));
    if (parts.host_kind == HostKind::name) {
        PARLEY_TRY([[maybe_unused]] auto name, check_public_name(safe.host_));
        if (deadline.stop.stop_requested()) return cancelled();
        PARLEY_TRY(safe.addresses_, resolver_.resolve(safe.host_, deadline));
    } else {
        safe.addresses_.push_back(safe.host_);
    }
    if (safe.addresses_.empty()) return Error{Fault::unavailable, cat(safe.host_, " leads to no address."), ""};
    // One private answer among public ones condemns the name: whoever mixes them means to be dialled at the private
    // one.
    for (const auto& address : safe.addresses_) {
        if (!is_public_address(address)) {
            return denied(cat(safe.host_, " leads to an address that is not on the public internet."), address);
        }
    }
    return safe;
}

}  // namespace parley::net
