#pragma once
// A small good manifest for tests to break.

#include "lua/state.h"
#include "vendors/catalogue.h"

#include <doctest/doctest.h>
#include <string>

inline const std::string sample_manifest = R"(
return {
  id = "shop", name = "Shop", category = "Commerce", api = 1, synonyms = { "store" },
  server = {
    url = "https://{account}.shop.example/mcp", confidence = "documented",
    parameters = { { name = "account", means = "the name in the address", pattern = "^[a-z0-9][a-z0-9-]*$" } },
  },
  auth = { kind = "oauth", scopes = { "orders:read" } },
  tools = {
    accounts = { names = { "list_accounts" }, description = "The accounts." },
    orders = {
      names = { "list_orders", "get_orders" }, description = "The orders.",
      arguments = { { path = "kind", one_of = { "paid", "open" }, required = true } },
    },
    letters = { words = { { "letter", "stats" }, { "letter" } }, description = "The letters." },
  },
  account = { tool = "accounts", values = { shop_id = "text:^[a-z]+$", live = "flag", level = "integer" } },
  datasets = {
    orders = {
      name = "orders", description = "One row for each order.", tool = "orders", time = "placed",
      starts = "placed", ends = "returned", pushes_range = true, rows_at = "data.list",
      paging = { rows_per_page = 50 },
      columns = {
        { name = "id", kind = "text", role = "key", at = "order.id" },
        { name = "placed", kind = "time", role = "time" },
        { name = "returned", kind = "day", role = "time" },
        { name = "amount", kind = "money", role = "measure", at = "sums.0" },
        { name = "currency", kind = "text", role = "dimension" },
        { name = "items", kind = "count", role = "measure" },
        { name = "weight", kind = "number", role = "measure" },
        { name = "discount", kind = "ratio", role = "measure", unit = "percent" },
        { name = "gift", kind = "flag", role = "dimension" },
      },
      arguments = { kind = "paid", from = "{start}", last = "{last}", limit = "{rows_per_page}",
                    shop = "{account.shop_id}",
                    created = { gte = "{start_unix}", lt = "{end_unix}" }, search = "day >= {start} and {x" },
    },
  },
  metrics = {
    sales = { name = "sales", description = "The sum of all orders.", dataset = "orders", value = { sum = "amount" },
              kind = "money", better = "up" },
    gift_rate = { name = "gift rate", description = "Gifts over orders.", dataset = "orders",
                  value = { count = true, where = { { "gift", "=", true } } }, per = { count = true }, kind = "ratio",
                  unit = "percent", sample_min = 20 },
    open_orders = { name = "open orders", description = "Orders not returned at the end.", dataset = "orders",
                    value = { count = true, at = "end", where = { { "currency", "in", { "EUR", "USD" } } } },
                    kind = "count" },
  },
  dimensions = {
    currency = { name = "currency", columns = { orders = "currency" }, open_values = true,
                 values = { "EUR", { value = "USD", synonyms = { "dollar" } } } },
  },
  ask = { "What were sales last month?" },
  errors = { { pattern = "(?i)expired", fault = "reconnect", message = "Connect the shop again." } },
  pitfalls = { { symptom = "No orders", cause = "a wrong account", fix = "connect again" } },
}
)";

inline parley::Json sample_json() {
    parley::lua::State state;
    const auto json = state.read_data(sample_manifest, "shop/manifest.lua");
    REQUIRE(json);
    return json.value();
}

// The sample as a vendor, with the given plugin.lua.
inline parley::vendors::Vendor sample_vendor(std::string plugin_source) {
    auto checked = parley::vendors::check_manifest(sample_json(), "shop/manifest.lua");
    REQUIRE(checked.mistakes.empty());
    parley::vendors::Vendor vendor;
    vendor.manifest = std::move(checked.manifest);
    vendor.plugin_source = std::move(plugin_source);
    return vendor;
}
