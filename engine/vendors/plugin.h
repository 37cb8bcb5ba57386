#pragma once
// A vendor's Lua for the length of one question of one organization. No I/O: arguments out, replies in.

#include "base/table.h"
#include "lua/state.h"
#include "vendors/catalogue.h"

#include <memory>
#include <optional>
#include <string>

namespace parley::vendors {

// What Lua gets as `request`: dataset, tool (published name), account (from context()), range {start, end, start_unix,
// end_unix; either may be missing}, filters {column = {value, ...}} for equality filters, rows_per_page.
struct Fetch {
    std::string dataset;
    std::string tool;
    Json account = Json::object();
    std::optional<Day> start, end;  // Of the data needed, in the organization's days; already widened for comparisons.
    Calendar calendar;
    Json filters = Json::object();
};

// One thread at a time; one organization's question.
class Plugin {
public:
    static Result<Plugin> open(const Vendor& vendor);  // vendor outlives the plugin
    Plugin(Plugin&&) noexcept;
    ~Plugin();

    // The account's values from the reply of AccountContext::tool, each checked against its declared type.
    Result<Json> account(const Json& reply);

    Result<Json> prepare(const Fetch& fetch);

    // Adds the reply's rows to `table` (made by empty_table). A column that a row lacks stays null; a value of the
    // wrong kind is Fault::internal naming dataset, column and row.
    Result<Done> shape(const Fetch& fetch, const Json& reply, Table& table);

    // The next page's arguments, or nothing at the end.
    Result<std::optional<Json>> more(const Fetch& fetch, const Json& arguments, const Json& reply);

    Table empty_table(const std::string& dataset) const;

private:
    Plugin(const Vendor& vendor, lua::State state);
    const Vendor* vendor_;
    std::unique_ptr<lua::State> state_;
};

}  // namespace parley::vendors
