-- A simulated PayPal: the gift and meeting boxes of the story's company that are paid by PayPal, with the fees,
-- refunds, disputes and withdrawals that follow, and its invoices for catering. The buyers are Stripe's customers.

local chance, calendar = story.chance, story.calendar
local pick, any, iso = chance.pick, chance.any, calendar.iso_time

local DAY_S = 86400
local MONTHS = 24
local WINDOW_DAYS = 31
local CHARGEBACK_FEE = 2000

-- Gifts are given in December, and nobody is in the office in summer.
local GIFT_SEASON = { 0.80, 0.95, 0.95, 1.00, 1.00, 0.90, 0.75, 0.80, 1.00, 1.10, 1.45, 1.90 }

local PRODUCTS = {
  { id = "PROD-LF1TASTINGSET", name = "Tasting set", share = 0.22, USD = 1990, EUR = 1890 },
  { id = "PROD-LF2GIFTSMALL", name = "Gift box, small", share = 0.27, USD = 2950, EUR = 2750 },
  { id = "PROD-LF3GIFTLARGE", name = "Gift box, large", share = 0.20, USD = 5900, EUR = 5500 },
  { id = "PROD-LF4MEETINGBOX", name = "Meeting box", share = 0.16, USD = 8900, EUR = 8200 },
  { id = "PROD-LF5FRUITCRATE", name = "Fruit crate", share = 0.15, USD = 4500, EUR = 4200 },
}

-- What a box paid by PayPal every month costs has changed with the prices: the older plans take nobody in any more.
local PLANS = {
  { id = "P-LF1MEETING2024", name = "Meeting box monthly (old price)", product = 4, status = "INACTIVE" },
  { id = "P-LF2MEETING", name = "Meeting box monthly", product = 4, status = "ACTIVE" },
  { id = "P-LF3FRUIT2024", name = "Fruit crate weekly (old price)", product = 5, status = "INACTIVE" },
  { id = "P-LF4FRUIT", name = "Fruit crate weekly", product = 5, status = "ACTIVE" },
  { id = "P-LF5TASTING", name = "Tasting set quarterly", product = 1, status = "CREATED" },
}

local SUPPLIERS = {
  { email = "billing@hazel-print.example", country = "US", currency = "USD", amount = 42000, day = 5 },
  { email = "konto@nordkurier.example", country = "DE", currency = "EUR", amount = 31500, day = 12 },
}

local REASONS = {
  { "MERCHANDISE_OR_SERVICE_NOT_RECEIVED", 0.36 }, { "MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED", 0.26 },
  { "UNAUTHORISED", 0.20 }, { "CREDIT_NOT_PROCESSED", 0.11 }, { "DUPLICATE_TRANSACTION", 0.07 },
}

local OPEN_STATES = {
  { "REQUIRED_ACTION", "WAITING_FOR_SELLER_RESPONSE" }, { "REQUIRED_OTHER_PARTY_ACTION", "WAITING_FOR_BUYER_RESPONSE" },
  { "UNDER_PAYPAL_REVIEW", "UNDER_REVIEW" }, { "OPEN_INQUIRIES", "OPEN" },
}

local books = story.build(seed, now)
local line = books.timeline
local world = {
  first = calendar.month_begin(line.today, MONTHS), sales = 0, movements = {}, disputes = {}, invoices = {},
}

--- Those who were customers on a day, by number: they were counted in the order in which they came.
local function by_number()
  local customers = {}
  for _, customer in ipairs(books.customers) do customers[customer.number] = customer end
  return customers
end

--- Every twelfth customer is a regular: one payment in three comes from these.
local function pick_payer(random, customers, known)
  local number = 1 + math.floor(random() * known)
  if random() < 0.34 then number = math.max(1, number - number % 12) end
  return customers[number]
end

local function add_movement(code, time, amount, more)
  local movement = { code = code, time = time, amount = amount, status = "S", fee = 0 }
  for key, value in pairs(more) do movement[key] = value end
  if time < line.horizon then world.movements[#world.movements + 1] = movement end
  return movement
end

--- A share of the amount and a fixed sum: what the seller's country pays.
local function fee_of(amount, currency)
  if currency == "EUR" then return (amount * 299 + 5000) // 10000 + 39 end
  return (amount * 349 + 5000) // 10000 + 49
end

--- Sent in the fortnight before the label service failed, or while it did.
local function in_trouble(day)
  return day >= line.bad_week - 12 and day < line.bad_week + 10
end

local function maybe_refund(random, payment, day)
  if random() >= (in_trouble(day) and 0.12 or 0.024) then return false end
  local earliest = in_trouble(day) and math.max(payment.time, line.bad_week * DAY_S) or payment.time
  local time = earliest + math.floor((1 + random() * 9) * DAY_S)
  local amount = random() < 0.7 and payment.amount or payment.amount // 2
  if time >= line.horizon then return false end
  add_movement("T1107", time, -amount, { currency = payment.currency, customer = payment.customer })
  return true
end

--- A lost dispute takes the money back: the payment counts as reversed, and the reversal and its fee are listed.
local function settle(dispute, payment, lost)
  dispute.status, dispute.state = "RESOLVED", "RESOLVED"
  dispute.outcome = lost and "RESOLVED_BUYER_FAVOUR" or "RESOLVED_SELLER_FAVOUR"
  if not lost then return end
  payment.status = "V"
  add_movement("T1106", dispute.settled, -payment.amount,
    { currency = payment.currency, customer = payment.customer, fee = CHARGEBACK_FEE })
end

local function maybe_dispute(random, payment, day)
  if random() >= (in_trouble(day) and 0.22 or 0.016) then return end
  local usual = pick(random, REASONS, 2)
  local late_parcel = in_trouble(day) and random() < 0.75
  local dispute = {
    created = payment.time + math.floor((3 + random() * 22) * DAY_S), payment = payment,
    reason = late_parcel and REASONS[random() < 0.7 and 1 or 2][1] or usual[1],
  }
  dispute.settled = dispute.created + math.floor((18 + random() * 62) * DAY_S)
  local open_as, lost = any(random, OPEN_STATES), random() < 0.5
  if dispute.created >= line.horizon then return end
  dispute.state, dispute.status = open_as[1], open_as[2]
  if dispute.settled < line.horizon then settle(dispute, payment, lost) end
  world.disputes[#world.disputes + 1] = dispute
end

--- One purchase: perhaps a first try that was denied, perhaps an e-check that takes days to clear.
local function sell(random, customer, day)
  world.sales = world.sales + 1
  local product, currency = pick(random, PRODUCTS), customer.currency
  local price = product[currency] * (day >= line.price_change and 108 or 100) // 100
  local amount = price * (1 + math.floor(random() * random() * 5))
  local time = day * DAY_S + 7 * 3600 + math.floor(random() * 15 * 3600)
  local side = { currency = currency, customer = customer, subject = product.name }
  if random() < 0.035 then add_movement("T0006", time - 300, amount, side).status = "D" end
  local payment = add_movement("T0006", time, amount, side)
  payment.fee = fee_of(amount, currency)
  local clears = time + (random() < 0.05 and 5 * DAY_S or 0)
  -- What becomes of a payment has its own chance, or tomorrow's refund would change all payments after it.
  local fate = chance.make_random(seed, 2000000 + world.sales)
  if clears >= line.horizon then
    payment.status, payment.fee = "P", 0
  elseif not maybe_refund(fate, payment, day) then
    maybe_dispute(fate, payment, day)
  end
end

local function sell_boxes(customers)
  local random, known = chance.make_random(seed, 20), 0
  for day = world.first, line.today - 1 do
    while customers[known + 1] and customers[known + 1].created < day * DAY_S do known = known + 1 end
    local _, month = calendar.civil(day)
    local along = (day - world.first) / (MONTHS * 30.4)
    local weekday = (day + 3) % 7 < 5 and 1.15 or 0.62
    for _ = 1, chance.poisson(random, (3.1 + 1.5 * along) * GIFT_SEASON[month] * weekday) do
      sell(random, pick_payer(random, customers, known), day)
    end
  end
end

--- Whether and when an invoice of catering was paid. luck: from 0 to 1.
local function settle_invoice(invoice, luck, paid_at)
  local customer, part = invoice.customer, luck >= 0.04 and luck < 0.09
  if luck < 0.04 then
    invoice.status = "CANCELLED"
  elseif luck > 0.80 and invoice.time >= line.horizon - 3 * DAY_S then
    invoice.status, invoice.due = "DRAFT", nil
  elseif luck > 0.97 or paid_at >= line.horizon then
    invoice.status, invoice.due = luck > 0.4 and "SENT" or "UNPAID", invoice.amount
  else
    local paid = part and invoice.amount // 2 or invoice.amount
    invoice.status, invoice.due = part and "PARTIALLY_PAID" or "PAID", invoice.amount - paid
    add_movement("T0007", paid_at, paid, { currency = invoice.currency, customer = customer,
      fee = fee_of(paid, invoice.currency), subject = "Invoice " .. invoice.number, invoice = invoice.id })
  end
end

local function write_invoices(customers)
  local random, known = chance.make_random(seed, 21), 0
  for day = world.first, line.today - 1 do
    while customers[known + 1] and customers[known + 1].created < day * DAY_S do known = known + 1 end
    local weekday = (day + 3) % 7
    for _ = 1, weekday < 5 and chance.poisson(random, 0.85) or 0 do
      local customer, number = pick_payer(random, customers, known), #world.invoices + 1
      local invoice = {
        id = string.format("INV2-LF%04d-CATERING", number), number = string.format("%04d", number), due = 0,
        time = day * DAY_S + 9 * 3600, currency = customer.currency, customer = customer,
        amount = 9500 + 500 * math.floor(random() * random() * 180),
      }
      settle_invoice(invoice, random(), invoice.time + math.floor((2 + random() * random() * 60) * DAY_S))
      world.invoices[number] = invoice
    end
  end
end

local function pay_suppliers()
  local random = chance.make_random(seed, 22)
  for day = world.first, line.today - 1 do
    local _, _, day_of_month = calendar.civil(day)
    for _, supplier in ipairs(SUPPLIERS) do
      if day_of_month == supplier.day then
        add_movement("T0000", day * DAY_S + 10 * 3600, -chance.rounded(supplier.amount * (0.85 + 0.3 * random())),
          { currency = supplier.currency, other_side = supplier })
      end
    end
  end
end

local function oldest_first(one, other)
  if one.time ~= other.time then return one.time < other.time end
  return one.place < other.place
end

--- Sorting is not stable in Lua, so that each movement remembers where it stood.
local function in_order(movements)
  for place, movement in ipairs(movements) do movement.place = place end
  table.sort(movements, oldest_first)
end

--- Each Friday morning what is on the balance goes to the bank; some hundreds stay for refunds.
local function withdraw()
  in_order(world.movements)
  local earned, balance, next_one = world.movements, { EUR = 0, USD = 0 }, 1
  local count = #earned
  for friday = calendar.monday_of(world.first) + 4, line.today - 1, 7 do
    local time = friday * DAY_S + 6 * 3600
    while next_one <= count and earned[next_one].time < time do
      local movement = earned[next_one]
      if movement.status == "S" then
        balance[movement.currency] = balance[movement.currency] + movement.amount - movement.fee
      end
      next_one = next_one + 1
    end
    for _, currency in ipairs({ "EUR", "USD" }) do
      local amount = (balance[currency] - 30000) // 10000 * 10000
      if amount > 0 then
        add_movement("T0400", time, -amount, { currency = currency })
        balance[currency] = balance[currency] - amount
      end
    end
  end
  in_order(world.movements)
end

local function reversed(list)
  local result = {}
  for index = #list, 1, -1 do result[#result + 1] = list[index] end
  return result
end

local function make_world()
  local customers = by_number()
  sell_boxes(customers)
  write_invoices(customers)
  pay_suppliers()
  withdraw()
  for place, movement in ipairs(world.movements) do
    -- PayPal's ids do not tell what came first: the factor scatters them, and none comes twice.
    movement.id = string.format("%dLF%09d%05dN", place % 9 + 1, place * 7919 % 1000000007, movement.time % 99991)
  end
  table.sort(world.disputes, function(one, other) return one.created < other.created end)
  for place, dispute in ipairs(world.disputes) do dispute.id = string.format("PP-D-%05d", 10000 + place * 7) end
  world.disputes, world.invoices = reversed(world.disputes), reversed(world.invoices)
end

make_world()

-- What the tools give, in PayPal's fields.

local function money(amount, currency)
  local size = math.abs(amount)
  return { currency_code = currency,
    value = string.format("%s%d.%02d", amount < 0 and "-" or "", size // 100, size % 100) }
end

local function payer_of(movement)
  if movement.other_side then
    return { email_address = movement.other_side.email, country_code = movement.other_side.country }
  elseif not movement.customer then
    return nil
  end
  local who = story.identity(movement.customer)
  return { email_address = who.email, country_code = movement.customer.country,
    payer_name = { given_name = who.first_name, surname = who.last_name, alternate_full_name = who.name } }
end

local function transaction_object(movement)
  return {
    transaction_info = {
      transaction_id = movement.id, transaction_event_code = movement.code,
      transaction_initiation_date = iso(movement.time, "+0000"), transaction_status = movement.status,
      transaction_amount = money(movement.amount, movement.currency), transaction_subject = movement.subject,
      fee_amount = movement.fee ~= 0 and money(-movement.fee, movement.currency) or nil,
      invoice_id = movement.invoice,
    },
    payer_info = payer_of(movement),
  }
end

local function invoice_object(invoice)
  return {
    id = invoice.id, status = invoice.status, amount = money(invoice.amount, invoice.currency),
    detail = { invoice_number = invoice.number, invoice_date = story.iso_day(invoice.time // DAY_S),
      currency_code = invoice.currency },
    due_amount = invoice.due and money(invoice.due, invoice.currency) or nil,
    primary_recipients = { { billing_info = { email_address = story.identity(invoice.customer).email } } },
  }
end

local function dispute_object(dispute)
  return {
    dispute_id = dispute.id, create_time = iso(dispute.created, ".000Z"), reason = dispute.reason,
    status = dispute.status, dispute_state = dispute.state,
    dispute_amount = money(dispute.payment.amount, dispute.payment.currency),
    dispute_outcome = dispute.outcome and { outcome_code = dispute.outcome } or nil,
    disputed_transactions = { { seller_transaction_id = dispute.payment.id } },
  }
end

local function product_object(product)
  return { id = product.id, name = product.name, create_time = iso(line.first * DAY_S + 9 * 3600, "Z") }
end

local function plan_object(plan)
  return { id = plan.id, name = plan.name, status = plan.status, product_id = PRODUCTS[plan.product].id }
end

--- Page and size as whole numbers within their bounds; JSON may write 2 as 2.0.
local function paging(arguments, size_usual, size_max)
  local page, size = math.tointeger(arguments.page or 1), math.tointeger(arguments.page_size or size_usual)
  if not page or page < 1 then return nil, "INVALID_REQUEST: page must be a whole number from 1" end
  if not size or size < 1 or size > size_max then
    return nil, "INVALID_REQUEST: page_size must be between 1 and " .. size_max
  end
  return page, size
end

local function page_of(rows, make, page, size)
  local found = {}
  for index = (page - 1) * size + 1, math.min(page * size, #rows) do found[#found + 1] = make(rows[index]) end
  return found, (#rows + size - 1) // size
end

local function links_of(path, page, pages)
  local links = { { href = "https://api.paypal.com" .. path .. "?page=" .. page, rel = "self", method = "GET" } }
  if page < pages then
    links[2] = { href = "https://api.paypal.com" .. path .. "?page=" .. page + 1, rel = "next", method = "GET" }
  end
  return links
end

local function time_of(text)
  local pattern = "^(%d%d%d%d)%-(%d%d)%-(%d%d)T(%d%d):(%d%d):(%d%d)%.?%d*([Z+-].*)$"
  local year, month, day, hour, minute, second, zone = string.match(text, pattern)
  if not year then return nil end
  local sign, ahead_hours, ahead_minutes = string.match(zone, "^([+-])(%d%d):?(%d%d)$")
  if zone ~= "Z" and not sign then return nil end
  local ahead = sign and (ahead_hours * 3600 + ahead_minutes * 60) * (sign == "-" and -1 or 1) or 0
  local days = calendar.day_number(math.tointeger(year), math.tointeger(month), math.tointeger(day))
  return days * DAY_S + hour * 3600 + minute * 60 + second - ahead
end

--- The period asked for; without dates PayPal takes the last 31 days.
local function period(arguments)
  local span = WINDOW_DAYS * DAY_S
  local last = arguments.end_date and time_of(arguments.end_date)
  local first = arguments.start_date and time_of(arguments.start_date)
  if (arguments.end_date and not last) or (arguments.start_date and not first) then
    return nil, "INVALID_REQUEST: start_date and end_date must be date-times with seconds and a zone"
  end
  first = first or (last or now) - span
  last = last or math.min(first + span, now)
  if last < first then return nil, "INVALID_REQUEST: the end date is before the start date" end
  if last - first > span then return nil, "INVALID_REQUEST: Date range is greater than 31 days" end
  return first, last
end

local function find_movements(arguments)
  local id, status, found = arguments.transaction_id, arguments.transaction_status or "S", {}
  if not string.find(status, "^[DPSV]$") then return nil, "INVALID_REQUEST: unknown transaction_status" end
  local first, last = period(arguments)
  if not first then return nil, last end
  for _, movement in ipairs(world.movements) do
    local wanted = id and movement.id == id
      or not id and movement.status == status and movement.time >= first and movement.time <= last
    if wanted then found[#found + 1] = movement end
  end
  return found
end

local function list_transactions(arguments)
  local page, size = paging(arguments, 100, 500)
  if not page then return nil, size end
  local found, refusal = find_movements(arguments)
  if not found then return nil, refusal end
  local details, pages = page_of(found, transaction_object, page, size)
  return {
    transaction_details = details, account_number = "LFMERCHANT0001", page = page, total_items = #found,
    total_pages = pages, last_refreshed_datetime = iso(line.horizon - 1, "+0000"),
    links = links_of("/v1/reporting/transactions", page, pages),
  }
end

local function list_disputes(arguments)
  local page, size = paging(arguments, 10, 50)
  if not page then return nil, size end
  local found = {}
  for _, dispute in ipairs(world.disputes) do
    local state, of_payment = arguments.dispute_state, arguments.disputed_transaction_id
    local wanted = (not state or dispute.state == state) and (not of_payment or dispute.payment.id == of_payment)
    if wanted then found[#found + 1] = dispute end
  end
  local items, pages = page_of(found, dispute_object, page, size)
  return { items = items, links = links_of("/v1/customer/disputes", page, pages) }
end

--- A list whose size is told only where it is asked for.
local function counted_list(name, path, rows, make, size_max)
  return function(arguments)
    local page, size = paging(arguments, 10, size_max)
    if not page then return nil, size end
    local product, wanted = arguments.product_id, {}
    for _, row in ipairs(rows) do
      if not product or PRODUCTS[row.product].id == product then wanted[#wanted + 1] = row end
    end
    local items, pages = page_of(wanted, make, page, size)
    local reply = { [name] = items, links = links_of(path, page, pages) }
    if arguments.total_required then reply.total_items, reply.total_pages = #wanted, pages end
    return reply
  end
end

local function get_one(rows, key, make)
  return function(arguments)
    for _, row in ipairs(rows) do
      if row.id == arguments[key] then return make(row) end
    end
    return nil, "RESOURCE_NOT_FOUND: The specified resource does not exist: " .. tostring(arguments[key])
  end
end

--- The orders of each day: those that were paid. The fields are plausible ones, for PayPal's are not published.
local function get_merchant_insights(arguments)
  if arguments.insight_type ~= "ORDERS" or arguments.time_interval ~= "DAILY" then
    return nil, "INVALID_REQUEST: the simulated PayPal tells only orders by day"
  end
  local first = time_of(tostring(arguments.start_date) .. "T00:00:00Z")
  local last = time_of(tostring(arguments.end_date) .. "T00:00:00Z")
  if not first or not last or last < first then return nil, "INVALID_REQUEST: start_date and end_date must be days" end
  local counts = {}
  for _, movement in ipairs(world.movements) do
    local day = movement.time // DAY_S
    if movement.code == "T0006" and movement.status ~= "D" then counts[day] = (counts[day] or 0) + 1 end
  end
  local found = {}
  for day = first // DAY_S, math.min(last, line.horizon - 1) // DAY_S do
    found[#found + 1] = { date = story.iso_day(day), order_count = counts[day] or 0 }
  end
  return { insight_type = "ORDERS", time_interval = "DAILY", data = found }
end

local answers = {
  list_transactions = list_transactions,
  list_disputes = list_disputes,
  get_merchant_insights = get_merchant_insights,
  list_invoices = counted_list("items", "/v2/invoicing/invoices", world.invoices, invoice_object, 100),
  list_products = counted_list("products", "/v1/catalogs/products", PRODUCTS, product_object, 20),
  list_subscription_plans = counted_list("plans", "/v1/billing/plans", PLANS, plan_object, 20),
  get_invoice = get_one(world.invoices, "invoice_id", invoice_object),
  get_dispute = get_one(world.disputes, "dispute_id", dispute_object),
}

local function call(tool, arguments)
  if not answers[tool] then return nil, "The simulated PayPal does not run " .. tostring(tool) end
  return answers[tool](arguments or {})
end

local text, number, flag = { type = "string" }, { type = "number" }, { type = "boolean" }
local object, list = { type = "object" }, { type = "array" }

local function choice(...)
  return { type = "string", enum = { ... } }
end

local function tool(name, description, properties, required, reads)
  return {
    name = name, description = description,
    inputSchema = { type = "object", properties = properties, required = required },
    annotations = { readOnlyHint = reads, destructiveHint = not reads },
  }
end

local paged = { page = number, page_size = number, total_required = flag }
local of_product = { product_id = text, page = number, page_size = number, total_required = flag }

return {
  name = "paypal",
  tools = {
    tool("list_transactions", "List transactions of at most 31 days.", {
      transaction_id = text, transaction_status = choice("D", "P", "S", "V"), start_date = text, end_date = text,
      search_months = number, page_size = number, page = number }, nil, true),
    tool("list_invoices", "List invoices, newest first.", paged, nil, true),
    tool("get_invoice", "Get one invoice.", { invoice_id = text }, { "invoice_id" }, true),
    tool("list_disputes", "List disputes, newest first.", {
      disputed_transaction_id = text, page_size = number, page = number,
      dispute_state = choice("REQUIRED_ACTION", "REQUIRED_OTHER_PARTY_ACTION", "UNDER_PAYPAL_REVIEW", "RESOLVED",
        "OPEN_INQUIRIES", "APPEALABLE") }, nil, true),
    tool("get_dispute", "Get one dispute.", { dispute_id = text }, { "dispute_id" }, true),
    tool("list_products", "List the products of the catalogue.", paged, nil, true),
    tool("list_subscription_plans", "List the subscription plans.", of_product, nil, true),
    tool("get_merchant_insights", "Metrics of the merchant by interval.", {
      start_date = text, end_date = text, insight_type = choice("ORDERS", "SALES"),
      time_interval = choice("DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "YEARLY") },
      { "start_date", "end_date", "insight_type", "time_interval" }, true),
    tool("create_refund", "Refund a captured payment.", {
      capture_id = text, amount = object, invoice_id = text, note_to_payer = text }, { "capture_id" }, false),
    tool("create_invoice", "Make a draft of an invoice.", {
      detail = object, invoicer = object, primary_recipients = list, items = list }, { "detail" }, false),
    tool("send_invoice", "Send an invoice.", { invoice_id = text, note = text }, { "invoice_id" }, false),
    tool("pay_order", "Capture the payment of an order.", { id = text }, { "id" }, false),
    tool("accept_dispute_claim", "Accept the buyer's claim.", { dispute_id = text, note = text },
      { "dispute_id", "note" }, false),
    tool("cancel_subscription", "Cancel a subscription.", { subscription_id = text, payload = object },
      { "subscription_id", "payload" }, false),
  },
  call = call,
}
