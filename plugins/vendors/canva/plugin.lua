-- Canva's designs and folders into rows. The form is that of Canva's Connect API; that the MCP server answers alike is
-- unconfirmed. So the list is looked for under a few names, and a design without its times is an error.

local plugin = {}
local is_list = data.is_list

-- All designs are the own ones, then the shared ones: so each row can say which it is.
local OWNERSHIP = { designs = "owned", own_designs = "owned", shared_designs = "shared" }

local LISTS = { "items", "designs", "folders", "results", "data" }

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

function plugin.prepare(request)
    if request.dataset == "folders" then return {} end
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

function plugin.shape(request, reply, arguments)
    local to_row = request.dataset == "folders" and folder_row or design_row
    local rows = {}
    for index, entry in ipairs(list_of(reply)) do rows[index] = to_row(entry, arguments) end
    return rows
end

return plugin
