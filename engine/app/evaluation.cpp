#include "app/evaluation.h"

#include "app/attacks.h"
#include "app/planner_judges.h"
#include "app/tool_judges.h"
#include "base/text.h"
#include "planner/dates/dates.h"
#include "policy/gate.h"

namespace parley::app {

Day day_of(const Json& item) {
    const auto day = Day::parse(text_at(item, "reference_time").substr(0, 10));
    return day ? day.value() : Day{};
}

Json day_or_null(const std::optional<Day>& day) {
    return day ? Json(day->text()) : Json(nullptr);
}

namespace {

Json judge_dates(const Json& item) {
    // What a case holds stands alone: where no question is around a phrase, it is the nearest date.
    const auto found =
        planner::dates::find_range(text_at(item, "text"), day_of(item), Calendar(), planner::dates::Lean::open);
    Json out{{"id", item.at("id")}, {"start", nullptr}, {"end", nullptr}};
    if (!found) return out;
    out["start"] = day_or_null(found->start);
    out["end"] = day_or_null(found->end);
    return out;
}

Json judge_policy(const Json& item) {
    const policy::ToolDefinition tool{text_at(item, "tool"), text_at(item, "description"), Json::object(),
                                      at_or_null(item, "annotations")};
    const auto judgement = policy::judge_unlisted(tool);
    const bool admitted = judgement.verdict == policy::Verdict::admitted;
    return {{"server", at_or_null(item, "server")},
            {"tool", tool.name},
            {"decision", admitted ? "allow" : "block"},
            {"offered", judgement.verdict == policy::Verdict::waiting},
            {"reason", judgement.reason}};
}

// Cases that bring tools of their own are about these; the others about the vendors.
Judge judge_either(Judge of_vendors, Judge of_tools) {
    return [of_vendors = std::move(of_vendors), of_tools = std::move(of_tools)](const Json& item) {
        return item.contains("tools") || item.contains("tools_file") ? of_tools(item) : of_vendors(item);
    };
}

}  // namespace

Judge judge_for(const std::string& kind, const vendors::Catalogue& catalogue, const CaseFiles& files) {
    if (kind == "dates") return judge_dates;
    if (kind == "policy") return judge_policy;
    if (kind == "ssrf") return judge_url;
    if (auto judge = tool_judge_for(kind, files)) return judge;
    auto judge = planner_judge_for(kind, catalogue);
    return kind == "refuse" ? judge_either(std::move(judge), tool_judge_for("refuse_tools", files)) : judge;
}

}  // namespace parley::app
