#include "ask/runner.h"

#include "analysis/ranges.h"
#include "ask/breakdown.h"
#include "ask/definitions.h"
#include "ask/parallel_fetch.h"
#include "ask/stopwatch.h"
#include "ask/time_columns.h"
#include "base/limits.h"
#include "base/text.h"
#include "vendors/breakdown.h"

#include <chrono>

namespace parley::ask {
namespace {

// What cannot be read is said beside each answer; that only verified numbers may answer holds all the same.
void read_definitions(Ground& ground) {
    auto read = definitions_from(ground.organization.glossary);
    if (!read) {
        ground.missing.push_back(cat("The organization's glossary cannot be read: ", read.error().message));
        ground.verified_only = flag_at(at_or_null(ground.organization.glossary, "verified"), "only", false);
        return;
    }
    Definitions definitions = std::move(read).value();
    ground.named_days = std::move(definitions.named_days);
    ground.glossary = std::move(definitions.terms);
    ground.verified_only = definitions.verified_only;
    ground.verified = std::move(definitions.verified);
}

void tell(const OnPart& on_part, std::string_view part, const OrderedJson& value) {
    if (on_part) on_part(part, value);
}

// Where the second measure decides which rows of the first one count, each has conditions of its own, and rows that
// both are counted from are not narrowed down for one of them.
std::vector<planner::Filter> filters_of(const planner::Plan& plan, std::size_t step) {
    using Kind = planner::Join::Kind;
    if (!plan.join || (plan.join->kind != Kind::match && plan.join->kind != Kind::without)) return plan.filters;
    if (plan.steps.size() == 1) return {};
    return step == 0 ? plan.filters : plan.join->filters;
}

// Filters by the dataset's column, for tools that can filter themselves: what is equal to a value, and what holds a
// text that nobody knew as a value.
void push_filters(const std::vector<planner::Filter>& filters, const planner::Offer& offer, const std::string& dataset,
                  Need& need) {
    for (const auto& filter : filters) {
        const auto* dimension = offer.dimension(filter.field);
        const bool is_equal = filter.op == "=" || filter.op == "in";
        if (dimension == nullptr || (!is_equal && filter.op != "contains")) continue;
        const auto column = dimension->columns.find(dataset);
        if (column == dimension->columns.end()) continue;
        const planner::Dataset* rows = offer.dataset(dataset);
        if (rows != nullptr && is_time_column(*rows, column->second)) continue;
        Json& pushed = is_equal ? need.filters : need.contains;
        pushed[column->second] = filter.value.is_array() ? filter.value : Json::array({filter.value});
    }
}

// Whether the rows may be computed with as the plan wants.
Result<Done> check_rows(const planner::Plan& plan, const planner::Step& step, const connect::Access& access,
                        const Table& rows) {
    if (access.vendor == nullptr) return Done{};
    const auto described = access.vendor->manifest.datasets.find(step.dataset);
    if (described == access.vendor->manifest.datasets.end()) return Done{};
    const bool totals = !described->second.on_demand.empty() && !vendors::has_single_rows(described->second);
    if (planner::is_histogram(plan) && totals) {
        return Error{Fault::invalid,
                     cat(access.offer.name, " gives totals of ", described->second.offer.name,
                         " and no single values, so nothing can be spread over ranges."),
                     ""};
    }
    return check_added_up({plan, access.offer, described->second}, rows);
}

// The steps ran side by side: the longest one is what was waited for.
void add_times(Timing& timing, const std::vector<Fetched>& fetched) {
    double longest = -1;
    for (const auto& one : fetched) {
        if (one.source.ms + one.shape_ms <= longest) continue;
        longest = one.source.ms + one.shape_ms;
        timing.fetch = one.source.ms;
        timing.shape = one.shape_ms;
    }
}

}  // namespace

const connect::Access* Ground::access(const ConnectionId& id) const {
    for (const auto& candidate : accesses) {
        if (candidate.connection.id == id) return &candidate;
    }
    return nullptr;
}

planner::Context Ground::context(const planner::Plan* previous) const {
    return {calendar, today, named_days, previous, glossary, verified_only};
}

Result<Ground> survey(const Asker::Wiring& wiring, store::OrgStore& org) {
    Ground ground;
    PARLEY_TRY(ground.organization, org.settings());
    PARLEY_TRY(ground.calendar, Calendar::make(ground.organization.calendar));
    ground.now = wiring.clock.now();
    ground.today = ground.calendar.day_of(ground.now);
    read_definitions(ground);
    PARLEY_TRY(const auto connections, org.connections());
    for (const auto& connection : connections) {
        if (connection.state == store::ConnectionState::authorizing) continue;
        if (connection.state == store::ConnectionState::needs_reconnect) {
            ground.missing.push_back(cat(connection.name, " must be connected again."));
            continue;
        }
        PARLEY_TRY(auto access, connect::access(org, wiring.catalogue, connection));
        if (!access.changed.empty()) {
            ground.missing.push_back(cat(connection.name, " has changed tools that an administrator must review: ",
                                         join(access.changed, ", "), "."));
        }
        mark_verified(ground.verified, access);
        ground.accesses.push_back(std::move(access));
    }
    return ground;
}

Runner::Runner(const Asker::Wiring& wiring, store::OrgStore& org, const UserId& user, const Ground& ground,
               std::stop_token stop)
    : wiring_(wiring),
      org_(org),
      user_(user),
      ground_(ground),
      stop_(std::move(stop)),
      setting_{ground.calendar, ground.today, ground.now} {
    for (const auto& access : ground.accesses) offers_.push_back(access.offer);
}

Result<Need> Runner::need(const planner::Plan& plan, std::size_t index) const {
    const auto& step = plan.steps[index];
    const auto* access = ground_.access(step.connection);
    if (access == nullptr)
        return Error{Fault::not_found, "The plan names a connection that is no longer there.", step.connection.text};
    if (access->offer.dataset(step.dataset) == nullptr) {
        return Error{Fault::invalid, cat("The plan names a dataset that is not there: ", step.dataset, "."), ""};
    }
    Need need;
    need.calendar = ground_.calendar;
    need.today = ground_.today;
    if (access->vendor == nullptr) return need;  // Nobody knows what it takes.
    const auto range = analysis::needed_range(plan, step, access->offer, setting_);
    need.start = range.start;
    need.end = range.end;
    push_filters(filters_of(plan, index), access->offer, step.dataset, need);
    if (plan.grain) need.bucket = name_of(*plan.grain);
    const auto described = access->vendor->manifest.datasets.find(step.dataset);
    if (described == access->vendor->manifest.datasets.end()) return need;
    PARLEY_TRY(need.group_by, columns_on_demand({plan, access->offer, described->second}));
    return need;
}

Result<Done> Runner::explain(planner::Plan& plan) const {
    if (ground_.verified_only) {
        PARLEY_TRY([[maybe_unused]] const Done verified, check_verified(plan, offers_));
    }
    const Fetcher fetcher(wiring_, org_, user_, Steady::now());
    for (std::size_t index = 0; index < plan.steps.size(); ++index) {
        PARLEY_TRY(const Need wanted, need(plan, index));
        PARLEY_TRY([[maybe_unused]] Done done,
                   fetcher.prepare(*ground_.access(plan.steps[index].connection), plan.steps[index], wanted));
    }
    return Done{};
}

Result<Table> Runner::over_told(planner::Plan& plan, analysis::Input told, Answer& answer, const Replan& replan) {
    auto again = replan ? replan(plan, told) : std::nullopt;
    if (!again) {
        answer["notes"].push_back("The rows are shown as the server gave them; nothing was added up.");
        return std::move(told.rows);
    }
    return over_reading(plan, std::move(*again));
}

Result<Table> Runner::over_reading(planner::Plan& plan, SecondReading reading) {
    plan = std::move(reading.plan);
    offers_ = {std::move(reading.offer)};
    std::vector<analysis::Input> inputs;
    inputs.push_back({std::move(reading.rows), &offers_.front(), &offers_.front().datasets.front()});
    return wiring_.workbench.run(plan, inputs, setting_);
}

// The answer keeps the plan in the question's own words, so that a pin or a follow-up fits them to the table anew.
Result<Table> Runner::over_fields(planner::Plan& plan, analysis::Input told, Answer& answer) {
    if (told.rows.rows() == 0) return std::move(told.rows);
    const planner::Dataset& dataset = *told.dataset;
    const bool only_place = plan.filters.size() <= dataset.containers.size() && !plan.range;
    if (plan.chart == "table" && plan.measures.front().aggregate == "count" && plan.group_by.empty() && !plan.grain &&
        only_place) {
        answer["notes"].push_back("The rows are shown as the table has them; nothing was added up.");
        return std::move(told.rows);
    }
    PARLEY_TRY(SecondReading reading, read_fields(plan, std::move(told)));
    return over_reading(plan, std::move(reading));
}

Result<Table> Runner::result(planner::Plan& plan, Answer& answer, Timing& timing, const OnPart& on_part,
                             const Replan& replan) {
    if (plan.steps.empty() || plan.steps.size() > static_cast<std::size_t>(limits::steps_per_plan)) {
        return Error{Fault::over_limit, "The question needs more steps than one may have.", ""};
    }
    if (ground_.verified_only) {
        PARLEY_TRY([[maybe_unused]] const Done verified, check_verified(plan, offers_));
    }
    std::vector<StepFetch> fetches;
    for (std::size_t index = 0; index < plan.steps.size(); ++index) {
        auto& step = plan.steps[index];
        PARLEY_TRY(Need wanted, need(plan, index));
        fetches.push_back({ground_.access(step.connection), &step, std::move(wanted)});
    }
    const auto deadline = Steady::now() + std::chrono::milliseconds(wiring_.question_timeout_ms);
    const auto progress = [&](std::size_t index, std::string_view state) {
        const OrderedJson part{{"step", index + 1},
                               {"of", plan.steps.size()},
                               {"vendor", plan.steps[index].vendor.text},
                               {"state", state}};
        on_part("progress", part);
    };
    PARLEY_TRY(auto fetched, fetch_all(Fetcher(wiring_, org_, user_, deadline), fetches, stop_,
                                       on_part ? OnFetch(progress) : OnFetch()));
    add_times(timing, fetched);
    std::vector<analysis::Input> inputs;
    for (std::size_t index = 0; index < fetched.size(); ++index) {
        const auto& offer = fetches[index].access->offer;
        answer["sources"].push_back(to_json(fetched[index].source));
        if (!fetched[index].note.empty()) answer["notes"].push_back(fetched[index].note);
        PARLEY_TRY([[maybe_unused]] const Done sound,
                   check_rows(plan, plan.steps[index], *fetches[index].access, fetched[index].rows));
        add_time_columns(plan, plan.steps[index], offer, ground_.calendar, fetched[index].rows);
        inputs.push_back({std::move(fetched[index].rows), &offer, offer.dataset(plan.steps[index].dataset)});
    }
    set_plan(answer, plan);
    const bool inferred = fetches.front().access->vendor == nullptr;
    const auto analysing = Steady::now();
    const bool single = plan.steps.size() == 1;
    planner::Plan computed = plan;
    for (const auto& input : inputs) computed = over_time_columns(std::move(computed), *input.offer, ground_.calendar);
    auto table = single && inferred ? over_told(plan, std::move(inputs.front()), answer, replan)
                 : single && inputs.front().dataset->open_fields ? over_fields(plan, std::move(inputs.front()), answer)
                                                                 : wiring_.workbench.run(computed, inputs, setting_);
    timing.analysis = ms_since(analysing);
    if (inferred) set_plan(answer, plan);
    return table;
}

void Runner::present(const planner::Plan& plan, const Table& table, Answer& answer, Timing& timing,
                     const OnPart& on_part) {
    set_verified(answer, plan, offers_);
    set_table(answer, table);
    tell(on_part, "table", answer["table"]);
    const auto narration = narrate::narrate(table, plan, offers_, ground_.calendar, ground_.today);
    set_narration(answer, narration);
    answer["status"] = table.rows() == 0 ? "no_data" : "answered";
    if (table.rows() > 0) {
        const auto drawing = Steady::now();
        const auto chart = charts::draw(table, {title_of(plan, offers_), plan.chart});
        timing.chart = ms_since(drawing);
        if (chart) {
            answer["chart"] = chart.value().spec;
            if (!chart.value().note.empty()) answer["notes"].push_back(chart.value().note);
        } else {
            answer["notes"].push_back(chart.error().message);
        }
        tell(on_part, "chart", answer["chart"]);
    }
    for (const auto& missing : ground_.missing) answer["notes"].push_back(missing);
    tell(on_part, "text", answer["text"]);
}

void Runner::run(planner::Plan& plan, Answer& answer, Timing& timing, const OnPart& on_part, const Replan& replan) {
    set_plan(answer, plan);
    tell(on_part, "plan", answer["plan"]);
    const auto table = result(plan, answer, timing, on_part, replan);
    if (!table) {
        set_error(answer, table.error());
        return;
    }
    present(plan, table.value(), answer, timing, on_part);
}

}  // namespace parley::ask
