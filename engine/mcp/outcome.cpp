#include "mcp/outcome.h"

#include "mcp/transport.h"

namespace parley::mcp {

Outcome outcome_of(net::Response response) {
    Outcome outcome;
    outcome.status = response.status;
    outcome.type = media_type(response.headers);
    outcome.headers = std::move(response.headers);
    outcome.bytes = response.body.size();
    outcome.body = std::move(response.body);
    return outcome;
}

Json error_of(const Outcome& outcome) {
    if (!outcome.message.is_null()) return at_or_null(outcome.message, "error");
    if (outcome.type != "application/json") return nullptr;
    const auto message = parse_json(outcome.body);
    return message && at_or_null(message.value(), "id").is_null() ? at_or_null(message.value(), "error") : Json();
}

int error_code_of(const Outcome& outcome) {
    return static_cast<int>(integer_at(error_of(outcome), "code", 0));
}

}  // namespace parley::mcp
