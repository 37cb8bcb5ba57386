-- Notion's people, teamspaces and database rows. Of a mail address only the domain is kept, in small letters.
-- A database row is keyed by the names of its properties, so that these are looked for under the usual names.

local plugin = {}

local ROWS = 100

-- Without the setting Notion is asked for a view that cannot be, and its refusal tells the user what to set.
local NO_VIEW = "view://none"

local USUAL = {
    status_property = { "status", "state", "stage" },
    owner_property = { "assignee", "owner", "assigned to", "assign", "person", "responsible" },
    due_property = { "due", "due date", "deadline" },
    amount_property = { "amount", "budget", "value", "total", "price", "cost" },
    tag = { "tags", "tag", "category", "label", "labels", "type" },
    author = { "created by", "author" },
    created = { "createdtime", "created_time", "created time", "created" },
    done = { "done", "completed" },
}

local DONE = { done = true, completed = true, complete = true, closed = true, finished = true }
local BOXES = { __YES__ = true, __NO__ = false }

function plugin.prepare(request)
    if request.dataset == "members" then return { page_size = ROWS } end
    if request.dataset == "teamspaces" then return {} end
    local view = request.settings and request.settings.view or NO_VIEW
    return { data = { mode = "view", view_url = view, page_size = request.rows_per_page } }
end

local function rows_of(reply)
    return data.rows(reply, "results", "rows", "data", "items")
end

--- People and teamspaces come at once; a view goes on where the reply names a cursor.
function plugin.more(request, arguments, reply)
    if request.dataset == "members" or request.dataset == "teamspaces" then return nil end
    if reply.has_more == false or reply.hasMore == false then return nil end
    local cursor = data.text(reply.next_cursor) or data.text(reply.nextCursor) or data.text(reply.cursor)
    if not cursor then
        local is_full = #rows_of(reply) >= request.rows_per_page
        assert(not (is_full or reply.has_more or reply.hasMore), "there may be more rows, but the reply names no page")
        return nil
    end
    arguments.data.start_cursor = cursor
    return arguments
end

local shape = {}

--- The reply is the list itself or holds it.
function shape.members(reply)
    local list = reply.results or reply.users or reply
    assert(list[1] ~= nil or next(list) == nil, "the reply has no list of people")
    assert(not reply.has_more and not reply.hasMore and #list < ROWS, "there are more people than one reply holds")
    local rows = {}
    for index, user in ipairs(list) do
        local domain = type(user.email) == "string" and string.match(user.email, "@([^@%s]+)$") or nil
        rows[index] = { id = user.id, type = user.type, domain = domain and string.lower(domain) }
    end
    return rows
end

function shape.teamspaces(reply)
    assert(type(reply.joinedTeams) == "table" and type(reply.otherTeams) == "table",
        "the reply has no joinedTeams and otherTeams")
    assert(not reply.hasMore, "there are more teamspaces than one reply holds")
    local rows = {}
    local function add(teams, membership)
        for _, team in ipairs(teams) do
            assert(type(team) == "table", "a teamspace is no object")
            rows[#rows + 1] = { id = team.id, teamspace = team.name, membership = membership }
        end
    end
    add(reply.joinedTeams, "joined")
    add(reply.otherTeams, "other")
    return rows
end

--- A value in words: a text, a number, something with a name, or a list of these, which may come as a JSON text.
local function words_of(value)
    if type(value) == "string" and string.match(value, "^%[.*%]$") then
        local parts = {}
        for part in string.gmatch(value, '"([^"]*)"') do parts[#parts + 1] = part end
        value = parts
    end
    if type(value) == "string" or type(value) == "number" then return data.text(tostring(value)) end
    if type(value) ~= "table" then return nil end
    if not data.is_list(value) then return data.text(value.name) or data.text(value.id) end
    local names = {}
    for _, one in ipairs(value) do names[#names + 1] = words_of(one) end
    return #names > 0 and table.concat(names, " + ") or nil
end

--- Finds the first of a property's usual names, or the one of the settings. Dates come as "date:NAME:start".
local function finder(row, settings)
    local by_name = {}
    for name, value in pairs(row) do by_name[string.lower(name)] = value end
    return function(what)
        local named = settings and settings[what]
        for _, name in ipairs(named and { string.lower(named) } or USUAL[what]) do
            local value = by_name[name]
            if value == nil then value = by_name["date:" .. name .. ":start"] end
            if value ~= nil then return value end
        end
        return nil
    end
end

local function day_of(value)
    if type(value) == "table" then value = value.start end
    return type(value) == "string" and string.match(value, "^%d%d%d%d%-%d%d%-%d%d") or nil
end

--- Whether a row is done, by its status or else its box; nil where it has neither.
local function is_done(status, box)
    if status then return DONE[string.lower(status)] == true end
    if type(box) == "boolean" then return box end
    return BOXES[box]
end

--- The record of a database row; nil where the row has nothing of what the dataset is about.
local function record(row, request)
    local find = finder(row, request.settings)
    local one = {
        id = data.text(row.url) or data.text(row.id), status = words_of(find("status_property")),
        owner = words_of(find("owner_property")), tag = words_of(find("tag")), author = words_of(find("author")),
    }
    if request.dataset == "amounts" then
        one.amount = tonumber(find("amount_property"))
        return one.amount and one or nil
    end
    one.is_done = is_done(one.status, find("done"))
    if request.dataset == "created_rows" then
        one.created = assert(find("created"), "a row does not say when it was created")
    elseif request.dataset == "due_rows" then
        one.due = day_of(find("due_property"))
        if not one.due then return nil end
        one.is_overdue = one.due < request.today and one.is_done ~= true
    end
    return one
end

function plugin.shape(request, reply)
    assert(type(reply) == "table", "the reply is no list and no object")
    if shape[request.dataset] then return shape[request.dataset](reply) end
    local rows = {}
    for _, row in ipairs(rows_of(reply)) do
        assert(type(row) == "table" and not row[1], "a row of the database is no object")
        rows[#rows + 1] = record(row, request)
    end
    return rows
end

return plugin
