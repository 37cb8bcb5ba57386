#include "net/poco_http.h"

#include "base/text.h"
#include "net/exchange.h"
#include "net/pool.h"
#include "net/stream_ends.h"
#include "net/trouble.h"

#include <Poco/Exception.h>
#include <algorithm>

namespace parley::net {
namespace {

using Poco::Net::Context;

constexpr std::size_t addresses_tried_max = 4;

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

Result<Done> check_headers(const Headers& headers) {
    for (const auto& [name, value] : headers) {
        const bool named = !name.empty() && name.find_first_of(" \t:") == std::string::npos;
        if (splits_lines(name) || splits_lines(value)) {
            return Error{Fault::invalid, "A request header holds a line break.", name};
        }
        if (!named) return Error{Fault::invalid, "A request header has a name that no header has.", name};
    }
    return Done{};
}

class PocoHttp final : public Http {
public:
    explicit PocoHttp(Context::Ptr trust) : trust_(std::move(trust)) {}

    Result<Response> stream(const Request& request, const OnBody& on_body) override {
        PARLEY_TRY([[maybe_unused]] auto checked, check_headers(request.headers));
        if (request.stop.stop_requested()) return cancelled();
        const auto origin = request.url.origin();
        if (auto kept = pool_.take(request.url, origin)) {
            auto exchanged = exchange(*kept, request, on_body, ends_);
            if (exchanged.after == Exchanged::After::keep) pool_.give(std::move(kept));
            if (exchanged.after != Exchanged::After::stale) return std::move(exchanged.result);
        }
        PARLEY_TRY(auto fresh, connect(request, origin));
        auto exchanged = exchange(*fresh, request, on_body, ends_);
        if (exchanged.after == Exchanged::After::keep) pool_.give(std::move(fresh));
        return std::move(exchanged.result);
    }

private:
    Result<std::unique_ptr<Connection>> connect(const Request& request, const std::string& origin);

    const Context::Ptr trust_;
    Pool pool_;
    StreamEnds ends_;
};

// The addresses share the time, so that a dead first one leaves some to the second.
Result<std::unique_ptr<Connection>> PocoHttp::connect(const Request& request, const std::string& origin) {
    const auto& url = request.url;
    const auto count = std::min(url.addresses().size(), addresses_tried_max);
    const auto end = Meter::Time::now() + std::chrono::milliseconds(request.connect_timeout_ms);
    Error last{Fault::unavailable, cat(url.host(), " has no address."), ""};
    bool somebody = false;
    for (std::size_t at = 0; at < count && !request.stop.stop_requested(); ++at) {
        const auto& address = url.addresses()[at];
        auto connection = std::make_unique<Connection>();
        connection->origin = origin;
        connection->address = address;
        auto& meter = connection->meter;
        const auto now = Meter::Time::now();
        meter.begin(now + (end - now) / static_cast<int>(count - at));
        const Peer peer{address, url.port(), address == url.host() ? "" : url.host()};
        try {
            const bool secure = url.scheme() == "https";
            connection->socket = secure ? dial_secure(peer, trust_ ? trust_ : system_trust(), meter, request.stop)
                                        : dial(peer, meter, request.stop);
            return connection;
        } catch (const Poco::Exception& exception) {
            // An address where somebody answered says more than one where nobody did.
            if (meter.connected || !somebody) last = explain(exception, Stage::connecting, meter, request);
            somebody = somebody || meter.connected;
        }
    }
    return request.stop.stop_requested() ? cancelled() : std::move(last);
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
