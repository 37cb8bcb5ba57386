-- Plaid: how an integration of Plaid does, seen by the developers who run it. Data only; read in an empty environment.
-- The server knows no bank data of end users: only the funnel of Link, its errors, and how often each product is used.

return {
  id = "plaid", name = "Plaid", category = "Payments & Finance", api = 1,
  synonyms = { "plaid link", "plaid dashboard" },
  docs = "https://plaid.com/docs/resources/mcp/",

  server = { url = "https://api.dashboard.plaid.com/mcp", transport = "both", confidence = "documented" },
  auth = { kind = "oauth", scopes = { "mcp:dashboard" } },
  settings = {
    { name = "team", means = "the id of the team to read, where the sign-in belongs to several",
      pattern = "^[A-Za-z0-9_-]{1,64}$", example = "team_0001", optional = true },
  },

  tools = {
    teams = {
      names = { "plaid_list_teams" }, confidence = "documented",
      description = "The teams of the person who signed in; asked once, before the first call.",
    },
    link = {
      names = { "plaid_get_link_analytics" }, confidence = "documented",
      because = "Link is the name of Plaid's sign-in window, and the tool only counts what happened in it.",
      description = "The funnel and the errors of Link over a period.",
    },
    usage = {
      names = { "plaid_get_usages" }, confidence = "documented",
      description = "How often each product was used, by day.",
    },
  },

  account = { tool = "teams", values = { team_id = "text:^[A-Za-z0-9_-]+$" } },

  datasets = {
    teams = {
      name = "Plaid teams", description = "One row for each team of the person who signed in.",
      tool = "teams", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "team", kind = "text", role = "dimension" },
      },
    },
    link_funnel = {
      name = "Link funnel", description = "One row for each day: how far people came in Link.",
      synonyms = { "link sessions", "link conversion" },
      tool = "link", time = "day", pushes_range = true, longest_range_days = 1, needs_range = true,
      paging = { rows_per_page = 1, pages_max = 0 }, rows_at = "funnel",
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "opens", kind = "count", role = "measure", description = "Link was opened." },
        { name = "selections", kind = "count", role = "measure", description = "An institution was chosen." },
        { name = "handoffs", kind = "count", role = "measure", description = "The connection was made." },
        { name = "abandoned", kind = "count", role = "measure", description = "Opened, but no connection made." },
      },
    },
    link_errors = {
      name = "Link errors", description = "One row for each day: how many Link sessions met an error.",
      synonyms = { "link failures" },
      tool = "link", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      rows_at = "errorsOverTime.series",
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "errors", kind = "count", role = "measure" },
      },
    },
    link_error_types = {
      name = "Link error types", description = "One row for each day and type of error in Link.",
      synonyms = { "link error kinds" },
      tool = "link", time = "day", pushes_range = true, longest_range_days = 0, needs_range = true,
      rows_at = "errorsOverTime.series",
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "error_type", kind = "text", role = "dimension" },
        { name = "errors", kind = "count", role = "measure" },
      },
    },
    usage = {
      name = "product usage",
      description = "One row for each day and product: how often it was used; the form of the reply is unconfirmed.",
      synonyms = { "api usage", "billed usage", "product requests" },
      tool = "usage", time = "day", pushes_range = true, longest_range_days = 365, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "product", kind = "text", role = "dimension" },
        { name = "uses", kind = "count", role = "measure" },
      },
    },
  },

  metrics = {
    teams = {
      name = "Plaid teams", synonyms = { "teams", "number of teams" },
      description = "The number of teams that the person who signed in belongs to.",
      dataset = "teams", value = { count = true }, kind = "count",
    },
    link_conversion_rate = {
      name = "Link conversion rate",
      synonyms = { "link conversion", "connection conversion", "link success rate", "bank connection rate",
                   "conversion", "link conversions", "conversion rate" },
      description = "Connections made over the times that Link was opened.",
      dataset = "link_funnel", value = { sum = "handoffs" }, per = { sum = "opens" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 50,
    },
    institution_selection_rate = {
      name = "institution selection rate",
      synonyms = { "selection rate", "share choosing a bank", "bank selection rate" },
      description = "Times that an institution was chosen over the times that Link was opened.",
      dataset = "link_funnel", value = { sum = "selections" }, per = { sum = "opens" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 50,
    },
    completion_after_selection = {
      name = "completion after selection",
      synonyms = { "completion rate", "handoff rate", "finish rate after selection" },
      description = "Connections made over the times that an institution was chosen.",
      dataset = "link_funnel", value = { sum = "handoffs" }, per = { sum = "selections" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 50,
    },
    link_abandonment_rate = {
      name = "Link abandonment rate",
      synonyms = { "link drop-off rate", "abandonment in link", "share dropping out of link", "drop-off",
                   "drop off rate", "abandonment" },
      description = "Times that Link was opened without a connection, over the times that it was opened.",
      dataset = "link_funnel", value = { sum = "abandoned" }, per = { sum = "opens" },
      kind = "ratio", unit = "percent", better = "down", sample_min = 50,
    },
    link_opens = {
      name = "Link opens",
      synonyms = { "link sessions", "sessions opened", "times link was opened", "opens", "link starts" },
      description = "How often Link was opened.",
      dataset = "link_funnel", value = { sum = "opens" }, kind = "count", better = "up",
    },
    institutions_selected = {
      name = "institutions selected", synonyms = { "banks selected", "institution selections" },
      description = "How often an institution was chosen in Link.",
      dataset = "link_funnel", value = { sum = "selections" }, kind = "count", better = "up",
    },
    successful_connections = {
      name = "successful connections",
      synonyms = { "handoffs", "linked accounts", "bank connections", "connections made", "accounts linked",
                   "banks linked", "connected accounts", "items created" },
      description = "How often a connection was made in Link.",
      dataset = "link_funnel", value = { sum = "handoffs" }, kind = "count", better = "up",
    },
    link_errors = {
      name = "Link errors",
      synonyms = { "errors in link", "link failures", "number of link errors", "errors", "failed links" },
      description = "How many Link sessions met an error: Plaid's own total.",
      dataset = "link_errors", value = { sum = "errors" }, kind = "count", better = "down",
    },
    errors_by_type = {
      name = "Link error types", synonyms = { "errors by type", "kinds of link errors", "link errors by type" },
      description = "How often each type of error came up in Link; a session may meet several.",
      dataset = "link_error_types", value = { sum = "errors" }, kind = "count", better = "down",
    },
    product_usage = {
      name = "product usage",
      synonyms = { "API usage", "requests", "billed units", "usage", "product requests", "API calls" },
      description = "How often Plaid's products were used.",
      dataset = "usage", value = { sum = "uses" }, kind = "count",
    },
    auth_requests = {
      name = "Auth requests", synonyms = { "Auth calls", "requests of Auth" },
      description = "How often Auth was asked for.",
      dataset = "usage", value = { sum = "uses", where = { { "product", "=", "auth-request" } } }, kind = "count",
    },
    balance_requests = {
      name = "Balance requests", synonyms = { "Balance calls", "requests of Balance" },
      description = "How often Balance was asked for.",
      dataset = "usage", value = { sum = "uses", where = { { "product", "=", "balance-request" } } }, kind = "count",
    },
    identity_requests = {
      name = "Identity requests", synonyms = { "Identity calls", "requests of Identity" },
      description = "How often Identity was asked for.",
      dataset = "usage", value = { sum = "uses", where = { { "product", "=", "identity-request" } } }, kind = "count",
    },
    signal_requests = {
      name = "Signal requests", synonyms = { "Signal calls", "requests of Signal" },
      description = "How often Signal was asked for.",
      dataset = "usage", value = { sum = "uses", where = { { "product", "=", "signal-request" } } }, kind = "count",
    },
    products_used = {
      name = "products used", synonyms = { "number of products used", "different products" },
      description = "The number of different products with any use.",
      dataset = "usage", value = { distinct = "product", where = { { "uses", ">", 0 } } }, kind = "count",
    },
  },

  dimensions = {
    team = { name = "team", synonyms = { "plaid team" }, columns = { teams = "team" }, open_values = true },
    error_type = {
      name = "error type", synonyms = { "type of error", "error types", "kind of error", "link error type" },
      columns = { link_error_types = "error_type" }, open_values = true,
    },
    product = {
      name = "product", synonyms = { "products", "metric type", "plaid product" }, columns = { usage = "product" },
      open_values = true,
      values = { { value = "transactions", synonyms = { "transactions product", "transaction requests" } },
                 { value = "payment_initiation-initd", synonyms = { "payment initiation" } },
                 { value = "enriched-transaction", synonyms = { "enrich", "enrichment" } },
                 { value = "auth-request", synonyms = { "auth" } },
                 { value = "balance-request", synonyms = { "balance" } },
                 { value = "identity-request", synonyms = { "identity" } },
                 { value = "transactions-refresh", synonyms = { "transaction refreshes" } },
                 { value = "signal-request", synonyms = { "signal" } },
                 { value = "identity-match-request", synonyms = { "identity match" } },
                 { value = "assets-add", synonyms = { "assets", "asset reports" } },
                 { value = "investments-h", synonyms = { "investment holdings" } },
                 { value = "investments-t", synonyms = { "investment transactions" } },
                 { value = "income-bank-request", synonyms = { "bank income" } },
                 { value = "statements-single-doc", synonyms = { "statements", "bank statements" } },
                 { value = "idv-base", synonyms = { "identity verification", "idv" } },
                 { value = "cra-base-report-create", synonyms = { "base reports", "consumer reports" } },
                 { value = "momo-transfer-ach", synonyms = { "ach transfers" } },
                 { value = "liabilities", synonyms = { "liabilities requests" } } },
    },
  },

  ask = {
    "Which Plaid teams are there?",
    "How high was the Plaid Link conversion rate in the last 4 weeks?",
    "Show Plaid Link opens by day for the last 14 days",
    "How many successful connections did we make with Plaid last week?",
    "Compare the Plaid Link conversion rate this month with last month",
    "Plaid Link error types by error type in the last 30 days",
    "How many Plaid Link errors were there each week since September?",
    "What was Plaid product usage by product in October?",
    "Plaid product usage of auth by month in the last 6 months",
    "What is the Plaid Link abandonment rate by week since October?",
    "Top 3 Plaid products by usage last month",
    "How many Auth requests did we make with Plaid in October?",
    "What was the institution selection rate by week since October?",
  },

  errors = {
    { pattern = "(?i)does not belong to (the|this|your) team|team.{0,20}not found", fault = "reconnect",
      message = "Plaid no longer knows the team that this connection reads. Connect Plaid again." },
    { pattern = "(?i)invalid_grant|invalid_token|unauthori[sz]ed|token.{0,20}expired", fault = "reconnect",
      message = "Plaid has ended this connection. Connect Plaid again." },
    { pattern = "(?i)invalid.{0,20}date|date.{0,40}(before|earlier|range|required)", fault = "invalid",
      message = "Plaid refused the period: Link goes back to September 2023, usage one year." },
    { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
      message = "Plaid asks for a pause: too many requests in a short time. Ask again in a minute." },
  },

  pitfalls = {
    { symptom = "Bank balances and transactions cannot be asked",
      cause = "the server is for developers: it holds no bank data of end users",
      fix = "ask a vendor that takes or makes the payments" },
    { symptom = "The funnel of a year takes long or does not arrive",
      cause = "Plaid gives one funnel for a call, so that each day is asked for on its own",
      fix = "ask for a shorter time" },
    { symptom = "Days are missing in a chart of errors", cause = "Plaid says nothing about these days",
      fix = "read a gap as unknown, not as zero" },
    { symptom = "Usage of more than a year ago is refused", cause = "Plaid keeps usage for one year",
      fix = "ask for a period within the last year" },
    { symptom = "Only one team is seen", cause = "where no team was named, the first of the list is read",
      fix = "connect once for each team, with the setting \"team\"" },
  },
}
