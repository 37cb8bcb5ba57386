-- Clootrack: what customers say, sorted into themes, drivers and sentiment. Data only; read in an empty environment.
-- Nobody has published this server's tool names or the fields of its replies. So tools are capabilities, found by words
-- in the live list and admitted by the strictest rule only, and plugin.lua looks for each field under several names.

return {
  id = "clootrack", name = "Clootrack", category = "CRM & Customer Success", api = 1,
  synonyms = { "customer experience", "customer feedback", "voice of customer", "feedback analytics" },
  docs = "https://claribi.com/knowledge-base/clootrack-mcp-integration/",

  server = { url = "https://mcp.clootrack.com", transport = "streamable-http", confidence = "documented" },
  auth = { kind = "oauth", scopes = {} },

  tools = {
    themes = {
      words = { { "theme", "mentions" }, { "theme", "sentiment" }, { "driver", "sentiment" }, { "theme" },
                { "driver" } },
      description = "Mentions by theme, driver and week, with how many were positive or negative.",
      confidence = "unconfirmed",
    },
  },

  datasets = {
    theme_mentions = {
      name = "theme mentions", description = "One row for each week, theme, driver and source of feedback.",
      synonyms = { "themes", "feedback", "mentions", "experience themes", "sentiment" },
      tool = "themes", time = "week", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 }, rows_at = "data",
      columns = {
        { name = "week", kind = "day", role = "time",
          description = "The week's first day." },
        { name = "theme", kind = "text", role = "dimension" },
        { name = "driver", kind = "text", role = "dimension" },
        { name = "source", kind = "text", role = "dimension" },
        { name = "project", kind = "text", role = "dimension" },
        { name = "mentions", kind = "count", role = "measure" },
        { name = "positive", kind = "count", role = "measure" },
        { name = "negative", kind = "count", role = "measure" },
        { name = "net", kind = "count", role = "measure",
          description = "Positive less negative." },
      },
    },
    sentiment_mentions = {
      name = "mentions by sentiment",
      description = "One row for each week, theme, driver, source and sentiment; only where the reply splits them.",
      synonyms = { "sentiment split" },
      tool = "themes", time = "week", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 0, pages_max = 0 },
      columns = {
        { name = "week", kind = "day", role = "time", description = "The week's first day." },
        { name = "theme", kind = "text", role = "dimension" },
        { name = "driver", kind = "text", role = "dimension" },
        { name = "source", kind = "text", role = "dimension" },
        { name = "project", kind = "text", role = "dimension" },
        { name = "sentiment", kind = "text", role = "dimension" },
        { name = "mentions", kind = "count", role = "measure" },
      },
    },
  },

  metrics = {
    share_of_negative = {
      name = "share of negative feedback",
      synonyms = { "negative sentiment", "negative share", "negative feedback share", "share of negative mentions",
                   "negativity", "negative sentiment share", "percent negative", "how negative",
                   "share of complaints", "negative rate", "negative ratio", "share of negative reviews",
                   "negative feedback rate", "percentage negative" },
      description = "Negative mentions over all mentions.",
      dataset = "theme_mentions", value = { sum = "negative" }, per = { sum = "mentions" },
      kind = "ratio", unit = "percent", better = "down", sample_min = 20,
    },
    negative_mentions = {
      name = "negative mentions",
      synonyms = { "complaints", "negative feedback", "drivers of negative sentiment", "pain points", "detractors",
                   "negative reviews", "bad feedback", "unhappy feedback", "dissatisfaction", "criticism",
                   "what people complain about", "complain", "complained about" },
      description = "The number of negative mentions.",
      dataset = "theme_mentions", value = { sum = "negative" }, kind = "count", better = "down",
    },
    positive_mentions = {
      name = "positive mentions",
      synonyms = { "praise", "positive feedback", "delights", "positive reviews", "good feedback", "happy feedback",
                   "what people like", "compliments", "liked" },
      description = "The number of positive mentions.",
      dataset = "theme_mentions", value = { sum = "positive" }, kind = "count", better = "up",
    },
    share_of_positive = {
      name = "share of positive feedback",
      synonyms = { "positive share", "positive sentiment", "positive feedback share", "share of positive mentions",
                   "percent positive", "share of praise", "positive rate", "percentage positive" },
      description = "Positive mentions over all mentions.",
      dataset = "theme_mentions", value = { sum = "positive" }, per = { sum = "mentions" },
      kind = "ratio", unit = "percent", better = "up", sample_min = 20,
    },
    theme_volume = {
      name = "theme volume",
      synonyms = { "mentions", "volume", "feedback volume", "theme trend", "trend of themes", "mention count",
                   "driver volume", "driver rank", "what people moan about",
                   "moaned about", "driver ranking", "top drivers", "number of mentions", "reviews",
                   "conversation volume", "talked about", "most talked about", "feedback items", "feedback count",
                   "comments", "number of comments", "what customers talk about", "mentioned", "most mentioned",
                   "how often mentioned", "pieces of feedback", "people saying", "customers saying" },
      description = "The number of mentions, whatever their sentiment.",
      dataset = "theme_mentions", value = { sum = "mentions" }, kind = "count",
    },
    sentiment_score = {
      name = "sentiment score",
      synonyms = { "sentiment", "net sentiment", "customer sentiment", "sentiment index", "average sentiment",
                   "how people feel", "mood", "tone", "feel about", "feeling", "feelings", "sentiment level",
                   "rated", "got worse", "got better" },
      description = "Positive less negative mentions over all mentions: from -1, all negative, to 1, all positive.",
      dataset = "theme_mentions", value = { sum = "net" }, per = { sum = "mentions" },
      kind = "ratio", unit = "score", better = "up", sample_min = 20,
    },
    share_of_neutral = {
      name = "share of neutral feedback",
      synonyms = { "share of neutral mentions", "neutral share", "neutral sentiment" },
      description = "Mentions that are neither positive nor negative over all mentions.",
      dataset = "sentiment_mentions", value = { sum = "mentions", where = { { "sentiment", "=", "neutral" } } },
      per = { sum = "mentions" }, kind = "ratio", unit = "percent", sample_min = 20,
    },
    sentiment_mentions = {
      name = "mentions by sentiment", synonyms = { "feedback by sentiment", "sentiment split", "sentiment breakdown" },
      description = "The number of mentions, each counted under its sentiment.",
      dataset = "sentiment_mentions", value = { sum = "mentions" }, kind = "count",
    },
  },

  dimensions = {
    theme = {
      name = "theme",
      synonyms = { "themes", "topic", "topics", "experience theme", "experience themes", "subject", "category",
                   "issue", "issues", "subjects", "feedback theme", "talking point" },
      columns = { theme_mentions = "theme", sentiment_mentions = "theme" }, open_values = true,
    },
    driver = {
      name = "driver",
      synonyms = { "drivers", "experience driver", "top drivers", "reason", "reasons", "experience drivers", "cause",
                   "causes" },
      columns = { theme_mentions = "driver", sentiment_mentions = "driver" }, open_values = true,
    },
    source = {
      name = "feedback source",
      synonyms = { "source", "feedback sources", "sources", "channel", "feedback channel", "platform",
                   "where feedback comes from", "feedback channels" },
      columns = { theme_mentions = "source", sentiment_mentions = "source" }, open_values = true,
    },
    project = {
      name = "project",
      synonyms = { "projects", "workspace project", "study", "survey project", "workspace" },
      open_values = true,
      columns = { theme_mentions = "project", sentiment_mentions = "project" },
    },
    sentiment = {
      name = "sentiment",
      synonyms = { "sentiments", "polarity", "positive or negative", "tone" },
      columns = { sentiment_mentions = "sentiment" }, values = { "positive", "negative", "neutral" },
    },
  },

  ask = {
    "What were the top drivers of negative sentiment last quarter?",
    "How did the shipping theme trend since June?",
    "Which themes have the highest share of negative feedback this year?",
    "How many mentions did each theme get by month this year?",
    "What is the share of positive feedback by theme in Clootrack this year?",
    "What is the sentiment score by feedback source in the last 90 days?",
    "Show the share of negative feedback by week for the last 12 weeks",
    "Which experience themes correlate with churn?",
    "Mentions by sentiment in Clootrack by month this year",
  },

  errors = {
    { pattern = "(?i)no themes returned", fault = "not_found",
      message = "Clootrack has no analysed feedback for this project and time. Ask for a longer time." },
    { pattern = "(?i)invalid_grant|unauthenticated|token (has )?expired", fault = "reconnect",
      message = "Clootrack has ended this connection. Connect Clootrack again." },
    { pattern = "(?i)too many requests|rate.?limit", fault = "over_limit",
      message = "Clootrack asks for a pause: too many requests in a short time. Ask again in a minute." },
  },

  pitfalls = {
    { symptom = "\"No themes returned\"", cause = "nothing was analysed for the time or the project",
      fix = "check in Clootrack that the project has taken in feedback; ask for a longer time" },
    { symptom = "The sentiment hardly moves", cause = "the time is short or the mentions are few",
      fix = "ask for a longer time, or by theme instead of by driver" },
    { symptom = "A correlation with churn looks strong", cause = "few points, or something that moves both",
      fix = "read the number of points beside it; it says what goes together, not what causes what" },
    { symptom = "The sentiment score differs from Clootrack's own",
      cause = "Clootrack's scale is not published; the score here is computed from the mentions",
      fix = "compare how it moves, not its height" },
  },
}
