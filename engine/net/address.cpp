#include "net/address.h"

#include "net/url_guard.h"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>

namespace parley::net {
namespace {

constexpr Ipv4 ipv4(unsigned a, unsigned b, unsigned c, unsigned d) {
    return a << 24 | b << 16 | c << 8 | d;
}

struct Ipv4Range {
    Ipv4 start;
    int bits;
};

// IANA's special-purpose registry, as far as it is not reachable from everywhere.
constexpr Ipv4Range ipv4_refused[] = {
    {ipv4(0, 0, 0, 0), 8},         // this network
    {ipv4(10, 0, 0, 0), 8},        // private
    {ipv4(100, 64, 0, 0), 10},     // carrier-grade NAT; Alibaba's metadata
    {ipv4(127, 0, 0, 0), 8},       // loopback
    {ipv4(168, 63, 129, 16), 32},  // Azure's WireServer: a public number that answers inside only
    {ipv4(169, 254, 0, 0), 16},    // link-local; metadata of most clouds
    {ipv4(172, 16, 0, 0), 12},     // private
    {ipv4(192, 0, 0, 0), 24},      // protocol assignments; Oracle's metadata
    {ipv4(192, 0, 2, 0), 24},      // documentation
    {ipv4(192, 88, 99, 0), 24},    // 6to4 relays
    {ipv4(192, 168, 0, 0), 16},    // private
    {ipv4(198, 18, 0, 0), 15},     // benchmarks
    {ipv4(198, 51, 100, 0), 24},   // documentation
    {ipv4(203, 0, 113, 0), 24},    // documentation
    {ipv4(224, 0, 0, 0), 3},       // multicast, reserved, broadcast
};

struct Ipv6Range {
    std::array<std::uint8_t, 4> start;
    int bits;
};

// Inside 2000::/3, which is all of IPv6 that is handed out: NAT64, mapped, unique-local and link-local lie outside.
constexpr Ipv6Range ipv6_refused[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments: Teredo, benchmarks, ORCHID
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02, 0x00, 0x00}, 16},  // 6to4: holds any IPv4 address
    {{0x3f, 0xff, 0x00, 0x00}, 20},  // documentation, RFC 9637
};

std::uint32_t first_word(const Ipv6& address) {
    return ipv4(address[0], address[1], address[2], address[3]);
}

bool shares_bits(std::uint32_t a, std::uint32_t b, int bits) {
    return ((a ^ b) >> (32 - bits)) == 0;
}

bool is_public(Ipv4 address) {
    return std::none_of(std::begin(ipv4_refused), std::end(ipv4_refused),
                        [&](const Ipv4Range& range) { return shares_bits(address, range.start, range.bits); });
}

bool is_public(const Ipv6& address) {
    const auto word = first_word(address);
    if (!shares_bits(word, 0x20000000u, 3)) return false;
    return std::none_of(std::begin(ipv6_refused), std::end(ipv6_refused), [&](const Ipv6Range& range) {
        const auto& s = range.start;
        return shares_bits(word, ipv4(s[0], s[1], s[2], s[3]), range.bits);
    });
}

}  // namespace

std::optional<Ipv4> parse_ipv4(std::string_view text) {
    Ipv4 address = 0;
    for (int part = 0; part < 4; ++part) {
        if (part > 0) {
            if (!text.starts_with('.')) return std::nullopt;
            text.remove_prefix(1);
        }
        unsigned value = 0;
        std::size_t digits = 0;
        while (digits < text.size() && digits < 3 && text[digits] >= '0' && text[digits] <= '9') {
            value = value * 10 + static_cast<unsigned>(text[digits++] - '0');
        }
        // A leading zero is octal to some readers and decimal to others.
        if (digits == 0 || value > 255 || (digits > 1 && text.front() == '0')) return std::nullopt;
        address = address << 8 | value;
        text.remove_prefix(digits);
    }
    if (!text.empty()) return std::nullopt;
    return address;
}

std::optional<Ipv6> parse_ipv6(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    Ipv6 address{};
    if (inet_pton(AF_INET6, std::string(text).c_str(), address.data()) != 1) return std::nullopt;
    return address;
}

std::string text_of(const Ipv6& address) {
    char buffer[INET6_ADDRSTRLEN];
    const char* text = inet_ntop(AF_INET6, address.data(), buffer, sizeof buffer);
    return text ? text : "";
}

bool is_public_address(std::string_view literal) {
    if (const auto four = parse_ipv4(literal)) return is_public(*four);
    if (const auto six = parse_ipv6(literal)) return is_public(*six);
    return false;
}

}  // namespace parley::net
