// Where a vendor's authorization server sends the browser back to.
#include "api/endpoints/endpoints.h"
#include "base/text.h"

namespace parley::api {
namespace {

std::string page(std::string_view title, std::string_view text) {
    return cat("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>", escape_html(title),
               "</title><body style=\"font-family:sans-serif;max-width:40em;margin:4em auto\"><h1>", escape_html(title),
               "</h1><p>", escape_html(text), "</p></body></html>");
}

std::string value(const Call& call, const std::string& name) {
    const auto found = call.query.find(name);
    return found == call.query.end() ? "" : found->second;
}

}  // namespace

Result<Reply> callback(const Deps& deps, Call& call) {
    connect::Connector::Callback back;
    back.state = value(call, "state");
    back.code = value(call, "code");
    back.error = value(call, "error");
    if (call.query.contains("iss")) back.iss = value(call, "iss");
    const auto connection = deps.connector.finish(std::move(back));
    if (connection) {
        return Reply{
            200, {}, page("Connected", cat(connection.value().name, " is connected. You can close this window.")), {}};
    }
    return Reply{400, {}, page("Not connected", connection.error().message), {}};
}

}  // namespace parley::api
