#pragma once
// A second connection to a store's file, past the store: what an operator, an attacker or a broken disk could do.

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <string>
#include <vector>

class RawDatabase {
public:
    explicit RawDatabase(const std::string& path) { REQUIRE(sqlite3_open(path.c_str(), &database_) == SQLITE_OK); }
    ~RawDatabase() { sqlite3_close(database_); }
    RawDatabase(const RawDatabase&) = delete;
    RawDatabase& operator=(const RawDatabase&) = delete;

    int run(const std::string& sql) { return sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr); }

    // Every row's columns as text.
    std::vector<std::vector<std::string>> rows(const std::string& sql) {
        std::vector<std::vector<std::string>> found;
        const auto keep = [](void* rows, int count, char** values, char**) {
            std::vector<std::string> row;
            for (int k = 0; k < count; ++k) row.emplace_back(values[k] == nullptr ? "" : values[k]);
            static_cast<std::vector<std::vector<std::string>>*>(rows)->push_back(std::move(row));
            return 0;
        };
        REQUIRE(sqlite3_exec(database_, sql.c_str(), keep, &found, nullptr) == SQLITE_OK);
        return found;
    }

private:
    sqlite3* database_ = nullptr;
};
