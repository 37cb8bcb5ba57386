#include "store/sqlite.h"

#include "base/text.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <mutex>
#include <sqlite3.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace parley::store {
namespace {

constexpr int busy_timeout_ms = 5'000;
constexpr std::string_view in_memory = ":memory:";

// Enforced keys, and a commit that outlives a loss of power: a refresh token
// that the vendor has rotated and we have lost logs the customer out. Reading
// waits for no writer in WAL.
constexpr const char* settings =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys "
    "= ON; PRAGMA trusted_schema = OFF;";

Error error_of(sqlite3* database, int code) {
    std::string detail = cat("sqlite ", sqlite3_extended_errcode(database), ": ", sqlite3_errmsg(database));
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {Fault::unavailable, "The database is busy; try again.", std::move(detail)};
    case SQLITE_FULL:
    case SQLITE_IOERR: return {Fault::unavailable, "The database's disk is full or failing.", std::move(detail)};
    case SQLITE_NOMEM: return {Fault::unavailable, "There is not enough memory.", std::move(detail)};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN: return {Fault::unavailable, "The database file cannot be written.", std::move(detail)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {Fault::internal, "The database file is damaged.", std::move(detail)};
    default: return {Fault::internal, "The database refused this.", std::move(detail)};
    }
}

Error not_opened(const std::string& path, sqlite3* database, int code) {
    Error error = database == nullptr ? Error{Fault::invalid, "", ""} : error_of(database, code);
    const int kind = code & 0xFF;
    if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED) return error;
    error.fault = Fault::invalid;
    error.message = cat("The database file ", path, " cannot be opened.");
    if (kind == SQLITE_NOTADB) error.message = cat("The file ", path, " is not a database.");
    if (kind == SQLITE_CORRUPT) error.message = cat("The database file ", path, " is damaged.");
    return error;
}

void roll_back(sqlite3* database) {
    // sqlite has rolled back by itself after some errors.
    if (sqlite3_get_autocommit(database) == 0) sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
}

// sqlite would make the file with the process's mask, readable to others on
// most machines.
Result<Done> make_private(const std::string& path) {
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0 && errno != EEXIST) {
        return Error{Fault::invalid, cat("The database file ", path, " cannot be made."),
                     std::system_category().message(errno)};
    }
    if (file >= 0) close(file);
    return Done{};
}

class SqliteCursor final : public Cursor {
public:
    static Result<std::unique_ptr<SqliteCursor>> prepare(sqlite3* database, std::string_view sql, Values values) {
        sqlite3_stmt* prepared = nullptr;
        const int code = sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &prepared, nullptr);
        std::unique_ptr<SqliteCursor> cursor(new SqliteCursor(database, prepared));
        if (code != SQLITE_OK) return error_of(database, code);
        int position = 0;
        for (const auto& value : values) {
            const int bound = cursor->bind(++position, value);
            if (bound != SQLITE_OK) return error_of(database, bound);
        }
        return cursor;
    }

    Result<bool> step() override {
        const int code = sqlite3_step(statement_.get());
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) return false;
        return error_of(database_, code);
    }

    bool is_null(int column) const override { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

    std::optional<std::string> text(int column) const override {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
        if (bytes == nullptr) return std::nullopt;
        return std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
    }

    std::optional<std::int64_t> integer(int column) const override {
        return sqlite3_column_int64(statement_.get(), column);
    }

    Error unreadable() const override {
        const int code = sqlite3_errcode(database_);
        if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) return error_of(database_, code);
        return {Fault::internal, "The database holds a row that cannot be read.", "a value of the wrong form"};
    }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    SqliteCursor(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}

    int bind(int position, const Value& value) {
        if (const auto* number = std::get_if<std::int64_t>(&value.held())) {
            return sqlite3_bind_int64(statement_.get(), position, *number);
        }
        if (const auto* text = std::get_if<std::string_view>(&value.held())) {
            const char* const bytes = text->data() == nullptr ? "" : text->data();  // Null would be bound as NULL.
            return sqlite3_bind_text64(statement_.get(), position, bytes, text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        }
        return sqlite3_bind_null(statement_.get(), position);
    }

    sqlite3* database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class SqliteWork final : public Work {
public:
    SqliteWork(std::unique_lock<std::mutex> lock, sqlite3* database) : lock_(std::move(lock)), database_(database) {}
    SqliteWork(const SqliteWork&) = delete;
    SqliteWork& operator=(const SqliteWork&) = delete;
    ~SqliteWork() override { roll_back(database_); }

    Result<int> run(std::string_view sql, Values values) override {
        PARLEY_TRY(const auto statement, SqliteCursor::prepare(database_, sql, values));
        PARLEY_TRY([[maybe_unused]] const bool row, statement->step());
        return sqlite3_changes(database_);
    }

    Result<std::unique_ptr<Cursor>> find(std::string_view sql, Values values) override {
        PARLEY_TRY(auto cursor, SqliteCursor::prepare(database_, sql, values));
        return std::unique_ptr<Cursor>(std::move(cursor));
    }

    Result<Done> run_script(const char* sql) override {
        const int code = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) return error_of(database_, code);
        return Done{};
    }

    Result<Done> commit() override { return run_script("COMMIT"); }

private:
    std::unique_lock<std::mutex> lock_;
    sqlite3* database_;
};

class SqliteDatabase final : public Database {
public:
    struct Close {
        void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    };
    using Handle = std::unique_ptr<sqlite3, Close>;

    explicit SqliteDatabase(Handle handle) : handle_(std::move(handle)) {}

    Result<Transaction> begin(Access access, const Scope&) override {
        std::unique_lock lock(mutex_);
        roll_back(handle_.get());  // A rollback that found no memory has left its
                                   // transaction open.
        auto work = std::make_unique<SqliteWork>(std::move(lock), handle_.get());
        // A writer takes the write lock at once: what it reads first, another
        // process cannot change before it writes.
        PARLEY_TRY([[maybe_unused]] const Done begun,
                   work->run_script(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN"));
        return Transaction(std::move(work));
    }

private:
    std::mutex mutex_;
    Handle handle_;
};

// Where two open a new file at once, SQLite tells one of them at once that it is busy, without the wait it was given:
// that one would wait with a lock in its hand.
int set_up(sqlite3* database) {
    using namespace std::chrono;
    const auto end = steady_clock::now() + milliseconds(busy_timeout_ms);
    for (;;) {
        const int code = sqlite3_exec(database, settings, nullptr, nullptr, nullptr);
        if ((code & 0xFF) != SQLITE_BUSY || steady_clock::now() >= end) return code;
        std::this_thread::sleep_for(milliseconds(5));
    }
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite_database(const std::string& path) {
    if (path.empty()) return Error{Fault::invalid, "The path of the database file is empty.", ""};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (path == in_memory) {
        flags |= SQLITE_OPEN_CREATE;
    } else {
        PARLEY_TRY([[maybe_unused]] const Done made, make_private(path));
    }
    sqlite3* raw = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    SqliteDatabase::Handle handle(raw);
    if (code != SQLITE_OK) return not_opened(path, raw, code);
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    code = set_up(raw);
    if (code != SQLITE_OK) return not_opened(path, raw, code);
    if (sqlite3_db_readonly(raw, "main") == 1) {
        return Error{Fault::invalid, cat("The database file ", path, " cannot be written."), ""};
    }
    return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(std::move(handle)));
}

}  // namespace parley::store
