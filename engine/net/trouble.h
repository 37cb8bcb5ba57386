#pragma once
// What went wrong on the wire, as one sentence for people.

#include "net/http.h"
#include "net/reply_reader.h"
#include "net/wire.h"

#include <Poco/Exception.h>

namespace parley::net {

enum class Stage { connecting, waiting, reading };

Error explain(const Poco::Exception& exception, Stage stage, const Meter& meter, const Request& request);
Error explain(const ReplyReader& flawed, const Request& request);

Error cancelled();
Error cut_short(Stage stage, const Request& request);

}  // namespace parley::net
