#pragma once
// 2026-07-28: no handshake and no session; each request says which version it is of and what we can do.

#include "mcp/listener.h"
#include "mcp/talk.h"

namespace parley::mcp {

// The only JSON-RPC errors that mark a modern server.
inline constexpr int header_mismatch = -32020;
inline constexpr int capability_missing = -32021;
inline constexpr int version_unsupported = -32022;
bool is_modern_error(int code);

std::string_view modern_version();
// What goes with each request, as JSON text.
std::string modern_meta(std::string_view version, const Json& capabilities);

class Modern final : public Dialect {
public:
    explicit Modern(Talk& talk);

    // Whether the server is of this era, by server/discover. A server that cannot be reached, or never answers, shows
    // no sign: some choke on what is new. An error is final: 401, 429, 503, a redirect, none of our versions.
    enum class Sign { sure, perhaps, none };
    Result<Sign> discover(const Deadline& deadline);

    Era era() const override { return Era::modern; }
    Result<Outcome> ask(const Ask& ask, const Deadline& deadline) override;
    std::string_view cheapest_method() const override { return "server/discover"; }
    void leave() override {}

private:
    Result<Outcome> send(const Ask& ask, std::string_view inputs, const Deadline& deadline);
    Result<Outcome> once(const Ask& ask, std::string_view inputs, const Deadline& deadline, int& retry_ms);
    net::Headers headers_of(const Ask& ask) const;
    bool choose_version(const Json& error);
    void take_over(const Json& result);

    Talk& talk_;
    std::string version_;
    std::string meta_;  // JSON text of what goes with each request.
};

// "inputResponses" and "requestState" for the next round of a request, as JSON text. Fault::denied where the server
// asks for what was not declared.
Result<std::string> inputs_for(const Talk& talk, const Json& result);

}  // namespace parley::mcp
