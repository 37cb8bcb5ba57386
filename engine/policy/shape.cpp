#include "policy/shape.h"

#include "base/text.h"
#include "policy/definition.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace parley::policy {
namespace {

constexpr std::size_t spots_max = 500;
constexpr int depth_max = 12;
constexpr std::size_t elements_max = 50;
constexpr std::size_t members_max = 30;  // Of an object whose members are all alike: more, and it is a map.
constexpr std::size_t shown_max = 5;

constexpr std::array all_sorts{Sort::number, Sort::integer, Sort::text,  Sort::flag,
                               Sort::null,   Sort::list,    Sort::object};

Sort sort_of(const Json& value) {
    if (value.is_null()) return Sort::null;
    if (value.is_boolean()) return Sort::flag;
    if (value.is_number_integer()) return Sort::integer;
    if (value.is_number()) return Sort::number;
    if (value.is_array()) return Sort::list;
    return value.is_object() ? Sort::object : Sort::text;
}

// A date, a number, or letters and digits as ids have them: "2026-09", "1042", "cus_9s6XKzkNRiz8i3".
bool looks_like_id(std::string_view key) {
    const auto digits = static_cast<std::size_t>(std::count_if(key.begin(), key.end(), is_digit));
    if (key.empty() || digits == 0) return false;
    if (digits == key.size()) return true;
    const bool starts_with_year =
        key.size() >= 6 && (key.starts_with("19") || key.starts_with("20")) && is_digit(key[2]) && is_digit(key[3]);
    return starts_with_year || (digits >= 3 && key.size() >= 10);
}

std::string below(std::string_view path, std::string_view name) {
    return path.empty() ? std::string(name) : cat(path, ".", name);
}

// "data[].amount" -> "data[]", "data[]" -> "data", "data" -> ""
std::string parent_of(const std::string& path) {
    if (path.ends_with("[]")) return path.substr(0, path.size() - 2);
    const auto dot = path.rfind('.');
    const auto list = path.rfind("[]");
    if (dot == std::string::npos) return list == std::string::npos ? "" : path.substr(0, list + 2);
    return path.substr(0, dot);
}

bool is_inside(const std::string& path, const std::string& outer) {
    if (outer.empty()) return true;
    return path.starts_with(outer) &&
           (path.size() == outer.size() || path[outer.size()] == '.' || path[outer.size()] == '[');
}

bool is_map_member(const std::string& path) {
    return path == "*" || path.ends_with(".*");
}

// Of a record: what can be missed.
bool is_field(const std::string& path) {
    return !path.empty() && !path.ends_with("[]") && !is_map_member(path);
}

bool has_sort(const Shape& shape, const std::string& path, Sort sort) {
    const auto spot = shape.spots.find(path);
    return spot != shape.spots.end() && spot->second.sorts.count(sort) != 0;
}

// Dots and brackets part the path.
std::string step_of(std::string_view key) {
    std::string step(key);
    std::replace_if(
        step.begin(), step.end(), [](char c) { return std::string_view(".[]*").find(c) < 4; }, '_');
    return step;
}

using Values = std::vector<const Json*>;
using Members = std::map<std::string, Values>;

// Keys that are data: most look like ids, or there are many, all alike, and not the same ones in each object.
bool is_map(const Members& members, std::size_t objects) {
    const auto ids =
        std::count_if(members.begin(), members.end(), [](const auto& member) { return looks_like_id(member.first); });
    if (ids > 0 && std::cmp_greater_equal(ids * 2, members.size())) return true;
    if (members.size() <= members_max) return false;
    std::set<Sort> sorts;
    std::size_t constant = 0;
    for (const auto& [key, values] : members) {
        if (values.size() == objects) ++constant;
        for (const Json* value : values) {
            if (!value->is_null()) sorts.insert(sort_of(*value) == Sort::integer ? Sort::number : sort_of(*value));
        }
    }
    return sorts.size() == 1 && (objects == 1 || constant * 2 < members.size());
}

// All values that stand at one path are read together.
class Reader {
public:
    void read(const Values& values, const std::string& path, bool in_every, int depth) {
        if (shape.spots.size() >= spots_max) {
            shape.is_cut = true;
            return;
        }
        Spot& spot = shape.spots[path];
        spot.in_every = in_every;
        Values elements, objects;
        for (const Json* value : values) {
            spot.sorts.insert(sort_of(*value));
            if (value->is_object()) objects.push_back(value);
            if (!value->is_array()) continue;
            const std::size_t count = std::min(value->size(), elements_max);
            for (std::size_t at = 0; at < count; ++at) elements.push_back(&(*value)[at]);
        }
        if (depth >= depth_max) {
            shape.is_cut = shape.is_cut || !elements.empty() || !objects.empty();
            return;
        }
        if (!elements.empty()) read(elements, path + "[]", true, depth + 1);
        if (!objects.empty()) read_members(objects, path, depth);
    }

    Shape shape;

private:
    void read_members(const Values& objects, const std::string& path, int depth) {
        Members members;
        for (const Json* object : objects) {
            for (const auto& [key, value] : object->items()) members[step_of(key)].push_back(&value);
        }
        if (!is_map(members, objects.size())) {
            for (const auto& [key, values] : members) {
                read(values, below(path, key), values.size() >= objects.size(), depth + 1);
            }
            return;
        }
        Values all;
        for (const auto& [key, values] : members) all.insert(all.end(), values.begin(), values.end());
        read(all, below(path, "*"), true, depth + 1);
    }
};

void join_into(Spot& spot, const Spot& other) {
    spot.sorts.insert(other.sorts.begin(), other.sorts.end());
    spot.in_every = spot.in_every && other.in_every;
}

// The path with "*" for the member of the map; as it is where it is no member.
std::string mapped_path(const std::string& path, const std::string& map) {
    const std::string prefix = map.empty() ? "" : map + ".";
    if (path.size() <= prefix.size() || !path.starts_with(prefix) || path[prefix.size()] == '[') return path;
    const std::size_t end = std::min(path.find_first_of(".[", prefix.size()), path.size());
    return cat(prefix, "*", path.substr(end));
}

// Where one side has seen a map, the other's members are one too.
Shape with_maps_of(const Shape& shape, const Shape& other) {
    std::set<std::string> maps;  // The outer ones first.
    for (const Shape* side : {&shape, &other}) {
        for (const auto& [path, spot] : side->spots) {
            if (is_map_member(path)) maps.insert(parent_of(path));
        }
    }
    Shape out;
    out.is_cut = shape.is_cut;
    for (const auto& [path, spot] : shape.spots) {
        std::string mapped = path;
        for (const auto& map : maps) mapped = mapped_path(mapped, map);
        const auto [place, is_new] = out.spots.emplace(mapped, spot);
        if (!is_new) join_into(place->second, spot);
        if (is_map_member(mapped)) place->second.in_every = true;
    }
    return out;
}

// What values can be taken for: a null for anything, a whole number for a number.
std::set<Sort> meanings(const Spot& spot) {
    std::set<Sort> out = spot.sorts;
    out.erase(Sort::null);
    if (out.erase(Sort::integer) != 0) out.insert(Sort::number);
    return out;
}

bool is_retyped(const Spot& before, const Spot& now) {
    const auto known = meanings(before);
    const auto found = meanings(now);
    return !known.empty() && !std::includes(known.begin(), known.end(), found.begin(), found.end());
}

bool matters(const std::string& path, const std::set<std::string>& wanted_paths) {
    if (wanted_paths.empty()) return true;
    return std::any_of(wanted_paths.begin(), wanted_paths.end(),
                       [&](const std::string& wanted) { return is_inside(wanted, path) || is_inside(path, wanted); });
}

std::string named(const std::vector<std::string>& paths) {
    std::vector<std::string> names;
    for (const auto& path : paths) {
        if (names.size() == shown_max) {
            names.push_back(cat("and ", paths.size() - shown_max, " more"));
            break;
        }
        names.push_back(path.empty() ? "the reply itself" : shown_name(path));
    }
    return join(names, ", ");
}

std::string sentence(const Drift& drift) {
    std::vector<std::string> parts;
    if (!drift.vanished.empty()) parts.push_back(cat("gone: ", named(drift.vanished)));
    if (!drift.retyped.empty()) parts.push_back(cat("of another type: ", named(drift.retyped)));
    if (!drift.fresh.empty()) parts.push_back(cat("new: ", named(drift.fresh)));
    if (parts.empty()) return "";
    return cat("The replies have other fields than before; ", join(parts, "; "), ".");
}

}  // namespace

std::string_view name_of(Sort sort) {
    switch (sort) {
    case Sort::number: return "number";
    case Sort::integer: return "integer";
    case Sort::text: return "text";
    case Sort::flag: return "bool";
    case Sort::null: return "null";
    case Sort::list: return "list";
    case Sort::object: return "object";
    }
    return "";
}

Shape shape_of(const Json& reply) {
    Reader reader;
    reader.read({&reply}, "", true, 0);
    return std::move(reader.shape);
}

Shape merge(const Shape& first, const Shape& second) {
    const Shape a = with_maps_of(first, second);
    const Shape b = with_maps_of(second, first);
    Shape out = a;
    out.is_cut = a.is_cut || b.is_cut;
    for (auto& [path, spot] : out.spots) {
        const bool is_missing = b.spots.count(path) == 0 && has_sort(b, parent_of(path), Sort::object);
        if (is_field(path) && is_missing) spot.in_every = false;
    }
    for (const auto& [path, spot] : b.spots) {
        const auto known = out.spots.find(path);
        if (known != out.spots.end()) {
            join_into(known->second, spot);
        } else if (out.spots.size() >= spots_max) {
            out.is_cut = true;
        } else {
            Spot& added = out.spots.emplace(path, spot).first->second;
            if (is_field(path) && has_sort(a, parent_of(path), Sort::object)) added.in_every = false;
        }
    }
    return out;
}

Json to_json(const Shape& shape) {
    Json spots = Json::object();
    for (const auto& [path, spot] : shape.spots) {
        Json sorts = Json::array();
        for (const Sort sort : spot.sorts) sorts.push_back(name_of(sort));
        spots[path] = {{"sorts", std::move(sorts)}, {"in_every", spot.in_every}};
    }
    return {{"spots", std::move(spots)}, {"is_cut", shape.is_cut}};
}

Shape shape_from(const Json& json) {
    Shape shape;
    shape.is_cut = flag_at(json, "is_cut", false);
    const Json& spots = at_or_null(json, "spots");
    if (!spots.is_object()) return shape;
    for (const auto& [path, one] : spots.items()) {
        Spot spot;
        spot.in_every = flag_at(one, "in_every", false);
        const auto words = texts_at(one, "sorts");
        for (const Sort sort : all_sorts) {
            if (std::find(words.begin(), words.end(), name_of(sort)) != words.end()) spot.sorts.insert(sort);
        }
        if (!spot.sorts.empty() && shape.spots.size() < spots_max) shape.spots.emplace(path, std::move(spot));
    }
    return shape;
}

std::string path_of_column(std::string_view rows_at, std::string_view column_at) {
    std::string path;
    const auto follow = [&path](std::string_view dotted) {
        if (dotted.empty()) return;
        for (const auto& part : split(dotted, '.')) {
            const bool is_index = !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
            path = is_index ? path + "[]" : below(path, part);
        }
    };
    follow(rows_at);
    path += "[]";
    follow(column_at);
    return path;
}

Drift compare(const Shape& first, const Shape& second, const std::set<std::string>& wanted_paths) {
    const Shape pinned = with_maps_of(first, second);
    const Shape seen = with_maps_of(second, first);
    Drift drift;
    for (const auto& [path, before] : pinned.spots) {
        const auto now = seen.spots.find(path);
        if (now != seen.spots.end()) {
            if (is_retyped(before, now->second)) drift.retyped.push_back(path);
        } else if (is_field(path) && before.in_every && !seen.is_cut && has_sort(seen, parent_of(path), Sort::object)) {
            drift.vanished.push_back(path);
        }
    }
    for (const auto& [path, spot] : seen.spots) {
        const bool is_new = is_field(path) && pinned.spots.count(path) == 0 && !pinned.is_cut &&
                            has_sort(pinned, parent_of(path), Sort::object);
        if (is_new) drift.fresh.push_back(path);
    }
    const auto touches = [&](const std::string& path) { return matters(path, wanted_paths); };
    drift.may_move_numbers = std::any_of(drift.vanished.begin(), drift.vanished.end(), touches) ||
                             std::any_of(drift.retyped.begin(), drift.retyped.end(), touches);
    drift.summary = sentence(drift);
    return drift;
}

}  // namespace parley::policy
