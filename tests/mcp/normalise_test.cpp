#include "mcp/disguise.h"
#include "mcp/judge.h"

#include <doctest/doctest.h>

using namespace parley;

namespace {

Json text(const std::string& words) {
    return {{"type", "text"}, {"text", words}};
}

Json result_with(const std::string& words) {
    return {{"content", Json::array({text(words)})}};
}

Json structured(const Json& value) {
    return {{"content", Json::array({text(dump(value))})}, {"structuredContent", value}};
}

Json blocks(const std::vector<std::string>& texts) {
    Json content = Json::array();
    for (const auto& one : texts) content.push_back(text(one));
    return {{"content", content}};
}

}  // namespace

TEST_CASE("mcp: a reply is read in whatever form it comes") {
    const std::string two = R"([{"id":1},{"id":2}])";
    const struct {
        std::string what;
        Json result;
        std::string value;
    } cases[] = {
        {"structured", structured(Json::parse(two)), two},
        {"structured beats text",
         {{"structuredContent", {{"a", 1}}}, {"content", {text("| b |\n|---|\n| 2 |")}}},
         R"({"a":1})"},
        {"a list, or a number, is structured", {{"structuredContent", 7}}, "7"},
        {"an empty structure says nothing", {{"structuredContent", Json::object()}, {"content", {text(two)}}}, two},
        {"an empty structure beside words",
         {{"structuredContent", Json::object()}, {"content", {text("None found")}}},
         "{}"},
        {"a text in a structure",
         {{"structuredContent", {{"result", "| id |\n|---|\n| 1 |\n| 2 |"}}},
          {"content", {text("| id |\n|---|\n| 1 |\n| 2 |")}}},
         two},
        {"JSON in a text in a structure", {{"structuredContent", {{"result", two}}}, {"content", {text(two)}}}, two},
        {"JSON alone", result_with(" " + two + "\n"), two},
        {"JSON behind a byte order mark", result_with("\xef\xbb\xbf" + two), two},
        {"JSON packed twice", result_with(dump(Json(two))), two},
        {"JSON in a fence", result_with("Here:\n```json\n" + two + "\n```\nDone."), two},
        {"JSON in a fence without a name", result_with("```\n" + two + "\n```"), two},
        {"JSON in a fence that stays open", result_with("```json\n" + two), two},
        {"JSON announced", result_with("Found 2 results:\n" + two), two},
        {"JSON announced on its line", result_with("Results: " + two), two},
        {"JSON with words after it", result_with("Found:\n\n" + two + "\n\nAsk for more if you like."), two},
        {"JSON written wide", result_with("Found:\n[\n  {\"id\": 1},\n  {\"id\": 2}\n]\nBye."), two},
        {"JSON line by line", result_with("{\"id\":1}\n{\"id\":2}\n"), two},
        {"objects block by block", blocks({"{\"id\":1}", "{\"id\":2}"}), two},
        {"objects block by block, announced", blocks({"Found 2:", "{\"id\":1}", "{\"id\":2}"}), two},
        {"fences with an object each", result_with("```json\n{\"id\":1}\n```\n```json\n{\"id\":2}\n```"), two},
        {"JSON in one block of several", blocks({"Found 2:", two}), two},
        {"an embedded resource",
         {{"content", {{{"type", "resource"}, {"resource", {{"uri", "x:"}, {"text", two}}}}}}},
         two},
        {"a Markdown table", result_with("Found:\n\n| id |\n|---|\n| 1 |\n| 2 |"), two},
        {"a table over blocks", blocks({"Found:", "| id |\n|---|\n| 1 |\n| 2 |"}), two},
        {"CSV", result_with("id,name\n1,a\n2,b"), R"([{"id":1,"name":"a"},{"id":2,"name":"b"}])"},
        {"an empty list", result_with("[]"), "[]"},
        {"a picture", {{"content", {{{"type", "image"}, {"data", "AA"}}}}}, "null"},
        {"words", result_with("All is well."), "null"},
        {"a number is a word", result_with("42"), "null"},
        {"objects of different kinds", blocks({R"({"rows":[{"id":1}]})", R"({"page":1})"}), "null"},
        {"half a JSON", result_with("{\"rows\":[{\"id\":1},{\"id\""), "null"},
        {"JSON in the middle of a sentence", result_with("Call it with {\"id\":1} to see."), "null"},
        {"a footnote", result_with("[1] See the report for details."), "null"},
        {"a log line", result_with("[2026-01-01] started\n[2026-01-02] stopped"), "null"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        const auto reply = mcp::reply_of(c.result);
        REQUIRE_MESSAGE(reply, reply.error().message);
        CHECK(dump(reply.value().value) == c.value);
        CHECK_FALSE(reply.value().says_more);
    }
}

TEST_CASE("mcp: a reply that says that it is a part is marked as one") {
    const struct {
        std::string what;
        Json result;
        bool more;
    } cases[] = {
        {"under a table", result_with("| id |\n|---|\n| 1 |\n\n... and 40 more rows"), true},
        {"above a table", result_with("Showing 1 of 41:\n\n| id |\n|---|\n| 1 |"), true},
        {"above JSON", result_with("Showing 1 of 41:\n[{\"id\":1}]"), true},
        {"in a block of its own", blocks({"[{\"id\":1}]", "Output truncated."}), true},
        {"beside a structure", {{"structuredContent", {{"rows", {1}}}}, {"content", {text("Page 1 of 3")}}}, true},
        {"in a structure", structured({{"rows", {1}}, {"has_more", true}}), true},
        {"in words", result_with("Ann, Bob and Cid\n... and 40 more"), true},
        {"all of it", result_with("Showing 1 of 1:\n[{\"id\":1}]"), false},
        {"a cell that says so", result_with("| id | note |\n|---|---|\n| 1 | ... and 40 more rows |"), false},
        {"a row that says so", result_with(R"([{"id":1,"note":"... and 40 more rows","has_more":true}])"), false},
        {"the text of a structure", structured(Json::parse(R"([{"note":"Showing 1 of 41"}])")), false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        const auto reply = mcp::reply_of(c.result);
        REQUIRE_MESSAGE(reply, reply.error().message);
        CHECK(reply.value().says_more == c.more);
    }
}

namespace {

struct Disguised {
    Json result;
    Fault fault;
};

Json said(const char* json) {
    return result_with(json);
}

}  // namespace

TEST_CASE("mcp: an error that comes as data is an error") {
    const Disguised cases[] = {
        {said(R"({"error":"No such campaign"})"), Fault::invalid},
        {said(R"({"error":{"code":404,"message":"Not found"}})"), Fault::invalid},
        {said(R"({"error":true,"message":"Bad date"})"), Fault::invalid},
        {said(R"({"error":"Bad date","results":[],"total":0})"), Fault::invalid},
        {said(R"({"error":"Bad date","data":null})"), Fault::invalid},
        {said(R"([{"error":"Bad date"}])"), Fault::invalid},
        {said(R"({"result":{"error":"Bad date"}})"), Fault::invalid},
        {said(R"({"data":{"response":{"error":"Bad date"}}})"), Fault::invalid},
        {said(R"({"success":false})"), Fault::invalid},
        {said(R"({"success":false,"message":"Bad date"})"), Fault::invalid},
        {said(R"({"ok":false,"error":"channel_not_found"})"), Fault::invalid},
        {said(R"({"isError":true,"message":"Bad date"})"), Fault::invalid},
        {said(R"({"status":"error","message":"Bad date"})"), Fault::invalid},
        {said(R"({"status":"fail","message":"Bad date","data":[]})"), Fault::invalid},
        {said(R"({"type":"error","message":"Bad date"})"), Fault::invalid},
        {said(R"({"status":404,"title":"Not Found","detail":"No such report","type":"about:blank"})"), Fault::invalid},
        {said(R"({"timestamp":"2026-01-01","status":404,"error":"Not Found","path":"/x"})"), Fault::invalid},
        {said(R"({"code":"403","message":"Missing scope"})"), Fault::invalid},
        {said(R"({"errors":[{"message":"Cannot query field","locations":[{"line":1}]}]})"), Fault::invalid},
        {said(R"({"data":{"orders":null},"errors":[{"message":"Bad id","path":["orders"]}]})"), Fault::invalid},
        {said(R"({"errors":["Date is not valid"]})"), Fault::invalid},
        {said(R"({"message":"Forbidden"})"), Fault::invalid},
        {said(R"({"jsonrpc":"2.0","error":{"code":-32602,"message":"Bad arguments"}})"), Fault::invalid},
        {said(R"({"statusCode":500,"message":"Oops"})"), Fault::unavailable},
        {said(R"({"status":503,"message":"Down"})"), Fault::unavailable},
        {said(R"({"message":"Internal server error"})"), Fault::unavailable},
        {said(R"({"error":"Service unavailable"})"), Fault::unavailable},
        {said(R"({"status":429,"message":"Slow","retry_after":30})"), Fault::over_limit},
        {said(R"({"error":{"type":"rate_limit_error","message":"Slow"}})"), Fault::over_limit},
        {said(R"({"error":"rate_limited","retryAfter":"12"})"), Fault::over_limit},
        {said(R"({"ok":false,"error":"ratelimited"})"), Fault::over_limit},
        {said(R"({"status":401,"message":"Bad credentials"})"), Fault::reconnect},
        {said(R"({"ok":false,"error":"token_expired"})"), Fault::reconnect},
        {said(R"({"error":"invalid_token","error_description":"The access token expired"})"), Fault::reconnect},
        {said(R"({"message":"Unauthorized"})"), Fault::reconnect},
        {structured({{"error", "Bad date"}}), Fault::invalid},
        {structured({{"success", false}, {"error", {{"status", 429}}}}), Fault::over_limit},
        {result_with("Error: No such campaign"), Fault::invalid},
        {result_with("❌ **Error**: No such campaign"), Fault::invalid},
        {result_with("Failed to fetch campaigns: bad date"), Fault::invalid},
        {result_with("Error executing tool list_orders: bad date"), Fault::invalid},
        {result_with("MCP error -32602: Invalid arguments"), Fault::invalid},
        {result_with("ValueError: bad date"), Fault::invalid},
        {result_with("404 Not Found"), Fault::invalid},
        {result_with("Request failed with status code 404"), Fault::invalid},
        {result_with("Traceback (most recent call last):\n  File \"a.py\", line 1\n\nKeyError: 'a'"), Fault::invalid},
        {result_with("429 Too Many Requests"), Fault::over_limit},
        {result_with("HTTP 429: Too Many Requests. Retry after 30 seconds."), Fault::over_limit},
        {result_with("Rate limit exceeded, try again in 2 minutes."), Fault::over_limit},
        {result_with("Error: Request failed with status code 429"), Fault::over_limit},
        {result_with("Error 500: Internal Server Error"), Fault::unavailable},
        {result_with("HTTP/1.1 502 Bad Gateway"), Fault::unavailable},
        {result_with("Something went wrong. Please try again later."), Fault::unavailable},
        {result_with("Error: connect ECONNREFUSED 10.0.0.1:443"), Fault::unavailable},
        {result_with("401 Unauthorized"), Fault::reconnect},
        {result_with("Error: Your access token has expired. Please log in again."), Fault::reconnect},
        {result_with("Not authenticated"), Fault::reconnect},
        {result_with("<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"), Fault::unavailable},
        {result_with("<html>\n<body>502</body></html>"), Fault::unavailable},
        {{{"structuredContent", {{"result", "Error: bad date"}}}, {"content", {text("Error: bad date")}}},
         Fault::invalid},
        {{{"structuredContent", Json::object()}, {"content", {text("Error: bad date")}}}, Fault::invalid},
        {{{"isError", true}, {"content", {text("The date is not valid.")}}}, Fault::invalid},
        {{{"isError", true}, {"content", {text("You have hit the rate limit of this endpoint.")}}}, Fault::over_limit},
        {{{"isError", true}, {"content", {text(R"({"status":401})")}}}, Fault::reconnect},
        {{{"isError", true}, {"structuredContent", {{"statusCode", 503}}}}, Fault::unavailable},
        {{{"isError", true}}, Fault::invalid},
    };
    for (const auto& c : cases) {
        const auto shown = dump(c.result);
        CAPTURE(shown);
        const auto reply = mcp::reply_of(c.result);
        REQUIRE_FALSE(reply);
        CHECK(static_cast<int>(reply.error().fault) == static_cast<int>(c.fault));
        CHECK(reply.error().message.back() == '.');
        CHECK(reply.error().message.find("date") == std::string::npos);  // The vendor's words are for the log.
    }
}

TEST_CASE("mcp: data about errors is data") {
    const Json cases[] = {
        said(R"([{"id":"1","title":"TypeError: x is undefined","count":12,"status":"unresolved"}])"),
        said(R"({"issues":[{"id":1,"error":"TypeError","message":"boom"}]})"),
        said(R"({"id":"job1","status":"failed","error":"Timeout","duration_s":30})"),
        said(R"([{"id":"job1","status":"failed"},{"id":"job2","status":"done"}])"),
        said(R"([{"error":"TypeError","message":"boom"},{"error":"KeyError","message":"bang"}])"),
        said(R"([{"error":"TypeError","count":3}])"),
        said(R"({"error":null,"rows":[{"id":1}]})"),
        said(R"({"error":"","rows":[]})"),
        said(R"({"error":false,"message":"fine"})"),
        said(R"({"errors":[],"data":{"orders":[]}})"),
        said(R"({"errors":[{"message":"partly"}],"data":{"orders":[{"id":1}]}})"),
        said(R"({"errors":[{"id":1,"title":"TypeError","count":5}]})"),
        said(R"({"errors":[{"message":"boom","timestamp":"2026-01-01T00:00:00Z"}]})"),
        said(R"({"errors":12})"),
        said(R"({"errors":12,"warnings":3})"),
        said(R"({"error":5})"),
        said(R"({"error_rate":0.05,"status":"error","requests":100})"),
        said(R"({"success":true,"data":[]})"),
        said(R"({"success":false,"id":"d1","status_code":500,"url":"https://a.example","delivered_at":"2026-01-01"})"),
        said(R"({"ok":true,"messages":[{"text":"Error: boom"}]})"),
        said(R"({"status":"error"})"),
        said(R"({"status":"failed","message":"Payment declined","payment":"p1"})"),
        said(R"({"status":200,"message":"fine"})"),
        said(R"({"status":"ok","message":"fine"})"),
        said(R"({"code":"SAVE10","description":"10 % off"})"),
        said(R"({"title":"Failed to log in","type":"bug"})"),
        said(R"({"title":"Failed to log in","description":"Since Monday","status":"open"})"),
        said(R"({"message":"No orders in this period."})"),
        said(R"({"success":true,"message":"No results"})"),
        said(R"({"total":0,"results":[]})"),
        said("[]"),
        said("{}"),
        said(R"({"data":[]})"),
        said(R"({"429":12,"500":3})"),
        said("| code | text |\n|---|---|\n| 429 | Too Many Requests |\n| 500 | Internal Server Error |"),
        said("error,count\nTypeError,3\nKeyError,4"),
        structured(Json::parse(R"([{"level":"error","message":"Error: boom"}])")),
        structured({{"error_count", 3}}),
        {{"structuredContent", {{"rows", {{{"id", 1}}}}}}, {"content", {text("Error: nothing to add")}}},
        result_with("From: ops@shop.example\nSubject: Error: nightly job\n\nError: job 5 failed.\n\nBye"),
        result_with("Error: the build is red again\n\nHi team,\n\nthe build failed twice today. Ann"),
        result_with("Error: TypeError\nFile: app.js\nCount: 12\nFirst seen: Monday"),
        result_with("Errors: 12"),
        result_with("Error: 12"),
        result_with("Error rate: 5 %"),
        result_with("404 customers were found."),
        result_with("429 orders, 12 of them open"),
        result_with("500 rows"),
        result_with("There were 3 answers of 429 Too Many Requests yesterday."),
        result_with("Rate limit: 5000 per hour, 4999 left"),
        result_with("No results found."),
        result_with("Not found in stock: shirt, shoes"),
        result_with("Timeouts fell by 3 % in May."),
        result_with("The error budget is 99 % left."),
        result_with("Forbidden City: 12 visits"),
        result_with("2026-01-01 ERROR boom\n2026-01-02 INFO fine"),
    };
    for (const auto& c : cases) {
        const auto shown = dump(c);
        CAPTURE(shown);
        const auto reply = mcp::reply_of(c);
        CHECK_MESSAGE(reply, reply.error().detail);
    }
}

TEST_CASE("mcp: how long to wait is read off the reply") {
    const struct {
        Json result;
        int ms;
    } cases[] = {
        {said(R"({"status":429,"message":"Slow","retry_after":30})"), 30'000},
        {said(R"({"error":{"code":429,"retryAfter":"1.5"}})"), 1'500},
        {said(R"({"status":429,"message":"Slow","retry_after_ms":250})"), 250},
        {result_with("429 Too Many Requests: retry after 7 seconds"), 7'000},
        {result_with("Rate limit exceeded. Try again in 2 minutes."), 120'000},
        {result_with("Rate limit exceeded. Retry in 500ms"), 500},
        {result_with("Rate limit exceeded."), -1},
        {said(R"({"status":429,"message":"Slow","retry_after":-5})"), -1},
        {said(R"({"status":429,"message":"Slow","retry_after":1e300})"), -1},
    };
    for (const auto& c : cases) {
        const auto shown = dump(c.result);
        CAPTURE(shown);
        const auto reply = mcp::reply_of(c.result);
        REQUIRE_FALSE(reply);
        CHECK(mcp::retry_after_ms(reply.error()).value_or(-1) == c.ms);
    }
}

TEST_CASE("mcp: an empty reply is not an empty table") {
    for (const Json& result :
         {Json::object(), Json{{"content", Json::array()}}, result_with(""), result_with(" \n"),
          Json{{"content", nullptr}}, Json{{"structuredContent", nullptr}, {"content", Json::array()}}}) {
        const auto shown = dump(result);
        CAPTURE(shown);
        const auto reply = mcp::reply_of(result);
        REQUIRE_FALSE(reply);
        CHECK(reply.error().fault == Fault::unavailable);
        CHECK(reply.error().message == "The vendor's tool sent an empty answer.");
    }
    for (const Json& result : {Json(nullptr), Json::array(), Json("text")}) CHECK_FALSE(mcp::reply_of(result));
}

TEST_CASE("mcp: what a tool promises is held against what it gives") {
    const Json promise = Json::parse(
        R"({"type":"object","required":["rows"],"properties":{"rows":{"type":"array","items":{"type":"object"}}}})");
    const Json rows = Json::parse(R"({"rows":[{"id":1}]})");
    const struct {
        std::string what;
        Json result;
        std::string value;  // Empty: refused.
    } cases[] = {
        {"kept", {{"structuredContent", rows}}, dump(rows)},
        {"kept in the text alone", result_with(dump(rows)), dump(rows)},
        {"kept in a fence", result_with("Here:\n```json\n" + dump(rows) + "\n```"), dump(rows)},
        {"broken, but kept in the text",
         {{"structuredContent", {{"rows", 1}}}, {"content", {text(dump(rows))}}},
         dump(rows)},
        {"broken", {{"structuredContent", {{"rows", 1}}}}, ""},
        {"broken twice", structured({{"rows", {1}}}), ""},
        {"words instead", result_with("All is well."), ""},
        {"a table instead", result_with("| id |\n|---|\n| 1 |"), ""},
        {"JSON of another form", result_with(R"([{"id":1}])"), ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        const auto reply = mcp::reply_of(c.result, promise);
        CHECK(static_cast<bool>(reply) == !c.value.empty());
        if (reply) {
            CHECK(dump(reply.value().value) == c.value);
        } else {
            CHECK(reply.error().fault == Fault::invalid);
            CHECK(reply.error().message == "The vendor's tool did not answer in the form that it promises.");
            CHECK_FALSE(reply.error().detail.empty());
        }
    }
    // An error that came as data is told as what it is.
    CHECK(mcp::reply_of(structured({{"status", 429}, {"message", "Slow"}}), promise).error().fault ==
          Fault::over_limit);
    CHECK(mcp::reply_of(result_with("429 Too Many Requests"), promise).error().fault == Fault::over_limit);
    // A text in a structure keeps the promise of a text.
    const Json wraps =
        Json::parse(R"({"type":"object","required":["result"],"properties":{"result":{"type":"string"}}})");
    const Json table{{"structuredContent", {{"result", "| id |\n|---|\n| 1 |"}}},
                     {"content", {text("| id |\n|---|\n| 1 |")}}};
    CHECK(dump(mcp::reply_of(table, wraps).value().value) == R"([{"id":1}])");
}

TEST_CASE("mcp: a tool's list keeps what the tool promises") {
    const auto tools = mcp::tools_of(Json::parse(R"({"tools":[
        {"name":"a","outputSchema":{"type":"object"}}, {"name":"b"}, {"name":"c","outputSchema":"object"}]})"));
    REQUIRE(tools);
    CHECK(tools.value()[0].output_schema == Json{{"type", "object"}});
    CHECK(tools.value()[1].output_schema.is_null());
    CHECK(tools.value()[2].output_schema.is_null());
    // A promise that changes asks for no new review: what is sent is the same.
    policy::ToolDefinition other = tools.value()[0];
    other.output_schema = nullptr;
    CHECK(other == tools.value()[0]);
    other.description = "changed";
    CHECK_FALSE(other == tools.value()[0]);
}
