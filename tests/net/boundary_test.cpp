// Each range that must not be dialled, by its first and last address and the neighbours on both sides. The neighbours
// are public unless the next range begins there.
#include "fakes/resolver.h"
#include "net/url_guard.h"

#include <doctest/doctest.h>

using namespace parley;

namespace {

struct Range {
    const char* name;
    const char* below;  // Empty where there is none, or where it is of another range.
    const char* first;
    const char* last;
    const char* above;
};

constexpr Range refused[] = {
    {"0.0.0.0/8", "", "0.0.0.0", "0.255.255.255", "1.0.0.0"},
    {"10.0.0.0/8", "9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
    {"100.64.0.0/10", "100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
    {"127.0.0.0/8", "126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
    {"168.63.129.16", "168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17"},
    {"169.254.0.0/16", "169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
    {"172.16.0.0/12", "172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
    {"192.0.0.0/24", "191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
    {"192.0.2.0/24", "192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
    {"192.88.99.0/24", "192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
    {"192.168.0.0/16", "192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
    {"198.18.0.0/15", "198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
    {"198.51.100.0/24", "198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
    {"203.0.113.0/24", "203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
    {"224.0.0.0/4", "223.255.255.255", "224.0.0.0", "239.255.255.255", ""},
    {"240.0.0.0/4", "", "240.0.0.0", "255.255.255.255", ""},
    {"below 2000::/3", "", "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::"},
    {"2001::/23", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
     "2001:200::"},
    {"2001:db8::/32", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
     "2001:db9::"},
    {"2002::/16", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
     "2003::"},
    {"3fff::/20", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
     "3fff:1000::"},
    {"above 2000::/3", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
     ""},
};

}  // namespace

TEST_CASE("net: every range is refused from its first address to its last, and no further") {
    for (const auto& range : refused) {
        CAPTURE(range.name);
        CHECK_FALSE(net::is_public_address(range.first));
        CHECK_FALSE(net::is_public_address(range.last));
        for (const std::string neighbour : {range.below, range.above}) {
            CAPTURE(neighbour);
            if (!neighbour.empty()) CHECK(net::is_public_address(neighbour));
        }
    }
}

TEST_CASE("net: addresses that hold another address are refused, whatever they hold") {
    for (const char* literal : {"::8.8.8.8",
                                "::ffff:8.8.8.8",
                                "::ffff:0:8.8.8.8",
                                "64:ff9b::8.8.8.8",
                                "64:ff9b:1::8.8.8.8",
                                "64:ff9b:1:808:8:800::",
                                "2001::ffff:8.8.8.8",
                                "2001:0:808:808::1",
                                "2002:808:808::",
                                "2002:7f00:1::1",
                                "fe80::5efe:8.8.8.8",
                                "100::1",
                                "100:0:0:1::1",
                                "5f00::1",
                                "2001:20::1",
                                "2001:10::1",
                                "fec0::1",
                                "fc00::1",
                                "fdff::1",
                                "fe80::1",
                                "febf::1",
                                "ff02::1",
                                "ff0e::1"}) {
        CAPTURE(literal);
        CHECK_FALSE(net::is_public_address(literal));
    }
}

TEST_CASE("net: special-use names are refused at the end of a name, and are labels like others elsewhere") {
    fakes::FixedResolver resolver;
    const net::UrlGuard guard(resolver, net::Reach::public_only);
    for (const std::string special : {"localhost",
                                      "localdomain",
                                      "local",
                                      "internal",
                                      "intranet",
                                      "private",
                                      "lan",
                                      "home",
                                      "corp",
                                      "home.arpa",
                                      "test",
                                      "invalid",
                                      "onion",
                                      "alt",
                                      "consul",
                                      "svc",
                                      "cluster.local",
                                      "metadata.goog",
                                      "metadata.packet.net",
                                      "metadata.platformequinix.com"}) {
        CAPTURE(special);
        for (const std::string& name : {special, "a." + special, "a.b." + special + "."}) {
            const auto inside = guard.check("https://" + name + "/");
            REQUIRE_FALSE(inside);
            CHECK(inside.error().fault == Fault::denied);
        }
        CHECK(resolver.lookups() == 0);
    }
    for (const char* name : {"local.partner.dev", "internal.partner.dev", "svc.partner.dev", "xn--local-9ja.dev",
                             "mylocal.dev", "test.partner.dev", "metadata.partner.dev", "packet.net"}) {
        CAPTURE(name);
        resolver.set(name, {"93.184.216.34"});
        CHECK(guard.check(std::string("https://") + name + "/"));
    }
}
