#pragma once
// Sessions that are open and lent to nobody at the moment: by organization, connection and user. For this room only;
// safe from several threads.

#include "base/clock.h"
#include "base/ids.h"
#include "mcp/session.h"
#include "net/http.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace parley::connect {

// An open session with what belongs to it.
struct OpenSession {
    std::unique_ptr<net::Http> http;  // Outlives the session.
    std::unique_ptr<mcp::Session> session;
    std::int64_t generation = 0;  // Of the token that opened it.
    Instant idle_since;
};

class Pool {
public:
    static constexpr std::size_t idle_per_user = 8;
    static constexpr std::size_t idle_altogether = 256;

    struct Key {
        OrgId org;
        ConnectionId connection;
        UserId user;
        auto operator<=>(const Key&) const = default;
    };

    // The place of one session that is lent. It may come back there, unless the connection was forgotten meanwhile.
    class Place {
    public:
        Place(Place&& other) noexcept
            : pool_(std::exchange(other.pool_, nullptr)), key_(std::move(other.key_)), epoch_(other.epoch_) {}
        ~Place();
        void give_back(OpenSession session);

    private:
        friend class Pool;
        Place(Pool& pool, Key key, std::uint64_t epoch) : pool_(&pool), key_(std::move(key)), epoch_(epoch) {}
        Pool* pool_;
        Key key_;
        std::uint64_t epoch_;
    };

    struct Taken {
        Place place;
        std::optional<OpenSession> session;  // Empty: open one.
    };
    // The session that was used last, of this generation; older generations are ended.
    Taken take(const Key& key, std::int64_t generation);

    void forget(const OrgId& org, const ConnectionId& connection);  // Of all its users.
    std::size_t shelves() const;                                    // For tests.

private:
    struct Shelf {
        std::vector<OpenSession> idle;
        int lent = 0;
        std::uint64_t epoch = 0;
    };
    void end_oldest(std::vector<OpenSession>& ended);  // mutex_ is held.

    mutable std::mutex mutex_;
    std::map<Key, Shelf> shelves_;  // Guarded by mutex_, as the rest; none without a session, idle or lent.
    std::size_t idle_ = 0;
};

}  // namespace parley::connect
