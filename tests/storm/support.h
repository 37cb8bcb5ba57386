#pragma once
// A database with connections in it that several processes share, and a vendor that rotates and that ends a grant when
// a refresh token comes twice.

#include "connect/connector.h"
#include "connect/grants.h"
#include "connect/support.h"
#include "store/raw_database.h"
#include "worker_process.h"

#include <filesystem>

namespace parley::storm {

inline constexpr std::chrono::milliseconds expired_by = std::chrono::hours(2);

class RotatingVendor : public connect::Vendor {
public:
    RotatingVendor() : Vendor(Wants::oauth) {
        on("/token", [this](const Asked& asked) { return refresh_answer(asked); });
    }
    ~RotatingVendor() override { stop(); }

    // Run in the server. before: the token has not been looked at, and will not be if this says no. after: it is spent,
    // and the answer has not left.
    struct Hooks {
        std::function<bool()> before;
        std::function<void()> after;
    };
    void set_hooks(Hooks hooks) {
        const std::lock_guard lock(grant_lock_);
        hooks_ = std::move(hooks);
    }

    void new_grant(const std::string& name) {
        const std::lock_guard lock(grant_lock_);
        name_ = name;
        number_ = 1;
        refreshes_ = reused_ = 0;
        alive_ = true;
        begin_with(access_token(), refresh_token());
    }
    std::string access_token() const { return cat("access-", name_, "-", number_); }
    std::string refresh_token() const { return cat("refresh-", name_, "-", number_); }
    int refreshes_asked() const {
        const std::lock_guard lock(grant_lock_);
        return refreshes_;
    }
    int reused() const {
        const std::lock_guard lock(grant_lock_);
        return reused_;
    }
    bool rotated() const {
        const std::lock_guard lock(grant_lock_);
        return number_ > 1;
    }

private:
    Answer refresh_answer(const Asked& asked) {
        const std::string presented = fakes::value_of(asked.form(), "refresh_token");
        Hooks hooks;
        {
            const std::lock_guard lock(grant_lock_);
            // Of an earlier grant: the last word of a process that is dead by now.
            if (presented.rfind(cat("refresh-", name_, "-"), 0) != 0) return {400, R"({"error":"invalid_grant"})"};
            ++refreshes_;
            hooks = hooks_;
        }
        if (hooks.before && !hooks.before()) return {503, ""};
        const auto answer = rotate_for(presented);
        if (hooks.after) hooks.after();
        return answer;
    }

    Answer rotate_for(const std::string& presented) {
        const std::lock_guard lock(grant_lock_);
        if (alive_ && presented == refresh_token()) {
            ++number_;
            begin_with(access_token(), refresh_token());
            return {200, dump(Json{{"access_token", access_token()},
                                   {"refresh_token", refresh_token()},
                                   {"token_type", "Bearer"},
                                   {"expires_in", 3600}})};
        }
        ++reused_;
        alive_ = false;
        begin_with("nobody has this", "nor this");
        return {400, R"({"error":"invalid_grant"})"};
    }

    mutable std::mutex grant_lock_;
    Hooks hooks_;  // Guarded by grant_lock_, as the rest.
    std::string name_ = "none";
    int number_ = 1, refreshes_ = 0, reused_ = 0;
    bool alive_ = false;
};

// What several processes share: a folder with a database and a key file, and the parent's own doors to them.
class Shared {
public:
    Shared() : folder_(std::filesystem::temp_directory_path() / ("parley-storm-" + vault::random_token(9))) {
        std::filesystem::create_directories(folder_);
        auto keys = vault::read_key_file(key_file(), vault::Missing::create);
        REQUIRE(keys);
        vault = std::make_unique<vault::Vault>(std::move(keys).value(), clock);
        auto opened = store::open_sqlite(database());
        REQUIRE(opened);
        store = std::move(opened).value();
        org = store->for_org(org_id);
    }
    ~Shared() {
        org.reset();
        store.reset();
        std::filesystem::remove_all(folder_);
    }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;

    std::string database() const { return (folder_ / "parley.db").string(); }
    std::string key_file() const { return (folder_ / "key").string(); }
    std::unique_ptr<WorkerProcess> worker() const { return std::make_unique<WorkerProcess>(database(), key_file()); }

    // A connection whose token ends in an hour: workers come with a later clock.
    void connect(const ConnectionId& id, RotatingVendor& vendor) {
        vendor.new_grant(id.text);
        store::Connection connection;
        connection.id = id;
        connection.vendor = {"custom"};
        connection.name = "Orders";
        connection.url = vendor.mcp();
        connection.state = store::ConnectionState::connected;
        connection.auth = "oauth";
        connection.issuer = vendor.origin();
        connection.created_by = {"anna"};
        connection.created_at = connection.updated_at = clock.now();
        const auto credential = connect::seal_grant(*vault, connect::token_binding(org_id, id), grant_of(vendor), 1);
        REQUIRE(org->save_connection(connection, &credential, entry("connect")));
        const store::ToolPin pin{
            "list_orders", "Lists them.", {{"type", "object"}}, {{"readOnlyHint", true}}, "admitted", "", "rule"};
        REQUIRE(org->save_tools(id, {pin}, entry("review")));
    }
    store::AuditEntry entry(const std::string& action) const {
        return {{"anna"}, action, "", Json::object(), clock.now()};
    }
    Result<oauth::Grant> grant(const ConnectionId& id) const {
        PARLEY_TRY(const store::Credential credential, org->credential(id));
        return connect::open_grant(*vault, connect::token_binding(org_id, id), credential);
    }
    bool is_sound() const {
        RawDatabase raw(database());
        return raw.rows("PRAGMA integrity_check") == std::vector<std::vector<std::string>>{{"ok"}} &&
               raw.rows("PRAGMA foreign_key_check").empty();
    }

    const OrgId org_id{"org"};
    SystemClock clock;
    std::unique_ptr<vault::Vault> vault;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<store::OrgStore> org;

private:
    oauth::Grant grant_of(const RotatingVendor& vendor) const {
        oauth::Grant grant{
            {Secret(vendor.access_token()), Secret(vendor.refresh_token()), clock.now() + std::chrono::hours(1), ""},
            {},
            {}};
        grant.client.id = "client-1";
        grant.client.issuer = grant.endpoints.issuer = vendor.origin();
        grant.endpoints.resource = vendor.mcp();
        grant.endpoints.token_endpoint = vendor.origin() + "/token";
        grant.endpoints.revocation_endpoint = vendor.origin() + "/revoke";
        return grant;
    }

    const std::filesystem::path folder_;
};

inline std::string ask(const ConnectionId& id, int threads, std::chrono::milliseconds offset) {
    return cat("ask ", id.text, " ", threads, " ", offset.count());
}
inline std::string counts(int answered, int reconnect, int not_found = 0) {
    return cat("answered ", answered, " reconnect ", reconnect, " not_found ", not_found, " other 0");
}

}  // namespace parley::storm
