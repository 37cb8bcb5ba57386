-- A simulated Linear: what the four product teams of the story's company plan and finish. A new carrier gateway went
-- wrong in the bad week: urgent bugs for the team Parcels, and its project off track. The real server lists the tools
-- that write only under the scope write; some stand here so that there is something to refuse.

local chance = story.chance
local pick, any = chance.pick, chance.any

local DAY, WEEKS = 86400, 77
local ISSUES_PER_PAGE, PROJECTS_PER_PAGE = 250, 50

-- rate: issues on a working day; cycle: usual days of work on one.
local TEAMS = {
    { key = "SHP", name = "Shop", rate = 0.86, cycle = 3.3, people = { "Mira Holm", "Ana Lindt", "Lena Fors" },
      topics = { "checkout", "box preview", "gift cards", "sign-up form", "snack search" } },
    { key = "PAR", name = "Parcels", rate = 0.62, cycle = 4.1, people = { "Tomas Reyes", "Priya Nair" },
      topics = { "label layout", "tracking page", "address check", "carrier rates", "pick list" } },
    { key = "BIL", name = "Billing", rate = 0.48, cycle = 3.7, people = { "Jonah Wells", "Kofi Mensah" },
      topics = { "invoice layout", "price lists", "dunning mails", "tax rules", "refunds" } },
    { key = "PLT", name = "Platform", rate = 0.42, cycle = 5.2, people = { "Kofi Mensah", "Priya Nair", "Jonah Wells" },
      topics = { "build times", "alerts", "data export", "single sign-on", "backups" } },
}

-- All begins on a Monday and is told from there on, so that a week's data do not change with each new day.
local line = story.timeline(now)
local monday = story.calendar.monday_of(line.today)
local first_day = monday - 7 * WEEKS

-- from, to: days; without "to" a project runs on. mood: how easily its updates turn bad.
local PROJECTS = {
    { name = "Gift boxes", team = 1, from = first_day + 6, to = first_day + 118, mood = 0.12 },
    { name = "Price change", team = 3, from = line.price_change - 64, to = line.price_change + 2, mood = 0.28 },
    { name = "Scanners in the warehouse", team = 2, from = first_day + 40, to = first_day + 171, mood = 0.25 },
    { name = "One sign-in for offices", team = 4, from = first_day + 75, to = first_day + 232, mood = 0.30 },
    { name = "Allergen filter", team = 1, from = first_day + 131, to = first_day + 214, mood = 0.10 },
    { name = "Cold storage", team = 2, from = first_day + 180, canceled = first_day + 222, mood = 0.55 },
    { name = "Invoice portal", team = 3, from = first_day + 190, to = first_day + 318, mood = 0.22 },
    { name = "Pause a subscription", team = 1, from = first_day + 222, to = first_day + 301, mood = 0.15 },
    { name = "New delivery policy", team = 2, from = line.policy_change - 55, to = line.policy_change + 1, mood = 0.2 },
    { name = "Faster builds", team = 4, from = first_day + 300, to = monday - 96, mood = 0.16 },
    { name = "Carrier gateway", team = 2, from = line.bad_week - 60, mood = 0.3, target = line.bad_week },
    { name = "Checkout in one page", team = 1, from = monday - 118, to = monday - 19, mood = 0.22 },
    { name = "Yearly plans", team = 3, from = monday - 84, mood = 0.24, target = monday + 25 },
    { name = "Winter snack menu", team = 1, from = monday - 47, mood = 0.12, target = monday + 12 },
    { name = "Tracking page", team = 2, from = line.bad_week + 15, mood = 0.22, target = monday + 30 },
    { name = "Data export for customers", team = 4, from = monday - 70, mood = 0.35, target = monday - 6 },
    { name = "Loyalty points", team = 1, planned = monday - 16, target = monday + 90 },
}

local LABELS = {
    { name = "Bug", share = 0.34, title = "Fix %s" }, { name = "Feature", share = 0.34, title = "New: %s" },
    { name = "Improvement", share = 0.22, title = "Better %s" }, { name = "Debt", share = 0.10, title = "Tidy up %s" },
}

local PRIORITIES = {
    { value = 1, name = "Urgent", share = 0.08, wait = 0.2, work = 0.6 },
    { value = 2, name = "High", share = 0.24, wait = 2.5, work = 0.9 },
    { value = 3, name = "Medium", share = 0.40, wait = 7, work = 1.0 },
    { value = 4, name = "Low", share = 0.20, wait = 16, work = 1.1 },
    { value = 0, name = "No priority", share = 0.08, wait = 12, work = 1.0 },
}

local POINTS = { { value = 1, share = 0.28 }, { value = 2, share = 0.32 }, { value = 3, share = 0.24 },
                 { value = 5, share = 0.12 }, { value = 8, share = 0.04 } }

local function iso(seconds)
    return seconds and story.calendar.iso_time(seconds, ".000Z") or nil
end

--- How much is worked on a day: little at weekends and around the new year, less in summer.
local function bustle(day)
    if (day + 3) % 7 >= 5 then return 0.06 end
    local _, month, of_month = story.calendar.civil(day)
    if month == 12 and of_month > 22 or month == 1 and of_month < 3 then return 0.15 end
    return (month == 7 or month == 8) and 0.75 or 1
end

local function work_time(random, day)
    return day * DAY + chance.rounded((7.5 + 10 * random()) * 3600)
end

--- Seconds around the usual number of days, with a long tail.
local function spread(random, days, width)
    return chance.rounded(days * math.exp(width * chance.normal(random)) * DAY)
end

local function is_upset(day)
    return day >= line.bad_week - 3 and day < line.bad_week + 18
end

--- A project of the team that ran on that day; most issues belong to one.
local function project_on(random, team, day)
    local running = {}
    for _, project in ipairs(PROJECTS) do
        local ends = project.to or project.canceled or line.today
        if TEAMS[project.team] == team and project.from and day >= project.from and day < ends then
            running[#running + 1] = project
        end
    end
    if #running == 0 or random() < 0.28 then return nil end
    return any(random, running)
end

--- The state an issue has reached today, from the moments of its life; what lies ahead has not happened.
local function settle(issue, random, moments)
    local chosen = random()
    for _, name in ipairs({ "started", "completed", "canceled" }) do
        if moments[name] and moments[name] < line.horizon then issue[name] = moments[name] end
    end
    if issue.completed then
        issue.status, issue.status_type = "Done", "completed"
    elseif issue.canceled then
        issue.status, issue.status_type = "Canceled", "canceled"
    elseif issue.started then
        issue.status, issue.status_type = chosen < 0.35 and "In Review" or "In Progress", "started"
    elseif line.horizon - issue.created < 2 * DAY and chosen < 0.5 then
        issue.status, issue.status_type = "Triage", "triage"
    elseif moments.waits then
        issue.status, issue.status_type = "Backlog", "backlog"
    else
        issue.status, issue.status_type = "Todo", "unstarted"
    end
    local closed = issue.completed or issue.canceled
    if closed and closed + 180 * DAY < line.horizon then issue.archived = closed + 180 * DAY end
    issue.updated = issue.archived or closed or issue.started or issue.created
    return issue
end

local function make_issue(team, random, day)
    local label, priority = pick(random, LABELS), pick(random, PRIORITIES)
    local created, points = work_time(random, day), pick(random, POINTS).value
    local issue = {
        team = team, created = created, priority = priority, points = random() < 0.82 and points or nil,
        title = string.format(label.title, any(random, team.topics)), labels = { label.name },
        assignee = random() < 0.94 and any(random, team.people) or nil, project = project_on(random, team, day),
    }
    if random() < 0.13 then issue.labels[2] = "Customer request" end
    if random() < 0.26 then issue.due = day + 7 + math.floor(28 * random()) end
    local late = is_upset(day) and label.name ~= "Bug" and 2.2 or 1
    local started = created + spread(random, priority.wait * late, 0.8)
    local work = spread(random, team.cycle * priority.work * (0.5 + 0.22 * points), 0.7)
    local fate, moments = random(), { started = started, completed = started + work }
    if fate > 0.94 then
        moments = { canceled = created + spread(random, 12, 0.9), waits = true }
    elseif fate > 0.81 then
        local later = created + chance.rounded((60 + 100 * random()) * DAY)
        moments = fate > 0.88 and { canceled = later, waits = true } or
            { started = later, completed = later + work, waits = true }
    end
    return settle(issue, random, moments)
end

--- What the bad week brought in for the team Parcels, day by day from Monday.
local function add_incident(issues, team, random)
    local gateway
    for _, project in ipairs(PROJECTS) do
        if project.name == "Carrier gateway" then gateway = project end
    end
    for after, count in ipairs({ 3, 6, 5, 3, 2, 0, 0, 2, 1 }) do
        for _ = 1, count do
            local created = work_time(random, line.bad_week + after - 1)
            local started = created + spread(random, 0.15, 0.6)
            issues[#issues + 1] = settle({
                team = team, created = created, priority = PRIORITIES[random() < 0.6 and 1 or 2], points = 2,
                title = "Late or damaged parcels: " .. any(random, team.topics), labels = { "Bug", "Late delivery" },
                assignee = any(random, team.people), project = gateway,
            }, random, { started = started, completed = started + spread(random, 1.6, 0.8) })
        end
    end
end

local function make_issues()
    local all = {}
    for index, team in ipairs(TEAMS) do
        local random, issues = chance.make_random(seed, 109 + index), {}
        if team.name == "Parcels" then add_incident(issues, team, random) end
        for day = first_day, line.today - 1 do
            for _ = 1, chance.poisson(random, team.rate * bustle(day)) do
                issues[#issues + 1] = make_issue(team, random, day)
            end
        end
        table.sort(issues, function(one, other)
            return one.created < other.created or one.created == other.created and one.title < other.title
        end)
        for number, issue in ipairs(issues) do issue.id = string.format("%s-%d", team.key, 200 + number) end
        table.move(issues, 1, #issues, #all + 1, all)
    end
    return all
end

--- How a project felt two weeks on; the gateway was in trouble from the bad week on.
local function health_of(project, random, day)
    local mood = project.mood
    if project.team == 2 and is_upset(day) then mood = 0.85 end
    if project.name == "Carrier gateway" and day >= line.bad_week then mood = day < line.bad_week + 30 and 1 or 0.6 end
    if random() >= mood then return "onTrack" end
    return random() < (mood > 0.5 and 0.6 or 0.2) and "offTrack" or "atRisk"
end

local function make_updates()
    local updates = {}
    for index, project in ipairs(PROJECTS) do
        local random = chance.make_random(seed + index, 118)
        local day = (project.from or line.today) + 7 + math.floor(5 * random())
        while day < math.min(project.to or project.canceled or line.today, line.today) do
            if (day + 3) % 7 < 5 then
                updates[#updates + 1] = {
                    id = string.format("update-%02d-%d", index, day), project = project, author = project.lead,
                    created = work_time(random, day), health = health_of(project, random, day),
                }
                day = day + 7
            end
            day = day + 1 + math.floor(5 * random())
        end
    end
    return updates
end

local function finish_projects()
    local random = chance.make_random(seed, 119)
    for index, project in ipairs(PROJECTS) do
        project.id = string.format("project-%02d", index)
        project.lead = any(random, TEAMS[project.team].people)
        project.created = work_time(random, (project.planned or project.from) - (project.planned and 0 or 9))
        project.started = project.from and work_time(random, project.from) or nil
        project.ended = project.canceled and work_time(random, project.canceled) or nil
        local completed = project.to and work_time(random, project.to)
        project.completed = completed and completed < line.horizon and completed or nil
        project.target = project.target or (project.to and project.to - 4 + math.floor(12 * random()))
        project.updated = project.completed or project.ended or project.started or project.created
    end
end

finish_projects()
local all_issues, all_updates = make_issues(), make_updates()

local function person(name)
    return { id = "user-" .. string.lower(string.gsub(name, " ", "-")), name = name }
end

--- Bugs of the two highest priorities have an SLA.
local function sla_end(issue)
    if issue.labels[1] ~= "Bug" then return nil end
    local promised = ({ 4, 14 })[issue.priority.value]
    return promised and issue.created + promised * DAY or nil
end

--- Two weeks from a Monday on, numbered within the team; what has not begun belongs to none.
local function cycle_number(issue)
    local moment = issue.completed or issue.started and not issue.canceled and line.horizon - 1
    return moment and (moment // DAY - first_day) // 14 + 1 or nil
end

local function issue_object(issue)
    local points, cycle = issue.points, cycle_number(issue)
    return {
        id = issue.id, title = issue.title, url = "https://linear.app/larkfield/issue/" .. issue.id,
        priority = { value = issue.priority.value, name = issue.priority.name },
        estimate = points and { value = points, name = points == 1 and "1 point" or points .. " points" } or nil,
        createdAt = iso(issue.created), updatedAt = iso(issue.updated), startedAt = iso(issue.started),
        completedAt = iso(issue.completed), canceledAt = iso(issue.canceled), archivedAt = iso(issue.archived),
        dueDate = issue.due and story.iso_day(issue.due) or nil, status = issue.status, statusType = issue.status_type,
        labels = issue.labels, createdBy = issue.team.people[issue.created % #issue.team.people + 1],
        assignee = issue.assignee, project = issue.project and issue.project.name,
        projectId = issue.project and issue.project.id, team = issue.team.name, teamId = "team-" .. issue.team.key,
        cycleId = cycle and string.format("cycle-%s-%d", issue.team.key, cycle) or nil,
        slaBreachesAt = iso(sla_end(issue)),
    }
end

local function project_object(project)
    local status = project.completed and "Completed" or project.ended and "Canceled" or
        project.started and "In Progress" or "Planned"
    local team = TEAMS[project.team]
    return {
        id = project.id, name = project.name, url = "https://linear.app/larkfield/project/" .. project.id,
        createdAt = iso(project.created), updatedAt = iso(project.updated), startedAt = iso(project.started),
        completedAt = iso(project.completed), canceledAt = iso(project.ended),
        targetDate = project.target and story.iso_day(project.target) or nil, lead = person(project.lead),
        status = { id = "status-" .. string.lower(string.gsub(status, " ", "-")), name = status },
        teams = { { id = "team-" .. team.key, name = team.name } },
    }
end

local function update_object(update)
    return {
        id = update.id, createdAt = iso(update.created), updatedAt = iso(update.created), health = update.health,
        project = { id = update.project.id, name = update.project.name }, user = person(update.author),
        body = "The week of " .. update.project.name,
    }
end

--- "2026-09-01", a full time, or a duration back from now such as "-P7D", as a time to compare with.
local function since(words)
    local count, unit = string.match(words, "^%-P(%d+)([DWM])$")
    if count then return iso(now - tonumber(count) * ({ D = 1, W = 7, M = 30 })[unit] * DAY) end
    return string.match(words, "^%d%d%d%d%-%d%d%-%d%d") and words or nil
end

--- One of the filters that a list knows by name; nil where the row is to stay.
local function is_left_out(row, object, arguments)
    local state, team = arguments.state, arguments.team
    local status = type(object.status) == "table" and object.status.name or object.status
    if state and string.lower(state) ~= string.lower(status or "") and state ~= row.status_type then return true end
    if team and team ~= object.team and team ~= object.teamId then return true end
    if arguments.assignee and arguments.assignee ~= object.assignee then return true end
    local cycle = arguments.cycle
    if cycle and cycle ~= object.cycleId and cycle ~= string.match(object.cycleId or "", "%d+$") then return true end
    if arguments.label and not string.find(table.concat(row.labels or {}, "\n"), arguments.label, 1, true) then
        return true
    end
    if arguments.priority and (row.priority or {}).value ~= arguments.priority then return true end
    local project = type(object.project) == "table" and object.project.name or object.project
    return arguments.project and arguments.project ~= project
end

local LISTS = {
    list_issues = { name = "issues", rows = all_issues, make = issue_object, most = ISSUES_PER_PAGE, archived = true },
    list_projects = { name = "projects", rows = PROJECTS, make = project_object, most = PROJECTS_PER_PAGE },
    get_status_updates = { name = "statusUpdates", rows = all_updates, make = update_object, most = 250 },
}

--- All rows that the arguments ask for, the newest first, as Linear sorts.
local function chosen(list, arguments)
    local created = arguments.createdAt and since(arguments.createdAt)
    local updated = arguments.updatedAt and since(arguments.updatedAt)
    if arguments.createdAt and not created then return nil, "createdAt is neither a date nor a duration" end
    if arguments.updatedAt and not updated then return nil, "updatedAt is neither a date nor a duration" end
    local archived, objects = arguments.includeArchived, {}
    if archived == nil then archived = list.archived end
    for _, row in ipairs(list.rows) do
        row.object = row.object or list.make(row)
        local object = row.object
        if (archived or not row.archived) and (not created or object.createdAt >= created) and
            (not updated or object.updatedAt >= updated) and not is_left_out(row, object, arguments) then
            objects[#objects + 1] = object
        end
    end
    local by = arguments.orderBy or "updatedAt"
    table.sort(objects, function(one, other)
        if one[by] ~= other[by] then return one[by] > other[by] end
        return one.id > other.id
    end)
    return objects
end

local function only(object, fields)
    if not fields then return object end
    local kept = {}
    for _, field in ipairs(fields) do kept[field] = object[field] end
    return kept
end

local function read_list(list, arguments)
    local limit = math.tointeger(arguments.limit or 50)
    if not limit or limit < 1 or limit > list.most then return nil, "limit must be between 1 and " .. list.most end
    local objects, refusal = chosen(list, arguments)
    if not objects then return nil, refusal end
    local first = 1
    if arguments.cursor then
        for index, object in ipairs(objects) do
            if "after:" .. object.id == arguments.cursor then first = index + 1 end
        end
        if first == 1 then return nil, "The cursor is not valid" end
    end
    local last, page = math.min(first + limit - 1, #objects), {}
    for index = first, last do page[#page + 1] = only(objects[index], arguments.fields) end
    local more = last < #objects
    return { [list.name] = page, hasNextPage = more, cursor = more and "after:" .. objects[last].id or nil }
end

local function list_teams()
    local teams = {}
    for index, team in ipairs(TEAMS) do
        teams[index] = { id = "team-" .. team.key, key = team.key, name = team.name }
    end
    return { teams = teams, hasNextPage = false }
end

--- Everybody of any team, once.
local function list_users()
    local users, seen = {}, {}
    for _, team in ipairs(TEAMS) do
        for _, name in ipairs(team.people) do
            if not seen[name] then users[#users + 1] = { id = "user-" .. #users + 1, name = name } end
            seen[name] = true
        end
    end
    return { users = users, hasNextPage = false }
end

local function list_initiatives()
    local function made(days_ago) return story.calendar.iso_time((first_day + days_ago) * 86400, ".000Z") end
    return { hasNextPage = false, initiatives = {
        { id = "initiative-1", name = "Gift season", status = "Active", owner = "Mira Holm", createdAt = made(5) },
        { id = "initiative-2", name = "Fast parcels", status = "Active", owner = "Priya Nair", createdAt = made(60) },
        { id = "initiative-3", name = "Own labels", status = "Completed", owner = "Priya Nair", createdAt = made(90) },
    } }
end

local function call(tool, arguments)
    arguments = arguments or {}
    if tool == "list_teams" then return list_teams() end
    if tool == "list_users" then return list_users() end
    if tool == "list_initiatives" then return list_initiatives() end
    if not LISTS[tool] then return nil, "The simulated Linear does not run " .. tostring(tool) end
    if tool == "get_status_updates" and arguments.type ~= "project" then
        if arguments.type ~= "initiative" then return nil, "type must be project or initiative" end
        return { statusUpdates = {}, hasNextPage = false }
    end
    return read_list(LISTS[tool], arguments)
end

local text, number, flag = { type = "string" }, { type = "number" }, { type = "boolean" }

local function one_of(...)
    return { type = "string", enum = { ... } }
end

local function tool(name, description, properties, required, reads)
    return {
        name = name, description = description,
        inputSchema = { type = "object", properties = properties, required = required },
        annotations = { readOnlyHint = reads, destructiveHint = not reads, openWorldHint = false },
    }
end

--- What every list takes, and more.
local function listed(more)
    local properties = {
        limit = number, cursor = text, orderBy = one_of("createdAt", "updatedAt"), createdAt = text, updatedAt = text,
        includeArchived = flag,
    }
    for name, schema in pairs(more) do properties[name] = schema end
    return properties
end

local issue_fields = { type = "array", items = one_of("id", "title", "priority", "estimate", "url", "createdAt",
    "updatedAt", "archivedAt", "completedAt", "startedAt", "canceledAt", "dueDate", "status", "statusType", "labels",
    "createdBy", "assignee", "project", "projectId", "team", "teamId", "cycleId", "slaBreachesAt") }
local project_fields = { type = "array", items = one_of("id", "name", "url", "createdAt", "updatedAt", "startedAt",
    "completedAt", "canceledAt", "targetDate", "lead", "status", "teams") }

return {
    name = "linear",
    tools = {
        tool("list_issues", "List issues.", listed({ team = text, state = text, label = text, assignee = text,
            project = text, priority = number, cycle = text, fields = issue_fields }), nil, true),
        tool("list_projects", "List projects.", listed({ state = text, fields = project_fields }), nil, true),
        tool("get_status_updates", "Updates that people wrote about projects or initiatives.",
            listed({ type = one_of("project", "initiative"), project = text }), { "type" }, true),
        tool("list_teams", "List teams.", listed({}), nil, true),
        tool("list_users", "List people.", listed({ team = text }), nil, true),
        tool("list_initiatives", "List initiatives.", listed({ status = text, owner = text }), nil, true),
        tool("save_issue", "Create or change an issue.", { id = text, title = text, description = text }, nil, false),
        tool("save_comment", "Write or change a comment.", { id = text, issueId = text, body = text }, nil, false),
        tool("save_project", "Create or change a project.", { id = text, name = text, icon = text }, nil, false),
        tool("delete_comment", "Delete a comment.", { id = text }, { "id" }, false),
    },
    call = call,
}
