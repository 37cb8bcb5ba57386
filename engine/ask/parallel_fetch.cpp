#include "ask/parallel_fetch.h"

#include "base/text.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace parley::ask {
namespace {

constexpr std::chrono::seconds heartbeat{1};

Result<Fetched> run(const Fetcher& fetcher, const StepFetch& fetch) {
    auto fetched = fetcher.fetch(*fetch.access, *fetch.step, fetch.need);
    if (!fetched) return named(fetch.access->connection.name, std::move(fetched).error());
    return fetched;
}

// Where the threads put what they bring home. Safe from several threads.
class Board {
public:
    explicit Board(std::size_t count) : slots_(count) {}

    std::stop_source& stop() { return stop_; }

    void bring(std::size_t fetch, Result<Fetched> result) {
        const bool failed = !result;
        {
            const std::lock_guard lock(mutex_);
            slots_[fetch] = std::move(result);
            arrivals_.push_back(fetch);
            if (failed && !first_failure_) first_failure_ = fetch;
        }
        arrived_.notify_one();
        if (failed) stop_.request_stop();
    }

    void bring(std::size_t fetch, std::exception_ptr bug) {
        {
            const std::lock_guard lock(mutex_);
            bug_ = std::move(bug);
            arrivals_.push_back(fetch);
        }
        arrived_.notify_one();
        stop_.request_stop();
    }

    // The next one that came home; none where nobody did for a while.
    std::optional<std::size_t> next() {
        std::unique_lock lock(mutex_);
        if (!arrived_.wait_for(lock, heartbeat, [this] { return seen_ < arrivals_.size(); })) return std::nullopt;
        return arrivals_[seen_++];
    }

    bool all_well() {
        const std::lock_guard lock(mutex_);
        return !bug_ && !first_failure_;
    }

    std::size_t first_out() {
        const std::lock_guard lock(mutex_);
        for (std::size_t fetch = 0; fetch < slots_.size(); ++fetch) {
            if (!slots_[fetch]) return fetch;
        }
        return 0;
    }

    // Once all are home.
    Result<std::vector<Fetched>> take() {
        const std::lock_guard lock(mutex_);
        if (bug_) std::rethrow_exception(bug_);
        if (first_failure_) return std::move(*slots_[*first_failure_]).error();
        std::vector<Fetched> all;
        for (auto& slot : slots_) all.push_back(std::move(*slot).value());
        return all;
    }

private:
    std::stop_source stop_;
    std::mutex mutex_;  // Guards the rest.
    std::condition_variable arrived_;
    std::vector<std::optional<Result<Fetched>>> slots_;
    std::vector<std::size_t> arrivals_;
    std::size_t seen_ = 0;
    std::optional<std::size_t> first_failure_;
    std::exception_ptr bug_;
};

// The threads of one plan. Whatever way the scope is left, they are told to stop before they are waited for.
class Crew {
public:
    explicit Crew(std::stop_source& stop) : stop_(stop) {}
    ~Crew() { stop_.request_stop(); }
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    template <typename Work>
    void add(Work work) {
        threads_.emplace_back(std::move(work));
    }

private:
    std::stop_source& stop_;
    std::vector<std::jthread> threads_;  // Joined by their destructors.
};

// A bug on a thread of ours reaches the door of the thread that asked.
void run_for(Board& board, std::size_t index, const Fetcher& fetcher, const StepFetch& fetch) {
    try {
        board.bring(index, run(fetcher, fetch));
    } catch (...) {
        board.bring(index, std::current_exception());
    }
}

}  // namespace

Error named(const std::string& source, Error error) {
    if (error.message.find(source) == std::string::npos) error.message = cat(source, ": ", error.message);
    return error;
}

Result<std::vector<Fetched>> fetch_all(const Fetcher& fetcher, std::vector<StepFetch>& fetches, std::stop_token stop,
                                       const OnFetch& on_fetch) {
    if (fetches.size() == 1 && !on_fetch) {
        PARLEY_TRY(Fetched fetched, run(fetcher.stopped_by(std::move(stop)), fetches.front()));
        std::vector<Fetched> all;
        all.push_back(std::move(fetched));
        return all;
    }
    const auto tell = [&](std::size_t fetch, std::string_view state) {
        if (on_fetch) on_fetch(fetch, state);
    };
    Board board(fetches.size());
    const std::stop_callback passed_on(std::move(stop), [&board] { board.stop().request_stop(); });
    const Fetcher linked = fetcher.stopped_by(board.stop().get_token());
    Crew crew(board.stop());
    for (std::size_t index = 0; index < fetches.size(); ++index) {
        tell(index, "started");
        crew.add([&, index] { run_for(board, index, linked, fetches[index]); });
    }
    for (std::size_t home = 0; home < fetches.size();) {
        const auto fetch = board.next();
        if (fetch) ++home;
        if (board.all_well()) tell(fetch ? *fetch : board.first_out(), fetch ? "done" : "waiting");
    }
    return board.take();
}

}  // namespace parley::ask
