#include "net/pool.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <algorithm>

namespace parley::net {
namespace {

constexpr std::size_t idle_connections_max = 8;
constexpr std::chrono::seconds idle_time_max{30};

}  // namespace

Conversation::Conversation(const Poco::Net::StreamSocket& connected) : HTTPClientSession(connected) {
    setKeepAlive(true);
}

bool Conversation::is_quiet() {
    try {
        return connected() && !has_leftovers() && !socket().poll(Poco::Timespan(0), Poco::Net::Socket::SELECT_READ);
    } catch (const Poco::Exception&) {
        return false;
    }
}

void Conversation::connect(const Poco::Net::SocketAddress& /*address*/) {
    throw Poco::Net::ConnectionAbortedException("the connection is gone");
}

int Conversation::write(const char* buffer, std::streamsize length) {
    return HTTPSession::write(buffer, length);
}

std::unique_ptr<Connection> Pool::take(const SafeUrl& url) {
    const auto oldest = Meter::Time::now() - idle_time_max;
    const std::lock_guard lock(mutex_);
    std::erase_if(idle_, [&](const auto& kept) { return kept->idle_since < oldest || !kept->talk->is_quiet(); });
    const auto& checked = url.addresses();
    const auto found = std::find_if(idle_.rbegin(), idle_.rend(), [&](const auto& kept) {
        return kept->origin == url.origin() &&
               std::find(checked.begin(), checked.end(), kept->address) != checked.end();
    });
    if (found == idle_.rend()) return nullptr;
    auto connection = std::move(*found);
    idle_.erase(std::next(found).base());
    return connection;
}

void Pool::give(std::unique_ptr<Connection> connection) {
    connection->idle_since = Meter::Time::now();
    const std::lock_guard lock(mutex_);
    if (idle_.size() >= idle_connections_max) idle_.erase(idle_.begin());
    idle_.push_back(std::move(connection));
}

}  // namespace parley::net
