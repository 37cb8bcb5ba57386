#include "base/text.h"
#include "fuzz/fuzz.h"
#include "net/http.h"
#include "oauth/challenge.h"

#include <algorithm>

namespace parley::fuzz {
namespace {

bool is_lower_token(const std::string& text) {
    return net::is_token(text) && lower(text) == text;
}

void check(const std::vector<oauth::AuthChallenge>& challenges, std::size_t header_bytes) {
    std::size_t bytes = 0;
    for (const auto& challenge : challenges) {
        must(is_lower_token(challenge.scheme), "a scheme is a token in lower case");
        bytes += challenge.scheme.size();
        for (const auto& [name, value] : challenge.parameters) {
            must(is_lower_token(name), "a parameter's name is a token in lower case");
            bytes += name.size() + value.size();
        }
    }
    must(bytes <= header_bytes, "nothing is read twice");
}

// Written plainly, with everything quoted.
std::string written(const std::vector<oauth::AuthChallenge>& challenges) {
    std::string text;
    for (const auto& challenge : challenges) {
        text += text.empty() ? challenge.scheme : cat(", ", challenge.scheme);
        const char* before = " ";
        for (const auto& [name, value] : challenge.parameters) {
            text += cat(before, name, "=\"");
            for (const char c : value) {
                if (c == '"' || c == '\\') text += '\\';
                text += c;
            }
            text += '"';
            before = ", ";
        }
    }
    return text;
}

bool is_same(const std::vector<oauth::AuthChallenge>& a, const std::vector<oauth::AuthChallenge>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
        return one.scheme == other.scheme && one.parameters == other.parameters;
    });
}

}  // namespace

void www_authenticate(Bytes bytes) {
    const auto headers = split(text_of(bytes), '\n');
    for (const auto& header : headers) {
        const auto challenges = oauth::parse_challenges(header);
        check(challenges, header.size());
        must(is_same(oauth::parse_challenges(written(challenges)), challenges), "what was read is written and read");
    }
    const auto bearer = oauth::bearer_challenge(headers);
    for (const auto& scope : bearer.scopes) {
        must(!scope.empty() && scope.find_first_of(" \"\\\t\r\n") == std::string::npos, "a scope is one clean word");
        must(std::count(bearer.scopes.begin(), bearer.scopes.end(), scope) == 1, "no scope comes twice");
    }
}

}  // namespace parley::fuzz
