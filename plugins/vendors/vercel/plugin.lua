-- Vercel's deployments and Web Analytics into rows. Vercel counts time in milliseconds. The form of the Web Analytics
-- replies is unconfirmed: each value is looked for under several names, and what has no day or no count is an error.

local plugin = {}

local ROWS_MAX = 1000

-- Where the counts of a dataset stand, and under which names they are looked for.
local VIEWS = { "pageviews", "pageViews", "page_views", "views", "count", "total" }
local VISITORS = { "visitors", "uniqueVisitors", "unique_visitors" }
local TRAFFIC = {
    page_views = { views = VIEWS }, visitors = { visitors = VISITORS, views = VIEWS },
    events = { events = { "events", "count", "total" } },
}

-- The field behind each column that the counts can be told apart by.
local FIELDS = {
    country = "country", page = "requestPath", route = "route", referrer = "referrerHostname", device = "deviceType",
    browser = "browserName", system = "osName", source = "utmSource", medium = "utmMedium", campaign = "utmCampaign",
    event = "eventName",
}

-- What Vercel calls all that did not fit.
local OTHERS = { Others = true, others = true }
local JOINED = "Vercel names the largest of so many rows; the rest stands together as Others."
local CUT = "Vercel names the largest of so many rows; the visitors of the others are missing."

-- A line does not say which of these it is of, so that each is asked for where that matters.
local ENVIRONMENTS = { "production", "preview" }

--- The environments to ask for one by one; nil where they are not told apart.
local function environments_of(request)
    if request.dataset ~= "runtime_errors" or request.group_by[1] ~= "target" then return nil end
    local wanted, only = {}, request.filters and request.filters.target
    for _, name in ipairs(ENVIRONMENTS) do
        local fits = only == nil
        for _, one in ipairs(only or {}) do fits = fits or one == name end
        if fits then wanted[#wanted + 1] = name end
    end
    return #wanted > 0 and wanted or ENVIRONMENTS
end

function plugin.prepare(request)
    local range, column = request.range or {}, request.group_by[1]
    if TRAFFIC[request.dataset] then
        -- Should the end count too, the engine cuts off the day that is too much.
        return {
            by = { "day", column and assert(FIELDS[column], "no field for a column") }, since = range.start,
            ["until"] = range["end"], limit = ROWS_MAX,
        }
    end
    if request.dataset == "runtime_errors" then
        local environments = environments_of(request)
        return { level = "error", since = range.start, ["until"] = range["end"], limit = ROWS_MAX,
                 environment = environments and environments[1] }
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

--- A connection is for one project, whose name stands in its address.
local function project_of(request)
    return request.settings and request.settings.project
end

local function deployment(entry)
    assert(entry.id or entry.uid, "a deployment has no id")
    local created = math.tointeger(tonumber(entry.created or entry.createdAt))
    local began, ended = tonumber(entry.buildingAt), tonumber(entry.ready)
    return {
        id = entry.id or entry.uid, state = entry.state or entry.readyState, target = entry.target or "preview",
        branch = data.text(data.child(entry, "meta").githubCommitRef) or data.text(data.child(entry, "meta").branch),
        creator = data.text(data.child(entry, "creator").username) or data.text(entry.creator),
        created = created and created // 1000,
        build_seconds = began and ended and ended >= began and (ended - began) / 1000 or nil,
    }
end

--- One row, and whether it is what did not fit.
local function traffic_row(counts, column, entry)
    local day = first_of(entry, { "day", "date", "timestamp", "time" })
    assert(type(day) == "string" and string.match(day, "^%d%d%d%d%-%d%d%-%d%d"), "a row names no day")
    local row = { day = string.sub(day, 1, 10) }
    for name, words in pairs(counts) do
        row[name] = math.tointeger(tonumber(first_of(entry, words)))
        assert(row[name], "a row has no count under a known name")
    end
    if not column then return row, false end
    local value = entry[FIELDS[column]]
    row[column] = value ~= nil and value ~= "" and value or "(none)"
    return row, OTHERS[value] == true
end

local function traffic_rows(request, reply)
    local rows, is_cut, of_people = {}, false, request.dataset == "visitors"
    for _, entry in ipairs(list(reply, "data", "rows", "results")) do
        local row, is_rest = traffic_row(TRAFFIC[request.dataset], request.group_by[1], entry)
        is_cut = is_cut or is_rest
        if not is_rest or not of_people then rows[#rows + 1] = row end
    end
    if is_cut then return rows, of_people and CUT or JOINED end
    return rows
end

local function log_line(entry, environment)
    local logged = math.tointeger(tonumber(first_of(entry, { "timestampInMs", "timestamp" })))
    local status = data.whole(entry.responseStatusCode)
    return {
        logged = assert(logged, "a line has no time") // 1000, page = data.text(entry.requestPath),
        message = data.text(entry.message), origin = data.text(entry.source), target = environment,
        status_class = status and status >= 100 and status // 100 .. "xx" or nil,
    }
end

local function log_lines(reply, arguments)
    local rows, lines = {}, list(reply, "logs", "lines", "data", "rows")
    for index, entry in ipairs(lines) do rows[index] = log_line(entry, (arguments or {}).environment) end
    if #lines >= ROWS_MAX then return rows, "Vercel sends a thousand lines of a day; the others are missing." end
    return rows
end

local function deployments_of(reply)
    assert(type(reply) == "table" and type(reply.deployments) == "table", "the reply has no list of deployments")
    local rows = {}
    for index, entry in ipairs(reply.deployments) do rows[index] = deployment(entry) end
    return rows
end

local function rows_of(request, reply, arguments)
    if TRAFFIC[request.dataset] then return traffic_rows(request, reply) end
    if request.dataset == "runtime_errors" then return log_lines(reply, arguments) end
    return deployments_of(reply)
end

function plugin.shape(request, reply, arguments)
    local rows, missing = rows_of(request, reply, arguments)
    for _, row in ipairs(rows) do row.project = project_of(request) end
    return rows, missing
end

--- The next page ends where the reply says that it goes on: at an earlier moment. Of logs the next environment.
function plugin.more(request, arguments, reply)
    local environments = environments_of(request)
    if environments then
        if arguments.environment ~= environments[1] or not environments[2] then return nil end
        arguments.environment = environments[2]
        return arguments
    end
    if request.dataset ~= "deployments" or type(reply.pagination) ~= "table" then return nil end
    local after = math.tointeger(tonumber(reply.pagination.next))
    if not after or (arguments["until"] and after >= arguments["until"]) then return nil end
    arguments["until"] = after
    return arguments
end

return plugin
