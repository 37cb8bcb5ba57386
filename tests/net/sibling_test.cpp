#include "fakes/resolver.h"
#include "net/url_guard.h"

#include <doctest/doctest.h>

using namespace parley;

TEST_CASE("net: a sibling is another page of the same server, on the same checked addresses") {
    fakes::FixedResolver resolver;
    const auto page = net::UrlGuard(resolver, net::Reach::loopback).check("http://localhost:81/a/sse?k=v");
    REQUIRE(page);
    struct {
        std::string reference;
        std::string target;  // Empty: refused.
    } const cases[] = {
        {"/messages?session=1", "/messages?session=1"},
        {"messages", "/a/messages"},
        {"?other=1", "/a/sse?other=1"},
        {"http://localhost:81/x", "/x"},
        {"HTTP://LOCALHOST:81/x", "/x"},
        {"/x#part", "/x"},
        {"/to?url=http://elsewhere.example/", "/to?url=http://elsewhere.example/"},
        {"", ""},
        {"http://localhost/x", ""},
        {"https://localhost:81/x", ""},
        {"http://127.0.0.1:81/x", ""},
        {"http://localhost:81@elsewhere.example/x", ""},
        {"//elsewhere.example/x", ""},
        {"\\\\elsewhere.example\\x", ""},
        {"/x y", ""},
        {"/x\r\nHost: y", ""},
        {"javascript:alert(1)//http://x", ""},
        {"/" + std::string(3'000, 'x'), ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.reference);
        const auto sibling = page.value().sibling(c.reference);
        REQUIRE(static_cast<bool>(sibling) == !c.target.empty());
        if (!sibling) continue;
        CHECK(sibling.value().target() == c.target);
        CHECK(sibling.value().origin() == "http://localhost:81");
        CHECK(sibling.value().addresses() == page.value().addresses());
    }
}
