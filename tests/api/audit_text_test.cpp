// An audit row as CSV and as JSON.
#include "api/audit_text.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

using namespace parley;
using namespace parley::api;

namespace {

store::AuditRow row_of(const std::string& subject, Json details = Json::object()) {
    store::AuditRow row;
    row.number = 7;
    row.entry = {{"ann"}, "use", subject, std::move(details), from_unix_seconds(1'795'262'400)};
    row.previous_hash = "aa";
    row.hash = "bb";
    return row;
}

// What a reader that knows RFC 4180 and nothing else makes of a file: records of fields.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> record;
    std::string field;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted && c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
            field += text[++at];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == ',' || text.compare(at, 2, "\r\n") == 0)) {
            record.push_back(std::move(field));
            field.clear();
            if (c == ',') continue;
            records.push_back(std::move(record));
            record.clear();
            ++at;
        } else {
            field += c;
        }
    }
    CHECK_FALSE(quoted);
    CHECK(field.empty());
    return records;
}

}  // namespace

TEST_CASE("api: no cell of an export is a formula") {
    struct {
        std::string text;
        std::string cell;
    } const cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"two words", "two words"},
        {"a=b", "a=b"},
        {"ann+reports@example.com", "ann+reports@example.com"},
        {"1-2", "1-2"},
        {"'quoted'", "'quoted'"},
        {"a,b", "\"a,b\""},
        {"say \"yes\"", "\"say \"\"yes\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"=1+1", "'=1+1"},
        {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
        {"+1", "'+1"},
        {"-1", "'-1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\tx", "'\tx"},
        {"\rx", "\"'\rx\""},
        {"\nx", "\"'\nx\""},
        {" =1", "' =1"},
        {"   @x", "'   @x"},
        {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
        {"＝1", "'＝1"},
        {"＠x", "'＠x"},
        {"=", "'="},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(csv_cell(c.text) == c.cell);
    }
}

TEST_CASE("api: an export as CSV is read back field by field, whatever stands in it") {
    std::mt19937 random(20261121);
    const std::string letters = "a=+-@\t\r\n\",;'| \xc3\xa9";
    std::string file = audit_header(AuditFormat::csv);
    std::vector<std::string> subjects;
    for (int number = 0; number < 500; ++number) {
        std::string subject;
        for (int left = static_cast<int>(random() % 12); left > 0; --left)
            subject += letters[random() % letters.size()];
        file += audit_line(AuditFormat::csv, row_of(subject, {{"note", subject}}));
        subjects.push_back(subject);
    }
    const auto records = read_csv(file);
    REQUIRE(records.size() == subjects.size() + 1);
    CHECK(records[0] ==
          std::vector<std::string>{"number", "at", "user", "action", "subject", "details", "previous_hash", "hash"});
    for (std::size_t number = 0; number < subjects.size(); ++number) {
        const auto& record = records[number + 1];
        REQUIRE(record.size() == 8);
        const std::string& cell = record[4];
        CHECK((cell == subjects[number] || cell == "'" + subjects[number]));
        CHECK((cell.empty() || std::string("=+-@\t\r\n").find(cell.front()) == std::string::npos));
        CHECK(record[0] == "7");
        CHECK(record[1] == "2026-11-21T12:00:00Z");
    }
}

TEST_CASE("api: a line of JSON holds the whole row") {
    const auto row = row_of("stripe_api_read", {{"vendor", "stripe"}, {"count", 3}, {"bad", "\xff"}});
    const std::string line = audit_line(AuditFormat::jsonl, row);
    CHECK(line.back() == '\n');
    CHECK(std::count(line.begin(), line.end(), '\n') == 1);
    const auto read = parse_json(line.substr(0, line.size() - 1));
    REQUIRE(read);
    const auto& json = read.value();
    CHECK(json["number"] == 7);
    CHECK(json["at"] == "2026-11-21T12:00:00Z");
    CHECK(json["user"] == "ann");
    CHECK(json["action"] == "use");
    CHECK(json["subject"] == "stripe_api_read");
    CHECK(json["details"]["count"] == 3);
    CHECK(json["previous_hash"] == "aa");
    CHECK(json["hash"] == "bb");
    CHECK(audit_header(AuditFormat::jsonl).empty());
    CHECK(audit_line(AuditFormat::jsonl, row_of("a\nb\r\n")).find('\n') ==
          audit_line(AuditFormat::jsonl, row_of("a\nb\r\n")).size() - 1);
}

TEST_CASE("api: the time of an export is a day or a time with its zone") {
    const struct {
        const char* text;
        const char* means;  // Empty: refused.
    } cases[] = {
        {"2026-11-21", "2026-11-21T00:00:00Z"},
        {"2026-11-21T14:30:00Z", "2026-11-21T14:30:00Z"},
        {"2026-11-21T14:30:00+01:00", "2026-11-21T13:30:00Z"},
        {"2026-02-30", ""},
        {"yesterday", ""},
        {"2026-11", ""},
        {"", ""},
        {"2026-11-21T", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        const auto moment = moment_from(c.text);
        REQUIRE(static_cast<bool>(moment) == (*c.means != '\0'));
        if (moment) CHECK(to_text(moment.value()) == c.means);
    }
    CHECK(audit_format("csv").value() == AuditFormat::csv);
    CHECK(audit_format("jsonl").value() == AuditFormat::jsonl);
    for (const char* name : {"", "CSV", "json", "xlsx"}) CHECK_FALSE(audit_format(name));
}
