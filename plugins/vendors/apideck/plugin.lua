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

local function document(record, day, party, today)
    local status, currency = lower(record.status), currency_of(record)
    assert(record[day] or record.created_at, "a document has no day under a known name")
    assert(record.total ~= nil, "a document has no total")
    local balance, due = minor_units(record.balance, currency), text(record.due_date)
    return {
        id = text(record.id), [day] = record[day] or record.created_at, due_date = record.due_date,
        [party] = name_of(record[party]), status = status, valid = not DROPPED[status or ""],
        total = minor_units(record.total, currency), balance = balance,
        due_state = due and string.sub(due, 1, 10) < today and (balance or 0) > 0 and "overdue" or "in time",
        currency = currency,
    }
end

function shape.invoices(invoice, request)
    local row = document(invoice, "invoice_date", "customer", request.today)
    row.customer = row.customer or text(invoice.company_name)
    return row
end

function shape.bills(bill, request)
    return document(bill, "bill_date", "supplier", request.today)
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
        source = text(opportunity.lead_source),
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

--- Of a person the id only: names of shoppers are not taken up.
local function buyer_of(customer)
    if type(customer) ~= "table" then return text(customer) end
    return text(customer.company_name) or text(customer.id)
end

function shape.orders(order)
    local status, currency = lower(order.status), currency_of(order)
    local total = order.total_amount
    if total == nil then total = order.total end
    assert(total ~= nil, "an order has no total under a known name")
    return {
        id = text(order.id), created_at = order.created_at, customer = buyer_of(order.customer),
        status = status, valid = not DROPPED[status or ""],
        total = minor_units(total, currency), currency = currency,
    }
end

--- Which words for a state mean that a ticket is done: connected systems have their own.
local DONE = { "closed", "resolved", "done", "completed", "solved", "cancel" }

function shape.tickets(ticket)
    local status, open, who = lower(ticket.status), true, data.child(ticket, "assignees")[1]
    assert(status or ticket.completed_at ~= nil, "a ticket does not tell its status")
    for _, word in ipairs(DONE) do
        if status and string.find(status, word, 1, true) then open = false end
    end
    return {
        id = text(ticket.id), created_at = ticket.created_at, collection = text(ticket.collection_id), status = status,
        open = open and ticket.completed_at == nil, priority = lower(ticket.priority),
        assignee = type(who) == "table" and (text(who.username) or text(who.name) or text(who.id)) or nil,
        type = text(ticket.type),
    }
end

function shape.collections(collection)
    return { id = text(collection.id), collection = text(collection.name), type = text(collection.type) }
end

local function total_of(part, currency)
    local total = type(part) == "table" and part.total or part
    if type(total) == "table" then return nil end
    return minor_units(total, currency)
end

function shape.profit(report, request)
    local currency = assert(currency_of(report), "the report names no currency")
    assert(report.net_income ~= nil, "the report has no net_income")
    return {
        day = request.range.start, currency = currency, income = total_of(report.income, currency),
        expenses = total_of(report.expenses, currency), gross_profit = total_of(report.gross_profit, currency),
        net_profit = total_of(report.net_income, currency),
    }
end

local function paid(record, party)
    local currency = currency_of(record)
    assert(record.total_amount ~= nil, "a record has no total_amount")
    return {
        id = text(record.id), status = lower(record.status), total = minor_units(record.total_amount, currency),
        currency = currency, [party] = name_of(record[party]),
    }
end

function shape.payments(payment)
    local row = paid(payment, "customer")
    row.paid_at = payment.transaction_date or payment.created_at
    return row
end

function shape.expenses(expense)
    local row = paid(expense, "supplier")
    row.spent_at, row.type = expense.transaction_date or expense.created_at, text(expense.type)
    return row
end

function shape.leads(lead)
    return {
        id = text(lead.id), created_at = lead.created_at, company = text(lead.company_name),
        source = text(lead.lead_source), status = lower(lead.status),
    }
end

function shape.contacts(contact)
    return {
        id = text(contact.id), created_at = contact.created_at, company = text(contact.company_name),
        source = text(contact.lead_source),
    }
end

function shape.companies(company)
    return {
        id = text(company.id), created_at = company.created_at, company = text(company.name),
        industry = text(company.industry), status = lower(company.status),
    }
end

function shape.time_off(request)
    return {
        id = text(request.id), starts_on = request.start_date, type = text(request.request_type),
        status = lower(request.status), amount = tonumber(request.amount), unit = text(request.units),
    }
end

function shape.jobs(job)
    return {
        id = text(job.id), created_at = job.created_at, job = text(job.title), department = name_of(job.department),
        status = lower(job.status),
    }
end

function shape.applications(application)
    return {
        id = text(application.id), created_at = application.created_at,
        job = name_of(application.job) or text(application.job_id), stage = name_of(application.stage),
        status = lower(application.status),
    }
end

function shape.products(product)
    return {
        id = text(product.id), created_at = product.created_at, product = text(product.name),
        status = lower(product.status),
    }
end

function shape.shop_customers(customer)
    return { id = text(customer.id), created_at = customer.created_at, status = lower(customer.status) }
end

function shape.connections(connection)
    return { id = text(connection.id), api = text(connection.unified_api), state = lower(connection.state) }
end

-- The listing of each dataset that has one without more ado.
local ENDPOINTS = {
    invoices = "accounting-invoices-all",
    bills = "accounting-bills-all",
    opportunities = "crm-opportunities-all",
    employees = "hris-employees-all",
    employments = "hris-employees-all",
    orders = "ecommerce-orders-all",
    collections = "issue-tracking-collections-all",
    payments = "accounting-payments-all",
    expenses = "accounting-expenses-all",
    leads = "crm-leads-all",
    contacts = "crm-contacts-all",
    companies = "crm-companies-all",
    time_off = "hris-time-off-requests-all",
    jobs = "ats-jobs-all",
    applications = "ats-applications-all",
    products = "ecommerce-products-all",
    shop_customers = "ecommerce-customers-all",
}

local TICKETS = "issue-tracking-collection-tickets-all"

--- The collection of the settings that follows on the one given; the first where none is given.
local function collection_after(request, collection)
    local is_next = collection == nil
    for id in string.gmatch((request.settings or {}).collections or "", "[^,]+") do
        if is_next then return id end
        is_next = id == collection
    end
    return nil
end

local function tickets_call(request, collection)
    return { name = TICKETS, input = { collection_id = collection, limit = request.rows_per_page or 200 } }
end

function plugin.prepare(request)
    if request.dataset == "tickets" then
        local first = collection_after(request)
        if not first then
            return nil, "Which ticket collections to count was not set up: connect Apideck again with their ids."
        end
        return tickets_call(request, first)
    end
    local range = request.range or {}
    if request.dataset == "profit" then
        return {
            name = "accounting-profit-and-loss-one",
            input = { filter = { start_date = range.start, end_date = range.last } },
        }
    end
    if request.dataset == "connections" then
        return { name = "vault-connections-all", input = { configured = true } }
    end
    return { name = ENDPOINTS[request.dataset], input = { limit = request.rows_per_page } }
end

function plugin.shape(request, reply)
    local body = type(reply.body) == "table" and reply.body or {}
    assert(reply.status == nil or reply.status == 200, "Apideck answered with another status than 200")
    assert(type(body.data) == "table", "the reply is no Apideck list: its body has no data")
    local to_row, rows = shape[request.dataset], {}
    for _, record in ipairs(request.dataset == "profit" and { body.data } or body.data) do
        local row = to_row(record, request)
        if row then row.connector = text(record.service_id) or text(body.service) end
        for _, column in ipairs(row and request.group_by or {}) do
            if column == "consumer" then row.consumer = text((request.settings or {}).consumer_id) end
        end
        rows[#rows + 1] = row
    end
    return rows
end

function plugin.more(request, arguments, reply)
    local meta = type(reply.body.meta) == "table" and reply.body.meta or {}
    local cursor = type(meta.cursors) == "table" and text(meta.cursors.next)
    if not cursor then
        local following = arguments.name == TICKETS and collection_after(request, arguments.input.collection_id)
        return following and tickets_call(request, following) or nil
    end
    arguments.input.cursor = cursor
    return arguments
end

return plugin
