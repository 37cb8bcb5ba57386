-- Intercom: conversations, companies and help articles. Data only; read in an empty environment.
-- There is no tool that counts: conversations are read page by page, with states and times, without their texts.

local answered = { "reply_seconds", ">=", 0 }

return {
  id = "intercom", name = "Intercom", category = "CRM & Customer Success", api = 1,
  synonyms = { "intercom inbox", "intercom messenger" },
  docs = "https://developers.intercom.com/docs/guides/mcp",

  server = { url = "https://mcp.intercom.com/mcp", transport = "streamable-http", confidence = "documented" },
  auth = { kind = "oauth", scopes = {} },

  tools = {
    conversations = {
      names = { "search_conversations" }, confidence = "documented", closed = true,
      description = "Conversations of a time or state, page by page, with their statistics.",
      arguments = {
        { path = "created_at", pattern = "^>[0-9]+$" },
        { path = "state", one_of = { "open", "closed", "snoozed" } },
        { path = "per_page", min = 1, max = 150 },
        { path = "starting_after" },
      },
    },
    search = {
      names = { "search" }, confidence = "documented", closed = true,
      description = "All contacts, of which only the ids are taken up, to count them.",
      arguments = {
        { path = "query", required = true,
          pattern = "^object_type:contacts limit:150( starting_after:[A-Za-z0-9+/=_-]{1,400})?$" },
      },
    },
    companies = {
      names = { "list_companies" }, confidence = "documented", closed = true,
      description = "Companies, page by page.",
      arguments = { { path = "per_page", min = 1, max = 60 }, { path = "page", min = 1 } },
    },
    articles = {
      names = { "list_articles" }, confidence = "documented", closed = true,
      description = "Articles of the Help Center, page by page.",
      arguments = { { path = "per_page", min = 1, max = 150 }, { path = "page", min = 1 } },
    },
  },

  datasets = {
    conversations = {
      name = "conversations", description = "One row for each conversation, by the time it began; no texts, no people.",
      synonyms = { "chats", "intercom conversations", "support conversations" },
      tool = "conversations", time = "created", pushes_range = true, longest_range_days = 0,
      paging = { rows_per_page = 150, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "state", kind = "text", role = "dimension", description = "That of today." },
        { name = "channel", kind = "text", role = "dimension" },
        { name = "team", kind = "text", role = "dimension", description = "The team's id." },
        { name = "teammate", kind = "text", role = "dimension", description = "The teammate's id." },
        { name = "priority", kind = "text", role = "dimension" },
        { name = "tags", kind = "text", role = "dimension", description = "All tags, joined by a plus sign." },
        { name = "reply_seconds", kind = "count", role = "measure", unit = "seconds",
          description = "Until a teammate first replied; empty where nobody has." },
        { name = "close_seconds", kind = "count", role = "measure", unit = "seconds",
          description = "Until it was first closed; empty where it never was." },
        { name = "rating", kind = "count", role = "measure", description = "1 to 5; empty where none was given." },
      },
    },
    open_conversations = {
      name = "open conversations", description = "One row for each conversation that is open today, by when it began.",
      synonyms = { "inbox backlog" },
      tool = "conversations", time = "created", starts = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 150, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "channel", kind = "text", role = "dimension" },
        { name = "team", kind = "text", role = "dimension", description = "The team's id." },
        { name = "teammate", kind = "text", role = "dimension", description = "The teammate's id." },
        { name = "priority", kind = "text", role = "dimension" },
        { name = "waits", kind = "flag", role = "dimension", description = "Whether no teammate has replied yet." },
      },
    },
    tagged_conversations = {
      name = "tagged conversations", description = "One row for each tag of each conversation.",
      synonyms = { "conversation topics", "conversation tags" },
      tool = "conversations", time = "created", pushes_range = true, longest_range_days = 0,
      paging = { rows_per_page = 150, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "tag", kind = "text", role = "dimension" },
        { name = "channel", kind = "text", role = "dimension" },
      },
    },
    contacts = {
      name = "contacts", description = "One row for each contact there is today, users and leads; the id alone.",
      synonyms = { "intercom contacts" },
      tool = "search", pushes_range = false, longest_range_days = 0, unique = { "id" },
      paging = { rows_per_page = 150, pages_max = 0 },
      columns = { { name = "id", kind = "text", role = "key" } },
    },
    companies = {
      name = "companies", description = "One row for each company that Intercom knows.",
      synonyms = { "intercom companies" },
      tool = "companies", time = "created", starts = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 60, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "company", kind = "text", role = "dimension" },
        { name = "plan", kind = "text", role = "dimension" },
        { name = "created", kind = "time", role = "time", description = "Unconfirmed: empty where it is not sent." },
      },
    },
    articles = {
      name = "help articles", description = "One row for each article of the Help Center.",
      synonyms = { "help center articles", "help centre articles" },
      tool = "articles", time = "created", starts = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 150, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "article", kind = "text", role = "dimension" },
        { name = "state", kind = "text", role = "dimension" },
        { name = "created", kind = "time", role = "time", description = "Unconfirmed: empty where it is not sent." },
      },
    },
  },

  metrics = {
    conversation_volume = {
      name = "new conversations",
      synonyms = { "conversation volume", "conversations", "chats", "number of conversations", "support volume" },
      description = "The number of conversations that began in the period.",
      dataset = "conversations", value = { count = true }, kind = "count",
    },
    first_response_time = {
      name = "first response time",
      synonyms = { "median first response time", "time to first reply", "FRT", "first reply time", "response time" },
      description = "The median of the minutes until a teammate first replied, where one did.",
      dataset = "conversations", value = { median = "reply_seconds" }, divided_by = 60, kind = "number",
      unit = "minutes", better = "down", sample_min = 10,
    },
    average_first_response = {
      name = "average first response time", synonyms = { "mean first response time", "average time to first reply" },
      description = "The mean of the minutes until a teammate first replied, where one did.",
      dataset = "conversations", value = { mean = "reply_seconds" }, divided_by = 60, kind = "number",
      unit = "minutes", better = "down", sample_min = 10,
    },
    time_to_close = {
      name = "time to close",
      synonyms = { "median time to close", "conversation resolution time", "time until closed", "closing time" },
      description = "The median of the hours until a conversation was first closed, where it was.",
      dataset = "conversations", value = { median = "close_seconds" }, divided_by = 3600, kind = "number",
      unit = "hours", better = "down", sample_min = 10,
    },
    slow_reply_share = {
      name = "share of slow replies", synonyms = { "slow replies share", "slow reply share", "late reply share" },
      description = "Conversations whose first reply took more than an hour over all that had a reply.",
      dataset = "conversations", value = { count = true, where = { { "reply_seconds", ">", 3600 } } },
      per = { count = true, where = { answered } },
      kind = "ratio", unit = "percent", better = "down", sample_min = 20,
    },
    slow_replies = {
      name = "slow replies", synonyms = { "late replies", "conversations that waited more than an hour" },
      description = "Conversations of the period whose first reply took more than an hour.",
      dataset = "conversations", value = { count = true, where = { { "reply_seconds", ">", 3600 } } },
      kind = "count", better = "down",
    },
    reply_rate = {
      name = "reply rate", synonyms = { "share of answered conversations", "answered share" },
      description = "Conversations that a teammate replied to over all that began in the period.",
      dataset = "conversations", value = { count = true, where = { answered } }, per = { count = true },
      kind = "ratio", unit = "percent", better = "up", sample_min = 20,
    },
    close_rate = {
      name = "close rate of conversations", synonyms = { "share of closed conversations", "closed share" },
      description = "Conversations that are closed today over all that began in the period.",
      dataset = "conversations", value = { count = true, where = { { "state", "=", "closed" } } },
      per = { count = true }, kind = "ratio", unit = "percent", better = "up", sample_min = 20,
    },
    csat = {
      name = "CSAT", synonyms = { "conversation rating", "customer satisfaction", "satisfaction score" },
      description = "Conversations rated 4 or 5 over all rated ones, by the day they began.",
      dataset = "conversations", value = { count = true, where = { { "rating", ">=", 4 } } },
      per = { count = true, where = { { "rating", ">=", 1 } } },
      kind = "ratio", unit = "percent", better = "up", sample_min = 20,
    },
    rated_conversations = {
      name = "rated conversations", synonyms = { "conversation ratings", "number of ratings" },
      description = "The number of the period's conversations that were rated.",
      dataset = "conversations", value = { count = true, where = { { "rating", ">=", 1 } } }, kind = "count",
    },
    open_conversations = {
      name = "open conversations", synonyms = { "conversation backlog", "inbox backlog", "conversations open now" },
      description = "Conversations that began before the period's end and are open today.",
      dataset = "open_conversations", value = { count = true, at = "end" }, kind = "count", better = "down",
    },
    waiting_conversations = {
      name = "unanswered conversations", synonyms = { "waiting conversations", "conversations without a reply" },
      description = "Open conversations that no teammate has replied to.",
      dataset = "open_conversations", value = { count = true, at = "end", where = { { "waits", "=", true } } },
      kind = "count", better = "down",
    },
    tagged_conversations = {
      name = "tagged conversations", synonyms = { "conversations per topic", "conversation topics", "topics raised" },
      description = "The number of different conversations that carry a tag; one with two tags counts once in each.",
      dataset = "tagged_conversations", value = { distinct = "id" }, kind = "count",
    },
    companies = {
      name = "number of companies", synonyms = { "known companies", "companies" },
      description = "Companies that Intercom had by the end of the period.",
      dataset = "companies", value = { count = true, at = "end" }, kind = "count",
    },
    new_companies = {
      name = "new companies", synonyms = { "companies added", "companies created" },
      description = "The number of companies that came to Intercom in the period.",
      dataset = "companies", value = { count = true }, kind = "count", better = "up",
    },
    help_articles = {
      name = "help articles", synonyms = { "help center articles", "help centre articles", "knowledge articles" },
      description = "Articles of the Help Center made by the end of the period, drafts among them.",
      dataset = "articles", value = { count = true, at = "end" }, kind = "count",
    },
    published_articles = {
      name = "published help articles", synonyms = { "published articles", "articles published" },
      description = "Articles made by the end of the period that are published today.",
      dataset = "articles", value = { count = true, at = "end", where = { { "state", "=", "published" } } },
      kind = "count",
    },
    contacts = {
      name = "contacts", synonyms = { "number of contacts", "users and leads", "intercom users", "intercom leads" },
      description = "The number of contacts there are today, users and leads together.",
      dataset = "contacts", value = { count = true }, kind = "count", better = "up",
    },
  },

  dimensions = {
    state = {
      name = "state", synonyms = { "conversation state", "article state" },
      columns = { conversations = "state", articles = "state" },
      values = { "open", "closed", "snoozed", "published", { value = "draft", synonyms = { "drafts" } } },
    },
    channel = {
      name = "channel", synonyms = { "channels", "conversation source" },
      columns = { conversations = "channel", open_conversations = "channel", tagged_conversations = "channel" },
      values = { { value = "email", synonyms = { "e-mail", "mail" } },
                 { value = "conversation", synonyms = { "messenger", "chat" } } },
      open_values = true,
    },
    team = {
      name = "team", synonyms = { "teams", "team inbox" },
      columns = { conversations = "team", open_conversations = "team" }, open_values = true,
    },
    teammate = {
      name = "teammate", synonyms = { "teammates", "agent", "agents" },
      columns = { conversations = "teammate", open_conversations = "teammate" }, open_values = true,
    },
    priority = {
      name = "priority", columns = { conversations = "priority", open_conversations = "priority" },
      values = { "priority", "not_priority" },
    },
    tag = {
      name = "tag", synonyms = { "tags", "topic", "topics" },
      columns = { tagged_conversations = "tag", conversations = "tags" }, open_values = true,
    },
    plan = {
      name = "plan", synonyms = { "company plan" }, columns = { companies = "plan" }, open_values = true,
    },
  },

  ask = {
    "How many new conversations did Intercom get by channel last month?",
    "What was the first response time in Intercom by week last quarter?",
    "Median time to close in Intercom by month this year",
    "Which tags do Intercom's tagged conversations carry most in the last 90 days?",
    "How many open conversations does each team have in Intercom?",
    "Intercom CSAT by month this year",
    "What share of slow replies did Intercom have in October?",
    "Compare Intercom conversations in September and October",
    "Top 5 teammates by new conversations in Intercom this quarter",
    "How many Intercom conversations came by email last week?",
    "How many unanswered conversations are there in Intercom?",
    "Unanswered conversations by channel",
    "How many contacts do we have in Intercom?",
  },

  errors = {
    { pattern = "(?i)at least one search parameter|object_type", fault = "invalid",
      message = "Intercom refused the search because it found no condition in it." },
    { pattern = "(?i)region|US.hosted", fault = "denied",
      message = "Intercom's MCP server does not serve the region of this workspace." },
    { pattern = "(?i)invalid_grant|unauthori[sz]ed|token (has )?expired", fault = "reconnect",
      message = "Intercom has ended this connection. Connect Intercom again." },
    { pattern = "(?i)too many requests|rate.?limit", fault = "over_limit",
      message = "Intercom asks for a pause: too many requests in a short time. Ask again in a minute." },
  },

  pitfalls = {
    { symptom = "New contacts of a month cannot be asked",
      cause = "contacts can be listed by a search alone, which tells no time and does not part users from leads",
      fix = "read the number as all contacts of today" },
    { symptom = "Counting contacts takes long", cause = "they come 150 a page, and no total is told",
      fix = "ask seldom; conversations and companies need no such list" },
    { symptom = "A workspace in the EU or Australia cannot be connected",
      cause = "the server is documented for workspaces hosted in the US; other texts also name the EU",
      fix = "look up the workspace's region in Intercom's settings" },
    { symptom = "Conversations of a time are refused as an unknown argument",
      cause = "that the search takes created_at is unconfirmed",
      fix = "ask for open conversations, or look at the tool's arguments on the connection's tools page" },
    { symptom = "A long time takes many calls", cause = "there is no tool that counts, only pages of 150",
      fix = "ask for a shorter period" },
    { symptom = "No tickets", cause = "the server has no tool for tickets", fix = "ask about conversations" },
    { symptom = "Teams and teammates appear as numbers", cause = "a conversation holds ids; no tool gives the names",
      fix = "look the id up in Intercom" },
  },
}
