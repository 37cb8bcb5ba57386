#include "base/text.h"
#include "fuzz/fuzz.h"
#include "mcp/judge.h"
#include "mcp/mirror.h"
#include "mcp/retry_after.h"

#include <algorithm>

namespace parley::fuzz {
namespace {

mcp::Outcome outcome_from(std::string_view text) {
    const auto blank = text.find("\n\n");
    net::Response response;
    response.status = 200;
    if (blank != std::string_view::npos) {
        for (const auto& line : split(text.substr(0, blank), '\n')) {
            const auto colon = line.find(':');
            if (colon == std::string::npos) {
                response.status = 200 + static_cast<int>(line.size() * 37 % 400);
            } else {
                response.headers.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
            }
        }
    }
    response.body = std::string(text.substr(blank == std::string_view::npos ? 0 : blank + 2));
    return mcp::outcome_of(std::move(response));
}

void check_error(const Error& error) {
    must(is_one_line(error.message), "a message for people is one line");
    must(error.message.size() > 10 && error.message.size() < 300 && error.message.ends_with('.'),
         "a message for people is a sentence");
}

bool is_header_value(std::string_view value) {
    return is_valid_utf8(value) &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

// Arguments of any kind under the names that the schema has, and some more.
void check_mirrors(const Json& schema, const Json& arguments) {
    const auto mirrors = mcp::mirrors_of(schema);
    if (!mirrors) return check_error(mirrors.error());
    net::Headers headers;
    mcp::add_mirrored(headers, mirrors.value(), arguments);
    must(headers.size() <= mirrors.value().size(), "an argument has one header");
    for (const auto& [name, value] : headers) {
        must(net::is_token(name) && lower(name).starts_with("mcp-param-"), "a mirrored header has our beginning");
        must(is_header_value(value), "a mirrored header is plain ASCII on one line");
    }
}

void check_reply(const Json& result, const Json& promised) {
    const auto reply = mcp::reply_of(result, promised);
    if (!reply) return check_error(reply.error());
    const auto again = parse_json(dump(reply.value().value));
    must(again && again.value() == reply.value().value, "a reply is plain JSON");
}

void check_result(const Json& result) {
    check_reply(result, nullptr);
    check_reply(result, at_or_null(result, "outputSchema"));
    const auto tools = mcp::tools_of(result);
    if (!tools) return check_error(tools.error());
    for (const auto& tool : tools.value()) {
        must(!tool.name.empty(), "a tool has a name");
        check_mirrors(tool.input_schema, at_or_null(result, "arguments"));
        check_reply(result, tool.output_schema);
    }
}

}  // namespace

void json_rpc(Bytes bytes) {
    auto outcome = outcome_from(text_of(bytes));
    if (const auto wait_ms = mcp::retry_after_ms(outcome.headers)) must(*wait_ms >= 0, "nobody waits for the past");
    must(is_header_value(mcp::header_text(outcome.body)), "whatever goes into a header is plain there");
    [[maybe_unused]] const int code = mcp::error_code_of(outcome);
    if (const auto fine = mcp::accepted(outcome); !fine) check_error(fine.error());

    const auto message = parse_json(outcome.body);
    if (message && message.value().is_object()) outcome.message = message.value();
    const bool has_message = !outcome.message.is_null();
    const auto result = mcp::result_of(std::move(outcome));
    must(result || has_message || !result.error().message.empty(), "silence is an error");
    if (!result) return check_error(result.error());
    check_result(result.value());
}

}  // namespace parley::fuzz
