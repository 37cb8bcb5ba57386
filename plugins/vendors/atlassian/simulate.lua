-- A simulated Atlassian: Jira and Confluence of the story's company, where warehouse, customer care and office IT work
-- (its product teams use another tool). Late parcels flooded customer care in the bad week. JQL and CQL are understood
-- as conditions joined by AND, and one ORDER BY; a JQL search without any condition is refused, as Jira does.

local chance = story.chance
local pick, any, iso_time = chance.pick, chance.any, story.calendar.iso_time

local SITE = {
    id = "5e0c31b4-7a42-4d1f-9c6e-1a2b3c4d5e6f", url = "https://larkfield.atlassian.net", name = "larkfield",
}
local DAY, WEEKS = 86400, 77
local PAGE_ROWS_MAX = 100

-- All begins on a Monday and is told from there on, so that a week's data do not change with each new day.
local line = story.timeline(now)
local monday = story.calendar.monday_of(line.today)
local first_day = monday - 7 * WEEKS

-- rate: work items on a working day; days: usual time to a resolution; hours: usual time logged.
local PROJECTS = {
    { key = "OPS", name = "Operations", rate = 1.15, days = 3.4, hours = 2.6, bugs = 0.12, stories = 0.20,
      people = { "Helga Winter", "Samir Aziz", "Nora Fink" }, versions = false,
      topics = { "shelf plan", "carrier pick-up", "packing tables", "stock count", "pallet labels", "cold boxes" } },
    { key = "CARE", name = "Customer care", rate = 1.35, days = 1.5, hours = 0.8, bugs = 0.10, stories = 0.05,
      people = { "Paul Okello", "Julia Stein", "Marco Bruni" }, versions = false,
      topics = { "Missing box", "Wrong snacks", "Change of address", "Refund question", "Allergy question" } },
    { key = "IT", name = "Office IT", rate = 0.80, days = 5.2, hours = 3.4, bugs = 0.42, stories = 0.26,
      people = { "Ines Prado", "Kofi Mensah" }, versions = true,
      topics = { "stock export", "label printer", "sign-in", "phone system", "nightly report", "till" } },
}

-- from, to: the days between which work was taken on for an epic; without "to" it goes on.
local EPICS = {
    { project = 1, from = first_day, to = first_day + 190, title = "Second packing line" },
    { project = 1, from = first_day + 120, to = line.policy_change + 5, title = "Delivery in two days everywhere" },
    { project = 1, from = monday - 210, title = "Cold boxes for the summer" },
    { project = 1, from = line.bad_week, title = "Parcels after the failed label release" },
    { project = 2, from = first_day, to = line.price_change + 40, title = "Answers about the new prices" },
    { project = 2, from = monday - 330, title = "Shorter answer times" },
    { project = 2, from = line.bad_week, to = line.bad_week + 33, title = "Late and damaged parcels" },
    { project = 3, from = first_day + 30, to = first_day + 260, title = "New stock system" },
    { project = 3, from = monday - 260, title = "Label printers" },
    { project = 3, from = monday - 75, title = "Phones for the new office" },
}

local PRIORITIES = {
    { name = "Highest", share = 0.06, pace = 0.35 }, { name = "High", share = 0.21, pace = 0.7 },
    { name = "Medium", share = 0.50, pace = 1.0 }, { name = "Low", share = 0.17, pace = 1.7 },
    { name = "Lowest", share = 0.06, pace = 2.4 },
}

--- "2026-09-01 10:15:30", in which form moments are compared.
local function moment(seconds)
    return (string.gsub(iso_time(seconds), "T", " "))
end

local function iso(seconds, zone)
    return seconds and iso_time(seconds, ".000" .. zone) or nil
end

--- How much is worked on a day: little at weekends and around the new year, less in summer.
local function bustle(day)
    if (day + 3) % 7 >= 5 then return 0.12 end
    local _, month, of_month = story.calendar.civil(day)
    if month == 12 and of_month > 22 or month == 1 and of_month < 3 then return 0.3 end
    return (month == 7 or month == 8) and 0.85 or 1
end

local function work_time(random, day)
    return day * DAY + chance.rounded((7 + 11 * random()) * 3600)
end

--- Seconds around the usual number of days, with a long tail.
local function spread(random, days, width)
    return chance.rounded(days * math.exp(width * chance.normal(random)) * DAY)
end

local function epic_on(random, project, day)
    local open = {}
    for _, epic in ipairs(EPICS) do
        if PROJECTS[epic.project] == project and day >= epic.from and day < (epic.to or line.today) then
            open[#open + 1] = epic
        end
    end
    return #open > 0 and random() < 0.6 and any(random, open) or nil
end

--- Resolves an item at a time, or leaves it in one of the states before that.
local function settle(item, random, time, hours)
    local state, is_logged, is_planned = random(), random() < 0.78, random() < 0.6
    local quarters = chance.rounded(4 * hours * math.exp(0.7 * chance.normal(random)))
    if time and time < line.horizon then
        item.resolved, item.status, item.category = time, "Done", "Done"
        item.spent = is_logged and 900 * math.max(1, quarters) or nil
    else
        item.status = state < 0.30 and "In Progress" or state < 0.45 and "Waiting" or
            state < 0.52 and "In Review" or "To Do"
        item.category = item.status == "To Do" and "To Do" or "In Progress"
    end
    if item.project.versions and is_planned then
        local year, month = story.calendar.civil((item.resolved or line.horizon) // DAY)
        item.version = string.format("%d.%d", year, month)
    end
    return item
end

--- The name of one of the first customers, who are the same for every vendor.
local function some_client(random)
    return story.identity({ number = 1 + math.floor(500 * random()) }).company
end

local function make_item(project, random, day)
    local share, priority = random(), pick(random, PRIORITIES)
    local topic, client = any(random, project.topics), some_client(random)
    local item = {
        project = project, created = work_time(random, day), priority = random() < 0.97 and priority.name or nil,
        type = share < project.bugs and "Bug" or share < project.bugs + project.stories and "Story" or "Task",
        title = project.key == "CARE" and topic .. ": " .. client or "About the " .. topic,
        assignee = random() < 0.9 and any(random, project.people) or nil, parent = epic_on(random, project, day),
        labels = random() < 0.3 and { (string.gsub(string.lower(topic), " ", "-")) } or {},
    }
    if random() < 0.3 then item.due = day + 4 + math.floor(20 * random()) end
    local crowded = project.key == "CARE" and day >= line.bad_week and day < line.bad_week + 18 and 2.6 or 1
    local fate, ends = random(), nil
    if fate < 0.90 then
        ends = item.created + spread(random, project.days * priority.pace * crowded, 1.0)
    elseif fate < 0.975 then
        ends = item.created + chance.rounded((40 + 80 * random()) * DAY)
    end
    return settle(item, random, ends, project.hours)
end

--- The parcels that customer care had to chase, day by day from the Monday of the bad week.
local function add_incident(items, project, random)
    for after, count in ipairs({ 4, 12, 15, 11, 9, 2, 3, 8, 5, 4, 3 }) do
        for _ = 1, count do
            local day = line.bad_week + after - 1
            local what = random() < 0.75 and "Late parcel: " or "Damaged parcel: "
            local item = {
                project = project, created = work_time(random, day), priority = random() < 0.7 and "High" or "Highest",
                type = "Task", title = what .. some_client(random),
                assignee = any(random, project.people), parent = EPICS[7], labels = { "late-delivery" },
            }
            items[#items + 1] = settle(item, random, item.created + spread(random, 3.1, 0.7), 1.1)
        end
    end
end

local function epic_item(epic, random)
    local item = {
        project = PROJECTS[epic.project], type = "Epic", title = epic.title, created = work_time(random, epic.from),
        priority = "High", assignee = any(random, PROJECTS[epic.project].people), labels = {}, epic = epic,
    }
    settle(item, random, epic.to and (epic.to + 9) * DAY + 50000, 1)
    if not epic.to then item.status, item.category = "In Progress", "In Progress" end
    item.spent = nil
    return item
end

local function make_items()
    local all = {}
    for index, project in ipairs(PROJECTS) do
        local random, items = chance.make_random(seed, 119 + index), {}
        for _, epic in ipairs(EPICS) do
            if PROJECTS[epic.project] == project then items[#items + 1] = epic_item(epic, random) end
        end
        if project.key == "CARE" then add_incident(items, project, random) end
        for day = first_day, line.today - 1 do
            for _ = 1, chance.poisson(random, project.rate * bustle(day)) do
                items[#items + 1] = make_item(project, random, day)
            end
        end
        table.sort(items, function(one, other)
            return one.created < other.created or one.created == other.created and one.title < other.title
        end)
        for number, item in ipairs(items) do
            item.key = string.format("%s-%d", project.key, number)
            item.id = tostring(10000 * index + number)
            item.created_at, item.resolved_at = moment(item.created), item.resolved and moment(item.resolved)
            if item.epic then item.epic.key = item.key end
        end
        table.move(items, 1, #items, #all + 1, all)
    end
    return all
end

-- Confluence. A page counts by its last change, so that most are recent.

local SPACES = {
    { key = "OPS", name = "Operations", share = 0.34, words = { "Shift plan", "Carrier contacts", "Packing rules" } },
    { key = "CARE", name = "Customer care", share = 0.27, words = { "Answers", "Refund rules", "Escalations" } },
    { key = "PROD", name = "Product", share = 0.26, words = { "Release notes", "Experiment", "Interview notes" } },
    { key = "PPL", name = "People", share = 0.13, words = { "Onboarding", "Holiday rules", "Team day" } },
}

local function make_pages()
    local random, pages = chance.make_random(seed, 125), {}
    local function add(space, title, day)
        local number, modified = #pages + 1, work_time(random, day)
        if modified >= line.horizon then return end
        pages[number] = { id = tostring(400000 + 17 * number), space = space, title = title, modified = modified,
                          modified_at = moment(modified) }
    end
    for number = 1, 520 do
        local space = pick(random, SPACES)
        local day = monday + 6 - math.floor(-170 * math.log(1 - 0.96 * random()))
        if bustle(day) < 0.2 and random() < 0.8 then day = day - 3 end
        add(space, string.format("%s %d", any(random, space.words), number), math.max(first_day, day))
    end
    add(SPACES[1], "Label service: what happened and what we changed", line.bad_week + 8)
    add(SPACES[2], "What to tell customers about late parcels", line.bad_week + 2)
    add(SPACES[2], "The delivery policy in plain words", line.policy_change + 3)
    return pages
end

local all_items, all_pages = make_items(), make_pages()

-- What a search may name: a text, a moment, or nothing where it is empty.

local function day_text(day)
    return day and story.iso_day(day) .. " 00:00:00" or nil
end

local JQL = {
    project = function(item) return { item.project.key, item.project.name } end,
    key = function(item) return item.key end,
    issuetype = function(item) return item.type end,
    status = function(item) return item.status end,
    statuscategory = function(item) return item.category end,
    priority = function(item) return item.priority end,
    assignee = function(item) return item.assignee end,
    labels = function(item) return item.labels end,
    fixversion = function(item) return item.version end,
    parent = function(item) return item.parent and item.parent.key end,
    resolution = function(item) return item.resolved and "Done" end,
    created = function(item) return item.created_at end,
    resolved = function(item) return item.resolved_at end,
    updated = function(item) return item.resolved_at or item.created_at end,
    duedate = function(item) return day_text(item.due) end,
}
JQL.type, JQL.resolutiondate, JQL.due = JQL.issuetype, JQL.resolved, JQL.duedate

local CQL = {
    type = function() return "page" end,
    space = function(page) return { page.space.key, page.space.name } end,
    title = function(page) return page.title end,
    lastmodified = function(page) return page.modified_at end,
}
CQL["space.key"], CQL.created = CQL.space, CQL.lastmodified

local TIMES = { created = true, resolved = true, resolutiondate = true, updated = true, duedate = true, due = true,
                lastmodified = true }

--- "2026-09-01", "2026-09-01 12:30", "-30d", now() and now("-30d") as moments; a day means its first second.
local function moment_of(words)
    local count, unit = string.match(words, "^%-(%d+)([mhdw])$")
    if count then return moment(now - tonumber(count) * ({ m = 60, h = 3600, d = DAY, w = 7 * DAY })[unit]) end
    if words == "now()" then return moment(now) end
    if not string.match(words, "^%d%d%d%d%-%d%d%-%d%d") then return nil end
    return words .. string.sub(" 00:00:00", #words - 9)
end

local function is_among(value, wanted)
    for _, one in ipairs(type(value) == "table" and value or { value }) do
        if string.lower(one) == string.lower(wanted) then return true end
    end
    return false
end

local COMPARE = {
    ["="] = is_among,
    ["!="] = function(value, wanted) return not is_among(value, wanted) end,
    [">="] = function(value, wanted) return value >= wanted end,
    ["<="] = function(value, wanted) return value <= wanted end,
    [">"] = function(value, wanted) return value > wanted end,
    ["<"] = function(value, wanted) return value < wanted end,
    ["~"] = function(value, wanted) return string.find(string.lower(value), string.lower(wanted), 1, true) ~= nil end,
}

local function emptiness(of, empty)
    return function(row)
        local value = of(row)
        return (value == nil or type(value) == "table" and #value == 0) == empty
    end
end

--- One of a list of values: "project in (OPS, IT)".
local function member(of, list, quoted)
    local wanted = {}
    for word in string.gmatch(list, "[^,]+") do
        word = string.gsub(string.gsub(word, "^%s+", ""), "%s+$", "")
        wanted[#wanted + 1] = quoted[word] or word
    end
    return function(row)
        local value, found = of(row), false
        for _, one in ipairs(wanted) do found = found or value ~= nil and is_among(value, one) end
        return found
    end
end

--- One condition as a function of rows, or nil where it cannot be read.
local function condition(words, fields, quoted)
    local name, list = string.match(words, "^([%w.]+)%s+[Ii][Nn]%s*%((.-)%)$")
    if name then
        local of = fields[string.lower(name)]
        return of and member(of, list, quoted)
    end
    words = string.gsub(string.gsub(words, "%s+[Ii][Ss]%s+[Nn][Oo][Tt]%s+", " != "), "%s+[Ii][Ss]%s+", " = ")
    local field, sign, value = string.match(words, "^([%w.]+)%s*([!<>=~]+)%s*(.+)$")
    local of = field and fields[string.lower(field)]
    if not of or not COMPARE[sign] then return nil end
    if string.lower(value) == "empty" or string.lower(value) == "null" then return emptiness(of, sign == "=") end
    local wanted = quoted[value] or value
    if TIMES[string.lower(field)] then
        wanted = moment_of(quoted[string.match(wanted, "^now%((.+)%)$") or ""] or wanted)
        if not wanted then return nil end
    end
    return function(row)
        local found = of(row)
        return found ~= nil and COMPARE[sign](found, wanted)
    end
end

--- Quoted texts give way to marks, so that what stands in them is no language.
local function without_quotes(query)
    local quoted, count = {}, 0
    local rest = string.gsub(query, '"([^"]*)"', function(text)
        count = count + 1
        quoted["\1" .. count] = text
        return "\1" .. count
    end)
    return rest, quoted
end

--- The rows that a query finds, in its order; or nil and why it is refused.
local function found_by(query, rows, fields)
    local rest, quoted = without_quotes(query)
    local where, by = string.match(rest, "^(.-)%s*[Oo][Rr][Dd][Ee][Rr]%s+[Bb][Yy]%s+(.+)$")
    where = where or rest
    local tests = {}
    for part in string.gmatch(string.gsub(where, "%s+[Aa][Nn][Dd]%s+", "\2"), "[^\2]+") do
        local test = condition(string.gsub(part, "^%s+", ""), fields, quoted)
        if not test then return nil, "Error in the query: cannot read '" .. part .. "'" end
        tests[#tests + 1] = test
    end
    if #tests == 0 then return nil, "The search is unbounded: it must name a project, a date or another condition" end
    local found = {}
    for _, row in ipairs(rows) do
        local fits = true
        for _, test in ipairs(tests) do fits = fits and test(row) end
        if fits then found[#found + 1] = row end
    end
    local name, direction = string.match(by or "created DESC", "^([%w.]+)%s*(%a*)$")
    local of = name and fields[string.lower(name)]
    if not of then return nil, "Error in the query: cannot sort by '" .. tostring(by) .. "'" end
    local falls = string.upper(direction) == "DESC"
    table.sort(found, function(one, other)
        local left, right = of(one) or "", of(other) or ""
        if left ~= right then return (left > right) == falls end
        return one.id < other.id
    end)
    return found
end

--- Sprints of two weeks from a Monday on; customer care works without them.
local function sprints_of(item)
    local day = (item.resolved or item.category == "In Progress" and line.horizon - 1 or 0) // DAY
    if item.project.key == "CARE" or item.type == "Epic" or day < first_day then return nil end
    local number = (day - first_day) // 14 + 1
    local starts = first_day + 14 * (number - 1)
    return { { id = 100 + number, name = item.project.key .. " Sprint " .. number, boardId = 7,
               state = line.today < starts + 14 and "active" or "closed", startDate = iso(starts * DAY, "Z"),
               endDate = iso((starts + 14) * DAY, "Z") } }
end

--- Story points by the time that such work takes; most stories and bugs have them.
local function points_of(item)
    if item.type ~= "Story" and item.type ~= "Bug" or item.created % 9 == 0 then return nil end
    return ({ 1, 2, 3, 3, 5, 8 })[1 + item.created % 6]
end

local function fields_of(item)
    local versions = item.version and { { name = item.version } } or {}
    local topics, people = item.project.topics, item.project.people
    local topic = topics and topics[#item.title % #topics + 1]
    return {
        summary = item.title, project = { key = item.project.key, name = item.project.name },
        issuetype = { name = item.type }, priority = item.priority and { name = item.priority } or nil,
        status = { name = item.status, statusCategory = {
            key = item.category == "Done" and "done" or item.category == "To Do" and "new" or "indeterminate",
            name = item.category } },
        assignee = item.assignee and { displayName = item.assignee } or nil, labels = item.labels,
        created = iso(item.created, "+0000"), updated = iso(item.resolved or item.created, "+0000"),
        resolutiondate = iso(item.resolved, "+0000"), resolution = item.resolved and { name = "Done" } or nil,
        duedate = item.due and story.iso_day(item.due) or nil, timespent = item.spent, fixVersions = versions,
        components = topic and { { id = "1", name = topic } } or {},
        reporter = people and { displayName = people[item.created % #people + 1] } or nil,
        customfield_10016 = points_of(item), customfield_10020 = sprints_of(item),
        parent = item.parent and { key = item.parent.key, fields = { summary = item.parent.title } } or nil,
    }
end

local FEW_FIELDS = { "summary", "status", "issuetype", "priority", "created" }

local function item_object(item, wanted)
    local all, kept = fields_of(item), {}
    for _, name in ipairs(wanted or FEW_FIELDS) do
        if name == "*all" then
            kept = all
            break
        end
        kept[name] = all[name]
    end
    return { id = item.id, key = item.key, self = SITE.url .. "/rest/api/3/issue/" .. item.id, fields = kept }
end

local function page_object(page)
    return {
        content = { id = page.id, type = "page", status = "current", title = page.title,
                    space = { key = page.space.key, name = page.space.name } },
        title = page.title, excerpt = "", url = string.format("/spaces/%s/pages/%s", page.space.key, page.id),
        lastModified = iso(page.modified, "Z"),
    }
end

--- Rows from the one after a token on; the token names the last row that was sent.
local function cut(found, token, size)
    local first = 1
    for index, row in ipairs(found) do
        if token and "after-" .. row.id == token then first = index + 1 end
    end
    if token and first == 1 then return nil end
    local last = math.min(first + size - 1, #found)
    return table.move(found, first, last, 1, {}), last < #found and "after-" .. found[last].id or nil
end

local function size_of(wished, usual)
    local size = math.tointeger(wished or usual)
    return size and size >= 1 and math.min(size, PAGE_ROWS_MAX) or nil
end

local function search_jira(arguments)
    local size = size_of(arguments.maxResults, 50)
    if not size then return nil, "maxResults must be a whole number from 1 on" end
    local found, refusal = found_by(arguments.jql, all_items, JQL)
    if not found then return nil, refusal end
    local rows, token = cut(found, arguments.nextPageToken, size)
    if not rows then return nil, "The nextPageToken is not valid" end
    local issues = {}
    for index, item in ipairs(rows) do issues[index] = item_object(item, arguments.fields) end
    return { issues = issues, isLast = token == nil, nextPageToken = token }
end

local function search_confluence(arguments)
    local size = size_of(arguments.limit, 25)
    if not size then return nil, "limit must be a whole number from 1 on" end
    local found, refusal = found_by(arguments.cql, all_pages, CQL)
    if not found then return nil, refusal end
    local rows, token = cut(found, arguments.cursor, size)
    if not rows then return nil, "The cursor is not valid" end
    local results = {}
    for index, page in ipairs(rows) do results[index] = page_object(page) end
    return {
        results = results, limit = size, size = #results, totalSize = #found,
        _links = { base = SITE.url .. "/wiki",
                   next = token and "/rest/api/search?limit=" .. size .. "&cursor=" .. token or nil },
    }
end

local function visible_projects()
    local values = {}
    for index, project in ipairs(PROJECTS) do
        values[index] = { id = tostring(10000 + index), key = project.key, name = project.name,
                          projectTypeKey = "business" }
    end
    return { values = values, isLast = true }
end

local function spaces()
    local results = {}
    for index, space in ipairs(SPACES) do
        results[index] = { id = tostring(900 + index), key = space.key, name = space.name, type = "global" }
    end
    return { results = results }
end

local ON_SITE = {
    getConfluenceSpaces = spaces,
    searchJiraIssuesUsingJql = search_jira, searchConfluenceUsingCql = search_confluence,
    getVisibleJiraProjects = visible_projects,
}

local function call(tool, arguments)
    arguments = arguments or {}
    if tool == "getAccessibleAtlassianResources" then
        return { { id = SITE.id, url = SITE.url, name = SITE.name,
                   scopes = { "read:jira-work", "read:confluence-content.all", "search:confluence" } } }
    end
    if not ON_SITE[tool] then return nil, "The simulated Atlassian does not run " .. tostring(tool) end
    if arguments.cloudId ~= SITE.id and arguments.cloudId ~= SITE.url then
        return nil, "The cloudId " .. tostring(arguments.cloudId) .. " is not one of your sites"
    end
    return ON_SITE[tool](arguments)
end

local text, whole = { type = "string" }, { type = "integer" }
local texts = { type = "array", items = text }

local function tool(name, description, properties, required, reads)
    return {
        name = name, description = description,
        inputSchema = { type = "object", properties = properties, required = required },
        annotations = { readOnlyHint = reads, destructiveHint = not reads },
    }
end

return {
    name = "atlassian",
    tools = {
        tool("getAccessibleAtlassianResources", "The sites that this sign-in reaches.", nil, nil, true),
        tool("getVisibleJiraProjects", "The Jira projects of a site.",
            { cloudId = text, searchString = text, maxResults = whole, startAt = whole }, { "cloudId" }, true),
        tool("getConfluenceSpaces", "The Confluence spaces of a site.", { cloudId = text, limit = whole, keys = texts },
            { "cloudId" }, true),
        tool("searchJiraIssuesUsingJql", "Search work items with JQL.",
            { cloudId = text, jql = text, fields = texts, maxResults = whole, nextPageToken = text },
            { "cloudId", "jql" }, true),
        tool("searchConfluenceUsingCql", "Search pages with CQL.",
            { cloudId = text, cql = text, limit = whole, cursor = text }, { "cloudId", "cql" }, true),
        tool("createJiraIssue", "Create a work item.",
            { cloudId = text, projectKey = text, issueTypeName = text, summary = text },
            { "cloudId", "projectKey", "issueTypeName", "summary" }, false),
        tool("editJiraIssue", "Change a work item.",
            { cloudId = text, issueIdOrKey = text, fields = { type = "object" } },
            { "cloudId", "issueIdOrKey", "fields" }, false),
        tool("transitionJiraIssue", "Move a work item to another state.",
            { cloudId = text, issueIdOrKey = text, transition = { type = "object" } },
            { "cloudId", "issueIdOrKey", "transition" }, false),
        tool("createConfluencePage", "Create a page.", { cloudId = text, spaceId = text, title = text, body = text },
            { "cloudId", "spaceId", "body" }, false),
    },
    call = call,
}
