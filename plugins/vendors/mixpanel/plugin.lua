-- Mixpanel's replies into rows. Their fields are not documented: a query's numbers are looked for as a map from day to
-- number, names under the words that such lists use. What has another form is an error.

local plugin = {}
local is_list = data.is_list

local MATH = { sessions = "total", session_users = "unique" }
local COLUMN = { sessions = "sessions", session_users = "users" }

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
    local project, math_word = request.account.project_id, MATH[request.dataset]
    if not math_word then return { project_id = project } end
    return {
        project_id = project, report_type = "insights",
        report = {
            name = "Parley: " .. request.dataset, chartType = "line",
            metrics = { { eventName = "$session_start", measurement = { type = "basic", math = math_word } } },
            dateRange = { type = "relative", range = { unit = "day", value = days_back(request) } },
        },
    }
end

--- The map from day to number, the only one that may be there; nothing where `value` holds none.
local function days_in(value)
    if type(value) ~= "table" then return nil end
    local found
    for key, inner in pairs(value) do
        if type(key) == "string" and string.find(key, "^%d%d%d%d%-%d%d%-%d%d") and type(inner) == "number" then
            return value
        end
        local below = days_in(inner)
        assert(not (below and found), "one series was asked for, and several came")
        found = found or below
    end
    return found
end

local function query_rows(request, reply)
    local source = type(reply) == "table" and (reply.series or reply.results or reply.result or reply.data)
    assert(type(source) == "table", "the reply has no series")
    local numbers = days_in(source)
    assert(numbers or next(source) == nil, "the series holds no days")
    local days, rows = {}, {}
    for key in pairs(numbers or {}) do
        if string.find(key, "^%d%d%d%d%-%d%d%-%d%d") then days[#days + 1] = key end
    end
    table.sort(days)
    for index, key in ipairs(days) do
        rows[index] = { day = string.sub(key, 1, 10), [COLUMN[request.dataset]] = numbers[key] }
    end
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
    if MATH[request.dataset] then return query_rows(request, reply) end
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
