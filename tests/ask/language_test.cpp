// What the fetcher makes of the plugin language, over the wire.
#include "folder_shop.h"

using namespace parley;
using namespace parley::ask;

namespace {

// One order for each day of the range, and those of the days around it: a vendor that is not exact.
Json orders_between(const Json& arguments) {
    const Day from = Day::parse(text_at(arguments, "from")).value();
    const Day until = Day::parse(text_at(arguments, "until")).value();
    Json rows = Json::array();
    for (Day day = from.plus(-1); day < until.plus(1); day = day.plus(1)) {
        rows.push_back({{"id", cat("o", day.days)}, {"day", day.text()}});
    }
    return FolderShop::data(rows);
}

const std::string range_plugin = R"(return {
    prepare = function(request) return { from = request.range.start, ["until"] = request.range["end"] } end })";
const std::string range_arguments = R"(pushes_range = true, rows_at = "", )";

Need need(std::optional<Day> start, std::optional<Day> end) {
    Need made;
    made.start = start;
    made.end = end;
    made.today = Day::of(2026, 11, 21);
    return made;
}

}  // namespace

TEST_CASE("ask: a window longer than the vendor allows is read in pieces") {
    FolderShop shop(till_manifest(range_arguments + "longest_range_days = 10"), range_plugin, orders_between);
    const auto fetched = shop.fetch(need(Day::of(2026, 9, 1), Day::of(2026, 10, 1)));
    const std::string reason = fetched ? "" : fetched.error().message + fetched.error().detail;
    CAPTURE(reason);
    REQUIRE(fetched);
    CHECK(shop.asked() == std::vector<Json>{{{"from", "2026-09-21"}, {"until", "2026-10-01"}},
                                            {{"from", "2026-09-11"}, {"until", "2026-09-21"}},
                                            {{"from", "2026-09-01"}, {"until", "2026-09-11"}}});
    CHECK(fetched.value().rows.rows() == 30);  // No day twice, though each reply held its neighbours.
    CHECK(fetched.value().rows.completeness.state == Completeness::State::complete);
    CHECK(fetched.value().source.pages == 3);
    CHECK(fetched.value().source.rows == 30);
    CHECK(fetched.value().source.arguments["from"] == "2026-09-21");
}

TEST_CASE("ask: pieces that would be asked for alike are asked for once, and all their rows are kept") {
    const std::string plugin =
        "return { prepare = function() return { from = '2026-09-01', ['until'] = '2026-09-05' } end }";
    FolderShop shop(till_manifest(range_arguments + "longest_range_days = 1"), plugin, orders_between);
    const auto fetched = shop.fetch(need(Day::of(2026, 9, 1), Day::of(2026, 9, 5)));
    REQUIRE(fetched);
    CHECK(shop.asked().size() == 1);
    CHECK(fetched.value().rows.rows() == 6);  // As it came: the engine cuts later.
}

TEST_CASE("ask: where one piece is refused none is asked for") {
    const std::string plugin = R"(return { prepare = function(request)
        if request.range.start < "2026-09-15" then return nil, "Ask for a later time." end
        return { from = request.range.start, ["until"] = request.range["end"] } end })";
    FolderShop shop(till_manifest(range_arguments + "longest_range_days = 10"), plugin, orders_between);
    CHECK(shop.fetch(need(Day::of(2026, 9, 15), Day::of(2026, 10, 1))));
    const auto asked = shop.asked().size();
    CHECK(shop.fetch(need(Day::of(2026, 9, 1), Day::of(2026, 10, 1))).error().message == "Ask for a later time.");
    CHECK(shop.asked().size() == asked);
}

TEST_CASE("ask: of a range that has not ended nothing is asked for that cannot be there yet") {
    FolderShop shop(till_manifest(range_arguments + "longest_range_days = 7"), range_plugin, orders_between);
    REQUIRE(shop.fetch(need(Day::of(2026, 11, 16), Day::of(2026, 12, 31))));
    CHECK(shop.asked().size() == 1);
    CHECK(shop.asked().back() == Json({{"from", "2026-11-16"}, {"until", "2026-11-22"}}));
    REQUIRE(shop.fetch(need(Day::of(2026, 12, 1), Day::of(2026, 12, 3))));
    CHECK(shop.asked().back() == Json({{"from", "2026-12-01"}, {"until", "2026-12-03"}}));
    FolderShop plain(till_manifest(range_arguments), range_plugin, orders_between);
    REQUIRE(plain.fetch(need(Day::of(2026, 11, 16), Day::of(2026, 12, 31))));
    CHECK(plain.asked().back()["until"] == "2026-12-31");
}

TEST_CASE("ask: a range without an end goes until today, one without a beginning is marked as a part") {
    FolderShop shop(till_manifest(range_arguments + "longest_range_days = 200"), range_plugin, orders_between);
    REQUIRE(shop.fetch(need(Day::of(2026, 11, 1), std::nullopt)));
    CHECK(shop.asked().back() == Json({{"from", "2026-11-01"}, {"until", "2026-11-22"}}));
    const auto part = shop.fetch(need(std::nullopt, Day::of(2026, 11, 22)));
    REQUIRE(part);
    CHECK(part.value().rows.rows() == 366);
    CHECK(part.value().rows.completeness.state == Completeness::State::truncated);
    CHECK(part.value().rows.completeness.why == "orders can be asked only in pieces and were read from 2025-11-21 on");
}

TEST_CASE("ask: a dataset that needs a period refuses a question without one") {
    FolderShop shop(till_manifest(range_arguments + "needs_range = true"), range_plugin, orders_between);
    for (const auto& end : {std::optional<Day>(), std::optional(Day::of(2026, 11, 1))}) {
        const auto fetched = shop.fetch(need(std::nullopt, end));
        REQUIRE_FALSE(fetched);
        CHECK(fetched.error().fault == Fault::invalid);
        CHECK(fetched.error().message ==
              "Till answers about orders only for a period: say which one, like \"last month\".");
    }
    CHECK(shop.asked().empty());
    CHECK(shop.fetch(need(Day::of(2026, 11, 1), std::nullopt)));
    CHECK(shop.asked().size() == 1);
}

TEST_CASE("ask: rows that come twice count once where the manifest says what makes them the same") {
    const auto reply = [](const Json&) {
        return FolderShop::data(Json::parse(R"([{"id": "a"}, {"id": "b"}, {"id": "a"}])"));
    };
    FolderShop unique(till_manifest(R"(rows_at = "", unique = { "id" })"), "", reply);
    CHECK(unique.fetch().value().rows.rows() == 2);
    FolderShop plain(till_manifest(R"(rows_at = "")"), "", reply);
    CHECK(plain.fetch().value().rows.rows() == 3);
}

TEST_CASE("ask: a reply in words reaches the plugin, and the form of replies is not troubled by it") {
    const std::string plugin = R"lua(return { shape = function(request, reply, arguments)
        if type(reply) == "table" then return reply end
        local rows = {}
        for id in string.gmatch(reply, "## (%w+)") do rows[#rows + 1] = { id = id .. arguments.page } end
        return rows
      end, prepare = function() return { page = "1" } end })lua";
    bool is_prose = true;
    FolderShop shop(till_manifest(""), plugin, [&is_prose](const Json&) {
        return is_prose ? FolderShop::words("# Orders\n\n## o7\nIt was large.\n\n## o8\n")
                        : FolderShop::data(Json::parse(R"([{"id": "o9"}])"));
    });
    for (int round = 0; round < 2; ++round) {
        const auto fetched = shop.fetch();
        const std::string reason = fetched ? "" : fetched.error().message + fetched.error().detail;
        CAPTURE(reason);
        REQUIRE(fetched);
        REQUIRE(fetched.value().rows.rows() == 2);
        CHECK(fetched.value().rows.find("id")->text(1) == "o81");
        CHECK(fetched.value().note == "");
    }
    is_prose = false;
    CHECK(shop.fetch().value().rows.rows() == 1);
    is_prose = true;
    CHECK(shop.fetch().value().rows.rows() == 2);
}

TEST_CASE("ask: a plugin's refusal is the answer's sentence, and reaches no vendor") {
    const std::string plugin = "return { prepare = function() return nil, 'Name the repository, like acme/shop.' end }";
    FolderShop shop(till_manifest(R"(rows_at = "")"), plugin, [](const Json&) { return FolderShop::data({}); });
    const auto fetched = shop.fetch();
    REQUIRE_FALSE(fetched);
    CHECK(fetched.error().fault == Fault::invalid);
    CHECK(fetched.error().message == "Name the repository, like acme/shop.");
    CHECK(shop.asked().empty());
}

TEST_CASE("ask: settings go with the connection to the plugin, and wrong ones are refused when it is made") {
    const std::string settings =
        R"(settings = { { name = "site", means = "your site", pattern = "[a-z]+" },
                        { name = "board", means = "a board", pattern = "[0-9]+", optional = true } },)";
    const std::string plugin = "return { prepare = function(request) return { site = request.settings.site } end }";
    const auto reply = [](const Json&) { return FolderShop::data(Json::array()); };
    FolderShop shop(till_manifest(R"(rows_at = "")", settings), plugin, reply, {{"site", "acme"}});
    CHECK(shop.fetch().value().source.arguments == Json({{"site", "acme"}}));
    CHECK(shop.asked().back() == Json({{"site", "acme"}}));
    for (const char* wrong :
         {R"({"site": "ACME"})", R"({"site": 5})", R"({"sight": "acme"})", R"({"site": "acme", "board": "x"})"}) {
        CAPTURE(wrong);
        connect::Begin wish;
        wish.vendor = {"till"};
        wish.parameters = Json::parse(wrong);
        const auto started = shop.house.connector.begin(*shop.house.ours, shop.house.anna, std::move(wish));
        REQUIRE_FALSE(started);
        CHECK(started.error().fault == Fault::invalid);
    }
}

TEST_CASE("ask: an empty table goes out as the object that the tool's schema wants") {
    const std::string plugin = "return { prepare = function() return { filter = {}, tags = {} } end }";
    const auto reply = [](const Json&) { return FolderShop::data(Json::array()); };
    FolderShop shop(till_manifest(R"(rows_at = "")"), plugin, reply);
    Json tool = connect::tool("list_orders");
    tool["inputSchema"] = Json::parse(R"({"type": "object", "properties": {"filter": {"type": "object"},
                                          "tags": {"type": "array"}}})");
    shop.vendor.publish_tools({tool});
    REQUIRE(shop.house.connector.test(*shop.house.ours, shop.house.anna, shop.id));
    const auto pins = shop.house.ours->tools(shop.id);
    REQUIRE(pins);
    for (const auto& pin : pins.value()) {
        if (pin.verdict == "waiting") REQUIRE(shop.house.review(shop.id, pin.name, connect::Decision::Word::admit));
    }
    const auto fetched = shop.fetch();
    REQUIRE(fetched);
    CHECK(dump(shop.asked().back()) == R"({"filter":{},"tags":[]})");
    CHECK(dump(fetched.value().source.arguments) == R"({"filter":{},"tags":[]})");
}

TEST_CASE("ask: a setting with a header goes with every request, and one without goes with none") {
    const std::string settings =
        R"(settings = { { name = "site", means = "your site", pattern = "[a-z]+", header = "x-till-site" },
                        { name = "board", means = "a board", pattern = "[0-9]+", optional = true },
                        { name = "team", means = "a team", pattern = "[a-z]+", optional = true, header = "x-till-team" } },)";
    const auto reply = [](const Json&) { return FolderShop::data(Json::array()); };
    FolderShop shop(till_manifest(R"(rows_at = "")", settings), "", reply, {{"site", "acme"}, {"board", "17"}});
    const auto before = shop.vendor.asked("/mcp").size();
    REQUIRE(shop.fetch());
    const auto asked = shop.vendor.asked("/mcp");
    REQUIRE(asked.size() > before);
    for (std::size_t k = before; k < asked.size(); ++k) {
        CHECK(fakes::value_of(asked[k].headers, "x-till-site") == "acme");
        CHECK(fakes::value_of(asked[k].headers, "x-till-team") == "");
        for (const auto& [name, value] : asked[k].headers) CHECK(value != "17");
    }
}
