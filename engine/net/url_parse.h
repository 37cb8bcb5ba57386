#pragma once
// One strict reader of URLs for the whole house. What two parsers might read differently is no URL here, so there is
// nothing left for a second parser to disagree about.

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::net {

enum class HostKind { name, ipv4, ipv6 };

struct UrlParts {
    std::string scheme;  // lower case; https or http
    HostKind host_kind = HostKind::name;
    std::string host;  // lower case, without a trailing dot; IPv6 in its shortest form, without brackets
    std::uint16_t port = 0;
    std::string target;  // path and query, percent-encoded, at least "/"; a fragment is dropped
};

// Fault::invalid, or Fault::denied for a URL of another scheme.
Result<UrlParts> parse_url(std::string_view text);

}  // namespace parley::net
