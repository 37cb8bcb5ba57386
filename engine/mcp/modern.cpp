#include "mcp/modern.h"

#include "base/limits.h"
#include "base/text.h"
#include "mcp/codes.h"
#include "mcp/handshake.h"
#include "mcp/judge.h"

#include <algorithm>

namespace parley::mcp {
namespace {

constexpr std::string_view modern_versions[] = {"2026-07-28"};  // The newest first.

constexpr std::string_view with_inputs[] = {"tools/call", "prompts/get", "resources/read"};

bool is_among(std::string_view word, const Json& words) {
    return words.is_array() && std::find(words.begin(), words.end(), word) != words.end();
}

Error nobody_can(std::string what = "") {
    return Error{Fault::denied, "The vendor's tool asks for something that nobody here can answer.", std::move(what)};
}

// What says nothing of the era, for it would be said to any request.
bool says_nothing(const Outcome& outcome) {
    const int status = outcome.status;
    if (status == 403) return !net::header(outcome.headers, "WWW-Authenticate").empty();
    return status == 401 || status == 429 || status == 503 || (status >= 300 && status < 400);
}

}  // namespace

bool is_modern_error(int code) {
    return code == header_mismatch || code == capability_missing || code == version_unsupported;
}

std::string_view modern_version() {
    return modern_versions[0];
}

std::string modern_meta(std::string_view version, const Json& capabilities) {
    return cat(R"("_meta":{"io.modelcontextprotocol/protocolVersion":")", version,
               R"(","io.modelcontextprotocol/clientCapabilities":)", dump(capabilities),
               R"(,"io.modelcontextprotocol/clientInfo":)", dump(client_info()), "}");
}

Modern::Modern(Talk& talk) : talk_(talk), version_(modern_version()), meta_(modern_meta(version_, talk.capabilities)) {
    talk_.info.protocol_version = version_;
}

Result<Modern::Sign> Modern::discover(const Deadline& deadline) {
    auto sent = send({.method = "server/discover"}, "", deadline);
    if (!sent && sent.error().fault == Fault::unavailable && !deadline.stop.stop_requested()) return Sign::none;
    PARLEY_TRY(auto outcome, std::move(sent));
    if (says_nothing(outcome)) {
        const auto result = result_of(std::move(outcome));
        return result ? unknown_version("") : result.error();
    }
    const Json error = error_of(outcome);
    const auto code = integer_at(error, "code", 0);
    if (code == version_unsupported) {
        const Json& supported = at_or_null(at_or_null(error, "data"), "supported");
        return version_offered(error).empty() ? Result<Sign>(unknown_version(dump(supported))) : Sign::none;
    }
    if (is_modern_error(static_cast<int>(code))) return Sign::sure;
    if (outcome.status == 404 && code == method_not_found) return Sign::perhaps;
    const Json& result = at_or_null(outcome.message, "result");
    const Json& supported = at_or_null(result, "supportedVersions");
    if (outcome.status >= 300 || !supported.is_array()) return Sign::none;
    if (is_among(version_, supported)) {
        take_over(result);
        return Sign::sure;
    }
    const bool older = std::any_of(supported.begin(), supported.end(), [](const Json& version) {
        return version.is_string() && is_handshake_version(version.get_ref<const std::string&>());
    });
    return older ? Result<Sign>(Sign::none) : unknown_version(dump(supported));
}

void Modern::take_over(const Json& result) {
    const Json& meta = at_or_null(at_or_null(result, "_meta"), "io.modelcontextprotocol/serverInfo");
    const Json& server = meta.is_object() ? meta : at_or_null(result, "serverInfo");
    if (server.is_object()) {
        talk_.info.name = text_at(server, "name");
        talk_.info.version = text_at(server, "version");
    }
    if (const Json& can = at_or_null(result, "capabilities"); can.is_object()) talk_.info.capabilities = can;
}

// The request, and again with what the server wants to know, round by round.
Result<Outcome> Modern::ask(const Ask& ask, const Deadline& deadline) {
    const bool may_want =
        std::find(std::begin(with_inputs), std::end(with_inputs), ask.method) != std::end(with_inputs);
    std::string inputs;
    for (int round = 0;; ++round) {
        PARLEY_TRY(auto outcome, send(ask, inputs, deadline));
        if (outcome.status == 400 && error_code_of(outcome) == capability_missing) return nobody_can();
        const Json& result = at_or_null(outcome.message, "result");
        if (talk_.info.name.empty() && result.is_object()) take_over(result);
        const Json& type = at_or_null(result, "resultType");
        if (type.is_null() || type == "complete") return outcome;
        if (type != "input_required" || !may_want) {
            return Error{Fault::unavailable, "The vendor's server answered in a way that Parley does not know.",
                         cat("resultType ", dump(type))};
        }
        if (round == limits::input_rounds_per_call) {
            return Error{Fault::unavailable, "The vendor's server kept asking instead of answering.", ""};
        }
        PARLEY_TRY(inputs, inputs_for(talk_, result));
    }
}

// A stream that is lost takes its request with it. Everything that is asked is a read, so it is asked again.
Result<Outcome> Modern::send(const Ask& ask, std::string_view inputs, const Deadline& deadline) {
    bool chosen = false;
    for (int lost = 0;;) {
        int retry_ms = -1;  // Not lost.
        auto outcome = once(ask, inputs, deadline, retry_ms);
        if (retry_ms >= 0 && lost < limits::reads_retried && deadline.left_ms() > retry_ms) {
            deadline.pause(std::chrono::milliseconds(retry_ms));
            if (!deadline.is_over()) {
                ++lost;
                continue;
            }
        }
        if (deadline.stop.stop_requested() && (!outcome || outcome.value().end == Outcome::End::cut)) {
            return Error{Fault::unavailable, "The request was cancelled.", ""};
        }
        if (!outcome || outcome.value().status != 400 || chosen) return outcome;
        const Json error = error_of(outcome.value());
        if (integer_at(error, "code", 0) != version_unsupported || !choose_version(error)) return outcome;
        chosen = true;
    }
}

Result<Outcome> Modern::once(const Ask& ask, std::string_view inputs, const Deadline& deadline, int& retry_ms) {
    talk_.transport.set_session_id("");
    talk_.transport.set_protocol_version(version_);
    const auto id = ++talk_.last_id;
    // A server has no requests of its own in this era; notices are heard all the same.
    Listener listener(talk_.transport, id, [&](const Json& message) {
        talk_.hear_notice(message);
        return true;
    });
    auto body = inputs.empty() ? request_text(id, ask, meta_) : request_text(id, ask, cat(meta_, ",", inputs));
    auto response = talk_.transport.post(std::move(body), headers_of(ask), deadline, listener.on_body());
    if (!response && listener.wants_more()) {
        if (listener.hears_events() && response.error().fault == Fault::unavailable) {
            listener.begin_stream();
            retry_ms = listener.retry_ms();
        }
        return std::move(response).error();
    }
    auto outcome = listener.finish(response ? std::move(response).value() : net::Response{200, {}, ""});
    talk_.hear_status(outcome);
    if (outcome.end == Outcome::End::cut) {
        listener.begin_stream();
        retry_ms = listener.retry_ms();
    }
    return outcome;
}

net::Headers Modern::headers_of(const Ask& ask) const {
    net::Headers headers{{"Mcp-Method", std::string(ask.method)}};
    if (!ask.name.empty()) headers.emplace_back("Mcp-Name", header_text(ask.name));
    if (!ask.arguments) return headers;
    if (const auto found = talk_.tools.find(ask.name); found != talk_.tools.end()) {
        add_mirrored(headers, found->second.mirrors, *ask.arguments);
    }
    return headers;
}

// The newest of ours that the server names, be it the one that was just refused.
bool Modern::choose_version(const Json& error) {
    const Json& supported = at_or_null(at_or_null(error, "data"), "supported");
    const auto* found = std::find_if(std::begin(modern_versions), std::end(modern_versions),
                                     [&](std::string_view version) { return is_among(version, supported); });
    if (found == std::end(modern_versions)) return false;
    version_ = *found;
    meta_ = modern_meta(version_, talk_.capabilities);
    return true;
}

Result<std::string> inputs_for(const Talk& talk, const Json& result) {
    const Json& asked = at_or_null(result, "inputRequests");
    const Json& state = at_or_null(result, "requestState");
    Json answers = Json::object();
    if (asked.is_object()) {
        for (const auto& [key, request] : asked.items()) {
            Json answer = talk.answer(text_at(request, "method"), at_or_null(request, "params"));
            if (answer.is_null()) {
                return nobody_can(text_at(request, "method").substr(0, limits::name_bytes));
            }
            answers[key] = std::move(answer);
        }
    }
    if (answers.empty() && !state.is_string()) {
        return Error{Fault::unavailable, "The vendor's server wants to be asked again, but does not say how.", ""};
    }
    std::string text;
    if (!answers.empty()) text = cat(R"("inputResponses":)", dump(answers));
    if (state.is_string()) append(text, cat(text.empty() ? "" : ",", R"("requestState":)", dump(state)));
    return text;
}

}  // namespace parley::mcp
