#include "net/exchange.h"

#include "base/text.h"
#include "net/reply_reader.h"
#include "net/trouble.h"

#include <Poco/Exception.h>
#include <algorithm>

namespace parley::net {
namespace {

using After = Exchanged::After;

constexpr std::size_t buffer_bytes = 16384;
constexpr std::size_t sent_with_head_bytes_max = 64u << 10;
constexpr std::size_t reserved_bytes_max = 256u << 10;  // What a server promises is no reason to make room for it all.
constexpr std::size_t skipped_bytes_max = 64u << 10;

std::string head_of(const Request& request, const std::string& origin) {
    std::string head;
    head.reserve(512 + request.body.size());
    for (const std::string_view word :
         {std::string_view(request.method), std::string_view(" "), std::string_view(request.url.target()),
          std::string_view(" HTTP/1.1\r\nHost: "), std::string_view(origin).substr(request.url.scheme().size() + 3),
          std::string_view("\r\nUser-Agent: parley/0.1.0\r\nAccept-Encoding: identity\r\n")}) {
        head.append(word);
    }
    for (const auto& [name, value] : request.headers) head.append(name).append(": ").append(value).append("\r\n");
    const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
    if (has_body) append(head, cat("Content-Length: ", request.body.size(), "\r\n"));
    return head.append("\r\n");
}

// In one piece where it is small: each piece is a system call here, and may be a packet and a wake-up over there.
void send(Connection& connection, const Request& request) {
    auto& socket = connection.socket;
    auto bytes = head_of(request, connection.origin);
    const bool together = request.body.size() <= sent_with_head_bytes_max;
    if (together) bytes.append(request.body);
    socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    if (!together) socket.sendBytes(request.body.data(), static_cast<int>(request.body.size()));
}

class Conversation {
public:
    Conversation(Connection& connection, const Request& request, const OnBody& on_body, StreamEnds& ends)
        : connection_(connection),
          request_(request),
          on_body_(on_body),
          ends_(ends),
          reader_(request.method, request.reply_bytes_max) {}

    // Throws POCO's exceptions, and whatever on_body throws.
    Exchanged run() {
        send(connection_, request_);
        char buffer[buffer_bytes];
        for (;;) {
            const int count = connection_.socket.receiveBytes(buffer, sizeof buffer);
            std::string_view bytes(buffer, static_cast<std::size_t>(std::max(count, 0)));
            if (bytes.empty()) return at_end();
            const auto flow = hand_over(bytes);
            tell_of_head();
            if (flow == Flow::stop) return {std::move(reader_.reply()), skip_rest(bytes)};
            if (reader_.flaw() != Flaw::none) return {explain(reader_, request_)};
            if (reader_.is_whole()) return {std::move(reader_.reply()), after_whole(bytes)};
        }
    }

private:
    Exchanged at_end() {
        // Our own stop shuts the socket too: what ends with its connection is not whole then.
        if (!request_.stop.stop_requested() && reader_.end()) return {std::move(reader_.reply())};
        const bool waiting = connection_.meter.received == 0;
        return {cut_short(waiting ? Stage::waiting : Stage::reading, request_), waiting ? After::stale : After::close};
    }

    void tell_of_head() {
        if (head_told_ || !request_.on_head || !reader_.has_head()) return;
        head_told_ = true;
        request_.on_head();
    }

    Flow hand_over(std::string_view& bytes) {
        auto& reply = reader_.reply();
        for (auto piece = reader_.next_piece(bytes); !piece.empty(); piece = reader_.next_piece(bytes)) {
            if (on_body_) {
                tell_of_head();
                if (on_body_(reply, piece) == Flow::stop) return Flow::stop;
                continue;
            }
            if (reply.body.empty()) reply.body.reserve(std::min(reader_.promised_bytes(), reserved_bytes_max));
            reply.body.append(piece);
        }
        return Flow::go_on;
    }

    After after_whole(std::string_view leftovers) const {
        auto& socket = connection_.socket;
        const bool dirty = !leftovers.empty() || (socket.secure() && socket.available() > 0);
        return dirty || !reader_.keeps_connection() ? After::close : After::keep;
    }

    // Enough was read, but only behind the end of the reply can the connection be used again.
    After skip_rest(std::string_view bytes) {
        while (!reader_.next_piece(bytes).empty()) continue;
        if (reader_.is_whole()) return after_whole(bytes);
        const int patience_ms = ends_.patience_ms(connection_.origin);
        if (reader_.flaw() != Flaw::none || patience_ms == 0) return After::close;
        auto& meter = connection_.meter;
        meter.deadline = std::min(meter.deadline, Meter::Time::now() + std::chrono::milliseconds(patience_ms));
        const auto after = read_to_end();
        if (reader_.is_whole())
            ends_.came(connection_.origin);
        else
            ends_.did_not_come(connection_.origin);
        return after;
    }

    After read_to_end() {
        char buffer[buffer_bytes];
        try {
            for (std::size_t skipped = 0; skipped < skipped_bytes_max;) {
                const int count = connection_.socket.receiveBytes(buffer, sizeof buffer);
                if (count <= 0) return After::close;
                std::string_view bytes(buffer, static_cast<std::size_t>(count));
                skipped += bytes.size();
                while (!reader_.next_piece(bytes).empty()) continue;
                if (reader_.is_whole()) return after_whole(bytes);
                if (reader_.flaw() != Flaw::none) return After::close;
            }
        } catch (const Poco::Exception&) {
            // The answer is there; that its connection cannot be used again is no failure.
        }
        return After::close;
    }

    Connection& connection_;
    const Request& request_;
    const OnBody& on_body_;
    StreamEnds& ends_;
    ReplyReader reader_;
    bool head_told_ = false;
};

}  // namespace

Exchanged exchange(Connection& connection, const Request& request, const OnBody& on_body, StreamEnds& ends) {
    auto& meter = connection.meter;
    meter.begin(Meter::Time::now() + std::chrono::milliseconds(request.timeout_ms));
    Exchanged exchanged{Error{}};
    {
        const StopSwitch stoppable(request.stop, connection.socket.impl()->sockfd());
        try {
            exchanged = Conversation(connection, request, on_body, ends).run();
        } catch (const Poco::Exception& exception) {
            const auto stage = meter.received == 0 ? Stage::waiting : Stage::reading;
            exchanged.result = explain(exception, stage, meter, request);
            if (stage == Stage::waiting && !meter.late) exchanged.after = After::stale;
        }
    }
    // Once it was wished to stop, the socket is shut, however far we had come.
    if (request.stop.stop_requested()) exchanged.after = After::close;
    return exchanged;
}

}  // namespace parley::net
