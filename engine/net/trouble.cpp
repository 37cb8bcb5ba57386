#include "net/trouble.h"

#include "base/text.h"

#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>

namespace parley::net {
namespace {

template <typename Kind>
bool is(const Poco::Exception& exception) {
    return dynamic_cast<const Kind*>(&exception) != nullptr;
}

std::string duration(int ms) {
    return ms % 1000 == 0 ? cat(ms / 1000, " s") : cat(ms, " ms");
}

std::string size(std::size_t bytes) {
    if (bytes % (1u << 20) == 0) return cat(bytes >> 20, " MB");
    return bytes % (1u << 10) == 0 ? cat(bytes >> 10, " kB") : cat(bytes, " bytes");
}

std::string late_sentence(const std::string& host, Stage stage, const Request& request) {
    switch (stage) {
    case Stage::connecting:
        return cat(host, " did not take the connection within ", duration(request.connect_timeout_ms), ".");
    case Stage::waiting: return cat(host, " did not answer within ", duration(request.timeout_ms), ".");
    case Stage::reading: return cat(host, " did not finish its answer within ", duration(request.timeout_ms), ".");
    }
    return "";
}

std::string closed_sentence(Stage stage, const std::string& host) {
    if (stage == Stage::reading) return cat(host, " closed the connection in the middle of its answer.");
    return cat(host, " closed the connection without an answer.");
}

bool names_certificate(const Poco::Exception& exception) {
    return is<Poco::Net::CertificateValidationException>(exception) ||
           exception.message().find("certificate verify failed") != std::string::npos;
}

std::string sentence(const Poco::Exception& exception, Stage stage, const std::string& host) {
    if (is<Poco::Net::ConnectionRefusedException>(exception)) return cat(host, " refused the connection.");
    if (names_certificate(exception)) return cat("The certificate of ", host, " is not one that can be trusted.");
    if (stage == Stage::connecting && is<Poco::Net::SSLException>(exception)) {
        return cat("No secure connection to ", host, " could be made.");
    }
    if (stage == Stage::connecting) return cat(host, " could not be reached.");
    return closed_sentence(stage, host);
}

}  // namespace

Error explain(const Poco::Exception& exception, Stage stage, const Meter& meter, const Request& request) {
    if (request.stop.stop_requested()) return cancelled();
    const auto& host = request.url.host();
    return Error{Fault::unavailable,
                 meter.late ? late_sentence(host, stage, request) : sentence(exception, stage, host),
                 exception.displayText()};
}

Error explain(const ReplyReader& flawed, const Request& request) {
    const auto& host = request.url.host();
    switch (flawed.flaw()) {
    case Flaw::padded:
        return Error{Fault::over_limit, cat("The answer of ", host, " has headers or padding beyond every measure."),
                     flawed.detail()};
    case Flaw::too_large:
        return Error{Fault::over_limit,
                     cat("The answer of ", host, " is larger than ", size(request.reply_bytes_max), "."), ""};
    case Flaw::compressed:
        return Error{Fault::unavailable, cat(host, " sent a compressed answer, though none was asked for."),
                     flawed.detail()};
    case Flaw::garbled:
    case Flaw::none: break;
    }
    return Error{Fault::unavailable, cat(host, " sent an answer that is not HTTP."), flawed.detail()};
}

Error cancelled() {
    return Error{Fault::unavailable, "The request was cancelled.", ""};
}

Error cut_short(Stage stage, const Request& request) {
    if (request.stop.stop_requested()) return cancelled();
    return Error{Fault::unavailable, closed_sentence(stage, request.url.host()), "the body has no end"};
}

}  // namespace parley::net
