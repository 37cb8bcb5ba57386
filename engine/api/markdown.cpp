#include "api/markdown.h"

#include "base/text.h"

#include <md4c-html.h>

namespace parley::api {
namespace {

void append(const MD_CHAR* text, MD_SIZE size, void* out) {
    static_cast<std::string*>(out)->append(text, size);
}

std::string trimmed(std::string_view text) {
    return std::string(trim(text));
}

// "You->>Parley: Connect" with its arrow as HTML writes it, or "" where the line is no message.
std::string message_item(std::string_view line) {
    constexpr std::string_view arrow = "&gt;&gt;";
    const auto at = line.find(arrow);
    if (at == std::string_view::npos) return "";
    const auto colon = line.find(':', at);
    if (colon == std::string_view::npos) return "";
    std::string_view from = line.substr(0, at);
    while (from.ends_with('-')) from.remove_suffix(1);
    return cat("<li><b>", trimmed(from), "</b> &rarr; <b>",
               trimmed(line.substr(at + arrow.size(), colon - at - arrow.size())),
               "</b>: ", trimmed(line.substr(colon + 1)), "</li>\n");
}

// No script runs on our pages, so a diagram is told instead of drawn. text: of the block, escaped already.
std::string sequence_list(std::string_view text) {
    std::string out = "<ol class=\"sequence\">\n";
    for (const auto& raw : split(text, '\n')) {
        const std::string line = trimmed(raw);
        if (line.empty() || line == "end" || line == "sequenceDiagram" || line.starts_with("participant ")) continue;
        if (std::string item = message_item(line); !item.empty()) {
            out += item;
        } else if (const auto colon = line.find(':'); line.starts_with("Note ") && colon != std::string::npos) {
            out += cat("<li class=\"note\">", trimmed(line.substr(colon + 1)), "</li>\n");
        } else {
            out += cat("<li class=\"note\">", line, "</li>\n");
        }
    }
    return out + "</ol>\n";
}

std::string with_sequences(std::string html) {
    constexpr std::string_view begin = "<pre><code class=\"language-mermaid\">";
    constexpr std::string_view end = "</code></pre>";
    for (auto at = html.find(begin); at != std::string::npos; at = html.find(begin, at)) {
        const auto text = at + begin.size();
        const auto close = html.find(end, text);
        if (close == std::string::npos) return html;
        const std::string list = sequence_list(std::string_view(html).substr(text, close - text));
        html.replace(at, close + end.size() - at, list);
        at += list.size();
    }
    return html;
}

// link gets and gives addresses as they stand in HTML. The writer of the HTML escapes quotation marks inside
// attributes, and those of the text: `attribute` stands only where it wrote one itself.
std::string with_links(std::string_view html, std::string_view attribute,
                       const std::function<std::string(std::string_view)>& link) {
    std::string out;
    for (;;) {
        const auto at = html.find(attribute);
        const auto close = at == std::string_view::npos ? at : html.find('"', at + attribute.size());
        if (close == std::string_view::npos) return out.append(html);
        const std::string address = link(html.substr(at + attribute.size(), close - at - attribute.size()));
        out.append(html.substr(0, at));
        if (!address.empty()) out += cat(attribute, address, "\"");
        html.remove_prefix(close + 1);
    }
}

}  // namespace

std::string html_of_markdown(std::string_view markdown, const std::function<std::string(std::string_view)>& link) {
    std::string html;
    constexpr unsigned reading = MD_FLAG_TABLES | MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH;
    if (md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append, &html, reading, 0) != 0)
        return cat("<pre>", escape_html(markdown), "</pre>");
    const auto no_picture = [](std::string_view) { return std::string(); };
    return with_sequences(with_links(with_links(html, " href=\"", link), " src=\"", no_picture));
}

}  // namespace parley::api
