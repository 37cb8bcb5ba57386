#pragma once
// Connections that stay open between requests.

#include "net/url_guard.h"
#include "net/wire.h"

#include <Poco/Net/StreamSocket.h>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace parley::net {

struct Connection {
    std::string origin;
    std::string address;
    Meter meter;
    Poco::Net::StreamSocket socket;  // After the meter, which it uses to the end.
    Meter::Time::time_point idle_since;
};

// Safe from several threads.
class Pool {
public:
    // A quiet connection to this origin at one of the addresses that were checked just now, or null.
    std::unique_ptr<Connection> take(const SafeUrl& url, const std::string& origin);
    void give(std::unique_ptr<Connection> connection);

private:
    std::unique_ptr<Connection> take_any(const SafeUrl& url, const std::string& origin);

    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;  // The one used last stands last. Guarded by mutex_.
};

}  // namespace parley::net
