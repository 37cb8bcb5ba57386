#include "app/attacks.h"

#include "base/text.h"
#include "net/url_guard.h"

namespace parley::app {
namespace {

// Whatever is asked has the case's answers; a case without any is a name that does not exist.
class CaseNames final : public net::Resolver {
public:
    explicit CaseNames(const Json& answers) {
        if (!answers.is_array()) return;
        for (const auto& answer : answers) {
            if (answer.is_string()) answers_.push_back(answer.get<std::string>());
        }
    }

    Result<std::vector<std::string>> resolve(const std::string& host, const Deadline&) override {
        if (answers_.empty()) return Error{Fault::unavailable, cat("The name ", host, " does not exist."), ""};
        return answers_;
    }

private:
    std::vector<std::string> answers_;
};

Result<Done> check_once(const std::string& url, const Json& answers) {
    CaseNames names(answers);
    PARLEY_TRY([[maybe_unused]] auto safe, net::UrlGuard(names, net::Reach::public_only).check(url));
    return Done{};
}

// As a connection goes: checked when it is made, and again whenever it is dialled.
Result<Done> connect_and_dial(const Json& item) {
    const auto url = text_at(item, "url");
    PARLEY_TRY([[maybe_unused]] auto made, check_once(url, at_or_null(item, "resolves_to")));
    const Json later = at_or_null(item, "resolves_later");
    if (!later.is_null()) {
        PARLEY_TRY([[maybe_unused]] auto dialled, check_once(url, later));
    }
    const Json redirects = at_or_null(item, "redirects");
    if (!redirects.is_null() && !redirects.empty()) {
        return Error{Fault::denied, "The server sends us to another address, and redirects are not followed.", ""};
    }
    return Done{};
}

// Whether the state still does what it should, and whether another one has caught anything.
bool lives_on(lua::State& state) {
    const auto sum = [](lua::State& one) {
        if (!one.load("return { sum = function() return 40 + #'ab' end }", "after.lua")) return false;
        const auto result = one.call("sum", {});
        return result && result.value() == 42;
    };
    lua::State fresh;
    const bool is_untouched = fresh.read_data("return { 1 }", "data.lua") && sum(fresh);
    return is_untouched && sum(state);
}

// A run that ended by itself. Nothing to deal with but a word: it was contained, or found a door shut. A table or an
// error is what the host has to survive.
std::string outcome_of_good(const Json& value, const std::string& sought) {
    if (value.is_string()) {
        const auto text = value.get<std::string>();
        if (text.starts_with("ESCAPED") || text.starts_with("LEAK")) return "escaped";
    }
    if (value.is_structured()) return "host_ok";
    return sought.empty() ? "contained" : "denied";
}

std::string outcome_of(const lua::State& state, const Result<Json>& result) {
    switch (state.last_outcome()) {
    case lua::Outcome::work_spent: return "cpu_limit";
    case lua::Outcome::memory_spent: return "mem_limit";
    case lua::Outcome::missing_name: return "denied";
    case lua::Outcome::good: return outcome_of_good(result ? result.value() : Json(), state.last_sought());
    case lua::Outcome::raised:
    case lua::Outcome::no_data: return "host_ok";
    case lua::Outcome::nothing: break;
    }
    return "not_run";
}

}  // namespace

Json judge_url(const Json& item) {
    const auto decided = connect_and_dial(item);
    return {{"id", at_or_null(item, "id")},
            {"decision", decided ? "allow" : "block"},
            {"reason", decided ? "" : decided.error().message}};
}

Json judge_script(const std::string& name, const std::string& source, lua::Limits limits) {
    lua::State state(limits);
    const auto loaded = state.load(cat("return { run = function() ", source, "\nend }"), name);
    if (!loaded) return {{"script", name}, {"outcome", "not_run"}, {"reason", loaded.error().detail}};
    const auto result = state.call("run", {});
    std::string outcome = outcome_of(state, result);
    std::string reason = result ? "" : result.error().detail;
    const std::string sought = state.last_sought();
    if (outcome == "denied") reason = cat("there is no ", sought);
    if (!lives_on(state)) outcome = "broken";
    return {{"script", name}, {"outcome", std::move(outcome)}, {"reason", std::move(reason)}};
}

}  // namespace parley::app
