-- Amplitude: active and new users, events, revenue, the tracking plan, experiments and flags. Data only; read in an
-- empty environment. Tools that hold reads and writes behind one name (use_amp_..., manage_amp_...) are not on the
-- list.

-- What a query's numbers can be told apart by: properties of the user, asked for where a question needs them.
local platform = { name = "platform", kind = "text", role = "dimension", on_demand = true }
local country = { name = "country", kind = "text", role = "dimension", on_demand = true }
local region = { name = "region", kind = "text", role = "dimension", on_demand = true }
local city = { name = "city", kind = "text", role = "dimension", on_demand = true }
local device = { name = "device", kind = "text", role = "dimension", on_demand = true }
local version = { name = "version", kind = "text", role = "dimension", on_demand = true }
local language = { name = "language", kind = "text", role = "dimension", on_demand = true }
local source = { name = "source", kind = "text", role = "dimension", on_demand = true }
local campaign = { name = "campaign", kind = "text", role = "dimension", on_demand = true }
local event = { name = "event", kind = "text", role = "dimension", on_demand = true,
                description = "One call for each event of the tracking plan, at most 50." }
local plan = { name = "plan", kind = "text", role = "dimension", on_demand = true,
               description = "The user property \"plan\", where the project sends one." }

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
    { name = "funnels", means = "the funnels to count: a name, a colon, its events with > between; a semicolon",
      pattern = "^[^\\n]{3,800}$", example = "checkout: Box Configured > Order Placed", optional = true },
  },
  auth = { kind = "oauth", scopes = { "mcp:read", "offline_access" } },

  tools = {
    context = {
      names = { "get_amplitude_context", "get_context" }, confidence = "documented",
      description = "The projects this sign-in may read; asked once, before the first call.",
    },
    query = {
      names = { "query_amplitude_data" }, confidence = "documented", reads = true, closed = true,
      description = "Counts people, events or revenue by day, week or month, by a few properties of the user.",
      arguments = {
        { path = "projectId", required = true, pattern = "^[0-9]+$" },
        { path = "chart.kind", required = true, one_of = { "segmentation", "sessions", "retention", "funnel" } },
        { path = "chart.events", at_most = 1 },
        { path = "chart.events[].event", pattern = "(?s)^.{1,400}$" },
        { path = "chart.start_event.event", one_of = { "_new" } },
        { path = "chart.return_events[].event", one_of = { "_active" } },
        { path = "chart.retention_method", one_of = { "nday" } },
        { path = "chart.steps[].event", pattern = "(?s)^.{1,400}$" },
        { path = "chart.conversion_window.value", min = 1, max = 366 },
        { path = "chart.conversion_window.unit", one_of = { "day" } },
        { path = "chart.events[].group_by[].property", one_of = { "$revenue" } },
        { path = "chart.events[].group_by[].scope", one_of = { "event" } },
        { path = "chart.group_by", at_most = 2 },
        { path = "chart.group_by[].property",
          one_of = { "platform", "country", "region", "city", "device_type", "version", "language", "utm_source",
                     "utm_campaign", "gp:plan" } },
        { path = "chart.group_by[].scope", one_of = { "user" } },
        { path = "chart.measured_as", open = true },  -- A table, or of sessions one word.
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
    experiment_results = {
      names = { "query_experiment" }, confidence = "documented", closed = true,
      because = "It gives the results of one experiment and changes nothing.",
      description = "The variants of one experiment with their lift.",
      arguments = {
        { path = "experimentId", required = true, pattern = "^[A-Za-z0-9_-]{1,64}$" },
        { path = "projectId", required = true, pattern = "^[0-9]+$" },
      },
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
      lookups = { { tool = "taxonomy", values = { names = "text:(?s)^.+$" } } },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time", description = "In the project's time zone." },
        { name = "users", kind = "count", role = "measure" },
        platform, country, region, city, device, version, language, source, campaign, plan, event,
      },
    },
    weekly_users = {
      name = "weekly users", description = "One row for each whole week, by its first day; unconfirmed form.",
      synonyms = { "amplitude weekly users" },
      tool = "query", time = "week", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "week", kind = "day", role = "time" },
        { name = "users", kind = "count", role = "measure" },
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    sessions = {
      name = "sessions", description = "One row for each day, with the sessions of it; unconfirmed form.",
      synonyms = { "amplitude sessions" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "sessions", kind = "count", role = "measure" },
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    session_length = {
      name = "session length", description = "One row for each day, with the mean length of its sessions; unconfirmed.",
      synonyms = { "length of sessions" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "seconds", kind = "number", role = "measure", description = "That it is seconds is unconfirmed." },
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    monthly_users = {
      name = "monthly users", description = "One row for each month, by its first day; unconfirmed form.",
      synonyms = { "amplitude monthly users" },
      tool = "query", time = "month", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "month", kind = "day", role = "time" },
        { name = "users", kind = "count", role = "measure" },
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    new_users = {
      name = "new users", description = "One row for each day, with the people first seen on it; unconfirmed form.",
      synonyms = { "amplitude new users" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "users", kind = "count", role = "measure" },
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    event_totals = {
      name = "event totals", description = "One row for each day, with its active events; unconfirmed form.",
      synonyms = { "amplitude event totals" },
      lookups = { { tool = "taxonomy", values = { names = "text:(?s)^.+$" } } },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "events", kind = "count", role = "measure" },
        platform, country, region, city, device, version, language, source, campaign, plan,
        event,
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
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    revenue = {
      name = "revenue", description = "One row for each day, with the revenue that was logged; unconfirmed form.",
      synonyms = { "amplitude revenue" },
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "revenue", kind = "number", role = "measure", description = "As logged, in no named currency." },
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    revenue_per_user = {
      name = "revenue per user",
      description = "Rows with a month's revenue, and rows with the people active in it; unconfirmed form.",
      tool = "query", time = "month", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "month", kind = "day", role = "time" },
        { name = "revenue", kind = "number", role = "measure", description = "As logged, in no named currency." },
        { name = "users", kind = "count", role = "measure", description = "People active in the month." },
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    retention = {
      name = "user retention",
      description = "One row for each day, with the people first seen on it and how many came back; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 180, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time", description = "The day of first use." },
        { name = "people_1", kind = "count", role = "measure", description = "Empty until the day after is over." },
        { name = "back_1", kind = "count", role = "measure", description = "Of these, seen on the day after." },
        { name = "people_7", kind = "count", role = "measure", description = "Empty until that day is over." },
        { name = "back_7", kind = "count", role = "measure", description = "Of these, seen on the 7th day after." },
        { name = "people_30", kind = "count", role = "measure", description = "Empty until that day is over." },
        { name = "back_30", kind = "count", role = "measure", description = "Of these, seen on the 30th day after." },
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    funnels = {
      name = "funnels",
      description = "One row for each day, with the people who began a funnel of the settings; unconfirmed form.",
      tool = "query", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "funnel", kind = "text", role = "dimension" },
        { name = "entered", kind = "count", role = "measure", description = "People who took the first step." },
        { name = "completed", kind = "count", role = "measure", description = "Of these, who took the last one." },
        platform, country, region, city, device, version, language, source, campaign, plan,
      },
    },
    experiment_results = {
      name = "experiment results", description = "One row for each variant of an experiment; unconfirmed fields.",
      tool = "experiment_results", pushes_range = false, longest_range_days = 0,
      lookups = { { tool = "experiments", values = { names = "text:(?s)^.+$" } } },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "experiment", kind = "text", role = "dimension" },
        { name = "variant", kind = "text", role = "dimension" },
        { name = "lift", kind = "number", role = "measure", unit = "percent" },
        { name = "people", kind = "count", role = "measure" },
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
      name = "daily active users",
      synonyms = { "DAU", "active users", "daily actives", "daily users", "users per day", "users", "unique users",
                   "people using the app", "people using the product" },
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
      name = "weekly active users", synonyms = { "WAU", "weekly actives", "weekly users" },
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
      synonyms = { "session length", "average session duration", "average session length", "session duration",
                   "time per session", "how long sessions last" },
      description = "The mean over the period's days of the mean length of the sessions of each day.",
      dataset = "session_length", value = { mean = "seconds" }, kind = "number", unit = "seconds", better = "up",
    },
    monthly_active_users = {
      name = "monthly active users",
      synonyms = { "MAU", "monthly actives", "monthly users" },
      description = "People active in a month; over several months their mean. Only months begun in the period count.",
      dataset = "monthly_users", value = { mean = "users" }, kind = "number", unit = "users", better = "up",
    },
    new_users = {
      name = "new users",
      synonyms = { "users gained", "first-time users", "sign-ups", "signups", "sign ups", "registrations",
                   "people who signed up", "newcomers" },
      description = "People first seen in the period, added up over its days.",
      dataset = "new_users", value = { sum = "users" }, kind = "count", better = "up",
    },
    event_totals = {
      name = "event totals",
      synonyms = { "product usage", "usage", "events", "events logged", "total events", "feature usage",
                   "features used", "clicked", "times used" },
      description = "The number of active events in the period.",
      dataset = "event_totals", value = { sum = "events" }, kind = "count", better = "up",
    },
    stickiness = {
      name = "stickiness", synonyms = { "DAU/MAU", "DAU over MAU", "sticky", "how sticky" },
      description = "Daily active users over those of the day's month, both added up over the days of past months.",
      dataset = "stickiness", value = { sum = "daily" }, per = { sum = "monthly" },
      kind = "ratio", unit = "percent", better = "up",
    },
    revenue = {
      name = "logged revenue",
      synonyms = { "amplitude revenue", "revenue logged", "revenue", "in-app revenue", "in app purchases" },
      description = "The sum of the property $revenue over all revenue events of the period, in no named currency.",
      dataset = "revenue", value = { sum = "revenue" }, kind = "number", better = "up",
    },
    arpu = {
      name = "ARPU", synonyms = { "average revenue per user", "revenue per user", "revenue per active user" },
      description = "Logged revenue over the people active in the month; of several months both are added up.",
      dataset = "revenue_per_user", value = { sum = "revenue" }, per = { sum = "users" }, kind = "number",
      better = "up",
    },
    day_1_retention = {
      name = "day 1 retention", synonyms = { "D1 retention", "next day retention", "1 day retention" },
      description = "New users seen again on the day after, over all new users of the period whose day is over.",
      dataset = "retention", value = { sum = "back_1" }, per = { sum = "people_1" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 50,
    },
    day_7_retention = {
      name = "day 7 retention",
      synonyms = { "retention", "N-day retention", "retention rate", "user retention", "7 day retention",
                   "D7 retention", "retention of new users", "users who come back" },
      description = "New users seen again on the 7th day after, over all new users of the period whose day is over.",
      dataset = "retention", value = { sum = "back_7" }, per = { sum = "people_7" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 50,
    },
    day_30_retention = {
      name = "day 30 retention", synonyms = { "D30 retention", "30 day retention", "month retention" },
      description = "New users seen again on the 30th day after, over all new users of the period whose day is over.",
      dataset = "retention", value = { sum = "back_30" }, per = { sum = "people_30" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 50,
    },
    funnel_conversion = {
      name = "funnel conversion",
      synonyms = { "funnel conversion rate", "funnel completion", "conversion rate", "conversion", "funnel",
                   "completion of the funnel", "funnel drop-off" },
      description = "People who took the last step of a funnel over those who took the first one in the period.",
      dataset = "funnels", value = { sum = "completed" }, per = { sum = "entered" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 50,
    },
    experiment_lift = {
      name = "experiment lift", synonyms = { "lift", "lift of the experiment", "experiment results", "test results" },
      description = "The largest lift of a variant over its control, in percent.",
      dataset = "experiment_results", value = { max = "lift" }, kind = "number", unit = "percent", better = "up",
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
    running_experiments = {
      name = "running experiments", synonyms = { "experiments running", "live experiments", "active experiments" },
      description = "The number of experiments that run today.",
      dataset = "experiments", value = { count = true, where = { { "state", "=", "running" } } }, kind = "count",
    },
    feature_flags = {
      name = "number of feature flags", synonyms = { "amplitude flags", "feature flags" },
      description = "The number of feature flags there are today, on or off.",
      dataset = "flags", value = { count = true }, kind = "count",
    },
    enabled_flags = {
      name = "enabled feature flags",
      synonyms = { "enabled flags", "feature flags switched on", "flags are on", "flags on" },
      description = "The number of feature flags that are switched on today.",
      dataset = "flags", value = { count = true, where = { { "enabled", "=", true } } }, kind = "count",
    },
  },

  dimensions = {
    platform = {
      name = "platform", synonyms = { "platforms", "OS", "operating system" },
      columns = {
        active_users = "platform", weekly_users = "platform", sessions = "platform", session_length = "platform",
        monthly_users = "platform", new_users = "platform", event_totals = "platform", stickiness = "platform",
        revenue = "platform",
        revenue_per_user = "platform", retention = "platform", funnels = "platform",
      },
      values = { { value = "iOS", synonyms = { "iPhone", "iPad" } }, "Android", "Web" },
      open_values = true,
    },
    country = {
      name = "country", synonyms = { "countries", "geo", "geography" },
      columns = {
        active_users = "country", weekly_users = "country", sessions = "country", session_length = "country",
        monthly_users = "country", new_users = "country", event_totals = "country", stickiness = "country",
        revenue = "country",
        revenue_per_user = "country", retention = "country", funnels = "country",
      },
      values = { { value = "United States", synonyms = { "USA", "US" } }, "Germany", "France",
                 { value = "United Kingdom", synonyms = { "UK" } } },
      open_values = true,
    },
    region = {
      name = "region", synonyms = { "regions", "state or region", "province" },
      columns = {
        active_users = "region", weekly_users = "region", sessions = "region", session_length = "region",
        monthly_users = "region", new_users = "region", event_totals = "region", stickiness = "region",
        revenue = "region",
        revenue_per_user = "region", retention = "region", funnels = "region",
      },
      open_values = true,
    },
    city = {
      name = "city", synonyms = { "cities", "town" },
      columns = {
        active_users = "city", weekly_users = "city", sessions = "city", session_length = "city",
        monthly_users = "city", new_users = "city", event_totals = "city", stickiness = "city", revenue = "city",
        revenue_per_user = "city", retention = "city", funnels = "city",
      },
      open_values = true,
    },
    device = {
      name = "device type", synonyms = { "device", "devices", "kind of device" },
      columns = {
        active_users = "device", weekly_users = "device", sessions = "device", session_length = "device",
        monthly_users = "device", new_users = "device", event_totals = "device", stickiness = "device",
        revenue = "device",
        revenue_per_user = "device", retention = "device", funnels = "device",
      },
      open_values = true,
    },
    version = {
      name = "version", synonyms = { "app version", "versions", "release", "build" },
      columns = {
        active_users = "version", weekly_users = "version", sessions = "version", session_length = "version",
        monthly_users = "version", new_users = "version", event_totals = "version", stickiness = "version",
        revenue = "version",
        revenue_per_user = "version", retention = "version", funnels = "version",
      },
      open_values = true,
    },
    language = {
      name = "language", synonyms = { "languages", "locale" },
      columns = {
        active_users = "language", weekly_users = "language", sessions = "language", session_length = "language",
        monthly_users = "language", new_users = "language", event_totals = "language", stickiness = "language",
        revenue = "language",
        revenue_per_user = "language", retention = "language", funnels = "language",
      },
      open_values = true,
    },
    source = {
      name = "source", synonyms = { "utm source", "utm_source", "traffic source", "channel", "acquisition channel" },
      columns = {
        active_users = "source", weekly_users = "source", sessions = "source", session_length = "source",
        monthly_users = "source", new_users = "source", event_totals = "source", stickiness = "source",
        revenue = "source",
        revenue_per_user = "source", retention = "source", funnels = "source",
      },
      values = { "google", "facebook", "instagram", "linkedin", "newsletter" }, open_values = true,
    },
    campaign = {
      name = "campaign", synonyms = { "campaigns", "utm campaign", "utm_campaign", "utm" },
      columns = {
        active_users = "campaign", weekly_users = "campaign", sessions = "campaign", session_length = "campaign",
        monthly_users = "campaign", new_users = "campaign", event_totals = "campaign", stickiness = "campaign",
        revenue = "campaign",
        revenue_per_user = "campaign", retention = "campaign", funnels = "campaign",
      },
      open_values = true,
    },
    plan = {
      name = "plan", synonyms = { "plans", "tier", "tiers", "subscription plan", "pricing plan" },
      columns = {
        active_users = "plan", weekly_users = "plan", sessions = "plan", session_length = "plan",
        monthly_users = "plan", new_users = "plan", event_totals = "plan", stickiness = "plan", revenue = "plan",
        revenue_per_user = "plan", retention = "plan", funnels = "plan",
      },
      open_values = true,
    },
    event = {
      name = "event", synonyms = { "event name", "events", "feature", "features", "action" },
      columns = { event_totals = "event", tracked_events = "event", active_users = "event" }, open_values = true,
    },
    funnel = {
      name = "funnel", synonyms = { "funnels", "funnel name" }, columns = { funnels = "funnel" }, open_values = true,
    },
    experiment = {
      name = "experiment", synonyms = { "experiments", "A/B test", "test", "experiment name" },
      columns = { experiments = "experiment", experiment_results = "experiment" }, open_values = true,
    },
    variant = {
      name = "variant", synonyms = { "variants", "treatment" }, columns = { experiment_results = "variant" },
      open_values = true,
    },
    status = {
      name = "status", synonyms = { "event status", "plan status" }, columns = { tracked_events = "status" },
      open_values = true,
    },
    state = {
      name = "experiment state", synonyms = { "state" }, columns = { experiments = "state" },
      open_values = true, values = { "running", "planning", "decision-made" },
    },
  },

  ask = {
    "Daily active users in Amplitude by event last month",
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
    "Sessions in Amplitude by country last month",
    "Daily active users in Amplitude by plan last month",
    "How did stickiness by country develop in Amplitude last quarter?",
    "New users in Amplitude by channel in October",
    "Event totals in Amplitude by country and platform last month",
    "How many daily active users did Amplitude see in Germany last month?",
    "Event totals in Amplitude by event last month",
    "Day 7 retention in Amplitude by platform last quarter",
    "What was the ARPU in Amplitude by month this year?",
    "Experiment lift in Amplitude by experiment",
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
    { symptom = "People of two countries are not added up",
      cause = "who was in both on a day would count twice", fix = "ask by country, or for one country" },
    { symptom = "By plan there is one nameless group", cause = "the project sends no user property called plan",
      fix = "send one, or ask by another property" },
    { symptom = "Logged revenue has no currency", cause = "Amplitude adds the amounts up as they were logged",
      fix = "log one currency, or take revenue from the vendor of your payments" },
    { symptom = "Today is missing", cause = "the running day or month is left out", fix = "ask again tomorrow" },
  },
}
