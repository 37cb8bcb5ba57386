// Each provider's protocol: what is sent, and what its replies mean.
#include "golden.h"
#include "support.h"

using namespace parley;
using namespace parley::llm;

namespace {

struct Protocol {
    const char* provider;
    const char* base;
    const char* path;
    const char* query;
    const char* key_header;
    const char* key_prefix;
};

const Protocol protocols[] = {
    {"anthropic", "", "/v1/messages", "", "x-api-key", ""},
    {"openai", "/v1", "/v1/chat/completions", "", "Authorization", "Bearer "},
    {"compatible", "/v1/", "/v1/chat/completions", "", "Authorization", "Bearer "},
    {"azure", "", "/openai/deployments/model-1/chat/completions", "api-version=2024-10-21", "api-key", ""},
};

const char* const messages_reply = R"({
  "id": "msg_01XFDUDYJgAACzvnptvVoYEL", "type": "message", "role": "assistant", "model": "model-1",
  "content": [
    {"type": "text", "text": "The question asks for MRR."},
    {"type": "tool_use", "id": "toolu_01D7FLrfh4GYq7yT1ULFeyMV", "name": "propose_plan", "input": {"measures": []}}],
  "stop_reason": "tool_use", "stop_sequence": null,
  "usage": {"input_tokens": 472, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 1000,
            "output_tokens": 65}})";

const char* const chat_reply = R"({
  "id": "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG", "object": "chat.completion", "created": 1741570283, "model": "model-1",
  "choices": [{"index": 0, "message": {"role": "assistant", "content": "{\"measures\":[]}", "refusal": null},
               "logprobs": null, "finish_reason": "stop"}],
  "usage": {"prompt_tokens": 1472, "completion_tokens": 65, "total_tokens": 1537}})";

const char* reply_of(const Protocol& protocol) {
    return protocol.provider == std::string("anthropic") ? messages_reply : chat_reply;
}

}  // namespace

TEST_CASE("llm: a request is what each provider's protocol wants, and its reply is read") {
    for (const auto& protocol : protocols) {
        CAPTURE(protocol.provider);
        Desk desk;
        desk.server.say(protocol.path, {200, reply_of(protocol)});
        const auto reply = Desk::ask(*desk.model(protocol.provider, protocol.base));
        REQUIRE_MESSAGE(reply, reply.error().message);
        CHECK(reply.value().text == R"({"measures":[]})");
        CHECK(reply.value().tokens_in == 1'472);
        CHECK(reply.value().tokens_out == 65);

        const auto asked = desk.server.asked(protocol.path);
        REQUIRE(asked.size() == 1);
        CHECK(asked[0].method == "POST");
        CHECK(asked[0].query == protocol.query);
        CHECK(fakes::value_of(asked[0].headers, protocol.key_header) == cat(protocol.key_prefix, key_text));
        CHECK(asked[0].body.find(key_text) == std::string::npos);
        const auto body = parse_json(asked[0].body);
        REQUIRE(body);
        check_golden(cat("llm/", protocol.provider, ".request.json"), body.value().dump(2) + "\n");
    }
}

TEST_CASE("llm: a temperature is sent only where one is set, and a key only where there is one") {
    Desk desk;
    desk.server.say("/v1/chat/completions", {200, chat_reply});
    Settings settings{"compatible", desk.server.origin() + "/v1", "qwen3:8b", "", nullptr, 0.0};
    auto model = make_model(std::move(settings), desk.guard, net::make_http());
    REQUIRE(model);
    REQUIRE(Desk::ask(*model.value()));
    REQUIRE(Desk::ask(*desk.model("compatible", "/v1")));
    const auto asked = desk.server.asked();
    REQUIRE(asked.size() == 2);
    CHECK(fakes::value_of(asked[0].headers, "Authorization").empty());
    CHECK(at_or_null(parse_json(asked[0].body).value(), "temperature") == 0.0);
    CHECK(at_or_null(parse_json(asked[1].body).value(), "temperature").is_null());
}

TEST_CASE("llm: Azure's deployment and version stand in the address, whatever they are called") {
    Desk desk;
    desk.server.say("/openai/deployments/our%20plans%2F1/chat/completions", {200, chat_reply});
    Settings settings{"azure", desk.server.origin(), "our plans/1", "2025-01-01&x=1", nullptr, std::nullopt};
    auto model = make_model(std::move(settings), desk.guard, net::make_http());
    REQUIRE(model);
    const auto reply = Desk::ask(*model.value());
    REQUIRE_MESSAGE(reply, reply.error().message);
    CHECK(desk.server.asked()[0].query == "api-version=2025-01-01%26x%3D1");
}

TEST_CASE("llm: other forms of a good reply are read too") {
    struct {
        const char* provider;
        const char* body;
        const char* text;
    } const cases[] = {
        // No tool was called: the words may hold the object.
        {"anthropic",
         R"({"content":[{"type":"text","text":"Here: "},{"type":"text","text":"{\"a\":1}"}],)"
         R"("stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}})",
         R"(Here: {"a":1})"},
        {"anthropic",
         R"({"content":[{"type":"thinking","thinking":"{}"},)"
         R"({"type":"tool_use","name":"propose_plan","input":{"a":1}}]})",
         R"({"a":1})"},
        {"openai",
         R"({"choices":[{"message":{"content":[{"type":"text","text":"{\"a\":"},)"
         R"({"type":"text","text":"1}"}]},"finish_reason":"stop"}]})",
         R"({"a":1})"},
        {"compatible",
         R"({"choices":[{"message":{"content":null,"tool_calls":[{"type":"function",)"
         R"("function":{"name":"plan","arguments":"{\"a\":1}"}}]},"finish_reason":"tool_calls"}]})",
         R"({"a":1})"},
        // As Ollama answers, without counts of cached tokens and with a reason of its own.
        {"compatible",
         R"({"id":"chatcmpl-1","choices":[{"index":0,"message":{"role":"assistant",)"
         R"("content":"{\"a\":1}","reasoning":"hm"},"finish_reason":"stop"}],"system_fingerprint":"fp_ollama"})",
         R"({"a":1})"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.body);
        Desk desk;
        for (const auto& protocol : protocols) desk.server.say(protocol.path, {200, one.body});
        const auto reply = Desk::ask(*desk.model(one.provider, one.provider == std::string("anthropic") ? "" : "/v1"));
        REQUIRE_MESSAGE(reply, reply.error().message);
        CHECK(reply.value().text == one.text);
    }
}

TEST_CASE("llm: a reply that is none is a fault, in our words") {
    struct {
        const char* provider;
        const char* body;
        Fault fault;
    } const cases[] = {
        {"anthropic", R"({"content":[{"type":"tool_use","name":"propose_pl)", Fault::invalid},
        {"anthropic", R"({"content":[]})", Fault::invalid},
        {"anthropic", R"({"content":"text"})", Fault::invalid},
        {"anthropic", R"([])", Fault::invalid},
        {"anthropic", R"({"content":[{"type":"tool_use","name":"run_shell","input":{"cmd":"ls"}}]})", Fault::invalid},
        {"anthropic", R"({"content":[{"type":"text","text":"{"}],"stop_reason":"max_tokens"})", Fault::invalid},
        {"anthropic", R"({"content":[],"stop_reason":"refusal"})", Fault::denied},
        {"openai", R"({"choices":[]})", Fault::invalid},
        {"openai", R"({"choices":[{"message":{"content":null}}]})", Fault::invalid},
        {"openai", R"({"choices":[{"message":{"content":"{\"a\""},"finish_reason":"length"}]})", Fault::invalid},
        {"openai", R"({"choices":[{"message":{"content":null,"refusal":"I will not."}}]})", Fault::denied},
        {"azure", R"({"choices":[{"message":{},"finish_reason":"content_filter"}]})", Fault::denied},
        {"compatible", "<html>It works!</html>", Fault::invalid},
        {"compatible", "", Fault::invalid},
        {"compatible", R"({"choices":{"0":{}}})", Fault::invalid},
        {"compatible", R"({"choices":[7]})", Fault::invalid},
    };
    for (const auto& one : cases) {
        CAPTURE(one.body);
        Desk desk;
        for (const auto& protocol : protocols) desk.server.say(protocol.path, {200, one.body});
        const std::string provider = one.provider;
        const auto reply =
            Desk::ask(*desk.model(provider, provider == "openai" || provider == "compatible" ? "/v1" : ""));
        REQUIRE_FALSE(reply);
        CHECK(reply.error().fault == one.fault);
    }
}
