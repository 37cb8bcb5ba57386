-- GitHub's search items and lists into rows. Every search names the owners whose repositories it reaches, and gives
-- 1,000 rows at most: one for commits goes on from the last one's time, any other that finds more is an error.
-- Releases, workflow runs and alerts are read one repository after the other.

local plugin = {}

local ROWS_MAX = 1000
local UNPAGED_MAX = 30  -- what GitHub's lists give where no page size is told

local RELEASE_FIELDS = { "tag_name", "published_at", "prerelease", "draft", "author" }

local NAME_IT = "Name the repository, like acme/shop, or enter the repositories in the settings of the connection."

local PULL_FIELDS = {
    "number", "state", "draft", "user", "labels", "assignees", "milestone", "comments", "created_at", "closed_at",
    "pull_request", "repository_url",
}
local ISSUE_FIELDS = {
    "number", "state", "state_reason", "user", "labels", "assignees", "milestone", "type", "comments", "created_at",
    "closed_at", "repository_url",
}

-- The words of a search, and the qualifier that the range goes into.
local SEARCHES = {
    pull_requests = { words = "is:pr", range_in = "created", fields = PULL_FIELDS },
    merged_pull_requests = { words = "is:pr", more = " is:merged", range_in = "merged", fields = PULL_FIELDS },
    open_pull_requests = { words = "is:pr", more = " is:open", fields = PULL_FIELDS },
    issues = { words = "is:issue", range_in = "created", fields = ISSUE_FIELDS },
    closed_issues = { words = "is:issue", more = " is:closed", range_in = "closed", fields = ISSUE_FIELDS },
    open_issues = { words = "is:issue", more = " is:open", fields = ISSUE_FIELDS },
}

--- Unix seconds of a time, which may be missing.
local function unix(text)
    return text and days.unix(text)
end

local function filter(request, column)
    return (request.filters or {})[column] or {}
end

--- " created:2026-09-01..2026-09-30": the UTC days that the range touches. The engine cuts off what is too much.
local function days_in(range, qualifier)
    local first = range.start_unix and days.utc(range.start_unix)
    local last = range.end_unix and days.utc(range.end_unix - 1)
    if not first and not last then return "" end
    return " " .. qualifier .. ":" .. (first or "*") .. ".." .. (last or "*")
end

--- Where to search: in the one repository that was named in full, else in all of the owners.
local function scope(request)
    local named = filter(request, "repository")
    if #named == 0 then named = (request.contains or {}).repository or {} end
    local repository = #named == 1 and string.match(named[1], "^[%w._-]+/[%w._-]+$")
    if repository then return "repo:" .. repository end
    local owners = request.account and request.account.owners or "@me"
    return "user:" .. string.gsub(owners, ",", " user:")
end

local function full_name(text)
    return string.match(text, "^[%w_-]+/[%w._-]+$")
end

--- The repositories of the settings in which the text stands, else the one of that name; nil where no owner is known.
local function repositories_of(request, text)
    local found = {}
    for known in string.gmatch(request.settings and request.settings.repositories or "", "[^,]+") do
        if string.find(string.lower(known), string.lower(text), 1, true) then found[#found + 1] = known end
    end
    if #found > 0 then return found end
    if full_name(text) then return { text } end
    local owners = request.account and request.account.owners or "@me"
    local is_one = string.match(owners, "^[%w_-]+$") and string.match(text, "^[%w._-]+$")
    return is_one and { owners .. "/" .. text } or nil
end

--- The repositories to list: the named ones, else all of the settings; nil where there are none.
local function repositories_wanted(request)
    local named = filter(request, "repository")
    if #named == 0 then named = { ((request.contains or {}).repository or {})[1] } end
    local all, seen = {}, {}
    for _, text in ipairs(#named > 0 and named or { "" }) do
        for _, one in ipairs(repositories_of(request, text) or {}) do
            if not seen[one] then all[#all + 1] = one end
            seen[one] = true
        end
    end
    return #all > 0 and all or nil
end

local lists = {}

function lists.releases(owner, repo, rows)
    return { owner = owner, repo = repo, page = 1, perPage = rows, fields = RELEASE_FIELDS }
end

function lists.branches(owner, repo, rows)
    return { owner = owner, repo = repo, page = 1, perPage = rows }
end

function lists.ci_runs(owner, repo, rows)
    return { method = "list_workflow_runs", owner = owner, repo = repo, page = 1, per_page = rows }
end

function lists.open_alerts(owner, repo, rows)
    return { owner = owner, repo = repo, state = "open", perPage = rows }
end

--- The first call for a repository.
local function list_call(request, repository)
    local owner, repo = string.match(repository, "^([^/]+)/([^/]+)$")
    return lists[request.dataset](owner, repo, request.rows_per_page or 100)
end

--- The person's organizations, with or without teams; the person where there is none, which some servers tell as null.
function plugin.account(reply)
    if reply == nil or reply == "null" then return { owners = "@me" } end
    assert(type(reply) == "table" and (#reply > 0 or next(reply) == nil), "the reply has no list of organizations")
    local owners = {}
    for index, entry in ipairs(reply) do
        assert(type(entry) == "table" and type(entry.org) == "string", "an entry of the reply names no organization")
        owners[index] = entry.org
    end
    return { owners = #owners > 0 and table.concat(owners, ",") or "@me" }
end

function plugin.prepare(request)
    local rows = request.rows_per_page or 100
    if request.dataset == "repositories" then
        return { query = scope(request), minimal_output = false, page = 1, perPage = rows }
    end
    if lists[request.dataset] then
        local repositories = repositories_wanted(request)
        if not repositories then return nil, NAME_IT end
        return list_call(request, repositories[1])
    end
    if request.dataset == "commits" then
        return { query = scope(request) .. days_in(request.range or {}, "author-date"), sort = "author-date",
                 order = "asc", page = 1, perPage = rows }
    end
    local search = SEARCHES[request.dataset]
    local query = search.words .. " " .. scope(request) .. (search.more or "")
    if search.range_in then query = query .. days_in(request.range or {}, search.range_in) end
    local labels = filter(request, "label")
    if #labels == 1 then query = query .. ' label:"' .. string.gsub(labels[1], '"', "") .. '"' end
    return { query = query, sort = "created", order = "asc", page = 1, perPage = rows, fields = search.fields }
end

local function items_of(reply, is_endless)
    assert(type(reply) == "table" and type(reply.items) == "table" and type(reply.total_count) == "number",
        "the reply is no search result: it has no items or no total_count")
    assert(reply.incomplete_results ~= true, "GitHub's search ran out of time and found only a part")
    assert(is_endless or reply.total_count <= ROWS_MAX, "GitHub's search found more than 1,000 rows and gives no more")
    return reply.items
end

-- Where the rows of what is listed by repository stand.
local ROWS_AT = { branches = "branches", releases = "releases", ci_runs = "workflow_runs", open_alerts = "alerts" }

local function listed(request, reply)
    return data.rows(reply, ROWS_AT[request.dataset])
end

local function login(person)
    return type(person) == "table" and person.login or nil
end

local function label_of(item, wanted)
    local first
    for _, label in ipairs(item.labels or {}) do
        local name = type(label) == "table" and label.name or label
        if wanted and string.lower(name) == string.lower(wanted) then return wanted end
        first = first or name
    end
    return first
end

--- The logins of those who are assigned, in order of the alphabet.
local function assignees_of(item)
    local names = {}
    for _, person in ipairs(item.assignees or {}) do names[#names + 1] = login(person) end
    table.sort(names)
    return #names > 0 and table.concat(names, " + ") or "nobody"
end

local function hours(from, to)
    return from and (to - from) / 3600 or nil
end

local function repository_of(item)
    local owner, name = string.match(item.repository_url or "", "/repos/([^/]+)/([^/]+)$")
    assert(owner, "an item names no repository")
    return owner, owner .. "/" .. name
end

--- What all rows of a search have in common.
local function item_row(request, item)
    local owner, repository = repository_of(item)
    return {
        id = repository .. "#" .. string.format("%d", item.number), repository = repository, owner = owner,
        author = login(item.user), label = label_of(item, filter(request, "label")[1]),
        assignee = assignees_of(item), milestone = data.text(data.child(item, "milestone").title),
        created = unix(item.created_at),
    }
end

local function merged_at(item)
    return type(item.pull_request) == "table" and unix(item.pull_request.merged_at) or nil
end

--- Issues have types where their organization uses them.
local function issue_row(request, item)
    local row = item_row(request, item)
    row.issue_type = data.text(data.child(item, "type").name)
    return row
end

local shape = {}

function shape.pull_requests(request, item)
    local row = item_row(request, item)
    row.merged, row.draft, row.comments = merged_at(item), item.draft == true, item.comments
    row.state = row.merged and "merged" or item.state
    return row
end

function shape.merged_pull_requests(request, item)
    local row = item_row(request, item)
    row.merged, row.comments = assert(merged_at(item), "a merged pull request does not say when"), item.comments
    row.hours = hours(row.created, row.merged)
    return row
end

function shape.open_pull_requests(request, item)
    local row = item_row(request, item)
    row.draft = item.draft == true
    return row
end

function shape.issues(request, item)
    local row = issue_row(request, item)
    row.state, row.comments = item.state, item.comments
    return row
end

function shape.closed_issues(request, item)
    local row = issue_row(request, item)
    row.closed, row.reason = assert(unix(item.closed_at), "a closed issue does not say when"), item.state_reason
    row.hours = hours(row.created, row.closed)
    return row
end

function shape.open_issues(request, item)
    return issue_row(request, item)
end

function shape.repositories(_, item)
    return {
        repository = item.full_name, owner = string.match(item.full_name, "^[^/]+"), language = item.language,
        stars = item.stargazers_count, forks = item.forks_count, pushed = unix(item.pushed_at),
    }
end

local function written_at(item)
    return assert(data.text(data.child(data.child(item, "commit"), "author").date), "a commit does not say when")
end

function shape.commits(_, item)
    local repository = assert(data.text(data.child(item, "repository").full_name), "a commit names no repository")
    return {
        id = repository .. "@" .. assert(data.text(item.sha), "a commit has no hash"), repository = repository,
        owner = string.match(repository, "^[^/]+"), author = login(item.author), written = unix(written_at(item)),
    }
end

--- Drafts are no releases yet.
function shape.releases(_, item, repository)
    if item.draft == true then return nil end
    return {
        id = repository .. "@" .. assert(data.text(item.tag_name), "a release has no tag"), repository = repository,
        owner = string.match(repository, "^[^/]+"), author = login(item.author), prerelease = item.prerelease == true,
        published = assert(unix(item.published_at), "a release does not say when it was published"),
    }
end

function shape.branches(_, item, repository)
    local branch = assert(data.text(item.name), "a branch has no name")
    return { id = repository .. "@" .. branch, repository = repository, branch = branch,
             protected = item.protected == true }
end

--- A run that goes on has no conclusion yet, and no duration.
function shape.ci_runs(_, item, repository)
    local conclusion = data.text(item.conclusion)
    local from, to = unix(item.run_started_at or item.created_at), unix(item.updated_at)
    return {
        id = string.format("%s#%d", repository, assert(data.whole(item.id), "a run has no id")),
        repository = repository, owner = string.match(repository, "^[^/]+"), workflow = data.text(item.name),
        branch = data.text(item.head_branch), event = data.text(item.event), conclusion = conclusion,
        created = assert(unix(item.created_at), "a run does not say when it was created"),
        minutes = conclusion and from and to and to >= from and (to - from) / 60 or nil,
    }
end

function shape.open_alerts(_, item, repository)
    local package = data.child(data.child(item, "dependency"), "package")
    local advisory, affected = data.child(item, "security_advisory"), data.child(item, "security_vulnerability")
    if item.state and item.state ~= "open" then return nil end
    return {
        id = string.format("%s#%d", repository, assert(data.whole(item.number), "an alert has no number")),
        repository = repository, owner = string.match(repository, "^[^/]+"),
        severity = advisory.severity or affected.severity, ecosystem = package.ecosystem, package = package.name,
        created = assert(unix(item.created_at), "an alert does not say when it was raised"),
    }
end

function plugin.shape(request, reply, arguments)
    local to_row, rows = shape[request.dataset], {}
    local is_list = lists[request.dataset] ~= nil
    local repository = is_list and arguments.owner .. "/" .. arguments.repo or nil
    local items = is_list and listed(request, reply) or items_of(reply, request.dataset == "commits")
    for _, item in ipairs(items) do rows[#rows + 1] = to_row(request, item, repository) end
    return rows
end

--- Runs come newest first: once a whole page lies before the period, so does the rest.
local function is_past(request, items)
    local start = request.range and request.range.start_unix
    if not start or request.dataset ~= "ci_runs" then return false end
    for _, item in ipairs(items) do
        if unix(item.created_at) >= start then return false end
    end
    return true
end

--- The next page of this repository, else the first of the next one.
local function more_of_list(request, arguments, reply)
    local items, size = listed(request, reply), arguments.perPage or arguments.per_page
    local cursor = data.text(data.child(reply, "pageInfo").nextCursor)
    local is_over = #items < size or is_past(request, items)
    if request.dataset == "open_alerts" then
        assert(reply.pageInfo or #items < UNPAGED_MAX, "the alerts may be a part of them, and name no next page")
        is_over = not cursor
    elseif reply.total_count then
        is_over = #items == 0 or arguments.page * size >= reply.total_count or is_past(request, items)
    end
    if not is_over then
        if arguments.page then arguments.page = arguments.page + 1 else arguments.after = cursor end
        return arguments
    end
    local is_next = false
    for _, repository in ipairs(repositories_wanted(request)) do
        if is_next then return list_call(request, repository) end
        is_next = repository == arguments.owner .. "/" .. arguments.repo
    end
    return nil
end

--- After 1,000 commits the search begins anew at the time of the last; the commits of that second come twice.
local function more_commits(arguments, reply)
    local items = items_of(reply, true)
    if #items == 0 or arguments.page * arguments.perPage >= reply.total_count then return nil end
    if (arguments.page + 1) * arguments.perPage <= ROWS_MAX then
        arguments.page = arguments.page + 1
        return arguments
    end
    local from = string.sub(days.iso(unix(written_at(items[#items]))), 1, 19) .. "Z"
    local places, first, last = string.match(arguments.query, "^(.-) author%-date:(.-)%.%.(.+)$")
    assert(from ~= first, "more than 1,000 commits have the same time")
    arguments.query = (places or arguments.query) .. " author-date:" .. from .. ".." .. (last or "*")
    arguments.page = 1
    return arguments
end

function plugin.more(request, arguments, reply)
    if lists[request.dataset] then return more_of_list(request, arguments, reply) end
    if request.dataset == "commits" then return more_commits(arguments, reply) end
    if #items_of(reply) == 0 or arguments.page * arguments.perPage >= reply.total_count then return nil end
    arguments.page = arguments.page + 1
    return arguments
end

return plugin
