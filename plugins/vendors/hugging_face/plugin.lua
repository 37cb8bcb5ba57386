-- Listings of the Hub into rows. hf_fs answers with one result for each command; one command is sent. A reply that
-- grows beyond 80,000 letters comes without its entries, so that no more is asked for than surely fits.

local plugin = {}
local is_list, text = data.is_list, data.text

local function entries_of(reply, of_files)
    assert(type(reply) == "table" and is_list(reply.results) and #reply.results == 1, "the reply is not one result")
    local result = reply.results[1].result
    assert(type(result) == "table" and is_list(result.entries), "the listing failed: its result has no entries")
    for _, entry in ipairs(result.entries) do
        local is_file = entry.type == "dir" or entry.type == "file"
        assert(of_files or not is_file, "the listing holds folders instead of what was asked for")
    end
    return result.entries
end

--- "owner/name" and the owner; a few old repositories have no owner.
local function repository_of(entry)
    local path = assert(text(entry.path) or text(entry.name), "an entry has no name")
    local owner, name = string.match(path, "([^/:]+)/([^/]+)/?$")
    if owner then return owner .. "/" .. name, owner end
    return path, nil
end

--- Gated is false, or true, or says how it is granted: "auto", "manual".
local function access_of(gated)
    if gated == nil then return nil end
    return (gated == false or gated == "false") and "open" or "gated"
end

--- What the tag "license:mit" says.
local function licence_of(tags)
    for _, tag in ipairs(is_list(tags) and tags or {}) do
        local licence = string.match(tostring(tag), "^license:(.+)$")
        if licence then return licence end
    end
    return nil
end

-- What is read for a dataset: a list as it stands, or a search, sorted, of one author where one is named.
local LISTS = {
    trending_models = "hf://models/trending", trending_datasets = "hf://datasets/trending",
    spaces = "hf://spaces/trending", trending_papers = "hf://papers/trending",
    daily_papers = "hf://papers/daily/latest", trending_repositories = "hf://models/trending",
}
local SEARCHES = {
    models = { "hf://models", "downloads" }, liked_models = { "hf://models", "likes" },
    author_models = { "hf://models", "downloads" }, hub_datasets = { "hf://datasets", "downloads" },
    liked_datasets = { "hf://datasets", "likes" }, liked_spaces = { "hf://spaces", "likes" },
    author_repositories = { "hf://models", "likes" },
}
local OF_AUTHOR = { author_models = true, author_repositories = true }
local NEXT_KIND = { models = "datasets", datasets = "spaces" }
local KIND = { models = "model", datasets = "dataset", spaces = "space" }

--- The one author who is named, as the Hub writes names.
local function author_of(request)
    local named = (request.filters or {}).author or (request.contains or {}).author or {}
    return #named == 1 and string.match(named[1], "^[A-Za-z0-9][A-Za-z0-9._-]*$") or nil
end

local function command(cmd, ...)
    return { operations = { { cmd = cmd, args = { ... } } } }
end

--- The one repository that is named, as owner/name, and the folder of its kind.
local function repository_in(request)
    local filters = request.filters or {}
    local named = filters.repository or (request.contains or {}).repository or {}
    local name = #named == 1 and string.match(named[1], "^%w[%w._-]*/%w[%w._-]*$") or nil
    local kind = (filters.kind or {})[1]
    return name, kind == "dataset" and "datasets" or kind == "space" and "spaces" or "models"
end

--- The one dataset that is named, with or without its owner.
local function prepare_rows(request)
    local named = (request.filters or {}).repository or (request.contains or {}).repository or {}
    local name = #named == 1 and string.match(named[1], "^%w[%w._-]*/?[%w._-]*$") or nil
    if not name then return nil, "Name one dataset as the Hub writes it, such as larkmind/letters." end
    return { repo_ids = { name }, repo_type = "dataset", operations = { "dataset_structure" } }
end

function plugin.prepare(request)
    if request.dataset == "dataset_rows" then return prepare_rows(request) end
    if request.dataset == "files" then
        local name, folder = repository_in(request)
        if not name then return nil, "Name one repository with its owner, such as larkmind/lark-7b." end
        return command("ls", "hf://" .. folder .. "/" .. name, "--recursive", "--limit",
            tostring(request.rows_per_page))
    end
    local list, search = LISTS[request.dataset], SEARCHES[request.dataset]
    local papers = request.dataset == "trending_papers" or request.dataset == "daily_papers"
    if list and not papers then return command("ls", list) end
    local limit = tostring(request.rows_per_page)
    if list then return command("ls", list, "--limit", limit) end
    local author = author_of(request)
    if OF_AUTHOR[request.dataset] and not author then
        return nil, "Name one author as the Hub writes the name, such as: where author is Qwen."
    end
    -- A part of a name is no author: only an exact one may narrow the search.
    local exact = OF_AUTHOR[request.dataset] or (request.filters or {}).author
    return command("search", search[1] .. (author and exact and "/" .. author or ""), "--sort", search[2], "--limit",
        limit)
end

local shape = {}

--- What entries of all kinds of repositories have; absent where a list does not tell it.
local function repository_row(entry)
    local repository, author = repository_of(entry)
    return {
        repository = repository, author = author, task = text(entry.task), library = text(entry.library),
        access = access_of(entry.gated), licence = licence_of(entry.tags), downloads = entry.downloads,
        likes = entry.likes, score = entry.trending_score,
        created_month = string.match(text(entry.created_at) or "", "^%d%d%d%d%-%d%d"),
        updated = text(entry.updated_at),
    }
end

--- Only the columns of the dataset.
local function only(...)
    local names = { ... }
    return function(entry)
        local all, row = repository_row(entry), {}
        for _, name in ipairs(names) do row[name] = all[name] end
        return row
    end
end

shape.trending_models = only("repository", "author", "task", "library", "access", "licence", "downloads", "likes",
    "score", "created_month")
shape.trending_datasets = only("repository", "author", "access", "licence", "downloads", "likes", "score",
    "created_month")
shape.spaces = only("repository", "author", "likes", "score", "created_month")
shape.models = only("repository", "author", "task", "access", "downloads", "updated")
shape.liked_models = only("repository", "author", "task", "access", "likes", "updated")
shape.author_models = only("repository", "author", "task", "access", "updated")
shape.hub_datasets = only("repository", "author", "access", "downloads", "updated")

function shape.trending_papers(entry)
    local id = assert(text(entry.path) or text(entry.uri), "an entry has no path")
    return {
        id = string.match(id, "([^/]+)/?$"), paper = text(entry.title) or text(entry.name), upvotes = entry.upvotes,
        published = text(entry.published_at) or text(entry.created_at),
    }
end

shape.daily_papers = shape.trending_papers

shape.liked_datasets = only("repository", "author", "access", "likes", "updated")
shape.liked_spaces = only("repository", "author", "likes", "updated")

local repository_of_author = only("repository", "author", "access", "likes", "updated")

local function folder_of(arguments)
    return string.match(arguments.operations[1].args[1], "^hf://(%a+)")
end

function shape.author_repositories(entry)
    local row = repository_of_author(entry)
    row.kind = assert(text(entry.repo_type), "an entry does not tell its kind")
    return row
end

local trending_repository = only("repository", "author", "likes", "downloads", "score", "created_month")

--- The list is of one kind, so that an entry need not tell it.
local function trending_rows(reply, arguments)
    local folder = string.match(text(reply.results[1].result.uri) or "", "^hf://(%a+)") or folder_of(arguments)
    local rows = {}
    for index, entry in ipairs(entries_of(reply)) do
        rows[index] = trending_repository(entry)
        rows[index].kind = assert(KIND[folder], "the list does not tell its kind")
    end
    return rows
end

local function file_rows(reply)
    local folder, repository = string.match(text(reply.results[1].result.uri) or "", "^hf://(%a+)/(.+)$")
    local rows = {}
    for _, entry in ipairs(entries_of(reply, true)) do
        if entry.type ~= "dir" then
            rows[#rows + 1] = {
                file = text(entry.path) or text(entry.name), repository = repository, kind = KIND[folder],
                size = assert(entry.size, "a file does not tell its size"),
            }
        end
    end
    return rows
end

local UNITS = { K = 1000, M = 1000000 }

--- "87.6K" and "1.2M" as the Hub rounds them; nil for a dash.
local function rounded(cell)
    local digits, unit = string.match(cell or "", "^([%d.]+)([KM]?)$")
    local number = tonumber(digits)
    return number and math.floor(number * (UNITS[unit] or 1) + 0.5) or nil
end

--- The cells of a line of a table in Markdown, without its escapes; nil where it is none.
local function cells_in(line)
    local inner = string.match(line, "^%s*|%s*(.-)%s*|%s*$")
    if not inner then return nil end
    local cells = {}
    for cell in string.gmatch(inner .. "|", "%s*(.-)%s*|") do
        cells[#cells + 1] = (string.gsub(cell, "\\(.)", "%1"))
    end
    return cells
end

--- The table of splits is the one with a column of rows; other tables follow it. The link behind them tells the name.
local function split_rows(reply, asked)
    assert(type(reply) == "string", "the reply is no text")
    local name = asked or string.match(reply, "%(https://hf%.co/datasets/([^)]+)%)")
    local rows, inside = {}, false
    for line in string.gmatch(reply .. "\n", "([^\r\n]*)\r?\n") do
        local cells = cells_in(line)
        if not cells then
            inside = false
        elseif cells[1] == "Config" then
            inside = cells[2] == "Split" and cells[3] == "Rows"
        elseif inside and not string.find(cells[1], "^%-+$") then
            rows[#rows + 1] = {
                repository = name, config = cells[1], split = cells[2], rows = rounded(cells[3]) or rounded(cells[4]),
            }
        end
    end
    assert(#rows > 0, "the reply holds no table of splits")
    return rows
end

function plugin.shape(request, reply, arguments)
    if request.dataset == "dataset_rows" then
        return split_rows(reply, (data.child(arguments or {}, "repo_ids"))[1])
    end
    if request.dataset == "files" then return file_rows(reply) end
    if request.dataset == "trending_repositories" then return trending_rows(reply, arguments) end
    local to_row, rows = shape[request.dataset], {}
    for index, entry in ipairs(entries_of(reply)) do rows[index] = to_row(entry) end
    return rows
end

--- The next kind of the author's repositories. Where one kind filled its page, the limit of the following ones is one
--- more, which says after the last of them that rows are missing.
local function next_kind(request, arguments, reply)
    local args = arguments.operations[1].args
    local limit, following = request.rows_per_page, NEXT_KIND[folder_of(arguments)]
    local is_cut = #entries_of(reply) >= limit or tonumber(args[#args]) > limit
    if not following then return is_cut and arguments or nil end
    args[1] = string.gsub(args[1], "^hf://%a+", "hf://" .. following)
    args[#args] = tostring(is_cut and limit + 1 or limit)
    return arguments
end

--- No second page is asked for (pages_max is 1): a full one lets the engine say that more is there.
function plugin.more(request, arguments, reply)
    if request.dataset == "dataset_rows" then return nil end
    local args = arguments.operations[1].args
    if request.dataset == "author_repositories" then return next_kind(request, arguments, reply) end
    if request.dataset == "trending_repositories" then
        local following = NEXT_KIND[folder_of(arguments)]
        args[1] = following and "hf://" .. following .. "/trending"
        return following and arguments or nil
    end
    if #args == 1 or #entries_of(reply, request.dataset == "files") < request.rows_per_page then return nil end
    args[#args] = tostring(request.rows_per_page + 1)
    return arguments
end

return plugin
