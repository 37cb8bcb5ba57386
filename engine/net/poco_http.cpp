#include "net/poco_http.h"

#include "base/text.h"
#include "net/pool.h"
#include "net/trouble.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPBufferAllocator.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <algorithm>
#include <array>
#include <istream>
#include <ostream>

namespace parley::net {
namespace {

using Poco::Net::Context;
using Poco::Net::HTTPMessage;
using Poco::Net::HTTPRequest;
using Poco::Net::HTTPResponse;

constexpr int interim_replies_max = 8;
constexpr std::size_t addresses_tried_max = 4;
constexpr std::size_t chunk_overhead = 8;  // A body of one-byte chunks is six times as long on the wire.
constexpr int field_lines_max = 200;

Context::Ptr make_trust(const std::string& authorities_file) {
    Context::Params params;
    params.caLocation = authorities_file;
    params.loadDefaultCAs = authorities_file.empty();
    params.verificationMode = Context::VERIFY_STRICT;
    params.cipherList = "HIGH:!aNULL:!MD5:!3DES";
    Context::Ptr context(new Context(Context::TLS_CLIENT_USE, params));
    context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
    return context;
}

// The operating system's authorities take megabytes, and are the same for each of thousands of connections: read once
// a process, never changed after.
Context::Ptr system_trust() {
    static const Context::Ptr trust = make_trust("");
    return trust;
}

bool splits_lines(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

std::string host_header(const SafeUrl& url) {
    const auto origin = url.origin();
    return origin.substr(url.scheme().size() + 3);
}

HTTPRequest to_poco(const Request& request) {
    HTTPRequest out(request.method, request.url.target(), HTTPMessage::HTTP_1_1);
    out.setKeepAlive(true);
    out.set("Host", host_header(request.url));
    out.set("User-Agent", "parley/0.1.0");
    for (const auto& [name, value] : request.headers) out.set(name, value);
    const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
    if (has_body) out.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
    return out;
}

Response to_response(const HTTPResponse& reply) {
    Response response;
    response.status = static_cast<int>(reply.getStatus());
    for (const auto& [name, value] : reply) response.headers.emplace_back(name, value);
    return response;
}

enum class KeepOpen { no, yes };
enum class BodyEnd { read, stopped, too_large };

BodyEnd read_body(std::istream& in, Response& response, const Request& request, const OnBody& on_body,
                  std::size_t& total) {
    std::array<char, 16384> buffer{};
    in.exceptions(std::ios::badbit);
    while (in.peek() != std::char_traits<char>::eof()) {
        const auto count = in.readsome(buffer.data(), buffer.size());
        const std::string_view piece(buffer.data(), static_cast<std::size_t>(count));
        total += piece.size();
        if (total > request.reply_bytes_max) return BodyEnd::too_large;
        if (!on_body)
            response.body.append(piece);
        else if (on_body(response, piece) == Flow::stop)
            return BodyEnd::stopped;
    }
    return BodyEnd::read;
}

bool has_body(const Request& request, const HTTPResponse& reply) {
    const int status = static_cast<int>(reply.getStatus());
    return request.method != "HEAD" && status != 204 && status != 304;
}

class PocoHttp final : public Http {
public:
    explicit PocoHttp(Context::Ptr trust) : trust_(std::move(trust)) {}

    Result<Response> stream(const Request& request, const OnBody& on_body) override {
        for (const auto& [name, value] : request.headers) {
            if (splits_lines(name) || splits_lines(value)) {
                return Error{Fault::invalid, "A request header holds a line break.", name};
            }
        }
        if (auto kept = pool_.take(request.url)) {
            auto attempt = exchange(std::move(kept), request, on_body);
            if (!attempt.stale) return std::move(attempt.result);
        }
        PARLEY_TRY(auto fresh, connect(request));
        return exchange(std::move(fresh), request, on_body).result;
    }

private:
    struct Attempt {
        Result<Response> result;
        bool stale = false;  // Failed before a single byte came back, and not for want of time.
    };

    Result<std::unique_ptr<Connection>> connect(const Request& request);
    Attempt exchange(std::unique_ptr<Connection> connection, const Request& request, const OnBody& on_body);

    const Context::Ptr trust_;
    Pool pool_;
};

// The addresses share the time, so that a dead first one leaves some to the second.
Result<std::unique_ptr<Connection>> PocoHttp::connect(const Request& request) {
    const auto& url = request.url;
    const auto count = std::min(url.addresses().size(), addresses_tried_max);
    const auto end = Meter::Time::now() + std::chrono::milliseconds(request.connect_timeout_ms);
    Error last{Fault::unavailable, cat(url.host(), " has no address."), ""};
    bool somebody = false;
    for (std::size_t at = 0; at < count; ++at) {
        const auto& address = url.addresses()[at];
        auto connection = std::make_unique<Connection>();
        connection->origin = url.origin();
        connection->address = address;
        auto& meter = connection->meter;
        const auto now = Meter::Time::now();
        meter.begin(now + (end - now) / static_cast<int>(count - at), limits::header_bytes);
        const Peer peer{address, url.port(), address == url.host() ? "" : url.host()};
        try {
            if (url.scheme() == "https") {
                const auto trust = trust_ ? trust_ : system_trust();
                connection->talk = std::make_unique<Conversation>(dial_secure(peer, trust, meter));
            } else {
                connection->talk = std::make_unique<Conversation>(dial(peer, meter));
            }
            return connection;
        } catch (const Poco::Exception& exception) {
            // An address where somebody answered says more than one where nobody did.
            if (meter.connected || !somebody) last = explain(exception, Stage::connecting, meter, request);
            somebody = somebody || meter.connected;
        }
    }
    return last;
}

// One request and its reply on one connection. Throws POCO's exceptions.
Result<Response> converse(Connection& connection, const Request& request, const OnBody& on_body, KeepOpen& keep) {
    auto& talk = *connection.talk;
    auto& meter = connection.meter;
    HTTPRequest out = to_poco(request);
    auto& body = talk.sendRequest(out);
    body.write(request.body.data(), static_cast<std::streamsize>(request.body.size()));

    HTTPResponse reply;
    reply.setFieldLimit(field_lines_max);
    std::istream* in = &talk.receiveResponse(reply);
    for (int interim = 0; static_cast<int>(reply.getStatus()) < 200; ++interim) {
        if (interim == interim_replies_max) return no_http(request, "too many interim replies");
        in = &talk.receiveResponse(reply);
    }
    // The wire's own cap comes on top of the body's, for what is not body: chunk sizes and their extensions.
    meter.received_max = meter.received + request.reply_bytes_max * chunk_overhead + limits::header_bytes;
    const bool measured = has_body(request, reply) && !reply.getChunkedTransferEncoding() && reply.hasContentLength();
    const auto promised = measured ? static_cast<std::size_t>(std::max<Poco::Int64>(reply.getContentLength64(), 0)) : 0;
    if (promised > request.reply_bytes_max) return too_large(request);

    Response response = to_response(reply);
    std::size_t total = 0;
    switch (read_body(*in, response, request, on_body, total)) {
    case BodyEnd::too_large: return too_large(request);
    case BodyEnd::stopped: return response;
    case BodyEnd::read: break;
    }
    const bool chunked = has_body(request, reply) && reply.getChunkedTransferEncoding();
    if (total < promised || (chunked && meter.ended)) return half_body(request);
    const bool framed = !has_body(request, reply) || measured || (chunked && meter.tail == "0\r\n\r\n");
    if (framed && reply.getKeepAlive() && !meter.ended && !talk.has_leftovers()) keep = KeepOpen::yes;
    return response;
}

PocoHttp::Attempt PocoHttp::exchange(std::unique_ptr<Connection> connection, const Request& request,
                                     const OnBody& on_body) {
    auto& meter = connection->meter;
    meter.begin(Meter::Time::now() + std::chrono::milliseconds(request.timeout_ms),
                limits::header_bytes + Poco::Net::HTTPBufferAllocator::BUFFER_SIZE);
    try {
        auto keep = KeepOpen::no;
        auto result = converse(*connection, request, on_body, keep);
        if (keep == KeepOpen::yes) pool_.give(std::move(connection));
        return Attempt{std::move(result), false};
    } catch (const Poco::Exception& exception) {
        const auto stage = meter.received == 0 ? Stage::waiting : Stage::reading;
        const bool stale = stage == Stage::waiting && meter.trouble == Meter::Trouble::none;
        return Attempt{explain(exception, stage, meter, request), stale};
    }
}

}  // namespace

Context::Ptr trust_in(const std::string& authorities_file) {
    return make_trust(authorities_file);
}

std::unique_ptr<Http> make_http_trusting(Context::Ptr trust) {
    return std::make_unique<PocoHttp>(std::move(trust));
}

std::unique_ptr<Http> make_http() {
    return make_http_trusting(nullptr);
}

}  // namespace parley::net
