#include "kit/rehearsal.h"

#include "base/text.h"
#include "lua/budget.h"
#include "policy/gate.h"
#include "vendors/breakdown.h"

#include <algorithm>
#include <array>
#include <re2/re2.h>
#include <set>

namespace parley::kit {
namespace {

constexpr int pages_tried = 20;

// A text that fits the pattern, or nothing: the least that could match it mostly does.
std::optional<std::string> fitting(const std::string& pattern) {
    const RE2 compiled(pattern, RE2::Quiet);
    std::string least;
    std::string most;
    constexpr int bytes_max = 40;
    if (!compiled.ok() || !compiled.PossibleMatchRange(&least, &most, bytes_max)) return std::nullopt;
    for (const std::string& text : {least, std::string("demo"), std::string("demo1"), std::string("1"), most}) {
        if (RE2::FullMatch(text, compiled)) return text;
    }
    return std::nullopt;
}

Json made_up(const std::string& form) {
    if (form == "flag") return true;
    if (form == "integer") return 1;
    constexpr std::string_view text = "text:";
    const auto value = form.starts_with(text) ? fitting(form.substr(text.size())) : std::nullopt;
    return value ? Json(*value) : Json(nullptr);
}

Json settings_for(const vendors::Manifest& manifest) {
    Json settings = Json::object();
    const auto take = [&settings](const std::vector<vendors::UserValue>& values) {
        for (const auto& value : values) {
            const auto made = value.example.empty() ? fitting(value.pattern) : value.example;
            if (made) settings[value.name] = *made;
        }
    };
    take(manifest.server.parameters);
    take(manifest.settings);
    return settings;
}

// What a server would have to publish for the rules to mean something: each argument that they name.
policy::ToolDefinition definition_for(const vendors::Tool& tool) {
    Json properties = Json::object();
    const auto add = [&properties](const std::string& path) {
        properties[path.substr(0, path.find_first_of(".["))] = Json::object();
    };
    for (const auto& rule : tool.rules) {
        add(rule.path);
        for (const auto& path : rule.beside) add(path);
    }
    return {tool_name(tool), "", {{"type", "object"}, {"properties", std::move(properties)}}, Json::object(), {}};
}

}  // namespace

std::string reason_of(const Error& error) {
    return error.detail.empty() ? error.message : error.detail;
}

bool is_spent(const Error& error) {
    return error.detail.find(lua::budget_spent_text) != std::string::npos ||
           error.detail.find(lua::memory_spent_text) != std::string::npos;
}

Result<Rehearsal> Rehearsal::open(const vendors::Vendor& vendor, const std::vector<Example>& examples, Instant now) {
    PARLEY_TRY(vendors::Plugin plugin, vendors::Plugin::open(vendor));
    Rehearsal rehearsal(vendor, std::move(plugin), Calendar().day_of(now));
    rehearsal.settings_ = settings_for(vendor.manifest);
    rehearsal.take_account(examples);
    return rehearsal;
}

void Rehearsal::take_account(const std::vector<Example>& examples) {
    const auto& wanted = vendor_->manifest.account;
    if (!wanted) return;
    for (const auto& example : examples) {
        if (!example.reply || !is_account_example(vendor_->manifest, example.name)) continue;
        if (auto values = plugin_.account(*example.reply, settings_)) {
            account_ = std::move(values).value();
            return;
        }
    }
    for (const auto& [name, form] : wanted->values) account_[name] = made_up(form);
}

const vendors::ManifestDataset& Rehearsal::about(const std::string& example) const {
    return vendor_->manifest.datasets.at(vendors::breakdown_named(example).dataset);
}

vendors::Fetch Rehearsal::fetch_for(const std::string& example, const std::optional<DayRange>& range) const {
    vendors::Breakdown breakdown = vendors::breakdown_named(example);
    vendors::Fetch fetch;
    fetch.dataset = std::move(breakdown.dataset);
    fetch.group_by = std::move(breakdown.columns);
    const auto found = vendor_->manifest.datasets.find(fetch.dataset);
    if (found != vendor_->manifest.datasets.end()) {
        fetch.tool = tool_name(vendor_->manifest.tools.at(found->second.tool));
    }
    fetch.account = account_;
    fetch.settings = settings_;
    fetch.today = today_;
    if (range) {
        fetch.start = range->start;
        fetch.end = range->end;
    }
    return fetch;
}

Result<Table> Rehearsal::shape(const Example& example) {
    const Json& named = example.table ? at_or_null(*example.table, "today") : Json();
    const auto day = Day::parse(named.is_string() ? named.get<std::string>() : "");
    const Day now = today_;
    if (day) today_ = day.value();
    auto table = shape(example.name, *example.reply);
    today_ = now;
    return table;
}

Result<Table> Rehearsal::shape(const std::string& dataset, const Json& reply) {
    const vendors::Breakdown breakdown = vendors::breakdown_named(dataset);
    const std::string& id = breakdown.dataset;
    if (!vendor_->manifest.datasets.contains(id)) {
        std::vector<std::string> ids;
        for (const auto& [known, one] : vendor_->manifest.datasets) ids.push_back(known);
        return Error{
            Fault::not_found,
            cat(vendor_->manifest.name, " has no dataset \"", id.substr(0, 64), "\"; it has ", join(ids, ", "), "."),
            ""};
    }
    vendors::Page page;
    if (auto arguments = prepare(dataset, std::nullopt)) page.arguments = std::move(arguments).value();
    Table table = plugin_.empty_table(id, breakdown.columns);
    PARLEY_TRY([[maybe_unused]] const Done shaped, plugin_.shape(fetch_for(dataset, std::nullopt), reply, table, page));
    return table;
}

Result<Json> Rehearsal::prepare(const std::string& dataset, const std::optional<DayRange>& range) {
    return plugin_.prepare(fetch_for(dataset, range));
}

void Rehearsal::try_paging(const std::string& dataset, const Json& reply, Verdict& verdict) {
    auto arguments = prepare(dataset, DayRange{today_.plus(-30), today_});
    if (!arguments) return;  // Reported with the arguments.
    const vendors::Fetch fetch = fetch_for(dataset, DayRange{today_.plus(-30), today_});
    std::set<std::string> seen{dump(arguments.value())};
    Json current = std::move(arguments).value();
    for (int page = 1; page <= pages_tried; ++page) {
        auto next = plugin_.more(fetch, current, reply);
        if (!next) {
            // Later pages of a real vendor differ, and a first call may be another one than the example is a reply to.
            if (page == 1 && !plugin_.more(fetch, Json::object(), reply)) {
                verdict.add("plugin.lua", dataset, cat("more() fails on its example: ", reason_of(next.error())));
            }
            return;
        }
        if (!next.value()) return;
        current = std::move(*next.value());
        if (const auto admitted = admit(dataset, current); !admitted) {
            verdict.add("manifest.lua", cat("tools.", about(dataset).tool, ".arguments"),
                        cat("refuse what more() sends for ", dataset, ": ", reason_of(admitted.error())));
            return;
        }
        if (!seen.insert(dump(current)).second) {
            return verdict.add("plugin.lua", dataset,
                               "more() goes in a circle: it comes back to arguments it gave before");
        }
    }
}

void Rehearsal::try_arguments(const std::string& dataset, Verdict& verdict) {
    const vendors::ManifestDataset& asked = about(dataset);
    struct Case {
        const char* name;
        std::optional<DayRange> range;
    };
    const int longest = asked.offer.longest_range_days;
    const std::array cases{Case{"no period", std::nullopt}, Case{"one day", DayRange{today_.plus(-1), today_}},
                           Case{"a month", DayRange{today_.plus(-30), today_}},
                           Case{"the longest period", DayRange{today_.plus(longest > 0 ? -longest : -730), today_}}};
    for (const auto& one : cases) {
        const bool is_too_long = longest > 0 && one.range && one.range->end.days - one.range->start.days > longest;
        if ((!one.range && asked.offer.needs_range) || is_too_long) continue;
        const auto arguments = prepare(dataset, one.range);
        if (!arguments) {
            if (arguments.error().fault == Fault::invalid) continue;  // It says what it needs, which is its right.
            verdict.add("plugin.lua", dataset,
                        cat("prepare() fails for ", one.name, ": ", reason_of(arguments.error())));
            return;
        }
        if (const auto admitted = admit(dataset, arguments.value()); !admitted) {
            verdict.add(
                "manifest.lua", cat("tools.", asked.tool, ".arguments"),
                cat("refuse what prepare() sends for ", dataset, " and ", one.name, ": ", reason_of(admitted.error())));
            return;
        }
    }
}

std::string Rehearsal::flaw_of_more(const std::string& dataset, const Json& reply) {
    const auto arguments = prepare(dataset, std::nullopt);
    if (!arguments) return "";
    const auto next = plugin_.more(fetch_for(dataset, std::nullopt), arguments.value(), reply);
    return !next && is_spent(next.error()) ? cat("keeps more() from ending: ", next.error().detail) : "";
}

Result<Done> Rehearsal::admit(const std::string& dataset, const Json& arguments) const {
    const auto& tool = vendor_->manifest.tools.at(about(dataset).tool);
    const auto definition = definition_for(tool);
    const policy::Gate gate({{.name = definition.name,
                              .rules = tool.rules,
                              .reads = tool.reads,
                              .closed = tool.closed,
                              .because = tool.because}},
                            {{definition.name, definition}});
    PARLEY_TRY([[maybe_unused]] const auto call, gate.admit({ConnectionId{"kit"}, definition.name, arguments}));
    return Done{};
}

}  // namespace parley::kit
