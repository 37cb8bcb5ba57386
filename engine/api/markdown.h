#pragma once
// A vendor's guide as HTML. Pure.

#include <functional>
#include <string>
#include <string_view>

namespace parley::api {

// CommonMark with tables. HTML in the text is shown, not obeyed; a link leads to where link(address) says, and an
// address that gives "" is none. A mermaid sequence diagram becomes a numbered list of who says what to whom.
std::string html_of_markdown(std::string_view markdown, const std::function<std::string(std::string_view)>& link);

}  // namespace parley::api
