#include "kit/hostile.h"

#include "base/text.h"

#include <functional>
#include <limits>
#include <set>

namespace parley::kit {
namespace {

using Change = std::function<void(Json& value)>;

Json nested(int levels, bool in_lists) {
    Json value = "deep";
    for (int level = 0; level < levels; ++level) {
        Json outer = in_lists ? Json::array({std::move(value)}) : Json{{"data", std::move(value)}};
        value = std::move(outer);
    }
    return value;
}

void add_nothing(std::vector<Hostile>& out) {
    const auto add = [&out](const char* name, Json reply) {
        out.push_back({name, std::move(reply), Allowed::error_or_empty});
    };
    add("null", nullptr);
    add("an empty text", "");
    add("an empty list", Json::array());
    add("an empty table", Json::object());
    add("true", true);
    add("a number", 7);
    add("a number that is not whole", 0.5);
    add("a web page", "<!doctype html><html><body>Sign in to go on</body></html>");
    add("a list of numbers", Json::array({1, 2, 3}));
    out.push_back({"a list of texts", Json::array({"a", "b"}), Allowed::error_or_names});
    add("lists in lists", Json::array({Json::array({1}), Json::array({2})}));
    add("lists, 300 deep", nested(300, true));
    add("tables, 300 deep", nested(300, false));
    add("tables, 60 deep", nested(60, false));
}

void add_errors(std::vector<Hostile>& out) {
    const auto add = [&out](const char* name, Json reply) { out.push_back({name, std::move(reply), Allowed::error}); };
    add("{ error = text }", {{"error", "Unauthorized"}});
    add("{ error = table }", {{"error", {{"code", 500}, {"message", "Internal error"}}}});
    add("{ errors = list }", {{"errors", Json::array({Json{{"message", "Not allowed"}}})}});
    add("{ message, status }", {{"message", "Too many requests"}, {"status", 429}});
    add("a tool's error",
        {{"isError", true}, {"content", Json::array({Json{{"type", "text"}, {"text", "The tool failed."}}})}});
    add("an error as a text", "Error: the request could not be processed.");
}

// The tables and lists on the way to the rows: those that stand in no list.
void collect_containers(const Json& value, const Json::json_pointer& at, std::vector<Json::json_pointer>& out) {
    if (!value.is_object()) return;
    for (const auto& [key, one] : value.items()) {
        if (!one.is_structured()) continue;
        out.push_back(at / key);
        collect_containers(one, at / key, out);
    }
}

// A list that is no list may be one that this dataset does not read; but where it is, no row is left.
void add_wrong_containers(const Json& recorded, std::vector<Hostile>& out) {
    std::vector<Json::json_pointer> places;
    collect_containers(recorded, Json::json_pointer(), places);
    for (const auto& place : places) {
        const std::string where = cat(" where the reply has ", place.to_string().substr(1));
        for (const auto& [name, value] :
             {std::pair<const char*, Json>{"a text", "text"}, {"a number", 7}, {"true", true}}) {
            Json reply = recorded;
            reply[place] = value;
            out.push_back({name + where, std::move(reply), Allowed::error_or_rows});
        }
        Json reply = recorded;
        reply[place] = nullptr;
        out.push_back({"null" + where, std::move(reply), Allowed::anything});
    }
}

void change_leaves(Json& value, const std::function<bool(const Json&)>& is_wanted, const Change& change) {
    if (value.is_structured()) {
        for (auto& one : value) change_leaves(one, is_wanted, change);
    } else if (is_wanted(value)) {
        change(value);
    }
}

// "data[].customer.name": one place for all rows.
void collect_leaves(const Json& value, const std::string& path, std::set<std::string>& out) {
    if (value.is_array()) {
        for (const auto& one : value) collect_leaves(one, path + "[]", out);
    } else if (value.is_object()) {
        for (const auto& [key, one] : value.items()) collect_leaves(one, cat(path, ".", key), out);
    } else {
        out.insert(path);
    }
}

void change_at(Json& value, const std::string& path, const std::string& wanted, const Change& change) {
    if (!wanted.starts_with(path)) return;
    if (value.is_array()) {
        for (auto& one : value) change_at(one, path + "[]", wanted, change);
    } else if (value.is_object()) {
        for (auto& [key, one] : value.items()) change_at(one, cat(path, ".", key), wanted, change);
    } else if (path == wanted) {
        change(value);
    }
}

// Each field in turn is of another kind in all rows.
void add_wrong_leaves(const Json& recorded, std::vector<Hostile>& out) {
    constexpr std::size_t places_max = 60;
    std::set<std::string> places;
    collect_leaves(recorded, "", places);
    for (const auto& place : places) {
        if (places.size() > places_max) break;
        Json reply = recorded;
        change_at(reply, "", place, [](Json& value) {
            value = value.is_string() ? Json{{"unexpected", Json::object()}} : Json("not a number");
        });
        out.push_back({cat("another kind of value at ", place), std::move(reply), Allowed::anything});
    }
}

void add_wrong_values(const Json& recorded, std::vector<Hostile>& out) {
    const auto is_number = [](const Json& value) { return value.is_number(); };
    const auto is_text = [](const Json& value) { return value.is_string(); };
    const auto add = [&](const char* name, const std::function<bool(const Json&)>& wanted, const Json& value) {
        Json reply = recorded;
        change_leaves(reply, wanted, [&value](Json& leaf) { leaf = value; });
        out.push_back({name, std::move(reply), Allowed::anything});
    };
    add("1e308 for every number", is_number, 1e308);
    add("the largest whole number for every number", is_number, std::numeric_limits<std::int64_t>::max());
    add("the smallest whole number for every number", is_number, std::numeric_limits<std::int64_t>::min());
    add("a number beyond 64 bits for every number", is_number, std::numeric_limits<std::uint64_t>::max());
    add("bytes that are no UTF-8 for every text", is_text, "\xFF\xFE\xC3(");
    add("an empty text for every text", is_text, "");
    add("a long text for every text", is_text, std::string(2'000, '%'));
}

}  // namespace

std::vector<Hostile> hostile_replies(const Json& recorded) {
    std::vector<Hostile> out;
    add_nothing(out);
    add_errors(out);
    if (!recorded.is_structured()) return out;
    add_wrong_containers(recorded, out);
    add_wrong_leaves(recorded, out);
    add_wrong_values(recorded, out);
    return out;
}

}  // namespace parley::kit
