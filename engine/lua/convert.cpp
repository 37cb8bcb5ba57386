#include "lua/convert.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace parley::lua {
namespace {

constexpr std::int64_t items_max = 4'000'000;
constexpr std::size_t bytes_max = 64u << 20;  // A thousand references to one string are a thousand strings in JSON.
constexpr std::size_t line_bytes_max = 500;

void push_at_depth(lua_State* lua, const Json& value, int depth);

void push_array(lua_State* lua, const Json::array_t& items, int depth) {
    const auto count = std::min<std::size_t>(items.size(), std::numeric_limits<int>::max());
    lua_createtable(lua, static_cast<int>(count), 0);
    for (std::size_t k = 0; k < count; ++k) {
        push_at_depth(lua, items[k], depth + 1);
        lua_rawseti(lua, -2, static_cast<lua_Integer>(k + 1));
    }
}

void push_object(lua_State* lua, const Json::object_t& fields, int depth) {
    lua_createtable(lua, 0, static_cast<int>(std::min<std::size_t>(fields.size(), 1u << 20)));
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        if (field->second.is_null()) continue;
        lua_pushlstring(lua, field->first.data(), field->first.size());
        push_at_depth(lua, field->second, depth + 1);
        lua_rawset(lua, -3);
    }
}

// Holds no object with a destructor: a Lua error jumps straight over it.
void push_at_depth(lua_State* lua, const Json& value, int depth) {
    if (depth > 2 * limits::json_depth) luaL_error(lua, "value nested too deep");
    luaL_checkstack(lua, 4, nullptr);
    switch (value.type()) {
    case Json::value_t::boolean: lua_pushboolean(lua, *value.get_ptr<const bool*>() ? 1 : 0); return;
    case Json::value_t::number_integer: lua_pushinteger(lua, *value.get_ptr<const std::int64_t*>()); return;
    case Json::value_t::number_unsigned: {
        const std::uint64_t number = *value.get_ptr<const std::uint64_t*>();
        if (number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            lua_pushinteger(lua, static_cast<lua_Integer>(number));
        } else {
            lua_pushnumber(lua, static_cast<lua_Number>(number));
        }
        return;
    }
    case Json::value_t::number_float: lua_pushnumber(lua, *value.get_ptr<const double*>()); return;
    case Json::value_t::string: {
        const auto* text = value.get_ptr<const std::string*>();
        lua_pushlstring(lua, text->data(), text->size());
        return;
    }
    case Json::value_t::array: push_array(lua, *value.get_ptr<const Json::array_t*>(), depth); return;
    case Json::value_t::object: push_object(lua, *value.get_ptr<const Json::object_t*>(), depth); return;
    case Json::value_t::null:
    case Json::value_t::binary:
    case Json::value_t::discarded: break;
    }
    lua_pushnil(lua);
}

bool is_ascii(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; });
}

std::string to_utf8(std::string_view text) {
    std::string out(text);
    if (is_ascii(text) || is_valid_utf8(text)) return out;
    out.clear();
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        while (length <= 4 && at + length <= text.size() && !is_valid_utf8(text.substr(at, length))) ++length;
        const bool good = length <= 4 && at + length <= text.size();
        out += good ? text.substr(at, length) : std::string_view("\xEF\xBF\xBD");
        at += good ? length : 1;
    }
    return out;
}

std::string text_on_stack(lua_State* lua, int index) {
    std::size_t size = 0;
    const char* text = lua_tolstring(lua, index, &size);
    return to_utf8({text, size});
}

class Reader {
public:
    explicit Reader(lua_State* lua) : lua_(lua) {}

    std::optional<Json> value(int index, int depth) {
        if (++items_ > items_max) return refuse("more items than a result may have");
        switch (lua_type(lua_, index)) {
        case LUA_TNIL: return Json(nullptr);
        case LUA_TBOOLEAN: return Json(lua_toboolean(lua_, index) != 0);
        case LUA_TNUMBER: return number(index);
        case LUA_TSTRING: {
            bytes_ += lua_rawlen(lua_, index);
            if (bytes_ > bytes_max) return refuse("more text than a result may have");
            return Json(text_on_stack(lua_, index));
        }
        case LUA_TTABLE: return table(lua_absindex(lua_, index), depth + 1);
        default: return refuse("only plain data may leave a plugin");
        }
    }

    const std::string& reason() const { return reason_; }

private:
    std::optional<Json> refuse(const char* reason) {
        if (reason_.empty()) reason_ = reason;
        return std::nullopt;
    }

    Json number(int index) const {
        if (lua_isinteger(lua_, index)) return lua_tointeger(lua_, index);
        const double real = lua_tonumber(lua_, index);
        return std::isfinite(real) ? Json(real) : Json(nullptr);
    }

    std::optional<Json> table(int index, int depth) {
        if (depth > limits::json_depth || !lua_checkstack(lua_, 4)) return refuse("value nested too deep");
        lua_pushnil(lua_);
        if (lua_next(lua_, index) == 0) return Json::array();
        const bool is_list = lua_type(lua_, -2) == LUA_TNUMBER;
        lua_pop(lua_, 2);
        return is_list ? list(index, depth) : record(index, depth);
    }

    std::optional<Json> list(int index, int depth) {
        const lua_Unsigned length = lua_rawlen(lua_, index);
        if (length > static_cast<lua_Unsigned>(items_max)) return refuse("more items than a result may have");
        lua_Unsigned keys = 0;
        for (lua_pushnil(lua_); lua_next(lua_, index) != 0; lua_pop(lua_, 1)) ++keys;
        if (keys != length) return refuse("a list with holes, or one that is also a record");
        Json::array_t items;
        items.reserve(length);
        for (lua_Unsigned k = 1; k <= length; ++k) {
            lua_rawgeti(lua_, index, static_cast<lua_Integer>(k));
            auto item = lua_isnil(lua_, -1) ? refuse("a list with holes") : value(-1, depth);
            lua_pop(lua_, 1);
            if (!item) return std::nullopt;
            items.push_back(std::move(*item));
        }
        return Json(std::move(items));
    }

    std::optional<Json> record(int index, int depth) {
        Json::object_t fields;
        for (lua_pushnil(lua_); lua_next(lua_, index) != 0; lua_pop(lua_, 1)) {
            if (lua_type(lua_, -2) != LUA_TSTRING) return refuse("a table that is both list and record");
            auto field = value(-1, depth);
            if (!field) return std::nullopt;
            bytes_ += lua_rawlen(lua_, -2);
            fields.insert_or_assign(text_on_stack(lua_, -2), std::move(*field));
        }
        return Json(std::move(fields));
    }

    lua_State* lua_;
    std::int64_t items_ = 0;
    std::size_t bytes_ = 0;
    std::string reason_;
};

}  // namespace

void push(lua_State* lua, const Json& value) {
    push_at_depth(lua, value, 0);
}

Result<Json> read(lua_State* lua, int index) {
    const int top = lua_gettop(lua);
    Reader reader(lua);
    auto value = reader.value(index, 0);
    lua_settop(lua, top);
    if (!value) return Error{Fault::internal, "The vendor plugin failed.", reader.reason()};
    return std::move(*value);
}

std::string one_line(std::string_view text) {
    std::string line = to_utf8(text.substr(0, line_bytes_max));
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    if (text.size() > line_bytes_max) line += "...";
    return line;
}

}  // namespace parley::lua
