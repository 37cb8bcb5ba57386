-- Stripe's lists into rows. Stripe counts money in the minor unit and time in Unix seconds, as the engine does, so that
-- little has to be changed: nested objects are flattened, currencies written in capitals, intervals brought to a year.

local plugin = {}
local child = data.child

local OPERATIONS = {
  charges = "GetCharges", subscriptions = "GetSubscriptions", balance_transactions = "GetBalanceTransactions",
  invoices = "GetInvoices", unpaid_invoices = "GetInvoices", disputes = "GetDisputes", payouts = "GetPayouts",
  refunds = "GetRefunds", customers = "GetCustomers",
  payment_fees = "GetCharges", products = "GetProducts", prices = "GetPrices", coupons = "GetCoupons",
  balance = "GetBalance",
}

-- The list parameter that a dataset's range goes into; none where rows from before the range count too.
local RANGE_IN = {
  charges = "created", balance_transactions = "created", invoices = "created", disputes = "created",
  payouts = "arrival_date", payment_fees = "created", refunds = "created", customers = "created",
}

local TIMES_A_YEAR = { day = 365, week = 52, month = 12, year = 1 }

--- An object's id, whether Stripe sent the id alone or the whole object.
local function id_of(reference)
  if type(reference) == "table" then return reference.id end
  return reference
end

local function currency_of(object)
  return type(object.currency) == "string" and string.upper(object.currency) or nil
end

local function country_of(object)
  return child(object, "address").country
end

--- The first account in live mode, or the first at all. The reply's outer form is not documented, so three are tried.
function plugin.account(reply)
  local accounts = reply.accounts or reply.data or reply.results or reply
  local chosen
  for _, account in ipairs(accounts) do
    if type(account) == "table" and account.stripe_context then
      if not chosen or (account.livemode and not chosen.livemode) then chosen = account end
    end
  end
  assert(chosen, "the reply names no account with a stripe_context")
  return { stripe_context = chosen.stripe_context, livemode = chosen.livemode == true }
end

function plugin.prepare(request)
  if request.dataset == "balance" then
    return {
      stripe_context = request.account.stripe_context, livemode = request.account.livemode,
      stripe_api_operation_id = "GetBalance", parameters = {},
    }
  end
  local parameters = { limit = request.rows_per_page or 100 }
  local range, range_in = request.range or {}, RANGE_IN[request.dataset]
  if range_in and (range.start_unix or range.end_unix) then
    parameters[range_in] = { gte = range.start_unix, lt = range.end_unix }
  end
  if request.dataset == "subscriptions" then
    parameters.status = "all"
    parameters.expand = { "data.customer" }
  elseif request.dataset == "prices" then
    parameters.expand = { "data.product" }
  elseif request.dataset == "payment_fees" then
    parameters.expand = { "data.balance_transaction" }
  elseif #(request.group_by or {}) > 0 then
    parameters.expand = { "data.charge" }  -- Who paid, and how, is told by the payment only.
  elseif request.dataset == "unpaid_invoices" then
    parameters.status = "open"
  end
  return {
    stripe_context = request.account.stripe_context, livemode = request.account.livemode,
    stripe_api_operation_id = OPERATIONS[request.dataset], parameters = parameters,
  }
end

--- The arguments for the page after the last object of this one.
function plugin.more(request, arguments, reply)
  if request.dataset == "balance" then return nil end
  local last = reply.data and reply.data[#reply.data]
  if not reply.has_more or not last then return nil end
  arguments.parameters.starting_after = last.id
  return arguments
end

local shape = {}

function shape.charges(charge)
  local method = child(charge, "payment_method_details")
  local billing = country_of(child(charge, "billing_details"))
  return {
    id = charge.id, created = charge.created, customer = id_of(charge.customer),
    email = data.text(child(charge, "billing_details").email) or data.text(charge.receipt_email),
    amount = charge.amount, currency = currency_of(charge), refunded = charge.amount_refunded or 0,
    status = charge.status,
    payment_method = method.type, card_brand = child(method, "card").brand,
    country = billing or child(method, "card").country, failure_code = charge.failure_code,
    disputed = charge.disputed == true,
  }
end

--- Each payment that succeeded; what Stripe took for it stands in its movement of the balance.
function shape.payment_fees(charge)
  if charge.status ~= "succeeded" then return nil end
  local entry, row = charge.balance_transaction, shape.charges(charge)
  assert(type(entry) == "table", "a payment came without its balance transaction")
  return {
    id = row.id, created = row.created, customer = row.customer, country = row.country,
    payment_method = row.payment_method, card_brand = row.card_brand, amount = entry.amount, fee = entry.fee,
    currency = currency_of(entry),
  }
end

--- What an item brings in a year, as a whole number of minor units; exact where the interval divides the year.
local function annual_amount(item)
  local price = next(child(item, "price")) and item.price or child(item, "plan")
  local recurring = next(child(price, "recurring")) and price.recurring or price
  local times = TIMES_A_YEAR[recurring.interval]
  if not times or not price.unit_amount and not price.amount then return 0 end
  local amount = (price.unit_amount or price.amount) * (item.quantity or 1) * times
  local count = recurring.interval_count or 1
  return (2 * amount + count) // (2 * count)
end

--- Stripe sends the product as an id only, so that the price's own name stands for the plan where it has one.
local function plan_name(item)
  local price = child(item, "price")
  return price.nickname or price.lookup_key or child(price, "product").name or id_of(price.product) or price.id
end

function shape.subscriptions(subscription)
  local started = subscription.start_date or subscription.created
  if subscription.trial_end and subscription.trial_end > started then started = subscription.trial_end end
  local plans, seen, total = {}, {}, 0
  local items = child(child(subscription, "items"), "data")
  for _, item in ipairs(items) do
    total = total + annual_amount(item)
    local plan = plan_name(item)
    if plan and not seen[plan] then
      seen[plan] = true
      plans[#plans + 1] = plan
    end
  end
  local never_paid = subscription.ended_at and subscription.ended_at <= started
  return {
    id = subscription.id, created = subscription.created, started = started,
    canceled_at = not never_paid and subscription.canceled_at or nil, ended_at = subscription.ended_at,
    customer = id_of(subscription.customer), email = data.text(child(subscription, "customer").email),
    plan = #plans > 0 and table.concat(plans, " + ") or nil,
    interval = child(child(items[1], "price"), "recurring").interval, annual_amount = total,
    currency = currency_of(subscription), status = subscription.status, country = country_of(subscription.customer),
  }
end

function shape.balance_transactions(entry)
  local is_charge = entry.type == "charge" or entry.type == "payment"
  local is_refund = entry.type == "refund" or entry.type == "payment_refund"
  return {
    id = entry.id, created = entry.created, type = entry.type, amount = entry.amount, fee = entry.fee, net = entry.net,
    charged = is_charge and entry.amount or 0, refunded = is_refund and -entry.amount or 0,
    currency = currency_of(entry),
  }
end

function shape.invoices(invoice)
  return {
    id = invoice.id, created = invoice.created, customer = id_of(invoice.customer),
    email = data.text(invoice.customer_email), status = invoice.status,
    amount_due = invoice.amount_due, amount_paid = invoice.amount_paid, amount_remaining = invoice.amount_remaining,
    currency = currency_of(invoice),
  }
end

function shape.unpaid_invoices(invoice)
  return {
    id = invoice.id, due = invoice.due_date or invoice.created, created = invoice.created,
    customer = id_of(invoice.customer), email = data.text(invoice.customer_email),
    amount_remaining = invoice.amount_remaining, currency = currency_of(invoice),
  }
end

function shape.disputes(dispute, request)
  local wanted, payment = {}, type(dispute.charge) == "table" and shape.charges(dispute.charge) or {}
  for _, column in ipairs(request.group_by or {}) do wanted[column] = payment[column] end
  return {
    customer = wanted.customer, country = wanted.country, payment_method = wanted.payment_method,
    card_brand = wanted.card_brand, id = dispute.id, created = dispute.created, charge = id_of(dispute.charge),
    amount = dispute.amount, currency = currency_of(dispute), reason = dispute.reason, status = dispute.status,
  }
end

shape.refunds = shape.disputes  -- The same fields under the same names.

function shape.payouts(payout)
  return {
    id = payout.id, arrival_date = payout.arrival_date, created = payout.created, amount = payout.amount,
    currency = currency_of(payout), status = payout.status,
  }
end

function shape.customers(customer)
  return {
    id = customer.id, created = customer.created, email = data.text(customer.email), country = country_of(customer),
    currency = currency_of(customer), delinquent = customer.delinquent == true,
  }
end

function shape.products(product)
  return { id = product.id, created = product.created, product = product.name, active = product.active == true }
end

function shape.prices(price)
  return {
    id = price.id, created = price.created, plan = plan_name({ price = price }),
    interval = child(price, "recurring").interval, amount = price.unit_amount, currency = currency_of(price),
    active = price.active ~= false,
  }
end

function shape.coupons(coupon)
  return {
    id = coupon.id, created = coupon.created, coupon = data.text(coupon.name) or coupon.id,
    valid = coupon.valid == true, redeemed = coupon.times_redeemed or 0,
  }
end

local function balance_rows(reply)
  local rows = {}
  for _, kind in ipairs({ "available", "pending" }) do
    assert(type(reply[kind]) == "table", "the balance does not tell what is " .. kind)
    for _, part in ipairs(reply[kind]) do
      rows[#rows + 1] = { kind = kind, amount = part.amount, currency = currency_of(part) }
    end
  end
  return rows
end

function plugin.shape(request, reply)
  if request.dataset == "balance" then return balance_rows(reply) end
  assert(type(reply.data) == "table", "the reply is no Stripe list: it has no data")
  local to_row, rows = shape[request.dataset], {}
  for _, object in ipairs(reply.data) do rows[#rows + 1] = to_row(object, request) end
  return rows
end

return plugin
