#include "base/text.h"
#include "fuzz/fuzz.h"
#include "net/address.h"
#include "net/url_guard.h"
#include "net/url_parse.h"

#include <algorithm>
#include <arpa/inet.h>

namespace parley::fuzz {
namespace {

class Answers final : public net::Resolver {
public:
    explicit Answers(std::vector<std::string> answers) : answers_(std::move(answers)) {}
    Result<std::vector<std::string>> resolve(const std::string& host, const Deadline&) override {
        asked = host;
        return answers_;
    }
    std::string asked;

private:
    std::vector<std::string> answers_;
};

// What the C library, by which others might dial, takes for an IPv4 address: octal, hexadecimal, one number.
bool is_loose_ipv4(const std::string& host) {
    in_addr address{};
    return inet_aton(host.c_str(), &address) != 0;
}

// By the bytes alone, and so by another way than the guard's own.
bool is_global_ipv6(const net::Ipv6& address) {
    const bool is_6to4 = address[0] == 0x20 && address[1] == 0x02;
    const bool is_protocol = address[0] == 0x20 && address[1] == 0x01 && address[2] < 2;
    const bool is_documentation = address[0] == 0x20 && address[1] == 0x01 && address[2] == 0x0d && address[3] == 0xb8;
    return address[0] >= 0x20 && address[0] < 0x40 && !is_6to4 && !is_protocol && !is_documentation;
}

void check_parts(const net::UrlParts& parts) {
    must(parts.scheme == "https" || parts.scheme == "http", "a URL is of the web");
    must(parts.port != 0, "a URL has a port");
    must(parts.target.starts_with('/'), "a target begins at the root");
    must(
        std::all_of(parts.target.begin(), parts.target.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '\\'; }),
        "a target holds nothing that two readers take differently");
    must(!parts.host.empty() && lower(parts.host) == parts.host, "a host is in lower case");
    must(parts.host_kind != net::HostKind::name || !is_loose_ipv4(parts.host), "a name is no number to anybody");
    must(parts.host_kind != net::HostKind::ipv4 || is_loose_ipv4(parts.host), "an IPv4 address is one to everybody");
}

void check_safe(const net::SafeUrl& safe, const net::UrlGuard& guard, const Answers& answers) {
    must(safe.scheme() == "https", "only https passes");
    must(!safe.addresses().empty(), "a checked URL has an address");
    for (const auto& address : safe.addresses()) {
        must(net::is_public_address(address), "only public addresses are dialled");
        const auto six = net::parse_ipv6(address);
        must(!six || is_global_ipv6(*six), "only global unicast addresses are dialled");
    }
    must(answers.asked.empty() || answers.asked == safe.host(), "the name that is looked up is the host");
    must(answers.asked.empty() || safe.host().find('.') != std::string::npos, "a public name has two labels");
    const auto again = guard.check(safe.text());
    must(again && again.value().text() == safe.text(), "a URL is read again as it was written");
}

}  // namespace

void url(Bytes bytes) {
    const auto text = text_of(bytes);
    const auto line = text.rfind('\n');
    const auto tail = line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
    const auto url = text.substr(0, line);

    if (const auto parts = net::parse_url(url)) check_parts(parts.value());
    Answers answers(tail.empty() ? std::vector<std::string>{"93.184.216.34"} : split(tail, ' '));
    const net::UrlGuard guard(answers, net::Reach::public_only);
    const auto safe = guard.check(url);
    if (!safe) {
        must(is_one_line(safe.error().message), "a refusal is one line");
        return;
    }
    check_safe(safe.value(), guard, answers);
    const auto sibling = safe.value().sibling(tail);
    if (!sibling) return;
    must(sibling.value().origin() == safe.value().origin(), "a sibling is of the same server");
    must(sibling.value().addresses() == safe.value().addresses(), "a sibling is dialled where its sibling is");
}

}  // namespace parley::fuzz
