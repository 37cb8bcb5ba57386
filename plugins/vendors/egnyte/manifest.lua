-- Egnyte: share links, projects, folders and files. Data only; read in an empty environment.
-- Each tool takes an "intent", a few words why it is called; the server expects it though its schema does not.

return {
    id = "egnyte", name = "Egnyte", category = "Content, Storage & Marketing", api = 1,
    synonyms = { "egnyte.com", "egnyte connect" },
    docs = "https://github.com/egnyte/egnyte-for-ai",

    server = {
        url = "https://mcp-server.egnyte.com/mcp", transport = "streamable-http", confidence = "documented",
    },
    auth = { kind = "oauth", scopes = {} },

    tools = {
        links = {
            names = { "list_links" }, confidence = "documented", closed = true,
            because = "It only lists the share links that exist.",
            description = "Share links, page by page.",
            arguments = {
                { path = "count", min = 1, max = 500 }, { path = "offset", min = 0 }, { path = "created_after" },
                { path = "created_before" }, { path = "intent" },
            },
        },
        projects = {
            names = { "list_projects" }, confidence = "documented", closed = true,
            description = "Project folders with status and dates.", arguments = { { path = "intent" } },
        },
        folder = {
            names = { "list_filesystem_by_path" }, confidence = "documented", closed = true,
            description = "One folder; only /Shared is asked for.",
            arguments = {
                { path = "path", required = true, constant = "/Shared" }, { path = "includeStats" },
                { path = "count", min = 1, max = 100 }, { path = "offset", min = 0 }, { path = "intent" },
            },
        },
        search = {
            names = { "advanced_search" }, confidence = "documented", closed = true,
            description = "Files by words and time, 20 in a page.",
            arguments = {
                { path = "query", required = true }, { path = "query_operator" },
                { path = "file_query_fields", open = true }, { path = "type", required = true, constant = "FILE" },
                { path = "count", min = 1, max = 20 }, { path = "offset" }, { path = "modified_after" },
                { path = "modified_before" }, { path = "sort_by" }, { path = "sort_direction" }, { path = "intent" },
            },
        },
    },

    datasets = {
        links = {
            name = "share links", description = "One row for each share link; it lives until it expires.",
            synonyms = { "shares", "shared links" },
            tool = "links", time = "created", starts = "created", ends = "expires", pushes_range = true,
            longest_range_days = 0, paging = { rows_per_page = 500, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "expires", kind = "time", role = "time" },
                { name = "type", kind = "text", role = "dimension" },
                { name = "accessibility", kind = "text", role = "dimension" },
                { name = "creator", kind = "text", role = "dimension" },
                { name = "folder", kind = "text", role = "dimension" },
                { name = "opened", kind = "flag", role = "dimension", description = "Whether it was ever opened." },
                { name = "recipients", kind = "count", role = "measure" },
            },
        },
        projects = {
            name = "projects", description = "One row for each project folder, by the time it was made.",
            synonyms = { "project folders" },
            tool = "projects", time = "created", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "started", kind = "time", role = "time" },
                { name = "completed", kind = "time", role = "time", description = "Only of a completed project." },
                { name = "project", kind = "text", role = "dimension" },
                { name = "customer", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "days", kind = "number", role = "measure", unit = "days",
                  description = "From its start to its completion." },
            },
        },
        folders = {
            name = "shared folders", description = "One row for each folder in /Shared, with all that is below it.",
            synonyms = { "top folders", "department folders" },
            tool = "folder", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "path", kind = "text", role = "key" },
                { name = "folder", kind = "text", role = "dimension" },
                { name = "modified", kind = "time", role = "time" },
                { name = "size", kind = "count", role = "measure", unit = "bytes" },
                { name = "files", kind = "count", role = "measure" },
                { name = "subfolders", kind = "count", role = "measure" },
            },
        },
        changed_files = {
            name = "changed files",
            description = "One row for each file found by common extensions in its name; what is found is unconfirmed.",
            synonyms = { "egnyte files", "updated documents" },
            tool = "search", time = "modified", pushes_range = true, longest_range_days = 0,
            paging = { rows_per_page = 20, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "modified", kind = "time", role = "time" },
                { name = "name", kind = "text", role = "dimension" },
                { name = "folder", kind = "text", role = "dimension" },
                { name = "extension", kind = "text", role = "dimension" },
                { name = "uploader", kind = "text", role = "dimension" },
                { name = "size", kind = "count", role = "measure", unit = "bytes" },
                { name = "versions", kind = "count", role = "measure" },
            },
        },
    },

    metrics = {
        links_created = {
            name = "links created",
            synonyms = { "share links created", "new share links", "links shared", "new links", "shares created" },
            description = "The number of share links made in the period that still exist.",
            dataset = "links", value = { count = true }, kind = "count",
        },
        active_links = {
            name = "active share links",
            synonyms = { "share links", "open share links", "active links", "number of share links",
                         "external shares" },
            description = "Share links at the end of the period that had not expired by then.",
            dataset = "links", value = { count = true, at = "end" }, kind = "count",
        },
        public_links = {
            name = "public share links",
            synonyms = { "public links", "links open to anyone", "share links open to anyone", "anonymous links" },
            description = "Active share links at the end of the period that anyone may open.",
            dataset = "links", value = { count = true, at = "end", where = { { "accessibility", "=", "anyone" } } },
            kind = "count", better = "down",
        },
        public_share = {
            name = "share of public links",
            synonyms = { "public link share", "percentage of public links", "share of links open to anyone" },
            description = "Active share links that anyone may open over all active ones, at the end of the period.",
            dataset = "links", value = { count = true, at = "end", where = { { "accessibility", "=", "anyone" } } },
            per = { count = true, at = "end" }, kind = "ratio", unit = "percent", better = "down", sample_min = 20,
        },
        unopened_links = {
            name = "links never opened",
            synonyms = { "unused share links", "unopened links", "unused links", "share links never opened" },
            description = "Share links made in the period that nobody has opened so far.",
            dataset = "links", value = { count = true, where = { { "opened", "=", false } } }, kind = "count",
            better = "down",
        },
        unopened_share = {
            name = "share of links never opened",
            synonyms = { "unused link rate", "percentage of links never opened", "share of unopened links" },
            description = "Links made in the period that nobody has opened over all links made in it.",
            dataset = "links", value = { count = true, where = { { "opened", "=", false } } }, per = { count = true },
            kind = "ratio", unit = "percent", better = "down", sample_min = 20,
        },
        link_creators = {
            name = "people who share", synonyms = { "link creators", "people sharing", "number of people sharing" },
            description = "The number of different people who made a share link in the period.",
            dataset = "links", value = { distinct = "creator" }, kind = "count",
        },
        projects_created = {
            name = "project folders",
            synonyms = { "egnyte projects", "number of project folders", "projects created" },
            description = "The number of projects made in the period.",
            dataset = "projects", value = { count = true }, kind = "count",
        },
        open_projects = {
            name = "open project folders",
            synonyms = { "open projects", "projects in progress", "unfinished projects" },
            description = "The number of projects made in the period that are pending or in progress today.",
            dataset = "projects",
            value = { count = true, where = { { "status", "in", { "pending", "in-progress" } } } }, kind = "count",
        },
        completed_projects = {
            name = "completed project folders", synonyms = { "completed projects", "finished projects" },
            description = "The number of completed projects whose completion date lies in the period.",
            dataset = "projects",
            value = { count = true, time = "completed", where = { { "status", "=", "completed" } } }, kind = "count",
            better = "up",
        },
        project_duration = {
            name = "project duration",
            synonyms = { "time to complete a project", "days per project", "project length" },
            description = "The mean number of days from start to completion of the projects completed in the period.",
            dataset = "projects",
            value = { mean = "days", time = "completed", where = { { "status", "=", "completed" } } },
            kind = "number", unit = "days", better = "down", sample_min = 5,
        },
        folder_size = {
            name = "shared folder size",
            synonyms = { "folder size", "size of folders", "storage by folder", "disk usage", "storage used",
                         "data held" },
            description = "The bytes in the folders of /Shared and all below them.",
            dataset = "folders", value = { sum = "size" }, kind = "count", unit = "bytes",
        },
        files_held = {
            name = "files in folders",
            synonyms = { "number of files", "file count", "files held", "files in shared folders" },
            description = "The number of files in the folders of /Shared and all below them.",
            dataset = "folders", value = { sum = "files" }, kind = "count",
        },
        average_held_size = {
            name = "average size of held files", synonyms = { "bytes per file", "mean size of held files" },
            description = "The bytes in the folders of /Shared over the files in them.",
            dataset = "folders", value = { sum = "size" }, per = { sum = "files" }, kind = "ratio", unit = "bytes",
        },
        files_changed = {
            name = "files changed",
            synonyms = { "changed files", "files updated", "documents changed", "files modified", "documents updated" },
            description = "The number of files found whose last change lies in the period.",
            dataset = "changed_files", value = { count = true }, kind = "count",
        },
        size_changed = {
            name = "size of changed files", synonyms = { "bytes changed", "volume of changed files" },
            description = "The bytes of the files found whose last change lies in the period.",
            dataset = "changed_files", value = { sum = "size" }, kind = "count", unit = "bytes",
        },
        versions_per_file = {
            name = "versions per file", synonyms = { "average versions", "file versions", "number of versions" },
            description = "Versions over files, of those whose last change lies in the period.",
            dataset = "changed_files", value = { sum = "versions" },
            per = { count = true, where = { { "versions", ">=", 0 } } }, kind = "ratio",
        },
        people_changing = {
            name = "people changing files", synonyms = { "active uploaders", "number of uploaders" },
            description = "The number of different people who uploaded the latest version of a file in the period.",
            dataset = "changed_files", value = { distinct = "uploader" }, kind = "count",
        },
    },

    dimensions = {
        accessibility = {
            name = "accessibility", synonyms = { "link access", "who may open", "access level" },
            columns = { links = "accessibility" },
            values = { { value = "anyone", synonyms = { "public" } }, "domain",
                       { value = "password", synonyms = { "password protected" } },
                       { value = "recipients", synonyms = { "named recipients" } } },
        },
        link_type = {
            name = "link type", synonyms = { "kind of link", "type of link" }, columns = { links = "type" },
            values = { { value = "file", synonyms = { "file links" } },
                       { value = "folder", synonyms = { "folder links" } } },
        },
        person = {
            name = "person", synonyms = { "creator", "uploader", "people", "who made", "uploaded by" },
            columns = { links = "creator", changed_files = "uploader" }, open_values = true,
        },
        folder = {
            name = "folder", synonyms = { "folders", "directory", "path" }, open_values = true,
            columns = { links = "folder", folders = "folder", changed_files = "folder" },
        },
        extension = {
            name = "file type", synonyms = { "extension", "file types", "document type" },
            columns = { changed_files = "extension" },
            values = { { value = "pdf", synonyms = { "pdfs" } }, { value = "docx", synonyms = { "word documents" } },
                       { value = "xlsx", synonyms = { "spreadsheets" } },
                       { value = "pptx", synonyms = { "powerpoint files" } }, "csv", "txt", "png", "jpg" },
        },
        project_status = {
            name = "project status", synonyms = { "project stage", "stage", "status" },
            columns = { projects = "status" },
            values = { "pending", { value = "in-progress", synonyms = { "in progress" } }, "completed" },
        },
        customer = {
            name = "customer", synonyms = { "client", "customers" }, columns = { projects = "customer" },
            open_values = true,
        },
    },

    ask = {
        "How many share links were created in Egnyte each month this year?",
        "Active share links in Egnyte by accessibility",
        "What share of Egnyte links created this year was never opened?",
        "Which folders in Egnyte hold the most data?",
        "Top 5 people by links created in Egnyte in the last 90 days",
        "How many project folders are there in Egnyte by project status?",
        "What was the average project duration in Egnyte this year by customer?",
        "How many files were changed in Egnyte last month by person?",
        "Compare files changed in Egnyte this month with last month",
        "How many Egnyte links open to anyone are there?",
        "How many files that are spreadsheets were changed in Egnyte last month?",
        "Links created in Egnyte this year for folder links by person",
        "How many xlsx files were changed in Egnyte in October 2026?",
    },

    errors = {
        { pattern = "(?i)plan does not|not (enabled|available) (for|in) your (plan|domain)|co-?pilot", fault = "denied",
          message = "Egnyte's plan does not include this; an administrator of Egnyte can tell." },
        { pattern = "(?i)invalid_grant|invalid.?token|unauthorized", fault = "reconnect",
          message = "Egnyte has ended this connection. Connect Egnyte again." },
        { pattern = "(?i)too many requests|rate.?limit|retry-after", fault = "over_limit",
          message = "Egnyte asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)forbidden|permission", fault = "denied",
          message = "The person who connected Egnyte may not read this there." },
    },

    pitfalls = {
        { symptom = "Egnyte cannot be connected at all",
          cause = "the server needs a plan of generation 4, or Platform Enterprise of generation 3 with its AI add-on",
          fix = "check the plan with an administrator of Egnyte" },
        { symptom = "A file is not counted",
          cause = "files are found by common extensions in their names, as a search must have a word; what such a "
              .. "search finds is unconfirmed",
          fix = "take the number of files in folders, which Egnyte counts itself" },
        { symptom = "A question about changed files is slow", cause = "20 files come in one reply",
          fix = "ask for a shorter time" },
        { symptom = "Folders besides /Shared are missing", cause = "only /Shared is read",
          fix = "look at private folders in Egnyte" },
        { symptom = "Earlier months have fewer links", cause = "deleted links leave no row",
          fix = "compare recent times" },
    },
}
