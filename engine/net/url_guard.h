#pragma once
// Text -> SafeUrl: the only way to a URL that Http will dial. Every address the name resolves to has been checked, and
// those addresses are the ones dialled, so a name that changes its mind later changes nothing.

#include "base/deadline.h"
#include "base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parley::net {

class SafeUrl {
public:
    const std::string& scheme() const { return scheme_; }  // https, or http where loopback is let through
    const std::string& host() const { return host_; }      // lower case; IPv6 without brackets
    std::uint16_t port() const { return port_; }
    const std::string& target() const { return target_; }                     // path and query, at least "/"
    const std::vector<std::string>& addresses() const { return addresses_; }  // checked, as literals; at least one
    std::string origin() const;  // "https://host[:port]", default port left out
    std::string text() const;    // origin and target

    // Another page of the same server, on the addresses that were checked. reference: an absolute URL, a path from the
    // root, or one beside this page. Fault::denied where it names another server.
    Result<SafeUrl> sibling(std::string_view reference) const;

private:
    friend class UrlGuard;
    SafeUrl() = default;
    std::string scheme_, host_, target_;
    std::uint16_t port_ = 0;
    std::vector<std::string> addresses_;
};

// Name look-up, all answers. Implementations are safe from several threads.
class Resolver {
public:
    virtual ~Resolver() = default;
    // Fault::unavailable, also where the deadline is over before there is an answer.
    virtual Result<std::vector<std::string>> resolve(const std::string& host, const Deadline& deadline) = 0;
};
std::unique_ptr<Resolver> system_resolver();

// loopback: http and 127.0.0.1, ::1, localhost pass as well. For --demo and tests; no configuration file sets it.
enum class Reach { public_only, loopback };

// Rules in SECURITY terms: https only; no userinfo, backslash, space, control or percent sign in the authority; IPv4
// only in canonical dotted form; a public DNS name of two or more labels or a public literal; special-use names refused
// whatever DNS says; every answer public; IPv6 only from 2000::/3 minus a list. Safe from several threads.
class UrlGuard {
public:
    UrlGuard(Resolver& resolver, Reach reach) : resolver_(resolver), reach_(reach) {}

    // Fault::invalid for what is no URL, Fault::denied for what must not be dialled, Fault::unavailable where the name
    // does not resolve in time or the waiting was called off. Each with one sentence that says why.
    Result<SafeUrl> check(std::string_view url, const Deadline& deadline = {}) const;

private:
    Resolver& resolver_;
    Reach reach_;
};

// True where the literal is an address of the public internet.
bool is_public_address(std::string_view literal);

}  // namespace parley::net
