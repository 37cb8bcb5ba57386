#pragma once
// A connection in the store whose grant the test has made itself, its vendor, and the refresher alone.

#include "connect/grants.h"
#include "connect/refresher.h"
#include "store/raw_database.h"
#include "support.h"

#include <filesystem>

namespace parley::connect {

struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("parley-refresh-" + vault::random_token(9));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string file() const { return (path / "parley.db").string(); }
};

struct RefreshHouse : House {
    static constexpr const char* redirect_uri = "https://parley.example/oauth/callback";

    Vendor vendor{Vendor::Wants::oauth};
    const ConnectionId id{"c1"};
    Folder folder;  // The store is a file here, so that a test can reach it past the store.
    Refresher refresher{wiring()};

    RefreshHouse() {
        auto opened = store::open_sqlite(folder.file());
        REQUIRE(opened);
        ours.reset();
        store = std::move(opened).value();
        ours = store->for_org(ours_id);
        store::Connection connection;
        connection.id = id;
        connection.vendor = {"custom"};
        connection.name = "Orders";
        connection.url = vendor.mcp();
        connection.state = store::ConnectionState::connected;
        connection.auth = "oauth";
        connection.issuer = vendor.origin();
        connection.created_at = connection.updated_at = clock.now();
        const auto credential = seal(first_grant());
        REQUIRE(ours->save_connection(connection, &credential, entry()));
        vendor.begin_with("access-1", "refresh-1");
    }

    Refresher::Wiring wiring() const { return {vault, catalogue, guard, clock, redirect_uri}; }

    oauth::Grant first_grant() const {
        oauth::Grant grant{
            {Secret("access-1"), Secret("refresh-1"), clock.now() + std::chrono::hours(1), "read"}, {}, {}};
        grant.client.id = "client-1";
        grant.client.issuer = vendor.origin();
        grant.endpoints.issuer = vendor.origin();
        grant.endpoints.resource = vendor.mcp();
        grant.endpoints.token_endpoint = vendor.origin() + "/token";
        grant.endpoints.registration_endpoint = vendor.origin() + "/register";
        grant.endpoints.revocation_endpoint = vendor.origin() + "/revoke";
        grant.endpoints.token_auth_methods = {"none"};
        return grant;
    }
    store::Credential seal(const oauth::Grant& grant) const {
        return seal_grant(vault, token_binding(ours_id, id), grant, 1);
    }
    store::AuditEntry entry() const {
        store::AuditEntry entry;
        entry.user = anna;
        entry.action = "connect";
        entry.at = clock.now();
        return entry;
    }

    // Instead of the grant that is there, as a sign-in anew would.
    void replace_grant(const oauth::Grant& grant) {
        const auto credential = seal(grant);
        store::Connection connection = row(id);
        REQUIRE(ours->save_connection(connection, &credential, entry()));
    }

    void expire() { clock.forward(std::chrono::hours(2)); }
    Result<Ready> ready(std::optional<std::int64_t> dead_generation = std::nullopt) {
        return refresher.ready(*ours, id, dead_generation);
    }
    oauth::Grant grant() {
        const auto credential = ours->credential(id);
        REQUIRE(credential);
        auto opened = open_grant(vault, token_binding(ours_id, id), credential.value());
        REQUIRE(opened);
        return std::move(opened).value();
    }
    bool claim_as(const std::string& holder) {
        const auto now = clock.now();
        const auto generation = ours->credential(id).value().generation;
        const auto claim =
            ours->claim_refresh(id, generation, holder, now, now + std::chrono::milliseconds(limits::refresh_lease_ms));
        return claim && claim.value().state == store::RefreshClaim::State::ours;
    }
    // From here on the database takes no new credential, as if the disk were full.
    void refuse_writes() {
        RawDatabase raw(folder.file());
        REQUIRE(raw.run("CREATE TRIGGER no_room BEFORE UPDATE OF sealed ON credentials"
                        " BEGIN SELECT RAISE(ABORT, 'no room'); END") == SQLITE_OK);
    }
    void allow_writes() {
        RawDatabase raw(folder.file());
        REQUIRE(raw.run("DROP TRIGGER no_room") == SQLITE_OK);
    }
    std::vector<std::string> log(const std::string& step) {
        std::vector<std::string> outcomes;
        for (const auto& line : ours->connection_log(id).value()) {
            if (line.step == step) outcomes.push_back(line.outcome);
        }
        return outcomes;
    }
};

}  // namespace parley::connect
