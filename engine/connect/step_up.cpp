#include "connect/step_up.h"

#include "base/limits.h"
#include "base/text.h"
#include "connect/grants.h"
#include "connect/records.h"
#include "connect/target.h"
#include "oauth/challenge.h"

#include <algorithm>

namespace parley::connect {
namespace {

constexpr const char* scopes_key = "scopes";
constexpr const char* counts_key = "step_ups";

bool holds(const std::vector<std::string>& list, const std::string& wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

// What the last sign-in asked for and what it was given.
std::vector<std::string> earlier_scopes(store::OrgStore& org, const vault::Vault& vault, const ConnectionId& id) {
    const auto credential = org.credential(id);
    if (!credential) return {};
    const auto grant = open_grant(vault, token_binding(org.org(), id), credential.value());
    if (!grant) return {};
    std::vector<std::string> scopes = grant.value().endpoints.scopes;
    for (auto& scope : oauth::split_scopes(grant.value().tokens.scope)) {
        if (!holds(scopes, scope)) scopes.push_back(std::move(scope));
    }
    return scopes;
}

Error refuse(const store::Connection& connection, const std::string& tool, std::string words) {
    return {Fault::denied, cat(connection.name, std::move(words)), cat("insufficient_scope for ", tool)};
}

// Saved over the row as it is now. False where this operation has asked often enough.
Result<bool> remember(store::OrgStore& org, const Clock& clock, const UserId& user, store::Connection connection,
                      const std::string& tool, const std::vector<std::string>& scopes) {
    if (!connection.parameters.is_object()) connection.parameters = Json::object();
    if (remembered_scopes(connection) == scopes) return true;  // Asked already; nobody has connected again since.
    Json& counts = connection.parameters[counts_key];
    const auto count = integer_at(counts, tool, 0);
    if (count >= limits::refused_sign_ins_max) return false;
    counts[tool] = count + 1;
    connection.parameters[scopes_key] = scopes;
    Json details = details_of(connection, "wants a wider permission");
    details["tool"] = tool;
    PARLEY_TRY([[maybe_unused]] const Done saved,
               org.update_connection(connection, nullptr,
                                     audit_entry(clock, user, "denied", connection.id.text, std::move(details))));
    return true;
}

}  // namespace

bool asks_for_scope(const mcp::Refusal& refusal) {
    return refusal.status == 403 && oauth::bearer_challenge(refusal.www_authenticate).error == "insufficient_scope";
}

std::vector<std::string> remembered_scopes(const store::Connection& connection) {
    std::vector<std::string> scopes;
    const Json& list = at_or_null(connection.parameters, scopes_key);
    if (!list.is_array()) return scopes;
    for (const Json& scope : list) {
        if (scope.is_string()) scopes.push_back(scope.get<std::string>());
    }
    return scopes;
}

Error step_up(store::OrgStore& org, const vault::Vault& vault, const Clock& clock, const UserId& user,
              const ConnectionId& id, const std::string& tool, const mcp::Refusal& refusal) {
    const auto row = org.connection(id);
    if (!row) return row.error();
    const store::Connection& connection = row.value();
    const auto challenged = oauth::bearer_challenge(refusal.www_authenticate).scopes;
    const auto earlier = earlier_scopes(org, vault, id);
    Journal journal(clock);
    const auto finish = [&](Error error) -> Error {
        if (error.fault == Fault::denied) {
            Json details = details_of(connection, "wider permission refused");
            details["tool"] = tool;
            const auto noted = org.audit(audit_entry(clock, user, "denied", id.text, std::move(details)));
            if (!noted) return noted.error();
        }
        journal.add("sign-in", tool, error.message);
        journal.write(org, id);
        return error;
    };
    std::vector<std::string> writes;
    for (auto& scope : write_scopes(challenged)) {
        if (!holds(earlier, scope)) writes.push_back(std::move(scope));
    }
    if (!writes.empty()) {
        return finish(refuse(connection, tool,
                             cat(" wants a permission to change things for this (", named(writes),
                                 "). Parley only reads, so it does not ask for that.")));
    }
    const auto wanted = oauth::step_up_scopes(earlier, refusal.www_authenticate);
    if (wanted.empty()) {
        return finish(refuse(connection, tool,
                             challenged.empty() ? " wants a wider permission for this and does not say which."
                                                : " still refuses this, although the permission was asked for."));
    }
    const auto remembered = remember(org, clock, user, connection, tool, wanted);
    if (!remembered) return remembered.error();
    if (!remembered.value()) {
        return finish(refuse(connection, tool, " keeps asking for wider permissions for this: it is left alone."));
    }
    return finish({Fault::reconnect,
                   cat(connection.name, " wants a wider permission to read this (", named(challenged),
                       "): connect it again to grant it."),
                   cat("insufficient_scope for ", tool)});
}

}  // namespace parley::connect
