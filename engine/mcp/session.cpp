#include "mcp/session.h"

#include "base/limits.h"
#include "base/text.h"
#include "mcp/detect.h"
#include "mcp/disguise.h"
#include "mcp/judge.h"
#include "mcp/modern.h"
#include "policy/schema.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace parley::mcp {

struct Session::Inside {
    using Time = std::chrono::steady_clock;

    Inside(net::Http& http, net::SafeUrl endpoint, Credential credential, const Options& options)
        : talk(http, std::move(endpoint), std::move(credential), options.host), eras(options.eras) {}

    Result<Done> open(const Options& options);
    void leave() {
        if (opened.dialect) opened.dialect->leave();
    }
    Result<Outcome> ask(const Ask& ask, const Deadline& deadline);
    Result<std::vector<policy::ToolDefinition>> list(const Deadline& deadline);
    Result<Json> list_page(const Json& cursor, const Deadline& deadline);
    std::vector<policy::ToolDefinition> keep(std::vector<policy::ToolDefinition> tools);
    void leave_out(const std::string& tool, const std::string& why);
    void note_freshness(const Json& result);
    Result<Done> learn(const policy::AdmittedCall& admitted);
    Result<Outcome> call(const policy::AdmittedCall& admitted, const Deadline& deadline);

    Talk talk;
    EraMemory* eras;
    Opened opened;
    ListNotes notes;
    std::map<std::string, std::string> barred;  // Tools that were left out, and why.
    Time::time_point listed_at;
};

Result<Done> Session::Inside::open(const Options& options) {
    auto result = open_dialect(talk, eras, Deadline(options.timeout_ms, options.stop));
    if (options.refusal) *options.refusal = talk.refusal;
    PARLEY_TRY(opened, std::move(result));
    talk.refusal = {};
    return Done{};
}

// A server that was remembered as a modern one may have become an older one since.
Result<Outcome> Session::Inside::ask(const Ask& ask, const Deadline& deadline) {
    talk.refusal = {};
    auto outcome = opened.dialect->ask(ask, deadline);
    if (opened.proof == Opened::Proof::given || !outcome) return outcome;
    opened.proof = Opened::Proof::given;
    if (!is_of_older_server(outcome.value())) return outcome;
    if (eras) eras->forget(memory_key(talk.transport.endpoint()));
    auto older = open_older(talk, eras, deadline);
    if (!older) return outcome;
    opened = std::move(older).value();
    return opened.dialect->ask(ask, deadline);
}

Result<Json> Session::Inside::list_page(const Json& cursor, const Deadline& deadline) {
    Ask page{.method = "tools/list"};
    if (cursor.is_string()) page.params = cat(R"("cursor":)", dump(cursor));
    PARLEY_TRY(auto outcome, ask(page, deadline));
    return result_of(std::move(outcome));
}

void Session::Inside::leave_out(const std::string& tool, const std::string& why) {
    notes.left_out.push_back(cat(tool, ": ", why));
    barred.insert_or_assign(tool, why);
}

// Since 2026-07-28 a tool whose headers are named against the rules must not be used, and never one whose schema would
// keep everybody busy who reads it; the others stay.
std::vector<policy::ToolDefinition> Session::Inside::keep(std::vector<policy::ToolDefinition> tools) {
    std::vector<policy::ToolDefinition> kept;
    for (auto& tool : tools) {
        if (policy::is_larger_than(tool.input_schema, policy::schema_parts_max) ||
            policy::is_larger_than(tool.output_schema, policy::schema_parts_max)) {
            leave_out(tool.name, cat("its schema has more than ", policy::schema_parts_max, " parts"));
            continue;
        }
        KnownTool known{.mirrors = {}, .output_schema = tool.output_schema};
        if (opened.dialect->era() == Era::modern) {
            auto mirrors = mirrors_of(tool.input_schema);
            if (!mirrors) {
                leave_out(tool.name, mirrors.error().detail);
                continue;
            }
            known.mirrors = std::move(mirrors).value();
        }
        talk.tools.insert_or_assign(tool.name, std::move(known));
        kept.push_back(std::move(tool));
    }
    return kept;
}

// A list is as fresh as its page that grows old first, and as private as its most private one.
void Session::Inside::note_freshness(const Json& result) {
    if (const Json& ttl = at_or_null(result, "ttlMs"); ttl.is_number()) {
        const auto ms = static_cast<int>(std::clamp(ttl.get<double>(), 0.0, 86'400'000.0));
        notes.ttl_ms = std::min(notes.ttl_ms.value_or(ms), ms);
    }
    if (text_at(result, "cacheScope") != "public") notes.scope = ListNotes::Scope::caller;
}

Result<std::vector<policy::ToolDefinition>> Session::Inside::list(const Deadline& deadline) {
    talk.tools_changed = false;
    talk.tools.clear();
    barred.clear();
    notes = {.left_out = {}, .ttl_ms = {}, .scope = ListNotes::Scope::everybody};
    listed_at = Time::now();
    std::vector<policy::ToolDefinition> all;
    std::set<std::string> cursors;
    Json cursor;
    for (int page = 0; page < limits::tool_list_pages; ++page) {
        PARLEY_TRY(const Json result, list_page(cursor, deadline));
        PARLEY_TRY(auto tools, tools_of(result));
        note_freshness(result);
        for (auto& tool : keep(std::move(tools))) {
            if (all.size() == static_cast<std::size_t>(limits::tools_per_server)) return all;
            all.push_back(std::move(tool));
        }
        // An absent cursor ends the list; an empty one is as good as any.
        cursor = at_or_null(result, "nextCursor");
        if (!cursor.is_string() || !cursors.insert(cursor.get<std::string>()).second) return all;
    }
    return all;
}

// Which arguments go into headers, the definition that was reviewed says, whatever the session has listed since.
Result<Done> Session::Inside::learn(const policy::AdmittedCall& admitted) {
    const std::string& name = admitted.call().tool;
    Error against_the_rules{Fault::denied, "This tool is not allowed.", "its headers are named against the rules"};
    if (const auto bar = barred.find(name); bar != barred.end())
        return Error{Fault::denied, "This tool is not allowed.", bar->second};
    if (opened.dialect->era() != Era::modern) return Done{};
    auto mirrors = mirrors_of(admitted.input_schema());
    if (!mirrors) return against_the_rules;
    talk.tools[name].mirrors = std::move(mirrors).value();
    return Done{};
}

Result<Outcome> Session::Inside::call(const policy::AdmittedCall& admitted, const Deadline& deadline) {
    PARLEY_TRY([[maybe_unused]] const auto learnt, learn(admitted));
    const policy::ToolCall& wish = admitted.call();
    const Ask asked{.method = "tools/call",
                    .params = cat(R"("name":)", as_json(wish.tool), R"(,"arguments":)", dump(wish.arguments)),
                    .name = wish.tool,
                    .arguments = &wish.arguments};
    auto outcome = ask(asked, deadline);
    if (!outcome || outcome.value().status != 400 || error_code_of(outcome.value()) != header_mismatch) return outcome;
    // The server misses a header. Either it is asked once more, or the tool is another than the one that was reviewed,
    // and then nobody has said yet that its arguments may go where it now wants them.
    PARLEY_TRY(const auto listed, list(deadline));
    const auto now =
        std::find_if(listed.begin(), listed.end(), [&](const auto& tool) { return tool.name == wish.tool; });
    if (now != listed.end() && *now == admitted.definition()) return ask(asked, deadline);
    talk.tools_changed = true;
    return Error{Fault::denied, "This tool has changed since it was reviewed.", "the server wants other headers"};
}

Session::Session(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Session::Session(Session&&) noexcept = default;

Session& Session::operator=(Session&& other) noexcept {
    if (this == &other) return *this;
    if (inside_) inside_->leave();
    inside_ = std::move(other.inside_);
    return *this;
}

Session::~Session() {
    if (inside_) inside_->leave();
}

Result<std::optional<Challenge>> Session::probe(net::Http& http, const net::SafeUrl& endpoint, const Options& options) {
    Session session(std::make_unique<Inside>(http, endpoint, Credential{}, options));
    Inside& inside = *session.inside_;
    Refusal refusal;
    Options with_refusal = options;
    with_refusal.refusal = &refusal;
    auto opened = inside.open(with_refusal);
    // A modern server that is remembered has not been asked yet.
    if (opened && inside.opened.proof == Opened::Proof::owed) {
        opened = session.prove_alive(options.timeout_ms);
        refusal = inside.talk.refusal;
    }
    // Some servers let anybody in and want a sign-in only at their tools. What else may be wrong with their list is for
    // those who need it.
    if (opened) {
        const auto listed = session.list_tools(options.timeout_ms, options.stop);
        refusal = inside.talk.refusal;
        if (!listed && refusal.status == 401) opened = listed.error();
    }
    if (options.refusal) *options.refusal = refusal;
    if (opened) return std::optional<Challenge>();
    if (refusal.status != 401 && refusal.status != 403) return std::move(opened).error();
    return std::optional(Challenge{refusal.status, std::move(refusal.www_authenticate)});
}

Result<Session> Session::open(net::Http& http, net::SafeUrl endpoint, std::optional<Secret> token,
                              std::string authorization_header, const Options& options) {
    // A session from here on, so that it is ended where the rest fails.
    Session session(std::make_unique<Inside>(
        http, std::move(endpoint), Credential{std::move(authorization_header), std::move(token), options.headers},
        options));
    PARLEY_TRY([[maybe_unused]] const auto opened, session.inside_->open(options));
    return session;
}

const ServerInfo& Session::server() const {
    return inside_->talk.info;
}

Era Session::era() const {
    return inside_->opened.dialect->era();
}

const Refusal& Session::refusal() const {
    return inside_->talk.refusal;
}

const ListNotes& Session::list_notes() const {
    return inside_->notes;
}

bool Session::tools_changed() const {
    if (inside_->talk.tools_changed) return true;
    const int ttl_ms = inside_->notes.ttl_ms.value_or(0);
    return ttl_ms > 0 && Inside::Time::now() - inside_->listed_at >= std::chrono::milliseconds(ttl_ms);
}

Result<Done> Session::prove_alive(int timeout_ms) {
    PARLEY_TRY(auto outcome,
               inside_->ask({.method = inside_->opened.dialect->cheapest_method()}, Deadline(timeout_ms)));
    // Who says that he does not know the question is there.
    if (!outcome.message.is_null() && inside_->talk.refusal.status == 0 && outcome.status < 500) return Done{};
    PARLEY_TRY([[maybe_unused]] const Json result, result_of(std::move(outcome)));
    return Done{};
}

Result<std::vector<policy::ToolDefinition>> Session::list_tools(int timeout_ms, std::stop_token stop) {
    return inside_->list(Deadline(timeout_ms, std::move(stop)));
}

Result<Reply> Session::call(const policy::AdmittedCall& call, int timeout_ms, std::stop_token stop) {
    const auto start = Inside::Time::now();
    const Deadline deadline(timeout_ms, std::move(stop));
    PARLEY_TRY(auto outcome, inside_->call(call, deadline));
    const auto bytes = outcome.bytes;
    PARLEY_TRY(auto result, result_of(std::move(outcome)));
    const Json nothing;
    const auto known = inside_->talk.tools.find(call.call().tool);
    const Json& promised = known == inside_->talk.tools.end() ? nothing : known->second.output_schema;
    auto read = reply_of(std::move(result), promised);
    if (!read) {
        // A server that is out of patience may say so, and for how long, inside a 200.
        if (const auto wait_ms = retry_after_ms(read.error())) inside_->talk.refusal = {429, {}, wait_ms};
        return std::move(read).error();
    }
    auto reply = std::move(read).value();
    reply.bytes = bytes;
    const auto taken = Inside::Time::now() - start;
    reply.ms = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(taken).count());
    return reply;
}

}  // namespace parley::mcp
