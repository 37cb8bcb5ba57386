#pragma once
// One dataset, answered from its recorded reply: moved so that its newest row lies just before now, repeated backwards
// in time, and given out in the pages that the plugin asks for.

#include "sim/call_form.h"
#include "sim/mover.h"
#include "sim/rows.h"
#include "vendors/breakdown.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley::sim {

// A recorded call that is about no dataset: what a plugin asks for on the way, such as a list of places.
struct SideCall {
    std::string tool;  // Published name.
    Json arguments, reply;
};

// What all recordings of a vendor have in common.
struct Stage {
    const vendors::Vendor& vendor;
    Json account, settings;
    std::string account_tool;  // Published name; empty where there is none.
    std::vector<SideCall> side_calls;
    Instant now;
};

// One thread at a time.
class Recording {
public:
    // stage outlives the recording. Fails where the plugin prepares no call for any period.
    static Result<std::unique_ptr<Recording>> make(const Stage& stage, const vendors::Breakdown& recorded,
                                                   const std::string& tool, Json reply);

    const std::string& tool() const { return tool_; }

    // The first page's arguments for several periods.
    std::vector<Json> openings() const;

    struct Fit {
        int score = 0;
        std::size_t page = 0;
    };
    // Nothing where the call is not one of this dataset's. Then size(): how many rows were recorded.
    std::size_t size() const { return size_; }
    std::optional<Fit> fit(const Json& arguments);

    Json answer(std::size_t page, const Json& arguments) const;

private:
    struct Row {
        Json value;
        std::optional<Instant> first, last;  // Of its times.
    };
    // What is asked for one period, from the first page on.
    struct Opening {
        vendors::Fetch fetch;
        Json arguments;
    };
    Recording(const Stage& stage, vendors::Plugin plugin, const vendors::Breakdown& recorded, std::string tool,
              Json reply);

    void open(std::optional<Day> start, std::optional<Day> end);
    void read();
    std::optional<Table> shaped(const Json& reply);
    Row timed(Json value);
    std::vector<const Column*> time_columns(const Table& table) const;
    int days_to_now(const Table& table) const;
    bool holds_rows(const RowsAt& place, std::size_t table_rows);
    Json copied(const Json& row, int days, int copy) const;
    void add_copy(const Row& row, int days, int copy);
    void repeat(std::vector<Row> recorded, const Table& whole, int days);
    void find_lead_ins();
    void find_paging();
    void find_cursors(const Json& before, const Json& next);
    bool gives_all_rows(Json arguments);
    void learn_calls();
    void learn_end();
    std::optional<Json> next_of(const vendors::Fetch& fetch, const Json& arguments, const Json& reply) const;
    Json reply_of(std::size_t page, const std::vector<const Row*>& rows) const;
    Json page_of(std::size_t page, const std::vector<const Row*>& rows) const;
    std::vector<const Row*> rows_in_period(const Period& period) const;

    const Stage& stage_;
    mutable vendors::Plugin plugin_;
    const std::string dataset_;
    const std::vector<std::string> group_by_;
    const std::string tool_;
    Json reply_;
    std::vector<Opening> openings_;
    bool is_read_ = false;
    std::size_t size_ = 0;

    Mover mover_;
    std::set<std::string> keys_;  // The values of the key columns.
    std::optional<RowsAt> place_;
    std::vector<Row> rows_;
    std::size_t recorded_rows_ = 0;
    std::vector<Json> lead_ins_;             // Replies before the rows come.
    Json first_arguments_;                   // Of the first page with rows.
    std::size_t per_page_ = 0;               // 0: all rows on one page.
    std::set<std::string> cursors_;          // Texts of the reply that ask for the next page.
    std::vector<Json::json_pointer> flags_;  // What announces it.
    std::vector<CallForm> pages_;
    PeriodReader periods_;
};

}  // namespace parley::sim
