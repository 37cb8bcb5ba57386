#pragma once
// What every test of this room needs: a client, a checked address, an admitted call, and shorter patience.

#include "fakes/mcp_server.h"
#include "fakes/resolver.h"
#include "mcp/session.h"
#include "net/http.h"
#include "policy/gate.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <memory>
#include <string>

namespace parley {

inline net::SafeUrl checked(const std::string& url) {
    fakes::FixedResolver resolver;
    return net::UrlGuard(resolver, net::Reach::loopback).check(url).value();
}

inline policy::AdmittedCall admitted(Json arguments = Json::object(), Json input_schema = Json::object()) {
    const policy::Gate gate({{"echo"}}, {{"echo", {"echo", "", std::move(input_schema), Json::object()}}});
    return gate.admit({{"c1"}, "echo", std::move(arguments)}).value();
}

// The real client, but no request may take longer than the test likes.
class HurriedHttp final : public net::Http {
public:
    explicit HurriedHttp(int timeout_ms) : timeout_ms_(timeout_ms) {}
    Result<net::Response> stream(const net::Request& request, const net::OnBody& on_body) override {
        auto hurried = request;
        hurried.timeout_ms = std::min(hurried.timeout_ms, timeout_ms_);
        return http_->stream(hurried, on_body);
    }

private:
    std::unique_ptr<net::Http> http_ = net::make_http();
    int timeout_ms_;
};

// The server first: it must outlive the session that says goodbye to it. How it speaks is known; era_test.cpp is about
// how that is found out.
struct Pair {
    fakes::McpServer server;
    std::unique_ptr<net::Http> http = net::make_http();
    mcp::EraMemory eras;

    mcp::Options known() {
        eras.remember(server.url(), mcp::Era::streamable);
        mcp::Options options;
        options.eras = &eras;
        return options;
    }
    Result<mcp::Session> open(std::optional<Secret> token = std::nullopt, const std::string& header = "Bearer") {
        return mcp::Session::open(*http, checked(server.url()), std::move(token), header, known());
    }
};

// A person at the other end, who always says the same.
class FixedHost final : public mcp::Host {
public:
    explicit FixedHost(Json capabilities, Json answer)
        : capabilities_(std::move(capabilities)), answer_(std::move(answer)) {}
    Json capabilities() const override { return capabilities_; }
    Json answer(const std::string& method, const Json& params) override {
        asked.push_back({{"method", method}, {"params", params}});
        return answer_;
    }
    std::vector<Json> asked;

private:
    Json capabilities_, answer_;
};

}  // namespace parley
