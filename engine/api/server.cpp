#include "api/server.h"

#include "api/admission.h"
#include "api/problem.h"
#include "api/routes.h"
#include "api/target.h"
#include "base/limits.h"
#include "base/text.h"
#include "vault/crypto.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>
#include <chrono>
#include <iostream>

namespace parley::api {

Result<std::string> required_text(const Json& body, const std::string& member) {
    std::string text = text_at(body, member);
    if (trim(text).empty()) return Error{Fault::invalid, cat("\"", member, "\" is missing or empty."), ""};
    return text;
}

namespace {

using Poco::Net::HTTPResponse;
using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

// What a client sent as X-Request-Id comes back only where it is harmless in a header and a log.
std::string request_id(const HTTPServerRequest& request) {
    constexpr std::size_t id_bytes = 64;
    const std::string given = request.get("X-Request-Id", "");
    const bool plain =
        std::all_of(given.begin(), given.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
    return given.empty() || given.size() > id_bytes || !plain ? vault::random_token(9) : given;
}

// What is there to be read at once, or one byte that is waited for: a client that drips is seen between two of them.
std::size_t read_some(std::istream& in, std::array<char, 16384>& buffer) {
    if (in.peek() == std::istream::traits_type::eof()) return 0;
    const auto there = in.readsome(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    return there > 0 ? static_cast<std::size_t>(there) : 0;
}

Result<Json> read_body(HTTPServerRequest& request) {
    // What is too much is still read, up to a point: a client that is cut off while it sends never sees the answer.
    constexpr std::size_t drained_bytes = 16 * limits::request_bytes;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(limits::body_timeout_ms);
    std::string text;
    std::size_t seen = 0;
    std::array<char, 16384> buffer{};
    auto& in = request.stream();
    while (seen < drained_bytes) {
        const auto count = read_some(in, buffer);
        if (count == 0) break;
        seen += count;
        if (seen <= limits::request_bytes) text.append(buffer.data(), count);
        if (std::chrono::steady_clock::now() > until) {
            return Error{Fault::invalid, "The request took too long to arrive.", "body"};
        }
    }
    if (seen > limits::request_bytes) return Error{Fault::over_limit, "The request is larger than 1 MiB.", "body"};
    if (trim(text).empty()) return Json::object();
    auto body = parse_json(text);
    if (!body || !body.value().is_object()) return Error{Fault::invalid, "The body must be one JSON object.", ""};
    return body;
}

// Every header of a name: what stands there twice must not be taken for one.
std::vector<std::string> all_of(const HTTPServerRequest& request, const std::string& name) {
    std::vector<std::string> values;
    for (const auto& [given, value] : request) {
        if (lower(given) == lower(name)) values.push_back(value);
    }
    return values;
}

Knock knock_of(const HTTPServerRequest& request, const std::string& proxy) {
    Knock knock;
    const std::string forwarded_for = join(all_of(request, "X-Forwarded-For"), ",");
    knock.address = address_of(request.clientAddress().host().toString(), forwarded_for, proxy);
    knock.authorization = all_of(request, "Authorization");
    auto& browser = knock.browser;
    browser.method = request.getMethod();
    browser.cookie = join(all_of(request, "Cookie"), "; ");
    browser.origin = join(all_of(request, "Origin"), ", ");
    browser.fetch_site = join(all_of(request, "Sec-Fetch-Site"), ", ");
    browser.csrf = join(all_of(request, "X-CSRF-Token"), ", ");
    return knock;
}

class Handle final : public Poco::Net::HTTPRequestHandler {
public:
    Handle(const Deps& deps, Admission& admission) : deps_(deps), admission_(admission) {}

    // One of the three doors where exceptions stop.
    void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override {
        const std::string id = request_id(request);
        response.set("X-Request-Id", id);
        response.set("X-Content-Type-Options", "nosniff");
        response.set("Cache-Control", "no-store");
        response.set("Referrer-Policy", "no-referrer");
        response.set("X-Frame-Options", "DENY");
        response.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        try {
            std::optional<Admitted> guest;  // Its seat is held until the last byte is sent.
            auto reply = answer(request, guest);
            if (reply) return send(response, reply.value());
            const Error& error = reply.error();
            const bool too_large = error.fault == Fault::over_limit && error.detail == "body";
            refuse(response, too_large ? 413 : status_of(error.fault), error.message, id);
        } catch (const std::exception& bug) {
            std::clog << "request " << id << ": " << bug.what() << '\n';
            if (!response.sent())
                refuse(response, 500, "Something went wrong on our side; the log has the reason.", id);
        }
    }

private:
    Result<Reply> answer(HTTPServerRequest& request, std::optional<Admitted>& guest) const {
        PARLEY_TRY(Target target, read_target(request.getURI()));
        const Match found = match(request.getMethod(), target.path);
        if (found.route == nullptr) {
            if (found.path_known) return refusal(405, "This path does not take that method.");
            return Error{Fault::not_found, "There is nothing at this path.", ""};
        }
        const Knock knock = knock_of(request, deps_.proxy);
        auto verdict = admission_.admit(*found.route, knock);
        if (const auto* refused = std::get_if<Refusal>(&verdict)) {
            return refusal(refused->status, refused->sentence, refused->retry_after_s);
        }
        guest.emplace(std::move(std::get<Admitted>(verdict)));
        Call call;
        call.method = knock.browser.method;
        call.path = std::move(target.path);
        call.parameters = found.parameters;
        call.query = std::move(target.query);
        call.repeated = std::move(target.repeated);
        call.came_in_clear = lower(request.get("X-Forwarded-Proto", "")) == "http";
        call.wants_stream = request.get("Accept", "").find("text/event-stream") != std::string::npos;
        call.what = cat(found.route->method, " ", found.route->pattern);
        call.browser = knock.browser;
        call.org = std::move(guest->org);
        if (guest->caller) {
            call.caller = *guest->caller;
            call.user = guest->caller->user;
        }
        PARLEY_TRY(call.body, read_body(request));
        return found.route->handler(deps_, call);
    }

    static Reply refusal(int status, const std::string& sentence, int retry_after_s = 0) {
        Reply reply{status, {}, "", {}};
        reply.problem = sentence;
        if (retry_after_s > 0) reply.headers["Retry-After"] = cat(retry_after_s);
        return reply;
    }

    static void refuse(HTTPServerResponse& response, int status, const std::string& detail, const std::string& id) {
        response.setStatusAndReason(static_cast<HTTPResponse::HTTPStatus>(status));
        response.setKeepAlive(false);  // Some of the body may be unread, and would be taken for the next request.
        response.setContentType("application/problem+json");
        if (status == 401) response.set("WWW-Authenticate", "Bearer");
        const std::string text = problem(status, detail, id).dump();
        response.sendBuffer(text.data(), text.size());
    }

    static void send(HTTPServerResponse& response, const Reply& reply) {
        const std::string id = response.get("X-Request-Id", "");
        for (const auto& [name, value] : reply.headers) response.set(name, value);
        for (const auto& line : reply.cookies) response.add("Set-Cookie", line);
        if (!reply.problem.empty()) return refuse(response, reply.status, reply.problem, id);
        response.setStatusAndReason(static_cast<HTTPResponse::HTTPStatus>(reply.status));
        if (reply.stream) {
            if (!reply.headers.contains("Content-Type")) response.setContentType("text/event-stream");
            response.setChunkedTransferEncoding(true);
            return reply.stream(response.send());
        }
        if (reply.status == 204 || reply.status == 302 || reply.status == 303) {
            response.setContentLength(0);
            response.send();
            return;
        }
        std::string text = reply.page;
        if (text.empty()) {
            response.setContentType("application/json");
            text = dump_in_order(reply.body);
        } else {
            response.setContentType("text/html; charset=utf-8");
            response.set("Content-Security-Policy",
                         "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; "
                         "frame-ancestors 'none'");
        }
        response.sendBuffer(text.data(), text.size());
    }

    const Deps& deps_;
    Admission& admission_;
};

class Factory final : public Poco::Net::HTTPRequestHandlerFactory {
public:
    Factory(const Deps& deps, Admission& admission) : deps_(deps), admission_(admission) {}
    // POCO takes a raw pointer and deletes it.
    Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
        return new Handle(deps_, admission_);
    }

private:
    const Deps& deps_;
    Admission& admission_;
};

class PocoServer final : public Server {
public:
    PocoServer(Deps deps, const Poco::Net::ServerSocket& socket)
        : deps_(deps), admission_(deps_), pool_("api", 2, limits::threads), port_(socket.address().port()) {
        auto* parameters = new Poco::Net::HTTPServerParams;  // POCO counts its references.
        parameters->setMaxThreads(limits::threads);
        parameters->setMaxQueued(limits::threads * 4);
        parameters->setKeepAlive(true);
        server_ = std::make_unique<Poco::Net::HTTPServer>(
            Poco::Net::HTTPRequestHandlerFactory::Ptr(new Factory(deps_, admission_)), pool_, socket, parameters);
        server_->start();
    }
    ~PocoServer() override {
        server_->stopAll(true);
        pool_.joinAll();
    }
    PocoServer(const PocoServer&) = delete;
    PocoServer& operator=(const PocoServer&) = delete;
    int port() const override { return port_; }

private:
    Deps deps_;
    Admission admission_;
    Poco::ThreadPool pool_;
    std::unique_ptr<Poco::Net::HTTPServer> server_;
    int port_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(Deps deps, Listen listen) {
    try {
        const Poco::Net::ServerSocket socket(
            Poco::Net::SocketAddress(listen.address, static_cast<Poco::UInt16>(listen.port)));
        return std::unique_ptr<Server>(std::make_unique<PocoServer>(deps, socket));
    } catch (const Poco::Exception& problem) {
        return Error{Fault::unavailable,
                     cat("Nothing can listen on ", listen.address, ":", listen.port, "; is it taken?"),
                     problem.displayText()};
    }
}

}  // namespace parley::api
