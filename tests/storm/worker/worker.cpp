// A Parley of its own on somebody else's database: reads commands, asks one question from many threads, says what came
// of it. What a test kills, and what comes after the killed one.
//   worker DATABASE KEY_FILE          prints "ready"
//   ask CONNECTION THREADS OFFSET_MS  prints "asking", then "answered 24 reconnect 1 ..."
#include "base/text.h"
#include "connect/sessions.h"

#include <atomic>
#include <iostream>
#include <latch>
#include <sstream>
#include <thread>

using namespace parley;

namespace {

const OrgId org_id{"org"};
constexpr int call_timeout_ms = 60'000;

class ShiftedClock final : public Clock {
public:
    explicit ShiftedClock(std::int64_t offset_ms) : offset_ms_(offset_ms) {}
    Instant now() const override { return SystemClock().now() + std::chrono::milliseconds(offset_ms_); }

private:
    const std::int64_t offset_ms_;
};

class NoNames final : public net::Resolver {
public:
    Result<std::vector<std::string>> resolve(const std::string&, const Deadline&) override {
        return Error{Fault::unavailable, "No names here.", ""};
    }
};

struct Counts {
    std::atomic<int> answered = 0, reconnect = 0, not_found = 0, other = 0;

    void count(const Result<mcp::Reply>& reply) {
        if (reply) {
            ++answered;
        } else if (reply.error().fault == Fault::reconnect) {
            ++reconnect;
        } else if (reply.error().fault == Fault::not_found) {
            ++not_found;
        } else {
            ++other;
            std::cerr << reply.error().message << " (" << reply.error().detail << ")\n";
        }
    }
    std::string text() const {
        return cat("answered ", answered.load(), " reconnect ", reconnect.load(), " not_found ", not_found.load(),
                   " other ", other.load());
    }
};

struct Wish {
    ConnectionId connection;
    int threads = 1;
    std::int64_t offset_ms = 0;
};

Result<mcp::Reply> ask_once(connect::Sessions& sessions, store::OrgStore& org, const vendors::Catalogue& catalogue,
                            const ConnectionId& id) {
    PARLEY_TRY(const store::Connection connection, org.connection(id));
    PARLEY_TRY(const connect::Access access, connect::access(org, catalogue, connection));
    PARLEY_TRY(const policy::AdmittedCall admitted, access.gate.admit({id, "list_orders", Json::object()}));
    return sessions.call(org, UserId{"anna"}, admitted, call_timeout_ms);
}

// Everything is made anew for each question, as in a process that has just begun.
void ask(store::Store& store, const std::string& key_file, const Wish& wish) {
    const ShiftedClock clock(wish.offset_ms);
    auto keys = vault::read_key_file(key_file, vault::Missing::refuse);
    if (!keys) throw std::runtime_error(keys.error().message);
    const vault::Vault vault(std::move(keys).value(), clock);
    const vendors::Catalogue catalogue;
    NoNames resolver;
    const net::UrlGuard guard(resolver, net::Reach::loopback);
    connect::Sessions sessions({vault, catalogue, guard, clock});
    const auto org = store.for_org(org_id);

    Counts counts;
    std::latch all_here(wish.threads + 1);
    std::vector<std::thread> threads;
    for (int k = 0; k < wish.threads; ++k) {
        threads.emplace_back([&] {
            all_here.arrive_and_wait();
            counts.count(ask_once(sessions, *org, catalogue, wish.connection));
        });
    }
    std::cout << "asking" << std::endl;
    all_here.arrive_and_wait();
    for (auto& thread : threads) thread.join();
    std::cout << counts.text() << std::endl;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) return 2;
    auto store = store::open_sqlite(arguments[1]);
    if (!store) {
        std::cerr << store.error().message << "\n";
        return 1;
    }
    std::cout << "ready" << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string command;
        Wish wish;
        if (!(words >> command >> wish.connection.text >> wish.threads >> wish.offset_ms)) return 2;
        ask(*store.value(), arguments[2], wish);
    }
    return 0;
}
