-- Klaviyo: campaigns, flows, profiles, lists and segments of an account. Data only; read in an empty environment.
-- The reports need the id of a conversion metric, which differs by account; see the pitfalls.

return {
  id = "klaviyo", name = "Klaviyo", category = "CRM & Customer Success", api = 1,
  synonyms = { "klaviyo account", "klaviyo marketing" },
  docs = "https://developers.klaviyo.com/en/docs/klaviyo_mcp_server",

  server = {
    url = "https://mcp.klaviyo.com/mcp?read-only=true", transport = "streamable-http", confidence = "documented",
  },
  auth = { kind = "oauth", scopes = { "campaigns:read", "flows:read", "lists:read", "segments:read", "profiles:read",
                                      "catalogs:read" } },

  tools = {
    campaigns = {
      names = { "get_campaigns" }, confidence = "documented", closed = true,
      description = "The campaigns of one channel, page by page.",
      arguments = {
        { path = "model", required = true, constant = "none" },
        { path = "channel", required = true, one_of = { "email", "sms", "mobile_push" } },
        { path = "fields[]", one_of = { "name", "status", "archived", "created_at", "scheduled_at", "send_time" } },
        { path = "pageCursor" },
      },
    },
    flows = {
      names = { "get_flows" }, confidence = "documented", closed = true,
      description = "The flows with their state and what triggers them.",
      arguments = {
        { path = "model", required = true, constant = "none" },
        { path = "fields[]", one_of = { "name", "status", "archived", "created", "updated", "trigger_type" } },
        { path = "pageCursor" },
      },
    },
    profiles = {
      names = { "get_profiles" }, confidence = "documented", closed = true,
      description = "Profiles: only the day they were made and the country are asked for.",
      arguments = {
        { path = "model", required = true, constant = "none" },
        { path = "fields[]", required = true, one_of = { "created", "location.country" } },
        { path = "sort", constant = "-created" },
        { path = "pageSize", min = 1, max = 100 },
        { path = "pageCursor" },
      },
    },
    lists = {
      names = { "get_lists" }, confidence = "documented", closed = true,
      description = "The lists with their way of signing up; no members.",
      arguments = {
        { path = "model", required = true, constant = "none" },
        { path = "fields[]", one_of = { "name", "created", "updated", "opt_in_process" } },
        { path = "pageCursor" },
      },
    },
    segments = {
      names = { "get_segments" }, confidence = "documented", closed = true,
      description = "The segments and whether they are in use; no members.",
      arguments = {
        { path = "model", required = true, constant = "none" },
        { path = "fields[]", one_of = { "name", "created", "updated", "is_active", "is_starred" } },
        { path = "pageCursor" },
      },
    },
    catalog_items = {
      names = { "get_catalog_items" }, confidence = "documented", closed = true,
      description = "The products of the catalogue.",
      arguments = {
        { path = "model", required = true, constant = "none" },
        { path = "fields[]", one_of = { "external_id", "title", "published", "created", "updated" } },
        { path = "pageCursor" },
      },
    },
  },

  datasets = {
    campaigns = {
      name = "campaigns", description = "One row for each campaign of any channel, by the time it was sent.",
      synonyms = { "klaviyo campaigns" },
      tool = "campaigns", time = "sent", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "campaign", kind = "text", role = "dimension" },
        { name = "status", kind = "text", role = "dimension", description = "In lower case: sent, draft, scheduled." },
        { name = "created", kind = "time", role = "time" },
        { name = "scheduled", kind = "time", role = "time" },
        { name = "sent", kind = "time", role = "time", description = "Empty for what was not sent." },
        { name = "archived", kind = "flag", role = "dimension" },
      },
    },
    flows = {
      name = "flows", description = "One row for each flow, with the state it has today.",
      synonyms = { "klaviyo automations" },
      tool = "flows", time = "created", starts = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "flow", kind = "text", role = "dimension" },
        { name = "status", kind = "text", role = "dimension", description = "In lower case: live, draft, manual." },
        { name = "trigger", kind = "text", role = "dimension" },
        { name = "created", kind = "time", role = "time" },
        { name = "updated", kind = "time", role = "time" },
        { name = "archived", kind = "flag", role = "dimension" },
      },
    },
    profiles = {
      name = "profiles", description = "One row for each profile, by the time it was made; ids, no names.",
      synonyms = { "klaviyo profiles" },
      tool = "profiles", time = "created", pushes_range = true, longest_range_days = 0,
      paging = { rows_per_page = 100, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "country", kind = "text", role = "dimension" },
      },
    },
    lists = {
      name = "lists", description = "One row for each list, by the time it was made.", synonyms = { "klaviyo lists" },
      tool = "lists", time = "created", starts = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "list", kind = "text", role = "dimension" },
        { name = "opt_in", kind = "text", role = "dimension" },
        { name = "created", kind = "time", role = "time" },
      },
    },
    segments = {
      name = "segments", description = "One row for each segment, by the time it was made.",
      synonyms = { "klaviyo segments" },
      tool = "segments", time = "created", starts = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "segment", kind = "text", role = "dimension" },
        { name = "active", kind = "flag", role = "dimension" },
        { name = "starred", kind = "flag", role = "dimension" },
        { name = "created", kind = "time", role = "time" },
      },
    },
    catalog_items = {
      name = "catalogue items", description = "One row for each product of the catalogue, by the time it was added.",
      synonyms = { "catalog items", "klaviyo products" },
      tool = "catalog_items", time = "created", starts = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "item", kind = "text", role = "dimension" },
        { name = "published", kind = "flag", role = "dimension" },
        { name = "created", kind = "time", role = "time" },
      },
    },
  },

  metrics = {
    campaigns_sent = {
      name = "campaigns sent", synonyms = { "sent campaigns", "klaviyo campaigns", "campaign sends" },
      description = "The number of campaigns, of all channels, sent in the period.",
      dataset = "campaigns", value = { count = true, where = { { "status", "=", "sent" } } }, kind = "count",
    },
    campaigns_created = {
      name = "campaigns created", synonyms = { "new campaigns", "created campaigns" },
      description = "The number of campaigns made in the period, sent or not.",
      dataset = "campaigns", value = { count = true, time = "created" }, kind = "count",
    },
    draft_campaigns = {
      name = "draft campaigns", synonyms = { "campaign drafts", "campaigns in draft", "unsent campaigns" },
      description = "Campaigns made in the period that are still drafts today.",
      dataset = "campaigns", value = { count = true, time = "created", where = { { "status", "=", "draft" } } },
      kind = "count",
    },
    scheduled_campaigns = {
      name = "scheduled campaigns", synonyms = { "campaigns scheduled", "planned campaigns" },
      description = "Campaigns that wait to be sent, by the time they are due to go.",
      dataset = "campaigns", value = { count = true, time = "scheduled", where = { { "status", "=", "scheduled" } } },
      kind = "count",
    },
    flows = {
      name = "flows", synonyms = { "number of flows", "klaviyo automations" },
      description = "Flows that had been made by the end of the period, archived ones left out.",
      dataset = "flows", value = { count = true, at = "end", where = { { "archived", "=", false } } }, kind = "count",
    },
    live_flows = {
      name = "live flows", synonyms = { "active flows", "running flows", "flows that are live" },
      description = "Flows made by the end of the period that are live today.",
      dataset = "flows", value = { count = true, at = "end", where = {
        { "status", "=", "live" }, { "archived", "=", false } } }, kind = "count",
    },
    live_flow_share = {
      name = "share of live flows", synonyms = { "live flow share", "live share of flows" },
      description = "Live flows over all flows that are not archived.",
      dataset = "flows", value = { count = true, at = "end", where = {
        { "status", "=", "live" }, { "archived", "=", false } } },
      per = { count = true, at = "end", where = { { "archived", "=", false } } },
      kind = "ratio", unit = "percent", better = "up",
    },
    flows_created = {
      name = "flows created", synonyms = { "new flows", "flows built" },
      description = "The number of flows made in the period.",
      dataset = "flows", value = { count = true }, kind = "count",
    },
    new_profiles = {
      name = "new profiles", synonyms = { "profiles created", "profiles added", "profile growth", "profiles" },
      description = "The number of profiles made in the period, whether they may be mailed or not.",
      dataset = "profiles", value = { count = true }, kind = "count", better = "up",
    },
    lists = {
      name = "number of lists", synonyms = { "klaviyo lists", "lists", "mailing lists" },
      description = "Lists that had been made by the end of the period.",
      dataset = "lists", value = { count = true, at = "end" }, kind = "count",
    },
    double_opt_in_share = {
      name = "share of lists with double opt-in", synonyms = { "double opt-in share", "double opt in share" },
      description = "Lists with double opt-in over all lists at the end of the period.",
      dataset = "lists", value = { count = true, at = "end", where = { { "opt_in", "=", "double_opt_in" } } },
      per = { count = true, at = "end" }, kind = "ratio", unit = "percent", better = "up",
    },
    segments = {
      name = "number of segments", synonyms = { "klaviyo segments", "segment count" },
      description = "Segments that had been made by the end of the period.",
      dataset = "segments", value = { count = true, at = "end" }, kind = "count",
    },
    active_segments = {
      name = "active segments", synonyms = { "segments in use", "segments that are active" },
      description = "Segments made by the end of the period that are active today.",
      dataset = "segments", value = { count = true, at = "end", where = { { "active", "=", true } } }, kind = "count",
    },
    segments_created = {
      name = "segments created", synonyms = { "new segments" },
      description = "The number of segments made in the period.",
      dataset = "segments", value = { count = true }, kind = "count",
    },
    catalog_items = {
      name = "catalogue items", synonyms = { "catalog items", "klaviyo products", "items in the catalogue" },
      description = "Products that had been added to the catalogue by the end of the period.",
      dataset = "catalog_items", value = { count = true, at = "end" }, kind = "count",
    },
    published_items = {
      name = "published catalogue items", synonyms = { "published catalog items", "published items" },
      description = "Products added by the end of the period that are published today.",
      dataset = "catalog_items", value = { count = true, at = "end", where = { { "published", "=", true } } },
      kind = "count",
    },
  },

  dimensions = {
    status = {
      name = "status", synonyms = { "state", "campaign status", "flow status" },
      columns = { campaigns = "status", flows = "status" },
      values = { "sent", { value = "draft", synonyms = { "drafts" } }, "scheduled", "cancelled", "live", "manual" },
      open_values = true,
    },
    campaign = {
      name = "campaign", synonyms = { "campaign name" }, columns = { campaigns = "campaign" }, open_values = true,
    },
    flow = { name = "flow", synonyms = { "flow name" }, columns = { flows = "flow" }, open_values = true },
    trigger = {
      name = "trigger", synonyms = { "trigger type", "flow trigger", "kind of trigger" },
      columns = { flows = "trigger" }, open_values = true,
    },
    country = {
      name = "country", synonyms = { "countries", "profile country" }, columns = { profiles = "country" },
      open_values = true,
    },
    opt_in = {
      name = "opt-in process", synonyms = { "opt-in", "opt in process", "sign-up process" },
      columns = { lists = "opt_in" },
      values = { { value = "single_opt_in", synonyms = { "single opt-in" } },
                 { value = "double_opt_in", synonyms = { "double opt-in" } } },
    },
    list = { name = "list", synonyms = { "list name" }, columns = { lists = "list" }, open_values = true },
    segment = {
      name = "segment", synonyms = { "segment name" }, columns = { segments = "segment" }, open_values = true,
    },
  },

  ask = {
    "How many campaigns did we send with Klaviyo each month this year?",
    "How many flows are live in Klaviyo?",
    "Klaviyo live flows by trigger type",
    "What is the share of live flows by trigger?",
    "New profiles in Klaviyo by country last month",
    "Show new Klaviyo profiles by week for the last 12 weeks",
    "Top 5 countries by new profiles in Klaviyo this quarter",
    "How many Klaviyo lists do we have by opt-in process?",
    "Compare new profiles in Klaviyo in September and October",
    "How many draft campaigns were made in Klaviyo this year?",
    "How many active segments are there in Klaviyo?",
  },

  errors = {
    { pattern = "(?i)model.{0,40}(required|missing)|missing.{0,40}model", fault = "invalid",
      message = "Klaviyo did not accept the call because it asks for another form of it." },
    { pattern = "(?i)invalid_grant|not_authenticated|unauthenticated|token (has )?expired", fault = "reconnect",
      message = "Klaviyo has ended this connection. Connect Klaviyo again." },
    { pattern = "(?i)permission|forbidden|insufficient.?scope", fault = "denied",
      message = "Klaviyo lets only an Owner, an Admin or a Manager give consent; let one of them connect it." },
    { pattern = "(?i)throttled|too many requests|rate.?limit", fault = "over_limit",
      message = "Klaviyo asks for a pause: too many requests in a short time. Ask again in a minute." },
  },

  pitfalls = {
    { symptom = "Open rate, click rate or revenue cannot be asked of Klaviyo",
      cause = "its reports demand the id of a conversion metric, another one in each account",
      fix = "see these numbers in Klaviyo; campaigns, flows, profiles, lists and segments can be asked here" },
    { symptom = "There are more campaigns than Klaviyo's page for e-mail shows",
      cause = "e-mail, SMS and mobile push are fetched one after the other and counted together",
      fix = "compare with all three channels" },
    { symptom = "How many flows were live last year is not known",
      cause = "a flow tells the state it has today, not since when",
      fix = "read the number as flows of that age that are live today" },
    { symptom = "New profiles exceed new subscribers",
      cause = "a profile is made by any event, with or without consent to be mailed",
      fix = "take it for people known, not for people who may be mailed" },
    { symptom = "Counting profiles over years takes long",
      cause = "profiles come newest first, a page at a time, until the period's beginning",
      fix = "ask for a shorter period" },
  },
}
