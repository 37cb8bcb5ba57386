#include "planner/tables/table_plan.h"

#include "base/text.h"
#include "planner/tables/table_cues.h"
#include "planner/tables/table_filters.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

enum class TablePart { dimension, color, facet, measure };

// A column that the question wants to see, and as what.
struct Piece {
    Mention mention;
    TablePart part = TablePart::dimension;
    std::string aggregate;
};

struct Scene {
    const Words& words;
    const PlainTable& table;
    const TableCues& cues;

    const TableColumn& column(const Piece& piece) const { return table.columns[piece.mention.column]; }
};

bool behind(const Words& words, const std::vector<std::size_t>& leads, const Mention& mention) {
    constexpr std::size_t reach = 3;
    return std::any_of(leads.begin(), leads.end(), [&](std::size_t lead) {
        if (lead > mention.first || lead + reach < mention.first) return false;
        for (std::size_t k = lead; k < mention.first; ++k) {
            if (!is_stop_word(words[k].text) &&
                !is_one_of(words, k, {"different", "each", "various", "type", "types", "unique", "car", "cars"}))
                return false;
        }
        return true;
    });
}

// What adds up says so by its name: sales and profits do, weights and ratings do not.
bool adds_up(const TableColumn& column) {
    if (column.kind == Kind::money) return true;
    static constexpr std::array<std::string_view, 17> words{
        "sales",    "profit", "revenue", "gross",  "quantity", "amount", "units",    "spend", "cost",
        "earnings", "income", "volume",  "credit", "paid",     "hours",  "capacity", "total"};
    const std::string name = lower(column.name);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

bool in_condition(const TableCues& cues, const Mention& mention) {
    return std::any_of(cues.conditions.begin(), cues.conditions.end(),
                       [&](const Stretch& stretch) { return stretch.holds(mention.first); });
}

bool is_time(const TableColumn& column) {
    return column.is_time() || counts_years(column);
}

bool can_measure(const TableColumn& column) {
    return column.is_number() && !counts_years(column);
}

bool is_grouped(const Scene& scene, const Mention& mention) {
    return behind(scene.words, scene.cues.by, mention) || behind(scene.words, scene.cues.colors, mention) ||
           behind(scene.words, scene.cues.facets, mention);
}

std::vector<Piece> pieces_of(const Scene& scene, const std::vector<Mention>& mentions) {
    std::vector<Piece> out;
    for (const bool ordered : {false, true}) {  // What stands only behind "sort by" is looked at last.
        for (const auto& mention : mentions) {
            const bool in_order = scene.cues.order && scene.cues.order->holds(mention.first);
            if (in_order != ordered || in_condition(scene.cues, mention) || is_lone_value(mentions, mention)) continue;
            if (in_order && (out.size() >= 2 || !scene.cues.order_axis.empty())) continue;
            const auto again = std::find_if(out.begin(), out.end(),
                                            [&](const Piece& piece) { return piece.mention.column == mention.column; });
            if (again == out.end())
                out.push_back({mention, TablePart::dimension, ""});
            else if (!is_grouped(scene, again->mention) &&
                     (again->mention.sure < mention.sure || is_grouped(scene, mention)))
                again->mention = mention;
        }
    }
    return out;
}

// "by number of cylinders", "cylinder count": the words belong to the column, nothing is counted.
bool counts_rows(const Scene& scene, const Cue& cue, const std::vector<Piece>& pieces) {
    if (cue.says != "count") return false;
    const auto& by = scene.cues.by;
    const bool grouped =
        std::any_of(by.begin(), by.end(), [&](std::size_t lead) { return lead == cue.first || lead + 1 == cue.first; });
    const auto numbers = std::count_if(pieces.begin(), pieces.end(),
                                       [&](const Piece& piece) { return can_measure(scene.column(piece)); });
    for (const auto& piece : pieces) {
        const bool touches = piece.mention.first == cue.end() || piece.mention.end() == cue.first;
        if (touches && (grouped || numbers >= 2) && scene.column(piece).is_number()) return false;
        // "how many credits does each department offer": a number that adds up is summed.
        if (piece.mention.first == cue.end() && can_measure(scene.column(piece)) && adds_up(scene.column(piece)) &&
            pieces.size() > 1)
            return false;
        if (piece.mention.first <= cue.first && cue.first < piece.mention.end() && piece.mention.count > 1)
            return false;
    }
    return true;
}

// "number of models by origin": what stands right behind the word of counting is what the rows are, where something
// else groups them.
void drop_counted(const Scene& scene, std::vector<Piece>& pieces) {
    for (const auto& cue : scene.cues.aggregates) {
        if (cue.says != "count" || !counts_rows(scene, cue, pieces)) continue;
        const auto grouped = [&](const Piece& piece) { return is_grouped(scene, piece.mention); };
        for (std::size_t k = 0; k < pieces.size(); ++k) {
            const Mention& mention = pieces[k].mention;
            std::size_t from = cue.end();
            while (is_one_of(scene.words, from, {"of", "the", "different", "all", "distinct", "total", "single"}))
                ++from;
            const bool counted = mention.first == from && cue.count > 0;
            const bool others = std::any_of(pieces.begin(), pieces.end(), [&](const Piece& other) {
                return other.mention.column != mention.column && (grouped(other) || !can_measure(scene.column(other)));
            });
            const bool numbers = can_measure(scene.column(pieces[k])) && is_discrete(scene.column(pieces[k]));
            if (!counted || !others || grouped(pieces[k]) || numbers) continue;
            pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(k));
            break;
        }
    }
}

// Each "average", "sum of" goes to the number behind it, else to the one before it.
void give_aggregates(const Scene& scene, std::vector<Piece>& pieces) {
    constexpr std::size_t reach = 5;
    for (const auto& cue : scene.cues.aggregates) {
        if (cue.says == "count") continue;
        Piece* best = nullptr;
        for (auto& piece : pieces) {
            const bool near = piece.mention.first >= cue.end() && piece.mention.first < cue.end() + reach;
            if (near && can_measure(scene.column(piece)) &&
                (best == nullptr || piece.mention.first < best->mention.first))
                best = &piece;
        }
        for (auto& piece : pieces) {
            const bool before = piece.mention.end() <= cue.first && piece.mention.end() + 2 >= cue.first;
            if (best == nullptr && before && can_measure(scene.column(piece))) best = &piece;
        }
        if (best == nullptr) {  // "the average of manager_id over the job_id"; the only number there is.
            for (auto& piece : pieces) {
                if (best == nullptr && can_measure(scene.column(piece)) &&
                    !behind(scene.words, scene.cues.by, piece.mention))
                    best = &piece;
            }
        }
        if (best == nullptr || !best->aggregate.empty()) continue;
        best->aggregate = cue.says;
        best->part = TablePart::measure;
    }
}

void give_parts(const Scene& scene, std::vector<Piece>& pieces, bool counted) {
    const auto measures = [&] {
        return std::count_if(pieces.begin(), pieces.end(),
                             [](const Piece& piece) { return piece.part == TablePart::measure; });
    };
    for (auto& piece : pieces) {
        const TableColumn& column = scene.column(piece);
        if (piece.part == TablePart::measure) continue;
        if (behind(scene.words, scene.cues.colors, piece.mention))
            piece.part = TablePart::color;
        else if (behind(scene.words, scene.cues.facets, piece.mention))
            piece.part = TablePart::facet;
        if (!can_measure(column) || !piece.mention.values.empty()) continue;
        const bool grouped = behind(scene.words, scene.cues.by, piece.mention) || piece.part != TablePart::dimension;
        const bool dimension = (grouped && is_discrete(column)) ||
                               (is_discrete(column) && (counted || measures() > 0 || scene.cues.histogram)) ||
                               (grouped && counted) || (counted && pieces.size() == 1);
        if (!dimension) piece.part = TablePart::measure;
    }
    // Of two numbers the one of few values can be the grouping, where bars were asked for.
    const auto dimensions = static_cast<std::ptrdiff_t>(pieces.size()) - measures();
    const bool scatter = scene.cues.mark == "point" || (scene.cues.mark.empty() && scene.cues.wished == "point");
    if (dimensions == 0 && measures() >= 2 && !scatter) {
        const auto discrete = std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) {
            return is_discrete(scene.column(piece)) && piece.aggregate.empty();
        });
        if (discrete != pieces.end()) discrete->part = TablePart::dimension;
    }
}

const Piece* first_of(const std::vector<Piece>& pieces, TablePart part) {
    const auto found =
        std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) { return piece.part == part; });
    return found == pieces.end() ? nullptr : &*found;
}

std::string choose_mark(const Scene& scene, const std::vector<Piece>& pieces, bool counted) {
    if (!scene.cues.mark.empty()) return scene.cues.mark;
    std::size_t raw = 0;
    std::size_t made = 0;
    bool time = scene.cues.time && std::any_of(scene.table.columns.begin(), scene.table.columns.end(), is_time) &&
                !scene.cues.histogram && std::none_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
                    return piece.part == TablePart::dimension;
                });
    for (const auto& piece : pieces) {
        if (piece.part == TablePart::measure)
            (piece.aggregate.empty() ? raw : made) += 1;
        else
            time = time || is_time(scene.column(piece));
    }
    const std::string& wished = scene.cues.wished;
    if (wished == "point" && raw + made >= 2) return "point";
    if (wished == "arc" || wished == "line") return wished;
    if (raw >= 2 && !counted) return "point";
    if (time && (raw + made > 0) && !scene.cues.stacked) return "line";
    return "bar";
}

std::string time_bin(const Scene& scene, const TableColumn& column) {
    if (scene.cues.bin) return scene.cues.bin->says;
    if (counts_years(column)) return "year";
    constexpr double days_of_years = 5 * 365.0;
    return column.high - column.low > days_of_years ? "year" : "month";
}

std::string default_aggregate(const Scene& scene, const TableColumn& measure, const TableColumn* by) {
    if (by != nullptr && by->distinct > 0 && by->distinct == scene.table.rows) return "";
    return adds_up(measure) ? "sum" : "mean";
}

std::string aggregate_of(const Scene& scene, const Piece& measure, const TableColumn* by) {
    if (!measure.aggregate.empty()) return measure.aggregate;
    return default_aggregate(scene, scene.column(measure), by);
}

// Nearly every row has another value: such a column groups nothing.
bool is_key_like(const Scene& scene, const TableColumn& column) {
    constexpr std::size_t values_most = 40;
    return column.kind == Kind::text && column.distinct > values_most && 2 * column.distinct > scene.table.rows;
}

void draw_points(const Scene& scene, const std::vector<Piece>& pieces, bool counted, TablePlan& plan) {
    std::vector<const Piece*> numbers;
    std::vector<const Piece*> others;
    for (const auto& piece : pieces) (piece.part == TablePart::measure ? numbers : others).push_back(&piece);
    if (numbers.size() >= 2)
        std::erase_if(others, [&](const Piece* piece) { return is_key_like(scene, scene.column(*piece)); });
    if (numbers.size() >= 2) {
        plan.x = {scene.column(*numbers[0]).name, "", ""};
        plan.y = {scene.column(*numbers[1]).name, "", ""};
        if (!others.empty()) plan.color = Channel{scene.column(*others.front()).name, "", ""};
        return;
    }
    if (!others.empty()) {
        plan.x = {scene.column(*others.front()).name, "", ""};
        if (others.size() > 1) plan.color = Channel{scene.column(*others[1]).name, "", ""};
    }
    if (counted && numbers.empty())
        plan.y = {"", "count", ""};
    else if (!numbers.empty()) {
        const auto* by = others.empty() ? nullptr : &scene.column(*others.front());
        plan.y = {scene.column(*numbers.front()).name, aggregate_of(scene, *numbers.front(), by), ""};
    }
}

// Which dimension lies along the axis: time, else one that was not said to be something else. What adds up is stacked,
// and a stack of few parts is readable: the one of more values lies along the axis. Means do not stack: their bars
// stand side by side in small charts, so the one of fewer values, or the coloured one, lies along the axis.
const Piece* along_axis(const Scene& scene, const std::vector<const Piece*>& dimensions, bool stacks) {
    for (const auto* piece : dimensions) {
        if (is_time(scene.column(*piece))) return piece;
    }
    const Piece* best = nullptr;
    int best_rank = -1;
    for (const auto* piece : dimensions) {
        const int rank = piece->part == TablePart::facet ? 0 : piece->part == TablePart::color ? (stacks ? 0 : 2) : 1;
        const auto values = scene.column(*piece).distinct;
        const bool better = best == nullptr || rank > best_rank ||
                            (rank == best_rank &&
                             (stacks ? values > scene.column(*best).distinct : values < scene.column(*best).distinct));
        if (!better) continue;
        best = piece;
        best_rank = rank;
    }
    return best;
}

// One that a number is made of goes before one as it is.
const Piece* bar_measure(const std::vector<Piece>& pieces) {
    for (const auto& piece : pieces) {
        if (piece.part == TablePart::measure && !piece.aggregate.empty()) return &piece;
    }
    return first_of(pieces, TablePart::measure);
}

// The column of time that "over time" means without naming it.
const TableColumn* unnamed_time(const Scene& scene, const Piece* axis, const Piece* measure, const TablePlan& plan) {
    const bool line = plan.mark == "line" && (axis == nullptr || !is_time(scene.column(*axis)));
    const bool wanted = line || (axis == nullptr && scene.cues.time && !scene.cues.histogram);
    if (!wanted || (measure == nullptr && axis != nullptr)) return nullptr;
    const auto& columns = scene.table.columns;
    const auto found = std::find_if(columns.begin(), columns.end(), is_time);
    return found == columns.end() ? nullptr : &*found;
}

// How often the values of one number are there.
void draw_spread(const TableColumn& column, TablePlan& plan) {
    plan.x = {column.name, "", is_discrete(column) ? "" : "range"};
    plan.y = {"", "count", ""};
}

void draw_bars(const Scene& scene, const std::vector<Piece>& pieces, bool counted, TablePlan& plan) {
    std::vector<const Piece*> dimensions;
    for (const auto& piece : pieces) {
        if (piece.part != TablePart::measure) dimensions.push_back(&piece);
    }
    const Piece* measure = bar_measure(pieces);
    const bool counts = measure == nullptr || (counted && measure->aggregate.empty());
    const bool mean =
        !counts && plan.mark == "bar" && !scene.cues.stacked && aggregate_of(scene, *measure, nullptr) != "sum";
    const Piece* axis = along_axis(scene, dimensions, !mean);
    const TableColumn* time = unnamed_time(scene, axis, measure, plan);
    if (axis == nullptr && time == nullptr) {
        if (measure != nullptr) draw_spread(scene.column(*measure), plan);
        return;
    }
    const TableColumn& x = time != nullptr ? *time : scene.column(*axis);
    plan.x = {x.name, "", is_time(x) ? time_bin(scene, x) : ""};
    if (can_measure(x) && !is_discrete(x) && scene.cues.histogram && measure == nullptr) plan.x.bin = "range";
    for (const auto* piece : dimensions) {
        if (scene.column(*piece).name == x.name || plan.color || plan.mark == "arc") continue;
        plan.color = Channel{scene.column(*piece).name, "", ""};
    }
    plan.y =
        counts ? Channel{"", "count", ""} : Channel{scene.column(*measure).name, aggregate_of(scene, *measure, &x), ""};
}

void set_order(const Scene& scene, const std::vector<Mention>& mentions, TablePlan& plan) {
    if (!scene.cues.order) return;
    const Stretch& where = *scene.cues.order;
    std::string axis = scene.cues.order_axis;
    for (const auto& cue : scene.cues.aggregates) {
        if (axis.empty() && where.holds(cue.first)) axis = "y";
    }
    for (const auto& mention : mentions) {
        if (!axis.empty() || !where.holds(mention.first)) continue;
        const std::string& name = scene.table.columns[mention.column].name;
        axis = name == plan.x.column ? "x" : name == plan.y.column ? "y" : "";
    }
    plan.order = TableOrder{axis.empty() ? "y" : axis, scene.cues.descending};
}

}  // namespace

std::optional<TablePlan> plan_table(std::string_view question, const PlainTable& table, const WordVectors& vectors) {
    std::string text(question);
    std::replace(text.begin(), text.end(), '_', ' ');
    Stemmer stemmer;
    const Words words = words_of(text, stemmer);
    const TableCues cues = read_table_cues(words);
    std::vector<std::size_t> groups = cues.by;
    groups.insert(groups.end(), cues.colors.begin(), cues.colors.end());
    groups.insert(groups.end(), cues.facets.begin(), cues.facets.end());
    const auto mentions = find_mentions(words, table, vectors, stemmer, groups, cues.taken);
    const Scene scene{words, table, cues};
    auto pieces = pieces_of(scene, mentions);
    const bool counted = std::any_of(cues.aggregates.begin(), cues.aggregates.end(),
                                     [&](const Cue& cue) { return counts_rows(scene, cue, pieces); });
    drop_counted(scene, pieces);
    give_aggregates(scene, pieces);
    give_parts(scene, pieces, counted);
    TablePlan plan;
    plan.mark = choose_mark(scene, pieces, counted);
    if (pieces.empty()) return std::nullopt;
    if (plan.mark == "point")
        draw_points(scene, pieces, counted, plan);
    else
        draw_bars(scene, pieces, counted, plan);
    set_order(scene, mentions, plan);
    add_filters(words, table, cues, mentions, plan);
    plan.limit = cues.limit;
    return plan;
}

}  // namespace parley::planner
