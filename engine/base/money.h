#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace parley {

// How many decimals a currency has (ISO 4217): 2 for most, 0 for JPY, 3 for KWD. Any case.
int currency_exponent(std::string_view code);
bool is_currency(std::string_view code);  // Three letters that look like an ISO 4217 code.

// Minor units to a decimal number for charts and JSON: exact to the cent below 9e15 minor units.
double major_units(std::int64_t minor, std::string_view code);

// "USD 1,234.50": for text that people read.
std::string format_money(std::int64_t minor, std::string_view code);
std::string format_number(double value, int decimals);  // "1,234.5"; no locale.
std::string format_count(std::int64_t value);           // "1,234"

}  // namespace parley
