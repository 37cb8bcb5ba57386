#include "ask/parallel_fetch.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::ask;

TEST_CASE("ask: an error names its source once") {
    struct {
        const char *message, *expected;
    } const cases[] = {
        {"The server took too long.", "Our shop: The server took too long."},
        {"Our shop must be connected again.", "Our shop must be connected again."},
        {"Nothing came from Our shop.", "Nothing came from Our shop."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.message);
        const Error error = named("Our shop", {Fault::over_limit, c.message, "for the log"});
        CHECK(error.message == c.expected);
        CHECK(error.fault == Fault::over_limit);
        CHECK(error.detail == "for the log");
    }
}
