#include "api/server.h"

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

Result<Json> read_body(HTTPServerRequest& request) {
    // What is too much is still read, up to a point: a client that is cut off while it sends never sees the answer.
    constexpr std::size_t drained_bytes = 16 * limits::request_bytes;
    std::string text;
    std::size_t seen = 0;
    std::array<char, 16384> buffer{};
    auto& in = request.stream();
    while (seen < drained_bytes && (in.read(buffer.data(), buffer.size()) || in.gcount() > 0)) {
        const auto count = static_cast<std::size_t>(in.gcount());
        seen += count;
        if (seen <= limits::request_bytes) text.append(buffer.data(), count);
    }
    if (seen > limits::request_bytes) return Error{Fault::over_limit, "The request is larger than 1 MiB.", "body"};
    if (trim(text).empty()) return Json::object();
    auto body = parse_json(text);
    if (!body || !body.value().is_object()) return Error{Fault::invalid, "The body must be one JSON object.", ""};
    return body;
}

class Handle final : public Poco::Net::HTTPRequestHandler {
public:
    explicit Handle(const Deps& deps) : deps_(deps) {}

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
            auto reply = answer(request);
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
    Result<Reply> answer(HTTPServerRequest& request) const {
        PARLEY_TRY(Target target, read_target(request.getURI()));
        const Match found = match(request.getMethod(), target.path);
        if (found.route == nullptr) {
            if (found.path_known) return Reply{405, {}, "", {}};
            return Error{Fault::not_found, "There is nothing at this path.", ""};
        }
        Call call;
        call.method = request.getMethod();
        call.path = std::move(target.path);
        call.parameters = found.parameters;
        call.query = std::move(target.query);
        call.repeated = std::move(target.repeated);
        call.came_in_clear = lower(request.get("X-Forwarded-Proto", "")) == "http";
        call.wants_stream = request.get("Accept", "").find("text/event-stream") != std::string::npos;
        if (found.route->access == Access::key && !identify(request, call)) return unauthorized();
        PARLEY_TRY(call.body, read_body(request));
        return found.route->handler(deps_, call);
    }

    static Reply unauthorized() { return Reply{401, {}, "", {}}; }

    bool identify(const HTTPServerRequest& request, Call& call) const {
        const std::string header = request.get("Authorization", "");
        constexpr std::string_view scheme = "bearer ";
        if (header.size() <= scheme.size() || lower(std::string_view(header).substr(0, scheme.size())) != scheme)
            return false;
        const auto key = deps_.store.key(vault::sha256_hex(trim(std::string_view(header).substr(scheme.size()))));
        if (!key) return false;
        call.org = deps_.store.for_org(key.value().org);
        call.user = key.value().user;
        return true;
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
        if (reply.status == 401) return refuse(response, 401, "This needs an API key as a bearer token.", id);
        if (reply.status == 405) return refuse(response, 405, "This path does not take that method.", id);
        response.setStatusAndReason(static_cast<HTTPResponse::HTTPStatus>(reply.status));
        for (const auto& [name, value] : reply.headers) response.set(name, value);
        if (reply.stream) {
            response.setContentType("text/event-stream");
            response.setChunkedTransferEncoding(true);
            return reply.stream(response.send());
        }
        if (reply.status == 204 || reply.status == 303) {
            response.setContentLength(0);
            response.send();
            return;
        }
        std::string text = reply.page;
        if (text.empty()) {
            response.setContentType("application/json");
            text = reply.body.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
        } else {
            response.setContentType("text/html; charset=utf-8");
            response.set("Content-Security-Policy",
                         "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                         "frame-ancestors 'none'");
        }
        response.sendBuffer(text.data(), text.size());
    }

    const Deps& deps_;
};

class Factory final : public Poco::Net::HTTPRequestHandlerFactory {
public:
    explicit Factory(const Deps& deps) : deps_(deps) {}
    // POCO takes a raw pointer and deletes it.
    Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override { return new Handle(deps_); }

private:
    const Deps& deps_;
};

class PocoServer final : public Server {
public:
    PocoServer(Deps deps, const Poco::Net::ServerSocket& socket)
        : deps_(deps), pool_("api", 2, limits::threads), port_(socket.address().port()) {
        auto* parameters = new Poco::Net::HTTPServerParams;  // POCO counts its references.
        parameters->setMaxThreads(limits::threads);
        parameters->setMaxQueued(limits::threads * 4);
        parameters->setKeepAlive(true);
        server_ = std::make_unique<Poco::Net::HTTPServer>(Poco::Net::HTTPRequestHandlerFactory::Ptr(new Factory(deps_)),
                                                          pool_, socket, parameters);
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
