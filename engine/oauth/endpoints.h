#pragma once
// What an authorization server's metadata comes to. For this room only.

#include "oauth/oauth.h"

namespace parley::oauth {

// Endpoints without a resource and scopes. Where the document is not good enough: the sentence, and in the detail a few
// words for the step that found it ("no S256").
Result<Endpoints> read_endpoints(const net::UrlGuard& guard, const Json& metadata);

// Where revision 2025-03-26 puts them when nothing is published.
Endpoints default_endpoints(const std::string& origin);

}  // namespace parley::oauth
