-- Supabase: projects, sign-ups, logs, notices of the advisors, and sizes and activity of the databases. Data only; read
-- in an empty environment. SQL is let through only as the statements that stand here, letter by letter, and as one that
-- reads named columns of a table of schema public; the address asks for the read-only Postgres user besides.

return {
    id = "supabase", name = "Supabase", category = "Developer Tools & Infrastructure", api = 1,
    synonyms = { "supabase.com", "supa base" },
    docs = "https://supabase.com/docs/guides/getting-started/mcp",

    server = {
        url = "https://mcp.supabase.com/mcp?read_only=true", transport = "streamable-http", confidence = "documented",
    },
    auth = { kind = "oauth", scopes = {} },

    tools = {
        projects = {
            names = { "list_projects" }, confidence = "seen",
            description = "The projects of the organization; also asked once, before the first call.",
        },
        sql = {
            names = { "execute_sql" }, confidence = "seen", reads = true, closed = true,
            description = "Runs one of the statements here: catalogue views, users by day, or columns of one table.",
            arguments = {
                { path = "query", required = true, one_of = {
                    "SELECT current_database() AS database, schemaname, relname, n_live_tup, n_dead_tup, \z
                     pg_total_relation_size(relid) AS bytes FROM pg_stat_user_tables ORDER BY 2, 3",
                    "SELECT current_database() AS database, schemaname, relname, indexrelname, idx_scan, \z
                     pg_relation_size(indexrelid) AS bytes FROM pg_stat_user_indexes ORDER BY 2, 3, 4",
                    "SELECT datname, CASE WHEN has_database_privilege(datid, 'CONNECT') THEN \z
                     pg_database_size(datid) END AS bytes, numbackends, xact_commit, xact_rollback, \z
                     blks_hit, blks_read FROM pg_stat_database WHERE datname NOT LIKE 'template%'",
                    "SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*) AS users \z
                     FROM auth.users GROUP BY 1 ORDER BY 1",
                    "SELECT table_name, column_name, data_type FROM information_schema.columns \z
                     WHERE table_schema = 'public' ORDER BY table_name, ordinal_position LIMIT 10000",
                }, forms = { "SELECT {names} FROM \"public\".{name} ORDER BY {names} LIMIT 1000 OFFSET {number}" } },
                { path = "project_id", required = true, pattern = "^[a-z0-9]+$" },
            },
        },
        logs = {
            names = { "query_logs" }, confidence = "seen", reads = true, closed = true,
            description = "Counts the lines of the logs with the one statement that stands here; not their text.",
            arguments = {
                { path = "sql", required = true, one_of = {
                    "SELECT toStartOfHour(timestamp) AS hour, source, upper(multiIf(\z
                     severity_text != '', severity_text, log_attributes['parsed.error_severity'] != '', \z
                     log_attributes['parsed.error_severity'], \z
                     log_attributes['level'])) AS level, \z
                     intDiv(toInt32OrZero(log_attributes['response.status_code']), 100) AS class, count() AS lines \z
                     FROM logs GROUP BY hour, source, level, class ORDER BY hour LIMIT 1000",
                } },
                { path = "project_id", required = true, pattern = "^[a-z0-9]+$" },
                { path = "iso_timestamp_start", required = true, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$" },
                { path = "iso_timestamp_end", required = true, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$" },
            },
        },
        advisors = {
            names = { "get_advisors" }, confidence = "seen", closed = true,
            description = "The notices of the security or the performance advisor.",
            arguments = {
                { path = "project_id", required = true, pattern = "^[a-z0-9]+$" },
                { path = "type", required = true, one_of = { "security", "performance" } },
            },
        },
    },

    account = { tool = "projects", values = { projects = "text:^[a-z0-9]+(,[a-z0-9]+)*$" } },

    datasets = {
        projects = {
            name = "projects", description = "One row for each Supabase project, by when it was made.",
            synonyms = { "Supabase projects" },
            tool = "projects", time = "created", pushes_range = false,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "project", kind = "text", role = "dimension" },
                { name = "region", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
            },
        },
        sign_ups = {
            name = "sign-ups", description = "One row for each UTC day with the number of users who signed up.",
            synonyms = { "Supabase users", "auth users" },
            tool = "sql", time = "day", starts = "day", ends = "ended", pushes_range = false,
            paging = { rows_per_page = 1000, pages_max = 10 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "ended", kind = "day", role = "time",
                  description = "Always empty: deleted users are not listed." },
                { name = "users", kind = "count", role = "measure" },
            },
        },
        log_lines = {
            name = "log lines",
            description = "One row for each hour, source, level and class of status; the fields are unconfirmed.",
            synonyms = { "Supabase logs", "logs" },
            tool = "logs", time = "time", pushes_range = true, longest_range_days = 1, needs_range = true,
            paging = { rows_per_page = 1000, pages_max = 20 },
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "source", kind = "text", role = "dimension" },
                { name = "level", kind = "text", role = "dimension", description = "In capitals; often empty." },
                { name = "status_class", kind = "text", role = "dimension", description = "2xx, 3xx, 4xx, 5xx, none." },
                { name = "lines", kind = "count", role = "measure" },
            },
        },
        security_notices = {
            name = "security notices", description = "One row for each notice of the security advisor.",
            synonyms = { "security advisors" },
            tool = "advisors", pushes_range = false, paging = { rows_per_page = 1000, pages_max = 10 },
            columns = {
                { name = "level", kind = "text", role = "dimension" },
                { name = "title", kind = "text", role = "dimension" },
            },
        },
        performance_notices = {
            name = "performance notices", description = "One row for each notice of the performance advisor.",
            synonyms = { "performance advisors" },
            tool = "advisors", pushes_range = false, paging = { rows_per_page = 1000, pages_max = 10 },
            columns = {
                { name = "level", kind = "text", role = "dimension" },
                { name = "title", kind = "text", role = "dimension" },
            },
        },
        tables = {
            name = "tables", description = "One row for each table of the databases that are read; rows are estimates.",
            synonyms = { "Supabase tables" },
            tool = "sql", pushes_range = false, paging = { rows_per_page = 1000, pages_max = 10 },
            columns = {
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
        own_rows = {
            name = "own rows",
            description = "One row for each row of the table of schema public that the question names.",
            tool = "sql", open_fields = true, containers = { "table" }, pushes_range = false,
            paging = { rows_per_page = 1000, pages_max = 20 },
            lookups = { { tool = "sql", values = { project = "text:^[a-z0-9]*$", table = "text:^[a-z0-9_]*$",
                                                     columns = "text:^([a-z_][a-z0-9_]*(,[a-z_][a-z0-9_]*)*)?$" } },
                        { tool = "sql", values = { project = "text:^[a-z0-9]*$", table = "text:^[a-z0-9_]*$",
                                                     columns = "text:^([a-z_][a-z0-9_]*(,[a-z_][a-z0-9_]*)*)?$" } },
                        { tool = "sql", values = { project = "text:^[a-z0-9]*$", table = "text:^[a-z0-9_]*$",
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
            name = "Supabase projects",
            synonyms = { "number of Supabase projects", "projects in Supabase", "Supabase databases",
                         "number of projects", "projects" },
            description = "The number of projects, by when they were made.",
            dataset = "projects", value = { count = true }, kind = "count",
        },
        sign_ups = {
            name = "user sign-ups",
            synonyms = { "sign-ups", "signups", "Supabase sign-ups", "new users", "registrations",
                         "user registrations", "users signed up", "accounts created", "new accounts",
                         "created an account", "new registrations", "users joined", "people who signed up",
                         "people registered", "new sign-ups", "users registered" },
            description = "How many of today's users signed up in the period.",
            dataset = "sign_ups", value = { sum = "users" }, kind = "count", better = "up",
        },
        registered_users = {
            name = "registered users",
            synonyms = { "Supabase users", "number of registered users", "user base", "auth users", "total users",
                         "user count", "number of users", "users in total", "all users", "size of the user base" },
            description = "How many of today's users had signed up by the end of the period.",
            dataset = "sign_ups", value = { sum = "users", at = "end" }, kind = "count", better = "up",
        },
        log_lines = {
            name = "log lines",
            synonyms = { "number of log lines", "log volume", "Supabase log lines", "log entries", "logged lines",
                         "log messages", "log events" },
            description = "How many lines the logs of the projects got, in the last three days.",
            dataset = "log_lines", value = { sum = "lines" }, kind = "count",
        },
        error_lines = {
            name = "error log lines",
            synonyms = { "errors", "logged errors", "errors in the logs", "error lines", "log errors",
                         "errors logged", "errors in the log" },
            description = "Lines of the logs of level ERROR, FATAL, PANIC or CRITICAL, in the last three days.",
            dataset = "log_lines",
            value = { sum = "lines", where = { { "level", "in", { "ERROR", "FATAL", "PANIC", "CRITICAL" } } } },
            kind = "count", better = "down",
        },
        server_errors = {
            name = "5xx responses",
            synonyms = { "server errors", "5xx errors", "failed requests", "500s", "500 errors", "api 500s", "5xx",
                         "5xxs", "server side errors" },
            description = "Lines of the logs about a response with a status of 500 or above, in the last three days.",
            dataset = "log_lines", value = { sum = "lines", where = { { "status_class", "=", "5xx" } } },
            kind = "count", better = "down",
        },
        security_notices = {
            name = "security notices",
            synonyms = { "open security notices", "security advisories", "security problems", "security advisors",
                         "RLS problems", "advisors", "RLS issues", "open RLS issues", "security findings",
                         "security warnings", "advisor warnings", "advisor findings", "security issues",
                         "security holes", "RLS warnings", "advisories" },
            description = "How many notices the security advisor shows today.",
            dataset = "security_notices", value = { count = true }, kind = "count", better = "down",
        },
        security_errors = {
            name = "security errors",
            synonyms = { "serious security notices", "critical security findings", "critical security notices",
                         "critical security issues" },
            description = "Notices of the security advisor of level ERROR.",
            dataset = "security_notices", value = { count = true, where = { { "level", "=", "ERROR" } } },
            kind = "count", better = "down",
        },
        performance_notices = {
            name = "performance notices",
            synonyms = { "performance advisories", "performance advisors", "performance warnings",
                         "performance findings", "performance issues", "performance advice" },
            description = "How many notices the performance advisor shows today.",
            dataset = "performance_notices", value = { count = true }, kind = "count", better = "down",
        },
        table_rows = {
            name = "table rows",
            synonyms = { "Supabase rows", "rows per table", "number of rows", "row count", "records",
                         "records per table", "row counts", "number of records", "biggest tables by rows" },
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
            synonyms = { "size of tables", "largest tables", "table sizes", "disk used by tables", "biggest tables",
                         "tables by disk", "tables by size", "size on disk", "space used by tables",
                         "largest tables by disk" },
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
            name = "indexes", synonyms = { "number of indexes", "index count", "Supabase indexes" },
            description = "How many indexes the tables have.",
            dataset = "indexes", value = { count = true }, kind = "count",
        },
        unused_indexes = {
            name = "unused indexes",
            synonyms = { "indexes never used", "idle indexes", "indexes nobody uses", "indexes without scans",
                         "indexes not used", "useless indexes" },
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
            synonyms = { "size of the database", "disk used by the database", "db size", "size of the db",
                         "disk usage", "disk used", "disk space", "database disk", "how big is the database",
                         "how big is our db", "disk usage of the database" },
            description = "The megabytes of the databases.",
            dataset = "databases", value = { sum = "bytes" }, divided_by = 1000000, kind = "number",
            unit = "MB",
        },
        connections = {
            name = "database connections",
            synonyms = { "open connections", "Supabase connections", "connected clients",
                         "open database connections" },
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
    },

    dimensions = {
        database = {
            name = "database", synonyms = { "databases", "database name" }, open_values = true,
            columns = { tables = "database", indexes = "database", databases = "database" },
        },
        schema = {
            name = "schema", synonyms = { "schemas", "database schema" }, open_values = true,
            columns = { tables = "schema", indexes = "schema" },
            values = { { value = "public", synonyms = { "public schema" } },
                       { value = "auth", synonyms = { "auth schema" } },
                       { value = "storage", synonyms = { "storage schema" } } },
        },
        table = {
            name = "table", synonyms = { "tables", "table name", "tables of the database" },
            open_values = true,
            columns = { tables = "table", indexes = "table", own_rows = "table" },
        },
        index = {
            name = "index", synonyms = { "index name" }, open_values = true, columns = { indexes = "index" },
        },
        region = {
            name = "region", synonyms = { "regions", "cloud region" }, open_values = true,
            columns = { projects = "region" },
        },
        project = {
            name = "project", synonyms = { "projects", "Supabase project" },
            open_values = true, columns = { projects = "project" },
        },
        status = {
            name = "status", synonyms = { "project status" }, open_values = true, columns = { projects = "status" },
            values = { { value = "INACTIVE", synonyms = { "paused", "inactive" } },
                       { value = "ACTIVE_HEALTHY", synonyms = { "healthy", "active", "running" } } },
        },
        source = {
            name = "log source",
            synonyms = { "source", "source of the log", "service", "log sources", "services" },
            open_values = true,
            columns = { log_lines = "source" },
            values = { { value = "edge_logs", synonyms = { "api", "edge", "api gateway" } },
                       { value = "postgres_logs", synonyms = { "postgres", "database log" } },
                       { value = "auth_logs", synonyms = { "auth", "authentication" } },
                       { value = "function_edge_logs", synonyms = { "edge functions", "edge function", "functions" } },
                       { value = "storage_logs", synonyms = { "storage" } } },
        },
        log_level = {
            name = "log level", synonyms = { "severity", "log severity", "log levels", "severities" },
            columns = { log_lines = "level" },
            values = { "ERROR", "FATAL",
                       { value = "WARNING", synonyms = { "warnings", "warning" } }, "LOG" }, open_values = true,
        },
        status_class = {
            name = "status class", synonyms = { "class of status" }, columns = { log_lines = "status_class" },
            values = { "2xx", "3xx", "4xx", "5xx", "none" },
        },
        level = {
            name = "level", synonyms = { "notice level", "levels" },
            columns = { security_notices = "level", performance_notices = "level" },
            values = { { value = "ERROR", synonyms = { "critical" } },
                       { value = "WARN", synonyms = { "warning", "warnings" } },
                       { value = "INFO", synonyms = { "informational" } } },
        },
        title = {
            name = "notice",
            synonyms = { "notice title", "title", "notice type", "type of notice", "kind of notice", "type" },
            open_values = true,
            columns = { security_notices = "title", performance_notices = "title" },
        },
    },

    ask = {
        "How many users signed up in Supabase each day in the last 30 days?",
        "How many registered users does Supabase have?",
        "Compare Supabase sign-ups this month with last month",
        "Security notices in Supabase by level",
        "Top 5 performance notices in Supabase by title",
        "How many Supabase projects do we have by status?",
        "How many rows does each table in Supabase have?",
        "What is the table size by schema in Supabase?",
        "What is the cache hit rate in Supabase?",
        "Unused indexes in Supabase by table",
        "What is the database size in Supabase, by database?",
        "Error log lines in Supabase yesterday by log source",
        "How many 5xx responses did Supabase log yesterday?",
        "Orders by status in the orders table in Supabase",
    },

    errors = {
        { pattern = "(?i)permission denied for (schema|table|view)", fault = "denied",
          message = "The read-only user of this Supabase project may not read that part of the database." },
        { pattern = "(?i)relation .* does not exist", fault = "not_found",
          message = "The database has no such table: Supabase Auth may not be set up in one of the projects." },
        { pattern = "(?i)\\b429\\b|rate.?limit|too many requests", fault = "over_limit",
          message = "Supabase asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)invalid_grant|invalid_token|unauthorized|\\b401\\b", fault = "reconnect",
          message = "Supabase has ended this connection. Connect Supabase again." },
        { pattern = "(?i)forbidden|\\b403\\b", fault = "denied",
          message = "The person who connected Supabase may not read this project there." },
    },

    pitfalls = {
        { symptom = "Sign-ups cannot be asked", cause = "the read-only user may have no right to read the users",
          fix = "have the right granted in the project, or ask about the tables only (unconfirmed)" },
        { symptom = "Deleted users are missing from the sign-ups of earlier months",
          cause = "only users who exist today are counted", fix = "keep the answers of earlier months" },
        { symptom = "\"Supabase is asked for the logs of the last three days\"",
          cause = "how long logs are kept depends on the plan, and a sum over days that are gone would be too small",
          fix = "ask for a day within them; for more, see Supabase's log explorer" },
        { symptom = "Log lines of yesterday look too few", cause = "the free plan keeps logs for a day only",
          fix = "ask for today" },
        { symptom = "Tables of several projects are added up",
          cause = "a reply to SQL does not say of which project it is",
          fix = "connect an organization of one project" },
        { symptom = "A paused project is missing from all but the list of projects",
          cause = "its database does not answer", fix = "restore it at Supabase" },
        { symptom = "A number of rows is a little off", cause = "it is Postgres' own estimate",
          fix = "take it for an order of magnitude" },
        { symptom = "The reply cannot be read", cause = "the rows come wrapped in a text whose form may change",
          fix = "report its first lines; a form that is not known is never guessed at" },
    },
}
