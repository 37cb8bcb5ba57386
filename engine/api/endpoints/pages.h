#pragma once
// The frame of every page that the server makes, and the few small ones that Parley shows by itself: no script, nothing
// loaded, nothing of a request in them.

#include <string>
#include <string_view>
#include <vector>

namespace parley::api {

// The title is escaped here; style and body are HTML already.
std::string html_page(std::string_view title, std::string_view style, std::string_view body);

struct Link {
    std::string address;  // Relative, and of this server.
    std::string text;
};

// Everything is escaped here.
std::string plain_page(std::string_view title, std::string_view text, const std::vector<Link>& links = {});

}  // namespace parley::api
