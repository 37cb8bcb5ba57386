// `make bench`: planning time, what the engine adds to a question against an instant vendor, cold start, memory.
// Figures of one run on one machine; what two things cost is given as a ratio of the same run.
#include "analysis/workbench.h"
#include "app/house.h"
#include "base/text.h"
#include "bench/gate_bench.h"
#include "bench/lua_bench.h"
#include "bench/planner_bench.h"
#include "bench/store_bench.h"
#include "bench/vault_bench.h"
#include "bench/vendors_bench.h"
#include "fakes/mcp_server.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace parley;

namespace {

using Steady = std::chrono::steady_clock;

double ms_since(Steady::time_point start) {
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

struct Spread {
    double p50, p95, p99;
};

Spread spread(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return values[std::min(values.size() - 1,
                               static_cast<std::size_t>(share * static_cast<double>(values.size())))];
    };
    return {at(0.50), at(0.95), at(0.99)};
}

void print(const char* what, const Spread& s) {
    std::printf("  %-58s p50 %8.3f ms   p95 %8.3f ms   p99 %8.3f ms\n", what, s.p50, s.p95, s.p99);
}

template <typename T>
T must(Result<T> result) {
    if (result) return std::move(result).value();
    std::fprintf(stderr, "bench: %s (%s)\n", result.error().message.c_str(), result.error().detail.c_str());
    std::exit(1);
}

// Rows of a mail campaign, as Ecomail's simulation sends them.
Json campaign_rows(int count) {
    Json rows = Json::array();
    for (int row = 0; row < count; ++row) {
        rows.push_back({{"title", cat("Letter ", row / 4)},
                        {"segment", cat("Segment ", row % 4)},
                        {"list", "Newsletter"},
                        {"type", "email"},
                        {"sent_at", Day::of(2026, 7, 1).plus(row % 90).text()},
                        {"sent", 1000 + row},
                        {"delivered", 990 + row},
                        {"opened", 300 + row % 50},
                        {"clicked", 40 + row % 9},
                        {"unsubscribed", row % 3}});
    }
    return {{"current_page", 1}, {"last_page", 1}, {"data", std::move(rows)}};
}

// A server that answers at once: its reply is written before the clock starts.
void make_instant(fakes::McpServer& server, int rows) {
    const Json reply = campaign_rows(rows);
    const std::string structured = dump(reply);
    const std::string text = dump(Json(structured));
    const std::string result =
        cat(R"("result":{"content":[{"type":"text","text":)", text, R"(}],"structuredContent":)", structured, "}}");
    server.on["tools/list"] = [](const fakes::McpServer::Seen& seen, fakes::HttpServer::Line& line) {
        const Json tool{{"name", "get_campaign_statistics"},
                        {"description", "Statistics of campaigns by segment."},
                        {"inputSchema", {{"type", "object"}}},
                        {"annotations", {{"readOnlyHint", true}}}};
        fakes::McpServer::reply(line, fakes::McpServer::result(seen, {{"tools", Json::array({tool})}}));
    };
    server.on["tools/call"] = [result](const fakes::McpServer::Seen& seen, fakes::HttpServer::Line& line) {
        line.reply(200, "application/json",
                   cat(R"({"jsonrpc":"2.0","id":)", dump(at_or_null(seen.message, "id")), ",", result));
    };
}

// Ecomail as it is, but for a server that lets anybody in: what a token costs is not what is measured here.
vendors::Catalogue open_ecomail() {
    char pattern[] = "/tmp/parley-bench-XXXXXX";
    if (::mkdtemp(pattern) == nullptr) std::exit(1);
    const std::filesystem::path folder(pattern);
    std::filesystem::copy(PARLEY_SOURCE_DIR "/plugins/vendors/ecomail", folder / "ecomail",
                          std::filesystem::copy_options::recursive);
    std::ostringstream text;
    text << std::ifstream(folder / "ecomail/manifest.lua").rdbuf();
    std::string manifest = text.str();
    const std::string oauth = "kind = \"oauth\"";
    manifest.replace(manifest.find(oauth), oauth.size(), "kind = \"none\"");
    std::ofstream(folder / "ecomail/manifest.lua") << manifest;
    auto catalogue = must(vendors::Catalogue::read(folder.string()));
    std::filesystem::remove_all(folder);
    return catalogue;
}

void bench_question(int rows) {
    const auto catalogue = open_ecomail();
    fakes::McpServer server;
    make_instant(server, rows);
    const SystemClock clock;
    const auto resolver = net::system_resolver();
    const net::UrlGuard guard(*resolver, net::Reach::loopback);
    std::vector<vault::FernetKey> keys;
    keys.push_back(vault::FernetKey::generate());
    const vault::Vault vault(std::move(keys), clock);
    const auto store = must(store::open_sqlite(":memory:"));
    connect::Sessions sessions({vault, catalogue, guard, clock});
    connect::Connector connector({*store,
                                  vault,
                                  catalogue,
                                  guard,
                                  clock,
                                  sessions,
                                  "http://127.0.0.1:8080/oauth/callback",
                                  {{"ecomail", server.url()}}});
    auto workbench = must(analysis::Workbench::open());
    ask::Asker asker({catalogue, sessions, workbench, clock});
    store::Organization organization;
    organization.id = {"bench"};
    must(store->create_organization(organization));
    const auto org = store->for_org(organization.id);
    connect::Begin wish;
    wish.vendor = {"ecomail"};
    wish.parameters["account"] = "demo";
    must(connector.begin(*org, {"bench"}, std::move(wish)));

    const ask::Question question{"What is open-rate by audience segment in Q3 2026?", {}, false};
    std::vector<double> totals, engine;
    constexpr int rounds = 300, warm = 20;
    for (int round = 0; round < rounds + warm; ++round) {
        const auto start = Steady::now();
        const auto answer = must(asker.ask(*org, {"bench"}, question));
        const double total = ms_since(start);
        if (answer["status"] != "answered") {
            std::fprintf(stderr, "bench: %s\n", answer.dump().c_str());
            std::exit(1);
        }
        if (round < warm) continue;
        totals.push_back(total);
        engine.push_back(answer["timing"]["engine_ms"].get<double>());
    }
    print(cat("one question, ", rows, " rows, instant vendor: all of it").c_str(), spread(totals));
    print("    of it Parley, the wire excluded", spread(engine));
}

long resident_kb(pid_t pid) {
    std::ifstream status(cat("/proc/", pid, "/status"));
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("VmRSS:", 0) == 0) return std::strtol(line.c_str() + 6, nullptr, 10);
    }
    return 0;
}

// From exec to the line that says where it listens.
void bench_cold_start(const std::string& program) {
    char folder[] = "/tmp/parley-bench-XXXXXX";
    if (::mkdtemp(folder) == nullptr) std::exit(1);
    ::setenv("PARLEY_HOME", folder, 1);
    if (std::system(cat("'", program, "' vault init > /dev/null").c_str()) != 0) std::exit(1);
    const std::string config = cat(folder, "/parley.toml");
    std::ofstream(config) << "port = 0\npublic_url = \"https://parley.example.com\"\n";
    std::vector<double> times;
    long memory_kb = 0;
    for (int round = 0; round < 10; ++round) {
        int ends[2];
        if (::pipe(ends) != 0) std::exit(1);
        const auto start = Steady::now();
        const pid_t pid = ::fork();
        if (pid == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::execl(program.c_str(), program.c_str(), "serve", "--config", config.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        char line[256];
        if (::read(ends[0], line, sizeof line) <= 0) std::exit(1);
        times.push_back(ms_since(start));
        memory_kb = std::max(memory_kb, resident_kb(pid));
        ::kill(pid, SIGTERM);
        ::waitpid(pid, nullptr, 0);
        ::close(ends[0]);
    }
    print("cold start of the server", spread(times));
    std::printf("  %-58s %.1f MB\n", "memory of the server after its start", static_cast<double>(memory_kb) / 1024);
    if (std::system(cat("rm -rf '", folder, "'").c_str()) != 0) std::exit(1);
}

}  // namespace

int main(int, char** argv) {
    const std::string folder = PARLEY_SOURCE_DIR "/plugins/vendors";
    const auto catalogue = must(vendors::Catalogue::read(folder));
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::printf("Parley bench (%ld processors)\n", ::sysconf(_SC_NPROCESSORS_ONLN));
    bench::bench_planner(catalogue, PARLEY_SOURCE_DIR "/build/deps/words.bin");
    bench_question(100);
    bench_question(1000);
    bench::bench_vendors(folder, catalogue);
    bench::bench_gate();
    bench::bench_lua();
    bench::bench_vault();
    bench::bench_store();
    const std::string self = argv[0];
    bench_cold_start(self.substr(0, self.rfind('/') + 1) + "parley");
    return 0;
}
