-- Square's lists into rows. Square counts money in the minor unit, as the engine does. Orders are searched by location,
-- so that their first page is the list of locations, which gives no rows but the ids for the pages that follow.

local plugin = {}
local child = data.child

local LOCATIONS_MAX = 10  -- In one search of orders.

local METHODS = {
  orders = { "orders", "search" }, order_items = { "orders", "search" }, payments = { "payments", "list" },
  refunds = { "refunds", "listPayment" }, payouts = { "payouts", "list" }, customers = { "customers", "search" },
  disputes = { "disputes", "list" }, stock = { "inventory", "batchGetcounts" },
}

local LISTS = {
  orders = "orders", order_items = "orders", payments = "payments", refunds = "refunds", payouts = "payouts",
  customers = "customers", disputes = "disputes", stock = "counts",
}

local function amount(object, name)
  return child(object, name).amount or 0
end

--- The UTC time of Unix seconds, which may be missing.
local function iso(seconds)
  return seconds and days.iso(seconds)
end

--- { start_at, end_at } of the range, or nil where neither side is known.
local function between(range)
  if not range.start_unix and not range.end_unix then return nil end
  return { start_at = iso(range.start_unix), end_at = iso(range.end_unix) }
end

local function call(dataset, request)
  return { service = METHODS[dataset][1], method = METHODS[dataset][2], request = request }
end

local function search_orders(request, locations)
  assert(#locations > 0, "the account has no location")
  assert(#locations <= LOCATIONS_MAX, "the account has more locations than one search takes")
  local filter, closed = { state_filter = { states = { "COMPLETED" } } }, between(request.range or {})
  if closed then filter.date_time_filter = { closed_at = closed } end
  return call(request.dataset, {
    location_ids = locations, limit = request.rows_per_page or 500,
    query = { filter = filter, sort = { sort_field = "CLOSED_AT", sort_order = "ASC" } },
  })
end

local function is_order_dataset(request)
  return LISTS[request.dataset] == "orders"
end

function plugin.prepare(request)
  local range, limit = request.range or {}, request.rows_per_page or 100
  if is_order_dataset(request) then return { service = "locations", method = "list" } end
  if request.dataset == "disputes" then return { service = "disputes", method = "list" } end
  if request.dataset == "stock" then return call("stock", { states = { "IN_STOCK" }, limit = limit }) end
  if request.dataset == "customers" then
    local created = between(range)
    return call("customers", {
      limit = limit, query = { filter = created and { created_at = created } or nil,
                               sort = { field = "CREATED_AT", order = "ASC" } },
    })
  end
  return call(request.dataset, {
    begin_time = iso(range.start_unix), end_time = iso(range.end_unix), sort_order = "ASC", limit = limit,
  })
end

function plugin.more(request, arguments, reply)
  if arguments.service == "locations" then
    local ids = {}
    for index, location in ipairs(reply.locations) do ids[index] = location.id end
    return search_orders(request, ids)
  end
  if type(reply.cursor) ~= "string" or reply.cursor == "" then return nil end
  arguments.request = arguments.request or {}
  arguments.request.cursor = reply.cursor
  return arguments
end

local shape = {}

function shape.orders(rows, order)
  local gross, back = 0, child(order, "return_amounts")
  for _, line in ipairs(child(order, "line_items")) do gross = gross + amount(line, "gross_sales_money") end
  local discount = amount(order, "total_discount_money")
  local returned = amount(back, "total_money") - amount(back, "tax_money") - amount(back, "tip_money")
  rows[#rows + 1] = {
    id = order.id, closed_at = order.closed_at, location = order.location_id, source = child(order, "source").name,
    customer = order.customer_id, gross = gross, discount = discount, returned = returned,
    net = gross - discount - returned, tax = amount(order, "total_tax_money"), tip = amount(order, "total_tip_money"),
    total = amount(order, "total_money"), is_sale = gross > 0, currency = child(order, "total_money").currency,
  }
end

function shape.order_items(rows, order)
  for _, line in ipairs(child(order, "line_items")) do
    rows[#rows + 1] = {
      order = order.id, closed_at = order.closed_at, location = order.location_id,
      source = child(order, "source").name, item = line.name, variation = line.variation_name,
      quantity = assert(tonumber(line.quantity), "a line has no quantity"), gross = amount(line, "gross_sales_money"),
      discount = amount(line, "total_discount_money"), currency = child(line, "gross_sales_money").currency,
    }
  end
end

function shape.payments(rows, payment)
  local fee = 0
  for _, part in ipairs(child(payment, "processing_fee")) do fee = fee + amount(part, "amount_money") end
  rows[#rows + 1] = {
    id = payment.id, created_at = payment.created_at, status = payment.status, method = payment.source_type,
    card_brand = child(child(payment, "card_details"), "card").card_brand, team_member = payment.team_member_id,
    customer = payment.customer_id, total = amount(payment, "total_money"), tip = amount(payment, "tip_money"),
    fee = fee, currency = child(payment, "total_money").currency,
  }
end

function shape.refunds(rows, refund)
  rows[#rows + 1] = {
    id = refund.id, created_at = refund.created_at, status = refund.status, reason = refund.reason,
    location = refund.location_id, payment = refund.payment_id, amount = amount(refund, "amount_money"),
    currency = child(refund, "amount_money").currency,
  }
end

function shape.payouts(rows, payout)
  rows[#rows + 1] = {
    id = payout.id, created_at = payout.created_at, arrival_date = payout.arrival_date, status = payout.status,
    location = payout.location_id, amount = amount(payout, "amount_money"),
    currency = child(payout, "amount_money").currency,
  }
end

function shape.customers(rows, customer)
  rows[#rows + 1] = {
    id = customer.id, created_at = customer.created_at, email = data.text(customer.email_address),
    origin = customer.creation_source, country = child(customer, "address").country,
  }
end

function shape.disputes(rows, dispute)
  rows[#rows + 1] = {
    id = dispute.id or dispute.dispute_id, created_at = dispute.created_at, reason = dispute.reason,
    status = dispute.state, card_brand = dispute.card_brand, location = dispute.location_id,
    amount = amount(dispute, "amount_money"), currency = child(dispute, "amount_money").currency,
  }
end

function shape.stock(rows, count)
  if count.state ~= nil and count.state ~= "IN_STOCK" then return end
  rows[#rows + 1] = {
    variation = count.catalog_object_id, location = count.location_id,
    quantity = assert(tonumber(count.quantity), "a count has no quantity"), calculated_at = count.calculated_at,
  }
end

--- Square leaves an empty list out: its whole reply is then {}. The list of locations stands before the orders.
local function entries(request, reply)
  assert(type(reply) == "table" and reply.errors == nil, "Square answered with errors")
  local list = reply[LISTS[request.dataset]]
  if list == nil and is_order_dataset(request) and type(reply.locations) == "table" then return {} end
  if list == nil and next(reply) == nil then return {} end
  assert(type(list) == "table", "the reply has no list " .. LISTS[request.dataset])
  return list
end

function plugin.shape(request, reply)
  local add, rows = shape[request.dataset], {}
  for _, entry in ipairs(entries(request, reply)) do add(rows, entry) end
  return rows
end

return plugin
