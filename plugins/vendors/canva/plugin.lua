-- Canva's designs and folders into rows. The form is that of Canva's Connect API; that the MCP server answers alike is
-- unconfirmed. So the list is looked for under a few names, and a design without its times is an error.

local plugin = {}
local is_list = data.is_list

-- All designs are the own ones, then the shared ones: so each row can say which it is.
local OWNERSHIP = { designs = "owned", own_designs = "owned", shared_designs = "shared" }

local LISTS = { "items", "designs", "folders", "brand_kits", "brandKits", "threads", "comments", "results", "data" }

local function list_of(reply)
    for _, name in ipairs(LISTS) do
        if is_list(reply[name]) then return reply[name] end
    end
    assert(reply[1] ~= nil, "the reply holds no list")
    return reply
end

local function owner_of(owner)
    if type(owner) ~= "table" then return owner end
    return owner.display_name or owner.name or owner.user_id
end

--- The design's id that the question named; a title has none of these forms.
local function design_in(request)
    local equal, held = data.child(request, "filters").design, data.child(request, "contains").design
    return string.match(tostring((equal or held or {})[1] or ""), "^%s*(D%w[%w_-]+)%s*$")
end

local NO_FOLDER = "Name one folder as Canva shows it: Canva tells what lies in one folder at a time."

--- The folder that the question names, looked for by its name.
local function folder_in(request)
    local said = data.child(request, "filters").folder or data.child(request, "contains").folder
    return said and #said == 1 and data.text(said[1]) or nil
end

--- Where a folder is asked for: which one it is, and of designs then what lies in it.
function plugin.lookup(request, position)
    local is_wanted = request.dataset == "folder_items"
    for _, column in ipairs(request.group_by or {}) do is_wanted = is_wanted or column == "folder" end
    if not is_wanted then return nil end
    local name = folder_in(request)
    if not name then return nil, NO_FOLDER end
    if position == 2 then return { folder_id = request.found.folder } end
    return { query = name }
end

function plugin.prepare(request)
    if request.dataset == "folders" then return {} end
    if request.dataset == "folder_items" then
        local folder = data.child(request, "found").folder
        if not folder then return nil, NO_FOLDER end
        return { folder_id = folder }
    end
    if request.dataset == "brand_kits" or request.dataset == "brand_templates" then
        return { limit = request.rows_per_page }
    end
    if request.dataset == "comments" then
        local design = design_in(request)
        if not design then return nil, "Name the design by its id, from its web address: design DAFqvuq0001." end
        return { design_id = design }
    end
    for _, column in ipairs(request.group_by or {}) do
        if column == "folder" and not data.child(request, "found").ids then return nil, NO_FOLDER end
    end
    return { ownership = OWNERSHIP[request.dataset], sort_by = "modified_descending" }
end

function plugin.more(request, arguments, reply)
    if type(reply.continuation) == "string" and reply.continuation ~= "" then
        arguments.continuation = reply.continuation
        return arguments
    end
    if request.dataset ~= "designs" or arguments.ownership == "shared" then return nil end
    return { ownership = "shared", sort_by = arguments.sort_by }
end

local function design_row(entry, arguments)
    local design = type(entry.design) == "table" and entry.design or entry
    assert(design.created_at and design.updated_at, "a design comes without its times")
    return {
        id = design.id, created = design.created_at, updated = design.updated_at, title = design.title,
        owner = owner_of(design.owner), pages = design.page_count,
        ownership = arguments.ownership == "owned" and "own" or "shared",
    }
end

local function folder_row(entry)
    local folder = type(entry.folder) == "table" and entry.folder or entry
    assert(folder.created_at, "a folder comes without its times")
    return { id = folder.id, created = folder.created_at, updated = folder.updated_at, folder = folder.name }
end

local function designs_among(reply)
    if data.text(reply.continuation) then
        return nil, "This folder holds more than one page: ask for its folder items."
    end
    local ids = {}
    for _, entry in ipairs(list_of(reply)) do
        local design = type(entry.design) == "table" and entry.design or entry.type == "design" and entry or nil
        if design then ids[#ids + 1] = assert(design.id, "a design has no id") end
    end
    return { ids = table.concat(ids, ",") }
end

--- Of the folders found the one that is called so, else the first with these words in its name.
function plugin.found(request, reply, position)
    if position == 2 then return designs_among(reply) end
    local words, near = string.lower(folder_in(request) or ""), nil
    for _, entry in ipairs(list_of(reply)) do
        local row = folder_row(entry)
        local name = string.lower(row.folder or "")
        if name == words then return { folder = row.id, name = row.folder } end
        if not near and row.folder and string.find(name, words, 1, true) then near = row end
    end
    if not near then return nil, "Canva finds no folder of this name." end
    return { folder = near.id, name = near.folder }
end

--- A design, a folder or an image; an image need not have changed since it was made.
local function item_row(entry, _, request)
    local thing = entry
    for _, kind in ipairs({ "design", "folder", "image" }) do
        if type(entry[kind]) == "table" then thing = entry[kind] end
    end
    assert(thing.created_at or thing.updated_at, "an item of a folder comes without its times")
    return {
        id = thing.id, created = thing.created_at, updated = thing.updated_at or thing.created_at,
        folder = data.child(request, "found").name, type = entry.type or "design",
        title = thing.title or thing.name, owner = owner_of(thing.owner),
    }
end

local function kit_row(entry)
    return { id = entry.id, brand_kit = assert(entry.name or entry.title, "a brand kit has no name") }
end

local function template_row(entry)
    assert(entry.created_at and entry.updated_at, "a brand template comes without its times")
    return { id = entry.id, created = entry.created_at, updated = entry.updated_at, template = entry.title }
end

local function comment_row(entry, arguments)
    return {
        id = entry.id, created = assert(entry.created_at, "a thread comes without its time"),
        design = arguments.design_id, author = owner_of(entry.author),
    }
end

local TO_ROW = {
    folders = folder_row, folder_items = item_row, brand_kits = kit_row, brand_templates = template_row,
    comments = comment_row,
}

function plugin.shape(request, reply, arguments)
    local to_row = TO_ROW[request.dataset] or design_row
    local rows, found = {}, data.child(request, "found")
    for _, entry in ipairs(list_of(reply)) do
        local row = to_row(entry, arguments, request)
        if not found.ids then
            rows[#rows + 1] = row
        elseif string.find("," .. found.ids .. ",", "," .. row.id .. ",", 1, true) then
            row.folder = found.name
            rows[#rows + 1] = row
        end
    end
    return rows
end

return plugin
