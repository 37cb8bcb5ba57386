-- PostHog: active users, page views, events, flags and experiments. Data only; read in an empty environment.
-- mode=tools is needed: otherwise the server may offer one tool that wraps all others, writing ones too.

return {
  id = "posthog", name = "PostHog", category = "Product Analytics & Observability", api = 1,
  synonyms = { "post hog", "posthog analytics" },
  docs = "https://posthog.com/docs/model-context-protocol",

  server = {
    url = "https://mcp.posthog.com/mcp?mode=tools&readonly=true", transport = "streamable-http",
    confidence = "documented",
  },
  auth = { kind = "oauth", scopes = { "query:read", "feature_flag:read", "experiment:read", "project:read" } },

  tools = {
    trends = {
      names = { "query-trends", "query_trends" }, confidence = "documented", reads = true, closed = true,
      description = "Counts events or the people behind them, day by day.",
      arguments = {
        { path = "series[].kind", required = true, one_of = { "EventsNode" } },
        { path = "series[].math", required = true, one_of = { "total", "dau", "weekly_active", "monthly_active" } },
        { path = "series[].event", one_of = { "$pageview" } },
        { path = "dateRange.date_from", required = true, pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}|-365d)$" },
        { path = "dateRange.date_to", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "interval", required = true, one_of = { "day" } },
        { path = "breakdownFilter.breakdowns[].property",
          one_of = { "$geoip_country_name", "$browser", "$device_type" } },
        { path = "breakdownFilter.breakdowns[].type", one_of = { "event" } },
        { path = "breakdownFilter.breakdown_limit", min = 1, max = 250 },
        { path = "filterTestAccounts", constant = true },
        { path = "output_format", constant = "json" },
      },
    },
    lifecycle = {
      names = { "query-lifecycle", "query_lifecycle" }, confidence = "documented", reads = true, closed = true,
      description = "How many people are new, returning, back again or gone, day by day.",
      arguments = {
        { path = "series[].kind", required = true, one_of = { "EventsNode" } },
        { path = "dateRange.date_from", required = true, pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}|-365d)$" },
        { path = "dateRange.date_to", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "interval", required = true, one_of = { "day" } },
        { path = "filterTestAccounts", constant = true },
        { path = "output_format", constant = "json" },
      },
    },
    sql = {
      names = { "execute-sql", "execute_sql" }, confidence = "documented", reads = true, closed = true,
      description = "Runs one SELECT, word for word the one that stands here.",
      arguments = {
        { path = "query", required = true, one_of = {
          "SELECT toDate(timestamp) AS day, event, count() AS events FROM events GROUP BY day, event LIMIT 50000",
        } },
      },
    },
    flags = {
      names = { "feature-flag-get-all", "feature_flag_get_all" }, confidence = "documented", closed = true,
      description = "The feature flags with their state.",
      arguments = { { path = "limit", min = 1, max = 100 }, { path = "offset", min = 0 } },
    },
    experiments = {
      names = { "experiment-list", "experiment-get-all", "experiment_list", "experiment_get_all" },
      confidence = "documented", closed = true,
      description = "The experiments with their times.",
      arguments = { { path = "limit", min = 1, max = 100 }, { path = "offset", min = 0 } },
    },
  },

  datasets = {
    active_users = {
      name = "active users", description = "One row for each day, with the people active on it and in the days before.",
      synonyms = { "posthog users" },
      tool = "trends", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "daily", kind = "count", role = "measure", description = "People active on the day." },
        { name = "weekly", kind = "count", role = "measure", description = "People active in the 7 days up to it." },
        { name = "monthly", kind = "count", role = "measure", description = "People active in the 30 days up to it." },
      },
    },
    page_views = {
      name = "page views", description = "One row for each day, country, browser and kind of device.",
      synonyms = { "pageviews", "web traffic" },
      tool = "trends", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "country", kind = "text", role = "dimension" },
        { name = "browser", kind = "text", role = "dimension" },
        { name = "device", kind = "text", role = "dimension" },
        { name = "views", kind = "count", role = "measure" },
      },
    },
    events = {
      name = "events", description = "One row for each day and event name.", synonyms = { "product events" },
      tool = "sql", time = "day", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "event", kind = "text", role = "dimension" },
        { name = "events", kind = "count", role = "measure" },
      },
    },
    user_lifecycle = {
      name = "user life cycle", description = "One row for each day and stage: new, returning, resurrecting, dormant.",
      synonyms = { "user lifecycle" },
      tool = "lifecycle", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "stage", kind = "text", role = "dimension" },
        { name = "users", kind = "count", role = "measure", description = "Never below 0." },
      },
    },
    feature_flags = {
      name = "feature flags", description = "One row for each feature flag, as it is today.",
      synonyms = { "posthog flags" },
      tool = "flags", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 100, pages_max = 0 },
      columns = {
        { name = "key", kind = "text", role = "key" },
        { name = "flag", kind = "text", role = "dimension" },
        { name = "active", kind = "flag", role = "dimension" },
      },
    },
    experiments = {
      name = "experiments", description = "One row for each experiment, by the time it was started.",
      synonyms = { "posthog experiments", "a/b tests" },
      tool = "experiments", time = "started", starts = "started", ends = "ended", pushes_range = false,
      longest_range_days = 0, paging = { rows_per_page = 100, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "experiment", kind = "text", role = "dimension" },
        { name = "started", kind = "time", role = "time", description = "Empty for one that was never started." },
        { name = "ended", kind = "time", role = "time", description = "Empty while it runs." },
      },
    },
  },

  metrics = {
    daily_active_users = {
      name = "daily active users", synonyms = { "DAU", "active users", "active users a day" },
      description = "The mean over the period's days of the people who did anything on the day.",
      dataset = "active_users", value = { mean = "daily" }, kind = "number", unit = "users", better = "up",
    },
    weekly_active_users = {
      name = "weekly active users", synonyms = { "WAU" },
      description = "The mean over the period's days of the people active in the 7 days up to each.",
      dataset = "active_users", value = { mean = "weekly" }, kind = "number", unit = "users", better = "up",
    },
    monthly_active_users = {
      name = "monthly active users", synonyms = { "MAU" },
      description = "The mean over the period's days of the people active in the 30 days up to each.",
      dataset = "active_users", value = { mean = "monthly" }, kind = "number", unit = "users", better = "up",
    },
    peak_users = {
      name = "peak users", synonyms = { "users of the busiest day", "peak of users" },
      description = "The most people active on one day of the period.",
      dataset = "active_users", value = { max = "daily" }, kind = "count", better = "up",
    },
    stickiness = {
      name = "stickiness", synonyms = { "DAU/MAU", "DAU over MAU" },
      description = "Daily active users, added up over the days, over monthly active users added up likewise.",
      dataset = "active_users", value = { sum = "daily" }, per = { sum = "monthly" },
      kind = "ratio", unit = "percent", better = "up",
    },
    page_views = {
      name = "page views", synonyms = { "pageviews", "page visits", "views of pages" },
      description = "The number of $pageview events in the period.",
      dataset = "page_views", value = { sum = "views" }, kind = "count", better = "up",
    },
    event_count = {
      name = "events", synonyms = { "event count", "events captured", "product usage", "event volume" },
      description = "The number of events of any name in the period, internal users among them.",
      dataset = "events", value = { sum = "events" }, kind = "count", better = "up",
    },
    new_users = {
      name = "new users", synonyms = { "users gained", "first-time users", "people seen for the first time" },
      description = "People seen for the first time, added up over the days.",
      dataset = "user_lifecycle", value = { sum = "users", where = { { "stage", "=", "new" } } },
      kind = "count", better = "up",
    },
    resurrected_users = {
      name = "resurrected users", synonyms = { "users back again", "resurrecting users", "reactivated users" },
      description = "People who came back after at least one day away, added up over the days.",
      dataset = "user_lifecycle", value = { sum = "users", where = { { "stage", "=", "resurrecting" } } },
      kind = "count", better = "up",
    },
    dormant_users = {
      name = "dormant users", synonyms = { "users who went quiet", "users gone quiet" },
      description = "People active on the day before and not on the day, added up over the days.",
      dataset = "user_lifecycle", value = { sum = "users", where = { { "stage", "=", "dormant" } } },
      kind = "count", better = "down",
    },
    share_of_new_users = {
      name = "share of new users", synonyms = { "new user share" },
      description = "New users over all active ones, each counted once a day.",
      dataset = "user_lifecycle", value = { sum = "users", where = { { "stage", "=", "new" } } },
      per = { sum = "users", where = { { "stage", "in", { "new", "returning", "resurrecting" } } } },
      kind = "ratio", unit = "percent",
    },
    feature_flags = {
      name = "feature flags", synonyms = { "number of feature flags", "posthog flags", "flags" },
      description = "The number of feature flags there are today.",
      dataset = "feature_flags", value = { count = true }, kind = "count",
    },
    active_flags = {
      name = "active feature flags", synonyms = { "feature flags that are on", "flags that are on", "active flags" },
      description = "The number of feature flags that are switched on today.",
      dataset = "feature_flags", value = { count = true, where = { { "active", "=", true } } }, kind = "count",
    },
    running_experiments = {
      name = "running experiments", synonyms = { "experiments running", "live experiments" },
      description = "Experiments that had been started and not ended by the end of the period.",
      dataset = "experiments", value = { count = true, at = "end" }, kind = "count",
    },
    experiments_started = {
      name = "experiments started", synonyms = { "started experiments", "new experiments", "experiments" },
      description = "The number of experiments started in the period.",
      dataset = "experiments", value = { count = true }, kind = "count",
    },
  },

  dimensions = {
    country = {
      name = "country", synonyms = { "countries", "geography" }, columns = { page_views = "country" },
      values = { { value = "United States", synonyms = { "USA" } }, "Germany", "Czechia", "France" },
      open_values = true,
    },
    browser = {
      name = "browser", synonyms = { "browsers" }, columns = { page_views = "browser" },
      values = { "Chrome", "Safari", "Firefox", "Microsoft Edge" }, open_values = true,
    },
    device = {
      name = "device type", synonyms = { "device", "devices", "kind of device" }, columns = { page_views = "device" },
      values = { "Desktop", "Mobile", "Tablet" },
    },
    event = {
      name = "event", synonyms = { "event name" }, columns = { events = "event" },
      values = { { value = "$pageview", synonyms = { "page view event" } }, "$autocapture" }, open_values = true,
    },
    stage = {
      name = "life cycle stage", synonyms = { "lifecycle stage", "stage" }, columns = { user_lifecycle = "stage" },
      values = { "new", "returning", "resurrecting", "dormant" },
    },
  },

  ask = {
    "How many daily active users did PostHog count in October?",
    "Monthly active users in PostHog by month this year",
    "Page views by country last month in PostHog",
    "Top 10 events captured in PostHog in the last 30 days by event",
    "How did stickiness develop in PostHog by week last quarter?",
    "How many new users did PostHog see each week in the last 12 weeks?",
    "Compare PostHog page views in September and October",
    "How many page views on Mobile does PostHog show this month?",
    "How many active feature flags are there in PostHog?",
    "How many running experiments are there in PostHog?",
    "Dormant users in PostHog by week since September",
    "How many resurrected users came each week last quarter?",
  },

  errors = {
    { pattern = "(?i)no (active )?project|project not found", fault = "not_found",
      message = "PostHog does not know which project to read. Choose one in PostHog and connect again." },
    { pattern = "(?i)invalid_grant|authentication_failed|invalid.{0,10}(api key|token)|token (has )?expired",
      fault = "reconnect", message = "PostHog has ended this connection. Connect PostHog again." },
    { pattern = "(?i)permission_denied|missing required scope|insufficient.?scope", fault = "denied",
      message = "The connection may not read this in PostHog. Connect again and agree to all reading scopes." },
    { pattern = "(?i)throttled|too many requests|rate.?limit", fault = "over_limit",
      message = "PostHog asks for a pause: too many queries in a short time. Ask again in a minute." },
  },

  pitfalls = {
    { symptom = "The connection shows a single tool", cause = "the server is in its mode for command lines",
      fix = "connect again with the address given here; that one tool is never admitted" },
    { symptom = "The numbers are those of another project", cause = "a session has one active project",
      fix = "make the project you mean the active one in PostHog, then connect again" },
    { symptom = "Page views of a country are smaller than in PostHog, and there is a country \"Other\"",
      cause = "PostHog puts all but the 250 most frequent combinations together",
      fix = "read totals, or ask in PostHog" },
    { symptom = "Events exceed those of an insight", cause = "internal users are left out of all but the event counts",
      fix = "compare with an insight that counts internal users" },
    { symptom = "Events by name are refused as too many", cause = "more than 50,000 pairs of day and event name",
      fix = "look at events in PostHog; the other numbers are not concerned" },
  },
}
