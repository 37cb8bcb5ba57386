// A server by URL that nobody has described: what its rows hold can be asked all the same.
#include "fakes/mcp_server.h"
#include "support.h"

#include <map>

using namespace parley;
using namespace parley::tests;

namespace {

const char* const orders = R"([
  {"id": 1, "placed_at": "2026-08-03T10:00:00Z", "quantity": 2, "price": {"amount": 12.50, "currency": "EUR"}, "customer": {"country": "DE"}},
  {"id": 2, "placed_at": "2026-08-20T10:00:00Z", "quantity": 1, "price": {"amount": 7.25, "currency": "EUR"}, "customer": {"country": "FR"}},
  {"id": 3, "placed_at": "2026-09-01T10:00:00Z", "quantity": 5, "price": {"amount": 30.00, "currency": "EUR"}, "customer": {"country": "DE"}},
  {"id": 4, "placed_at": "2026-09-15T10:00:00Z", "quantity": 4, "price": {"amount": 24.00, "currency": "EUR"}, "customer": {"country": "IT"}},
  {"id": 5, "placed_at": "2026-09-30T10:00:00Z", "quantity": 3, "price": {"amount": 18.75, "currency": "EUR"}, "customer": {"country": "FR"}},
  {"id": 6, "placed_at": "2026-10-02T10:00:00Z", "quantity": 6, "price": {"amount": 40.00, "currency": "EUR"}, "customer": {"country": "DE"}}])";
const char* const budgets = R"([
  {"team": "Sales", "2026-07": 10.5, "2026-08": 20.0, "2026-09": 30.0},
  {"team": "Support", "2026-07": 1.0, "2026-08": 2.5, "2026-09": 3.0}])";

Json read_tool(const std::string& name, const std::string& description) {
    return {{"name", name},
            {"description", description},
            {"inputSchema", {{"type", "object"}}},
            {"annotations", {{"readOnlyHint", true}}}};
}

Json invoice_tool() {
    Json tool = read_tool("list_invoices", "Lists the invoices of one customer.");
    tool["inputSchema"] = {{"type", "object"},
                           {"properties",
                            {{"email", {{"type", "string"}, {"description", "Of the customer"}}},
                             {"state", {{"type", "string"}, {"enum", Json::array({"open", "paid"})}}}}},
                           {"required", Json::array({"email"})}};
    return tool;
}

// A shop whose invoices are only given for a customer.
void open_counter(fakes::McpServer& server) {
    server.on["tools/list"] = [](const fakes::McpServer::Seen& seen, fakes::HttpServer::Line& line) {
        const Json tools = Json::array({invoice_tool()});
        fakes::McpServer::reply(line, fakes::McpServer::result(seen, {{"tools", tools}}));
    };
    server.on["tools/call"] = [](const fakes::McpServer::Seen& seen, fakes::HttpServer::Line& line) {
        const Json content{{"type", "text"}, {"text", R"([{"id": "A-1", "total": 12}, {"id": "A-2", "total": 30}])"}};
        fakes::McpServer::reply(line, fakes::McpServer::result(seen, {{"content", Json::array({content})}}));
    };
}

void open_shop(fakes::McpServer& server) {
    server.on["tools/list"] = [](const fakes::McpServer::Seen& seen, fakes::HttpServer::Line& line) {
        const Json tools = Json::array({read_tool("list_orders", "Lists the orders of the shop."),
                                        read_tool("list_budgets", "Lists the budgets of the teams.")});
        fakes::McpServer::reply(line, fakes::McpServer::result(seen, {{"tools", tools}}));
    };
    server.on["tools/call"] = [](const fakes::McpServer::Seen& seen, fakes::HttpServer::Line& line) {
        const bool wants_orders = seen.message["params"]["name"] == "list_orders";
        const Json content{{"type", "text"}, {"text", wants_orders ? orders : budgets}};
        fakes::McpServer::reply(line, fakes::McpServer::result(seen, {{"content", Json::array({content})}}));
    };
}

store::Connection connect_shop(DemoHouse& demo, const std::string& url) {
    connect::Begin wish;
    wish.url = url;
    wish.name = "Shop";
    auto started = demo.house().connector().begin(demo.org(), app::terminal_user, std::move(wish));
    INFO((started ? "" : started.error().message + " " + started.error().detail));
    REQUIRE(started);
    return started.value().connection;
}

// First column -> second column, as they are written.
std::map<std::string, std::string> cells(const ask::Answer& answer) {
    std::map<std::string, std::string> out;
    for (const auto& row : answer["table"]["rows"]) {
        const auto text = [](const OrderedJson& cell) {
            return cell.is_string() ? cell.get<std::string>() : cell.dump();
        };
        out[text(row[0])] = text(row[1]);
    }
    return out;
}

}  // namespace

TEST_CASE("house: what a server nobody described answers is added up, grouped and filtered") {
    fakes::McpServer server;
    open_shop(server);
    DemoHouse demo(DemoHouse::Wish{limits::question_timeout_ms, "", {}, {{"ecomail"}}});
    connect_shop(demo, server.url());
    struct {
        const char* question;
        std::map<std::string, std::string> cells;
    } const cases[] = {
        {"Quantity of orders by country in Shop", {{"DE", "13"}, {"FR", "4"}, {"IT", "4"}}},
        {"Average quantity of orders by country in Shop", {{"DE", "4.333333333333333"}, {"FR", "2.0"}, {"IT", "4.0"}}},
        {"How many orders by country in Shop", {{"DE", "3"}, {"FR", "2"}, {"IT", "1"}}},
        {"Orders quantity by month in Shop in Q3 2026",
         {{"2026-07-01", "0"}, {"2026-08-01", "3"}, {"2026-09-01", "12"}}},
        {"Budgets by month in Shop in Q3 2026",
         {{"2026-07-01", "11.5"}, {"2026-08-01", "22.5"}, {"2026-09-01", "33.0"}}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const auto answer = demo.ask(c.question);
        INFO(answer.dump());
        CHECK(answer["status"] == "answered");
        CHECK(cells(answer) == c.cells);
        CHECK(answer["chart"].is_object());
        CHECK(answer["sources"].size() == 1);
    }
}

TEST_CASE("house: rows that nobody asked to be added up are shown as they came") {
    fakes::McpServer server;
    open_shop(server);
    DemoHouse demo(DemoHouse::Wish{limits::question_timeout_ms, "", {}, {{"ecomail"}}});
    connect_shop(demo, server.url());
    const auto shown = demo.ask("Show the orders of Shop");
    INFO(shown.dump());
    CHECK(shown["status"] == "answered");
    CHECK(shown["table"]["rows"].size() == 6);
    CHECK(shown["notes"].dump().find("as the server gave them") != std::string::npos);
    const auto counted = demo.ask("How many orders are there in Shop?");
    INFO(counted.dump());
    CHECK(counted["status"] == "answered");
    REQUIRE(counted["table"]["rows"].size() == 1);
    CHECK(counted["table"]["rows"][0].back() == 6);
    CHECK(counted["notes"].dump().find("as the server gave them") == std::string::npos);
    CHECK(server.seen("tools/call").size() == 2);
}

TEST_CASE("house: a tool that must be given something gets it from the question, or is asked about") {
    fakes::McpServer server;
    open_counter(server);
    DemoHouse demo(DemoHouse::Wish{limits::question_timeout_ms, "", {}, {{"ecomail"}}});
    connect_shop(demo, server.url());
    const auto answered = demo.ask("How many open invoices of anna@north.example are in Shop?");
    INFO(answered.dump());
    CHECK(answered["status"] == "answered");
    const OrderedJson wanted{{"email", "anna@north.example"}, {"state", "open"}};
    CHECK(answered["sources"][0]["arguments"] == wanted);
    REQUIRE(server.seen("tools/call").size() == 1);
    CHECK(server.seen("tools/call").front().message["params"]["arguments"] == Json(wanted));

    const auto asked_back = demo.ask("How many invoices are in Shop?");
    INFO(asked_back.dump());
    CHECK(asked_back["status"] == "clarify");
    CHECK(asked_back["text"].get<std::string>().find("\"email\"") != std::string::npos);
    CHECK(server.seen("tools/call").size() == 1);
}
