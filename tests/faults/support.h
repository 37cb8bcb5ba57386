#pragma once
// The parts of the engine that talk to servers, each behind a proxy that can fall sick.

#include "../mcp/client.h"
#include "fakes/authorization_server.h"
#include "fakes/fault_proxy.h"
#include "fakes/stop_watch.h"
#include "oauth/oauth.h"

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

namespace parley::tests {

// The real client, with as much patience as the test likes at the moment.
class ShortHttp final : public net::Http {
public:
    Result<net::Response> stream(const net::Request& request, const net::OnBody& on_body) override {
        auto hurried = request;
        hurried.timeout_ms = std::min(hurried.timeout_ms, patience_ms.load());
        return http_->stream(hurried, on_body);
    }
    std::atomic<int> patience_ms = 10'000;

private:
    std::unique_ptr<net::Http> http_ = net::make_http();
};

// What came of it: an answer, or a fault and its sentence.
struct Outcome {
    bool answered = false;
    Fault fault = Fault::internal;
    std::string sentence;
};

template <typename T>
Outcome outcome_of(const Result<T>& result) {
    if (result) return {true, Fault::internal, ""};
    return {false, result.error().fault, result.error().message};
}

// One question, asked while the proxy is sick, and once more when it is well.
class Patient {
public:
    virtual ~Patient() = default;
    Outcome ask(const fakes::Spoil& spoil, int patience_ms) {
        http_.patience_ms = patience_ms;
        const auto outcome = ask_sick(spoil);
        http_.patience_ms = 10'000;
        // Whatever it was, it is over with that question.
        const auto later = ask_once();
        CHECK_MESSAGE(later.answered, later.sentence);
        return outcome;
    }

protected:
    virtual Outcome ask_sick(const fakes::Spoil& spoil) = 0;  // Leaves the proxy well.
    virtual Outcome ask_once() = 0;
    ShortHttp http_;
};

class ToolPatient : public Patient {
public:
    ToolPatient() { REQUIRE_MESSAGE(session_, session_.error().message); }

    Outcome ask_sick(const fakes::Spoil& spoil) override {
        proxy_.choose([spoil, this](const fakes::Asked& asked, int) {
            return asked.body.find(method()) == std::string::npos ? fakes::Spoil() : spoil;
        });
        const auto outcome = ask_once();
        proxy_.choose(nullptr);
        return outcome;
    }

protected:
    virtual std::string method() const = 0;
    mcp::Session& session() { return session_.value(); }

private:
    fakes::McpServer server_;
    fakes::FaultProxy proxy_{checked(server_.url()).port()};
    Result<mcp::Session> session_ = mcp::Session::open(http_, checked(proxy_.url("/mcp")), std::nullopt);
};

class OpenPatient final : public Patient {
    Outcome ask_sick(const fakes::Spoil& spoil) override {
        proxy_.choose([spoil](const fakes::Asked&, int) { return spoil; });
        const auto outcome = ask_once();
        proxy_.choose(nullptr);
        return outcome;
    }
    Outcome ask_once() override {
        return outcome_of(mcp::Session::open(http_, checked(proxy_.url("/mcp")), std::nullopt));
    }
    fakes::McpServer server_;
    fakes::FaultProxy proxy_{checked(server_.url()).port()};
};

class ListPatient final : public ToolPatient {
    std::string method() const override { return "\"tools/list\""; }
    Outcome ask_once() override { return outcome_of(session().list_tools()); }
};

class CallPatient final : public ToolPatient {
    std::string method() const override { return "\"tools/call\""; }
    Outcome ask_once() override {
        const Json number = ++number_;
        const auto reply = session().call(admitted({{"number", number}}));
        if (reply) CHECK(at_or_null(reply.value().value, "number") == number);  // Its own answer, not another's.
        return outcome_of(reply);
    }
    int number_ = 0;
};

// An authorization server that publishes the proxy's address as its own.
class SignInPatient : public Patient {
public:
    SignInPatient() {
        const auto origin = proxy_.origin();
        server_.resource_metadata = {{"resource", origin + "/mcp"}, {"authorization_servers", {origin}}};
        server_.metadata["issuer"] = origin;
        server_.metadata["authorization_endpoint"] = origin + "/authorize";
        server_.metadata["token_endpoint"] = origin + "/token";
        server_.metadata["registration_endpoint"] = origin + "/register";
        server_.metadata["revocation_endpoint"] = origin + "/revoke";
        server_.publish();
    }

    Outcome ask_sick(const fakes::Spoil& spoil) override {
        prepare();
        proxy_.choose([spoil](const fakes::Asked&, int) { return spoil; });
        const auto outcome = ask_once();
        proxy_.choose(nullptr);
        return outcome;
    }

protected:
    virtual void prepare() {}
    Result<oauth::Discovery> discover() { return oauth::discover(http_, guard_, checked(proxy_.url("/mcp")), {}); }

    fakes::FixedResolver resolver_;
    net::UrlGuard guard_{resolver_, net::Reach::loopback};
    fakes::AuthorizationServer server_;
    fakes::FaultProxy proxy_{checked(server_.origin()).port()};
};

class DiscoveryPatient final : public SignInPatient {
    Outcome ask_once() override { return outcome_of(discover()); }
};

class RefreshPatient final : public SignInPatient {
    void prepare() override {
        auto found = discover();
        REQUIRE_MESSAGE(found, found.error().message);
        endpoints_ = found.value().endpoints;
    }
    Outcome ask_once() override {
        const auto client = oauth::known_client(endpoints_, "client-1", std::nullopt);
        return outcome_of(
            oauth::refresh(http_, guard_, endpoints_, client, Secret("refresh-1"), from_unix_seconds(1'800'000'000)));
    }
    oauth::Endpoints endpoints_;
};

// Somebody else's connection to somebody else's server, busy all the time.
class Neighbour {
public:
    Neighbour() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

    int answers() const { return answers_; }
    int failures() const { return failures_; }
    int slowest_ms() const { return slowest_ms_; }

private:
    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const fakes::StopWatch watch;
            const auto reply = session_.value().call(admitted());
            ++(reply ? answers_ : failures_);
            slowest_ms_ = std::max(slowest_ms_.load(), watch.ms());
        }
    }

    Pair pair_;
    Result<mcp::Session> session_ = pair_.open();
    std::atomic<int> answers_ = 0, failures_ = 0, slowest_ms_ = 0;
    std::jthread thread_;  // Last: it uses all the others.
};

// Of this process, since the last look.
class PeakMemory {
public:
    PeakMemory() {
        std::ofstream("/proc/self/clear_refs") << "5";
        before_ = megabytes();
    }
    double growth_megabytes() const { return megabytes() - before_; }

private:
    static double megabytes() {
        std::ifstream status("/proc/self/status");
        for (std::string line; std::getline(status, line);) {
            if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
        }
        return 0;
    }
    double before_ = 0;
};

}  // namespace parley::tests
