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
        id = campaign.id, campaign = campaign.name, tag = data.text(campaign.tag), sent_at = campaign.sentDate,
        sent = count(statistics.sent),
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
        happened = event.date, event = event.event, message = data.text(event.messageId), tag = data.text(event.tag),
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

local function wants(request, wanted)
    for _, column in ipairs(request.group_by or {}) do
        if column == wanted then return true end
    end
    return false
end

-- Where the names of numbers stand: the members of the reply that hold them.
local NAMED = {
    contacts = { list = "lists", limit = "50" }, email_campaigns = { list = "lists", limit = "50" },
    transactional_events = { list = "templates", limit = "50" }, deals = { list = "stages" },
}

--- Contacts and campaigns name their lists by number, mails their template, deals their stage: what these are called is
--- asked for first, where it is asked for at all.
function plugin.lookup(request)
    if #(request.group_by or {}) == 0 then return nil end
    local limit = NAMED[request.dataset].limit
    return limit and { limit = limit, offset = "0" } or {}
end

local function add_names(lines, entries)
    for _, entry in ipairs(entries) do
        lines[#lines + 1] = string.format("%s %s\n", tostring(entry.id), (string.gsub(tostring(entry.name), "%c", " ")))
    end
end

function plugin.found(request, reply)
    local lines = {}
    if request.dataset ~= "deals" then
        add_names(lines, data.rows(reply, NAMED[request.dataset].list))
    else
        for _, pipeline in ipairs(data.rows(reply, "pipelines", "items")) do
            add_names(lines, child(pipeline, "stages"))
        end
    end
    return { names = table.concat(lines) }
end

local function name_of(request, id)
    local names = "\n" .. (child(request, "found").names or "")
    local _, last = string.find(names, "\n" .. tostring(id) .. " ", 1, true)
    return last and data.text(string.match(names, "^[^\n]*", last + 1)) or nil
end

local function name_of_list(request, id)
    return name_of(request, id) or string.format("list %d", id)
end

--- The lists that a campaign went to, in their order; what was made for a segment has none.
local function lists_of(request, campaign)
    local names = {}
    local lists = child(campaign, "recipients").lists
    for index, id in ipairs(type(lists) == "table" and lists or {}) do names[index] = name_of_list(request, id) end
    return #names > 0 and table.concat(names, " + ") or nil
end

--- "won" or "lost" as a word of the stage; any other is open.
local function outcome_of(stage)
    local padded = " " .. string.lower(stage) .. " "
    return string.find(padded, "[^%a]won[^%a]") and "won" or string.find(padded, "[^%a]lost[^%a]") and "lost" or "open"
end

-- What is in the rows only where it is asked for.
local ADDED = {}

function ADDED.email_campaigns(request, campaign, row)
    row.list = lists_of(request, campaign)
end

function ADDED.transactional_events(request, event, row)
    local id = event.templateId
    row.template = id and (name_of(request, id) or tostring(id)) or nil
end

function ADDED.deals(request, deal, row)
    local id = child(deal, "attributes").deal_stage
    local stage = id and (name_of(request, id) or tostring(id)) or nil
    if wants(request, "stage") then row.stage = stage end
    if wants(request, "outcome") then row.outcome = outcome_of(stage or "") end
end

--- A row for each list that the contact is on; one without a list where it is on none.
local function rows_by_list(request, contact)
    local rows = {}
    for index, id in ipairs(type(contact.listIds) == "table" and contact.listIds or {}) do
        rows[index] = shape.contacts(contact)
        rows[index].list = name_of_list(request, id)
    end
    return #rows > 0 and rows or { shape.contacts(contact) }
end

function shape.deals(deal)
    local attributes = child(deal, "attributes")
    return {
        id = deal.id, deal = attributes.deal_name, owner = data.text(attributes.deal_owner),
        amount = tonumber(attributes.amount),
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
    local is_by_list = request.dataset == "contacts" and wants(request, "list")
    local add = #(request.group_by or {}) > 0 and ADDED[request.dataset] or nil
    for _, object in ipairs(list_of(request, reply)) do
        local made = is_by_list and rows_by_list(request, object) or { to_row(object) }
        if add then add(request, object, made[1]) end
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
