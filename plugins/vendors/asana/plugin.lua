-- Asana's tasks and projects into rows. Tasks are read project by project: account() takes the projects' gids, and
-- more() goes on with the next page and then with the next project.

local plugin = {}
local child = data.child

local DAY = 86400

local TASK_FIELDS = "gid,created_at,completed,completed_at,due_on,assignee.name,projects.name,projects.team.name"
    .. ",memberships.section.name,custom_fields.name,custom_fields.display_value"
    .. ",tags.name,created_by.name,resource_subtype"
local PROJECT_FIELDS = "gid,name,created_at,due_on,archived,completed,owner.name,team.name,current_status.color"

local function rows_of(reply)
    assert(type(reply) == "table", "the reply holds no data")
    local rows = reply.data or reply
    assert(type(rows) == "table" and (rows[1] ~= nil or next(rows) == nil), "the reply holds no list of rows")
    return rows
end

--- Unix seconds of a time, which may be missing.
local function unix(text)
    return text and days.unix(text)
end

local function has_more(reply)
    return type(reply.next_page) == "table" and reply.next_page.offset ~= nil
end

function plugin.account(reply)
    local gids = {}
    for _, project in ipairs(rows_of(reply)) do gids[#gids + 1] = assert(project.gid, "a project has no gid") end
    assert(#gids > 0, "the person who connected Asana sees no project")
    return { projects = table.concat(gids, ","), is_all = not has_more(reply) }
end

local NAMED = { teams = "team", users = "person", portfolios = "portfolio" }

local NO_PORTFOLIO = "Name one portfolio as Asana shows it: Asana tells the projects of one portfolio at a time."

local function wants_portfolio(request)
    for _, column in ipairs(request.group_by or {}) do
        if column == "portfolio" then return true end
    end
    return false
end

--- Where a portfolio is asked for: first which one it is, then the projects in it.
function plugin.lookup(request, position)
    if not wants_portfolio(request) then return nil end
    local said = child(request, "filters").portfolio or child(request, "contains").portfolio
    if not said or #said ~= 1 then return nil, NO_PORTFOLIO end
    if position == 1 then return { limit = 100 } end
    return { portfolio_id = request.found.portfolio, limit = 100, opt_fields = "gid" }
end

function plugin.found(request, reply, position)
    local said = (child(request, "filters").portfolio or child(request, "contains").portfolio or {})[1]
    if position == 2 then
        local gids = {}
        for _, item in ipairs(rows_of(reply)) do gids[#gids + 1] = assert(item.gid, "an item has no gid") end
        if #gids == 0 then return nil, "This portfolio has no projects that you may see." end
        return { projects = table.concat(gids, ",") }
    end
    for _, portfolio in ipairs(rows_of(reply)) do
        local name = tostring(portfolio.name)
        if string.find(string.lower(name), string.lower(said or ""), 1, true) then
            return { portfolio = assert(portfolio.gid, "a portfolio has no gid"), name = name }
        end
    end
    return nil, "Asana lists no portfolio of this name."
end

--- The projects to read tasks of: those of the portfolio that was named, else all.
local function projects_for(request)
    return child(request, "found").projects or child(request, "account").projects or ""
end

--- What the rows say about the portfolio, where one was asked for: its name, for a project that is in it.
local function portfolio_of(request, gid)
    local found = child(request, "found")
    if not found.name then return nil end
    return string.find("," .. found.projects .. ",", "," .. gid .. ",", 1, true) and found.name or nil
end

function plugin.prepare(request)
    if request.dataset == "teams" then return {} end
    if NAMED[request.dataset] then return { limit = request.rows_per_page } end
    if wants_portfolio(request) and not child(request, "found").projects then return nil, NO_PORTFOLIO end
    if request.dataset == "projects" then return { limit = request.rows_per_page, opt_fields = PROJECT_FIELDS } end
    local account = request.account
    assert(account.is_all ~= false, "there are more projects than one page: tasks cannot be counted whole")
    local start = request.dataset == "completed_tasks" and request.range and request.range.start_unix
    return {
        project = string.match(projects_for(request), "^%d+"), limit = request.rows_per_page, opt_fields = TASK_FIELDS,
        completed_since = start and days.utc(start) .. "T00:00:00Z" or nil,
    }
end

--- The next page of this project, else the first of the next project.
function plugin.more(request, arguments, reply)
    -- People and portfolios have no known next page; a full one is said to be cut by asking for the same again.
    if NAMED[request.dataset] and arguments.limit and #rows_of(reply) >= arguments.limit then return arguments end
    if has_more(reply) then
        arguments.offset = reply.next_page.offset
        return arguments
    end
    if request.dataset == "projects" or NAMED[request.dataset] then return nil end
    local is_next = false
    for gid in string.gmatch(projects_for(request), "%d+") do
        if is_next then
            arguments.project, arguments.offset = gid, nil
            return arguments
        end
        is_next = gid == arguments.project
    end
    return nil
end

--- Different names of a list, in the order of the alphabet.
local function joined(list, inner)
    local names, seen = {}, {}
    for _, one in ipairs(type(list) == "table" and list or {}) do
        local name = (inner and child(one, inner) or one).name
        if name and not seen[name] then
            seen[name] = true
            names[#names + 1] = name
        end
    end
    table.sort(names)
    return #names > 0 and table.concat(names, " + ") or nil
end

--- The shown value of the first custom field with one of these names, in small letters; the earlier name counts more.
local function custom(task, ...)
    for _, name in ipairs({ ... }) do
        for _, field in ipairs(type(task.custom_fields) == "table" and task.custom_fields or {}) do
            local is_it = string.lower(tostring(field.name)) == name
            if is_it and data.text(field.display_value) then return field.display_value end
        end
    end
    return nil
end

local function common(task)
    return {
        gid = assert(task.gid, "a task has no gid"), assignee = child(task, "assignee").name or "nobody",
        project = joined(task.projects), team = joined(task.projects, "team"),
        section = joined(task.memberships, "section"),
        priority = custom(task, "priority"), stage = custom(task, "stage", "status"),
        tag = joined(task.tags), creator = child(task, "created_by").name, kind = data.text(task.resource_subtype),
        completed = unix(task.completed_at),
    }
end

local shape = {}

function shape.tasks(task)
    local row = common(task)
    row.created = assert(unix(task.created_at), "a task has no created_at")
    row.is_done, row.due, row.has_due = row.completed ~= nil, task.due_on, task.due_on ~= nil
    return row
end

function shape.completed_tasks(task)
    local row = common(task)
    if not row.completed then return nil end
    row.created = unix(task.created_at)
    row.days = row.created and (row.completed - row.created) / DAY or nil
    row.due, row.was_due = task.due_on, task.due_on ~= nil
    if task.due_on then row.was_on_time = row.completed // DAY <= days.number(task.due_on) end
    return row
end

function shape.due_tasks(task)
    if not task.due_on then return nil end
    local row = common(task)
    row.due, row.late_from = task.due_on, days.plus(task.due_on, 1)
    return row
end

function shape.projects(project, request)
    local due, today = project.due_on, request.today
    return {
        gid = assert(project.gid, "a project has no gid"), project = project.name, created = unix(project.created_at),
        due = due, is_late = today ~= nil and due ~= nil and due < today, owner = child(project, "owner").name,
        team = child(project, "team").name, health = child(project, "current_status").color,
        is_open = not (project.archived == true or project.completed == true),
    }
end

local function named(column)
    return function(object) return { gid = assert(object.gid, "a row has no gid"), [column] = object.name } end
end

for dataset, column in pairs(NAMED) do shape[dataset] = named(column) end

function plugin.shape(request, reply, arguments)
    local to_row, rows = shape[request.dataset], {}
    for _, object in ipairs(rows_of(reply)) do
        local row = to_row(object, request)
        if row then row.portfolio = portfolio_of(request, arguments.project or object.gid) or row.portfolio end
        rows[#rows + 1] = row
    end
    return rows
end

return plugin
