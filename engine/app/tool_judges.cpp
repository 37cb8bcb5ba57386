#include "app/tool_judges.h"

#include "base/text.h"
#include "planner/tables/table_plan.h"
#include "planner/tables/table_query.h"
#include "planner/tools/choose.h"

#include <fstream>
#include <map>
#include <sstream>

namespace parley::app {
namespace {

// Cases of these kinds have no day of their own.
Day case_day() {
    return Day::of(2026, 11, 21);
}

std::vector<planner::ToolText> tools_of(const Json& list) {
    std::vector<planner::ToolText> out;
    for (const auto& tool : list) {
        out.push_back({text_at(tool, "name"), text_at(tool, "vendor"), text_at(tool, "description"),
                       at_or_null(tool, "input_schema")});
    }
    return out;
}

// Some tools and what is made of them once.
struct Toolbox {
    std::vector<planner::ToolText> tools;
    planner::ToolIndex index;

    Toolbox(std::vector<planner::ToolText> those, const planner::WordVectors& vectors)
        : tools(std::move(those)), index(tools, vectors) {}
};

// What the cases of one file share: the vectors, an index for each file of tools, the rows of each table.
class Shared {
public:
    explicit Shared(const CaseFiles& files) : files_(files) {}

    const planner::WordVectors& vectors() const { return files_.vectors ? *files_.vectors : none_; }
    const planner::WordVectors& no_vectors() const { return none_; }

    std::shared_ptr<const Toolbox> toolbox(const Json& item, const planner::WordVectors& vectors) {
        if (!item.contains("tools_file")) return make(at_or_null(item, "tools"), vectors);
        auto& held = toolboxes_[{text_at(item, "tools_file"), &vectors}];
        if (!held) held = make(read(text_at(item, "tools_file")), vectors);
        return held;
    }

    const Json& rows(const std::string& file) {
        auto [held, made] = rows_.try_emplace(file);
        if (!made) return held->second;
        Json whole = read(file);
        held->second = whole.is_object() ? at_or_null(whole, "rows") : std::move(whole);
        return held->second;
    }

private:
    static std::shared_ptr<const Toolbox> make(const Json& tools, const planner::WordVectors& vectors) {
        return std::make_shared<const Toolbox>(tools_of(tools), vectors);
    }

    // File names in a case are relative to the folder above the cases'. What cannot be read holds nothing.
    Json read(const std::string& file) const {
        std::ifstream in(files_.folder / file, std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        auto parsed = parse_json(text.str());
        return parsed ? std::move(parsed).value() : Json();
    }

    CaseFiles files_;
    planner::WordVectors none_;
    std::map<std::pair<std::string, const planner::WordVectors*>, std::shared_ptr<const Toolbox>> toolboxes_;
    std::map<std::string, Json> rows_;
};

Json judge_routing(const Json& item, Shared& shared) {
    const auto box = shared.toolbox(item, shared.vectors());
    const Calendar calendar;
    const auto choice = planner::choose_tool(text_at(item, "question"), box->tools, box->index,
                                             {case_day(), calendar, shared.vectors()});
    Json out{{"id", item.at("id")}, {"ranked", Json::array()}};
    for (const auto& ranked : choice.ranked) out["ranked"].push_back(box->tools[ranked.tool].name);
    if (choice.ranked.empty()) return out;
    out["tool"] = out["ranked"].front();  // Whether it is sure enough to be called is what `refuse` asks.
    out["arguments"] = choice.arguments.values;
    out["missing"] = choice.arguments.missing;
    return out;
}

Json judge_no_tool(const Json& item, Shared& shared) {
    const auto box = shared.toolbox(item, shared.vectors());
    const Calendar calendar;
    const auto choice = planner::choose_tool(text_at(item, "question"), box->tools, box->index,
                                             {case_day(), calendar, shared.vectors()});
    Json out{{"id", item.at("id")}, {"refuse", !choice.tool.has_value()}, {"reason", nullptr}};
    if (!choice.tool) out["reason"] = choice.arguments.missing.empty() ? "no_tool" : "missing_argument";
    return out;
}

// The tools by name, each with its clues.
Json clues_of(const Json& item, Shared& shared, const planner::WordVectors& vectors) {
    constexpr std::size_t most = 40;
    const auto box = shared.toolbox(item, vectors);
    Json out = Json::array();
    for (const auto& ranked : box->index.rank(text_at(item, "question"), most)) {
        out.push_back({{"tool", box->tools[ranked.tool].name}, {"clues", ranked.parts}});
    }
    return out;
}

Json judge_clues(const Json& item, Shared& shared) {
    return {{"id", item.at("id")},
            {"with_vectors", clues_of(item, shared, shared.vectors())},
            {"without_vectors", clues_of(item, shared, shared.no_vectors())}};
}

Json evidence_of(const Json& item, Shared& shared, const planner::WordVectors& vectors) {
    const auto box = shared.toolbox(item, vectors);
    const Calendar calendar;
    return planner::choose_tool(text_at(item, "question"), box->tools, box->index, {case_day(), calendar, vectors})
        .evidence;
}

Json judge_evidence(const Json& item, Shared& shared) {
    return {{"id", item.at("id")},
            {"with_vectors", evidence_of(item, shared, shared.vectors())},
            {"without_vectors", evidence_of(item, shared, shared.no_vectors())}};
}

Kind kind_of(const std::string& type) {
    if (type == "integer") return Kind::count;
    if (type == "number") return Kind::number;
    return type == "boolean" ? Kind::flag : Kind::text;
}

void add_cell(const Json& cell, Column& column) {
    if (cell.is_null())
        column.add_null();
    else if (column.kind == Kind::text)
        column.add(cell.is_string() ? cell.get<std::string>() : cell.dump());
    else if (cell.is_boolean())
        column.add(static_cast<std::int64_t>(cell.get<bool>() ? 1 : 0));
    else if (cell.is_number_integer())
        column.add(cell.get<std::int64_t>());
    else if (cell.is_number() && column.keeps_reals())
        column.add(cell.get<double>());
    else
        column.add_null();  // A text among numbers.
}

planner::PlainTable table_of(const Json& described, Shared& shared) {
    const Json& rows = shared.rows(text_at(described, "rows_file"));
    Table table;
    std::size_t place = 0;
    for (const auto& named : at_or_null(described, "columns")) {
        Column& column =
            table.columns.emplace_back(text_at(named, "name"), kind_of(text_at(named, "type")), Role::dimension);
        for (const auto& row : rows) {
            const bool listed = row.is_array() && place < row.size();
            add_cell(listed ? row[place] : at_or_null(row, column.name), column);
        }
        ++place;
    }
    auto profile = planner::profile_of(table, text_at(described, "name"));
    place = 0;
    for (const auto& named : at_or_null(described, "columns")) {  // Also where some of its texts are no dates.
        if (text_at(named, "type") == "date") profile.columns[place].kind = Kind::day;
        ++place;
    }
    return profile;
}

Json describe(const planner::Channel& channel, const std::string& rows) {
    Json out{{"field", channel.column.empty() ? rows : channel.column}};
    if (!channel.aggregate.empty()) out["aggregate"] = channel.aggregate;
    if (channel.bin == "range")
        out["bin"] = true;
    else if (!channel.bin.empty())
        out["timeUnit"] = channel.bin;
    return out;
}

Json judge_drawing(const Json& item, Shared& shared) {
    const auto table = table_of(at_or_null(item, "table"), shared);
    const auto plan = planner::plan_table(text_at(item, "question"), table, shared.vectors());
    Json out{{"id", item.at("id")}};
    if (!plan) return out;
    out["mark"] = plan->mark;
    out["x"] = describe(plan->x, "");
    out["y"] = describe(plan->y, plan->x.column);
    if (plan->color) out["color"] = describe(*plan->color, "");
    if (plan->order) {
        out["sort"] = {{"channel", plan->order->channel}, {"order", plan->order->descending ? "desc" : "asc"}};
    }
    if (plan->limit) out["limit"] = *plan->limit;
    return out;
}

Json describe(const planner::Selected& selected) {
    Json out{{"aggregate", nullptr}, {"column", selected.column}};
    if (!selected.aggregate.empty()) out["aggregate"] = selected.aggregate;
    if (selected.distinct) out["distinct"] = true;
    return out;
}

Json describe(const std::vector<planner::TableCondition>& conditions) {
    Json out = Json::array();
    for (const auto& condition : conditions) {
        if (!out.empty()) out.push_back(condition.either ? "or" : "and");
        Json one{{"column", condition.column}, {"op", condition.op}, {"value", condition.value}};
        if (!condition.value2.is_null()) one["value2"] = condition.value2;
        if (!condition.aggregate.empty()) one["aggregate"] = condition.aggregate;
        out.push_back(std::move(one));
    }
    return out;
}

Json judge_rows(const Json& item, Shared& shared) {
    const auto table = table_of(at_or_null(item, "table"), shared);
    const auto query = planner::query_table(text_at(item, "question"), table, shared.vectors());
    Json out{{"id", item.at("id")}};
    if (!query) return out;
    out["select"] = Json::array();
    for (const auto& selected : query->select) out["select"].push_back(describe(selected));
    out["where"] = describe(query->where);
    out["group_by"] = query->group_by;
    out["having"] = describe(query->having);
    out["order_by"] = Json::array();
    for (const auto& order : query->order_by) {
        Json by = describe(order.by);
        by["order"] = order.descending ? "desc" : "asc";
        out["order_by"].push_back(std::move(by));
    }
    if (query->limit) out["limit"] = *query->limit;
    return out;
}

}  // namespace

Judge tool_judge_for(const std::string& kind, const CaseFiles& files) {
    using Decide = Json (*)(const Json&, Shared&);
    static const std::map<std::string, Decide> decides{{"routing", judge_routing}, {"refuse_tools", judge_no_tool},
                                                       {"clues", judge_clues},     {"evidence", judge_evidence},
                                                       {"vis", judge_drawing},     {"analysis", judge_rows}};
    const auto found = decides.find(kind);
    if (found == decides.end()) return {};
    const auto shared = std::make_shared<Shared>(files);  // A std::function is copied, and they are not.
    return [decide = found->second, shared](const Json& item) { return decide(item, *shared); };
}

}  // namespace parley::app
