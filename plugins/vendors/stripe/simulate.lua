-- A simulated Stripe: the hosted server's tools over the books of the story's company, in the API's own list shape.

local data = story.build(seed, now)

local ACCOUNTS = {
  { stripe_context = "acct_LfLive01", livemode = true, name = story.company },
  { stripe_context = "acct_LfTest01", livemode = false, name = story.company .. " (sandbox)" },
}

local function customer_object(customer)
  local who = story.identity(customer)
  return {
    id = customer.id, object = "customer", created = customer.created, currency = string.lower(customer.currency),
    address = { country = customer.country }, delinquent = false, livemode = true,
    name = who.company, email = who.email,
  }
end

local function price_object(subscription)
  local currency = string.lower(subscription.customer.currency)
  return {
    id = table.concat(
      { "price_Lf", subscription.plan.name, subscription.interval, currency, subscription.generation }, "_"),
    object = "price", nickname = subscription.plan.name, product = subscription.plan.product, currency = currency,
    unit_amount = subscription.unit_amount, type = "recurring",
    recurring = { interval = subscription.interval, interval_count = 1 },
  }
end

local function subscription_object(subscription)
  local customer = subscription.customer
  return {
    id = subscription.id, object = "subscription", created = subscription.created, start_date = subscription.created,
    trial_end = subscription.trial_end, canceled_at = subscription.canceled_at, ended_at = subscription.ended_at,
    cancel_at = subscription.cancel_at, cancel_at_period_end = subscription.cancel_at ~= nil, customer = customer.id,
    currency = string.lower(customer.currency), status = subscription.status, livemode = true,
    collection_method = subscription.by_invoice and "send_invoice" or "charge_automatically",
    cancellation_details = { reason = subscription.canceled_at
      and (subscription.unpaid and "payment_failed" or "cancellation_requested") or nil },
    items = { object = "list", has_more = false, data = { {
      id = "si_" .. string.sub(subscription.id, 5), object = "subscription_item", quantity = subscription.quantity,
      price = price_object(subscription) } } },
  }
end

local function charge_object(charge)
  local customer, paid = charge.customer, charge.status == "succeeded"
  return {
    id = charge.id, object = "charge", created = charge.created, amount = charge.amount,
    amount_captured = paid and charge.amount or 0, amount_refunded = charge.refunded,
    currency = string.lower(charge.currency), customer = customer.id, status = charge.status, paid = paid,
    refunded = charge.refunded == charge.amount, disputed = charge.disputed, failure_code = charge.failure_code,
    invoice = charge.invoice and charge.invoice.id, description = charge.order and "Extra box" or "Subscription",
    livemode = true,
    billing_details = { address = { country = customer.country }, email = story.identity(customer).email },
    payment_method_details = { type = charge.method,
      card = charge.method == "card" and { brand = customer.brand, country = customer.country } or nil },
  }
end

local function entry_object(entry)
  return {
    id = entry.id, object = "balance_transaction", created = entry.created, type = entry.type, amount = entry.amount,
    fee = entry.fee, net = entry.net, currency = string.lower(entry.currency), source = entry.source,
    status = "available", reporting_category = entry.type == "adjustment" and "dispute" or entry.type,
  }
end

local function invoice_object(invoice)
  local paid = invoice.status == "paid"
  return {
    id = invoice.id, object = "invoice", created = invoice.created, customer = invoice.customer.id,
    customer_email = story.identity(invoice.customer).email,
    subscription = invoice.subscription.id, status = invoice.status, amount_due = invoice.amount,
    amount_paid = paid and invoice.amount or 0, amount_remaining = paid and 0 or invoice.amount,
    total = invoice.amount, currency = string.lower(invoice.currency), due_date = invoice.due, livemode = true,
    collection_method = invoice.due and "send_invoice" or "charge_automatically",
    status_transitions = { finalized_at = invoice.created, paid_at = invoice.paid_at },
  }
end

local function dispute_object(dispute)
  return {
    id = dispute.id, object = "dispute", created = dispute.created, charge = dispute.charge.id, amount = dispute.amount,
    currency = string.lower(dispute.currency), reason = dispute.reason, status = dispute.status, livemode = true,
  }
end

local function refund_object(refund)
  return {
    id = refund.id, object = "refund", created = refund.created, charge = refund.charge.id, amount = refund.amount,
    currency = string.lower(refund.currency), reason = refund.reason, status = refund.status,
  }
end

local function payout_object(payout)
  return {
    id = payout.id, object = "payout", created = payout.created, arrival_date = payout.arrival, amount = payout.amount,
    currency = string.lower(payout.currency), status = payout.status, automatic = true, method = "standard",
    type = "bank_account", livemode = true,
  }
end

local function product_object(product)
  return { id = product.id, object = "product", created = product.created, name = product.name, active = true }
end

local function same(object)
  return object
end

--- The products and, once each, the prices that some subscription was made with; newest first like all lists.
local function price_list()
  local products, prices, seen = {}, {}, {}
  for index, plan in ipairs(story.plans) do
    products[index] = { id = plan.product, created = data.timeline.first * 86400, name = plan.name }
  end
  for position = #data.subscriptions, 1, -1 do
    local price = price_object(data.subscriptions[position])
    if not seen[price.id] then
      seen[price.id] = true
      price.created = data.subscriptions[position].created
      table.insert(prices, 1, price)
    end
  end
  return products, prices
end

local products, prices = price_list()

local coupons = {
  { id = "WELCOME10", object = "coupon", created = data.timeline.first * 86400, name = "Welcome", percent_off = 10,
    valid = true, times_redeemed = #data.subscriptions // 6, duration = "once" },
  { id = "SUMMER", object = "coupon", created = data.timeline.first * 86400 + 200 * 86400, name = "Summer",
    percent_off = 15, valid = false, times_redeemed = #data.subscriptions // 20, duration = "once" },
}

--- What all movements leave; what was paid out is one of them.
local function balance()
  local sums, available, pending = {}, {}, {}
  for _, entry in ipairs(data.balance_transactions) do
    local currency = string.lower(entry.currency)
    sums[currency] = (sums[currency] or 0) + entry.net
  end
  for _, currency in ipairs({ "eur", "gbp", "usd" }) do
    if sums[currency] then
      available[#available + 1] = { amount = sums[currency], currency = currency }
      pending[#pending + 1] = { amount = 0, currency = currency }
    end
  end
  return { object = "balance", available = available, pending = pending, livemode = true }
end

local LISTS = {
  GetCoupons = { rows = coupons, make = same, url = "/v1/coupons" },
  GetCharges = { rows = data.charges, make = charge_object, url = "/v1/charges" },
  GetSubscriptions = { rows = data.subscriptions, make = subscription_object, url = "/v1/subscriptions" },
  GetBalanceTransactions = { rows = data.balance_transactions, make = entry_object, url = "/v1/balance_transactions" },
  GetInvoices = { rows = data.invoices, make = invoice_object, url = "/v1/invoices" },
  GetRefunds = { rows = data.refunds, make = refund_object, url = "/v1/refunds" },
  GetDisputes = { rows = data.disputes, make = dispute_object, url = "/v1/disputes" },
  GetPayouts = { rows = data.payouts, make = payout_object, url = "/v1/payouts" },
  GetCustomers = { rows = data.customers, make = customer_object, url = "/v1/customers" },
  GetProducts = { rows = products, make = product_object, url = "/v1/products" },
  GetPrices = { rows = prices, make = same, url = "/v1/prices" },
}

local function place_of(list, id)
  if not list.places then
    list.places = {}
    for index, row in ipairs(list.rows) do list.places[row.id] = index end
  end
  return list.places[id]
end

local function within(range, value)
  if type(range) ~= "table" then return range == nil or range == value end
  return (not range.gte or value >= range.gte) and (not range.gt or value > range.gt)
    and (not range.lt or value < range.lt) and (not range.lte or value <= range.lte)
end

--- Stripe leaves cancelled subscriptions out unless they are asked for.
local function has_status(operation, row, status)
  if operation == "GetSubscriptions" then
    if status == "all" then return true end
    if status == nil then return row.status ~= "canceled" end
  end
  return status == nil or row.status == status
end

local function wanted(operation, row, parameters)
  return within(parameters.created, row.created) and has_status(operation, row, parameters.status)
    and (not parameters.arrival_date or within(parameters.arrival_date, row.arrival))
    and (not parameters.customer or (row.customer and row.customer.id == parameters.customer))
end

local entry_of = {}
for _, entry in ipairs(data.balance_transactions) do entry_of[entry.source] = entry_of[entry.source] or entry end

--- What the API can send whole instead of as an id, as far as it is known here.
local function expand(object, row, fields)
  for _, field in ipairs(fields or {}) do
    if field == "data.customer" and row.customer then object.customer = customer_object(row.customer) end
    if field == "data.charge" and row.charge then object.charge = charge_object(row.charge) end
    local entry = field == "data.balance_transaction" and entry_of[row.id]
    if entry then object.balance_transaction = entry_object(entry) end
  end
  return object
end

local function read_list(operation, parameters)
  local list, limit = LISTS[operation], parameters.limit or 10
  if math.type(limit) ~= "integer" or limit < 1 or limit > 100 then
    return nil, "Invalid integer: limit must be between 1 and 100"
  end
  local first = 1
  if parameters.starting_after then
    local place = place_of(list, parameters.starting_after)
    if not place then return nil, "No such object: '" .. tostring(parameters.starting_after) .. "'" end
    first = place + 1
  end
  local found, has_more = {}, false
  for index = first, #list.rows do
    local row = list.rows[index]
    if wanted(operation, row, parameters) then
      if #found == limit then
        has_more = true
        break
      end
      found[#found + 1] = expand(list.make(row), row, parameters.expand)
    end
  end
  return { object = "list", data = found, has_more = has_more, url = list.url }
end

local function read(arguments)
  local operation = arguments.stripe_api_operation_id
  local account
  for _, candidate in ipairs(ACCOUNTS) do
    if candidate.stripe_context == arguments.stripe_context and candidate.livemode == arguments.livemode then
      account = candidate
    end
  end
  if not account then return nil, "No account found for the provided stripe_context and livemode" end
  if operation == "GetBalance" then return balance() end
  if not LISTS[operation] then return nil, "Unknown or unsupported operation: " .. tostring(operation) end
  if not account.livemode then return { object = "list", data = {}, has_more = false, url = LISTS[operation].url } end
  return read_list(operation, arguments.parameters or {})
end

local function search(arguments)
  local words, found = string.lower(arguments.query or arguments.intent or ""), {}
  for operation, list in pairs(LISTS) do
    if words == "" or string.find(list.url, string.match(words, "%a+$") or words, 1, true) then
      found[#found + 1] = { stripe_api_operation_id = operation, method = "GET", path = list.url }
    end
  end
  table.sort(found, function(one, other) return one.path < other.path end)
  return { operations = found }
end

local answers = {
  list_available_accounts_or_orgs = function() return { accounts = ACCOUNTS } end,
  stripe_api_read = read,
  stripe_api_search = search,
  get_stripe_account_info = function()
    return { id = ACCOUNTS[1].stripe_context, business_name = story.company, country = "US", default_currency = "usd" }
  end,
}

local function call(tool, arguments)
  if not answers[tool] then return nil, "The simulated Stripe does not run " .. tostring(tool) end
  return answers[tool](arguments or {})
end

local text, flag, object = { type = "string" }, { type = "boolean" }, { type = "object" }

local function tool(name, description, properties, required, reads)
  return {
    name = name, description = description,
    inputSchema = { type = "object", properties = properties, required = required },
    annotations = { readOnlyHint = reads, destructiveHint = not reads },
  }
end

local on_account = {
  stripe_context = text, livemode = flag, stripe_api_operation_id = text, parameters = object,
}
local all_four = { "stripe_context", "livemode", "stripe_api_operation_id", "parameters" }

return {
  name = "stripe",
  tools = {
    tool("list_available_accounts_or_orgs", "List the accounts and organizations of this sign-in.", nil, nil, true),
    tool("stripe_api_search", "Find Stripe API operations by key words.", { query = text, intent = text }, nil, true),
    tool("stripe_api_read", "Run a GET operation of the Stripe API.", on_account, all_four, true),
    tool("get_stripe_account_info", "Get the account behind this sign-in.", nil, nil, true),
    tool("stripe_api_write", "Run a POST or DELETE operation of the Stripe API.", on_account, all_four, false),
    tool("create_refund", "Refund a payment.", { payment_intent = text, reason = text }, { "payment_intent" }, false),
    tool("cancel_subscription", "Cancel a subscription.", { subscription = text }, { "subscription" }, false),
    tool("update_dispute", "Send evidence for a dispute.", { dispute = text, submit = flag }, { "dispute" }, false),
  },
  call = call,
}
