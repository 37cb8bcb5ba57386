-- Jira's work items and Confluence's pages into rows. Every call names a site; ranges become JQL and CQL. Neither
-- search tells a total, so pages are read until no token follows.

local plugin = {}
local child = data.child

local DAY = 86400

local FIELDS = {
    created_issues = { "project", "issuetype", "status", "priority", "assignee", "reporter", "created",
                       "resolutiondate", "labels", "fixVersions", "components", "parent" },
    resolved_issues = { "project", "issuetype", "status", "resolution", "priority", "assignee", "reporter", "created",
                        "resolutiondate", "labels", "fixVersions", "components", "parent", "timespent" },
    open_issues = { "project", "issuetype", "status", "priority", "assignee", "reporter", "created", "labels",
                    "fixVersions", "components", "parent" },
    pointed_issues = { "project", "issuetype", "priority", "assignee", "resolutiondate", "labels", "fixVersions",
                       "components", "parent" },
    late_issues = { "project", "issuetype", "status", "priority", "assignee", "reporter", "duedate", "labels",
                    "fixVersions", "components", "parent" },
}

-- Where Jira Cloud keeps sprints unless a site was moved there from elsewhere; a value of another form is no sprint.
local SPRINT_FIELD = "customfield_10020"

local NO_POINTS = "Say which field holds the story points: connect Atlassian with the setting points_field."

local NO_SPRINT = "Name the sprint, like sprint 12: each board of Jira has a last one of its own."

local NO_SITE = "This sign-in does not reach the Atlassian site that the connection names."

-- Jira refuses a search without a bound.
local SINCE_EVER = "1990-01-01"

--- Unix seconds of a time, which may be missing.
local function unix(text)
    return text and days.unix(text)
end

--- The site to read: that of the settings, else the first that names a Jira scope, else the first.
function plugin.account(reply, settings)
    local sites = reply.resources or reply.sites or reply.data or reply.values or reply
    local wanted, chosen, has_jira = settings and settings.site, nil, false
    for _, site in ipairs(sites) do
        local scopes = type(site.scopes) == "table" and table.concat(site.scopes, " ") or ""
        local jira = string.find(scopes, "jira", 1, true) ~= nil
        local fits = not wanted or string.match(tostring(site.url), "^https://([^./]+)") == wanted
        if fits and (not chosen or jira and not has_jira) then chosen, has_jira = site, jira end
    end
    if wanted and not chosen then return nil, NO_SITE end
    assert(chosen and chosen.id, "the reply names no site with an id")
    return { cloud_id = chosen.id }
end

--- A condition on a field for the range, a day wider on both sides: the zone that the site counts in is not known here,
--- and the engine cuts exactly.
local function within(field, range)
    local parts = {}
    if range.start then parts[#parts + 1] = string.format('%s >= "%s"', field, days.plus(range.start, -1)) end
    if range["end"] then parts[#parts + 1] = string.format('%s <= "%s"', field, days.plus(range["end"], 1)) end
    if #parts == 0 then parts[1] = string.format('%s >= "%s"', field, SINCE_EVER) end
    return table.concat(parts, " AND ")
end

local function jql(request, range)
    local dataset = request.dataset
    if dataset == "created_issues" then return within("created", range) .. " ORDER BY created ASC" end
    if dataset == "resolved_issues" or dataset == "pointed_issues" then
        return within("resolved", range) .. " ORDER BY resolved ASC"
    end
    local rest = ' AND resolution = EMPTY ORDER BY created ASC'
    if dataset == "open_issues" then return string.format('created >= "%s"', SINCE_EVER) .. rest end
    return string.format('duedate >= "%s"', SINCE_EVER) .. rest
end

local function sprint_field(request)
    return request.settings and request.settings.sprint_field or SPRINT_FIELD
end

--- The fields of the dataset, and those of the site that its settings name.
local function fields_for(request)
    local fields = table.move(FIELDS[request.dataset], 1, #FIELDS[request.dataset], 1, {})
    fields[#fields + 1] = sprint_field(request)
    if request.dataset == "pointed_issues" then
        for id in string.gmatch(request.settings.points_field, "customfield_%d+") do fields[#fields + 1] = id end
    end
    return fields
end

function plugin.prepare(request)
    if request.dataset == "pointed_issues" and not (request.settings and request.settings.points_field) then
        return nil, NO_POINTS
    end
    for _, name in ipairs((request.filters or {}).sprint or {}) do
        if name == "previous" then return nil, NO_SPRINT end
    end
    local range, site = request.range or {}, request.account.cloud_id
    if request.dataset == "projects" then return { cloudId = site, maxResults = request.rows_per_page, startAt = 0 } end
    if request.dataset == "spaces" then return { cloudId = site, limit = request.rows_per_page } end
    if request.dataset == "pages" then
        return {
            cloudId = site, limit = request.rows_per_page,
            cql = "type = page AND " .. within("lastModified", range) .. " ORDER BY lastModified ASC",
        }
    end
    return {
        cloudId = site, jql = jql(request, range), fields = fields_for(request), maxResults = request.rows_per_page,
    }
end

--- Of Confluence's next page the token's name is not certain; a full page without one is an error, for more may follow.
local function more_pages(request, arguments, reply)
    local link = child(reply, "_links").next
    local cursor = reply.cursor or reply.nextCursor or reply.nextPageToken or
        type(link) == "string" and string.match(link, "[?&]cursor=([^&]+)") or nil
    if not cursor then
        assert(#child(reply, "results") < request.rows_per_page, "there may be another page, but the reply names none")
        return nil
    end
    arguments.cursor = string.gsub(cursor, "%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end)
    return arguments
end

local function listed(reply)
    return data.rows(reply, "values", "results", "spaces", "projects")
end

function plugin.more(request, arguments, reply)
    if request.dataset == "pages" then return more_pages(request, arguments, reply) end
    if request.dataset == "projects" then
        local count = #listed(reply)
        if reply.isLast == true or count < request.rows_per_page then return nil end
        arguments.startAt = arguments.startAt + count
        return arguments
    end
    -- Of spaces no next page is known: a full one is said to be cut by asking for more, which is not done.
    if request.dataset == "spaces" then return #listed(reply) >= request.rows_per_page and arguments or nil end
    if reply.isLast == true then return nil end
    local token = reply.nextPageToken
    if not token then
        local is_full = #reply.issues >= request.rows_per_page
        assert(reply.isLast ~= false and not is_full, "there may be another page, but the reply names none")
        return nil
    end
    arguments.nextPageToken = token
    return arguments
end

local function joined(list)
    local names = {}
    for _, one in ipairs(type(list) == "table" and list or {}) do
        names[#names + 1] = type(one) == "table" and one.name or one
    end
    table.sort(names)
    return #names > 0 and table.concat(names, " + ") or nil
end

--- The category came as an object or, in shorter replies, as a text.
local function category_of(status)
    local category = status.statusCategory
    if type(category) == "table" then return category.name end
    return category
end

--- "PAY-1: New checkout": the key alone where the reply holds no title.
local function titled(parent)
    local title = child(parent, "fields").summary
    return parent.key and title and parent.key .. ": " .. title or parent.key
end

--- Name and state of the sprint that began last; what has another form than a list of sprints is none.
local function add_sprint(row, fields, request)
    local last
    for _, sprint in ipairs(child(fields, sprint_field(request))) do
        local is_sprint = type(sprint) == "table" and sprint.name and sprint.state
        if is_sprint and (not last or (tonumber(sprint.id) or 0) > (tonumber(last.id) or 0)) then last = sprint end
    end
    if last then row.sprint, row.sprint_state = last.name, string.lower(last.state) end
    return row
end

--- What all rows of Jira share. The key begins with the project's, where the field was not sent.
local function common(issue, request)
    local fields = child(issue, "fields")
    assert(issue.key, "a work item has no key")
    return fields, add_sprint({
        key = issue.key, project = child(fields, "project").key or string.match(issue.key, "^(.+)%-%d+$"),
        type = child(fields, "issuetype").name, priority = child(fields, "priority").name,
        assignee = child(fields, "assignee").displayName or "nobody", labels = joined(fields.labels),
        version = joined(fields.fixVersions), component = joined(fields.components),
        parent = titled(child(fields, "parent")),
    }, fields, request)
end

local shape = {}

function shape.created_issues(issue, request)
    local fields, row = common(issue, request)
    local status = child(fields, "status")
    row.created = assert(unix(fields.created), "a work item has no time of creation")
    row.resolved, row.status, row.status_category = unix(fields.resolutiondate), status.name, category_of(status)
    row.reporter = child(fields, "reporter").displayName
    return row
end

function shape.open_issues(issue, request)
    local row = shape.created_issues(issue, request)
    row.resolved = nil
    row.days_open = request.today and math.max(0, days.number(request.today) - row.created // DAY) or nil
    return row
end

function shape.resolved_issues(issue, request)
    local fields, row = common(issue, request)
    row.created, row.resolved = unix(fields.created), unix(fields.resolutiondate)
    assert(row.resolved, "a resolved work item has no time of resolution")
    row.status, row.resolution = child(fields, "status").name, child(fields, "resolution").name
    row.reporter = child(fields, "reporter").displayName
    row.days_open = row.created and (row.resolved - row.created) / DAY or nil
    row.hours_spent = fields.timespent and fields.timespent / 3600 or nil
    return row
end

--- Of several fields for points the first that is filled counts: a project uses one of them.
function shape.pointed_issues(issue, request)
    local fields, row = common(issue, request)
    for id in string.gmatch(request.settings.points_field, "customfield_%d+") do
        row.points = row.points or fields[id]
    end
    if row.points == nil then return nil end
    assert(type(row.points) == "number", "the field for story points holds no number")
    row.resolved = assert(unix(fields.resolutiondate), "a resolved work item has no time of resolution")
    return row
end

function shape.late_issues(issue, request)
    local fields, row = common(issue, request)
    local status = child(fields, "status")
    row.due = assert(fields.duedate, "a due work item has no due date")
    row.late_from, row.status, row.status_category = days.plus(row.due, 1), status.name, category_of(status)
    row.reporter = child(fields, "reporter").displayName
    return row
end

function shape.pages(result)
    local content = child(result, "content")
    local space = child(content, "space")
    local id = content.id or result.id
    local modified = result.lastModified or content.lastModified
    return {
        id = assert(id, "a page has no id"), title = content.title or result.title, space = space.name or space.key,
        modified = assert(unix(modified), "a page does not say when it was changed"),
    }
end

local function named_rows(reply, column)
    local rows = {}
    for index, one in ipairs(listed(reply)) do
        rows[index] = {
            id = one.id and tostring(one.id), key = one.key, kind = one.projectTypeKey or one.type, [column] = one.name,
        }
    end
    return rows
end

function plugin.shape(request, reply)
    assert(type(reply) == "table", "the reply holds no data")
    if request.dataset == "projects" then return named_rows(reply, "project") end
    if request.dataset == "spaces" then return named_rows(reply, "space") end
    local list = request.dataset == "pages" and reply.results or reply.issues
    assert(type(list) == "table", "the reply is no search: it has no issues or results")
    local to_row, rows = shape[request.dataset], {}
    for _, object in ipairs(list) do rows[#rows + 1] = to_row(object, request) end
    return rows
end

return plugin
