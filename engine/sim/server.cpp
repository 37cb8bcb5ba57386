#include "sim/server.h"

#include "base/limits.h"
#include "base/text.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>
#include <Poco/Timespan.h>
#include <Poco/URI.h>
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <istream>
#include <map>
#include <optional>
#include <ostream>
#include <thread>

namespace parley::sim {
namespace {

constexpr int threads_max = 512;
constexpr int threads_per_listener = 64;
constexpr int connections_waiting = 64;
constexpr int idle_s = 15;
constexpr long listen_again_us = 50'000;
constexpr std::size_t huge_bytes = 100u << 20;
constexpr std::size_t piece_bytes = 64u << 10;

// The body, or nothing where it is longer than the limit.
std::optional<std::string> read_body(std::istream& in) {
    std::string body;
    std::array<char, 8192> buffer{};
    while (in.good()) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        body.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
        if (body.size() > limits::request_bytes) return std::nullopt;
    }
    return body;
}

Reply plain(int status, std::string text) {
    return Reply{status, "text/plain", std::move(text), {}, Ending::whole};
}

class Door final : public Poco::Net::HTTPRequestHandler {
public:
    Door(const Handler& handler, const std::atomic<bool>& stopping) : handler_(handler), stopping_(stopping) {}

    void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override {
        Reply reply = plain(500, "The simulation failed.");
        try {
            reply = answer(request, response);
        } catch (const std::exception&) {
            response.setKeepAlive(false);
        }
        try {
            send(reply, request, response);
        } catch (const Poco::Exception&) {
            response.setKeepAlive(false);  // The client is gone: there is nobody to tell.
        }
    }

private:
    Reply answer(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) {
        const bool has_length = request.hasContentLength() || request.getChunkedTransferEncoding();
        if (request.getMethod() == "POST" && !has_length) {
            response.setKeepAlive(false);  // Without a length the body ends where the connection does.
            return plain(411, "A length is required.");
        }
        auto body = read_body(request.stream());
        if (!body) {
            response.setKeepAlive(false);
            return plain(413, "The request is too large.");
        }
        Request value;
        value.method = request.getMethod();
        value.body = std::move(*body);
        const std::string target = request.getURI();
        const auto mark = target.find('?');
        value.path = target.substr(0, mark);
        if (mark != std::string::npos) {
            auto query = form_fields(target.substr(mark + 1));
            if (!query) return plain(400, query.error().message);
            value.query = std::move(query).value();
        }
        for (const auto& [name, text] : request) value.headers.emplace_back(lower(name), text);
        return handler_(value);
    }

    void send(const Reply& reply, Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) {
        if (reply.ending == Ending::never) {
            response.setKeepAlive(false);
            wait_for_hang_up(request);
            return;
        }
        if (reply.ending == Ending::reset) {
            response.setKeepAlive(false);
            tear_down(request);
            return;
        }
        wait(reply.delay_ms);
        response.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(reply.status));
        if (!reply.body.empty()) response.setContentType(reply.type);
        for (const auto& [name, text] : reply.headers) response.set(name, text);
        if (reply.ending == Ending::huge) return send_huge(reply, response);
        if (reply.ending == Ending::in_half) {
            response.setKeepAlive(false);
            response.setContentLength64(static_cast<Poco::Int64>(reply.body.size()));
            const auto half = static_cast<std::streamsize>(reply.body.size() / 2);
            response.send().write(reply.body.data(), half).flush();
            return;
        }
        // An event stream has no length: it ends when the server says so.
        if (reply.type == "text/event-stream") {
            response.setChunkedTransferEncoding(true);
        } else {
            response.setContentLength64(static_cast<Poco::Int64>(reply.body.size()));
        }
        response.send().write(reply.body.data(), static_cast<std::streamsize>(reply.body.size())).flush();
    }

    void send_huge(const Reply& reply, Poco::Net::HTTPServerResponse& response) {
        response.setKeepAlive(false);
        response.setChunkedTransferEncoding(true);
        std::ostream& out = response.send();
        const std::string blanks(piece_bytes, ' ');
        for (std::size_t sent = 0; sent < huge_bytes && out.good() && !stopping_; sent += piece_bytes) {
            out.write(blanks.data(), static_cast<std::streamsize>(blanks.size()));
        }
        out.write(reply.body.data(), static_cast<std::streamsize>(reply.body.size()));
    }

    // A reset instead of a goodbye: what is left in the socket is thrown away when it closes.
    static void tear_down(Poco::Net::HTTPServerRequest& request) {
        auto* with_socket = dynamic_cast<Poco::Net::HTTPServerRequestImpl*>(&request);
        if (!with_socket) return;
        with_socket->socket().setLinger(/*on=*/true, /*seconds=*/0);
        with_socket->detachSocket().close();
    }

    void wait(int ms) const {
        constexpr int slice_ms = 20;
        for (int waited = 0; waited < ms && !stopping_; waited += slice_ms) {
            std::this_thread::sleep_for(std::chrono::milliseconds(slice_ms));
        }
    }

    // The socket becomes readable with nothing to read when the client closes it, or when the servers stop.
    void wait_for_hang_up(Poco::Net::HTTPServerRequest& request) {
        auto* with_socket = dynamic_cast<Poco::Net::HTTPServerRequestImpl*>(&request);
        if (!with_socket) return;
        const Poco::Timespan pause(0, listen_again_us);
        while (!stopping_) {
            if (with_socket->socket().poll(pause, Poco::Net::Socket::SELECT_READ)) return;
        }
    }

    const Handler& handler_;
    const std::atomic<bool>& stopping_;
};

class Doors final : public Poco::Net::HTTPRequestHandlerFactory {
public:
    Doors(Handler handler, const std::atomic<bool>& stopping) : handler_(std::move(handler)), stopping_(stopping) {}

    Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
        return std::make_unique<Door>(handler_, stopping_).release();  // POCO deletes it.
    }

private:
    const Handler handler_;
    const std::atomic<bool>& stopping_;
};

// Everything but letters, digits and "-_.~".
std::string percent_encoded(const std::string& text) {
    std::string out;
    Poco::URI::encode(text, "!#$&'()*+,/:;=?@[]", out);
    return out;
}

}  // namespace

std::string field(const Fields& fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& pair) { return pair.first == name; });
    return found == fields.end() ? std::string() : found->second;
}

bool has_field(const Fields& fields, std::string_view name) {
    return std::any_of(fields.begin(), fields.end(), [&](const auto& pair) { return pair.first == name; });
}

Result<std::string> form_decoded(std::string text) {
    std::replace(text.begin(), text.end(), '+', ' ');  // POCO would do so only after a question mark.
    try {
        std::string decoded;
        Poco::URI::decode(text, decoded);
        return decoded;
    } catch (const Poco::Exception& wrong) {
        return Error{Fault::invalid, "The form is not well encoded.", wrong.displayText()};
    }
}

Result<Fields> form_fields(const std::string& text) {
    Fields fields;
    for (const auto& part : split(text, '&')) {
        if (part.empty()) continue;
        const auto equals = part.find('=');
        PARLEY_TRY(auto name, form_decoded(part.substr(0, equals)));
        std::string encoded = equals == std::string::npos ? "" : part.substr(equals + 1);
        PARLEY_TRY(auto value, form_decoded(std::move(encoded)));
        fields.emplace_back(std::move(name), std::move(value));
    }
    return fields;
}

std::string form_text(const Fields& fields) {
    std::string text;
    for (const auto& [name, value] : fields) {
        if (!text.empty()) text += '&';
        text += cat(percent_encoded(name), "=", percent_encoded(value));
    }
    return text;
}

struct Servers::Inside {
    std::atomic<bool> stopping{false};
    // Threads are made when they are needed: the ceiling costs nothing.
    Poco::ThreadPool threads{2, threads_max, idle_s};
    std::map<int, Poco::Net::ServerSocket> sockets;
    std::vector<std::unique_ptr<Poco::Net::HTTPServer>> listeners;
};

Servers::Servers() : inside_(std::make_unique<Inside>()) {}

Servers::~Servers() {
    inside_->stopping = true;
    // POCO's listeners look four times a second whether they should stop: all at once, or eighty would take many
    // seconds.
    std::vector<std::thread> stops;
    for (auto& listener : inside_->listeners) {
        stops.emplace_back([&listener] { listener->stopAll(/*abortCurrent=*/true); });
    }
    for (auto& stop : stops) stop.join();
    inside_->threads.joinAll();
    inside_->listeners.clear();
}

Result<int> Servers::open(int port) {
    try {
        Poco::Net::ServerSocket socket;
        const Poco::Net::SocketAddress address("127.0.0.1", static_cast<Poco::UInt16>(port));
        // No shared port: two simulations on one port would each get half of the calls.
        socket.bind(address, /*reuseAddress=*/true, /*reusePort=*/false);
        socket.listen(connections_waiting);
        const int taken = socket.address().port();
        inside_->sockets.emplace(taken, socket);
        return taken;
    } catch (const Poco::Exception& wrong) {
        return Error{Fault::unavailable, cat("Port ", port, " of 127.0.0.1 cannot be taken."), wrong.displayText()};
    }
}

void Servers::serve(int port, Handler handler) {
    Poco::Net::HTTPServerParams::Ptr settings = new Poco::Net::HTTPServerParams;
    settings->setMaxThreads(threads_per_listener);
    settings->setMaxQueued(connections_waiting);
    settings->setTimeout(Poco::Timespan(idle_s, 0));
    settings->setKeepAliveTimeout(Poco::Timespan(idle_s, 0));
    auto listener = std::make_unique<Poco::Net::HTTPServer>(new Doors(std::move(handler), inside_->stopping),
                                                            inside_->threads, inside_->sockets.at(port), settings);
    listener->start();
    inside_->listeners.push_back(std::move(listener));
}

}  // namespace parley::sim
