#pragma once
// What a draft knows of a vendor, and how it is written in Lua. For this room only. Pure.

#include "base/table.h"
#include "kit/draft.h"

#include <string>
#include <vector>

namespace parley::kit {

struct DraftColumn {
    std::string name;  // "customer_name"
    Kind kind = Kind::text;
    Role role = Role::dimension;
    std::string at;          // "customer.name"
    bool is_amount = false;  // A number that is somebody's money.
};

struct DraftDataset {
    std::string id;       // "orders"
    std::string noun;     // "orders"
    std::string tool;     // Its tool's id.
    std::string rows_at;  // "data.orders"; empty: the reply is the list.
    bool is_one_row = false;
    bool is_guess = false;  // Nobody has said which columns there are.
    std::vector<DraftColumn> columns;
    std::string time;                   // A column's name.
    std::vector<std::string> required;  // Arguments that only the author knows.
    Json reply;                         // Null: none was recorded.
};

struct DraftTool {
    std::string id, name;
    bool is_published = false;           // As against known from a reply alone.
    std::vector<std::string> arguments;  // That the server takes.
    std::vector<std::string> required;
};

struct Draft {
    const DraftWish* wish = nullptr;
    std::string name;
    std::vector<DraftTool> tools;
    std::vector<DraftDataset> datasets;
    std::vector<std::string> left_out;  // "create_order: the name says that it writes"
};

// Lower-case letters, digits and _, beginning with a letter; empty where there are none.
std::string id_from(std::string_view text);
bool is_vendor_id(std::string_view text);

// "new_shop" -> "New shop".
std::string name_from(std::string id);

std::string manifest_lua(const Draft& draft);
std::string plugin_lua(const Draft& draft);

}  // namespace parley::kit
