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

function plugin.prepare(request)
    if request.dataset == "folders" then return {} end
    if request.dataset == "brand_kits" or request.dataset == "brand_templates" then
        return { limit = request.rows_per_page }
    end
    if request.dataset == "comments" then
        local design = design_in(request)
        if not design then return nil, "Name the design by its id, from its web address: design DAFqvuq0001." end
        return { design_id = design }
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
    folders = folder_row, brand_kits = kit_row, brand_templates = template_row, comments = comment_row,
}

function plugin.shape(request, reply, arguments)
    local to_row = TO_ROW[request.dataset] or design_row
    local rows = {}
    for index, entry in ipairs(list_of(reply)) do rows[index] = to_row(entry, arguments) end
    return rows
end

return plugin
