#pragma once
// Http over POCO, with the trust handed in.

#include "net/http.h"

#include <Poco/Net/Context.h>
#include <memory>
#include <string>

namespace parley::net {

// TLS 1.2 or newer, certificates verified strictly. Throws Poco::Exception where the file cannot be read.
Poco::Net::Context::Ptr trust_in(const std::string& authorities_file);

// Without a context it trusts the authorities that the operating system trusts.
std::unique_ptr<Http> make_http_trusting(Poco::Net::Context::Ptr trust);

}  // namespace parley::net
