#include "api/endpoints/pages.h"

#include "base/text.h"

namespace parley::api {

std::string html_page(std::string_view title, std::string_view style, std::string_view body) {
    return cat(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><title>",
        escape_html(title), "</title><style>", style, "</style></head><body>", body, "</body></html>");
}

std::string plain_page(std::string_view title, std::string_view text, const std::vector<Link>& links) {
    std::string list;
    for (const auto& link : links) {
        list += cat("<li><a href=\"", escape_html(link.address), "\">", escape_html(link.text), "</a></li>");
    }
    return html_page(title, "body{font-family:sans-serif;max-width:40em;margin:4em auto}",
                     cat("<h1>", escape_html(title), "</h1><p>", escape_html(text), "</p>",
                         list.empty() ? "" : cat("<ul>", list, "</ul>")));
}

}  // namespace parley::api
