-- Airtable: bases, their tables and fields, and the records of one table. Data only; read in an empty environment.
-- Each base has tables of its own, which no manifest can name: a setting or the question says which table is meant.

return {
    id = "airtable", name = "Airtable", category = "Project Management & Knowledge", api = 1,
    names = { "Air Table" },
    synonyms = { "airtable.com" },
    docs = "https://support.airtable.com/docs/using-the-airtable-mcp-server",

    server = { url = "https://mcp.airtable.com/mcp", transport = "streamable-http", confidence = "documented" },
    auth = { kind = "oauth", scopes = { "schema.bases:read", "workspacesAndBases:read", "data.records:read" } },

    settings = {
        { name = "table", means = "the address of the table whose records are asked for, as the browser shows it",
          pattern = "^https://airtable\\.com/app[A-Za-z0-9]{1,30}/tbl[A-Za-z0-9]{1,30}(/[^\\s\"]{0,200})?$",
          example = "https://airtable.com/appSales00000001/tblLeads00000001/viwAll000000001", optional = true },
        { name = "status_field", means = "the id of the field with the status, where it is not called Status",
          pattern = "^fld[A-Za-z0-9]{1,30}$", example = "fldStatus", optional = true },
        { name = "owner_field", means = "the id of the field with the owner", pattern = "^fld[A-Za-z0-9]{1,30}$",
          example = "fldOwner", optional = true },
        { name = "tag_field", means = "the id of the field with tags or a category",
          pattern = "^fld[A-Za-z0-9]{1,30}$", example = "fldTags", optional = true },
        { name = "link_field", means = "the id of the field with the linked record, such as an account or a project",
          pattern = "^fld[A-Za-z0-9]{1,30}$", example = "fldAccount", optional = true },
        { name = "amount_field", means = "the id of the number field to add up, where it is not called Amount",
          pattern = "^fld[A-Za-z0-9]{1,30}$", example = "fldAmount", optional = true },
    },

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
        records = {
            names = { "list_records_for_table" }, confidence = "documented", closed = true,
            description = "The records of one table, page by page.",
            arguments = {
                { path = "baseId", required = true, pattern = "^app[A-Za-z0-9]+$" },
                { path = "tableId", required = true, pattern = "^[^\\x00-\\x1f]{1,255}$" },
                { path = "fieldIds", at_most = 5 },
                { path = "fieldIds[]", pattern = "^(fld[A-Za-z0-9]+|Status|Amount)$" },
                { path = "pageSize", min = 1, max = 8000 }, { path = "cursor" },
            },
        },
    },

    account = {
        tool = "bases",
        values = { bases = "text:^app[A-Za-z0-9]+(,app[A-Za-z0-9]+)*$", names = "text:(?s)^app.*$" },
    },

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
                { name = "base", kind = "text", role = "dimension" },
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
                { name = "base", kind = "text", role = "dimension" },
                { name = "table", kind = "text", role = "dimension" },
                { name = "primary", kind = "flag", role = "dimension" },
            },
        },
        records = {
            name = "records", description = "One row for each record of the table, by when it was made.",
            synonyms = { "Airtable records", "Airtable rows" },
            tool = "records", time = "created", starts = "created", ends = "removed", pushes_range = false,
            longest_range_days = 0,
            paging = { rows_per_page = 1000, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "removed", kind = "time", role = "time",
                  description = "Always empty: what was deleted is not listed." },
                { name = "table", kind = "text", role = "dimension" },
                { name = "base", kind = "text", role = "dimension" },
            },
        },
        record_states = {
            name = "records with a status", description = "One row for each record of the table that has a status.",
            synonyms = { "record statuses" },
            tool = "records", time = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 1000, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "table", kind = "text", role = "dimension" },
                { name = "base", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "tag", kind = "text", role = "dimension", description = "Several are joined by a plus." },
                { name = "linked", kind = "text", role = "dimension", description = "Several are joined by a plus." },
                { name = "is_done", kind = "flag", role = "dimension",
                  description = "The status says done, completed, complete, closed or finished." },
            },
        },
        record_amounts = {
            name = "records with an amount", description = "One row for each record of the table that has an amount.",
            synonyms = { "record amounts" },
            tool = "records", time = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 1000, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "table", kind = "text", role = "dimension" },
                { name = "base", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "tag", kind = "text", role = "dimension", description = "Several are joined by a plus." },
                { name = "linked", kind = "text", role = "dimension", description = "Several are joined by a plus." },
                { name = "amount", kind = "number", role = "measure" },
            },
        },
        own_rows = {
            name = "own rows", description = "One row for each record of the table that the question names.",
            tool = "records", open_fields = true, containers = { "base", "table" }, time = "created",
            pushes_range = false, paging = { rows_per_page = 1000, pages_max = 0 },
            lookups = { { tool = "tables", values = { table = "text:^tbl[A-Za-z0-9]+$", name = "text:^[^\\n]*$",
                                                      fields = "text:^(fld[A-Za-z0-9]+ [^\\n]*\\n)*$" } } },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "table", kind = "text", role = "dimension" },
                { name = "base", kind = "text", role = "dimension" },
            },
        },
    },

    metrics = {
        own_rows = {
            name = "own rows", description = "How many rows the table has that the question names.",
            dataset = "own_rows", value = { count = true }, kind = "count",
        },
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
        records = {
            name = "records",
            synonyms = { "record count", "rows", "number of records", "number of rows", "number of entries",
                         "entries" },
            description = "How many records the table has, of those made until the end of the period.",
            dataset = "records", value = { count = true, at = "end" }, kind = "count",
        },
        new_records = {
            name = "new records", synonyms = { "records created", "records added", "created records", "added rows",
                                               "rows added" },
            description = "The number of records made in the period that the table still has.",
            dataset = "records", value = { count = true }, kind = "count",
        },
        record_states = {
            name = "records with a status",
            synonyms = { "records per status", "records", "rows", "number of records", "entries", "record pipeline" },
            description = "Records made in the period that have a status today.",
            dataset = "record_states", value = { count = true }, kind = "count",
        },
        done_records = {
            name = "done records", synonyms = { "records done", "completed records", "finished records" },
            description = "Records made in the period whose status says today that they are done.",
            dataset = "record_states", value = { count = true, where = { { "is_done", "=", true } } }, kind = "count",
            better = "up",
        },
        open_records = {
            name = "open records", synonyms = { "unfinished records", "records not done", "records still open" },
            description = "Records made in the period whose status does not say today that they are done.",
            dataset = "record_states", value = { count = true, where = { { "is_done", "=", false } } }, kind = "count",
            better = "down",
        },
        record_completion = {
            name = "completion rate of records",
            synonyms = { "percent of records done", "share of records done", "completion rate", "percent done" },
            description = "Records made in the period that are done today, over those with a status.",
            dataset = "record_states", value = { count = true, where = { { "is_done", "=", true } } },
            per = { count = true }, kind = "ratio", unit = "percent", better = "up",
        },
        total_amount = {
            name = "total amount of records",
            synonyms = { "sum of a field", "total of a field", "sum of records", "amount of records" },
            description = "The amounts of the records made in the period, added up in the unit of the field.",
            dataset = "record_amounts", value = { sum = "amount" }, kind = "number",
        },
        average_amount = {
            name = "average amount of records", synonyms = { "average of a field", "mean amount of records" },
            description = "The mean amount of the records made in the period, of those that have one.",
            dataset = "record_amounts", value = { mean = "amount" }, kind = "number",
        },
    },

    dimensions = {
        base = {
            name = "base", synonyms = { "base name", "database", "db" }, open_values = true,
            columns = { bases = "base", tables = "base", fields = "base", records = "base", record_states = "base",
                        record_amounts = "base", own_rows = "base" },
        },
        permission = {
            name = "permission", synonyms = { "permission level", "access level", "permissions" },
            columns = { bases = "permission" }, open_values = true,
            values = { { value = "none", synonyms = { "interface only" } } },
        },
        table = {
            name = "table", synonyms = { "table name", "sheet", "spreadsheet" }, open_values = true,
            columns = { tables = "table", fields = "table", records = "table", record_states = "table",
                        record_amounts = "table", own_rows = "table" },
        },
        status = {
            name = "status", synonyms = { "stage", "record status", "state" }, open_values = true,
            columns = { record_states = "status", record_amounts = "status" },
        },
        owner = {
            name = "owner", synonyms = { "assignee", "collaborator", "record owner", "who owns", "owned by" },
            open_values = true,
            columns = { record_states = "owner", record_amounts = "owner" },
        },
        tag = {
            name = "tag", synonyms = { "category", "tags" }, open_values = true,
            columns = { record_states = "tag", record_amounts = "tag" },
        },
        linked = {
            name = "linked record", synonyms = { "account", "project", "linked records" }, open_values = true,
            columns = { record_states = "linked", record_amounts = "linked" },
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
        "How many records are in table Claims of base Parcel claims in Airtable?",
        "New records in table Claims of base Parcel claims in Airtable by month this year",
        "Records in table Claims of base Parcel claims in Airtable by status",
        "What is the total amount of records in table Claims of base Parcel claims in Airtable?",
        "Incidents by severity in the Incidents table of the Operations base in Airtable",
    },

    errors = {
        { pattern = "(?i)(unknown|invalid|no such)[ _]field", fault = "invalid",
          message = "The table has no field of that name: give the field's id in the connection's settings." },
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
        { symptom = "\"Name the table and its base\"",
          cause = "each base has tables of its own, and neither the question nor the setting says which is meant",
          fix = "name both in the question, or connect with the setting \"table\"" },
        { symptom = "Records by status end with an error", cause = "the table has no field that is called Status",
          fix = "give the id of the field in the settings, as Airtable's field manager shows it" },
        { symptom = "Owner, tag or linked record says that no field is named",
          cause = "which field holds it is known from the settings only", fix = "give the field's id in the settings" },
        { symptom = "A base is listed but its tables are not counted",
          cause = "the person may see it through an interface only", fix = "ask for read access to the base" },
        { symptom = "Tables of some bases are missing",
          cause = "only the first page of the bases is known before the call",
          fix = "connect with a user of fewer bases" },
        { symptom = "The sign-in is refused", cause = "scopes and registration are known from a third party only",
          fix = "report the error that Airtable shows" },
    },
}
