#include "app/addresses.h"

#include "base/text.h"
#include "net/address.h"
#include "net/url_guard.h"
#include "net/url_parse.h"

namespace parley::app {
namespace {

// Every name is somewhere in the public internet: what the guard still refuses is refused for what it is called.
class Anywhere final : public net::Resolver {
public:
    Result<std::vector<std::string>> resolve(const std::string&, const Deadline&) override {
        return std::vector<std::string>{"1.1.1.1"};
    }
};

bool is_public(const std::string& url) {
    Anywhere anywhere;
    return static_cast<bool>(net::UrlGuard(anywhere, net::Reach::public_only).check(url));
}

bool is_this_machine(const net::UrlParts& url) {
    if (url.host_kind == net::HostKind::name) return url.host == "localhost";
    if (url.host_kind == net::HostKind::ipv6) return url.host == "::1";
    const auto address = net::parse_ipv4(url.host);
    return address && *address >> 24 == 127;
}

std::string origin_of(const net::UrlParts& url) {
    const bool bracketed = url.host_kind == net::HostKind::ipv6;
    const bool usual = url.port == (url.scheme == "https" ? 443 : 80);
    return cat(url.scheme, "://", bracketed ? "[" : "", url.host, bracketed ? "]" : "",
               usual ? "" : cat(":", url.port));
}

}  // namespace

Result<Addresses> addresses_of(const Config& config) {
    std::string base = config.public_url.empty() ? cat("http://127.0.0.1:", config.port) : config.public_url;
    while (!base.empty() && base.back() == '/') base.pop_back();
    const auto url = net::parse_url(base);
    const bool plain = base.find_first_of("?#@") == std::string::npos;
    if (!url || !plain || (url.value().scheme == "http" && !is_this_machine(url.value()))) {
        return Error{Fault::invalid,
                     "public_url must be an https address without a query, such as https://parley.example.com.",
                     url ? "" : url.error().message};
    }
    Addresses addresses;
    addresses.redirect_uri = base + "/oauth/callback";
    addresses.sign_in_uri = base + "/sign-in/callback";
    addresses.public_origin = origin_of(url.value());
    if (is_public(base)) addresses.client_metadata_url = base + "/oauth/client-metadata.json";
    return addresses;
}

}  // namespace parley::app
