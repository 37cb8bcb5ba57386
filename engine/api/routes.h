#pragma once
#include "api/call.h"

#include <span>

namespace parley::api {

// Every endpoint, in one place. A new one is a file in endpoints/ and a line here.
std::span<const Route> routes();

struct Match {
    const Route* route = nullptr;  // null: no such path, or not with this method
    bool path_known = false;       // The path exists with another method.
    std::map<std::string, std::string> parameters;
};
// path: as it was sent. Fixed parts are compared byte for byte, {parts} are decoded.
Match match(std::string_view method, std::string_view path);

}  // namespace parley::api
