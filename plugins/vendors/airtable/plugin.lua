-- Airtable's bases, tables and records into rows. Tables are asked for base by base: the account holds the bases' ids.
-- Cells are keyed by the ids of fields, so that a field is known by its id, or because it alone was asked for.

local plugin = {}

local function list(reply, name)
    assert(type(reply) == "table" and type(reply[name]) == "table", "the reply has no list of " .. name)
    return reply[name]
end

--- The ids of the bases whose tables may be read; an interface-only base has none to show.
function plugin.account(reply)
    local ids, names = {}, {}
    for _, base in ipairs(list(reply, "bases")) do
        if base.permissionLevel ~= "none" then
            ids[#ids + 1] = base.id
            names[#names + 1] = base.id .. " " .. string.gsub(tostring(base.name), "%c", " ")
        end
    end
    assert(#ids > 0, "the sign-in can read no base")
    return { bases = table.concat(ids, ","), names = table.concat(names, "\n") }
end

--- What the question says about a column, where that is one thing.
local function said(request, column)
    local given = (request.filters or {})[column] or (request.contains or {})[column]
    return given and #given == 1 and given[1] or nil
end

--- The bases whose names have these words; the one that has no others comes alone.
local function bases_named(request, words)
    local found = {}
    for id, name in string.gmatch(request.account.names or "", "(app%w+) ([^\n]*)") do
        if string.lower(name) == string.lower(words) then return { id } end
        if string.find(string.lower(name), string.lower(words), 1, true) then found[#found + 1] = id end
    end
    return found
end

--- Base and table of the question, else of the settings; where one base can be read, it need not be named.
local function place_of(request)
    local base_words, table_words = said(request, "base"), said(request, "table")
    local base, id = string.match(request.settings and request.settings.table or "", "/(app%w+)/(tbl%w+)")
    if base_words then
        local found = bases_named(request, base_words)
        base, id = #found == 1 and found[1] or nil, nil
    elseif not base then
        base = string.match(request.account.bases or "", "^(app%w+)$")
    end
    return base, table_words or id
end

local OTHERS = { "owner_field", "tag_field", "link_field" }

--- The fields to ask for: those of the settings; status and amount go by their usual names where none is given.
local function fields_for(request)
    local settings = request.settings or {}
    local fields
    if request.dataset == "record_states" then
        fields = { settings.status_field or "Status" }
    elseif request.dataset == "record_amounts" then
        fields = { settings.amount_field or "Amount", settings.status_field }
    else
        return nil
    end
    for _, name in ipairs(OTHERS) do fields[#fields + 1] = settings[name] end
    return fields
end

local ABOUT_RECORDS = { records = true, record_states = true, record_amounts = true }

local function prepare_records(request)
    local base, id = place_of(request)
    if not base or not id then return nil, "Name the table and its base, like table Leads of base Sales." end
    return { baseId = base, tableId = id, fieldIds = fields_for(request), pageSize = request.rows_per_page }
end

function plugin.prepare(request)
    if request.dataset == "bases" then return {} end
    if ABOUT_RECORDS[request.dataset] then return prepare_records(request) end
    local bases = request.account and request.account.bases or ""
    return { baseId = string.match(bases, "^[^,]+") }
end

function plugin.more(request, arguments, reply)
    if request.dataset == "bases" then
        if not reply.offset then return nil end
        return { offset = reply.offset }
    end
    if ABOUT_RECORDS[request.dataset] then
        arguments.cursor = data.text(reply.nextCursor)
        return arguments.cursor and arguments or nil
    end
    local is_next = false
    for id in string.gmatch(request.account.bases, "[^,]+") do
        if is_next then return { baseId = id } end
        is_next = id == arguments.baseId
    end
    return nil
end

local shape = {}

function shape.tables(rows, entry)
    rows[#rows + 1] = { id = entry.id, table = entry.name, fields = #list(entry, "fields") }
end

function shape.fields(rows, entry)
    for _, field in ipairs(list(entry, "fields")) do
        rows[#rows + 1] = {
            id = field.id, field = field.name, type = field.type, table = entry.name,
            primary = field.id == entry.primaryFieldId,
        }
    end
end

--- A cell in words: a text, a number, a choice or a person by name, or several of these.
local function words_of(cell)
    if type(cell) == "string" or type(cell) == "number" then return data.text(tostring(cell)) end
    if type(cell) ~= "table" then return nil end
    if not data.is_list(cell) then return data.text(cell.name) or data.text(cell.email) end
    local names = {}
    for _, one in ipairs(cell) do names[#names + 1] = words_of(one) end
    return #names > 0 and table.concat(names, " + ") or nil
end

--- The cell of a field that the settings name; of one asked for by its name, the only cell that they do not.
local function cell_of(record, request, name)
    local cells, settings = record.cellValuesByFieldId, request.settings or {}
    if settings[name] then return cells[settings[name]] end
    local known, found, count = {}, nil, 0
    for _, id in pairs(settings) do known[id] = true end
    for id, cell in pairs(cells) do
        if not known[id] then found, count = cell, count + 1 end
    end
    assert(count <= 1, "there are more cells than the fields that were asked for")
    return found
end

local function named_or_not(record, request, name, what)
    if not (request.settings and request.settings[name]) then return "no " .. what .. " field is named" end
    return words_of(cell_of(record, request, name))
end

local DONE = { done = true, completed = true, complete = true, closed = true, finished = true }

--- One record; nil where it has no status or no amount and the dataset is about those.
local function record_row(record, request, arguments)
    local row = {
        id = assert(record.id, "a record has no id"),
        created = assert(record.createdTime, "a record has no createdTime"),
        table = arguments.tableId, base = said(request, "base") or arguments.baseId,
    }
    if request.dataset == "records" then return row end
    assert(type(record.cellValuesByFieldId) == "table", "a record has no cells")
    if request.dataset == "record_states" then
        row.status = words_of(cell_of(record, request, "status_field"))
        if not row.status then return nil end
        row.is_done = DONE[string.lower(row.status)] == true
    else
        row.amount = cell_of(record, request, "amount_field")
        if row.amount == nil then return nil end
        assert(type(row.amount) == "number", "the field to add up holds no numbers")
        row.status = named_or_not(record, request, "status_field", "status")
    end
    row.owner = named_or_not(record, request, "owner_field", "owner")
    row.tag = named_or_not(record, request, "tag_field", "tag")
    row.linked = named_or_not(record, request, "link_field", "link")
    return row
end

function plugin.shape(request, reply, arguments)
    local rows = {}
    if ABOUT_RECORDS[request.dataset] then
        for _, record in ipairs(list(reply, "records")) do
            rows[#rows + 1] = record_row(record, request, arguments)
        end
        return rows
    end
    if request.dataset == "bases" then
        for _, base in ipairs(list(reply, "bases")) do
            rows[#rows + 1] = { id = base.id, base = base.name, permission = base.permissionLevel }
        end
        return rows
    end
    for _, entry in ipairs(list(reply, "tables")) do shape[request.dataset](rows, entry) end
    return rows
end

return plugin
