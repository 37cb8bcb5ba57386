#pragma once
// A vendor's Lua for the length of one question of one organization. No I/O: arguments out, replies in.

#include "base/table.h"
#include "lua/state.h"
#include "vendors/catalogue.h"

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace parley::vendors {

// What Lua gets as `request`: dataset, tool (published name), account (from context()), settings {name = value}, today,
// range {start, end, start_unix, end_unix; either may be missing}, filters {column = {value, ...}} for equality
// filters, contains {column = {text, ...}} for what must stand somewhere in a value, group_by {column, ...},
// bucket, rows_per_page.
struct Fetch {
    std::string dataset;
    std::string tool;
    Json account = Json::object();
    std::optional<Day> start, end;  // Of the data needed, in the organization's days; already widened for comparisons.
    Calendar calendar;
    Json filters = Json::object();
    Json contains = Json::object();
    Json settings = Json::object();
    std::optional<Day> today;
    std::vector<std::string> group_by;  // The columns on demand that are wanted.
    std::string bucket;                 // "week", where the question asks for steps of time.
    Json found = Json::object();        // What the lookups gave.
};

// The values of a dataset's `unique` columns that have been read, over all pages of a step.
using Seen = std::set<std::string>;

// What shape() may want to know of the page beside its reply.
struct Page {
    Json arguments = Json::object();  // With which it was asked for.
    Seen* seen = nullptr;             // Null: rows are not compared.
    bool is_window = false;           // The range is one of several: rows outside of it come with another one.
    // Of a dataset with open fields: for each row an object with the columns that nobody described.
    Json::array_t* open_cells = nullptr;
};

// One thread at a time; one organization's question.
class Plugin {
public:
    static Result<Plugin> open(const Vendor& vendor);  // vendor outlives the plugin
    Plugin(Plugin&&) noexcept;
    ~Plugin();

    // The arguments of AccountContext::tool, and the account's values from its reply, each checked against its declared
    // type. Fault::invalid with the plugin's own sentence, where it gives one instead.
    Json account_arguments(const Json& settings) const;
    Result<Json> account(const Json& reply, const Json& settings = Json::object());

    // The arguments of the dataset's lookup at `at`, or nothing where it is not needed; and the values of its reply,
    // each checked against its declared type, with a sentence for people where it gives one beside them ("" else).
    // Fault::invalid with the plugin's own sentence, where it gives one instead.
    Result<std::optional<Json>> lookup(const Fetch& fetch, std::size_t at);
    Result<lua::Spoken> found(const Fetch& fetch, const Json& reply, std::size_t at);

    // Fault::invalid with the plugin's own sentence for the user, where it gives one instead of arguments.
    Result<Json> prepare(const Fetch& fetch);

    // Adds the reply's rows to `table` (made by empty_table), which is truncated where the plugin says what is missing.
    // A column that a row lacks stays null; a value of the wrong kind is Fault::internal naming dataset, column and
    // row.
    Result<Done> shape(const Fetch& fetch, const Json& reply, Table& table, const Page& page = {});

    // The next page's arguments, or nothing at the end.
    Result<std::optional<Json>> more(const Fetch& fetch, const Json& arguments, const Json& reply);

    // With those of its columns on demand that are in `group_by`.
    Table empty_table(const std::string& dataset, const std::vector<std::string>& group_by = {}) const;

private:
    Plugin(const Vendor& vendor, lua::State state);
    Result<lua::Spoken> records(const Fetch& fetch, const ManifestDataset& dataset, const Json& reply,
                                const Json& arguments);
    const Vendor* vendor_;
    std::unique_ptr<lua::State> state_;
};

}  // namespace parley::vendors
