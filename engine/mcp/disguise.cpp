#include "mcp/disguise.h"

#include "base/text.h"
#include "mcp/error_words.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::mcp {
namespace {

constexpr std::string_view retry_after = "Retry-After: ";

// What is known of an error, gathered from wherever it says so.
struct Signs {
    int status = 0;
    std::string words;  // Its messages and codes, each on a line, in lower case.
    std::optional<double> retry_after_s;
};

bool is_error_status(std::int64_t status) {
    return status >= 400 && status < 600;
}

// 429, and "429" where a server writes it so.
int status_in(const Json& value) {
    std::int64_t status = 0;
    if (value.is_number_integer()) status = value.get<std::int64_t>();
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        const auto read = std::from_chars(text.data(), text.data() + text.size(), status);
        if (text.size() != 3 || read.ptr != text.data() + text.size()) return 0;
    }
    return is_error_status(status) ? static_cast<int>(status) : 0;
}

// null, "", 0, [], {}, false, and what holds nothing but such.
bool says_nothing(const Json& value, int depth = 0) {
    if (value.is_structured()) {
        return depth < 8 &&
               std::all_of(value.begin(), value.end(), [&](const Json& one) { return says_nothing(one, depth + 1); });
    }
    if (value.is_string()) return value.get_ref<const std::string&>().empty();
    if (value.is_number()) return value == 0;
    return value.is_null() || (value.is_boolean() && !value.get<bool>());
}

// Holds nothing but what errors are made of.
bool holds_only_error_words(const Json& object) {
    for (const auto& [key, value] : object.items()) {
        if (!is_error_word(key) && !says_nothing(value)) return false;
    }
    return true;
}

bool has_message(const Json& object) {
    for (const char* key : {"message", "msg", "detail", "details", "description", "title", "error", "error_message",
                            "errorMessage", "error_description", "reason"}) {
        if (!says_nothing(at_or_null(object, key))) return true;
    }
    return false;
}

// {"message": "...", "path": [...], "extensions": {...}} of GraphQL and JSON:API, or a sentence.
bool is_list_of_errors(const Json& list) {
    if (!list.is_array() || list.empty()) return false;
    return std::all_of(list.begin(), list.end(), [](const Json& one) {
        if (one.is_string()) return !one.get_ref<const std::string&>().empty();
        const bool explains =
            one.is_object() && (!first_text(one).empty() || status_in(at_or_null(one, "status")) != 0);
        return explains && !one.contains("timestamp") && holds_only_error_words(one);
    });
}

bool is_false(const Json& object, const char* key) {
    const Json& value = at_or_null(object, key);
    return value.is_boolean() && !value.get<bool>();
}

bool names_failure(const Json& value) {
    return value == "error" || value == "ERROR" || value == "Error" || value == "fail";
}

bool marks_an_error(const Json& object) {
    if (const Json& error = at_or_null(object, "error"); !says_nothing(error)) {
        if (!error.is_number()) return true;
        if (error != 0 && has_message(object) && object.size() > 1) return true;
    }
    if (is_list_of_errors(at_or_null(object, "errors"))) return true;
    for (const char* key : {"success", "ok", "succeeded"}) {
        if (is_false(object, key)) return true;
    }
    for (const char* key : {"isError", "is_error"}) {
        if (flag_at(object, key, false)) return true;
    }
    for (const char* key : {"statusCode", "status_code", "httpStatus", "http_status", "httpStatusCode"}) {
        if (status_in(at_or_null(object, key)) != 0) return true;
    }
    if (!has_message(object)) return false;
    for (const char* key : {"status", "code"}) {
        if (status_in(at_or_null(object, key)) != 0) return true;
    }
    if (names_failure(at_or_null(object, "status")) || names_failure(at_or_null(object, "type"))) return true;
    if (!says_nothing(at_or_null(object, "error_code")) || !says_nothing(at_or_null(object, "errorCode"))) return true;
    // {"message": "Forbidden"}: a gateway's own words, and nothing else.
    return object.size() <= 2 && is_error_text(first_text(object));
}

// The error behind envelopes: {"result": {"error": ...}}, and [{"error": ...}] of a function that returns a list.
const Json* error_object(const Json& value, int depth = 0) {
    if (depth > 3) return nullptr;
    if (value.is_array()) {
        const bool alone = value.size() == 1 && value[0].is_object() && value[0].size() == 1;
        return alone && value[0].contains("error") ? error_object(value[0], depth + 1) : nullptr;
    }
    if (!value.is_object() || value.empty()) return nullptr;
    if (holds_only_error_words(value) && marks_an_error(value)) return &value;
    if (value.size() != 1 || !is_envelope(value.begin().key())) return nullptr;
    return value.begin()->is_object() ? error_object(*value.begin(), depth + 1) : nullptr;
}

std::optional<double> seconds_in(const Json& value) {
    if (value.is_number()) return value.get<double>();
    double seconds = 0;
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return read.ec == std::errc{} ? std::optional(seconds) : std::nullopt;
}

void gather(const Json& value, Signs& signs, int depth = 0) {
    if (depth > 4) return;
    if (value.is_array()) {
        for (std::size_t at = 0; at < value.size() && at < 10; ++at) gather(value[at], signs, depth + 1);
    }
    if (value.is_string()) signs.words += lower(value.get<std::string>().substr(0, detail_bytes_max)) + "\n";
    if (!value.is_object()) return;
    for (const auto& [key, one] : value.items()) {
        const std::string name = lower(key);
        const bool is_status = name.find("status") != std::string::npos || name == "code" || name == "error";
        if (is_status && signs.status == 0) signs.status = status_in(one);
        if (name.starts_with("retry") && !signs.retry_after_s) {
            signs.retry_after_s = seconds_in(one);
            if (signs.retry_after_s && name.ends_with("ms")) *signs.retry_after_s /= 1'000;
        }
        gather(one, signs, depth + 1);
    }
}

Error error_of(Signs signs, std::string detail) {
    if (signs.status == 0) signs.status = status_of_text(signs.words);
    if (!signs.retry_after_s) signs.retry_after_s = seconds_to_wait(signs.words);
    if (signs.status == 429 || speaks_of_limits(signs.words)) {
        if (signs.retry_after_s && *signs.retry_after_s >= 0)
            detail = cat(retry_after, *signs.retry_after_s, "\n", detail);
        return Error{Fault::over_limit, "The vendor's server asked us to slow down.", std::move(detail)};
    }
    if (signs.status == 401 || speaks_of_a_lost_sign_in(signs.words)) {
        return Error{Fault::reconnect, "The vendor no longer lets this connection in: connect it again.",
                     std::move(detail)};
    }
    if (signs.status >= 500 || (signs.status == 0 && speaks_of_trouble(signs.words))) {
        return Error{Fault::unavailable, "The vendor's server reported an error of its own.", std::move(detail)};
    }
    return Error{Fault::invalid, "The vendor's tool could not do what it was asked.", std::move(detail)};
}

}  // namespace

std::optional<Error> error_in(const Json& value, std::string_view text) {
    Signs signs;
    if (const Json* object = error_object(value)) {
        gather(*object, signs);
        return error_of(std::move(signs), shortened(dump(*object)));
    }
    if (!value.is_null()) return std::nullopt;
    if (is_web_page(text)) {
        return Error{Fault::unavailable, "The vendor's server sent a web page instead of an answer.", shortened(text)};
    }
    if (!is_error_text(text)) return std::nullopt;
    signs.words = lower(text.substr(0, detail_bytes_max));
    return error_of(std::move(signs), shortened(text));
}

Error tool_error(const Json& value, std::string_view text) {
    Signs signs;
    gather(value, signs);
    signs.words += lower(text.substr(0, detail_bytes_max));
    return error_of(std::move(signs), text.empty() && !value.is_null() ? shortened(dump(value)) : shortened(text));
}

std::optional<int> retry_after_ms(const Error& error) {
    if (!error.detail.starts_with(retry_after)) return std::nullopt;
    const char* start = error.detail.data() + retry_after.size();
    double seconds = 0;
    const auto read = std::from_chars(start, error.detail.data() + error.detail.size(), seconds);
    if (read.ec != std::errc{} || seconds < 0 || seconds > 1e6) return std::nullopt;
    return static_cast<int>(seconds * 1'000);
}

}  // namespace parley::mcp
