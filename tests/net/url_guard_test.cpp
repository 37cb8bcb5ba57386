#include "net/url_guard.h"

#include "fakes/resolver.h"

#include <doctest/doctest.h>

using namespace parley;
using net::Reach;

namespace {

const char* const somewhere = "93.184.216.34";

struct Guarded {
    fakes::FixedResolver resolver{{{"mcp.stripe.com", {somewhere}},
                                   {"dual.partner.dev", {somewhere, "2606:2800:220:1:248:1893:25c8:1946"}},
                                   {"mcp_server.partner.dev", {somewhere}},
                                   {"10.partner.dev", {somewhere}},
                                   {"3m.com", {somewhere}},
                                   {"mixed.attacker.dev", {somewhere, "10.0.0.1"}},
                                   {"mapped.attacker.dev", {somewhere, "::ffff:169.254.169.254"}},
                                   {"empty.attacker.dev", {}},
                                   {"zone.attacker.dev", {"fe80::1%eth0"}},
                                   {"localhost", {somewhere}},
                                   {"jira.internal", {somewhere}},
                                   {"nas.home.arpa", {somewhere}},
                                   {"metadata.packet.net", {somewhere}},
                                   {"intranet", {somewhere}}}};
    net::UrlGuard guard{resolver, Reach::public_only};
    net::UrlGuard loopback{resolver, Reach::loopback};
};

}  // namespace

TEST_CASE("net: a public https URL passes and is written in one form") {
    Guarded g;
    struct {
        const char* url;
        const char* text;
    } const cases[] = {
        {"https://mcp.stripe.com", "https://mcp.stripe.com/"},
        {"HTTPS://MCP.Stripe.COM:443/", "https://mcp.stripe.com/"},
        {"https://mcp.stripe.com./mcp", "https://mcp.stripe.com/mcp"},
        {"https://mcp.stripe.com:8443/mcp?a=1,2&b=%20", "https://mcp.stripe.com:8443/mcp?a=1,2&b=%20"},
        {"https://mcp.stripe.com?x=1", "https://mcp.stripe.com/?x=1"},
        {"https://mcp.stripe.com/a#part", "https://mcp.stripe.com/a"},
        {"https://mcp.stripe.com/@scope/mcp", "https://mcp.stripe.com/@scope/mcp"},
        {"https://mcp.stripe.com/mcp?next=http://127.0.0.1/", "https://mcp.stripe.com/mcp?next=http://127.0.0.1/"},
        {"https://mcp.stripe.com/\xe4\xbd\xa0", "https://mcp.stripe.com/%E4%BD%A0"},
        {"https://mcp.stripe.com/\"<a>", "https://mcp.stripe.com/%22%3Ca%3E"},
        {"https://mcp_server.partner.dev/", "https://mcp_server.partner.dev/"},
        {"https://10.partner.dev/", "https://10.partner.dev/"},
        {"https://3m.com/", "https://3m.com/"},
        {"https://8.8.8.8/mcp", "https://8.8.8.8/mcp"},
        {"https://[2606:4700:4700:0::1111]/mcp", "https://[2606:4700:4700::1111]/mcp"},
        {"https://[2606:4700:4700::1111]:8443/", "https://[2606:4700:4700::1111]:8443/"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.url);
        const auto url = g.guard.check(c.url);
        REQUIRE_MESSAGE(url, url.error().message);
        CHECK(url.value().text() == c.text);
        CHECK_FALSE(url.value().addresses().empty());
    }
    CHECK(g.guard.check("https://dual.partner.dev/").value().addresses().size() == 2);
    CHECK(g.guard.check("https://[2606:4700:4700::1111]/").value().host() == "2606:4700:4700::1111");
}

TEST_CASE("net: what is no plain https URL is refused before any look-up") {
    Guarded g;
    struct {
        const char* url;
        Fault fault;
    } const cases[] = {
        {"", Fault::invalid},
        {"/mcp", Fault::invalid},
        {"mcp.stripe.com", Fault::invalid},
        {"https:", Fault::invalid},
        {"https:/mcp.stripe.com/", Fault::invalid},
        {"https://", Fault::invalid},
        {"https:///mcp.stripe.com", Fault::invalid},
        {"https://?", Fault::invalid},
        {"https://#", Fault::invalid},
        {"http://mcp.stripe.com/", Fault::denied},
        {"httpss://mcp.stripe.com/", Fault::denied},
        {"wss://mcp.stripe.com/", Fault::denied},
        {"javascript:alert(1)", Fault::denied},
        {" https://mcp.stripe.com/", Fault::invalid},
        {"https://mcp.stripe.com/a b", Fault::invalid},
        {"https://mcp.stripe.com/\r\nX: 1", Fault::invalid},
        {"https://mcp.stripe.com\\@127.0.0.1/", Fault::invalid},
        {"https://mcp.stripe.com@127.0.0.1/", Fault::invalid},
        {"https://@mcp.stripe.com/", Fault::invalid},
        {"https://mcp.stripe.com%2f/", Fault::invalid},
        {"https://mcp.stripe.com:/", Fault::invalid},
        {"https://mcp.stripe.com:0/", Fault::invalid},
        {"https://mcp.stripe.com:65536/", Fault::invalid},
        {"https://mcp.stripe.com:443:443/", Fault::invalid},
        {"https://mcp.stripe.com:+443/", Fault::invalid},
        {"https://mcp.stripe.com../", Fault::invalid},
        {"https://.stripe.com/", Fault::invalid},
        {"https://-a.stripe.com/", Fault::invalid},
        {"https://a-.stripe.com/", Fault::invalid},
        {"https://str\xd1\x96pe.com/", Fault::invalid},
        {"https://2130706433/", Fault::invalid},
        {"https://0x7f.0.0.1/", Fault::invalid},
        {"https://0177.0.0.1/", Fault::invalid},
        {"https://127.1/", Fault::invalid},
        {"https://1.1.1.1.1/", Fault::invalid},
        {"https://1.1.1.1./", Fault::invalid},
        {"https://256.1.1.1/", Fault::invalid},
        {"https://foo.0x/", Fault::invalid},
        {"https://[::1", Fault::invalid},
        {"https://[]/", Fault::invalid},
        {"https://[fe80::1%25eth0]/", Fault::invalid},
        {"https://[127.0.0.1]/", Fault::invalid},
        {"https://[::1]x/", Fault::invalid},
        {"https://::1/", Fault::invalid},
    };
    for (const auto& c : cases) {
        CAPTURE(c.url);
        const auto url = g.guard.check(c.url);
        REQUIRE_FALSE(url);
        CHECK(url.error().fault == c.fault);
        CHECK(url.error().message.ends_with("."));
    }
    CHECK_FALSE(g.guard.check(std::string("https://mcp.stripe.com\0.attacker.dev/", 36)));
    CHECK_FALSE(g.guard.check("https://mcp.stripe.com/" + std::string(3'000, 'a')));
    CHECK_FALSE(g.guard.check("https://" + std::string(64, 'a') + ".com/"));
    CHECK(g.resolver.lookups() == 0);
}

TEST_CASE("net: names and ports that belong to the inside are denied") {
    Guarded g;
    for (const char* url :
         {"https://localhost/", "https://localhost./", "https://jira.internal/", "https://nas.home.arpa/",
          "https://metadata.packet.net/", "https://intranet/", "https://127.0.0.1/", "https://[::1]/",
          "https://mcp.stripe.com:22/", "https://mcp.stripe.com:6379/", "https://mixed.attacker.dev/",
          "https://mapped.attacker.dev/", "https://zone.attacker.dev/", "https://169.254.169.254/",
          "https://127.0.0.1?.stripe.com/", "https://127.0.0.1#.stripe.com/", "http://127.0.0.1/"}) {
        CAPTURE(url);
        const auto checked = g.guard.check(url);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().fault == Fault::denied);
    }
    CHECK(g.guard.check("https://nothing.partner.dev/").error().fault == Fault::unavailable);
    CHECK(g.guard.check("https://empty.attacker.dev/").error().fault == Fault::unavailable);
}

TEST_CASE("net: the loopback reach lets loopback through and nothing else") {
    Guarded g;
    for (const char* url :
         {"http://127.0.0.1:6379/mcp", "http://localhost:8080/", "http://[::1]:1/", "https://localhost/"}) {
        CAPTURE(url);
        const auto checked = g.loopback.check(url);
        REQUIRE(checked);
        for (const auto& address : checked.value().addresses()) CHECK((address == "127.0.0.1" || address == "::1"));
    }
    CHECK(g.loopback.check("http://127.0.0.1:80/a").value().text() == "http://127.0.0.1/a");
    CHECK(g.loopback.check("https://mcp.stripe.com/"));
    for (const char* url : {"http://mcp.stripe.com/", "http://127.0.0.2/", "https://10.0.0.1/", "http://0.0.0.0/",
                            "https://x.localhost/", "https://mixed.attacker.dev/", "http://[::ffff:127.0.0.1]/"}) {
        CAPTURE(url);
        REQUIRE_FALSE(g.loopback.check(url));
    }
    CHECK(g.resolver.lookups() == 2);  // Nobody is asked where localhost is.
}

TEST_CASE("net: a name is dialled where it led when it was checked") {
    Guarded g;
    g.resolver.set("rebind.attacker.dev", {somewhere});
    const auto url = g.guard.check("https://rebind.attacker.dev/");
    g.resolver.set("rebind.attacker.dev", {"169.254.169.254"});
    REQUIRE(url);
    CHECK(url.value().addresses() == std::vector<std::string>{somewhere});
    CHECK(g.guard.check("https://rebind.attacker.dev/").error().fault == Fault::denied);
}

TEST_CASE("net: which addresses are public") {
    struct {
        const char* literal;
        bool is_public;
    } const cases[] = {
        {"9.255.255.255", true},
        {"10.0.0.0", false},
        {"10.255.255.255", false},
        {"11.0.0.0", true},
        {"100.63.255.255", true},
        {"100.64.0.0", false},
        {"100.127.255.255", false},
        {"100.128.0.0", true},
        {"126.255.255.255", true},
        {"127.0.0.1", false},
        {"128.0.0.1", true},
        {"168.63.129.15", true},
        {"168.63.129.16", false},
        {"168.63.129.17", true},
        {"169.254.169.254", false},
        {"169.255.0.1", true},
        {"172.15.255.255", true},
        {"172.16.0.0", false},
        {"172.31.255.255", false},
        {"172.32.0.0", true},
        {"192.0.0.192", false},
        {"192.0.1.1", true},
        {"192.0.2.1", false},
        {"192.88.99.1", false},
        {"192.88.100.1", true},
        {"192.168.1.1", false},
        {"192.169.0.1", true},
        {"198.17.255.255", true},
        {"198.18.0.0", false},
        {"198.20.0.0", true},
        {"203.0.113.9", false},
        {"223.255.255.255", true},
        {"224.0.0.1", false},
        {"255.255.255.255", false},
        {"0.1.2.3", false},
        {"1.1.1.1", true},
        {"01.1.1.1", false},
        {"1.1.1", false},
        {"", false},
        {"mcp.stripe.com", false},
        {"::", false},
        {"::1", false},
        {"::ffff:8.8.8.8", false},
        {"64:ff9b::808:808", false},
        {"1fff:ffff::1", false},
        {"2000::1", true},
        {"2001::1", false},
        {"2001:1ff::1", false},
        {"2001:200::1", true},
        {"2001:db8::1", false},
        {"2001:db9::1", true},
        {"2002:808:808::1", false},
        {"2003::1", true},
        {"2606:4700::1111", true},
        {"3ffe:ffff::1", true},
        {"3fff:fff::1", false},
        {"3fff:1000::1", true},
        {"4000::1", false},
        {"5f00::1", false},
        {"fc00::1", false},
        {"fd00:ec2::254", false},
        {"fe80::1", false},
        {"fec0::1", false},
        {"ff02::1", false},
        {"fe80::1%eth0", false},
        {"2606:4700::1111%1", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.literal);
        CHECK(net::is_public_address(c.literal) == c.is_public);
    }
}

TEST_CASE("net: the system's resolver knows this machine") {
    const auto answers = net::system_resolver()->resolve("localhost", {});
    REQUIRE(answers);
    for (const auto& address : answers.value()) CHECK((address == "127.0.0.1" || address == "::1"));
}
