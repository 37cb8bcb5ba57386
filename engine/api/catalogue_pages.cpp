#include "api/catalogue_pages.h"

#include "api/endpoints/pages.h"
#include "api/markdown.h"
#include "base/text.h"

#include <algorithm>
#include <map>

namespace parley::api {
namespace {

using vendors::Manifest;
using vendors::Vendor;

constexpr std::string_view style = R"(
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; color: #1d2430; }
a { color: #1f5fa8; } h1 { margin: 0 0 .25rem; } h2 { margin: 2rem 0 .75rem; font-size: 1.2rem; } .quiet { color: #5b6472; }
form { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
input, select, button { font: inherit; padding: .35rem .6rem; border: 1px solid #b9c1cc; border-radius: .4rem; background: #fff; color: inherit; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .9rem; padding: 0; list-style: none; }
.card { border: 1px solid #d9dee5; border-radius: .6rem; padding: .8rem 1rem; } .card h3 { margin: 0; font-size: 1.05rem; }
.card p { margin: .45rem 0 0; font-size: .92rem; }
.badge { font-size: .75rem; border-radius: 1rem; padding: .1rem .55rem; white-space: nowrap; background: #e2f3e8; color: #14532d; }
.badge.unsure { background: #fdf1d6; color: #6b4700; } .badge.plain { background: #eceff3; color: #3b4452; }
table { border-collapse: collapse; margin: .75rem 0; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #e6e9ee; }
code { background: #f2f4f7; padding: .05rem .25rem; border-radius: .25rem; } pre { background: #f2f4f7; padding: .8rem; overflow-x: auto; }
.sequence .note { color: #5b6472; font-style: italic; }
)";

std::string badges(const Manifest& manifest) {
    std::string out = "<span class=\"badge\">Live via MCP</span> ";
    if (manifest.server.confidence == "unconfirmed") out += "<span class=\"badge unsure\">address unconfirmed</span> ";
    const auto unsure = std::count_if(manifest.tools.begin(), manifest.tools.end(),
                                      [](const auto& tool) { return tool.second.confidence == "unconfirmed"; });
    if (unsure > 0) {
        out += cat("<span class=\"badge unsure\">", unsure, " of ",
                   counted(static_cast<std::int64_t>(manifest.tools.size()), "tool", "tools"), " unconfirmed</span> ");
    }
    return out;
}

std::string sign_in(const vendors::Auth& auth) {
    if (auth.kind == "none") return "no sign-in";
    if (auth.kind == "api_key") return "API key";
    return auth.registration == "by_hand" ? "OAuth, with a client of your own" : "OAuth";
}

bool holds_all(const Manifest& manifest, const std::string& words) {
    std::string text = cat(manifest.name, " ", manifest.category, " ", manifest.id.text, " ");
    for (const auto& synonym : manifest.synonyms) text += cat(synonym, " ");
    for (const auto& metric : manifest.metrics) text += cat(metric.name, " ");
    for (const auto& [id, dataset] : manifest.datasets) text += cat(dataset.offer.name, " ");
    const std::string hay = lower(text);
    const auto needles = split(lower(words), ' ');
    return std::all_of(needles.begin(), needles.end(),
                       [&](const std::string& word) { return word.empty() || hay.find(word) != std::string::npos; });
}

std::string card(const Vendor& vendor) {
    const Manifest& manifest = vendor.manifest;
    std::string names;
    constexpr std::size_t shown = 4;
    for (std::size_t k = 0; k < manifest.metrics.size() && k < shown; ++k)
        names += cat(k == 0 ? "" : ", ", manifest.metrics[k].name);
    if (manifest.metrics.size() > shown) names += cat(" and ", manifest.metrics.size() - shown, " more");
    return cat("<li class=\"card\"><h3><a href=\"integrations/", manifest.id.text, "\">", escape_html(manifest.name),
               "</a></h3><p>", badges(manifest), "<span class=\"badge plain\">", sign_in(manifest.auth),
               "</span></p><p class=\"quiet\">", escape_html(names), "</p>",
               manifest.ask.empty() ? "" : cat("<p>&ldquo;", escape_html(manifest.ask.front()), "&rdquo;</p>"),
               "</li>\n");
}

std::string search_form(const std::vector<std::string>& categories, const Wish& wish) {
    std::string options = "<option value=\"\">all categories</option>";
    for (const auto& category : categories) {
        options +=
            cat("<option", category == wish.category ? " selected" : "", ">", escape_html(category), "</option>");
    }
    return cat(
        "<form method=\"get\" action=\"integrations\"><input type=\"search\" name=\"q\" aria-label=\"Search\" "
        "placeholder=\"name or number, such as refunds\" value=\"",
        escape_html(wish.words), "\"><select name=\"category\" aria-label=\"Category\">", options,
        "</select><button>Search</button></form>\n");
}

std::string fact(std::string_view name, std::string_view value) {
    return cat("<tr><th>", name, "</th><td>", value, "</td></tr>");
}

// "../stripe/guide.md" of the repository is "stripe" here; only https leaves this site, and nothing else is a link.
std::string guide_link(const vendors::Catalogue& catalogue, std::string_view address) {
    constexpr std::string_view up = "../", file = "/guide.md";
    if (address.starts_with(up) && address.ends_with(file)) {
        const std::string id(address.substr(up.size(), address.size() - up.size() - file.size()));
        return catalogue.find({id}) == nullptr ? "" : id;
    }
    return address.starts_with("https://") || address.starts_with("#") ? std::string(address) : "";
}

}  // namespace

std::string catalogue_page(const vendors::Catalogue& catalogue, const Wish& wish) {
    std::map<std::string, std::string> cards;
    std::vector<std::string> categories;
    std::int64_t found = 0;
    for (const auto& vendor : catalogue.vendors()) {
        const auto& manifest = vendor.manifest;
        if (std::find(categories.begin(), categories.end(), manifest.category) == categories.end())
            categories.push_back(manifest.category);
        if (!wish.category.empty() && manifest.category != wish.category) continue;
        if (!holds_all(manifest, wish.words)) continue;
        cards[manifest.category] += card(vendor);
        ++found;
    }
    std::sort(categories.begin(), categories.end());
    const auto all = static_cast<std::int64_t>(catalogue.vendors().size());
    std::string body = cat("<h1>Integrations</h1><p class=\"quiet\">",
                           found == all ? counted(all, "vendor", "vendors") : cat(found, " of ", all, " vendors"),
                           ", each through its own MCP server, read-only. Any other MCP server can be connected by its "
                           "address.</p>",
                           search_form(categories, wish));
    for (const auto& [category, list] : cards)
        body += cat("<h2>", escape_html(category), "</h2><ul class=\"cards\">", list, "</ul>");
    if (cards.empty())
        body += "<p>No vendor fits these words. A vendor that is not here may be connected by its address.</p>";
    return html_page("Integrations - Parley", style, body);
}

std::string guide_page(const vendors::Catalogue& catalogue, const Vendor& vendor) {
    const Manifest& manifest = vendor.manifest;
    std::string body =
        cat("<p><a href=\"../integrations\">All integrations</a></p><p>", badges(manifest), "</p><table>",
            fact("Category", escape_html(manifest.category)),
            fact("Address", cat("<code>", escape_html(manifest.server.url), "</code> (",
                                escape_html(manifest.server.confidence), ")")),
            fact("Sign-in", sign_in(manifest.auth)),
            fact("Numbers", cat(manifest.metrics.size(), ", from ",
                                counted(static_cast<std::int64_t>(manifest.datasets.size()), "table", "tables"))),
            "</table>\n");
    body += html_of_markdown(vendor.guide, [&](std::string_view address) { return guide_link(catalogue, address); });
    return html_page(cat(manifest.name, " - Parley"), style, body);
}

}  // namespace parley::api
