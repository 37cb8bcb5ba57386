-- Brevo's lists into rows. Arguments go as texts, numbers too, since the tools' schemas ask for that.

local plugin = {}
local child = data.child

local LIST = {
    email_campaigns = "campaigns", transactional_mail = "reports", lists = "lists", contacts = "contacts",
    deals = "items", sms_campaigns = "campaigns", transactional_events = "events",
    whatsapp_campaigns = "campaigns", segments = "segments", companies = "items", shop_orders = "orders",
    templates = "templates",
}

local DAY = 86400
local WINDOW_DAYS = 30  -- The daily report covers no more in a call; a longer period is walked in windows.

local function count(value)
    return math.tointeger(tonumber(value))
end

--- Nothing where both are absent.
local function sum(one, other)
    one, other = count(one), count(other)
    if not one and not other then return nil end
    return (one or 0) + (other or 0)
end

--- The window that begins at `start`, or nothing behind the period's last day.
local function window(start, last)
    if start > last then return nil end
    local stop = days.plus(start, WINDOW_DAYS - 1)
    return { startDate = start, endDate = stop < last and stop or last, limit = "30" }
end

local shape = {}

function shape.email_campaigns(campaign)
    local statistics = child(child(campaign, "statistics"), "globalStats")
    return {
        id = campaign.id, campaign = campaign.name, sent_at = campaign.sentDate, sent = count(statistics.sent),
        delivered = count(statistics.delivered), opens = count(statistics.uniqueViews),
        clicks = count(statistics.uniqueClicks), bounces = sum(statistics.hardBounces, statistics.softBounces),
        unsubscribes = count(statistics.unsubscriptions), complaints = count(statistics.complaints),
    }
end

function shape.transactional_mail(report)
    assert(type(report.date) == "string", "a day of the report has no date")
    return {
        day = report.date, requests = count(report.requests), delivered = count(report.delivered),
        opens = count(report.uniqueOpens), clicks = count(report.uniqueClicks),
        bounces = sum(report.hardBounces, report.softBounces), complaints = count(report.spamReports),
    }
end

--- Of an event the address and the subject are left behind.
function shape.transactional_events(event)
    assert(type(event.event) == "string" and type(event.date) == "string", "an event has no name or no date")
    return {
        happened = event.date, event = event.event, tag = data.text(event.tag),
        template = event.templateId and tostring(event.templateId) or nil,
    }
end

function shape.sms_campaigns(campaign)
    local statistics = child(campaign, "statistics")
    return {
        id = campaign.id, campaign = campaign.name,
        sent_at = assert(campaign.sentDate or campaign.scheduledAt, "an SMS campaign does not say when it was sent"),
        sent = count(statistics.sent), delivered = count(statistics.delivered),
        bounces = sum(statistics.hardBounces, statistics.softBounces),
        unsubscribes = count(statistics.unsubscriptions), replies = count(statistics.answered),
    }
end

function shape.lists(list)
    return { id = list.id, list = list.name, subscribers = count(list.uniqueSubscribers) }
end

function shape.contacts(contact)
    local on_list
    if type(contact.listIds) == "table" then on_list = contact.listIds[1] ~= nil end
    return { id = contact.id, created = contact.createdAt, on_list = on_list }
end

local function wants_list(request)
    for _, column in ipairs(request.group_by or {}) do
        if column == "list" then return true end
    end
    return false
end

--- Contacts name their lists by number: what these are called is asked for first.
function plugin.lookup(request)
    return wants_list(request) and { limit = "50", offset = "0" } or nil
end

function plugin.found(_, reply)
    local lines = {}
    for index, list in ipairs(data.rows(reply, "lists")) do
        lines[index] = string.format("%d %s\n", list.id, (string.gsub(tostring(list.name), "%c", " ")))
    end
    return { lists = table.concat(lines) }
end

--- A row for each list that the contact is on; one without a list where it is on none.
local function rows_by_list(request, contact)
    local rows, names = {}, "\n" .. (child(request, "found").lists or "")
    for index, id in ipairs(type(contact.listIds) == "table" and contact.listIds or {}) do
        rows[index] = shape.contacts(contact)
        rows[index].list = string.match(names, string.format("\n%d ([^\n]*)\n", id)) or string.format("list %d", id)
    end
    return #rows > 0 and rows or { shape.contacts(contact) }
end

function shape.deals(deal)
    local attributes = child(deal, "attributes")
    return {
        id = deal.id, deal = attributes.deal_name, stage = attributes.deal_stage, amount = tonumber(attributes.amount),
    }
end

function shape.whatsapp_campaigns(campaign)
    local sent = data.text(campaign.sentDate) or data.text(campaign.scheduledAt)
    return sent and { id = campaign.id, campaign = campaign.campaignName or campaign.name, sent_at = sent }
end

function shape.segments(segment)
    return { id = segment.id, segment = assert(segment.segmentName or segment.name, "a segment has no name") }
end

function shape.companies(company)
    local attributes = child(company, "attributes")
    return { id = company.id, company = attributes.name, created = attributes.created_at or company.createdAt }
end

function shape.shop_orders(order)
    return {
        id = order.id, created = assert(order.createdAt, "an order has no createdAt"), status = order.status,
        amount = assert(tonumber(order.amount), "an order has no amount"),
    }
end

function shape.templates(template)
    return { id = template.id, template = template.name, active = template.isActive, created = template.createdAt }
end

function plugin.prepare(request)
    local range = request.range or {}
    if request.dataset == "transactional_mail" then
        -- Dates go only in pairs, and never beside days.
        if not range.start and not range.last then return { days = "30" } end
        assert(range.last, "the daily report needs the end of the period")
        return window(range.start or days.plus(range.last, 1 - WINDOW_DAYS), range.last)
    end
    if request.dataset == "attribution" then
        return { periodFrom = range.start .. "T00:00:00.000Z", periodTo = range.last .. "T23:59:59.999Z" }
    end
    if request.dataset == "companies" then
        return { limit = string.format("%d", request.rows_per_page or 50), page = "1" }
    end
    local arguments = { limit = string.format("%d", request.rows_per_page or 50), offset = "0" }
    if request.dataset == "email_campaigns" then
        arguments.status, arguments.statistics, arguments.excludeHtmlContent = "sent", "globalStats", "true"
    elseif request.dataset == "sms_campaigns" then
        arguments.status = "sent"
    elseif request.dataset == "transactional_events" then
        if not range.start or not range.last then return nil, "Ask for a period with a beginning and an end." end
        arguments.startDate, arguments.endDate = range.start, range.last
    elseif request.dataset == "contacts" and range.start_unix then
        arguments.createdSince = days.utc(range.start_unix - DAY) .. "T00:00:00.000Z"
    end
    return arguments
end

local function list_of(request, reply)
    local name = LIST[request.dataset]
    local list = type(reply) == "table" and reply[name]
    -- Brevo leaves the list out where there is nothing to count.
    if list == nil and type(reply) == "table" and reply.count == 0 then return {} end
    assert(type(list) == "table", "the reply has no list of " .. name)
    return list
end

--- The day's totals stand at the reply or below "totals".
local function attribution_row(request, reply)
    local totals = type(reply.totals) == "table" and reply.totals or reply
    local revenue = assert(tonumber(totals.revenue), "the reply tells no revenue")
    return { { day = (request.range or {}).start, orders = count(totals.ordersCount), revenue = revenue } }
end

function plugin.shape(request, reply)
    if request.dataset == "attribution" then return attribution_row(request, reply) end
    local to_row, rows = shape[request.dataset], {}
    local is_by_list = request.dataset == "contacts" and wants_list(request)
    for _, object in ipairs(list_of(request, reply)) do
        local made = is_by_list and rows_by_list(request, object) or { to_row(object) }
        table.move(made, 1, #made, #rows + 1, rows)
    end
    return rows
end

--- The page after this one, by the number of all where the reply says it, else after a full page.
function plugin.more(request, arguments, reply)
    if request.dataset == "attribution" then return nil end
    if request.dataset == "companies" then
        if #list_of(request, reply) < count(arguments.limit) then return nil end
        arguments.page = string.format("%d", count(arguments.page) + 1)
        return arguments
    end
    if request.dataset == "transactional_mail" then
        return arguments.endDate and window(days.plus(arguments.endDate, 1), request.range.last)
    end
    local got = #list_of(request, reply)
    local next_offset = count(arguments.offset) + got
    local total = count(reply.count)
    if got == 0 or total and next_offset >= total or not total and got < count(arguments.limit) then return nil end
    arguments.offset = string.format("%d", next_offset)
    return arguments
end

return plugin
