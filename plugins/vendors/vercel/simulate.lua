-- A simulated Vercel: the site of the story's company. Page views, visitors and events of each day fall into parts that
-- make the day again; the names of the fields in the rows are not documented.

local chance = story.chance

local DAYS_BACK, BAD_DAYS, PAGE = 760, 7, 20  -- More than two years of days; so many deployments on a page.
local DAY_S = 86400

local line = story.timeline(now)
local first_day, last_day = line.today - DAYS_BACK, line.today - 1

-- The values of each field and their shares; "" is what carries none.
local SHARES = {
    country = { { "DE", 0.42 }, { "US", 0.31 }, { "FR", 0.12 }, { "NL", 0.08 }, { "AT", 0.07 } },
    requestPath = { { "/", 0.33 }, { "/boxes", 0.22 }, { "/pricing", 0.14 }, { "/track", 0.13 }, { "/about", 0.1 },
                    { "/blog/office-snacks", 0.08 } },
    route = { { "/", 0.33 }, { "/boxes", 0.22 }, { "/blog/[slug]", 0.08 }, { "/[page]", 0.37 } },
    referrerHostname = { { "", 0.44 }, { "google.com", 0.37 }, { "linkedin.com", 0.11 }, { "news.example", 0.08 } },
    deviceType = { { "desktop", 0.68 }, { "mobile", 0.28 }, { "tablet", 0.04 } },
    browserName = { { "Chrome", 0.55 }, { "Safari", 0.27 }, { "Edge", 0.1 }, { "Firefox", 0.08 } },
    osName = { { "Windows", 0.44 }, { "Mac", 0.25 }, { "iOS", 0.18 }, { "Android", 0.13 } },
    utmSource = { { "", 0.66 }, { "google", 0.2 }, { "newsletter", 0.14 } },
    utmMedium = { { "", 0.66 }, { "cpc", 0.2 }, { "email", 0.14 } },
    utmCampaign = { { "", 0.72 }, { "autumn-boxes", 0.17 }, { "refer-a-team", 0.11 } },
    eventName = { { "signup", 0.3 }, { "checkout", 0.2 }, { "newsletter", 0.5 } },
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

--- People come more often every month, stay away at weekends, and look where their parcels are in the bad week.
local function make_days()
    local random, all = chance.make_random(seed, 160), {}
    for day = first_day, last_day do
        local level = 380 + 190 * (day - first_day) / DAYS_BACK
        if (day + 3) % 7 >= 5 then level = level * 0.45 end
        if day >= line.bad_week and day < line.bad_week + BAD_DAYS then level = level * 1.4 end
        local visitors = chance.poisson(random, level)
        all[day] = { visitors = visitors, pageviews = visitors + chance.poisson(random, visitors * 2.1),
                     count = chance.binomial(random, visitors, 0.08) }
    end
    return all
end

local days = make_days()

local BRANCHES = { "main", "new-checkout", "spring-prices", "fix-labels" }
local PEOPLE = { "mira", "tobias", "ines" }

--- A few deployments on each working day; one in twelve fails, more of them in the bad week.
local function make_deployments()
    local random, all = chance.make_random(seed, 161), {}
    for day = first_day, last_day do
        local is_bad = day >= line.bad_week and day < line.bad_week + BAD_DAYS
        for _ = 1, (day + 3) % 7 < 5 and chance.poisson(random, 4) or 0 do
            local created = (day * DAY_S + 8 * 3600 + math.floor(random() * 9 * 3600)) * 1000 + #all % 1000
            local is_production, luck = random() < 0.4, random()
            local state = luck < (is_bad and 0.3 or 0.08) and "ERROR" or luck > 0.97 and "CANCELED" or "READY"
            local branch = is_production and 1 or 2 + math.floor(random() * 3)
            all[#all + 1] = {
                id = "dpl_" .. #all + 1, url = #all + 1 .. "-larkfield.example.com", state = state, created = created,
                target = is_production and "production" or nil, creator = { username = PEOPLE[1 + #all % 3] },
                meta = { githubCommitRef = BRANCHES[branch] }, buildingAt = state == "READY" and created + 2000 or nil,
                ready = state == "READY" and created + 40000 + math.floor(random() * 60000) or nil,
            }
        end
    end
    table.sort(all, function(one, other) return one.created > other.created end)
    return all
end

local deployments = make_deployments()

local function list_deployments(arguments)
    local found, following = {}, nil
    for _, one in ipairs(deployments) do
        local fits = one.created >= (arguments.since or 0) and one.created < (arguments["until"] or math.maxinteger)
        if fits and #found == PAGE then
            following = found[PAGE].created
            break
        end
        if fits then found[#found + 1] = one end
    end
    return { deployments = found, pagination = { count = #found, next = following } }
end

local function day_in(text)
    local year, month, day = string.match(tostring(text), "^(%d+)-(%d+)-(%d+)")
    return year and story.calendar.day_number(tonumber(year), tonumber(month), tonumber(day))
end

--- The rows of a day: one, or one for each value of the field.
local function rows_of(day, names, field)
    local whole, rows = { day = story.iso_day(day) }, {}
    for _, name in ipairs(names) do whole[name] = days[day][name] end
    if not field then return { whole } end
    for index, entry in ipairs(SHARES[field]) do
        rows[index] = { day = whole.day, [field] = entry[1] ~= "" and entry[1] or nil }
        for _, name in ipairs(names) do rows[index][name] = split(whole[name], SHARES[field], day)[index] end
    end
    return rows
end

--- Only so many rows: the last of them holds the rest of its day.
local function aggregate(names)
    return function(arguments)
        local by, first, stop = arguments.by, day_in(arguments.since), day_in(arguments["until"])
        if type(by) ~= "table" or by[1] ~= "day" or #by > 2 then return nil, "by: a time step and one more field" end
        if by[2] and not SHARES[by[2]] then return nil, "by: unknown field " .. tostring(by[2]) end
        if by[2] == "eventName" and names[1] ~= "count" then return nil, "by: unknown field eventName" end
        if not first or not stop then return nil, "argument since is missing" end
        local found, limit = {}, arguments.limit or 10
        for day = math.max(first, first_day), math.min(stop - 1, last_day) do
            for _, row in ipairs(rows_of(day, names, by[2])) do
                local last = found[#found]
                if #found < limit then
                    found[#found + 1] = row
                else
                    for _, name in ipairs(names) do last[name] = last[name] + row[name] end
                    if by[2] then last[by[2]] = "Others" end
                end
            end
        end
        return { data = found }
    end
end

local PATHS = { "/api/checkout", "/api/track", "/boxes", "/pricing" }
local MESSAGES = { "TypeError: price is undefined", "Task timed out after 10.00 seconds", "Label service is away" }

--- Some lines at level error on every day, many in the bad week; always the same ones of a day.
local function get_runtime_logs(arguments)
    local first, stop = day_in(arguments.since), day_in(arguments["until"])
    if not first or not stop then return nil, "argument since is missing" end
    local found = {}
    for day = math.min(stop - 1, last_day), math.max(first, first_day), -1 do
        local is_bad = day >= line.bad_week and day < line.bad_week + BAD_DAYS
        for index = 1, (is_bad and 40 or 6) + day % 5 do
            local environment = index % 5 == 0 and "preview" or "production"
            local fits = not arguments.environment or arguments.environment == environment
            found[#found + 1] = fits and {
                level = "error", message = MESSAGES[1 + (day + index) % 3], source = "serverless",
                requestMethod = "GET",
                timestampInMs = (day * DAY_S + 8 * 3600 + index * 600) * 1000, requestPath = PATHS[1 + index % 4],
                responseStatusCode = index % 3 == 0 and 404 or 500, domain = "larkfield.example.com",
            } or nil
        end
    end
    return { logs = found }
end

local ANSWERS = {
    list_deployments = list_deployments, get_runtime_logs = get_runtime_logs,
    aggregate_pageviews = aggregate({ "pageviews", "visitors" }),
    aggregate_events = aggregate({ "count" }),
}

local function tool(name, description, properties, required)
    return { name = name, description = description, annotations = { readOnlyHint = true },
             inputSchema = { type = "object", properties = properties, required = required } }
end

local text, number = { type = "string" }, { type = "number" }
local counted = { by = { type = "array", items = text }, since = text, ["until"] = text, limit = number, filter = text }

return {
    name = "vercel",
    tools = {
        tool("list_deployments", "The deployments of a project.", { since = number, ["until"] = number }),
        tool("aggregate_pageviews", "Page views by at most two fields.", counted, { "by", "since", "until" }),
        tool("get_runtime_logs", "Lines of the runtime logs.",
             { level = text, environment = text, since = text, ["until"] = text, limit = number }),
        tool("aggregate_events", "Custom events by at most two fields.", counted, { "by", "since", "until" }),
        { name = "deploy_to_vercel", description = "Deploys the project.", annotations = { readOnlyHint = false },
          inputSchema = { type = "object", properties = {} } },
        { name = "delete_project", description = "Deletes a project.", annotations = { readOnlyHint = false },
          inputSchema = { type = "object", properties = { id = text } } },
    },
    call = function(name, arguments)
        local answer = ANSWERS[name]
        if not answer then return nil, "This simulation changes nothing." end
        return answer(arguments or {})
    end,
}
