#pragma once
// SQL as objects, whatever database stands behind it: a Database lends
// Transactions, and nothing reads or writes outside one. SQL is written once,
// with `?` for values; sqlite.h and postgres.h are the drivers. For the files
// of this room only.

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::store {

// What stands for a question mark in SQL. Refers to its text: for arguments
// only.
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

    using Held = std::variant<std::nullptr_t, std::int64_t, std::string_view>;
    const Held& held() const { return held_; }

private:
    Held held_;
};
using Values = std::initializer_list<Value>;

// The rows that a statement finds, one after the other; each driver has one.
class Cursor {
public:
    virtual ~Cursor() = default;

    virtual Result<bool> step() = 0;  // Whether a row is there to read.
    virtual bool is_null(int column) const = 0;
    // Nothing where the column does not hold such a value, or where it did not
    // fit into memory.
    virtual std::optional<std::string> text(int column) const = 0;
    virtual std::optional<std::int64_t> integer(int column) const = 0;
    virtual Error unreadable() const = 0;  // Why the row that stands here could not be read.
};

// The columns of one found row, from left to right.
class Row {
public:
    explicit Row(const Cursor& cursor) : cursor_(cursor) {}

    std::string text();
    std::int64_t integer();
    int small();
    Instant instant();
    std::optional<Instant> optional_instant();
    Json json();

    // For what no version of ours has written, and for a column that did not fit
    // into memory: the row is not handed out.
    void say_damaged() { damaged_ = true; }
    bool damaged() const { return damaged_; }

private:
    const Cursor& cursor_;
    int next_ = 0;
    bool damaged_ = false;
};

// The driver's side of a transaction that has begun. Rolls back when it is
// destroyed without a commit.
class Work {
public:
    virtual ~Work() = default;

    virtual Result<int> run(std::string_view sql,
                            Values values) = 0;  // How many rows it changed.
    virtual Result<std::unique_ptr<Cursor>> find(std::string_view sql, Values values) = 0;
    virtual Result<Done> run_script(const char* sql) = 0;  // Several statements without values.
    virtual Result<Done> commit() = 0;                     // The last call.
};

// Rolls back unless committed. One thread, and short: others wait for what it
// holds.
class Transaction {
public:
    explicit Transaction(std::unique_ptr<Work> work) : work_(std::move(work)) {}

    Result<int> run(std::string_view sql, Values values) { return work_->run(sql, values); }
    Result<Done> run_script(const char* sql) { return work_->run_script(sql); }

    template <typename Item>
    Result<std::optional<Item>> first(std::string_view sql, Values values, Item (*read)(Row&)) {
        PARLEY_TRY(const auto found, work_->find(sql, values));
        PARLEY_TRY(const bool there, found->step());
        if (!there) return std::optional<Item>();
        Row row(*found);
        std::optional<Item> item(read(row));
        if (row.damaged()) return found->unreadable();
        return item;
    }

    template <typename Item>
    Result<std::vector<Item>> all(std::string_view sql, Values values, Item (*read)(Row&)) {
        std::vector<Item> items;
        PARLEY_TRY(const auto found, work_->find(sql, values));
        while (true) {
            PARLEY_TRY(const bool there, found->step());
            if (!there) return items;
            Row row(*found);
            items.push_back(read(row));
            if (row.damaged()) return found->unreadable();
        }
    }

    Result<Done> commit() {
        PARLEY_TRY(const Done done, work_->commit());
        work_.reset();
        return done;
    }

    // For what stands between a store and its database.
    std::unique_ptr<Work> take() && { return std::move(work_); }

private:
    std::unique_ptr<Work> work_;  // Null once it is committed.
};

enum class Access { read, write };

// Whose rows a transaction is about: settings that PostgreSQL holds every row
// against, whatever the statement says. Writing transactions of the same first
// setting follow one another. SQLite has the statements alone to keep rows
// apart, and lets one writer in at a time.
struct Setting {
    std::string name;
    std::string text;
};
using Scope = std::vector<Setting>;
Scope scope_of(const OrgId& org);

// Safe from several threads. Outlives its transactions.
class Database {
public:
    virtual ~Database() = default;
    virtual Result<Transaction> begin(Access access, const Scope& scope) = 0;
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
