-- Apideck: one form for the records of many accounting, CRM, HR and shop systems. Data only; read in an empty
-- environment. One tool runs any endpoint tool, reads and writes alike: its name is bound to listings and one
-- report. Tickets are listed for one collection at a time: which ones is a setting, for a question names none.

local counted = { "valid", "=", true }

-- Columns that several kinds of records have.
local id = { name = "id", kind = "text", role = "key" }
local created_at = { name = "created_at", kind = "time", role = "time" }
local collection = { name = "collection", kind = "text", role = "dimension" }
local status = { name = "status", kind = "text", role = "dimension" }
local is_open = { name = "open", kind = "flag", role = "dimension" }
local priority = { name = "priority", kind = "text", role = "dimension" }
local assignee = { name = "assignee", kind = "text", role = "dimension" }
local kind = { name = "type", kind = "text", role = "dimension" }
local connector = { name = "connector", kind = "text", role = "dimension" }
local consumer = { name = "consumer", kind = "text", role = "dimension", on_demand = true,
                   description = "The consumer of the settings: one connection reads one." }
local due_state = { name = "due_state", kind = "text", role = "dimension",
                    description = "overdue: its due date is past and something is still to be paid; else in time." }
local paid_at = { name = "paid_at", kind = "time", role = "time" }
local customer = { name = "customer", kind = "text", role = "dimension" }
local total = { name = "total", kind = "money", role = "measure" }
local currency = { name = "currency", kind = "text", role = "dimension" }
local spent_at = { name = "spent_at", kind = "time", role = "time" }
local supplier = { name = "supplier", kind = "text", role = "dimension" }
local company = { name = "company", kind = "text", role = "dimension" }
local source = { name = "source", kind = "text", role = "dimension" }
local industry = { name = "industry", kind = "text", role = "dimension" }
local starts_on = { name = "starts_on", kind = "day", role = "time" }
local amount = { name = "amount", kind = "number", role = "measure" }
local unit = { name = "unit", kind = "text", role = "dimension" }
local job = { name = "job", kind = "text", role = "dimension" }
local department = { name = "department", kind = "text", role = "dimension" }
local stage = { name = "stage", kind = "text", role = "dimension" }
local product = { name = "product", kind = "text", role = "dimension" }
local api = { name = "api", kind = "text", role = "dimension" }
local state = { name = "state", kind = "text", role = "dimension" }

return {
    id = "apideck", name = "Apideck", category = "CRM & Customer Success", api = 1,
    synonyms = { "unified API", "Apideck Unify", "Apideck Vault" },
    docs = "https://developers.apideck.com/mcp",

    server = {
        url = "https://mcp.apideck.dev/mcp?mode=dynamic", transport = "streamable-http", confidence = "documented",
    },
    auth = { kind = "api_key", header = "x-apideck-api-key" },
    settings = {
        { name = "app_id", means = "the application id, from Apideck's API keys page", header = "x-apideck-app-id",
          pattern = "^[A-Za-z0-9_-]{1,100}$", example = "dSBdXd2H6Mqwfg0atXHXYcysLJE9qyn1VwBtXHX" },
        { name = "consumer_id", means = "the id of the consumer whose systems are read", optional = true,
          header = "x-apideck-consumer-id", pattern = "^[A-Za-z0-9@._-]{1,100}$", example = "test-consumer" },
        { name = "collections", means = "the ids of the ticket collections to count, with commas between them",
          optional = true, pattern = "^[A-Za-z0-9_-]+(,[A-Za-z0-9_-]+)*$", example = "4401,4402" },
    },

    tools = {
        endpoint = {
            names = { "execute_tool" }, confidence = "seen", reads = true, closed = true,
            description = "Runs one endpoint tool; only the listings named here are let through.",
            arguments = {
                { path = "name", required = true, one_of = {
                    "accounting-invoices-all", "accounting-bills-all", "crm-opportunities-all", "hris-employees-all",
                    "ecommerce-orders-all", "accounting-payments-all", "accounting-expenses-all",
                    "accounting-profit-and-loss-one", "crm-leads-all", "crm-contacts-all", "crm-companies-all",
                    "hris-time-off-requests-all", "ats-jobs-all", "ats-applications-all", "ecommerce-products-all",
                    "ecommerce-customers-all", "issue-tracking-collections-all",
                    "issue-tracking-collection-tickets-all", "vault-connections-all" } },
                { path = "input", required = true,
                  keys = { "limit", "cursor", "collection_id", "filter", "configured" } },
                { path = "input.limit", min = 1, max = 200 },
                { path = "input.collection_id", pattern = "^[A-Za-z0-9_-]{1,64}$" },
                { path = "input.filter.start_date", pattern = "^[0-9-]{10}$" },
                { path = "input.filter.end_date", pattern = "^[0-9-]{10}$" },
                { path = "input.configured", one_of = { true } },
                { path = "input.cursor", pattern = "(?s)^.+$" },
            },
        },
    },

    datasets = {
        invoices = {
            name = "invoices",
            description = "One row for each invoice to a customer; the fields' names are unconfirmed.",
            synonyms = { "customer invoices", "billings", "receivables" },
            tool = "endpoint", time = "invoice_date", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = {
                id,
                { name = "invoice_date", kind = "day", role = "time" },
                { name = "due_date", kind = "day", role = "time" },
                customer, status,
                { name = "valid", kind = "flag", role = "dimension",
                  description = "False for drafts and for what was voided or deleted." },
                total,
                { name = "balance", kind = "money", role = "measure",
                  description = "What is still to be paid." },
                currency,
                { name = "connector", kind = "text", role = "dimension",
                  description = "The system that it comes from." },
                consumer, due_state,
            },
        },
        bills = {
            name = "bills", description = "One row for each bill of a supplier; the fields' names are unconfirmed.",
            synonyms = { "supplier bills", "supplier invoices", "payables" },
            tool = "endpoint", time = "bill_date", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = {
                id,
                { name = "bill_date", kind = "day", role = "time" },
                { name = "due_date", kind = "day", role = "time" },
                supplier, status,
                { name = "valid", kind = "flag", role = "dimension" },
                total,
                { name = "balance", kind = "money", role = "measure" },
                currency, connector, consumer, due_state,
            },
        },
        opportunities = {
            name = "opportunities",
            description = "One row for each sales opportunity, by the day it was made; unconfirmed field names.",
            synonyms = { "deals", "pipeline", "sales opportunities" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = {
                id, created_at, company, stage, source,
                { name = "state", kind = "text", role = "dimension",
                  description = "won or lost where status or stage says so; else open." },
                { name = "amount", kind = "money", role = "measure" },
                { name = "weighted", kind = "money", role = "measure",
                  description = "The amount times its chance; empty where no chance is given." },
                currency, connector, consumer,
            },
        },
        employees = {
            name = "employees",
            description = "One row for each employee as of today, without names; unconfirmed field names.",
            synonyms = { "staff", "people", "workforce" },
            tool = "endpoint", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = {
                id, department,
                { name = "title", kind = "text", role = "dimension" },
                status, connector, consumer,
            },
        },
        employments = {
            name = "employments",
            description = "One row for each employee whose first or last day is known; unconfirmed field names.",
            synonyms = { "job starts", "joiners and leavers" },
            tool = "endpoint", time = "started_on", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = {
                id,
                { name = "started_on", kind = "day", role = "time" },
                { name = "ended_on", kind = "day", role = "time" },
                department,
                { name = "title", kind = "text", role = "dimension" },
                connector, consumer,
            },
        },
        orders = {
            name = "shop orders", description = "One row for each order in a shop; the fields' names are unconfirmed.",
            synonyms = { "orders", "e-commerce orders", "purchases" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = {
                id, created_at, customer, status,
                { name = "valid", kind = "flag", role = "dimension",
                  description = "False for drafts and for cancelled orders." },
                total, currency, connector, consumer,
            },
        },
        tickets = {
            name = "tickets", description = "One row for each ticket of the collections that were set up; unconfirmed.",
            synonyms = { "issues", "support tickets", "ticket" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, created_at, collection, status, is_open, priority, assignee, kind, connector, consumer },
        },
        collections = {
            name = "ticket collections", description = "One row for each collection of tickets; unconfirmed.",
            synonyms = { "issue collections", "ticket projects" },
            tool = "endpoint", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, collection, kind, connector, consumer },
        },
        profit = {
            name = "profit and loss", description = "One row for each day and currency; unconfirmed.",
            synonyms = { "P&L", "income statement", "profit report" },
            tool = "endpoint", time = "day", pushes_range = true, longest_range_days = 1, needs_range = true,
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "income", kind = "money", role = "measure" },
                { name = "expenses", kind = "money", role = "measure" },
                { name = "gross_profit", kind = "money", role = "measure" },
                { name = "net_profit", kind = "money", role = "measure" },
                currency, connector, consumer,
            },
        },
        payments = {
            name = "payments", description = "One row for each payment of a customer; unconfirmed.",
            synonyms = { "customer payments", "payments received" },
            tool = "endpoint", time = "paid_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, paid_at, customer, status, total, currency, connector, consumer },
        },
        expenses = {
            name = "expenses", description = "One row for each expense; unconfirmed.",
            synonyms = { "spending", "costs" },
            tool = "endpoint", time = "spent_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, spent_at, supplier, kind, status, total, currency, connector, consumer },
        },
        leads = {
            name = "leads", description = "One row for each lead, without names; unconfirmed.",
            synonyms = { "CRM leads", "prospects" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, created_at, company, source, status, connector, consumer },
        },
        contacts = {
            name = "CRM contacts", description = "One row for each contact, without names; unconfirmed.",
            synonyms = { "contacts", "people" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, created_at, company, source, connector, consumer },
        },
        companies = {
            name = "CRM companies", description = "One row for each company; unconfirmed.",
            synonyms = { "companies", "accounts" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, created_at, company, industry, status, connector, consumer },
        },
        time_off = {
            name = "time-off requests", description = "One row for each request; unconfirmed.",
            synonyms = { "time off", "leave", "absences" },
            tool = "endpoint", time = "starts_on", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, starts_on, kind, status, amount, unit, connector, consumer },
        },
        jobs = {
            name = "jobs", description = "One row for each job to be filled; unconfirmed.",
            synonyms = { "vacancies", "openings" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, created_at, job, department, status, connector, consumer },
        },
        applications = {
            name = "applications", description = "One row for each application for a job; unconfirmed.",
            synonyms = { "job applications", "applicants", "candidates" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, created_at, job, stage, status, connector, consumer },
        },
        products = {
            name = "shop products", description = "One row for each product of a shop; unconfirmed.",
            synonyms = { "products", "catalogue" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, created_at, product, status, connector, consumer },
        },
        shop_customers = {
            name = "shop customers", description = "One row for each customer of a shop, without names; unconfirmed.",
            synonyms = { "online customers" },
            tool = "endpoint", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 200, pages_max = 0 },
            columns = { id, created_at, status, connector, consumer },
        },
        connections = {
            name = "connections", description = "One row for each system that is set up in Vault; unconfirmed.",
            synonyms = { "connected systems", "integrations", "vault connections" },
            tool = "endpoint", pushes_range = false, longest_range_days = 0,
            columns = { id, connector, api, state },
        },
    },

    metrics = {
        open_tickets = {
            name = "open tickets",
            synonyms = { "ticket backlog", "backlog", "open issues", "unresolved tickets", "tickets open" },
            description = "The tickets that are open today, in the collections that were set up.",
            dataset = "tickets", value = { count = true, where = { { "open", "=", true } } }, kind = "count",
            better = "down",
        },
        tickets = {
            name = "tickets", synonyms = { "new tickets", "tickets created", "number of tickets", "ticket volume" },
            description = "The tickets made in the period, in the collections that were set up.",
            dataset = "tickets", value = { count = true }, kind = "count",
        },
        collections = {
            name = "ticket collections", synonyms = { "number of collections", "issue collections" },
            description = "The number of collections of tickets.",
            dataset = "collections", value = { count = true }, kind = "count",
        },
        net_profit = {
            name = "net profit",
            synonyms = { "profit", "net income", "bottom line", "earnings", "profit after costs", "earned after costs",
                         "profit and loss result" },
            description = "The net income of the profit and loss report, day by day.",
            dataset = "profit", value = { sum = "net_profit" }, kind = "money", better = "up",
        },
        gross_profit = {
            name = "gross profit", synonyms = { "gross margin amount" },
            description = "The gross profit of the profit and loss report, day by day.",
            dataset = "profit", value = { sum = "gross_profit" }, kind = "money", better = "up",
        },
        income = {
            name = "income", synonyms = { "total income", "total revenue", "revenue in the books" },
            description = "The income of the profit and loss report, day by day.",
            dataset = "profit", value = { sum = "income" }, kind = "money", better = "up",
        },
        operating_expenses = {
            name = "operating expenses", synonyms = { "total expenses", "opex" },
            description = "The expenses of the profit and loss report, day by day.",
            dataset = "profit", value = { sum = "expenses" }, kind = "money", better = "down",
        },
        profit_margin = {
            name = "profit margin", synonyms = { "net margin", "net profit margin" },
            description = "Net profit over income.",
            dataset = "profit", value = { sum = "net_profit" }, per = { sum = "income" }, kind = "ratio",
            unit = "percent", better = "up",
        },
        payments_received = {
            name = "payments received",
            synonyms = { "customer payments", "payment volume", "money received", "cash collected" },
            description = "The totals of the payments of customers.",
            dataset = "payments", value = { sum = "total" }, kind = "money", better = "up",
        },
        expense_amount = {
            name = "expense amount", synonyms = { "expenses", "spend", "expense total", "total spend" },
            description = "The totals of the expenses.",
            dataset = "expenses", value = { sum = "total" }, kind = "money", better = "down",
        },
        new_leads = {
            name = "leads", synonyms = { "new leads", "number of leads", "CRM leads", "lead count" },
            description = "The leads made in the period.",
            dataset = "leads", value = { count = true }, kind = "count", better = "up",
        },
        new_contacts = {
            name = "CRM contacts", synonyms = { "contacts", "new contacts", "number of contacts" },
            description = "The contacts made in the period.",
            dataset = "contacts", value = { count = true }, kind = "count", better = "up",
        },
        new_companies = {
            name = "CRM companies", synonyms = { "companies", "new companies", "number of companies" },
            description = "The companies made in the period.",
            dataset = "companies", value = { count = true }, kind = "count", better = "up",
        },
        time_off_requests = {
            name = "time-off requests",
            synonyms = { "leave requests", "absence requests", "time off", "vacation requests", "days off", "vacation",
                         "holiday requests" },
            description = "The requests for time off that begin in the period.",
            dataset = "time_off", value = { count = true }, kind = "count",
        },
        open_jobs = {
            name = "open jobs", synonyms = { "open positions", "job openings", "vacancies", "open roles" },
            description = "The jobs that are open today.",
            dataset = "jobs", value = { count = true, where = { { "status", "=", "open" } } }, kind = "count",
        },
        applications = {
            name = "job applications",
            synonyms = { "applications", "applicants", "number of applicants", "candidates" },
            description = "The applications made in the period.",
            dataset = "applications", value = { count = true }, kind = "count", better = "up",
        },
        products = {
            name = "shop products", synonyms = { "products", "number of products", "product count" },
            description = "The number of products in the shop.",
            dataset = "products", value = { count = true }, kind = "count",
        },
        shop_customers = {
            name = "shop customers", synonyms = { "new shop customers", "online customers" },
            description = "The customers of the shop, by when each was made.",
            dataset = "shop_customers", value = { count = true }, kind = "count", better = "up",
        },
        connections = {
            name = "connections",
            synonyms = { "connected systems", "integrations", "number of connections", "linked systems" },
            description = "The systems that are set up in Vault.",
            dataset = "connections", value = { count = true }, kind = "count",
        },
        invoiced_revenue = {
            name = "invoiced revenue",
            synonyms = { "billings", "sales", "invoiced amount", "amount invoiced", "invoice total", "invoiced",
                         "invoice value", "billed", "sales invoiced" },
            description = "The totals of all invoices, drafts and voided ones left out; currencies stay apart.",
            dataset = "invoices", value = { sum = "total", where = { counted } }, kind = "money", better = "up",
        },
        invoices = {
            name = "invoices issued", synonyms = { "number of invoices", "invoice count", "invoices" },
            description = "The number of invoices, drafts and voided ones left out.",
            dataset = "invoices", value = { count = true, where = { counted } }, kind = "count",
        },
        average_invoice = {
            name = "average invoice", synonyms = { "mean invoice", "average invoice amount" },
            description = "The mean total of an invoice.",
            dataset = "invoices", value = { mean = "total", where = { counted } }, kind = "money", sample_min = 10,
        },
        outstanding_receivables = {
            name = "outstanding receivables",
            synonyms = { "accounts receivable", "AR", "open invoices", "receivables", "open invoice amount",
                         "owed by customers", "unpaid invoice amount", "unpaid invoices", "debtors", "aged debtors",
                         "money owed to us", "owes us", "owe us" },
            description = "What is still to be paid on the invoices of the period, as of today.",
            dataset = "invoices", value = { sum = "balance", where = { counted } }, kind = "money", better = "down",
        },
        unpaid_share = {
            name = "unpaid share of invoices", synonyms = { "share of invoices unpaid", "unpaid invoice share" },
            description = "What is still to be paid over the totals of the invoices that name it.",
            dataset = "invoices", value = { sum = "balance", where = { counted, { "balance", ">=", 0 } } },
            per = { sum = "total", where = { counted, { "balance", ">=", 0 } } },
            kind = "ratio", unit = "percent", better = "down",
        },
        billed_costs = {
            name = "billed costs", synonyms = { "supplier costs", "bill total", "amount billed by suppliers" },
            description = "The totals of suppliers' bills, drafts and voided ones left out.",
            dataset = "bills", value = { sum = "total", where = { counted } }, kind = "money", better = "down",
        },
        bills = {
            name = "bills received", synonyms = { "number of bills", "bill count", "supplier bills" },
            description = "The number of suppliers' bills, drafts and voided ones left out.",
            dataset = "bills", value = { count = true, where = { counted } }, kind = "count",
        },
        overdue_invoices = {
            name = "overdue customer invoices",
            synonyms = { "late customer invoices", "customer invoices past due", "overdue accounting invoices" },
            description = "Invoices with a balance whose due date is past today, without drafts and voided ones.",
            dataset = "invoices", value = { count = true, where = { counted, { "due_state", "=", "overdue" } } },
            kind = "count", better = "down",
        },
        overdue_receivables = {
            name = "overdue receivables",
            synonyms = { "overdue amount", "overdue balance", "amount overdue", "overdue AR" },
            description = "The balance of invoices whose due date is past today, without drafts and voided ones.",
            dataset = "invoices", value = { sum = "balance", where = { counted, { "due_state", "=", "overdue" } } },
            kind = "money", better = "down",
        },
        overdue_bills = {
            name = "overdue bills", synonyms = { "bills overdue", "late bills", "bills past due" },
            description = "Bills with a balance whose due date is past today, without drafts and voided ones.",
            dataset = "bills", value = { count = true, where = { counted, { "due_state", "=", "overdue" } } },
            kind = "count", better = "down",
        },
        outstanding_payables = {
            name = "outstanding payables",
            synonyms = { "accounts payable", "unpaid bills", "owed to suppliers", "aged creditors", "creditors",
                         "owed to vendors", "what we owe" },
            description = "What is still to be paid on the bills of the period, as of today.",
            dataset = "bills", value = { sum = "balance", where = { counted } }, kind = "money", better = "down",
        },
        pipeline_value = {
            name = "pipeline value", synonyms = { "pipeline", "open pipeline", "pipeline amount",
                                                 "value of open opportunities" },
            description = "The amounts of opportunities that are neither won nor lost.",
            dataset = "opportunities", value = { sum = "amount", where = { { "state", "=", "open" } } },
            kind = "money", better = "up",
        },
        weighted_pipeline = {
            name = "weighted pipeline",
            synonyms = { "forecast", "pipeline forecast", "weighted pipeline value", "sales forecast",
                         "probability weighted pipeline", "expected pipeline" },
            description = "Open amounts, each times its chance of being won.",
            dataset = "opportunities", value = { sum = "weighted", where = { { "state", "=", "open" } } },
            kind = "money", better = "up",
        },
        open_opportunities = {
            name = "open opportunities", synonyms = { "number of open opportunities", "opportunities in the pipeline" },
            description = "Opportunities that are neither won nor lost.",
            dataset = "opportunities", value = { count = true, where = { { "state", "=", "open" } } },
            kind = "count", better = "up",
        },
        new_opportunities = {
            name = "new opportunities", synonyms = { "opportunities created", "opportunities made" },
            description = "The number of opportunities made in the period.",
            dataset = "opportunities", value = { count = true }, kind = "count", better = "up",
        },
        won_value = {
            name = "won opportunity value", synonyms = { "value won", "won amount", "value of won opportunities" },
            description = "The amounts of opportunities that were won, by the day they were made.",
            dataset = "opportunities", value = { sum = "amount", where = { { "state", "=", "won" } } },
            kind = "money", better = "up",
        },
        won_opportunities = {
            name = "won opportunities", synonyms = { "opportunities won", "deals won", "won deals" },
            description = "The number of opportunities that were won, by the day they were made.",
            dataset = "opportunities", value = { count = true, where = { { "state", "=", "won" } } }, kind = "count",
            better = "up",
        },
        opportunity_win_rate = {
            name = "opportunity win rate", synonyms = { "win rate", "share of opportunities won" },
            description = "Opportunities won over those won or lost.",
            dataset = "opportunities", value = { count = true, where = { { "state", "=", "won" } } },
            per = { count = true, where = { { "state", "in", { "won", "lost" } } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 20,
        },
        headcount = {
            name = "headcount",
            synonyms = { "active employees", "number of employees", "employees", "staff size", "staff", "people work",
                         "people working here", "people employed" },
            description = "Employees whose state is active today; it has no history.",
            dataset = "employees", value = { count = true, where = { { "status", "=", "active" } } }, kind = "count",
        },
        hires = {
            name = "hires", synonyms = { "new hires", "employees hired", "people hired", "new employees" },
            description = "Employees who began in the period.",
            dataset = "employments", value = { count = true }, kind = "count",
        },
        departures = {
            name = "departures", synonyms = { "leavers", "employees who left", "people who left the company",
                                               "people left" },
            description = "Employees whose employment ended in the period.",
            dataset = "employments", value = { count = true, time = "ended_on" }, kind = "count", better = "down",
        },
        orders = {
            name = "shop orders", synonyms = { "number of orders", "order count", "orders" },
            description = "The number of orders, cancelled ones and drafts left out.",
            dataset = "orders", value = { count = true, where = { counted } }, kind = "count", better = "up",
        },
        order_value = {
            name = "order value", synonyms = { "value of orders", "shop sales", "order total" },
            description = "The totals of all orders, cancelled ones and drafts left out.",
            dataset = "orders", value = { sum = "total", where = { counted } }, kind = "money", better = "up",
        },
        average_order_value = {
            name = "average order value", synonyms = { "AOV", "mean order value", "average order" },
            description = "The mean total of an order.",
            dataset = "orders", value = { mean = "total", where = { counted } }, kind = "money", better = "up",
            sample_min = 10,
        },
    },

    dimensions = {
        customer = {
            name = "customer", synonyms = { "customers", "client", "clients", "company" }, open_values = true,
            columns = { invoices = "customer", opportunities = "company", payments = "customer", leads = "company",
                        contacts = "company", companies = "company", orders = "customer" },
        },
        supplier = {
            name = "supplier",
            synonyms = { "suppliers", "creditor", "vendor", "vendors", "creditors" },
            open_values = true,
            columns = { bills = "supplier", expenses = "supplier" },
        },
        stage = {
            name = "stage", synonyms = { "stages", "pipeline stage", "deal stage" }, open_values = true,
            columns = { opportunities = "stage", applications = "stage" },
        },
        state = {
            name = "opportunity state", synonyms = { "outcome" }, columns = { opportunities = "state" },
            values = { "open", "won", "lost" },
        },
        status = {
            name = "status", synonyms = { "document status", "employment status" }, open_values = true,
            columns = { invoices = "status", bills = "status", employees = "status", orders = "status",
                        payments = "status", expenses = "status", leads = "status", companies = "status",
                        time_off = "status", jobs = "status", applications = "status", products = "status",
                        shop_customers = "status", tickets = "status" },
            values = { "paid", "active", "draft", "submitted", "void", "terminated", "completed", "declined",
                       "approved", { value = "partially_paid", synonyms = { "partially paid", "part paid" } },
                       { value = "requested", synonyms = { "waiting for approval", "awaiting approval" } } },
        },
        due_state = {
            name = "due state", columns = { invoices = "due_state", bills = "due_state" },
            values = { { value = "overdue", synonyms = { "past due" } }, "in time" },
        },
        department = {
            name = "department", synonyms = { "departments", "team", "teams" }, open_values = true,
            columns = { employees = "department", employments = "department", jobs = "department" },
        },
        title = {
            name = "job title", synonyms = { "job titles" }, open_values = true,
            columns = { employees = "title", employments = "title" },
        },
        currency = {
            name = "currency", synonyms = { "currencies", "money" }, open_values = true,
            columns = { invoices = "currency", bills = "currency", opportunities = "currency", orders = "currency",
                        payments = "currency", expenses = "currency", profit = "currency" },
            values = { { value = "EUR", synonyms = { "euro", "euros" } },
                       { value = "USD", synonyms = { "dollar", "dollars" } }, "GBP", "JPY" },
        },
        connector = {
            name = "connector",
            synonyms = { "connectors", "connected system", "source system", "system", "service", "connected systems",
                         "accounting system", "HR system", "shop system", "source systems", "ticket system" },
            open_values = true,
            columns = { invoices = "connector", bills = "connector", opportunities = "connector",
                        employees = "connector", employments = "connector", orders = "connector",
                        profit = "connector", payments = "connector", expenses = "connector", leads = "connector",
                        contacts = "connector", companies = "connector", time_off = "connector", jobs = "connector",
                        applications = "connector", products = "connector", shop_customers = "connector",
                        collections = "connector", connections = "connector", tickets = "connector" },
        },
        end_consumer = {
            name = "consumer", synonyms = { "consumers", "end customer", "end customers", "tenant" },
            columns = { invoices = "consumer", bills = "consumer", opportunities = "consumer", employees = "consumer",
                        employments = "consumer", orders = "consumer", tickets = "consumer", collections = "consumer",
                        profit = "consumer", payments = "consumer", expenses = "consumer", leads = "consumer",
                        contacts = "consumer", companies = "consumer", time_off = "consumer", jobs = "consumer",
                        applications = "consumer", products = "consumer", shop_customers = "consumer" },
        },
        collection = {
            name = "collection", synonyms = { "collections", "ticket collection", "ticket project" },
            columns = { tickets = "collection", collections = "collection" }, open_values = true,
        },
        priority = {
            name = "ticket priority", synonyms = { "priority", "urgency" }, columns = { tickets = "priority" },
            values = { "low", "normal", "high", "urgent" }, open_values = true,
        },
        assignee = {
            name = "assignee", synonyms = { "assigned to", "agent" }, columns = { tickets = "assignee" },
            open_values = true,
        },
        source = {
            name = "lead source", synonyms = { "source" }, open_values = true,
            columns = { leads = "source", contacts = "source", opportunities = "source" },
        },
        industry = {
            name = "industry", synonyms = { "sector" }, columns = { companies = "industry" }, open_values = true,
        },
        job = {
            name = "job", synonyms = { "position", "vacancy", "role" },
            columns = { jobs = "job", applications = "job" },
            open_values = true,
        },
        type = {
            name = "request type",
            synonyms = { "kind of leave", "leave type", "expense type", "type", "leave types", "absence type", "kind" },
            columns = { time_off = "type", expenses = "type", tickets = "type" }, open_values = true,
        },
        product = {
            name = "product", synonyms = { "item" }, columns = { products = "product" }, open_values = true,
        },
        api = {
            name = "unified API", synonyms = { "area", "api" }, columns = { connections = "api" },
            values = { "accounting", "crm", "hris", "ats", "ecommerce", "issue-tracking", "file-storage" },
        },
    },

    ask = {
        "What was the invoiced revenue in Apideck by month this year?",
        "Which customers have the most outstanding receivables in Apideck?",
        "Top 5 suppliers by billed costs in Apideck this quarter",
        "How is the pipeline value in Apideck split by stage?",
        "What was the opportunity win rate in Apideck last quarter?",
        "How many employees are in each department?",
        "How many hires did Apideck show in each month this year?",
        "Invoiced revenue in Apideck this quarter compared with last quarter",
        "What was the average order value in Apideck in October?",
        "How many shop orders in Apideck by week last quarter?",
        "Invoiced revenue in Apideck in EUR last month",
        "Which ticket collections do we have in Apideck?",
        "What was the net profit in Apideck last week?",
        "How many leads came into Apideck by lead source last month?",
        "How many job applications did Apideck get by job this quarter?",
        "Which connected systems are there in Apideck?",
        "How many overdue customer invoices are there in Apideck by customer?",
    },

    errors = {
        { pattern = "(?i)consumer.{0,40}(required|missing|not found)", fault = "invalid",
          message = "Apideck wants to know for which consumer to read. Connect again with the setting consumer_id." },
        { pattern = "(?i)no (active )?connection|connection.{0,40}(not found|not callable|not authorized)",
          fault = "not_found",
          message = "Nothing is connected in Apideck for this kind of record. Connect a system in Apideck's Vault." },
        { pattern = "(?i)unauthorized|invalid.{0,12}api.?key|x-apideck-(app-id|api-key)", fault = "reconnect",
          message = "Apideck does not take this API key or the application id. Connect Apideck again." },
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Apideck asks for a pause: too many requests in a short time. Ask again in a minute." },
    },

    pitfalls = {
        { symptom = "Apideck refuses every call although the key is right",
          cause = "the application id is another application's, or no consumer was named",
          fix = "connect again with both ids; they go along as x-apideck-app-id and x-apideck-consumer-id" },
        { symptom = "One kind of record cannot be read", cause = "no system is connected for it in Vault",
          fix = "connect one in Apideck's Vault" },
        { symptom = "\"An amount has no currency\"", cause = "the connected system does not name one",
          fix = "set the currency there; none is assumed" },
        { symptom = "Tools other than four are missing",
          cause = "the server's dynamic mode publishes four and runs the rest by name",
          fix = "nothing has to be done" },
        { symptom = "There are fewer hires than people",
          cause = "an employee without a first day is no hire of any period", fix = "fill the first days in" },
        { symptom = "Tickets cannot be asked for", cause = "they are listed for one collection at a time",
          fix = "ask which ticket collections there are, and connect again with the setting collections" },
        { symptom = "Profit takes long for a year", cause = "the report is asked for day by day, so that days add up",
          fix = "ask for a month or a quarter" },
        { symptom = "Two addresses are about",
          cause = "the documents name mcp.apideck.com, the published program mcp.apideck.dev",
          fix = "the second is used; that the first is the same is unconfirmed" },
    },
}
