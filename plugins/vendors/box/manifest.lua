-- Box: files, folders, hubs and the storage they take. Data only; read in an empty environment.
-- The server has no list of all files: the files datasets are searches, one for each common extension. What is in a
-- hub, and who may open an item, is told for one number only, which the question must name.

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

    settings = {
        { name = "metadata_template", means = "the metadata template to read, with its scope in front",
          pattern = "^(global|enterprise_[0-9]+)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$", optional = true,
          example = "enterprise_77120.contract" },
        { name = "amount_field", means = "the template's field that holds an amount",
          pattern = "^[A-Za-z][A-Za-z0-9_-]{0,63}$", optional = true, example = "amount" },
        { name = "status_field", means = "the template's field that holds a status or a kind",
          pattern = "^[A-Za-z][A-Za-z0-9_-]{0,63}$", optional = true, example = "status" },
    },

    tools = {
        hubs = {
            names = { "list_hubs" }, confidence = "documented", closed = true,
            description = "The hubs that the person signed in sees; its paging is unconfirmed.",
            arguments = { { path = "marker" } },
        },
        hub_items = {
            names = { "get_hub_items" }, confidence = "documented", closed = true,
            description = "What is in one hub.",
            arguments = { { path = "hub_id", required = true, pattern = "^[0-9]{1,20}$" }, { path = "marker" } },
        },
        collaborations = {
            names = { "list_item_collaborations" }, confidence = "documented", closed = true,
            description = "Who may open one file or folder; the name of its argument is unconfirmed.",
            arguments = { { path = "item_id", required = true, pattern = "^[0-9]{1,20}$" } },
        },
        tasks = {
            names = { "list_tasks" }, confidence = "documented",
            description = "The tasks that were given to the person signed in.",
        },
        templates = {
            names = { "list_metadata_templates" }, confidence = "documented",
            description = "The metadata templates of the enterprise.",
        },
        metadata = {
            names = { "search_files_metadata" }, confidence = "documented", closed = true,
            description = "Files that carry a metadata template, with chosen fields of it.",
            arguments = {
                { path = "from", required = true,
                  pattern = "^(global|enterprise_[0-9]+)\\.[A-Za-z][A-Za-z0-9_-]{0,63}$" },
                { path = "ancestor_folder_id", required = true, constant = "0" },
                { path = "fields", open = true }, { path = "marker" },
            },
        },
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
        hubs = {
            name = "hubs", description = "One row for each hub that the person signed in sees.",
            synonyms = { "box hubs", "portals" },
            tool = "hubs", time = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "hub", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
                { name = "updated", kind = "time", role = "time" },
                { name = "views", kind = "count", role = "measure" },
            },
        },
        hub_items = {
            name = "items of a hub", description = "One row for each item of the hub whose number is named.",
            synonyms = { "hub content" },
            tool = "hub_items", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "hub", kind = "text", role = "dimension", description = "The hub's number." },
                { name = "name", kind = "text", role = "dimension" },
                { name = "type", kind = "text", role = "dimension" },
            },
        },
        collaborations = {
            name = "collaborations", description = "One row for each person or group who may open the named item.",
            synonyms = { "access", "permissions", "people with access" },
            tool = "collaborations", time = "created", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "item", kind = "text", role = "dimension", description = "The item's number." },
                { name = "person", kind = "text", role = "dimension" },
                { name = "role", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
            },
        },
        tasks = {
            name = "tasks", description = "One row for each task given to the person signed in; unconfirmed.",
            synonyms = { "box tasks", "reviews", "approvals" },
            tool = "tasks", time = "created", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "file", kind = "text", role = "dimension" },
                { name = "action", kind = "text", role = "dimension" },
                { name = "done", kind = "flag", role = "dimension" },
                { name = "overdue", kind = "flag", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
                { name = "due", kind = "time", role = "time" },
            },
        },
        templates = {
            name = "metadata templates", description = "One row for each metadata template.",
            synonyms = { "templates" },
            tool = "templates", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "template", kind = "text", role = "dimension" },
                { name = "scope", kind = "text", role = "dimension" },
                { name = "fields", kind = "count", role = "measure" },
            },
        },
        described_files = {
            name = "files with metadata", description = "One row for each file with the template that was set up.",
            synonyms = { "contracts", "invoices", "metadata" },
            tool = "metadata", time = "modified", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "name", kind = "text", role = "dimension" },
                { name = "folder", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension", description = "What the status field holds." },
                { name = "amount", kind = "number", role = "measure", description = "What the amount field holds." },
                { name = "modified", kind = "time", role = "time" },
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
        hubs = {
            name = "hubs", synonyms = { "number of hubs", "hub count", "box hubs" },
            description = "The number of hubs that the person signed in sees; in a period, those made in it.",
            dataset = "hubs", value = { count = true }, kind = "count",
        },
        hub_views = {
            name = "hub views", synonyms = { "views of hubs", "most viewed hubs" },
            description = "How often the hubs were viewed since they were made; unconfirmed.",
            dataset = "hubs", value = { sum = "views" }, kind = "count", better = "up",
        },
        hub_items = {
            name = "hub items", synonyms = { "items in a hub", "items per hub", "items in hub", "content of a hub" },
            description = "The number of items in the hub whose number is named.",
            dataset = "hub_items", value = { count = true }, kind = "count",
        },
        collaborators = {
            name = "collaborators",
            synonyms = { "people with access", "collaborations", "who has access", "people who can access" },
            description = "The people and groups who may open the file or folder whose number is named.",
            dataset = "collaborations", value = { count = true }, kind = "count",
        },
        tasks = {
            name = "tasks", synonyms = { "assigned tasks", "review tasks", "my tasks", "number of tasks" },
            description = "The tasks given to the person signed in; unconfirmed.",
            dataset = "tasks", value = { count = true }, kind = "count",
        },
        open_tasks = {
            name = "open tasks", synonyms = { "unfinished tasks", "pending tasks", "pending reviews", "open reviews" },
            description = "The tasks that are not completed today; unconfirmed.",
            dataset = "tasks", value = { count = true, where = { { "done", "=", false } } }, kind = "count",
            better = "down",
        },
        overdue_tasks = {
            name = "overdue tasks", synonyms = { "late tasks", "tasks past due" },
            description = "The open tasks whose day has passed; unconfirmed.",
            dataset = "tasks", value = { count = true, where = { { "overdue", "=", true } } }, kind = "count",
            better = "down",
        },
        templates = {
            name = "metadata templates", synonyms = { "number of metadata templates", "metadata template count" },
            description = "The number of metadata templates.",
            dataset = "templates", value = { count = true }, kind = "count",
        },
        described_files = {
            name = "files with metadata",
            synonyms = { "documents with metadata", "contracts", "number of contracts", "files by metadata" },
            description = "The number of files that carry the template that was set up.",
            dataset = "described_files", value = { count = true }, kind = "count",
        },
        contract_value = {
            name = "contract value",
            synonyms = { "amount in documents", "total contract value", "value of contracts", "document amount" },
            description = "The sum of the amount field over the files that carry the template that was set up.",
            dataset = "described_files", value = { sum = "amount" }, kind = "number", better = "up",
        },
        files_changed = {
            name = "files changed",
            synonyms = { "changed files", "updated documents", "documents updated", "files updated",
                         "documents changed", "number of files", "files", "file count", "number of documents",
                         "document count", "file activity", "documents modified", "modified files", "activity" },
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
            synonyms = { "shared files", "files shared", "shared links", "shared documents", "externally shared items",
                         "externally shared files", "files shared outside", "files shared externally",
                         "shared items" },
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
            name = "own space used",
            synonyms = { "storage used", "space used", "used storage", "storage", "disk space", "size", "bytes used",
                         "bytes" },
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
        hub = {
            name = "hub", synonyms = { "hubs", "hub name", "hub number" }, open_values = true,
            columns = { hubs = "hub", hub_items = "hub" },
        },
        item = {
            name = "item number", synonyms = { "item", "folder number", "file number" }, open_values = true,
            columns = { collaborations = "item" },
        },
        person = {
            name = "collaborator", synonyms = { "person", "people", "who has access" }, open_values = true,
            columns = { collaborations = "person" },
        },
        role = {
            name = "role", synonyms = { "access level", "permission" }, columns = { collaborations = "role" },
            values = { "editor", "viewer", "co-owner", "owner", "uploader", "previewer" }, open_values = true,
        },
        action = {
            name = "task kind", synonyms = { "task type", "kind of task" }, columns = { tasks = "action" },
            values = { "review", "complete" },
        },
        metadata_status = {
            name = "metadata status", synonyms = { "status", "contract type", "metadata field", "contract status" },
            columns = { described_files = "status" }, open_values = true,
        },
        template = {
            name = "template", synonyms = { "metadata template" }, columns = { templates = "template" },
            open_values = true,
        },
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
            columns = { changed_files = "folder", new_files = "folder", top_level = "name",
                        described_files = "folder" },
        },
        owner = {
            name = "owner", synonyms = { "owners", "owned by", "file owner", "created by" }, open_values = true,
            columns = { changed_files = "owner", new_files = "owner", top_level = "owner", hubs = "owner",
                        described_files = "owner" },
        },
        file = {
            name = "file name", synonyms = { "file", "document" }, open_values = true,
            columns = { changed_files = "name", new_files = "name", tasks = "file", described_files = "name" },
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
        "Which hubs do we have in Box?",
        "How many open tasks are there in Box?",
        "List the metadata templates in Box",
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
        { symptom = "Box asks for the number of a hub, folder or file",
          cause = "its content and its collaborators are told for one number only",
          fix = "take the number from the end of its web address" },
        { symptom = "Metadata cannot be asked", cause = "no metadata template was set up with the connection",
          fix = "connect Box again and type the template, with its scope in front, and its fields" },
        { symptom = "The space used is that of one person",
          cause = "the server tells only the quota of who is signed in",
          fix = "ask for the folder size instead" },
    },
}
