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
    author = { "created by", "author" }, priority = { "priority", "prio", "urgency" },
    edited = { "last edited time", "last_edited_time", "lasteditedtime", "last edited", "edited", "updated" },
    editor = { "last edited by", "last_edited_by", "edited by" },
    created = { "createdtime", "created_time", "created time", "created" },
    done = { "done", "completed" },
}

local DONE = { done = true, completed = true, complete = true, closed = true, finished = true }
local BOXES = { __YES__ = true, __NO__ = false }

--- The one name that the question gives to a database.
local function database_named(request)
    local said = (request.contains or {}).database or (request.filters or {}).database
    return said and #said == 1 and said[1] or nil
end

--- First the database by its name, then where its rows are.
function plugin.lookup(request, position)
    if position == 2 then return { id = request.found.database } end
    local name = database_named(request)
    if not name then return nil, "Name one database as Notion shows it." end
    return { query = name, query_type = "internal", page_size = 25 }
end

local HEX8, HEX4 = string.rep("%x", 8), string.rep("%x", 4)
local ID = table.concat({ "(" .. HEX8, HEX4, HEX4, HEX4, HEX8 .. HEX4 .. ")" }, "%-?")

local function hex_of(text)
    return string.match(tostring(text), ID)
end

--- The database called so; else the only one with these words in its title.
local function find_database(request, reply)
    local wanted, near = string.lower(database_named(request)), {}
    for _, result in ipairs(data.rows(reply, "results")) do
        local title = string.lower(tostring(result.title))
        local is_database = result.type == "database" or result.type == "data_source"
        if is_database and (title == wanted or title == wanted .. " database" or title == wanted .. " db") then
            return result
        end
        if is_database and string.find(title, wanted, 1, true) then near[#near + 1] = result end
    end
    if #near == 1 then return near[1] end
    if #near == 0 then return nil, "Notion finds no database called so that the person who connected can see." end
    return nil, "More than one database in Notion has this in its title: write the whole title."
end

function plugin.found(request, reply, position)
    if position == 1 then
        local database, why = find_database(request, reply)
        if not database then return nil, why end
        return { database = assert(hex_of(database.id or database.url), "a database has no id") }
    end
    local text = type(reply) == "string" and reply or reply.text
    local source = string.match(tostring(text), '<data%-source[^>]-url="collection://([%x-]+)"')
    return { source = assert(source, "the database names no data source") }
end

local function own_query(source)
    local place = "collection://" .. source
    return {
        data = { mode = "sql", data_source_urls = { place }, query = 'SELECT * FROM "' .. place .. '" LIMIT 5000' },
    }
end

function plugin.prepare(request)
    if request.dataset == "own_rows" then
        if not request.found.source then return nil, "Name one database as Notion shows it." end
        return own_query(request.found.source)
    end
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
    if request.dataset == "own_rows" then return nil end
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
        priority = words_of(find("priority")),
    }
    if request.dataset == "amounts" then
        one.priority = nil
        one.amount = tonumber(find("amount_property"))
        return one.amount and one or nil
    end
    one.is_done = is_done(one.status, find("done"))
    if request.dataset == "created_rows" then
        one.created = assert(find("created"), "a row does not say when it was created")
    elseif request.dataset == "edited_rows" then
        one.edited, one.person = find("edited"), words_of(find("editor"))
        assert(one.edited, "a row does not say when it was edited: the view needs the property \"Last edited time\"")
        one.owner, one.priority, one.is_done = nil, nil, nil
    elseif request.dataset == "due_rows" then
        one.due = day_of(find("due_property"))
        if not one.due then return nil end
        one.is_overdue = one.due < request.today and one.is_done ~= true
    end
    return one
end

local OWN_ROWS_MAX = 5000

--- A property's name without what the reply adds to that of a date; nil for what only describes another property.
local function property_of(name)
    if string.match(name, "^date:.+:is_datetime$") then return nil end
    local date = string.match(name, "^date:(.+):start$")
    local date_end = string.match(name, "^date:(.+):end$")
    return date or (date_end and date_end .. " end") or name
end

local SYSTEM = { url = true, id = true, createdTime = true, created_time = true, database = true, created = true }

local function own_row(row, request)
    local one = {}
    for name, value in pairs(row) do
        local property = not SYSTEM[name] and property_of(name)
        if property and BOXES[value] ~= nil then
            one[property] = BOXES[value]
        elseif property and (type(value) == "number" or type(value) == "boolean") then
            one[property] = value
        elseif property then
            one[property] = words_of(value)
        end
    end
    one.id, one.database = data.text(row.url) or data.text(row.id), database_named(request)
    one.created = data.text(row.createdTime) or data.text(row.created_time)
    return one
end

local function own_rows(request, reply)
    local rows = {}
    for index, row in ipairs(rows_of(reply)) do rows[index] = own_row(row, request) end
    if #rows < OWN_ROWS_MAX then return rows end
    return rows, "Notion gives the first 5,000 rows of a database"
end

function plugin.shape(request, reply)
    assert(type(reply) == "table", "the reply is no list and no object")
    if request.dataset == "own_rows" then return own_rows(request, reply) end
    if shape[request.dataset] then return shape[request.dataset](reply) end
    local rows = {}
    for _, row in ipairs(rows_of(reply)) do
        assert(type(row) == "table" and not row[1], "a row of the database is no object")
        rows[#rows + 1] = record(row, request)
    end
    return rows
end

return plugin
