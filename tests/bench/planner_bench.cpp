#include "bench/planner_bench.h"

#include "base/text.h"
#include "planner/planner.h"
#include "planner/tools/choose.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <malloc.h>
#include <sstream>
#include <vector>

namespace parley::bench {
namespace {

constexpr std::size_t many_tools = 10'000;
constexpr std::size_t questions_of_tools = 500;

using Steady = std::chrono::steady_clock;

double ms_since(Steady::time_point start) {
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

// What is allocated: the resident size would not show what earlier measures have freed.
double allocated_mb() {
    const auto info = ::mallinfo2();  // Large blocks are mapped and stand apart.
    return static_cast<double>(info.uordblks + info.hblkhd) / (1024 * 1024);
}

void print(const std::string& what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](std::size_t percent) {
        return times[std::min(times.size() - 1, times.size() * percent / 100)];
    };
    std::printf("  %-58s p50 %8.3f ms   p95 %8.3f ms   p99 %8.3f ms\n", what.c_str(), at(50), at(95), at(99));
}

struct Asked {
    std::vector<planner::Offer> offers;
    std::vector<std::string> questions;
    std::size_t tools = 0;
};

Asked everything_connected(const vendors::Catalogue& catalogue) {
    Asked asked;
    for (const auto& vendor : catalogue.vendors()) {
        planner::Offer offer = vendors::make_offer_unconnected(vendor);
        offer.connected = true;
        offer.connection = {offer.vendor.text};
        for (auto& dataset : offer.datasets) dataset.tool = dataset.id;
        asked.tools += vendor.manifest.tools.size();
        asked.offers.push_back(std::move(offer));
        asked.questions.insert(asked.questions.end(), vendor.manifest.ask.begin(), vendor.manifest.ask.end());
    }
    return asked;
}

void bench_plan(const Asked& asked) {
    const planner::Context context{Calendar(), Day::of(2026, 11, 21), {}, nullptr};
    const double before = allocated_mb();
    const auto preparing = Steady::now();
    const planner::Index index(asked.offers);
    std::printf("  %-58s %.1f ms, %.1f MB\n", cat("prepare ", asked.offers.size(), " vendors for the planner").c_str(),
                ms_since(preparing), allocated_mb() - before);
    std::vector<double> times;
    for (int round = 0; round < 3; ++round) {
        for (const auto& question : asked.questions) {
            const auto start = Steady::now();
            const auto decision = planner::plan(question, index, context);
            times.push_back(ms_since(start));
            if (decision.valueless_by_exception()) std::exit(1);
        }
    }
    print(cat("plan one question, ", asked.offers.size(), " vendors, ", asked.tools, " tools"), std::move(times));
}

// Tools as servers publish them, of the words that the folders use themselves: different, and long enough.
std::vector<planner::ToolText> tools_of_words(const std::vector<planner::Offer>& offers, std::size_t count) {
    static constexpr std::string_view doing[] = {"list", "get", "search", "query", "count", "find", "read", "fetch"};
    struct Thing {
        std::string name, description;
    };
    std::vector<Thing> things;
    for (const auto& offer : offers) {
        for (const auto& metric : offer.metrics) things.push_back({metric.name, metric.description});
    }
    std::vector<planner::ToolText> tools;
    for (std::size_t k = 0; k < count; ++k) {
        const Thing& thing = things[k % things.size()];
        const Thing& other = things[(k * 7 + k / things.size()) % things.size()];
        const std::string_view verb = doing[(k / things.size() + k) % std::size(doing)];
        std::string name = cat(verb, "_", thing.name, "_", other.name);
        std::replace(name.begin(), name.end(), ' ', '_');
        planner::ToolText tool;
        tool.name = std::move(name);
        tool.vendor = offers[k % offers.size()].name;
        tool.description = cat("Reads ", thing.description, " Also ", other.description);
        tool.input_schema = {{"type", "object"},
                             {"properties",
                              {{"since", {{"type", "string"}, {"format", "date"}, {"description", "First day"}}},
                               {"limit", {{"type", "integer"}, {"description", "Rows at most"}}},
                               {"owner", {{"type", "string"}, {"description", cat("Owner of the ", other.name)}}}}},
                             {"required", Json::array({"since"})}};
        tools.push_back(std::move(tool));
    }
    return tools;
}

// A server nobody described, as the planner meets it: each tool a dataset and a count of its rows.
planner::Offer custom_server(const std::vector<planner::ToolText>& tools) {
    planner::Offer offer;
    offer.vendor = {"custom"};
    offer.connection = {"custom"};
    offer.connected = true;
    offer.name = "Custom";
    for (const auto& tool : tools) {
        planner::Dataset dataset;
        dataset.id = dataset.name = dataset.tool = tool.name;
        std::replace(dataset.name.begin(), dataset.name.end(), '_', ' ');
        dataset.description = tool.description;
        planner::Metric metric;
        metric.id = metric.dataset = dataset.id;
        metric.name = dataset.name;
        metric.description = tool.description;
        offer.datasets.push_back(std::move(dataset));
        offer.metrics.push_back(std::move(metric));
    }
    return offer;
}

void bench_tools(const Asked& asked, const planner::WordVectors& vectors, const char* with) {
    const auto tools = tools_of_words(asked.offers, many_tools);
    const double before = allocated_mb();
    const auto building = Steady::now();
    const planner::ToolIndex index(tools, vectors);
    const double built_ms = ms_since(building);
    std::printf("  %-58s %.1f ms, %.1f MB\n", cat("index of ", tools.size(), " tools, ", with).c_str(), built_ms,
                allocated_mb() - before);
    const Calendar calendar;
    const planner::ToolContext context{Day::of(2026, 11, 21), calendar, vectors};
    std::vector<double> times;
    const std::size_t every = std::max<std::size_t>(1, asked.questions.size() / questions_of_tools);
    for (std::size_t k = 0; k < asked.questions.size(); k += every) {
        const auto start = Steady::now();
        const auto chosen = planner::choose_tool(asked.questions[k], tools, index, context);
        times.push_back(ms_since(start));
        if (chosen.ranked.empty()) std::exit(1);
    }
    print(cat("choose one of ", tools.size(), " tools, ", with), std::move(times));
}

planner::WordVectors vectors_in(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    auto vectors = planner::WordVectors::parse(bytes.str());
    return vectors ? std::move(vectors).value() : planner::WordVectors();
}

}  // namespace

void bench_planner(const vendors::Catalogue& catalogue, const std::string& vectors) {
    const Asked asked = everything_connected(catalogue);
    bench_plan(asked);
    Asked beside = asked;
    beside.offers.push_back(custom_server(tools_of_words(asked.offers, many_tools)));
    beside.tools += many_tools;
    bench_plan(beside);
    bench_tools(asked, planner::WordVectors(), "without word vectors");
    const planner::WordVectors words = vectors_in(vectors);
    if (words.size() > 0) bench_tools(asked, words, "with word vectors");
}

}  // namespace parley::bench
