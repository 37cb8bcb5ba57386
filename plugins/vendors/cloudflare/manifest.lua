-- Cloudflare: what its Workers serve. Data only; read in an empty environment.
-- Cloudflare runs a server for each field. This is the one for the observability of Workers; zones, DNS and the audit
-- log stand behind others. It answers calculations with tab-separated text, whose exact form is unconfirmed.

return {
    id = "cloudflare", name = "Cloudflare", category = "Product Analytics & Observability", api = 1,
    synonyms = { "cloudflare workers", "edge functions" },
    docs = "https://developers.cloudflare.com/agents/model-context-protocol/mcp-servers-for-cloudflare/",

    server = {
        url = "https://observability.mcp.cloudflare.com/mcp", transport = "streamable-http", confidence = "documented",
    },
    auth = { kind = "oauth", scopes = { "account:read", "workers:read", "workers_observability:read" } },
    settings = {
        { name = "account", means = "the id of the account to read, where the sign-in reaches several",
          header = "cf-account-id", pattern = "^[0-9a-f]{32}$", example = "023e105f4ecef8ad9ca31a8372d0c353",
          optional = true },
    },

    tools = {
        observability = {
            names = { "query_worker_observability" }, confidence = "documented", reads = true, closed = true,
            description = "Counts and percentiles over the events of Workers; only calculations are let through.",
            arguments = {
                { path = "query.view", required = true, constant = "calculations" },
                { path = "query.timeframe.from", required = true }, { path = "query.timeframe.to", required = true },
                { path = "query.parameters", required = true, open = true },
                { path = "query.queryId" }, { path = "query.limit", min = 1, max = 1000 },
            },
        },
        workers = {
            names = { "workers_list" }, confidence = "documented", closed = true,
            because = "It only lists the Workers of the account, which the server itself declares read-only.",
            description = "The Workers of the account, with when they were made and changed.",
            arguments = { { path = "account_id", absent = true } },
        },
    },

    datasets = {
        requests = {
            name = "requests",
            description = "One row for each stretch of time, Worker and status code; form unconfirmed.",
            synonyms = { "invocations", "worker traffic" },
            tool = "observability", time = "time", pushes_range = true, longest_range_days = 7, needs_range = true,
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "worker", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension", description = "The HTTP status code." },
                { name = "status_class", kind = "text", role = "dimension",
                    description = "2xx, 3xx, 4xx, 5xx, or none." },
                { name = "requests", kind = "count", role = "measure" },
            },
        },
        cpu_times = {
            name = "CPU times",
            description = "One row for each stretch of time and Worker, with its p99; form unconfirmed.",
            synonyms = { "processor time" },
            tool = "observability", time = "time", pushes_range = true, longest_range_days = 7, needs_range = true,
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "worker", kind = "text", role = "dimension" },
                { name = "milliseconds", kind = "number", role = "measure", unit = "ms" },
            },
        },
        wall_times = {
            name = "wall times",
            description = "One row for each stretch of time and Worker, with its p95; form unconfirmed.",
            synonyms = { "durations" },
            tool = "observability", time = "time", pushes_range = true, longest_range_days = 7, needs_range = true,
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "worker", kind = "text", role = "dimension" },
                { name = "milliseconds", kind = "number", role = "measure", unit = "ms" },
            },
        },
        workers = {
            name = "workers", description = "One row for each Worker of the account, by when it was made.",
            synonyms = { "worker scripts", "scripts" },
            tool = "workers", time = "created", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "worker", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
                { name = "modified", kind = "time", role = "time" },
            },
        },
    },

    metrics = {
        requests = {
            name = "worker requests",
            synonyms = { "requests", "hits", "request count", "number of requests", "requests served", "invocations" },
            description = "The number of events that the Workers logged in the period.",
            dataset = "requests", value = { sum = "requests" }, kind = "count",
        },
        server_errors = {
            name = "server errors", synonyms = { "5xx errors", "5xx responses", "failed requests" },
            description = "The number of requests answered with a status of 500 or above.",
            dataset = "requests", value = { sum = "requests", where = { { "status_class", "=", "5xx" } } },
            kind = "count", better = "down",
        },
        client_errors = {
            name = "client errors", synonyms = { "4xx errors", "4xx responses" },
            description = "The number of requests answered with a status from 400 to 499.",
            dataset = "requests", value = { sum = "requests", where = { { "status_class", "=", "4xx" } } },
            kind = "count", better = "down",
        },
        error_rate = {
            name = "worker error rate", synonyms = { "error rate", "5xx rate", "failure rate", "server error rate" },
            description = "Requests answered with a status of 500 or above over all requests that have a status.",
            dataset = "requests", value = { sum = "requests", where = { { "status_class", "=", "5xx" } } },
            per = { sum = "requests", where = { { "status_class", "!=", "none" } } },
            kind = "ratio", unit = "percent", better = "down",
        },
        success_rate = {
            name = "worker success rate", synonyms = { "share of 2xx", "2xx rate", "request success rate" },
            description = "Requests answered with a status from 200 to 299 over all requests that have a status.",
            dataset = "requests", value = { sum = "requests", where = { { "status_class", "=", "2xx" } } },
            per = { sum = "requests", where = { { "status_class", "!=", "none" } } },
            kind = "ratio", unit = "percent", better = "up",
        },
        cpu_time = {
            name = "CPU time", synonyms = { "p99 CPU time", "cpu ms", "processor time" },
            description = "The highest 99th percentile of the CPU time of a request over the stretches of the period.",
            dataset = "cpu_times", value = { max = "milliseconds" }, kind = "number", unit = "ms", better = "down",
        },
        wall_time = {
            name = "wall time", synonyms = { "p95 wall time", "worker latency", "worker duration" },
            description = "The highest 95th percentile of the time a request took over the stretches of the period.",
            dataset = "wall_times", value = { max = "milliseconds" }, kind = "number", unit = "ms", better = "down",
        },
        workers = {
            name = "number of workers", synonyms = { "workers", "worker count", "worker scripts" },
            description = "The number of Workers of the account, by when they were made.",
            dataset = "workers", value = { count = true }, kind = "count",
        },
        new_workers = {
            name = "new workers", synonyms = { "workers created", "workers added" },
            description = "The number of Workers made in the period that are still there.",
            dataset = "workers", value = { count = true }, kind = "count",
        },
        changed_workers = {
            name = "changed workers", synonyms = { "workers changed", "workers modified", "workers deployed" },
            description = "The number of Workers whose last change falls into the period.",
            dataset = "workers", value = { count = true, time = "modified" }, kind = "count",
        },
    },

    dimensions = {
        worker = {
            name = "worker", synonyms = { "workers", "script", "scripts" }, open_values = true,
            columns = { requests = "worker", cpu_times = "worker", wall_times = "worker", workers = "worker" },
        },
        status = {
            name = "status code", synonyms = { "status codes", "http status", "response status" },
            columns = { requests = "status" }, open_values = true,
        },
        status_class = {
            name = "status class", synonyms = { "class of status", "kind of response" },
            columns = { requests = "status_class" }, values = { "2xx", "3xx", "4xx", "5xx", "none" },
        },
    },

    ask = {
        "Show the requests of Cloudflare by day in the last 7 days",
        "Cloudflare requests by worker in the last 7 days",
        "How did the error rate in Cloudflare develop by day in the last 7 days?",
        "Top 5 workers by server errors in Cloudflare yesterday",
        "Cloudflare requests by status code yesterday",
        "Which workers had the highest CPU time in Cloudflare in the last 3 days?",
        "Wall time by worker in Cloudflare yesterday",
        "How many workers do we have in Cloudflare?",
        "How many new workers were created in Cloudflare each month this year?",
        "Compare client errors in Cloudflare yesterday with the day before",
    },

    errors = {
        { pattern = "(?i)invalid_token|invalid_grant|unauthorized|authentication error|\\b401\\b", fault = "reconnect",
            message = "Cloudflare has ended this connection. Connect Cloudflare again." },
        { pattern = "(?i)no active account|account_id|cf-account-id", fault = "invalid",
            message = "This sign-in reaches several Cloudflare accounts: connect again with the setting account." },
        { pattern = "(?i)\\b429\\b|rate.?limit|too many requests", fault = "over_limit",
            message = "Cloudflare asks for a pause: too many requests in a short time. Ask again in five minutes." },
        { pattern = "(?i)\\b403\\b|forbidden|permission", fault = "denied",
            message = "The person who connected Cloudflare may not read this there; an administrator can." },
    },

    pitfalls = {
        { symptom = "\"Cloudflare keeps the events of Workers for seven days\"",
            cause = "what is older is gone, and a sum without it would be too small",
            fix = "ask for a period within the last seven days" },
        { symptom = "Requests are missing", cause = "a Worker is counted only where its logs are switched on",
            fix = "switch on observability for the Worker" },
        { symptom = "The account is the wrong one", cause = "the sign-in reaches several accounts",
            fix = "connect with the setting \"account\"" },
        { symptom = "Zones, DNS, cache and the audit log cannot be asked for",
            cause = "they stand behind other servers of Cloudflare, each with a sign-in of its own",
            fix = "see Cloudflare's dashboard" },
        { symptom = "A reply cannot be read", cause = "the form of the tab-separated text is unconfirmed",
            fix = "report its first lines" },
    },
}
