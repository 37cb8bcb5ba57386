-- Webflow: sites, their pages, CMS items and comments. Data only; read in an empty environment.
-- The server's tools hold reads and writes together, told apart by the key inside each action: each call has one
-- action, and only the keys that list are let through. Which sites there are is asked first, once.

local live = { "status", "=", "live" }

return {
    id = "webflow", name = "Webflow", category = "Content, Storage & Marketing", api = 1,
    synonyms = { "webflow.com", "website builder" },
    docs = "https://developers.webflow.com/mcp/reference/how-it-works",

    server = { url = "https://mcp.webflow.com/mcp", transport = "both", confidence = "documented" },
    auth = { kind = "oauth", scopes = { "sites:read", "cms:read", "pages:read", "comments:read" } },

    tools = {
        sites = {
            names = { "data_sites_tool" }, confidence = "documented", reads = true, closed = true,
            description = "The sites that were shared with the connection; only the action list_sites is let through.",
            arguments = {
                { path = "actions", required = true, at_most = 1 },
                { path = "actions[]", required = true, keys = { "list_sites" } },
                { path = "context", required = true },
            },
        },
        cms = {
            names = { "data_cms_tool" }, confidence = "documented", reads = true, closed = true,
            description = "CMS collections and their items; only the two actions that list are let through.",
            arguments = {
                { path = "actions", required = true, at_most = 1 },
                { path = "actions[]", required = true, keys = { "get_collection_list", "list_collection_items" } },
                { path = "actions[].get_collection_list.siteId", pattern = "^[0-9A-Za-z]+$" },
                { path = "actions[].list_collection_items.collection_id", pattern = "^[0-9A-Za-z]+$" },
                { path = "actions[].list_collection_items.request.limit", min = 1, max = 100 },
                { path = "actions[].list_collection_items.request.offset", min = 0 },
                { path = "context", required = true },
            },
        },
        pages = {
            names = { "data_pages_tool" }, confidence = "documented", reads = true, closed = true,
            description = "The pages of a site with their SEO texts; only the action list_pages is let through.",
            arguments = {
                { path = "actions", required = true, at_most = 1 },
                { path = "actions[]", required = true, keys = { "list_pages" } },
                { path = "actions[].list_pages.site_id", required = true, pattern = "^[0-9A-Za-z]+$" },
                { path = "actions[].list_pages.limit", min = 1, max = 100 },
                { path = "actions[].list_pages.offset", min = 0 },
                { path = "context", required = true },
            },
        },
        comments = {
            names = { "data_comments_tool" }, confidence = "documented", reads = true, closed = true,
            description = "The comment threads of a site; only the action list_comment_threads is let through.",
            arguments = {
                { path = "actions", required = true, at_most = 1 },
                { path = "actions[]", required = true, keys = { "list_comment_threads" } },
                { path = "actions[].list_comment_threads.site_id", required = true, pattern = "^[0-9A-Za-z]+$" },
                { path = "actions[].list_comment_threads.limit", min = 1, max = 100 },
                { path = "actions[].list_comment_threads.offset", min = 0 },
                { path = "context", required = true },
            },
        },
    },

    account = {
        tool = "sites", values = { sites = "text:^[0-9A-Za-z]+ [^|]*(\\|[0-9A-Za-z]+ [^|]*)*$" },
        arguments = {
            actions = { { list_sites = {} } }, context = "Reading the list of sites to count what is on them.",
        },
    },

    datasets = {
        sites = {
            name = "sites", description = "One row for each site, as it is today.",
            synonyms = { "webflow sites", "websites" },
            tool = "sites", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "site", kind = "text", role = "dimension" },
                { name = "published", kind = "flag", role = "dimension", description = "Whether it ever was." },
                { name = "domains", kind = "count", role = "measure", description = "Its own domains." },
                { name = "idle_days", kind = "count", role = "measure",
                  description = "Days since it was published last; empty where it never was." },
                { name = "last_published", kind = "time", role = "time" },
            },
        },
        publications = {
            name = "latest publications",
            description = "One row for each site that was ever published, by the time it was published last.",
            synonyms = { "site publishing", "published sites" },
            tool = "sites", time = "last_published", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "site", kind = "text", role = "dimension" },
                { name = "last_published", kind = "time", role = "time" },
                { name = "domains", kind = "count", role = "measure", description = "Its own domains." },
            },
        },
        items = {
            name = "CMS items", description = "One row for each item of the CMS collections, by when it was made.",
            synonyms = { "collection items", "entries" },
            tool = "cms", time = "created", pushes_range = false, longest_range_days = 0,
            unique = { "collection_id", "id" }, paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "collection_id", kind = "text", role = "key" },
                { name = "item", kind = "text", role = "dimension", description = "The item's name." },
                { name = "collection", kind = "text", role = "dimension" },
                { name = "site", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "locale", kind = "text", role = "dimension", description = "The locale's id." },
                { name = "created", kind = "time", role = "time" },
                { name = "published", kind = "time", role = "time", description = "For the last time." },
            },
        },
        pages = {
            name = "pages", description = "One row for each page of the sites, by when it was made.",
            synonyms = { "webflow pages", "web pages" },
            tool = "pages", time = "created", pushes_range = false, longest_range_days = 0,
            unique = { "id" }, paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "page", kind = "text", role = "dimension", description = "Its path on the site." },
                { name = "title", kind = "text", role = "dimension" },
                { name = "site", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "described", kind = "flag", role = "dimension",
                  description = "Whether it has a description for search engines." },
                { name = "created", kind = "time", role = "time" },
            },
        },
        comments = {
            name = "comment threads", description = "One row for each comment thread in the Designer.",
            synonyms = { "comments", "feedback" },
            tool = "comments", time = "created", pushes_range = false, longest_range_days = 0,
            unique = { "id" }, paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "site", kind = "text", role = "dimension" },
                { name = "resolved", kind = "flag", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
            },
        },
    },

    metrics = {
        items = {
            name = "CMS items",
            synonyms = { "collection items", "CMS entries", "entries", "number of CMS items", "posts",
                         "new CMS items", "items per month", "blog posts", "items created" },
            description = "The number of items in the CMS collections, by when each was made.",
            dataset = "items", value = { count = true }, kind = "count", better = "up",
        },
        items_published = {
            name = "CMS items published",
            synonyms = { "items published", "posts published", "published items", "publishing pace",
                         "blog posts published", "items published per month" },
            description = "The number of items whose latest publication lies in the period.",
            dataset = "items", value = { count = true, time = "published" }, kind = "count", better = "up",
        },
        live_share = {
            name = "published share",
            synonyms = { "share of items published", "draft ratio", "share of CMS items published", "live share",
                         "draft share", "share of drafts", "draft to published ratio", "published ratio" },
            description = "Items that are live over all items that are not archived.",
            dataset = "items", value = { count = true, where = { live } },
            per = { count = true, where = { { "status", "!=", "archived" } } }, kind = "ratio", unit = "percent",
            better = "up", sample_min = 10,
        },
        draft_items = {
            name = "draft items", synonyms = { "drafts", "items in draft", "draft CMS items", "still drafts" },
            description = "The number of items that are drafts today.",
            dataset = "items", value = { count = true, where = { { "status", "=", "draft" } } }, kind = "count",
        },
        pages = {
            name = "pages", synonyms = { "page count", "number of pages", "Webflow pages", "web pages" },
            description = "The number of pages, by when each was made; archived ones are left out.",
            dataset = "pages", value = { count = true, where = { { "status", "!=", "archived" } } }, kind = "count",
        },
        pages_without_description = {
            name = "pages without SEO description",
            synonyms = { "SEO gaps", "pages without meta description", "pages without a description",
                         "missing meta descriptions", "pages with no meta description" },
            description = "The number of pages that have no description for search engines of their own.",
            dataset = "pages",
            value = { count = true, where = { { "status", "!=", "archived" }, { "described", "=", false } } },
            kind = "count", better = "down",
        },
        open_comments = {
            name = "open comments",
            synonyms = { "unresolved comments", "open comment threads", "unresolved comment threads", "feedback",
                         "open feedback" },
            description = "The number of comment threads that are not resolved today.",
            dataset = "comments", value = { count = true, where = { { "resolved", "=", false } } }, kind = "count",
            better = "down",
        },
        comments = {
            name = "comment threads", synonyms = { "comments", "number of comments", "all comment threads" },
            description = "The number of comment threads, by when each began.",
            dataset = "comments", value = { count = true }, kind = "count",
        },
        sites = {
            name = "number of sites", synonyms = { "sites", "websites", "site count" },
            description = "The number of sites that the connection sees today.",
            dataset = "sites", value = { count = true }, kind = "count",
        },
        unpublished_sites = {
            name = "unpublished sites", synonyms = { "unpublished websites", "never published", "not yet published" },
            description = "The number of sites that were never published.",
            dataset = "sites", value = { count = true, where = { { "published", "=", false } } }, kind = "count",
            better = "down",
        },
        published_share = {
            name = "share of sites published",
            synonyms = { "percentage of sites published", "published share of sites", "share of published sites" },
            description = "Sites that were ever published over all sites.",
            dataset = "sites", value = { count = true, where = { { "published", "=", true } } }, per = { count = true },
            kind = "ratio", unit = "percent", better = "up",
        },
        idle_days = {
            name = "days since last publish",
            synonyms = { "staleness", "time since last publish", "days since publishing", "days since published",
                         "last published" },
            description = "The mean number of days since a site was published last; of one site, its own.",
            dataset = "sites", value = { mean = "idle_days" }, kind = "number", unit = "days", better = "down",
        },
        collections = {
            name = "CMS collections in use", synonyms = { "number of collections", "CMS collections" },
            description = "The number of different collections that hold items.",
            dataset = "items", value = { distinct = "collection" }, kind = "count",
        },
        domains = {
            name = "custom domains", synonyms = { "own domains", "number of custom domains", "connected domains" },
            description = "The number of domains of their own that all sites have together.",
            dataset = "sites", value = { sum = "domains" }, kind = "count",
        },
        sites_without_domain = {
            name = "sites without a custom domain",
            synonyms = { "sites without domain", "sites without own domain", "websites without a custom domain" },
            description = "The number of sites that have no domain of their own.",
            dataset = "sites", value = { count = true, where = { { "domains", "=", 0 } } }, kind = "count",
            better = "down",
        },
        domains_per_site = {
            name = "average domains per site", synonyms = { "mean domains per site", "average number of domains" },
            description = "Domains of their own over sites.",
            dataset = "sites", value = { sum = "domains" }, per = { count = true }, kind = "number",
        },
        sites_published = {
            name = "sites published",
            synonyms = { "published sites", "websites published", "sites republished", "sites last published",
                         "site publications" },
            description = "The number of sites whose latest publication lies in the period.",
            dataset = "publications", value = { count = true }, kind = "count", better = "up",
        },
    },

    dimensions = {
        site = {
            name = "site", synonyms = { "website", "websites", "site name", "project" }, open_values = true,
            columns = { sites = "site", publications = "site", items = "site", pages = "site", comments = "site" },
        },
        collection = {
            name = "collection", synonyms = { "collections", "content type", "CMS collection" }, open_values = true,
            columns = { items = "collection" },
        },
        item = {
            name = "item", synonyms = { "item name", "post" }, open_values = true, columns = { items = "item" },
        },
        title = {
            name = "page title", synonyms = { "title" }, open_values = true, columns = { pages = "title" },
        },
        status = {
            name = "item status", synonyms = { "draft or live", "status", "publishing state" },
            columns = { items = "status", pages = "status" },
            values = {
                "live", { value = "draft", synonyms = { "drafts" } },
                { value = "archived", synonyms = { "in the archive" } },
                { value = "not published", synonyms = { "unpublished items", "never published items" } },
            },
        },
        locale = {
            name = "locale", synonyms = { "language", "locales" }, open_values = true, columns = { items = "locale" },
        },
        page = {
            name = "page", synonyms = { "url", "page url", "path" }, open_values = true, columns = { pages = "page" },
        },
        author = {
            name = "author", synonyms = { "commenter", "comment author" }, open_values = true,
            columns = { comments = "author" },
        },
    },

    ask = {
        "How many CMS items are there in Webflow by collection?",
        "How many CMS items were published in Webflow each month this year?",
        "What is the published share in Webflow by collection?",
        "How many draft items are there in Webflow, by collection?",
        "How many pages are there in Webflow by site?",
        "Pages without SEO description in Webflow by page",
        "Open comments in Webflow by site",
        "How many Webflow sites do we have?",
        "How many sites were published in Webflow last month?",
        "Show the sites published in Webflow each week in the last 3 months",
        "Which Webflow sites were never published?",
        "What share of our Webflow sites is published?",
        "Days since last publish in Webflow by site",
        "Which CMS items are drafts in Webflow?",
        "Custom domains in Webflow by site",
        "Top 5 Webflow sites by custom domains",
        "How many Webflow sites are without a custom domain?",
        "Compare the sites published in Webflow this month with last month",
    },

    errors = {
        { pattern = "(?i)insufficient.?scope|missing.?scopes|forbidden", fault = "denied",
          message = "Webflow refuses this to the connection; connect Webflow again and share the sites you need." },
        { pattern = "(?i)invalid_grant|invalid.?token|unauthorized|not authorized", fault = "reconnect",
          message = "Webflow has ended this connection. Connect Webflow again." },
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Webflow asks for a pause: too many requests in a short time. Ask again in a minute." },
    },

    pitfalls = {
        { symptom = "A site is missing", cause = "it was not chosen on Webflow's consent page",
          fix = "connect Webflow again and choose it" },
        { symptom = "Asking about CMS items takes long",
          cause = "each collection of each site is read by itself, a hundred items a call",
          fix = "share only the sites that matter when connecting Webflow" },
        { symptom = "A month long ago has few published items",
          cause = "an item tells only its latest publication, which moves when it is published again",
          fix = "ask for CMS items, which are counted by when they were made" },
        { symptom = "Months long ago have few publications",
          cause = "a site tells only its latest publication, which moves when it is published again",
          fix = "ask about times near today" },
        { symptom = "Nothing can be asked after connecting",
          cause = "an older server lists flat tools such as sites_list instead of data_sites_tool",
          fix = "use the hosted server; nothing is called until a plugin names it" },
        { symptom = "The call does not fit the server's schema",
          cause = "the action list_sites goes out with an empty list where the server may insist on an empty object",
          fix = "report it; no site is counted in the meantime" },
        { symptom = "Signing in turns in circles", cause = "a stale token",
          fix = "disconnect Webflow and connect it again" },
    },
}
