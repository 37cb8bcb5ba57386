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

--- What a base is called, by the account's list.
local function base_name(request, wanted)
    for id, name in string.gmatch(data.child(request, "account").names or "", "(app%w+) ([^\n]*)") do
        if id == wanted then return name end
    end
    return nil
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

--- The entry whose name these words are, else the only one that has them in its name; nil and all that may be meant.
local function called(entries, words)
    local near = {}
    for _, entry in ipairs(entries) do
        local name = string.lower(tostring(entry.name))
        if name == string.lower(words) then return entry end
        if string.find(name, string.lower(words), 1, true) then near[#near + 1] = entry end
    end
    return #near == 1 and near[1] or nil, near
end

local function names_of(entries)
    local names = {}
    for index, entry in ipairs(entries) do names[index] = tostring(entry.name) end
    return table.concat(names, ", ")
end

local NO_BASE = "Name the base as Airtable shows it, like table Leads of base Sales."

--- The tables of the base that the question names; where it names a table alone, of the only or the set one.
function plugin.lookup(request)
    local base_words = said(request, "base")
    if not base_words then
        local base = place_of(request)
        if not base then return nil, NO_BASE end
        return { baseId = base }
    end
    local found = bases_named(request, base_words)
    if #found == 1 then return { baseId = found[1] } end
    if #found > 1 then return nil, "More than one base has this in its name: write its whole name." end
    return nil, NO_BASE
end

--- Which table of the base is meant: the named one, the only one, or the one that is called like the base.
local function table_of(request, reply)
    local tables, words = list(reply, "tables"), said(request, "table")
    if words then
        local entry, near = called(tables, words)
        if entry then return entry end
        return nil, "The base has no one table called so: " .. names_of(#near > 0 and near or tables) .. "."
    end
    if #tables == 1 then return tables[1] end
    local like_base = called(tables, said(request, "base") or "")
    if like_base then return like_base end
    return nil, "Name the table of the base: " .. names_of(tables) .. "."
end

function plugin.found(request, reply)
    local entry, why = table_of(request, reply)
    if not entry then return nil, why end
    local fields = {}
    for _, field in ipairs(list(entry, "fields")) do
        fields[#fields + 1] = field.id .. " " .. string.gsub(tostring(field.name), "%c", " ") .. "\n"
    end
    return { table = entry.id, name = (string.gsub(tostring(entry.name), "%c", " ")), fields = table.concat(fields) }
end

local function base_of(request)
    local words = said(request, "base")
    return words and bases_named(request, words)[1] or place_of(request)
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
    if request.dataset == "own_rows" then
        if not request.found.table then return nil, NO_BASE end
        return { baseId = base_of(request), tableId = request.found.table, pageSize = request.rows_per_page }
    end
    if ABOUT_RECORDS[request.dataset] then return prepare_records(request) end
    local bases = request.account and request.account.bases or ""
    return { baseId = string.match(bases, "^[^,]+") }
end

function plugin.more(request, arguments, reply)
    if request.dataset == "bases" then
        if not reply.offset then return nil end
        return { offset = reply.offset }
    end
    if ABOUT_RECORDS[request.dataset] or request.dataset == "own_rows" then
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

function shape.tables(rows, entry, base)
    rows[#rows + 1] = { id = entry.id, table = entry.name, fields = #list(entry, "fields"), base = base }
end

function shape.fields(rows, entry, base)
    for _, field in ipairs(list(entry, "fields")) do
        rows[#rows + 1] = {
            id = field.id, field = field.name, type = field.type, table = entry.name,
            primary = field.id == entry.primaryFieldId, base = base,
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

--- A record with the customer's own fields; what the engine calls so itself gets another name.
local function own_row(record, request, names)
    local row = {}
    assert(type(record.cellValuesByFieldId) == "table", "a record has no cells")
    for id, cell in pairs(record.cellValuesByFieldId) do
        local name = names[id] or id
        if name == "id" or name == "created" or name == "table" or name == "base" then name = name .. " field" end
        if type(cell) == "number" or type(cell) == "boolean" then row[name] = cell else row[name] = words_of(cell) end
    end
    row.id = assert(record.id, "a record has no id")
    row.created = assert(record.createdTime, "a record has no createdTime")
    row.table, row.base = said(request, "table") or request.found.name, said(request, "base")
    return row
end

local function own_rows(request, reply)
    local names, rows = {}, {}
    for id, name in string.gmatch(request.found.fields or "", "(fld%w+) ([^\n]*)\n") do names[id] = name end
    for index, record in ipairs(list(reply, "records")) do rows[index] = own_row(record, request, names) end
    return rows
end

function plugin.shape(request, reply, arguments)
    if request.dataset == "own_rows" then return own_rows(request, reply) end
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
    local base = base_name(request, arguments.baseId)
    for _, entry in ipairs(list(reply, "tables")) do shape[request.dataset](rows, entry, base) end
    return rows
end

return plugin
