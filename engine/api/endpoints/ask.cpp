#include "api/endpoints/endpoints.h"

namespace parley::api {
namespace {

// False once the client is gone.
bool write_event(std::ostream& out, std::int64_t number, std::string_view part, const OrderedJson& value) {
    out << "id: " << number << "\nevent: " << part << "\ndata: " << dump_in_order(value) << "\n\n";
    out.flush();
    return out.good();
}

// Typed parts as they come; the last one, done, is the whole answer. Nobody is left to read it once a part cannot be
// written, so the question is cancelled then.
Reply streamed(const Deps& deps, Call& call, const ask::Question& question) {
    auto org = std::shared_ptr<store::OrgStore>(std::move(call.org));  // std::function wants to be copyable.
    return Reply{200, {}, "", [&deps, org, user = call.user, question](std::ostream& out) {
                     std::int64_t number = 0;
                     std::stop_source gone;
                     const auto tell = [&](std::string_view part, const OrderedJson& value) {
                         if (!write_event(out, ++number, part, value)) gone.request_stop();
                     };
                     const auto answer = deps.asker.ask(*org, user, question, tell, gone.get_token());
                     if (answer) return tell("done", answer.value());
                     tell("error", {{"detail", answer.error().message}});
                 }};
}

}  // namespace

Result<Reply> ask_question(const Deps& deps, Call& call) {
    ask::Question question;
    PARLEY_TRY(question.text, required_text(call.body, "question"));
    question.follow = {text_at(call.body, "follow")};
    question.explain = flag_at(call.body, "explain", false);
    if (call.wants_stream) return streamed(deps, call, question);
    PARLEY_TRY(auto answer, deps.asker.ask(*call.org, call.user, question));
    return Reply{200, std::move(answer), "", {}};
}

Result<Reply> list_answers(const Deps&, Call& call) {
    constexpr int answers_max = 100;
    PARLEY_TRY(const auto answers, call.org->answers(answers_max));
    OrderedJson items = OrderedJson::array();
    for (const auto& answer : answers) {
        items.push_back({{"id", answer.id.text}, {"question", answer.question}, {"at", to_text(answer.at)}});
    }
    return Reply{200, {{"items", std::move(items)}}, "", {}};
}

Result<Reply> get_answer(const Deps&, Call& call) {
    PARLEY_TRY(const auto stored, call.org->answer({call.at("id")}));
    return Reply{200, OrderedJson(stored.answer), "", {}};
}

}  // namespace parley::api
