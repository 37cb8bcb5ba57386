#pragma once
// The few pages that Parley shows by itself: no script, nothing loaded, nothing of a request in them.

#include <string>
#include <string_view>
#include <vector>

namespace parley::api {

struct Link {
    std::string address;  // Relative, and of this server.
    std::string text;
};

// Everything is escaped here.
std::string plain_page(std::string_view title, std::string_view text, const std::vector<Link>& links = {});

}  // namespace parley::api
