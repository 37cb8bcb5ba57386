-- Mixpanel's replies into rows. Their fields are not documented: a query's numbers are looked for as a map from day to
-- number, below the values that it was broken down by, names under the words that such lists use. All else is an error.

local plugin = {}
local is_list = data.is_list

-- What is counted of which event, and the column of the number.
local QUERIES = {
    sessions = { event = "$session_start", math = "total", number = "sessions" },
    session_users = { event = "$session_start", math = "unique", number = "users" },
    weekly_users = { event = "$session_start", math = "wau", number = "users" },
    monthly_users = { event = "$session_start", math = "mau", number = "users" },
    stickiness = { event = "$session_start", math = "unique", number = "daily" },
    events = { event = "$all_events", math = "total", number = "events" },
    sign_ups = { event = "Sign Up", math = "total", number = "sign_ups", named = "signup_event" },
    purchases = { event = "Purchase", math = "total", number = "amount", named = "purchase_event" },
    retention = { event = "$session_start", math = "unique", report = "retention" },
    purchase_funnel = { event = "$session_start", math = "unique", number = "started", named = "funnel_start" },
}

-- The property behind each column that rows can be told apart by.
local PROPERTIES = {
    event = "$event_name", country = "mp_country_code", region = "$region", city = "$city", platform = "$os",
    browser = "$browser", device = "$device", version = "$app_version_string", referrer = "$referring_domain",
    source = "utm_source", medium = "utm_medium", campaign = "utm_campaign", plan = "plan",
}

local CUT = "Mixpanel sends the most frequent values only; the people of the others are missing."

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

--- The event as the settings name it, else as most projects do.
local function event_of(request, dataset)
    local query = QUERIES[dataset]
    return query.named and (request.settings or {})[query.named] or query.event
end

function plugin.prepare(request)
    local project, query = request.account.project_id, QUERIES[request.dataset]
    if not query then return { project_id = project } end
    local breakdowns = nil
    for index, column in ipairs(request.group_by or {}) do
        local property = assert(PROPERTIES[column], "no property for a column")
        breakdowns = breakdowns or {}
        breakdowns[index] = { property = { name = property, resourceType = "events" } }
    end
    local measurement = { type = "basic", math = query.math }
    if request.dataset == "purchases" then
        measurement.property = { name = request.settings.amount_property or "amount", resourceType = "events" }
    end
    local metrics = { { eventName = event_of(request, request.dataset), measurement = measurement } }
    if query.report then metrics[2] = metrics[1] end
    return {
        project_id = project, report_type = query.report or "insights",
        report = {
            name = "Parley: " .. request.dataset, chartType = "line", metrics = metrics,
            retentionUnit = query.report and "day" or nil,
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

--- What a walk through a reply gathers. People are counted apart for each value: they are never added up or taken
--- from a whole, and a day without any is a row too, which a mean over days must not leave out.
local function gathering(request, arguments)
    local query = QUERIES[request.dataset]
    local math_word = arguments.report.metrics[1].measurement.math
    local number = query.number
    if request.dataset == "stickiness" and math_word == "mau" then number = "monthly" end
    local metric = arguments.report.metrics[1]
    if request.dataset == "purchases" and not metric.measurement.property then number = "purchases" end
    if request.dataset == "purchase_funnel" and metric.eventName ~= event_of(request, "purchase_funnel") then
        number = "finished"
    end
    return { rows = {}, by = request.group_by, number = number, of_people = math_word ~= "total", is_cut = false }
end

local function add_rows(found, values, numbers)
    for _, key in ipairs(days_of(numbers)) do
        local row = { day = string.sub(key, 1, 10), [found.number] = numbers[key] }
        if found.number == "started" then row.lost = numbers[key] end
        if found.number == "finished" then row.lost = -numbers[key] end
        for index, value in ipairs(values) do row[found.by[index]] = value or nil end
        if #found.by == 0 or found.of_people or numbers[key] ~= 0 then found.rows[#found.rows + 1] = row end
    end
end

--- What the whole has more than its parts, day by day: Mixpanel sends the most frequent values only.
local function remainder(found, whole, sums)
    local rest = {}
    for _, key in ipairs(days_of(whole)) do
        rest[key] = whole[key] - (sums[key] or 0)
        found.is_cut = found.is_cut or found.of_people and rest[key] > 0
        assert(found.of_people or rest[key] >= 0, "the parts of a day come to more than the whole")
    end
    return rest
end

--- Rows of a tree of values with days at its leaves; gives the sums of the days, to compare them with the whole.
local function walk(found, node, values)
    local depth, sums = #values + 1, {}
    assert(type(node) == "table", "the series has another form than was asked for")
    if depth > #found.by then
        assert(has_days(node) or next(node) == nil, "the series holds no days")
        add_rows(found, values, node)
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
        for key, number in pairs(walk(found, node[name], values)) do
            if is_day(key) then sums[key] = (sums[key] or 0) + number end
        end
        values[depth] = nil
    end
    local whole = node[WHOLE]
    if not whole then return sums end
    assert(has_days(whole), "the whole of a series holds no days")
    local rest = remainder(found, whole, sums)
    if found.of_people then return whole end
    local of_others = {}
    for index = 1, #found.by do
        if index < depth then of_others[index] = values[index] else of_others[index] = OTHERS end
    end
    add_rows(found, of_others, rest)
    return whole
end

--- Nothing at all of an event that nobody named: it is called otherwise, and 0 would be a wrong number.
local function is_unknown_event(request, found)
    local query = QUERIES[found.number == "finished" and "purchases" or request.dataset]
    if not query.named or (request.settings or {})[query.named] then return false end
    for _, row in ipairs(found.rows) do
        if row[found.number] ~= 0 then return false end
    end
    return true
end

local function source_of(reply)
    local source = type(reply) == "table" and (reply.series or reply.results or reply.result or reply.data)
    assert(type(source) == "table", "the reply has no series")
    return source
end

--- The number of those back `age` days later: counts begin with the day itself.
local function back_after(cell, age)
    assert(is_list(cell.counts), "a day of the retention has no list of counts")
    return math.tointeger(cell.counts[age + 1])
end

local AGES = { 1, 7, 30 }

local function retention_row(request, day, cell)
    local row, today = { day = day }, days.number(request.today)
    for _, age in ipairs(AGES) do
        local back = days.number(day) + age < today and back_after(cell, age)
        if back then row["people_" .. age], row["back_" .. age] = math.tointeger(cell.first), back end
    end
    return row
end

--- A map from day to { first, counts }, below the values that were asked for.
local function add_retention(request, rows, node, value)
    local names = {}
    for name in pairs(node) do names[#names + 1] = name end
    table.sort(names)
    for _, name in ipairs(names) do
        local cell, column = node[name], request.group_by[1]
        assert(type(cell) == "table", "the retention has another form than was asked for")
        if is_day(name) then
            assert(cell.first and (value ~= nil or not column), "a day of the retention is not as it was asked for")
            rows[#rows + 1] = retention_row(request, string.sub(name, 1, 10), cell)
            if column then rows[#rows][column] = value or nil end
        elseif name ~= WHOLE then
            assert(column and value == nil, "several series came, and one was asked for")
            add_retention(request, rows, cell, not NO_VALUE[name] and name)
        end
    end
    return rows
end

local function retention_rows(request, reply)
    local name, tree = next(source_of(reply))
    if not name then return {} end
    assert(next(source_of(reply), name) == nil and type(tree) == "table", "one series was asked for, and several came")
    return add_retention(request, {}, tree)
end

local function query_rows(request, reply, arguments)
    local found = gathering(request, arguments)
    local source = source_of(reply)
    if #found.by == 0 then
        local numbers = days_in(source)
        assert(numbers or next(source) == nil, "the series holds no days")
        add_rows(found, {}, numbers or {})
    else
        local name, tree = next(source)
        assert(name == nil or next(source, name) == nil, "one series was asked for, and several came")
        if tree then walk(found, tree, {}) end
    end
    if is_unknown_event(request, found) then
        -- People who began a funnel whose end is unknown would make a rate of 0.
        assert(found.number ~= "finished", "no purchase event: name it in the connection's settings")
        return {}
    end
    if found.is_cut then return found.rows, CUT end
    return found.rows
end

--- Some take two calls: people by day and of the 30 days up to each, what was paid and how often, a beginning and an
--- end.
function plugin.more(request, arguments)
    local metric = type(arguments.report) == "table" and arguments.report.metrics[1]
    if request.dataset == "stickiness" and metric.measurement.math ~= "mau" then
        metric.measurement.math = "mau"
    elseif request.dataset == "purchases" and metric.measurement.property then
        metric.measurement.property = nil
    elseif request.dataset == "purchase_funnel" and metric.eventName ~= event_of(request, "purchases") then
        metric.eventName = event_of(request, "purchases")
    else
        return nil
    end
    return arguments
end

local function name_of(entry)
    if type(entry) == "string" then return entry end
    assert(type(entry) == "table", "an entry of the list is neither a name nor a record")
    for _, name in ipairs(NAMES) do
        if type(entry[name]) == "string" then return entry[name] end
    end
    error("an entry of the list has no name")
end

function plugin.shape(request, reply, arguments)
    if request.dataset == "retention" then return retention_rows(request, reply) end
    if QUERIES[request.dataset] then return query_rows(request, reply, arguments) end
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
