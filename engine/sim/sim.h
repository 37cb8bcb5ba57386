#pragma once
// Simulated vendors on loopback: for each a real MCP server (Streamable HTTP) behind a real authorization server
// (metadata, dynamic registration, authorization code with PKCE S256, refresh with rotation, revocation).
// What they answer comes from the vendor folder's simulate.lua, or from its recorded replies: deterministic from a seed
// and a clock.

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "vendors/catalogue.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::sim {

// What may be made to go wrong, for tests and `parley sim --faults`.
enum class Trouble {
    none,
    html,          // 200 with a web page
    server_error,  // 500
    half_json,     // the reply breaks off
    silent,        // no answer until the client hangs up
    huge,          // 100 MB
    expired,       // the token is refused once
    always_401,
    drop,        // the connection is reset
    slow,        // each answer takes some hundred milliseconds
    rate_limit,  // every third call is one too many: 429, to be tried again in a second
    drift,       // a field of the rows has another name
    renamed,     // the tools that read are published under other names
    poisoned,    // a tool's description speaks to the reader
};
std::optional<Trouble> trouble_named(std::string_view name);
std::vector<std::string_view> trouble_names();

// With a simulate.lua, or with recorded replies.
bool can_be_simulated(const vendors::Vendor& vendor);

// What the user of a simulated vendor would have typed: a value for each of the manifest's parameters and settings.
Json demo_values(const vendors::Manifest& manifest);

struct Options {
    std::uint64_t seed = 7;
    int port = 0;  // The first server's; 0: any free one.
    int token_lifetime_s = 3600;
    // The consent page's button: true lets the authorization endpoint redirect at once (there is nobody to click).
    bool consent_given = true;
    bool remembers_secrets = false;  // For Simulation::secrets.
};

// Counts for tests: what reached the server.
struct Seen {
    std::vector<std::string> tools_called;
    int authorizations = 0, refreshes = 0, revocations = 0;
};

// Runs until destroyed. Safe from several threads.
class Simulation {
public:
    // vendor ids; empty: all that can be simulated. Fault::not_found for one that cannot.
    static Result<std::unique_ptr<Simulation>> start(const vendors::Catalogue& catalogue,
                                                     const std::vector<VendorId>& vendors, const Clock& clock,
                                                     Options options);
    virtual ~Simulation() = default;

    virtual std::string url(const VendorId& vendor) const = 0;     // "http://127.0.0.1:PORT/mcp"; empty: not simulated
    virtual std::string issuer(const VendorId& vendor) const = 0;  // Its authorization server: "http://127.0.0.1:PORT"
    virtual void set_trouble(const VendorId& vendor, Trouble trouble) = 0;
    virtual Seen seen(const VendorId& vendor) const = 0;

    // Every code, token, client secret, verifier and state that has gone through, where Options say to keep them.
    virtual std::vector<std::string> secrets(const VendorId& vendor) const = 0;

    // What a tool answers, without the wire: the raw data for tests that compute by other means.
    virtual Result<Json> answer(const VendorId& vendor, const std::string& tool, const Json& arguments) = 0;

    // The story's named days: {"policy change": "2026-06-01"}.
    virtual Json named_days() const = 0;
};

}  // namespace parley::sim
