#pragma once
// sqlite3's C interface as objects: a Database lends one Transaction at a time, and nothing reads or writes outside
// one. For the files of this room only.

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"

#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace parley::store {

// What stands for a question mark in SQL. Refers to its text: for arguments only.
class Value {
public:
    Value(const char* text) : held_(std::string_view(text)) {}
    Value(std::string_view text) : held_(text) {}
    Value(const std::string& text) : held_(std::string_view(text)) {}
    Value(std::int64_t number) : held_(number) {}
    Value(int number) : held_(std::int64_t{number}) {}
    Value(Instant instant) : held_(std::int64_t{instant.time_since_epoch().count()}) {}
    Value(const std::optional<Instant>& instant) : held_(nullptr) {
        if (instant) *this = Value(*instant);
    }
    template <typename Tag>
    Value(const Id<Tag>& id) : held_(std::string_view(id.text)) {}

private:
    friend class Statement;
    std::variant<std::nullptr_t, std::int64_t, std::string_view> held_;
};
using Values = std::initializer_list<Value>;

// The columns of one found row, from left to right.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

    std::string text();
    std::int64_t integer();
    int small();
    Instant instant();
    std::optional<Instant> optional_instant();
    Json json();

    // For what no version of ours has written, and for a column that did not fit into memory: the row is not handed
    // out.
    void say_damaged() { damaged_ = true; }
    bool damaged() const { return damaged_; }

private:
    sqlite3_stmt* statement_;
    int next_ = 0;
    bool damaged_ = false;
};

class Statement {
public:
    static Result<Statement> prepare(sqlite3* database, std::string_view sql, Values values);

    Result<bool> step();  // Whether a row is there to read.
    Row row() const { return Row(statement_.get()); }
    Error unreadable() const;  // Why the row that stands here could not be read.

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
    int bind(int position, const Value& value);

    sqlite3* database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Rolls back unless committed. Holds the database's lock: one thread, and short.
class Transaction {
public:
    Transaction(Transaction&& other) noexcept
        : lock_(std::move(other.lock_)), database_(std::exchange(other.database_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Result<int> run(std::string_view sql, Values values);  // How many rows it changed.
    Result<Done> run_script(const char* sql);              // Several statements without values.

    template <typename Item>
    Result<std::optional<Item>> first(std::string_view sql, Values values, Item (*read)(Row&)) {
        PARLEY_TRY(Statement found, Statement::prepare(database_, sql, values));
        PARLEY_TRY(const bool there, found.step());
        if (!there) return std::optional<Item>();
        Row row = found.row();
        std::optional<Item> item(read(row));
        if (row.damaged()) return found.unreadable();
        return item;
    }

    template <typename Item>
    Result<std::vector<Item>> all(std::string_view sql, Values values, Item (*read)(Row&)) {
        std::vector<Item> items;
        PARLEY_TRY(Statement found, Statement::prepare(database_, sql, values));
        while (true) {
            PARLEY_TRY(const bool there, found.step());
            if (!there) return items;
            Row row = found.row();
            items.push_back(read(row));
            if (row.damaged()) return found.unreadable();
        }
    }

    Result<Done> commit();

private:
    friend class Database;
    Transaction(std::unique_lock<std::mutex> lock, sqlite3* database) : lock_(std::move(lock)), database_(database) {}

    std::unique_lock<std::mutex> lock_;
    sqlite3* database_;  // Null once it is over.
};

enum class Access { read, write };

// One connection to one file, or to memory for ":memory:". Safe from several threads.
class Database {
public:
    static Result<std::unique_ptr<Database>> open(const std::string& path);

    Result<Transaction> begin(Access access);

private:
    struct Close {
        void operator()(sqlite3* database) const;
    };

    explicit Database(std::unique_ptr<sqlite3, Close> database) : database_(std::move(database)) {}

    std::mutex mutex_;
    std::unique_ptr<sqlite3, Close> database_;
};

// Fault::not_found where nothing was found: "There is no such connection."
Error no_such(std::string_view what);
template <typename Item>
Result<Item> expect(Result<std::optional<Item>> found, std::string_view what) {
    if (!found) return std::move(found).error();
    if (!found.value()) return no_such(what);
    return std::move(*found.value());
}

}  // namespace parley::store
