#include "support.h"

using namespace parley;
using namespace parley::oauth;

using Texts = std::vector<std::string>;

TEST_CASE("oauth: a step up asks for what there was and what is wanted, or for nothing") {
    struct {
        const char* why;
        Texts earlier, headers, wanted;
    } const cases[] = {
        {"one more", {"a"}, {"Bearer error=\"insufficient_scope\", scope=\"b\""}, {"a", "b"}},
        {"some known", {"a", "b"}, {"Bearer error=\"insufficient_scope\", scope=\"c b d\""}, {"a", "b", "c", "d"}},
        {"nothing earlier", {}, {"Bearer error=\"insufficient_scope\", scope=\"a\""}, {"a"}},
        {"twice the same", {"a", "a"}, {"Bearer error=\"insufficient_scope\", scope=\"b b\""}, {"a", "b"}},
        {"without a reason", {"a"}, {"Bearer scope=\"b\""}, {"a", "b"}},
        {"among other schemes", {"a"}, {"Basic realm=\"x\", Bearer error=insufficient_scope, scope=b"}, {"a", "b"}},
        {"nothing new", {"a", "b"}, {"Bearer error=\"insufficient_scope\", scope=\"b a\""}, {}},
        {"no scope named", {"a"}, {"Bearer error=\"insufficient_scope\""}, {}},
        {"a dead token", {"a"}, {"Bearer error=\"invalid_token\", scope=\"b\""}, {}},
        {"another scheme's scope", {"a"}, {"DPoP error=\"insufficient_scope\", scope=\"b\""}, {}},
        {"no challenge", {"a"}, {}, {}},
        {"a scope that is none", {"a"}, {"Bearer error=\"insufficient_scope\", scope=\"b\\\"c\""}, {}},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.why));
        CHECK(step_up_scopes(c.earlier, c.headers) == c.wanted);
    }
}

TEST_CASE("oauth: scopes that nobody asked for are named") {
    struct {
        Texts asked;
        const char* granted;
        Texts beyond;
    } const cases[] = {
        {{"a", "b"}, "a b", {}},
        {{"a", "b"}, "a", {}},
        {{"a"}, "", {}},
        {{}, "", {}},
        {{"a"}, "a write", {"write"}},
        {{"a"}, "A", {"A"}},  // Letters count.
        {{}, "read write", {"read", "write"}},
        {{"a"}, "  write   a write ", {"write"}},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.granted));
        CHECK(beyond_asked(c.asked, c.granted) == c.beyond);
    }
}
