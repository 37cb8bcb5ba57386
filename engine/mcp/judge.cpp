#include "mcp/judge.h"

#include "base/text.h"
#include "mcp/codes.h"
#include "mcp/error_words.h"

#include <algorithm>

namespace parley::mcp {
namespace {

Error unavailable(std::string message, std::string detail = "") {
    return Error{Fault::unavailable, std::move(message), std::move(detail)};
}

bool is_web_page(const Outcome& outcome) {
    return outcome.type == "text/html" || outcome.type == "application/xhtml+xml" ||
           trim(outcome.body).starts_with('<');
}

Error of_status(const Outcome& outcome) {
    const int status = outcome.status;
    const auto detail = cat("HTTP ", status, " ", shortened(outcome.body));
    if (status == 401 || status == 403) {
        return Error{Fault::reconnect, "The vendor no longer lets this connection in: connect it again.", detail};
    }
    if (status == 429) {
        return Error{Fault::over_limit, "The vendor's server asked us to slow down.",
                     cat("Retry-After: ", net::header(outcome.headers, "Retry-After"))};
    }
    if (status >= 500) return unavailable(cat("The vendor's server is in trouble (HTTP ", status, ")."), detail);
    if (status >= 300 && status < 400) {
        return unavailable("The vendor's server sends us to another address: connect that one instead.",
                           cat("HTTP ", status));
    }
    if (status == 404 || status == 405) return unavailable("There is no MCP server at this address.", detail);
    return unavailable(cat("The vendor's server refused the request (HTTP ", status, ")."), detail);
}

Error of_rpc_error(const Json& error) {
    const auto code = integer_at(error, "code", 0);
    auto detail = cat("JSON-RPC ", code, ": ", shortened(text_at(error, "message")));
    if (code == invalid_params || code == invalid_request || code == parse_error) {
        return Error{Fault::invalid, "The vendor's server did not accept what it was asked.", std::move(detail)};
    }
    return unavailable("The vendor's server reported an error of its own.", std::move(detail));
}

Error of_silence(const Outcome& outcome) {
    switch (outcome.end) {
    case Outcome::End::cut: return unavailable("The vendor's server closed the connection before it had answered.");
    case Outcome::End::garbled: return unavailable("The vendor's server sent an answer that is not whole.");
    case Outcome::End::overwhelmed: return unavailable("The vendor's server kept asking instead of answering.");
    case Outcome::End::whole: break;
    }
    if (trim(outcome.body).empty()) return unavailable("The vendor's server sent an empty answer.");
    if (is_web_page(outcome)) {
        return unavailable("The vendor's server sent a web page instead of an answer.", shortened(outcome.body));
    }
    const auto value = parse_json(outcome.body);
    if (!value) return unavailable("The vendor's server sent an answer that is not whole.", shortened(outcome.body));
    return unavailable("The vendor's server sent something that is no answer to our question.",
                       shortened(outcome.body));
}

}  // namespace

Result<Json> result_of(Outcome outcome) {
    if (outcome.message.is_null()) {
        const bool fine = outcome.status >= 200 && outcome.status < 300;
        return fine ? of_silence(outcome) : of_status(outcome);
    }
    // Some servers put a JSON-RPC error into a 401 or a 429; the status says more.
    if (outcome.status == 401 || outcome.status == 403 || outcome.status == 429) return of_status(outcome);
    if (const Json& error = at_or_null(outcome.message, "error"); !error.is_null()) return of_rpc_error(error);
    return std::move(outcome.message["result"]);
}

Result<Done> accepted(const Outcome& outcome) {
    if (outcome.status >= 200 && outcome.status < 300) return Done{};
    return of_status(outcome);
}

Result<std::vector<policy::ToolDefinition>> tools_of(const Json& result) {
    const Json& list = at_or_null(result, "tools");
    if (!list.is_array()) return unavailable("The vendor's server sent no list of tools.");
    std::vector<policy::ToolDefinition> tools;
    for (const auto& item : list) {
        policy::ToolDefinition tool;
        tool.name = text_at(item, "name");
        if (tool.name.empty()) continue;
        tool.description = text_at(item, "description");
        if (const Json& schema = at_or_null(item, "inputSchema"); schema.is_object()) tool.input_schema = schema;
        if (const Json& hints = at_or_null(item, "annotations"); hints.is_object()) tool.annotations = hints;
        if (const Json& schema = at_or_null(item, "outputSchema"); schema.is_object()) tool.output_schema = schema;
        tools.push_back(std::move(tool));
    }
    return tools;
}

}  // namespace parley::mcp
