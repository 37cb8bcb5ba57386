-- Mixpanel's replies into rows. Their fields are not documented: a query's numbers are looked for as a map from day to
-- number, below the values that it was broken down by, names under the words that such lists use. All else is an error.

local plugin = {}
local is_list = data.is_list

-- What is counted of which event, the column of the number, and what it is broken down by: property and column.
local QUERIES = {
    sessions = { event = "$session_start", math = "total", number = "sessions", by = {} },
    session_users = { event = "$session_start", math = "unique", number = "users", by = {} },
    visits = {
        event = "$session_start", math = "total", number = "sessions",
        by = { { "mp_country_code", "country" }, { "$os", "platform" }, { "$browser", "browser" } },
    },
    visit_sources = {
        event = "$session_start", math = "total", number = "sessions", by = { { "utm_source", "source" } },
    },
    events = { event = "$all_events", math = "total", number = "events", by = { { "$event_name", "event" } } },
}

-- Mixpanel's key of a whole beside its parts, ours for what the parts lack of it, and words for "no value".
local WHOLE, OTHERS = "$overall", "(others)"
local NO_VALUE = { undefined = true, ["$undefined"] = true, null = true, ["(not set)"] = true, [""] = true }

local LISTS = {
    "data", "results", "result", "items", "projects", "events", "cohorts", "dashboards", "boards", "metrics",
    "experiments", "feature_flags", "flags",
}

local NAMES = { "name", "title", "display_name", "key" }

local function list_in(reply)
    assert(type(reply) == "table", "the reply holds words, not data")
    if reply[1] ~= nil then return reply end
    for _, name in ipairs(LISTS) do
        if is_list(reply[name]) then return reply[name] end
    end
    error("the reply holds no list under a known name")
end

--- The project of the settings, else the first one; the order is Mixpanel's.
function plugin.account(reply, settings)
    local wanted = settings and math.tointeger(tonumber(settings.project))
    for _, project in ipairs(list_in(reply)) do
        local id = type(project) == "table" and math.tointeger(tonumber(project.id or project.project_id))
        if id and (not wanted or id == wanted) then return { project_id = id } end
    end
    assert(wanted, "the reply names no project with an id")
    return nil, "This sign-in does not see the Mixpanel project that the connection names."
end

--- So many days until today as reach from the range's first day, and one more where zones differ; a year without one.
local function days_back(request)
    local start = request.range and request.range.start
    if not start or not request.today then return 365 end
    local reach = days.number(request.today) - days.number(start) + 2
    return math.max(1, math.min(reach, 3650))
end

function plugin.prepare(request)
    local project, query = request.account.project_id, QUERIES[request.dataset]
    if not query then return { project_id = project } end
    local breakdowns = nil
    for index, part in ipairs(query.by) do
        breakdowns = breakdowns or {}
        breakdowns[index] = { property = { name = part[1], resourceType = "events" } }
    end
    return {
        project_id = project, report_type = "insights",
        report = {
            name = "Parley: " .. request.dataset, chartType = "line",
            metrics = { { eventName = query.event, measurement = { type = "basic", math = query.math } } },
            dateRange = { type = "relative", range = { unit = "day", value = days_back(request) } },
            breakdowns = breakdowns,
        },
    }
end

local function is_day(key)
    return type(key) == "string" and string.find(key, "^%d%d%d%d%-%d%d%-%d%d") ~= nil
end

--- Whether `value` is a map from day to number.
local function has_days(value)
    if type(value) ~= "table" then return false end
    for key, number in pairs(value) do
        if is_day(key) and type(number) == "number" then return true end
    end
    return false
end

--- The days of a map, in order.
local function days_of(map)
    local found = {}
    for key in pairs(map) do
        if is_day(key) then found[#found + 1] = key end
    end
    table.sort(found)
    return found
end

--- The map from day to number, the only one that may be there; nothing where `value` holds none.
local function days_in(value)
    if type(value) ~= "table" then return nil end
    if has_days(value) then return value end
    local found
    for _, inner in pairs(value) do
        local below = days_in(inner)
        assert(not (below and found), "one series was asked for, and several came")
        found = found or below
    end
    return found
end

local function add_rows(rows, query, values, numbers)
    for _, key in ipairs(days_of(numbers)) do
        local row = { day = string.sub(key, 1, 10), [query.number] = numbers[key] }
        for index, value in ipairs(values) do row[query.by[index][2]] = value or nil end
        if #query.by == 0 or numbers[key] ~= 0 then rows[#rows + 1] = row end
    end
end

--- What the whole has more than its parts, day by day: Mixpanel sends the most frequent values only.
local function remainder(whole, sums)
    local rest = {}
    for _, key in ipairs(days_of(whole)) do
        rest[key] = whole[key] - (sums[key] or 0)
        assert(rest[key] >= 0, "the parts of a day come to more than the whole")
    end
    return rest
end

--- Rows of a tree of values with days at its leaves; gives the sums of the days, to compare them with the whole.
local function walk(rows, query, node, values)
    local depth, sums = #values + 1, {}
    assert(type(node) == "table", "the series has another form than was asked for")
    if depth > #query.by then
        assert(has_days(node) or next(node) == nil, "the series holds no days")
        add_rows(rows, query, values, node)
        return node
    end
    local names = {}
    for name in pairs(node) do
        assert(type(name) == "string" and not is_day(name), "the series is not broken down")
        if name ~= WHOLE then names[#names + 1] = name end
    end
    table.sort(names)
    for _, name in ipairs(names) do
        values[depth] = not NO_VALUE[name] and name
        for key, number in pairs(walk(rows, query, node[name], values)) do
            if is_day(key) then sums[key] = (sums[key] or 0) + number end
        end
        values[depth] = nil
    end
    local whole = node[WHOLE]
    if not whole then return sums end
    assert(has_days(whole), "the whole of a series holds no days")
    local of_others = {}
    for index = 1, #query.by do
        if index < depth then of_others[index] = values[index] else of_others[index] = OTHERS end
    end
    add_rows(rows, query, of_others, remainder(whole, sums))
    return whole
end

local function query_rows(request, reply)
    local query, rows = QUERIES[request.dataset], {}
    local source = type(reply) == "table" and (reply.series or reply.results or reply.result or reply.data)
    assert(type(source) == "table", "the reply has no series")
    if #query.by == 0 then
        local numbers = days_in(source)
        assert(numbers or next(source) == nil, "the series holds no days")
        add_rows(rows, query, {}, numbers or {})
        return rows
    end
    local name, tree = next(source)
    assert(name == nil or next(source, name) == nil, "one series was asked for, and several came")
    if tree then walk(rows, query, tree, {}) end
    return rows
end

local function name_of(entry)
    if type(entry) == "string" then return entry end
    assert(type(entry) == "table", "an entry of the list is neither a name nor a record")
    for _, name in ipairs(NAMES) do
        if type(entry[name]) == "string" then return entry[name] end
    end
    error("an entry of the list has no name")
end

function plugin.shape(request, reply)
    if QUERIES[request.dataset] then return query_rows(request, reply) end
    local rows = {}
    for index, entry in ipairs(list_in(reply)) do
        rows[index] = { name = name_of(entry) }
        local fields = type(entry) == "table" and entry or {}
        if request.dataset == "cohorts" then
            rows[index].people = math.tointeger(tonumber(fields.count or fields.size))
        elseif request.dataset == "experiments" or request.dataset == "feature_flags" then
            rows[index].status = fields.status or fields.state
        end
    end
    return rows
end

return plugin
