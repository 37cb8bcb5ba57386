// Streamed answers, and clients that leave in the middle of one.
#include "api/endpoints/endpoints.h"
#include "client.h"

#include <chrono>
#include <streambuf>

using namespace parley;
using namespace parley::tests;

namespace {

// A client that reads so many parts and then hangs up.
class Leaving final : public std::streambuf {
public:
    explicit Leaving(int parts_max) : left_(parts_max) {}
    const std::string& text() const { return text_; }

protected:
    int_type overflow(int_type c) override {
        if (left_ <= 0) return traits_type::eof();
        text_.push_back(traits_type::to_char_type(c));
        return c;
    }
    int sync() override { return left_-- > 0 ? 0 : -1; }

private:
    int left_;
    std::string text_;
};

struct Streamed {
    std::string text;
    std::int64_t ms = 0;
};

Streamed stream(DemoHouse& demo, const std::string& question, int parts_max) {
    const api::Deps deps = demo.house().deps();
    api::Call call;
    call.body = {{"question", question}};
    call.wants_stream = true;
    call.org = demo.house().store().for_org(demo.org().org());
    call.user = {"u1"};
    auto reply = api::ask_question(deps, call);
    REQUIRE(reply);
    Leaving client(parts_max);
    std::ostream out(&client);
    const auto start = std::chrono::steady_clock::now();
    reply.value().stream(out);
    const auto spent = std::chrono::steady_clock::now() - start;
    return {client.text(), std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()};
}

}  // namespace

TEST_CASE("api: whoever stays until the end is told of every step") {
    DemoHouse demo;
    constexpr int all = 1'000;
    const auto streamed = stream(demo, "Which experience themes correlate with churn?", all);
    for (const char* part : {R"("state":"started")", R"("state":"done")", R"("step":2,"of":2)", "event: done"}) {
        CAPTURE(part);
        CHECK(streamed.text.find(part) != std::string::npos);
    }
}

TEST_CASE("api: a question is cancelled when its client goes away") {
    DemoHouse demo;
    demo.simulation().set_trouble({"stripe"}, sim::Trouble::silent);
    const auto streamed = stream(demo, "What was gross volume last month?", /*parts_max=*/2);
    CHECK(streamed.text.find("event: plan") != std::string::npos);
    CHECK(streamed.text.find("event: done") == std::string::npos);
    CHECK(streamed.ms < limits::reply_timeout_ms / 2);  // Long before the vendor would have been given up.
    const auto answers = demo.org().answers(1);
    REQUIRE(answers);
    REQUIRE(answers.value().size() == 1);
    CHECK(answers.value().front().answer["status"] == "failed");

    demo.simulation().set_trouble({"stripe"}, sim::Trouble::none);
    CHECK(demo.ask("What was gross volume last month?")["status"] == "answered");  // The vendor is not held to blame.
}
