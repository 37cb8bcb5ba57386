-- Sentry's Markdown into rows: a heading and bullets for each row. A reply holds 100 rows and has no second page, so
-- time is walked in windows, and a window that comes back full is not taken but asked for again in halves.

local plugin = {}

local HOUR, DAY = 3600, 86400
local ROWS_MAX, WINDOW_DAYS = 100, 30

local FIELDS = {
    "timestamp.to_day", "project", "environment", "release", "level", "error.type", "count()",
}

-- What a field may be called in a reply; names are compared without case, spaces and signs.
local NAMES = {
    day = { "timestamptoday" }, project = { "project", "projectslug" }, environment = { "environment" },
    release = { "release" }, level = { "level" }, error_type = { "errortype" }, count = { "count" },
    id = { "shortid", "issueid", "id" }, title = { "title" }, status = { "status" },
    first_seen = { "firstseen" }, last_seen = { "lastseen" }, events = { "events", "eventcount", "count" },
    users = { "users", "usercount", "usersimpacted", "affectedusers" },
}

local function plain(name)
    return (string.gsub(string.lower(name), "[^a-z0-9]", ""))
end

--- Days since 1970 of a calendar day.
local function day_number(year, month, day)
    local shifted = month <= 2 and year - 1 or year
    local era = shifted // 400
    local of_era = shifted - era * 400
    local of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
end

local function unix(text)
    local year, month, day, hour = string.match(text, "^(%d%d%d%d)-(%d%d)-(%d%d)T?(%d?%d?)")
    assert(year, "no time: " .. text)
    return day_number(tonumber(year), tonumber(month), tonumber(day)) * DAY + (tonumber(hour) or 0) * HOUR
end

local function iso(seconds)
    local days = seconds // DAY + 719468
    local era = days // 146097
    local of_era = days - era * 146097
    local of_400 = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    local of_year = of_era - (365 * of_400 + of_400 // 4 - of_400 // 100)
    local part = (5 * of_year + 2) // 153
    local month = part < 10 and part + 3 or part - 9
    local year = of_400 + era * 400 + (month <= 2 and 1 or 0)
    return string.format("%04d-%02d-%02dT%02d:00:00", year, month, of_year - (153 * part + 2) // 5 + 1,
        seconds % DAY // HOUR)
end

--- A bullet or a line of bold text as name and value: "- **Level**: error", "**count():** 12", "level: error".
local function field_of(line)
    local words = string.gsub(string.gsub(line, "^%s*[-*]%s+", ""), "[*`]", "")
    return string.match(words, "^%s*([%a][%w _.()]*):%s+(.-)%s*$")
end

--- The rows of a Markdown text: what stands under each heading below the first level, the executed search left out.
local function rows_in(text)
    local rows, row, skips = {}, nil, false
    for line in string.gmatch(text .. "\n", "([^\n]*)\n") do
        local heading = string.match(line, "^##+%s+(.-)%s*$")
        if heading then
            skips = string.find(string.lower(heading), "executed search", 1, true) ~= nil
            row = { heading = heading }
            if not skips then rows[#rows + 1] = row end
        elseif row and not skips then
            local name, value = field_of(line)
            if name then
                row[plain(name)] = value
                row.known = true
            end
        end
    end
    local kept = {}
    for _, one in ipairs(rows) do
        if one.known then kept[#kept + 1] = one end
    end
    local says_none = string.find(string.lower(text), "no [%a ]*found") or string.find(string.lower(text), "found 0 ")
    assert(#kept > 0 or says_none, "the reply has no row under a heading, and does not say that there is none")
    return kept
end

--- Rows with plain names, from Markdown or from a list that stood in it.
local function rows_of(reply)
    if type(reply) == "string" then return rows_in(reply) end
    assert(type(reply) == "table" and (reply[1] ~= nil or next(reply) == nil), "the reply is neither a text nor a list")
    local rows = {}
    for index, object in ipairs(reply) do
        assert(type(object) == "table", "a row of the reply is no record")
        rows[index] = {}
        for name, value in pairs(object) do rows[index][plain(name)] = value end
    end
    return rows
end

local function find(row, column)
    for _, name in ipairs(NAMES[column]) do
        local value = row[name]
        if type(value) == "table" then value = value.slug or value.name end
        if value ~= nil and value ~= "" and value ~= "null" and value ~= "None" then return value end
    end
    return nil
end

local function count(row, column)
    local value = find(row, column)
    if value == nil then return nil end
    local number = math.tointeger(tonumber((string.gsub(tostring(value), ",", ""))))
    return assert(number, column .. " is no whole number: " .. tostring(value))
end

--- The first organization's slug; newer servers send a list, older ones headings or bullets.
function plugin.account(reply)
    if type(reply) == "string" then
        local slug = string.match(reply, "[Ss]lug[*`]*:?[*`]*%s*`?([a-z0-9][a-z0-9_-]*)") or
            string.match(reply, "\n##+%s+[*`]*([a-z0-9][a-z0-9_-]*)")
        return { organization = assert(slug, "the reply names no organization") }
    end
    assert(type(reply) == "table", "the reply names no organization")
    local first = (reply.organizations or reply.results or reply)[1]
    return { organization = assert(first and first.slug, "the reply names no organization") }
end

local function windowed(field, from, to)
    return string.format("%s:>=%s %s:<%s", field, iso(from), field, iso(to))
end

local function search(request, from, to)
    local arguments = { organizationSlug = request.account.organization, period = "90d", limit = ROWS_MAX }
    if request.dataset == "errors" then
        arguments.dataset, arguments.fields, arguments.sort = "errors", FIELDS, "-count()"
        arguments.query = from and windowed("timestamp", from, to) or ""
    else
        arguments.sort = "new"
        arguments.query = from and windowed("firstSeen", from, to) or "firstSeen:-90d"
    end
    return arguments
end

--- From and to: errors are counted by UTC day, issues from hour to hour of the organization's own days.
local function bounds(request)
    local range = request.range or {}
    if not range.start or not range["end"] then return nil end
    if request.dataset == "errors" then return unix(range.start), unix(range["end"]) end
    return range.start_unix // HOUR * HOUR, (range.end_unix + HOUR - 1) // HOUR * HOUR
end

--- The first window of the range. Without a range there is one search, which a full page makes an error.
function plugin.prepare(request)
    local from, to = bounds(request)
    if not from then return search(request) end
    return search(request, from, math.min(to, from + WINDOW_DAYS * DAY))
end

--- The window after this one, or the first half of this one where it came back full.
function plugin.more(request, arguments, reply)
    local from, to = string.match(arguments.query or "", ":>=(%S+) %S+:<(%S+)")
    if not from then return nil end
    from, to = unix(from), unix(to)
    if #rows_of(reply) >= ROWS_MAX then
        assert(to - from > HOUR, "there are more than 100 groups in one hour")
        local half = from + math.max(HOUR, (to - from) // 2 // HOUR * HOUR)
        return search(request, from, half)
    end
    local _, last = bounds(request)
    if to >= last then return nil end
    return search(request, to, math.min(last, to + math.min(WINDOW_DAYS * DAY, 2 * (to - from))))
end

local shape = {}

--- Sentry's days are those of UTC; only the day of the time is kept, so that it does not move into another zone.
function shape.errors(row)
    local day = assert(find(row, "day"), "a row has no day")
    return {
        day = assert(string.match(day, "^%d%d%d%d%-%d%d%-%d%d"), "a row's day cannot be read: " .. day),
        project = find(row, "project"), environment = find(row, "environment"), release = find(row, "release"),
        level = find(row, "level"), error_type = find(row, "error_type"),
        events = assert(count(row, "count"), "a row has no count"),
    }
end

--- "1. [SHOP-12](https://...): Broken" names the issue where no bullet does.
function shape.issues(row)
    local heading = row.heading or ""
    local id = find(row, "id") or string.match(heading, "([A-Z][A-Z0-9_-]*%-[A-Z0-9]+)")
    assert(id, "an issue has no id")
    local title = find(row, "title") or string.match(heading, "%]?%(?%S*%)?:%s+(.+)$") or heading
    return {
        id = id, title = title ~= "" and title or nil, status = find(row, "status"), level = find(row, "level"),
        project = find(row, "project") or string.lower(string.match(id, "^(.+)%-[^-]+$") or id),
        first_seen = assert(find(row, "first_seen"), "an issue does not say when it was first seen"),
        last_seen = find(row, "last_seen"), events = count(row, "events"), users = count(row, "users"),
    }
end

--- Nothing of a full reply is taken: more() asks for its time again in halves.
function plugin.shape(request, reply)
    local found, to_row, rows = rows_of(reply), shape[request.dataset], {}
    if #found >= ROWS_MAX then
        assert(bounds(request), "the reply is full and may not be all; ask for a period")
        return {}
    end
    for index, row in ipairs(found) do rows[index] = to_row(row) end
    return rows
end

return plugin
