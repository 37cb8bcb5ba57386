-- Ecomail: e-mail and SMS marketing. Data only; read in an empty environment.
-- Nobody has published this server's tool names or the fields of its replies. So tools are capabilities, found by words
-- in the live list and admitted by the strictest rule only, and plugin.lua looks for each field under several names.

return {
  id = "ecomail", name = "Ecomail", category = "Content, Storage & Marketing", api = 1,
  names = { "Ecomail.cz" },
  synonyms = { "e-mail marketing", "email marketing", "newsletters" },
  docs = "https://claribi.com/knowledge-base/ecomail-mcp-integration/",

  server = {
    url = "https://{account}.ecomailapp.cz/mcp", transport = "streamable-http", confidence = "unconfirmed",
    parameters = {
      { name = "account", means = "the handle in the address under which you open Ecomail",
        pattern = "^[a-z0-9][a-z0-9-]*$" },
    },
  },
  auth = { kind = "oauth", scopes = {} },

  tools = {
    campaigns = {
      words = { { "campaign", "statistics" }, { "campaign", "stats" }, { "campaign" }, { "newsletter" } },
      description = "Campaigns with what was delivered, opened and clicked.", confidence = "unconfirmed",
    },
    automations = {
      words = { { "automation", "statistics" }, { "automation", "stats" }, { "automation" }, { "pipeline" } },
      description = "Automations with entries, mails and conversions.", confidence = "unconfirmed",
    },
    growth = {
      words = { { "subscriber", "growth" }, { "subscriber", "statistics" }, { "subscriber", "stats" } },
      description = "How many people joined and left each list, day by day; counts, no people.",
      confidence = "unconfirmed",
    },
  },

  datasets = {
    campaign_stats = {
      name = "campaign statistics", description = "One row for each campaign and segment it went to.",
      synonyms = { "campaigns", "newsletters", "mailings", "e-mails sent" },
      tool = "campaigns", time = "sent_at", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 }, rows_at = "data",
      columns = {
        { name = "campaign", kind = "text", role = "dimension" },
        { name = "segment", kind = "text", role = "dimension" },
        { name = "list", kind = "text", role = "dimension" },
        { name = "channel", kind = "text", role = "dimension" },
        { name = "sent_at", kind = "day", role = "time" },
        { name = "sent", kind = "count", role = "measure" },
        { name = "delivered", kind = "count", role = "measure" },
        { name = "opens", kind = "count", role = "measure" },
        { name = "clicks", kind = "count", role = "measure" },
        { name = "unsubscribes", kind = "count", role = "measure" },
      },
    },
    automation_stats = {
      name = "automation statistics", description = "One row for each automation and day.",
      synonyms = { "automations", "flows", "series", "pipelines" },
      tool = "automations", time = "day", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 }, rows_at = "data",
      columns = {
        { name = "automation", kind = "text", role = "dimension" },
        { name = "day", kind = "day", role = "time" },
        { name = "entries", kind = "count", role = "measure" },
        { name = "delivered", kind = "count", role = "measure" },
        { name = "opens", kind = "count", role = "measure" },
        { name = "clicks", kind = "count", role = "measure" },
        { name = "unsubscribes", kind = "count", role = "measure" },
        { name = "conversions", kind = "count", role = "measure" },
      },
    },
    list_growth = {
      name = "list growth", description = "One row for each list and day: who joined, who left, how many there are.",
      synonyms = { "lists", "list size", "audience growth" },
      tool = "growth", time = "day", starts = "day", ends = "day_after", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 }, rows_at = "data",
      columns = {
        { name = "list", kind = "text", role = "dimension" },
        { name = "day", kind = "day", role = "time" },
        { name = "day_after", kind = "day", role = "time",
          description = "When the next row's number holds." },
        { name = "subscribed", kind = "count", role = "measure" },
        { name = "unsubscribed", kind = "count", role = "measure" },
        { name = "gained", kind = "count", role = "measure" },
        { name = "subscribers", kind = "count", role = "measure" },
      },
    },
  },

  metrics = {
    open_rate = {
      name = "open rate",
      synonyms = { "opens", "open-rate", "opening rate", "opened", "opened newsletters", "how many open",
                   "share of opens", "mail opens", "readers who opened" },
      description = "Opens over delivered mails of the campaigns; SMS, which nobody can see opened, is left out.",
      dataset = "campaign_stats", value = { sum = "opens", where = { { "channel", "=", "email" } } },
      per = { sum = "delivered", where = { { "channel", "=", "email" } } },
      kind = "ratio", unit = "percent", better = "up", sample_min = 100,
    },
    click_rate = {
      name = "click rate",
      synonyms = { "CTR", "click-through rate", "click through rate", "clickthrough", "click thru rate" },
      description = "Clicks over delivered messages of the campaigns.",
      dataset = "campaign_stats", value = { sum = "clicks" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 100,
    },
    unsubscribe_rate = {
      name = "unsubscribe rate",
      synonyms = { "opt-outs", "opt-out rate", "opt outs", "opting out" },
      description = "Unsubscribes over delivered messages of the campaigns.",
      dataset = "campaign_stats", value = { sum = "unsubscribes" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "down", sample_min = 100,
    },
    clicks = {
      name = "clicks", synonyms = { "clicked", "clicks on links", "link clicks", "who clicks", "number of clicks" },
      description = "The clicks on the campaigns sent in the period.",
      dataset = "campaign_stats", value = { sum = "clicks" }, kind = "count", better = "up",
    },
    unsubscribes = {
      name = "unsubscribes",
      synonyms = { "unsubscribed", "unsubscriptions", "signed off", "people leave", "leavers",
                   "number of unsubscribes" },
      description = "The unsubscribes from the campaigns sent in the period.",
      dataset = "campaign_stats", value = { sum = "unsubscribes" }, kind = "count", better = "down",
    },
    delivered = {
      name = "messages delivered",
      synonyms = { "delivered messages", "delivered mails", "emails delivered", "sends", "mailing volume",
                   "emails sent", "volume", "messages sent", "mails sent", "messages sent out", "mails delivered",
                   "sent mails" },
      description = "The number of campaign messages that arrived.",
      dataset = "campaign_stats", value = { sum = "delivered" }, kind = "count",
    },
    campaigns_sent = {
      name = "campaigns sent", synonyms = { "number of campaigns", "campaign count" },
      description = "The number of different campaigns sent in the period.",
      dataset = "campaign_stats", value = { distinct = "campaign" }, kind = "count",
    },
    conversion_rate = {
      name = "conversion rate",
      synonyms = { "converting", "conversion", "conversions", "conversion of a series", "converts",
                   "automation conversion rate", "welcome series", "welcome series conversion", "series conversion",
                   "welcome flow", "conversion of the welcome flow", "series conversions", "flow conversion",
                   "conversions of automations", "automations convert" },
      description = "Conversions over people who entered an automation in the period.",
      dataset = "automation_stats", value = { sum = "conversions" }, per = { sum = "entries" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 50,
    },
    automation_unsubscribe_rate = {
      name = "automation unsubscribe rate",
      synonyms = { "unsubscribe rate of automations", "automations unsubscribe rate", "automation opt-outs",
                   "flow unsubscribe rate", "opt-outs by automation", "opt-out rate of automations",
                   "unsubscribes per automation", "opt-outs of automations", "unsubscribes from automations" },
      description = "Unsubscribes over delivered mails of the automations.",
      dataset = "automation_stats", value = { sum = "unsubscribes" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "down", sample_min = 100,
    },
    automation_open_rate = {
      name = "automation open rate", synonyms = { "open rate of automations", "flow open rate" },
      description = "Opens over delivered mails of the automations.",
      dataset = "automation_stats", value = { sum = "opens" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 100,
    },
    click_rate_of_automations = {
      name = "automation click rate", synonyms = { "click rate of automations", "flow click rate", "automation CTR" },
      description = "Clicks over delivered mails of the automations.",
      dataset = "automation_stats", value = { sum = "clicks" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 100,
    },
    automation_entries = {
      name = "automation entries", synonyms = { "entries", "people entering automations", "entered automation" },
      description = "How many people entered an automation in the period.",
      dataset = "automation_stats", value = { sum = "entries" }, kind = "count", better = "up",
    },
    new_subscribers = {
      name = "new subscribers",
      synonyms = { "subscribers joined", "sign-ups to lists", "list sign-ups", "new contacts", "sign-ups", "signups",
                   "new sign-ups", "subscribed", "joiners", "joined lists" },
      description = "How many people joined a list in the period; nobody who left is taken off.",
      dataset = "list_growth", value = { sum = "subscribed" }, kind = "count", better = "up",
    },
    subscribers_gained = {
      name = "subscribers gained",
      synonyms = { "net subscribers", "list growth", "subscriber growth", "gain subscribers", "subscribers gain",
                   "net growth", "net new subscribers", "list grew", "growth of lists" },
      description = "People who joined a list less people who left it in the period.",
      dataset = "list_growth", value = { sum = "gained" }, kind = "count", better = "up",
    },
    subscribers_lost = {
      name = "subscribers lost",
      synonyms = { "lost contacts", "people who left a list", "list unsubscribes", "churned contacts" },
      description = "How many people left a list in the period.",
      dataset = "list_growth", value = { sum = "unsubscribed" }, kind = "count", better = "down",
    },
    subscribers = {
      name = "subscribers",
      synonyms = { "contacts", "list size", "audience size", "number of subscribers", "contact count", "base size",
                   "people subscribed", "number of contacts", "people on lists", "list sizes", "size of our lists" },
      description = "How many people are on the lists at the end of the period; one on two lists counts twice.",
      dataset = "list_growth", value = { sum = "subscribers", at = "end" }, kind = "count", better = "up",
    },
  },

  dimensions = {
    segment = {
      name = "segment",
      synonyms = { "segments", "audience segment", "customer segment", "customer group", "target group",
                   "audience segments" },
      columns = { campaign_stats = "segment" }, open_values = true,
    },
    automation = {
      name = "automation",
      synonyms = { "automations", "flow", "flows", "series", "pipeline", "pipelines", "workflow", "workflows",
                   "journey", "journeys", "email series" },
      columns = { automation_stats = "automation" }, open_values = true,
    },
    campaign = {
      name = "campaign",
      synonyms = { "campaigns", "newsletter", "newsletters", "mailing", "mailings", "email campaign", "mail",
                   "blast" },
      columns = { campaign_stats = "campaign" }, open_values = true,
    },
    list = {
      name = "list",
      synonyms = { "lists", "audience", "mailing list", "contact list", "audiences", "mailing lists" },
      columns = { campaign_stats = "list", list_growth = "list" }, open_values = true,
    },
    channel = {
      name = "channel",
      synonyms = { "channels", "medium", "email or SMS", "mail vs SMS", "message type" },
      columns = { campaign_stats = "channel" },
      values = { { value = "email", synonyms = { "e-mail", "mail", "emails" } },
                 { value = "SMS", synonyms = { "text message", "text messages" } } },
    },
  },

  ask = {
    "What was the open rate by segment in Ecomail last quarter?",
    "Which automations had the lowest unsubscribe rate this year?",
    "How well is the welcome series converting by month?",
    "How many new subscribers joined each month this year?",
    "Compare the click rate of SMS and email campaigns in Ecomail in the last 6 months",
    "Top 10 campaigns in Ecomail by click rate in the last 90 days",
    "How many subscribers are on each list in Ecomail?",
    "How did the unsubscribe rate in Ecomail develop by week last quarter?",
  },

  errors = {
    { pattern = "(?i)account not found", fault = "not_found",
      message = "Ecomail has no account under this handle, or MCP is not switched on for it. Check the handle." },
    { pattern = "(?i)invalid_grant|unauthenticated|token (has )?expired", fault = "reconnect",
      message = "Ecomail has ended this connection. Connect Ecomail again." },
    { pattern = "(?i)too many requests|rate.?limit", fault = "over_limit",
      message = "Ecomail asks for a pause: too many requests in a short time. Ask again in a minute." },
  },

  pitfalls = {
    { symptom = "\"Account not found\", or no answer at the address",
      cause = "the handle is wrong, or MCP is switched off",
      fix = "copy the handle from the address under which you open Ecomail, and connect again" },
    { symptom = "A dataset is missing after the connection was made",
      cause = "tools differ by plan, and only tools that say they are read-only are taken",
      fix = "see the tools page of the connection: what waits there can be admitted by an administrator" },
    { symptom = "The average of the campaigns' rates is another number",
      cause = "rates are computed from all delivered messages, so that big campaigns weigh more",
      fix = "group by campaign to see each one" },
    { symptom = "A rate is empty although Ecomail shows one",
      cause = "the server sent rates but not the counts behind them", fix = "look at the tool's reply and report it" },
  },
}
