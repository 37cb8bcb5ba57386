#pragma once
// Retry-After: when a server wants to be asked again. Pure.

#include "net/http.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace parley::mcp {

// Seconds since 1970 of "Sun, 06 Nov 1994 08:49:37 GMT", the one form that is still written.
std::optional<std::int64_t> http_date(std::string_view text);

// A number of seconds, or a date: measured against the server's own Date, so that clocks need not agree.
std::optional<int> retry_after_ms(const net::Headers& headers);

}  // namespace parley::mcp
