-- GitHub's search items into rows. Every search names the owners whose repositories it reaches; a search gives 1,000
-- rows at most, and one that finds more is an error.

local plugin = {}

local ROWS_MAX = 1000

local PULL_FIELDS = {
    "number", "state", "draft", "user", "labels", "comments", "created_at", "closed_at", "pull_request",
    "repository_url",
}
local ISSUE_FIELDS = {
    "number", "state", "state_reason", "user", "labels", "comments", "created_at", "closed_at", "repository_url",
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
    local search = SEARCHES[request.dataset]
    local query = search.words .. " " .. scope(request) .. (search.more or "")
    if search.range_in then query = query .. days_in(request.range or {}, search.range_in) end
    local labels = filter(request, "label")
    if #labels == 1 then query = query .. ' label:"' .. string.gsub(labels[1], '"', "") .. '"' end
    return { query = query, sort = "created", order = "asc", page = 1, perPage = rows, fields = search.fields }
end

local function items_of(reply)
    assert(type(reply) == "table" and type(reply.items) == "table" and type(reply.total_count) == "number",
        "the reply is no search result: it has no items or no total_count")
    assert(reply.total_count <= ROWS_MAX, "GitHub's search found more than 1,000 rows and gives no more")
    return reply.items
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
        created = unix(item.created_at),
    }
end

local function merged_at(item)
    return type(item.pull_request) == "table" and unix(item.pull_request.merged_at) or nil
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
    local row = item_row(request, item)
    row.state, row.comments = item.state, item.comments
    return row
end

function shape.closed_issues(request, item)
    local row = item_row(request, item)
    row.closed, row.reason = assert(unix(item.closed_at), "a closed issue does not say when"), item.state_reason
    row.hours = hours(row.created, row.closed)
    return row
end

function shape.open_issues(request, item)
    return item_row(request, item)
end

function shape.repositories(_, item)
    return {
        repository = item.full_name, owner = string.match(item.full_name, "^[^/]+"), language = item.language,
        stars = item.stargazers_count, forks = item.forks_count, pushed = unix(item.pushed_at),
    }
end

function plugin.shape(request, reply)
    local to_row, rows = shape[request.dataset], {}
    for index, item in ipairs(items_of(reply)) do rows[index] = to_row(request, item) end
    return rows
end

function plugin.more(_, arguments, reply)
    if #items_of(reply) == 0 or arguments.page * arguments.perPage >= reply.total_count then return nil end
    arguments.page = arguments.page + 1
    return arguments
end

return plugin
