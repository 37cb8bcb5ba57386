#pragma once
// Connections that stay open between requests.

#include "net/url_guard.h"
#include "net/wire.h"

#include <Poco/Net/HTTPClientSession.h>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace parley::net {

// POCO's client over a connected socket. It would resolve and connect by itself again when a connection is lost; this
// one never does, for only checked addresses are dialled.
class Conversation final : public Poco::Net::HTTPClientSession {
public:
    explicit Conversation(const Poco::Net::StreamSocket& connected);
    bool has_leftovers() const { return buffered() > 0; }
    bool is_quiet();  // Open, and nothing came since the last answer.

protected:
    void connect(const Poco::Net::SocketAddress& address) override;
    bool mustReconnect() const override { return false; }
    int write(const char* buffer, std::streamsize length) override;
};

struct Connection {
    std::string origin;
    std::string address;
    Meter meter;
    std::unique_ptr<Conversation> talk;  // After the meter, which its socket uses to the end.
    Meter::Time::time_point idle_since;
};

// Safe from several threads.
class Pool {
public:
    // A quiet connection to this origin at one of the addresses that were checked just now, or null.
    std::unique_ptr<Connection> take(const SafeUrl& url);
    void give(std::unique_ptr<Connection> connection);

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;  // The one used last stands last.
};

}  // namespace parley::net
