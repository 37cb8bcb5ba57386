-- Mixpanel: sessions and events by day, and what the project keeps: cohorts, boards, metrics, experiments and flags.
-- Data only; read in an empty environment. Of a query's time only the relative form is known: so many days until now.

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
      description = "Counts sessions or all events by day, told apart by a few built-in properties.",
      arguments = {
        { path = "project_id", required = true, min = 1 },
        { path = "report_type", required = true, one_of = { "insights" } },
        { path = "report.name" },
        { path = "report.metrics", required = true, at_most = 1 },
        { path = "report.metrics[].eventName", required = true, one_of = { "$session_start", "$all_events" } },
        { path = "report.metrics[].measurement.type", required = true, one_of = { "basic" } },
        { path = "report.metrics[].measurement.math", required = true, one_of = { "total", "unique" } },
        { path = "report.breakdowns", at_most = 3 },
        { path = "report.breakdowns[].property.name",
          one_of = { "$event_name", "mp_country_code", "$os", "$browser", "utm_source" } },
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
      synonyms = { "mixpanel sessions", "visits" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "sessions", kind = "count", role = "measure" },
      },
    },
    session_users = {
      name = "users with a session", description = "One row for each day, with how many people began a session.",
      synonyms = { "mixpanel users" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "users", kind = "count", role = "measure" },
      },
    },
    visits = {
      name = "sessions by country, platform and browser",
      description = "One row for each day, country, operating system and browser; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "country", kind = "text", role = "dimension", description = "Two letters, such as DE." },
        { name = "platform", kind = "text", role = "dimension", description = "The operating system." },
        { name = "browser", kind = "text", role = "dimension" },
        { name = "sessions", kind = "count", role = "measure" },
      },
    },
    visit_sources = {
      name = "sessions by source", description = "One row for each day and utm_source; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "source", kind = "text", role = "dimension", description = "Empty where none was sent." },
        { name = "sessions", kind = "count", role = "measure" },
      },
    },
    events = {
      name = "events", description = "One row for each day and event name; unconfirmed form.",
      synonyms = { "mixpanel events" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "event", kind = "text", role = "dimension" },
        { name = "events", kind = "count", role = "measure" },
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
    visits = {
      name = "sessions by place and device",
      synonyms = { "sessions by country", "sessions by platform", "sessions by browser", "sessions by device" },
      description = "The number of sessions begun in the period, told apart by country, operating system and browser.",
      dataset = "visits", value = { sum = "sessions" }, kind = "count", better = "up",
    },
    sourced_visits = {
      name = "sessions by source", synonyms = { "sessions by utm source", "sessions by channel" },
      description = "The number of sessions begun in the period, told apart by the utm_source they came with.",
      dataset = "visit_sources", value = { sum = "sessions" }, kind = "count", better = "up",
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
      name = "country", synonyms = { "countries", "country code" }, columns = { visits = "country" },
      values = { { value = "US", synonyms = { "USA", "United States" } }, { value = "DE", synonyms = { "Germany" } },
                 { value = "GB", synonyms = { "United Kingdom", "UK" } }, { value = "FR", synonyms = { "France" } },
                 { value = "CZ", synonyms = { "Czechia" } }, { value = "IN", synonyms = { "India" } } },
      open_values = true,
    },
    platform = {
      name = "platform", synonyms = { "platforms", "OS", "operating system", "device" },
      columns = { visits = "platform" },
      values = { { value = "iOS", synonyms = { "iPhone", "iPad" } }, "Android", "Windows",
                 { value = "Mac OS X", synonyms = { "Mac", "macOS" } }, "Linux" },
      open_values = true,
    },
    browser = {
      name = "browser", synonyms = { "browsers" }, columns = { visits = "browser" },
      values = { "Chrome", "Safari", "Mobile Safari", "Firefox", { value = "Microsoft Edge", synonyms = { "Edge" } } },
      open_values = true,
    },
    source = {
      name = "source", synonyms = { "utm source", "utm_source", "channel", "traffic source", "marketing source" },
      columns = { visit_sources = "source" }, open_values = true,
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
    { symptom = "Revenue, sign-ups, funnels and retention cannot be asked",
      cause = "they need event names and properties of your own, in a query form that only the server describes",
      fix = "look at the saved report in Mixpanel" },
    { symptom = "The project holds health data", cause = "the server is not covered by Mixpanel's HIPAA agreement",
      fix = "do not connect it" },
  },
}
