-- Mailchimp by way of Apify: campaign reports that an Actor has put into a dataset. Data only; read in an empty
-- environment. Apify's tools are known; which Actor fills the dataset is the user's choice and starting it is not ours.

return {
    id = "mailchimp", name = "Mailchimp", category = "Content, Storage & Marketing", api = 1,
    names = { "Mail Chimp" },
    synonyms = { "Mailchimp via Apify" },
    docs = "https://docs.apify.com/platform/integrations/mcp",

    server = {
        url = "https://mcp.apify.com/?tools=get-dataset-list,get-dataset-items&telemetry-enabled=false",
        transport = "streamable-http", confidence = "unconfirmed",
    },
    auth = { kind = "oauth", scopes = {} },
    settings = {
        { name = "dataset", means = "the name or the id of the Apify dataset with the reports",
          pattern = "^[A-Za-z0-9~._-]{1,100}$", example = "mailchimp-reports", optional = true },
    },

    tools = {
        datasets = {
            names = { "get-dataset-list" }, confidence = "seen", closed = true,
            description = "The account's named datasets; asked once, to find the one with Mailchimp in its name.",
            arguments = {
                { path = "offset", min = 0 }, { path = "limit", min = 1 }, { path = "desc", one_of = { true, false } },
                { path = "unnamed", one_of = { false } },
            },
        },
        items = {
            names = { "get-dataset-items" }, confidence = "seen", closed = true,
            description = "The rows of one dataset.",
            arguments = {
                { path = "datasetId", required = true, pattern = "^[A-Za-z0-9~._-]{1,100}$" },
                { path = "offset", min = 0 }, { path = "limit", min = 1, max = 1000 },
                { path = "clean", constant = true }, { path = "desc", constant = true },
            },
        },
    },

    account = {
        tool = "datasets", values = { dataset = "text:^[A-Za-z0-9~._-]{1,100}$" },
        arguments = { offset = 0, limit = 20, desc = true, unnamed = false },
    },

    datasets = {
        campaign_reports = {
            name = "campaign reports",
            description = "One row for each campaign sent; that an Actor keeps Mailchimp's field names is unconfirmed.",
            synonyms = { "campaigns", "newsletters", "mailings", "e-mails sent" },
            tool = "items", time = "sent_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 1000, pages_max = 0 }, unique = { "id" },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "campaign", kind = "text", role = "dimension" },
                { name = "subject", kind = "text", role = "dimension" },
                { name = "audience", kind = "text", role = "dimension",
                  description = "The list that it went to." },
                { name = "type", kind = "text", role = "dimension" },
                { name = "sent_at", kind = "time", role = "time" },
                { name = "sent", kind = "count", role = "measure" },
                { name = "delivered", kind = "count", role = "measure",
                  description = "Sent less hard and soft bounces; empty where the bounces are missing." },
                { name = "opened", kind = "count", role = "measure",
                  description = "People who opened it, each counted once." },
                { name = "opens_total", kind = "count", role = "measure" },
                { name = "clicked", kind = "count", role = "measure",
                  description = "People who clicked, each counted once." },
                { name = "clicks_total", kind = "count", role = "measure" },
                { name = "unsubscribed", kind = "count", role = "measure" },
                { name = "complaints", kind = "count", role = "measure" },
                { name = "hard_bounces", kind = "count", role = "measure" },
                { name = "soft_bounces", kind = "count", role = "measure" },
                { name = "bounces", kind = "count", role = "measure",
                  description = "Hard and soft bounces together." },
                { name = "orders", kind = "count", role = "measure" },
                { name = "revenue", kind = "money", role = "measure",
                  description = "Empty where the row names no currency." },
                { name = "currency", kind = "text", role = "dimension" },
            },
        },
    },

    -- A row may lack one part of a rate: then neither part of it counts.
    metrics = {
        open_rate = {
            name = "open rate", synonyms = { "opens", "open-rate", "opening rate", "share opened", "email open rate" },
            description = "People who opened over delivered mails: all sent less the bounces.",
            dataset = "campaign_reports", value = { sum = "opened", where = { { "delivered", ">=", 0 } } },
            per = { sum = "delivered", where = { { "opened", ">=", 0 } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 100,
        },
        click_rate = {
            name = "click rate", synonyms = { "CTR", "click-through rate", "click through rate", "clicks" },
            description = "People who clicked over delivered mails.",
            dataset = "campaign_reports", value = { sum = "clicked", where = { { "delivered", ">=", 0 } } },
            per = { sum = "delivered", where = { { "clicked", ">=", 0 } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 100,
        },
        click_to_open_rate = {
            name = "click-to-open rate", synonyms = { "CTOR", "click to open rate", "clicks per open" },
            description = "People who clicked over people who opened.",
            dataset = "campaign_reports", value = { sum = "clicked", where = { { "opened", ">=", 0 } } },
            per = { sum = "opened", where = { { "clicked", ">=", 0 } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 100,
        },
        unsubscribe_rate = {
            name = "unsubscribe rate", synonyms = { "opt-out rate", "opt-outs", "churn of subscribers", "churn" },
            description = "People who unsubscribed over mails sent.",
            dataset = "campaign_reports", value = { sum = "unsubscribed" },
            per = { sum = "sent", where = { { "unsubscribed", ">=", 0 } } },
            kind = "ratio", unit = "percent", better = "down", sample_min = 100,
        },
        bounce_rate = {
            name = "bounce rate",
            synonyms = { "undelivered share", "email bounce rate", "mail bounce rate", "undelivered" },
            description = "Hard and soft bounces over mails sent.",
            dataset = "campaign_reports", value = { sum = "bounces" },
            per = { sum = "sent", where = { { "bounces", ">=", 0 } } },
            kind = "ratio", unit = "percent", better = "down", sample_min = 100,
        },
        complaint_rate = {
            name = "complaint rate", synonyms = { "spam rate", "abuse rate", "spam complaint rate" },
            description = "Abuse reports over mails sent.",
            dataset = "campaign_reports", value = { sum = "complaints" },
            per = { sum = "sent", where = { { "complaints", ">=", 0 } } },
            kind = "ratio", unit = "percent", better = "down", sample_min = 100,
        },
        emails_sent = {
            name = "emails sent",
            synonyms = { "mails sent", "e-mails sent", "sends", "sending volume", "sent emails", "volume",
                         "email volume", "recipients" },
            description = "The number of mails sent, one for each recipient.",
            dataset = "campaign_reports", value = { sum = "sent" }, kind = "count",
        },
        emails_delivered = {
            name = "emails delivered", synonyms = { "delivered emails", "mails delivered", "deliveries" },
            description = "Mails sent less hard and soft bounces.",
            dataset = "campaign_reports", value = { sum = "delivered" }, kind = "count",
        },
        campaigns_sent = {
            name = "campaigns sent", synonyms = { "number of campaigns", "campaign count", "newsletters sent" },
            description = "The number of campaigns sent in the period.",
            dataset = "campaign_reports", value = { count = true }, kind = "count",
        },
        unsubscribes = {
            name = "unsubscribes", synonyms = { "people unsubscribed", "unsubscribed", "unsubscriptions" },
            description = "How many people unsubscribed after a campaign.",
            dataset = "campaign_reports", value = { sum = "unsubscribed" }, kind = "count", better = "down",
        },
        bounces = {
            name = "bounces", synonyms = { "bounced emails", "undelivered emails", "bounced mails" },
            description = "Hard and soft bounces together.",
            dataset = "campaign_reports", value = { sum = "bounces" }, kind = "count", better = "down",
        },
        hard_bounces = {
            name = "hard bounces", synonyms = { "permanent bounces", "dead addresses" },
            description = "Mails to addresses that do not take any.",
            dataset = "campaign_reports", value = { sum = "hard_bounces" }, kind = "count", better = "down",
        },
        complaints = {
            name = "spam complaints", synonyms = { "abuse reports", "spam reports", "marked as spam" },
            description = "How many people reported a campaign as abuse.",
            dataset = "campaign_reports", value = { sum = "complaints" }, kind = "count", better = "down",
        },
        total_opens = {
            name = "total opens", synonyms = { "all opens", "number of opens" },
            description = "Every opening, also repeated ones and those made by mail programs themselves.",
            dataset = "campaign_reports", value = { sum = "opens_total" }, kind = "count", better = "up",
        },
        campaign_revenue = {
            name = "campaign revenue",
            synonyms = { "email revenue", "e-mail revenue", "newsletter revenue", "revenue per campaign", "revenue",
                         "ecommerce revenue", "attributed revenue" },
            description = "What a linked store earned through the campaigns; currencies stay apart.",
            dataset = "campaign_reports", value = { sum = "revenue" }, kind = "money", better = "up",
        },
        campaign_orders = {
            name = "campaign orders",
            synonyms = { "orders from campaigns", "email orders", "newsletter orders", "orders" },
            description = "Orders in a linked store that came through the campaigns.",
            dataset = "campaign_reports", value = { sum = "orders" }, kind = "count", better = "up",
        },
    },

    dimensions = {
        campaign = {
            name = "campaign", synonyms = { "campaigns", "newsletter", "newsletters", "mailing" }, open_values = true,
            columns = { campaign_reports = "campaign" },
        },
        audience = {
            name = "audience", synonyms = { "audiences", "list", "lists", "mailing list" }, open_values = true,
            columns = { campaign_reports = "audience" },
        },
        subject = {
            name = "subject line", synonyms = { "subject lines", "subject", "subjects" }, open_values = true,
            columns = { campaign_reports = "subject" },
        },
        type = {
            name = "campaign type",
            synonyms = { "campaign types", "type of campaign", "regular or AB test", "kind of campaign", "regular",
                         "ab test" }, open_values = true,
            columns = { campaign_reports = "type" },
            values = { { value = "regular", synonyms = { "regular campaigns" } } },
        },
        currency = {
            name = "currency", synonyms = { "currencies" }, open_values = true,
            columns = { campaign_reports = "currency" },
            values = { { value = "EUR", synonyms = { "euro", "euros" } },
                       { value = "USD", synonyms = { "dollar", "dollars" } }, "GBP", "JPY" },
        },
    },

    ask = {
        "What was the open rate of our Mailchimp campaigns last quarter?",
        "Open rate by audience in Mailchimp over the last 90 days",
        "How many emails did Mailchimp send each month this year?",
        "Top 5 Mailchimp campaigns by click rate this year",
        "What was the Mailchimp unsubscribe rate this month compared with last month?",
        "Which subject lines in Mailchimp had the best click-to-open rate in the last 6 months?",
        "How did hard bounces develop by week last quarter in Mailchimp?",
        "What was the bounce rate of regular campaigns in Mailchimp last month?",
        "Mailchimp campaign revenue by audience this year",
        "How many spam complaints did Mailchimp count in October?",
    },

    errors = {
        { pattern = "(?i)dataset.{0,60}not found|record-not-found", fault = "not_found",
          message = "The Apify dataset with the Mailchimp reports is no longer there. Let its Actor run again." },
        { pattern = "(?i)invalid_grant|unauthorized|invalid.{0,10}token", fault = "reconnect",
          message = "Apify has ended this connection. Connect Mailchimp again." },
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Apify asks for a pause: too many requests in a short time. Ask again in a minute." },
    },

    pitfalls = {
        { symptom = "\"No dataset at Apify has Mailchimp in its name\"",
          cause = "no Actor has filled one, it has no name, or newer named datasets hide it",
          fix = "name the dataset like mailchimp-reports, or connect with the setting \"dataset\"" },
        { symptom = "The newest campaigns are missing", cause = "a dataset holds what its last run brought",
          fix = "run or schedule the Actor at Apify; Parley starts none, because runs cost money" },
        { symptom = "A column is empty although Mailchimp has the number",
          cause = "the Actor names its fields in another way",
          fix = "see the dataset's fields at Apify and report them" },
        { symptom = "Open rates look too good", cause = "mail programs open mails by themselves",
          fix = "judge by the click rate" },
        { symptom = "Revenue is empty", cause = "no store is linked, or the rows name no currency",
          fix = "link a store in Mailchimp; an amount without currency is not shown" },
        { symptom = "The mean of the campaigns' rates is another number",
          cause = "a rate is computed from all mails together, so that big campaigns weigh more",
          fix = "group by campaign" },
    },
}
