#include "net/wire.h"

#include <Poco/AutoPtr.h>
#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SecureStreamSocketImpl.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <algorithm>
#include <cerrno>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

namespace parley::net {
namespace {

using Poco::Net::SecureStreamSocket;
using Poco::Net::SecureStreamSocketImpl;
using Poco::Net::SocketImpl;
using Poco::Net::StreamSocket;
using Poco::Net::StreamSocketImpl;

[[noreturn]] void run_out_of_time(Meter& meter) {
    meter.late = true;
    throw Poco::TimeoutException();
}

std::chrono::microseconds time_left(Meter& meter) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(meter.deadline - Meter::Time::now());
    if (left.count() <= 0) run_out_of_time(meter);
    return left;
}

// POCO's poll opens and closes an epoll descriptor each time: four system calls where one will do.
void wait_until_ready(int socket, short events, Meter& meter) {
    pollfd waiting{socket, events, 0};
    for (;;) {
        // poll waits whole milliseconds: one more, or it would give up before the time.
        const auto left_ms = std::chrono::duration_cast<std::chrono::milliseconds>(time_left(meter)).count() + 1;
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<decltype(left_ms)>(left_ms, 1'000'000)));
        if (ready > 0) return;
        if (ready < 0 && errno != EINTR) throw Poco::Net::NetException("poll", errno);
    }
}

class PlainSocket final : public StreamSocketImpl {
public:
    PlainSocket(Poco::Net::SocketAddress::Family family, Meter& meter) : StreamSocketImpl(family), meter_(meter) {}

    using SocketImpl::receiveBytes;
    using SocketImpl::sendBytes;

    // POCO's own sendBytes calls a full buffer an error.
    int sendBytes(const void* buffer, int length, int /*flags*/) override {
        const char* bytes = static_cast<const char*>(buffer);
        for (int sent = 0; sent < length;) {
            time_left(meter_);
            const auto count = ::send(sockfd(), bytes + sent, static_cast<std::size_t>(length - sent), MSG_NOSIGNAL);
            if (count < 0)
                wait_or_give_up(POLLOUT);
            else
                sent += static_cast<int>(count);
        }
        return length;
    }

    int receiveBytes(void* buffer, int length, int /*flags*/) override {
        // Nobody answers before the question has arrived: to look first would be in vain.
        if (meter_.received == 0) wait_until_ready(sockfd(), POLLIN, meter_);
        for (;;) {
            time_left(meter_);
            const auto count = ::recv(sockfd(), buffer, static_cast<std::size_t>(length), 0);
            if (count >= 0) {
                meter_.received += static_cast<std::size_t>(count);
                return static_cast<int>(count);
            }
            wait_or_give_up(POLLIN);
        }
    }

private:
    void wait_or_give_up(short events) {
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) error(errno);
        wait_until_ready(sockfd(), events, meter_);
    }

    Meter& meter_;
};

// TLS over a socket that does not block: OpenSSL comes back whenever it would wait, even in the middle of a record.
class SecureSocket final : public SecureStreamSocketImpl {
public:
    SecureSocket(StreamSocketImpl* connected, const Poco::Net::Context::Ptr& trust, Meter& meter)
        : SecureStreamSocketImpl(connected, trust), meter_(meter) {}

    using SocketImpl::receiveBytes;
    using SocketImpl::sendBytes;

    void shake_hands(const std::string& name) {
        // A literal has no name to send; POCO then verifies the certificate against the address that was dialled.
        if (!name.empty()) setPeerHostName(name);
        connectSSL();
        if (retried([this] { return completeHandshake(); }) != 1) {
            throw Poco::Net::ConnectionResetException("closed in the TLS handshake");
        }
        verifyPeerCertificate();
    }

    int sendBytes(const void* buffer, int length, int flags) override {
        const char* bytes = static_cast<const char*>(buffer);
        for (int sent = 0; sent < length;) {
            sent += retried([&] { return SecureStreamSocketImpl::sendBytes(bytes + sent, length - sent, flags); });
        }
        return length;
    }

    int receiveBytes(void* buffer, int length, int flags) override {
        const int count = retried([&] { return SecureStreamSocketImpl::receiveBytes(buffer, length, flags); });
        meter_.received += static_cast<std::size_t>(std::max(count, 0));
        return count;
    }

private:
    template <typename Step>
    int retried(const Step& step) {
        for (;;) {
            time_left(meter_);
            // OpenSSL judges by what others left in this thread's queue, and POCO by an old errno.
            ERR_clear_error();
            errno = 0;
            const int result = step();
            if (result >= 0) return result;
            wait_until_ready(sockfd(), result == SecureStreamSocket::ERR_SSL_WANT_WRITE ? POLLOUT : POLLIN, meter_);
        }
    }

    Meter& meter_;
};

// POCO leaves the making of a StreamSocket from an own implementation to subclasses.
class OwnSocket final : public StreamSocket {
public:
    explicit OwnSocket(SocketImpl* made) : StreamSocket(made) {}
};

void connect_within(StreamSocketImpl& socket, const Poco::Net::SocketAddress& address, Meter& meter) {
    try {
        socket.connect(address, Poco::Timespan(time_left(meter).count()));
    } catch (const Poco::TimeoutException&) {
        run_out_of_time(meter);
    }
    meter.connected = true;
    socket.setNoDelay(true);
    socket.setBlocking(false);
}

}  // namespace

void Meter::begin(Time::time_point until) {
    *this = Meter{};
    deadline = until;
}

void StopSwitch::Shut::operator()() const noexcept {
    ::shutdown(socket, SHUT_RDWR);
}

StreamSocket dial(const Peer& peer, Meter& meter, const std::stop_token& stop) {
    const Poco::Net::SocketAddress address(peer.address, peer.port);
    Poco::AutoPtr<PlainSocket> socket(new PlainSocket(address.family(), meter));
    const StopSwitch stoppable(stop, socket->sockfd());
    connect_within(*socket, address, meter);
    return OwnSocket(socket.duplicate());
}

StreamSocket dial_secure(const Peer& peer, const Poco::Net::Context::Ptr& trust, Meter& meter,
                         const std::stop_token& stop) {
    const Poco::Net::SocketAddress address(peer.address, peer.port);
    Poco::AutoPtr<StreamSocketImpl> plain(new StreamSocketImpl(address.family()));
    Poco::AutoPtr<SecureSocket> socket(new SecureSocket(plain.get(), trust, meter));
    const StopSwitch stoppable(stop, plain->sockfd());
    connect_within(*plain, address, meter);
    socket->shake_hands(peer.name);
    return OwnSocket(socket.duplicate());
}

}  // namespace parley::net
