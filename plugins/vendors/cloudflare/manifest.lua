-- Cloudflare: what its Workers serve, the traffic and DNS of domains, and who changed what. Data only; read in an empty
-- environment. Cloudflare runs a server for each field, so that a connection names the one it is for. Calculations over
-- Workers come as tab-separated text, whose exact form is unconfirmed; GraphQL is let through letter by letter.

-- What the events of Workers can be told apart by, asked for where a question needs it.
local worker = { name = "worker", kind = "text", role = "dimension", on_demand = true }
local trigger = { name = "trigger", kind = "text", role = "dimension", on_demand = true,
    description = "What was asked for, such as GET /cart." }
local status = { name = "status", kind = "text", role = "dimension", on_demand = true,
    description = "The HTTP status code." }
local status_class = { name = "status_class", kind = "text", role = "dimension", on_demand = true,
    description = "2xx, 3xx, 4xx, 5xx, or none." }

-- Of the audit log: a call for each value, for an entry does not say it.
local action = { name = "action", kind = "text", role = "dimension", on_demand = true }
local result = { name = "result", kind = "text", role = "dimension", on_demand = true }
local actor_type = { name = "actor_type", kind = "text", role = "dimension", on_demand = true }

return {
    id = "cloudflare", name = "Cloudflare", category = "Product Analytics & Observability", api = 1,
    synonyms = { "cloudflare workers", "edge functions" },
    docs = "https://developers.cloudflare.com/agents/model-context-protocol/mcp-servers-for-cloudflare/",

    server = {
        url = "https://{field}.mcp.cloudflare.com/mcp", transport = "streamable-http", confidence = "documented",
        parameters = {
            { name = "field", means = "observability for Workers, graphql for the traffic and DNS of domains, or \z
              auditlogs for who changed what", pattern = "^(observability|graphql|auditlogs)$",
              example = "observability" },
        },
    },
    auth = { kind = "oauth" },  -- Each server has scopes of its own; those that it names and that read are asked for.
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
        graphql = {
            names = { "graphql_query" }, confidence = "documented", reads = true, closed = true,
            description = "Runs one of the four analytics queries that stand here, for one domain and a time.",
            arguments = {
                { path = "query", required = true, one_of = {
                    "query($zone:String!,$from:Date!,$to:Date!){viewer{zones(filter:{zoneTag:$zone}){\z
                     httpRequests1dGroups(limit:400,filter:{date_geq:$from,date_leq:$to}){dimensions{date}sum{\z
                     requests bytes threats countryMap{clientCountryName requests bytes threats}}}}}}",
                    "query($zone:String!,$from:Date!,$to:Date!){viewer{zones(filter:{zoneTag:$zone}){\z
                     httpRequests1dGroups(limit:400,filter:{date_geq:$from,date_leq:$to}){dimensions{date}sum{\z
                     requests bytes pageViews cachedRequests cachedBytes}uniq{uniques}}}}}",
                    "query($zone:String!,$from:Date!,$to:Date!){viewer{zones(filter:{zoneTag:$zone}){\z
                     httpRequests1dGroups(limit:400,filter:{date_geq:$from,date_leq:$to}){dimensions{date}sum{\z
                     requests responseStatusMap{edgeResponseStatus requests}}}}}}",
                    "query($zone:String!,$from:Date!,$to:Date!){viewer{zones(filter:{zoneTag:$zone}){\z
                     dnsAnalyticsAdaptiveGroups(limit:5000,filter:{date_geq:$from,date_leq:$to}){count \z
                     avg{processingTimeUs}dimensions{date responseCode queryType}}}}}",
                } },
                { path = "variables", required = true, keys = { "zone", "from", "to" } },
                { path = "variables.zone", required = true, pattern = "^[0-9a-f]{32}$" },
                { path = "variables.from", required = true, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
                { path = "variables.to", required = true, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
            },
        },
        zones = {
            names = { "zones_list" }, confidence = "documented", closed = true,
            because = "It only lists the domains of the account, which the server itself declares read-only.",
            description = "The domains of the account; also asked once, before the first call.",
            arguments = { { path = "perPage", min = 5, max = 1000 } },
        },
        audit_log = {
            names = { "auditlogs_by_account_id" }, confidence = "documented", closed = true,
            because = "It only lists what the account's audit log holds.",
            description = "Who changed what in the account, and when.",
            arguments = {
                { path = "since", required = true, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.000Z$" },
                { path = "before", required = true, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.000Z$" },
                { path = "limit", min = 1, max = 1000 }, { path = "cursor" },
                { path = "direction", constant = "desc" },
                { path = "action_type", one_of = { "create", "delete", "view", "update", "login" } },
                { path = "action_result", one_of = { "success", "failure" } },
                { path = "actor_type", one_of = { "cloudflare_admin", "account", "user", "system" } },
            },
        },
    },

    -- Only the server "graphql" has this tool; the others are asked without it.
    account = {
        tool = "zones", arguments = { perPage = 1000 },
        values = { zones = "text:^([0-9a-f]{32} [^ ,]+(,[0-9a-f]{32} [^ ,]+)*)?$" },
    },

    datasets = {
        requests = {
            name = "requests", description = "One row for each stretch of time, with its requests; form unconfirmed.",
            synonyms = { "invocations", "worker traffic", "requests by trigger", "endpoints" }, breakdowns = 3,
            tool = "observability", time = "time", pushes_range = true, longest_range_days = 7, needs_range = true,
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "requests", kind = "count", role = "measure" },
                worker, trigger, status, status_class,
            },
        },
        traffic = {
            name = "traffic of domains",
            description = "One row for each UTC day, domain and country of the visitors.",
            synonyms = { "http traffic", "zone traffic", "site traffic" },
            tool = "graphql", time = "day", pushes_range = true, longest_range_days = 31, needs_range = true,
            paging = { rows_per_page = 400 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "zone", kind = "text", role = "dimension" },
                { name = "country", kind = "text", role = "dimension",
                    description = "Two letters; empty for what Cloudflare puts to no country." },
                { name = "requests", kind = "count", role = "measure" },
                { name = "bytes", kind = "count", role = "measure", unit = "bytes" },
                { name = "threats", kind = "count", role = "measure" },
            },
        },
        cache = {
            name = "cache and visitors of domains", description = "One row for each UTC day and domain.",
            synonyms = { "cached traffic" },
            tool = "graphql", time = "day", pushes_range = true, longest_range_days = 31, needs_range = true,
            paging = { rows_per_page = 400 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "zone", kind = "text", role = "dimension" },
                { name = "requests", kind = "count", role = "measure" },
                { name = "page_views", kind = "count", role = "measure" },
                { name = "cached_requests", kind = "count", role = "measure" },
                { name = "bytes", kind = "count", role = "measure", unit = "bytes" },
                { name = "cached_bytes", kind = "count", role = "measure", unit = "bytes" },
                { name = "visitors", kind = "count", role = "measure",
                    description = "Different addresses of the day; days cannot be added up." },
            },
        },
        statuses = {
            name = "responses of domains",
            description = "One row for each UTC day, domain and HTTP status code that the visitors got.",
            synonyms = { "site responses" },
            tool = "graphql", time = "day", pushes_range = true, longest_range_days = 31, needs_range = true,
            paging = { rows_per_page = 400 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "zone", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "status_class", kind = "text", role = "dimension",
                    description = "2xx, 3xx, 4xx, 5xx; none for what Cloudflare puts to no status." },
                { name = "requests", kind = "count", role = "measure" },
            },
        },
        dns = {
            name = "DNS queries",
            description = "One row for each UTC day, domain, response code and type of query.",
            synonyms = { "dns lookups", "dns traffic" },
            tool = "graphql", time = "day", pushes_range = true, longest_range_days = 7, needs_range = true,
            paging = { rows_per_page = 5000 },
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "zone", kind = "text", role = "dimension" },
                { name = "response_code", kind = "text", role = "dimension" },
                { name = "query_type", kind = "text", role = "dimension" },
                { name = "queries", kind = "count", role = "measure" },
                { name = "microseconds", kind = "number", role = "measure",
                  description = "Time to answer, of all these queries together; unconfirmed." },
            },
        },
        zones = {
            name = "domains", description = "One row for each domain of the account, as it is today.",
            synonyms = { "zones", "cloudflare sites" },
            tool = "zones", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "zone", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "plan", kind = "text", role = "dimension" },
            },
        },
        audit_events = {
            name = "audit events", description = "One row for each entry of the account's audit log.",
            synonyms = { "audit log", "audit log entries", "account changes" },
            tool = "audit_log", time = "time", pushes_range = true, longest_range_days = 0, needs_range = true,
            paging = { rows_per_page = 1000, pages_max = 0 },
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "actor", kind = "text", role = "dimension",
                    description = "The e-mail of a person, else the name of a token; empty for the system." },
                { name = "product", kind = "text", role = "dimension" },
                { name = "resource", kind = "text", role = "dimension", description = "What kind of thing changed." },
                { name = "change", kind = "text", role = "dimension", description = "What was done, in words." },
                action, result, actor_type,
            },
        },
        cpu_times = {
            name = "CPU times",
            description = "One row for each stretch of time, with its p99; form unconfirmed.",
            synonyms = { "processor time" },
            tool = "observability", time = "time", pushes_range = true, longest_range_days = 7, needs_range = true,
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "milliseconds", kind = "number", role = "measure", unit = "ms" },
                worker, trigger, status,
            },
        },
        wall_times = {
            name = "wall times",
            description = "One row for each stretch of time, with its p95; form unconfirmed.",
            synonyms = { "durations" },
            tool = "observability", time = "time", pushes_range = true, longest_range_days = 7, needs_range = true,
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "milliseconds", kind = "number", role = "measure", unit = "ms" },
                worker, trigger, status,
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
            synonyms = { "requests", "hits", "request count", "number of requests", "requests served", "invocations",
                         "route requests", "endpoint requests", "hits by route", "calls to workers", "worker calls",
                         "worker hits", "worker traffic", "traffic handled", "calls" },
            description = "The number of events that the Workers logged in the period.",
            dataset = "requests", value = { sum = "requests" }, kind = "count",
        },
        server_errors = {
            name = "server errors",
            synonyms = { "5xx errors", "5xx responses", "failed requests", "500s" },
            description = "The number of requests answered with a status of 500 or above.",
            dataset = "requests", value = { sum = "requests", where = { { "status_class", "=", "5xx" } } },
            kind = "count", better = "down",
        },
        client_errors = {
            name = "client errors",
            synonyms = { "4xx errors", "4xx responses" },
            description = "The number of requests answered with a status from 400 to 499.",
            dataset = "requests", value = { sum = "requests", where = { { "status_class", "=", "4xx" } } },
            kind = "count", better = "down",
        },
        not_found = {
            name = "404 errors", synonyms = { "404s", "404 responses", "not found errors" },
            description = "The number of requests answered with status 404.",
            dataset = "requests", value = { sum = "requests", where = { { "status", "=", "404" } } },
            kind = "count", better = "down",
        },
        error_rate = {
            name = "worker error rate",
            synonyms = { "error rate", "5xx rate", "failure rate", "server error rate", "fails", "failing",
                         "fails the most", "share of failed requests", "failing requests", "error share",
                         "share of errors" },
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
            name = "CPU time",
            synonyms = { "p99 CPU time", "cpu ms", "processor time", "CPU", "CPU usage", "CPU consumption",
                         "compute time", "p99 CPU" },
            description = "The highest 99th percentile of the CPU time of a request over the stretches of the period.",
            dataset = "cpu_times", value = { max = "milliseconds" }, kind = "number", unit = "ms", better = "down",
        },
        wall_time = {
            name = "wall time",
            synonyms = { "p95 wall time", "worker latency", "worker duration", "latency", "duration",
                         "response time of workers", "invocations run", "execution time", "runtime", "run time",
                         "p95 latency", "slowest", "slowest worker", "slowest workers" },
            description = "The highest 95th percentile of the time a request took over the stretches of the period.",
            dataset = "wall_times", value = { max = "milliseconds" }, kind = "number", unit = "ms", better = "down",
        },
        site_requests = {
            name = "HTTP requests",
            synonyms = { "requests", "request count", "number of requests", "hits", "requests by country",
                         "requests by domain", "http traffic", "edge requests", "web requests",
                         "traffic", "site traffic", "web traffic", "site hits", "traffic by country" },
            description = "The number of HTTP requests to the account's domains.",
            dataset = "traffic", value = { sum = "requests" }, kind = "count",
        },
        bandwidth = {
            name = "bandwidth",
            synonyms = { "bytes", "bytes served", "data transfer", "data transferred", "traffic volume",
                         "data served", "data sent", "GB served", "egress", "volume transferred" },
            description = "The bytes that Cloudflare served for the account's domains.",
            dataset = "traffic", value = { sum = "bytes" }, kind = "count", unit = "bytes",
        },
        site_error_rate = {
            name = "HTTP error rate",
            synonyms = { "site error rate", "domain error rate", "error rate by domain", "error rate by zone",
                         "error rate by site", "error rate of our domains", "share of 5xx responses of domains" },
            description = "HTTP requests to domains answered with 500 or above over all with a status.",
            dataset = "statuses", value = { sum = "requests", where = { { "status_class", "=", "5xx" } } },
            per = { sum = "requests", where = { { "status_class", "!=", "none" } } },
            kind = "ratio", unit = "percent", better = "down", sample_min = 1,
        },
        site_responses = {
            name = "HTTP responses",
            synonyms = { "http requests by status code", "site responses", "responses of domains",
                         "responses by status code", "http traffic by status code" },
            description = "The number of HTTP requests to the account's domains, by what they were answered with.",
            dataset = "statuses", value = { sum = "requests" }, kind = "count",
        },
        page_views = {
            name = "edge page views", synonyms = { "html page views", "pages served", "cloudflare page views" },
            description = "The number of HTML pages that the account's domains answered with success.",
            dataset = "cache", value = { sum = "page_views" }, kind = "count", better = "up",
        },
        threats = {
            name = "threats", synonyms = { "stopped threats", "threats blocked", "blocked threats" },
            description = "The number of requests that Cloudflare took for threats.",
            dataset = "traffic", value = { sum = "threats" }, kind = "count", better = "down",
        },
        cache_hit_ratio = {
            name = "cache hit ratio",
            synonyms = { "cache hit rate", "cached share", "share of cached requests", "hit ratio", "cache ratio",
                         "share of traffic served from cache", "share served from cache", "served from cache",
                         "serve from cache", "cached traffic share", "cache share", "cached percentage",
                         "from cache" },
            description = "HTTP requests answered from the cache over all HTTP requests.",
            dataset = "cache", value = { sum = "cached_requests" }, per = { sum = "requests" },
            kind = "ratio", unit = "percent", better = "up", sample_min = 1,
        },
        cached_bytes_share = {
            name = "share of cached bytes", synonyms = { "cached bandwidth", "byte hit ratio", "bandwidth saved" },
            description = "Bytes served from the cache over all bytes served.",
            dataset = "cache", value = { sum = "cached_bytes" }, per = { sum = "bytes" },
            kind = "ratio", unit = "percent", better = "up", sample_min = 1,
        },
        unique_visitors = {
            name = "unique visitors",
            synonyms = { "visitors", "uniques", "unique visitors a day", "daily visitors", "people visited",
                         "unique users", "visitor count" },
            description = "The different addresses that visited a domain on a day, as the mean over days and domains.",
            dataset = "cache", value = { mean = "visitors" }, kind = "number", unit = "visitors", better = "up",
        },
        dns_queries = {
            name = "DNS queries",
            synonyms = { "dns lookups", "lookups", "dns requests", "dns query count", "DNS traffic", "DNS hits",
                         "name lookups" },
            description = "The number of DNS queries for the account's domains.",
            dataset = "dns", value = { sum = "queries" }, kind = "count",
        },
        dns_response_time = {
            name = "DNS response time",
            synonyms = { "dns latency", "dns answer time", "dns speed", "time to answer dns queries",
                         "fast does our dns answer", "dns processing time", "average dns response" },
            description = "The mean milliseconds that answering a DNS query took; unconfirmed.",
            dataset = "dns", value = { sum = "microseconds" }, per = { sum = "queries" }, divided_by = 1000,
            kind = "number", unit = "ms", better = "down", sample_min = 100,
        },
        dns_failures = {
            name = "failed DNS queries", synonyms = { "dns errors", "nxdomain responses", "unanswered dns queries" },
            description = "The number of DNS queries with another response code than NOERROR.",
            dataset = "dns", value = { sum = "queries", where = { { "response_code", "!=", "NOERROR" } } },
            kind = "count", better = "down",
        },
        dns_failure_rate = {
            name = "DNS failure rate", synonyms = { "dns error rate", "share of failed dns queries", "nxdomain share" },
            description = "DNS queries with another response code than NOERROR over all DNS queries.",
            dataset = "dns", value = { sum = "queries", where = { { "response_code", "!=", "NOERROR" } } },
            per = { sum = "queries" }, kind = "ratio", unit = "percent", better = "down", sample_min = 1,
        },
        domains = {
            name = "number of domains", synonyms = { "domains", "zones", "zone count", "domain count" },
            description = "The number of domains of the account today.",
            dataset = "zones", value = { count = true }, kind = "count",
        },
        audit_events = {
            name = "audit events",
            synonyms = { "changes", "audit log entries", "account changes", "configuration changes", "changed what",
                         "made changes", "config changes", "touched", "account activity", "edits", "audit log",
                         "audit trail", "changed", "settings changed", "deletions", "logins" },
            description = "The number of entries of the account's audit log in the period.",
            dataset = "audit_events", value = { count = true }, kind = "count",
        },
        active_actors = {
            name = "people who changed something", synonyms = { "distinct actors", "active actors" },
            description = "The number of different people and tokens with an entry in the audit log.",
            dataset = "audit_events", value = { distinct = "actor" }, kind = "count",
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
            name = "worker",
            synonyms = { "workers", "script", "scripts", "service", "services", "worker name" },
            open_values = true,
            columns = { requests = "worker", cpu_times = "worker", wall_times = "worker", workers = "worker" },
        },
        status = {
            name = "status code",
            synonyms = { "status codes", "http status", "response status", "HTTP code", "status",
                         "response code", "response codes" },
            columns = { requests = "status", statuses = "status", cpu_times = "status", wall_times = "status" },
            open_values = true,
        },
        status_class = {
            name = "status class", synonyms = { "class of status", "kind of response" },
            columns = { requests = "status_class", statuses = "status_class" },
            values = { "2xx", "3xx", "4xx", "5xx", "none" },
        },
        trigger = {
            name = "trigger",
            synonyms = { "triggers", "route", "routes", "endpoint", "endpoints", "URL", "path" },
            columns = { requests = "trigger", cpu_times = "trigger", wall_times = "trigger" }, open_values = true,
        },
        zone = {
            name = "domain",
            synonyms = { "domains", "zone", "zones", "site", "sites", "website", "websites", "hostname",
                         "zone name" },
            open_values = true,
            columns = { traffic = "zone", statuses = "zone", cache = "zone", dns = "zone", zones = "zone" },
        },
        country = {
            name = "country",
            synonyms = { "countries", "location", "locations", "visitor country" },
            open_values = true,
            columns = { traffic = "country" },
            values = {
                { value = "DE", synonyms = { "germany", "german" } },
                { value = "US", synonyms = { "united states", "usa", "america" } },
                { value = "GB", synonyms = { "united kingdom", "great britain", "uk" } },
                { value = "FR", synonyms = { "france" } }, { value = "NL", synonyms = { "netherlands" } },
                { value = "ES", synonyms = { "spain" } }, { value = "IT", synonyms = { "italy" } },
                { value = "PL", synonyms = { "poland" } }, { value = "CZ", synonyms = { "czechia" } },
                { value = "AT", synonyms = { "austria" } }, { value = "CH", synonyms = { "switzerland" } },
                { value = "SE", synonyms = { "sweden" } }, { value = "IE", synonyms = { "ireland" } },
                { value = "IN", synonyms = { "india" } }, { value = "CN", synonyms = { "china" } },
                { value = "RU", synonyms = { "russia" } }, { value = "UA", synonyms = { "ukraine" } },
                { value = "BR", synonyms = { "brazil" } }, { value = "CA", synonyms = { "canada" } },
                { value = "MX", synonyms = { "mexico" } }, { value = "JP", synonyms = { "japan" } },
                { value = "SG", synonyms = { "singapore" } }, { value = "AU", synonyms = { "australia" } },
            },
        },
        response_code = {
            name = "response code", synonyms = { "rcode", "dns response", "response codes" }, open_values = true,
            columns = { dns = "response_code" }, values = { "NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED" },
        },
        query_type = {
            name = "query type", synonyms = { "record type", "dns record type" }, open_values = true,
            columns = { dns = "query_type" }, values = { "AAAA", "CNAME", "MX", "TXT" },
        },
        zone_status = {
            name = "domain status", synonyms = { "zone status" }, columns = { zones = "status" },
            values = { "active", "pending", "moved" }, open_values = true,
        },
        plan = {
            name = "Cloudflare plan", synonyms = { "zone plan", "domain plan" }, columns = { zones = "plan" },
            values = { { value = "Free Website", synonyms = { "free plan" } },
                       { value = "Pro Website", synonyms = { "pro plan" } },
                       { value = "Business Website", synonyms = { "business plan" } },
                       { value = "Enterprise Website", synonyms = { "enterprise plan" } } },
            open_values = true,
        },
        actor = {
            name = "actor",
            synonyms = { "actors", "who", "person", "user who changed", "user", "users", "by whom", "people",
                         "changed by" },
            open_values = true,
            columns = { audit_events = "actor" },
        },
        product = {
            name = "product", synonyms = { "products", "area", "cloudflare product" }, open_values = true,
            columns = { audit_events = "product" },
            values = { { value = "dns_records", synonyms = { "dns", "dns records", "dns record" } } },
        },
        action = {
            name = "action", synonyms = { "actions", "action type", "kind of change", "type of change" },
            columns = { audit_events = "action" },
            values = { { value = "create", synonyms = { "created", "creations" } },
                       { value = "delete", synonyms = { "deleted", "deletions", "deletes" } },
                       { value = "update", synonyms = { "updated", "updates" } },
                       { value = "login", synonyms = { "logins", "logged in" } }, "view" },
        },
        result = {
            name = "result", synonyms = { "outcome", "action result" }, columns = { audit_events = "result" },
            values = { { value = "success", synonyms = { "successful", "succeeded" } },
                       { value = "failure", synonyms = { "failed" } } },
        },
        actor_type = {
            name = "actor type", synonyms = { "kind of actor", "type of actor" },
            columns = { audit_events = "actor_type" },
            values = { "user", "system", "account", { value = "cloudflare_admin", synonyms = { "cloudflare admin" } } },
        },
        resource = {
            name = "resource", synonyms = { "resource type", "kind of resource" }, open_values = true,
            columns = { audit_events = "resource" },
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
        "Top 5 endpoints by route requests in Cloudflare yesterday",
        "Cloudflare error rate by worker in the last 3 days",
        "Cloudflare requests in the last 7 days",
        "Top 5 countries by HTTP requests in Cloudflare in the last 7 days",
        "Cloudflare bandwidth by domain in the last 30 days",
        "What was the cache hit ratio in Cloudflare by day in the last 7 days?",
        "Unique visitors in Cloudflare by domain in the last 30 days",
        "How many DNS queries did Cloudflare get by response code in the last 7 days?",
        "Number of domains in Cloudflare by domain status",
        "Cloudflare audit events by actor in the last 30 days",
        "Cloudflare audit events by action in the last 30 days",
        "HTTP error rate in Cloudflare by domain in the last 7 days",
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
        { symptom = "\"publishes no tool that may be used for\" Workers, domains or audit events",
            cause = "a connection is one of Cloudflare's servers, and each has another field",
            fix = "connect Cloudflare once more with the server for it: observability, graphql or auditlogs" },
        { symptom = "Audit events by action or result are fewer than all",
            cause = "each kind is asked for by itself, and an entry may be of none", fix = "ask for all of them" },
        { symptom = "Visitors of a month cannot be asked",
            cause = "the same address visits on several days, so that days cannot be added up",
            fix = "take the mean of a day, or ask by day and domain" },
        { symptom = "The server graphql does not answer", cause = "Cloudflare calls it deprecated and may end it",
            fix = "see Cloudflare's dashboard" },
        { symptom = "DNS response time cannot be asked",
            cause = "the report that has it tells no days", fix = "see Cloudflare's dashboard" },
        { symptom = "A reply cannot be read", cause = "the form of the tab-separated text is unconfirmed",
            fix = "report its first lines" },
    },
}
