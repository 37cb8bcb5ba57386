-- A simulated Plaid: companies that pay their snack boxes from the bank sign in to it through Link. A period is
-- answered for exactly the days it asks for; the funnel is one sum over them, as the real one.

local chance = story.chance

local TEAM = "team_0001"
local DAYS_BACK = 760

local line = story.timeline(now)

local ERRORS = { { "INVALID_CREDENTIALS", 0.55 }, { "INSTITUTION_DOWN", 0.25 }, { "MFA_TIMEOUT", 0.20 } }

local PRODUCTS = {
    { "auth-request", 1.0 }, { "balance-request", 2.6 }, { "identity-request", 0.4 },
    { "transactions-refresh", 0.8 }, { "momo-frs-eval-request", 0.3 },
}

--- Days since 1970 of "2026-09-01"; nil for anything else.
local function day_of(text)
    local year, month, day = string.match(text or "", "^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
    if not year then return nil end
    return story.calendar.day_number(math.tointeger(year), math.tointeger(month), math.tointeger(day))
end

local function add_errors(random, day)
    day.by_type, day.errors = {}, 0
    for _, kind in ipairs(ERRORS) do
        local count = chance.binomial(random, day.opens - day.handoffs, 0.5 * kind[2])
        day.by_type[kind[1]], day.errors = count, day.errors + count
    end
end

local function make_days()
    local random, all = chance.make_random(seed, 150), {}
    for number = line.today - DAYS_BACK, line.today - 1 do
        local level = 110 + 90 * (number - line.today + DAYS_BACK) / DAYS_BACK
        if (number + 3) % 7 >= 5 then level = level * 0.3 end
        local day = { opens = chance.poisson(random, level) + 1 }
        day.chosen = chance.binomial(random, day.opens, 0.85)
        day.handoffs = chance.binomial(random, day.chosen, 0.83)
        add_errors(random, day)
        day.uses = {}
        for _, product in ipairs(PRODUCTS) do
            day.uses[product[1]] = chance.poisson(random, day.handoffs * product[2])
        end
        all[number] = day
    end
    return all
end

local all_days = make_days()

local function period(first, last)
    first, last = day_of(first), day_of(last)
    if not first or not last then return nil, "Dates have the form YYYY-MM-DD" end
    if first > last then return nil, "The period ends before it begins" end
    return first, last
end

local function errors_of(first, last)
    local series = { { name = "CountEntities", data = {} } }
    for index, kind in ipairs(ERRORS) do series[index + 1] = { name = kind[1], data = {} } end
    for number = first, math.min(last, line.today - 1) do
        local day, at = all_days[number], number - first + 1
        series[1].data[at] = day and day.errors or 0
        for index, kind in ipairs(ERRORS) do series[index + 1].data[at] = day and day.by_type[kind[1]] or 0 end
    end
    return { start = story.iso_day(first), series = series }
end

local function link_analytics(arguments)
    local first, last = period(arguments.from_date, arguments.to_date)
    if not first then return nil, last end
    local opens, chosen, handoffs = 0, 0, 0
    for number = first, last do
        local day = all_days[number]
        if day then opens, chosen, handoffs = opens + day.opens, chosen + day.chosen, handoffs + day.handoffs end
    end
    return {
        funnel = { countAtLinkOpen = opens, countAtSelectInstitution = chosen, countAtHandoff = handoffs },
        conversionOverTime = {
            start = story.iso_day(first),
            series = { { name = "conversion", data = { opens > 0 and handoffs / opens or 0 } } },
        },
        errorsOverTime = errors_of(first, last),
    }
end

local function usages(arguments)
    local first, last = period(arguments.period_start, arguments.period_end)
    if not first then return nil, last end
    local wanted, rows = {}, {}
    for _, name in ipairs(arguments.metric_types or { "auth-request" }) do wanted[name] = true end
    for number = first, last do
        for _, product in ipairs(all_days[number] and PRODUCTS or {}) do
            if wanted[product[1]] then
                rows[#rows + 1] = { date = story.iso_day(number), metric_type = product[1],
                                    count = all_days[number].uses[product[1]] }
            end
        end
    end
    return { usages = rows }
end

local function tool(name, description, properties, required)
    return { name = name, description = description, annotations = { readOnlyHint = true },
             inputSchema = { type = "object", properties = properties, required = required } }
end

local team, day = { type = "string", description = "The team's id." }, { type = "string", format = "date" }

local tools = {
    tool("plaid_list_teams", "The teams of the person who signed in."),
    tool("plaid_get_link_analytics", "How many people came through Link, and where it failed.",
         { team_id = team, from_date = day, to_date = day }, { "team_id", "from_date", "to_date" }),
    tool("plaid_get_usages", "How often each product was used, by day.", {
        team_id = team, period_start = day, period_end = day,
        metric_types = { type = "array", items = { type = "string" } },
    }, { "team_id", "period_start", "period_end" }),
    tool("plaid_debug_item", "What went wrong with one sign-in.",
         { team_id = team, item_id = { type = "string" } }, { "team_id", "item_id" }),
}

local ANSWERS = {
    plaid_list_teams = function() return { teams = { { id = TEAM, name = "Larkfield Boxes" } } } end,
    plaid_get_link_analytics = link_analytics, plaid_get_usages = usages,
    plaid_debug_item = function() return nil, "There is no such item" end,
}

local function call(name, arguments)
    if arguments.team_id and arguments.team_id ~= TEAM then return nil, "There is no such team" end
    return ANSWERS[name](arguments)
end

return { name = "Plaid", tools = tools, call = call }
