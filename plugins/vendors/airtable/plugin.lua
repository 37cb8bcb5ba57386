-- Airtable's bases and tables into rows. The tables are asked for base by base: the account holds the bases' ids.

local plugin = {}

local function list(reply, name)
    assert(type(reply) == "table" and type(reply[name]) == "table", "the reply has no list of " .. name)
    return reply[name]
end

--- The ids of the bases whose tables may be read; an interface-only base has none to show.
function plugin.account(reply)
    local ids = {}
    for _, base in ipairs(list(reply, "bases")) do
        if base.permissionLevel ~= "none" then ids[#ids + 1] = base.id end
    end
    assert(#ids > 0, "the sign-in can read no base")
    return { bases = table.concat(ids, ",") }
end

function plugin.prepare(request)
    if request.dataset == "bases" then return {} end
    local bases = request.account and request.account.bases or ""
    return { baseId = string.match(bases, "^[^,]+") }
end

function plugin.more(request, arguments, reply)
    if request.dataset == "bases" then
        if not reply.offset then return nil end
        return { offset = reply.offset }
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

function plugin.shape(request, reply)
    local rows = {}
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
