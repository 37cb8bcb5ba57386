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
    revenue_per_user = { event = "_any_revenue_event", as = "property_sum", of = "$revenue", number = "revenue",
                         interval = "month", time = "month" },
    stickiness = { event = "_active", as = "unique_users", number = "daily" },
}

-- The user property behind each column that rows can be told apart by.
local PROPERTIES = {
    platform = "platform", country = "country", region = "region", city = "city", device = "device_type",
    version = "version", language = "language", source = "utm_source", campaign = "utm_campaign", plan = "gp:plan",
}

-- The other half of revenue per user: who was active in the month.
local USERS_OF_MONTH = { event = "_active", as = "unique_users", number = "users", interval = "month", time = "month" }

-- After so many days a retention counts who came back.
local AGES = { 1, 7, 30 }

local EVENTS_MAX = 50
local FEW_EVENTS = "Amplitude was asked for " .. EVENTS_MAX .. " events of the tracking plan; the others are missing."

local NO_FUNNEL = "Say which steps a funnel has: connect Amplitude with the setting funnels."

local GROUPS_MAX = 1000
local CUT = "Amplitude gives at most " .. GROUPS_MAX .. " groups; the others are missing."
local NO_VALUE = { ["(none)"] = true, ["none"] = true, ["null"] = true, [""] = true }

local LISTS = { "data", "events", "experiments", "flags", "variants", "results", "items", "rows" }

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

--- What the question says about a column: whole values, and texts that stand somewhere in one.
local function is_meant(request, column, name)
    local equal, held = data.child(request, "filters")[column], data.child(request, "contains")[column]
    for _, value in ipairs(equal or {}) do
        if string.lower(value) == string.lower(name) then return true end
    end
    for _, text in ipairs(held or {}) do
        if string.find(string.lower(name), string.lower(text), 1, true) then return true end
    end
    return not equal and not held
end

local function wants(request, column)
    for _, wanted in ipairs(request.group_by or {}) do
        if wanted == column then return true end
    end
    return false
end

--- The columns that are properties of the user: the event and the funnel are told apart by a call of their own.
local function properties_in(request)
    local columns = {}
    for _, column in ipairs(request.group_by or {}) do
        if PROPERTIES[column] then columns[#columns + 1] = column end
    end
    return columns
end

--- The tracking plan where events are told apart, and the experiments where their results are asked for.
function plugin.lookup(request)
    local project = request.account.project
    if request.dataset == "experiment_results" then return { projectId = project } end
    return wants(request, "event") and { action = "events", projectId = project } or nil
end

local function lines_of_text(text)
    local lines = {}
    for line in string.gmatch(text or "", "[^\n]+") do lines[#lines + 1] = line end
    return lines
end

--- The events or experiments that the question means, one a line; of an experiment the id and then the name.
function plugin.found(request, reply)
    local is_events, lines = request.dataset ~= "experiment_results", {}
    for _, one in ipairs(list_in(reply)) do
        local name = assert(one.name or one.eventType or one.key, "an event or an experiment has no name")
        local is_gone = one.status == "blocked" or one.status == "deleted"
        if not is_gone and is_meant(request, is_events and "event" or "experiment", name) then
            local line = string.gsub(name, "%c", " ")
            lines[#lines + 1] = is_events and line or string.format("%s %s", one.id, line)
        end
    end
    if #lines == 0 then
        return nil, "Amplitude lists no " .. (is_events and "event" or "experiment") .. " of this name."
    end
    return { names = table.concat(lines, "\n") }
end

local function trimmed(text)
    return string.match(text, "^%s*(.-)%s*$")
end

--- The funnels of the settings, "checkout: View Cart > Complete Order; trial: Sign Up > Subscribe", as far as meant.
local function funnels_in(request)
    local funnels = {}
    for name, words in string.gmatch((request.settings or {}).funnels or "", "([^:;]+):([^;]+)") do
        local steps = {}
        for step in string.gmatch(words, "[^>]+") do steps[#steps + 1] = { event = trimmed(step) } end
        name = trimmed(name)
        if #steps > 1 and is_meant(request, "funnel", name) then
            funnels[#funnels + 1] = { name = name, steps = steps }
        end
    end
    return funnels
end

local function groups_for(request)
    local groups
    for index, column in ipairs(properties_in(request)) do
        groups = groups or {}
        groups[index] = { property = PROPERTIES[column], scope = "user" }
    end
    return groups
end

local function dates_for(first, last)
    return first and { start = days.unix(first), ["end"] = days.unix(last) } or nil
end

--- A call for a chart, for all people or for each group of them.
local function chart_call(request, chart)
    chart.group_by = groups_for(request)
    return {
        projectId = request.account.project, excludeIncompleteDatapoints = true, chart = chart,
        timeSeriesLimit = chart.group_by and GROUPS_MAX or 1, groupByLimit = chart.group_by and GROUPS_MAX or nil,
    }
end

local PREPARE = {}

function PREPARE.tracked_events(request)
    return { action = "events", projectId = request.account.project }
end

function PREPARE.experiment_results(request)
    local id = string.match(data.child(request, "found").names or "", "^(%S+)")
    if not id then return nil, "Amplitude lists no experiments." end
    return { projectId = request.account.project, experimentId = id }
end

function PREPARE.retention(request)
    local range = request.range or {}
    return chart_call(request, {
        kind = "retention", start_event = { event = "_new" }, return_events = { { event = "_active" } },
        retention_method = "nday", interval = "day", date_range = dates_for(range.start, range.last),
    })
end

function PREPARE.funnels(request)
    local range, funnel = request.range or {}, funnels_in(request)[1]
    if not funnel then return nil, NO_FUNNEL end
    return chart_call(request, {
        kind = "funnel", steps = funnel.steps, interval = "day", conversion_window = { value = 30, unit = "day" },
        date_range = dates_for(range.start, range.last),
    })
end

function plugin.prepare(request)
    local query = QUERIES[request.dataset]
    if PREPARE[request.dataset] then return PREPARE[request.dataset](request) end
    if not query then return { projectId = request.account.project } end
    local events = query.event and { { event = query.event } } or nil
    if wants(request, "event") then
        events[1].event = lines_of_text(data.child(request, "found").names)[1]
        if not events[1].event then return nil, "Amplitude lists no events." end
    end
    if query.of then events[1].group_by = { { property = query.of, scope = "event" } } end
    return chart_call(request, {
        kind = query.kind or "segmentation", events = events,
        measured_as = query.kind == "sessions" and query.as or { as = query.as },
        interval = query.interval or "day", date_range = dates_for(days_asked(request)),
    })
end

--- The one behind `now` in a list, of which only so many are asked for.
local function following(list, now, most)
    for index = 1, math.min(#list, most or #list) - 1 do
        if list[index] == now then return list[index + 1] end
    end
    return nil
end

local MORE = {}

--- Stickiness takes two calls: people by day, then people by month.
function MORE.stickiness(request, arguments)
    if arguments.chart.interval == "month" then return nil end
    local first = days_asked(request)
    if first and first >= month_of(request.today) then return nil end  -- No month of these is over.
    arguments.chart.interval = "month"
    return arguments
end

--- So does revenue per user: the revenue of each month, then who was active in it.
function MORE.revenue_per_user(_, arguments)
    if arguments.chart.events[1].event == USERS_OF_MONTH.event then return nil end
    arguments.chart.events = { { event = USERS_OF_MONTH.event } }
    arguments.chart.measured_as = { as = USERS_OF_MONTH.as }
    return arguments
end

function MORE.event_totals(request, arguments)
    local event = arguments.chart.events[1]
    event.event = following(lines_of_text(data.child(request, "found").names), event.event, EVENTS_MAX)
    return event.event and arguments or nil
end

MORE.active_users = MORE.event_totals  -- Without an event there is no list, and one call is all.

function MORE.experiment_results(request, arguments)
    local ids = {}
    for index, line in ipairs(lines_of_text(data.child(request, "found").names)) do
        ids[index] = string.match(line, "^%S+")
    end
    arguments.experimentId = following(ids, arguments.experimentId)
    return arguments.experimentId and arguments or nil
end

--- Which of the settings' funnels a call is about, by its steps.
local function funnel_of(request, steps)
    for index, funnel in ipairs(funnels_in(request)) do
        local is_it = #funnel.steps == #steps
        for place, step in ipairs(steps) do is_it = is_it and funnel.steps[place].event == step.event end
        if is_it then return funnel, index end
    end
    error("a call is about no funnel of the settings")
end

function MORE.funnels(request, arguments)
    local _, index = funnel_of(request, arguments.chart.steps)
    local funnel = funnels_in(request)[index + 1]
    if not funnel then return nil end
    arguments.chart.steps = funnel.steps
    return arguments
end

function plugin.more(request, arguments)
    return MORE[request.dataset] and MORE[request.dataset](request, arguments) or nil
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

local function plain_rows(request, found, numbers, interval, add, query)
    local whole_from, whole_to = days_asked(request)
    local is_sum = query.as ~= "unique_users" and not query.is_mean
    for _, day in ipairs(found) do
        -- A project's weeks may begin on another day: then the first and the last one were asked for in part.
        local is_part = interval == "week" and whole_from and (day < whole_from or days.plus(day, 6) > whole_to)
        local is_empty = is_sum and #properties_in(request) > 0 and numbers[day] == 0
        if not is_part and not is_empty then
            add({ [query.time or "day"] = day, [query.number] = numbers[day] })
        end
    end
end

local function query_rows(request, reply, arguments)
    local query, columns, rows = QUERIES[request.dataset], properties_in(request), {}
    local events = data.child(arguments.chart, "events")
    if request.dataset == "revenue_per_user" and events[1].event == USERS_OF_MONTH.event then query = USERS_OF_MONTH end
    local event = wants(request, "event") and events[1].event or nil
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
            row.event = event
            rows[#rows + 1] = row
        end, query)
    end
    if event and #lines_of_text(data.child(request, "found").names) > EVENTS_MAX then return rows, FEW_EVENTS end
    if #columns > 0 and #groups >= GROUPS_MAX then return rows, CUT end
    return rows
end

--- Of a table with a heading: each line's groups, its day, and its numbers from the heading's named column on.
local function days_with_numbers(request, reply, is_first)
    local columns, first, found = properties_in(request), nil, {}
    for _, line in ipairs(lines_of(reply)) do
        for index, cell in ipairs(first and {} or line) do
            if is_first(tostring(cell)) then first = index end
        end
        local day = first and day_in(line[first - 1]) or nil
        if day then
            assert(first - 1 - #columns > 0, "a line does not name its groups")
            local row = { day = day, values = {}, numbers = table.move(line, first, #line, 1, {}) }
            for index, column in ipairs(columns) do
                local value = line[first - 1 - #columns + index - 1]
                row.values[column] = not NO_VALUE[value] and value or nil
            end
            found[#found + 1] = row
        end
    end
    assert(first, "the reply has no heading of the expected form")
    return found
end

local function count_in(value)
    return assert(math.tointeger(tonumber(value)), "a number of people is no whole number")
end

--- One row for each day of first use, with those whose later day is over: before that nobody can have come back.
local function retention_rows(request, reply)
    local rows, today = {}, days.number(request.today)
    local is_first = function(cell) return string.find(cell, "^[Dd]ay 0$") ~= nil end
    for index, found in ipairs(days_with_numbers(request, reply, is_first)) do
        local row = found.values
        row.day = found.day
        for _, age in ipairs(AGES) do
            if days.number(found.day) + age + 1 <= today then
                row["people_" .. age] = count_in(found.numbers[1])
                row["back_" .. age] = count_in(found.numbers[age + 1])
            end
        end
        rows[index] = row
    end
    return rows
end

--- One row for each day, with who took the first step on it and who went on to the last.
local function funnel_rows(request, reply, arguments)
    local steps, rows = arguments.chart.steps, {}
    local is_first = function(cell) return cell == steps[1].event end
    for index, found in ipairs(days_with_numbers(request, reply, is_first)) do
        assert(#found.numbers == #steps, "a line does not have a number for each step")
        local row = found.values
        row.day, row.funnel = found.day, funnel_of(request, steps).name
        row.entered, row.completed = count_in(found.numbers[1]), count_in(found.numbers[#steps])
        rows[index] = row
    end
    return rows
end

--- One row for each variant of an experiment; the lift comes as a share and is shown in percent.
local function result_rows(request, reply, arguments)
    local rows, name = {}, nil
    for _, line in ipairs(lines_of_text(data.child(request, "found").names)) do
        local id, words = string.match(line, "^(%S+) (.*)$")
        if id == arguments.experimentId then name = words end
    end
    for index, variant in ipairs(list_in(reply)) do
        local lift = variant.lift and assert(tonumber(variant.lift), "a lift is no number")
        rows[index] = {
            id = (arguments.experimentId or "experiment") .. " " .. index, experiment = name,
            lift = lift and lift * 100, variant = assert(variant.name or variant.key, "a variant has no name"),
            people = data.whole(variant.users),
        }
    end
    return rows
end

local WHOLE = { retention = retention_rows, funnels = funnel_rows, experiment_results = result_rows }

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
    if WHOLE[request.dataset] then return WHOLE[request.dataset](request, reply, arguments) end
    if QUERIES[request.dataset] then return query_rows(request, reply, arguments) end
    local to_row, rows = shape[request.dataset], {}
    for index, object in ipairs(list_in(reply)) do rows[index] = to_row(object) end
    return rows
end

return plugin
