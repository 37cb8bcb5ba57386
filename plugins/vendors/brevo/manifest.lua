-- Brevo: e-mail campaigns, transactional mail, lists, contacts and deals. Data only; read in an empty environment.
-- The server lists some 280 tools, most of which write. A token made by hand cannot be limited to reading, so that this
-- allowlist is what keeps writing away.

return {
  id = "brevo", name = "Brevo", category = "CRM & Customer Success", api = 1,
  names = { "Sendinblue" },
  synonyms = { "brevo account" },
  docs = "https://developers.brevo.com/docs/mcp-protocol",

  server = {
    url = "https://mcp.brevo.com/v1/brevo/mcp", transport = "streamable-http", confidence = "documented",
  },
  auth = { kind = "oauth", scopes = {} },

  tools = {
    email_campaigns = {
      names = { "email_campaign_management_get_email_campaigns", "get_email_campaigns" }, confidence = "documented",
      description = "The e-mail campaigns that were sent, with their statistics and without their HTML.", closed = true,
      arguments = {
        { path = "status", required = true, one_of = { "sent" } },
        { path = "statistics", required = true, one_of = { "globalStats" } },
        { path = "excludeHtmlContent", required = true, one_of = { "true" } },
        { path = "limit", pattern = "^[0-9]{1,3}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
    transactional_report = {
      names = { "campaign_analytics_get_smtp_report", "get_smtp_report" }, confidence = "documented", closed = true,
      description = "Transactional mail by day: counts only.",
      arguments = {
        { path = "startDate", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "endDate", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "days", one_of = { "30" } }, { path = "limit", one_of = { "30" } },
      },
    },
    transactional_events = {
      names = { "campaign_analytics_get_email_event_report", "get_email_event_report" }, confidence = "documented",
      description = "What became of single transactional mails; addresses and subjects are dropped.", closed = true,
      arguments = {
        { path = "startDate", required = true, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "endDate", required = true, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
        { path = "limit", pattern = "^[0-9]{1,4}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
    sms_campaigns = {
      names = { "sms_campaigns_get_sms_campaigns", "get_sms_campaigns" }, confidence = "documented", closed = true,
      description = "The SMS campaigns that were sent, with their statistics.",
      arguments = {
        { path = "status", required = true, one_of = { "sent" } },
        { path = "limit", pattern = "^[0-9]{1,3}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
    lists = {
      names = { "lists_get_lists", "get_lists" }, confidence = "documented", closed = true,
      description = "The contact lists with how many subscribers each has.",
      arguments = {
        { path = "limit", pattern = "^[0-9]{1,2}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
    contacts = {
      names = { "contacts_get_contacts", "get_contacts" }, confidence = "documented", closed = true,
      description = "Contacts, of which only the id and the day they were made are taken up.",
      arguments = {
        { path = "createdSince", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00.000Z$" },
        { path = "limit", pattern = "^[0-9]{1,3}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
    deals = {
      names = { "deals_get_crm_deals", "get_crm_deals" }, confidence = "documented", closed = true,
      description = "Deals with their stage and amount.",
      arguments = {
        { path = "limit", pattern = "^[0-9]{1,3}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
    whatsapp_campaigns = {
      names = { "whatsapp_campaigns_get_whats_app_campaigns", "get_whats_app_campaigns" },
      confidence = "documented", closed = true, description = "The WhatsApp campaigns and when they were sent.",
      arguments = {
        { path = "limit", pattern = "^[0-9]{1,4}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
    segments = {
      names = { "segments_get_segments", "get_segments" },
      confidence = "documented", closed = true, description = "The segments of contacts.",
      arguments = {
        { path = "limit", pattern = "^[0-9]{1,4}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
    companies = {
      names = { "companies_get_companies", "get_companies" },
      confidence = "documented", closed = true, description = "The companies of the CRM.",
      arguments = {
        { path = "limit", pattern = "^[0-9]{1,4}$" }, { path = "page", pattern = "^[0-9]{1,6}$" },
      },
    },
    shop_orders = {
      names = { "ecommerce_get_orders", "get_orders" },
      confidence = "documented", closed = true, description = "The orders that a shop reported to Brevo.",
      arguments = {
        { path = "limit", pattern = "^[0-9]{1,4}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
    attribution = {
      names = { "ecommerce_get_attribution_metrics", "get_attribution_metrics" },
      confidence = "documented", closed = true,
      description = "Orders and revenue that Brevo credits to campaigns and automations.",
      arguments = {
        { path = "periodFrom", required = true, pattern = "^[0-9TZ:.-]{10,30}$" },
        { path = "periodTo", required = true, pattern = "^[0-9TZ:.-]{10,30}$" },
      },
    },
    templates = {
      names = { "templates_get_smtp_templates", "get_smtp_templates" },
      confidence = "documented", closed = true, description = "The mail templates.",
      arguments = {
        { path = "limit", pattern = "^[0-9]{1,4}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" },
      },
    },
  },

  datasets = {
    whatsapp_campaigns = {
      name = "WhatsApp campaigns", description = "One row for each WhatsApp campaign that was sent; form unconfirmed.",
      synonyms = { "whatsapp" },
      tool = "whatsapp_campaigns", time = "sent_at", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "campaign", kind = "text", role = "dimension" },
        { name = "sent_at", kind = "time", role = "time" },
      },
    },
    segments = {
      name = "segments", description = "One row for each segment; form unconfirmed.",
      synonyms = { "contact segments" },
      tool = "segments", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "segment", kind = "text", role = "dimension" },
      },
    },
    companies = {
      name = "companies", description = "One row for each company of the CRM; form unconfirmed.",
      synonyms = { "accounts" },
      tool = "companies", time = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "company", kind = "text", role = "dimension" },
        { name = "created", kind = "time", role = "time" },
      },
    },
    shop_orders = {
      name = "shop orders", description = "One row for each order of a connected shop; form unconfirmed.",
      synonyms = { "orders" },
      tool = "shop_orders", time = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "status", kind = "text", role = "dimension" },
        { name = "amount", kind = "number", role = "measure" },
      },
    },
    templates = {
      name = "mail templates", description = "One row for each mail template; form unconfirmed.",
      synonyms = { "templates" },
      tool = "templates", time = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "template", kind = "text", role = "dimension" },
        { name = "active", kind = "flag", role = "dimension" },
        { name = "created", kind = "time", role = "time" },
      },
    },
    attribution = {
      name = "attributed orders",
      description = "One row for each day: what Brevo credits to campaigns and automations; unconfirmed.",
      synonyms = { "attribution", "campaign revenue" },
      tool = "attribution", time = "day", pushes_range = true, longest_range_days = 1, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "orders", kind = "count", role = "measure" },
        { name = "revenue", kind = "number", role = "measure", description = "In the account's display currency." },
      },
    },
    email_campaigns = {
      name = "e-mail campaigns", description = "One row for each e-mail campaign that was sent, with its counts.",
      synonyms = { "brevo campaigns", "email campaigns" },
      tool = "email_campaigns", time = "sent_at", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "campaign", kind = "text", role = "dimension" },
        { name = "sent_at", kind = "time", role = "time" },
        { name = "sent", kind = "count", role = "measure" },
        { name = "delivered", kind = "count", role = "measure" },
        { name = "opens", kind = "count", role = "measure", description = "People who opened it at least once." },
        { name = "clicks", kind = "count", role = "measure", description = "People who clicked at least once." },
        { name = "bounces", kind = "count", role = "measure", description = "Hard and soft ones together." },
        { name = "unsubscribes", kind = "count", role = "measure" },
        { name = "complaints", kind = "count", role = "measure" },
      },
    },
    transactional_mail = {
      name = "transactional mail",
      description = "One row for each day with the mails that programs sent.",
      synonyms = { "transactional emails", "smtp mails" },
      tool = "transactional_report", time = "day", pushes_range = true, longest_range_days = 30, needs_range = true,
      columns = {
        { name = "day", kind = "day", role = "time" },
        { name = "requests", kind = "count", role = "measure", description = "Mails that were to be sent." },
        { name = "delivered", kind = "count", role = "measure" },
        { name = "opens", kind = "count", role = "measure", description = "Unique ones." },
        { name = "clicks", kind = "count", role = "measure", description = "Unique ones." },
        { name = "bounces", kind = "count", role = "measure", description = "Hard and soft ones together." },
        { name = "complaints", kind = "count", role = "measure" },
      },
    },
    transactional_events = {
      name = "transactional events",
      description = "One row for each thing that happened to a transactional mail: delivered, opened, bounced.",
      synonyms = { "transactional mail events" },
      tool = "transactional_events", time = "happened", pushes_range = true, longest_range_days = 30,
      needs_range = true, paging = { rows_per_page = 2500, pages_max = 0 },
      columns = {
        { name = "happened", kind = "time", role = "time" },
        { name = "event", kind = "text", role = "dimension" },
        { name = "tag", kind = "text", role = "dimension" },
        { name = "template", kind = "text", role = "dimension", description = "The template's number." },
      },
    },
    sms_campaigns = {
      name = "SMS campaigns", description = "One row for each SMS campaign that was sent, with its counts.",
      synonyms = { "text campaigns" },
      tool = "sms_campaigns", time = "sent_at", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 500, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "campaign", kind = "text", role = "dimension" },
        { name = "sent_at", kind = "time", role = "time" },
        { name = "sent", kind = "count", role = "measure" },
        { name = "delivered", kind = "count", role = "measure" },
        { name = "bounces", kind = "count", role = "measure", description = "Hard and soft ones together." },
        { name = "unsubscribes", kind = "count", role = "measure" },
        { name = "replies", kind = "count", role = "measure" },
      },
    },
    lists = {
      name = "contact lists", description = "One row for each list, with the subscribers that it has today.",
      synonyms = { "brevo lists" },
      tool = "lists", pushes_range = false, longest_range_days = 0, paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "list", kind = "text", role = "dimension" },
        { name = "subscribers", kind = "count", role = "measure" },
      },
    },
    contacts = {
      name = "contacts", description = "One row for each contact, by the time it was made; ids, no addresses.",
      synonyms = { "brevo contacts" },
      tool = "contacts", time = "created", pushes_range = true, longest_range_days = 0,
      lookups = { { tool = "lists", values = { lists = "text:^([0-9]+ [^\\n]*\\n)*$" } } },
      paging = { rows_per_page = 500, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "on_list", kind = "flag", role = "dimension", description = "Whether it is on any list." },
        { name = "list", kind = "text", role = "dimension", on_demand = true,
          description = "One row for each list that the contact is on." },
      },
    },
    deals = {
      name = "deals", description = "One row for each deal as it is today.", synonyms = { "brevo deals" },
      tool = "deals", pushes_range = false, longest_range_days = 0, paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "deal", kind = "text", role = "dimension" },
        { name = "stage", kind = "text", role = "dimension", description = "As Brevo names it, which may be an id." },
        { name = "amount", kind = "number", role = "measure",
          description = "In the account's currency, which the reply does not name." },
      },
    },
  },

  metrics = {
    attributed_revenue = {
      name = "attributed revenue",
      synonyms = { "campaign revenue", "email revenue", "revenue from campaigns", "revenue from email campaigns",
                   "revenue credited to campaigns", "revenue from mailings", "sales from emails",
                   "earned by campaigns", "money from campaigns" },
      description = "Revenue that Brevo credits to campaigns and automations, in its display currency; unconfirmed.",
      dataset = "attribution", value = { sum = "revenue" }, kind = "number", better = "up",
    },
    attributed_orders = {
      name = "attributed orders",
      synonyms = { "orders from campaigns", "campaign orders", "orders credited to campaigns" },
      description = "The orders that Brevo credits to campaigns and automations; unconfirmed.",
      dataset = "attribution", value = { sum = "orders" }, kind = "count", better = "up",
    },
    attributed_basket = {
      name = "average attributed order", synonyms = { "average basket", "attributed order value" },
      description = "Attributed revenue over attributed orders.",
      dataset = "attribution", value = { sum = "revenue" }, per = { sum = "orders" }, kind = "number", better = "up",
    },
    shop_orders = {
      name = "shop orders", synonyms = { "orders", "number of orders", "order count" },
      description = "The orders of a connected shop, by when each was made.",
      dataset = "shop_orders", value = { count = true }, kind = "count", better = "up",
    },
    order_value = {
      name = "order value", synonyms = { "shop revenue", "order revenue", "value of orders" },
      description = "The amounts of a connected shop's orders.",
      dataset = "shop_orders", value = { sum = "amount" }, kind = "number", better = "up",
    },
    whatsapp_campaigns = {
      name = "WhatsApp campaigns sent", synonyms = { "WhatsApp campaigns", "number of WhatsApp campaigns" },
      description = "The WhatsApp campaigns that were sent in the period.",
      dataset = "whatsapp_campaigns", value = { count = true }, kind = "count",
    },
    segments = {
      name = "segments", synonyms = { "number of segments", "contact segments", "segment count" },
      description = "The number of segments.",
      dataset = "segments", value = { count = true }, kind = "count",
    },
    companies = {
      name = "companies", synonyms = { "number of companies", "CRM companies", "companies added" },
      description = "The companies of the CRM, by when each was made.",
      dataset = "companies", value = { count = true }, kind = "count",
    },
    templates = {
      name = "mail templates", synonyms = { "templates", "number of templates", "email templates" },
      description = "The number of mail templates, by when each was made.",
      dataset = "templates", value = { count = true }, kind = "count",
    },
    open_rate = {
      name = "open rate", synonyms = { "opening rate", "share of opened mails", "opens", "email open rate" },
      description = "People who opened over mails delivered, of the campaigns sent in the period.",
      dataset = "email_campaigns", value = { sum = "opens" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "up",
    },
    click_rate = {
      name = "click rate", synonyms = { "CTR", "click-through rate", "click through rate", "clicks" },
      description = "People who clicked over mails delivered, of the campaigns sent in the period.",
      dataset = "email_campaigns", value = { sum = "clicks" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "up",
    },
    click_to_open_rate = {
      name = "click-to-open rate", synonyms = { "CTOR", "click to open rate", "click to open", "clicks per open" },
      description = "People who clicked over people who opened.",
      dataset = "email_campaigns", value = { sum = "clicks" }, per = { sum = "opens" },
      kind = "ratio", unit = "percent", better = "up",
    },
    unsubscribe_rate = {
      name = "unsubscribe rate", synonyms = { "opt-out rate", "unsubscription rate", "churned subscribers" },
      description = "Unsubscriptions over mails delivered.",
      dataset = "email_campaigns", value = { sum = "unsubscribes" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "down",
    },
    unsubscribes = {
      name = "unsubscribes",
      synonyms = { "unsubscriptions", "opt-outs", "people who unsubscribed", "unsubs", "people unsubscribing" },
      description = "The number of unsubscriptions from the campaigns sent in the period.",
      dataset = "email_campaigns", value = { sum = "unsubscribes" }, kind = "count", better = "down",
    },
    bounce_rate = {
      name = "bounce rate", synonyms = { "bounces share", "campaign bounce rate", "bounces", "hard bounces" },
      description = "Hard and soft bounces over mails sent, of the campaigns.",
      dataset = "email_campaigns", value = { sum = "bounces" }, per = { sum = "sent" },
      kind = "ratio", unit = "percent", better = "down",
    },
    delivery_rate = {
      name = "delivery rate", synonyms = { "deliverability", "share delivered" },
      description = "Mails delivered over mails sent, of the campaigns.",
      dataset = "email_campaigns", value = { sum = "delivered" }, per = { sum = "sent" },
      kind = "ratio", unit = "percent", better = "up",
    },
    complaint_rate = {
      name = "complaint rate", synonyms = { "spam complaint rate", "spam rate" },
      description = "Spam complaints over mails delivered, of the campaigns.",
      dataset = "email_campaigns", value = { sum = "complaints" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "down",
    },
    emails_sent = {
      name = "campaign emails sent",
      synonyms = { "emails sent", "campaign mails sent", "mailing volume", "volume", "sends", "mails sent",
                   "email volume", "emails went out", "mails that went out", "send volume" },
      description = "The number of mails sent by campaigns in the period.",
      dataset = "email_campaigns", value = { sum = "sent" }, kind = "count",
    },
    campaigns_sent = {
      name = "campaigns sent", synonyms = { "number of campaigns", "email campaigns sent", "sent campaigns" },
      description = "The number of e-mail campaigns sent in the period.",
      dataset = "email_campaigns", value = { count = true }, kind = "count",
    },
    transactional_sent = {
      name = "transactional emails", synonyms = { "transactional mails", "transactional emails sent", "smtp emails" },
      description = "The number of transactional mails that were to be sent in the period.",
      dataset = "transactional_mail", value = { sum = "requests" }, kind = "count",
    },
    transactional_bounces = {
      name = "transactional bounces", synonyms = { "bounced transactional emails", "transactional mails bounced" },
      description = "The number of transactional mails that bounced, hard or soft.",
      dataset = "transactional_mail", value = { sum = "bounces" }, kind = "count", better = "down",
    },
    transactional_bounce_rate = {
      name = "transactional bounce rate", synonyms = { "bounce rate of transactional emails" },
      description = "Transactional mails that bounced over those that were to be sent.",
      dataset = "transactional_mail", value = { sum = "bounces" }, per = { sum = "requests" },
      kind = "ratio", unit = "percent", better = "down",
    },
    transactional_delivery_rate = {
      name = "transactional delivery rate", synonyms = { "delivery rate of transactional emails" },
      description = "Transactional mails delivered over those that were to be sent.",
      dataset = "transactional_mail", value = { sum = "delivered" }, per = { sum = "requests" },
      kind = "ratio", unit = "percent", better = "up",
    },
    transactional_open_rate = {
      name = "transactional open rate", synonyms = { "open rate of transactional emails" },
      description = "Unique opens over transactional mails delivered.",
      dataset = "transactional_mail", value = { sum = "opens" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "up",
    },
    transactional_events = {
      name = "transactional events",
      synonyms = { "transactional mail events", "transactional email events" },
      description = "How often anything happened to transactional mails: sent, delivered, opened, clicked, bounced.",
      dataset = "transactional_events", value = { count = true }, kind = "count",
    },
    sms_sent = {
      name = "SMS sent", synonyms = { "SMS volume", "text messages sent", "texts sent", "campaign SMS sent" },
      description = "The number of text messages sent by SMS campaigns in the period.",
      dataset = "sms_campaigns", value = { sum = "sent" }, kind = "count",
    },
    sms_campaigns_sent = {
      name = "SMS campaigns sent", synonyms = { "number of SMS campaigns", "SMS campaigns" },
      description = "The number of SMS campaigns sent in the period.",
      dataset = "sms_campaigns", value = { count = true }, kind = "count",
    },
    sms_delivery_rate = {
      name = "SMS delivery rate", synonyms = { "SMS delivery", "delivery rate of SMS campaigns" },
      description = "Text messages delivered over those sent, of the SMS campaigns.",
      dataset = "sms_campaigns", value = { sum = "delivered" }, per = { sum = "sent" },
      kind = "ratio", unit = "percent", better = "up",
    },
    sms_bounce_rate = {
      name = "SMS bounce rate", synonyms = { "bounce rate of SMS campaigns" },
      description = "Hard and soft bounces over text messages sent, of the SMS campaigns.",
      dataset = "sms_campaigns", value = { sum = "bounces" }, per = { sum = "sent" },
      kind = "ratio", unit = "percent", better = "down",
    },
    sms_unsubscribe_rate = {
      name = "SMS unsubscribe rate", synonyms = { "SMS opt-out rate", "unsubscribe rate of SMS campaigns" },
      description = "Unsubscriptions over text messages delivered, of the SMS campaigns.",
      dataset = "sms_campaigns", value = { sum = "unsubscribes" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "down",
    },
    sms_replies = {
      name = "SMS replies", synonyms = { "replies to SMS campaigns", "answered SMS" },
      description = "The number of replies to the SMS campaigns sent in the period.",
      dataset = "sms_campaigns", value = { sum = "replies" }, kind = "count", better = "up",
    },
    list_subscribers = {
      name = "list subscribers",
      synonyms = { "subscribers", "list size", "subscribers on lists", "contacts", "audience size",
                   "number of contacts", "people on lists" },
      description = "Subscribers of all lists today; who is on two lists counts twice.",
      dataset = "lists", value = { sum = "subscribers" }, kind = "count", better = "up",
    },
    lists = {
      name = "number of lists", synonyms = { "list count", "how many lists" },
      description = "The number of lists there are today.",
      dataset = "lists", value = { count = true }, kind = "count",
    },
    new_contacts = {
      name = "new contacts",
      synonyms = { "contacts added", "contacts created", "subscribers added", "new subscribers", "contacts gained",
                   "list growth", "people who subscribed" },
      description = "The number of contacts made in the period.",
      dataset = "contacts", value = { distinct = "id" }, kind = "count", better = "up",
    },
    deals = {
      name = "number of deals", synonyms = { "deal count", "how many deals" },
      description = "The number of deals there are today, of all stages.",
      dataset = "deals", value = { count = true }, kind = "count",
    },
    deal_value = {
      name = "deal value",
      synonyms = { "pipeline value", "value of deals", "deal amount", "pipeline", "open pipeline",
                   "value of open deals", "pipeline amount" },
      description = "The amounts of all deals added up, won and lost ones among them; in the account's currency.",
      dataset = "deals", value = { sum = "amount" }, kind = "number", better = "up",
    },
    average_deal = {
      name = "average deal size", synonyms = { "mean deal value", "deal size" },
      description = "The mean amount of the deals that have one; in the account's currency.",
      dataset = "deals", value = { mean = "amount" }, kind = "number", better = "up",
    },
  },

  dimensions = {
    segment = {
      name = "segment name", columns = { segments = "segment" }, open_values = true,
    },
    company = {
      name = "company", synonyms = { "account" }, columns = { companies = "company" }, open_values = true,
    },
    order_status = {
      name = "order status", synonyms = { "order state" }, columns = { shop_orders = "status" }, open_values = true,
    },
    template_name = {
      name = "template name", columns = { templates = "template" }, open_values = true,
    },
    campaign = {
      name = "campaign",
      synonyms = { "campaigns", "newsletter", "mailing", "mailings", "newsletters", "email campaign", "sms campaign" },
      columns = { email_campaigns = "campaign", sms_campaigns = "campaign" },
      open_values = true,
    },
    event = {
      name = "event", synonyms = { "events", "event type", "kind of event", "kind", "event kind" },
      columns = { transactional_events = "event" }, open_values = true,
      values = { { value = "requests", synonyms = { "requested" } }, "delivered", "opened",
                 { value = "clicks", synonyms = { "clicked" } },
                 { value = "hardBounces", synonyms = { "hard bounces" } },
                 { value = "softBounces", synonyms = { "soft bounces" } }, "blocked", "deferred", "spam",
                 "unsubscribed", "invalid", "error" },
    },
    tag = {
      name = "tag", synonyms = { "tags", "mail tag" }, columns = { transactional_events = "tag" }, open_values = true,
    },
    template = {
      name = "template", synonyms = { "templates", "mail template" }, columns = { transactional_events = "template" },
      open_values = true,
    },
    list = {
      name = "list", synonyms = { "lists", "contact list", "segment", "audience", "audiences", "mailing list" },
      columns = { lists = "list", contacts = "list" }, open_values = true,
    },
    stage = {
      name = "deal stage", synonyms = { "stage", "stages" }, columns = { deals = "stage" }, open_values = true,
    },
  },

  ask = {
    "What was the attributed revenue in Brevo last month?",
    "How many WhatsApp campaigns were sent in Brevo this year?",
    "Which segments do we have in Brevo?",
    "How many shop orders did Brevo count each month this year?",
    "How many mail templates are there in Brevo?",
    "What was the open rate of Brevo campaigns last quarter?",
    "Top 5 campaigns by click rate in Brevo this year",
    "How did the unsubscribe rate develop in Brevo by month this year?",
    "How many transactional emails did Brevo send per day in the last 30 days?",
    "Brevo transactional bounce rate by week last quarter",
    "Transactional delivery rate by month this year",
    "Which lists have the most subscribers in Brevo?",
    "How many new contacts did Brevo get each month this year?",
    "New contacts in Brevo by list this month",
    "Compare the bounce rate in Brevo in September and October",
    "What is the deal value in Brevo by deal stage?",
    "How many campaigns did we send with Brevo in October?",
    "Which SMS campaigns had the lowest SMS delivery rate in Brevo this year?",
    "How many text messages sent in Brevo each month this year?",
    "Brevo transactional events by event in the last 7 days",
    "Brevo transactional events by template last week",
  },

  errors = {
    { pattern = "(?i)startDate|endDate", fault = "invalid",
      message = "Brevo refused the dates of the question; its daily report covers at most 30 days a call." },
    { pattern = "(?i)invalid_grant|unauthori[sz]ed|key not found|token (has )?expired", fault = "reconnect",
      message = "Brevo has ended this connection. Connect Brevo again." },
    { pattern = "(?i)permission_denied|forbidden|not allowed", fault = "denied",
      message = "The account that connected Brevo may not read this there." },
    { pattern = "(?i)too many requests|rate.?limit", fault = "over_limit",
      message = "Brevo asks for a pause: too many requests in a short time. Ask again in a minute." },
  },

  pitfalls = {
    { symptom = "Old campaigns have empty statistics", cause = "Brevo keeps them for events of the last 6 months only",
      fix = "ask about campaigns of the last half year" },
    { symptom = "No dataset can be asked after connecting",
      cause = "the names with the module in front are unconfirmed; the focused servers use shorter ones",
      fix = "see the tools page of the connection; both spellings are known here" },
    { symptom = "Transactional numbers take several calls", cause = "the daily report covers at most 30 days a call",
      fix = "nothing to do; longer times are split" },
    { symptom = "Transactional events take long", cause = "every open and click is a row of its own",
      fix = "ask for days or weeks; the daily counts of transactional mail need no such list" },
    { symptom = "Attributed revenue cannot be asked",
      cause = "Brevo adds it up only for campaigns whose numbers are given, so that a sum over all is not certain",
      fix = "see it in Brevo" },
    { symptom = "Deal amounts have no currency", cause = "the reply does not name one",
      fix = "read them in the currency of the account" },
    { symptom = "The sum of the lists exceeds the contacts", cause = "a contact may be on several lists",
      fix = "look at one list at a time" },
  },
}
