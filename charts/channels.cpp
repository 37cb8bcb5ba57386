#include "charts/channels.h"

#include "base/money.h"
#include "base/text.h"

#include <cmath>
#include <set>

namespace parley::charts {
namespace {

constexpr int facet_width = 480;

struct TimeForm {
    const char* unit;    // Vega-Lite's timeUnit: cuts and formats in UTC.
    const char* format;  // d3's time format.
};

TimeForm time_form(const Column& column) {
    if (column.kind == Kind::time) return {"utcyearmonthdatehoursminutes", "%e %b %Y %H:%M"};
    const auto grain = grain_named(column.unit);
    if (!grain) return {"utcyearmonthdate", "%e %b %Y"};
    switch (*grain) {
    case Grain::day:
    case Grain::week: return {"utcyearmonthdate", "%e %b %Y"};
    case Grain::month: return {"utcyearmonth", "%b %Y"};
    case Grain::quarter: return {"utcyearquarter", "Q%q %Y"};
    case Grain::year: return {"utcyear", "%Y"};
    }
    return {"utcyearmonthdate", "%e %b %Y"};
}

double largest(const Column& column) {
    double most = 0;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (column.has(row)) most = std::max(most, std::fabs(column.numeric(row)));
    }
    return most;
}

// Ticks only where a bucket starts: between them the same label would come twice.
OrderedJson time_axis(const Column& column) {
    constexpr std::int64_t day_ms = 86'400'000;
    OrderedJson axis{{"format", time_form(column).format}};
    const auto grain = grain_named(column.unit);
    if (grain == Grain::day) axis["tickMinStep"] = day_ms;
    if (grain == Grain::week) axis["tickMinStep"] = 7 * day_ms;
    if (grain == Grain::month) axis["tickCount"] = {{"interval", "month"}, {"step", 1}};
    if (grain == Grain::quarter) axis["tickCount"] = {{"interval", "month"}, {"step", 3}};
    if (grain == Grain::year) axis["tickCount"] = {{"interval", "year"}, {"step", 1}};
    axis["labelOverlap"] = true;
    axis["grid"] = false;
    return axis;
}

bool is_moment(const Column& column) {
    return column.kind == Kind::day || column.kind == Kind::time;
}

bool is_number(const Column& column) {
    return column.kind != Kind::text && column.kind != Kind::flag && !is_moment(column);
}

// As many decimals as the currency has; where rows differ in that, as many as the amount needs.
std::string money_format(const Table& table, const Column& column) {
    std::set<int> exponents;
    for (std::size_t row = 0; row < column.size(); ++row)
        exponents.insert(currency_exponent(table.currency_of(column, row)));
    if (!column.unit.empty()) exponents = {currency_exponent(column.unit)};
    return exponents.size() == 1 ? cat(",.", *exponents.begin(), "f") : ",.2~f";
}

std::string upper_first(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace

std::string title_of(const Column& column) {
    const std::string name = upper_first(column.name == "change_ratio" ? "change in percent" : column.name);
    if (column.kind == Kind::money && !column.unit.empty()) return cat(name, " (", column.unit, ")");
    const bool word = (column.kind == Kind::number || column.kind == Kind::count) && !column.unit.empty();
    return word ? cat(name, " (", column.unit, ")") : name;
}

std::string number_format(const Table& table, const Column& column) {
    constexpr double small_share = 0.2;  // Below it, whole percents hide what moves.
    if (column.kind == Kind::money) return money_format(table, column);
    if (column.kind == Kind::count) return ",d";
    const bool percent = column.kind == Kind::ratio && (column.unit.empty() || column.unit == "percent");
    if (percent) return largest(column) < small_share ? ".1%" : ".0%";
    return ",.2~f";
}

OrderedJson quantity(const Table& table, const Column& column) {
    OrderedJson axis = OrderedJson::object();
    if (column.kind == Kind::ratio) axis["format"] = number_format(table, column);
    if (column.kind == Kind::count) axis["tickMinStep"] = 1;
    OrderedJson channel{{"field", field_of(table, column)}, {"type", "quantitative"}, {"title", title_of(column)}};
    if (!axis.empty()) channel["axis"] = std::move(axis);
    return channel;
}

OrderedJson category(const Table& table, const Column& column) {
    if (is_moment(column)) return step_of_time(table, column);
    return {{"field", field_of(table, column)}, {"type", "nominal"}, {"title", title_of(column)}, {"sort", nullptr}};
}

OrderedJson moment(const Table& table, const Column& column) {
    return {{"field", field_of(table, column)},
            {"type", "temporal"},
            {"title", title_of(column)},
            {"scale", {{"type", "utc"}}},
            {"axis", time_axis(column)}};
}

OrderedJson step_of_time(const Table& table, const Column& column) {
    const TimeForm form = time_form(column);
    return {{"field", field_of(table, column)},
            {"type", "ordinal"},
            {"timeUnit", form.unit},
            {"title", title_of(column)},
            {"axis", {{"format", form.format}, {"labelOverlap", true}}}};
}

OrderedJson shown(const Table& table, const Column& column) {
    OrderedJson channel{{"field", field_of(table, column)}};
    if (is_moment(column)) {
        const TimeForm form = time_form(column);
        channel["type"] = "temporal";
        channel["timeUnit"] = form.unit;
        channel["format"] = form.format;
    } else if (is_number(column)) {
        channel["type"] = "quantitative";
        channel["format"] =
            column.kind == Kind::ratio && number_format(table, column) == ".0%" ? ".1%" : number_format(table, column);
    } else {
        channel["type"] = "nominal";
    }
    channel["title"] = title_of(column);
    return channel;
}

OrderedJson tooltip(const Table& table) {
    OrderedJson channels = OrderedJson::array();
    for (const Column& column : table.columns) channels.push_back(shown(table, column));
    return channels;
}

void split_by_currency(const Table& table, const Shape& shape, std::string_view channel, OrderedJson& view) {
    if (!shape.currency) return;
    view["encoding"]["row"] = {{"field", field_of(table, *shape.currency)}, {"type", "nominal"}, {"title", nullptr}};
    view["resolve"] = {{"scale", {{std::string(channel), "independent"}}}};
    view["width"] = facet_width;
}

void fill_width(OrderedJson& view) {
    if (view.contains("width")) return;
    view["width"] = "container";
    view["autosize"] = {{"type", view.contains("height") ? "fit-x" : "fit"}, {"contains", "padding"}};
}

}  // namespace parley::charts
