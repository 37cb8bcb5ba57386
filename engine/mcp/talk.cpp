#include "mcp/talk.h"

#include "base/text.h"
#include "mcp/codes.h"
#include "mcp/retry_after.h"

namespace parley::mcp {

Talk::Talk(net::Http& http, net::SafeUrl endpoint, Credential credential, Host* somebody)
    : transport(http, std::move(endpoint), std::move(credential)),
      host(somebody),
      capabilities(somebody ? somebody->capabilities() : Json::object()) {}

Json Talk::answer(const std::string& method, const Json& params) const {
    if (method == "ping") return Json::object();
    // "elicitation/create" is a matter of the capability "elicitation".
    const bool declared = capabilities.contains(method.substr(0, method.find('/')));
    if (!host || !declared) return nullptr;
    const std::lock_guard lock(host_mutex);
    return host->answer(method, params);
}

void Talk::hear_notice(const Json& message) {
    if (text_at(message, "method") == "notifications/tools/list_changed") tools_changed = true;
}

void Talk::hear_status(const Outcome& outcome) {
    switch (outcome.status) {
    case 401:
    case 403:
    case 429:
    case 503: break;
    default: return;
    }
    refusal = Refusal{outcome.status, net::headers_named(outcome.headers, "WWW-Authenticate"),
                      retry_after_ms(outcome.headers)};
}

std::string as_json(std::string_view text) {
    return dump(Json(text));
}

Json client_info() {
    return {{"name", "parley"}, {"version", "0.1.0"}};
}

std::string request_text(std::int64_t id, const Ask& ask, std::string_view more_params) {
    std::string text;
    text.reserve(ask.params.size() + more_params.size() + 96);
    append(text, R"({"jsonrpc":"2.0","id":)");
    append(text, id);
    append(text, R"(,"method":")");
    append(text, ask.method);
    append(text, R"(","params":{)");
    append(text, ask.params);
    if (!ask.params.empty() && !more_params.empty()) text.push_back(',');
    append(text, more_params);
    append(text, "}}");
    return text;
}

std::string notification_text(std::string_view method, const Json& params) {
    Json message{{"jsonrpc", "2.0"}, {"method", method}};
    if (!params.is_null()) message["params"] = params;
    return dump(message);
}

std::string answer_text(const Talk& talk, const Json& request) {
    Json answer{{"jsonrpc", "2.0"}, {"id", request.at("id")}};
    Json result = talk.answer(text_at(request, "method"), at_or_null(request, "params"));
    if (result.is_null())
        answer["error"] = {{"code", method_not_found}, {"message", "Parley offers no such method."}};
    else
        answer["result"] = std::move(result);
    return dump(answer);
}

}  // namespace parley::mcp
