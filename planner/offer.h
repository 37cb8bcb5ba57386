#pragma once
// What can be asked: the part of the catalogue that an organization's connections make answerable. Values; made by
// engine/vendors from manifests, read by planner, analysis and narrate. Names in here come from manifests, never from
// a vendor's replies.

#include "base/ids.h"
#include "base/table.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

enum class Aggregate { sum, count, distinct, mean, median, minimum, maximum };
std::string_view name_of(Aggregate aggregate);
std::optional<Aggregate> aggregate_named(std::string_view name);

// during: rows whose time lies in the bucket (a flow). at_start, at_end: rows alive at the bucket's first or last
// instant (a stock: subscriptions, MRR); they need a dataset with `from` and `until`.
enum class Timing { during, at_start, at_end };

// One condition on a column of the row. op: = != in < <= > >= contains.
struct Condition {
    std::string column;
    std::string op;
    Json value;
};

// A number made of rows: sum(amount) where status = succeeded.
struct Term {
    Aggregate aggregate = Aggregate::count;
    std::string column;       // Empty for count.
    std::string time_column;  // Empty: the dataset's own. Other: "canceled_at" for churn.
    Timing timing = Timing::during;
    std::vector<Condition> where;
};

enum class Better { neither, up, down };

// value * times / divided_by, or value / per. A ratio is always recomputed from its two parts, never averaged.
struct Metric {
    std::string id;           // "open_rate"; unique within the vendor
    std::string name;         // "open rate"
    std::string description;  // One sentence, with the formula in words.
    std::vector<std::string> synonyms;
    std::string dataset;
    Term value;
    std::optional<Term> per;
    std::int64_t times = 1;
    std::int64_t divided_by = 1;
    Kind kind = Kind::count;  // of the result: money, ratio, count, number
    std::string unit;         // "percent", "score", ...; empty for money (the rows' currency) and count
    Better better = Better::neither;
    std::int64_t sample_min = 0;  // Fewest rows (or units of `per`) behind a number worth a statement.
    bool verified = false;        // Its facts are confirmed, or an administrator has said that it is right.

    bool additive_over_time() const {
        return !per && value.timing == Timing::during &&
               (value.aggregate == Aggregate::sum || value.aggregate == Aggregate::count);
    }
};

struct KnownValue {
    std::string value;  // As it stands in the column.
    std::vector<std::string> synonyms;
};

struct Dimension {
    std::string id;  // "segment"
    std::string name;
    std::vector<std::string> synonyms;
    std::map<std::string, std::string> columns;  // dataset id -> column
    std::vector<KnownValue> values;              // From the manifest; may be empty.
    bool open_values = false;  // A quoted or named word may be one though the manifest does not list it ("shipping").
    bool has_order = false;    // Its values follow one another ("08:00", "09:00"), and are shown so.
};

struct Field {
    std::string name;  // Column of the table that `shape` makes.
    Kind kind = Kind::text;
    Role role = Role::dimension;
    std::string unit;
    std::string description;
    std::string identity = {};  // What its values name wherever they stand: "email", "company"; see planner/keys.h.
    std::string part_of = {};  // The column of time that it is the hour or the weekday of: made here, no tool gives it.
};

struct Dataset {
    std::string id;
    std::string name;
    std::string description;
    std::vector<std::string> synonyms;
    std::string tool;  // The one to call: resolved against what the server publishes. Empty: none of them is there.
    std::vector<Field> fields;
    std::string time_field;               // Flow datasets: the row's time (kind day or time).
    std::string from_field, until_field;  // Interval datasets: the row lives in [from, until); until may be null.
    bool pushes_range = false;            // The tool filters by time itself.
    int longest_range_days = 0;           // 0: no limit.
    bool needs_range = false;             // Without a period nothing can be asked of it.
    bool open_fields = false;             // A table that the customer made: its columns come with its rows.
    Json input_schema;                    // Of a tool that nobody described and that must be given something; or null.
    std::vector<std::string> containers;  // Of such a one: ids of the dimensions that name it ("base", "table").

    const Field* field(std::string_view field_name) const;
};

// One connection of the organization, or a vendor that it could connect (connected = false; connection is empty).
struct Offer {
    VendorId vendor;
    ConnectionId connection;
    bool connected = false;
    std::string name;  // "Stripe"; for people
    std::string category;
    std::vector<std::string> names;  // Proper names that mean this vendor: "Jira".
    std::vector<std::string> synonyms;
    std::vector<Dataset> datasets;
    std::vector<Metric> metrics;
    std::vector<Dimension> dimensions;
    std::vector<std::string> examples;

    const Dataset* dataset(std::string_view id) const;
    const Dataset* rows_of(const Metric& metric) const;  // `metric` is one of this offer's.
    const Metric* metric(std::string_view id) const;
    const Dimension* dimension(std::string_view id) const;
};

}  // namespace parley::planner
