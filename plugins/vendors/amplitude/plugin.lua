-- Amplitude's replies into rows. A query's numbers come as rows like those of a CSV file or as JSON, in a form that is
-- not documented: days may stand above the columns or in the first one. A reply that does not begin with the period
-- that was asked for is an error, so that a time that the server overlooked never becomes a wrong number.

local plugin = {}
local is_list = data.is_list

-- The event, what is counted, the interval, and the columns of the rows.
local QUERIES = {
    active_users = { "_active", "unique_users", "day", "day", "users" },
    monthly_users = { "_active", "unique_users", "month", "month", "users" },
    new_users = { "_new", "unique_users", "day", "day", "users" },
    event_totals = { "_active", "event_totals", "day", "day", "events" },
}

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

function plugin.prepare(request)
    local project, query = request.account.project, QUERIES[request.dataset]
    if request.dataset == "tracked_events" then return { action = "events", projectId = project } end
    if not query then return { projectId = project } end
    local range, dates = request.range or {}, nil
    if range.start and range.last then dates = { start = range.start, ["end"] = range.last } end
    return {
        projectId = project, excludeIncompleteDatapoints = true, timeSeriesLimit = 1,
        chart = {
            kind = "segmentation", events = { { event = query[1] } }, measured_as = { as = query[2] },
            interval = query[3], date_range = dates,
        },
    }
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

local function whole(value)
    local number = math.tointeger(tonumber(value))
    assert(number, "a cell that should be a whole number is none")
    return number
end

--- Day to number: each line of days has the numbers in the line below it, or a line has one day and one number.
local function numbers_in(lines)
    local numbers, days = {}, {}
    local function add(day, value)
        assert(numbers[day] == nil, "one series was asked for, and several came")
        numbers[day] = whole(value)
        days[#days + 1] = day
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
    table.sort(days)
    return days, numbers
end

local function query_rows(request, reply)
    local query = QUERIES[request.dataset]
    assert(type(reply) == "table", "the reply holds words, not data")
    local data = reply.data or (reply[1] ~= nil and reply) or nil
    assert(data, "the reply has no data")
    local days, numbers = numbers_in(lines_in(data))
    assert(#days > 0, "the data hold no days")
    local start = request.range and request.range.start
    if start and request.range.last then
        local asked = query[3] == "month" and string.sub(start, 1, 7) .. "-01" or start
        assert(days[1] == asked or days[1] == start, "the numbers do not begin with the period that was asked for")
        assert(days[#days] <= request.range.last, "the numbers go beyond the period that was asked for")
    end
    local rows = {}
    for index, day in ipairs(days) do rows[index] = { [query[4]] = day, [query[5]] = numbers[day] } end
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

function plugin.shape(request, reply)
    if QUERIES[request.dataset] then return query_rows(request, reply) end
    local to_row, rows = shape[request.dataset], {}
    for index, object in ipairs(list_in(reply)) do rows[index] = to_row(object) end
    return rows
end

return plugin
