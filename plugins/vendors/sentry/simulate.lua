-- A simulated Sentry: what breaks, and what is slow, in the four programs of the story's company. Events are counted
-- from the issues they belong to, so that both searches tell the same. On the Monday of the bad week a new label
-- service went out and broke; it was taken back on Thursday. Replies are Markdown as the real server writes it: counts
-- as JSON in a fence, issues as headings and bullets, first days as "12 days ago" while they are young.

local chance = story.chance
local any, iso = chance.any, story.calendar.iso_time

local ORGANIZATION = "larkfield"
local HOUR, DAY = 3600, 86400
local KEPT_DAYS, WEEKS, ROWS_MAX = 90, 63, 100

-- All begins on a Monday and is told from there on, so that a week's data do not change with each new day.
local line = story.timeline(now)
local first_day, first_kept = story.calendar.monday_of(line.today) - 7 * WEEKS, line.today - KEPT_DAYS

-- new: issues a week; releases: days between two; usual: kinds of errors that never quite go away, with events a day.
local PROJECTS = {
    { slug = "shop-web", team = "#shop", new = 2.2, releases = 6, major = 5, usual = {
        { type = "TypeError", title = "TypeError: Cannot read properties of undefined", rate = 96, users = 0.71 },
        { type = "ChunkLoadError", title = "ChunkLoadError: Loading a chunk failed", rate = 41, users = 0.83 },
        { type = "NetworkError", title = "NetworkError: The request was interrupted", rate = 28, users = 0.77,
          level = "warning" } },
      types = { "TypeError", "RangeError", "ReferenceError" }, places = { "basket", "checkout", "box preview" } },
    { slug = "shop-api", team = "#shop", new = 1.4, releases = 8, major = 3, usual = {
        { type = "TimeoutError", title = "TimeoutError: price list took longer than 5 s", rate = 31, users = 0.42 },
        { type = "ValidationError", title = "ValidationError: unknown delivery day", rate = 22, users = 0.64,
          level = "warning" } },
      types = { "DeadlockError", "KeyError", "TimeoutError" }, places = { "billing run", "webhooks", "export" } },
    { slug = "label-service", team = "#labels", new = 0.9, releases = 13, major = 2, usual = {
        { type = "AddressError", title = "AddressError: postcode does not fit the town", rate = 14, users = 0.9 },
        { type = "PrinterOffline", title = "PrinterOffline: queue 3 does not answer", rate = 6, users = 0.05 } },
      types = { "CarrierError", "AddressError", "FormatError" }, places = { "rates", "print queue", "tracking" } },
    { slug = "warehouse-app", team = "#warehouse", new = 1.1, releases = 11, major = 7, usual = {
        { type = "IOException", title = "IOException: scanner disconnected", rate = 19, users = 0.3 },
        { type = "NullPointerException", title = "NullPointerException in the pick list", rate = 8, users = 0.25 } },
      types = { "NullPointerException", "OutOfMemoryError", "IllegalStateException" },
      places = { "stock count", "shift view", "scanner" } },
}

-- What the failed release of the label service threw from Monday 9:00 on; "after" in hours, "rate" in events a day.
local FAILED_RELEASE = "label-service@3.0.0"
local INCIDENT = {
    { type = "CarrierError", title = "CarrierError: the gateway rejects the postcode", rate = 1240, after = 1 },
    { type = "FormatError", title = "FormatError: label has no tracking number", rate = 610, after = 1 },
    { type = "CarrierError", title = "CarrierError: service level is not known", rate = 330, after = 3 },
    { type = "TimeoutError", title = "TimeoutError: the gateway took longer than 30 s", rate = 280, after = 5 },
    { type = "OutOfMemory", title = "OutOfMemory in the print worker", rate = 24, after = 8, level = "fatal" },
    { type = "DuplicateLabel", title = "DuplicateLabel: a parcel was printed twice", rate = 95, after = 26 },
    { type = "AddressError", title = "AddressError: house number is lost", rate = 140, after = 28 },
    { type = "WorkerExit", title = "WorkerExit: print worker ended with 137", rate = 16, after = 30, level = "fatal" },
}

--- The release that runs on a day.
local function release_on(project, day)
    local days_on = day - line.bad_week
    if project.slug == "label-service" and days_on >= 0 and days_on < 3 then return FAILED_RELEASE end
    local number = (day - first_day) // project.releases
    return string.format("%s@%d.%d.%d", project.slug, project.major, number // 4, number % 4)
end

--- Offices are busy on weekdays, and busier from season to season.
local function traffic(day)
    local _, month = story.calendar.civil(day)
    return ((day + 3) % 7 < 5 and 1.15 or 0.5) * story.season[month]
end

local function add_issue(project, issue)
    issue.project, issue.level = project, issue.level or "error"
    issue.days, issue.events, issue.users = {}, 0, issue.users or 0.5
    project.issues[#project.issues + 1] = issue
end

--- The share of its first rate that an issue still has on a day. What the failed release threw ended on Thursday early.
local function rest_on(issue, day)
    if issue.ended and day >= issue.ended then return 0 end
    if issue.release then return day == line.bad_week + 3 and 0.12 or 1 end
    if not issue.half_days then return 1 end
    return 0.5 ^ ((day - issue.first // DAY) / issue.half_days)
end

local function make_events(issue, random)
    local begins = issue.first // DAY
    for day = begins, line.today - 1 do
        local part = day == begins and 1 - issue.first % DAY / DAY or 1
        local mean = issue.rate * rest_on(issue, day) * traffic(day) * part
        if issue.half_days and mean < 0.02 then break end
        local count = chance.poisson(random, mean)
        if day == begins then count = math.max(1, count) end
        if count > 0 then
            issue.events, issue.last = issue.events + count, day * DAY + chance.rounded((8 + 12 * random()) * HOUR)
            if day >= first_kept then issue.days[day] = count end
        end
    end
    issue.last = math.max(issue.first, issue.last)
end

local function make_issues(project, random)
    project.issues = {}
    for _, usual in ipairs(project.usual) do
        add_issue(project, { type = usual.type, title = usual.title, rate = usual.rate, level = usual.level,
                             users = usual.users, first = first_day * DAY + 40000, status = "unresolved" })
    end
    for day = first_day, line.today - 1 do
        for _ = 1, chance.poisson(random, project.new / 7 * traffic(day)) do
            local type, place, fate = any(random, project.types), any(random, project.places), random()
            local ends = day + 4 + chance.rounded(40 * random() * random())
            local is_solved = fate < 0.58 and ends < line.today
            add_issue(project, {
                type = type, title = string.format("%s in the %s", type, place), rate = 1 + 16 * random() ^ 3,
                half_days = 2 + 9 * random(), first = day * DAY + chance.rounded((7 + 12 * random()) * HOUR),
                level = fate > 0.93 and "fatal" or fate > 0.85 and "warning" or nil, users = 0.2 + 0.6 * random(),
                status = is_solved and "resolved" or fate > 0.88 and "ignored" or "unresolved",
                ended = is_solved and ends or nil,
            })
        end
    end
    if project.slug ~= "label-service" then return end
    for _, one in ipairs(INCIDENT) do
        add_issue(project, {
            type = one.type, title = one.title, level = one.level, rate = one.rate, users = 0.62,
            first = line.bad_week * DAY + (9 + one.after) * HOUR, status = "resolved", ended = line.bad_week + 4,
            release = FAILED_RELEASE,
        })
    end
end

--- "1A", "1B" and so on, as Sentry numbers the issues of a project.
local function short_number(number)
    local digits, text = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", ""
    repeat
        text = string.sub(digits, number % 32 + 1, number % 32 + 1) .. text
        number = number // 32
    until number == 0
    return text
end

-- Which browser meets an error of the shop, by share of the events; the last one gets the rest.
local BROWSERS = { { "Chrome", 0.58 }, { "Safari", 0.24 }, { "Firefox", 0.1 }, { "Edge", 1 } }

--- Counts of a day and group: most in production, and a part of the young issues in staging too.
local function add_counts(counts, issue, day, count)
    local staging = issue.half_days and count * (3 + day % 5) // 40 or 0
    local function add(environment, events)
        if events == 0 then return end
        counts[#counts + 1] = {
            day = day, project = issue.project.slug, environment = environment, level = issue.level,
            release = issue.release or release_on(issue.project, day), type = issue.type, title = issue.title,
            events = events, users = issue.users,
        }
    end
    add("production", count - staging)
    add("staging", staging)
end

local function make_all()
    local issues, counts = {}, {}
    for index, project in ipairs(PROJECTS) do
        make_issues(project, chance.make_random(seed, 89 + index))
        table.sort(project.issues, function(one, other)
            return one.first < other.first or one.first == other.first and one.title < other.title
        end)
        for number, issue in ipairs(project.issues) do
            issue.id = string.upper(project.slug) .. "-" .. short_number(40 + number)
            make_events(issue, chance.make_random(seed + number, 93 + index))
            issues[#issues + 1] = issue
            for day = first_kept, line.today - 1 do
                if issue.days[day] then add_counts(counts, issue, day, issue.days[day]) end
            end
        end
    end
    return issues, counts
end

local all_issues, all_counts = make_all()

-- Requests: rate on a usual day, p95 in milliseconds, share that fails; tokens: of a call of its language model.
local ENDPOINTS = {
    { project = "shop-web", name = "/", rate = 9400, p95 = 620, failed = 0.002 },
    { project = "shop-web", name = "/boxes/:id", rate = 6100, p95 = 840, failed = 0.003 },
    { project = "shop-web", name = "/checkout", rate = 1250, p95 = 1480, failed = 0.011 },
    { project = "shop-api", name = "GET /prices", rate = 15200, p95 = 210, failed = 0.004 },
    { project = "shop-api", name = "POST /orders", rate = 1180, p95 = 690, failed = 0.009 },
    { project = "shop-api", name = "POST /assistant", rate = 430, p95 = 4300, failed = 0.021, tokens = 1450,
      models = { { "hearth-small", 0.8 }, { "hearth-large", 1 } } },
    { project = "label-service", name = "POST /labels", rate = 960, p95 = 1120, failed = 0.008, bad = true },
    { project = "label-service", name = "GET /rates", rate = 2100, p95 = 540, failed = 0.006, bad = true },
    { project = "warehouse-app", name = "GET /pick-list", rate = 1700, p95 = 380, failed = 0.005 },
    { project = "warehouse-app", name = "PUT /stock", rate = 820, p95 = 460, failed = 0.007 },
}

--- Shares of a whole number, the last one with what is left; each with its name.
local function split(total, shares)
    local parts, left = {}, total
    for index, one in ipairs(shares) do
        local part = index == #shares and left or math.min(left, total * (one[2] * 100 // 1) // 100)
        parts[index], left = { one[1], math.tointeger(part) }, left - math.tointeger(part)
    end
    return parts
end

--- What a request was on a day: the failed release made the label service slow and unreliable from Monday to Wednesday.
local function make_spans()
    local spans = {}
    for index, endpoint in ipairs(ENDPOINTS) do
        local random = chance.make_random(seed, 140 + index)
        for day = first_kept, line.today - 1 do
            local is_bad = endpoint.bad and day >= line.bad_week and day < line.bad_week + 3
            local count = chance.rounded(endpoint.rate * traffic(day) * (0.93 + 0.14 * random()))
            local p95 = endpoint.p95 * (0.92 + 0.16 * random()) * (is_bad and 3.4 or 1)
            local failed = endpoint.failed * (0.8 + 0.4 * random()) * (is_bad and 24 or 1)
            for _, place in ipairs(split(count, { { "production", 0.93 }, { "staging", 1 } })) do
                for _, model in ipairs(split(place[2], endpoint.models or { { nil, 1 } })) do
                    spans[#spans + 1] = {
                        day = day, project = endpoint.project, environment = place[1], transaction = endpoint.name,
                        model = model[1], events = model[2], p95 = p95, failed = failed,
                        tokens = endpoint.tokens and endpoint.tokens * (model[1] == "hearth-large" and 2 or 1),
                    }
                end
            end
        end
    end
    return spans
end

local all_spans = make_spans()

-- Searches: words of the form field:value, with a sign before the value.

local function with_sign(words, compare)
    local sign, bound = string.match(words, "^([<>]=?)(.+)$")
    if not sign then return nil end
    return function(value)
        local order = compare(value, bound)
        return sign == ">=" and order >= 0 or sign == "<=" and order <= 0 or sign == ">" and order > 0 or
            sign == "<" and order < 0
    end
end

--- Times as texts: compared as far as both reach, later when they reach further.
local function compare_times(time, bound)
    return time == bound and 0 or time < bound and -1 or 1
end

local SECONDS = { h = HOUR, d = DAY, w = 7 * DAY }

--- "-24h" or "24h": so many seconds back; nil for other words.
local function span_of(words)
    local count, unit = string.match(words or "", "^%-?(%d+)([hdw])$")
    return count and tonumber(count) * SECONDS[unit] or nil
end

--- A test of a time: ">=2026-09-01T00:00:00", or "-24h" for the last day.
local function time_test(words, time_of)
    local span = span_of(words)
    local fits = with_sign(span and ">=" .. iso(now - span) or words, compare_times)
    return fits and function(row) return fits(time_of(row)) end
end

local function equal_to(field)
    return function(words) return function(row) return row[field] == words end end
end

local EVENT_FILTERS = {
    project = equal_to("project"), environment = equal_to("environment"), release = equal_to("release"),
    level = equal_to("level"), ["error.type"] = equal_to("type"), title = equal_to("title"),
}

local SPAN_FILTERS = {
    project = equal_to("project"), environment = equal_to("environment"), transaction = equal_to("transaction"),
    is_transaction = function(words) return words == "true" and function() return true end or nil end,
    has = function(words)
        return words == "gen_ai.usage.total_tokens" and function(row) return row.tokens ~= nil end or nil
    end,
}

--- An error happens in one endpoint of its program, always the same.
local function endpoint_of(project, title)
    local names = {}
    for _, endpoint in ipairs(ENDPOINTS) do
        if endpoint.project == project then names[#names + 1] = endpoint.name end
    end
    return names[#title % #names + 1]
end

local RANKS = { fatal = "high", error = "medium" }

local ISSUE_FILTERS = {
    is = function(words)
        return (words == "unresolved" or words == "resolved" or words == "ignored") and equal_to("status")(words)
    end,
    level = equal_to("level"), ["error.type"] = equal_to("type"),
    ["issue.priority"] = function(words) return function(issue) return (RANKS[issue.level] or "low") == words end end,
    firstRelease = function(words)
        return function(issue)
            return (issue.release or release_on(issue.project, issue.first // DAY)) == words
        end
    end,
    environment = function(words)
        return function(issue) return words == "production" or words == "staging" and issue.half_days ~= nil end
    end,
    ["browser.name"] = function(words)
        local is_known = words == "Chrome" or words == "Safari" or words == "Firefox" or words == "Edge"
        return function(issue) return is_known and issue.project.slug == "shop-web" end
    end,
    transaction = function(words)
        return function(issue) return endpoint_of(issue.project.slug, issue.title) == words end
    end,
    project = function(words) return function(issue) return issue.project.slug == words end end,
    firstSeen = function(words) return time_test(words, function(issue) return iso(issue.first) end) end,
    lastSeen = function(words) return time_test(words, function(issue) return iso(issue.last) end) end,
}

--- The tests of a query, and its bounds on a field of its own; or nil and what could not be read.
local function understand(query, filters, bounded)
    local tests, bounds = {}, {}
    local whole = string.gsub(query or "", '"[^"]*"', function(words) return (string.gsub(words, " ", "\1")) end)
    for word in string.gmatch(whole, "%S+") do
        word = string.gsub(word, "\1", " ")
        local negated, field, words = string.match(word, "^(!?)([%w._]+):(.+)$")
        if field and field == bounded then
            bounds[#bounds + 1] = words
        else
            local test = field and filters[field] and filters[field]((string.gsub(words, '"', "")))
            if not test then return nil, "Error parsing search query: " .. word end
            tests[#tests + 1] = negated == "!" and function(row) return not test(row) end or test
        end
    end
    return tests, bounds
end

local function fits_all(row, tests)
    for _, test in ipairs(tests) do
        if not test(row) then return false end
    end
    return true
end

--- The share of a day's events that lie before an hour of it.
local function share_before(hour)
    local share = math.max(0, math.min(1, (hour - 6) / 16))
    return share * share * (3 - 2 * share)
end

--- Of a day's count what lies in the hours that all bounds admit.
local function part_of(row, bounds)
    local from, to = 0, 24
    for _, words in ipairs(bounds) do
        local sign, day, hour = string.match(words, "^([<>])=?(%d+%-%d+%-%d+)T?(%d?%d?)")
        local order = compare_times(story.iso_day(row.day), day)
        local at = order == 0 and (tonumber(hour) or 0) or order < 0 and 24 or 0
        if sign == ">" then from = math.max(from, at) else to = math.min(to, at) end
    end
    if from >= to then return 0 end
    return chance.rounded(row.events * share_before(to)) - chance.rounded(row.events * share_before(from))
end

local FIELDS = {
    ["timestamp.to_day"] = function(row) return story.iso_day(row.day) .. "T00:00:00+00:00" end,
    project = function(row) return row.project end, environment = function(row) return row.environment end,
    release = function(row) return row.release end, level = function(row) return row.level end,
    ["error.type"] = function(row) return row.type end, title = function(row) return row.title end,
    ["browser.name"] = function(_, browser) return browser or "" end,
    transaction = function(row) return endpoint_of(row.project, row.title) end,
}

local SPAN_FIELDS = {
    project = FIELDS.project, environment = FIELDS.environment,
    release = function(row) return row.project .. "@live" end, transaction = function(row) return row.transaction end,
    ["browser.name"] = FIELDS["browser.name"], ["gen_ai.request.model"] = function(row) return row.model or "" end,
}

--- The events of a row by browser, where that is asked for: only the shop runs in one.
local function by_browser(row, events, fields)
    local is_asked = false
    for _, field in ipairs(fields) do is_asked = is_asked or field == "browser.name" end
    return split(events, is_asked and row.project == "shop-web" and BROWSERS or { { nil, 1 } })
end

local function add_group(found, fields, known, row, events, browser)
    local values = {}
    for index, field in ipairs(fields) do values[index] = known[field](row, browser) end
    local key = table.concat(values, "\n")
    local group = found.groups[key]
    if not group then
        group = { values = values, key = key, events = 0, failed = 0, slow = 0, tokens = 0, users = 0 }
        found.groups[key], found.list[#found.list + 1] = group, group
    end
    group.events = group.events + events
    group.failed = group.failed + events * (row.failed or 0)
    group.slow = group.slow + events * (row.p95 or 0)
    group.tokens = group.tokens + events * (row.tokens or 0)
    group.users = group.users + events * (row.users or 0)
end

--- Sums by the fields that are no function, as a list of { values..., events, ... }.
local function grouped(fields, known, tests, bounds, since)
    local found = { groups = {}, list = {} }
    for _, row in ipairs(known == FIELDS and all_counts or all_spans) do
        local events = row.day * DAY >= since and fits_all(row, tests) and part_of(row, bounds) or 0
        if events > 0 then
            for _, part in ipairs(by_browser(row, events, fields)) do
                if part[2] > 0 then add_group(found, fields, known, row, part[2], part[1]) end
            end
        end
    end
    return found.list
end

-- The functions of a field, and how each is written. A group's p95 is here the mean of its endpoints'.
local NUMBERS = {
    ["count()"] = function(group) return string.format("%d", group.events) end,
    ["count_unique(user)"] = function(group) return string.format("%d", math.ceil(group.users)) end,
    ["failure_rate()"] = function(group) return string.format("%.6f", group.failed / group.events) end,
    ["p95(span.duration)"] = function(group) return string.format("%.2f", group.slow / group.events) end,
    ["sum(gen_ai.usage.total_tokens)"] = function(group) return string.format("%d", group.tokens) end,
}

local function quoted(text)
    return '"' .. string.gsub(text, '[\\"]', "\\%0") .. '"'
end

--- The list as the server prints it: two blanks for each depth.
local function json_of(list, fields, numbers)
    local records = {}
    for _, group in ipairs(list) do
        local lines = {}
        for index, field in ipairs(fields) do
            local value = group.values[index]
            lines[index] = string.format("    %s: %s", quoted(field), value == "" and "null" or quoted(value))
        end
        for _, name in ipairs(numbers) do
            lines[#lines + 1] = string.format("    %s: %s", quoted(name), NUMBERS[name](group))
        end
        records[#records + 1] = "  {\n" .. table.concat(lines, ",\n") .. "\n  }"
    end
    return "[\n" .. table.concat(records, ",\n") .. "\n]"
end

local function limit_of(arguments)
    local limit = math.tointeger(arguments.limit or 10)
    return limit and limit >= 1 and limit <= ROWS_MAX and limit or nil
end

local function events_text(arguments, fields, numbers, list, limit)
    local found, said = table.move(list, 1, math.min(limit, #list), 1, {}), "No results found.\n"
    if #found > 0 then
        said = string.format("Found %d aggregate result%s:\n\n```json\n%s\n```\n\n## Next Steps\n\n- Open an issue\n",
            #found, #found == 1 and "" or "s", json_of(found, fields, numbers))
    end
    return string.format("# Search Results for %s\n\n## Executed Search\n- Dataset: `%s`\n- Query: `%s`\n" ..
        "- Sort: `%s`\n- Time range: Last %s\n\n**View these results in Sentry**:\nhttps://%s.sentry.io/explore/\n\n" ..
        "%s", quoted(arguments.query or ""), arguments.dataset or "errors", arguments.query or "(empty)",
        arguments.sort or "-timestamp", arguments.period or "14d", ORGANIZATION, said)
end

--- What may be asked of each event: the fields to group by, and the functions; or nil and which one is wrong.
local function fields_of(wanted, known)
    local fields, numbers, counts = {}, {}, false
    for _, field in ipairs(wanted or {}) do
        counts = counts or field == "count()"
        local is_of_spans = field ~= "count_unique(user)"
        if NUMBERS[field] and (field == "count()" or is_of_spans == (known == SPAN_FIELDS)) then
            numbers[#numbers + 1] = field
        elseif known[field] then
            fields[#fields + 1] = field
        else
            return nil, "Invalid field: " .. field
        end
    end
    if not counts then return nil, "The simulated Sentry counts events: ask for the field count()" end
    return fields, numbers
end

local DATASETS = { errors = { FIELDS, EVENT_FILTERS }, spans = { SPAN_FIELDS, SPAN_FILTERS } }

local function search_events(arguments)
    local limit, span = limit_of(arguments), span_of(arguments.period or "14d")
    if not limit then return nil, "limit must be between 1 and 100" end
    if not span then return nil, "Invalid period: " .. tostring(arguments.period) end
    local known = DATASETS[arguments.dataset or "errors"]
    if not known then return nil, "The simulated Sentry keeps errors and spans alone" end
    local fields, numbers = fields_of(arguments.fields, known[1])
    if not fields then return nil, numbers end
    local tests, bounds = understand(arguments.query, known[2], "timestamp")
    if not tests then return nil, bounds end
    for _, words in ipairs(bounds) do
        if not string.find(words, "^[<>]=?%d%d%d%d%-%d%d%-%d%d") then return nil, "Invalid timestamp: " .. words end
    end
    local list = grouped(fields, known[1], tests, bounds, now - span)
    table.sort(list, function(one, other)
        if one.events ~= other.events then return (one.events > other.events) == (arguments.sort ~= "count()") end
        return one.key < other.key
    end)
    return events_text(arguments, fields, numbers, list, limit)
end

local function plural(count, word)
    return string.format("%d %s%s ago", count, word, count == 1 and "" or "s")
end

local function age(seconds)
    local hours = (now - seconds) // HOUR
    if hours < 1 then return plural((now - seconds) // 60, "minute") end
    if hours < 24 then return plural(hours, "hour") end
    if hours < 30 * 24 then return plural(hours // 24, "day") end
    return story.iso_day(seconds // DAY)
end

local SORTS = {
    new = function(issue) return issue.first end, date = function(issue) return issue.last end,
    freq = function(issue) return issue.events end, user = function(issue) return issue.events * issue.users end,
}

local function issue_text(index, issue)
    local users = chance.rounded(issue.events * issue.users)
    return string.format("## %d. [%s](https://%s.sentry.io/issues/%s)\n\n**%s**\n\n- **Status**: %s\n" ..
        "- **Users**: %d\n- **Events**: %d\n- **Assigned to**: %s\n- **First seen**: %s\n- **Last seen**: %s\n",
        index, issue.id, ORGANIZATION, issue.id, issue.title, issue.status, users, issue.events, issue.project.team,
        age(issue.first), age(issue.last))
end

local function search_issues(arguments)
    local limit, span = limit_of(arguments), span_of(arguments.period or "30d")
    local value_of = SORTS[arguments.sort or "date"]
    if not limit then return nil, "limit must be between 1 and 100" end
    if not span or not value_of then return nil, "Invalid period or sort" end
    local tests, refusal = understand(arguments.query or "is:unresolved", ISSUE_FILTERS)
    if not tests then return nil, refusal end
    local found = {}
    for _, issue in ipairs(all_issues) do
        local here = not arguments.projectSlugOrId or arguments.projectSlugOrId == issue.project.slug
        if here and issue.last >= now - span and fits_all(issue, tests) then found[#found + 1] = issue end
    end
    if #found == 0 then return "# Issues in **" .. ORGANIZATION .. "**\n\nNo issues found matching the search." end
    table.sort(found, function(one, other)
        local left, right = value_of(one), value_of(other)
        return left > right or left == right and one.id < other.id
    end)
    local texts = {}
    for index = 1, math.min(limit, #found) do texts[index] = issue_text(index, found[index]) end
    return string.format("# Search Results for %s\n\nFound **%d** issue%s:\n\n%s\n## Next Steps\n\n- Open an issue\n",
        quoted(arguments.query or "is:unresolved"), #texts, #texts == 1 and "" or "s", table.concat(texts, "\n"))
end

local ON_ORGANIZATION = { search_events = search_events, search_issues = search_issues }

local function call(tool, arguments)
    arguments = arguments or {}
    if tool == "find_organizations" then
        return { organizations = { { slug = ORGANIZATION, webUrl = "https://larkfield.sentry.io",
                                     regionUrl = "https://de.sentry.io" } }, hasMore = false }
    end
    if not ON_ORGANIZATION[tool] then return nil, "The simulated Sentry does not run " .. tostring(tool) end
    if arguments.organizationSlug ~= ORGANIZATION then
        return nil, "404: organization " .. tostring(arguments.organizationSlug) .. " not found"
    end
    return ON_ORGANIZATION[tool](arguments)
end

local text, number, flag = { type = "string" }, { type = "number" }, { type = "boolean" }

local function one_of(...)
    return { type = "string", enum = { ... } }
end

local function tool(name, description, properties, required, reads)
    return {
        name = name, description = description,
        inputSchema = { type = "object", properties = properties, required = required },
        annotations = { readOnlyHint = reads, destructiveHint = not reads, openWorldHint = true },
    }
end

return {
    name = "sentry",
    tools = {
        tool("find_organizations", "The organizations of this sign-in.", { query = text }, nil, true),
        tool("search_events", "Count or list events.", {
            organizationSlug = text, query = text, fields = { type = "array", items = text }, sort = text,
            dataset = one_of("spans", "errors", "logs", "metrics", "profiles", "replays"), projectSlug = text,
            period = text, regionUrl = text, limit = number, includeExplanation = flag,
        }, { "organizationSlug" }, true),
        tool("search_issues", "List grouped issues.", {
            organizationSlug = text, query = text, sort = one_of("date", "freq", "new", "user", "recommended"),
            projectSlugOrId = text, regionUrl = text, limit = number, includeExplanation = flag,
            period = one_of("24h", "7d", "14d", "30d", "90d"),
        }, { "organizationSlug" }, true),
        tool("execute_sentry_tool", "Run any tool of the hidden catalogue.",
            { name = text, arguments = { type = "object" } }, { "name" }, false),
        tool("update_issue", "Resolve, reopen, assign or ignore an issue.", {
            organizationSlug = text, issueId = text, assignedTo = text,
            status = one_of("resolved", "resolvedInNextRelease", "unresolved", "ignored"),
        }, nil, false),
        tool("analyze_issue_with_seer", "Start a paid analysis of an issue.",
            { organizationSlug = text, issueId = text, instruction = text }, nil, false),
    },
    call = call,
}
