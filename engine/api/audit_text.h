#pragma once
// An audit row as it leaves the house. Pure.

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "store/store.h"

#include <optional>
#include <string>
#include <string_view>

namespace parley::api {

enum class AuditFormat { csv, jsonl };
std::string_view name_of(AuditFormat format);
Result<AuditFormat> audit_format(std::string_view name);  // Fault::invalid names the two there are.

OrderedJson to_json(const store::AuditRow& row);

// With its line end. A line of JSON holds all that the hash is made of but the organization's id.
std::string audit_header(AuditFormat format);  // Empty for JSON Lines.
std::string audit_line(AuditFormat format, const store::AuditRow& row);

// Quoted as RFC 4180 wants it. What a spreadsheet would take for a formula begins with ' instead.
std::string csv_cell(std::string_view text);

// "2026-11-21", midnight UTC, or a time with its zone.
Result<Instant> moment_from(std::string_view text);

}  // namespace parley::api
