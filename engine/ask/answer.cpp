#include "ask/answer.h"

#include "base/limits.h"
#include "base/text.h"
#include "planner/definitions.h"
#include "planner/words/plan_words.h"
#include "vault/crypto.h"

#include <cmath>

namespace parley::ask {
namespace {

double rounded(double ms) {
    return std::round(ms * 1000) / 1000;
}

struct Outcome {
    const char* status;
    const char* reason;
};

Outcome outcome_of(Fault fault) {
    switch (fault) {
    case Fault::denied: return {"refused", "denied"};
    case Fault::reconnect: return {"failed", "reconnect"};
    case Fault::unavailable: return {"failed", "unavailable"};
    case Fault::over_limit: return {"failed", "over_limit"};
    case Fault::invalid:
    case Fault::not_found:
    case Fault::internal: return {"failed", nullptr};
    }
    return {"failed", nullptr};
}

}  // namespace

Answer blank_answer(const AnswerId& id, const std::string& question) {
    Answer answer;
    answer["id"] = id.text;
    answer["question"] = question;
    answer["status"] = "failed";
    answer["reason"] = nullptr;
    answer["text"] = "";
    answer["findings"] = OrderedJson::array();
    answer["notes"] = OrderedJson::array();
    for (const char* part : {"plan", "table", "chart"}) answer[part] = nullptr;
    answer["choices"] = OrderedJson::array();
    answer["sources"] = OrderedJson::array();
    set_timing(answer, {});
    return answer;
}

std::string plan_hash(const planner::Plan& plan) {
    Json what = sorted(planner::to_json(plan));
    what.erase("notes");
    if (what.contains("steps")) {
        for (auto& step : what["steps"]) {
            if (!step.is_object()) continue;
            step.erase("why");
            step.erase("considered");
        }
    }
    return vault::sha256_hex(dump(what)).substr(0, 16);
}

void set_plan(Answer& answer, const planner::Plan& plan) {
    OrderedJson out;
    out["hash"] = plan_hash(plan);
    const OrderedJson parts = planner::to_json(plan);
    for (const auto& [key, value] : parts.items()) out[key] = value;
    answer["plan"] = std::move(out);
}

void set_explained(Answer& answer, const planner::Plan& plan, std::span<const planner::Offer> offers) {
    set_plan(answer, plan);
    answer["status"] = "answered";
    answer["text"] = cat(planner::say(plan, offers), " Nothing was asked of a vendor.");
    for (const auto& note : plan.notes) answer["notes"].push_back(note);
}

Result<std::optional<planner::Plan>> plan_in(const Json& stored) {
    const Json* plan = &at_or_null(stored, "plan");
    const Json& choices = at_or_null(stored, "choices");
    if (plan->is_null() && choices.is_array() && !choices.empty()) plan = &at_or_null(choices.front(), "plan");
    if (plan->is_null()) return std::optional<planner::Plan>{};
    PARLEY_TRY(auto read, planner::plan_from_json(*plan));
    return std::optional(std::move(read));
}

void set_table(Answer& answer, const Table& table) {
    answer["table"] = to_json(table, limits::rows_in_answer);
    if (table.rows() <= limits::rows_in_answer) return;
    answer["notes"].push_back(
        cat("The table shows the first ", limits::rows_in_answer, " of ", table.rows(), " rows."));
}

void set_timing(Answer& answer, const Timing& timing) {
    OrderedJson out;
    out["plan_ms"] = rounded(timing.plan);
    out["fetch_ms"] = rounded(timing.fetch);
    out["shape_ms"] = rounded(timing.shape);
    out["analysis_ms"] = rounded(timing.analysis);
    out["chart_ms"] = rounded(timing.chart);
    out["engine_ms"] = rounded(timing.total - timing.fetch);
    out["total_ms"] = rounded(timing.total);
    answer["timing"] = std::move(out);
}

void set_refusal(Answer& answer, const planner::Refusal& refusal) {
    answer["status"] = "refused";
    answer["reason"] = planner::name_of(refusal.reason);
    answer["text"] = refusal.text;
}

void set_clarify(Answer& answer, const planner::Clarify& clarify) {
    answer["status"] = "clarify";
    answer["reason"] = planner::name_of(planner::Reason::ambiguous);
    answer["text"] = clarify.question;
    for (const auto& choice : clarify.choices) {
        OrderedJson entry;
        entry["text"] = choice.text;
        entry["plan"] = planner::to_json(choice.plan);
        answer["choices"].push_back(std::move(entry));
    }
}

void set_error(Answer& answer, const Error& error) {
    const auto outcome = outcome_of(error.fault);
    answer["status"] = outcome.status;
    answer["reason"] = outcome.reason == nullptr ? OrderedJson(nullptr) : OrderedJson(outcome.reason);
    answer["text"] = error.message;
}

void set_narration(Answer& answer, const narrate::Narration& narration) {
    answer["text"] = narration.text;
    for (const auto& finding : narration.findings) answer["findings"].push_back(narrate::to_json(finding));
    for (const auto& note : narration.notes) answer["notes"].push_back(note);
}

std::string title_of(const planner::Plan& plan, const std::vector<planner::Offer>& offers) {
    std::vector<std::string> names;
    std::vector<std::string> groups;
    for (const auto& measure : plan.measures) {
        const auto dot = measure.metric.find('.');
        std::string name = measure.metric;
        for (const auto& offer : offers) {
            if (offer.vendor.text != measure.metric.substr(0, dot)) continue;
            if (const auto* metric = offer.metric(measure.metric.substr(dot + 1))) name = name_of(measure, *metric);
        }
        names.push_back(name);
    }
    for (const auto& group : plan.group_by) groups.push_back(group);
    if (plan.grain) groups.emplace_back(name_of(*plan.grain));
    std::string title = join(names, plan.join ? " and " : ", ");
    if (planner::is_histogram(plan)) title = cat("distribution of ", title);
    if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
    if (!groups.empty()) title += cat(" by ", join(groups, " and "));
    if (plan.range && !plan.range->phrase.empty()) title += cat(", ", plan.range->phrase);
    return title;
}

}  // namespace parley::ask
