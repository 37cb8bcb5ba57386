-- Webflow: the sites of a workspace and when they were published. Data only; read in an empty environment.
-- The server's tools hold reads and writes together, told apart by the key inside each action. Everything besides the
-- list of sites wants a site's id first, which one call of one tool cannot find out: so there are sites alone.

return {
    id = "webflow", name = "Webflow", category = "Content, Storage & Marketing", api = 1,
    synonyms = { "webflow.com", "website builder" },
    docs = "https://developers.webflow.com/mcp/reference/how-it-works",

    server = { url = "https://mcp.webflow.com/mcp", transport = "both", confidence = "documented" },
    auth = { kind = "oauth", scopes = { "sites:read" } },

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
    },

    metrics = {
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
            dataset = "sites", value = { sum = "domains" }, per = { count = true }, kind = "ratio",
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
            name = "site", synonyms = { "website", "websites", "site name" }, open_values = true,
            columns = { sites = "site", publications = "site" },
        },
    },

    ask = {
        "How many Webflow sites do we have?",
        "How many sites were published in Webflow last month?",
        "Show the sites published in Webflow each week in the last 3 months",
        "Which Webflow sites were never published?",
        "What share of our Webflow sites is published?",
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
        { symptom = "Pages, CMS items and comments cannot be asked",
          cause = "their tools want the id of a site, which this plugin has no way to look up first",
          fix = "count them in Webflow itself" },
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
