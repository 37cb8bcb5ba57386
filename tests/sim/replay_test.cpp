// A vendor that has no script: what its recorded replies become.
#include "sim/replay.h"

#include "base/text.h"
#include "support.h"

#include <filesystem>
#include <fstream>
#include <set>

using namespace parley;
using namespace parley::sim;
using namespace parley::sim::testing;

namespace {

constexpr const char* replay_manifest = R"lua(
return {
  id = "shop", name = "Shop", category = "Payments & Finance", api = 1, docs = "https://shop.example/docs",
  server = { url = "https://mcp.shop.example/mcp", confidence = "unconfirmed" },
  auth = { kind = "none" },
  tools = {
    sales = { names = { "list_sales", "sales" }, description = "Sales.", confidence = "unconfirmed" },
    numbers = { names = { "get_numbers" }, description = "Totals and news.", confidence = "unconfirmed" },
    places = { words = { { "place", "list" } }, description = "Stores.", confidence = "unconfirmed" },
  },
  account = { tool = "places", values = { store = "text:^[0-9]+$" } },
  datasets = {
    sales = { name = "sales", description = "One row for each sale.", tool = "sales", time = "sold",
      pushes_range = true, paging = { rows_per_page = 10 }, columns = {
        { name = "id", kind = "text", role = "key" }, { name = "sold", kind = "time", role = "time" },
        { name = "amount", kind = "count", role = "measure" } } },
    totals = { name = "totals", description = "One row for each day.", tool = "numbers", time = "day",
      columns = { { name = "day", kind = "day", role = "time" }, { name = "visits", kind = "count", role = "measure" } } },
    news = { name = "news", description = "One row for each headline.", tool = "numbers", columns = {
        { name = "headline", kind = "text", role = "dimension" } } },
  },
  ask = { "How many sales were there last month?" },
}
)lua";

constexpr const char* replay_plugin = R"lua(
local plugin = {}

function plugin.account(reply) return { store = reply.places[1].id } end

function plugin.prepare(request)
  if request.dataset ~= "sales" then return { what = request.dataset } end
  return { store = request.account.store, limit = request.rows_per_page, from = request.range.start,
           to = request.range.last }
end

function plugin.shape(request, reply)
  local rows = {}
  if request.dataset == "totals" then
    for day, visits in string.gmatch(reply, "(%d+-%d+-%d+),(%d+)") do
      rows[#rows + 1] = { day = day, visits = math.tointeger(visits) }
    end
    return rows
  end
  for index, item in ipairs(reply.items) do
    rows[index] = request.dataset == "news" and { headline = item.headline } or
        { id = item.id, sold = item.sold_at // 1000, amount = item.amount }
  end
  return rows
end

function plugin.more(request, arguments, reply)
  if request.dataset ~= "sales" or not reply.next then return nil end
  arguments.cursor = reply.next
  return arguments
end

return plugin
)lua";

// Sold on 1, 11 and 21 September 2026.
constexpr const char* sales_reply = R"({"total": 3, "next": "c-2", "items": [
  {"id": "s1", "sold_at": 1788220800000, "amount": 10},
  {"id": "s2", "sold_at": 1789084800000, "amount": 20},
  {"id": "s3", "sold_at": 1789948800000, "amount": 1788220}]})";

class ReplayFolder {
public:
    ReplayFolder() : path_(std::filesystem::temp_directory_path() / ("parley-replay-" + vault::random_token(8))) {
        const auto examples = path_ / "shop" / "examples";
        std::filesystem::create_directories(examples / "calls");
        std::ofstream(path_ / "shop" / "manifest.lua") << replay_manifest;
        std::ofstream(path_ / "shop" / "plugin.lua") << replay_plugin;
        std::ofstream(examples / "sales.json") << sales_reply;
        std::ofstream(examples / "totals.json") << "\"day,visits\\n2026-09-01,5\\n2026-09-02,7\\n\\nEnd.\"";
        std::ofstream(examples / "news.json") << R"({"items": [{"headline": "New"}, {"headline": "Old"}]})";
        std::ofstream(examples / "calls" / "places.json")
            << R"({"tool": "places", "arguments": {}, "reply": {"places": [{"id": "77"}]}})";
    }
    ~ReplayFolder() { std::filesystem::remove_all(path_); }
    ReplayFolder(const ReplayFolder&) = delete;
    ReplayFolder& operator=(const ReplayFolder&) = delete;

    vendors::Catalogue read() const {
        auto catalogue = vendors::Catalogue::read(path_.string());
        REQUIRE(catalogue);
        for (const auto& mistake : catalogue.value().mistakes()) FAIL_CHECK(to_text(mistake));
        REQUIRE(catalogue.value().vendors().size() == 1);
        return std::move(catalogue).value();
    }

private:
    std::filesystem::path path_;
};

struct Shop {
    ReplayFolder folder;
    MovableClock clock;  // 2026-11-21T02:48:00Z
    Replay replay{{clock, 7}, folder.read().vendors().front()};

    Json call(const std::string& tool, const Json& arguments) {
        auto reply = replay.call(tool, arguments);
        REQUIRE(reply);
        return std::move(reply).value();
    }
};

}  // namespace

TEST_CASE("replay: the tools are the manifest's, with what the plugin gives them, and two that write") {
    Shop shop;
    const auto tools = shop.replay.tools();
    REQUIRE(tools);
    std::map<std::string, Json> by_name;
    for (const auto& tool : tools.value()) by_name[text_at(tool, "name")] = tool;
    REQUIRE(by_name.size() == 5);
    const Json& sales = by_name.at("list_sales")["inputSchema"]["properties"];
    CHECK(sales["store"]["type"] == "string");
    CHECK(sales["limit"]["type"] == "integer");
    CHECK(sales["from"]["type"] == "string");
    CHECK(by_name.at("get_numbers")["inputSchema"]["properties"].size() == 1);
    for (const auto* name : {"list_sales", "get_numbers", "list_place"}) {
        CHECK(by_name.at(name)["annotations"]["readOnlyHint"] == true);
    }
    for (const auto& entry : by_name) {
        const std::string& name = entry.first;
        if (entry.second["annotations"]["readOnlyHint"] == true) continue;
        CAPTURE(name);
        CHECK((name.rfind("create_", 0) == 0 || name.rfind("delete_", 0) == 0));
        CHECK_FALSE(shop.replay.call(name, Json::object()));
    }
}

TEST_CASE("replay: the newest row lies just before now, and the same rows lie in every month before") {
    Shop shop;
    std::set<std::string> ids;
    std::set<std::string> months;
    std::int64_t newest = 0;
    Json arguments{{"store", "77"}, {"limit", 10}};
    int pages = 0;
    for (; pages < 20; ++pages) {
        const Json reply = shop.call("list_sales", arguments);
        CHECK(reply["total"] == 45);
        CHECK(reply["items"].size() <= 10);
        for (const auto& item : reply["items"]) {
            CHECK(ids.insert(text_at(item, "id")).second);  // Two rows of one id would be one thing.
            const auto sold = item["sold_at"].get<std::int64_t>() / 1000;
            newest = std::max(newest, sold);
            months.insert(to_text(from_unix_seconds(sold)).substr(0, 7));
        }
        if (!reply.contains("next")) break;
        CHECK(arguments["cursor"] != reply["next"]);
        arguments["cursor"] = reply["next"];
    }
    CHECK(pages == 4);
    CHECK(ids.size() == 45);
    CHECK(months.size() >= 14);
    const auto now = unix_seconds(shop.clock.now());
    CHECK(newest <= now);
    CHECK(newest > now - 86'400);
}

TEST_CASE("replay: a number that is no time of the table stays what it is") {
    Shop shop;
    const Json reply = shop.call("list_sales", {{"store", "77"}, {"limit", 10}});
    std::set<std::int64_t> amounts;
    for (const auto& item : reply["items"]) amounts.insert(item["amount"].get<std::int64_t>());
    CHECK(amounts == std::set<std::int64_t>{10, 20, 1'788'220});
}

TEST_CASE("replay: rows within the period that is asked for, and no others") {
    Shop shop;
    const struct {
        const char *from, *to;
        std::size_t rows;
    } cases[] = {
        {"2026-11-02", "2026-11-21", 2},  // 1 November is not.
        {"2026-11-21", "2026-11-21", 1},
        {"2026-11-22", "2026-12-31", 0},
        {"2020-01-01", "2024-12-31", 0},
    };
    for (const auto& c : cases) {
        CAPTURE(c.from);
        const Json reply = shop.call("list_sales", {{"store", "77"}, {"limit", 10}, {"from", c.from}, {"to", c.to}});
        CHECK(reply["items"].size() == c.rows);
        CHECK_FALSE(reply.contains("next"));
        CHECK(reply["total"] == c.rows);
    }
}

TEST_CASE("replay: the days of a text are moved and repeated, what stands around them stays") {
    Shop shop;
    const Json reply = shop.call("get_numbers", {{"what", "totals"}});
    REQUIRE(reply.is_string());
    const std::string text = reply;
    CHECK(text.rfind("day,visits\n", 0) == 0);
    CHECK(text.find("\n2026-11-19,5\n2026-11-20,7\n\nEnd.") != std::string::npos);
    CHECK(text.find("\n2025-11-20,") != std::string::npos);  // A year back, without a gap.
    CHECK(text.find("2026-11-21") == std::string::npos);     // Today is not over.
}

TEST_CASE("replay: of several datasets behind one tool the fixed arguments tell which is meant") {
    Shop shop;
    CHECK(shop.call("get_numbers", {{"what", "news"}}) ==
          json_of(R"({"items": [{"headline": "New"}, {"headline": "Old"}]})"));
    CHECK(shop.call("get_numbers", {{"what", "totals"}}).is_string());
    for (const auto& wrong : {Json{{"what", "weather"}}, Json::object()}) {
        const auto refused = shop.replay.call("get_numbers", wrong);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fault == Fault::invalid);
    }
    CHECK(shop.replay.call("no_such_tool", Json::object()).error().fault == Fault::not_found);
    CHECK(shop.call("list_place", Json::object())["places"][0]["id"] == "77");
}

TEST_CASE("replay: on another day the data ends on that day, at the same hour it is the same") {
    Shop shop;
    const Json before = shop.call("get_numbers", {{"what", "totals"}});
    CHECK(shop.call("get_numbers", {{"what", "totals"}}) == before);
    shop.clock.move(std::chrono::hours(72));
    const std::string after = shop.call("get_numbers", {{"what", "totals"}});
    CHECK(after.find("\n2026-11-22,5\n2026-11-23,7\n\nEnd.") != std::string::npos);
}
