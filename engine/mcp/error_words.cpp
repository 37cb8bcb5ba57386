#include "mcp/error_words.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <vector>

namespace parley::mcp {
namespace {

constexpr std::size_t error_bytes_max = 600;
constexpr std::size_t error_lines_max = 6;

using Word = std::string_view;

// Parted by bars, for a list of a hundred words is easier to read than a hundred words in quotes.
struct List {
    std::string_view words;
};

template <typename Holds>
bool any_of(List list, const Holds& holds) {
    for (auto rest = list.words;;) {
        const auto end = std::min(rest.find('|'), rest.size());
        if (holds(rest.substr(0, end))) return true;
        if (end == rest.size()) return false;
        rest.remove_prefix(end + 1);
    }
}

bool is_one_of(std::string_view word, List list) {
    return any_of(list, [&](Word one) { return one == word; });
}

bool holds_any(std::string_view text, List list) {
    return any_of(list, [&](Word one) { return text.find(one) != std::string_view::npos; });
}

bool starts_with_any(std::string_view text, List list) {
    return any_of(list, [&](Word one) { return text.starts_with(one); });
}

constexpr List fields{
    "error|errors|message|msg|detail|details|description|reason|title|error_code|errorcode|error_message|"
    "errormessage|error_msg|error_type|errortype|error_description|error_uri|error_subcode|code|status|"
    "statuscode|status_code|statustext|status_text|httpstatus|http_status|httpstatuscode|success|ok|succeeded|"
    "iserror|is_error|type|hint|help|suggestion|solution|request_id|requestid|trace_id|traceid|correlation_id|"
    "fbtrace_id|timestamp|path|instance|stack|stacktrace|traceback|documentation_url|doc_url|docs|more_info|"
    "moreinfo|help_url|retry_after|retryafter|retry-after|retry_after_ms|retryafterms|retry_after_seconds|"
    "retryable|jsonrpc|locations|extensions|param|parameter|field|pointer|source|loc|cause|exception|severity|"
    "endpoint|method"};

constexpr List envelopes{"result|data|response|body|output"};

constexpr List openings{
    "error executing|error calling|error while|error occurred|error fetching|error in |error from |"
    "error invoking|error running|error retrieving|error getting|error - |error [|error (|exception: |fatal: |"
    "failure: |failed: |failed to |failed with |unable to |could not |couldn't |cannot |can't |"
    "an error occurred|an error has occurred|an unexpected error|an internal error|unexpected error|"
    "something went wrong|internal server error|internal error|tool error|tool execution failed|"
    "tool execution error|tool call failed|mcp error|api error|http error|request failed|request timed out|"
    "query failed|validation error|input validation error|invalid request|access denied|permission denied|"
    "not authorized|not authenticated|authentication failed|authentication required|authentication error|"
    "invalid api key|invalid access token|token expired|token has expired|access token expired|"
    "rate limit exceeded|rate limit reached|rate limit hit|rate limited|api rate limit exceeded|"
    "too many requests|quota exceeded|you have exceeded|you are being rate limited|service unavailable|"
    "service temporarily unavailable|bad gateway|gateway timeout|connection refused|connection timed out|"
    "econnrefused|etimedout|your session has expired|session expired|your token|unknown tool"};

// Errors where they are the whole of it; with more behind them they may begin a sentence about anything.
constexpr List wholes{
    "error|unauthorized|unauthorised|forbidden|not found|bad request|timeout|timed out|"
    "endpoint request timed out|missing authentication token|unauthenticated|limit exceeded|login required|"
    "internal error|authentication credentials were not provided|invalid token|method not allowed"};

struct Reason {
    int status;
    Word words;
};
constexpr std::array reasons{Reason{400, "bad request"},
                             Reason{401, "unauthorized"},
                             Reason{402, "payment required"},
                             Reason{403, "forbidden"},
                             Reason{404, "not found"},
                             Reason{405, "method not allowed"},
                             Reason{406, "not acceptable"},
                             Reason{408, "request timeout"},
                             Reason{409, "conflict"},
                             Reason{410, "gone"},
                             Reason{413, "payload too large"},
                             Reason{415, "unsupported media type"},
                             Reason{422, "unprocessable entity"},
                             Reason{422, "unprocessable content"},
                             Reason{423, "locked"},
                             Reason{424, "failed dependency"},
                             Reason{429, "too many requests"},
                             Reason{500, "internal server error"},
                             Reason{501, "not implemented"},
                             Reason{502, "bad gateway"},
                             Reason{503, "service unavailable"},
                             Reason{503, "service temporarily unavailable"},
                             Reason{504, "gateway timeout"},
                             Reason{504, "gateway time-out"}};

// Without the marks that tools put in front: "❌ **Error**: ..." begins with "error".
std::string_view undressed(std::string_view text) {
    text = trim(text);
    while (!text.empty()) {
        const char c = text.front();
        const bool is_sign = (c & 0x80) != 0 || c == '*' || c == '#' || c == '>' || c == '"' || c == '\'' || c == '!' ||
                             c == ' ' || c == '[' || c == '(' || c == '`';
        if (!is_sign) break;
        text.remove_prefix(1);
    }
    return text;
}

std::string without_stars(std::string_view text) {
    std::string out = lower(undressed(text));
    out.erase(std::remove(out.begin(), out.end(), '*'), out.end());
    return out;
}

// "Error: TypeError\nFile: app.js\nCount: 12" is a record with a field of that name.
bool is_record(std::string_view text) {
    int fields_seen = 0;
    for (const auto& line : split(text, '\n')) {
        if (trim(line).empty()) continue;
        const auto colon = line.find(':');
        if (colon == std::string::npos || colon > 30) return false;
        ++fields_seen;
    }
    return fields_seen >= 3;
}

bool begins_with_error(std::string_view text) {
    if (!text.starts_with("error:") && !text.starts_with("error :")) return false;
    const auto rest = trim(text.substr(text.find(':') + 1));
    return rest.find_first_not_of("0123456789.,%") != std::string_view::npos;  // "Error: 12" counts them.
}

bool is_paragraph(std::string_view text) {
    return text.size() <= error_bytes_max && text.find("\n\n") == std::string_view::npos &&
           static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) < error_lines_max;
}

// "TypeError: x is not a function", "httpx.ReadTimeout: ..."
bool is_exception_line(std::string_view text) {
    const auto colon = text.find(": ");
    if (colon == std::string_view::npos || colon > 60) return false;
    const auto name = text.substr(0, colon);
    if (name.find(' ') != std::string_view::npos) return false;
    return name.size() > 5 && (name.ends_with("error") || name.ends_with("exception"));
}

}  // namespace

bool is_error_word(std::string_view key) {
    return is_one_of(lower(key), fields);
}

bool is_envelope(std::string_view key) {
    return is_one_of(key, envelopes);
}

int status_of_text(std::string_view text) {
    constexpr List names{
        "http/1.1 |http/2 |http |error |error: |status code: |status code |status: |status |"
        "request failed with |api |client |server |code |mcp |response |returned "};
    const auto without_name = [&](Word name) {
        if (!text.starts_with(name)) return false;
        text.remove_prefix(name.size());
        text = text.substr(std::min(text.find_first_not_of(" ([:'\"-"), text.size()));
        return true;
    };
    bool named = false;
    while (any_of(names, without_name)) named = true;
    int status = 0;
    const auto read = std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 4), status);
    if (read.ec != std::errc{} || read.ptr != text.data() + 3 || status < 400 || status > 599) return 0;
    auto rest = text.substr(3);
    rest = rest.substr(std::min(rest.find_first_not_of(" :-)]"), rest.size()));
    const bool is_reason = std::any_of(reasons.begin(), reasons.end(), [&](const Reason& reason) {
        return reason.status == status && rest.starts_with(reason.words);
    });
    return is_reason || (named && (rest.empty() || text[3] == ':' || text[3] == '\n')) ? status : 0;
}

bool is_web_page(std::string_view text) {
    const auto start = lower(trim(text).substr(0, 40));
    return start.starts_with("<!doctype html") || start.starts_with("<html");
}

bool is_error_text(std::string_view text) {
    text = trim(text);
    if (text.starts_with("Traceback (most recent call last)")) return true;
    if (text.empty() || !is_paragraph(text) || is_record(text)) return false;
    const std::string plain = without_stars(text);
    std::string_view whole = plain;
    while (whole.ends_with('.') || whole.ends_with('!') || whole.ends_with('"')) whole.remove_suffix(1);
    if (is_one_of(whole, wholes)) return true;
    return begins_with_error(plain) || starts_with_any(plain, openings) || is_exception_line(plain) ||
           status_of_text(plain) != 0;
}

bool speaks_of_limits(std::string_view words) {
    constexpr List signs{
        "rate limit|rate-limit|rate_limited|rate_limit_exceeded|rate_limit_error|ratelimited|ratelimit_exceeded|"
        "too many requests|too_many_requests|quota exceeded|quota_exceeded|throttled|throttling|slow down"};
    return holds_any(words, signs);
}

bool speaks_of_a_lost_sign_in(std::string_view words) {
    constexpr List signs{
        "token expired|token has expired|token is expired|expired token|expired access token|token_expired|"
        "expired_token|invalid_token|invalid access token|invalid bearer token|invalid or expired token|"
        "token has been revoked|token was revoked|token_revoked|not_authed|invalid_auth|invalid_grant|"
        "invalid api key|invalid_api_key|not authenticated|unauthenticated|authentication_error|"
        "authentication credentials were not provided|authentication required|authentication_required|"
        "please reauthenticate|please re-authenticate|please log in again|please sign in again|"
        "session has expired|login required"};
    if (holds_any(words, signs)) return true;
    // "Unauthorized" alone is the server's word; "unauthorized to see project 5" is about project 5.
    for (const auto& line : split(words, '\n')) {
        std::string_view whole = trim(line);
        while (whole.ends_with('.') || whole.ends_with('!')) whole.remove_suffix(1);
        if (whole.starts_with("error: ")) whole.remove_prefix(7);
        if (whole == "unauthorized" || whole == "unauthorised") return true;
    }
    return false;
}

bool speaks_of_trouble(std::string_view words) {
    constexpr List signs{
        "internal server error|internal error|service unavailable|bad gateway|gateway timeout|"
        "temporarily unavailable|timed out|request timeout|read timeout|connect timeout|econnrefused|econnreset|"
        "connection refused|connection reset|overloaded|try again later|something went wrong|under maintenance"};
    return holds_any(words, signs);
}

std::optional<double> seconds_to_wait(std::string_view words) {
    for (const Word opening : {Word("retry after "), Word("retry-after: "), Word("try again in "), Word("retry in "),
                               Word("try again after "), Word("wait "), Word("retry after: ")}) {
        const auto found = words.find(opening);
        if (found == std::string_view::npos) continue;
        const auto rest = words.substr(found + opening.size());
        double count = 0;
        const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), count);
        if (read.ec != std::errc{}) continue;
        const auto unit = trim(rest.substr(static_cast<std::size_t>(read.ptr - rest.data())));
        if (unit.starts_with("ms") || unit.starts_with("milli")) return count / 1'000;
        if (unit.starts_with("m")) return count * 60;
        if (unit.starts_with("h")) return count * 3'600;
        return count;
    }
    return std::nullopt;
}

std::string first_text(const Json& object) {
    for (const char* key : {"message", "msg", "detail"}) {
        if (auto text = text_at(object, key); !text.empty()) return text;
    }
    return "";
}

std::string shortened(std::string_view text) {
    return std::string(text.substr(0, detail_bytes_max));
}

}  // namespace parley::mcp
