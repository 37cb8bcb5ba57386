-- Wix: the sites of an account. Data only; read in an empty environment.
-- Orders, contacts and posts are reached only through tools that call any address of Wix's REST interface, reads and
-- writes alike; no address is known well enough to be let through, so that no such tool is admitted.

return {
    id = "wix", name = "Wix", category = "Content, Storage & Marketing", api = 1,
    synonyms = { "wix.com", "wix studio" },
    docs = "https://dev.wix.com/docs/overview/ai-the-wix-platform/the-wix-mcp",

    server = { url = "https://mcp.wix.com/mcp", transport = "both", confidence = "documented" },
    auth = { kind = "oauth", scopes = {} },

    tools = {
        sites = {
            names = { "ListWixSites" }, confidence = "documented", closed = true,
            description = "The sites of the account, with id and name.",
            arguments = { { path = "nameSearch" } },
        },
    },

    datasets = {
        sites = {
            name = "sites",
            description = "One row for each site of the account, as it is today; the reply's form is unconfirmed.",
            synonyms = { "wix sites", "wix websites" },
            tool = "sites", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "site", kind = "text", role = "dimension" },
            },
        },
    },

    metrics = {
        sites = {
            name = "Wix sites",
            synonyms = { "number of sites", "sites", "websites", "site count", "how many websites" },
            description = "The number of sites in the account today.",
            dataset = "sites", value = { count = true }, kind = "count",
        },
        site_names = {
            name = "different site names", synonyms = { "distinct site names", "number of site names", "site names" },
            description = "The number of different names that the sites have.",
            dataset = "sites", value = { distinct = "site" }, kind = "count",
        },
    },

    dimensions = {
        site = {
            name = "site", synonyms = { "website", "websites", "site name" }, open_values = true,
            columns = { sites = "site" },
        },
    },

    ask = {
        "How many Wix sites do we have?",
        "How many websites are in our Wix account?",
        "Show Wix sites by site",
        "Top 10 Wix sites by number of sites",
        "What is the site count in Wix?",
        "How many different site names are there in Wix?",
        "Which websites do we have in Wix?",
        "Count the sites of our Wix account",
    },

    errors = {
        { pattern = "WDE0110|Wix Code not enabled", fault = "invalid",
          message = "This site lacks the Wix app that the question needs." },
        { pattern = "(?i)invalid_grant|invalid.?token|unauthorized|unauthenticated", fault = "reconnect",
          message = "Wix has ended this connection. Connect Wix again." },
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Wix asks for a pause: too many requests in a short time. Ask again in a quarter of an hour." },
    },

    pitfalls = {
        { symptom = "Orders, contacts, bookings and posts cannot be asked",
          cause = "they are reached only by tools that may call any address, writes among them",
          fix = "see them in Wix; these tools stay refused" },
        { symptom = "The connection is lost after a while, or after the account was switched",
          cause = "Wix keeps an authorization that no longer holds", fix = "connect Wix again" },
        { symptom = "An older guide names https://mcp.wix.com/sse", cause = "the address has changed",
          fix = "keep https://mcp.wix.com/mcp" },
        { symptom = "A site's own address below _api/mcp shows other tools",
          cause = "that server is for the site's visitors, not for its owner", fix = "connect the account's server" },
        { symptom = "The list of tools is another one than last month", cause = "Wix changes it often",
          fix = "see the connection's tools page; only ListWixSites is needed" },
    },
}
