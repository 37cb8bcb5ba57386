-- Egnyte's replies into rows. Each tool writes its times another way: ISO 8601, or milliseconds.

local plugin = {}

-- A search must have a word: names of files end in one of these.
local WORDS = "pdf docx xlsx pptx csv txt png jpg"

local INTENT = "Read figures for a report; nothing is changed."

--- Milliseconds become seconds; a text stays as it is, an empty one is no time.
local function time_of(value)
    if type(value) == "number" then return value // 1000 end
    return value ~= "" and value or nil
end

--- The day of a time that time_of gave, as a number.
local function day_of(time)
    if type(time) == "number" then return time // 86400 end
    return time and string.find(time, "^%d%d%d%d%-%d%d%-%d%d") and days.number(time) or nil
end

local function folder_of(path)
    return type(path) == "string" and string.match(path, "^(.+)/[^/]*$") or nil
end

local prepare = {}

--- Two days more on both sides: whether the days themselves count, and in which zone, is unconfirmed.
function prepare.links(request, range)
    return {
        count = request.rows_per_page, created_after = range.start_unix and days.utc(range.start_unix - 172800),
        created_before = range.end_unix and days.utc(range.end_unix + 172800),
    }
end

function prepare.comments(request, range)
    return {
        count = request.rows_per_page, start_time = range.start_unix and days.iso(range.start_unix),
        end_time = range.end_unix and days.iso(range.end_unix),
    }
end

function prepare.projects()
    return {}
end

prepare.knowledge_bases = prepare.projects
prepare.namespaces = prepare.projects

function prepare.folders(request)
    return { path = "/Shared", includeStats = true, count = request.rows_per_page }
end

function prepare.changed_files(request, range)
    return {
        query = WORDS, query_operator = "ANY", file_query_fields = { "FILENAME" }, type = "FILE",
        count = request.rows_per_page, sort_by = "last_modified", sort_direction = "ascending",
        modified_after = range.start_unix and range.start_unix * 1000 - 1,
        modified_before = range.end_unix and range.end_unix * 1000,
    }
end

function plugin.prepare(request)
    local arguments = prepare[request.dataset](request, request.range or {})
    arguments.intent = INTENT
    return arguments
end

--- A search gives the next page's offset itself; links and folders are paged by the rows read so far.
function plugin.more(request, arguments, reply)
    -- Knowledge bases tell which page is the last, and not how to ask for the next: what is cut is said to be.
    if request.dataset == "knowledge_bases" then return reply.last == false and arguments or nil end
    if request.dataset == "comments" then
        local read = (arguments.offset or 0) + #reply.comments
        local total = data.whole(reply.total_results)
        assert(total, "the reply does not tell how many comments there are")
        if #reply.comments == 0 or read >= total then return nil end
        arguments.offset = read
        return arguments
    end
    local rows = request.dataset == "links" and reply.links or request.dataset == "folders" and reply.folders
    if request.dataset == "changed_files" then
        if reply.hasMore ~= true then return nil end
        assert(reply.offset, "the reply says that there is more, and not where")
        arguments.offset = reply.offset
    elseif rows then
        local others = request.dataset == "folders" and reply.files or {}
        local read = (arguments.offset or 0) + #rows + #others
        local is_last = #rows + #others < arguments.count
        if type(reply.total_count) == "number" then is_last = read >= reply.total_count or #rows + #others == 0 end
        if is_last then return nil end
        arguments.offset = read
    else
        return nil
    end
    return arguments
end

--- A person is told by a name, or by an object that has one.
local function person_of(value)
    if type(value) == "table" then return value.username or value.name or value.email end
    return value and tostring(value) or nil
end

local shape = {}

function shape.links(link)
    return {
        id = link.id, created = link.creation_date, expires = time_of(link.expiry_date), type = link.type,
        accessibility = link.accessibility, creator = link.created_by,
        folder = link.type == "folder" and link.path or folder_of(link.path), opened = link.last_accessed ~= nil,
        recipients = type(link.recipients) == "table" and #link.recipients or 0,
    }
end

function shape.comments(comment)
    return { id = comment.id and tostring(comment.id), author = person_of(comment.author),
             created = assert(time_of(comment.created), "a comment comes without its time") }
end

function shape.projects(project)
    local started, planned = time_of(project.startDate), time_of(project.completionDate)
    local is_completed = project.status == "completed"
    local first, last = day_of(started), day_of(planned)
    return {
        id = project.id, created = time_of(project.creationTime), started = started,
        completed = is_completed and planned or nil, project = project.name, customer = project.customerName,
        creator = person_of(project.createdBy), status = project.status,
        days = is_completed and first and last and last - first or nil,
    }
end

function shape.folders(folder)
    assert(folder.size, "a folder comes without its size: the figures asked for were not sent")
    return {
        path = folder.path, folder = folder.name, modified = time_of(folder.lastModified), size = folder.size,
        files = folder.file_count, subfolders = folder.folder_count,
    }
end

function shape.changed_files(file)
    local extension = string.match(file.name or "", "%.(%w+)$")
    return {
        id = file.entry_id, modified = file.last_modified, name = file.name, folder = folder_of(file.path),
        extension = extension and string.lower(extension), uploader = file.uploaded_by_username or file.uploaded_by,
        size = file.size, versions = file.num_versions,
    }
end

function shape.knowledge_bases(base)
    return { id = base.kbId and tostring(base.kbId), knowledge_base = base.name, status = base.status }
end

function shape.namespaces(namespace)
    local count = 0
    for _ in pairs(data.child(namespace, "keys")) do count = count + 1 end
    local name = data.text(namespace.displayName) or namespace.name
    return { namespace = assert(name, "a namespace has no name"), scope = namespace.scope, fields = count }
end

local LISTS = {
    knowledge_bases = "content", namespaces = "namespaces",
    comments = "comments", links = "links", projects = "projects", folders = "folders", changed_files = "results",
}

function plugin.shape(request, reply)
    local list = LISTS[request.dataset]
    local entries = request.dataset == "namespaces" and data.is_list(reply) and reply or reply[list]
    assert(type(entries) == "table", "the reply has no " .. list)
    local to_row, rows = shape[request.dataset], {}
    for index, entry in ipairs(entries) do rows[index] = to_row(entry) end
    return rows
end

return plugin
