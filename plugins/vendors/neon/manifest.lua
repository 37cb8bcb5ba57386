-- Neon: projects and computes, and of their databases the sizes, the activity and the slowest queries. Data only; read
-- in an empty environment. SQL is let through only as the statements that stand here, letter by letter, and as one that
-- reads named columns of a table of schema public; the address asks for a read-only session besides.

return {
    id = "neon", name = "Neon", category = "Developer Tools & Infrastructure", api = 1,
    synonyms = { "neon.tech", "neon.com", "neon postgres" },
    docs = "https://neon.com/docs/ai/neon-mcp-server",

    server = { url = "https://mcp.neon.tech/mcp?readonly=true", transport = "both", confidence = "documented" },
    auth = { kind = "oauth", scopes = { "read" } },

    tools = {
        projects = {
            names = { "list_projects" }, confidence = "documented", closed = true,
            description = "The projects of the sign-in; also asked once, before the first call.",
            arguments = { { path = "limit", min = 1, max = 400 } },
        },
        sql = {
            names = { "run_sql" }, confidence = "documented", reads = true, closed = true,
            description = "Runs one of the statements named here: catalogue views, or columns of one public table.",
            arguments = {
                { path = "sql", required = true, one_of = {
                    "SELECT current_database() AS database, schemaname, relname, n_live_tup, n_dead_tup, \z
                     pg_total_relation_size(relid) AS bytes FROM pg_stat_user_tables ORDER BY 2, 3",
                    "SELECT current_database() AS database, schemaname, relname, indexrelname, idx_scan, \z
                     pg_relation_size(indexrelid) AS bytes FROM pg_stat_user_indexes ORDER BY 2, 3, 4",
                    "SELECT datname, CASE WHEN has_database_privilege(datid, 'CONNECT') THEN \z
                     pg_database_size(datid) END AS bytes, numbackends, xact_commit, xact_rollback, \z
                     blks_hit, blks_read FROM pg_stat_database WHERE datname NOT LIKE 'template%'",
                    "SELECT table_name, column_name, data_type FROM information_schema.columns \z
                     WHERE table_schema = 'public' ORDER BY table_name, ordinal_position LIMIT 10000",
                }, forms = { "SELECT {names} FROM \"public\".{name} ORDER BY {names} LIMIT 1000 OFFSET {number}" } },
                { path = "projectId", required = true, pattern = "^[a-z0-9-]+$" },
            },
        },
        computes = {
            names = { "list_branch_computes" }, confidence = "documented", closed = true,
            description = "The computes of a project, with their state right now.",
            arguments = { { path = "projectId", required = true, pattern = "^[a-z0-9-]+$" } },
        },
        slow_queries = {
            names = { "list_slow_queries" }, confidence = "documented", closed = true,
            description = "The slowest statements that pg_stat_statements knows.",
            arguments = {
                { path = "projectId", required = true, pattern = "^[a-z0-9-]+$" },
                { path = "limit", min = 1, max = 100 }, { path = "minExecutionTime", min = 0 },
            },
        },
    },

    account = { tool = "projects", values = {
        projects = "text:^[a-z0-9-]+(,[a-z0-9-]+)*$", names = "text:^[^\\r]*$" } },

    datasets = {
        projects = {
            name = "projects", description = "One row for each Neon project, by when it was made.",
            synonyms = { "Neon projects" },
            tool = "projects", time = "created", pushes_range = false,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "project", kind = "text", role = "dimension" },
                { name = "region", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
            },
        },
        computes = {
            name = "computes",
            description = "One row for each compute of the projects that are read, as it is right now.",
            synonyms = { "Neon computes", "compute endpoints" },
            tool = "computes", pushes_range = false, paging = { rows_per_page = 1000, pages_max = 10 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "project", kind = "text", role = "dimension" },
                { name = "branch", kind = "text", role = "dimension", description = "The branch's id." },
                { name = "region", kind = "text", role = "dimension" },
                { name = "state", kind = "text", role = "dimension" },
                { name = "type", kind = "text", role = "dimension" },
                { name = "compute_units", kind = "number", role = "measure", unit = "CU",
                  description = "The most it may scale to." },
            },
        },
        tables = {
            name = "tables", description = "One row for each table of the databases that are read; rows are estimates.",
            synonyms = { "Neon tables" },
            tool = "sql", pushes_range = false, paging = { rows_per_page = 1000, pages_max = 10 },
            columns = {
                { name = "project", kind = "text", role = "dimension" },
                { name = "database", kind = "text", role = "dimension" },
                { name = "schema", kind = "text", role = "dimension" },
                { name = "table", kind = "text", role = "dimension" },
                { name = "rows", kind = "count", role = "measure", description = "Postgres' own estimate." },
                { name = "dead_rows", kind = "count", role = "measure" },
                { name = "all_rows", kind = "count", role = "measure", description = "Rows and dead rows." },
                { name = "bytes", kind = "count", role = "measure", unit = "bytes",
                  description = "With indexes and large values." },
            },
        },
        indexes = {
            name = "indexes", description = "One row for each index, with how often it was used since the last reset.",
            tool = "sql", pushes_range = false, paging = { rows_per_page = 1000, pages_max = 10 },
            columns = {
                { name = "project", kind = "text", role = "dimension" },
                { name = "database", kind = "text", role = "dimension" },
                { name = "schema", kind = "text", role = "dimension" },
                { name = "table", kind = "text", role = "dimension" },
                { name = "index", kind = "text", role = "dimension" },
                { name = "scans", kind = "count", role = "measure" },
                { name = "bytes", kind = "count", role = "measure", unit = "bytes" },
            },
        },
        databases = {
            name = "databases",
            description = "One row for each database of the projects, with counters since the last reset.",
            tool = "sql", pushes_range = false, paging = { rows_per_page = 1000, pages_max = 10 },
            columns = {
                { name = "project", kind = "text", role = "dimension" },
                { name = "database", kind = "text", role = "dimension" },
                { name = "bytes", kind = "count", role = "measure", unit = "bytes" },
                { name = "connections", kind = "count", role = "measure" },
                { name = "transactions", kind = "count", role = "measure", description = "Committed or rolled back." },
                { name = "rollbacks", kind = "count", role = "measure" },
                { name = "block_reads", kind = "count", role = "measure",
                  description = "From memory or from storage." },
                { name = "block_hits", kind = "count", role = "measure", description = "From memory." },
            },
        },
        slow_queries = {
            name = "slow queries",
            description = "One row for each of a project's 100 slowest statements; the form is unconfirmed.",
            synonyms = { "slowest queries", "slow statements" },
            tool = "slow_queries", pushes_range = false, paging = { rows_per_page = 100, pages_max = 10 },
            columns = {
                { name = "project", kind = "text", role = "dimension" },
                { name = "query", kind = "text", role = "dimension" },
                { name = "calls", kind = "count", role = "measure" },
                { name = "total_ms", kind = "number", role = "measure", unit = "ms" },
                { name = "rows", kind = "count", role = "measure" },
            },
        },
        own_rows = {
            name = "own rows",
            description = "One row for each row of the table of schema public that the question names.",
            tool = "sql", open_fields = true, containers = { "table" }, pushes_range = false,
            paging = { rows_per_page = 1000, pages_max = 20 },
            lookups = { { tool = "sql", values = { project = "text:^[a-z0-9-]*$", table = "text:^[a-z0-9_]*$",
                                                     columns = "text:^([a-z_][a-z0-9_]*(,[a-z_][a-z0-9_]*)*)?$" } },
                        { tool = "sql", values = { project = "text:^[a-z0-9-]*$", table = "text:^[a-z0-9_]*$",
                                                     columns = "text:^([a-z_][a-z0-9_]*(,[a-z_][a-z0-9_]*)*)?$" } },
                        { tool = "sql", values = { project = "text:^[a-z0-9-]*$", table = "text:^[a-z0-9_]*$",
                                                     columns = "text:^([a-z_][a-z0-9_]*(,[a-z_][a-z0-9_]*)*)?$" } } },
            columns = { { name = "table", kind = "text", role = "dimension" } },
        },
    },

    metrics = {
        own_rows = {
            name = "own rows", description = "How many rows the table has that the question names.",
            dataset = "own_rows", value = { count = true }, kind = "count",
        },
        projects = {
            name = "Neon projects",
            synonyms = { "number of Neon projects", "projects in Neon", "project count", "number of projects",
                         "Neon project count", "how many projects" },
            description = "The number of projects, by when they were made.",
            dataset = "projects", value = { count = true }, kind = "count",
        },
        databases = {
            name = "number of databases", synonyms = { "database count", "databases in Neon", "Neon databases" },
            description = "How many databases the projects have, templates left out.",
            dataset = "databases", value = { count = true }, kind = "count",
        },
        computes = {
            name = "number of computes",
            synonyms = { "computes", "compute endpoints", "compute count", "endpoints", "number of endpoints" },
            description = "How many computes the projects have, awake or not.",
            dataset = "computes", value = { count = true }, kind = "count",
        },
        active_computes = {
            name = "active computes",
            synonyms = { "running endpoints", "running computes", "active endpoints", "computes awake",
                         "active endpoints now", "endpoints running", "computes running", "running compute endpoints",
                         "computes that are awake", "awake computes", "active compute endpoints" },
            description = "How many computes are active right now.",
            dataset = "computes", value = { count = true, where = { { "state", "=", "active" } } }, kind = "count",
        },
        compute_units = {
            name = "compute units", synonyms = { "compute size", "largest computes" },
            description = "The compute units that the computes may scale to, together.",
            dataset = "computes", value = { sum = "compute_units" }, kind = "number", unit = "CU",
        },
        table_rows = {
            name = "table rows",
            synonyms = { "Neon rows", "rows per table", "number of rows", "row count", "records",
                         "rows in each table", "record count", "rows in the table", "estimated rows",
                         "biggest tables by rows" },
            description = "How many rows the tables have, as Postgres estimates it.",
            dataset = "tables", value = { sum = "rows" }, kind = "count",
        },
        tables = {
            name = "number of tables", synonyms = { "table count", "database tables" },
            description = "How many tables the databases have, those of the system left out.",
            dataset = "tables", value = { count = true }, kind = "count",
        },
        table_size = {
            name = "table size",
            synonyms = { "size of tables", "largest tables", "table sizes", "size of each table", "space of tables",
                         "biggest tables", "table storage" },
            description = "The megabytes of the tables, with indexes and large values.",
            dataset = "tables", value = { sum = "bytes" }, divided_by = 1000000, kind = "number",
            unit = "MB",
        },
        dead_row_share = {
            name = "dead row share", synonyms = { "share of dead rows", "table bloat", "dead rows" },
            description = "Rows that are dead but not cleaned up yet, over all rows.",
            dataset = "tables", value = { sum = "dead_rows" }, per = { sum = "all_rows" }, kind = "ratio",
            unit = "percent", better = "down",
        },
        indexes = {
            name = "indexes", synonyms = { "number of indexes", "index count", "Neon indexes" },
            description = "How many indexes the tables have.",
            dataset = "indexes", value = { count = true }, kind = "count",
        },
        unused_indexes = {
            name = "unused indexes",
            synonyms = { "indexes never used", "idle indexes", "indexes nobody uses", "unused index" },
            description = "Indexes that no query has used since the counters were last reset.",
            dataset = "indexes", value = { count = true, where = { { "scans", "=", 0 } } }, kind = "count",
            better = "down",
        },
        index_size = {
            name = "index size", synonyms = { "size of indexes", "largest indexes", "index sizes" },
            description = "The megabytes of the indexes.",
            dataset = "indexes", value = { sum = "bytes" }, divided_by = 1000000, kind = "number",
            unit = "MB",
        },
        database_size = {
            name = "database size",
            synonyms = { "size of the database", "disk used by the database", "storage", "storage used", "disk space",
                         "space used", "database storage", "size of the databases", "storage size", "gigabytes" },
            description = "The megabytes of the databases.",
            dataset = "databases", value = { sum = "bytes" }, divided_by = 1000000, kind = "number",
            unit = "MB",
        },
        connections = {
            name = "database connections",
            synonyms = { "open connections", "Neon connections", "connections open", "current connections" },
            description = "How many clients are connected to the databases right now.",
            dataset = "databases", value = { sum = "connections" }, kind = "count",
        },
        rollback_rate = {
            name = "rollback rate", synonyms = { "share of rollbacks", "transaction rollback rate" },
            description = "Transactions rolled back over all transactions since the counters were last reset.",
            dataset = "databases", value = { sum = "rollbacks" }, per = { sum = "transactions" }, kind = "ratio",
            unit = "percent", better = "down",
        },
        cache_hit_rate = {
            name = "cache hit rate", synonyms = { "cache hit ratio", "buffer hit rate", "database cache hits" },
            description = "Blocks found in memory over all blocks read since the counters were last reset.",
            dataset = "databases", value = { sum = "block_hits" }, per = { sum = "block_reads" }, kind = "ratio",
            unit = "percent", better = "up",
        },
        query_time = {
            name = "slow query time",
            synonyms = { "time of slow queries", "total query time", "slowest statements", "long running queries",
                         "longest queries", "query runtime" },
            description = "The milliseconds spent in the slowest statements since the counters were last reset.",
            dataset = "slow_queries", value = { sum = "total_ms" }, kind = "number", unit = "ms", better = "down",
        },
        mean_query_time = {
            name = "mean execution time",
            synonyms = { "time per call", "average query time", "slowest queries", "average execution time",
                         "mean time of queries", "mean time", "query duration", "average duration of queries",
                         "query latency" },
            description = "Milliseconds over calls, of the slowest statements.",
            dataset = "slow_queries", value = { sum = "total_ms" }, per = { sum = "calls" }, kind = "number",
            unit = "ms", better = "down",
        },
        query_calls = {
            name = "query calls", synonyms = { "calls of slow queries", "slow query calls" },
            description = "How often the slowest statements were run since the counters were last reset.",
            dataset = "slow_queries", value = { sum = "calls" }, kind = "count",
        },
        rows_per_call = {
            name = "rows per call", synonyms = { "rows per query" },
            description = "Rows returned or touched over calls, of the slowest statements.",
            dataset = "slow_queries", value = { sum = "rows" }, per = { sum = "calls" }, kind = "number",
        },
    },

    dimensions = {
        database = {
            name = "database", synonyms = { "databases", "database name" }, open_values = true,
            columns = { tables = "database", indexes = "database", databases = "database" },
        },
        schema = {
            name = "schema", synonyms = { "schemas", "database schema" }, open_values = true,
            columns = { tables = "schema", indexes = "schema" },
        },
        table = {
            name = "table", synonyms = { "tables", "table name" }, open_values = true,
            columns = { tables = "table", indexes = "table", own_rows = "table" },
        },
        index = {
            name = "index", synonyms = { "index name" }, open_values = true, columns = { indexes = "index" },
        },
        region = {
            name = "region", synonyms = { "regions", "cloud region" }, open_values = true,
            columns = { projects = "region", computes = "region" },
        },
        project = {
            name = "project",
            synonyms = { "projects", "Neon project" },
            open_values = true,
            columns = { projects = "project", computes = "project", tables = "project", indexes = "project",
                        databases = "project", slow_queries = "project" },
        },
        branch = {
            name = "branch",
            synonyms = { "branches", "environment" },
            open_values = true, columns = { computes = "branch" },
        },
        state = {
            name = "compute state", synonyms = { "state", "state of the compute" }, columns = { computes = "state" },
            values = { { value = "active", synonyms = { "running", "awake" } },
                       { value = "idle", synonyms = { "asleep", "suspended" } } },
            open_values = true,
        },
        compute_type = {
            name = "compute type", synonyms = { "type of compute" }, columns = { computes = "type" },
            values = { { value = "read_write", synonyms = { "primary" } },
                       { value = "read_only", synonyms = { "read replica", "replica" } } },
        },
        query = {
            name = "query", synonyms = { "queries", "statement", "statements" }, open_values = true,
            columns = { slow_queries = "query" },
        },
    },

    ask = {
        "How many Neon projects do we have by region?",
        "Neon projects created each month this year",
        "How many rows does each table in Neon have?",
        "Top 10 tables by table size in Neon",
        "What is the database size in Neon, by database?",
        "Unused indexes in Neon by table",
        "What is the cache hit rate in Neon?",
        "Which queries in Neon have the highest mean execution time?",
        "Dead row share by table in Neon",
        "Index size by table in Neon",
        "How many active computes does Neon have by branch?",
        "Number of computes in Neon by compute state",
        "Sum of amount by channel in the orders table in Neon",
    },

    errors = {
        { pattern = "(?i)pg_stat_statements", fault = "unavailable",
          message = "A project keeps no statistics of queries: pg_stat_statements is not installed there." },
        { pattern = "(?i)\\b429\\b|rate.?limit|too many requests", fault = "over_limit",
          message = "Neon asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)invalid_grant|invalid_token|unauthorized|\\b401\\b", fault = "reconnect",
          message = "Neon has ended this connection. Connect Neon again." },
        { pattern = "(?i)permission denied|not allowed|IP allow|forbidden|\\b403\\b", fault = "denied",
          message = "The project does not let this connection read: see its access rules at Neon." },
        { pattern = "(?i)not found|\\b404\\b", fault = "not_found", message = "Neon no longer has this project." },
    },

    pitfalls = {
        { symptom = "Projects of an organization are missing",
          cause = "without an organization the server lists those of the personal account",
          fix = "connect with a user who owns or was given the projects" },
        { symptom = "Tables of some projects are missing",
          cause = "only the first 10 projects are read, and tables of each project's default database",
          fix = "ask in Neon's console for the others" },
        { symptom = "Tables of the same name are added up",
          cause = "a row names its database, but the server does not say of which project it is",
          fix = "give the databases different names" },
        { symptom = "A compute was active and is not counted",
          cause = "the list tells the state of the moment in which it is asked", fix = "ask again" },
        { symptom = "Slow queries cannot be asked", cause = "pg_stat_statements is missing in one of the projects",
          fix = "have it installed; Parley installs nothing" },
        { symptom = "Counters are small after a night", cause = "statistics may start anew when a compute was asleep",
          fix = "ask at the end of a working day (unconfirmed)" },
        { symptom = "The connection is refused by IP Allow", cause = "the project admits only certain addresses",
          fix = "admit those of mcp.neon.tech: 34.192.103.46 and 23.22.233.166" },
    },
}
