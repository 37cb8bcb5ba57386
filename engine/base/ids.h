#pragma once
#include <compare>
#include <string>

namespace parley {

// A string that cannot be mistaken for another kind of string: find(ConnectionId) rejects an OrgId at compile time.
template <typename Tag>
struct Id {
    std::string text;
    auto operator<=>(const Id&) const = default;
};

using OrgId = Id<struct OrgTag>;
using UserId = Id<struct UserTag>;
using ConnectionId = Id<struct ConnectionTag>;
using VendorId = Id<struct VendorTag>;
using AnswerId = Id<struct AnswerTag>;
using DashboardId = Id<struct DashboardTag>;
using PinId = Id<struct PinTag>;
using KeyId = Id<struct KeyTag>;

}  // namespace parley
