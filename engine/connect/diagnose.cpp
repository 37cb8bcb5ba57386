#include "base/text.h"
#include "connect/connector.h"
#include "connect/grants.h"
#include "connect/pins.h"
#include "connect/records.h"
#include "connect/target.h"

#include <chrono>

namespace parley::connect {
namespace {

using Level = Finding::Level;

class Stopwatch {
public:
    int ms() const {
        const auto spent = std::chrono::steady_clock::now() - start_;
        return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(spent).count());
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::string_view words_for(mcp::Era era) {
    switch (era) {
    case mcp::Era::modern: return "modern (2026-07-28)";
    case mcp::Era::streamable: return "Streamable HTTP";
    case mcp::Era::event_stream: return "HTTP+SSE (2024-11-05)";
    }
    return "unknown";
}

Finding state_finding(const store::Connection& connection) {
    switch (connection.state) {
    case store::ConnectionState::connected: return {"state", "connected", Level::good};
    case store::ConnectionState::authorizing:
        return {"state", "waits for somebody to finish signing in", Level::notice};
    case store::ConnectionState::needs_reconnect:
        return {"state", cat("has to be connected again: ", connection.reason), Level::bad};
    }
    return {"state", "unknown", Level::bad};
}

std::string in_words(std::chrono::milliseconds length) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(length).count();
    if (minutes < 120) return counted(minutes, "minute", "minutes");
    return minutes < 48 * 60 ? counted(minutes / 60, "hour", "hours") : counted(minutes / 60 / 24, "day", "days");
}

// From when it was sealed: a refresh seals anew.
Finding token_finding(const oauth::Grant& grant, const store::Connection& connection, const Sealed& sealed,
                      Instant now) {
    const auto sealed_at = vault::sealed_at(sealed);
    const std::string age = sealed_at ? cat(", ", in_words(now - sealed_at.value()), " old") : "";
    if (connection.auth == "api_key") return {"token", "an API key" + age, Level::good};
    const auto& end = grant.tokens.expires_at;
    const char* way_on = grant.tokens.refresh ? ", can be refreshed" : ", cannot be refreshed";
    if (!end) return {"token", cat("without an end", age, way_on), Level::good};
    if (*end > now) return {"token", cat("good for another ", in_words(*end - now), age, way_on), Level::good};
    return {"token", cat("over since ", in_words(now - *end), age, way_on),
            grant.tokens.refresh ? Level::notice : Level::bad};
}

Finding tools_finding(const std::vector<store::ToolPin>& pins) {
    int admitted = 0, waiting = 0, refused = 0;
    for (const auto& pin : pins)
        ++(pin.verdict == "admitted" ? admitted : pin.verdict == "waiting" ? waiting : refused);
    return {"reviewed", cat(admitted, " admitted, ", waiting, " waiting for review, ", refused, " refused"),
            admitted == 0 || waiting > 0 ? Level::notice : Level::good};
}

// What a test would pin: nothing is saved here.
Finding live_finding(const Connector::Wiring& wiring, const store::Connection& connection,
                     const std::vector<policy::ToolDefinition>& live, const std::vector<store::ToolPin>& known,
                     int ms) {
    const vendors::Vendor* vendor = wiring.catalogue.find(connection.vendor);
    const auto repinned = repin(vendor ? &vendor->manifest : nullptr, live, known);
    const auto changes = static_cast<std::int64_t>(repinned.warnings.size());
    return {"tools",
            cat(live.size(), " published, ", counted(changes, "change", "changes"), " to look at (", ms, " ms)"),
            changes > 0 ? Level::notice : Level::good};
}

// Whether anybody is there, asked without a token.
Finding server_finding(const net::SafeUrl& server, const std::string& auth) {
    const auto http = net::make_http();
    const Stopwatch watch;
    const auto challenge = mcp::Session::probe(*http, server);
    if (!challenge) return {"server", cat(challenge.error().message, " (", watch.ms(), " ms)"), Level::bad};
    const bool wants = challenge.value().has_value();
    return {"server", cat(wants ? "asks for a sign-in" : "lets anybody in", " (", watch.ms(), " ms)"),
            wants == (auth != "none") ? Level::good : Level::notice};
}

void look_inside(const Connector::Wiring& wiring, store::OrgStore& org, const store::Connection& connection,
                 const net::SafeUrl& server, std::optional<Secret> token, std::vector<Finding>& findings) {
    const auto http = net::make_http();
    const Stopwatch opening;
    mcp::Options options;
    options.headers = setting_headers(wiring.catalogue, connection);
    auto session = mcp::Session::open(*http, server, std::move(token),
                                      authorization_header(wiring.catalogue, connection), options);
    if (!session) {
        findings.push_back({"session", cat(session.error().message, " (", opening.ms(), " ms)"), Level::bad});
        return;
    }
    const std::string& version = session.value().server().protocol_version;
    findings.push_back({"session",
                        cat(words_for(session.value().era()), version.empty() ? "" : ", revision ", version, " (",
                            opening.ms(), " ms)"),
                        Level::good});
    const auto pins = org.tools(connection.id);
    const Stopwatch listing;
    const auto tools = session.value().list_tools();
    if (tools && pins) {
        findings.push_back(live_finding(wiring, connection, tools.value(), pins.value(), listing.ms()));
    } else {
        const Error& error = tools ? pins.error() : tools.error();
        findings.push_back({"tools", cat(error.message, " (", listing.ms(), " ms)"), Level::bad});
    }
}

// A token that is over is not sent: that would only say what is known, and a refresh is not ours to spend.
Result<std::optional<Secret>> usable_token(const Connector::Wiring& wiring, store::OrgStore& org,
                                           const store::Connection& connection, std::vector<Finding>& findings) {
    if (connection.auth == "none") return std::optional<Secret>();
    const auto credential = org.credential(connection.id);
    auto grant = credential ? open_grant(wiring.vault, token_binding(org.org(), connection.id), credential.value())
                            : Result<oauth::Grant>(credential.error());
    if (!grant) {
        const bool never = grant.error().fault == Fault::not_found;
        findings.push_back({"token", never ? "there is none yet" : grant.error().message, Level::bad});
        return std::move(grant).error();
    }
    findings.push_back(token_finding(grant.value(), connection, credential.value().sealed, wiring.clock.now()));
    if (findings.back().level != Level::good) return Error{Fault::reconnect, findings.back().outcome, ""};
    return std::optional(std::move(grant.value().tokens.access));
}

}  // namespace

Result<Diagnosis> Connector::diagnose(store::OrgStore& org, const UserId& user, const ConnectionId& id) {
    PARLEY_TRY(store::Connection connection, org.connection(id));
    PARLEY_TRY(std::vector<store::ConnectionLogLine> log, org.connection_log(id));
    Diagnosis diagnosis{std::move(connection), {}, std::move(log)};
    const store::Connection& row = diagnosis.connection;
    std::vector<Finding>& findings = diagnosis.findings;
    findings.push_back(state_finding(row));
    if (const auto pins = org.tools(id)) findings.push_back(tools_finding(pins.value()));

    const auto noted = org.audit(audit_entry(wiring_.clock, user, "use", id.text, details_of(row, "diagnosis")));
    if (!noted) {  // No row, no look: nothing reaches the wire.
        findings.push_back({"audit", noted.error().message, Level::bad});
        return diagnosis;
    }
    const Stopwatch resolving;
    const auto target = target_of(wiring_, row);
    if (!target) {
        findings.push_back({"address", cat(target.error().message, " (", resolving.ms(), " ms)"), Level::bad});
        return diagnosis;
    }
    const net::SafeUrl& server = target.value().server;
    const auto addresses = static_cast<std::int64_t>(server.addresses().size());
    findings.push_back(
        {"address",
         cat(server.origin(), ", ", counted(addresses, "address", "addresses"), " (", resolving.ms(), " ms)"),
         Level::good});
    findings.push_back(server_finding(server, row.auth));
    const bool is_there = findings.back().level != Level::bad;
    auto token = usable_token(wiring_, org, row, findings);
    if (token && is_there) look_inside(wiring_, org, row, server, std::move(token).value(), findings);
    return diagnosis;
}

}  // namespace parley::connect
