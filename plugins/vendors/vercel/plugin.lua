-- Vercel's deployments and Web Analytics into rows. Vercel counts time in milliseconds. The form of the Web Analytics
-- replies is unconfirmed: each value is looked for under several names, and what has no day or no count is an error.

local plugin = {}

local ROWS_MAX = 1000

-- The second field that a dataset is told apart by, its column, and where the count stands.
local VIEWS = { "pageviews", "pageViews", "page_views", "views", "count", "total" }
local TRAFFIC = {
    page_views = { field = "country", column = "country", measure = "views", counts = VIEWS },
    page_hits = { field = "requestPath", column = "page", measure = "views", counts = VIEWS },
    visitors = { counts = { "visitors", "uniqueVisitors", "unique_visitors" } },
    devices = { field = "deviceType", column = "device", measure = "views", counts = VIEWS },
    browsers = { field = "browserName", column = "browser", measure = "views", counts = VIEWS },
    systems = { field = "osName", column = "system", measure = "views", counts = VIEWS },
    campaigns = { field = "utmCampaign", column = "campaign", measure = "views", counts = VIEWS },
    referrals = { field = "referrerHostname", column = "referrer", measure = "views", counts = VIEWS },
    events = { field = "eventName", column = "event", measure = "events", counts = { "events", "count", "total" } },
}

function plugin.prepare(request)
    local range, traffic = request.range or {}, TRAFFIC[request.dataset]
    if traffic then
        -- Should the end count too, the engine cuts off the day that is too much.
        return { by = { "day", traffic.field }, since = range.start, ["until"] = range["end"], limit = ROWS_MAX }
    end
    return {
        since = range.start_unix and range.start_unix * 1000, ["until"] = range.end_unix and range.end_unix * 1000,
    }
end

--- The reply is the list itself or holds it under one of the names.
local function list(reply, ...)
    assert(type(reply) == "table", "the reply is no list and no object")
    for _, name in ipairs({ ... }) do
        if type(reply[name]) == "table" then return reply[name] end
    end
    assert(reply[1] ~= nil or next(reply) == nil, "the reply has no list of rows")
    return reply
end

local function first_of(row, names)
    for _, name in ipairs(names) do
        if row[name] ~= nil then return row[name] end
    end
    return nil
end

local function deployment(entry)
    assert(entry.id or entry.uid, "a deployment has no id")
    local created = math.tointeger(tonumber(entry.created or entry.createdAt))
    local began, ended = tonumber(entry.buildingAt), tonumber(entry.ready)
    return {
        id = entry.id or entry.uid, state = entry.state or entry.readyState, target = entry.target or "preview",
        created = created and created // 1000,
        build_seconds = began and ended and ended >= began and (ended - began) / 1000 or nil,
    }
end

local function traffic_row(traffic, entry)
    local day = first_of(entry, { "day", "date", "timestamp", "time" })
    assert(type(day) == "string" and string.match(day, "^%d%d%d%d%-%d%d%-%d%d"), "a row names no day")
    local count = math.tointeger(tonumber(first_of(entry, traffic.counts)))
    if not traffic.field then
        local views = math.tointeger(tonumber(first_of(entry, VIEWS)))
        return { day = string.sub(day, 1, 10), visitors = assert(count, "a row has no visitors"), views = views }
    end
    local name = entry[traffic.field]
    if name == nil or name == "" then name = "(none)" end
    return {
        day = string.sub(day, 1, 10), [traffic.column] = name,
        [traffic.measure] = assert(count, "a row has no count under a known name"),
    }
end

function plugin.shape(request, reply)
    local rows, traffic = {}, TRAFFIC[request.dataset]
    if traffic then
        for index, entry in ipairs(list(reply, "data", "rows", "results")) do
            rows[index] = traffic_row(traffic, entry)
        end
        return rows
    end
    assert(type(reply) == "table" and type(reply.deployments) == "table", "the reply has no list of deployments")
    for index, entry in ipairs(reply.deployments) do rows[index] = deployment(entry) end
    return rows
end

--- The next page ends where the reply says that it goes on: at an earlier moment.
function plugin.more(request, arguments, reply)
    if TRAFFIC[request.dataset] or type(reply.pagination) ~= "table" then return nil end
    local after = math.tointeger(tonumber(reply.pagination.next))
    if not after or (arguments["until"] and after >= arguments["until"]) then return nil end
    arguments["until"] = after
    return arguments
end

return plugin
