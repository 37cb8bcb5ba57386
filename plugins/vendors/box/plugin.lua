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

function plugin.prepare(request)
    local limit = request.rows_per_page
    if request.dataset == "quota" then return {} end
    if request.dataset == "top_level" then return { folder_id = "0", fields = FIELDS, limit = limit } end
    local arguments = { query = EXTENSIONS[1], file_extensions = { EXTENSIONS[1] }, fields = FIELDS, limit = limit }
    arguments[RANGE_IN[request.dataset]] = range_text(request.range or {})
    return arguments
end

--- The next page of this extension's search; after its last page the first one of the next extension.
function plugin.more(request, arguments, reply)
    if request.dataset == "quota" then return nil end
    if request.dataset == "top_level" then
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

function plugin.shape(request, reply)
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
