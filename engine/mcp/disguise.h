#pragma once
// Errors that come as if they were data, and which kind of error it is. Pure.
//
// Rows about errors are data: an issue, a log line, a failed job, a message that says "Error". An object is an error
// only where it holds nothing but the words that errors are made of, and a text only where it is nothing else.

#include "base/json.h"
#include "base/result.h"

#include <optional>
#include <string_view>

namespace parley::mcp {

// Nothing where the reply is data. value: null where the reply is a text alone.
std::optional<Error> error_in(const Json& value, std::string_view text);

// For a reply that says itself that it is an error.
Error tool_error(const Json& value, std::string_view text);

// What an error of Fault::over_limit was told about when to come again.
std::optional<int> retry_after_ms(const Error& error);

}  // namespace parley::mcp
