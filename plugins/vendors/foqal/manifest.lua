-- Foqal: support tickets that begin in chat, and what customers thought of the help. Data only; read in an empty
-- environment. Nobody has published this server's address, tool names or fields. So the address is asked for, tools are
-- capabilities found by words and admitted by the strictest rule only, and plugin.lua tries several names for a field.

return {
    id = "foqal", name = "Foqal", category = "CRM & Customer Success", api = 1,
    synonyms = { "Foqal tickets", "Slack support", "chat support", "conversational ticketing",
               "help desk", "helpdesk" },

    server = {
        url = "https://{host}/mcp", transport = "streamable-http", confidence = "unconfirmed",
        parameters = {
            { name = "host", means = "the host of the MCP address that Foqal gave you, without https:// and any path",
              pattern = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$" },
        },
    },
    auth = { kind = "oauth", scopes = {} },

    tools = {
        tickets = {
            words = { { "ticket", "list" }, { "ticket", "search" }, { "ticket" } },
            description = "Tickets with topic, state, beginning and end.", confidence = "unconfirmed",
        },
        answers = {
            words = { { "satisfaction" }, { "csat" }, { "survey" }, { "nps" }, { "feedback" } },
            description = "Answers to the CSAT, NPS and CES questions.", confidence = "unconfirmed",
        },
    },

    datasets = {
        tickets = {
            name = "tickets", description = "One row for each ticket; the fields of the reply are unconfirmed.",
            synonyms = { "requests", "support requests", "conversations" },
            tool = "tickets", time = "created_at", starts = "created_at", ends = "resolved_at", pushes_range = false,
            longest_range_days = 0, paging = { rows_per_page = 0, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created_at", kind = "time", role = "time" },
                { name = "resolved_at", kind = "time", role = "time" },
                { name = "topic", kind = "text", role = "dimension" },
                { name = "channel", kind = "text", role = "dimension" },
                { name = "assignee", kind = "text", role = "dimension" },
                { name = "customer", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "hours", kind = "number", role = "measure", unit = "hours",
                  description = "From the ticket's beginning to its resolution." },
            },
        },
        answers = {
            name = "survey answers",
            description = "One row for each answer of a customer; the fields of the reply are unconfirmed.",
            synonyms = { "scores", "ratings", "surveys", "satisfaction" },
            tool = "answers", time = "answered_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 0, pages_max = 0 },
            columns = {
                { name = "answered_at", kind = "time", role = "time" },
                { name = "survey", kind = "text", role = "dimension",
                  description = "CSAT, NPS or CES." },
                { name = "score", kind = "number", role = "measure" },
                { name = "nps_point", kind = "count", role = "measure",
                  description = "NPS: 1 for 9 and 10, -1 for 0 to 6, else 0." },
                { name = "topic", kind = "text", role = "dimension" },
                { name = "channel", kind = "text", role = "dimension" },
                { name = "assignee", kind = "text", role = "dimension" },
                { name = "customer", kind = "text", role = "dimension" },
            },
        },
    },

    metrics = {
        tickets = {
            name = "new tickets",
            synonyms = { "tickets", "number of tickets", "tickets created", "ticket volume", "support requests",
                         "requests", "support tickets", "inbound requests", "tickets by topic", "questions asked" },
            description = "The number of tickets begun in the period.",
            dataset = "tickets", value = { count = true }, kind = "count",
        },
        resolved_tickets = {
            name = "resolved tickets", synonyms = { "tickets resolved", "tickets solved", "solved tickets" },
            description = "The number of tickets resolved in the period, whenever they began.",
            dataset = "tickets", value = { count = true, time = "resolved_at" }, kind = "count", better = "up",
        },
        open_tickets = {
            name = "open tickets",
            synonyms = { "unresolved tickets", "ticket backlog", "tickets open", "backlog", "unsolved tickets",
                         "pending tickets" },
            description = "Tickets that are not resolved at the end of the period.",
            dataset = "tickets", value = { count = true, at = "end" }, kind = "count", better = "down",
        },
        average_resolution_time = {
            name = "average resolution time", synonyms = { "mean resolution time", "average time to resolve" },
            description = "The mean hours from beginning to resolution, of tickets resolved in the period.",
            dataset = "tickets", value = { mean = "hours", time = "resolved_at" },
            kind = "number", unit = "hours", better = "down", sample_min = 10,
        },
        median_resolution_time = {
            name = "median resolution time",
            synonyms = { "resolution time", "time to resolve", "time to resolution", "typical resolution time",
                         "time to close", "handling time" },
            description = "The middle number of hours from beginning to resolution, of tickets resolved in the period.",
            dataset = "tickets", value = { median = "hours", time = "resolved_at" },
            kind = "number", unit = "hours", better = "down", sample_min = 10,
        },
        longest_resolution_time = {
            name = "longest resolution time", synonyms = { "slowest resolution", "maximum resolution time" },
            description = "The most hours that a ticket resolved in the period had taken.",
            dataset = "tickets", value = { max = "hours", time = "resolved_at" },
            kind = "number", unit = "hours", better = "down",
        },
        customers_with_tickets = {
            name = "customers with tickets", synonyms = { "customers asking for help", "customers who opened tickets" },
            description = "The number of different customers who began a ticket in the period.",
            dataset = "tickets", value = { distinct = "customer" }, kind = "count",
        },
        csat = {
            name = "CSAT",
            synonyms = { "customer satisfaction", "satisfaction score", "CSAT score", "satisfaction rate",
                         "satisfaction", "customer happiness" },
            description = "Answers of 4 and 5 over all CSAT answers from 1 to 5.",
            dataset = "answers", value = { count = true, where = { { "survey", "=", "CSAT" }, { "score", ">=", 4 } } },
            per = { count = true, where = { { "survey", "=", "CSAT" } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 20,
        },
        nps = {
            name = "NPS", synonyms = { "net promoter score", "promoter score", "NPS score" },
            description = "The share of 9 and 10 less the share of 0 to 6 among NPS answers, times 100.",
            dataset = "answers", value = { sum = "nps_point", where = { { "survey", "=", "NPS" } } },
            per = { count = true, where = { { "survey", "=", "NPS" } } }, times = 100,
            kind = "number", better = "up", sample_min = 20,
        },
        ces = {
            name = "CES", synonyms = { "customer effort score", "effort score", "customer effort" },
            description = "The mean of the CES answers, on the scale that Foqal uses.",
            dataset = "answers", value = { mean = "score", where = { { "survey", "=", "CES" } } },
            kind = "number", sample_min = 20,
        },
        survey_answers = {
            name = "survey answers", synonyms = { "number of answers", "survey responses", "ratings received" },
            description = "The number of answers to the three questions.",
            dataset = "answers", value = { count = true }, kind = "count", better = "up",
        },
        promoters = {
            name = "promoters", synonyms = { "number of promoters" },
            description = "NPS answers of 9 and 10.",
            dataset = "answers", value = { count = true, where = { { "nps_point", "=", 1 } } },
            kind = "count", better = "up",
        },
        detractors = {
            name = "detractors", synonyms = { "number of detractors" },
            description = "NPS answers of 0 to 6.",
            dataset = "answers", value = { count = true, where = { { "nps_point", "=", -1 } } },
            kind = "count", better = "down",
        },
    },

    dimensions = {
        topic = {
            name = "topic", open_values = true,
            synonyms = { "topics", "request topic", "request topics", "subject matter", "top topics", "category",
                         "theme" },
            columns = { tickets = "topic", answers = "topic" },
        },
        channel = {
            name = "channel", synonyms = { "channels", "Slack channel" }, open_values = true,
            columns = { tickets = "channel", answers = "channel" },
        },
        assignee = {
            name = "assignee", synonyms = { "assignees", "agent", "agents", "responder" }, open_values = true,
            columns = { tickets = "assignee", answers = "assignee" },
        },
        customer = {
            name = "customer",
            synonyms = { "customers", "client", "company", "account", "accounts" }, open_values = true,
            columns = { tickets = "customer", answers = "customer" },
        },
        status = {
            name = "ticket status",
            synonyms = { "status", "state", "ticket state", "open or resolved" }, open_values = true,
            columns = { tickets = "status" },
            values = { "open", { value = "resolved", synonyms = { "solved" } } },
        },
        survey = {
            name = "survey", synonyms = { "surveys", "kind of survey", "question asked" },
            columns = { answers = "survey" }, values = { "CSAT", "NPS", "CES" },
        },
    },

    ask = {
        "How many new tickets did Foqal get each week last quarter?",
        "What was the median resolution time in Foqal by topic last month?",
        "How did the CSAT in Foqal develop month by month this year?",
        "What is our NPS in Foqal this quarter?",
        "Top 5 topics by new tickets in Foqal in the last 90 days",
        "How many resolved tickets did each assignee have in Foqal last month?",
        "How many open tickets are there in Foqal by channel?",
        "What is the CSAT in Foqal this quarter compared with last quarter?",
        "Average resolution time in Foqal for topic Billing this year",
        "How many survey answers came in by survey in Foqal in October?",
    },

    errors = {
        { pattern = "(?i)invalid_grant|unauthenticated|unauthorized|token (has )?expired", fault = "reconnect",
          message = "Foqal has ended this connection. Connect Foqal again." },
        { pattern = "(?i)too many requests|rate.?limit", fault = "over_limit",
          message = "Foqal asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)forbidden|permission", fault = "denied",
          message = "The person who connected Foqal may not read this there." },
    },

    pitfalls = {
        { symptom = "The address is not known", cause = "Foqal has published none",
          fix = "ask Foqal for its MCP address and type the host in it" },
        { symptom = "A dataset is missing after the connection was made",
          cause = "no tool has the words looked for, or none that says it is read-only",
          fix = "see the tools page of the connection: what waits there can be admitted by an administrator" },
        { symptom = "\"A CSAT answer is not from 1 to 5\"", cause = "Foqal's own scale is unconfirmed",
          fix = "report the scale; no share is guessed from another one" },
        { symptom = "A score jumps from week to week", cause = "few customers answered",
          fix = "look at the number of answers beside it, or take a longer time" },
        { symptom = "The NPS of a quarter is not the mean of its months",
          cause = "it is computed from the answers, and months have different numbers of them",
          fix = "read the quarter's own number" },
    },
}
