-- Canva: designs, whose they are and how they change. Data only; read in an empty environment.
-- The tools' names were seen by others; their arguments and replies are taken to be those of Canva's Connect API, which
-- nobody has confirmed.

local design_columns = {
    { name = "id", kind = "text", role = "key" },
    { name = "created", kind = "time", role = "time" },
    { name = "updated", kind = "time", role = "time" },
    { name = "title", kind = "text", role = "dimension" },
    { name = "owner", kind = "text", role = "dimension", description = "The name, or the id where no name is sent." },
    { name = "pages", kind = "count", role = "measure" },
    { name = "ownership", kind = "text", role = "dimension", description = "Whether it is one's own or shared." },
    { name = "folder", kind = "text", role = "dimension", on_demand = true,
      description = "The folder that the question names." },
}

-- Which folder is meant, and the designs in it.
local folder_lookups = {
    { tool = "folders", values = { folder = "text:^[A-Za-z0-9_-]{1,64}$", name = "text:^[^\\n]*$" } },
    { tool = "folder_items", values = { ids = "text:^[A-Za-z0-9_,-]*$" } },
}

return {
    id = "canva", name = "Canva", category = "Content, Storage & Marketing", api = 1,
    synonyms = { "canva.com", "canva designs" },
    docs = "https://www.canva.dev/docs/mcp/",

    server = { url = "https://mcp.canva.com/mcp", transport = "streamable-http", confidence = "documented" },
    auth = { kind = "oauth", scopes = { "profile:read", "design:meta:read", "folder:read", "brandtemplate:meta:read",
                                "comment:read" } },

    tools = {
        designs = {
            names = { "search-designs" }, confidence = "unconfirmed", closed = true,
            description = "Designs by ownership, the latest change first.",
            arguments = {
                { path = "ownership", required = true, one_of = { "owned", "shared" } },
                { path = "sort_by", one_of = { "modified_descending" } }, { path = "continuation" },
            },
        },
        folders = {
            names = { "search-folders" }, confidence = "unconfirmed", closed = true,
            description = "The folders the person signed in can see.",
            arguments = { { path = "query", pattern = "^[^\\x00-\\x1f]{1,200}$" }, { path = "continuation" } },
        },
        folder_items = {
            names = { "list-folder-items" }, confidence = "unconfirmed", closed = true,
            description = "What lies in one folder.",
            arguments = {
                { path = "folder_id", required = true, pattern = "^[A-Za-z0-9_-]{1,64}$" }, { path = "continuation" },
            },
        },
        brand_kits = {
            names = { "list-brand-kits" }, confidence = "unconfirmed", closed = true,
            description = "The brand kits of the team.",
            arguments = { { path = "limit", min = 1, max = 100 }, { path = "continuation" } },
        },
        brand_templates = {
            names = { "search-brand-templates" }, confidence = "unconfirmed", closed = true,
            description = "The brand templates; there are some on larger plans only.",
            arguments = { { path = "limit", min = 1, max = 100 }, { path = "continuation" } },
        },
        comments = {
            names = { "list-comments" }, confidence = "unconfirmed", closed = true,
            description = "The comment threads of one design.",
            arguments = {
                { path = "design_id", required = true, pattern = "^[A-Za-z0-9_-]{6,40}$" }, { path = "continuation" },
            },
        },
    },

    datasets = {
        designs = {
            name = "designs",
            description = "One row for each design, by its last change; the form of the reply is unconfirmed.",
            synonyms = { "graphics", "presentations" },
            tool = "designs", time = "updated", starts = "created", pushes_range = false, longest_range_days = 0,
            unique = { "id" }, paging = { rows_per_page = 0, pages_max = 0 },
            lookups = folder_lookups, columns = design_columns,
        },
        own_designs = {
            name = "own designs",
            description = "One row for each design of the person signed in, by its last change; form unconfirmed.",
            synonyms = { "my designs" },
            tool = "designs", time = "updated", starts = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 0, pages_max = 0 }, lookups = folder_lookups, columns = design_columns,
        },
        shared_designs = {
            name = "shared designs",
            description = "One row for each design shared with the person signed in; form unconfirmed.",
            synonyms = { "designs of others" },
            tool = "designs", time = "updated", starts = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 0, pages_max = 0 }, lookups = folder_lookups, columns = design_columns,
        },
        folder_items = {
            name = "items of a folder",
            description = "One row for each design, folder or image in the folder that is named; form unconfirmed.",
            synonyms = { "folder items", "folder content", "content of a folder" },
            tool = "folder_items", time = "updated", pushes_range = false, longest_range_days = 0,
            lookups = { { tool = "folders", values = { folder = "text:^[A-Za-z0-9_-]{1,64}$",
                                                       name = "text:^[^\\n]*$" } } },
            paging = { rows_per_page = 0, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "updated", kind = "time", role = "time" },
                { name = "folder", kind = "text", role = "dimension" },
                { name = "type", kind = "text", role = "dimension", description = "design, folder or image." },
                { name = "title", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
            },
        },
        folders = {
            name = "design folders",
            description = "One row for each folder, by the time it was made; the form of the reply is unconfirmed.",
            synonyms = { "canva folders" },
            tool = "folders", time = "created", starts = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 0, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "updated", kind = "time", role = "time" },
                { name = "folder", kind = "text", role = "dimension" },
            },
        },
        brand_kits = {
            name = "brand kits", description = "One row for each brand kit of the team; form unconfirmed.",
            synonyms = { "brands" },
            tool = "brand_kits", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 50, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "brand_kit", kind = "text", role = "dimension" },
            },
        },
        brand_templates = {
            name = "brand templates", description = "One row for each brand template, by its last change; unconfirmed.",
            synonyms = { "templates" },
            tool = "brand_templates", time = "updated", starts = "created", pushes_range = false,
            longest_range_days = 0, paging = { rows_per_page = 50, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "updated", kind = "time", role = "time" },
                { name = "template", kind = "text", role = "dimension" },
            },
        },
        comments = {
            name = "comment threads",
            description = "One row for each comment thread of the design whose id is named; form unconfirmed.",
            synonyms = { "comments", "feedback" },
            tool = "comments", time = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 0, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "design", kind = "text", role = "dimension", description = "The design's id." },
                { name = "author", kind = "text", role = "dimension" },
            },
        },
    },

    metrics = {
        designs = {
            name = "designs",
            synonyms = { "number of designs", "design count", "designs in total", "presentations", "graphics", "decks",
                         "slides", "visuals" },
            description = "The number of designs there at the end of the period, of those that are there today.",
            dataset = "designs", value = { count = true, at = "end" }, kind = "count",
        },
        designs_created = {
            name = "designs created", synonyms = { "new designs", "designs made", "designs started" },
            description = "The number of designs made in the period that are still there.",
            dataset = "designs", value = { count = true, time = "created" }, kind = "count", better = "up",
        },
        designs_updated = {
            name = "designs updated",
            synonyms = { "designs changed", "designs edited", "active designs", "updated designs", "edited designs",
                         "designs updated in a period", "designs worked on", "designs touched", "last edited designs",
                         "recently edited designs", "latest designs", "decks updated", "decks edited",
                         "presentations updated", "presentations edited" },
            description = "The number of designs whose last change lies in the period.",
            dataset = "designs", value = { count = true }, kind = "count", better = "up",
        },
        design_pages = {
            name = "design pages",
            synonyms = { "pages in designs", "number of design pages", "pages of designs", "page count",
                         "number of pages" },
            description = "The pages of all designs whose last change lies in the period.",
            dataset = "designs", value = { sum = "pages" }, kind = "count",
        },
        pages_per_design = {
            name = "pages per design",
            synonyms = { "average pages per design", "average design length", "average length", "deck length",
                         "length of decks", "length of presentations", "pages per presentation" },
            description = "Pages over designs whose number of pages is known, by their last change.",
            dataset = "designs", value = { sum = "pages" },
            per = { count = true, where = { { "pages", ">=", 0 } } },
            kind = "number", sample_min = 10,
        },
        longest_design = {
            name = "longest design",
            synonyms = { "longest designs", "biggest design", "longest presentation", "longest presentations",
                         "longest deck" },
            description = "The pages of the longest design whose last change lies in the period.",
            dataset = "designs", value = { max = "pages" }, kind = "count",
        },
        design_owners = {
            name = "people with designs", synonyms = { "design owners", "number of designers", "active designers" },
            description = "The number of different owners of the designs whose last change lies in the period.",
            dataset = "designs", value = { distinct = "owner" }, kind = "count",
        },
        own_designs = {
            name = "own designs", synonyms = { "my designs", "designs I own", "designs owned by me" },
            description = "The number of designs of the person signed in, at the end of the period.",
            dataset = "own_designs", value = { count = true, at = "end" }, kind = "count",
        },
        own_designs_updated = {
            name = "own designs updated", synonyms = { "my designs updated", "my designs changed" },
            description = "The number of designs of the person signed in whose last change lies in the period.",
            dataset = "own_designs", value = { count = true }, kind = "count",
        },
        shared_designs = {
            name = "designs shared with me", synonyms = { "shared designs", "designs of others" },
            description = "The number of designs shared with the person signed in, at the end of the period.",
            dataset = "shared_designs", value = { count = true, at = "end" }, kind = "count",
        },
        shared_designs_updated = {
            name = "shared designs updated", synonyms = { "shared designs changed", "shared designs edited" },
            description = "Designs shared with the person signed in whose last change lies in the period.",
            dataset = "shared_designs", value = { count = true }, kind = "count",
        },
        brand_kits = {
            name = "brand kits", synonyms = { "number of brand kits", "brand kit count", "brand identities" },
            description = "The number of brand kits of the team.",
            dataset = "brand_kits", value = { count = true }, kind = "count",
        },
        brand_templates = {
            name = "brand templates",
            synonyms = { "number of brand templates", "templates", "team templates" },
            description = "The brand templates there at the end of the period, of those that are there today.",
            dataset = "brand_templates", value = { count = true, at = "end" }, kind = "count",
        },
        brand_templates_updated = {
            name = "brand templates updated", synonyms = { "brand templates changed", "templates updated" },
            description = "The number of brand templates whose last change lies in the period.",
            dataset = "brand_templates", value = { count = true }, kind = "count",
        },
        comments = {
            name = "comments", synonyms = { "feedback volume", "comment threads", "feedback", "number of comments" },
            description = "The comment threads of the design whose id is named, by when each began.",
            dataset = "comments", value = { count = true }, kind = "count",
        },
        folder_items = {
            name = "folder items",
            synonyms = { "items in a folder", "items in the folder", "what is in the folder",
                         "what lies in the folder" },
            description = "The designs, folders and images in the folder that is named.",
            dataset = "folder_items", value = { count = true }, kind = "count",
        },
        folders = {
            name = "design folders", synonyms = { "canva folders", "number of design folders", "folders" },
            description = "The number of folders there at the end of the period, of those that are there today.",
            dataset = "folders", value = { count = true, at = "end" }, kind = "count",
        },
    },

    dimensions = {
        owner = {
            name = "owner", synonyms = { "owners", "author", "people", "person", "designer", "designers" },
            open_values = true,
            columns = { designs = "owner", own_designs = "owner", shared_designs = "owner", folder_items = "owner" },
        },
        ownership = {
            name = "ownership", synonyms = { "mine or shared", "own or shared" },
            columns = { designs = "ownership", own_designs = "ownership", shared_designs = "ownership" },
            values = { { value = "own", synonyms = { "mine" } },
                       { value = "shared", synonyms = { "shared with me" } } },
        },
        title = {
            name = "title",
            synonyms = { "titles", "name", "name of the design", "design title", "presentation" },
            open_values = true,
            columns = { designs = "title", own_designs = "title", shared_designs = "title", folder_items = "title" },
        },
        item_type = {
            name = "item type", synonyms = { "kind of item", "type" }, columns = { folder_items = "type" },
            values = { "design", { value = "folder", synonyms = { "subfolders" } },
                       { value = "image", synonyms = { "images" } } },
        },
        brand_kit = {
            name = "brand kit", synonyms = { "brand" }, open_values = true, columns = { brand_kits = "brand_kit" },
        },
        template = {
            name = "template", synonyms = { "brand template" }, open_values = true,
            columns = { brand_templates = "template" },
        },
        design = {
            name = "design", synonyms = { "design id" }, open_values = true, columns = { comments = "design" },
        },
        author = {
            name = "comment author", synonyms = { "commenter", "author", "who commented" }, open_values = true,
            columns = { comments = "author" },
        },
        folder = {
            name = "folder name",
            synonyms = { "folder", "location" }, open_values = true,
            columns = { folders = "folder", folder_items = "folder", designs = "folder", own_designs = "folder",
                        shared_designs = "folder" },
        },
    },

    ask = {
        "How many designs are there in Canva by ownership?",
        "How many designs were created in Canva each month this year?",
        "How many Canva designs were updated in the last 30 days?",
        "Designs updated in Canva last month by owner",
        "Top 10 titles in Canva by design pages this year",
        "Average pages per design in Canva this quarter",
        "Compare the designs created in Canva this month with last month",
        "How many designs are shared with me in Canva?",
        "How many shared designs were updated in Canva last week?",
        "Which brand kits do we have in Canva?",
        "How many folder items are there in Canva in the folder \"Campaigns\"?",
        "How many brand templates are there in Canva?",
        "How many comments are there in Canva on design DAFqvuq0001?",
        "How many people with designs were there in Canva last quarter?",
    },

    errors = {
        { pattern = "(?i)missing.?scope|insufficient.?scope|forbidden|not (enabled|allowed)", fault = "denied",
          message = "Canva refuses this to the connection; an administrator of the Canva team may have to allow it." },
        { pattern = "(?i)invalid_grant|invalid.?(access.?)?token|unauthorized", fault = "reconnect",
          message = "Canva has ended this connection. Connect Canva again." },
        { pattern = "(?i)too many requests|rate.?limit", fault = "over_limit",
          message = "Canva asks for a pause: too many requests in a short time. Ask again in a minute." },
    },

    pitfalls = {
        { symptom = "The connection is refused in a team", cause = "the Canva AI Connector is not switched on",
          fix = "let an administrator of the Canva team switch it on" },
        { symptom = "\"the reply holds no list\", or \"without its times\"",
          cause = "the form of the replies is unconfirmed, and this one is another",
          fix = "report it; nothing is guessed" },
        { symptom = "Months long ago have few designs updated",
          cause = "a design has one last change: a later one moves it out of the earlier month",
          fix = "compare times near today, or ask for designs created" },
        { symptom = "The owner is an id", cause = "the server sent no name", fix = "look the id up in Canva" },
        { symptom = "Another server of Canva lists other tools",
          cause = "the one described for developers gives documentation only", fix = "keep https://mcp.canva.com/mcp" },
        { symptom = "The first answer takes up to a minute",
          cause = "by one report, the stream may stay open after the reply", fix = "wait, and ask again" },
    },
}
