#pragma once
// What registration, the grants and revocation share. For this room only.

#include "oauth/oauth.h"

#include <string>
#include <utility>
#include <vector>

namespace parley::oauth {

// A registration or a token answer is small: whatever is larger is an attack.
inline constexpr std::size_t reply_bytes_max = 64u << 10;

using Fields = std::vector<std::pair<std::string, std::string>>;

// POST with the client's authentication: Basic as RFC 6749 2.3.1 writes it, in the body, by a signature, or only the
// client id.
Result<net::Response> post_as(const Client& client, net::Http& http, const net::UrlGuard& guard, const std::string& url,
                              Fields fields, Instant now);

// Fault::denied for a client that another authorization server knows: its secret must not come to this one.
Result<Done> check_client(const Endpoints& endpoints, const Client& client);

Error in_trouble(int status);

// " invalid_client": the error code of an answer for the log, if it looks like one; never a description.
std::string error_code(const Json& json);

// The answer of a token endpoint: JSON with a token that a header can carry, or the fault that it stands for.
Result<Json> read_token_answer(const net::Response& response);

// The same, and the token is of the kind that Parley uses.
Result<Tokens> read_tokens(const net::Response& response, Instant now);

}  // namespace parley::oauth
