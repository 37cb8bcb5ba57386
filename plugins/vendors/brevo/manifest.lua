-- Brevo: e-mail campaigns, transactional mail, lists, contacts and deals. Data only; read in an empty environment.
-- The server lists some 280 tools, most of which write. A token made by hand cannot be limited to reading, so that this
-- allowlist is what keeps writing away.

local pages = { { path = "limit", pattern = "^[0-9]{1,4}$" }, { path = "offset", pattern = "^[0-9]{1,9}$" } }

-- What has a number in the rows has its name in another list, which is read where the name is asked for.
local list_names = { tool = "lists", values = { names = "text:^([^ \\n]+ [^\\n]*\\n)*$" } }
local template_names = { tool = "templates", values = { names = "text:^([^ \\n]+ [^\\n]*\\n)*$" } }
local stage_names = { tool = "pipelines", values = { names = "text:^([^ \\n]+ [^\\n]*\\n)*$" } }

local requested, delivered = { "event", "=", "requests" }, { "event", "=", "delivered" }
local open = { "outcome", "=", "open" }

local id = { name = "id", kind = "text", role = "key" }
local campaign = { name = "campaign", kind = "text", role = "dimension" }
local sent_at = { name = "sent_at", kind = "time", role = "time" }
local sent = { name = "sent", kind = "count", role = "measure" }
local delivered_count = { name = "delivered", kind = "count", role = "measure" }
local unsubscribes = { name = "unsubscribes", kind = "count", role = "measure" }
local created = { name = "created", kind = "time", role = "time" }

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
      arguments = pages,
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
      arguments = pages,
    },
    pipelines = {
      names = { "pipelines_get_crm_pipeline_details_all", "get_crm_pipeline_details_all" },
      confidence = "documented", description = "The names of the stages of all deal pipelines.",
    },
    whatsapp_campaigns = {
      names = { "whatsapp_campaigns_get_whats_app_campaigns", "get_whats_app_campaigns" },
      confidence = "documented", closed = true, description = "The WhatsApp campaigns and when they were sent.",
      arguments = pages,
    },
    segments = {
      names = { "segments_get_segments", "get_segments" },
      confidence = "documented", closed = true, description = "The segments of contacts.",
      arguments = pages,
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
      arguments = pages,
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
      arguments = pages,
    },
  },

  datasets = {
    whatsapp_campaigns = {
      name = "WhatsApp campaigns", description = "One row for each WhatsApp campaign that was sent; form unconfirmed.",
      synonyms = { "whatsapp" },
      tool = "whatsapp_campaigns", time = "sent_at", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        id, campaign, sent_at,
      },
    },
    segments = {
      name = "segments", description = "One row for each segment; form unconfirmed.",
      synonyms = { "contact segments" },
      tool = "segments", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        id,
        { name = "segment", kind = "text", role = "dimension" },
      },
    },
    companies = {
      name = "companies", description = "One row for each company of the CRM; form unconfirmed.",
      synonyms = { "accounts" },
      tool = "companies", time = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        id,
        { name = "company", kind = "text", role = "dimension" },
        created,
      },
    },
    shop_orders = {
      name = "shop orders", description = "One row for each order of a connected shop; form unconfirmed.",
      synonyms = { "orders" },
      tool = "shop_orders", time = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        id, created,
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
        id,
        { name = "template", kind = "text", role = "dimension" },
        { name = "active", kind = "flag", role = "dimension" },
        created,
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
      lookups = { list_names },
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        id, campaign,
        { name = "tag", kind = "text", role = "dimension" },
        { name = "list", kind = "text", role = "dimension", on_demand = true,
          description = "The lists that it went to, joined: a campaign stays one row." },
        sent_at, sent, delivered_count,
        { name = "opens", kind = "count", role = "measure", description = "People who opened it at least once." },
        { name = "clicks", kind = "count", role = "measure", description = "People who clicked at least once." },
        { name = "bounces", kind = "count", role = "measure", description = "Hard and soft ones together." },
        unsubscribes,
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
        delivered_count,
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
      needs_range = true, lookups = { template_names }, paging = { rows_per_page = 2500, pages_max = 0 },
      columns = {
        { name = "happened", kind = "time", role = "time" },
        { name = "event", kind = "text", role = "dimension" },
        { name = "message", kind = "text", role = "dimension", description = "The mail's own id." },
        { name = "tag", kind = "text", role = "dimension" },
        { name = "template", kind = "text", role = "dimension", on_demand = true,
          description = "The template's name, else its number." },
      },
    },
    sms_campaigns = {
      name = "SMS campaigns", description = "One row for each SMS campaign that was sent, with its counts.",
      synonyms = { "text campaigns" },
      tool = "sms_campaigns", time = "sent_at", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 500, pages_max = 0 },
      columns = {
        id, campaign, sent_at, sent, delivered_count,
        { name = "bounces", kind = "count", role = "measure", description = "Hard and soft ones together." },
        unsubscribes,
        { name = "replies", kind = "count", role = "measure" },
      },
    },
    lists = {
      name = "contact lists", description = "One row for each list, with the subscribers that it has today.",
      synonyms = { "brevo lists" },
      tool = "lists", pushes_range = false, longest_range_days = 0, paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        id,
        { name = "list", kind = "text", role = "dimension" },
        { name = "subscribers", kind = "count", role = "measure" },
      },
    },
    contacts = {
      name = "contacts", description = "One row for each contact, by the time it was made; ids, no addresses.",
      synonyms = { "brevo contacts" },
      tool = "contacts", time = "created", pushes_range = true, longest_range_days = 0,
      lookups = { list_names },
      paging = { rows_per_page = 500, pages_max = 0 },
      columns = {
        id, created,
        { name = "on_list", kind = "flag", role = "dimension", description = "Whether it is on any list." },
        { name = "list", kind = "text", role = "dimension", on_demand = true,
          description = "One row for each list that the contact is on." },
      },
    },
    deals = {
      name = "deals", description = "One row for each deal as it is today.", synonyms = { "brevo deals" },
      tool = "deals", pushes_range = false, longest_range_days = 0, paging = { rows_per_page = 50, pages_max = 0 },
      lookups = { stage_names },
      columns = {
        id,
        { name = "deal", kind = "text", role = "dimension" },
        { name = "owner", kind = "text", role = "dimension", description = "Often an e-mail address." },
        { name = "stage", kind = "text", role = "dimension", on_demand = true, description = "The stage's name." },
        { name = "outcome", kind = "text", role = "dimension", on_demand = true,
          description = "Won, lost or open, from the words in the stage's name." },
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
                   "earned by campaigns", "money from campaigns",
                   "revenue came from campaigns", "revenue came from email campaigns" },
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
      name = "open rate", synonyms = { "opening rate", "share of opened mails", "email open rate" },
      description = "People who opened over mails delivered, of the campaigns sent in the period.",
      dataset = "email_campaigns", value = { sum = "opens" }, per = { sum = "delivered" },
      kind = "ratio", unit = "percent", better = "up",
    },
    click_rate = {
      name = "click rate", synonyms = { "CTR", "click-through rate", "click through rate" },
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
      name = "bounce rate", synonyms = { "bounces share", "campaign bounce rate" },
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
    opens = {
      name = "opens", synonyms = { "unique opens", "people who opened", "emails opened" },
      description = "People who opened, campaign by campaign, of the campaigns sent in the period.",
      dataset = "email_campaigns", value = { sum = "opens" }, kind = "count", better = "up",
    },
    clicks = {
      name = "clicks", synonyms = { "unique clicks", "people who clicked" },
      description = "People who clicked, campaign by campaign, of the campaigns sent in the period.",
      dataset = "email_campaigns", value = { sum = "clicks" }, kind = "count", better = "up",
    },
    bounces = {
      name = "bounces", synonyms = { "bounced emails", "emails bounced", "number of bounces" },
      description = "Hard and soft bounces of the campaigns sent in the period.",
      dataset = "email_campaigns", value = { sum = "bounces" }, kind = "count", better = "down",
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
    transactional_mail_open_rate = {
      name = "open rate of transactional mails",
      synonyms = { "open rate by template", "open rate per template", "template open rate", "tag open rate" },
      description = "Transactional mails with an open over those delivered, mail by mail, by template, tag or day.",
      dataset = "transactional_events", kind = "ratio", unit = "percent", better = "up",
      value = { distinct = "message", where = { { "event", "=", "opened" } } },
      per = { distinct = "message", where = { delivered } },
    },
    transactional_mail_click_rate = {
      name = "click rate of transactional mails",
      synonyms = { "click rate by template", "CTR by template", "template click rate", "tag click rate" },
      description = "Transactional mails with a click over those delivered, mail by mail, by template, tag or day.",
      dataset = "transactional_events", kind = "ratio", unit = "percent", better = "up",
      value = { distinct = "message", where = { { "event", "=", "clicks" } } },
      per = { distinct = "message", where = { delivered } },
    },
    transactional_mail_click_to_open_rate = {
      name = "click-to-open rate of transactional mails",
      synonyms = { "click-to-open rate by template", "template click-to-open rate", "CTOR by template" },
      description = "Transactional mails with a click over those with an open, mail by mail.",
      dataset = "transactional_events", kind = "ratio", unit = "percent", better = "up",
      value = { distinct = "message", where = { { "event", "=", "clicks" } } },
      per = { distinct = "message", where = { { "event", "=", "opened" } } },
    },
    transactional_mail_unsubscribe_rate = {
      name = "unsubscribe rate of transactional mails",
      synonyms = { "unsubscribe rate by template", "template unsubscribe rate", "tag unsubscribe rate" },
      description = "Transactional mails with an unsubscription over those delivered, mail by mail.",
      dataset = "transactional_events", kind = "ratio", unit = "percent", better = "down",
      value = { distinct = "message", where = { { "event", "=", "unsubscribed" } } },
      per = { distinct = "message", where = { delivered } },
    },
    transactional_mail_bounce_rate = {
      name = "bounce rate of templates",
      synonyms = { "bounce rate by template", "template bounce rate", "bounces by template" },
      description = "Transactional mails that bounced, hard or soft, over those that were to be sent, mail by mail.",
      dataset = "transactional_events", kind = "ratio", unit = "percent", better = "down",
      value = { distinct = "message", where = { { "event", "in", { "hardBounces", "softBounces" } } } },
      per = { distinct = "message", where = { requested } },
    },
    transactional_mail_delivery_rate = {
      name = "delivery rate of templates", synonyms = { "delivery rate by template", "template delivery rate" },
      description = "Transactional mails delivered over those that were to be sent, mail by mail.",
      dataset = "transactional_events", kind = "ratio", unit = "percent", better = "up",
      value = { distinct = "message", where = { delivered } }, per = { distinct = "message", where = { requested } },
    },
    transactional_mails_blocked = {
      name = "blocked emails", synonyms = { "emails blocked", "emails got blocked", "blocked transactional emails" },
      description = "Transactional mails that were blocked, mail by mail.", dataset = "transactional_events",
      value = { distinct = "message", where = { { "event", "=", "blocked" } } }, kind = "count", better = "down",
    },
    transactional_mails_of_templates = {
      name = "template emails", synonyms = { "emails sent by template", "emails by template", "volume by template" },
      description = "Transactional mails that were to be sent, mail by mail, by template, tag or day.",
      dataset = "transactional_events", kind = "count", value = { distinct = "message", where = { requested } },
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
                   "list growth", "lists grow", "people who subscribed" },
      description = "The number of contacts made in the period.",
      dataset = "contacts", value = { distinct = "id" }, kind = "count", better = "up",
    },
    deals = {
      name = "number of deals", synonyms = { "deal count", "how many deals" },
      description = "The number of deals there are today, of all stages.",
      dataset = "deals", value = { count = true }, kind = "count",
    },
    deal_value = {
      name = "deal value", synonyms = { "value of deals", "deal amount", "value of all deals" },
      description = "The amounts of all deals added up, won and lost ones among them; in the account's currency.",
      dataset = "deals", value = { sum = "amount" }, kind = "number", better = "up",
    },
    pipeline_value = {
      name = "pipeline value",
      synonyms = { "pipeline", "open pipeline", "value of open deals", "pipeline amount", "open deal value" },
      description = "The amounts of the deals whose stage is neither won nor lost; in the account's currency.",
      dataset = "deals", value = { sum = "amount", where = { open } }, kind = "number", better = "up",
    },
    open_deals = {
      name = "open deals", synonyms = { "deals in the pipeline", "number of open deals", "deals in progress" },
      description = "The number of deals whose stage is neither won nor lost.",
      dataset = "deals", value = { count = true, where = { open } }, kind = "count",
    },
    won_value = {
      name = "won deal value", synonyms = { "won revenue", "value of won deals", "closed won", "revenue won" },
      description = "The amounts of the deals that are won today; the reply does not say when.",
      dataset = "deals", value = { sum = "amount", where = { { "outcome", "=", "won" } } }, kind = "number",
      better = "up",
    },
    deal_win_rate = {
      name = "deal win rate", synonyms = { "win rate", "share of deals won" },
      description = "Deals that are won today over those won or lost.",
      dataset = "deals", value = { count = true, where = { { "outcome", "=", "won" } } },
      per = { count = true, where = { { "outcome", "in", { "won", "lost" } } } },
      kind = "ratio", unit = "percent", better = "up", sample_min = 20,
    },
    average_deal = {
      name = "average deal size", synonyms = { "mean deal value", "deal size" },
      description = "The mean amount of the deals that have one; in the account's currency.",
      dataset = "deals", value = { mean = "amount" }, kind = "number", better = "up",
    },
  },

  dimensions = {
    segment = { name = "segment name", columns = { segments = "segment" }, open_values = true },
    company = { name = "company", synonyms = { "account" }, columns = { companies = "company" }, open_values = true },
    order_status = {
      name = "order status", synonyms = { "order state" }, columns = { shop_orders = "status" }, open_values = true,
    },
    template_name = { name = "template name", columns = { templates = "template" }, open_values = true },
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
      name = "tag", synonyms = { "tags", "mail tag", "campaign tag" }, open_values = true,
      columns = { transactional_events = "tag", email_campaigns = "tag" },
    },
    template = {
      name = "template", synonyms = { "templates", "mail template" }, columns = { transactional_events = "template" },
      open_values = true,
    },
    list = {
      name = "list", synonyms = { "lists", "contact list", "segment", "audience", "audiences", "mailing list" },
      columns = { lists = "list", contacts = "list", email_campaigns = "list" }, open_values = true,
    },
    stage = {
      name = "deal stage", synonyms = { "stage", "stages" }, columns = { deals = "stage" }, open_values = true,
    },
    outcome = {
      name = "deal outcome", synonyms = { "outcome", "won or lost" }, columns = { deals = "outcome" },
      values = { "won", "lost", "open" },
    },
    owner = {
      name = "deal owner", synonyms = { "owner", "owners", "rep", "reps", "salesperson" },
      columns = { deals = "owner" }, open_values = true,
    },
    deal = { name = "deal", synonyms = { "deal name" }, columns = { deals = "deal" }, open_values = true },
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
    "What was the template open rate in Brevo by template in the last 30 days?",
    "Open rate of Brevo campaigns by tag last quarter",
    "What is the pipeline value in Brevo by deal owner?",
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
