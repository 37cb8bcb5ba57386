#pragma once
// The words that errors are made of, read off what servers send. Inside of the room.

#include "base/json.h"

#include <optional>
#include <string>
#include <string_view>

namespace parley::mcp {

bool is_error_word(std::string_view key);  // "message", "status_code": a field that errors have
bool is_envelope(std::string_view key);    // "result", "data": a field around the whole

// True where a short text is an error and nothing else: "Error: ...", "429 Too Many Requests", "Failed to ...".
bool is_error_text(std::string_view text);
bool is_web_page(std::string_view text);
int status_of_text(std::string_view lower_text);  // 429 of "429 too many requests"; 0 where it names none

// Of a text that is known to be an error, in lower case.
bool speaks_of_limits(std::string_view words);
bool speaks_of_a_lost_sign_in(std::string_view words);  // Only what can mean nothing else.
bool speaks_of_trouble(std::string_view words);
std::optional<double> seconds_to_wait(std::string_view words);  // "try again in 30 seconds"

// Its message.
std::string first_text(const Json& object);

// As much of a vendor's words as is read for signs, and as the log keeps.
inline constexpr std::size_t detail_bytes_max = 2'000;
std::string shortened(std::string_view text);

}  // namespace parley::mcp
