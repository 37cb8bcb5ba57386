#include "api/target.h"

#include "api/routes.h"

#include <doctest/doctest.h>

using namespace parley::api;

TEST_CASE("api: a request's path is taken as it was sent, its query decoded") {
    const auto target = read_target("/v1/x%2Fy/../z?a=1+2&b=%41%3d&c&a=3&=4");
    REQUIRE(target);
    CHECK(target.value().path == "/v1/x%2Fy/../z");
    CHECK(target.value().query.at("a") == "1 2");
    CHECK(target.value().query.at("b") == "A=");
    CHECK(target.value().query.at("c").empty());
    CHECK(target.value().repeated == std::set<std::string>{"a"});
    REQUIRE(read_target("http://parley/healthz?x=1"));
    CHECK(read_target("http://parley/healthz?x=1").value().path == "/healthz");
    CHECK(read_target("https://parley").value().path == "/");
    for (const char* wrong : {"", "healthz", "*", "?a=1", "/a#b", "/a?b=%", "/a?b=%4", "/a?b=%zz", "ftp://x/y"}) {
        CAPTURE(wrong);
        const auto refused = read_target(wrong);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fault == parley::Fault::invalid);
    }
}

TEST_CASE("api: fixed parts of a route are compared byte for byte, the others are decoded") {
    struct {
        const char *path, *id;  // Null: no such path.
    } const cases[] = {
        {"/v1/vendors/stripe", "stripe"},  {"/v1/vendors/str%69pe", "stripe"}, {"/v1/vendors/a%2Fb", "a/b"},
        {"/v1/%76endors/stripe", nullptr}, {"/v1/vendors/a/b", nullptr},       {"/v1/vendors/", nullptr},
        {"/v1/vendors/%", nullptr},        {"/v1/vendors/%zz", nullptr},       {"/V1/vendors/stripe", nullptr},
    };
    for (const auto& c : cases) {
        CAPTURE(c.path);
        const Match found = match("GET", c.path);
        CHECK((found.route != nullptr) == (c.id != nullptr));
        if (found.route != nullptr && c.id != nullptr) CHECK(found.parameters.at("id") == c.id);
    }
}
