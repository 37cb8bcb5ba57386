-- Klaviyo's pages and reports into rows. Fields stand in an object's "attributes" in Klaviyo's API; whether the MCP
-- server keeps them there is not documented, so an object that holds them itself is read as well.

local plugin = {}
local child = data.child

local FIELDS = {
    campaigns = { "name", "status", "archived", "created_at", "scheduled_at", "send_time" },
    flows = { "name", "status", "archived", "created", "updated", "trigger_type" },
    profiles = { "created", "email", "location.country" },
    lists = { "name", "created", "opt_in_process" },
    segments = { "name", "created", "is_active", "is_starred" },
    catalog_items = { "title", "published", "created" },
}

local STATISTICS = { "recipients", "delivered", "opens_unique", "clicks_unique", "bounced", "unsubscribe_uniques",
    "spam_complaints", "conversions", "conversion_uniques" }

local GROUPS = {
    campaign_results = { "campaign_id", "campaign_message_id", "campaign_message_name", "send_channel" },
    flow_results = { "flow_id", "flow_name", "send_channel" },
}

-- The grouping behind each column on demand.
local GROUPINGS = {
    campaign_results = { variation = "variation_name" },
    flow_results = { message = "flow_message_name", variation = "variation_name" },
}

-- Each call gives the campaigns of one channel; after the last page of one comes the first of the next.
local CHANNEL_AFTER = { email = "sms", sms = "mobile_push" }

local MONTHS = { January = 1, February = 2, March = 3, April = 4, May = 5, June = 6, July = 7, August = 8,
    September = 9, October = 10, November = 11, December = 12 }

local function lower(text)
    return type(text) == "string" and string.lower(text) or nil
end

local function channel_of(name)
    local channel = lower(name)
    return channel and string.find(channel, "push", 1, true) and "push" or channel
end

-- The account: which metric is an order.

local function fields_of(object)
    return type(object.attributes) == "table" and object.attributes or object
end

local function objects_of(reply)
    local list = type(reply) == "table" and reply.data
    assert(data.is_list(list), "the reply is no Klaviyo list: it has no data")
    return list
end

--- The reports want some metric even where only opens are asked for; orders are counted only by one that is certain.
function plugin.account(reply, settings)
    local wanted = settings and settings.conversion_metric or "Placed Order"
    local metrics, found, count = objects_of(reply), nil, 0
    for _, metric in ipairs(metrics) do
        if metric.id == wanted then return { metric = metric.id, sells = true } end
        if fields_of(metric).name == wanted then
            found, count = found or metric.id, count + 1
        end
    end
    return { metric = found or metrics[1] and metrics[1].id or "", sells = count == 1 }
end

-- The objects.

local shape = {}

function shape.campaigns(object, fields, arguments)
    return {
        id = object.id, campaign = fields.name, channel = channel_of(arguments.channel), status = lower(fields.status),
        created = fields.created_at, scheduled = fields.scheduled_at, sent = fields.send_time,
        archived = fields.archived == true,
    }
end

function shape.flows(object, fields)
    return {
        id = object.id, flow = fields.name, status = lower(fields.status), trigger = fields.trigger_type,
        created = fields.created, updated = fields.updated, archived = fields.archived == true,
    }
end

function shape.profiles(object, fields)
    return {
        id = object.id, created = fields.created, email = fields.email, country = child(fields, "location").country,
    }
end

function shape.lists(object, fields)
    return { id = object.id, list = fields.name, opt_in = fields.opt_in_process, created = fields.created }
end

function shape.segments(object, fields)
    return {
        id = object.id, segment = fields.name, active = fields.is_active, starred = fields.is_starred,
        created = fields.created,
    }
end

function shape.catalog_items(object, fields)
    return { id = object.id, item = fields.title, published = fields.published, created = fields.created }
end

local function object_rows(request, reply, arguments)
    local to_row, rows = shape[request.dataset], {}
    for index, object in ipairs(objects_of(reply)) do
        assert(object.id, "an object of the reply has no id")
        rows[index] = to_row(object, fields_of(object), arguments)
    end
    return rows
end

-- List sizes: the ids of the lists first, a page a call, then each list by itself.

--- Whether a list may be one that is asked for; the engine looks again.
local function is_asked(request, name)
    local wanted = {}
    for _, texts in ipairs({ (request.filters or {}).list or {}, (request.contains or {}).list or {} }) do
        for _, text in ipairs(texts) do wanted[#wanted + 1] = string.lower(text) end
    end
    for _, text in ipairs(wanted) do
        if string.find(string.lower(name or ""), text, 1, true) then return true end
    end
    return #wanted == 0
end

local function wants_flow(request)
    return (request.group_by or {})[1] == "flow"
end

function plugin.lookup(request, position)
    if request.dataset == "orders" then
        return wants_flow(request) and { model = "none", fields = { "name" } } or nil
    end
    local cursor = data.text((request.found or {}).cursor)
    if position > 1 and not cursor then return nil end
    return { model = "none", fields = FIELDS.lists, pageCursor = cursor }
end

local CUT = "Klaviyo counts one list a call; only the first 30 lists were counted."

local function list_size_rows(_, reply)
    local object = type(reply) == "table" and child(reply, "data") or {}
    local fields = fields_of(object)
    local people = data.whole(fields.profile_count or fields.profileCount)
    assert(object.id and people, "the list has no id or no number of profiles")
    return { { id = object.id, list = fields.name, opt_in = fields.opt_in_process, people = people } }
end

local function next_list(request, after)
    local is_next = after == nil
    for id in string.gmatch((request.found or {}).ids or "", "[^,]+") do
        if is_next then return id end
        is_next = id == after
    end
    return nil
end

local function prepare_list_sizes(request)
    local first = next_list(request)
    if not first then return nil, "Klaviyo has no such list." end
    return { model = "none", id = first, includeProfileCount = true }
end

-- The reports. A result has "groupings", "statistics" and the campaign's or the flow's details.

local function attributes_of(reply)
    local top = type(reply) == "table" and child(reply, "data") or {}
    return type(top.attributes) == "table" and top.attributes or top
end

local function results_of(reply)
    local results = attributes_of(reply).results
    assert(data.is_list(results), "the report has no list results")
    return results
end

--- Orders are left empty where the report was made with a metric that is none.
local function counts(row, statistics, sells)
    row.recipients, row.delivered = data.whole(statistics.recipients), data.whole(statistics.delivered)
    assert(row.recipients, "a result has no recipients")
    row.opens, row.clicks = data.whole(statistics.opens_unique), data.whole(statistics.clicks_unique)
    if not sells then return row end
    row.buyers, row.orders = data.whole(statistics.conversion_uniques), data.whole(statistics.conversions)
    row.revenue = tonumber(statistics.conversion_value)
    return row
end

--- The report writes "2026 03 September 07:00", in UTC; ISO 8601 is taken as well.
local function send_time(text)
    if type(text) ~= "string" then return nil end
    local year, day, month, clock = string.match(text, "^(%d%d%d%d) (%d%d?) (%a+) (%d%d:%d%d)")
    if not year then return text end
    return string.format("%s-%02d-%02dT%s:00Z", year, assert(MONTHS[month], "an unknown month"), tonumber(day), clock)
end

--- The names in a list of texts or of objects with a name, sorted and joined; nil where there is none.
local function joined(list, between)
    local names = {}
    for _, entry in ipairs(data.is_list(list) and list or {}) do
        local name = type(entry) == "table" and entry.name or entry
        if data.text(name) then names[#names + 1] = name end
    end
    table.sort(names)
    return names[1] and table.concat(names, between) or nil
end

--- What the columns on demand hold; a text that tells the same message's rows apart.
local function told_apart(request, groups, row)
    local key = ""
    for _, column in ipairs(request.group_by) do
        row[column] = data.text(groups[GROUPINGS[request.dataset][column]])
        key = key .. "/" .. (row[column] or "")
    end
    return key
end

local function campaign_rows(request, reply)
    local rows, results, dated = {}, results_of(reply), 0
    for index, result in ipairs(results) do
        local groups, details = child(result, "groupings"), child(result, "campaign_details")
        local fields = fields_of(details)
        local row = {
            id = assert(groups.campaign_id, "a result names no campaign") .. "/" .. (groups.campaign_message_id or ""),
            campaign = fields.name, message = data.text(groups.campaign_message_name),
            channel = channel_of(groups.send_channel), audience = joined(child(fields, "audiences").included, " + "),
            tags = joined(fields.tags, ", "), sent = send_time(fields.send_time),
        }
        if row.sent then dated = dated + 1 end
        row.id = row.id .. told_apart(request, groups, row)
        local statistics = child(result, "statistics")
        row.bounces, row.complaints = data.whole(statistics.bounced), data.whole(statistics.spam_complaints)
        row.unsubscribes = data.whole(statistics.unsubscribe_uniques)
        rows[index] = counts(row, statistics, request.account.sells)
    end
    -- Without a single time the details are missing as a whole, and each campaign would fall out of each period.
    assert(dated > 0 or #rows == 0, "the report does not say when its campaigns were sent")
    return rows
end

local function flow_rows(request, reply)
    local rows = {}
    for index, result in ipairs(results_of(reply)) do
        local groups, fields = child(result, "groupings"), fields_of(child(result, "flow_details"))
        local row = { flow = data.text(groups.flow_name) or fields.name, trigger = fields.trigger_type,
            channel = channel_of(groups.send_channel) }
        row.flow = row.flow or assert(groups.flow_id, "a result names no flow")
        told_apart(request, groups, row)
        local statistics = child(result, "statistics")
        row.bounces, row.unsubscribes = data.whole(statistics.bounced), data.whole(statistics.unsubscribe_uniques)
        row.complaints = data.whole(statistics.spam_complaints)
        rows[index] = counts(row, statistics, request.account.sells)
    end
    return rows
end

--- A list of days, and beside it for each channel a list of numbers in the same order.
local function order_rows(request, reply)
    local report, rows, names = attributes_of(reply), {}, {}
    -- A flow is told by its id; what get_flows does not know is shown as it stands.
    local known = string.gmatch((request.found or {}).flows or "", "(%S+) ([^\n]*)\n")
    for id, name in known do names[id] = name end
    assert(data.is_list(report.dates) and data.is_list(report.data), "the reply holds no days and numbers")
    for _, group in ipairs(report.data) do
        local channel, numbers = channel_of(child(group, "dimensions")[1]), child(group, "measurements")
        assert(data.is_list(numbers.count) and data.is_list(numbers.sum_value), "a channel has no numbers")
        local flow = wants_flow(request) and (data.text(child(group, "dimensions")[2]) or "none") or nil
        for index, date in ipairs(report.dates) do
            rows[#rows + 1] = { day = string.sub(date, 1, 10), channel = data.text(channel) or "none",
                flow = flow and (names[flow] or flow), orders = data.whole(numbers.count[index]),
                revenue = tonumber(numbers.sum_value[index]) }
        end
    end
    return rows
end

local REPORTS = { campaign_results = campaign_rows, flow_results = flow_rows, orders = order_rows }

function plugin.shape(request, reply, arguments)
    if request.dataset == "list_sizes" then
        local is_cut = data.text((request.found or {}).cursor) ~= nil
        return list_size_rows(request, reply), is_cut and CUT or nil
    end
    local to_rows = REPORTS[request.dataset] or object_rows
    return to_rows(request, reply, arguments)
end

-- What is asked for.

--- The report knows named periods only: the last 365 days, and last year for what is older.
local function timeframe(request)
    local range, this_year = request.range or {}, string.sub(request.today, 1, 4)
    local last_year = string.format("%04d-01-01", tonumber(this_year) - 1)
    if not range.start or range.start < last_year then
        return nil, "Klaviyo's campaign report goes back to January of last year. Ask for a later period."
    end
    local is_older = range["end"] and range["end"] <= this_year .. "-01-01"
    return is_older and "last_year" or "last_365_days"
end

local function needs_last_year(request)
    return request.range.start < days.plus(request.today, -364)
end

local function prepare_report(request)
    local account, period, refusal = request.account, "last_30_days", nil
    if account.metric == "" then return nil, "Klaviyo lists no metric, which its reports need." end
    if request.dataset == "campaign_results" then period, refusal = timeframe(request) end
    if not period then return nil, refusal end
    local groups = table.move(GROUPS[request.dataset], 1, #GROUPS[request.dataset], 1, {})
    for _, column in ipairs(request.group_by) do groups[#groups + 1] = GROUPINGS[request.dataset][column] end
    return {
        model = "none", conversionMetricId = account.metric, statistics = STATISTICS, timeframe = period,
        valueStatistics = account.sells and { "conversion_value" } or nil, groupBy = groups,
    }
end

local function prepare_orders(request)
    local range = request.range or {}
    if not request.account.sells then
        return nil, "Klaviyo has no Placed Order metric, or several. Name the right one in the connection's settings."
    end
    if not range.start or not range["end"] then return nil, "Ask for a period with a beginning and an end." end
    return {
        model = "none", metricId = request.account.metric, measurements = { "count", "sum_value" },
        startDate = range.start .. "T00:00:00", endDate = range["end"] .. "T00:00:00", interval = "day",
        groupBy = { "$attributed_channel", wants_flow(request) and "$attributed_flow" or nil },
    }
end

function plugin.prepare(request)
    if request.dataset == "orders" then return prepare_orders(request) end
    if request.dataset == "list_sizes" then return prepare_list_sizes(request) end
    if REPORTS[request.dataset] then return prepare_report(request) end
    local arguments = { model = "none", fields = FIELDS[request.dataset] }
    if request.dataset == "campaigns" then arguments.channel = "email" end
    if request.dataset == "profiles" then
        arguments.sort = "-created"
        arguments.pageSize = request.rows_per_page
    end
    return arguments
end

-- Pages.

--- The cursor alone, where the link is a whole address.
local function cursor_in(link)
    local cursor = string.match(link, "[?&]page%[cursor%]=([^&]+)") or
        string.match(link, "[?&]page%%5[Bb]cursor%%5[Dd]=([^&]+)")
    assert(cursor or not string.find(link, "://", 1, true), "the link to the next page holds no cursor")
    if not cursor then return link end
    return (string.gsub(cursor, "%%(%x%x)", function(code) return string.char(tonumber(code, 16)) end))
end

function plugin.found(request, reply)
    if request.dataset == "orders" then
        local lines = {}
        for index, flow in ipairs(objects_of(reply)) do
            lines[index] = flow.id .. " " .. string.gsub(fields_of(flow).name or flow.id, "%c", " ") .. "\n"
        end
        return { flows = table.concat(lines) }
    end
    local ids = { data.text((request.found or {}).ids) }
    for _, list in ipairs(objects_of(reply)) do
        assert(list.id, "a list has no id")
        if is_asked(request, fields_of(list).name) then ids[#ids + 1] = list.id end
    end
    local link = type(reply.links) == "table" and data.text(reply.links.next)
    return { ids = table.concat(ids, ","), cursor = link and cursor_in(link) or "" }
end

--- Profiles come newest first: the rest is older than the period. Days are compared, a day to spare for the zone.
local function is_past(request, list)
    local start = request.range and request.range.start
    if request.dataset ~= "profiles" or not start or #list == 0 then return false end
    for index = 2, #list do
        -- A server that overlooked the order is read to the end.
        if (fields_of(list[index]).created or "") > (fields_of(list[index - 1]).created or "") then return false end
    end
    local oldest = string.match(fields_of(list[#list]).created or "", "^%d+-%d+-%d+")
    return oldest ~= nil and days.plus(oldest, 2) < start
end

function plugin.more(request, arguments, reply)
    if request.dataset == "flow_results" then return nil end
    if request.dataset == "list_sizes" then
        arguments.id = next_list(request, arguments.id)
        return arguments.id and arguments or nil
    end
    if request.dataset == "campaign_results" then
        if arguments.timeframe == "last_year" or not needs_last_year(request) then return nil end
        arguments.timeframe = "last_year"
        return arguments
    end
    local link = type(reply.links) == "table" and reply.links.next or nil
    if type(link) == "string" and link ~= "" then
        if request.dataset ~= "orders" and is_past(request, objects_of(reply)) then return nil end
        arguments.pageCursor = cursor_in(link)
        return arguments
    end
    local channel = CHANNEL_AFTER[arguments.channel]
    if not channel then return nil end
    arguments.channel = channel
    arguments.pageCursor = nil
    return arguments
end

return plugin
