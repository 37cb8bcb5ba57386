#pragma once
// One request and its reply on one connection.

#include "net/http.h"
#include "net/pool.h"
#include "net/stream_ends.h"

namespace parley::net {

struct Exchanged {
    enum class After { close, keep, stale };  // stale: failed before a byte came back, and not for want of time
    Result<Response> result;
    After after = After::close;
};

Exchanged exchange(Connection& connection, const Request& request, const OnBody& on_body, StreamEnds& ends);

}  // namespace parley::net
