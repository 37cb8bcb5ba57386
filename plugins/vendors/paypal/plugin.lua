-- PayPal's lists into rows. Amounts are decimal texts in the major unit and become whole minor units digit by digit.
-- One call covers at most 31 days, so that a longer period is walked in windows, and the unsettled states one by one.

local plugin = {}
local child, iso = data.child, days.iso

local DAY = 86400
local WINDOW_DAYS = 31

-- What list_transactions takes as transaction_status: successful; pending, denied, reversed.
local STATE_NAMES = { S = "successful", P = "pending", D = "denied", V = "reversed" }
local STATES = { transactions = { "S" }, unsettled_transactions = { "P", "D", "V" },
  all_transactions = { "S", "P", "D", "V" } }

-- The first three characters of an event code are its group.
local GROUPS = {
  T01 = "PayPal fee", T02 = "currency conversion", T03 = "bank deposit", T04 = "withdrawal", T11 = "reversal",
  T12 = "reversal", T15 = "hold", T21 = "hold",
}
local REFUNDS = { T1107 = true, T1114 = true }

--- "-12.30" of a two-digit currency is -1230.
local function minor(amount, currency)
  return money.minor(amount.value, currency)
end

--- PayPal writes the zone as +0000; ISO 8601 has a colon in it.
local function time_of(text)
  return type(text) == "string" and (string.gsub(text, "([+-]%d%d)(%d%d)$", "%1:%2")) or nil
end

--- The dates of the window that begins at `start`; its last second is the one before the next window.
local function set_window(arguments, range, start)
  local after = start + WINDOW_DAYS * DAY
  if range.end_unix and range.end_unix < after then after = range.end_unix end
  arguments.start_date, arguments.end_date = iso(start), iso(after - 1)
end

local function first_window(arguments, range)
  arguments.page = 1
  local start = range.start_unix or range.end_unix and range.end_unix - WINDOW_DAYS * DAY
  if start then set_window(arguments, range, start) end
  return arguments
end

--- The day after the period is asked for too: whether the last day counts is not published, and the engine cuts.
local function insight_call(range, today)
  local after = range["end"] or days.plus(today, 1)
  return { insight_type = "ORDERS", time_interval = "DAILY", start_date = range.start or days.plus(after, -WINDOW_DAYS),
           end_date = after }
end

function plugin.prepare(request)
  local size = request.rows_per_page or 100
  if request.dataset == "daily_orders" then return insight_call(request.range or {}, request.today) end
  if request.dataset == "disputes" then return { page = 1, page_size = size } end
  local states = STATES[request.dataset]
  if not states then return { page = 1, page_size = size, total_required = true } end
  return first_window({ transaction_status = states[1], page_size = size }, request.range or {})
end

--- After the last page the next window; after the last window the first one of the next state.
local function more_transactions(request, arguments, reply)
  local page, pages = arguments.page, tonumber(reply.total_pages)
  assert(pages, "the reply does not say how many pages there are")
  if page < pages then
    arguments.page = page + 1
    return arguments
  end
  local range = request.range or {}
  if range.start_unix and range.end_unix then
    local start = range.start_unix
    while iso(start) ~= arguments.start_date do start = start + WINDOW_DAYS * DAY end
    start = start + WINDOW_DAYS * DAY
    if start < range.end_unix then
      arguments.page = 1
      set_window(arguments, range, start)
      return arguments
    end
  end
  local states = STATES[request.dataset]
  for index, state in ipairs(states) do
    if state == arguments.transaction_status and states[index + 1] then
      arguments.transaction_status = states[index + 1]
      return first_window(arguments, range)
    end
  end
  return nil
end

local LISTS = {
  transactions = "transaction_details", unsettled_transactions = "transaction_details",
  all_transactions = "transaction_details", invoices = "items",
  disputes = "items", plans = "plans", products = "products",
}

--- By the number of all items where the reply says it, else by its links, else until a page is not full.
local function has_more(arguments, reply, count)
  local total = tonumber(reply.total_items)
  if count == 0 then return false end
  if total then return arguments.page * arguments.page_size < total end
  if type(reply.links) == "table" then
    for _, link in ipairs(reply.links) do
      if link.rel == "next" then return true end
    end
    return false
  end
  return count >= arguments.page_size
end

function plugin.more(request, arguments, reply)
  if request.dataset == "daily_orders" then return nil end
  if STATES[request.dataset] then return more_transactions(request, arguments, reply) end
  if not has_more(arguments, reply, #reply[LISTS[request.dataset]]) then return nil end
  arguments.page = arguments.page + 1
  return arguments
end

local function state_of(info)
  return STATE_NAMES[info.transaction_status] or info.transaction_status
end

--- What moved the money, in words.
local function type_of(code, amount)
  local goes_out = amount and amount < 0
  if REFUNDS[code] then return goes_out and "refund sent" or "refund received" end
  local group = string.sub(code or "", 1, 3)
  if group == "T00" then return goes_out and "payment sent" or "payment received" end
  return GROUPS[group] or "other"
end

local shape = {}

function shape.transactions(entry)
  local info, payer = child(entry, "transaction_info"), child(entry, "payer_info")
  local money = child(info, "transaction_amount")
  local currency = money.currency_code
  local amount = assert(minor(money, currency), "a transaction has no amount")
  local fee = -(minor(child(info, "fee_amount"), currency) or 0)
  local what = type_of(info.transaction_event_code, amount)
  return {
    id = info.transaction_id, initiated = time_of(info.transaction_initiation_date), type = what,
    event_code = info.transaction_event_code, status = state_of(info), amount = amount, fee = fee, net = amount - fee,
    received = what == "payment received" and amount or 0, refunded = what == "refund sent" and -amount or 0,
    withdrawn = what == "withdrawal" and -amount or 0,
    currency = currency, payer = payer.email_address, country = payer.country_code,
  }
end

function shape.unsettled_transactions(entry)
  local info, payer = child(entry, "transaction_info"), child(entry, "payer_info")
  local money = child(info, "transaction_amount")
  local amount = minor(money, money.currency_code)
  return {
    id = info.transaction_id, initiated = time_of(info.transaction_initiation_date),
    type = type_of(info.transaction_event_code, amount), event_code = info.transaction_event_code,
    status = state_of(info), amount = amount, currency = money.currency_code, payer = payer.email_address,
    country = payer.country_code,
  }
end

shape.all_transactions = shape.unsettled_transactions

function shape.invoices(invoice)
  local detail, money = child(invoice, "detail"), child(invoice, "amount")
  local currency = money.currency_code or child(invoice, "due_amount").currency_code
  local recipient = child(invoice, "primary_recipients")[1] or {}
  return {
    id = invoice.id, number = detail.invoice_number, invoice_date = detail.invoice_date, status = invoice.status,
    amount = minor(money, currency), due_amount = minor(child(invoice, "due_amount"), currency), currency = currency,
    payer = data.text(child(recipient, "billing_info").email_address),
  }
end

local CLOSED = { RESOLVED = true, APPEALABLE = true }

function shape.disputes(dispute)
  local money = child(dispute, "dispute_amount")
  return {
    id = dispute.dispute_id, created = time_of(dispute.create_time), reason = dispute.reason, status = dispute.status,
    state = dispute.dispute_state, is_open = not CLOSED[dispute.dispute_state or dispute.status or ""],
    amount = minor(money, money.currency_code), currency = money.currency_code,
  }
end

function shape.plans(plan)
  return { id = plan.id, name = plan.name, status = plan.status, product = plan.product_id }
end

function shape.products(product)
  return { id = product.id, name = product.name, created = time_of(product.create_time) }
end

-- The insights' fields are not published, so that each is looked for under several names that mean nothing else.
local DAYS = { "date", "day", "start_date", "interval_start", "period_start", "start_time", "interval" }
local ORDERS = { "orders", "order_count", "orders_count", "total_orders", "number_of_orders", "count" }

local function first_of(row, names)
  for _, name in ipairs(names) do
    if row[name] ~= nil and type(row[name]) ~= "table" then return row[name] end
  end
  return nil
end

local function order_rows(reply)
  local rows = {}
  for index, entry in ipairs(data.rows(reply, "data", "insights", "metrics", "orders", "items", "results")) do
    local day = string.match(tostring(first_of(entry, DAYS)), "^%d%d%d%d%-%d%d%-%d%d")
    local orders = data.whole(first_of(entry, ORDERS))
    rows[index] = { day = assert(day, "an insight names no day"),
                    orders = assert(orders, "an insight names no number of orders") }
  end
  return rows
end

function plugin.shape(request, reply)
  if request.dataset == "daily_orders" then return order_rows(reply) end
  local name = LISTS[request.dataset]
  assert(type(reply) == "table" and type(reply[name]) == "table", "the reply has no list " .. name)
  local to_row, rows = shape[request.dataset], {}
  for index, entry in ipairs(reply[name]) do rows[index] = to_row(entry) end
  return rows
end

return plugin
