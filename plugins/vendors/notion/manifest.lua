-- Notion: people and teamspaces of the workspace. Data only; read in an empty environment.
-- Pages and the rows of databases are not offered: a search wants key words, and a query wants the address of one
-- database, which no manifest can name. The server has no read-only scope, so the allowlist is the only guard.

return {
    id = "notion", name = "Notion", category = "Project Management & Knowledge", api = 1,
    names = { "notion.so" },
    synonyms = { "notion workspace" },
    docs = "https://developers.notion.com/docs/mcp-supported-tools",

    server = { url = "https://mcp.notion.com/mcp", transport = "both", confidence = "documented" },
    auth = { kind = "oauth", scopes = {} },

    tools = {
        users = {
            names = { "notion-get-users" }, confidence = "documented", closed = true,
            description = "The people and integrations of the workspace.",
            arguments = { { path = "page_size", min = 1, max = 100 } },
        },
        teams = {
            names = { "notion-get-teams" }, confidence = "documented",
            description = "The teamspaces, joined or not.",
        },
    },

    datasets = {
        members = {
            name = "workspace members",
            description = "One row for each person or integration; the reply's outer form is unconfirmed.",
            synonyms = { "Notion users", "Notion people" },
            tool = "users", pushes_range = false, rows_at = "",
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "type", kind = "text", role = "dimension" },
                { name = "domain", kind = "text", role = "dimension",
                  description = "What stands behind the @ of the mail address; the address itself is dropped." },
            },
        },
        teamspaces = {
            name = "teamspaces", description = "One row for each teamspace; the reply's inner form is unconfirmed.",
            synonyms = { "Notion teams" },
            tool = "teams", pushes_range = false,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "teamspace", kind = "text", role = "dimension" },
                { name = "membership", kind = "text", role = "dimension" },
            },
        },
    },

    metrics = {
        members = {
            name = "workspace members",
            synonyms = { "Notion members", "Notion users", "people in the workspace", "workspace users", "members" },
            description = "How many people and integrations the workspace has.",
            dataset = "members", value = { count = true }, kind = "count",
        },
        people = {
            name = "people in Notion", synonyms = { "Notion people", "human members", "Notion seats" },
            description = "How many people the workspace has, integrations left out.",
            dataset = "members", value = { count = true, where = { { "type", "=", "person" } } }, kind = "count",
        },
        bots = {
            name = "Notion integrations", synonyms = { "Notion bots", "workspace bots", "workspace integrations" },
            description = "How many integrations the workspace has.",
            dataset = "members", value = { count = true, where = { { "type", "=", "bot" } } }, kind = "count",
        },
        bot_share = {
            name = "share of integrations", synonyms = { "share of bots", "bot share", "integration share" },
            description = "Integrations over all people and integrations of the workspace.",
            dataset = "members", value = { count = true, where = { { "type", "=", "bot" } } }, per = { count = true },
            kind = "ratio", unit = "percent",
        },
        domains = {
            name = "mail domains", synonyms = { "number of mail domains", "distinct mail domains" },
            description = "How many different mail domains the people of the workspace have.",
            dataset = "members", value = { distinct = "domain" }, kind = "count",
        },
        teamspaces = {
            name = "teamspaces", synonyms = { "number of teamspaces", "Notion teams", "team spaces" },
            description = "How many teamspaces the person who connected can see.",
            dataset = "teamspaces", value = { count = true }, kind = "count",
        },
        joined_teamspaces = {
            name = "joined teamspaces", synonyms = { "teamspaces joined", "teamspaces we are in" },
            description = "How many teamspaces the person who connected is in.",
            dataset = "teamspaces", value = { count = true, where = { { "membership", "=", "joined" } } },
            kind = "count",
        },
        joined_share = {
            name = "share of joined teamspaces", synonyms = { "joined share" },
            description = "Teamspaces that the person who connected is in, over all teamspaces.",
            dataset = "teamspaces", value = { count = true, where = { { "membership", "=", "joined" } } },
            per = { count = true }, kind = "ratio", unit = "percent",
        },
    },

    dimensions = {
        type = {
            name = "member type", synonyms = { "type of member", "user type", "member types" },
            columns = { members = "type" },
            values = { { value = "person", synonyms = { "humans" } }, { value = "bot", synonyms = { "integration" } } },
        },
        domain = {
            name = "mail domain", synonyms = { "email domain", "e-mail domain", "domain" }, open_values = true,
            columns = { members = "domain" },
        },
        teamspace = {
            name = "teamspace", synonyms = { "teamspace name" }, open_values = true,
            columns = { teamspaces = "teamspace" },
        },
        membership = {
            name = "membership", synonyms = { "teamspace membership" }, columns = { teamspaces = "membership" },
            values = { "joined", { value = "other", synonyms = { "not joined" } } },
        },
    },

    ask = {
        "How many members does our Notion workspace have?",
        "Notion members by mail domain",
        "Notion members by member type",
        "Top 3 mail domains by people in Notion",
        "What is the share of bots in Notion?",
        "How many teamspaces are there in Notion?",
        "Notion teamspaces by membership",
        "What is the share of joined teamspaces in Notion?",
    },

    errors = {
        { pattern = "(?i)rate_limited|rate.?limit|\\b429\\b", fault = "over_limit",
          message = "Notion asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)plan_required|requires? a .*plan", fault = "denied",
          message = "The workspace's plan at Notion does not include this." },
        { pattern = "(?i)invalid_grant|invalid_token|unauthorized|\\b401\\b", fault = "reconnect",
          message = "Notion has ended this connection. Connect Notion again." },
        { pattern = "(?i)restricted|permission|forbidden|\\b403\\b", fault = "denied",
          message = "The person who connected Notion may not read this there." },
    },

    pitfalls = {
        { symptom = "The rows of a database cannot be asked",
          cause = "a query wants the address of one database with its own properties, and a plan that allows queries",
          fix = "ask in Notion itself; Parley counts people and teamspaces" },
        { symptom = "The question ends with \"more people than one reply holds\"",
          cause = "the server names no way to the next page of people (unconfirmed)",
          fix = "count the members in Notion's settings" },
        { symptom = "A person has no mail domain", cause = "integrations and guests may have no mail address",
          fix = "look at the member type as well" },
        { symptom = "Private teamspaces are missing",
          cause = "only what the person who connected can see is listed", fix = "connect as a workspace owner" },
    },
}
