#include "connect/connector.h"

#include "base/text.h"
#include "connect/grants.h"
#include "connect/health.h"
#include "connect/records.h"
#include "connect/sign_in.h"
#include "vault/crypto.h"

namespace parley::connect {
namespace {

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

// Before anything reaches the server: who wanted to be connected with what.
Result<Done> note_wish(const Connector::Wiring& wiring, store::OrgStore& org, const UserId& user,
                       const std::string& action, const store::Connection& connection, const Target& target) {
    Json details = details_of(connection, "asked for");
    details["server"] = target.server.origin();
    return org.audit(audit_entry(wiring.clock, user, action, connection.id.text, std::move(details)));
}

// An address that is not for us is refused before there is a connection, and still somebody tried it.
Result<Target> target_for(const Connector::Wiring& wiring, store::OrgStore& org, const UserId& user,
                          const Begin& wish) {
    const bool custom = wish.vendor.text.empty() || wish.vendor.text == custom_vendor;
    auto target = custom ? custom_target(wiring, wish.url) : vendor_target(wiring, wish.vendor, wish.parameters);
    if (target || target.error().fault != Fault::denied) return target;
    const Json details{{"step", "address refused"}, {"why", target.error().message}};
    PARLEY_TRY([[maybe_unused]] const Done noted,
               org.audit(audit_entry(wiring.clock, user, "denied", custom ? "custom" : wish.vendor.text, details)));
    return target;
}

// A begin that fails leaves no row behind; its audit rows tell what was tried. A row that was never saved is not there,
// and one that cannot be removed just now can be disconnected like any other.
void take_back(const Connector::Wiring& wiring, store::OrgStore& org, const store::Connection& connection) {
    [[maybe_unused]] const auto removed =
        org.remove_connection(connection.id, audit_entry(wiring.clock, connection.created_by, "disconnect",
                                                         connection.id.text, details_of(connection, "not begun")));
}

void note_launch(Journal& journal, const Prepared& prepared) {
    journal.add("sign-in", prepared.endpoints.issuer,
                cat("started, asking for ",
                    prepared.scopes.empty() ? std::string("no permission by name") : named(prepared.scopes)));
    if (prepared.left_out.empty()) return;
    journal.add("sign-in", prepared.endpoints.issuer,
                cat("not asked for, because it would change things: ", named(prepared.left_out)));
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
    const auto saved = org.save_connection(
        connection, credential ? &*credential : nullptr,
        audit_entry(wiring.clock, user, "connect", connection.id.text, details_of(connection, "finished")));
    if (!saved) {
        take_back(wiring, org, connection);
        return saved.error();
    }
    Journal journal(wiring.clock);
    journal.add("state", "", "connected");
    journal.write(org, connection.id);
    const auto health = look_at_tools(wiring, org, user, connection);
    if (health || health.error().fault != Fault::reconnect) return Started{std::move(connection), ""};

    PARLEY_TRY([[maybe_unused]] const Done removed,
               org.remove_connection(connection.id, audit_entry(wiring.clock, user, "disconnect", connection.id.text,
                                                                details_of(connection, "refused by the server"))));
    return Error{Fault::invalid,
                 credential ? cat(connection.name, " did not accept the API key.")
                            : cat(connection.name, " wants a sign-in that it did not announce."),
                 health.error().detail};
}

}  // namespace

Connector::Connector(Wiring wiring) : wiring_(std::move(wiring)), registrar_(std::make_unique<Registrar>(wiring_)) {}
Connector::~Connector() = default;

Result<Started> Connector::begin(store::OrgStore& org, const UserId& user, Begin wish) {
    PARLEY_TRY([[maybe_unused]] const Done named_well, check_name(wish.name));
    const bool custom = wish.vendor.text.empty() || wish.vendor.text == custom_vendor;
    PARLEY_TRY(const Target target, target_for(wiring_, org, user, wish));
    store::Connection connection = new_connection(wiring_, target, user, wish);
    if (custom && wish.api_key) connection.auth = "api_key";
    if (connection.auth == "api_key" && !wish.api_key) {
        return Error{Fault::invalid, cat(target.name, " is connected with an API key: give one."), ""};
    }
    PARLEY_TRY([[maybe_unused]] const Done counted_in, registrar_->count_connect(org.org()));
    PARLEY_TRY([[maybe_unused]] const Done noted, note_wish(wiring_, org, user, "connect", connection, target));

    PARLEY_TRY(Door door, find_door(target, connection.auth));
    connection.auth = door.auth;
    if (door.auth == "none") return connect_at_once(wiring_, org, std::move(connection), std::nullopt);
    if (door.auth == "api_key") return connect_at_once(wiring_, org, std::move(connection), std::move(wish.api_key));

    Journal journal(wiring_.clock);
    Known known{text_at(connection.parameters, "client_id"), std::move(wish.client_secret), "", "", {}};
    PARLEY_TRY(Prepared prepared,
               prepare_sign_in(wiring_, *registrar_, org, target, door.www_authenticate, std::move(known), journal));
    connection.issuer = prepared.endpoints.issuer;
    connection.resource = prepared.endpoints.resource;
    auto left_out = prepared.left_out;
    note_launch(journal, prepared);
    PARLEY_TRY(Launch launch, make_launch(wiring_, org.org(), user, connection.id, std::move(prepared)));
    auto saved = org.save_connection(
        connection, nullptr,
        audit_entry(wiring_.clock, user, "connect", connection.id.text, details_of(connection, "started")));
    if (saved) {
        journal.write(org, connection.id);
        saved = org.save_authorization(launch.authorization);
    }
    if (!saved) {
        take_back(wiring_, org, connection);
        return std::move(saved).error();
    }
    return Started{std::move(connection), std::move(launch.authorize_url), std::move(left_out)};
}

Result<Started> Connector::reconnect_without_browser(store::OrgStore& org, const UserId& user,
                                                     store::Connection connection) {
    connection.state = store::ConnectionState::connected;
    connection.reason.clear();
    connection.updated_at = wiring_.clock.now();
    PARLEY_TRY([[maybe_unused]] const Done saved,
               org.update_connection(connection, nullptr,
                                     audit_entry(wiring_.clock, user, "reconnect", connection.id.text,
                                                 details_of(connection, "finished"))));
    wiring_.sessions.forget(org.org(), connection.id);
    Journal journal(wiring_.clock);
    journal.add("state", "", "connected");
    journal.write(org, connection.id);
    PARLEY_TRY([[maybe_unused]] const Health health, look_at_tools(wiring_, org, user, connection));
    return Started{std::move(connection), ""};
}

Result<Started> Connector::reconnect(store::OrgStore& org, const UserId& user, const ConnectionId& id) {
    PARLEY_TRY(store::Connection connection, org.connection(id));
    PARLEY_TRY(const Target target, target_of(wiring_, connection));
    PARLEY_TRY([[maybe_unused]] const Done counted_in, registrar_->count_connect(org.org()));
    PARLEY_TRY([[maybe_unused]] const Done noted, note_wish(wiring_, org, user, "reconnect", connection, target));
    // A custom server that once let anybody in may want a sign-in by now, and the other way round.
    const bool asks = !target.vendor && connection.auth != "api_key";
    PARLEY_TRY(Door door, find_door(target, asks ? "oauth" : connection.auth));
    if (door.auth != "oauth") {
        connection.auth = door.auth;
        connection.url = target.url;
        return reconnect_without_browser(org, user, std::move(connection));
    }

    Journal journal(wiring_.clock);
    auto prepared = prepare_sign_in(wiring_, *registrar_, org, target, door.www_authenticate,
                                    known_of(wiring_, org, connection), journal);
    if (prepared) note_launch(journal, prepared.value());
    journal.write(org, id);
    if (!prepared) return std::move(prepared).error();
    auto left_out = prepared.value().left_out;
    PARLEY_TRY(Launch launch, make_launch(wiring_, org.org(), user, id, std::move(prepared).value()));
    PARLEY_TRY([[maybe_unused]] const Done written,
               org.audit(audit_entry(wiring_.clock, user, "reconnect", id.text, details_of(connection, "started"))));
    PARLEY_TRY([[maybe_unused]] const Done waiting, org.save_authorization(launch.authorization));
    return Started{std::move(connection), std::move(launch.authorize_url), std::move(left_out)};
}

}  // namespace parley::connect
