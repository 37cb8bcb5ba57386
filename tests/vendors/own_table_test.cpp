// Datasets whose columns are the customer's own: what a manifest must say of them, how their table is found and read.
#include "base/text.h"
#include "samples.h"
#include "vendors/infer.h"
#include "vendors/plugin.h"

using namespace parley;
using namespace parley::vendors;

namespace {

// The sample with a dataset for tables that people make.
Json manifest_json() {
    Json json = sample_json();
    json["datasets"]["own"] = Json::parse(R"({
        "name": "own rows", "description": "One row for each row of the named book.", "tool": "orders",
        "open_fields": true, "containers": ["book"], "time": "made",
        "lookups": [{"tool": "accounts", "values": {"book": "text:^b[0-9]+$"}}],
        "columns": [{"name": "made", "kind": "time", "role": "time"}, {"name": "book", "kind": "text", "role": "dimension"}]
    })");
    json["metrics"]["own"] = Json::parse(
        R"({"name": "own rows", "description": "The rows of the book.", "dataset": "own", "value": {"count": true}, "kind": "count"})");
    json["dimensions"]["book"] = Json::parse(R"({"name": "book", "columns": {"own": "book"}, "open_values": true})");
    return json;
}

constexpr const char* source = R"lua(
    local plugin = {}
    function plugin.lookup(request)
        local name = request.contains.book and request.contains.book[1]
        if not name then return nil, "Name the book." end
        if name == "known" then return nil end
        return { name = name }
    end
    function plugin.found(request, reply)
        if not reply.id then return nil, "There is no book called so." end
        return { book = reply.id, more = "not declared" }, reply.unread and "Without " .. reply.unread .. "."
    end
    function plugin.prepare(request) return { kind = "paid", book = request.found.book } end
    function plugin.shape(request, reply) return reply.rows end
    return plugin
)lua";

Vendor vendor() {
    auto checked = check_manifest(manifest_json(), "shop/manifest.lua");
    REQUIRE(checked.mistakes.empty());
    Vendor made;
    made.manifest = std::move(checked.manifest);
    made.plugin_source = source;
    return made;
}

Fetch asking(const char* book) {
    Fetch fetch;
    fetch.dataset = "own";
    fetch.tool = "list_orders";
    if (book != nullptr) fetch.contains["book"] = Json::array({book});
    return fetch;
}

}  // namespace

TEST_CASE("vendors: a dataset of customers' tables says how they are named, counted and found") {
    CHECK(check_manifest(manifest_json(), "shop/manifest.lua").mistakes.empty());
    struct {
        const char* pointer;
        Json value;  // Null: taken out.
        const char* mistake;
    } const cases[] = {
        {"/datasets/own/containers", nullptr, "open_fields needs a dimension that names the table"},
        {"/datasets/own/containers", Json::array({"currency"}),
         "must be a dimension with open_values and a column here"},
        {"/dimensions/book/open_values", false, "must be a dimension with open_values and a column here"},
        {"/datasets/own/open_fields", false, "is for datasets with open_fields"},
        {"/datasets/own/longest_range_days", 30, "a table of the customer is read whole"},
        {"/datasets/own/lookups/0/tool", "books", "no tool \"books\""},
        {"/datasets/own/lookups/0/values/book", "number", "must be \"text:PATTERN\", \"flag\" or \"integer\""},
        {"/metrics/own", nullptr, "needs a metric that counts its rows"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.pointer));
        Json json = manifest_json();
        const Json::json_pointer at(c.pointer);
        if (c.value.is_null())
            json.at(at.parent_pointer()).erase(at.back());
        else
            json[at] = c.value;
        std::string text;
        for (const auto& mistake : check_manifest(json, "shop/manifest.lua").mistakes) text += to_text(mistake) + "\n";
        CAPTURE(text);
        CHECK(text.find(c.mistake) != std::string::npos);
    }
}

TEST_CASE("vendors: a lookup finds the table, and only declared values of its reply become arguments") {
    const Vendor shop = vendor();
    auto plugin = Plugin::open(shop);
    REQUIRE(plugin);
    Plugin& reader = plugin.value();
    const auto wanted = reader.lookup(asking("Winter"), 0);
    REQUIRE(wanted);
    CHECK(wanted.value().value() == Json({{"name", "Winter"}}));
    CHECK_FALSE(reader.lookup(asking("known"), 0).value().has_value());
    CHECK(reader.lookup(asking(nullptr), 0).error().message == "Name the book.");
    CHECK_FALSE(reader.lookup(asking("Winter"), 1).value().has_value());

    const auto found = reader.found(asking("Winter"), {{"id", "b17"}}, 0);
    REQUIRE(found);
    CHECK(found.value().value == Json({{"book", "b17"}}));
    CHECK(found.value().reason.empty());
    CHECK(reader.found(asking("Winter"), {{"id", "b18"}, {"unread", "pin"}}, 0).value().reason == "Without pin.");
    CHECK(reader.found(asking("Winter"), {{"name", "x"}}, 0).error().message == "There is no book called so.");
    CHECK(reader.found(asking("Winter"), {{"id", "b17; drop"}}, 0).error().fault == Fault::internal);
    CHECK(reader.found(asking("Winter"), {{"id", 17}}, 0).error().fault == Fault::internal);

    Fetch fetch = asking("Winter");
    fetch.found = {{"book", "b17"}};
    CHECK(reader.prepare(fetch).value() == Json({{"kind", "paid"}, {"book", "b17"}}));
}

TEST_CASE("vendors: the customer's columns stand behind the described ones, with the kind that their values have") {
    const Vendor shop = vendor();
    auto plugin = Plugin::open(shop);
    REQUIRE(plugin);
    const Json reply = Json::parse(R"({"rows": [
        {"made": "2026-09-01T10:00:00Z", "book": "Winter", "Severity": "high", "Effort": 3, "Due": "2026-10-01"},
        {"made": "2026-09-02T10:00:00Z", "book": "Winter", "Effort": 5.5},
        {"made": null, "book": "Winter", "Severity": "low", "Due": "2026-11-01", "place": {"city": "Brno"}}]})");
    Table table = plugin.value().empty_table("own");
    Json::array_t cells;
    Page page;
    page.open_cells = &cells;
    REQUIRE(plugin.value().shape(asking("Winter"), reply, table, page));
    REQUIRE(plugin.value().shape(asking("Winter"), Json{{"rows", Json::array()}}, table, page));
    add_open_columns(table, cells);
    std::string columns;
    for (const auto& column : table.columns) columns += cat(column.name, ":", name_of(column.kind), " ");
    CHECK(columns == "made:time book:text Due:day Effort:number Severity:text place.city:text ");
    CHECK(table.rows() == 3);
    CHECK(table.find("Effort")->role == Role::measure);
    CHECK_FALSE(table.find("Severity")->has(1));

    // Nobody takes them: the described columns are all there is. A dataset that is closed refuses them as ever.
    Table plain = plugin.value().empty_table("own");
    REQUIRE(plugin.value().shape(asking("Winter"), reply, plain));
    CHECK(plain.columns.size() == 2);
    Fetch closed;
    closed.dataset = "orders";
    Table orders = plugin.value().empty_table("orders");
    CHECK_FALSE(plugin.value().shape(closed, reply, orders));
}
