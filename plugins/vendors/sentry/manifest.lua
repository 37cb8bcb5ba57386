-- Sentry: errors, the issues they are grouped into, and how fast requests are. Data only; read in an empty environment.
-- The server answers in prose that is written for language models; plugin.lua reads it, and what it does not know is
-- an error. Nothing of the hidden catalogue behind execute_sentry_tool is used, for that tool reaches writes as well.

-- What events can be told apart by, asked for where a question needs it: a reply holds 100 groups.
local project = { name = "project", kind = "text", role = "dimension", on_demand = true }
local environment = { name = "environment", kind = "text", role = "dimension", on_demand = true }
local release = { name = "release", kind = "text", role = "dimension", on_demand = true }
local level = { name = "level", kind = "text", role = "dimension", on_demand = true }
local error_type = { name = "error_type", kind = "text", role = "dimension", on_demand = true }
local browser = { name = "browser", kind = "text", role = "dimension", on_demand = true }
local title = { name = "title", kind = "text", role = "dimension", on_demand = true }
local transaction = { name = "transaction", kind = "text", role = "dimension", on_demand = true }
local model = { name = "model", kind = "text", role = "dimension", on_demand = true }
-- Of issues: a search for each value, for a reply does not say it.
local priority = { name = "priority", kind = "text", role = "dimension", on_demand = true }
local first_release = { name = "release", kind = "text", role = "dimension", on_demand = true,
    description = "The release in which the issue was first seen." }
-- What may stand between quotation marks in a search.
local quotable = "text:^[^\"\\\\*\\x00-\\x09\\x0b-\\x1f]*$"

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
            description = "Counts events by the fields that are named; only errors and spans are asked for.",
            arguments = {
                { path = "organizationSlug", required = true, pattern = "^[a-z0-9][a-z0-9_-]*$" },
                { path = "dataset", required = true, one_of = { "errors", "spans" } },
                { path = "query" }, { path = "sort" }, { path = "period" },
                { path = "fields[]", required = true,
                  one_of = { "timestamp.to_day", "project", "environment", "release", "level", "error.type",
                             "browser.name", "title", "transaction", "gen_ai.request.model", "count()",
                             "count_unique(user)", "failure_rate()", "p95(span.duration)",
                             "sum(gen_ai.usage.total_tokens)" } },
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
            name = "errors", description = "One row for each UTC day, with the error events of it.",
            synonyms = { "exceptions", "crashes", "error events" }, breakdowns = 3,
            tool = "events", time = "day", pushes_range = true, longest_range_days = 90,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "events", kind = "count", role = "measure" },
                project, environment, release, level, error_type, browser, title, transaction,
            },
        },
        error_users = {
            name = "users with errors",
            description = "One row for each UTC day, with the different users who met an error.",
            synonyms = { "users hit by errors" }, breakdowns = 3,
            tool = "events", time = "day", pushes_range = true, longest_range_days = 90,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "users", kind = "count", role = "measure", description = "Days cannot be added up." },
                project, environment, release, level, error_type, browser, title, transaction,
            },
        },
        transactions = {
            name = "transactions", description = "One row for each UTC day; of a busy day for each stretch of it.",
            synonyms = { "spans", "traces", "sentry performance", "endpoints" }, breakdowns = 3,
            tool = "events", time = "day", pushes_range = true, longest_range_days = 90, needs_range = true,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "transactions", kind = "count", role = "measure" },
                { name = "failures", kind = "number", role = "measure",
                    description = "Sentry's failure rate times the transactions." },
                { name = "p95", kind = "number", role = "measure", unit = "ms" },
                { name = "a_minute", kind = "number", role = "measure",
                    description = "Transactions over the minutes of the day, or of the stretch." },
                project, environment, release, browser, transaction,
            },
        },
        model_calls = {
            name = "calls of language models", description = "One row for each UTC day; the fields are unconfirmed.",
            synonyms = { "llm calls", "llm spans" },
            tool = "events", time = "day", pushes_range = true, longest_range_days = 90, needs_range = true,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "calls", kind = "count", role = "measure" },
                { name = "tokens", kind = "count", role = "measure" },
                project, environment, release, transaction, model,
            },
        },
        issues = {
            name = "issues",
            description = "One row for each issue of the last 90 days, by the UTC day on which it was first seen.",
            synonyms = { "grouped errors", "bugs in production" },
            tool = "issues", time = "first_seen", pushes_range = true, longest_range_days = 90,
            paging = { rows_per_page = 100, pages_max = 0 },
            -- The releases, environments and so on that errors of the period have, where one of them is asked for.
            lookups = { { tool = "events", values = { release = quotable } },
                        { tool = "events", values = { environment = quotable } },
                        { tool = "events", values = { error_type = quotable } },
                        { tool = "events", values = { transaction = quotable } } },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "title", kind = "text", role = "dimension" },
                { name = "project", kind = "text", role = "dimension",
                    description = "The id without its number." },
                { name = "status", kind = "text", role = "dimension" },
                { name = "first_seen", kind = "day", role = "time" },
                { name = "events", kind = "count", role = "measure" },
                { name = "users", kind = "count", role = "measure" },
                { name = "category", kind = "text", role = "dimension" },
                { name = "assignee", kind = "text", role = "dimension", description = "A person or a team." },
                level, priority, first_release, environment, error_type, transaction,
            },
        },
    },

    metrics = {
        errors = {
            name = "errors",
            synonyms = { "error count", "number of errors", "exceptions", "crashes", "error events", "error volume",
                         "exception count", "errors thrown", "errors logged" },
            description = "The number of error events in the period.",
            dataset = "errors", value = { sum = "events" }, kind = "count", better = "down",
        },
        fatal_errors = {
            name = "fatal errors", synonyms = { "number of fatals" },
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
        error_users = {
            name = "users with errors a day",
            synonyms = { "daily affected users", "users with errors", "users meeting errors",
                         "people hit by errors", "users hit by errors", "affected users", "impacted users",
                         "users hit", "users affected", "people affected", "people hit" },
            description = "The mean over the period's days with errors of the different users who met one on the day.",
            dataset = "error_users", value = { mean = "users" }, kind = "number", unit = "users", better = "down",
        },
        transactions = {
            name = "throughput",
            synonyms = { "transactions", "transaction volume", "number of transactions", "transaction count",
                         "requests served", "request volume", "busiest endpoints", "requests handled",
                         "traffic per endpoint", "calls served" },
            description = "The number of transactions, such as requests and page loads, in the period.",
            dataset = "transactions", value = { sum = "transactions" }, kind = "count",
        },
        transactions_a_minute = {
            name = "requests per minute",
            synonyms = { "rpm", "transactions per minute", "tpm", "throughput per minute", "request rate",
                         "requests a minute" },
            description = "The mean over the period's days with traffic of the transactions of each of their minutes.",
            dataset = "transactions", value = { mean = "a_minute" }, kind = "number", unit = "a minute",
        },
        failure_rate = {
            name = "transaction failure rate",
            synonyms = { "failure rate", "error rate", "share of failed transactions", "failed transactions",
                         "failing endpoints", "requests that fail", "share of failed requests",
                         "share of requests that fail", "failing requests", "failed requests" },
            description = "Transactions that failed over all transactions.",
            dataset = "transactions", value = { sum = "failures" }, per = { sum = "transactions" },
            kind = "ratio", unit = "percent", better = "down", sample_min = 1,
        },
        p95 = {
            name = "peak p95 latency",
            synonyms = { "p95", "p95 latency", "p95 duration", "95th percentile duration", "latency",
                         "response time", "slow requests", "slowest endpoints", "slow endpoints",
                         "endpoint latency", "span duration", "slowness", "slow", "how slow", "slowest routes",
                         "slowest pages", "slow transactions", "response times", "slowest transactions" },
            description = "The highest 95th percentile of the duration of the transactions of a day.",
            dataset = "transactions", value = { max = "p95" }, kind = "number", unit = "ms", better = "down",
        },
        tokens = {
            name = "LLM tokens",
            synonyms = { "tokens", "token use", "llm token use", "tokens used", "token usage", "ai tokens",
                         "ai token usage", "tokens burned", "ai cost driver", "tokens consumed", "llm usage" },
            description = "The tokens that calls of language models used, read and written together.",
            dataset = "model_calls", value = { sum = "tokens" }, kind = "count",
        },
        model_calls = {
            name = "LLM calls", synonyms = { "calls of language models", "llm requests", "ai calls" },
            description = "The number of calls of language models.",
            dataset = "model_calls", value = { sum = "calls" }, kind = "count",
        },
        tokens_per_call = {
            name = "tokens per LLM call", synonyms = { "average tokens", "mean tokens", "tokens per call" },
            description = "Tokens over calls of language models.",
            dataset = "model_calls", value = { sum = "tokens" }, per = { sum = "calls" }, kind = "number",
            unit = "tokens",
        },
        new_issues = {
            name = "new issues",
            synonyms = { "new sentry issues", "issues first seen", "new error groups", "new bugs",
                         "bugs first seen", "first seen", "regressions", "new exceptions", "issues introduced",
                         "new problems" },
            description = "Issues first seen in the period, solved since or not.",
            dataset = "issues", value = { count = true }, kind = "count", better = "down",
        },
        unresolved_issues = {
            name = "unresolved issues",
            synonyms = { "open issues", "unsolved issues", "open error groups", "issues still open",
                         "error backlog", "backlog of errors", "backlog of issues", "unfixed issues", "open bugs",
                         "open problems" },
            description = "Issues first seen in the period that are unresolved today.",
            dataset = "issues", value = { count = true, where = { { "status", "=", "unresolved" } } },
            kind = "count", better = "down",
        },
        resolved_issues = {
            name = "resolved issues",
            synonyms = { "issues resolved", "solved issues", "fixed issues", "issues fixed", "issues closed",
                         "closed issues" },
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
            name = "events of new issues",
            synonyms = { "issue events", "events per issue", "most frequent issues", "noisiest issues",
                         "loudest issues", "most common issues" },
            description = "All events so far of the issues first seen in the period.",
            dataset = "issues", value = { sum = "events" }, kind = "count", better = "down",
        },
        users_of_an_issue = {
            name = "affected users",
            synonyms = { "users hit", "impacted users", "users affected", "users of an issue", "people affected",
                         "people hit" },
            description = "The most users that one issue hit so far: users of several issues cannot be added up.",
            dataset = "issues", value = { max = "users" }, kind = "count", better = "down",
        },
    },

    dimensions = {
        project = {
            name = "project", synonyms = { "projects", "app", "service", "apps", "services" },
            open_values = true,
            columns = { errors = "project", error_users = "project", issues = "project", transactions = "project",
                        model_calls = "project" },
        },
        environment = {
            name = "environment", synonyms = { "environments", "env", "stage", "stages" },
            open_values = true,
            columns = { errors = "environment", error_users = "environment", transactions = "environment",
                        model_calls = "environment", issues = "environment" },
            values = { { value = "production", synonyms = { "prod", "live" } },
                       { value = "staging", synonyms = { "stage" } },
                       { value = "development", synonyms = { "dev" } } },
        },
        release = {
            name = "release", synonyms = { "releases", "version", "deploy", "app version", "build" },
            columns = { errors = "release", error_users = "release", transactions = "release", issues = "release",
                        model_calls = "release" },
            open_values = true,
        },
        level = {
            name = "level", synonyms = { "levels", "severity" },
            columns = { errors = "level", error_users = "level", issues = "level" },
            values = { { value = "fatal", synonyms = { "fatals" } },
                       { value = "warning", synonyms = { "warnings" } }, "info", "debug" },
            open_values = true,
        },
        priority = {
            name = "priority", synonyms = { "priorities", "issue priority" }, columns = { issues = "priority" },
            values = { { value = "high", synonyms = { "high priority" } },
                       { value = "medium", synonyms = { "medium priority" } },
                       { value = "low", synonyms = { "low priority" } } },
        },
        assignee = {
            name = "assignee", synonyms = { "assignees", "assigned to", "owner", "issue owner", "who", "person" },
            columns = { issues = "assignee" }, open_values = true,
        },
        category = {
            name = "issue category", synonyms = { "category", "categories", "issue categories", "kind of issue" },
            columns = { issues = "category" }, values = { "error", "feedback", "outage", "db_query", "http_client" },
            open_values = true,
        },
        error_type = {
            name = "error type",
            synonyms = { "error types", "exception class", "exception type", "exception types" },
            columns = { errors = "error_type", error_users = "error_type", issues = "error_type" }, open_values = true,
            values = { "TypeError", "ValueError", "ReferenceError", "KeyError", "SyntaxError", "RangeError",
                       "TimeoutError", "NullPointerException" },
        },
        browser = {
            name = "browser", synonyms = { "browsers" }, open_values = true,
            columns = { errors = "browser", error_users = "browser", transactions = "browser" },
            values = { { value = "Chrome", synonyms = { "google chrome" } }, "Safari", "Firefox",
                       { value = "Edge", synonyms = { "microsoft edge" } } },
        },
        transaction = {
            name = "endpoint",
            synonyms = { "endpoints", "transaction name", "route", "routes", "transactions", "transaction" },
            columns = { transactions = "transaction", errors = "transaction", error_users = "transaction",
                        model_calls = "transaction", issues = "transaction" },
            open_values = true,
        },
        model = {
            name = "language model", synonyms = { "llm", "ai model", "model" }, columns = { model_calls = "model" },
            open_values = true,
        },
        issue = {
            name = "issue", synonyms = { "issues", "issue title", "error group", "title" },
            columns = { issues = "title", errors = "title", error_users = "title" },
            open_values = true,
        },
        status = {
            name = "status", synonyms = { "state", "issue status" }, columns = { issues = "status" },
            values = { "unresolved", "resolved", { value = "ignored", synonyms = { "archived" } } },
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
        "Sentry errors by browser in the last 14 days",
        "What was the p95 latency in Sentry by project last week?",
        "Top 10 slowest endpoints in Sentry in the last 7 days",
        "How did the transaction failure rate in Sentry develop by day last week?",
        "Throughput in Sentry by project last week",
        "LLM tokens in Sentry by language model last week",
        "Sentry requests per minute by project last week",
        "Sentry throughput by endpoint last week",
        "Users with errors in Sentry by release last week",
        "Sentry errors by browser and level in the last 14 days",
        "How many new issues did Sentry find by level last week?",
        "Sentry unresolved issues by release this month",
        "Which 5 issues had the most errors in Sentry last week?",
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
        { symptom = "Issues by release, environment, error type or endpoint miss some",
            cause = "each value is searched for by itself, and those with an error event in the period are known",
            fix = "name the value" },
        { symptom = "p95 of a period is that of its slowest day",
            cause = "percentiles can be neither added nor averaged", fix = "group by day, project or endpoint" },
        { symptom = "Crash-free sessions cannot be asked",
            cause = "they are reached only through a tool that also writes", fix = "see the releases in Sentry" },
        { symptom = "Days begin at another hour than those of other vendors", cause = "errors are counted by UTC day",
            fix = "compare weeks or months rather than days" },
        { symptom = "Only one organization is read",
            cause = "where none was named, the first that the sign-in may see is taken",
            fix = "connect once for each, with the setting \"organization\"" },
    },
}
