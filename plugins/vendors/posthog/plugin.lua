-- PostHog's query results into rows. Queries answer in JSON when they are asked to, SQL with a table in a text. Lists
-- are looked for under the names that PostHog's own API uses; a reply without one is an error.

local plugin = {}
local is_list = data.is_list

-- What is counted of which event, and the column of each number. Without an event it is any of them.
local COUNTS = {
    active_users = { maths = { dau = "daily", weekly_active = "weekly", monthly_active = "monthly" },
                     order = { "dau", "weekly_active", "monthly_active" }, of_people = true },
    visitors = { event = "$pageview", maths = { dau = "people" }, order = { "dau" }, of_people = true },
    sessions = { event = "$pageview", maths = { unique_session = "sessions", dau = "people" },
                 order = { "unique_session", "dau" } },
    first_views = { event = "$pageview", maths = { first_time_for_user = "people" },
                    order = { "first_time_for_user" } },
    affected_users = { event = "$exception", maths = { dau = "people" }, order = { "dau" }, of_people = true },
    page_views = { event = "$pageview", maths = { total = "views" }, order = { "total" } },
    exceptions = { event = "$exception", maths = { total = "exceptions" }, order = { "total" } },
    flag_calls = { event = "$feature_flag_called", maths = { total = "calls" }, order = { "total" } },
    funnel = { of_people = true, series = {
        { event = "$pageview", setting = "funnel_start", math = "dau", number = "started" },
        { event = "signed up", setting = "funnel_end", math = "dau", number = "finished" } } },
    purchases = { series = {
        { event = "purchase", setting = "purchase_event", math = "sum", of = "amount", number = "amount" },
        { event = "purchase", setting = "purchase_event", math = "total", number = "purchases" } } },
}

-- The property behind each column that these can be told apart by.
local PROPERTIES = {
    country = "$geoip_country_name", city = "$geoip_city_name", browser = "$browser", device = "$device_type",
    os = "$os", page = "$pathname", referrer = "$referring_domain", source = "utm_source", medium = "utm_medium",
    campaign = "utm_campaign", plan = "plan", error_type = "$exception_types",
    flag = "$feature_flag", variant = "$feature_flag_response",
}

-- The period, its days, the column of its beginning, and how many periods later people are looked for.
local RETENTIONS = {
    daily_retention = { "Day", 1, "day", { 1, 7, 30 } }, weekly_retention = { "Week", 7, "week", { 1, 4 } },
}

local SQL = "SELECT toDate(timestamp) AS day, event, count() AS events FROM events GROUP BY day, event LIMIT 50000"
local SQL_ROWS_MAX = 50000

-- Without it PostHog shows 25 combinations and joins all others.
local COMBINATIONS_MAX = 250
local JOINED = "PostHog names the " .. COMBINATIONS_MAX .. " most frequent values; the rest stands together as Other."
local CUT = "PostHog names the " .. COMBINATIONS_MAX .. " most frequent values; people of the others are missing."

local LISTS = { "results", "result", "series", "rows", "data" }

-- PostHog's own words for what is not one value: "" stands for none.
local OTHER = "$$_posthog_breakdown_other_$$"
local SENTINELS = { [OTHER] = "Other", ["$$_posthog_breakdown_null_$$"] = "" }

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

local function value_of(text)
    if type(text) ~= "string" then return nil end
    -- Of a list, such as the types of an exception, the first one.
    text = SENTINELS[text] or string.match(text, '^%["([^"]*)"') or text
    return text ~= "" and text or nil
end

--- What a series was broken down by, and whether it holds all that PostHog did not name. A single value is no list.
local function values_in(series, columns)
    local given, values = series.breakdown_value, {}
    if #columns == 0 then return values, false end
    local is_single = type(given) ~= "table"
    local is_other = is_single and given == OTHER or not is_single and given[1] == OTHER
    assert(is_other or not is_single or #columns == 1, "a series is not broken down as it was asked for")
    assert(is_single and given ~= nil or not is_single and #given == #columns, "a series is not broken down")
    for index, column in ipairs(columns) do
        local value = given
        if not is_single then value = given[index] end
        values[column] = value_of(value)
    end
    return values, is_other
end

local function column_of(series, counted, index, is_broken_down)
    local action = type(series.action) == "table" and series.action or {}
    if counted.series then
        local place = math.tointeger(action.order) and action.order + 1 or not is_broken_down and index
        return assert(counted.series[place], "a series counts something that was not asked for").number
    end
    local word = action.math or not is_broken_down and counted.order[index] or #counted.order == 1 and counted.order[1]
    return assert(counted.maths[word or ""], "a series counts something that was not asked for")
end

--- Nothing at all of an event that nobody named: it is called otherwise, and 0 would be a wrong number.
local function is_unnamed(request, counted, rows)
    local last = counted.series and counted.series[#counted.series]
    if not last or (request.settings or {})[last.setting] then return false end
    for _, row in ipairs(rows) do
        if (row[last.number] or 0) ~= 0 then return false end
    end
    return true
end

--- People are counted apart for each value, so that a day without any is a row too: a mean must not leave it out.
local function count_rows(request, reply)
    local counted, columns, rows, by_key, is_cut = COUNTS[request.dataset], request.group_by, {}, {}, false
    local list = list_in(reply)
    assert(#columns > 0 or #list == #(counted.series or counted.order), "other series came than were asked for")
    for index, series in ipairs(list) do
        local number = column_of(series, counted, index, #columns > 0)
        local values, is_other = values_in(series, columns)
        local key = {}
        for place, column in ipairs(columns) do key[place] = values[column] or "" end
        is_cut = is_cut or is_other
        walk(series, function(day, count)
            if counted.of_people and is_other or count == 0 and #columns > 0 and not counted.of_people then return end
            local name = day .. "\n" .. table.concat(key, "\n")
            if not by_key[name] then
                by_key[name] = { day = day }
                for column, value in pairs(values) do by_key[name][column] = value end
                rows[#rows + 1] = by_key[name]
            end
            by_key[name][number] = (by_key[name][number] or 0) + count
        end)
    end
    if is_unnamed(request, counted, rows) then return {} end
    if is_cut then return rows, counted.of_people and CUT or JOINED end
    return rows
end

--- One row for each beginning, with those whose later period is over; before that nobody can have come back.
local function retention_rows(request, reply)
    local _, length, column, ages = table.unpack(RETENTIONS[request.dataset])
    local rows, today, start = {}, days.number(request.today), request.range and request.range.start
    for index, beginning in ipairs(list_in(reply)) do
        assert(type(beginning.date) == "string" and is_list(beginning.values), "a row has no date or no values")
        local day = string.sub(beginning.date, 1, 10)
        assert(index > 1 or not start or day <= start, "the rows do not begin with the period that was asked for")
        local row = { [column] = day }
        for _, age in ipairs(ages) do
            local first, later = beginning.values[1], beginning.values[age + 1]
            assert(first and later, "a row does not reach as far as it was asked to")
            if days.number(day) + (age + 1) * length <= today then
                row["people_" .. age] = math.tointeger(first.count)
                row["back_" .. age] = math.tointeger(later.count)
            end
        end
        rows[index] = row
    end
    return rows
end

function shape.cohorts(reply)
    local rows = {}
    for index, cohort in ipairs(list_in(reply)) do
        assert(cohort.id and cohort.name, "a cohort has no id or no name")
        rows[index] = { id = cohort.id, cohort = cohort.name, people = cohort.count }
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

--- The events and the amount as the settings name them, else as most projects do.
local function nodes_of(counted, settings)
    local nodes = {}
    for index, one in ipairs(counted.series or counted.order) do
        if not counted.series then
            nodes[index] = { kind = "EventsNode", event = counted.event, math = one }
        else
            nodes[index] = { kind = "EventsNode", event = settings[one.setting] or one.event, math = one.math,
                             math_property = one.of and (settings.amount_property or one.of) }
        end
    end
    return nodes
end

for dataset, counted in pairs(COUNTS) do
    prepare[dataset] = function(range, _, columns, settings)
        local series, breakdowns = nodes_of(counted, settings or {}), {}
        for index, column in ipairs(columns) do
            local property = assert(PROPERTIES[column], "no property for a column")
            breakdowns[index] = { property = property, type = column == "plan" and "person" or "event" }
        end
        local arguments = trend(range, series)
        if #breakdowns > 0 then
            arguments.breakdownFilter = { breakdown_limit = COMBINATIONS_MAX, breakdowns = breakdowns }
        end
        return arguments
    end
end

--- PostHog looks no further than the end of the range: it is moved as far as the last period that matters.
for dataset, retention in pairs(RETENTIONS) do
    prepare[dataset] = function(range, today)
        local period, length, _, ages = table.unpack(retention)
        local entity, reach = { id = "$pageview", name = "$pageview", type = "events" }, ages[#ages] + 1
        local to = range.last and days.plus(range.last, reach * length)
        return {
            retentionFilter = { targetEntity = entity, returningEntity = entity, retentionType = "retention_first_time",
                                period = period, totalIntervals = reach },
            dateRange = { date_from = range.start or "-180d", date_to = to and today and to > today and today or to },
            filterTestAccounts = true, output_format = "json",
        }
    end
end

function prepare.user_lifecycle(range)
    return trend(range, { { kind = "EventsNode" } })
end

function prepare.events()
    return { query = SQL }
end

function plugin.prepare(request)
    local make = prepare[request.dataset]
    if make then return make(request.range or {}, request.today, request.group_by, request.settings) end
    return { limit = request.rows_per_page, offset = 0 }
end

function plugin.shape(request, reply)
    if COUNTS[request.dataset] then return count_rows(request, reply) end
    if RETENTIONS[request.dataset] then return retention_rows(request, reply) end
    return shape[request.dataset](reply)
end

--- Only flags, cohorts and experiments come in pages: a full one may be followed by another.
function plugin.more(request, arguments, reply)
    if prepare[request.dataset] or #list_in(reply) < arguments.limit then return nil end
    arguments.offset = arguments.offset + arguments.limit
    return arguments
end

return plugin
