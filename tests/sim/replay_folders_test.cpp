// Every vendor folder without a script: what is recorded there can be read as the engine would read it.
#include "base/text.h"
#include "sim/replay.h"
#include "sim/sim.h"
#include "support.h"
#include "vendor_folder.h"

using namespace parley;
using namespace parley::sim;
using namespace parley::sim::testing;

namespace {

// All pages of one dataset; what went wrong in `problem`.
struct Reading {
    Table table;
    int pages = 0;
    std::string problem;
};

struct Reader {
    Reader(const vendors::Vendor& of, const Clock& clock)
        : vendor(of), replay({clock, 7}, of), plugin(vendors::Plugin::open(of).value()) {}

    const vendors::Vendor& vendor;
    Replay replay;
    vendors::Plugin plugin;
    vendors::Fetch fetch;
    vendors::Resolved names;

    Json called(const std::string& tool, const Json& arguments, std::string& problem) {
        auto reply = replay.call(tool, arguments);
        if (!reply) problem = cat(tool, " ", dump(arguments), ": ", reply.error().message, " ", reply.error().detail);
        return reply ? std::move(reply).value() : Json();
    }

    Reading read(const std::string& dataset) {
        Reading reading{plugin.empty_table(dataset), 0, ""};
        fetch.dataset = dataset;
        fetch.tool = names.names[vendor.manifest.datasets.at(dataset).tool];
        auto arguments = plugin.prepare(fetch);
        if (!arguments) {
            reading.problem = arguments.error().message + " " + arguments.error().detail;
            return reading;
        }
        vendors::Seen seen;
        for (Json next = std::move(arguments).value(); reading.pages < 100;) {
            ++reading.pages;
            const Json reply = called(fetch.tool, next, reading.problem);
            if (!reading.problem.empty()) return reading;
            const auto shaped = plugin.shape(fetch, reply, reading.table, {next, &seen});
            auto more = plugin.more(fetch, next, reply);
            if (!shaped) reading.problem = cat("shape: ", shaped.error().detail);
            if (!more) reading.problem = cat("more: ", more.error().detail);
            if (!shaped || !more || !more.value()) return reading;
            next = *more.value();
        }
        reading.problem = "the pages have no end";
        return reading;
    }
};

void introduce(Reader& reader, const Clock& clock) {
    const auto& vendor = reader.vendor;
    const auto tools = reader.replay.tools();
    REQUIRE(tools);
    std::vector<policy::ToolDefinition> published;
    for (const auto& tool : tools.value()) {
        policy::ToolDefinition definition;
        definition.name = text_at(tool, "name");
        definition.input_schema = tool["inputSchema"];
        definition.annotations = tool["annotations"];
        published.push_back(std::move(definition));
    }
    reader.names = vendors::resolve_tools(vendor.manifest, published);
    CHECK(reader.names.names.size() == vendor.manifest.tools.size());
    reader.fetch.settings = demo_values(vendor.manifest);
    reader.fetch.today = Calendar().day_of(clock.now());
    if (!vendor.manifest.account) return;
    std::string problem;
    const std::string tool = reader.names.names[vendor.manifest.account->tool];
    const Json reply = reader.called(tool, reader.plugin.account_arguments(reader.fetch.settings), problem);
    auto account = reader.plugin.account(reply, reader.fetch.settings);
    CAPTURE(problem);
    INFO((account ? "" : account.error().detail));
    CHECK(account);
    if (account) reader.fetch.account = std::move(account).value();
}

// "Name one author, such as: where author is Qwen.": the recording holds one, and cannot know which is asked for.
bool wants_a_value_first(Reader& reader, const std::string& dataset) {
    reader.fetch.dataset = dataset;
    const auto arguments = reader.plugin.prepare(reader.fetch);
    return !arguments && arguments.error().fault == Fault::invalid && arguments.error().message.ends_with(".");
}

}  // namespace

TEST_CASE("replay: every dataset of every folder without a script is read to its end") {
    const auto catalogue = read_vendors(std::string(PARLEY_SOURCE_DIR) + "/plugins/vendors");
    MovableClock clock;
    const Day today = Calendar().day_of(clock.now());
    int datasets = 0, wanting = 0;
    for (const auto& vendor : catalogue.vendors()) {
        if (!vendor.simulate_source.empty()) continue;
        CAPTURE(vendor.manifest.id.text);
        REQUIRE(can_be_simulated(vendor));
        Reader reader(vendor, clock);
        introduce(reader, clock);
        for (const auto& entry : vendor.manifest.datasets) {
            const std::string& id = entry.first;
            const auto& dataset = entry.second;
            CAPTURE(id);
            if (dataset.offer.open_fields) continue;  // A customer's own table has no rows without its name.
            ++datasets;
            reader.fetch.start.reset();
            reader.fetch.end.reset();
            if (!dataset.offer.needs_range && wants_a_value_first(reader, id)) {
                ++wanting;
                continue;
            }
            if (!dataset.offer.needs_range) {
                const auto all = reader.read(id);
                CHECK(all.problem == "");
                CHECK(all.table.rows() > 0);
            }
            if (dataset.offer.time_field.empty()) continue;
            const int longest = dataset.offer.longest_range_days;
            reader.fetch.start = today.plus(-(longest > 0 ? std::min(longest, 30) : 30));
            reader.fetch.end = today;
            const auto lately = reader.read(id);
            CHECK(lately.problem == "");
            CHECK(lately.table.rows() > 0);
        }
    }
    CHECK(wanting < datasets / 15);
    MESSAGE(datasets << " datasets, " << wanting << " of them only with a value that the question names");
}
