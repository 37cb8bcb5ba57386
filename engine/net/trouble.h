#pragma once
// What went wrong on the wire, as one sentence for people.

#include "net/http.h"
#include "net/wire.h"

#include <Poco/Exception.h>
#include <string>

namespace parley::net {

enum class Stage { connecting, waiting, reading };

Error explain(const Poco::Exception& exception, Stage stage, const Meter& meter, const Request& request);

Error too_large(const Request& request);
Error half_body(const Request& request);
Error no_http(const Request& request, std::string detail);

}  // namespace parley::net
