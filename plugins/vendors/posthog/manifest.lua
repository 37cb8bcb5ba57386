-- PostHog: active users, retention, page views, errors, flags and experiments. Data only; read in an empty environment.
-- mode=tools is needed: otherwise the server may offer one tool that wraps all others, writing ones too.

-- What counts of events and people can be told apart by, asked for where a question needs it.
local country = { name = "country", kind = "text", role = "dimension", on_demand = true }
local city = { name = "city", kind = "text", role = "dimension", on_demand = true }
local browser = { name = "browser", kind = "text", role = "dimension", on_demand = true }
local device = { name = "device", kind = "text", role = "dimension", on_demand = true }
local os = { name = "os", kind = "text", role = "dimension", on_demand = true }
local page = { name = "page", kind = "text", role = "dimension", on_demand = true,
               description = "The path of its address." }
local referrer = { name = "referrer", kind = "text", role = "dimension", on_demand = true,
                   description = "A domain, or $direct." }
local source = { name = "source", kind = "text", role = "dimension", on_demand = true,
                 description = "utm_source; empty where none was sent." }
local medium = { name = "medium", kind = "text", role = "dimension", on_demand = true }
local campaign = { name = "campaign", kind = "text", role = "dimension", on_demand = true }
local error_type = { name = "error_type", kind = "text", role = "dimension", on_demand = true,
                     description = "The class of the exception; how PostHog writes several is unconfirmed." }
local plan = { name = "plan", kind = "text", role = "dimension", on_demand = true,
               description = "The person property \"plan\", where the project sends one." }

return {
  id = "posthog", name = "PostHog", category = "Product Analytics & Observability", api = 1,
  synonyms = { "post hog", "posthog analytics" },
  docs = "https://posthog.com/docs/model-context-protocol",

  server = {
    url = "https://mcp.posthog.com/mcp?mode=tools&readonly=true", transport = "streamable-http",
    confidence = "documented",
  },
  auth = { kind = "oauth", scopes = { "query:read", "feature_flag:read", "experiment:read", "cohort:read",
                                      "project:read" } },

  tools = {
    trends = {
      names = { "query-trends", "query_trends" }, confidence = "documented", reads = true, closed = true,
      description = "Counts events or the people behind them, day by day and by a few properties.",
      arguments = {
        { path = "series[].kind", required = true, one_of = { "EventsNode" } },
        { path = "series[].math", required = true, one_of = { "total", "dau", "weekly_active", "monthly_active" } },
        { path = "series[].event", one_of = { "$pageview", "$exception", "$feature_flag_called" } },
        { path = "dateRange.date_from", required = true, pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}|-365d)$" },
        { path = "dateRange.date_to", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "interval", required = true, one_of = { "day" } },
        { path = "breakdownFilter.breakdowns[].property",
          one_of = { "$geoip_country_name", "$geoip_city_name", "$browser", "$device_type", "$os", "$pathname",
                     "$referring_domain", "utm_source", "utm_medium", "utm_campaign", "plan",
                     "$exception_types", "$feature_flag",
                     "$feature_flag_response" } },
        { path = "breakdownFilter.breakdowns[].type", one_of = { "event", "person" } },
        { path = "breakdownFilter.breakdowns", at_most = 3 },
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
    retention = {
      names = { "query-retention", "query_retention" }, confidence = "documented", reads = true, closed = true,
      description = "How many of those who came for the first time come back later, by day or week.",
      arguments = {
        { path = "retentionFilter.targetEntity.id", required = true, one_of = { "$pageview" } },
        { path = "retentionFilter.targetEntity.name", required = true, one_of = { "$pageview" } },
        { path = "retentionFilter.targetEntity.type", required = true, one_of = { "events" } },
        { path = "retentionFilter.returningEntity.id", required = true, one_of = { "$pageview" } },
        { path = "retentionFilter.returningEntity.name", required = true, one_of = { "$pageview" } },
        { path = "retentionFilter.returningEntity.type", required = true, one_of = { "events" } },
        { path = "retentionFilter.retentionType", required = true, one_of = { "retention_first_time" } },
        { path = "retentionFilter.period", required = true, one_of = { "Day", "Week" } },
        { path = "retentionFilter.totalIntervals", required = true, min = 2, max = 31 },
        { path = "dateRange.date_from", required = true, pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}|-180d)$" },
        { path = "dateRange.date_to", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "filterTestAccounts", constant = true },
        { path = "output_format", constant = "json" },
      },
    },
    cohorts = {
      names = { "cohorts-list", "cohorts_list" }, confidence = "documented", closed = true,
      description = "The cohorts with their size; no people.",
      arguments = { { path = "limit", min = 1, max = 100 }, { path = "offset", min = 0 } },
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
      synonyms = { "posthog users" }, breakdowns = 3,
      tool = "trends", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "daily", kind = "count", role = "measure", description = "People active on the day." },
        { name = "weekly", kind = "count", role = "measure", description = "People active in the 7 days up to it." },
        { name = "monthly", kind = "count", role = "measure", description = "People active in the 30 days up to it." },
        country, city, browser, device, os, page, referrer, source, medium, campaign, plan,
      },
    },
    page_views = {
      name = "page views", description = "One row for each day, with the page views of it.",
      synonyms = { "pageviews", "web traffic" }, breakdowns = 3,
      tool = "trends", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "views", kind = "count", role = "measure" },
        country, city, browser, device, os, page, referrer, source, medium, campaign, plan,
      },
    },
    visitors = {
      name = "visitors", description = "One row for each day, with the people who viewed a page on it.",
      synonyms = { "posthog visitors" }, breakdowns = 3,
      tool = "trends", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "people", kind = "count", role = "measure", description = "Days cannot be added up." },
        country, city, browser, device, os, page, referrer, source, medium, campaign, plan,
      },
    },
    exceptions = {
      name = "exceptions", description = "One row for each day, with the exceptions of it.",
      synonyms = { "errors in the product" }, breakdowns = 3,
      tool = "trends", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "exceptions", kind = "count", role = "measure" },
        error_type, country, browser, device, os, page, plan,
      },
    },
    flag_calls = {
      name = "feature flag calls", description = "One row for each day, with how often feature flags were asked for.",
      breakdowns = 3,
      tool = "trends", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "flag", kind = "text", role = "dimension", on_demand = true },
        { name = "variant", kind = "text", role = "dimension", on_demand = true,
          description = "The one that was served." },
        country, browser, device, plan,
        { name = "calls", kind = "count", role = "measure" },
      },
    },
    daily_retention = {
      name = "daily retention",
      description = "One row for each day, with the people first seen on it and how many of them came back later.",
      tool = "retention", time = "day", pushes_range = true, longest_range_days = 180, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time", description = "The day of the first page view." },
        { name = "people_1", kind = "count", role = "measure", description = "Empty until the day after is over." },
        { name = "back_1", kind = "count", role = "measure", description = "Of these, seen on the day after." },
        { name = "people_7", kind = "count", role = "measure", description = "Empty until that day is over." },
        { name = "back_7", kind = "count", role = "measure", description = "Of these, seen on the 7th day after." },
        { name = "people_30", kind = "count", role = "measure", description = "Empty until that day is over." },
        { name = "back_30", kind = "count", role = "measure", description = "Of these, seen on the 30th day after." },
      },
    },
    weekly_retention = {
      name = "weekly retention",
      description = "One row for each week, with the people first seen in it and how many of them came back later.",
      tool = "retention", time = "week", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "week", kind = "day", role = "time", description = "The first day of the week of the first view." },
        { name = "people_1", kind = "count", role = "measure", description = "Empty until the week after is over." },
        { name = "back_1", kind = "count", role = "measure", description = "Of these, seen in the week after." },
        { name = "people_4", kind = "count", role = "measure", description = "Empty until that week is over." },
        { name = "back_4", kind = "count", role = "measure", description = "Of these, seen in the 4th week after." },
      },
    },
    cohorts = {
      name = "cohorts", description = "One row for each cohort, with its size today.", synonyms = { "posthog cohorts" },
      tool = "cohorts", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 100, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "cohort", kind = "text", role = "dimension" },
        { name = "people", kind = "count", role = "measure", description = "Empty until PostHog has counted." },
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
      name = "page views",
      synonyms = { "pageviews", "page visits", "views of pages", "views by page", "page hits", "visits" },
      description = "The number of $pageview events in the period.",
      dataset = "page_views", value = { sum = "views" }, kind = "count", better = "up",
    },
    referred_views = {
      name = "referred views", synonyms = { "referrals", "views from other sites", "referral traffic" },
      description = "The number of $pageview events in the period that came from another site.",
      dataset = "page_views", value = { sum = "views", where = { { "referrer", "!=", "$direct" } } },
      kind = "count", better = "up",
    },
    pages_viewed = {
      name = "different pages", synonyms = { "distinct pages", "number of pages viewed" },
      description = "How many different pages were viewed in the period.",
      dataset = "page_views", value = { distinct = "page" }, kind = "count",
    },
    visitors = {
      name = "visitors a day", synonyms = { "visitors", "unique visitors", "daily visitors", "website visitors" },
      description = "The mean over the period's days of the people who viewed a page on the day.",
      dataset = "visitors", value = { mean = "people" }, kind = "number", unit = "visitors", better = "up",
    },
    exceptions = {
      name = "exceptions", synonyms = { "posthog errors", "exception count", "errors captured", "errors" },
      description = "The number of $exception events in the period.",
      dataset = "exceptions", value = { sum = "exceptions" }, kind = "count", better = "down",
    },
    flag_calls = {
      name = "feature flag calls", synonyms = { "flag calls", "flag evaluations", "feature flag evaluations" },
      description = "How often a feature flag was asked for, told apart by flag and the variant that was served.",
      dataset = "flag_calls", value = { sum = "calls" }, kind = "count",
    },
    day_1_retention = {
      name = "day 1 retention", synonyms = { "next day retention", "D1 retention", "day one retention" },
      description = "The share of the people first seen in the period that is seen again on the day after.",
      dataset = "daily_retention", value = { sum = "back_1" }, per = { sum = "people_1" },
      kind = "ratio", unit = "percent", better = "up",
    },
    day_7_retention = {
      name = "day 7 retention",
      synonyms = { "D7 retention", "7 day retention", "user retention", "retention rate", "retention" },
      description = "The share of the people first seen in the period that is seen again on the 7th day after.",
      dataset = "daily_retention", value = { sum = "back_7" }, per = { sum = "people_7" },
      kind = "ratio", unit = "percent", better = "up",
    },
    day_30_retention = {
      name = "day 30 retention", synonyms = { "D30 retention", "30 day retention" },
      description = "The share of the people first seen in the period that is seen again on the 30th day after.",
      dataset = "daily_retention", value = { sum = "back_30" }, per = { sum = "people_30" },
      kind = "ratio", unit = "percent", better = "up",
    },
    week_1_retention = {
      name = "week 1 retention", synonyms = { "W1 retention", "first week retention", "weekly retention" },
      description = "The share of the people first seen in the period that is seen again in the week after.",
      dataset = "weekly_retention", value = { sum = "back_1" }, per = { sum = "people_1" },
      kind = "ratio", unit = "percent", better = "up",
    },
    week_4_retention = {
      name = "week 4 retention", synonyms = { "W4 retention", "fourth week retention" },
      description = "The share of the people first seen in the period that is seen again in the 4th week after.",
      dataset = "weekly_retention", value = { sum = "back_4" }, per = { sum = "people_4" },
      kind = "ratio", unit = "percent", better = "up",
    },
    cohorts = {
      name = "cohorts", synonyms = { "number of cohorts", "posthog cohorts" },
      description = "The number of cohorts there are today.",
      dataset = "cohorts", value = { count = true }, kind = "count",
    },
    cohort_size = {
      name = "cohort size", synonyms = { "people in cohorts", "users in a cohort", "size of cohorts" },
      description = "The people in the cohorts today, added up; who is in two counts twice.",
      dataset = "cohorts", value = { sum = "people" }, kind = "count",
    },
    event_count = {
      name = "events", synonyms = { "event count", "events captured", "product usage", "event volume" },
      description = "The number of events of any name in the period, internal users among them.",
      dataset = "events", value = { sum = "events" }, kind = "count", better = "up",
    },
    new_users = {
      name = "new users",
      synonyms = { "users gained", "first-time users", "people seen for the first time", "sign-ups", "signups" },
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
      name = "country", synonyms = { "countries", "geography", "geo" },
      columns = {
        active_users = "country", page_views = "country", visitors = "country", exceptions = "country",
        flag_calls = "country",
      },
      values = { { value = "United States", synonyms = { "USA" } }, "Germany", "Czechia", "France" },
      open_values = true,
    },
    city = {
      name = "city", synonyms = { "cities", "town" },
      columns = { active_users = "city", page_views = "city", visitors = "city" },
      open_values = true,
    },
    browser = {
      name = "browser", synonyms = { "browsers" },
      columns = {
        active_users = "browser", page_views = "browser", visitors = "browser", exceptions = "browser",
        flag_calls = "browser",
      },
      values = { "Chrome", "Safari", "Firefox", "Microsoft Edge" },
      open_values = true,
    },
    device = {
      name = "device type", synonyms = { "device", "devices", "kind of device" },
      columns = {
        active_users = "device", page_views = "device", visitors = "device", exceptions = "device",
        flag_calls = "device",
      },
      values = { "Desktop", "Mobile", "Tablet" },
    },
    os = {
      name = "operating system", synonyms = { "operating systems", "OS", "platform", "platforms" },
      columns = { active_users = "os", page_views = "os", visitors = "os", exceptions = "os" },
      open_values = true,
    },
    page = {
      name = "page", synonyms = { "pages", "path", "URL", "pathname" },
      columns = { active_users = "page", page_views = "page", visitors = "page", exceptions = "page" },
      open_values = true,
    },
    referrer = {
      name = "referrer", synonyms = { "referrers", "referring domain", "referring site" },
      columns = { active_users = "referrer", page_views = "referrer", visitors = "referrer" },
      values = { { value = "$direct", synonyms = { "direct" } } },
      open_values = true,
    },
    source = {
      name = "source", synonyms = { "utm source", "utm_source", "traffic source", "channel" },
      columns = { active_users = "source", page_views = "source", visitors = "source" },
      open_values = true,
    },
    medium = {
      name = "medium", synonyms = { "utm medium", "utm_medium" },
      columns = { active_users = "medium", page_views = "medium", visitors = "medium" },
      open_values = true,
    },
    campaign = {
      name = "campaign", synonyms = { "campaigns", "utm campaign", "utm_campaign", "utm" },
      columns = { active_users = "campaign", page_views = "campaign", visitors = "campaign" },
      open_values = true,
    },
    plan = {
      name = "plan", synonyms = { "plans", "tier", "tiers", "subscription plan", "pricing plan" },
      columns = {
        active_users = "plan", page_views = "plan", visitors = "plan", exceptions = "plan", flag_calls = "plan",
      },
      open_values = true,
    },
    error_type = {
      name = "error type", synonyms = { "error", "error types", "exception type", "kind of error", "issue" },
      columns = { exceptions = "error_type" }, open_values = true,
    },
    cohort = {
      name = "cohort", synonyms = { "cohort name", "segment" }, columns = { cohorts = "cohort" }, open_values = true,
    },
    flag = { name = "feature flag", synonyms = { "flag" }, columns = { flag_calls = "flag" }, open_values = true },
    variant = {
      name = "flag variant", synonyms = { "variant", "variants" }, columns = { flag_calls = "variant" },
      open_values = true,
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
    "Top 5 pages by page views in PostHog last month",
    "PostHog page views by referrer in the last 30 days",
    "How many exceptions did PostHog capture each week last quarter?",
    "PostHog exceptions by page last month",
    "PostHog feature flag calls by variant last month",
    "Day 7 retention in PostHog by month this year",
    "How did week 1 retention develop in PostHog by month since July?",
    "Top 3 cohorts by cohort size in PostHog",
    "Daily active users in PostHog by country last month",
    "How did stickiness by device develop in PostHog last quarter?",
    "Visitors a day in PostHog by browser last month",
    "PostHog page views by country and browser last month",
    "PostHog page views by campaign in October",
    "Which 5 pages had the most exceptions in PostHog last month?",
    "PostHog exceptions by error type last month",
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
    { symptom = "There is a country \"Other\"",
      cause = "PostHog puts all but the 250 most frequent values or combinations together",
      fix = "ask by one thing at a time; of people the others are left out, and the answer says so" },
    { symptom = "People of two countries are not added up", cause = "who was in both on a day would count twice",
      fix = "ask by country, or for one country" },
    { symptom = "Events exceed those of an insight", cause = "internal users are left out of all but the event counts",
      fix = "compare with an insight that counts internal users" },
    { symptom = "Retention of the latest days is empty", cause = "nobody knows yet who will come back",
      fix = "ask for a period that ended more than 1, 7 or 30 days ago" },
    { symptom = "Retention differs from an insight",
      cause = "here people begin with their first page view ever and come back with another",
      fix = "compare with an insight of $pageview, first time, by calendar day or week" },
    { symptom = "Funnels, time to convert, revenue and the lift of experiments cannot be asked",
      cause = "they need event names of your own, and a funnel over time is sent as rates without their parts",
      fix = "look at the insight in PostHog" },
    { symptom = "Cohorts are refused", cause = "the connection is older than the scope cohort:read",
      fix = "connect PostHog again" },
    { symptom = "Events by name are refused as too many", cause = "more than 50,000 pairs of day and event name",
      fix = "look at events in PostHog; the other numbers are not concerned" },
  },
}
