#include "sim/mcp_reply.h"

#include "base/text.h"

namespace parley::sim {
namespace {

constexpr std::size_t large_bytes = 256u << 10;
constexpr int slow_ms = 400;

bool accepts(const std::string& accept, std::string_view type, std::string_view any) {
    return accept.empty() || accept.find(type) != std::string::npos || accept.find(any) != std::string::npos ||
           accept.find("*/*") != std::string::npos;
}

}  // namespace

std::optional<Form> form_of_answer(const Request& request, const Json& id, std::size_t bytes) {
    const std::string accept = lower(field(request.headers, "accept"));
    const bool json = accepts(accept, "application/json", "application/*");
    const bool stream = accepts(accept, "text/event-stream", "text/*");
    if (!json && !stream) return std::nullopt;
    if (!stream) return Form::json;
    const bool odd = id.is_number_integer() && id.get<std::int64_t>() % 2 != 0;
    return !json || odd || bytes > large_bytes ? Form::stream : Form::json;
}

Json result_message(const Json& id, Json result) {
    return Json{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Json error_message(const Json& id, int code, const std::string& message) {
    return Json{{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}};
}

Reply in_form(Form form, const Json& message, const std::string& revision) {
    if (form == Form::json) return Reply{200, "application/json", dump(message), {}, Ending::whole};
    const std::string id = dump(message["id"]);
    const bool primed = revision >= "2025-11-25";
    std::string body = primed ? cat("id: ", id, ".0\nretry: 100\ndata:\n\n") : ": here it comes\n\n";
    body += cat("event: message\nid: ", id, ".1\ndata: ", dump(message), "\n\n");
    return Reply{200, "text/event-stream", std::move(body), {{"Cache-Control", "no-cache"}}, Ending::whole};
}

Reply refused_message(int status, int code, const std::string& message) {
    return Reply{status, "application/json", dump(error_message(nullptr, code, message)), {}, Ending::whole};
}

Reply spoilt(Reply good, Trouble trouble) {
    switch (trouble) {
    case Trouble::html:
        return Reply{200, "text/html", "<!doctype html><title>Down</title><p>Back soon.</p>", {}, Ending::whole};
    case Trouble::server_error: return Reply{500, "text/plain", "upstream connect error", {}, Ending::whole};
    case Trouble::half_json: good.ending = Ending::in_half; return good;
    case Trouble::silent: good.ending = Ending::never; return good;
    case Trouble::huge: good.ending = Ending::huge; return good;
    case Trouble::drop: good.ending = Ending::reset; return good;
    case Trouble::slow: good.delay_ms = slow_ms; return good;
    case Trouble::none:
    case Trouble::expired:
    case Trouble::always_401:
    case Trouble::rate_limit:
    case Trouble::drift:
    case Trouble::renamed:
    case Trouble::poisoned: break;
    }
    return good;
}

}  // namespace parley::sim
