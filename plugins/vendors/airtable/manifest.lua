-- Airtable: bases, their tables and the fields of these. Data only; read in an empty environment.
-- The records of a table are not offered: each base has tables and fields of its own, which no manifest can name.

return {
    id = "airtable", name = "Airtable", category = "Project Management & Knowledge", api = 1,
    names = { "Air Table" },
    synonyms = { "airtable.com" },
    docs = "https://support.airtable.com/docs/using-the-airtable-mcp-server",

    server = { url = "https://mcp.airtable.com/mcp", transport = "streamable-http", confidence = "documented" },
    auth = { kind = "oauth", scopes = { "schema.bases:read", "workspacesAndBases:read" } },

    tools = {
        bases = {
            names = { "list_bases" }, confidence = "documented", closed = true,
            description = "The bases that this sign-in may read; also asked once, before the first call.",
            arguments = { { path = "offset" } },
        },
        tables = {
            names = { "list_tables_for_base" }, confidence = "documented", closed = true,
            description = "The tables of one base, with the name and type of each field.",
            arguments = { { path = "baseId", required = true, pattern = "^app[A-Za-z0-9]+$" } },
        },
    },

    account = { tool = "bases", values = { bases = "text:^app[A-Za-z0-9]+(,app[A-Za-z0-9]+)*$" } },

    datasets = {
        bases = {
            name = "bases", description = "One row for each base that the person who connected can reach.",
            synonyms = { "Airtable databases" },
            tool = "bases", pushes_range = false, paging = { rows_per_page = 1000 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "base", kind = "text", role = "dimension" },
                { name = "permission", kind = "text", role = "dimension" },
            },
        },
        tables = {
            name = "tables", description = "One row for each table of each base, with the number of its fields.",
            synonyms = { "Airtable tables", "sheets" },
            tool = "tables", pushes_range = false, paging = { rows_per_page = 1000 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "table", kind = "text", role = "dimension" },
                { name = "fields", kind = "count", role = "measure" },
            },
        },
        fields = {
            name = "fields", description = "One row for each field of each table.",
            synonyms = { "Airtable columns", "Airtable fields" },
            tool = "tables", pushes_range = false, paging = { rows_per_page = 1000 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "field", kind = "text", role = "dimension" },
                { name = "type", kind = "text", role = "dimension" },
                { name = "table", kind = "text", role = "dimension" },
                { name = "primary", kind = "flag", role = "dimension" },
            },
        },
    },

    metrics = {
        bases = {
            name = "bases", synonyms = { "number of bases", "base count", "Airtable bases" },
            description = "How many bases the person who connected can reach.",
            dataset = "bases", value = { count = true }, kind = "count",
        },
        interface_only_bases = {
            name = "interface-only bases", synonyms = { "bases without permission" },
            description = "Bases that the person can see through an interface only.",
            dataset = "bases", value = { count = true, where = { { "permission", "=", "none" } } }, kind = "count",
        },
        tables = {
            name = "tables", synonyms = { "number of tables", "table count", "Airtable tables" },
            description = "How many tables the readable bases have together.",
            dataset = "tables", value = { count = true }, kind = "count",
        },
        table_width = {
            name = "average table width", synonyms = { "table width", "mean table width", "width of tables" },
            description = "Fields over tables, of all readable bases.",
            dataset = "tables", value = { sum = "fields" }, per = { count = true }, kind = "number",
        },
        widest_table = {
            name = "fields of the widest table", synonyms = { "widest table", "largest number of fields" },
            description = "The most fields that one table has.",
            dataset = "tables", value = { max = "fields" }, kind = "count",
        },
        fields = {
            name = "fields", synonyms = { "number of fields", "field count", "Airtable fields" },
            description = "How many fields the tables have together.",
            dataset = "fields", value = { count = true }, kind = "count",
        },
        field_types = {
            name = "kinds of fields", synonyms = { "distinct field types", "different field types" },
            description = "How many different types of fields are in use.",
            dataset = "fields", value = { distinct = "type" }, kind = "count",
        },
    },

    dimensions = {
        base = {
            name = "base", synonyms = { "base name" }, open_values = true, columns = { bases = "base" },
        },
        permission = {
            name = "permission", synonyms = { "permission level", "access level", "permissions" },
            columns = { bases = "permission" }, open_values = true,
            values = { { value = "none", synonyms = { "interface only" } } },
        },
        table = {
            name = "table", synonyms = { "table name", "sheet" }, open_values = true,
            columns = { tables = "table", fields = "table" },
        },
        field_type = {
            name = "field type", synonyms = { "field types", "type of field" }, open_values = true,
            columns = { fields = "type" },
        },
    },

    ask = {
        "How many bases do we have in Airtable?",
        "Airtable bases by permission level",
        "How many tables are there in Airtable?",
        "Number of fields in Airtable by field type",
        "Top 5 tables by number of fields in Airtable",
        "What is the average table width in Airtable?",
        "Distinct field types by table in Airtable",
        "Show the fields of the widest table in Airtable",
        "How many interface-only bases are there in Airtable?",
    },

    errors = {
        { pattern = "(?i)\\b429\\b|rate.?limit|too many requests", fault = "over_limit",
          message = "Airtable asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)invalid_token|invalid_grant|authentication|\\b401\\b", fault = "reconnect",
          message = "Airtable has ended this connection. Connect Airtable again." },
        { pattern = "(?i)permission|not authorized|\\b403\\b", fault = "denied",
          message = "The person who connected Airtable may not read this base there." },
        { pattern = "(?i)not found|\\b404\\b", fault = "not_found",
          message = "Airtable no longer has this base, or the sign-in may not see it." },
    },

    pitfalls = {
        { symptom = "The records of a table cannot be asked",
          cause = "each base has tables and fields of its own, which a plugin cannot name beforehand",
          fix = "ask in Airtable itself; Parley counts bases, tables and fields" },
        { symptom = "A base is listed but its tables are not counted",
          cause = "the person may see it through an interface only", fix = "ask for read access to the base" },
        { symptom = "Tables of some bases are missing",
          cause = "only the first page of the bases is known before the call",
          fix = "connect with a user of fewer bases" },
        { symptom = "The sign-in is refused", cause = "scopes and registration are known from a third party only",
          fix = "report the error that Airtable shows" },
    },
}
