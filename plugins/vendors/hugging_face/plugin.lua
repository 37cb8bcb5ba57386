-- Listings of the Hub into rows. hf_fs answers with one result for each command; one command is sent.

local plugin = {}
local is_list, text = data.is_list, data.text

local function entries_of(reply)
    assert(type(reply) == "table" and is_list(reply.results) and #reply.results == 1, "the reply is not one result")
    local result = reply.results[1].result
    assert(type(result) == "table" and is_list(result.entries), "the listing failed: its result has no entries")
    return result.entries
end

--- "owner/name", from the first field that has this form at its end.
local function repository_of(entry)
    for _, field in ipairs({ "name", "path", "uri" }) do
        local owner, name = string.match(text(entry[field]) or "", "([^/:]+)/([^/]+)/?$")
        if owner then return owner .. "/" .. name, owner end
    end
    local name = assert(text(entry.name) or text(entry.path), "an entry has no name")
    return name, nil
end

--- Gated is false, or true, or says how it is granted: "auto", "manual".
local function access_of(gated)
    if gated == nil then return nil end
    return (gated == false or gated == "false") and "open" or "gated"
end

local shape = {}

function shape.trending_models(entry)
    local repository, author = repository_of(entry)
    return {
        repository = repository, author = author, task = text(entry.task), library = text(entry.library),
        access = access_of(entry.gated), downloads = entry.downloads, likes = entry.likes,
    }
end

function shape.spaces(entry)
    local repository, author = repository_of(entry)
    return { repository = repository, author = author, likes = entry.likes }
end

function shape.trending_papers(entry)
    local id = assert(text(entry.path) or text(entry.uri), "an entry has no path")
    local upvotes = entry.upvotes
    if upvotes == nil then upvotes = entry.likes end
    return {
        id = string.match(id, "([^/]+)/?$"), paper = text(entry.title) or text(entry.name), upvotes = upvotes,
    }
end

shape.daily_papers = shape.trending_papers

function plugin.shape(request, reply)
    local to_row, rows = shape[request.dataset], {}
    for index, entry in ipairs(entries_of(reply)) do rows[index] = to_row(entry) end
    return rows
end

--- No second page is asked for (pages_max is 1): a full one lets the engine say that more is there.
function plugin.more(request, arguments, reply)
    if #entries_of(reply) < request.rows_per_page then return nil end
    arguments.operations[1].args[3] = tostring(request.rows_per_page + 1)
    return arguments
end

return plugin
