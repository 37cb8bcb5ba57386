// Servers that refuse, are overloaded, slow, endless or elsewhere.
#include "fakes/http_server.h"
#include "fakes/stop_watch.h"
#include "support.h"

using namespace parley;
using namespace parley::llm;

namespace {

using Line = fakes::HttpServer::Line;

std::unique_ptr<planner::LanguageModel> model_at(const std::string& url, const net::UrlGuard& guard) {
    auto made = make_model({"anthropic", url, "model-1", "", std::make_shared<const Secret>(key_text), std::nullopt},
                           guard, net::make_http());
    REQUIRE(made);
    return std::move(made).value();
}

bool tells_nothing(const Error& error) {
    const std::string all = error.message + error.detail;
    return all.find(key_text) == std::string::npos && all.find("hunter2") == std::string::npos;
}

}  // namespace

TEST_CASE("llm: what a server refuses is told apart by what can be done, and its words stay with it") {
    struct {
        int status;
        const char* body;
        Fault fault;
        const char* detail;
    } const cases[] = {
        {401, R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key hunter2"}})",
         Fault::denied, "status 401 authentication_error"},
        {403, R"({"error":{"type":"permission_error","message":"hunter2"}})", Fault::denied,
         "status 403 permission_error"},
        {429, R"({"error":{"message":"hunter2","type":"tokens","code":"rate_limit_exceeded"}})", Fault::over_limit,
         "status 429 tokens"},
        {529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", Fault::unavailable,
         "status 529 overloaded_error"},
        {500, "hunter2", Fault::unavailable, "status 500"},
        {503, R"({"error":{"type":"<script>hunter2</script>"}})", Fault::unavailable, "status 503"},
        {400, R"({"error":{"code":"invalid_request_error"}})", Fault::denied, "status 400 invalid_request_error"},
        {404, R"({"error":"model 'x' not found"})", Fault::denied, "status 404"},
        {302, "", Fault::denied, "status 302"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.status);
        Desk desk;
        desk.server.say("/v1/messages", {one.status, one.body, "application/json", {{"Location", "/elsewhere"}}});
        const auto reply = Desk::ask(*desk.model("anthropic"));
        REQUIRE_FALSE(reply);
        CHECK(reply.error().fault == one.fault);
        CHECK(reply.error().detail == one.detail);
        CHECK(tells_nothing(reply.error()));
        CHECK(desk.server.asked().size() == 1);  // Neither followed nor tried again.
    }
}

TEST_CASE("llm: a server that says nothing, or trickles, is left at the deadline") {
    fakes::FixedResolver names;
    const net::UrlGuard guard(names, net::Reach::loopback);
    fakes::HttpServer silent([](const fakes::Asked&, Line& line) { line.wait_for_client_to_go(); });
    fakes::HttpServer trickling([](const fakes::Asked&, Line& line) {
        line.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (line.pause(20)) line.chunk(" ");
    });
    for (const auto* server : {&silent, &trickling}) {
        const auto model = model_at(server->url(""), guard);
        const fakes::StopWatch watch;
        const auto reply = Desk::ask(*model, 150);
        REQUIRE_FALSE(reply);
        CHECK(reply.error().fault == Fault::unavailable);
        CHECK(tells_nothing(reply.error()));
        CHECK(watch.ms() < 3'000);
    }
}

TEST_CASE("llm: no time left asks nobody, and a stop ends the waiting") {
    fakes::FixedResolver names;
    const net::UrlGuard guard(names, net::Reach::loopback);
    std::stop_source stop;
    fakes::HttpServer server([&](const fakes::Asked&, Line& line) {
        stop.request_stop();
        line.wait_for_client_to_go();
    });
    const auto model = model_at(server.url(""), guard);
    const auto late = model->complete(a_prompt(), {500, Deadline(0)});
    REQUIRE_FALSE(late);
    CHECK(late.error().fault == Fault::unavailable);
    CHECK(server.connections() == 0);

    const fakes::StopWatch watch;
    const auto stopped = model->complete(a_prompt(), {500, Deadline(60'000, stop.get_token())});
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().fault == Fault::unavailable);
    CHECK(watch.ms() < 10'000);
}

TEST_CASE("llm: an endless reply is cut") {
    fakes::FixedResolver names;
    const net::UrlGuard guard(names, net::Reach::loopback);
    const std::string piece(64u << 10, 'x');
    fakes::HttpServer server([&](const fakes::Asked&, Line& line) {
        line.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (line.is_open()) line.chunk(piece);
    });
    const auto reply = Desk::ask(*model_at(server.url(""), guard), 20'000);
    REQUIRE_FALSE(reply);
    CHECK(reply.error().fault == Fault::invalid);
    CHECK(reply.error().message == "The language model's reply is too large.");
}

TEST_CASE("llm: a server on this machine is asked only where the guard lets it through") {
    Desk desk;
    desk.server.say("/v1/messages", {200, "{}"});
    const net::UrlGuard strict(desk.names, net::Reach::public_only);
    const auto refused = Desk::ask(*model_at(desk.server.origin(), strict));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::denied);
    CHECK(desk.server.asked().empty());
    // A name that leads inside is not dialled either.
    desk.names.set("models.example.com", {"10.0.0.8"});
    CHECK(Desk::ask(*model_at("https://models.example.com", strict)).error().fault == Fault::denied);
    CHECK(Desk::ask(*model_at("https://models.example.net", strict)).error().fault == Fault::unavailable);
}

TEST_CASE("llm: settings that cannot work are refused at once") {
    Desk desk;
    struct {
        Settings settings;
        const char* says;
    } const cases[] = {
        {{"gemini", "https://x.example.com", "m", "", nullptr, std::nullopt}, "no provider of language models"},
        {{"anthropic", "", "", "", nullptr, std::nullopt}, "which language model"},
        {{"compatible", "", "m", "", nullptr, std::nullopt}, "needs a url"},
        {{"azure", "", "m", "", nullptr, std::nullopt}, "needs a url"},
        {{"openai", "", "m", "", std::make_shared<const Secret>(" \n"), std::nullopt}, "key is empty"},
        {{"openai", "", "m", "", std::make_shared<const Secret>("a b"), std::nullopt}, "holds blanks"},
        {{"openai", "", "m", "", std::make_shared<const Secret>("a\r\nX-Evil: 1"), std::nullopt}, "holds blanks"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.says);
        const auto made = make_model(one.settings, desk.guard, net::make_http());
        REQUIRE_FALSE(made);
        CHECK(made.error().fault == Fault::invalid);
        CHECK(made.error().message.find(one.says) != std::string::npos);
    }
    CHECK(make_model({"anthropic", "", "m", "", nullptr, std::nullopt}, desk.guard, net::make_http()));
    CHECK(usual_url("openai") == "https://api.openai.com/v1");
    CHECK(usual_url("compatible").empty());
}
