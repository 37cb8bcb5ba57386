#pragma once
// A client that shows itself by a signature instead of a secret: private_key_jwt (RFC 7523). For this room only.

#include "oauth/oauth.h"

namespace parley::oauth {

// Signed with the private key that the client's secret is; good once and for a few minutes. Fault::invalid where the
// key cannot be read or does not fit the algorithm.
Result<std::string> client_assertion(const Client& client, const std::string& audience, Instant now);

}  // namespace parley::oauth
