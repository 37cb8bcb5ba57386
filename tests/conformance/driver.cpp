// A client for the public conformance suites: parley-conformance URL. The rooms net, mcp, oauth and policy as the
// product has them; what a person would do (sign in, admit tools, answer questions) is done here.
//
// The suites say in the environment which scenario it is and hand over credentials; only calls.cpp looks at the name.
// This program alone lets http and loopback through, for the suites' servers have nothing else.

#include "access.h"
#include "calls.h"

#include <cstdlib>
#include <iostream>

namespace parley::conformance {
namespace {

constexpr int call_timeout_ms = 15'000;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

class Visit {
public:
    Visit(net::Http& http, net::SafeUrl server, Access& access)
        : http_(http), server_(std::move(server)), access_(access) {}

    Result<Done> run(const std::string& scenario, const Json& context) {
        PARLEY_TRY([[maybe_unused]] const Done asked, knock());
        PARLEY_TRY(const auto tools,
                   let_in<std::vector<policy::ToolDefinition>>([](auto& session) { return session.list_tools(); }));
        for (auto& wish : calls_for(scenario, context, tools)) {
            std::cout << "calling " << wish.tool << "\n";
            PARLEY_TRY(const policy::AdmittedCall call, admit(tools, std::move(wish)));
            const auto reply = let_in<mcp::Reply>([&](auto& session) { return session.call(call, call_timeout_ms); });
            // What a tool says about itself is an answer as good as any: the suite knows whether it should have come.
            if (!reply && reply.error().fault != Fault::invalid) return reply.error();
            std::cout << (reply ? reply.value().text : reply.error().detail) << "\n";
        }
        return Done{};
    }

private:
    // As connecting begins: asked without a token, a server says whether it wants one.
    Result<Done> knock() {
        const mcp::Options options{.eras = &eras_, .host = &host_};
        PARLEY_TRY(const auto challenge, mcp::Session::probe(http_, server_, options));
        return challenge ? access_.obtain(challenge->status, challenge->www_authenticate) : Done{};
    }

    // Does something with a session; where the server refuses, gets what it asks for and tries again.
    template <typename T, typename Work>
    Result<T> let_in(Work work) {
        for (;;) {
            mcp::Refusal refusal;
            auto result = attempt<T>(work, refusal);
            if (result || (refusal.status != 401 && refusal.status != 403)) return result;
            std::cout << "refused with " << refusal.status << "\n";
            session_.reset();
            PARLEY_TRY([[maybe_unused]] const Done obtained, access_.obtain(refusal.status, refusal.www_authenticate));
        }
    }

    template <typename T, typename Work>
    Result<T> attempt(Work& work, mcp::Refusal& refusal) {
        if (!session_) {
            const mcp::Options options{.eras = &eras_, .host = &host_, .refusal = &refusal};
            PARLEY_TRY(session_, mcp::Session::open(http_, server_, access_.token(), "Bearer", options));
        }
        auto result = work(*session_);
        if (!result) refusal = session_->refusal();
        return result;
    }

    net::Http& http_;
    net::SafeUrl server_;
    Access& access_;
    mcp::EraMemory eras_;
    Agreeable host_;
    std::optional<mcp::Session> session_;
};

Result<Done> drive(const std::string& url) {
    const std::string given = environment("MCP_CONFORMANCE_CONTEXT");
    PARLEY_TRY(const Json context, given.empty() ? Result<Json>(Json::object()) : parse_json(given));
    NoNames resolver;
    const net::UrlGuard guard(resolver, net::Reach::loopback);
    PARLEY_TRY(const net::SafeUrl server, guard.check(url));
    const auto http = net::make_http();
    Access access(*http, guard, server, context);
    return Visit(*http, server, access).run(environment("MCP_CONFORMANCE_SCENARIO"), context);
}

}  // namespace
}  // namespace parley::conformance

int main(int count, char** words) {
    if (count != 2) {
        std::cerr << "usage: parley-conformance URL\n";
        return 2;
    }
    const auto done = parley::conformance::drive(words[1]);
    if (done) return 0;
    std::cerr << done.error().message << " " << done.error().detail << "\n";
    return 1;
}
