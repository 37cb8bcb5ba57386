#include "store/postgres.h"

#include "base/text.h"
#include "store/postgres_text.h"

#include <charconv>
#include <condition_variable>
#include <map>
#include <mutex>
#include <pqxx/pqxx>
#include <set>

namespace parley::store {
namespace {

// A server that refuses or goes away tells why in five letters. Never our SQL
// or a value: those are not ours to log.
Error refusal(const std::string& state, std::string detail) {
    const std::string_view kind = std::string_view(state).substr(0, 2);
    const auto unavailable = [&](const char* message) { return Error{Fault::unavailable, message, std::move(detail)}; };
    if (state == "53100" || kind == "58") return unavailable("The database's disk is full or failing.");
    if (state == "53200") return unavailable("There is not enough memory.");
    if (state == "53300") return unavailable("The database has no connection to spare; try again.");
    if (state == "55P03" || state == "57014" || kind == "40") return unavailable("The database is busy; try again.");
    if (state == "25006") return unavailable("The database cannot be written.");
    if (kind == "08" || kind == "57") return unavailable("The database went away; try again.");
    if (state == "54000") return {Fault::invalid, "This is too long to be kept.", std::move(detail)};
    if (kind == "XX") return {Fault::internal, "The database is damaged.", std::move(detail)};
    return {Fault::internal, "The database refused this.", std::move(detail)};
}

std::string first_line(const char* text) {
    const std::string_view all(text);
    return std::string(all.substr(0, all.find('\n')));
}

class PostgresCursor final : public Cursor {
public:
    explicit PostgresCursor(pqxx::result rows) : rows_(std::move(rows)) {}

    Result<bool> step() override { return ++at_ < static_cast<int>(rows_.size()); }

    bool is_null(int column) const override { return field(column).is_null(); }

    std::optional<std::string> text(int column) const override {
        const pqxx::field found = field(column);
        if (found.is_null()) return std::nullopt;
        return from_stored({found.c_str(), found.size()});
    }

    std::optional<std::int64_t> integer(int column) const override {
        const pqxx::field found = field(column);
        std::int64_t number = 0;
        const char* const end = found.c_str() + found.size();
        const auto read = std::from_chars(found.c_str(), end, number);
        if (found.is_null() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
        return number;
    }

    Error unreadable() const override {
        return {Fault::internal, "The database holds a row that cannot be read.", "a value of the wrong form"};
    }

private:
    pqxx::field field(int column) const {
        return rows_[static_cast<pqxx::result::size_type>(at_)][static_cast<pqxx::row::size_type>(column)];
    }

    pqxx::result rows_;
    int at_ = -1;
};

// One connection. Speaks BEGIN and COMMIT itself, so that a transaction begins
// in one round trip.
class Link {
public:
    static Result<std::unique_ptr<Link>> connect(const std::string& address, const PostgresPool& pool) {
        try {
            return std::unique_ptr<Link>(new Link(address, pool));
        } catch (const pqxx::failure& problem) {
            return Error{Fault::unavailable, "The database cannot be reached.", first_line(problem.what())};
        }
    }

    Result<Done> run_script(const std::string& sql) {
        return guarded([&] {
            work_->exec(sql);
            return Done{};
        });
    }

    Result<pqxx::result> run(std::string_view sql, Values values) {
        return guarded([&] {
            std::vector<std::string> texts;
            texts.reserve(values.size());
            for (const auto& value : values) texts.push_back(text_of(value));
            std::vector<const char*> arguments;
            auto text = texts.begin();
            for (const auto& value : values) {
                const bool null = std::holds_alternative<std::nullptr_t>(value.held());
                arguments.push_back(null ? nullptr : text->c_str());
                ++text;
            }
            return work_->exec_prepared(prepared(numbered(sql, values)), pqxx::prepare::make_dynamic_params(arguments));
        });
    }

    std::string quoted(const std::string& text) { return connection_.quote(text); }
    bool is_broken() const { return broken_ || !connection_.is_open(); }

private:
    Link(const std::string& address, const PostgresPool& pool) : connection_(address) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
        // It would connect anew in the middle of a transaction and go on as if
        // nothing had happened.
        connection_.inhibit_reactivation(true);
#pragma GCC diagnostic pop
        work_.emplace(connection_);
        // A commit that outlives a loss of power, and names that nobody can put
        // others in front of.
        work_->exec(
            cat("SET synchronous_commit = on; SET client_encoding = 'UTF8'; SET "
                "row_security = on;"
                " SET standard_conforming_strings = on; SET client_min_messages = "
                "error;"
                " SET search_path = parley, pg_temp; SET statement_timeout = ",
                pool.statement_max_ms, "; SET lock_timeout = ", pool.wait_max_ms,
                "; SET idle_in_transaction_session_timeout = ", 3 * pool.statement_max_ms));
    }

    static std::string text_of(const Value& value) {
        if (const auto* number = std::get_if<std::int64_t>(&value.held())) return cat(*number);
        if (const auto* text = std::get_if<std::string_view>(&value.held())) return to_stored(*text);
        return {};
    }

    const std::string& prepared(std::string sql) {
        const auto found = prepared_.find(sql);
        if (found != prepared_.end()) return found->second;
        std::string name = cat("parley_", prepared_.size() + 1);
        connection_.prepare(name, sql);
        return prepared_.emplace(std::move(sql), std::move(name)).first->second;
    }

    template <typename Body>
    auto guarded(Body body) -> Result<decltype(body())> {
        try {
            return body();
        } catch (const pqxx::sql_error& problem) {
            const std::string& state = problem.sqlstate();
            broken_ = broken_ || !connection_.is_open();
            return refusal(broken_ && state.empty() ? "08006" : state,
                           cat("postgres ", state, ": ", first_line(problem.what())));
        } catch (const pqxx::transaction_rollback& problem) {
            return refusal("40000", first_line(problem.what()));
        } catch (const pqxx::failure& problem) {
            broken_ = true;
            return refusal("08006", first_line(problem.what()));
        }
    }

    pqxx::connection connection_;
    std::optional<pqxx::nontransaction> work_;
    std::map<std::string, std::string> prepared_;  // Name by SQL.
    bool broken_ = false;
};

std::string begin_script(Link& link, Access access, const Scope& scope) {
    // Readers see one moment, as in SQLite. A writer waits for its turn first,
    // and each of its statements sees what was committed before that.
    std::string script = access == Access::read ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                                                : "BEGIN ISOLATION LEVEL READ COMMITTED";
    for (const auto& [name, text] : scope) {
        script += cat("; SELECT set_config('parley.", name, "', ", link.quoted(to_stored(text)), ", true)");
    }
    if (access == Access::write && !scope.empty()) {
        const std::string turn = to_stored(cat("parley ", scope.front().name, " ", scope.front().text));
        script += cat("; SELECT pg_advisory_xact_lock(hashtextextended(", link.quoted(turn), ", 0))");
    }
    return script;
}

class PostgresDatabase final : public Database {
public:
    PostgresDatabase(std::string address, const PostgresPool& pool) : address_(std::move(address)), pool_(pool) {}

    Result<Transaction> begin(Access access, const Scope& scope) override;

private:
    friend class PostgresWork;

    // The right to use one connection, and a writer's turn.
    class Seat {
    public:
        Seat(PostgresDatabase& database, std::string turn) : database_(&database), turn_(std::move(turn)) {}
        Seat(Seat&& other) noexcept
            : database_(std::exchange(other.database_, nullptr)), turn_(std::move(other.turn_)) {}
        Seat& operator=(Seat&&) = delete;
        ~Seat() {
            if (database_ != nullptr) database_->stand_up(turn_);
        }

    private:
        PostgresDatabase* database_;
        std::string turn_;
    };

    Result<Seat> sit_down(const std::string& turn);
    void stand_up(const std::string& turn);
    std::unique_ptr<Link> take_idle();
    void put_back(std::unique_ptr<Link> link);

    const std::string address_;
    const PostgresPool pool_;
    std::mutex mutex_;
    std::condition_variable changed_;
    int taken_ = 0;
    std::set<std::string> turns_;  // Of the writers that have a connection. At
                                   // most one each, so that others have some.
    std::vector<std::unique_ptr<Link>> idle_;
};

class PostgresWork final : public Work {
public:
    PostgresWork(PostgresDatabase& database, PostgresDatabase::Seat seat, std::unique_ptr<Link> link)
        : database_(database), seat_(std::move(seat)), link_(std::move(link)) {}
    PostgresWork(const PostgresWork&) = delete;
    PostgresWork& operator=(const PostgresWork&) = delete;
    ~PostgresWork() override {
        if (!over_ && !link_->is_broken()) static_cast<void>(static_cast<bool>(link_->run_script("ROLLBACK")));
        if (!link_->is_broken()) database_.put_back(std::move(link_));
    }

    Result<int> run(std::string_view sql, Values values) override {
        PARLEY_TRY(const pqxx::result done, noted(link_->run(sql, values)));
        return static_cast<int>(done.affected_rows());
    }

    Result<std::unique_ptr<Cursor>> find(std::string_view sql, Values values) override {
        PARLEY_TRY(pqxx::result found, noted(link_->run(sql, values)));
        return std::unique_ptr<Cursor>(std::make_unique<PostgresCursor>(std::move(found)));
    }

    Result<Done> run_script(const char* sql) override { return noted(link_->run_script(sql)); }

    Result<Done> commit() override {
        // PostgreSQL would answer such a COMMIT by rolling back, and call it a
        // success.
        if (failed_) return *failed_;
        auto committed = link_->run_script("COMMIT");
        over_ = static_cast<bool>(committed);
        if (!committed && link_->is_broken()) {
            return Error{Fault::unavailable,
                         "The database went away while it was saving: look whether "
                         "it has, before you try again.",
                         committed.error().detail};
        }
        return committed;
    }

private:
    template <typename T>
    Result<T> noted(Result<T> result) {
        if (!result && !failed_) failed_ = result.error();
        return result;
    }

    PostgresDatabase& database_;
    PostgresDatabase::Seat seat_;  // Given up after the link.
    std::unique_ptr<Link> link_;
    std::optional<Error> failed_;  // Why no statement works any more.
    bool over_ = false;
};

Result<Transaction> PostgresDatabase::begin(Access access, const Scope& scope) {
    const bool waits = access == Access::write && !scope.empty();
    PARLEY_TRY(Seat seat, sit_down(waits ? cat(scope.front().name, " ", scope.front().text) : ""));
    // What lay idle may have died with its server. Nothing has run on it, so the
    // next one is tried.
    while (auto link = take_idle()) {
        auto begun = link->run_script(begin_script(*link, access, scope));
        const bool broken = link->is_broken();
        if (broken) continue;
        auto work = std::make_unique<PostgresWork>(*this, std::move(seat), std::move(link));
        if (!begun) return std::move(begun).error();
        return Transaction(std::move(work));
    }
    PARLEY_TRY(auto link, Link::connect(address_, pool_));
    auto begun = link->run_script(begin_script(*link, access, scope));
    auto work = std::make_unique<PostgresWork>(*this, std::move(seat), std::move(link));
    if (!begun) return std::move(begun).error();
    return Transaction(std::move(work));
}

Result<PostgresDatabase::Seat> PostgresDatabase::sit_down(const std::string& turn) {
    std::unique_lock lock(mutex_);
    const auto is_free = [&] { return taken_ < pool_.connections_max && (turn.empty() || !turns_.contains(turn)); };
    if (!changed_.wait_for(lock, std::chrono::milliseconds(pool_.wait_max_ms), is_free)) {
        const bool crowded = taken_ >= pool_.connections_max;
        return Error{Fault::unavailable, "The database is busy; try again.",
                     crowded ? "no connection became free" : "another writer of this organization did not end"};
    }
    ++taken_;
    if (!turn.empty()) turns_.insert(turn);
    return Seat(*this, turn);
}

void PostgresDatabase::stand_up(const std::string& turn) {
    const std::lock_guard lock(mutex_);
    --taken_;
    turns_.erase(turn);
    changed_.notify_all();
}

std::unique_ptr<Link> PostgresDatabase::take_idle() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto link = std::move(idle_.back());
    idle_.pop_back();
    return link;
}

void PostgresDatabase::put_back(std::unique_ptr<Link> link) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(link));
}

}  // namespace

std::unique_ptr<Database> make_postgres_database(const std::string& address, const PostgresPool& pool) {
    return std::make_unique<PostgresDatabase>(address, pool);
}

}  // namespace parley::store
