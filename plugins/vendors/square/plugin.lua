-- Square's lists into rows. Square counts money in the minor unit, as the engine does. Orders are searched by location,
-- and payments and payouts come from the main location unless another is named: so the locations are read first.

local plugin = {}
local child = data.child

local LOCATIONS_MAX = 10  -- In one search of orders.

local MEMBERS_MAX = 200  -- Of a team in one call.

local METHODS = {
  orders = { "orders", "search" }, order_items = { "orders", "search" }, order_states = { "orders", "search" },
  payments = { "payments", "list" },
  refunds = { "refunds", "listPayment" }, payouts = { "payouts", "list" }, customers = { "customers", "search" },
  disputes = { "disputes", "list" }, stock = { "inventory", "batchGetcounts" },
}

local LISTS = {
  orders = "orders", order_items = "orders", order_states = "orders", payments = "payments", refunds = "refunds",
  payouts = "payouts", customers = "customers", disputes = "disputes", stock = "counts",
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

-- What the lookups found: a line for each location and each member of the team, the id and the name.

local function wants(request, column)
  for _, wanted in ipairs(request.group_by or {}) do
    if wanted == column then return true end
  end
  return false
end

--- The members' names need a right of their own, and so are read only where they are shown.
function plugin.lookup(request, position)
  if position == 1 then return { service = "locations", method = "list" } end
  if not wants(request, "team_member") then return nil end
  return { service = "team", method = "searchMembers", request = { limit = MEMBERS_MAX } }
end

local function lines(list, name_of)
  local written = {}
  for index, entry in ipairs(list) do
    local name = string.gsub(name_of(entry) or entry.id, "%c", " ")
    written[index] = entry.id .. " " .. name .. "\n"
  end
  return table.concat(written)
end

function plugin.found(_, reply, position)
  if position == 1 then
    assert(type(reply.locations) == "table", "the reply has no list locations")
    return { locations = lines(reply.locations, function(location) return data.text(location.name) end) }
  end
  return { members = lines(reply.team_members or {}, function(member)
    local given, family = data.text(member.given_name), data.text(member.family_name)
    return given and family and given .. " " .. family or given or family
  end) }
end

--- { id = name } of such lines; an id that they do not hold stands for itself.
local function names_of(found)
  local names = {}
  for id, name in string.gmatch(found or "", "(%S+) ([^\n]*)\n") do names[id] = name end
  return names
end

local function named(names, id)
  return id and (names[id] or id)
end

--- The ids of all locations; nil where they were not looked up.
local function locations_of(request)
  local found = child(request, "found").locations
  if not found then return nil end
  local ids = {}
  for id in string.gmatch(found, "(%S+) [^\n]*\n") do ids[#ids + 1] = id end
  return ids
end

local function search_orders(request, all, first)
  assert(#all > 0, "the account has no location")
  local locations = table.move(all, first, math.min(first + LOCATIONS_MAX - 1, #all), 1, {})
  local is_any, range = request.dataset == "order_states", between(request.range or {})
  local filter = { state_filter = { states = is_any and { "OPEN", "COMPLETED", "CANCELED" } or { "COMPLETED" } } }
  if range then filter.date_time_filter = { [is_any and "created_at" or "closed_at"] = range } end
  return call(request.dataset, {
    location_ids = locations, limit = request.rows_per_page or 500,
    query = { filter = filter, sort = { sort_field = is_any and "CREATED_AT" or "CLOSED_AT", sort_order = "ASC" } },
  })
end

local function is_order_dataset(request)
  return LISTS[request.dataset] == "orders"
end

local function is_by_location(request)
  return request.dataset == "payments" or request.dataset == "payouts"
end

local function list_one(request, location)
  local range = request.range or {}
  return call(request.dataset, {
    location_id = location, begin_time = iso(range.start_unix), end_time = iso(range.end_unix), sort_order = "ASC",
    limit = request.rows_per_page or 100,
  })
end

--- The call for the locations from a position on. Where they are not known, orders need them first; of the other lists
--- Square then gives the main location.
local function from_location(request, locations, first)
  if not is_order_dataset(request) then return list_one(request, locations and locations[first]) end
  if not locations then return { service = "locations", method = "list" } end
  return search_orders(request, locations, first)
end

function plugin.prepare(request)
  local range, limit = request.range or {}, request.rows_per_page or 100
  if is_order_dataset(request) or is_by_location(request) then
    return from_location(request, locations_of(request), 1)
  end
  if request.dataset == "disputes" then return { service = "disputes", method = "list" } end
  if request.dataset == "stock" then return call("stock", { states = { "IN_STOCK" }, limit = limit }) end
  if request.dataset == "customers" then
    local created = between(range)
    return call("customers", {
      limit = limit, query = { filter = created and { created_at = created } or nil,
                               sort = { field = "CREATED_AT", order = "ASC" } },
    })
  end
  return list_one(request)
end

--- The position behind the last location of a call; nil at the end.
local function next_location(locations, asked)
  for index, id in ipairs(locations) do
    if id == asked then return index < #locations and index + 1 or nil end
  end
  return nil
end

function plugin.more(request, arguments, reply)
  if arguments.service == "locations" then
    local ids = {}
    for index, location in ipairs(reply.locations) do ids[index] = location.id end
    return from_location(request, ids, 1)
  end
  if type(reply.cursor) ~= "string" or reply.cursor == "" then
    local asked = child(arguments, "request")
    local last = asked.location_id or asked.location_ids and asked.location_ids[#asked.location_ids]
    local first = last and next_location(locations_of(request) or {}, last)
    return first and from_location(request, locations_of(request), first) or nil
  end
  arguments.request = arguments.request or {}
  arguments.request.cursor = reply.cursor
  return arguments
end

local shape = {}

--- The ways an order was paid; several are joined. Square gives them in the order itself.
local function tenders_of(order)
  local names, seen = {}, {}
  for _, tender in ipairs(child(order, "tenders")) do
    if data.text(tender.type) and not seen[tender.type] then
      seen[tender.type] = true
      names[#names + 1] = tender.type
    end
  end
  table.sort(names)
  return names[1] and table.concat(names, " + ") or nil
end

function shape.orders(rows, order, names)
  local gross, back = 0, child(order, "return_amounts")
  for _, line in ipairs(child(order, "line_items")) do gross = gross + amount(line, "gross_sales_money") end
  local discount = amount(order, "total_discount_money")
  local returned = amount(back, "total_money") - amount(back, "tax_money") - amount(back, "tip_money")
  rows[#rows + 1] = {
    id = order.id, closed_at = order.closed_at, location = named(names.locations, order.location_id),
    source = child(order, "source").name, method = tenders_of(order), customer = order.customer_id,
    gross = gross, discount = discount, returned = returned, net = gross - discount - returned,
    tax = amount(order, "total_tax_money"), tip = amount(order, "total_tip_money"),
    total = amount(order, "total_money"), is_sale = gross > 0, currency = child(order, "total_money").currency,
  }
end

function shape.order_items(rows, order, names)
  local location, source = named(names.locations, order.location_id), child(order, "source").name
  local method = tenders_of(order)
  local function add(line, quantity, returned, gross, discount, net, currency)
    rows[#rows + 1] = {
      order = order.id, closed_at = order.closed_at, location = location, source = source, method = method,
      customer = order.customer_id, item = line.name, variation = line.variation_name, quantity = quantity,
      returned = returned, gross = gross, discount = discount, net = net, currency = currency,
    }
  end
  for _, line in ipairs(child(order, "line_items")) do
    local gross, discount = amount(line, "gross_sales_money"), amount(line, "total_discount_money")
    add(line, assert(tonumber(line.quantity), "a line has no quantity"), 0, gross, discount, gross - discount,
        child(line, "gross_sales_money").currency)
  end
  -- What came back lowers an item's net sales only: it was sold before.
  for _, back in ipairs(child(order, "returns")) do
    for _, line in ipairs(child(back, "return_line_items")) do
      local returned = amount(line, "gross_return_money") - amount(line, "total_discount_money")
      add(line, 0, tonumber(line.quantity) or 0, 0, 0, -returned, child(line, "gross_return_money").currency)
    end
  end
end

function shape.order_states(rows, order, names)
  rows[#rows + 1] = {
    id = order.id, created_at = order.created_at, status = order.state, source = child(order, "source").name,
    location = named(names.locations, order.location_id), total = amount(order, "total_money"),
    currency = child(order, "total_money").currency,
  }
end

function shape.payments(rows, payment, names)
  local fee = 0
  for _, part in ipairs(child(payment, "processing_fee")) do fee = fee + amount(part, "amount_money") end
  rows[#rows + 1] = {
    id = payment.id, created_at = payment.created_at, status = payment.status, method = payment.source_type,
    card_brand = child(child(payment, "card_details"), "card").card_brand,
    team_member = named(names.members, payment.team_member_id), location = named(names.locations, payment.location_id),
    customer = payment.customer_id, total = amount(payment, "total_money"), amount = amount(payment, "amount_money"),
    tip = amount(payment, "tip_money"), fee = fee, currency = child(payment, "total_money").currency,
  }
end

function shape.refunds(rows, refund, names)
  rows[#rows + 1] = {
    id = refund.id, created_at = refund.created_at, status = refund.status, reason = refund.reason,
    location = named(names.locations, refund.location_id), method = refund.destination_type,
    team_member = named(names.members, refund.team_member_id), payment = refund.payment_id,
    amount = amount(refund, "amount_money"), currency = child(refund, "amount_money").currency,
  }
end

function shape.payouts(rows, payout, names)
  rows[#rows + 1] = {
    id = payout.id, created_at = payout.created_at, arrival_date = payout.arrival_date, status = payout.status,
    location = named(names.locations, payout.location_id), amount = amount(payout, "amount_money"),
    currency = child(payout, "amount_money").currency,
  }
end

function shape.customers(rows, customer)
  rows[#rows + 1] = {
    id = customer.id, created_at = customer.created_at, email = data.text(customer.email_address),
    origin = customer.creation_source, country = child(customer, "address").country,
  }
end

function shape.disputes(rows, dispute, names)
  rows[#rows + 1] = {
    id = dispute.id or dispute.dispute_id, created_at = dispute.created_at, reason = dispute.reason,
    status = dispute.state, card_brand = dispute.card_brand, location = named(names.locations, dispute.location_id),
    amount = amount(dispute, "amount_money"), currency = child(dispute, "amount_money").currency,
  }
end

function shape.stock(rows, count, names)
  if count.state ~= nil and count.state ~= "IN_STOCK" then return end
  rows[#rows + 1] = {
    variation = count.catalog_object_id, location = named(names.locations, count.location_id),
    quantity = assert(tonumber(count.quantity), "a count has no quantity"), calculated_at = count.calculated_at,
  }
end

--- Square leaves an empty list out: its whole reply is then {}. The list of locations stands before the orders.
local function entries(request, reply)
  assert(type(reply) == "table" and reply.errors == nil, "Square answered with errors")
  local list = reply[LISTS[request.dataset]]
  if list == nil and type(reply.locations) == "table" then return {} end
  if list == nil and next(reply) == nil then return {} end
  assert(type(list) == "table", "the reply has no list " .. LISTS[request.dataset])
  return list
end

function plugin.shape(request, reply)
  local add, rows, found = shape[request.dataset], {}, child(request, "found")
  local names = { locations = names_of(found.locations), members = names_of(found.members) }
  for _, entry in ipairs(entries(request, reply)) do add(rows, entry, names) end
  if not wants(request, "team_member") then
    for _, row in ipairs(rows) do row.team_member = nil end
  end
  return rows
end

return plugin
