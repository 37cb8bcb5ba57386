#include "ask/fetcher.h"

#include "ask/private_columns.h"
#include "ask/shape_watch.h"
#include "ask/stopwatch.h"
#include "ask/windows.h"
#include "base/limits.h"
#include "base/text.h"
#include "connect/pins.h"
#include "vendors/arguments.h"
#include "vendors/breakdown.h"
#include "vendors/infer.h"

#include <algorithm>
#include <re2/re2.h>
#include <utility>

namespace parley::ask {
namespace {

vendors::Fetch as_fetch(const planner::Step& step, const Need& need, Json settings) {
    vendors::Fetch fetch;
    fetch.dataset = step.dataset;
    fetch.tool = step.tool;
    fetch.start = need.start;
    fetch.end = need.end;
    fetch.calendar = need.calendar;
    fetch.filters = need.filters;
    fetch.contains = need.contains;
    fetch.group_by = need.group_by;
    fetch.bucket = need.bucket;
    fetch.settings = std::move(settings);
    fetch.today = need.today;
    return fetch;
}

// What a plugin reads: the data, or the words where the reply is prose.
Json content_of(mcp::Reply reply) {
    return reply.value.is_null() ? Json(std::move(reply.text)) : std::move(reply.value);
}

// The arguments with {} where the reviewed schema wants an object.
Json fitting(const policy::Gate& gate, const std::string& tool, Json arguments) {
    const policy::ToolDefinition* pin = gate.pinned(tool);
    if (pin) vendors::mend_empty_objects(arguments, pin->input_schema);
    return arguments;
}

// A range goes until today, and no further, where the tool must be given one or takes it piece by piece.
Result<Need> with_range(const connect::Access& access, const planner::Dataset& dataset, Need need) {
    if (!dataset.needs_range && dataset.longest_range_days == 0) return need;
    if (dataset.needs_range && !need.start) {
        return Error{Fault::invalid,
                     cat(access.connection.name, " answers about ", dataset.name,
                         " only for a period: say which one, like \"last month\"."),
                     "needs_range"};
    }
    if (!need.start || !need.today) return need;
    const Day tomorrow = need.today->plus(1);
    if (*need.start < tomorrow) need.end = std::min(need.end.value_or(tomorrow), tomorrow);
    return need;
}

void add_note(Fetched& fetched, const std::string& sentence) {
    if (sentence.empty()) return;
    fetched.note += fetched.note.empty() ? sentence : cat(" ", sentence);
}

// As much as one step may read.
bool is_full(const Fetched& fetched) {
    return fetched.source.pages >= limits::pages_per_call ||
           static_cast<std::int64_t>(fetched.rows.rows()) >= limits::rows_per_table;
}

void note_more(const connect::Access& access, Table& rows) {
    const std::string read = counted(static_cast<std::int64_t>(rows.rows()), "row", "rows");
    rows.completeness = {Completeness::State::truncated,
                         cat(access.connection.name, " has more than the ", read, " that were read")};
}

Error no_tool(const connect::Access& access, const planner::Step& step) {
    return Error{Fault::denied,
                 cat(access.connection.name, " publishes no tool that may be used for \"", step.dataset, "\"."), ""};
}

// The vendor's own words for what went wrong, recognised by the manifest's patterns.
Error explained(const vendors::Manifest& manifest, Error error) {
    for (const auto& known : manifest.errors) {
        if (!RE2::PartialMatch(error.detail, known.pattern)) continue;
        return Error{known.fault, known.message, error.detail};
    }
    return error;
}

std::string definition_hash(const policy::Gate& gate, const std::string& tool) {
    const policy::ToolDefinition* pin = gate.pinned(tool);
    return pin == nullptr ? "" : connect::definition_hash(*pin);
}

// A tool with several operations has a form for each dataset that is read from it. No tool's name holds a space.
// And one for each way of breaking it down.
ShapeWatch::Subject watched(const connect::Access& access, const vendors::Vendor* vendor, const planner::Step& step,
                            const std::vector<std::string>& group_by = {}) {
    const std::string name = cat(access.connection.name, "'s ", step.tool);
    if (!vendor) return {step.connection, step.tool, name, {}};
    const std::string form = to_text(vendors::Breakdown{step.dataset, group_by});
    return {step.connection, cat(step.tool, " ", form), cat(name, " (", form, ")"), reads_of(vendor, step.dataset)};
}

}  // namespace

// What one step gathers while it pages.
struct Fetcher::Run {
    const vendors::Manifest& manifest;
    vendors::Plugin& plugin;
    vendors::Fetch fetch;
    Json arguments;
    int pages_max;
    Uses& uses;
    ShapeWatch& watch;
    Fetched fetched;
    vendors::Seen seen = {};
    bool is_window = false;
    bool is_open = false;  // Of a table that the customer made: what nobody described goes into open_cells.
    Json::array_t open_cells = {};
};

OrderedJson to_json(const Source& source) {
    OrderedJson out;
    out["vendor"] = source.vendor.text;
    out["connection"] = source.connection.text;
    out["tool"] = source.tool;
    out["arguments"] = source.arguments;
    out["called_at"] = to_text(source.called_at);
    out["ms"] = source.ms;
    out["pages"] = source.pages;
    out["rows"] = source.rows;
    out["bytes"] = source.bytes;
    out["cached"] = false;
    out["age_s"] = 0;
    out["definition"] = source.definition;
    return out;
}

Result<Done> Fetcher::prepare(const connect::Access& access, planner::Step& step, const Need& need) const {
    const planner::Dataset* dataset = access.offer.dataset(step.dataset);
    if (dataset == nullptr || dataset->tool.empty()) return no_tool(access, step);
    step.tool = dataset->tool;
    const vendors::Vendor* vendor = access.vendor;
    if (vendor == nullptr) return Done{};  // A server by URL: called without arguments.
    PARLEY_TRY(vendors::Plugin plugin, vendors::Plugin::open(*vendor));
    PARLEY_TRY(Need ranged, with_range(access, *dataset, need));
    const Windows pieces = windows_of(*dataset, {ranged.start, ranged.end});
    ranged.start = pieces.all.front().start;
    ranged.end = pieces.all.front().end;
    // What stands where is asked of the vendor, and so the arguments are not known before.
    if (!vendor->manifest.datasets.at(step.dataset).lookups.empty()) return Done{};
    const Json settings = vendors::settings_of(vendor->manifest, access.connection.parameters);
    PARLEY_TRY(Json arguments, plugin.prepare(as_fetch(step, ranged, settings)));
    step.arguments = fitting(access.gate, step.tool, std::move(arguments));
    return Done{};
}

Result<Done> Fetcher::note_denied(const connect::Access& access, const std::string& tool,
                                  const std::string& why) const {
    return org_.audit(
        {user_, "denied", access.connection.id.text, {{"tool", tool}, {"why", why}}, wiring_.clock.now()});
}

Result<Done> Fetcher::note_use(const connect::Access& access, const std::string& tool, Uses& uses) const {
    if (uses.tools.contains(tool)) return Done{};
    const Json details{{"tool", tool}, {"dataset", uses.dataset}, {"definition", definition_hash(access.gate, tool)}};
    PARLEY_TRY(const Done noted, org_.audit({user_, "use", access.connection.id.text, details, wiring_.clock.now()}));
    uses.tools.insert(tool);
    return noted;
}

Result<mcp::Reply> Fetcher::call(const connect::Access& access, const std::string& tool, const Json& arguments,
                                 Uses& uses) const {
    if (stop_.stop_requested()) return Error{Fault::unavailable, "The question was cancelled.", tool};
    auto admitted = access.gate.admit({access.connection.id, tool, arguments});
    if (!admitted) {
        PARLEY_TRY([[maybe_unused]] const Done noted, note_denied(access, tool, admitted.error().detail));
        return std::move(admitted).error();
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Steady::now()).count();
    if (left <= 0)
        return Error{Fault::unavailable, "The question took longer than it may; ask for a shorter period.", ""};
    PARLEY_TRY([[maybe_unused]] const Done noted, note_use(access, tool, uses));
    const int timeout_ms = static_cast<int>(std::min<std::int64_t>(left, limits::reply_timeout_ms));
    return wiring_.sessions.call(org_, user_, admitted.value(), timeout_ms, stop_);
}

Result<Json> Fetcher::account(const connect::Access& access, const vendors::Vendor& vendor, vendors::Plugin& plugin,
                              Uses& uses) const {
    const auto& wanted = vendor.manifest.account;
    if (!wanted) return Json::object();
    const auto name = access.resolved.names.find(wanted->tool);
    if (name == access.resolved.names.end()) return Json::object();  // An older server that needs no account.
    const Json settings = vendors::settings_of(vendor.manifest, access.connection.parameters);
    const Json arguments = fitting(access.gate, name->second, plugin.account_arguments(settings));
    auto reply = call(access, name->second, arguments, uses);
    if (!reply) return explained(vendor.manifest, std::move(reply).error());
    return plugin.account(content_of(std::move(reply).value()), settings);
}

// Finds the table that the question names, call by call.
Result<Done> Fetcher::look_up(const connect::Access& access, const vendors::Vendor& vendor, Run& run) const {
    const auto& lookups = vendor.manifest.datasets.at(run.fetch.dataset).lookups;
    for (std::size_t at = 0; at < lookups.size(); ++at) {
        PARLEY_TRY(auto wanted, run.plugin.lookup(run.fetch, at));
        if (!wanted) continue;
        const auto name = access.resolved.names.find(lookups[at].tool);
        if (name == access.resolved.names.end()) {
            return Error{Fault::denied,
                         cat(access.connection.name, " publishes no tool that finds a table by its name."),
                         lookups[at].tool};
        }
        const Json arguments = fitting(access.gate, name->second, std::move(*wanted));
        auto reply = call(access, name->second, arguments, run.uses);
        if (!reply) return explained(vendor.manifest, std::move(reply).error());
        PARLEY_TRY(const lua::Spoken found, run.plugin.found(run.fetch, content_of(std::move(reply).value()), at));
        run.fetch.found.update(found.value);
        if (!found.reason.empty())
            run.fetched.note = found.reason;  // Of the call that found it: the others find nothing.
    }
    return Done{};
}

// The pieces with the arguments of each, before the first one is asked for: a plugin that refuses one refuses all.
// Neighbours whose arguments are alike are one call, and one piece: there the plugin has no use for the range.
Result<std::vector<Fetcher::Piece>> Fetcher::pieces(const connect::Access& access, Run& run,
                                                    const std::vector<Window>& windows) const {
    std::vector<Piece> pieces;
    for (const Window& window : windows) {
        run.fetch.start = window.start;
        run.fetch.end = window.end;
        PARLEY_TRY(Json prepared, run.plugin.prepare(run.fetch));
        Json arguments = fitting(access.gate, run.fetch.tool, std::move(prepared));
        if (!pieces.empty() && pieces.back().arguments == arguments) {
            pieces.back().window.start = window.start;  // The newest comes first.
        } else {
            pieces.push_back({window, std::move(arguments)});
        }
    }
    return pieces;
}

Result<Done> Fetcher::read(const connect::Access& access, Run& run, planner::Step& step) const {
    const Windows windows = windows_of(*access.offer.dataset(step.dataset), {run.fetch.start, run.fetch.end});
    PARLEY_TRY(std::vector<Piece> wanted, pieces(access, run, windows.all));
    step.arguments = run.fetched.source.arguments = wanted.front().arguments;
    run.is_window = wanted.size() > 1;
    Completeness& completeness = run.fetched.rows.completeness;
    for (Piece& piece : wanted) {
        if (is_full(run.fetched)) {
            note_more(access, run.fetched.rows);
            return Done{};
        }
        run.fetch.start = piece.window.start;
        run.fetch.end = piece.window.end;
        run.arguments = std::move(piece.arguments);
        PARLEY_TRY([[maybe_unused]] const Done done, pages(access, run));
    }
    if (!windows.left_out.empty() && completeness.state == Completeness::State::complete)
        completeness = {Completeness::State::truncated, windows.left_out};
    return Done{};
}

Result<Done> Fetcher::pages(const connect::Access& access, Run& run) const {
    auto& source = run.fetched.source;
    Table& rows = run.fetched.rows;
    for (int page = 1;; ++page) {
        const auto called = Steady::now();
        auto reply = call(access, run.fetch.tool, run.arguments, run.uses);
        if (!reply) return explained(run.manifest, std::move(reply).error());
        source.ms += static_cast<int>(ms_since(called));
        source.bytes += reply.value().bytes;
        ++source.pages;
        const auto shaping = Steady::now();
        const Json content = content_of(std::move(reply).value());
        // Prose has no fields that could move: the plugin that reads it says what it misses. Neither has the table that
        // a customer made: the next question may be about another one.
        if (!content.is_string() && !run.is_open) {
            PARLEY_TRY([[maybe_unused]] const Done known, run.watch.look(content));
        }
        PARLEY_TRY(
            [[maybe_unused]] Done shaped,
            run.plugin.shape(run.fetch, content, rows, {run.arguments, &run.seen, run.is_window, &run.open_cells}));
        PARLEY_TRY(auto next, run.plugin.more(run.fetch, run.arguments, content));
        run.fetched.shape_ms += ms_since(shaping);
        if (!next) return Done{};
        Json following = fitting(access.gate, run.fetch.tool, std::move(*next));
        if (following == run.arguments || page >= run.pages_max || is_full(run.fetched)) {
            note_more(access, rows);
            return Done{};
        }
        run.arguments = std::move(following);
    }
}

Result<Fetched> Fetcher::fetch(const connect::Access& access, planner::Step& step, const Need& need) const {
    const planner::Dataset* dataset = access.offer.dataset(step.dataset);
    if (dataset == nullptr || dataset->tool.empty()) {
        PARLEY_TRY([[maybe_unused]] const Done noted, note_denied(access, step.dataset, "no tool is admitted for it"));
        return no_tool(access, step);
    }
    step.tool = dataset->tool;
    Uses uses{step.dataset, {}};
    const vendors::Vendor* vendor = access.vendor;
    if (vendor == nullptr) return fetch_inferred(access, step, uses);

    PARLEY_TRY(vendors::Plugin plugin, vendors::Plugin::open(*vendor));
    const auto& manifest = vendor->manifest;
    PARLEY_TRY(const Need ranged, with_range(access, *dataset, need));
    const int pages_wished = manifest.datasets.at(step.dataset).paging.pages_max;
    ShapeWatch watch(org_, wiring_.clock, watched(access, vendor, step, need.group_by));
    Run run{manifest,
            plugin,
            as_fetch(step, ranged, vendors::settings_of(manifest, access.connection.parameters)),
            Json::object(),
            pages_wished > 0 ? pages_wished : limits::pages_per_call,
            uses,
            watch,
            {}};
    const auto called = Steady::now();
    PARLEY_TRY(run.fetch.account, account(access, *vendor, plugin, uses));
    const int account_ms = manifest.account ? static_cast<int>(ms_since(called)) : 0;
    PARLEY_TRY([[maybe_unused]] const Done placed, look_up(access, *vendor, run));
    run.fetched.rows = plugin.empty_table(step.dataset, need.group_by);
    run.is_open = dataset->open_fields;
    auto& source = run.fetched.source;
    source = {step.vendor,
              step.connection,
              step.tool,
              Json::object(),
              wiring_.clock.now(),
              account_ms,
              0,
              0,
              0,
              definition_hash(access.gate, step.tool)};
    PARLEY_TRY([[maybe_unused]] Done done, read(access, run, step));
    if (run.is_open) {
        vendors::add_open_columns(run.fetched.rows, run.open_cells);
        const auto is_described = [dataset](const std::string& name) { return dataset->field(name) != nullptr; };
        add_note(run.fetched, take_private_columns(run.fetched.rows, is_described));
    }
    watch.keep();
    add_note(run.fetched, watch.note());
    source.rows = static_cast<std::int64_t>(run.fetched.rows.rows());
    return std::move(run.fetched);
}

Result<Fetched> Fetcher::fetch_inferred(const connect::Access& access, planner::Step& step, Uses& uses) const {
    Fetched fetched;
    ShapeWatch watch(org_, wiring_.clock, watched(access, nullptr, step));
    const auto called = Steady::now();
    fetched.source = {step.vendor,
                      step.connection,
                      step.tool,
                      step.arguments,
                      wiring_.clock.now(),
                      0,
                      1,
                      0,
                      0,
                      definition_hash(access.gate, step.tool)};
    PARLEY_TRY(const mcp::Reply reply, call(access, step.tool, step.arguments, uses));
    fetched.source.ms = static_cast<int>(ms_since(called));
    fetched.source.bytes = reply.bytes;
    const Json& value = reply.value.is_null() ? Json(reply.text) : reply.value;
    PARLEY_TRY([[maybe_unused]] const Done known, watch.look(value));
    PARLEY_TRY(fetched.rows, vendors::infer_table(value));
    watch.keep();
    fetched.note = watch.note();
    add_note(fetched, take_private_columns(fetched.rows, [](const std::string&) { return false; }));
    if (fetched.rows.columns.empty()) return Error{Fault::denied, fetched.note, ""};
    if (reply.says_more) {
        fetched.rows.completeness = {Completeness::State::truncated,
                                     cat(access.connection.name, " says that it has more than it sent")};
    }
    fetched.source.rows = static_cast<std::int64_t>(fetched.rows.rows());
    return fetched;
}

}  // namespace parley::ask
