// kill -9 at any moment of a refresh: nothing is lost that can be kept, and nothing is tried for ever.
#include "support.h"

#include <future>
#include <random>
#include <thread>

using namespace parley;
using namespace parley::storm;

namespace {

constexpr int lanes = 4;  // Each with a vendor and a database of its own.
constexpr int seeds_per_lane = 50;
constexpr std::chrono::milliseconds after_the_lease =
    expired_by + std::chrono::milliseconds(limits::refresh_lease_ms) + std::chrono::seconds(1);

using Steady = std::chrono::steady_clock;
using Micros = std::chrono::microseconds;

enum class Moment { before_request, before_rotation, before_answer, after_answer };

Moment moment_of(int seed) {
    switch (seed % 10) {
    case 0: return Moment::before_request;
    case 1: return Moment::before_rotation;
    case 2: return Moment::before_answer;
    }
    return Moment::after_answer;  // Where the danger is, most of them.
}

// What the kills came to, of one lane.
struct Tally {
    int before_rotation = 0;  // The vendor had not rotated.
    int not_written = 0;      // It had, and the row did not know.
    int written = 0;          // The row knew.
    int finished = 0;         // Too late: the question was answered.
    std::vector<std::string> wrong;

    void expect(bool holds, int seed, const std::string& what) {
        if (!holds) wrong.push_back(cat("seed ", seed, ": ", what));
    }
};

class Lane {
public:
    explicit Lane(int number) : number_(number) {}

    Tally run() {
        survivor_ = shared_.worker();
        survivor_->hear();
        const Micros span = calm_span();
        for (int k = 0; k < seeds_per_lane; ++k) one(number_ * seeds_per_lane + k, span);
        survivor_.reset();
        vendor_.stop();
        return tally_;
    }

private:
    // How long it takes from the vendor's answer to the worker's: the row is written somewhere in between.
    Micros calm_span() {
        Micros longest{0};
        for (int k = 0; k < 3; ++k) {
            const ConnectionId id{cat("calm-", number_, "-", k)};
            shared_.connect(id, vendor_);
            auto left = moment_of_answer();
            survivor_->say(ask(id, 1, expired_by));
            survivor_->hear();
            tally_.expect(survivor_->hear() == counts(1, 0), -1, "a calm refresh failed");
            longest = std::max(longest, std::chrono::duration_cast<Micros>(Steady::now() - left.get()));
        }
        return longest;
    }

    std::future<Steady::time_point> moment_of_answer() {
        const auto left = std::make_shared<std::promise<Steady::time_point>>();
        vendor_.set_hooks({{}, [left] { left->set_value(Steady::now()); }});
        return left->get_future();
    }

    void one(int seed, Micros span) {
        std::mt19937 dice(static_cast<std::mt19937::result_type>(seed));
        // Denser towards the beginning, where the row is written.
        const double share = std::uniform_real_distribution<double>(0, 1)(dice);
        const Micros delay(static_cast<Micros::rep>(share * share * static_cast<double>(span.count())));
        const ConnectionId id{cat("c", seed)};
        shared_.connect(id, vendor_);
        const bool answered = kill_during_refresh(id, moment_of(seed), delay);

        tally_.expect(shared_.is_sound(), seed, "the database is damaged");
        const auto grant = shared_.grant(id);
        tally_.expect(static_cast<bool>(grant), seed, "the row does not open");
        const auto row = shared_.org->credential(id);
        const bool written = row && row.value().generation == 2;
        const bool rotated = vendor_.rotated();
        tally_.expect(row && row.value().generation <= 2, seed, "more than one generation");
        tally_.expect(!written || rotated, seed, "a pair that nobody issued");
        (answered  ? tally_.finished
         : written ? tally_.written
         : rotated ? tally_.not_written
                   : tally_.before_rotation)++;

        // What was on the way to the vendor when the worker died may still arrive there, at any time.
        const bool certain = moment_of(seed) != Moment::before_request || vendor_.refreshes_asked() > 0;
        if (certain) {
            afterwards(id, seed, rotated && !written ? counts(0, 1) : counts(1, 0));
        } else {
            afterwards_with_a_latecomer(id, seed);
        }
    }

    // Says whether the worker had answered before it died.
    bool kill_during_refresh(const ConnectionId& id, Moment moment, Micros delay) {
        const auto victim = shared_.worker();
        victim->hear();
        std::future<Steady::time_point> left;
        const auto* process = victim.get();
        switch (moment) {
        case Moment::before_request: vendor_.set_hooks({}); break;
        case Moment::before_rotation:
            vendor_.set_hooks({[process] {
                                   process->kill_at_once();
                                   return false;
                               },
                               {}});
            break;
        case Moment::before_answer: vendor_.set_hooks({{}, [process] { process->kill_at_once(); }}); break;
        case Moment::after_answer: left = moment_of_answer(); break;
        }
        victim->say(ask(id, 1, expired_by));
        victim->hear();
        if (moment == Moment::before_request) kill_at(*victim, Steady::now() + delay);
        if (moment == Moment::after_answer) kill_at(*victim, left.get() + delay);
        const bool answered = victim->hear() == counts(1, 0);
        victim->kill_at_once();
        victim->wait();
        vendor_.set_hooks({});
        return answered;
    }

    // To the microsecond: a sleep would come back a scheduler's tick later.
    static void kill_at(const WorkerProcess& victim, Steady::time_point at) {
        while (Steady::now() < at) std::this_thread::yield();
        victim.kill_at_once();
    }

    // The next process, when the lease is over.
    std::string asked_again(const ConnectionId& id) {
        survivor_->say(ask(id, 1, after_the_lease));
        survivor_->hear();
        return survivor_->hear();
    }

    // At most one request, and a clear end that stays.
    void afterwards(const ConnectionId& id, int seed, const std::string& expected) {
        const int before = vendor_.refreshes_asked();
        const std::string first = asked_again(id);
        tally_.expect(first == expected, seed, cat("afterwards ", first, ", and should be ", expected));
        const int settled = vendor_.refreshes_asked();
        tally_.expect(settled - before <= 1, seed, "more than one retry");
        const std::string second = asked_again(id);
        tally_.expect(second == first, seed, "another outcome the second time: " + second);
        tally_.expect(vendor_.refreshes_asked() == settled, seed, "a retry after the end");
        check_row(id, seed, second);
    }

    // The dead worker's request may come between, and spend the token before or after us: one request more each time.
    void afterwards_with_a_latecomer(const ConnectionId& id, int seed) {
        for (int k = 0; k < 2; ++k) {
            const std::string outcome = asked_again(id);
            tally_.expect(outcome == counts(1, 0) || outcome == counts(0, 1), seed, "afterwards: " + outcome);
            check_row(id, seed, outcome);
        }
        tally_.expect(vendor_.refreshes_asked() <= 3, seed, "a retry too many");
    }

    void check_row(const ConnectionId& id, int seed, const std::string& outcome) {
        const bool ended = outcome == counts(0, 1);
        const auto state = ended ? store::ConnectionState::needs_reconnect : store::ConnectionState::connected;
        const auto connection = shared_.org->connection(id);
        tally_.expect(connection && connection.value().state == state, seed, "the row's state says something else");
        tally_.expect(connection && connection.value().reason.empty() != ended, seed, "a reason where none belongs");
        tally_.expect(static_cast<bool>(shared_.grant(id)), seed, "the row was lost afterwards");
    }

    const int number_;
    Shared shared_;
    RotatingVendor vendor_;
    std::unique_ptr<WorkerProcess> survivor_;
    Tally tally_;
};

}  // namespace

TEST_CASE(
    "storm: case oauth-44: two hundred kills during a refresh lose no row, and the next process tries once at most") {
    Tally sum;
    std::vector<Tally> tallies(lanes);
    std::vector<std::thread> threads;
    for (int k = 0; k < lanes; ++k)
        threads.emplace_back([&tallies, k] { tallies[static_cast<std::size_t>(k)] = Lane(k).run(); });
    for (auto& thread : threads) thread.join();
    for (const auto& tally : tallies) {
        for (const auto& wrong : tally.wrong) FAIL_CHECK(wrong);
        sum.before_rotation += tally.before_rotation;
        sum.not_written += tally.not_written;
        sum.written += tally.written;
        sum.finished += tally.finished;
    }
    MESSAGE(cat("killed before the rotation ", sum.before_rotation, ", before the row was written ", sum.not_written,
                ", after it ", sum.written, ", too late ", sum.finished));
    CHECK(sum.before_rotation + sum.not_written + sum.written + sum.finished == lanes * seeds_per_lane);
    CHECK(sum.before_rotation >= lanes * seeds_per_lane / 20);
    CHECK(sum.not_written > lanes * seeds_per_lane / 10);  // More than those that were killed before the answer left.
    CHECK(sum.written >= lanes * seeds_per_lane / 20);
}
