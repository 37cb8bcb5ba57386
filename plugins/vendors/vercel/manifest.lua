-- Vercel: deployments of one project and its Web Analytics. Data only; read in an empty environment.
-- Team and project stand in the address, so that no call has to name them; that the tools can then do without is
-- unconfirmed, and so is the form of the Web Analytics replies, which plugin.lua reads under several names.

-- What Web Analytics can be told apart by, one at a time, asked for where a question needs it.
local country = { name = "country", kind = "text", role = "dimension", on_demand = true }
local page = { name = "page", kind = "text", role = "dimension", on_demand = true }
local route = { name = "route", kind = "text", role = "dimension", on_demand = true }
local referrer = { name = "referrer", kind = "text", role = "dimension", on_demand = true }
local device = { name = "device", kind = "text", role = "dimension", on_demand = true }
local browser = { name = "browser", kind = "text", role = "dimension", on_demand = true }
local system = { name = "system", kind = "text", role = "dimension", on_demand = true }
local source = { name = "source", kind = "text", role = "dimension", on_demand = true }
local medium = { name = "medium", kind = "text", role = "dimension", on_demand = true }
local campaign = { name = "campaign", kind = "text", role = "dimension", on_demand = true }

return {
    id = "vercel", name = "Vercel", category = "Developer Tools & Infrastructure", api = 1,
    synonyms = { "vercel.com", "vercel web analytics" },
    docs = "https://vercel.com/docs/agent-resources/vercel-mcp",

    server = {
        url = "https://mcp.vercel.com/{team}/{project}", transport = "streamable-http", confidence = "documented",
        parameters = {
            { name = "team", means = "the team's name in the address of its dashboard: vercel.com/TEAM/PROJECT",
              pattern = "^[a-z0-9][a-z0-9-]*$" },
            { name = "project", means = "the project's name in the same address",
              pattern = "^[a-z0-9][a-z0-9._-]*$" },
        },
    },
    auth = { kind = "oauth", scopes = { "openid", "offline_access" } },

    tools = {
        deployments = {
            names = { "list_deployments" }, confidence = "documented", closed = true,
            description = "The deployments of the project, with state and target.",
            arguments = { { path = "since", min = 0 }, { path = "until", min = 0 } },
        },
        page_views = {
            names = { "aggregate_pageviews" }, confidence = "documented", closed = true,
            description = "Page views and visitors of the project by day and at most one more field.",
            arguments = {
                { path = "by", required = true,
                  one_of = { { "day" }, { "day", "country" }, { "day", "requestPath" }, { "day", "route" },
                             { "day", "referrerHostname" }, { "day", "deviceType" }, { "day", "browserName" },
                             { "day", "osName" }, { "day", "utmSource" }, { "day", "utmMedium" },
                             { "day", "utmCampaign" } } },
                { path = "since", required = true }, { path = "until", required = true },
                { path = "limit", min = 1, max = 1000 },
            },
        },
        events = {
            names = { "aggregate_events" }, confidence = "documented", closed = true,
            description = "Custom events of the project by day and at most one more field.",
            arguments = {
                { path = "by", required = true,
                  one_of = { { "day" }, { "day", "eventName" }, { "day", "country" }, { "day", "requestPath" },
                             { "day", "route" }, { "day", "referrerHostname" }, { "day", "deviceType" },
                             { "day", "browserName" }, { "day", "osName" }, { "day", "utmSource" },
                             { "day", "utmMedium" }, { "day", "utmCampaign" } } },
                { path = "since", required = true }, { path = "until", required = true },
                { path = "limit", min = 1, max = 1000 },
            },
        },
    },

    datasets = {
        deployments = {
            name = "deployments", description = "One row for each deployment of the project; paging is unconfirmed.",
            synonyms = { "deploys", "Vercel builds" },
            tool = "deployments", time = "created", pushes_range = true, longest_range_days = 0,
            paging = { rows_per_page = 20 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "state", kind = "text", role = "dimension" },
                { name = "target", kind = "text", role = "dimension",
                  description = "Preview where Vercel names none." },
                { name = "branch", kind = "text", role = "dimension",
                  description = "Empty where the list does not tell it; the field is unconfirmed." },
                { name = "creator", kind = "text", role = "dimension",
                  description = "Who deployed; empty where the list does not tell it." },
                { name = "created", kind = "time", role = "time" },
                { name = "build_seconds", kind = "number", role = "measure", unit = "s",
                  description = "Empty where the list tells no end of the build; the fields are unconfirmed." },
            },
        },
        page_views = {
            name = "page views", description = "One row for each day with its page views; unconfirmed.",
            synonyms = { "Vercel traffic" }, breakdowns = 1,
            tool = "page_views", time = "day", pushes_range = true, longest_range_days = 31, needs_range = true,
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "views", kind = "count", role = "measure" },
                country, page, route, referrer, device, browser, system, source, medium, campaign,
            },
        },
        visitors = {
            name = "visitors", description = "One row for each day with the different visitors of it; unconfirmed.",
            synonyms = { "Vercel visitors" }, breakdowns = 1,
            tool = "page_views", time = "day", pushes_range = true, longest_range_days = 31, needs_range = true,
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "visitors", kind = "count", role = "measure", description = "Days cannot be added up." },
                { name = "views", kind = "count", role = "measure" },
                country, page, route, referrer, device, browser, system, source, medium, campaign,
            },
        },
        events = {
            name = "custom events", description = "One row for each day with its custom events; unconfirmed.",
            synonyms = { "Web Analytics events" }, breakdowns = 1,
            tool = "events", time = "day", pushes_range = true, longest_range_days = 31, needs_range = true,
            columns = {
                { name = "day", kind = "day", role = "time" },
                { name = "event", kind = "text", role = "dimension", on_demand = true },
                { name = "events", kind = "count", role = "measure" },
                country, page, route, referrer, device, browser, system, source, medium, campaign,
            },
        },
    },

    metrics = {
        deployments = {
            name = "deployments", synonyms = { "deploys", "deployment count", "number of deployments" },
            description = "The number of deployments made in the period.",
            dataset = "deployments", value = { count = true }, kind = "count",
        },
        production_deployments = {
            name = "production deployments", synonyms = { "production deploys", "deployments to production" },
            description = "The number of deployments with production as their target.",
            dataset = "deployments", value = { count = true, where = { { "target", "=", "production" } } },
            kind = "count", better = "up",
        },
        preview_deployments = {
            name = "preview deployments", synonyms = { "preview deploys", "previews" },
            description = "The number of deployments that are previews.",
            dataset = "deployments", value = { count = true, where = { { "target", "=", "preview" } } },
            kind = "count",
        },
        ready_deployments = {
            name = "successful deployments", synonyms = { "ready deployments", "successful deploys" },
            description = "The number of deployments of the period that are ready.",
            dataset = "deployments", value = { count = true, where = { { "state", "=", "READY" } } },
            kind = "count", better = "up",
        },
        failed_deployments = {
            name = "failed deployments", synonyms = { "failed deploys", "broken deployments", "deployment failures" },
            description = "The number of deployments of the period that ended in an error.",
            dataset = "deployments", value = { count = true, where = { { "state", "=", "ERROR" } } },
            kind = "count", better = "down",
        },
        cancelled_deployments = {
            name = "cancelled deployments", synonyms = { "canceled deployments", "cancelled deploys" },
            description = "The number of deployments of the period that were cancelled.",
            dataset = "deployments", value = { count = true, where = { { "state", "=", "CANCELED" } } },
            kind = "count", better = "down",
        },
        deployment_success_rate = {
            name = "deployment success rate", synonyms = { "deploy success rate", "share of successful deployments" },
            description = "Deployments that are ready over those that are ready or ended in an error.",
            dataset = "deployments", value = { count = true, where = { { "state", "=", "READY" } } },
            per = { count = true, where = { { "state", "in", { "READY", "ERROR" } } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 20,
        },
        page_views = {
            name = "page views",
            synonyms = { "pageviews", "Vercel page views", "Vercel traffic", "views", "page hits", "views of pages",
                         "views by page", "site traffic" },
            description = "The number of page views in production.",
            dataset = "page_views", value = { sum = "views" }, kind = "count", better = "up",
        },
        pages_viewed = {
            name = "different pages", synonyms = { "distinct pages" },
            description = "How many different pages were viewed in the period.",
            dataset = "page_views", value = { distinct = "page" }, kind = "count",
        },
        referred_views = {
            name = "referred views", synonyms = { "views by referrer", "referrals from sites", "referral views" },
            description = "Page views that came from another site.",
            dataset = "page_views", value = { sum = "views", where = { { "referrer", "!=", "(none)" } } },
            kind = "count", better = "up",
        },
        daily_visitors = {
            name = "visitors a day",
            synonyms = { "visitors", "unique visitors", "daily visitors", "Vercel visitors", "site visitors",
                         "website visitors" },
            description = "The mean over the period's days of the different visitors of the day.",
            dataset = "visitors", value = { mean = "visitors" }, kind = "number", unit = "visitors", better = "up",
        },
        build_time = {
            name = "build time", synonyms = { "build duration", "average build time", "mean build time" },
            description = "The mean seconds that a deployment was built, of those that tell it; unconfirmed.",
            dataset = "deployments", value = { mean = "build_seconds" }, kind = "number", unit = "s", better = "down",
        },
        median_build_time = {
            name = "median build time", synonyms = { "typical build time" },
            description = "The median of the seconds that a deployment was built, of those that tell it; unconfirmed.",
            dataset = "deployments", value = { median = "build_seconds" }, kind = "number", unit = "s",
            better = "down",
        },
        views_per_visitor = {
            name = "views per visitor", synonyms = { "pages per visitor", "page views per visitor" },
            description = "Page views over the visitors of each day, both added up over the days.",
            dataset = "visitors", value = { sum = "views" }, per = { sum = "visitors" }, kind = "number",
            unit = "views", better = "up",
        },
        peak_visitors = {
            name = "peak visitors", synonyms = { "visitors of the busiest day", "peak of visitors" },
            description = "The most different visitors of one day of the period.",
            dataset = "visitors", value = { max = "visitors" }, kind = "count", better = "up",
        },
        campaign_views = {
            name = "campaign views",
            synonyms = { "views by campaign", "page views by campaign", "utm traffic", "campaign traffic" },
            description = "Page views with a campaign in their address.",
            dataset = "page_views", value = { sum = "views", where = { { "campaign", "!=", "(none)" } } },
            kind = "count", better = "up",
        },
        custom_events = {
            name = "custom events",
            synonyms = { "Vercel events", "Web Analytics events", "tracked events", "conversions", "clicks" },
            description = "The number of custom events that Web Analytics counted.",
            dataset = "events", value = { sum = "events" }, kind = "count",
        },
    },

    dimensions = {
        state = {
            name = "state", synonyms = { "states", "status" }, columns = { deployments = "state" },
            values = { { value = "READY", synonyms = { "ready" } }, "ERROR", "BUILDING", "CANCELED" },
        },
        target = {
            name = "target", synonyms = { "targets", "environment", "environments" },
            columns = { deployments = "target" },
            values = { "production", "preview" }, open_values = true,
        },
        branch = {
            name = "branch", synonyms = { "branches", "git branch" }, columns = { deployments = "branch" },
            open_values = true,
        },
        creator = {
            name = "creator", synonyms = { "deployer", "author", "who deployed" },
            columns = { deployments = "creator" }, open_values = true,
        },
        country = {
            name = "country", synonyms = { "countries", "location", "geo" }, open_values = true,
            columns = { page_views = "country", visitors = "country", events = "country" },
            values = { { value = "DE", synonyms = { "germany" } },
                       { value = "US", synonyms = { "united states", "USA" } } },
        },
        page = {
            name = "page", synonyms = { "pages", "path", "paths", "URL" }, open_values = true,
            columns = { page_views = "page", visitors = "page", events = "page" },
        },
        route = {
            name = "route", synonyms = { "routes" }, open_values = true,
            columns = { page_views = "route", visitors = "route", events = "route" },
        },
        referrer = {
            name = "referrer", synonyms = { "referrers", "referring site" }, open_values = true,
            columns = { page_views = "referrer", visitors = "referrer", events = "referrer" },
        },
        device = {
            name = "device", synonyms = { "devices", "device type" }, open_values = true,
            columns = { page_views = "device", visitors = "device", events = "device" },
            values = { { value = "desktop", synonyms = { "computer" } },
                       { value = "mobile", synonyms = { "phone", "phones" } }, "tablet" },
        },
        browser = {
            name = "browser", synonyms = { "browsers" }, open_values = true,
            columns = { page_views = "browser", visitors = "browser", events = "browser" },
            values = { { value = "Chrome", synonyms = { "google chrome" } }, "Safari", "Firefox", "Edge" },
        },
        system = {
            name = "operating system", synonyms = { "operating systems", "os", "platform" }, open_values = true,
            columns = { page_views = "system", visitors = "system", events = "system" },
            values = { { value = "iOS", synonyms = { "iphone" } }, "Android", "Windows",
                       { value = "Mac", synonyms = { "macos" } } },
        },
        source = {
            name = "source", synonyms = { "utm source", "utm_source", "traffic source", "channel" }, open_values = true,
            columns = { page_views = "source", visitors = "source", events = "source" },
        },
        medium = {
            name = "medium", synonyms = { "utm medium", "utm_medium" }, open_values = true,
            columns = { page_views = "medium", visitors = "medium", events = "medium" },
        },
        campaign = {
            name = "campaign", synonyms = { "campaigns", "utm campaign", "utm_campaign", "utm" }, open_values = true,
            columns = { page_views = "campaign", visitors = "campaign", events = "campaign" },
        },
        event = {
            name = "event name", synonyms = { "custom event", "event names" }, open_values = true,
            columns = { events = "event" },
        },
    },

    ask = {
        "How many deployments did we make on Vercel each week in the last 60 days?",
        "Vercel deployments by state last month",
        "What is the deployment success rate by target this month?",
        "How many failed deployments did Vercel have last week?",
        "Compare production deployments on Vercel this month with last month",
        "Vercel page views by country in the last 30 days",
        "Page views on Vercel by day last month",
        "Which 10 pages had the most page hits on Vercel last month?",
        "Referred views by referrer on Vercel last month",
        "Custom events on Vercel by event name this month",
        "How many visitors did our Vercel site have by day in the last 30 days?",
        "Vercel page views by device in the last 30 days",
        "Which 5 browsers had the most page views on Vercel last month?",
        "Vercel campaign views by campaign last month",
        "What was the build time on Vercel by week in the last 60 days?",
        "Visitors by country on Vercel last month",
        "Which pages got the most page views on Vercel last month?",
        "Vercel page views by channel in the last 30 days",
        "How many views per visitor did Vercel count by device last month?",
        "Vercel deployments by branch last month",
    },

    errors = {
        { pattern = "argument (since|until) is missing", fault = "invalid",
          message = "Web Analytics wants a period: name one, as in \"last 30 days\"." },
        { pattern = "do not fit what was reviewed", fault = "invalid",
          message = "This server wants team and project in every call and does not take them from its address." },
        { pattern = "(?i)web analytics.*(not enabled|disabled|is off)", fault = "unavailable",
          message = "Web Analytics is switched off for this project: switch it on at Vercel." },
        { pattern = "(?i)\\b429\\b|rate.?limit|too many requests", fault = "over_limit",
          message = "Vercel asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)invalid_grant|invalid_token|unauthorized|\\b401\\b", fault = "reconnect",
          message = "Vercel has ended this connection. Connect Vercel again." },
        { pattern = "(?i)forbidden|not authorized|\\b403\\b", fault = "denied",
          message = "The person who connected Vercel may not read this project there." },
        { pattern = "(?i)not found|\\b404\\b", fault = "not_found",
          message = "Vercel has no such team or project: check the names in the connection's address." },
    },

    pitfalls = {
        { symptom = "The sign-in is refused", cause = "sources disagree whether every client may register",
          fix = "have an administrator register an app at Vercel and enter its client id" },
        { symptom = "Every question is answered with \"team and project in every call\"",
          cause = "that the tools take both from the address is unconfirmed",
          fix = "report the server's list of tools" },
        { symptom = "Page views cannot be asked", cause = "Web Analytics is off, or its reply has another form",
          fix = "switch it on for the project; else report the reply" },
        { symptom = "A row \"Others\" stands among pages",
          cause = "a reply holds so many different rows and adds up the rest, which the answer says",
          fix = "ask for a shorter period" },
        { symptom = "Country and page together are refused", cause = "Vercel adds one field to the days, not two",
          fix = "ask by one of them" },
        { symptom = "Visitors of a month are shown as those of its mean day",
          cause = "the same visitor counts on several days, so that days cannot be added up",
          fix = "ask by day, or look at Vercel itself" },
        { symptom = "Build time has no data",
          cause = "the list of deployments may not tell when a build began and ended",
          fix = "look at the deployments in Vercel" },
        { symptom = "Runtime errors cannot be asked",
          cause = "what the tool for them counts, and over which time, is not published",
          fix = "connect Sentry, or look at the logs in Vercel" },
        { symptom = "A second project is missing", cause = "a connection is one project",
          fix = "connect Vercel once more with the other project" },
    },
}
