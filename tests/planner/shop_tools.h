#pragma once
// Four tools of a shop, as a server that nobody described would publish them.

#include "planner/tools/index.h"

#include <vector>

namespace parley::tests {

inline std::vector<planner::ToolText> shop_tools() {
    const auto schema = [](const char* text) { return Json::parse(text); };
    return {
        {"list_orders", "", "Returns the orders of the shop, newest first.", schema(R"({"type":"object","properties":{
            "start_date":{"type":"string","description":"First day, YYYY-MM-DD"},
            "status":{"type":"string","enum":["open","paid","cancelled"]},
            "limit":{"type":"integer","description":"How many orders"}}})")},
        {"get_customer", "", "Looks up one customer by e-mail address.",
         schema(R"({"type":"object","required":["email"],"properties":{"email":{"type":"string"}}})")},
        {"convert_currency", "", "Converts an amount of money from one currency to another.",
         schema(R"({"type":"object","required":["amount","to"],"properties":{"amount":{"type":"number"},
            "to":{"type":"string","enum":["EUR","USD","CZK"]}}})")},
        {"weather_forecast", "", "The weather of a city on a date.", schema(R"({"type":"object","required":["city"],
            "properties":{"city":{"type":"string","description":"In the format 'City, State'"},
            "date":{"type":"string","description":"YYYY-MM-DD"}}})")}};
}

}  // namespace parley::tests
