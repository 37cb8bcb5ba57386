-- PostHog's query results into rows. Queries answer in JSON when they are asked to, SQL with a table in a text. Lists
-- are looked for under the names that PostHog's own API uses; a reply without one is an error.

local plugin = {}
local is_list = data.is_list

local SQL = "SELECT toDate(timestamp) AS day, event, count() AS events FROM events GROUP BY day, event LIMIT 50000"
local SQL_ROWS_MAX = 50000

-- Without it PostHog shows 25 combinations and joins all others.
local COMBINATIONS_MAX = 250

local LISTS = { "results", "result", "series", "rows", "data" }
local COLUMN_OF = { dau = "daily", weekly_active = "weekly", monthly_active = "monthly" }
local MATHS = { "dau", "weekly_active", "monthly_active" }

-- PostHog's own words for what is not one value: "" stands for none.
local SENTINELS = { ["$$_posthog_breakdown_other_$$"] = "Other", ["$$_posthog_breakdown_null_$$"] = "" }

local function list_in(reply)
    assert(type(reply) == "table", "the reply holds words, not numbers")
    if reply[1] ~= nil then return reply end
    for _, name in ipairs(LISTS) do
        local value = reply[name]
        if is_list(value) then return value end
        if type(value) == "table" and is_list(value.results) then return value.results end
    end
    error("the reply holds no list under a known name")
end

--- Calls `each` with every day and number of a series.
local function walk(series, each)
    assert(is_list(series.days) and is_list(series.data), "a series has no days or no data")
    assert(#series.days == #series.data, "a series has more days than numbers, or fewer")
    for index, day in ipairs(series.days) do each(string.sub(day, 1, 10), series.data[index]) end
end

local shape = {}

function shape.active_users(reply)
    local rows, by_day = {}, {}
    local list = list_in(reply)
    assert(#list == #MATHS, "three series were asked for, and others came")
    for index, series in ipairs(list) do
        local action = type(series.action) == "table" and series.action or {}
        local column = COLUMN_OF[action.math or MATHS[index]]
        assert(column, "a series counts something that was not asked for")
        walk(series, function(day, users)
            if not by_day[day] then
                by_day[day] = { day = day }
                rows[#rows + 1] = by_day[day]
            end
            by_day[day][column] = users
        end)
    end
    return rows
end

local function value_of(text)
    if type(text) ~= "string" then return nil end
    text = SENTINELS[text] or text
    return text ~= "" and text or nil
end

function shape.page_views(reply)
    local rows = {}
    for _, series in ipairs(list_in(reply)) do
        local values = series.breakdown_value
        if type(values) ~= "table" then values = { values, values, values } end
        local country, browser, device = value_of(values[1]), value_of(values[2]), value_of(values[3])
        walk(series, function(day, views)
            if views ~= 0 then
                rows[#rows + 1] = { day = day, country = country, browser = browser, device = device, views = views }
            end
        end)
    end
    return rows
end

--- The lines of a text "day|event|events", which may stand in `results`; the name of an event may hold a stroke.
local function lines_in(text)
    local rows, header = {}, false
    for line in string.gmatch(text, "[^\r\n]+") do
        local day, event, events = string.match(line, "^(%d%d%d%d%-%d%d%-%d%d)[^|]*|(.*)|(%d+)%s*$")
        if day and header then rows[#rows + 1] = { day, value_of(event ~= "None" and event or nil), events } end
        assert(day or not header, "a line of the table is not a day, an event and a number")
        header = header or line == "day|event|events"
    end
    assert(header, "the reply holds no table of days and events")
    return rows
end

function shape.events(reply)
    local rows = {}
    local text = type(reply) == "table" and reply.results or reply
    local list = type(text) == "string" and lines_in(text) or list_in(reply)
    assert(#list < SQL_ROWS_MAX, "there are more days and event names than PostHog gives at once")
    for index, row in ipairs(list) do
        local day = row.day or row[1]
        assert(type(day) == "string", "a row has no day")
        rows[index] = { day = string.sub(day, 1, 10), event = row.event or row[2],
                        events = math.tointeger(tonumber(row.events or row[3])) }
    end
    return rows
end

local STAGES = { new = true, returning = true, resurrecting = true, dormant = true }

function shape.user_lifecycle(reply)
    local rows = {}
    for _, series in ipairs(list_in(reply)) do
        local stage = series.status or string.match(series.label or "", "(%a+)%s*$")
        assert(STAGES[stage], "a series is no stage of the life cycle")
        walk(series, function(day, users)
            -- Those gone are drawn below the axis.
            rows[#rows + 1] = { day = day, stage = stage, users = math.abs(users) }
        end)
    end
    return rows
end

function shape.feature_flags(reply)
    local rows = {}
    for index, flag in ipairs(list_in(reply)) do
        assert(flag.key, "a feature flag has no key")
        rows[index] = { key = flag.key, flag = flag.key, active = flag.active }
    end
    return rows
end

function shape.experiments(reply)
    local rows = {}
    for index, experiment in ipairs(list_in(reply)) do
        assert(experiment.id, "an experiment has no id")
        rows[index] = { id = experiment.id, experiment = experiment.name, started = experiment.start_date,
                        ended = experiment.end_date }
    end
    return rows
end

local function trend(range, series)
    return {
        series = series, dateRange = { date_from = range.start or "-365d", date_to = range.last }, interval = "day",
        filterTestAccounts = true, output_format = "json",
    }
end

local prepare = {}

function prepare.active_users(range)
    local series = {}
    for index, word in ipairs(MATHS) do series[index] = { kind = "EventsNode", math = word } end
    return trend(range, series)
end

function prepare.page_views(range)
    local arguments = trend(range, { { kind = "EventsNode", event = "$pageview", math = "total" } })
    arguments.breakdownFilter = { breakdown_limit = COMBINATIONS_MAX, breakdowns = {
        { property = "$geoip_country_name", type = "event" }, { property = "$browser", type = "event" },
        { property = "$device_type", type = "event" },
    } }
    return arguments
end

function prepare.user_lifecycle(range)
    return trend(range, { { kind = "EventsNode" } })
end

function prepare.events()
    return { query = SQL }
end

function plugin.prepare(request)
    local make = prepare[request.dataset]
    if make then return make(request.range or {}) end
    return { limit = request.rows_per_page, offset = 0 }
end

function plugin.shape(request, reply)
    return shape[request.dataset](reply)
end

--- Only flags and experiments come in pages: a full one may be followed by another.
function plugin.more(request, arguments, reply)
    if prepare[request.dataset] or #list_in(reply) < arguments.limit then return nil end
    arguments.offset = arguments.offset + arguments.limit
    return arguments
end

return plugin
