#include "oauth/challenge.h"
#include "oauth/documents.h"
#include "oauth/oauth.h"

namespace parley::oauth {

std::vector<std::string> step_up_scopes(const std::vector<std::string>& earlier,
                                        const std::vector<std::string>& www_authenticate) {
    const BearerChallenge challenge = bearer_challenge(www_authenticate);
    // A challenge that gives another reason (a dead token, a bad request) is not helped by more scopes.
    if (!challenge.error.empty() && challenge.error != "insufficient_scope") return {};

    std::vector<std::string> all;
    for (const auto& scope : earlier) {
        if (!holds(all, scope)) all.push_back(scope);
    }
    const std::size_t known = all.size();
    for (const auto& scope : challenge.scopes) {
        if (!holds(all, scope)) all.push_back(scope);
    }
    if (all.size() == known) return {};
    return all;
}

std::vector<std::string> beyond_asked(const std::vector<std::string>& asked, std::string_view granted) {
    std::vector<std::string> beyond;
    for (auto& scope : split_scopes(granted)) {
        if (!holds(asked, scope)) beyond.push_back(std::move(scope));
    }
    return beyond;
}

}  // namespace parley::oauth
