#pragma once
// What registration, exchange, refresh and revocation share. For this room only.

#include "oauth/oauth.h"

#include <string>
#include <utility>
#include <vector>

namespace parley::oauth {

// A registration or a token answer is small: whatever is larger is an attack.
inline constexpr std::size_t reply_bytes_max = 64u << 10;

using Fields = std::vector<std::pair<std::string, std::string>>;

// POST with the client's authentication: Basic as RFC 6749 2.3.1 writes it, in the body, or only the client id.
Result<net::Response> post_as(const Client& client, net::Http& http, const net::UrlGuard& guard, const std::string& url,
                              Fields fields);

Error in_trouble(int status);

// " invalid_client": the error code of an answer for the log, if it looks like one; never a description.
std::string error_code(const Json& json);

}  // namespace parley::oauth
