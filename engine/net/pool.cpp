#include "net/pool.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace parley::net {
namespace {

constexpr std::size_t idle_connections_max = 8;
constexpr std::chrono::seconds idle_time_max{30};

// Open, and nothing came since the last answer.
bool is_quiet(const Connection& connection) {
    char byte;
    const auto count = ::recv(connection.socket.impl()->sockfd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

std::unique_ptr<Connection> Pool::take_any(const SafeUrl& url, const std::string& origin) {
    const auto oldest = Meter::Time::now() - idle_time_max;
    const std::lock_guard lock(mutex_);
    std::erase_if(idle_, [&](const auto& kept) { return kept->idle_since < oldest; });
    const auto& checked = url.addresses();
    const auto found = std::find_if(idle_.rbegin(), idle_.rend(), [&](const auto& kept) {
        return kept->origin == origin && std::find(checked.begin(), checked.end(), kept->address) != checked.end();
    });
    if (found == idle_.rend()) return nullptr;
    auto connection = std::move(*found);
    idle_.erase(std::next(found).base());
    return connection;
}

std::unique_ptr<Connection> Pool::take(const SafeUrl& url, const std::string& origin) {
    for (;;) {
        auto connection = take_any(url, origin);
        if (!connection || is_quiet(*connection)) return connection;
    }
}

void Pool::give(std::unique_ptr<Connection> connection) {
    connection->idle_since = Meter::Time::now();
    const std::lock_guard lock(mutex_);
    if (idle_.size() >= idle_connections_max) idle_.erase(idle_.begin());
    idle_.push_back(std::move(connection));
}

}  // namespace parley::net
