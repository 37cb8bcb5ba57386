-- Cloudflare's replies into rows. Of a calculation the server writes two tab-separated tables; the one with a time
-- column, the series, is taken, whether it comes as the text or as the rows that were found in it. Traffic and DNS are
-- asked domain by domain; the account holds the domains, each as its id and its name.

local plugin = {}

local GROUPS_MAX, KEPT_DAYS = 1000, 7

local TOO_OLD = "Cloudflare keeps the events of Workers for seven days: ask for a period within them."

local NO_PERIOD = "Cloudflare wants a period here: name one, as in \"last week\"."
local NO_ZONES = "This Cloudflare account has no domain."

local WORKER, STATUS, TRIGGER = "$metadata.service", "$metadata.statusCode", "$metadata.trigger"
local DNS_ROWS_MAX = 5000

-- Written short: the reply repeats them in a link, and too long a tail behind the JSON would hide it.
local QUERIES = {
    traffic = "query($zone:String!,$from:Date!,$to:Date!){viewer{zones(filter:{zoneTag:$zone}){httpRequests1dGroups(\z
        limit:400,filter:{date_geq:$from,date_leq:$to}){dimensions{date}sum{requests bytes threats countryMap{\z
        clientCountryName requests bytes threats}}}}}}",
    cache = "query($zone:String!,$from:Date!,$to:Date!){viewer{zones(filter:{zoneTag:$zone}){httpRequests1dGroups(\z
        limit:400,filter:{date_geq:$from,date_leq:$to}){dimensions{date}sum{requests bytes pageViews \z
        cachedRequests cachedBytes}uniq{uniques}}}}}",
    statuses = "query($zone:String!,$from:Date!,$to:Date!){viewer{zones(filter:{zoneTag:$zone}){httpRequests1dGroups(\z
        limit:400,filter:{date_geq:$from,date_leq:$to}){dimensions{date}sum{requests responseStatusMap{\z
        edgeResponseStatus requests}}}}}}",
    dns = "query($zone:String!,$from:Date!,$to:Date!){viewer{zones(filter:{zoneTag:$zone}){\z
        dnsAnalyticsAdaptiveGroups(limit:5000,filter:{date_geq:$from,date_leq:$to}){count \z
        avg{processingTimeUs}dimensions{date responseCode queryType}}}}}",
}

local MEASURES = {
    requests = { operator = "count", alias = "requests" },
    cpu_times = { operator = "p99", key = "$workers.cpuTimeMs", keyType = "number", alias = "cpu_p99" },
    wall_times = { operator = "p95", key = "$workers.wallTimeMs", keyType = "number", alias = "wall_p95" },
}

-- The field behind each column that these can be told apart by.
local FIELDS = { worker = WORKER, trigger = TRIGGER, status = STATUS, status_class = STATUS }

-- The argument of the audit log behind each column that no entry says, with all values that it takes.
local ASKED = {
    { column = "action", argument = "action_type", values = { "create", "delete", "view", "update", "login" } },
    { column = "result", argument = "action_result", values = { "success", "failure" } },
    { column = "actor_type", argument = "actor_type", values = { "cloudflare_admin", "account", "user", "system" } },
}

local CUT = "Cloudflare gives the " .. GROUPS_MAX .. " largest groups; the others are missing."

local function zones_in(reply)
    assert(type(reply) == "table", "the reply holds no data")
    local list = reply.zones or reply.result or reply
    assert(list[1] ~= nil or next(list) == nil, "the reply holds no list of domains")
    return list
end

function plugin.account(reply)
    local zones = {}
    for index, zone in ipairs(zones_in(reply)) do
        zones[index] = assert(zone.id, "a domain has no id") .. " " .. assert(zone.name, "a domain has no name")
    end
    return { zones = table.concat(zones, ",") }
end

--- The domains' ids in order, and the name of each; of several only those that the question names, where it knows them.
local function wanted_zones(request)
    local ids, all, names, only = {}, {}, {}, request.filters and request.filters.zone
    for id, name in string.gmatch(request.account and request.account.zones or "", "(%x+) ([^,]+)") do
        local is_wanted = not only
        for _, one in ipairs(only or {}) do is_wanted = is_wanted or one == name end
        if is_wanted then ids[#ids + 1] = id end
        all[#all + 1], names[id] = id, name
    end
    return #ids > 0 and ids or all, names
end

--- As the audit log wants a moment: with milliseconds.
local function moment(seconds)
    return string.sub(days.iso(seconds), 1, 19) .. ".000Z"
end

local function prepare_by_zone(request)
    local range, ids = request.range or {}, wanted_zones(request)
    if not range.start then return nil, NO_PERIOD end
    if request.account and request.account.zones == "" then return nil, NO_ZONES end
    return {
        query = QUERIES[request.dataset],
        variables = { zone = ids[1], from = range.start, to = range.last or request.today },
    }
end

--- What each call for the audit log asks for: one for each value of what is told apart, and of two for each pair.
local function audit_calls(request)
    local calls, wanted = { {} }, {}
    for _, column in ipairs(request.group_by or {}) do wanted[column] = true end
    for _, one in ipairs(ASKED) do
        local more = {}
        for _, call in ipairs(wanted[one.column] and calls or {}) do
            for _, value in ipairs(request.filters and request.filters[one.column] or one.values) do
                local following = { [one.argument] = value }
                for name, other in pairs(call) do following[name] = other end
                more[#more + 1] = following
            end
        end
        if wanted[one.column] then calls = more end
    end
    return calls
end

--- Puts a call's values into the arguments, and begins at its first page.
local function asked_for(arguments, call)
    arguments.cursor = nil
    for _, one in ipairs(ASKED) do arguments[one.argument] = call[one.argument] end
    return arguments
end

local function prepare_audit(request)
    local range = request.range or {}
    local stop = range.end_unix or request.today and days.unix(days.plus(request.today, 2))
    if not range.start_unix or not stop then return nil, NO_PERIOD end
    return asked_for({
        since = moment(range.start_unix), before = moment(stop), direction = "desc", limit = request.rows_per_page,
    }, audit_calls(request)[1])
end

--- What is older is gone: a sum that reached back further would be too small and not show it.
function plugin.prepare(request)
    local measure, range = MEASURES[request.dataset], request.range or {}
    if QUERIES[request.dataset] then return prepare_by_zone(request) end
    if request.dataset == "audit_events" then return prepare_audit(request) end
    if request.dataset == "zones" then return { perPage = 1000 } end
    if not measure then return {} end
    if request.today and range.start and range.start < days.plus(request.today, -KEPT_DAYS) then return nil, TOO_OLD end
    local groups, taken = {}, {}
    for _, column in ipairs(request.group_by) do
        local field = assert(FIELDS[column], "no field for a column")
        if not taken[field] then
            taken[field] = true
            groups[#groups + 1] = { type = field == STATUS and "number" or "string", value = field }
        end
    end
    return {
        query = {
            view = "calculations", queryId = "parley-" .. request.dataset, limit = GROUPS_MAX,
            timeframe = {
                from = range.start_unix and days.iso(range.start_unix),
                to = range.end_unix and days.iso(range.end_unix),
            },
            parameters = {
                datasets = { "cloudflare-workers" }, filters = {}, calculations = { measure },
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

--- What a row is told apart by.
local TOLD = {
    worker = function(row) return row[WORKER] or row.service end,
    trigger = function(row) return row[TRIGGER] or row.trigger end,
}

--- The status code as a number; nil where there is none.
local function status_in(row)
    local code = row[STATUS] or row.statusCode
    return code ~= nil and math.tointeger(tonumber(code)) or nil
end

function TOLD.status(row)
    local status = status_in(row)
    return status and tostring(status) or nil
end

function TOLD.status_class(row)
    local status = status_in(row)
    return status and status > 0 and status // 100 .. "xx" or "none"
end

local function measured(request, row)
    local value = value_of(row, MEASURES[request.dataset].alias)
    local record = { time = time_of(row) }
    if request.dataset == "requests" then
        record.requests = math.tointeger(value)
    else
        record.milliseconds = value
    end
    for _, column in ipairs(request.group_by) do record[column] = TOLD[column](row) end
    return record
end

local function worker_row(worker)
    return {
        id = worker.id or worker.name, worker = worker.name or worker.id, created = worker.created_on,
        modified = worker.modified_on,
    }
end

--- The groups of the one domain that was asked for.
local function groups_in(reply, name)
    assert(type(reply) == "table", "the reply is no data")
    local problem = data.is_list(reply.errors) and reply.errors[1]
    assert(not problem, "Cloudflare refuses the query: " .. tostring(problem and problem.message))
    local zones = data.child(data.child(reply, "data"), "viewer").zones
    assert(data.is_list(zones) and type(zones[1]) == "table", "the reply holds no domain")
    return assert(zones[1][name], "the reply holds no groups of the domain")
end

local function day_of(group)
    return assert(data.child(group, "dimensions").date, "a group has no day")
end

local by_zone = {}

--- A row for each country, and one for what the countries do not add up to.
function by_zone.traffic(reply, zone, rows)
    for _, group in ipairs(groups_in(reply, "httpRequests1dGroups")) do
        local day, sum = day_of(group), data.child(group, "sum")
        local left = { day = day, zone = zone }
        for _, name in ipairs({ "requests", "bytes", "threats" }) do
            left[name] = assert(data.whole(sum[name]), "a group has no " .. name)
        end
        for _, country in ipairs(sum.countryMap or {}) do
            local row = { day = day, zone = zone, country = country.clientCountryName }
            for _, name in ipairs({ "requests", "bytes", "threats" }) do
                row[name] = data.whole(country[name]) or 0
                left[name] = left[name] - row[name]
            end
            rows[#rows + 1] = row
        end
        if left.requests ~= 0 or left.bytes ~= 0 or left.threats ~= 0 then rows[#rows + 1] = left end
    end
end

function by_zone.cache(reply, zone, rows)
    for _, group in ipairs(groups_in(reply, "httpRequests1dGroups")) do
        local sum = data.child(group, "sum")
        rows[#rows + 1] = {
            day = day_of(group), zone = zone, requests = assert(data.whole(sum.requests), "a group has no requests"),
            page_views = data.whole(sum.pageViews),
            cached_requests = data.whole(sum.cachedRequests), bytes = data.whole(sum.bytes),
            cached_bytes = data.whole(sum.cachedBytes), visitors = data.whole(data.child(group, "uniq").uniques),
        }
    end
end

--- A row for each status, and one for what they do not add up to.
function by_zone.statuses(reply, zone, rows)
    for _, group in ipairs(groups_in(reply, "httpRequests1dGroups")) do
        local day, sum = day_of(group), data.child(group, "sum")
        local left = assert(data.whole(sum.requests), "a group has no requests")
        for _, one in ipairs(sum.responseStatusMap or {}) do
            local status, requests = data.whole(one.edgeResponseStatus), data.whole(one.requests) or 0
            left = left - requests
            rows[#rows + 1] = {
                day = day, zone = zone, requests = requests, status = status and tostring(status),
                status_class = status and status > 0 and status // 100 .. "xx" or "none",
            }
        end
        if left ~= 0 then rows[#rows + 1] = { day = day, zone = zone, requests = left, status_class = "none" } end
    end
end

function by_zone.dns(reply, zone, rows)
    local groups = groups_in(reply, "dnsAnalyticsAdaptiveGroups")
    assert(#groups < DNS_ROWS_MAX, "the reply is full and may not be all")
    for _, group in ipairs(groups) do
        local by, mean = data.child(group, "dimensions"), data.child(group, "avg").processingTimeUs
        local queries = assert(data.whole(group.count), "a group has no count")
        rows[#rows + 1] = {
            day = day_of(group), zone = zone, response_code = by.responseCode, query_type = by.queryType,
            queries = queries, microseconds = tonumber(mean) and mean * queries or nil,
        }
    end
end

local listed = {}

function listed.workers(reply, rows)
    assert(type(reply) == "table", "the reply holds no data")
    local list = reply.workers or reply.result or reply
    assert(list[1] ~= nil or next(list) == nil, "the reply holds no list of Workers")
    for index, worker in ipairs(list) do rows[index] = worker_row(worker) end
end

function listed.zones(reply, rows)
    for index, zone in ipairs(zones_in(reply)) do
        local plan = type(zone.plan) == "table" and zone.plan.name or zone.plan
        rows[index] = {
            id = assert(zone.id, "a domain has no id"), zone = zone.name, status = zone.status, plan = data.text(plan),
        }
    end
end

function listed.audit_events(reply, rows, arguments)
    assert(type(reply) == "table" and data.is_list(reply.logs), "the reply holds no entries")
    for index, entry in ipairs(reply.logs) do
        rows[index] = {
            time = assert(entry.time, "an entry has no time"), product = data.text(entry.product),
            actor = data.text(entry.actor_email) or data.text(entry.actor_token_name),
            resource = data.text(entry.type), change = data.text(entry.description),
        }
        for _, one in ipairs(ASKED) do rows[index][one.column] = (arguments or {})[one.argument] end
    end
end

--- Every event has a Worker and something that triggered it: a reply without any was not told apart by them.
local function check_told_apart(request, rows)
    for _, column in ipairs(request.group_by) do
        local is_there = #rows == 0 or column == "status" or column == "status_class"
        for _, row in ipairs(rows) do is_there = is_there or row[column] ~= nil end
        assert(is_there, "the reply is not told apart by what was asked for")
    end
end

local function series(request, reply)
    local rows, groups, seen = {}, 0, {}
    for index, row in ipairs(rows_of(reply)) do
        rows[index] = measured(request, row)
        local names = {}
        for place, column in ipairs(request.group_by) do names[place] = tostring(rows[index][column]) end
        local group = table.concat(names, "\n")
        if not seen[group] then
            seen[group] = true
            groups = groups + 1
        end
    end
    check_told_apart(request, rows)
    if groups >= GROUPS_MAX then return rows, CUT end
    return rows
end

function plugin.shape(request, reply, arguments)
    if MEASURES[request.dataset] then return series(request, reply) end
    local rows = {}
    if listed[request.dataset] then
        listed[request.dataset](reply, rows, arguments)
    else
        local _, names = wanted_zones(request)
        local id = data.child(arguments or {}, "variables").zone
        by_zone[request.dataset](reply, id and names[id] or id, rows)
    end
    return rows
end

--- The next page of the audit log; behind the last one the first page of the next call.
local function more_of_audit(request, arguments, reply)
    if type(reply) ~= "table" or not data.is_list(reply.logs) then return nil end
    local cursor = data.text(data.child(reply, "result_info").cursor)
    if cursor and cursor ~= arguments.cursor and #reply.logs >= (arguments.limit or 0) then
        arguments.cursor = cursor
        return arguments
    end
    local is_next = false
    for _, call in ipairs(audit_calls(request)) do
        if is_next then return asked_for(arguments, call) end
        is_next = true
        for _, one in ipairs(ASKED) do is_next = is_next and call[one.argument] == arguments[one.argument] end
    end
    return nil
end

--- The next domain, or the next page of the audit log.
function plugin.more(request, arguments, reply)
    if request.dataset == "audit_events" then return more_of_audit(request, arguments, reply) end
    if not QUERIES[request.dataset] then return nil end
    local is_next = false
    for _, id in ipairs((wanted_zones(request))) do
        if is_next then
            arguments.variables.zone = id
            return arguments
        end
        is_next = id == arguments.variables.zone
    end
    return nil
end

return plugin
