#include "base/json.h"
#include "fakes/resolver.h"
#include "net/url_guard.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

using namespace parley;

namespace {

// The host as the test file's author sees it: only for the fake look-up, so anything that hits is good enough.
std::string host_in(const std::string& url) {
    const auto start = url.find("//");
    if (start == std::string::npos) return "";
    auto host = url.substr(start + 2);
    host = host.substr(0, host.find_first_of("/?#:"));
    if (host.ends_with('.')) host.pop_back();
    std::transform(host.begin(), host.end(), host.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return host;
}

std::vector<std::string> texts(const Json& list) {
    std::vector<std::string> out;
    if (!list.is_array()) return out;
    for (const auto& item : list) out.push_back(item.get<std::string>());
    return out;
}

// Passes where the URL passes, and so does each hop of a redirect, which must stay at its origin; and where the name
// leads elsewhere later, whoever dials must still be given the address that was checked.
bool passes(const Json& one) {
    fakes::FixedResolver resolver;
    const auto url = text_at(one, "url");
    const auto answers = texts(at_or_null(one, "resolves_to"));
    if (!answers.empty()) resolver.set(host_in(url), answers);
    const net::UrlGuard guard(resolver, net::Reach::public_only);

    const auto first = guard.check(url);
    if (!first) return false;
    for (const auto& hop : texts(at_or_null(one, "redirects"))) {
        const auto next = guard.check(hop);
        if (!next || next.value().origin() != first.value().origin()) return false;
    }
    const auto later = texts(at_or_null(one, "resolves_later"));
    if (later.empty()) return true;
    resolver.set(host_in(url), later);
    CHECK(first.value().addresses() == answers);
    return static_cast<bool>(guard.check(url));
}

}  // namespace

TEST_CASE("net: the collection of attacks on URL guards") {
    const auto file = std::filesystem::path(PARLEY_SOURCE_DIR) / "../shared/attack/ssrf.jsonl";
    std::ifstream in(file);
    int cases = 0, chosen_otherwise = 0;
    for (std::string line; std::getline(in, line);) {
        const auto one = parse_json(line);
        REQUIRE(one);
        ++cases;
        const auto url = text_at(one.value(), "url");
        const auto expected = text_at(one.value(), "expected");
        const bool right = passes(one.value()) == (expected == "allow");
        if (text_at(one.value(), "policy") == "must")
            CHECK_MESSAGE(right, url, " expected: ", expected);
        else if (!right)
            ++chosen_otherwise;
    }
    if (cases == 0)
        MESSAGE("0 cases: the collection is not on this machine");
    else
        MESSAGE(cases, " cases, ", chosen_otherwise, " of the free ones decided otherwise");
}
