#pragma once
// What a Lua language server wants to know about vendor folders: LuaLS annotations, made from the manifest language and
// from the engine's prelude. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace parley::kit {

struct TypeFile {
    std::string name;  // "manifest.lua"
    std::string text;
};

// One field of what plugin.lua gets as `request`.
struct RequestField {
    std::string_view name;
    std::string_view type;
    std::string_view doc;
    bool is_always_there = false;
};
const std::vector<RequestField>& request_fields();

std::vector<TypeFile> type_files();

}  // namespace parley::kit
