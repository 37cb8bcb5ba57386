-- Mixpanel: sessions and events by day, and what the project keeps: cohorts, boards, metrics, experiments and flags.
-- Data only; read in an empty environment. Of a query's time only the relative form is known: so many days until now.

-- What sessions, people and events can be told apart by: properties of the events, asked for where it is needed.
local country = { name = "country", kind = "text", role = "dimension", on_demand = true,
                  description = "Two letters, such as DE." }
local region = { name = "region", kind = "text", role = "dimension", on_demand = true }
local city = { name = "city", kind = "text", role = "dimension", on_demand = true }
local platform = { name = "platform", kind = "text", role = "dimension", on_demand = true,
                   description = "The operating system." }
local browser = { name = "browser", kind = "text", role = "dimension", on_demand = true }
local device = { name = "device", kind = "text", role = "dimension", on_demand = true }
local version = { name = "version", kind = "text", role = "dimension", on_demand = true }
local referrer = { name = "referrer", kind = "text", role = "dimension", on_demand = true }
local source = { name = "source", kind = "text", role = "dimension", on_demand = true,
                 description = "utm_source; empty where none was sent." }
local medium = { name = "medium", kind = "text", role = "dimension", on_demand = true }
local campaign = { name = "campaign", kind = "text", role = "dimension", on_demand = true }
local plan = { name = "plan", kind = "text", role = "dimension", on_demand = true,
               description = "The event property \"plan\", where the project sends one." }

return {
  id = "mixpanel", name = "Mixpanel", category = "Product Analytics & Observability", api = 1,
  names = { "Mix Panel" },
  synonyms = { "mixpanel project" },
  docs = "https://docs.mixpanel.com/docs/mcp",

  server = {
    url = "https://{host}.mixpanel.com/mcp", transport = "streamable-http", confidence = "documented",
    parameters = {
      { name = "host", means = "mcp, or mcp-eu or mcp-in where the project's data live in the EU or in India",
        pattern = "^mcp(-eu|-in)?$" },
    },
  },
  settings = {
    { name = "project", means = "the number of the project to read, where the sign-in sees several",
      pattern = "^[0-9]{1,12}$", example = "2195193", optional = true },
    { name = "signup_event", means = "the event that is sent when somebody signs up, where it is not \"Sign Up\"",
      pattern = "^[^$\\x00-\\x1f]{1,100}$", example = "Sign Up", optional = true },
  },
  auth = { kind = "oauth", scopes = { "projects", "analysis", "events", "insights", "segmentation", "retention",
                                      "data:read", "funnels", "flows", "data_definitions" } },

  tools = {
    projects = {
      names = { "Get-Projects" }, confidence = "documented",
      description = "The projects this sign-in may read; asked once, before the first call.",
    },
    query = {
      names = { "Run-Query" }, confidence = "documented", reads = true, closed = true,
      description = "Counts sessions, people or events by day, told apart by a few properties.",
      arguments = {
        { path = "project_id", required = true, min = 1 },
        { path = "report_type", required = true, one_of = { "insights" } },
        { path = "report.name" },
        { path = "report.metrics", required = true, at_most = 1 },
        { path = "report.metrics[].eventName", required = true,
          pattern = "^(\\$session_start|\\$all_events|[^$\\x00-\\x1f]{1,100})$" },
        { path = "report.metrics[].measurement.type", required = true, one_of = { "basic" } },
        { path = "report.metrics[].measurement.math", required = true,
          one_of = { "total", "unique", "wau", "mau" } },
        { path = "report.breakdowns", at_most = 3 },
        { path = "report.breakdowns[].property.name",
          one_of = { "$event_name", "mp_country_code", "$region", "$city", "$os", "$browser", "$device",
                     "$app_version_string", "$referring_domain", "utm_source", "utm_medium", "utm_campaign", "plan" } },
        { path = "report.breakdowns[].property.resourceType", one_of = { "events" } },
        { path = "report.chartType", one_of = { "line" } },
        { path = "report.dateRange.type", required = true, one_of = { "relative" } },
        { path = "report.dateRange.range.unit", required = true, one_of = { "day" } },
        { path = "report.dateRange.range.value", required = true, min = 1, max = 3650 },
      },
    },
    events = {
      names = { "Get-Events" }, confidence = "documented", closed = true,
      description = "The names of the project's events.",
      arguments = { { path = "project_id", required = true, min = 1 } },
    },
    cohorts = {
      names = { "List-Cohorts" }, confidence = "documented", closed = true,
      description = "The cohorts of the project; no people.",
      arguments = { { path = "project_id", required = true, min = 1 } },
    },
    boards = {
      names = { "List-Dashboards" }, confidence = "documented", closed = true,
      description = "The boards of the project.",
      arguments = { { path = "project_id", required = true, min = 1 } },
    },
    saved_metrics = {
      names = { "List-Metrics" }, confidence = "documented", closed = true,
      description = "The saved metrics of the project; names, no numbers.",
      arguments = { { path = "project_id", required = true, min = 1 } },
    },
    experiments = {
      names = { "List-Experiments" }, confidence = "documented", closed = true,
      description = "The experiments of the project.",
      arguments = { { path = "project_id", required = true, min = 1 } },
    },
    feature_flags = {
      names = { "List-Feature-Flags" }, confidence = "documented", closed = true,
      description = "The feature flags of the project.",
      arguments = { { path = "project_id", required = true, min = 1 } },
    },
  },

  account = { tool = "projects", values = { project_id = "integer" } },

  datasets = {
    sessions = {
      name = "sessions", description = "One row for each day, with the sessions begun on it.",
      synonyms = { "mixpanel sessions", "visits" }, breakdowns = 3,
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "sessions", kind = "count", role = "measure" },
        country, region, city, platform, browser, device, version, referrer, source, medium, campaign, plan,
      },
    },
    session_users = {
      name = "users with a session", description = "One row for each day, with how many people began a session.",
      synonyms = { "mixpanel users" }, breakdowns = 3,
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "users", kind = "count", role = "measure" },
        country, region, city, platform, browser, device, version, referrer, source, medium, campaign, plan,
      },
    },
    weekly_users = {
      name = "weekly users",
      description = "One row for each day, with the people of the 7 days up to it; unconfirmed form.",
      synonyms = { "mixpanel weekly users" }, breakdowns = 3,
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "users", kind = "count", role = "measure" },
        country, region, city, platform, browser, device, version, referrer, source, medium, campaign, plan,
      },
    },
    monthly_users = {
      name = "monthly users",
      description = "One row for each day, with the people of the 30 days up to it; unconfirmed form.",
      synonyms = { "mixpanel monthly users" }, breakdowns = 3,
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "users", kind = "count", role = "measure" },
        country, region, city, platform, browser, device, version, referrer, source, medium, campaign, plan,
      },
    },
    stickiness = {
      name = "stickiness",
      description = "Rows with the people of a day, and rows with those of the 30 days up to it; unconfirmed.",
      synonyms = { "mixpanel stickiness" }, breakdowns = 3,
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "daily", kind = "count", role = "measure", description = "People with a session on the day." },
        { name = "monthly", kind = "count", role = "measure", description = "People of the 30 days up to it." },
        country, region, city, platform, browser, device, version, referrer, source, medium, campaign, plan,
      },
    },
    events = {
      name = "events",
      description = "One row for each day, with all its events; unconfirmed form where they are told apart.",
      synonyms = { "mixpanel events" }, breakdowns = 3,
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "event", kind = "text", role = "dimension", on_demand = true },
        { name = "events", kind = "count", role = "measure" },
        country, region, city, platform, browser, device, version, referrer, source, medium, campaign, plan,
      },
    },
    sign_ups = {
      name = "sign-ups", description = "One row for each day, with the sign-up events of it; unconfirmed form.",
      synonyms = { "mixpanel sign-ups" }, breakdowns = 3,
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "sign_ups", kind = "count", role = "measure" },
        country, region, city, platform, browser, device, version, referrer, source, medium, campaign, plan,
      },
    },
    tracked_events = {
      name = "tracked events", description = "One row for each event name of the project; unconfirmed fields.",
      synonyms = { "mixpanel event names" },
      tool = "events", pushes_range = false, longest_range_days = 0,
      columns = { { name = "name", kind = "text", role = "dimension" } },
    },
    cohorts = {
      name = "cohorts", description = "One row for each cohort of the project; unconfirmed fields.",
      synonyms = { "mixpanel cohorts" },
      tool = "cohorts", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "name", kind = "text", role = "dimension" },
        { name = "people", kind = "count", role = "measure", description = "Empty where it is not sent." },
      },
    },
    boards = {
      name = "boards", description = "One row for each board of the project; unconfirmed fields.",
      synonyms = { "mixpanel dashboards" },
      tool = "boards", pushes_range = false, longest_range_days = 0,
      columns = { { name = "name", kind = "text", role = "dimension" } },
    },
    saved_metrics = {
      name = "saved metrics", description = "One row for each saved metric of the project; unconfirmed fields.",
      synonyms = { "mixpanel metrics" },
      tool = "saved_metrics", pushes_range = false, longest_range_days = 0,
      columns = { { name = "name", kind = "text", role = "dimension" } },
    },
    experiments = {
      name = "experiments", description = "One row for each experiment of the project; unconfirmed fields.",
      synonyms = { "mixpanel experiments" },
      tool = "experiments", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "name", kind = "text", role = "dimension" },
        { name = "status", kind = "text", role = "dimension", description = "Empty where it is not sent." },
      },
    },
    feature_flags = {
      name = "feature flags", description = "One row for each feature flag of the project; unconfirmed fields.",
      synonyms = { "mixpanel flags" },
      tool = "feature_flags", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "name", kind = "text", role = "dimension" },
        { name = "status", kind = "text", role = "dimension", description = "Empty where it is not sent." },
      },
    },
  },

  metrics = {
    sessions = {
      name = "sessions", synonyms = { "session count", "visits", "number of sessions", "product sessions" },
      description = "The number of sessions begun in the period.",
      dataset = "sessions", value = { sum = "sessions" }, kind = "count", better = "up",
    },
    busiest_day = {
      name = "peak sessions", synonyms = { "sessions of the busiest day", "peak of sessions" },
      description = "The sessions of the period's busiest day.",
      dataset = "sessions", value = { max = "sessions" }, kind = "count", better = "up",
    },
    daily_users = {
      name = "daily users", synonyms = { "daily active users", "DAU", "active users", "users with a session" },
      description = "The mean over the period's days of the people who began a session on the day.",
      dataset = "session_users", value = { mean = "users" }, kind = "number", unit = "users", better = "up",
    },
    peak_users = {
      name = "peak users", synonyms = { "users of the busiest day", "peak of users" },
      description = "The most people who began a session on one day of the period.",
      dataset = "session_users", value = { max = "users" }, kind = "count", better = "up",
    },
    quietest_day = {
      name = "fewest users", synonyms = { "lowest number of users", "users of the quietest day" },
      description = "The fewest people who began a session on one day of the period.",
      dataset = "session_users", value = { min = "users" }, kind = "count", better = "up",
    },
    weekly_active_users = {
      name = "weekly active users", synonyms = { "WAU" },
      description = "The mean over the period's days of the people with a session in the 7 days up to each.",
      dataset = "weekly_users", value = { mean = "users" }, kind = "number", unit = "users", better = "up",
    },
    monthly_active_users = {
      name = "monthly active users", synonyms = { "MAU" },
      description = "The mean over the period's days of the people with a session in the 30 days up to each.",
      dataset = "monthly_users", value = { mean = "users" }, kind = "number", unit = "users", better = "up",
    },
    stickiness = {
      name = "stickiness", synonyms = { "DAU/MAU", "DAU over MAU" },
      description = "People with a session on a day over those of the 30 days up to it, both added up over the days.",
      dataset = "stickiness", value = { sum = "daily" }, per = { sum = "monthly" },
      kind = "ratio", unit = "percent", better = "up",
    },
    sign_ups = {
      name = "sign-ups",
      synonyms = { "signups", "sign ups", "people signed up", "new users", "registrations", "new accounts" },
      description = "The number of events called Sign Up, or as the connection's settings name them.",
      dataset = "sign_ups", value = { sum = "sign_ups" }, kind = "count", better = "up",
    },
    event_total = {
      name = "event total",
      synonyms = { "events", "event count", "event volume", "events fired", "total events", "events tracked" },
      description = "The number of events of any name in the period.",
      dataset = "events", value = { sum = "events" }, kind = "count", better = "up",
    },
    tracked_events = {
      name = "tracked events", synonyms = { "event names", "kinds of events", "events in the lexicon" },
      description = "The number of event names that the project knows today.",
      dataset = "tracked_events", value = { count = true }, kind = "count",
    },
    cohorts = {
      name = "cohorts", synonyms = { "number of cohorts", "saved cohorts" },
      description = "The number of cohorts there are today.",
      dataset = "cohorts", value = { count = true }, kind = "count",
    },
    cohort_size = {
      name = "cohort size", synonyms = { "people in cohorts", "users in a cohort", "size of cohorts" },
      description = "The people in the cohorts today, added up; who is in two counts twice.",
      dataset = "cohorts", value = { sum = "people" }, kind = "count",
    },
    boards = {
      name = "boards", synonyms = { "number of boards", "mixpanel dashboards" },
      description = "The number of boards there are today.",
      dataset = "boards", value = { count = true }, kind = "count",
    },
    saved_metrics = {
      name = "saved metrics", synonyms = { "number of saved metrics" },
      description = "The number of saved metrics there are today.",
      dataset = "saved_metrics", value = { count = true }, kind = "count",
    },
    experiments = {
      name = "number of experiments", synonyms = { "mixpanel experiments", "experiments" },
      description = "The number of experiments there are today, whatever their state.",
      dataset = "experiments", value = { count = true }, kind = "count",
    },
    feature_flags = {
      name = "number of feature flags", synonyms = { "mixpanel flags", "feature flags" },
      description = "The number of feature flags there are today, whatever their state.",
      dataset = "feature_flags", value = { count = true }, kind = "count",
    },
  },

  dimensions = {
    event = { name = "event", synonyms = { "event name" }, columns = { events = "event" }, open_values = true },
    country = {
      name = "country", synonyms = { "countries", "country code", "geo", "geography" },
      columns = {
        sessions = "country", session_users = "country", weekly_users = "country", monthly_users = "country",
        stickiness = "country", events = "country", sign_ups = "country",
      },
      values = { { value = "US", synonyms = { "USA", "United States" } }, { value = "DE", synonyms = { "Germany" } },
                 { value = "GB", synonyms = { "United Kingdom", "UK" } }, { value = "FR", synonyms = { "France" } },
                 { value = "CZ", synonyms = { "Czechia" } }, { value = "IN", synonyms = { "India" } } },
      open_values = true,
    },
    region = {
      name = "region", synonyms = { "regions", "state or region", "province" },
      columns = {
        sessions = "region", session_users = "region", weekly_users = "region", monthly_users = "region",
        stickiness = "region", events = "region", sign_ups = "region",
      },
      open_values = true,
    },
    city = {
      name = "city", synonyms = { "cities", "town" },
      columns = {
        sessions = "city", session_users = "city", weekly_users = "city", monthly_users = "city",
        stickiness = "city", events = "city", sign_ups = "city",
      },
      open_values = true,
    },
    platform = {
      name = "platform", synonyms = { "platforms", "OS", "operating system" },
      columns = {
        sessions = "platform", session_users = "platform", weekly_users = "platform", monthly_users = "platform",
        stickiness = "platform", events = "platform", sign_ups = "platform",
      },
      values = { { value = "iOS", synonyms = { "iPhone", "iPad" } }, "Android", "Windows",
                 { value = "Mac OS X", synonyms = { "Mac", "macOS" } }, "Linux" },
      open_values = true,
    },
    browser = {
      name = "browser", synonyms = { "browsers" },
      columns = {
        sessions = "browser", session_users = "browser", weekly_users = "browser", monthly_users = "browser",
        stickiness = "browser", events = "browser", sign_ups = "browser",
      },
      values = { "Chrome", "Safari", "Mobile Safari", "Firefox", { value = "Microsoft Edge", synonyms = { "Edge" } } },
      open_values = true,
    },
    device = {
      name = "device", synonyms = { "devices", "device type" },
      columns = {
        sessions = "device", session_users = "device", weekly_users = "device", monthly_users = "device",
        stickiness = "device", events = "device", sign_ups = "device",
      },
      open_values = true,
    },
    version = {
      name = "version", synonyms = { "app version", "versions", "release" },
      columns = {
        sessions = "version", session_users = "version", weekly_users = "version", monthly_users = "version",
        stickiness = "version", events = "version", sign_ups = "version",
      },
      open_values = true,
    },
    referrer = {
      name = "referrer", synonyms = { "referrers", "referring domain", "referring site" },
      columns = {
        sessions = "referrer", session_users = "referrer", weekly_users = "referrer", monthly_users = "referrer",
        stickiness = "referrer", events = "referrer", sign_ups = "referrer",
      },
      open_values = true,
    },
    source = {
      name = "source", synonyms = { "utm source", "utm_source", "channel", "traffic source", "marketing source" },
      columns = {
        sessions = "source", session_users = "source", weekly_users = "source", monthly_users = "source",
        stickiness = "source", events = "source", sign_ups = "source",
      },
      open_values = true,
    },
    medium = {
      name = "medium", synonyms = { "utm medium", "utm_medium" },
      columns = {
        sessions = "medium", session_users = "medium", weekly_users = "medium", monthly_users = "medium",
        stickiness = "medium", events = "medium", sign_ups = "medium",
      },
      open_values = true,
    },
    campaign = {
      name = "campaign", synonyms = { "campaigns", "utm campaign", "utm_campaign", "utm" },
      columns = {
        sessions = "campaign", session_users = "campaign", weekly_users = "campaign", monthly_users = "campaign",
        stickiness = "campaign", events = "campaign", sign_ups = "campaign",
      },
      open_values = true,
    },
    plan = {
      name = "plan", synonyms = { "plans", "tier", "tiers", "subscription plan", "pricing plan" },
      columns = {
        sessions = "plan", session_users = "plan", weekly_users = "plan", monthly_users = "plan",
        stickiness = "plan", events = "plan", sign_ups = "plan",
      },
      open_values = true,
    },
    cohort = { name = "cohort", synonyms = { "cohort name" }, columns = { cohorts = "name" }, open_values = true },
    status = {
      name = "status", synonyms = { "state" }, columns = { experiments = "status", feature_flags = "status" },
      open_values = true,
    },
  },

  ask = {
    "How many sessions did Mixpanel count in October?",
    "Sessions in Mixpanel by week last quarter",
    "How did active users in Mixpanel develop by month this year?",
    "Compare Mixpanel sessions in September and October",
    "What were peak users in Mixpanel this quarter?",
    "How many experiments are there in Mixpanel by status?",
    "Top 5 cohorts by cohort size in Mixpanel",
    "How many tracked events does Mixpanel have?",
    "Mixpanel peak sessions by month since July",
    "How many boards are there in Mixpanel?",
    "Top 10 events in Mixpanel by event total in October",
    "Mixpanel sessions by country last month",
    "Mixpanel sessions by platform last quarter",
    "Mixpanel sessions by source in the last 30 days",
    "Daily users in Mixpanel by plan last month",
    "How many people signed up in Mixpanel last week, day by day?",
    "Mixpanel sign-ups by campaign in October",
    "How did stickiness by country develop in Mixpanel last quarter?",
    "Mixpanel event total by event and platform last month",
    "Mixpanel sessions from Germany by browser last month",
  },

  errors = {
    { pattern = "MCP access is not enabled", fault = "denied",
      message = "MCP is switched off for this Mixpanel organization; an administrator of it can switch it on." },
    { pattern = "(?i)missing scope", fault = "reconnect",
      message = "This connection was made with fewer rights than are needed. Connect Mixpanel again." },
    { pattern = "(?i)invalid_grant|unauthori[sz]ed|token (has )?expired", fault = "reconnect",
      message = "Mixpanel has ended this connection. Connect Mixpanel again." },
    { pattern = "(?i)too many requests|rate.?limit|\\b429\\b", fault = "over_limit",
      message = "Mixpanel answers 600 requests an hour for one person. Ask again later." },
  },

  pitfalls = {
    { symptom = "\"MCP access is not enabled for this project\"",
      cause = "an administrator of the organization must switch MCP on",
      fix = "ask one to do so in the organization's settings; it takes effect within 15 minutes" },
    { symptom = "A question without a period ends a year ago",
      cause = "a query's time is known in the relative form only, and 365 days are read where no beginning is named",
      fix = "name the period: \"since January of last year\"" },
    { symptom = "The numbers are those of another project",
      cause = "where no project was named, the first that the sign-in sees is read",
      fix = "connect with the setting \"project\"" },
    { symptom = "No sessions at all", cause = "the project is in another region, or has no $session_start",
      fix = "connect again with the right host; look at the event in Mixpanel" },
    { symptom = "Daily users differ from Mixpanel's active users",
      cause = "here a person is active who began a session, there perhaps who did any event",
      fix = "compare with unique users of $session_start" },
    { symptom = "Events or sessions by country end with an error about parts",
      cause = "the parts of a broken-down reply come to more than its whole, or the whole is not sent",
      fix = "report the tool's reply; totals without a breakdown are not concerned" },
    { symptom = "Sign-ups have no data", cause = "the project calls its sign-up event otherwise",
      fix = "connect with the setting \"signup_event\"" },
    { symptom = "People of two countries are not added up", cause = "who was in both on a day would count twice",
      fix = "ask by country, or for one country" },
    { symptom = "Revenue, funnels and retention cannot be asked",
      cause = "they need event names and properties of your own, in a query form that only the server describes",
      fix = "look at the saved report in Mixpanel" },
    { symptom = "The project holds health data", cause = "the server is not covered by Mixpanel's HIPAA agreement",
      fix = "do not connect it" },
  },
}
