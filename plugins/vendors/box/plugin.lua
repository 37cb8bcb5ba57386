-- Box's entries into rows. The server finds files only by words, so that one search is made for each extension: the
-- extension is the word and the filter at once.

local plugin = {}

local EXTENSIONS = { "pdf", "docx", "xlsx", "pptx", "csv", "txt", "png", "jpg", "mp4", "zip" }

local FIELDS = {
    "id", "type", "name", "extension", "size", "created_at", "modified_at", "owned_by", "parent", "shared_link",
}

-- The argument that a dataset's range goes into.
local RANGE_IN = { changed_files = "updated_at_range", new_files = "created_at_range" }

--- Either side may be open; the end is the last second that counts.
local function range_text(range)
    if not range.start_unix and not range.end_unix then return nil end
    return (range.start_unix and days.iso(range.start_unix) or "") .. ","
        .. (range.end_unix and days.iso(range.end_unix - 1) or "")
end

local function name_of(reference)
    return type(reference) == "table" and reference.name or nil
end

--- The number that the question named for a column; a name has none, and the server finds nothing by name here.
local function number_in(request, column)
    local equal, held = data.child(request, "filters")[column], data.child(request, "contains")[column]
    return string.match(tostring((equal or held or {})[1] or ""), "(%d+)%s*$")
end

local PREPARE = {
    quota = function() return {} end,
    hubs = function() return {} end,
    tasks = function() return {} end,
    templates = function() return {} end,
}

function PREPARE.hub_items(request)
    local hub = number_in(request, "hub")
    if not hub then return nil, "Name the hub by its number, from the end of its web address: hub 10245." end
    return { hub_id = hub }
end

local NO_ITEM = "Name the folder, or the file by its number, from the end of its web address: item number 160011."

--- The number of the file or folder, where the question has one.
local function item_in(request)
    local said = (data.child(request, "filters").folder or data.child(request, "contains").folder or {})[1]
    return number_in(request, "item") or string.match(tostring(said or ""), "^%d+$")
end

--- Box finds folders by name: the one that is called so, else the first with these words in its name.
function plugin.lookup(request)
    if item_in(request) then return nil end
    local said = data.child(request, "filters").folder or data.child(request, "contains").folder
    if not said or #said ~= 1 then return nil, NO_ITEM end
    return { name = said[1], limit = 100 }
end

function plugin.found(request, reply)
    local said = (data.child(request, "filters").folder or data.child(request, "contains").folder or {})[1]
    local words, near = string.lower(said or ""), nil
    for _, entry in ipairs(data.rows(reply, "entries")) do
        local name = string.lower(tostring(entry.name))
        if name == words then return { item = entry.id, name = entry.name } end
        if not near and string.find(name, words, 1, true) then near = entry end
    end
    if not near then return nil, "Box finds no folder of this name." end
    return { item = near.id, name = near.name }
end

function PREPARE.collaborations(request)
    local item = item_in(request) or data.child(request, "found").item
    if not item then return nil, NO_ITEM end
    return { item_id = item }
end

--- The fields of the template are named with their whole path: metadata.enterprise_1.contract.amount.
function PREPARE.described_files(request)
    local settings = request.settings or {}
    local template = settings.metadata_template
    if not template then
        return nil, "No metadata template was set up: connect Box again and type one, like enterprise_77120.contract."
    end
    local fields = { "id", "name", "modified_at", "owned_by", "parent" }
    for _, field in ipairs({ settings.amount_field or false, settings.status_field or false }) do
        if field then fields[#fields + 1] = "metadata." .. template .. "." .. field end
    end
    return { from = template, ancestor_folder_id = "0", fields = fields }
end

function plugin.prepare(request)
    local limit = request.rows_per_page
    if PREPARE[request.dataset] then return PREPARE[request.dataset](request) end
    if request.dataset == "top_level" then return { folder_id = "0", fields = FIELDS, limit = limit } end
    local arguments = { query = EXTENSIONS[1], file_extensions = { EXTENSIONS[1] }, fields = FIELDS, limit = limit }
    arguments[RANGE_IN[request.dataset]] = range_text(request.range or {})
    return arguments
end

--- The next page of this extension's search; after its last page the first one of the next extension.
function plugin.more(request, arguments, reply)
    if request.dataset == "top_level" or PREPARE[request.dataset] then
        if type(reply.next_marker) ~= "string" or reply.next_marker == "" then return nil end
        arguments.marker = reply.next_marker
        return arguments
    end
    local read = (arguments.offset or 0) + #reply.entries
    local is_last = #reply.entries < arguments.limit
    if type(reply.total_count) == "number" then is_last = read >= reply.total_count or #reply.entries == 0 end
    if not is_last then
        arguments.offset = read
        return arguments
    end
    for index, extension in ipairs(EXTENSIONS) do
        local following = EXTENSIONS[index + 1]
        if extension == arguments.query and following then
            arguments.query, arguments.file_extensions, arguments.offset = following, { following }, nil
            return arguments
        end
    end
    return nil
end

local function file_row(entry)
    local extension = entry.extension or string.match(entry.name or "", "%.(%w+)$")
    return {
        id = entry.id, name = entry.name, extension = extension and string.lower(extension),
        folder = name_of(entry.parent), owner = name_of(entry.owned_by), created = entry.created_at,
        modified = entry.modified_at, size = entry.size, shared = type(entry.shared_link) == "table",
    }
end

local function item_row(entry)
    return {
        id = entry.id, name = entry.name, type = entry.type, owner = name_of(entry.owned_by),
        modified = entry.modified_at, size = entry.size,
    }
end

local ROWS = {}

function ROWS.hubs(entry)
    return {
        id = entry.id, hub = assert(entry.title or entry.name, "a hub has no title"), owner = name_of(entry.created_by),
        created = entry.created_at, updated = entry.updated_at, views = data.whole(entry.view_count),
    }
end

function ROWS.hub_items(entry, _, arguments)
    return { id = entry.id, hub = arguments.hub_id, name = entry.name, type = entry.type }
end

function ROWS.collaborations(entry, request, arguments)
    local who = data.child(entry, "accessible_by")
    return {
        id = entry.id, item = arguments.item_id, person = who.name or entry.invite_email, role = entry.role,
        status = entry.status, created = entry.created_at,
        folder = data.child(request, "found").name or item_in(request),
    }
end

function ROWS.tasks(entry, request)
    local done, due = entry.is_completed, data.text(entry.due_at)
    assert(type(done) == "boolean", "a task does not tell whether it is completed")
    return {
        id = entry.id, file = name_of(entry.item), action = entry.action, done = done, created = entry.created_at,
        due = due, overdue = not done and due ~= nil and string.sub(due, 1, 10) < request.today,
    }
end

function ROWS.templates(entry)
    return {
        id = entry.id, template = entry.displayName or entry.templateKey, scope = entry.scope,
        fields = type(entry.fields) == "table" and #entry.fields or nil,
    }
end

--- What the template holds for the file: metadata, then its scope, then its key.
function ROWS.described_files(entry, request)
    local settings = request.settings or {}
    local scope, key = string.match(settings.metadata_template or "", "^([^.]+)%.(.+)$")
    local fields = data.child(data.child(data.child(entry, "metadata"), scope or ""), key or "")
    local status = settings.status_field and fields[settings.status_field]
    if type(status) == "table" then status = status[1] end
    return {
        id = entry.id, name = entry.name, folder = name_of(entry.parent), owner = name_of(entry.owned_by),
        modified = entry.modified_at, status = status or nil,
        amount = settings.amount_field and tonumber(fields[settings.amount_field]) or nil,
    }
end

function plugin.shape(request, reply, arguments)
    if ROWS[request.dataset] then
        local rows = {}
        for index, entry in ipairs(data.rows(reply, "entries")) do
            rows[index] = ROWS[request.dataset](entry, request, arguments)
        end
        return rows
    end
    if request.dataset == "quota" then
        assert(reply.space_used and reply.space_amount, "the reply says nothing about space")
        return { { id = reply.id, role = reply.role, used = reply.space_used, allowed = reply.space_amount } }
    end
    assert(type(reply.entries) == "table", "the reply has no entries")
    local time, rows = request.dataset == "new_files" and "created_at" or "modified_at", {}
    for index, entry in ipairs(reply.entries) do
        if request.dataset == "top_level" then
            rows[index] = item_row(entry)
        else
            assert(entry[time], "a file comes without its time: the server did not give the fields asked for")
            rows[index] = file_row(entry)
        end
    end
    return rows
end

return plugin
