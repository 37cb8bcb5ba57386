#pragma once
// WWW-Authenticate as RFC 9110 writes it: several challenges in one header or in several, each a scheme with parameters
// that may be quoted, commas and all. Pure.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace parley::oauth {

struct AuthChallenge {
    std::string scheme;                             // lower case
    std::map<std::string, std::string> parameters;  // names in lower case, values unquoted
};
std::vector<AuthChallenge> parse_challenges(std::string_view header);

// What the challenges of a 401 say to an OAuth client. A Bearer challenge speaks before others.
struct BearerChallenge {
    std::string resource_metadata;  // Empty where none is named.
    std::string error;
    std::vector<std::string> scopes;
};
BearerChallenge bearer_challenge(const std::vector<std::string>& headers);

// "read  write" -> {read, write}; what RFC 6749 does not allow in a scope is left out.
std::vector<std::string> split_scopes(std::string_view text);

}  // namespace parley::oauth
