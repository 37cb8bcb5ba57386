-- Ramp's lists into rows. The fields of its rows are not published: each column is looked for under several names. Some
-- tools of Ramp count dollars and others cents, so that a bare whole number is refused instead of guessed.

local plugin = {}

local LISTS = {
  transactions = "transactions", declined_transactions = "transactions", any_transactions = "transactions",
  reimbursements = "reimbursements",
  bills = "bills", open_bills = "bills", funds = "funds", treasury_balances = "balances",
  users = "users", purchase_orders = "purchase_orders", requests = "requests",
}

-- The whole statement is part of the manifest's rules: no other one is let through.
local OUT_OF_POLICY = "SELECT transaction_date, department, policy_status, currency, SUM(amount) AS amount, \z
COUNT(*) AS charges FROM analyst.spend_facts WHERE policy_status = 'OUT_OF_POLICY' \z
GROUP BY transaction_date, department, policy_status, currency ORDER BY transaction_date DESC"

local OUT_OF_POLICY_BY_MERCHANT = "SELECT f.transaction_date, f.department, m.normalized_merchant_name, \z
f.policy_status, f.currency, SUM(f.amount) AS amount, COUNT(*) AS charges FROM analyst.spend_facts f \z
LEFT JOIN analyst.merchant_dim m ON m.merchant_uuid = f.merchant_uuid WHERE f.policy_status = 'OUT_OF_POLICY' \z
GROUP BY f.transaction_date, f.department, m.normalized_merchant_name, f.policy_status, f.currency \z
ORDER BY f.transaction_date DESC"

local BY_POLICY = "SELECT transaction_date, department, policy_status, currency, SUM(amount) AS amount, \z
COUNT(*) AS charges FROM analyst.spend_facts GROUP BY transaction_date, department, policy_status, currency \z
ORDER BY transaction_date DESC"

local STATES = { transactions = "cleared", declined_transactions = "declined", any_transactions = "all" }

local NAMES = {
  id = { "id", "uuid", "transaction_uuid", "transaction_id", "reimbursement_uuid", "bill_id", "fund_uuid" },
  spent_on = { "transaction_date", "transaction_time", "user_transaction_time", "spent_at", "created_at", "date" },
  merchant = { "merchant_name", "normalized_merchant_name", "merchant" },
  employee = { "user_name", "user_full_name", "employee_name", "user", "card_holder", "full_name" },
  location = { "location", "location_name" },
  role = { "role", "user_role" },
  department = { "department", "department_name" },
  category = { "category", "category_name", "merchant_category" },
  fund = { "fund_name", "display_name", "name", "fund", "limit_name" },
  payee = { "payee_name", "payee", "vendor_name", "vendor" },
  status = { "status", "state", "approval_status", "payment_status" },
  issued = { "issued_at", "invoice_date", "bill_date", "created_at", "submitted_at" },
  due = { "due_at", "due_date" },
  amount = { "amount", "total_amount", "amount_due" },
  limit = { "limit", "limit_amount", "total_limit" },
  spent = { "spent", "spent_amount", "amount_spent" },
  day = { "date", "day", "balance_date", "as_of", "as_of_date" },
  account = { "account_name", "account", "treasury_account_name", "account_id" },
  balance = { "balance", "total_balance", "closing_balance", "end_of_day_balance", "amount", "total" },
  receipts = { "receipts", "receipt_uuids", "receipt_ids" },
}

local function find(row, column)
  for _, name in ipairs(NAMES[column]) do
    if row[name] ~= nil then return row[name] end
  end
  return nil
end

--- A plain text, or the name in a nested object.
local function text(row, column)
  local value = find(row, column)
  if type(value) ~= "table" then return value ~= nil and tostring(value) or nil end
  return value.name or value.full_name or value.display_name
end

--- A currency's code, where the row or its amount says one; Ramp counts in dollars where neither does.
local function currency_of(row, amount)
  local inside = type(amount) == "table" and (amount.currency_code or amount.currency) or nil
  local code = inside or row.currency_code or row.currency
  return type(code) == "string" and string.upper(code) or "USD"
end

--- "-$1,234.50", "1234.5" or 1234.5 in minor units: only what has a decimal point shows that it counts whole units.
local function from_decimal(value, currency)
  local written = math.type(value) == "float" and string.format("%.4f", value) or tostring(value)
  local plain = string.gsub(written, "[$, ]", "")
  assert(string.find(plain, "^-?%d+%.%d+$"), "the unit of an amount is not known")
  return money.minor(plain, currency)
end

--- The amount in minor units and its currency. A name that ends in _cents says its unit, any other needs a point.
local function amount_of(row, column)
  for _, name in ipairs(NAMES[column]) do
    local cents, value = row[name .. "_cents"], row[name]
    if type(value) == "table" then cents = cents or value.amount_cents or value.cents end
    local currency = currency_of(row, value)
    if cents ~= nil then return assert(math.tointeger(tonumber(cents)), "cents are no whole number"), currency end
    if type(value) == "table" then value = value.amount or value.value end
    if value ~= nil then return from_decimal(value, currency), currency end
  end
  return nil, currency_of(row)
end

--- True or false only where the row says it.
local function lacks_receipt(row)
  if type(row.has_receipt) == "boolean" then return not row.has_receipt end
  if type(row.is_missing_receipt) == "boolean" then return row.is_missing_receipt end
  local receipts = find(row, "receipts")
  if type(receipts) ~= "table" then return nil end
  return #receipts == 0
end

-- Before Ramp held money for anybody: a day that is missing after it is a day without a balance.
local TREASURY_BEGAN = "2024-01-01"

function plugin.prepare(request)
  local range, size = request.range or {}, request.rows_per_page
  if request.dataset == "treasury_balances" then return { start_date = TREASURY_BEGAN, end_date = request.today } end
  if request.dataset == "policy_spend" then
    local by_merchant = #(request.group_by or {}) > 0
    return {
      sql = by_merchant and OUT_OF_POLICY_BY_MERCHANT or OUT_OF_POLICY,
      rationale = "Adding up what was spent out of policy, by day and department.",
    }
  end
  if request.dataset == "spend_by_policy" then
    return { sql = BY_POLICY, rationale = "Adding up what was spent in and out of policy, by day and department." }
  end
  if request.dataset == "users" then return { page_size = size } end
  if request.dataset == "purchase_orders" or request.dataset == "requests" then return { limit = size } end
  if request.dataset == "funds" then
    return { funds_to_retrieve = "ALL_FUNDS", include_balance = true, state = "ACTIVE" }
  end
  if LISTS[request.dataset] == "bills" then return { include_paid = request.dataset == "bills", limit = size } end
  local arguments = { from_date = range.start, to_date = range.last, page_size = size }
  if request.dataset ~= "reimbursements" then
    arguments.transactions_to_retrieve = "all_transactions_across_entire_business"
    arguments.state = STATES[request.dataset]
  end
  return arguments
end

--- Bills take the next page's bookmark under another name than they give it.
function plugin.more(request, arguments, reply)
  -- A statement has one page: that its rows were cut is said by a further one, which is not asked for.
  if not LISTS[request.dataset] then return reply.truncated == true and arguments or nil end
  local cursor = reply.next_page_cursor or reply.next_page
  if cursor == nil or cursor == "" then return nil end
  local by_bookmark = arguments.limit ~= nil or request.dataset == "users"
  arguments[by_bookmark and "page_cursor" or "next_page_cursor"] = cursor
  return arguments
end

local shape = {}

function shape.transactions(row)
  local amount, currency = amount_of(row, "amount")
  return {
    id = text(row, "id"), spent_on = find(row, "spent_on"), merchant = text(row, "merchant"),
    employee = text(row, "employee"), department = text(row, "department"), category = text(row, "category"),
    fund = row.fund_name or row.limit_name, amount = assert(amount, "a transaction has no amount"),
    currency = currency, is_refund = amount < 0, lacks_receipt = lacks_receipt(row),
  }
end

function shape.declined_transactions(row)
  local amount, currency = amount_of(row, "amount")
  return {
    id = text(row, "id"), spent_on = find(row, "spent_on"), merchant = text(row, "merchant"),
    employee = text(row, "employee"), department = text(row, "department"), category = text(row, "category"),
    fund = row.fund_name or row.limit_name, amount = amount, currency = currency,
  }
end

--- What is pending is written in the row as one of Ramp's states, such as "PENDING".
function shape.any_transactions(row)
  local status, shaped = text(row, "status"), shape.declined_transactions(row)
  shaped.status = string.upper(assert(status, "a transaction has no state"))
  return shaped
end

function shape.reimbursements(row)
  local amount, currency = amount_of(row, "amount")
  return {
    id = text(row, "id"), spent_on = find(row, "spent_on"), merchant = text(row, "merchant"),
    employee = text(row, "employee"), department = text(row, "department"),
    category = text(row, "category"), fund = row.fund_name or row.limit_name,
    status = string.upper(assert(text(row, "status"), "a reimbursement has no status")),
    amount = assert(amount, "a reimbursement has no amount"), currency = currency,
  }
end

function shape.bills(row)
  local amount, currency = amount_of(row, "amount")
  local status = text(row, "status")
  return {
    id = text(row, "id"), issued = find(row, "issued"), payee = text(row, "payee"),
    status = status and string.upper(status) or nil, amount = assert(amount, "a bill has no amount"),
    currency = currency,
  }
end

function shape.open_bills(row)
  local amount, currency = amount_of(row, "amount")
  local status = text(row, "status")
  return {
    id = text(row, "id"), due = find(row, "due"), payee = text(row, "payee"),
    status = status and string.upper(status) or nil,
    amount = assert(amount, "a bill has no amount"), currency = currency,
  }
end

function shape.funds(row)
  local where = type(row.balance) == "table" and row.balance or row
  local limit, currency = amount_of(where, "limit")
  local spent, other = amount_of(where, "spent")
  return {
    id = text(row, "id"), fund = text(row, "fund"), limit = limit, spent = spent,
    left = limit and spent and limit - spent or nil,
    currency = limit and currency or other,
  }
end

function shape.treasury_balances(row)
  local balance, currency = amount_of(row, "balance")
  return {
    day = string.sub(assert(find(row, "day"), "a balance has no day"), 1, 10), account = text(row, "account"),
    balance = assert(balance, "a day has no balance"), currency = currency,
  }
end

function shape.users(row)
  local first, last = row.first_name, row.last_name
  return {
    id = text(row, "id"), employee = text(row, "employee") or first and last and first .. " " .. last or row.name,
    department = text(row, "department"), location = text(row, "location"), role = text(row, "role"),
  }
end

function shape.purchase_orders(row)
  local amount, currency = amount_of(row, "amount")
  local status = text(row, "status")
  return {
    id = text(row, "id"), issued = find(row, "issued"), payee = text(row, "payee"),
    status = status and string.upper(status) or nil, amount = assert(amount, "a purchase order has no amount"),
    currency = currency,
  }
end

function shape.requests(row)
  local status = text(row, "status")
  return {
    id = text(row, "id"), issued = find(row, "issued"), employee = text(row, "employee"),
    status = status and string.upper(status) or nil,
  }
end

--- The statement's amounts are in whole units of the currency.
local function policy_rows(request, reply)
  local by_merchant = #(request.group_by or {}) > 0
  assert(type(reply.rows) == "table", "the reply of the statement has no rows")
  local rows = {}
  for index, row in ipairs(reply.rows) do
    local currency = string.upper(assert(data.text(row.currency), "a row names no currency"))
    rows[index] = {
      day = string.sub(assert(row.transaction_date, "a row has no day"), 1, 10), department = data.text(row.department),
      merchant = by_merchant and data.text(row.normalized_merchant_name) or nil,
      policy_status = row.policy_status, amount = money.rounded(row.amount, currency),
      charges = data.whole(row.charges), currency = currency,
    }
  end
  return rows
end

--- A balance holds until the same account's next one; the latest holds on.
local function set_ends(rows)
  table.sort(rows, function(left, right) return left.day < right.day end)
  local latest = {}
  for _, row in ipairs(rows) do
    local key = (row.account or "") .. " " .. row.currency
    local before = latest[key]
    assert(not before or before.day ~= row.day, "an account has two balances on one day")
    if before then before.replaced = row.day end
    latest[key] = row
  end
end

function plugin.shape(request, reply)
  if not LISTS[request.dataset] then return policy_rows(request, reply) end
  local name = LISTS[request.dataset]
  assert(type(reply) == "table" and type(reply[name]) == "table", "the reply has no list " .. name)
  local to_row, rows = shape[request.dataset], {}
  for index, row in ipairs(reply[name]) do rows[index] = to_row(row) end
  if request.dataset == "treasury_balances" then set_ends(rows) end
  return rows
end

return plugin
