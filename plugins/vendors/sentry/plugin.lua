-- Sentry's prose into rows. Counts of events stand in it as a list, which the engine takes out; each issue has a
-- heading and bullets. A reply holds 100 rows and has no second page, so time is walked in windows, and a window that
-- comes back full is not taken but asked for again in halves. Of a young issue the reply tells its first day as "12
-- days ago"; then the window is one day, which is the answer. So it is for spans, whose rows name no day.

local plugin = {}

local HOUR, DAY = 3600, 86400
local ROWS_MAX, WINDOW_DAYS, DATED_AFTER_DAYS, REACH_DAYS = 100, 30, 31, 90

local NO_ORGANIZATION = "This sign-in does not see the Sentry organization that the connection names."

-- What each dataset asks for. Spans are asked for day by day, for that their day can be grouped by is not documented.
local P95, FAILED, TOKENS = "p95(span.duration)", "failure_rate()", "sum(gen_ai.usage.total_tokens)"
local SEARCHES = {
    errors = { dataset = "errors", numbers = { "count()" } },
    error_users = { dataset = "errors", numbers = { "count()", "count_unique(user)" } },
    transactions = { dataset = "spans", daily = true, only = "is_transaction:true",
                     numbers = { "count()", FAILED, P95 } },
    model_calls = { dataset = "spans", daily = true, only = "has:gen_ai.usage.total_tokens",
                    numbers = { "count()", TOKENS } },
}

-- The field behind each column that counts can be told apart by.
local FIELDS = {
    project = "project", environment = "environment", release = "release", level = "level", error_type = "error.type",
    browser = "browser.name", title = "title", transaction = "transaction", model = "gen_ai.request.model",
}

local TOO_OLD = "Sentry finds nothing older than 90 days: ask for a later period."

--- As Sentry's search writes a time: UTC, without a zone.
local function iso(seconds)
    return string.sub(days.iso(seconds), 1, 19)
end

--- "**4,210**" and the like as a number.
local function number_of(words)
    return math.tointeger(tonumber((string.gsub(words or "", "[,*%s]", ""))))
end

local read = {}

--- The engine has taken the list out of the prose; what is left of a search without a result is the prose.
function read.errors(reply)
    if data.is_list(reply) then return reply end
    assert(type(reply) == "string", "the reply is neither a list of counts nor a text")
    assert(string.find(reply, "No results found", 1, true), "the reply has no list of counts, and does not say so")
    return {}
end

for dataset in pairs(SEARCHES) do read[dataset] = read.errors end

--- A heading for each issue, its title in bold, and bullets: "- **Status**: unresolved".
function read.issues(text)
    assert(type(text) == "string", "the reply is no text")
    local rows, row = {}, nil
    for line in string.gmatch(text .. "\n", "([^\n]*)\n") do
        local id = string.match(line, "^##+%s+%d+%.%s+%[([^%]]+)%]")
        if id then
            row = { id = id }
            rows[#rows + 1] = row
        elseif string.find(line, "^#") then
            row = nil
        elseif row then
            local name, value = string.match(line, "^%-%s+%*%*([^*]+)%*%*:%s+(.-)%s*$")
            if name then row[string.lower(name)] = value end
            row.title = row.title or not name and string.match(line, "^%*%*(.+)%*%*%s*$") or nil
        end
    end
    local said = number_of(string.match(text, "\nFound ([%d,*]+) "))
    assert(said or string.find(text, "No issues found", 1, true), "the reply does not say how many issues it found")
    assert((said or 0) == #rows, "the reply names another number of issues than it holds")
    return rows
end

--- The slug of the settings' organization, else of the first; servers before 2026 sent a text instead of a list.
function plugin.account(reply, settings)
    local wanted = settings and settings.organization
    if type(reply) == "string" then
        if wanted and string.find(reply, wanted, 1, true) then return { organization = wanted } end
        if wanted then return nil, NO_ORGANIZATION end
        local slug = string.match(reply, "[Ss]lug[*`]*:?[*`]*%s*`?([a-z0-9][a-z0-9_-]*)") or
            string.match(reply, "\n##+%s+[*`]*([a-z0-9][a-z0-9_-]*)")
        return { organization = assert(slug, "the reply names no organization") }
    end
    assert(type(reply) == "table", "the reply names no organization")
    for _, one in ipairs(reply.organizations or reply) do
        local slug = assert(one.slug, "an organization has no slug")
        if not wanted or slug == wanted then return { organization = slug } end
    end
    assert(wanted, "the reply names no organization")
    return nil, NO_ORGANIZATION
end

--- The fields of a search: the day where it can be had, what is told apart, and the numbers.
local function fields_of(request, events)
    local fields = {}
    if not events.daily then fields[1] = "timestamp.to_day" end
    for _, column in ipairs(request.group_by) do
        fields[#fields + 1] = assert(FIELDS[column], "no field for a column")
    end
    for _, number in ipairs(events.numbers) do fields[#fields + 1] = number end
    return fields
end

local function search(request, from, to)
    local events = SEARCHES[request.dataset]
    local field = events and "timestamp" or "firstSeen"
    local query = string.format("%s:>=%s %s:<%s", field, iso(from), field, iso(to))
    local arguments = {
        organizationSlug = request.account.organization, period = "90d", limit = ROWS_MAX, query = query, sort = "new",
    }
    if events then
        arguments.dataset, arguments.sort = events.dataset, "-count()"
        arguments.fields = fields_of(request, events)
        arguments.query = events.only and query .. " " .. events.only or query
    end
    return arguments
end

--- From and to, in whole UTC days; without a period all that Sentry reaches.
local function bounds(request)
    local range, today = request.range or {}, request.today and days.unix(request.today)
    assert(today or range.start and range["end"], "no period is named")
    return range.start and days.unix(range.start) or today - (REACH_DAYS - 1) * DAY,
        range["end"] and days.unix(range["end"]) or today + DAY, today
end

--- Where a window from a time on ends, if it may be so long: young issues and spans are asked for day by day.
local function window_end(request, from, length)
    local _, last, today = bounds(request)
    local dated = today and today - DATED_AFTER_DAYS * DAY or 0
    local events = SEARCHES[request.dataset]
    if not events or events.daily then
        local rest = DAY - from % DAY
        length = not events and from < dated and math.min(length, dated - from) or math.min(length, rest)
    end
    return math.min(last, from + length)
end

--- The first window of the range.
function plugin.prepare(request)
    local from, _, today = bounds(request)
    if today and from < today - REACH_DAYS * DAY then return nil, TOO_OLD end
    return search(request, from, window_end(request, from, WINDOW_DAYS * DAY))
end

local function window_of(arguments)
    local from, to = string.match(arguments.query or "", ":>=(%S+) %S+:<(%S+)")
    assert(from, "the search names no window of time")
    return days.unix(from), days.unix(to)
end

--- Half of a window: whole days as long as there are two, then hours.
local function half_of(from, to)
    local step = to - from >= 2 * DAY and DAY or HOUR
    return from + math.max(step, (to - from) // 2 // step * step)
end

--- The window after this one, or the first half of this one where it came back full. It grows where there is room.
function plugin.more(request, arguments, reply)
    local from, to = window_of(arguments)
    local count = #read[request.dataset](reply)
    if count >= ROWS_MAX then
        assert(to - from > HOUR, "there are more than 100 groups in one hour")
        return search(request, from, half_of(from, to))
    end
    local _, last = bounds(request)
    if to >= last then return nil end
    local length = (to - from) * (count * 5 < ROWS_MAX * 2 and 2 or 1)
    return search(request, to, window_end(request, to, math.min(WINDOW_DAYS * DAY, math.max(length, HOUR))))
end

local shape = {}

local function whole(row, name)
    return assert(math.tointeger(tonumber(row[name])), "a row has no " .. name)
end

--- Sentry's days are those of UTC; only the day of the time is kept, so that it does not move into another zone.
local function day_in(row)
    return string.match(row["timestamp.to_day"] or "", "^%d%d%d%d%-%d%d%-%d%d")
end

--- The day of a window that is no longer than one.
local function day_asked(arguments)
    local from, to = window_of(arguments or {})
    assert(to - from <= DAY, "a row's day cannot be told")
    return string.sub(iso(from), 1, 10)
end

--- The columns that are told apart; an error of several types is one of its first.
local function told_apart(request, row, record)
    for _, column in ipairs(request.group_by) do
        local value = row[FIELDS[column]]
        if type(value) == "table" then value = value[1] end
        record[column] = data.text(value)
    end
    return record
end

function shape.errors(row, _, request)
    local day = assert(day_in(row), "a row has no day that can be read")
    return told_apart(request, row, { day = day, events = whole(row, "count()") })
end

function shape.error_users(row, _, request)
    local day = assert(day_in(row), "a row has no day that can be read")
    return told_apart(request, row, { day = day, users = whole(row, "count_unique(user)") })
end

--- Of the rate its upper part, so that it can be added up.
function shape.transactions(row, arguments, request)
    local count, rate, minutes = whole(row, "count()"), tonumber(row[FAILED]), DAY // 60
    if not day_in(row) then
        local from, to = window_of(arguments or {})
        minutes = (to - from) // 60
    end
    return told_apart(request, row, {
        day = day_in(row) or day_asked(arguments), transactions = count, failures = rate and rate * count,
        p95 = tonumber(row[P95]), a_minute = count / minutes,
    })
end

function shape.model_calls(row, arguments, request)
    return told_apart(request, row, {
        day = day_in(row) or day_asked(arguments), calls = whole(row, "count()"),
        tokens = math.tointeger(tonumber(row[TOKENS])),
    })
end

--- The day an issue was first seen: as the reply says, or that of a window that is no longer than a day.
local function first_day_of(row, arguments)
    local said = assert(row["first seen"], "an issue does not say when it was first seen")
    local day = string.match(said, "^%d%d%d%d%-%d%d%-%d%d")
    if day then return day end
    return day_asked(arguments)
end

function shape.issues(row, arguments)
    return {
        id = row.id, title = row.title, status = row.status,
        project = string.lower(string.match(row.id, "^(.+)%-[^-]+$") or row.id),
        first_seen = first_day_of(row, arguments), events = number_of(row.events), users = number_of(row.users),
    }
end

--- Nothing of a full reply is taken: more() asks for its time again in halves.
function plugin.shape(request, reply, arguments)
    local found, to_row, rows = read[request.dataset](reply), shape[request.dataset], {}
    if #found >= ROWS_MAX then return {} end
    for index, row in ipairs(found) do rows[index] = to_row(row, arguments, request) end
    return rows
end

return plugin
