-- Box: files, folders and the storage they take. Data only; read in an empty environment.
-- The server has no list of all files: the files datasets are searches, one for each common extension.

local found_in_search = {
    { name = "id", kind = "text", role = "key" },
    { name = "name", kind = "text", role = "dimension" },
    { name = "extension", kind = "text", role = "dimension" },
    { name = "folder", kind = "text", role = "dimension", description = "The name of the folder it lies in." },
    { name = "owner", kind = "text", role = "dimension" },
    { name = "created", kind = "time", role = "time" },
    { name = "modified", kind = "time", role = "time" },
    { name = "size", kind = "count", role = "measure", unit = "bytes" },
    { name = "shared", kind = "flag", role = "dimension", description = "Whether it has a shared link." },
}

return {
    id = "box", name = "Box", category = "Content, Storage & Marketing", api = 1,
    names = { "Box.com" },
    synonyms = { "box drive", "box files" },
    docs = "https://developer.box.com/guides/box-mcp/remote/",

    server = { url = "https://mcp.box.com", transport = "streamable-http", confidence = "documented" },
    auth = { kind = "oauth", registration = "by_hand", scopes = { "root_readonly" } },

    tools = {
        who = {
            names = { "who_am_i" }, confidence = "documented",
            because = "It only says who is signed in and how much space that person has.",
            description = "The person signed in, with the space used and allowed.",
        },
        search = {
            names = { "search_files_keyword" }, confidence = "documented", closed = true,
            description = "Files by words, extension and time; the names of its paging arguments are unconfirmed.",
            arguments = {
                { path = "query", required = true }, { path = "file_extensions", at_most = 1, open = true },
                { path = "created_at_range" }, { path = "updated_at_range" }, { path = "fields", open = true },
                { path = "limit", min = 1, max = 100 }, { path = "offset", min = 0 },
            },
        },
        folder = {
            names = { "list_folder_content_by_folder_id" }, confidence = "documented", closed = true,
            description = "What lies in one folder; only the top folder is asked for.",
            arguments = {
                { path = "folder_id", required = true, constant = "0" }, { path = "fields", open = true },
                { path = "limit", min = 1, max = 1000 }, { path = "marker" },
            },
        },
    },

    datasets = {
        changed_files = {
            name = "changed files",
            description = "One row for each file found by a search over common extensions, by its last change.",
            synonyms = { "updated documents", "box documents", "files" },
            tool = "search", time = "modified", pushes_range = true, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 0 }, columns = found_in_search,
        },
        new_files = {
            name = "new files",
            description = "One row for each file found by a search over common extensions, by its creation.",
            synonyms = { "uploaded files", "added documents" },
            tool = "search", time = "created", pushes_range = true, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 0 }, columns = found_in_search,
        },
        top_level = {
            name = "top-level items", description = "One row for each file, folder or link in the top folder.",
            synonyms = { "top folders", "root folder", "top-level folders" },
            tool = "folder", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 1000, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "name", kind = "text", role = "dimension" },
                { name = "type", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "modified", kind = "time", role = "time" },
                { name = "size", kind = "count", role = "measure", unit = "bytes",
                  description = "Of a folder, everything in it." },
            },
        },
        quota = {
            name = "storage quota", description = "One row: the person signed in, with the space used and allowed.",
            synonyms = { "own space" },
            tool = "who", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "role", kind = "text", role = "dimension" },
                { name = "used", kind = "count", role = "measure", unit = "bytes" },
                { name = "allowed", kind = "count", role = "measure", unit = "bytes" },
            },
        },
    },

    metrics = {
        files_changed = {
            name = "files changed",
            synonyms = { "changed files", "updated documents", "documents updated", "files updated",
                         "documents changed", "number of files", "files", "file count", "number of documents",
                         "document count" },
            description = "The number of files whose last change lies in the period.",
            dataset = "changed_files", value = { count = true }, kind = "count",
        },
        size_changed = {
            name = "size of changed files", synonyms = { "bytes changed", "volume of changed files" },
            description = "The bytes of all files whose last change lies in the period.",
            dataset = "changed_files", value = { sum = "size" }, kind = "count", unit = "bytes",
        },
        average_file_size = {
            name = "average file size", synonyms = { "mean file size", "average document size" },
            description = "The mean size of the files whose last change lies in the period.",
            dataset = "changed_files", value = { mean = "size" }, kind = "number", unit = "bytes", sample_min = 10,
        },
        largest_file = {
            name = "largest file size", synonyms = { "biggest file", "largest file", "biggest files", "largest files" },
            description = "The size of the biggest file whose last change lies in the period.",
            dataset = "changed_files", value = { max = "size" }, kind = "count", unit = "bytes",
        },
        shared_files = {
            name = "files with a shared link",
            synonyms = { "shared files", "files shared", "shared links", "shared documents" },
            description = "The number of files changed in the period that have a shared link today.",
            dataset = "changed_files", value = { count = true, where = { { "shared", "=", true } } }, kind = "count",
        },
        shared_share = {
            name = "share of files with a shared link",
            synonyms = { "share of shared files", "shared link rate", "percentage of files shared" },
            description = "Files with a shared link over all files changed in the period.",
            dataset = "changed_files", value = { count = true, where = { { "shared", "=", true } } },
            per = { count = true }, kind = "ratio", unit = "percent", sample_min = 20,
        },
        files_added = {
            name = "files added",
            synonyms = { "new files", "files uploaded", "uploaded files", "documents added", "files created" },
            description = "The number of files made in the period.",
            dataset = "new_files", value = { count = true }, kind = "count",
        },
        size_added = {
            name = "size of added files", synonyms = { "bytes added", "storage added", "data added" },
            description = "The bytes of all files made in the period, at their size today.",
            dataset = "new_files", value = { sum = "size" }, kind = "count", unit = "bytes",
        },
        folder_storage = {
            name = "storage by top folder",
            synonyms = { "folder size", "folder storage", "size of folders", "storage of folders", "top folder size" },
            description = "The bytes in the top folder and all below it, as far as the person signed in sees them.",
            dataset = "top_level", value = { sum = "size" }, kind = "count", unit = "bytes",
        },
        top_folders = {
            name = "top-level folders", synonyms = { "number of top folders", "top folders" },
            description = "The number of folders that lie in the top folder.",
            dataset = "top_level", value = { count = true, where = { { "type", "=", "folder" } } }, kind = "count",
        },
        space_used = {
            name = "own space used", synonyms = { "storage used", "space used", "used storage" },
            description = "The bytes that the person signed in takes up.",
            dataset = "quota", value = { sum = "used" }, kind = "count", unit = "bytes", better = "down",
        },
        space_allowed = {
            name = "own space allowed", synonyms = { "storage limit", "space allowed", "storage allowance" },
            description = "The bytes that the person signed in may take up.",
            dataset = "quota", value = { sum = "allowed" }, kind = "count", unit = "bytes",
        },
        space_share = {
            name = "share of space used",
            synonyms = { "storage utilization", "quota used", "how full", "share of storage used" },
            description = "The space used over the space allowed, of the person signed in.",
            dataset = "quota", value = { sum = "used" }, per = { sum = "allowed" }, kind = "ratio", unit = "percent",
            better = "down",
        },
    },

    dimensions = {
        extension = {
            name = "file type", synonyms = { "extension", "file extension", "document type", "file types" },
            columns = { changed_files = "extension", new_files = "extension" },
            values = {
                { value = "pdf", synonyms = { "pdfs" } }, { value = "docx", synonyms = { "word documents" } },
                { value = "xlsx", synonyms = { "spreadsheets", "excel files" } },
                { value = "pptx", synonyms = { "powerpoint files" } }, "csv", "txt", "png", "jpg", "mp4", "zip",
            },
        },
        folder = {
            name = "folder", synonyms = { "folders", "directory" }, open_values = true,
            columns = { changed_files = "folder", new_files = "folder", top_level = "name" },
        },
        owner = {
            name = "owner", synonyms = { "owners", "owned by", "file owner" }, open_values = true,
            columns = { changed_files = "owner", new_files = "owner", top_level = "owner" },
        },
        file = {
            name = "file name", open_values = true,
            columns = { changed_files = "name", new_files = "name" },
        },
    },

    ask = {
        "How many Box files were changed each week in the last 3 months?",
        "How many files were added to Box last month by owner?",
        "Top 5 folders in Box by files changed in the last 90 days",
        "What is the folder size in Box by folder?",
        "How much storage is used in Box?",
        "What share of Box files changed this year have a shared link?",
        "How many pdf files were changed in Box last month?",
        "Compare files added to Box this month with last month",
        "Average file size in Box by file type this quarter",
    },

    errors = {
        { pattern = "(?i)insufficient_scope|access_denied|forbidden", fault = "denied",
          message = "Box refuses this to the person who connected; after a change of rights, connect Box again." },
        { pattern = "(?i)invalid_grant|invalid_token|unauthorized", fault = "reconnect",
          message = "Box has ended this connection. Connect Box again." },
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Box asks for a pause: too many requests in a short time. Ask again in a minute." },
    },

    pitfalls = {
        { symptom = "The connection is refused", cause = "an administrator of Box has not switched the MCP server on",
          fix = "in Box's Admin Console, under Integrations, switch the Box MCP server on" },
        { symptom = "Still refused after an upgrade of the plan", cause = "a token keeps the scopes it was given",
          fix = "disconnect Box in Parley and connect it again" },
        { symptom = "A file is not counted",
          cause = "the server has no list of all files; files are found by a search for each common extension, and a "
              .. "new file is not in Box's search at once",
          fix = "count rare file types in Box itself; the way the search matches an extension is unconfirmed" },
        { symptom = "Files changed long ago seem to have been changed less",
          cause = "a file has one last change: a later one moves it out of the earlier month",
          fix = "compare times near today, or ask for files added" },
        { symptom = "The space used is that of one person",
          cause = "the server tells only the quota of who is signed in",
          fix = "ask for the folder size instead" },
    },
}
