-- Amplitude: active and new users, events, revenue, the tracking plan, experiments and flags. Data only; read in an
-- empty environment. Tools that hold reads and writes behind one name (use_amp_..., manage_amp_...) are not on the
-- list.

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
      description = "Counts people, events or revenue by day or month, by a few built-in properties.",
      arguments = {
        { path = "projectId", required = true, pattern = "^[0-9]+$" },
        { path = "chart.kind", required = true, one_of = { "segmentation", "sessions" } },
        { path = "chart.events", at_most = 1 },
        { path = "chart.events[].event", one_of = { "_active", "_new", "_any_revenue_event" } },
        { path = "chart.events[].group_by[].property", one_of = { "$revenue" } },
        { path = "chart.events[].group_by[].scope", one_of = { "event" } },
        { path = "chart.group_by", at_most = 1 },
        { path = "chart.group_by[].property",
          one_of = { "platform", "country", "device_type", "version", "utm_source" } },
        { path = "chart.group_by[].scope", one_of = { "user" } },
        { path = "chart.measured_as", required = true, open = true },  -- A table, or of sessions one word.
        { path = "chart.interval", required = true, one_of = { "day", "week", "month" } },
        { path = "chart.date_range.start", min = 0 },
        { path = "chart.date_range.end", min = 0 },
        { path = "groupByLimit", min = 1, max = 1000 },
        { path = "timeSeriesLimit", min = 1, max = 1000 },
        { path = "excludeIncompleteDatapoints", constant = true },
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
    weekly_users = {
      name = "weekly users", description = "One row for each whole week, by its first day; unconfirmed form.",
      synonyms = { "amplitude weekly users" },
      tool = "query", time = "week", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "week", kind = "day", role = "time" },
        { name = "users", kind = "count", role = "measure" },
      },
    },
    sessions = {
      name = "sessions", description = "One row for each day, with the sessions of it; unconfirmed form.",
      synonyms = { "amplitude sessions" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "sessions", kind = "count", role = "measure" },
      },
    },
    session_length = {
      name = "session length", description = "One row for each day, with the mean length of its sessions; unconfirmed.",
      synonyms = { "length of sessions" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "seconds", kind = "number", role = "measure", description = "That it is seconds is unconfirmed." },
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
    stickiness = {
      name = "stickiness",
      description = "Rows with the people of a day, and rows with those of the day's month; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "daily", kind = "count", role = "measure", description = "People active on the day." },
        { name = "monthly", kind = "count", role = "measure", description = "People active in the day's month." },
      },
    },
    revenue = {
      name = "revenue", description = "One row for each day, with the revenue that was logged; unconfirmed form.",
      synonyms = { "amplitude revenue" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "revenue", kind = "number", role = "measure", description = "As logged, in no named currency." },
      },
    },
    platform_events = {
      name = "events by platform", description = "One row for each day and platform; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "platform", kind = "text", role = "dimension" },
        { name = "events", kind = "count", role = "measure" },
      },
    },
    country_events = {
      name = "events by country", description = "One row for each day and country; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "country", kind = "text", role = "dimension" },
        { name = "events", kind = "count", role = "measure" },
      },
    },
    device_events = {
      name = "events by device", description = "One row for each day and kind of device; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "device", kind = "text", role = "dimension" },
        { name = "events", kind = "count", role = "measure" },
      },
    },
    version_events = {
      name = "events by version", description = "One row for each day and version of the app; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "version", kind = "text", role = "dimension" },
        { name = "events", kind = "count", role = "measure" },
      },
    },
    source_events = {
      name = "events by source", description = "One row for each day and utm_source; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "source", kind = "text", role = "dimension" },
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
    weekly_active_users = {
      name = "weekly active users", synonyms = { "WAU" },
      description = "People active in a week; over several weeks their mean. Only weeks begun in the period count.",
      dataset = "weekly_users", value = { mean = "users" }, kind = "number", unit = "users", better = "up",
    },
    sessions = {
      name = "sessions", synonyms = { "session count", "number of sessions", "total sessions" },
      description = "The number of sessions in the period.",
      dataset = "sessions", value = { sum = "sessions" }, kind = "count", better = "up",
    },
    session_length = {
      name = "session length in seconds",
      synonyms = { "session length", "average session duration", "average session length", "session duration" },
      description = "The mean over the period's days of the mean length of the sessions of each day.",
      dataset = "session_length", value = { mean = "seconds" }, kind = "number", unit = "seconds", better = "up",
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
      name = "event totals", synonyms = { "product usage", "usage", "events", "events logged", "total events" },
      description = "The number of active events in the period.",
      dataset = "event_totals", value = { sum = "events" }, kind = "count", better = "up",
    },
    stickiness = {
      name = "stickiness", synonyms = { "DAU/MAU", "DAU over MAU" },
      description = "Daily active users over those of the day's month, both added up over the days of past months.",
      dataset = "stickiness", value = { sum = "daily" }, per = { sum = "monthly" },
      kind = "ratio", unit = "percent", better = "up",
    },
    revenue = {
      name = "logged revenue", synonyms = { "amplitude revenue", "revenue logged" },
      description = "The sum of the property $revenue over all revenue events of the period, in no named currency.",
      dataset = "revenue", value = { sum = "revenue" }, kind = "number", better = "up",
    },
    platform_events = {
      name = "events by platform", synonyms = { "usage by platform", "event totals by platform" },
      description = "The number of active events in the period, told apart by platform.",
      dataset = "platform_events", value = { sum = "events" }, kind = "count", better = "up",
    },
    country_events = {
      name = "events by country", synonyms = { "usage by country", "event totals by country" },
      description = "The number of active events in the period, told apart by country.",
      dataset = "country_events", value = { sum = "events" }, kind = "count", better = "up",
    },
    device_events = {
      name = "events by device", synonyms = { "usage by device", "event totals by device" },
      description = "The number of active events in the period, told apart by kind of device.",
      dataset = "device_events", value = { sum = "events" }, kind = "count", better = "up",
    },
    version_events = {
      name = "events by version", synonyms = { "usage by version", "event totals by version" },
      description = "The number of active events in the period, told apart by version of the app.",
      dataset = "version_events", value = { sum = "events" }, kind = "count", better = "up",
    },
    source_events = {
      name = "events by source", synonyms = { "usage by source", "event totals by source" },
      description = "The number of active events in the period, told apart by utm_source.",
      dataset = "source_events", value = { sum = "events" }, kind = "count", better = "up",
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
    platform = {
      name = "platform", synonyms = { "platforms", "OS", "operating system" },
      columns = { platform_events = "platform" },
      values = { { value = "iOS", synonyms = { "iPhone", "iPad" } }, "Android", "Web" },
      open_values = true,
    },
    country = {
      name = "country", synonyms = { "countries" }, columns = { country_events = "country" },
      values = { { value = "United States", synonyms = { "USA", "US" } }, "Germany", "France",
                 { value = "United Kingdom", synonyms = { "UK" } } },
      open_values = true,
    },
    device = {
      name = "device type", synonyms = { "device", "devices", "kind of device" },
      columns = { device_events = "device" },
      open_values = true,
    },
    version = {
      name = "version", synonyms = { "app version", "versions", "release" }, columns = { version_events = "version" },
      open_values = true,
    },
    source = {
      name = "source", synonyms = { "utm source", "utm_source", "traffic source" },
      columns = { source_events = "source" },
      open_values = true,
    },
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
    "How did stickiness in Amplitude develop by month this year?",
    "How much logged revenue did Amplitude see in October?",
    "Event totals in Amplitude by platform last month",
    "Amplitude event totals by country last quarter",
    "Event totals by device in Amplitude in October",
    "Top 3 versions by event totals in Amplitude last month",
    "Amplitude event totals by source in the last 30 days",
    "Weekly active users in Amplitude by week last quarter",
    "How many sessions did Amplitude count in October?",
    "Session length in Amplitude by month this year",
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
      cause = "how a query's numbers come back is unconfirmed",
      fix = "report the tool's reply; a number for another time than asked is never shown" },
    { symptom = "No dataset can be asked after connecting",
      cause = "the catalogue of tools depends on client, region and permissions, and was renamed in 2026",
      fix = "see the tools page of the connection; nothing is called until a plugin names it" },
    { symptom = "The project is not found", cause = "projects of the EU have another host",
      fix = "connect again with mcp.eu as the host" },
    { symptom = "The numbers are those of another project",
      cause = "where no project was named, the first that the sign-in sees is read",
      fix = "connect with the setting \"project\"" },
    { symptom = "Stickiness of this month is empty", cause = "the people of a month are known when it is over",
      fix = "ask for past months" },
    { symptom = "Session length differs from Amplitude",
      cause = "a period's number is the mean of its days, not of its sessions",
      fix = "compare single days" },
    { symptom = "Logged revenue has no currency", cause = "Amplitude adds the amounts up as they were logged",
      fix = "log one currency, or take revenue from the vendor of your payments" },
    { symptom = "Today is missing", cause = "the running day or month is left out", fix = "ask again tomorrow" },
  },
}
