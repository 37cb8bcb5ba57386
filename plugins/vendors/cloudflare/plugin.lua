-- Cloudflare's calculations into rows. The server writes two tab-separated tables for each measure; the one with a time
-- column, the series, is taken, whether it comes as the text or as the rows that were found in it.

local plugin = {}

local GROUPS_MAX, KEPT_DAYS = 1000, 7

local TOO_OLD = "Cloudflare keeps the events of Workers for seven days: ask for a period within them."

local WORKER, STATUS = "$metadata.service", "$metadata.statusCode"

local MEASURES = {
    requests = { by = { WORKER, STATUS }, calculation = { operator = "count", alias = "requests" } },
    cpu_times = {
        by = { WORKER },
        calculation = { operator = "p99", key = "$workers.cpuTimeMs", keyType = "number", alias = "cpu_p99" },
    },
    wall_times = {
        by = { WORKER },
        calculation = { operator = "p95", key = "$workers.wallTimeMs", keyType = "number", alias = "wall_p95" },
    },
}

--- What is older is gone: a sum that reached back further would be too small and not show it.
function plugin.prepare(request)
    local measure, range = MEASURES[request.dataset], request.range or {}
    if not measure then return {} end
    if request.today and range.start and range.start < days.plus(request.today, -KEPT_DAYS) then return nil, TOO_OLD end
    local groups = {}
    for index, field in ipairs(measure.by) do
        groups[index] = { type = field == STATUS and "number" or "string", value = field }
    end
    return {
        query = {
            view = "calculations", queryId = "parley-" .. request.dataset, limit = GROUPS_MAX,
            timeframe = {
                from = range.start_unix and days.iso(range.start_unix),
                to = range.end_unix and days.iso(range.end_unix),
            },
            parameters = {
                datasets = { "cloudflare-workers" }, filters = {}, calculations = { measure.calculation },
                groupBys = groups,
            },
        },
    }
end

local function cells_of(line)
    local cells = {}
    for cell in string.gmatch(line .. "\t", "([^\t]*)\t") do cells[#cells + 1] = cell end
    return cells
end

local function is_time(name)
    return string.find(string.lower(name), "^time") ~= nil
end

--- The rows below a header with a time column, from anywhere in the text.
local function series_in(text)
    local rows, header, is_series = {}, nil, false
    for line in string.gmatch(text .. "\n", "([^\r\n]*)\r?\n") do
        local cells = cells_of(line)
        if #cells < 2 then
            header = nil
        elseif not header then
            header = cells
            local has_time = false
            for _, name in ipairs(header) do has_time = has_time or is_time(name) end
            is_series = has_time or is_series
            if not has_time then header = { skipped = true } end
        elseif not header.skipped then
            assert(#cells == #header, "a line of the series has another number of cells than its header")
            local row = {}
            for index, name in ipairs(header) do row[name] = cells[index] ~= "" and cells[index] or nil end
            rows[#rows + 1] = row
        end
    end
    assert(is_series, "the reply holds no table with a time column")
    return rows
end

local function rows_of(reply)
    if type(reply) == "string" then return series_in(reply) end
    assert(data.is_list(reply), "the reply is neither a text nor a list of rows")
    return reply
end

--- ISO 8601 as it is, Unix milliseconds in seconds.
local function time_of(row)
    for name, value in pairs(row) do
        if is_time(name) then
            local number = tonumber(value)
            if not number then return value end
            return number > 100000000000 and number // 1000 or number
        end
    end
    error("a row has no time")
end

--- The number of the measure: under its alias, or under the words that such tables use.
local function value_of(row, alias)
    local value = row[alias] or row.value or row.Value or row.count
    return assert(tonumber(value), "a row has no number under " .. alias)
end

local shape = {}

function shape.requests(row)
    local code = row[STATUS] or row.statusCode
    local status = code ~= nil and math.tointeger(tonumber(code)) or nil
    return {
        time = time_of(row), worker = row[WORKER] or row.service, status = status and tostring(status) or nil,
        status_class = status and status > 0 and status // 100 .. "xx" or "none",
        requests = math.tointeger(value_of(row, "requests")),
    }
end

local function timed(alias)
    return function(row)
        return { time = time_of(row), worker = row[WORKER] or row.service, milliseconds = value_of(row, alias) }
    end
end

shape.cpu_times = timed("cpu_p99")
shape.wall_times = timed("wall_p95")

local function worker_row(worker)
    return {
        id = worker.id or worker.name, worker = worker.name or worker.id, created = worker.created_on,
        modified = worker.modified_on,
    }
end

function plugin.shape(request, reply)
    local rows = {}
    if request.dataset == "workers" then
        assert(type(reply) == "table", "the reply holds no data")
        local list = reply.workers or reply.result or reply
        assert(list[1] ~= nil or next(list) == nil, "the reply holds no list of Workers")
        for index, worker in ipairs(list) do rows[index] = worker_row(worker) end
        return rows
    end
    local groups, seen = 0, {}
    for index, row in ipairs(rows_of(reply)) do
        rows[index] = shape[request.dataset](row)
        local group = tostring(rows[index].worker) .. " " .. tostring(rows[index].status)
        if not seen[group] then
            seen[group] = true
            groups = groups + 1
        end
    end
    assert(groups < GROUPS_MAX, "the reply is full and may not be all")
    return rows
end

return plugin
