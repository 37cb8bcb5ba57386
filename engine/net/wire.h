#pragma once
// Sockets that keep to a deadline as a whole. POCO's own time limits hold for one read at a time, so a server that
// sends a byte a second, in its headers, its body or inside a TLS record, would hold a thread for hours.

#include <Poco/Net/Context.h>
#include <Poco/Net/StreamSocket.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>

namespace parley::net {

// What bounds one connection at the moment, and what was seen on it. Outlives the socket it is given to.
struct Meter {
    using Time = std::chrono::steady_clock;

    Time::time_point deadline = Time::time_point::max();
    std::size_t received = 0;
    bool connected = false;
    bool late = false;  // The deadline has passed while waiting.

    void begin(Time::time_point until);
};

// While it lives, a wish to stop ends whatever the socket is waiting for. The socket outlives it.
class StopSwitch {
public:
    StopSwitch(std::stop_token stop, int socket) : shut_(std::move(stop), Shut{socket}) {}

private:
    struct Shut {
        int socket;
        void operator()() const noexcept;
    };
    std::stop_callback<Shut> shut_;
};

struct Peer {
    std::string address;  // a literal that the guard has checked
    std::uint16_t port = 0;
    std::string name;  // for SNI and the certificate; empty where the URL has a literal
};

// Connects, and for a context shakes hands and verifies the certificate, within the meter's deadline. Throws POCO's
// exceptions.
Poco::Net::StreamSocket dial(const Peer& peer, Meter& meter, const std::stop_token& stop);
Poco::Net::StreamSocket dial_secure(const Peer& peer, const Poco::Net::Context::Ptr& trust, Meter& meter,
                                    const std::stop_token& stop);

}  // namespace parley::net
