#pragma once
// What the planner decides: a value that can be shown, hashed, stored, edited and run again.

#include "base/calendar.h"
#include "base/ids.h"
#include "base/json.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace parley::planner {

// One reading that was weighed for a step, the parts of its score rounded to thousandths: "why this". Parts that say
// nothing are left out.
struct Considered {
    VendorId vendor;
    std::string metric;  // "stripe.mrr"
    double score = 0;
    std::vector<std::pair<std::string, double>> parts;  // name, context, example, shape, vendor
};

inline constexpr std::size_t considered_most = 4;
inline constexpr std::array<std::string_view, 5> score_parts{"name", "context", "example", "shape", "vendor"};

// One dataset of one connection. Tool and arguments are filled in by ask from the vendor's plugin, without I/O.
struct Step {
    VendorId vendor;
    ConnectionId connection;
    std::string dataset;
    std::string tool;
    Json arguments = Json::object();
    std::string why;                          // "asked for MRR, which Stripe defines; runner-up: Stripe gross volume"
    std::vector<Considered> considered = {};  // The chosen one first, then up to three runners-up; explains only.
};

// metric is "vendor.metric" ("stripe.mrr"): it names its step. aggregate: rate for a ratio, else sum, count, avg, ...
struct Measure {
    std::string metric;
    std::string aggregate;
    std::string unit;
    // Of a table that the customer made, in the question's words: what is added up ("rating"), and what its dates mean
    // ("ending"). Empty: its rows are counted, by its own time.
    std::string field = {};
    std::string dated = {};
};

// field is a dimension's id. op: = != in < <= > >= contains.
struct Filter {
    std::string field;
    std::string op;
    Json value;
};

// Half-open days in `zone`. phrase is what the user wrote, reading what it was taken for ("1 Jul to 30 Sep 2026").
struct Range {
    std::optional<Day> start;
    std::optional<Day> end;
    std::string zone;
    std::string phrase;
    std::string reading;
};

enum class Compare { none, previous_period, previous_year };

struct Order {
    std::string by;  // "measure", "time", "change" or a dimension's id
    bool descending = true;
};

// correlate: the second step's measure against the first's over time buckets, one row per group of the first.
// side_by_side: both measures per time bucket, or per key.
// match, without: the first measure over those of its rows whose key the second one has, or does not have. With the key
// in group_by it is a row for each of them (match: with the second measure beside it), else a total or the plan's
// groups of the first. Keys are compared as planner/keys.h says.
struct Join {
    enum class Kind { correlate, side_by_side, match, without } kind = Kind::side_by_side;
    std::string on;      // A grain: "month"; or a key that both sides have: "email", or a dimension of both.
    bool whole = false;  // match, without: of the second measure all rows count, whatever the period.
    std::vector<Filter> filters = {};  // match, without: those of the second measure; the plan's own are the first's.
};

// A histogram: how many rows have a value of the only measure's column in each range. width is in the units that people
// say ("50" euros); without it the values decide.
struct Bins {
    std::optional<double> width = {};
};

struct Plan {
    std::vector<Step> steps;
    std::vector<Measure> measures;
    std::vector<std::string> group_by;  // dimension ids
    std::optional<Grain> grain;         // set: one row per time bucket
    std::vector<Filter> filters;
    std::optional<Range> range;
    Compare compare = Compare::none;
    std::optional<Order> order;
    std::optional<int> limit;
    std::optional<Join> join;
    std::string chart;  // "bar", "line", "number", "table" where asked for; empty: the data decide

    std::vector<std::string> notes;  // Choices made and said: "the week starts on Monday"; "still: last quarter".
    std::optional<Bins> bins = {};
};

// Its ranges are the only groups that a histogram has: with others, steps of time or a comparison it is none.
bool is_histogram(const Plan& plan);

// The form of DESIGN 3.2 without "hash" (ask adds it). from_json gives Fault::invalid for what is no plan.
OrderedJson to_json(const Plan& plan);
Result<Plan> plan_from_json(const Json& json);

struct Choice {
    std::string text;
    Plan plan;
};

struct Clarify {
    std::string question;  // One sentence.
    std::vector<Choice> choices;
};

enum class Reason { write, no_source, off_topic, ambiguous, denied };
std::string_view name_of(Reason reason);

struct Refusal {
    Reason reason = Reason::off_topic;
    std::string text;             // Why, and the nearest thing that can be done.
    std::vector<VendorId> could;  // no_source: vendors that could answer if they were connected. write: the target.
};

using Decision = std::variant<Plan, Clarify, Refusal>;

// What the next turn goes on from: the plan, or of a question back its first choice. None after a refusal.
std::optional<Plan> plan_to_follow(const Decision& decision);

}  // namespace parley::planner
