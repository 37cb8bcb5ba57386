-- Sentry: errors and the issues they are grouped into. Data only; read in an empty environment.
-- The server answers in prose that is written for language models; plugin.lua reads it, and what it does not know is
-- an error. Nothing of the hidden catalogue behind execute_sentry_tool is used, for that tool reaches writes as well.

return {
    id = "sentry", name = "Sentry", category = "Product Analytics & Observability", api = 1,
    synonyms = { "sentry.io", "error tracking", "crash reporting" },
    docs = "https://docs.sentry.io/product/sentry-mcp/",

    server = { url = "https://mcp.sentry.dev/mcp", transport = "streamable-http", confidence = "documented" },
    auth = { kind = "oauth", scopes = { "org:read" } },
    settings = {
        { name = "organization", means = "the organization's slug, as in its address",
          pattern = "^[a-z0-9][a-z0-9_-]{0,99}$", example = "larkfield", optional = true },
    },

    tools = {
        organizations = {
            names = { "find_organizations" }, confidence = "seen",
            description = "The organizations this sign-in may read; asked once, before the first call.",
        },
        events = {
            names = { "search_events" }, confidence = "seen", closed = true,
            description = "Counts events by the fields that are named; only errors are asked for.",
            arguments = {
                { path = "organizationSlug", required = true, pattern = "^[a-z0-9][a-z0-9_-]*$" },
                { path = "dataset", required = true, constant = "errors" },
                { path = "query" }, { path = "fields", open = true }, { path = "sort" }, { path = "period" },
                { path = "limit", min = 1, max = 100 },
            },
        },
        issues = {
            names = { "search_issues" }, confidence = "seen", closed = true,
            description = "Lists grouped issues by the syntax of Sentry's issue search.",
            arguments = {
                { path = "organizationSlug", required = true, pattern = "^[a-z0-9][a-z0-9_-]*$" },
                { path = "query" }, { path = "sort", one_of = { "new", "date", "freq", "user" } },
                { path = "period", one_of = { "24h", "7d", "14d", "30d", "90d" } },
                { path = "limit", min = 1, max = 100 },
            },
        },
    },

    account = { tool = "organizations", values = { organization = "text:^[a-z0-9][a-z0-9_-]*$" } },

    datasets = {
        errors = {
            name = "errors",
            description = "One row for each UTC day, project, environment, release, level and error type.",
            synonyms = { "exceptions", "crashes", "error events" },
            tool = "events", time = "day", pushes_range = true, longest_range_days = 90,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "project", kind = "text", role = "dimension" },
                { name = "environment", kind = "text", role = "dimension" },
                { name = "release", kind = "text", role = "dimension" },
                { name = "level", kind = "text", role = "dimension" },
                { name = "error_type", kind = "text", role = "dimension" },
                { name = "events", kind = "count", role = "measure" },
            },
        },
        issues = {
            name = "issues",
            description = "One row for each issue of the last 90 days, by the UTC day on which it was first seen.",
            synonyms = { "grouped errors", "bugs in production" },
            tool = "issues", time = "first_seen", pushes_range = true, longest_range_days = 90,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "title", kind = "text", role = "dimension" },
                { name = "project", kind = "text", role = "dimension",
                    description = "The id without its number." },
                { name = "status", kind = "text", role = "dimension" },
                { name = "first_seen", kind = "day", role = "time" },
                { name = "events", kind = "count", role = "measure" },
                { name = "users", kind = "count", role = "measure" },
            },
        },
    },

    metrics = {
        errors = {
            name = "errors",
            synonyms = { "error count", "number of errors", "exceptions", "crashes", "error events", "error volume" },
            description = "The number of error events in the period.",
            dataset = "errors", value = { sum = "events" }, kind = "count", better = "down",
        },
        fatal_errors = {
            name = "fatal errors", synonyms = { "fatals", "fatal crashes" },
            description = "The number of error events of level fatal in the period.",
            dataset = "errors", value = { sum = "events", where = { { "level", "=", "fatal" } } },
            kind = "count", better = "down",
        },
        fatal_share = {
            name = "share of fatal errors", synonyms = { "fatal share", "fatal error share", "fatal rate" },
            description = "Error events of level fatal over all error events.",
            dataset = "errors", value = { sum = "events", where = { { "level", "=", "fatal" } } },
            per = { sum = "events" }, kind = "ratio", unit = "percent", better = "down", sample_min = 1,
        },
        error_types = {
            name = "kinds of errors", synonyms = { "distinct error types" },
            description = "The number of different error types seen in the period.",
            dataset = "errors", value = { distinct = "error_type" }, kind = "count", better = "down",
        },
        new_issues = {
            name = "new issues", synonyms = { "new sentry issues", "issues first seen", "new error groups" },
            description = "Issues first seen in the period, solved since or not.",
            dataset = "issues", value = { count = true }, kind = "count", better = "down",
        },
        unresolved_issues = {
            name = "unresolved issues", synonyms = { "open issues", "unsolved issues", "open error groups" },
            description = "Issues first seen in the period that are unresolved today.",
            dataset = "issues", value = { count = true, where = { { "status", "=", "unresolved" } } },
            kind = "count", better = "down",
        },
        resolved_issues = {
            name = "resolved issues", synonyms = { "issues resolved", "solved issues" },
            description = "Issues first seen in the period that are resolved today.",
            dataset = "issues", value = { count = true, where = { { "status", "=", "resolved" } } },
            kind = "count", better = "up",
        },
        resolved_share = {
            name = "share of resolved issues", synonyms = { "issue resolution rate", "resolved share" },
            description = "Issues first seen in the period that are resolved today, over all first seen in it.",
            dataset = "issues", value = { count = true, where = { { "status", "=", "resolved" } } },
            per = { count = true }, kind = "ratio", unit = "percent", better = "up", sample_min = 20,
        },
        issue_events = {
            name = "events of new issues", synonyms = { "issue events", "events per issue", "most frequent issues" },
            description = "All events so far of the issues first seen in the period.",
            dataset = "issues", value = { sum = "events" }, kind = "count", better = "down",
        },
        users_of_an_issue = {
            name = "affected users",
            synonyms = { "users hit", "impacted users", "users affected", "users of an issue" },
            description = "The most users that one issue hit so far: users of several issues cannot be added up.",
            dataset = "issues", value = { max = "users" }, kind = "count", better = "down",
        },
    },

    dimensions = {
        project = {
            name = "project", synonyms = { "projects", "app", "service" }, open_values = true,
            columns = { errors = "project", issues = "project" },
        },
        environment = {
            name = "environment", synonyms = { "environments", "env", "stage" }, open_values = true,
            columns = { errors = "environment" },
            values = { { value = "production", synonyms = { "prod", "live" } }, "staging", "development" },
        },
        release = {
            name = "release", synonyms = { "releases", "version", "deploy" }, columns = { errors = "release" },
            open_values = true,
        },
        level = {
            name = "level", synonyms = { "levels", "severity" }, columns = { errors = "level" },
            values = { "fatal", "warning", "info" }, open_values = true,
        },
        error_type = {
            name = "error type", synonyms = { "error types", "exception class", "exception type" },
            columns = { errors = "error_type" }, open_values = true,
        },
        issue = {
            name = "issue", synonyms = { "issues", "issue title", "error group" }, columns = { issues = "title" },
            open_values = true,
        },
        status = {
            name = "status", synonyms = { "state", "issue status" }, columns = { issues = "status" },
            values = { "unresolved", "resolved", "ignored" },
        },
    },

    ask = {
        "How many errors did Sentry record last week?",
        "Sentry errors by project in the last 30 days",
        "How did the number of Sentry errors develop by day this month?",
        "Top 10 error types by number of errors in Sentry last month",
        "How many new issues did Sentry find each week in the last 60 days?",
        "Affected users by issue in Sentry this month",
        "Compare Sentry errors in staging and production last week",
        "What is the share of fatal errors by release in Sentry this month?",
        "How many unresolved issues did Sentry first see this month, by project?",
    },

    errors = {
        { pattern = "(?i)invalid_token|invalid_grant|token (has )?expired|401", fault = "reconnect",
            message = "Sentry has ended this connection. Connect Sentry again." },
        { pattern = "(?i)429|rate.?limit|too many requests", fault = "over_limit",
            message = "Sentry asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)\\b403\\b|permission|forbidden", fault = "denied",
            message = "The person who connected Sentry may not read this there; an owner of the organization can." },
        { pattern = "(?i)organization.*not found|project.*not found|\\b404\\b", fault = "not_found",
            message = "Sentry does not know the organization or the project that was asked for." },
    },

    pitfalls = {
        { symptom = "Nothing older than 90 days is found", cause = "issues can be searched over 90 days at most",
            fix = "ask for a shorter period, or keep the answers" },
        { symptom = "A question ends with \"more than 100 groups in one hour\"",
            cause = "a reply holds 100 rows and has no second page; the time is halved, but only down to an hour",
            fix = "ask in Sentry itself; such a busy hour cannot be counted whole over this server" },
        { symptom = "Affected users of a project look too few",
            cause = "a user may meet several issues, so users are not added up; the number is that of the worst issue",
            fix = "group by issue" },
        { symptom = "A reply cannot be read",
            cause = "Sentry answers in prose, whose form is known from the server's source and may change",
            fix = "report the first lines of the reply; a form that is not known is never guessed at" },
        { symptom = "A question about new issues takes long",
            cause = "of a young issue the reply tells no date, so the last 30 days are asked for day by day",
            fix = "ask for a shorter period, or for errors" },
        { symptom = "Days begin at another hour than those of other vendors", cause = "errors are counted by UTC day",
            fix = "compare weeks or months rather than days" },
        { symptom = "Only one organization is read",
            cause = "where none was named, the first that the sign-in may see is taken",
            fix = "connect once for each, with the setting \"organization\"" },
    },
}
