#pragma once
// One step of a plan: arguments from the plugin, through the gate, over the wire, into a table. Keeps nothing between
// steps: several threads may fetch a step each.

#include "ask/asker.h"
#include "ask/windows.h"
#include "planner/plan.h"
#include "vendors/plugin.h"

#include <chrono>
#include <optional>
#include <set>
#include <stop_token>

namespace parley::ask {

// What a step needs of the data: days of the organization's calendar; a missing end is open.
struct Need {
    std::optional<Day> start, end;
    Calendar calendar;
    std::optional<Day> today;
    Json filters = Json::object();           // column -> [values], equality only
    Json contains = Json::object();          // column -> [texts], each to be found somewhere in the value
    std::vector<std::string> group_by = {};  // Columns on demand
    std::string bucket = {};                 // "week", where there are steps of time
};

// Where rows came from, for an answer's "sources".
struct Source {
    VendorId vendor;
    ConnectionId connection;
    std::string tool;
    Json arguments;  // Of the first page.
    Instant called_at;
    int ms = 0;
    int pages = 0;
    std::int64_t rows = 0;
    std::size_t bytes = 0;
    std::string definition;  // Hash of the tool's reviewed definition.
};
OrderedJson to_json(const Source& source);

struct Fetched {
    Table rows;
    Source source;
    double shape_ms = 0;
    std::string note;  // For people; empty: nothing to say.
};

class Fetcher {
public:
    Fetcher(const Asker::Wiring& wiring, store::OrgStore& org, const UserId& user,
            std::chrono::steady_clock::time_point deadline)
        : wiring_(wiring), org_(org), user_(user), deadline_(deadline) {}

    // The same, ending soon when somebody asks for it.
    Fetcher stopped_by(std::stop_token stop) const {
        Fetcher copy = *this;
        copy.stop_ = std::move(stop);
        return copy;
    }

    // Fills in the step's tool and the first page's arguments; nothing reaches a vendor.
    Result<Done> prepare(const connect::Access& access, planner::Step& step, const Need& need) const;

    // Every call passes the gate; a denied one leaves an audit row and ends the step. The row of a use stands before
    // its call, and where it cannot be written nothing reaches the vendor.
    Result<Fetched> fetch(const connect::Access& access, planner::Step& step, const Need& need) const;

private:
    struct Run;
    // A part of the range, with the arguments of its first page.
    struct Piece {
        Window window;
        Json arguments;
    };
    // Which tools a step has used: each leaves one audit row, before its first call.
    struct Uses {
        std::string dataset;
        std::set<std::string> tools;
    };
    Result<Done> note_denied(const connect::Access& access, const std::string& tool, const std::string& why) const;
    Result<Done> note_use(const connect::Access& access, const std::string& tool, Uses& uses) const;
    Result<mcp::Reply> call(const connect::Access& access, const std::string& tool, const Json& arguments,
                            Uses& uses) const;
    Result<Json> account(const connect::Access& access, const vendors::Vendor& vendor, vendors::Plugin& plugin,
                         Uses& uses) const;
    Result<Done> look_up(const connect::Access& access, const vendors::Vendor& vendor, Run& run) const;
    Result<std::vector<Piece>> pieces(const connect::Access& access, Run& run,
                                      const std::vector<Window>& windows) const;
    Result<Done> read(const connect::Access& access, Run& run, planner::Step& step) const;
    Result<Done> pages(const connect::Access& access, Run& run) const;
    Result<Fetched> fetch_inferred(const connect::Access& access, planner::Step& step, Uses& uses) const;

    const Asker::Wiring& wiring_;
    store::OrgStore& org_;
    UserId user_;
    std::chrono::steady_clock::time_point deadline_;
    std::stop_token stop_;
};

}  // namespace parley::ask
