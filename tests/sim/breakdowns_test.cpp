// Every scripted vendor that tells its numbers apart on demand: the parts are those of the whole.
#include "base/text.h"
#include "sim/script.h"
#include "sim/sim.h"
#include "support.h"
#include "vendor_folder.h"
#include "vendors/breakdown.h"
#include "vendors/plugin.h"

#include <cmath>
#include <set>

using namespace parley;
using namespace parley::sim;
using namespace parley::sim::testing;

namespace {

// As the engine reads prose: the list that stands in it, where there is one.
Json content_of(const Json& reply) {
    const std::string fence = "```json\n";
    const std::string text = reply.is_string() ? reply.get<std::string>() : "";
    const auto at = text.find(fence);
    if (at == std::string::npos) return reply;
    const auto from = at + fence.size();
    const auto list = parse_json(text.substr(from, text.find("```", from) - from));
    REQUIRE(list);
    return list.value();
}

struct Asker {
    Asker(const vendors::Vendor& of, const Clock& clock)
        : vendor(of),
          script({clock, 7}, of.simulate_source, of.manifest.id.text),
          plugin(vendors::Plugin::open(of).value()) {
        fetch.settings = demo_values(of.manifest);
        fetch.today = Calendar().day_of(clock.now());
        // Before the running week and month, whose numbers some vendors keep to themselves.
        fetch.start = Day::of(2026, 9, 7);
        fetch.end = Day::of(2026, 9, 14);
    }

    const vendors::Vendor& vendor;
    Script script;
    vendors::Plugin plugin;
    vendors::Fetch fetch;

    std::string name_of(const std::string& tool) const { return vendor.manifest.tools.at(tool).names.front(); }

    void sign_in() {
        const auto& account = vendor.manifest.account;
        if (!account) return;
        const auto reply = script.call(name_of(account->tool), plugin.account_arguments(fetch.settings));
        REQUIRE(reply);
        fetch.account = plugin.account(reply.value(), fetch.settings).value();
    }

    void look_up(std::string& problem) {
        const auto& lookups = vendor.manifest.datasets.at(fetch.dataset).lookups;
        fetch.found = Json::object();
        for (std::size_t at = 0; at < lookups.size(); ++at) {
            const auto wanted = plugin.lookup(fetch, at);
            if (!wanted) problem = wanted.error().detail;
            if (!wanted || !wanted.value()) continue;
            const auto reply = script.call(name_of(lookups[at].tool), *wanted.value());
            if (!reply) problem = reply.error().detail;
            if (!reply) continue;
            const auto found = plugin.found(fetch, content_of(reply.value()), at);
            if (!found)
                problem = found.error().detail;
            else
                fetch.found.update(found.value().value);
        }
    }

    // All pages; empty with the reason in `problem` where one could not be had.
    std::optional<Table> read(std::string& problem) {
        Table table = plugin.empty_table(fetch.dataset, fetch.group_by);
        look_up(problem);
        if (!problem.empty()) return std::nullopt;
        auto arguments = plugin.prepare(fetch);
        if (!arguments) problem = arguments.error().message + " " + arguments.error().detail;
        std::optional<Json> next;
        if (arguments) next = std::move(arguments).value();
        for (int page = 0; next && page < 200; ++page) {
            const auto reply = script.call(fetch.tool, *next);
            if (!reply) problem = cat(dump(*next), ": ", reply.error().detail);
            if (!reply) return std::nullopt;
            const Json content = content_of(reply.value());
            const auto shaped = plugin.shape(fetch, content, table, {*next});
            auto more = plugin.more(fetch, *next, content);
            if (!shaped) problem = shaped.error().detail;
            if (!more) problem = more.error().detail;
            if (!shaped || !more) return std::nullopt;
            next = std::move(more).value();
        }
        return problem.empty() ? std::optional(std::move(table)) : std::nullopt;
    }
};

// Of the days that were asked for; of all rows where they have no time.
double sum_of(const Table& table, const std::string& name, const vendors::Fetch& fetch, const std::string& time) {
    const Column* column = table.find(name);
    REQUIRE(column);
    const Column* when = table.find(time);
    const auto edge = [when](Day day) {
        return when->kind == Kind::day ? std::int64_t{day.days} : unix_seconds(Calendar().start_of(day));
    };
    double sum = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (!column->has(row)) continue;
        if (when && (when->integer(row) < edge(*fetch.start) || when->integer(row) >= edge(*fetch.end))) continue;
        sum += column->keeps_integers() ? static_cast<double>(column->integer(row)) : column->real(row);
    }
    return sum;
}

// What tells the rows apart: single things stay the same ones, however often each is found.
std::set<std::string> keys_of(const Table& table) {
    std::set<std::string> keys;
    for (const auto& column : table.columns) {
        if (column.role != Role::key || column.kind != Kind::text) continue;
        for (std::size_t row = 0; row < table.rows(); ++row)
            if (column.has(row)) keys.insert(std::string(column.text(row)));
        return keys;
    }
    return keys;
}

// The columns that may be added up: those that a metric adds up by itself.
std::set<std::string> added_up(const vendors::Manifest& manifest, const std::string& dataset) {
    std::set<std::string> columns;
    for (const auto& metric : manifest.metrics) {
        if (metric.dataset == dataset && metric.additive_over_time() && !metric.value.column.empty() &&
            metric.value.where.empty()) {
            columns.insert(metric.value.column);
        }
    }
    return columns;
}

}  // namespace

TEST_CASE("sim: what a scripted vendor tells apart adds up to what it gives as a whole") {
    const auto catalogue = read_vendors(std::string(PARLEY_SOURCE_DIR) + "/plugins/vendors");
    MovableClock clock;
    int compared = 0;
    for (const auto& vendor : catalogue.vendors()) {
        if (vendor.simulate_source.empty()) continue;
        for (const auto& [id, dataset] : vendor.manifest.datasets) {
            if (dataset.on_demand.empty()) continue;
            Asker asker(vendor, clock);
            asker.sign_in();
            asker.fetch.dataset = id;
            asker.fetch.tool = asker.name_of(dataset.tool);
            std::string where = cat(vendor.manifest.id.text, "/", id);
            std::string problem;
            CAPTURE(where);
            const auto whole = asker.read(problem);
            // What an optional setting would have to name is refused with the setting's name.
            if (problem.find("with the setting") != std::string::npos) continue;
            CHECK(problem == "");
            if (!whole) continue;
            for (const auto& column : dataset.on_demand) {
                where = cat(vendor.manifest.id.text, "/", id, " by ", column);
                asker.fetch.group_by = {column};
                const auto parts = asker.read(problem);
                CHECK(problem == "");
                if (!parts) continue;
                CHECK(parts->find(column) != nullptr);
                CHECK(whole->find(column) == nullptr);
                // One issue may stand in two environments: what counts is that all of them are found again.
                if (vendors::has_single_rows(dataset) && keys_of(*parts) == keys_of(*whole)) {
                    ++compared;
                    continue;
                }
                for (const auto& number : added_up(vendor.manifest, id)) {
                    const double expected = sum_of(*whole, number, asker.fetch, dataset.offer.time_field);
                    CHECK(expected > 0);
                    CHECK(std::abs(sum_of(*parts, number, asker.fetch, dataset.offer.time_field) - expected) < 0.005);
                    ++compared;
                }
            }
        }
    }
    CHECK(compared > 0);
    MESSAGE(compared << " breakdowns compared with their whole");
}
