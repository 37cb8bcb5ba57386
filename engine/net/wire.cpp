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
#include <sys/socket.h>

namespace parley::net {
namespace {

using Poco::Net::SecureStreamSocket;
using Poco::Net::SecureStreamSocketImpl;
using Poco::Net::SocketImpl;
using Poco::Net::StreamSocketImpl;

constexpr std::size_t tail_bytes = 5;

Poco::Timespan time_left(Meter& meter) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(meter.deadline - Meter::Time::now());
    if (left.count() > 0) return Poco::Timespan(left.count());
    meter.trouble = Meter::Trouble::late;
    throw Poco::TimeoutException();
}

void wait_until_ready(SocketImpl& socket, int mode, Meter& meter) {
    // POCO waits whole milliseconds, rounded down: one more, or it would give up before the time.
    if (socket.poll(time_left(meter) + Poco::Timespan::MILLISECONDS, mode)) return;
    meter.trouble = Meter::Trouble::late;
    throw Poco::TimeoutException();
}

class PlainSocket final : public StreamSocketImpl {
public:
    explicit PlainSocket(Meter& meter) : meter_(meter) {}

    using SocketImpl::receiveBytes;
    using SocketImpl::sendBytes;

    int sendBytes(const void* buffer, int length, int /*flags*/) override {
        const char* bytes = static_cast<const char*>(buffer);
        for (int sent = 0; sent < length;) {
            wait_until_ready(*this, SELECT_WRITE, meter_);
            sent += StreamSocketImpl::sendBytes(bytes + sent, length - sent, MSG_NOSIGNAL);
        }
        return length;
    }

    int receiveBytes(void* buffer, int length, int flags) override {
        wait_until_ready(*this, SELECT_READ, meter_);
        const int count = StreamSocketImpl::receiveBytes(buffer, length, flags);
        meter_.took(static_cast<const char*>(buffer), count);
        return count;
    }

private:
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
        meter_.took(static_cast<const char*>(buffer), count);
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
            wait_until_ready(*this, result == SecureStreamSocket::ERR_SSL_WANT_WRITE ? SELECT_WRITE : SELECT_READ,
                             meter_);
        }
    }

    Meter& meter_;
};

// POCO leaves the making of a StreamSocket from an own implementation to subclasses.
class OwnSocket final : public Poco::Net::StreamSocket {
public:
    explicit OwnSocket(SocketImpl* made) : StreamSocket(made) {}
};

void connect_within(StreamSocketImpl& socket, const Peer& peer, Meter& meter) {
    try {
        socket.connect(Poco::Net::SocketAddress(peer.address, peer.port), time_left(meter));
    } catch (const Poco::TimeoutException&) {
        meter.trouble = Meter::Trouble::late;
        throw;
    }
    meter.connected = true;
    socket.setNoDelay(true);
    socket.setBlocking(false);
}

}  // namespace

void Meter::begin(Time::time_point until, std::size_t bytes_max) {
    *this = Meter{};
    deadline = until;
    received_max = bytes_max;
}

void Meter::took(const char* bytes, int count) {
    if (count <= 0) {
        ended = true;
        return;
    }
    const auto size = static_cast<std::size_t>(count);
    tail.append(bytes + size - std::min(size, tail_bytes), std::min(size, tail_bytes));
    if (tail.size() > tail_bytes) tail.erase(0, tail.size() - tail_bytes);
    received += size;
    if (received <= received_max) return;
    trouble = Trouble::too_much;
    throw Poco::RangeException("too many bytes");
}

Poco::Net::StreamSocket dial(const Peer& peer, Meter& meter) {
    Poco::AutoPtr<PlainSocket> socket(new PlainSocket(meter));
    connect_within(*socket, peer, meter);
    return OwnSocket(socket.duplicate());
}

Poco::Net::StreamSocket dial_secure(const Peer& peer, const Poco::Net::Context::Ptr& trust, Meter& meter) {
    Poco::AutoPtr<StreamSocketImpl> connected(new StreamSocketImpl);
    connect_within(*connected, peer, meter);
    Poco::AutoPtr<SecureSocket> socket(new SecureSocket(connected.get(), trust, meter));
    socket->shake_hands(peer.name);
    return OwnSocket(socket.duplicate());
}

}  // namespace parley::net
