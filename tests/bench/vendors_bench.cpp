#include "bench/vendors_bench.h"

#include "vendors/plugin.h"

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

constexpr int rounds = 7;

void stop(const std::string& why) {
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::exit(1);
}

// The best of some rounds: what disturbs a round makes it longer only.
template <typename Work>
double best_ms(const Work& work) {
    double best = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        best = round == 0 ? took.count() : std::min(best, took.count());
    }
    return best;
}

// What is allocated: the resident size would not show what earlier measures have freed.
double allocated_kb() {
    return static_cast<double>(::mallinfo2().uordblks) / 1024;
}

// A recorded page with its rows repeated until there are `rows`.
Json large_reply(const vendors::Vendor& vendor, const std::string& example, std::size_t rows) {
    std::ifstream in(vendor.folder + "/examples/" + example + ".json");
    std::ostringstream text;
    text << in.rdbuf();
    auto reply = parse_json(text.str());
    if (!reply || !reply.value()["data"].is_array() || reply.value()["data"].empty())
        stop("no rows in the example " + example);
    Json& data = reply.value()["data"];
    const std::size_t own = data.size();
    while (data.size() < rows) data.push_back(Json(data[data.size() % own]));
    return std::move(reply).value();
}

void bench_shape(const vendors::Vendor& vendor) {
    constexpr std::size_t rows = 10'000;
    const Json reply = large_reply(vendor, "charges", rows);
    const std::string text = dump(reply);
    auto plugin = vendors::Plugin::open(vendor);
    if (!plugin) stop(plugin.error().detail);
    vendors::Fetch fetch;
    fetch.dataset = "charges";
    const double reading = best_ms([&] {
        if (!parse_json(text)) stop("the text is no JSON");
    });
    const double shaping = best_ms([&] {
        Table table = plugin.value().empty_table(fetch.dataset);
        const auto shaped = plugin.value().shape(fetch, reply, table);
        if (!shaped || table.rows() != rows) stop("the reply has no shape");
    });
    std::printf("  %-58s %9.0f rows/s   reading its text alone: %9.0f rows/s, %.1f times its time\n",
                "Stripe's charges, 10,000 rows through shape()", rows / shaping * 1000, rows / reading * 1000,
                shaping / reading);
}

void bench_idle(const vendors::Catalogue& catalogue) {
    constexpr int each = 8;
    std::vector<vendors::Plugin> plugins;
    const double before = allocated_kb();
    for (int copy = 0; copy < each; ++copy) {
        for (const auto& vendor : catalogue.vendors()) {
            auto plugin = vendors::Plugin::open(vendor);
            if (!plugin) stop(plugin.error().detail);
            plugins.push_back(std::move(plugin).value());
        }
    }
    const auto count = static_cast<double>(plugins.size());
    std::printf("  %-58s %8.1f KB each, %zu of them\n", "a plugin at rest", (allocated_kb() - before) / count,
                plugins.size());
    const double opening = best_ms([&] {
        for (const auto& vendor : catalogue.vendors()) {
            if (!vendors::Plugin::open(vendor)) stop("a plugin did not open");
        }
    });
    std::printf("  %-58s %8.3f ms\n", "a plugin opened for a question",
                opening / static_cast<double>(catalogue.vendors().size()));
}

}  // namespace

void bench_vendors(const std::string& folder, const vendors::Catalogue& catalogue) {
    const double loading = best_ms([&] {
        if (!vendors::Catalogue::read(folder)) stop("the folders cannot be read");
    });
    std::printf("\nVendors\n  %-58s %8.1f ms\n",
                (std::to_string(catalogue.vendors().size()) + " folders read and checked").c_str(), loading);
    const auto* stripe = catalogue.find({"stripe"});
    if (stripe == nullptr) stop("there is no Stripe");
    bench_shape(*stripe);
    bench_idle(catalogue);
}

}  // namespace parley::bench
