#pragma once
// Does a value have the shape that somebody else's JSON Schema promises? Pure; safe from several threads.

#include "base/json.h"
#include "base/result.h"

namespace parley::policy {

// Fault::invalid where the value breaks the schema, with the place in detail. A schema is advice from outside: what of
// it cannot be read, reached or checked in bounded time holds for every value, so a good value never fails by it.
// Nothing is ever fetched.
Result<Done> check_against(const Json& schema, const Json& value);

// As many values as a tool's schema may hold, all its levels together. The largest that we have seen has some hundreds.
inline constexpr std::size_t schema_parts_max = 10'000;

// Whether a value has more values inside than `most`. Looks at no more than that.
bool is_larger_than(const Json& value, std::size_t most);

}  // namespace parley::policy
