#pragma once
// Address literals, read strictly: IPv4 as four plain numbers, IPv6 as inet_pton reads it, without a zone.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::net {

using Ipv4 = std::uint32_t;                 // In host order: 127.0.0.1 is 0x7f000001.
using Ipv6 = std::array<std::uint8_t, 16>;  // In network order.

std::optional<Ipv4> parse_ipv4(std::string_view text);
std::optional<Ipv6> parse_ipv6(std::string_view text);
std::string text_of(const Ipv6& address);  // The shortest form, as RFC 5952 writes it.

}  // namespace parley::net
