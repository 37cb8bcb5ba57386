// The public catalogue: cards, search, guides, and what a guide must not be able to do.
#include "api/catalogue_pages.h"

#include "api/markdown.h"
#include "client.h"

using namespace parley;
using namespace parley::tests;

namespace {

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string same(std::string_view address) {
    return std::string(address);
}

std::string html(std::string_view markdown) {
    return api::html_of_markdown(markdown, same);
}

}  // namespace

TEST_CASE("api: everybody sees a card for every vendor, and can search without a script") {
    DemoHouse demo;
    Client client(demo);
    const auto all = client.send_bare("GET", "/integrations");
    REQUIRE(all.status == 200);
    CHECK(net::header(all.headers, "Content-Type") == "text/html; charset=utf-8");
    const auto& vendors = demo.house().catalogue().vendors();
    CHECK(count_of(all.body, "<li class=\"card\">") == vendors.size());
    CHECK(count_of(all.body, "Live via MCP") == vendors.size());
    CHECK_FALSE(has(all.body, "<script"));
    for (const auto& vendor : vendors) {
        CAPTURE(vendor.manifest.id.text);
        CHECK(has(all.body, "<a href=\"integrations/" + vendor.manifest.id.text + "\">"));
    }
    struct {
        const char *query, *present, *absent;
    } const cases[] = {
        {"?q=stripe", "integrations/stripe", "integrations/ecomail"},
        {"?q=STRIPE", "integrations/stripe", "integrations/ecomail"},
        {"?q=open+rate", "integrations/ecomail", "integrations/stripe"},
        {"?category=Payments+%26+Finance", "integrations/stripe", "integrations/ecomail"},
        {"?q=zzz-nothing", "No vendor fits", "<li class=\"card\">"},
        {"?q=%3Cscript%3E", "value=\"&lt;script&gt;\"", "<script"},
        {"?category=%22%3E%3Cb%3E", "No vendor fits", "<b>"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.query);
        const auto page = client.send_bare("GET", std::string("/integrations") + c.query);
        CHECK(page.status == 200);
        CHECK(has(page.body, c.present));
        CHECK_FALSE(has(page.body, c.absent));
    }
}

TEST_CASE("api: every vendor's guide is a page, and an unknown vendor is said to be none") {
    DemoHouse demo;
    Client client(demo);
    const auto all = vendors::Catalogue::read(PARLEY_SOURCE_DIR "/plugins/vendors");
    REQUIRE(all);
    for (const auto& vendor : all.value().vendors()) {
        CAPTURE(vendor.manifest.id.text);
        const std::string page = api::guide_page(all.value(), vendor);
        CHECK(has(page, "<ol class=\"sequence\">"));
        CHECK(has(page, "<h2>Troubleshooting</h2>"));
        CHECK_FALSE(has(page, "guide.md"));
        CHECK_FALSE(has(page, "mermaid"));
        CHECK_FALSE(has(page, "<script"));
    }
    const auto served = client.send_bare("GET", "/integrations/stripe");
    CHECK(served.status == 200);
    CHECK(served.body == api::guide_page(demo.house().catalogue(), *demo.house().catalogue().find({"stripe"})));
    CHECK(client.send_bare("GET", "/integrations/strpe").status == 404);
    CHECK(client.send_bare("GET", "/integrations/stripe/guide.md").status == 404);
    CHECK(client.send_bare("POST", "/integrations").status == 405);
}

TEST_CASE("api: a guide's text can become no markup, script or address of its own") {
    struct {
        const char *markdown, *present, *absent;
    } const cases[] = {
        {"# Title", "<h1>Title</h1>", "#"},
        {"| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>", "|"},
        {"<script>alert(1)</script>", "&lt;script&gt;", "<script"},
        {"a <img src=x onerror=alert(1)> b", "&lt;img", "<img"},
        {"![x](https://example.com/p.png)", "alt=\"x\"", "src="},
        {"```mermaid\nsequenceDiagram\n  A->>B: hello <b>\n  Note over A: quiet\n```",
         "<b>A</b> &rarr; <b>B</b>: hello &lt;b&gt;", "<pre>"},
        {"```\na\"href=\"b\n```", "<pre>", " href=\"b"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.markdown);
        const std::string out = html(c.markdown);
        CAPTURE(out);
        CHECK(has(out, c.present));
        CHECK_FALSE(has(out, c.absent));
    }
}

TEST_CASE("api: a guide leads to other guides and to https, and nowhere else") {
    DemoHouse demo;
    const auto& catalogue = demo.house().catalogue();
    vendors::Vendor vendor = catalogue.vendors().front();
    struct {
        const char *markdown, *present, *absent;
    } const cases[] = {
        {"[Stripe](../stripe/guide.md)", "<a href=\"stripe\">Stripe</a>", "guide.md"},
        {"[docs](https://example.com/a?b=1&c=2)", "href=\"https://example.com/a?b=1&amp;c=2\"", "&amp;amp;"},
        {"[up](#setting-up)", "href=\"#setting-up\"", "javascript"},
        {"[gone](../nobody/guide.md)", "<a>gone</a>", "nobody"},
        {"[js](javascript:alert(1))", "<a>js</a>", "javascript"},
        {"[plain](http://example.com)", "<a>plain</a>", "http://example.com"},
        {"[file](file:///etc/passwd)", "<a>file</a>", "passwd"},
        {"[there](//example.com)", "<a>there</a>", "//example.com"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.markdown);
        vendor.guide = c.markdown;
        const std::string page = api::guide_page(catalogue, vendor);
        CHECK(has(page, c.present));
        CHECK_FALSE(has(page, c.absent));
    }
}
