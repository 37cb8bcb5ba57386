// What one call over the wire costs the client: parley_wire_bench URL CALLS THREADS. Links mcp, net and policy only, so
// that its memory is theirs. Each thread has a session of its own. Prints one line of JSON.
#include "mcp/session.h"
#include "net/http.h"
#include "net/url_guard.h"
#include "policy/gate.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

using namespace parley;

namespace {

using Steady = std::chrono::steady_clock;

constexpr int warm_up_calls = 200;

template <typename T>
T must(Result<T> result) {
    if (result) return std::move(result).value();
    std::fprintf(stderr, "bench: %s (%s)\n", result.error().message.c_str(), result.error().detail.c_str());
    std::exit(1);
}

double ms_since(Steady::time_point start) {
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

// The peak since exec. getrusage would tell the peak of whoever started us, where that is more.
double peak_megabytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
    }
    return 0;
}

double cpu_ms() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

struct Worker {
    std::unique_ptr<net::Http> http = net::make_http();
    std::unique_ptr<mcp::Session> session;
    std::vector<double> times_ms;

    void open(const net::SafeUrl& url) {
        session = std::make_unique<mcp::Session>(must(mcp::Session::open(*http, url, std::nullopt)));
        must(session->list_tools());
    }
    void run(int calls) {
        const policy::Gate gate({{"echo"}}, {{"echo", {"echo", "", Json::object(), Json::object()}}});
        times_ms.clear();
        times_ms.reserve(static_cast<std::size_t>(calls));
        for (int i = 0; i < calls; ++i) {
            const auto start = Steady::now();
            const auto call = must(gate.admit({{"bench"}, "echo", {{"message", "hello"}}}));
            const auto reply = must(session->call(call));
            times_ms.push_back(ms_since(start));
            if (reply.text != "Echo: hello") must<Done>(Error{Fault::internal, "another answer than ours", reply.text});
        }
    }
};

void run_all(std::vector<Worker>& workers, int calls) {
    const int each = (calls + static_cast<int>(workers.size()) - 1) / static_cast<int>(workers.size());
    if (workers.size() == 1) return workers.front().run(each);
    std::vector<std::jthread> threads;
    for (auto& worker : workers) threads.emplace_back([&worker, each] { worker.run(each); });
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) {
        std::fprintf(stderr, "parley_wire_bench URL CALLS THREADS\n");
        return 2;
    }
    const auto resolver = net::system_resolver();
    const auto url = must(net::UrlGuard(*resolver, net::Reach::loopback).check(words[1]));
    const int calls = std::atoi(words[2]);
    std::vector<Worker> workers(static_cast<std::size_t>(std::atoi(words[3])));
    for (auto& worker : workers) worker.open(url);
    run_all(workers, warm_up_calls);

    const double cpu_before_ms = cpu_ms();
    const auto start = Steady::now();
    run_all(workers, calls);
    const double took_ms = ms_since(start);
    const double cpu_taken_ms = cpu_ms() - cpu_before_ms;

    std::vector<double> times;
    for (const auto& worker : workers) times.insert(times.end(), worker.times_ms.begin(), worker.times_ms.end());
    std::sort(times.begin(), times.end());
    const auto done = static_cast<double>(times.size());
    const auto at = [&](double share) { return times[static_cast<std::size_t>(share * done)]; };
    std::printf(
        "{\"calls_per_s\":%.1f,\"p50_ms\":%.4f,\"p99_ms\":%.4f,\"cpu_ms_per_call\":%.4f,\"peak_rss_mb\":%.2f}\n",
        done / took_ms * 1e3, at(0.50), at(0.99), cpu_taken_ms / done, peak_megabytes());
    return 0;
}
