#pragma once
// What is kept. Store opens the door to one organization; everything behind it
// is that organization's alone. Every act that the audit must show takes its
// AuditEntry and is written in one transaction with it: no row, no act.

#include "base/calendar.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "base/sealed.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::store {

enum class ConnectionState { authorizing, connected, needs_reconnect };
std::string_view name_of(ConnectionState state);

struct Connection {
    ConnectionId id;
    VendorId vendor;  // "custom" for a server by URL
    std::string name;
    std::string url;  // Of the MCP server. Never with a secret in it.
    ConnectionState state = ConnectionState::authorizing;
    std::string reason;  // Why it needs a reconnect; for people.
    std::string auth;    // oauth, api_key, none
    std::string issuer;
    std::string resource;
    Json parameters = Json::object();  // Of the manifest's URL template.
    UserId created_by;
    Instant created_at;
    Instant updated_at;
};

// sealed holds
// {"access_token","refresh_token","scope","client":{...},"endpoints":{...}} as
// JSON text.
struct Credential {
    Sealed sealed;
    std::string key_id;
    std::optional<Instant> expires_at;
    std::int64_t generation = 0;  // Grows with every refresh: write back only over
                                  // the generation that was read.
};

// Who may refresh a credential: one holder over all processes, for as long as
// its lease lasts.
struct RefreshClaim {
    enum class State {
        ours,     // Refresh now; end with swap_credential or release_refresh.
        busy,     // Another holder is at it, until `until` at the latest.
        moved_on  // The stored generation is not the one that was read: read again.
    };
    State state = State::busy;
    Instant until;
    int attempts = 0;  // Claims of this generation that ended in neither of the
                       // two ways, this one included.
};

// One step of finding or keeping a connection, for people: what was tried and
// what it answered. Never a secret.
struct ConnectionLogLine {
    Instant at;
    std::string step;     // discovery, registration, sign-in, refresh, session, state
    std::string subject;  // A URL without its query, or a word.
    std::string outcome;  // "200", "404", "no S256", "needs_reconnect: ..."
    bool operator==(const ConnectionLogLine&) const = default;
};

// A client that an authorization server has registered for this organization.
// Keyed by issuer and redirect URI.
struct Registration {
    std::string issuer;
    std::string redirect_uri;
    Sealed sealed;
    std::string key_id;
    std::optional<Instant> expires_at;  // Of the client's secret.
};

// Between begin and callback. Found by the SHA-256 of the state parameter; used
// once.
struct Authorization {
    std::string state_hash;
    ConnectionId connection;
    UserId user;
    Sealed sealed;  // {"verifier","issuer","token_endpoint",...}
    Instant expires_at;
    std::string key_id = {};
};

// A tool as it was when it was reviewed. verdict: admitted, waiting, refused.
struct ToolPin {
    std::string name;
    std::string description;
    Json input_schema;
    Json annotations;
    std::string verdict;
    std::string reason;
    std::string decided_by;   // manifest, rule, or a user's id
    std::string hash = {};    // SHA-256 of the definition, in hex.
    std::string change = {};  // Why it waits, of a tool that was reviewed before:
                              // wording, narrowing, widening, renamed.
    Json reviewed = {};       // The definition that was reviewed last, where this is
                              // another; else null.
};

// The form of a tool's replies, as first seen: policy::Shape as JSON. drift:
// one sentence where the last reply had another form and nobody has accepted it
// yet; seen: that other form, else null.
struct ShapePin {
    std::string tool;
    Json shape;
    std::string drift;
    Json seen;
    Instant at;
};

// A row that holds something sealed, whatever it is: for putting it under
// another key.
struct SealedRow {
    enum class Kind { credential, registration, authorization };
    Kind kind = Kind::credential;
    ConnectionId connection;   // Of a credential or an authorization.
    std::string issuer;        // Of a registration.
    std::string redirect_uri;  // Of a registration.
    std::string state_hash;    // Of an authorization.
    Sealed sealed;
    std::string key_id;  // Empty: sealed before rows named their key.
};

struct AuditEntry {
    UserId user;
    std::string action;             // connect, disconnect, reconnect, use, denied, review,
                                    // settings, key, member, sign-in, export, rotate
    std::string subject;            // connection id, tool name, ...
    Json details = Json::object();  // Never a secret, never a vendor's data.
    Instant at;
};

struct AuditRow {
    std::int64_t number = 0;  // 1, 2, 3 ... within the organization
    AuditEntry entry;
    std::string previous_hash;
    std::string hash;  // SHA-256 over number, entry and previous_hash
};

// The end of an organization's chain, kept beside it: a tail that was cut off
// is found by it. 0 and "": no rows.
struct AuditHead {
    std::int64_t number = 0;
    std::string hash;
};

struct StoredAnswer {
    AnswerId id;
    std::string question;
    Json answer;  // DESIGN 3.2
    Instant at;
    UserId user;
};

struct Dashboard {
    DashboardId id;
    std::string name;
    Instant created_at;
};

struct Pin {
    PinId id;
    DashboardId dashboard;
    std::string title;
    Json plan;    // What a refresh runs again.
    Json spec;    // Vega-Lite without data.
    Json answer;  // The last one.
    int position = 0;
    Instant refreshed_at;
};

struct Organization {
    OrgId id;
    std::string name;
    std::string tier = "trial";
    CalendarRules calendar;
    std::string currency = "USD";
    Json glossary = Json::object();  // What ask::definitions_from reads: days, terms, verified numbers.
    Instant created_at;
};

// Who may do what here. role: owner, admin, analyst, viewer. Unique in its
// organization: id, email, issuer + subject.
struct Member {
    UserId id;
    std::string email;
    std::string name;
    std::string role = "viewer";
    std::string issuer;  // With subject: who signs in as this member. Empty:
                         // nobody has yet.
    std::string subject;
    Instant created_at;
};

// A key of the HTTP API. Acts with its role, and never with more than its
// user's. Kept by its SHA-256.
struct ApiKey {
    KeyId id;
    OrgId org;
    UserId user;
    std::string name;
    Instant created_at;
    std::string role = "viewer";
    std::optional<Instant> expires_at = {};
};

// A browser that has signed in. Found by the SHA-256 of its cookie.
struct WebSession {
    std::string token_hash;
    OrgId org;
    UserId user;
    std::string csrf_hash;  // SHA-256 of the token that every writing request must carry.
    Instant created_at;
    Instant expires_at;
};

// One organization's rows. Nothing here takes an OrgId: whoever holds an
// OrgStore can only see its own organization. Calls are safe from several
// threads. Fault::not_found also for what belongs to another organization.
class OrgStore {
public:
    virtual ~OrgStore() = default;
    virtual const OrgId& org() const = 0;

    virtual Result<Organization> settings() = 0;
    virtual Result<Done> save_settings(const Organization&, const AuditEntry&) = 0;

    // Insert or replace, by id. credential null: leave what is there.
    virtual Result<Done> save_connection(const Connection&, const Credential* credential, const AuditEntry&) = 0;
    // The same for a row that must still be there: Fault::not_found where it was
    // removed meanwhile, and nothing is saved.
    virtual Result<Done> update_connection(const Connection&, const Credential* credential, const AuditEntry&) = 0;
    virtual Result<Connection> connection(const ConnectionId&) = 0;
    virtual Result<std::vector<Connection>> connections() = 0;
    virtual Result<Credential> credential(const ConnectionId&) = 0;
    // Writes `fresh` if the stored generation is still `read_generation`, says
    // whether it did, and ends the refresh that was claimed. No audit row: a
    // refresh is no act of a person.
    virtual Result<bool> swap_credential(const ConnectionId&, std::int64_t read_generation,
                                         const Credential& fresh) = 0;
    // The row lock of a refresh. A lease that is over counts for nothing, and
    // neither does one so long that only a clock that was set back since can have
    // granted it. Its holder lengthens it by claiming again. Fault::not_found
    // where there is no credential.
    virtual Result<RefreshClaim> claim_refresh(const ConnectionId&, std::int64_t read_generation,
                                               const std::string& holder, Instant now, Instant until) = 0;
    // The refresh ended without a new credential: the next one may try at once.
    virtual Result<Done> release_refresh(const ConnectionId&, const std::string& holder) = 0;

    // Appended; the oldest go when there are more than
    // limits::connection_log_lines. Fault::not_found without the connection.
    virtual Result<Done> log_connection(const ConnectionId&, const std::vector<ConnectionLogLine>&) = 0;
    virtual Result<std::vector<ConnectionLogLine>> connection_log(const ConnectionId&) = 0;  // Oldest first.

    virtual Result<Done> save_registration(const Registration&) = 0;  // Insert or replace.
    virtual Result<Registration> registration(const std::string& issuer, const std::string& redirect_uri) = 0;
    virtual Result<Done> forget_registration(const std::string& issuer, const std::string& redirect_uri) = 0;

    virtual Result<Done> set_state(const ConnectionId&, ConnectionState, const std::string& reason, Instant at) = 0;
    // Connection, credential, tools, authorizations go together. Fault::not_found
    // where there is none.
    virtual Result<Done> remove_connection(const ConnectionId&, const AuditEntry&) = 0;

    virtual Result<Done> save_authorization(const Authorization&) = 0;

    virtual Result<Done> save_tools(const ConnectionId&, const std::vector<ToolPin>&,
                                    const AuditEntry&) = 0;  // All of them.
    virtual Result<std::vector<ToolPin>> tools(const ConnectionId&) = 0;

    // Insert or replace, by tool. entry null: nobody decided it, it was seen.
    // Fault::not_found without the connection.
    virtual Result<Done> save_shape(const ConnectionId&, const ShapePin&, const AuditEntry* entry) = 0;
    virtual Result<std::vector<ShapePin>> shapes(const ConnectionId&) = 0;  // By tool.

    // Up to rows_max rows that another key than this one seals; asked again after
    // resealing, it goes on.
    virtual Result<std::vector<SealedRow>> rows_not_sealed_by(const std::string& key_id, int rows_max) = 0;
    // Writes `fresh` where the row still holds what was read, and says whether it
    // did. A generation stays.
    virtual Result<bool> reseal(const SealedRow& read, const Sealed& fresh, const std::string& key_id) = 0;
    virtual Result<std::map<std::string, std::int64_t>> rows_by_key() = 0;  // Who still needs key k, and how often.

    virtual Result<Done> audit(const AuditEntry&) = 0;
    virtual Result<std::vector<AuditRow>> audit_rows(std::int64_t after, int rows_max) = 0;
    virtual Result<AuditHead> audit_head() = 0;

    // Insert or replace, by id. Fault::invalid where the email or the identity is
    // another member's, and where the last owner would be none.
    virtual Result<Done> save_member(const Member&, const AuditEntry&) = 0;
    virtual Result<Member> member(const UserId&) = 0;
    virtual Result<std::vector<Member>> members() = 0;  // By email.
    // With keys and sessions. Fault::invalid for the last owner.
    virtual Result<Done> remove_member(const UserId&, const AuditEntry&) = 0;

    // Insert or replace, by id. Fault::invalid for another organization's, and
    // where the hash is in use.
    virtual Result<Done> save_key(const ApiKey&, const std::string& key_hash, const AuditEntry&) = 0;
    virtual Result<std::vector<ApiKey>> keys() = 0;  // Oldest first.
    virtual Result<Done> remove_key(const KeyId&, const AuditEntry&) = 0;

    virtual Result<Done> save_session(const WebSession&, const AuditEntry&) = 0;
    virtual Result<Done> remove_session(const std::string& token_hash, const AuditEntry&) = 0;

    virtual Result<Done> save_answer(const StoredAnswer&) = 0;
    virtual Result<StoredAnswer> answer(const AnswerId&) = 0;
    virtual Result<std::vector<StoredAnswer>> answers(int rows_max) = 0;  // Newest first.

    virtual Result<Done> save_dashboard(const Dashboard&) = 0;
    virtual Result<Dashboard> dashboard(const DashboardId&) = 0;
    virtual Result<std::vector<Dashboard>> dashboards() = 0;
    virtual Result<Done> remove_dashboard(const DashboardId&) = 0;  // With its pins.
    virtual Result<Done> save_pin(const Pin&) = 0;
    virtual Result<Pin> pin(const PinId&) = 0;
    virtual Result<std::vector<Pin>> pins(const DashboardId&) = 0;  // By position.
    virtual Result<Done> remove_pin(const PinId&) = 0;
};

// Safe from several threads.
class Store {
public:
    virtual ~Store() = default;
    virtual std::unique_ptr<OrgStore> for_org(const OrgId&) = 0;

    virtual Result<Done> create_organization(const Organization&) = 0;  // Fault::invalid where the id is taken.
    virtual Result<std::vector<OrgId>> organizations() = 0;

    // The door for a callback: hands out the authorization and its organization
    // once, then it is gone. Fault::not_found for an unknown, used or expired
    // one.
    struct Claimed {
        OrgId org;
        Authorization authorization;
    };
    virtual Result<Claimed> take_authorization(const std::string& state_hash, Instant now) = 0;

    // The doors for a request: which organization and user a key or a session
    // stands for. Fault::not_found for an unknown or expired one.
    virtual Result<ApiKey> key(const std::string& key_hash, Instant now) = 0;
    virtual Result<WebSession> session(const std::string& token_hash, Instant now) = 0;

    // The door for a sign-in: where this identity is a member, and where a member
    // of this email waits for one.
    struct Membership {
        OrgId org;
        Member member;
    };
    virtual Result<std::vector<Membership>> memberships(const std::string& issuer, const std::string& subject) = 0;
    virtual Result<std::vector<Membership>> invitations(const std::string& email) = 0;
};

// One file, made where it is missing, mode 0600; ":memory:" for tests.
// Migrations run on opening; every table has organization_id first in its
// primary key and unique indexes. WAL; safe from several threads and processes.
Result<std::unique_ptr<Store>> open_sqlite(const std::string& path);

// One PostgreSQL for several nodes. Connection strings as libpq reads them, without passwords: those come from the file
// that PGPASSFILE names, or from a service file. `application` is whom the rows are held against: refused where that
// role could get around row-level security. `owner` runs the migrations, and may be left out where nothing is to be
// migrated. A server that goes away gives Fault::unavailable, and calls work again as soon as it is back.
struct PostgresOptions {
    std::string application;
    std::string owner;
};
Result<std::unique_ptr<Store>> open_postgres(const PostgresOptions& options);

// "parley on db.example.com", for people; nothing is connected. Fault::invalid for what is no connection string, and
// for one that holds a password.
Result<std::string> place_of_postgres(const std::string& address);

// Recomputes a chain row by row, from the first: empty where it holds, else a
// sentence naming the first row that does not. finish holds its end against the
// head: empty, or a sentence.
class ChainCheck {
public:
    explicit ChainCheck(OrgId org) : org_(std::move(org)) {}
    std::string add(const AuditRow& row);
    std::string finish(const AuditHead& head) const;
    std::int64_t rows() const { return last_.number; }

private:
    OrgId org_;
    AuditHead last_;
};
std::string verify_chain(const std::vector<AuditRow>& rows,
                         const OrgId& org);  // Without the head.

}  // namespace parley::store
