-- Apideck's envelopes into rows: {status, body}, and in the body data and cursors. The names of the unified records'
-- fields are unconfirmed. Amounts are decimals in major units; an amount without a currency is an error.

local plugin = {}

local DROPPED = { draft = true, void = true, voided = true, deleted = true, cancelled = true, canceled = true }

local function text(value)
    if type(value) == "number" then return tostring(value) end
    return type(value) == "string" and value ~= "" and value or nil
end

local function lower(value)
    local words = text(value)
    return words and string.lower(words)
end

--- The name of a linked record.
local function name_of(value)
    if type(value) ~= "table" then return text(value) end
    return text(value.display_name) or text(value.company_name) or text(value.name) or text(value.id)
end

--- 1234.5 or "1234.50" in EUR is 123450; of a number its noise is rounded off.
local function minor_units(amount, currency)
    if amount == nil then return nil end
    assert(currency, "an amount has no currency")
    return type(amount) == "number" and money.rounded(amount, currency) or money.minor(amount, currency)
end

local function currency_of(record)
    local code = text(record.currency)
    return code and string.upper(code)
end

local shape = {}

local function document(record, day, party)
    local status, currency = lower(record.status), currency_of(record)
    assert(record[day] or record.created_at, "a document has no day under a known name")
    assert(record.total ~= nil, "a document has no total")
    return {
        id = text(record.id), [day] = record[day] or record.created_at, due_date = record.due_date,
        [party] = name_of(record[party]), status = status, valid = not DROPPED[status or ""],
        total = minor_units(record.total, currency), balance = minor_units(record.balance, currency),
        currency = currency,
    }
end

function shape.invoices(invoice)
    local row = document(invoice, "invoice_date", "customer")
    row.customer = row.customer or text(invoice.company_name)
    return row
end

function shape.bills(bill)
    return document(bill, "bill_date", "supplier")
end

--- Connected systems have words of their own for the end: "Won", "Closed Won", "closedlost".
local function state_of(opportunity, stage)
    local words = (lower(opportunity.status) or "") .. " " .. (stage and string.lower(stage) or "")
    if string.find(words, "won", 1, true) then return "won" end
    return string.find(words, "lost", 1, true) and "lost" or "open"
end

function shape.opportunities(opportunity)
    local stage, currency = name_of(opportunity.pipeline_stage), currency_of(opportunity)
    local amount, chance = minor_units(opportunity.monetary_amount, currency), tonumber(opportunity.win_probability)
    assert(not chance or chance >= 0 and chance <= 100, "a chance is not from 0 to 100")
    return {
        id = text(opportunity.id), created_at = opportunity.created_at,
        company = text(opportunity.company_name) or name_of(opportunity.company), stage = stage,
        state = state_of(opportunity, stage), amount = amount, currency = currency,
        weighted = amount and chance and math.floor(amount * chance / 100 + 0.5) or nil,
    }
end

function shape.employees(employee)
    assert(employee.employment_status, "an employee has no employment_status")
    return {
        id = text(employee.id), department = name_of(employee.department), title = text(employee.title),
        status = lower(employee.employment_status),
    }
end

--- Who has neither a first nor a last day can be placed in no period, and is left out.
function shape.employments(employee)
    local started, ended = text(employee.employment_start_date), text(employee.employment_end_date)
    if not started and not ended then return nil end
    return {
        id = text(employee.id), started_on = started, ended_on = ended, department = name_of(employee.department),
        title = text(employee.title),
    }
end

function shape.orders(order)
    local status, currency = lower(order.status), currency_of(order)
    local total = order.total_amount
    if total == nil then total = order.total end
    assert(total ~= nil, "an order has no total under a known name")
    return {
        id = text(order.id), created_at = order.created_at, status = status, valid = not DROPPED[status or ""],
        total = minor_units(total, currency), currency = currency,
    }
end

function plugin.shape(request, reply)
    local body = type(reply.body) == "table" and reply.body or {}
    assert(reply.status == nil or reply.status == 200, "Apideck answered with another status than 200")
    assert(type(body.data) == "table", "the reply is no Apideck list: its body has no data")
    local to_row, rows = shape[request.dataset], {}
    for _, record in ipairs(body.data) do
        local row = to_row(record)
        if row then
            row.connector = text(record.service_id) or text(body.service)
            rows[#rows + 1] = row
        end
    end
    return rows
end

function plugin.more(_, arguments, reply)
    local meta = type(reply.body.meta) == "table" and reply.body.meta or {}
    local cursor = type(meta.cursors) == "table" and text(meta.cursors.next)
    if not cursor then return nil end
    arguments.input.cursor = cursor
    return arguments
end

return plugin
