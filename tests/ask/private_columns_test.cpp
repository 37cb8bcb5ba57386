// Columns that look secret, in rows that nobody described.
#include "ask/private_columns.h"

#include <doctest/doctest.h>

using namespace parley;

namespace {

Table rows_of(const std::vector<std::pair<std::string, Kind>>& columns) {
    Table rows;
    for (const auto& [name, kind] : columns) rows.columns.emplace_back(name, kind, Role::dimension);
    return rows;
}

std::string names_of(const Table& rows) {
    std::string names;
    for (const auto& column : rows.columns) names += column.name + " ";
    return names;
}

}  // namespace

TEST_CASE("private columns: what looks secret leaves the rows, and the answer says so") {
    struct {
        std::vector<std::pair<std::string, Kind>> columns;
        const char* left;
        const char* sentence;
    } const cases[] = {
        {{{"email", Kind::text}, {"password", Kind::text}},
         "email ",
         "1 column (password) looks secret by its name and was left out."},
        {{{"user.apiKey", Kind::text}, {"card number", Kind::count}, {"amount", Kind::money}},
         "amount ",
         "2 columns (user.apiKey, card number) look secret by their names and were left out."},
        {{{"<b>password</b>", Kind::text}}, "", "1 column looks secret by its name and was left out."},
        {{{"password_changed", Kind::time}, {"has_token", Kind::flag}, {"passport_day", Kind::day}},
         "password_changed has_token passport_day ",
         ""},
        {{{"token", Kind::text}, {"stage", Kind::text}}, "token stage ", ""},  // Described below.
        {{}, "", ""},
    };
    for (const auto& c : cases) {
        Table rows = rows_of(c.columns);
        const bool knows_token = std::string(c.left).starts_with("token");
        const std::string sentence =
            ask::take_private_columns(rows, [&](const std::string& name) { return knows_token && name == "token"; });
        CHECK(names_of(rows) == c.left);
        CHECK(sentence == c.sentence);
    }
}

TEST_CASE("private columns: many of them are not all named") {
    Table rows = rows_of({{"token", Kind::text},
                          {"salt", Kind::text},
                          {"hash", Kind::text},
                          {"ssn", Kind::text},
                          {"cvv", Kind::text},
                          {"pin", Kind::text},
                          {"otp", Kind::text}});
    CHECK(ask::take_private_columns(rows, [](const std::string&) { return false; }) ==
          "7 columns (token, salt, hash, ssn, cvv, ...) look secret by their names and were left out.");
    CHECK(rows.columns.empty());
}
