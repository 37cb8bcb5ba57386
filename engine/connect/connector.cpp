#include "connect/connector.h"

#include "base/text.h"
#include "connect/grants.h"
#include "connect/pins.h"
#include "connect/sign_in.h"
#include "vault/crypto.h"

#include <chrono>

namespace parley::connect {
namespace {

store::AuditEntry audit_entry(const Connector::Wiring& wiring, const UserId& user, std::string action,
                              std::string subject, Json details) {
    return {user, std::move(action), std::move(subject), std::move(details), wiring.clock.now()};
}

Json details_of(const store::Connection& connection, const std::string& step) {
    return {{"vendor", connection.vendor.text}, {"name", connection.name}, {"auth", connection.auth}, {"step", step}};
}

store::Connection new_connection(const Connector::Wiring& wiring, const Target& target, const UserId& user,
                                 const Begin& wish) {
    store::Connection connection;
    connection.id = ConnectionId{"con_" + vault::random_token(12)};
    connection.vendor = target.vendor ? target.vendor->manifest.id : VendorId{std::string(custom_vendor)};
    connection.name = wish.name.empty() ? target.name : wish.name;
    connection.url = target.url;
    connection.auth = target.vendor ? target.vendor->manifest.auth.kind : "oauth";
    connection.parameters = wish.parameters.is_object() ? wish.parameters : Json::object();
    connection.created_by = user;
    connection.created_at = connection.updated_at = wiring.clock.now();
    return connection;
}

Result<Done> check_name(const std::string& name) {
    const bool plain =
        name.size() <= limits::name_bytes && is_valid_utf8(name) && name.find_first_of("\r\n\t") == std::string::npos;
    if (plain) return Done{};
    return Error{Fault::invalid, "The name of a connection is one short line of text.", ""};
}

// How a server wants to be spoken to. A custom server is asked; a vendor's manifest says it, and its 401 only helps to
// find the way.
struct Door {
    std::string auth;
    std::vector<std::string> www_authenticate;
};
Result<Door> find_door(const Target& target, const std::string& auth) {
    if (auth != "oauth") return Door{auth, {}};
    const auto http = net::make_http();
    PARLEY_TRY(auto challenge, mcp::Session::probe(*http, target.server));
    if (challenge) return Door{auth, std::move(challenge->www_authenticate)};
    return Door{target.vendor ? auth : "none", {}};
}

OwnClient own_client(const Json& parameters, std::optional<Secret> secret) {
    return {text_at(parameters, "client_id"), std::move(secret)};
}

// Lists the tools, judges them and saves what changed.
Result<Connector::Health> look_at_tools(const Connector::Wiring& wiring, store::OrgStore& org, const UserId& user,
                                        const store::Connection& connection) {
    const auto start = std::chrono::steady_clock::now();
    PARLEY_TRY(const Sessions::Listing listing, wiring.sessions.list(org, connection.id));
    const auto spent = std::chrono::steady_clock::now() - start;

    const vendors::Vendor* vendor = wiring.catalogue.find(connection.vendor);
    PARLEY_TRY(const std::vector<store::ToolPin> known, org.tools(connection.id));
    Repinned repinned = repin(vendor ? &vendor->manifest : nullptr, listing.tools, known);
    if (repinned.changed) {
        std::map<std::string, int> counts;
        for (const auto& pin : repinned.pins) ++counts[pin.verdict];
        Json details = details_of(connection, known.empty() ? "pinned" : "pinned again");
        details["tools"] = counts;
        PARLEY_TRY([[maybe_unused]] const Done saved,
                   org.save_tools(connection.id, repinned.pins,
                                  audit_entry(wiring, user, "review", connection.id.text, std::move(details))));
    }

    Connector::Health health;
    health.ms = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(spent).count());
    health.server = listing.server.name;
    health.warnings = std::move(repinned.warnings);
    if (vendor) {
        const auto resolved = vendors::resolve_tools(vendor->manifest, listing.tools);
        for (const auto& [id, tool] : vendor->manifest.tools) {
            if (resolved.names.count(id) == 0)
                health.warnings.push_back(cat(id, " is in the manifest but not published."));
        }
    }
    health.tools = std::move(repinned.pins);
    return health;
}

// A connection that needs no browser: saved, then tried. One that the server refuses at the door is not kept.
Result<Started> connect_at_once(const Connector::Wiring& wiring, store::OrgStore& org, store::Connection connection,
                                std::optional<Secret> api_key) {
    connection.state = store::ConnectionState::connected;
    const UserId user = connection.created_by;
    std::optional<store::Credential> credential;
    if (api_key) {
        const oauth::Grant grant{{std::move(*api_key), std::nullopt, std::nullopt, ""}, {}, {}};
        credential = seal_grant(wiring.vault, token_binding(org.org(), connection.id), grant, 1);
    }
    PARLEY_TRY([[maybe_unused]] const Done saved,
               org.save_connection(
                   connection, credential ? &*credential : nullptr,
                   audit_entry(wiring, user, "connect", connection.id.text, details_of(connection, "finished"))));
    const auto health = look_at_tools(wiring, org, user, connection);
    if (health || health.error().fault != Fault::reconnect) return Started{std::move(connection), ""};

    PARLEY_TRY([[maybe_unused]] const Done removed,
               org.remove_connection(connection.id, audit_entry(wiring, user, "disconnect", connection.id.text,
                                                                details_of(connection, "refused by the server"))));
    return Error{Fault::invalid,
                 credential ? cat(connection.name, " did not accept the API key.")
                            : cat(connection.name, " wants a sign-in that it did not announce."),
                 health.error().detail};
}

void revoke_all(const Connector::Wiring& wiring, const oauth::Grant& grant) {
    const auto http = net::make_http();
    const auto revoke = [&](const Secret& token) {
        // A vendor that cannot be reached must not keep its connection in our rows.
        [[maybe_unused]] const auto ignored = oauth::revoke(*http, wiring.guard, grant.endpoints, grant.client, token);
    };
    if (grant.tokens.refresh) revoke(*grant.tokens.refresh);
    revoke(grant.tokens.access);
}

}  // namespace

Result<Started> Connector::begin(store::OrgStore& org, const UserId& user, Begin wish) {
    PARLEY_TRY([[maybe_unused]] const Done named, check_name(wish.name));
    const bool custom = wish.vendor.text.empty() || wish.vendor.text == custom_vendor;
    PARLEY_TRY(const Target target,
               custom ? custom_target(wiring_, wish.url) : vendor_target(wiring_, wish.vendor, wish.parameters));
    store::Connection connection = new_connection(wiring_, target, user, wish);
    if (custom && wish.api_key) connection.auth = "api_key";
    if (connection.auth == "api_key" && !wish.api_key) {
        return Error{Fault::invalid, cat(target.name, " is connected with an API key: give one."), ""};
    }

    PARLEY_TRY(Door door, find_door(target, connection.auth));
    connection.auth = door.auth;
    if (door.auth == "none") return connect_at_once(wiring_, org, std::move(connection), std::nullopt);
    if (door.auth == "api_key") return connect_at_once(wiring_, org, std::move(connection), std::move(wish.api_key));

    PARLEY_TRY(Prepared prepared, prepare_sign_in(wiring_, target, door.www_authenticate,
                                                  own_client(connection.parameters, std::move(wish.client_secret))));
    connection.issuer = prepared.endpoints.issuer;
    connection.resource = prepared.endpoints.resource;
    PARLEY_TRY(Launch launch, make_launch(wiring_, org.org(), user, connection.id, std::move(prepared)));
    PARLEY_TRY([[maybe_unused]] const Done saved,
               org.save_connection(
                   connection, nullptr,
                   audit_entry(wiring_, user, "connect", connection.id.text, details_of(connection, "started"))));
    PARLEY_TRY([[maybe_unused]] const Done waiting, org.save_authorization(launch.authorization));
    return Started{std::move(connection), std::move(launch.authorize_url)};
}

Result<Started> Connector::reconnect(store::OrgStore& org, const UserId& user, const ConnectionId& id) {
    PARLEY_TRY(store::Connection connection, org.connection(id));
    PARLEY_TRY(const Target target, target_of(wiring_, connection));
    // A custom server that once let anybody in may want a sign-in by now, and the other way round.
    const bool asks = !target.vendor && connection.auth != "api_key";
    PARLEY_TRY(Door door, find_door(target, asks ? "oauth" : connection.auth));

    if (door.auth != "oauth") {
        connection.auth = door.auth;
        connection.url = target.url;
        connection.state = store::ConnectionState::connected;
        connection.reason.clear();
        connection.updated_at = wiring_.clock.now();
        PARLEY_TRY(
            [[maybe_unused]] const Done saved,
            org.save_connection(connection, nullptr,
                                audit_entry(wiring_, user, "reconnect", id.text, details_of(connection, "finished"))));
        wiring_.sessions.forget(org.org(), id);
        PARLEY_TRY([[maybe_unused]] const Health health, look_at_tools(wiring_, org, user, connection));
        return Started{std::move(connection), ""};
    }

    OwnClient own;
    if (connection.parameters.contains("client_id")) {
        own = own_client(connection.parameters, std::nullopt);
        const auto credential = org.credential(id);
        auto grant = credential ? open_grant(wiring_.vault, token_binding(org.org(), id), credential.value())
                                : Result<oauth::Grant>(credential.error());
        if (grant && grant.value().client.id == own.id) own.secret = std::move(grant.value().client.secret);
    }
    PARLEY_TRY(Prepared prepared, prepare_sign_in(wiring_, target, door.www_authenticate, std::move(own)));
    PARLEY_TRY(Launch launch, make_launch(wiring_, org.org(), user, id, std::move(prepared)));
    PARLEY_TRY([[maybe_unused]] const Done written,
               org.audit(audit_entry(wiring_, user, "reconnect", id.text, details_of(connection, "started"))));
    PARLEY_TRY([[maybe_unused]] const Done waiting, org.save_authorization(launch.authorization));
    return Started{std::move(connection), std::move(launch.authorize_url)};
}

Result<store::Connection> Connector::finish(Callback callback) {
    if (callback.state.empty()) return Error{Fault::invalid, "This answer belongs to no sign-in.", "no state"};
    auto claimed = wiring_.store.take_authorization(vault::sha256_hex(callback.state), wiring_.clock.now());
    if (!claimed && claimed.error().fault == Fault::not_found) {
        return Error{Fault::not_found, "This sign-in is unknown, was finished already or has run out: start it again.",
                     ""};
    }
    if (!claimed) return std::move(claimed).error();

    const auto org = wiring_.store.for_org(claimed.value().org);
    const UserId user = claimed.value().authorization.user;
    PARLEY_TRY(store::Connection connection, org->connection(claimed.value().authorization.connection));
    auto grant = complete_sign_in(wiring_, claimed.value(), std::move(callback));
    if (!grant) {
        PARLEY_TRY([[maybe_unused]] const Done written,
                   org->audit(audit_entry(wiring_, user, "denied", connection.id.text,
                                          details_of(connection, "callback refused"))));
        return std::move(grant).error();
    }

    const auto before = org->credential(connection.id);
    const std::int64_t generation = before ? before.value().generation + 1 : 1;
    const bool first = connection.state == store::ConnectionState::authorizing;
    connection.issuer = grant.value().endpoints.issuer;
    connection.resource = grant.value().endpoints.resource;
    connection.auth = "oauth";
    connection.state = store::ConnectionState::connected;
    connection.reason.clear();
    connection.updated_at = wiring_.clock.now();
    if (const auto target = target_of(wiring_, connection)) connection.url = target.value().url;
    const auto credential =
        seal_grant(wiring_.vault, token_binding(org->org(), connection.id), grant.value(), generation);
    PARLEY_TRY([[maybe_unused]] const Done saved,
               org->save_connection(connection, &credential,
                                    audit_entry(wiring_, user, first ? "connect" : "reconnect", connection.id.text,
                                                details_of(connection, "finished"))));
    wiring_.sessions.forget(org->org(), connection.id);
    // A server that cannot list its tools just now is connected all the same: test() says what is wrong.
    [[maybe_unused]] const auto health = look_at_tools(wiring_, *org, user, connection);
    return connection;
}

Result<Done> Connector::disconnect(store::OrgStore& org, const UserId& user, const ConnectionId& id) {
    PARLEY_TRY(const store::Connection connection, org.connection(id));
    wiring_.sessions.forget(org.org(), id);
    const auto credential = org.credential(id);
    if (connection.auth == "oauth" && credential) {
        const auto grant = open_grant(wiring_.vault, token_binding(org.org(), id), credential.value());
        if (grant) revoke_all(wiring_, grant.value());
    }
    PARLEY_TRY(Done removed, org.remove_connection(id, audit_entry(wiring_, user, "disconnect", id.text,
                                                                   details_of(connection, "finished"))));
    wiring_.sessions.forget(org.org(), id);
    return removed;
}

Result<Connector::Health> Connector::test(store::OrgStore& org, const UserId& user, const ConnectionId& id) {
    PARLEY_TRY(const store::Connection connection, org.connection(id));
    return look_at_tools(wiring_, org, user, connection);
}

Result<std::vector<store::ToolPin>> Connector::review(store::OrgStore& org, const UserId& user, const ConnectionId& id,
                                                      const std::string& tool, bool admit) {
    PARLEY_TRY(const store::Connection connection, org.connection(id));
    PARLEY_TRY(std::vector<store::ToolPin> pins, org.tools(id));
    const auto at = std::find_if(pins.begin(), pins.end(), [&](const store::ToolPin& pin) { return pin.name == tool; });
    if (at == pins.end()) return Error{Fault::not_found, "This connection has no tool of that name.", tool};

    const vendors::Vendor* vendor = wiring_.catalogue.find(connection.vendor);
    const auto verdict = admit ? policy::Verdict::admitted : policy::Verdict::refused;
    PARLEY_TRY(*at, decide(vendor ? &vendor->manifest : nullptr, *at, user, verdict));
    Json details = details_of(connection, at->verdict);
    details["connection"] = id.text;
    PARLEY_TRY([[maybe_unused]] const Done saved,
               org.save_tools(id, pins, audit_entry(wiring_, user, "review", tool, std::move(details))));
    return pins;
}

}  // namespace parley::connect
