-- Linear's lists into rows. What stands around the rows is not documented, so a list and its next page are looked for
-- under the names that such servers use; a reply without a list is an error.

local plugin = {}
local is_list = data.is_list

local DAY = 86400

local ISSUE_FIELDS = {
    "id", "priority", "estimate", "createdAt", "archivedAt", "completedAt", "startedAt", "canceledAt", "dueDate",
    "status", "statusType", "labels", "createdBy", "assignee", "project", "team", "cycleId",
}
local SLA_FIELDS = {
    "id", "priority", "archivedAt", "completedAt", "canceledAt", "slaBreachesAt", "status", "labels", "createdBy",
    "assignee", "project", "team", "cycleId",
}
local PROJECT_FIELDS = {
    "id", "name", "createdAt", "startedAt", "completedAt", "canceledAt", "targetDate", "lead", "status", "teams",
}

local PRIORITIES = { [0] = "None", "Urgent", "High", "Medium", "Low" }

-- Which cycle is the current one differs by team, and Linear tells it only for a team that is named by its id.
local NO_CYCLE = "Name the cycle by its number, like cycle 38: each team of Linear has a current one of its own."

local LISTS = { "issues", "projects", "statusUpdates", "updates", "teams", "users", "initiatives",
                "nodes", "items", "results", "data" }

local function rows_of(reply)
    assert(type(reply) == "table", "the reply holds no data")
    if reply[1] ~= nil then return reply end
    for _, name in ipairs(LISTS) do
        local value = reply[name]
        if is_list(value) then return value end
        if type(value) == "table" and is_list(value.nodes) then return value.nodes end
    end
    assert(next(reply) == nil, "the reply holds no list of rows under a known name")
    return reply
end

--- The token of the next page, or nothing at the end.
local function cursor_of(reply)
    local about = type(reply.pageInfo) == "table" and reply.pageInfo or reply
    if about.hasNextPage == false then return nil end
    local cursor = about.endCursor or about.nextCursor or about.cursor
    assert(cursor or not about.hasNextPage, "there is another page, but the reply does not name it")
    return type(cursor) == "string" and cursor ~= "" and cursor or nil
end

--- Unix seconds of a time, which may be missing.
local function unix(text)
    return text and days.unix(text)
end

--- The name of a person, team, project or state, whether it came as a text or as an object.
local function name_of(value)
    if type(value) == "table" then return value.name or value.displayName or value.key or value.id end
    return value ~= "" and value or nil
end

local function names_of(list)
    if type(list) ~= "table" then return name_of(list) end
    local names = {}
    for _, one in ipairs(list.nodes or list) do names[#names + 1] = name_of(one) end
    table.sort(names)
    return #names > 0 and table.concat(names, " + ") or nil
end

--- The label that is asked for where the issue bears it among others, so that the engine finds it again.
local function labels_of(issue, request)
    local asked, labels = (request.filters or {}).labels, issue.labels
    if not asked or type(labels) ~= "table" then return names_of(labels) end
    for _, label in ipairs(labels.nodes or labels) do
        for _, wanted in ipairs(asked) do
            if string.lower(name_of(label) or "") == string.lower(wanted) then return wanted end
        end
    end
    return names_of(labels)
end

local function is_bug(issue)
    for name in string.gmatch(string.lower(names_of(issue.labels) or ""), "[^+]+") do
        if string.match(name, "^%s*(.-)%s*$") == "bug" then return true end
    end
    return false
end

local function number_of(value)
    if type(value) == "table" then value = value.value end
    return tonumber(value)
end

--- "Urgent" of { value = 1, name = "Urgent" }, of 1 and of "Urgent".
local function priority_of(value)
    if type(value) == "table" and value.name or type(value) == "string" then
        local name = type(value) == "table" and value.name or value
        return name == "No priority" and "None" or name
    end
    local number = number_of(value)
    return number and assert(PRIORITIES[math.tointeger(number)], "a priority is none of the five")
end

local function first_of(...)
    local first
    for _, time in pairs({ ... }) do
        if not first or time < first then first = time end
    end
    return first
end

local DIRECTORY = { teams = true, users = true, initiatives = true }

local RELATIVE = { current = true, previous = true, next = true }

local function days_between(from, to)
    return from and to and (to - from) / DAY or nil
end

--- The one cycle that the question names: the list can be asked for one at a time.
local function cycle_of(request)
    local named = (request.filters or {}).cycle or (request.contains or {}).cycle
    return named and #named == 1 and string.match(named[1], "^%w[%w ._#-]*$") or nil
end

--- What was last changed before the range began was not completed in it: Linear filters by the change, the engine by
--- the rest. The UTC day in which the range begins is taken whole.
function plugin.prepare(request)
    if DIRECTORY[request.dataset] then return { limit = request.rows_per_page, orderBy = "createdAt" } end
    local arguments = { limit = request.rows_per_page, orderBy = "createdAt" }
    if RELATIVE[cycle_of(request) or ""] then return nil, NO_CYCLE end
    local start = request.range and request.range.start_unix
    local since = start and days.utc(start) .. "T00:00:00Z"
    if request.dataset == "projects" or request.dataset == "late_projects" then
        arguments.fields = PROJECT_FIELDS
        arguments.includeArchived = true
    elseif request.dataset == "project_updates" then
        arguments.type = "project"
        arguments.createdAt = since
    else
        arguments.fields = request.dataset == "sla_issues" and SLA_FIELDS or ISSUE_FIELDS
        arguments.includeArchived = true
        arguments.cycle = cycle_of(request)
        if request.dataset == "completed_issues" then
            arguments.state = "completed"
            arguments.updatedAt = since
        end
    end
    return arguments
end

function plugin.more(_, arguments, reply)
    local cursor = cursor_of(reply)
    if not cursor then
        local says_end = reply.hasNextPage == false or type(reply.pageInfo) == "table"
        assert(says_end or #rows_of(reply) < arguments.limit, "there may be another page, but the reply names none")
        return nil
    end
    arguments.cursor = cursor
    return arguments
end

local shape = {}

function shape.teams(team)
    return { id = team.id, team = name_of(team) }
end

function shape.users(user)
    return { id = user.id, person = name_of(user) }
end

function shape.initiatives(initiative)
    return {
        id = initiative.id, initiative = name_of(initiative), status = name_of(initiative.status),
        owner = name_of(initiative.owner), created = unix(initiative.createdAt),
    }
end

--- The cycle as it was asked for, so that the engine finds it again, else what the issue says.
local function cycle_name(issue, arguments)
    return arguments and arguments.cycle or name_of(issue.cycle) or issue.cycleId
end

--- What rows of issues share.
local function common(issue, request, arguments)
    return {
        id = issue.id, team = name_of(issue.team), assignee = name_of(issue.assignee), project = name_of(issue.project),
        creator = name_of(issue.createdBy), status = name_of(issue.status), priority = priority_of(issue.priority),
        labels = labels_of(issue, request), cycle = cycle_name(issue, arguments),
    }
end

function shape.issues(issue, request, arguments)
    local row, canceled = common(issue, request, arguments), unix(issue.canceledAt)
    row.created = assert(unix(issue.createdAt), "an issue has no createdAt")
    row.closed, row.canceled = first_of(unix(issue.completedAt), canceled, unix(issue.archivedAt)), canceled
    row.is_bug = is_bug(issue)
    row.assigned, row.status_type, row.estimate = row.assignee ~= nil, issue.statusType, number_of(issue.estimate)
    return row
end

function shape.completed_issues(issue, request, arguments)
    local completed, created, started = unix(issue.completedAt), unix(issue.createdAt), unix(issue.startedAt)
    if not completed then return nil end
    local row = common(issue, request, arguments)
    row.completed, row.created, row.started, row.estimate = completed, created, started, number_of(issue.estimate)
    row.is_bug = is_bug(issue)
    row.cycle_days, row.lead_days = days_between(started, completed), days_between(created, completed)
    return row
end

function shape.due_issues(issue, request, arguments)
    if not issue.dueDate then return nil end
    local row = common(issue, request, arguments)
    row.due, row.late_from = issue.dueDate, days.plus(issue.dueDate, 1)
    row.closed = first_of(unix(issue.completedAt), unix(issue.canceledAt), unix(issue.archivedAt))
    return row
end

--- A breach is certain once its day is over: no clock is at hand, only the day.
function shape.sla_issues(issue, request, arguments)
    local deadline = unix(issue.slaBreachesAt)
    if not deadline then return nil end
    local row = common(issue, request, arguments)
    local closed = first_of(unix(issue.completedAt), unix(issue.canceledAt), unix(issue.archivedAt))
    local is_over = request.today ~= nil and days.utc(deadline) < request.today
    row.deadline, row.closed = deadline, closed
    row.outcome = closed and (closed > deadline and "breached" or "kept") or is_over and "breached" or "running"
    return row
end

function shape.projects(project)
    local completed = unix(project.completedAt)
    return {
        id = project.id, project = project.name,
        created = assert(unix(project.createdAt), "a project has no createdAt"),
        started = unix(project.startedAt), completed = completed,
        ended = first_of(completed, unix(project.canceledAt)), target = project.targetDate,
        status = name_of(project.status), lead = name_of(project.lead), team = names_of(project.teams),
    }
end

function shape.late_projects(project)
    if not project.targetDate then return nil end
    local row = shape.projects(project)
    return {
        id = row.id, project = row.project, late_from = days.plus(row.target, 1), ended = row.ended,
        status = row.status, lead = row.lead, team = row.team,
    }
end

function shape.project_updates(update)
    return {
        id = update.id, created = assert(unix(update.createdAt), "an update has no createdAt"),
        project = name_of(update.project), health = update.health, author = name_of(update.user),
    }
end

function plugin.shape(request, reply, arguments)
    local to_row, rows = shape[request.dataset], {}
    for _, object in ipairs(rows_of(reply)) do rows[#rows + 1] = to_row(object, request, arguments) end
    return rows
end

return plugin
