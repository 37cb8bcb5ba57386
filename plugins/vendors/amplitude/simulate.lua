-- A simulated Amplitude: how many people use the story's ordering page. A query is answered for exactly the days it
-- asks for, in Unix seconds; the form of the real rows is not documented.

local chance = story.chance

local PROJECT = 187520
local DAYS_BACK = 760    -- More than two years of days.
local DAYS_UNASKED = 30  -- What a query without dates gives.
local BAD_DAYS = 7

local line = story.timeline(now)

-- A user property, its values, and their shares of the people and of all they do.
local SHARES = {
    platform = { { "Web", 0.57 }, { "iOS", 0.26 }, { "Android", 0.17 } },
    country = { { "Germany", 0.42 }, { "United States", 0.31 }, { "France", 0.12 }, { "Netherlands", 0.08 },
                { "(none)", 0.07 } },
    region = { { "Berlin", 0.24 }, { "Bavaria", 0.18 }, { "California", 0.2 }, { "(none)", 0.38 } },
    city = { { "Berlin", 0.24 }, { "Munich", 0.15 }, { "San Francisco", 0.11 }, { "(none)", 0.5 } },
    device_type = { { "Windows", 0.36 }, { "Mac", 0.21 }, { "Apple iPhone", 0.24 }, { "Samsung Galaxy Phone", 0.19 } },
    version = { { "4.12.0", 0.61 }, { "4.11.3", 0.28 }, { "4.9.1", 0.11 } },
    language = { { "German", 0.46 }, { "English", 0.38 }, { "French", 0.16 } },
    utm_source = { { "google", 0.3 }, { "newsletter", 0.17 }, { "linkedin", 0.06 }, { "(none)", 0.47 } },
    utm_campaign = { { "autumn-boxes", 0.14 }, { "refer-a-team", 0.09 }, { "(none)", 0.77 } },
    ["gp:plan"] = { { "trial", 0.22 }, { "team", 0.5 }, { "office", 0.28 } },
}

--- Whole parts of a whole number that make it up again; a little different from day to day.
local function split(total, shares, day)
    local weights, sum, parts, before, above = {}, 0, {}, 0, 0
    for index, entry in ipairs(shares) do
        weights[index] = entry[2] * (1 + ((day * (index + 3)) % 7 - 3) * 0.03)
        sum = sum + weights[index]
    end
    for index, weight in ipairs(weights) do
        above = above + weight
        local upto = index == #weights and total or math.floor(total * above / sum + 0.5)
        parts[index], before = upto - before, upto
    end
    return parts
end

--- People grow slowly, stay away at weekends, and came to look where their parcels were in the bad week.
local function make_days()
    local random, more, all = chance.make_random(seed, 140), chance.make_random(seed, 141), {}
    for day = line.today - DAYS_BACK, line.today - 1 do
        local level = 620 + 260 * (day - line.today + DAYS_BACK) / DAYS_BACK
        if (day + 3) % 7 >= 5 then level = level * 0.35 end
        if day >= line.bad_week and day < line.bad_week + BAD_DAYS then level = level * 1.3 end
        local active = chance.poisson(random, level)
        all[day] = { active = active, new = chance.binomial(random, active, 0.05),
                     events = chance.poisson(random, active * 19) }
        all[day].revenue = chance.binomial(more, active, 0.07) * 3840 / 100
        all[day].sessions = active + chance.binomial(more, active, 0.4)
        all[day].seconds = (2700 + chance.binomial(more, 1200, 0.5)) / 10
    end
    return all
end

local days = make_days()

local FIELD = {
    ["_active unique_users"] = "active", ["_new unique_users"] = "new", ["_active event_totals"] = "events",
    ["_any_revenue_event property_sum"] = "revenue", ["sessions totalSessions"] = "sessions",
    ["sessions average"] = "seconds",
}

--- People of a month are fewer than its days' people together: most come again.
local function add_months(first, last, field)
    local rows, at = {}, nil
    for day = first, last do
        local month = string.sub(story.iso_day(day), 1, 7) .. "-01"
        if not at or at[1] ~= month then
            at = { month, 0 }
            rows[#rows + 1] = at
        end
        at[2] = at[2] + (days[day] and days[day][field] or 0)
    end
    if field ~= "events" then
        for _, row in ipairs(rows) do
            local month = math.tointeger(tonumber(string.sub(row[1], 6, 7)))
            row[2] = row[2] * 10 // (36 + month * 7 % 9)
        end
    end
    return rows
end

--- Weeks from their Monday, with fewer people than their days together.
local function add_weeks(first, last, field)
    local rows, sum = {}, 0
    for day = first, last do
        sum = sum + (days[day] and days[day][field] or 0)
        if (day + 3) % 7 == 6 then
            rows[#rows + 1] = { story.iso_day(day - 6), sum * 10 // (23 + day % 5) }
            sum = 0
        end
    end
    return rows
end

local function add_days(first, last, field)
    local rows = {}
    for day = first, last do rows[#rows + 1] = { story.iso_day(day), days[day] and days[day][field] or 0 } end
    return rows
end

local ADD = { day = add_days, week = add_weeks, month = add_months }

--- What a day's, week's or month's number is for each value of the property. Of a mean each value has its own.
local function told_apart(row, field, shares)
    if field == "seconds" then
        local parts = {}
        for index in ipairs(shares) do parts[index] = math.floor(row[2] * (85 + 10 * index)) / 100 end
        return parts
    end
    local is_money = field == "revenue"
    local parts = split(math.floor(row[2] * (is_money and 100 or 1) + 0.5), shares, math.floor(row[2]))
    for index, part in ipairs(parts) do parts[index] = is_money and part / 100 or math.tointeger(part) end
    return parts
end

--- A line for each value of the first property, and below it for each of the next.
local function add_lines(lines, names, rows, field, properties)
    local shares = SHARES[properties[#names + 1]]
    if not shares then
        local cells = table.move(names, 1, #names, 1, {})
        for _, row in ipairs(rows) do cells[#cells + 1] = row[2] end
        lines[#lines + 1] = cells
        return
    end
    local parts = {}
    for at, row in ipairs(rows) do parts[at] = told_apart(row, field, shares) end
    for index, entry in ipairs(shares) do
        local below = {}
        for at, row in ipairs(rows) do below[at] = { row[1], parts[at][index] } end
        names[#names + 1] = entry[1]
        add_lines(lines, names, below, field, properties)
        names[#names] = nil
    end
end

--- A heading of days, and a line for each group; no more of them than were asked for.
local function add_groups(rows, field, properties, limit)
    local heading, lines = table.move(properties, 1, #properties, 1, {}), {}
    for _, row in ipairs(rows) do heading[#heading + 1] = row[1] end
    add_lines(lines, {}, rows, field, properties)
    local found = { heading }
    for index = 1, math.min(limit, #lines) do found[index + 1] = lines[index] end
    return found
end

local function month_begins(day)
    local year, month = story.calendar.civil(day)
    return story.calendar.day_number(year, month, 1)
end

--- The days of a query, in Unix seconds, without those that still run; a month is over or not there.
local function days_of(chart)
    local dates = type(chart.date_range) == "table" and chart.date_range or {}
    if dates.start and math.type(dates.start) ~= "integer" then return nil, "date_range.start: no epoch seconds" end
    local over = chart.interval == "month" and month_begins(line.today) - 1 or line.today - 1
    local last = math.min(dates["end"] and dates["end"] // 86400 or over, over)
    local first = dates.start and dates.start // 86400 or last - DAYS_UNASKED + 1
    return { first = first, last = last }
end

local EVENTS = {
    { "Box Configured", "live", 700 }, { "Order Placed", "live", 700 }, { "Delivery Tracked", "live", 420 },
    { "Delivery Complaint Opened", "live", 95 }, { "Plan Paused", "live", 160 }, { "Gift Sent", "unexpected", 33 },
    { "Old Banner Clicked", "blocked", 640 }, { "Snack Rated", "live", 12 },
}

--- Hundredths of all events that each event of the plan is; the last live one is what is left. A blocked one is none.
local HUNDREDTHS = {
    ["Box Configured"] = 30, ["Order Placed"] = 12, ["Delivery Tracked"] = 25, ["Delivery Complaint Opened"] = 3,
    ["Plan Paused"] = 5, ["Gift Sent"] = 5, ["Old Banner Clicked"] = 0,
}
local REST = "Snack Rated"

local function is_planned(name)
    return HUNDREDTHS[name] ~= nil or name == REST
end

--- What of `total` events the event is, so that all of them together are the total.
local function part_of(name, total)
    if name ~= REST then return total * HUNDREDTHS[name] // 100 end
    local rest = total
    for _, hundredths in pairs(HUNDREDTHS) do rest = rest - total * hundredths // 100 end
    return rest
end

--- Lines for each day, for all or for each value of the first property: a heading, then the numbers of `at`.
local function lines_by_day(asked, chart, heading, at)
    local group = type(chart.group_by) == "table" and chart.group_by[1] or nil
    local shares = group and SHARES[group.property] or { { nil, 1 } }
    local lines = { table.move(heading, 1, #heading, group and 3 or 2, { group and group.property or "Date", "Date" }) }
    for _, share in ipairs(shares) do
        for day = asked.first, asked.last do
            local cells = { share[1] }
            cells[#cells + 1] = story.iso_day(day)
            local start = math.floor((days[day] and days[day].new or 0) * share[2] + 0.5)
            for place in ipairs(heading) do cells[#cells + 1] = at(start, place) end
            lines[#lines + 1] = cells
        end
    end
    return { data = lines, chartEditId = "edit" .. asked.first }
end

--- People who come back on a later day: fewer each day.
local function retention(chart, asked)
    local heading = {}
    for age = 0, 30 do heading[age + 1] = "Day " .. age end
    return lines_by_day(asked, chart, heading, function(start, place)
        return place == 1 and start or start * 4 // (8 + place)
    end)
end

local function funnel(chart, asked)
    local heading = {}
    for place, step in ipairs(type(chart.steps) == "table" and chart.steps or {}) do
        if not is_planned(step.event) then return nil, "There is no event " .. tostring(step.event) end
        heading[place] = step.event
    end
    return lines_by_day(asked, chart, heading, function(start, place) return start * 6 // place end)
end

local function query(arguments)
    local chart = arguments.chart
    if type(chart) ~= "table" then return nil, "chart is required" end
    if chart.kind == "retention" or chart.kind == "funnel" then
        local asked, refusal = days_of(chart)
        if not asked then return nil, refusal end
        return (chart.kind == "retention" and retention or funnel)(chart, asked)
    end
    if chart.kind == "sessions" then
        chart.events, chart.measured_as = { { event = "sessions" } }, { as = chart.measured_as or "totalSessions" }
    end
    if type(chart.events) ~= "table" then return nil, "chart.events: Field required" end
    local counted = type(chart.measured_as) == "table" and chart.measured_as.as or ""
    local event = tostring(chart.events[1] and chart.events[1].event)
    local part = (counted == "event_totals" or counted == "unique_users") and is_planned(event)
    local field = FIELD[(part and "_active" or event) .. " " .. counted]
    if not field then return nil, "This event cannot be measured so" end
    local asked, refusal = days_of(chart)
    if not asked then return nil, refusal end
    local properties = {}
    for index, group in ipairs(type(chart.group_by) == "table" and chart.group_by or {}) do
        if not SHARES[group.property] then return nil, "There is no such property" end
        properties[index] = group.property
    end
    local rows = (ADD[chart.interval] or add_days)(asked.first, asked.last, field)
    for _, row in ipairs(part and rows or {}) do row[2] = part_of(event, row[2]) end
    if #properties > 0 then
        local groups = add_groups(rows, field, properties, arguments.groupByLimit or 100)
        return { data = groups, chartEditId = "edit" .. asked.first }
    end
    table.insert(rows, 1, { chart.interval, field })
    return { data = rows, chartEditId = "edit" .. asked.first }
end

local function taxonomy(arguments)
    if arguments.action ~= "events" then return nil, "Only action events is simulated" end
    local events = {}
    for index, event in ipairs(EVENTS) do
        local last = event[2] == "blocked" and line.today - 200 or line.today - 1
        events[index] = { name = event[1], status = event[2], firstSeen = story.iso_day(line.today - event[3]),
                          lastSeen = story.iso_day(last) }
    end
    return { events = events }
end

local EXPERIMENTS = {
    { 9001, "short-order-form", "Short order form", "running" }, { 9002, "tracking-mail", "Tracking mail", "running" },
    { 9003, "two-prices", "Two prices", "decision-made" }, { 9004, "gift-wrap", "Gift wrap", "planning" },
    { 9005, "green-button", "Green button", "decision-made" },
}

local function experiments()
    local list = {}
    for index, one in ipairs(EXPERIMENTS) do
        list[index] = { id = one[1], key = one[2], name = one[3], state = one[4] }
    end
    return { experiments = list }
end

local function experiment_results(arguments)
    for index, one in ipairs(EXPERIMENTS) do
        if tostring(one[1]) == arguments.experimentId then
            return { experimentId = one[1], variants = {
                { name = "control", users = 1800 + 10 * index, lift = 0 },
                { name = "treatment", users = 1790 + 9 * index, lift = (index * 17 - 30) / 1000, significance = 0.9 },
            } }
        end
    end
    return nil, "There is no such experiment"
end

local FLAGS = {
    { 71, "new-checkout", true }, { 72, "label-service-v2", false }, { 73, "gift-sending", true },
    { 74, "old-banner", false }, { 75, "snack-ratings", true },
}

local function flags()
    local list = {}
    for index, one in ipairs(FLAGS) do list[index] = { id = one[1], key = one[2], name = one[2], enabled = one[3] } end
    return { flags = list }
end

local function tool(name, description, properties, required)
    return { name = name, description = description, annotations = { readOnlyHint = true },
             inputSchema = { type = "object", properties = properties, required = required } }
end

local function write_tool(name, description)
    return { name = name, description = description, annotations = { readOnlyHint = false },
             inputSchema = { type = "object", properties = { projectId = { type = "string" } } } }
end

local project = { type = "string", description = "The project's id." }

local tools = {
    tool("get_amplitude_context", "The organization and its projects.", { projectId = project }),
    tool("query_amplitude_data", "Runs a typed chart and gives its data.", {
        projectId = project, chart = { type = "object" }, definition = { type = "object" },
        groupByLimit = { type = "integer", minimum = 1, maximum = 1000 }, timeSeriesLimit = { type = "integer" },
        excludeIncompleteDatapoints = { type = "boolean" },
    }, { "projectId" }),
    tool("get_amp_taxonomy", "Events and properties of the tracking plan.", {
        projectId = project, action = { type = "string", enum = { "events", "properties" } },
    }, { "action" }),
    tool("get_experiments", "The project's experiments.", { projectId = project }),
    tool("query_experiment", "Variants and lift of an experiment.",
         { experimentId = { type = "string" }, projectId = project }, { "experimentId" }),
    tool("get_flags", "The project's feature flags.", { projectId = project }),
    write_tool("create_experiment", "Makes an experiment."),
    write_tool("update_flag", "Turns a feature flag on or off."),
    write_tool("save_chart_edits", "Saves a chart."),
}

local ANSWERS = {
    get_amplitude_context = function() return { projects = { { id = PROJECT, name = "Larkfield web" } } } end,
    query_amplitude_data = query, get_amp_taxonomy = taxonomy, get_experiments = experiments, get_flags = flags,
    query_experiment = experiment_results,
}

local function call(name, arguments)
    local answer = ANSWERS[name]
    if not answer then return nil, "This simulation changes nothing." end
    if arguments.projectId and arguments.projectId ~= tostring(PROJECT) then return nil, "There is no such project" end
    return answer(arguments)
end

return { name = "Amplitude", tools = tools, call = call }
