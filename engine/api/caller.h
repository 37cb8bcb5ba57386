#pragma once
// Who is asking: a key, a browser's session, or whoever sits at the terminal.

#include "base/clock.h"
#include "base/ids.h"
#include "policy/permit.h"

#include <optional>
#include <string>

namespace parley::api {

// The operator at the command line: owner of every organization of this machine, and no member of any.
inline const UserId terminal_user{"terminal"};

struct Caller {
    enum class How { key, session, terminal };

    OrgId org;
    UserId user;
    policy::Role role = policy::Role::viewer;  // What may be done now: of a key and its member, the smaller one.
    How how = How::key;
    std::string id = {};                     // Of the key, or the session's hash. Never what is sent.
    std::optional<Instant> expires_at = {};  // When it ends by itself.
};

}  // namespace parley::api
