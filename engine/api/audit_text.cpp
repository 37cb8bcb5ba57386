#include "api/audit_text.h"

#include "base/text.h"

namespace parley::api {

std::string_view name_of(AuditFormat format) {
    switch (format) {
    case AuditFormat::csv: return "csv";
    case AuditFormat::jsonl: return "jsonl";
    }
    return "";
}

Result<AuditFormat> audit_format(std::string_view name) {
    for (const auto format : {AuditFormat::csv, AuditFormat::jsonl}) {
        if (name == name_of(format)) return format;
    }
    return Error{Fault::invalid, "The audit is exported as csv or jsonl.", ""};
}

OrderedJson to_json(const store::AuditRow& row) {
    const auto& entry = row.entry;
    return {{"number", row.number},
            {"at", to_text(entry.at)},
            {"user", entry.user.text},
            {"action", entry.action},
            {"subject", entry.subject},
            {"details", OrderedJson(entry.details)},
            {"previous_hash", row.previous_hash},
            {"hash", row.hash}};
}

std::string csv_cell(std::string_view text) {
    std::string cell;
    // A spreadsheet that strips or skips what it cannot show would still meet the formula behind it.
    const auto first = text.find_first_not_of(std::string_view(" \0\v\f", 4));
    const bool formula =
        first != std::string_view::npos && std::string_view("=+-@\t\r\n").find(text[first]) != std::string_view::npos;
    // The same letters in full width: a Japanese spreadsheet reads them as formulas too.
    const bool wide =
        text.starts_with("＝") || text.starts_with("＋") || text.starts_with("－") || text.starts_with("＠");
    if (formula || wide) cell = "'";
    append(cell, text);
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

std::string audit_header(AuditFormat format) {
    return format == AuditFormat::csv ? "number,at,user,action,subject,details,previous_hash,hash\r\n" : "";
}

std::string audit_line(AuditFormat format, const store::AuditRow& row) {
    const auto& entry = row.entry;
    switch (format) {
    case AuditFormat::csv:
        return cat(row.number, ",", csv_cell(to_text(entry.at)), ",", csv_cell(entry.user.text), ",",
                   csv_cell(entry.action), ",", csv_cell(entry.subject), ",", csv_cell(dump(entry.details)), ",",
                   csv_cell(row.previous_hash), ",", csv_cell(row.hash), "\r\n");
    case AuditFormat::jsonl: return dump_in_order(to_json(row)) + '\n';
    }
    return "";
}

Result<Instant> moment_from(std::string_view text) {
    constexpr std::size_t day_letters = 10;
    auto moment = parse_instant(text.size() == day_letters ? cat(text, "T00:00:00Z") : std::string(text));
    if (moment) return moment;
    return Error{Fault::invalid, "A time is written as 2026-11-21 or 2026-11-21T14:30:00Z.", ""};
}

}  // namespace parley::api
