#pragma once
// A look at a connection as JSON, for the endpoint and for `parley doctor --json`.

#include "base/json.h"
#include "connect/connector.h"

#include <string_view>
#include <vector>

namespace parley::api {

std::string_view name_of(connect::Finding::Level level);  // good, notice, bad

OrderedJson to_json(const connect::Finding& finding);
OrderedJson to_json(const store::ConnectionLogLine& line);
template <typename Line>
OrderedJson list_of(const std::vector<Line>& lines) {
    OrderedJson out = OrderedJson::array();
    for (const auto& line : lines) out.push_back(to_json(line));
    return out;
}
OrderedJson to_json(const connect::Diagnosis& diagnosis);

}  // namespace parley::api
