-- Amplitude: active and new users, events, the tracking plan, experiments and flags. Data only; read in an empty
-- environment. Tools that hold reads and writes behind one name (use_amp_..., manage_amp_...) are not on the list.

return {
  id = "amplitude", name = "Amplitude", category = "Product Analytics & Observability", api = 1,
  synonyms = { "amplitude analytics", "amplitude project" },
  docs = "https://amplitude.com/docs/amplitude-ai/amplitude-mcp",

  server = {
    url = "https://{host}.amplitude.com/mcp", transport = "streamable-http", confidence = "documented",
    parameters = {
      { name = "host", means = "mcp, or mcp.eu where the organization's data live in the EU",
        pattern = "^mcp(\\.eu)?$" },
    },
  },
  settings = {
    { name = "project", means = "the number of the project to read, where the sign-in sees several",
      pattern = "^[0-9]{1,12}$", example = "187520", optional = true },
  },
  auth = { kind = "oauth", scopes = { "mcp:read", "offline_access" } },

  tools = {
    context = {
      names = { "get_amplitude_context", "get_context" }, confidence = "documented",
      description = "The projects this sign-in may read; asked once, before the first call.",
    },
    query = {
      names = { "query_amplitude_data" }, confidence = "documented", reads = true, closed = true,
      description = "Counts people or events by day or month; nothing but that is let through.",
      arguments = {
        { path = "projectId", required = true, pattern = "^[0-9]+$" },
        { path = "chart.kind", required = true, one_of = { "segmentation" } },
        { path = "chart.events", required = true, at_most = 1 },
        { path = "chart.events[].event", required = true, one_of = { "_active", "_new" } },
        { path = "chart.measured_as.as", required = true, one_of = { "unique_users", "event_totals" } },
        { path = "chart.interval", required = true, one_of = { "day", "month" } },
        { path = "chart.date_range.start", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "chart.date_range.end", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "excludeIncompleteDatapoints", constant = true },
        { path = "timeSeriesLimit", constant = 1 },
      },
    },
    taxonomy = {
      names = { "get_amp_taxonomy" }, confidence = "documented", closed = true,
      description = "The events of the tracking plan, with when they were first and last seen.",
      arguments = {
        { path = "action", required = true, one_of = { "events" } },
        { path = "projectId", required = true, pattern = "^[0-9]+$" },
      },
    },
    experiments = {
      names = { "get_experiments" }, confidence = "documented", closed = true,
      description = "The experiments of the project.",
      arguments = { { path = "projectId", required = true, pattern = "^[0-9]+$" } },
    },
    flags = {
      names = { "get_flags" }, confidence = "documented", closed = true,
      description = "The feature flags of the project.",
      arguments = { { path = "projectId", required = true, pattern = "^[0-9]+$" } },
    },
  },

  account = { tool = "context", values = { project = "text:^[0-9]+$" } },

  datasets = {
    active_users = {
      name = "active users", description = "One row for each day, with the people active on it; unconfirmed form.",
      synonyms = { "amplitude users" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "users", kind = "count", role = "measure" },
      },
    },
    monthly_users = {
      name = "monthly users", description = "One row for each month, by its first day; unconfirmed form.",
      synonyms = { "amplitude monthly users" },
      tool = "query", time = "month", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "month", kind = "day", role = "time" },
        { name = "users", kind = "count", role = "measure" },
      },
    },
    new_users = {
      name = "new users", description = "One row for each day, with the people first seen on it; unconfirmed form.",
      synonyms = { "amplitude new users" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "users", kind = "count", role = "measure" },
      },
    },
    event_totals = {
      name = "event totals", description = "One row for each day, with all its active events; unconfirmed form.",
      synonyms = { "amplitude event totals" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "events", kind = "count", role = "measure" },
      },
    },
    tracked_events = {
      name = "tracked events", description = "One row for each event of the tracking plan.",
      synonyms = { "tracking plan", "amplitude events" },
      tool = "taxonomy", time = "first_seen", starts = "first_seen", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "event", kind = "text", role = "dimension" },
        { name = "status", kind = "text", role = "dimension" },
        { name = "first_seen", kind = "time", role = "time" },
        { name = "last_seen", kind = "time", role = "time" },
      },
    },
    experiments = {
      name = "experiments", description = "One row for each experiment of the project; unconfirmed fields.",
      synonyms = { "amplitude experiments" },
      tool = "experiments", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "experiment", kind = "text", role = "dimension" },
        { name = "state", kind = "text", role = "dimension", description = "Empty where it is not sent." },
      },
    },
    flags = {
      name = "feature flags", description = "One row for each feature flag of the project; unconfirmed fields.",
      synonyms = { "amplitude flags" },
      tool = "flags", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "flag", kind = "text", role = "dimension" },
        { name = "enabled", kind = "flag", role = "dimension", description = "Empty where it is not sent." },
      },
    },
  },

  metrics = {
    daily_active_users = {
      name = "daily active users", synonyms = { "DAU", "active users" },
      description = "The mean over the period's days of the people active on each.",
      dataset = "active_users", value = { mean = "users" }, kind = "number", unit = "users", better = "up",
    },
    peak_users = {
      name = "peak users", synonyms = { "users of the busiest day", "peak of users" },
      description = "The most people active on one day of the period.",
      dataset = "active_users", value = { max = "users" }, kind = "count", better = "up",
    },
    fewest_users = {
      name = "fewest users", synonyms = { "users of the quietest day", "lowest number of users" },
      description = "The fewest people active on one day of the period.",
      dataset = "active_users", value = { min = "users" }, kind = "count", better = "up",
    },
    monthly_active_users = {
      name = "monthly active users", synonyms = { "MAU" },
      description = "People active in a month; over several months their mean. Only months begun in the period count.",
      dataset = "monthly_users", value = { mean = "users" }, kind = "number", unit = "users", better = "up",
    },
    new_users = {
      name = "new users", synonyms = { "users gained", "first-time users" },
      description = "People first seen in the period, added up over its days.",
      dataset = "new_users", value = { sum = "users" }, kind = "count", better = "up",
    },
    event_totals = {
      name = "event totals", synonyms = { "product usage", "events logged", "total events" },
      description = "The number of active events in the period.",
      dataset = "event_totals", value = { sum = "events" }, kind = "count", better = "up",
    },
    tracked_events = {
      name = "tracked events", synonyms = { "events in the tracking plan", "size of the tracking plan", "event types" },
      description = "Events of the tracking plan that had been seen by the end of the period.",
      dataset = "tracked_events", value = { count = true, at = "end" }, kind = "count",
    },
    new_events = {
      name = "newly seen events", synonyms = { "new event types", "events first seen", "new tracked events" },
      description = "Events of the tracking plan that were first seen in the period.",
      dataset = "tracked_events", value = { count = true }, kind = "count",
    },
    silent_events = {
      name = "events last seen", synonyms = { "events gone silent", "silent events" },
      description = "Events of the tracking plan whose latest occurrence lies in the period.",
      dataset = "tracked_events", value = { count = true, time = "last_seen" }, kind = "count",
    },
    experiments = {
      name = "number of experiments", synonyms = { "amplitude experiments", "experiments" },
      description = "The number of experiments there are today, whatever their state.",
      dataset = "experiments", value = { count = true }, kind = "count",
    },
    feature_flags = {
      name = "number of feature flags", synonyms = { "amplitude flags", "feature flags" },
      description = "The number of feature flags there are today, on or off.",
      dataset = "flags", value = { count = true }, kind = "count",
    },
    enabled_flags = {
      name = "enabled feature flags", synonyms = { "enabled flags", "feature flags switched on" },
      description = "The number of feature flags that are switched on today.",
      dataset = "flags", value = { count = true, where = { { "enabled", "=", true } } }, kind = "count",
    },
  },

  dimensions = {
    event = {
      name = "event", synonyms = { "event name" }, columns = { tracked_events = "event" }, open_values = true,
    },
    status = {
      name = "status", synonyms = { "event status", "plan status" }, columns = { tracked_events = "status" },
      open_values = true,
    },
    state = {
      name = "experiment state", synonyms = { "state" }, columns = { experiments = "state" }, open_values = true,
    },
  },

  ask = {
    "How did active users in Amplitude develop by week last quarter?",
    "Monthly active users in Amplitude by month this year",
    "How many new users did Amplitude count in October?",
    "Compare new users in Amplitude in September and October",
    "Amplitude event totals by month this year",
    "How many tracked events does Amplitude have by status?",
    "What were peak users in Amplitude this quarter?",
    "How many experiments are there in Amplitude by state?",
    "How many enabled feature flags are there in Amplitude?",
    "New tracked events in Amplitude by month since July",
  },

  errors = {
    { pattern = "(?i)project.{0,40}(not found|unknown)", fault = "not_found",
      message = "Amplitude does not know the project; it may be in the other region. Connect Amplitude again." },
    { pattern = "(?i)invalid_grant|unauthori[sz]ed|token (has )?expired", fault = "reconnect",
      message = "Amplitude has ended this connection. Connect Amplitude again." },
    { pattern = "(?i)permission|forbidden", fault = "denied",
      message = "The person who connected Amplitude may not read this there." },
    { pattern = "(?i)too many requests|rate.?limit", fault = "over_limit",
      message = "Amplitude asks for a pause: too many requests in a short time. Ask again in a minute." },
  },

  pitfalls = {
    { symptom = "Questions about users end with an error about the period or the form",
      cause = "how a query's time is written, and how its numbers come back, is unconfirmed",
      fix = "report the tool's reply; a number for another time than asked is never shown" },
    { symptom = "No dataset can be asked after connecting",
      cause = "the catalogue of tools depends on client, region and permissions, and was renamed in 2026",
      fix = "see the tools page of the connection; nothing is called until a plugin names it" },
    { symptom = "The project is not found", cause = "projects of the EU have another host",
      fix = "connect again with mcp.eu as the host" },
    { symptom = "The numbers are those of another project",
      cause = "where no project was named, the first that the sign-in sees is read",
      fix = "connect with the setting \"project\"" },
    { symptom = "Today is missing", cause = "the running day or month is left out", fix = "ask again tomorrow" },
  },
}
