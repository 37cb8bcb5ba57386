-- Sentry's prose into rows. Counts of events stand in it as a list, which the engine takes out; each issue has a
-- heading and bullets. A reply holds 100 rows and has no second page, so time is walked in windows, and a window that
-- comes back full is not taken but asked for again in halves. Of a young issue the reply tells its first day as "12
-- days ago"; then the window is one day, which is the answer. So it is for spans, whose rows name no day. By level,
-- release and the like issues are searched for value by value, in windows that shrink only where issues are found.

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

-- What a reply about issues does not say is searched for, value by value: these, or those of the period's errors.
local SPLITS = {
    level = { field = "level", values = { "fatal", "error", "warning", "info", "debug" } },
    priority = { field = "issue.priority", values = { "high", "medium", "low" } },
    release = { field = "firstRelease" }, environment = { field = "environment" },
    error_type = { field = "error.type" },
    transaction = { field = "transaction" },
}
local LOOKED_UP, SEARCHES_MAX = { "release", "environment", "error_type", "transaction" }, 100
local NO_VALUE = "Sentry knows no error in this period that is told apart so."
local TOO_MANY = "Sentry would have to be searched too often for this: name one of them, or ask for one of the two."
local VALUES_CUT = "Sentry names the 100 with the most errors only; the issues of the others are missing."

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

--- The values of a column that the question names, else all that are known.
local function values_of(request, column)
    local said, parts = request.filters and request.filters[column], request.contains and request.contains[column]
    if said then return said end
    local known, values = SPLITS[column].values, {}
    if not known then
        known = {}
        local found = data.child(request, "found")[column] or ""
        for value in string.gmatch(found, "[^\n]+") do known[#known + 1] = value end
    end
    for _, value in ipairs(known) do
        local fits = true
        for _, part in ipairs(parts or {}) do
            fits = fits and string.find(string.lower(value), string.lower(part), 1, true) ~= nil
        end
        if fits then values[#values + 1] = value end
    end
    return values
end

--- The ends of the searches for issues, one for each value: ' level:"fatal"'; what each stands for is in the second.
local function tails_of(request)
    local tails, records = { "" }, { {} }
    if request.dataset ~= "issues" then return tails, records end
    for _, column in ipairs(request.group_by) do
        local more, marks = {}, {}
        for index, tail in ipairs(tails) do
            for _, value in ipairs(values_of(request, column)) do
                local record = { [column] = value }
                for name, other in pairs(records[index]) do record[name] = other end
                more[#more + 1] = string.format('%s %s:"%s"', tail, SPLITS[column].field, value)
                marks[#marks + 1] = record
            end
        end
        tails, records = more, marks
    end
    return tails, records
end

--- The end of a search behind its window, and its place among the ends.
local function tail_of(request, arguments)
    local said = string.match(arguments.query or "", "firstSeen:<%S+(.*)$") or ""
    local tails, records = tails_of(request)
    for index, tail in ipairs(tails) do
        if tail == said then return tail, index, records[index], tails end
    end
    return said, #tails, {}, tails
end

local function search(request, from, to, tail)
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
    else
        arguments.query = query .. (tail or "")
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
    if not events and #request.group_by > 0 then return math.min(last, from + length) end
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
    local tails = tails_of(request)
    if #tails == 0 then return nil, NO_VALUE end
    if #tails > SEARCHES_MAX then return nil, TOO_MANY end
    return search(request, from, window_end(request, from, WINDOW_DAYS * DAY), tails[1])
end

--- The values that the errors of the period have, where issues are asked for by one that no list knows.
function plugin.lookup(request, position)
    local column, is_asked = LOOKED_UP[position], false
    for _, one in ipairs(request.group_by) do is_asked = is_asked or one == column end
    if not is_asked or request.filters and request.filters[column] then return nil end
    local from, to = bounds(request)
    return {
        organizationSlug = request.account.organization, period = "90d", limit = ROWS_MAX, dataset = "errors",
        fields = { FIELDS[column], "count()" }, sort = "-count()",
        query = string.format("timestamp:>=%s timestamp:<%s", iso(from), iso(to)),
    }
end

function plugin.found(_, reply, position)
    local column, values, seen = LOOKED_UP[position], {}, {}
    local rows = read.errors(reply)
    for _, row in ipairs(rows) do
        local value = row[FIELDS[column]]
        value = data.text(type(value) == "table" and value[1] or value)
        -- What the syntax of searches reads as its own is left out.
        if value and not seen[value] and not string.find(value, '["\\*%c]') then
            seen[value], values[#values + 1] = true, value
        end
    end
    return { [column] = table.concat(values, "\n") }, #rows >= ROWS_MAX and VALUES_CUT or nil
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

--- Whether a reply's time is to be asked for again in parts: it is full, or an issue's day cannot be told.
local function is_to_halve(request, rows, from, to)
    if #rows >= ROWS_MAX then return true end
    for _, row in ipairs(request.dataset == "issues" and from // DAY ~= (to - 1) // DAY and rows or {}) do
        if not string.find(row["first seen"] or "", "^%d%d%d%d%-%d%d%-%d%d") then return true end
    end
    return false
end

--- The window after this one, or the first half of this one where it came back full. It grows where there is room.
function plugin.more(request, arguments, reply)
    local from, to = window_of(arguments)
    local rows = read[request.dataset](reply)
    local tail, place, _, tails = tail_of(request, arguments)
    if is_to_halve(request, rows, from, to) then
        assert(to - from > HOUR, "there are more than 100 groups in one hour")
        return search(request, from, half_of(from, to), tail)
    end
    local first, last = bounds(request)
    if to >= last then
        local following = tails[place + 1]
        return following and search(request, first, window_end(request, first, WINDOW_DAYS * DAY), following) or nil
    end
    local length = (to - from) * (#rows * 5 < ROWS_MAX * 2 and 2 or 1)
    return search(request, to, window_end(request, to, math.min(WINDOW_DAYS * DAY, math.max(length, HOUR))), tail)
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

function shape.issues(row, arguments, request)
    local _, _, told = tail_of(request, arguments or {})
    local record = {
        id = row.id, title = row.title, status = row.status,
        project = string.lower(string.match(row.id, "^(.+)%-[^-]+$") or row.id),
        first_seen = first_day_of(row, arguments), events = number_of(row.events), users = number_of(row.users),
        category = row.category or "error", assignee = row["assigned to"],  -- The server leaves "error" out.
    }
    for column, value in pairs(told) do record[column] = value end
    return record
end

--- Nothing of a reply that more() asks for again in halves is taken.
function plugin.shape(request, reply, arguments)
    local found, to_row, rows = read[request.dataset](reply), shape[request.dataset], {}
    local from, to = window_of(arguments or {})
    if is_to_halve(request, found, from, to) then return {} end
    for index, row in ipairs(found) do rows[index] = to_row(row, arguments, request) end
    return rows
end

return plugin
