#include "vendors/guess.h"

#include "base/clock.h"
#include "base/money.h"
#include "base/text.h"
#include "policy/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace parley::vendors {
namespace {

using Words = std::vector<std::string>;

template <std::size_t size>
bool has_any(const Words& words, const std::array<std::string_view, size>& wanted) {
    return std::any_of(words.begin(), words.end(), [&wanted](const std::string& word) {
        return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
    });
}

bool sounds_like_id(const Words& words) {
    constexpr std::array<std::string_view, 8> ids{"id", "ids", "uuid", "guid", "key", "number", "zip", "phone"};
    return !words.empty() && std::find(ids.begin(), ids.end(), words.back()) != ids.end();
}
bool sounds_like_time(const Words& words) {
    constexpr std::array<std::string_view, 7> times{"at", "date", "time", "timestamp", "created", "updated", "on"};
    return !words.empty() && std::find(times.begin(), times.end(), words.back()) != times.end();
}
bool sounds_like_money(const Words& words) {
    constexpr std::array<std::string_view, 12> amounts{"amount", "price", "revenue", "total",   "subtotal", "cost",
                                                       "fee",    "spend", "value",   "balance", "tax",      "mrr"};
    return has_any(words, amounts);
}
bool sounds_like_ratio(const Words& words) {
    constexpr std::array<std::string_view, 6> ratios{"percent", "percentage", "rate", "ratio", "share", "pct"};
    return has_any(words, ratios);
}

std::optional<double> as_number(const Json& cell) {
    if (cell.is_number()) return cell.get<double>();
    if (!cell.is_string()) return std::nullopt;
    const auto& text = cell.get_ref<const std::string&>();
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

// What all cells that are there have in common.
struct Traits {
    std::size_t present = 0;
    bool flags = true, integers = true, numbers = true, numeric_texts = true, texts = true, days = true, times = true;
    bool decimals = false;  // At least one: "12.50", 3.5
    double low = 0, high = 0;
};

bool is_day(const std::string& text) {
    return text.size() == 10 && static_cast<bool>(Day::parse(text));
}

void look_at(const Json& cell, Traits& traits) {
    const bool is_text = cell.is_string();
    const auto number = as_number(cell);
    traits.flags &= cell.is_boolean();
    traits.integers &= cell.is_number_integer();
    traits.numbers &= cell.is_number();
    traits.numeric_texts &= number.has_value();
    traits.texts &= is_text;
    traits.days &= is_text && is_day(cell.get_ref<const std::string&>());
    traits.times &= is_text && static_cast<bool>(parse_instant(cell.get_ref<const std::string&>()));
    traits.decimals |=
        cell.is_number_float() || (is_text && cell.get_ref<const std::string&>().find('.') != std::string::npos);
    if (!number) return;
    traits.low = traits.present == 0 ? *number : std::min(traits.low, *number);
    traits.high = traits.present == 0 ? *number : std::max(traits.high, *number);
}

Traits traits_of(const Json::array_t& cells) {
    Traits traits;
    for (const Json& cell : cells) {
        if (cell.is_null() || cell == "") continue;
        look_at(cell, traits);
        ++traits.present;
    }
    return traits;
}

// "price.amount" and "price.currency_code" are siblings.
std::string parent_of(const std::string& name) {
    const auto dot = name.rfind('.');
    return dot == std::string::npos ? "" : name.substr(0, dot);
}

// The code where all rows share one; "*" where a column "currency" says it row by row; empty where nothing does.
std::string currency_beside(const NamedCells& wanted, const std::vector<NamedCells>& all) {
    for (const auto& other : all) {
        const Words words = policy::words_of(other.name);
        const bool names_currency = std::find(words.begin(), words.end(), "currency") != words.end();
        const std::string parent = parent_of(other.name);
        if (!names_currency || (!parent.empty() && parent != parent_of(wanted.name))) continue;
        std::string code;
        bool same = true;
        for (const Json& cell : *other.cells) {
            if (cell.is_null()) continue;
            if (!cell.is_string() || !is_currency(cell.get_ref<const std::string&>())) return "";
            if (!code.empty() && code != cell.get_ref<const std::string&>()) same = false;
            code = cell.get<std::string>();
        }
        if (code.empty()) return "";
        if (same) return code;
        return other.name == "currency" ? "*" : "";
    }
    return "";
}

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int k = 0; k < exponent; ++k) power *= 10;
    return power;
}

std::string text_of(const Json& cell) {
    return cell.is_string() ? cell.get<std::string>() : dump(cell);
}

Column as_text(const NamedCells& wanted, Role role) {
    Column column(wanted.name, Kind::text, role);
    for (const Json& cell : *wanted.cells) {
        if (cell.is_null()) {
            column.add_null();
        } else {
            column.add(text_of(cell));
        }
    }
    return column;
}

// Each present cell through `value`, which gives an integer or a double.
template <typename Value>
Column as_values(const NamedCells& wanted, Column column, const Value& value) {
    for (const Json& cell : *wanted.cells) {
        if (cell.is_null() || cell == "") {
            column.add_null();
        } else {
            column.add(value(cell));
        }
    }
    return column;
}

// Whole amounts may be minor or major units: only decimals say which, so that whole ones stay plain numbers.
Column as_money(const NamedCells& wanted, const std::vector<NamedCells>& all, const std::string& currency) {
    const NamedCells* codes = nullptr;
    for (const auto& other : all) {
        if (other.name == "currency") codes = &other;
    }
    Column column(wanted.name, Kind::money, Role::measure, currency == "*" ? "" : currency);
    for (std::size_t row = 0; row < wanted.cells->size(); ++row) {
        const auto amount = as_number((*wanted.cells)[row]);
        std::string code = currency;
        if (currency == "*") code = (*codes->cells)[row].is_string() ? (*codes->cells)[row].get<std::string>() : "";
        if (!amount || code.empty() || std::abs(*amount) > 9e12) {
            column.add_null();
        } else {
            const auto scale = static_cast<double>(power_of_ten(currency_exponent(code)));
            column.add(static_cast<std::int64_t>(std::llround(*amount * scale)));
        }
    }
    return column;
}

std::optional<Column> guess_time(const NamedCells& wanted, const Traits& traits, const Words& words) {
    if (traits.days) {
        return as_values(wanted, Column(wanted.name, Kind::day, Role::time), [](const Json& cell) {
            return std::int64_t{Day::parse(cell.get_ref<const std::string&>()).value().days};
        });
    }
    if (traits.times) {
        return as_values(wanted, Column(wanted.name, Kind::time, Role::time), [](const Json& cell) {
            return unix_seconds(parse_instant(cell.get_ref<const std::string&>()).value());
        });
    }
    if (!traits.integers || !sounds_like_time(words)) return std::nullopt;
    // Unix seconds or milliseconds between 2001 and 2100.
    const bool seconds = traits.low >= 1e9 && traits.high <= 4.1e9;
    const bool milliseconds = traits.low >= 1e12 && traits.high <= 4.1e12;
    if (!seconds && !milliseconds) return std::nullopt;
    return as_values(wanted, Column(wanted.name, Kind::time, Role::time), [seconds](const Json& cell) {
        return seconds ? cell.get<std::int64_t>() : cell.get<std::int64_t>() / 1000;
    });
}

Column guess_number(const NamedCells& wanted, const std::vector<NamedCells>& all, const Traits& traits,
                    const Words& words) {
    if (sounds_like_money(words) && traits.decimals) {
        const std::string currency = currency_beside(wanted, all);
        if (!currency.empty()) return as_money(wanted, all, currency);
    }
    const auto real = [](const Json& cell) { return as_number(cell).value_or(0); };
    if (sounds_like_ratio(words) && traits.low >= 0 && traits.high <= 1 && traits.decimals) {
        return as_values(wanted, Column(wanted.name, Kind::ratio, Role::measure, "percent"), real);
    }
    const bool says_percent = has_any(words, std::array<std::string_view, 3>{"percent", "percentage", "pct"});
    if (says_percent && traits.low >= 0 && traits.high <= 100) {
        return as_values(wanted, Column(wanted.name, Kind::ratio, Role::measure, "percent"),
                         [&real](const Json& cell) { return real(cell) / 100; });
    }
    if (traits.integers) {
        return as_values(wanted, Column(wanted.name, Kind::count, Role::measure),
                         [](const Json& cell) { return cell.get<std::int64_t>(); });
    }
    return as_values(wanted, Column(wanted.name, Kind::number, Role::measure), real);
}

}  // namespace

Column guess_column(const NamedCells& wanted, const std::vector<NamedCells>& all) {
    const Words words = policy::words_of(wanted.name);
    const Traits traits = traits_of(*wanted.cells);
    if (traits.present == 0) return as_text(wanted, Role::dimension);
    if (traits.flags) {
        return as_values(wanted, Column(wanted.name, Kind::flag, Role::dimension),
                         [](const Json& cell) { return std::int64_t{cell.get<bool>() ? 1 : 0}; });
    }
    if (auto time = guess_time(wanted, traits, words)) return std::move(*time);
    if (sounds_like_id(words)) return as_text(wanted, Role::key);
    const bool amount_in_text =
        traits.texts && traits.numeric_texts && (sounds_like_money(words) || sounds_like_ratio(words));
    if (traits.numbers || amount_in_text) return guess_number(wanted, all, traits, words);
    return as_text(wanted, Role::dimension);
}

}  // namespace parley::vendors
