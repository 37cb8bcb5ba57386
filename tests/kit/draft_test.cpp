#include "kit/draft.h"

#include "folders.h"
#include "kit/check.h"
#include "kit/trial.h"
#include "lua/state.h"

using namespace parley;
using namespace parley::tests;

namespace {

policy::ToolDefinition tool(const std::string& name, Json input = Json::object(), Json output = nullptr) {
    return {name, "Reads something.", std::move(input), {{"readOnlyHint", true}}, std::move(output)};
}

std::string file_of(const std::vector<kit::DraftFile>& files, const std::string& name) {
    for (const auto& file : files) {
        if (file.name == name) return file.text;
    }
    FAIL("no " << name);
    return "";
}

vendors::Checked checked(const std::vector<kit::DraftFile>& files, const std::string& id) {
    lua::State state;
    const auto data = state.read_data(file_of(files, "manifest.lua"), id + "/manifest.lua");
    REQUIRE(data);
    return vendors::check_manifest(data.value(), id + "/manifest.lua");
}

const Json orders_schema = parse_json(R"({"type": "object", "properties": {"page": {"type": "integer"},
    "orders": {"type": "array", "items": {"type": "object", "properties": {
        "id": {"type": "string"}, "createdAt": {"type": "string", "format": "date-time"},
        "customer": {"type": "object", "properties": {"name": {"type": "string"}}},
        "totalPrice": {"type": "number"}, "items": {"type": "integer"}, "gift": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}}}}}}})")
                               .value();

}  // namespace

TEST_CASE("kit: an id that is none gives one sentence, and a good one a folder") {
    struct {
        const char* id;
        bool good;
    } const cases[] = {{"shop", true},     {"shop_2", true}, {"s", true},        {"", false},
                       {"Shop", false},    {"2shop", false}, {"_shop", false},   {"my-shop", false},
                       {"../shop", false}, {"sh op", false}, {"shop.lua", false}};
    for (const auto& one : cases) {
        CAPTURE(one.id);
        kit::DraftWish wish;
        wish.id = one.id;
        const auto files = kit::draft(wish);
        CHECK(static_cast<bool>(files) == one.good);
        if (!files) CHECK(files.error().message.find("is no vendor's id") != std::string::npos);
    }
    kit::DraftWish wish;
    wish.id = std::string(65, 'a');
    CHECK_FALSE(kit::draft(wish));
}

TEST_CASE("kit: a draft of nothing is all marks, and stays out of the catalogue until its address is filled in") {
    kit::DraftWish wish;
    wish.id = "new_shop";
    const auto files = kit::draft(wish);
    REQUIRE(files);
    const VendorFolders folders;
    REQUIRE(kit::write_draft(folders.file("new_shop"), files.value()));
    const auto catalogue = vendors::Catalogue::read(folders.path());
    REQUIRE(catalogue);
    CHECK(catalogue.value().vendors().empty());
    const auto verdicts = kit::check({folders.path(), {}, "", noon});
    REQUIRE(verdicts);
    const std::string mistakes = tests::text_of(verdicts.value().front());
    for (const char* wanted : {"server.url: must start with https://", "the tool's exact name", "the card's group",
                               "what it gives", "what one row is"})
        CHECK_MESSAGE(mistakes.find(wanted) != std::string::npos, mistakes);
}

TEST_CASE("kit: a draft from a reply has the rows' columns, and only sentences are left to fill in") {
    kit::DraftWish wish;
    wish.id = "bookshelf";
    wish.url = "https://mcp.bookshelf.example/mcp";
    wish.category = "Libraries";
    wish.replies = {{"list_loans", loans_json()}};
    const auto files = kit::draft(wish);
    REQUIRE(files);
    const auto manifest = checked(files.value(), "bookshelf");
    CHECK(manifest.mistakes.empty());
    const auto& fields = manifest.manifest.datasets.at("loans").offer.fields;
    std::string columns;
    for (const auto& field : fields)
        columns += cat(field.name, ":", name_of(field.kind), ":", name_of(field.role), " ");
    CHECK(columns ==
          "id:text:key lent_at:time:time book:text:dimension branch_name:text:dimension pages:count:measure ");
    CHECK(manifest.manifest.datasets.at("loans").offer.time_field == "lent_at");
    CHECK(manifest.manifest.ask.size() >= 6);
    CHECK(parse_json(file_of(files.value(), "examples/loans.json")).value() == loans_json());
}

TEST_CASE("kit: of what a server publishes only reads are written out, the others are named with the reason") {
    kit::DraftWish wish;
    wish.id = "shop";
    wish.url = "https://mcp.shop.example/mcp";
    wish.category = "Commerce";
    const Json limited{{"properties", {{"limit", {{"type", "integer"}}}, {"since", {{"type", "string"}}}}}};
    const Json needy{{"properties", {{"id", {{"type", "string"}}}}}, {"required", Json::array({"id"})}};
    policy::ToolDefinition doubtful = tool("orders_overview");
    doubtful.annotations = Json::object();
    wish.published = {tool("list_orders", limited, orders_schema),
                      tool("get_order", needy),
                      tool("create_order"),
                      tool("deleteOrder"),
                      tool("run_sql"),
                      doubtful,
                      tool("no\nname")};
    const auto files = kit::draft(wish);
    REQUIRE(files);
    const std::string manifest = file_of(files.value(), "manifest.lua");
    const auto read = checked(files.value(), "shop");
    CHECK(read.mistakes.empty());
    CHECK(read.manifest.tools.size() == 2);
    CHECK(read.manifest.tools.at("orders").names == std::vector<std::string>{"list_orders"});
    CHECK(read.manifest.tools.at("orders").closed);
    CHECK(read.manifest.tools.at("order").rules.front().required);
    // A tool that must be told an id gives no table by itself.
    CHECK(read.manifest.datasets.size() == 1);
    std::string columns;
    for (const auto& field : read.manifest.datasets.at("orders").offer.fields)
        columns += cat(field.name, ":", name_of(field.kind), " ");
    CHECK(columns == "id:text created_at:time customer_name:text gift:flag items:count total_price:number ");
    for (const char* left_out :
         {"--   create_order: ", "--   deleteOrder: ", "--   run_sql: ", "--   orders_overview: "})
        CHECK_MESSAGE(manifest.find(left_out) != std::string::npos, manifest);
    CHECK(manifest.find("Reads something") == std::string::npos);  // No sentence of the vendor's.
}

TEST_CASE("kit: where every read wants to be told something, that is left to fill in") {
    kit::DraftWish wish;
    wish.id = "shop";
    wish.url = "https://mcp.shop.example/mcp";
    wish.category = "Commerce";
    wish.published = {tool("search_orders",
                           {{"properties", {{"query", {{"type", "string"}}}}}, {"required", Json::array({"query"})}})};
    const auto files = kit::draft(wish);
    REQUIRE(files);
    const auto read = checked(files.value(), "shop");
    CHECK(read.mistakes.empty());
    CHECK(read.manifest.tools.size() == 1);
    REQUIRE(read.manifest.datasets.contains("orders"));
    CHECK(read.manifest.datasets.at("orders").tool == "orders");
    CHECK(text_at(read.manifest.datasets.at("orders").arguments, "query").starts_with(kit::mark));
}

TEST_CASE("kit: a draft from an output schema shapes such a reply without another line") {
    kit::DraftWish wish;
    wish.id = "shop";
    wish.url = "https://mcp.shop.example/mcp";
    wish.category = "Commerce";
    wish.published = {tool("list_orders", Json::object(), orders_schema)};
    const auto files = kit::draft(wish);
    REQUIRE(files);
    const VendorFolders folders;
    REQUIRE(kit::write_draft(folders.file("shop"), files.value()));
    const auto catalogue = vendors::Catalogue::read(folders.path());
    REQUIRE(catalogue);
    REQUIRE(catalogue.value().find({"shop"}));
    const auto reply = parse_json(R"({"page": 1, "orders": [{"id": "o1", "createdAt": "2026-11-01T00:00:00Z",
        "customer": {"name": "Northlight"}, "totalPrice": 12.5, "items": 3, "gift": false, "tags": ["a"]}]})");
    REQUIRE(reply);
    const auto table = kit::shape_reply(*catalogue.value().find({"shop"}), "orders", reply.value(), noon);
    REQUIRE(table);
    CHECK(sorted(kit::recorded_table("orders", table.value())) ==
          parse_json(R"({"dataset": "orders", "columns": ["id", "created_at", "customer_name", "gift", "items",
              "total_price"], "rows": [["o1", 1793491200, "Northlight", false, 3, 12.5]]})")
              .value());
    CHECK_FALSE(kit::shape_reply(*catalogue.value().find({"shop"}), "orders", {{"error", "no"}}, noon));
    CHECK(kit::shape_reply(*catalogue.value().find({"shop"}), "order", reply.value(), noon).error().fault ==
          Fault::not_found);
}

TEST_CASE("kit: whatever a reply's fields are called, the draft is Lua that loads") {
    for (const char* text :
         {R"([{"id": 1, "end": "x", "a-b": 2}])", R"({"data": {"my list": [{"function": 1, "and": {"or": 2}}]}})",
          R"({"items": [{"\"quoted\"": 1, "back\\slash": "x", "new\nline": 3}]})", R"({"total": 3, "open": 1})",
          R"({"rows": [{"价格": 3, "name": "x"}]})", R"([{"2024": 1, "2025": 2}])", R"([{"]]": "x", "--": "y"}])"}) {
        const std::string source = text;
        CAPTURE(source);
        kit::DraftWish wish;
        wish.id = "odd";
        wish.name = "An \"odd\" \\ one";
        wish.category = "Odd";
        wish.url = "https://mcp.odd.example/mcp";
        wish.replies = {{"get_rows", parse_json(text).value()}};
        const auto files = kit::draft(wish);
        REQUIRE(files);
        const VendorFolders folders;
        REQUIRE(kit::write_draft(folders.file("odd"), files.value()));
        const auto catalogue = vendors::Catalogue::read(folders.path());
        REQUIRE(catalogue);
        std::string mistakes;
        for (const auto& mistake : catalogue.value().mistakes()) mistakes += vendors::to_text(mistake) + "\n";
        CHECK(mistakes == "");
        REQUIRE(catalogue.value().find({"odd"}));
        const auto& datasets = catalogue.value().find({"odd"})->manifest.datasets;
        const auto table =
            kit::shape_reply(*catalogue.value().find({"odd"}), datasets.begin()->first, parse_json(text).value(), noon);
        CHECK_MESSAGE(table, (table ? "" : table.error().detail));
    }
}

TEST_CASE("kit: a reply without rows begins no draft, and a folder that is there is left alone") {
    for (const char* text : {"{}", "[]", "null", "{\"loans\": []}", "\"\""}) {
        CAPTURE(text);
        kit::DraftWish wish;
        wish.id = "shop";
        wish.replies = {{"list_loans", parse_json(text).value()}};
        const auto files = kit::draft(wish);
        REQUIRE_FALSE(files);
        CHECK(files.error().message.find("there are no rows") != std::string::npos);
    }
    const VendorFolders folders;
    folders.write("shop/notes.txt", "mine");
    const auto written = kit::write_draft(folders.file("shop"), {{"manifest.lua", "return {}"}});
    REQUIRE_FALSE(written);
    CHECK(written.error().message.find("nothing was changed") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folders.file("shop/manifest.lua")));
    CHECK(folders.read("shop/notes.txt") == "mine");
}
