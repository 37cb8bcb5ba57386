-- Amplitude's replies into rows. A query's numbers come as rows like those of a CSV file or as JSON, in a form that is
-- not documented: days may stand above the columns or in the first one. A reply that does not begin with the period
-- that was asked for is an error, so that a time that the server overlooked never becomes a wrong number.

local plugin = {}
local is_list = data.is_list

-- What is counted of which event, how often, and the columns of the rows. People are counted apart for each group, so
-- that a day on which a group has nobody is a row too: a mean over days must not leave it out.
local QUERIES = {
    active_users = { event = "_active", as = "unique_users", number = "users" },
    weekly_users = { event = "_active", as = "unique_users", interval = "week", time = "week", number = "users" },
    monthly_users = { event = "_active", as = "unique_users", interval = "month", time = "month", number = "users" },
    new_users = { event = "_new", as = "unique_users", number = "users" },
    event_totals = { event = "_active", as = "event_totals", number = "events" },
    sessions = { kind = "sessions", as = "totalSessions", number = "sessions" },
    session_length = { kind = "sessions", as = "average", number = "seconds", is_mean = true },
    revenue = { event = "_any_revenue_event", as = "property_sum", of = "$revenue", number = "revenue" },
    stickiness = { event = "_active", as = "unique_users", number = "daily" },
}

-- The user property behind each column that rows can be told apart by.
local PROPERTIES = {
    platform = "platform", country = "country", region = "region", city = "city", device = "device_type",
    version = "version", language = "language", source = "utm_source", campaign = "utm_campaign", plan = "gp:plan",
}

local GROUPS_MAX = 1000
local CUT = "Amplitude gives at most " .. GROUPS_MAX .. " groups; the others are missing."
local NO_VALUE = { ["(none)"] = true, ["none"] = true, ["null"] = true, [""] = true }

local LISTS = { "data", "events", "experiments", "flags", "results", "items", "rows" }

local function list_in(reply)
    assert(type(reply) == "table", "the reply holds words, not data")
    if reply[1] ~= nil then return reply end
    for _, name in ipairs(LISTS) do
        if is_list(reply[name]) then return reply[name] end
    end
    error("the reply holds no list under a known name")
end

--- The project of the settings, else the first one; the order is Amplitude's.
function plugin.account(reply, settings)
    assert(type(reply) == "table", "the reply holds words, not data")
    assert(is_list(reply.projects), "the reply has no list of projects")
    local wanted = settings and settings.project
    for _, project in ipairs(reply.projects) do
        local id = project.id or project.projectId or project.appId
        if type(id) == "number" then id = string.format("%d", id) end
        if id ~= nil and (not wanted or id == wanted) then return { project = id } end
    end
    assert(wanted, "the reply names no project with an id")
    return nil, "This sign-in does not see the Amplitude project that the connection names."
end

local function month_of(day)
    return string.sub(day, 1, 7) .. "-01"
end

--- The Monday on or before the day.
local function monday_of(day)
    return days.plus(day, -((days.number(day) + 3) % 7))
end

--- The first and last day to ask for: whole weeks and months where these are counted, on both sides of stickiness.
local function days_asked(request)
    local range, query = request.range or {}, QUERIES[request.dataset]
    if not range.start or not range.last then return nil end
    if query.interval == "week" then return monday_of(range.start), days.plus(monday_of(range.last), 6) end
    if query.interval ~= "month" and request.dataset ~= "stickiness" then return range.start, range.last end
    local next_month = month_of(days.plus(month_of(range.last), 31))
    return month_of(range.start), days.plus(next_month, -1)
end

function plugin.prepare(request)
    local project, query = request.account.project, QUERIES[request.dataset]
    if request.dataset == "tracked_events" then return { action = "events", projectId = project } end
    if not query then return { projectId = project } end
    local first, last = days_asked(request)
    local events, groups = query.event and { { event = query.event } } or nil, nil
    for index, column in ipairs(request.group_by or {}) do
        groups = groups or {}
        groups[index] = { property = assert(PROPERTIES[column], "no property for a column"), scope = "user" }
    end
    if query.of then events[1].group_by = { { property = query.of, scope = "event" } } end
    return {
        projectId = project, excludeIncompleteDatapoints = true, timeSeriesLimit = groups and GROUPS_MAX or 1,
        groupByLimit = groups and GROUPS_MAX or nil,
        chart = {
            kind = query.kind or "segmentation", events = events, group_by = groups,
            measured_as = query.kind == "sessions" and query.as or { as = query.as },
            interval = query.interval or "day",
            date_range = first and { start = days.unix(first), ["end"] = days.unix(last) } or nil,
        },
    }
end

--- Stickiness takes two calls: people by day, then people by month.
function plugin.more(request, arguments)
    if request.dataset ~= "stickiness" or arguments.chart.interval == "month" then return nil end
    local first = days_asked(request)
    if first and first >= month_of(request.today) then return nil end  -- No month of these is over.
    arguments.chart.interval = "month"
    return arguments
end

local function day_in(value)
    return type(value) == "string" and string.match(value, "^%s*(%d%d%d%d%-%d%d%-%d%d)") or nil
end

--- The cells of a line of CSV; two quotes inside quotes stand for one.
local function cells_of(line)
    local cells, at = {}, 1
    while at <= #line + 1 do
        if string.sub(line, at, at) == '"' then
            local cell = ""
            at = at + 1
            while true do
                local quote = string.find(line, '"', at, true)
                assert(quote, "a quote is not closed")
                cell = cell .. string.sub(line, at, quote - 1)
                at = quote + 1
                if string.sub(line, at, at) ~= '"' then break end
                cell, at = cell .. '"', at + 1
            end
            cells[#cells + 1] = cell
            at = (string.find(line, ",", at, true) or #line + 1) + 1
        else
            local comma = string.find(line, ",", at, true) or #line + 1
            cells[#cells + 1] = string.sub(line, at, comma - 1)
            at = comma + 1
        end
    end
    return cells
end

--- Lines of cells, out of a text, a list of lists, or a list of records.
local function lines_in(data)
    local lines = {}
    if type(data) == "string" then
        for line in string.gmatch(data, "[^\r\n]+") do lines[#lines + 1] = cells_of(line) end
        return lines
    end
    assert(is_list(data), "the data are no list of rows")
    for _, row in ipairs(data) do
        assert(type(row) == "table", "a row of the data is no row")
        if row[1] ~= nil then
            lines[#lines + 1] = row
        else
            local days, numbers, day, number = {}, {}, nil, nil
            for name, value in pairs(row) do
                if day_in(name) then
                    days[#days + 1], numbers[#numbers + 1] = name, value
                elseif day_in(value) then
                    day = value
                elseif tonumber(value) then
                    assert(number == nil, "a row has more than one number")
                    number = value
                end
            end
            if #days > 0 then
                lines[#lines + 1], lines[#lines + 2] = days, numbers
            else
                lines[#lines + 1] = { day, number }
            end
        end
    end
    return lines
end

local function number_of(value, query)
    local number = tonumber(value)
    if not query.of and not query.is_mean then number = math.tointeger(number) end
    assert(number, "a cell that should be a number is none, or should be a whole one")
    return number
end

--- Day to number: each line of days has the numbers in the line below it, or a line has one day and one number.
local function numbers_in(lines, query)
    local numbers, found = {}, {}
    local function add(day, value)
        assert(numbers[day] == nil, "one series was asked for, and several came")
        numbers[day] = number_of(value, query)
        found[#found + 1] = day
    end
    local header
    for _, line in ipairs(lines) do
        local last_day = day_in(line[#line])
        if last_day then
            header = line
        elseif header then
            assert(#line == #header, "a line has more cells than the one with the days, or fewer")
            for index, cell in ipairs(header) do
                if day_in(cell) then add(day_in(cell), line[index]) end
            end
        elseif day_in(line[1]) then
            add(day_in(line[1]), line[#line])
        end
    end
    table.sort(found)
    return found, numbers
end

--- The numbers must be those of the period: from its first day, and up to the last one that is over.
local function check_days(request, found, interval)
    local first, last = days_asked(request)
    if not first then return end
    local begins = interval == "week" and found[1] > days.plus(first, -7) and found[1] < first and first or found[1]
    assert(begins == first, "the numbers do not begin with the period that was asked for")
    assert(found[#found] <= last, "the numbers go beyond the period that was asked for")
    -- The running day or month is left out, and midnight in the project's zone may be a day off.
    local over = days.plus(request.today, -2)
    local least = last < over and last or over
    if interval == "week" then least = days.plus(least, -13) end
    if interval == "month" then least = last < month_of(over) and month_of(last) or days.plus(month_of(over), -31) end
    assert(found[#found] >= least, "the numbers end before the period that was asked for")
end

local function lines_of(reply)
    assert(type(reply) == "table", "the reply holds words, not data")
    local data = reply.data or (reply[1] ~= nil and reply) or nil
    assert(data, "the reply has no data")
    return lines_in(data)
end

--- The columns before the first day, of which the last ones name the group.
local function group_places(line, count)
    local places, found = {}, {}
    for index, cell in ipairs(line) do
        if day_in(cell) then found[#found + 1] = day_in(cell) else places[#places + 1] = index end
    end
    assert(#places >= count, "the heading does not name the groups")
    table.move(places, #places - count + 1, #places, 1)
    return places, found
end

--- Of a table with days in its heading and a line for each group: the days, and each group's values and numbers.
local function groups_in(lines, query, columns)
    local groups, header, places, found = {}, nil, {}, {}
    for _, line in ipairs(lines) do
        if day_in(line[#line]) then
            assert(not header, "the reply holds more than one table")
            header = line
            places, found = group_places(line, #columns)
        elseif header then
            assert(#line == #header, "a line is not one group and its numbers")
            local group = { values = {}, numbers = {} }
            for index, column in ipairs(columns) do
                local value = line[places[index]]
                assert(not string.find(string.lower(value), "^total"), "the groups and their total stand together")
                group.values[column] = not NO_VALUE[value] and value or nil
            end
            for index, cell in ipairs(header) do
                if day_in(cell) then group.numbers[day_in(cell)] = number_of(line[index], query) end
            end
            groups[#groups + 1] = group
        end
    end
    return found, groups
end

--- Daily people and, for each day, the people of its month; only months that are over, which have both.
local function stickiness_rows(request, found, numbers, interval, add)
    local running = month_of(request.today)
    for _, day in ipairs(found) do
        if interval == "day" and month_of(day) < running then add({ day = day, daily = numbers[day] }) end
        local next_month = month_of(days.plus(month_of(day), 31))
        local of_month = day
        while interval == "month" and next_month <= running and of_month < next_month do
            add({ day = of_month, monthly = numbers[day] })
            of_month = days.plus(of_month, 1)
        end
    end
end

local function plain_rows(request, found, numbers, interval, add)
    local query, whole_from, whole_to = QUERIES[request.dataset], days_asked(request)
    local is_sum = query.as ~= "unique_users" and not query.is_mean
    for _, day in ipairs(found) do
        -- A project's weeks may begin on another day: then the first and the last one were asked for in part.
        local is_part = interval == "week" and whole_from and (day < whole_from or days.plus(day, 6) > whole_to)
        local is_empty = is_sum and #request.group_by > 0 and numbers[day] == 0
        if not is_part and not is_empty then
            add({ [query.time or "day"] = day, [query.number] = numbers[day] })
        end
    end
end

local function query_rows(request, reply, arguments)
    local query, columns, rows = QUERIES[request.dataset], request.group_by, {}
    local interval = query.interval or "day"
    if request.dataset == "stickiness" then interval = arguments.chart.interval end
    local found, groups
    if #columns > 0 then
        found, groups = groups_in(lines_of(reply), query, columns)
    else
        local numbers
        found, numbers = numbers_in(lines_of(reply), query)
        groups = { { values = {}, numbers = numbers } }
    end
    -- Of days and months that still run there are no numbers.
    local first = days_asked(request)
    local running = interval == "month" and month_of(request.today) or days.plus(request.today, -1)
    if interval == "week" then running = days.plus(request.today, -13) end
    if #found == 0 and first and first >= running then return {} end
    assert(#found > 0, "the data hold no days")
    check_days(request, found, interval)
    local add_rows = request.dataset == "stickiness" and stickiness_rows or plain_rows
    for _, group in ipairs(groups) do
        add_rows(request, found, group.numbers, interval, function(row)
            for column, value in pairs(group.values) do row[column] = value end
            rows[#rows + 1] = row
        end)
    end
    if #columns > 0 and #groups >= GROUPS_MAX then return rows, CUT end
    return rows
end

local shape = {}

function shape.tracked_events(event)
    local name = event.name or event.eventType
    assert(name, "an event has no name")
    return { event = name, status = event.status, first_seen = event.firstSeen, last_seen = event.lastSeen }
end

function shape.experiments(experiment)
    local name = experiment.name or experiment.key
    assert(name, "an experiment has no name")
    return { id = experiment.id, experiment = name, state = experiment.state or experiment.status }
end

function shape.flags(flag)
    local name = flag.name or flag.key
    assert(name, "a flag has no name")
    return { id = flag.id, flag = name, enabled = flag.enabled }
end

function plugin.shape(request, reply, arguments)
    if QUERIES[request.dataset] then return query_rows(request, reply, arguments) end
    local to_row, rows = shape[request.dataset], {}
    for index, object in ipairs(list_in(reply)) do rows[index] = to_row(object) end
    return rows
end

return plugin
