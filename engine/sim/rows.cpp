#include "sim/rows.h"

#include "base/text.h"
#include "sim/mover.h"

#include <algorithm>
#include <optional>

namespace parley::sim {
namespace {

using Pointer = Json::json_pointer;

bool is_keyed_by_day(const Json& object) {
    for (const auto& [key, value] : object.items()) {
        if (days_in(key).empty()) return false;
    }
    return !object.empty();
}

std::optional<RowsAt> list_in(const std::string& text, const Pointer& path) {
    const auto start = text.find("[{");
    const auto end = text.rfind("}]");
    if (start == std::string::npos || end == std::string::npos || end < start) return std::nullopt;
    const auto list = parse_json(std::string_view(text).substr(start, end + 2 - start));
    if (!list || !list.value().is_array()) return std::nullopt;
    return RowsAt{RowsAt::Form::list_in_text, path, text.substr(0, start), text.substr(end + 2)};
}

// The last run of lines that each hold a day or a digit as long as Unix time: the rows of a CSV text stand together.
std::optional<RowsAt> lines_in(const std::string& text, const Pointer& path) {
    const auto is_dated = [](const std::string& line) {
        const auto first = line.find_first_not_of("0123456789");
        const std::size_t digits = first == std::string::npos ? line.size() : first;
        return !days_in(line).empty() || digits == 10 || digits == 13;
    };
    const auto lines = split(text, '\n');
    std::size_t end = lines.size();
    while (end > 0 && !is_dated(lines[end - 1])) --end;
    std::size_t start = end;
    while (start > 0 && is_dated(lines[start - 1])) --start;
    if (end - start < 2) return std::nullopt;
    RowsAt place{RowsAt::Form::lines, path, "", ""};
    for (std::size_t at = 0; at < start; ++at) place.before += lines[at] + "\n";
    for (std::size_t at = end; at < lines.size(); ++at) place.behind += "\n" + lines[at];
    return place;
}

void collect(const Json& value, const Pointer& path, std::vector<RowsAt>& found) {
    if (value.is_array()) {
        if (!value.empty()) found.push_back({RowsAt::Form::list, path, "", ""});
        return;
    }
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        if (auto list = list_in(text, path)) found.push_back(std::move(*list));
        if (auto lines = lines_in(text, path)) found.push_back(std::move(*lines));
        return;
    }
    if (!value.is_object()) return;
    if (is_keyed_by_day(value)) {
        found.push_back({RowsAt::Form::keyed, path, "", ""});
        return;
    }
    for (const auto& [name, member] : value.items()) collect(member, path / name, found);
}

std::string lines_of(const std::vector<Json>& rows) {
    std::vector<std::string> lines;
    for (const Json& row : rows) lines.push_back(row.is_string() ? row.get<std::string>() : dump(row));
    return join(lines, "\n");
}

}  // namespace

std::vector<RowsAt> places_of_rows(const Json& reply) {
    std::vector<RowsAt> found;
    collect(reply, Pointer(), found);
    std::stable_sort(found.begin(), found.end(), [](const RowsAt& a, const RowsAt& b) {
        const auto depth = [](const RowsAt& place) {
            const std::string text = place.path.to_string();
            return std::count(text.begin(), text.end(), '/');
        };
        return depth(a) < depth(b);
    });
    return found;
}

std::vector<Json> rows_in(const Json& reply, const RowsAt& place) {
    const Json& at = reply.at(place.path);
    std::vector<Json> rows;
    if (place.form == RowsAt::Form::list) return at.get<std::vector<Json>>();
    if (place.form == RowsAt::Form::keyed) {
        for (const auto& [key, value] : at.items()) rows.push_back(Json::array({key, value}));
        return rows;
    }
    const auto& text = at.get_ref<const std::string&>();
    const std::string inside =
        text.substr(place.before.size(), text.size() - place.before.size() - place.behind.size());
    if (place.form == RowsAt::Form::list_in_text) {
        const auto list = parse_json(inside);
        return list ? list.value().get<std::vector<Json>>() : rows;
    }
    for (auto& line : split(inside, '\n')) rows.emplace_back(std::move(line));
    return rows;
}

Json with_rows(Json reply, const RowsAt& place, const std::vector<Json>& rows) {
    Json& at = reply.at(place.path);
    switch (place.form) {
    case RowsAt::Form::list: at = rows; break;
    case RowsAt::Form::keyed:
        at = Json::object();
        for (const Json& row : rows) at[row[0].get<std::string>()] = row[1];
        break;
    case RowsAt::Form::list_in_text: at = cat(place.before, dump(Json(rows)), place.behind); break;
    case RowsAt::Form::lines: at = cat(place.before, lines_of(rows), place.behind); break;
    }
    return reply;
}

}  // namespace parley::sim
