#pragma once
// Which of the ways of speaking a server understands: the newest is tried first.

#include "mcp/talk.h"

#include <memory>

namespace parley::mcp {

// What an EraMemory knows an endpoint by: an origin may serve several.
std::string memory_key(const net::SafeUrl& endpoint);

struct Opened {
    std::unique_ptr<Dialect> dialect;
    // Of a modern server that was remembered nothing is asked, so it has yet to show that it still is one.
    enum class Proof { given, owed } proof = Proof::given;
};

// As remembered, or found out and remembered. The error is that of the way of speaking that came nearest.
Result<Opened> open_dialect(Talk& talk, EraMemory* eras, const Deadline& deadline);

// The eras with a handshake only: for a server that does not answer as it was remembered.
Result<Opened> open_older(Talk& talk, EraMemory* eras, const Deadline& deadline);

// True where the answer to a modern request is one that an older server gives.
bool is_of_older_server(const Outcome& outcome);

}  // namespace parley::mcp
