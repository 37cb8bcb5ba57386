#include "net/url_parse.h"

#include "base/limits.h"
#include "base/result.h"
#include "base/text.h"
#include "net/address.h"

#include <algorithm>

namespace parley::net {
namespace {

constexpr std::size_t name_octets_max = 253;
constexpr std::size_t label_octets_max = 63;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Result<std::string> read_scheme(std::string_view& text) {
    const auto end = text.find(':');
    if (end == 0 || end == std::string_view::npos) return invalid("This is no URL: it must begin with https://.");
    const auto word = text.substr(0, end);
    const bool clean = is_letter(word.front()) && std::all_of(word.begin(), word.end(), [](char c) {
                           return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
                       });
    if (!clean) return invalid("This is no URL: it must begin with https://.");
    auto scheme = lower(word);
    if (scheme != "https" && scheme != "http") {
        return Error{Fault::denied, "Only https addresses can be connected.", cat("scheme ", scheme)};
    }
    text.remove_prefix(end + 1);
    if (!text.starts_with("//")) return invalid("Two slashes must follow https:.");
    text.remove_prefix(2);
    return scheme;
}

Result<Done> check_authority(std::string_view authority) {
    if (authority.empty()) return invalid("The URL names no host.");
    for (const char c : authority) {
        if (c == '@') return invalid("A URL with a user name or password in it cannot be connected.");
        if (c == '%') return invalid("The host must be written without percent signs.");
        if (static_cast<unsigned char>(c) >= 0x80)
            return invalid("The host must be written in its ASCII form (xn--...).");
        const bool fine =
            is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
        if (!fine) return invalid("The host holds a character that no host has.");
    }
    return Done{};
}

Result<std::uint16_t> read_port(std::string_view text, std::string_view scheme) {
    if (text.empty()) return static_cast<std::uint16_t>(scheme == "https" ? 443 : 80);
    text.remove_prefix(1);  // the colon
    std::uint32_t port = 0;
    if (text.empty() || text.size() > 5 || !std::all_of(text.begin(), text.end(), is_digit)) {
        return invalid("The port must be a number from 1 to 65535.");
    }
    for (const char c : text) port = port * 10 + static_cast<std::uint32_t>(c - '0');
    if (port == 0 || port > 65535) return invalid("The port must be a number from 1 to 65535.");
    return static_cast<std::uint16_t>(port);
}

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > label_octets_max || label.front() == '-' || label.back() == '-') return false;
    return std::all_of(label.begin(), label.end(),
                       [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
}

Result<Done> check_name(const std::string& name) {
    const auto labels = split(name, '.');
    if (name.size() > name_octets_max || !std::all_of(labels.begin(), labels.end(), is_label)) {
        return invalid("The host is no valid name.");
    }
    // The rule of the WHATWG URL standard: whatever ends in a number is an IPv4 address, or nothing.
    if (!is_letter(labels.back().front())) {
        return invalid("The host is neither a name nor an IPv4 address written as four plain numbers.");
    }
    return Done{};
}

Result<Done> read_host(std::string_view text, UrlParts& parts) {
    if (text.starts_with('[')) {
        const auto six = parse_ipv6(text.substr(1, text.size() - 2));
        if (!six) return invalid("The host is no valid IPv6 address.");
        parts.host_kind = HostKind::ipv6;
        parts.host = text_of(*six);
        return Done{};
    }
    if (parse_ipv4(text)) {
        parts.host_kind = HostKind::ipv4;
        parts.host = std::string(text);
        return Done{};
    }
    if (text.ends_with('.')) text.remove_suffix(1);
    parts.host = lower(text);
    return check_name(parts.host);
}

// Where the host ends and ":port" begins, or npos for an authority with stray brackets or colons.
std::size_t end_of_host(std::string_view authority) {
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos) return close;
        const auto rest = authority.substr(close + 1);
        return rest.empty() || rest.front() == ':' ? close + 1 : std::string_view::npos;
    }
    if (authority.find_first_of("[]") != std::string_view::npos) return std::string_view::npos;
    const auto colon = authority.find(':');
    return colon == std::string_view::npos ? authority.size() : colon;
}

Result<std::string> read_target(std::string_view text) {
    std::string target = text.starts_with('/') ? "" : "/";
    for (const char c : text.substr(0, text.find('#'))) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet <= 0x20 || octet == 0x7f) return invalid("The URL holds a blank or a control character.");
        if (c == '\\') return invalid("The URL holds a backslash.");
        if (octet < 0x80 && std::string_view("\"<>^`{|}").find(c) == std::string_view::npos) {
            target.push_back(c);
            continue;
        }
        constexpr char hex[] = "0123456789ABCDEF";
        target.append({'%', hex[octet >> 4], hex[octet & 15]});
    }
    return target;
}

Error too_long() {
    return invalid(cat("The URL is longer than ", limits::url_bytes, " characters."));
}

// Written again, a path is up to three times as long, and an address may have brackets and a port.
bool is_too_long(const UrlParts& parts) {
    constexpr std::size_t punctuation_bytes = std::string_view("://[]:65535").size();
    return parts.scheme.size() + parts.host.size() + parts.target.size() + punctuation_bytes > limits::url_bytes;
}

}  // namespace

Result<UrlParts> parse_url(std::string_view text) {
    if (text.empty()) return invalid("There is no URL.");
    if (text.size() > limits::url_bytes) return too_long();
    const bool dirty = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '\\';
    });
    if (dirty) return invalid("The URL holds a blank, a backslash or a control character.");

    UrlParts parts;
    PARLEY_TRY(parts.scheme, read_scheme(text));
    const auto authority = text.substr(0, text.find_first_of("/?#"));
    PARLEY_TRY([[maybe_unused]] auto clean, check_authority(authority));
    const auto host_end = end_of_host(authority);
    if (host_end == std::string_view::npos) return invalid("The host is no valid IPv6 address.");
    PARLEY_TRY([[maybe_unused]] auto named, read_host(authority.substr(0, host_end), parts));
    PARLEY_TRY(parts.port, read_port(authority.substr(host_end), parts.scheme));
    PARLEY_TRY(parts.target, read_target(text.substr(authority.size())));
    if (is_too_long(parts)) return too_long();
    return parts;
}

}  // namespace parley::net
